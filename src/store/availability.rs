//! How many of each variant can be bought right now, and how many were sold, in memory.
//!
//! The writer sets both after each commit and before it replies, so whoever hears of a sale already sees its effect.
//! Readers never wait: numbers are atomic, and growing swaps in a larger array.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwap;

use crate::domain::product::{ProductId, VariantId};

#[derive(Default)]
pub struct Availability {
    available: Sums,
    sold: Sums,
}

/// What the stock of a variant says.
#[derive(Clone, Copy, Debug)]
pub struct Units {
    pub available: u64,
    pub sold: u64,
}

impl Availability {
    #[must_use]
    pub fn of_variant(&self, variant: VariantId) -> u64 {
        self.available.variants.get(variant.0)
    }

    /// The sum over the product's variants.
    #[must_use]
    pub fn of_product(&self, product: ProductId) -> u64 {
        self.available.products.get(product.0)
    }

    /// Units of all the product's variants that orders took and that didn't come back.
    #[must_use]
    pub fn sold_of_product(&self, product: ProductId) -> u64 {
        self.sold.products.get(product.0)
    }

    /// For looking at many products: each answer is one read of memory.
    #[must_use]
    pub fn products(&self) -> Products {
        Products { available: self.available.products.cells.load_full(), sold: self.sold.products.cells.load_full() }
    }

    /// Only the writer calls this: it is the one place where the numbers change.
    pub(super) fn set(&self, product: ProductId, variant: VariantId, units: Units) {
        self.available.set(product, variant, units.available);
        self.sold.set(product, variant, units.sold);
    }
}

/// A look at the sums of all products, for one request: it sees changes, but not products added after it.
pub struct Products {
    available: Arc<Vec<AtomicU64>>,
    sold: Arc<Vec<AtomicU64>>,
}

impl Products {
    #[must_use]
    #[inline]
    pub fn of(&self, product: ProductId) -> u64 {
        number(&self.available, product.0)
    }

    #[must_use]
    #[inline]
    pub fn sold(&self, product: ProductId) -> u64 {
        number(&self.sold, product.0)
    }
}

/// A number of each variant, and of each product the sum over its variants.
#[derive(Default)]
struct Sums {
    variants: Column,
    products: Column,
}

impl Sums {
    fn set(&self, product: ProductId, variant: VariantId, units: u64) {
        let before = self.variants.replace(variant.0, units);
        if before != units {
            let sum = self.products.get(product.0);
            self.products.replace(product.0, sum.saturating_sub(before).saturating_add(units));
        }
    }
}

/// Numbers by id; ids are dense.
#[derive(Default)]
struct Column {
    cells: ArcSwap<Vec<AtomicU64>>,
}

#[inline]
fn number(cells: &[AtomicU64], id: u64) -> u64 {
    usize::try_from(id).ok().and_then(|place| cells.get(place)).map_or(0, |cell| cell.load(Ordering::Acquire))
}

impl Column {
    fn get(&self, id: u64) -> u64 {
        number(&self.cells.load(), id)
    }

    fn replace(&self, id: u64, value: u64) -> u64 {
        let place = usize::try_from(id).expect("ids are dense and fit into memory");
        if place >= self.cells.load().len() {
            self.grow(place);
        }
        self.cells.load()[place].swap(value, Ordering::AcqRel)
    }

    fn grow(&self, place: usize) {
        let old = self.cells.load();
        let size = place.saturating_add(1).next_power_of_two().max(1024);
        let kept = old.iter().map(|cell| AtomicU64::new(cell.load(Ordering::Acquire)));
        let cells = kept.chain(std::iter::repeat_with(AtomicU64::default)).take(size).collect();
        self.cells.store(Arc::new(cells));
    }
}

#[cfg(test)]
mod tests {
    use super::{Availability, Units};
    use crate::domain::product::{ProductId, VariantId};

    fn set(availability: &Availability, variant: u64, available: u64, sold: u64) {
        availability.set(ProductId(1), VariantId(variant), Units { available, sold });
    }

    #[test]
    fn a_product_has_what_its_variants_have() {
        let availability = Availability::default();
        set(&availability, 1, 3, 0);
        set(&availability, 5_000, 2, 4);
        set(&availability, 1, 1, 2);
        assert_eq!((availability.of_product(ProductId(1)), availability.sold_of_product(ProductId(1))), (3, 6));
        assert_eq!(availability.of_variant(VariantId(1)), 1);
        assert_eq!(availability.of_variant(VariantId(77)), 0);
    }

    #[test]
    fn a_look_at_many_products_sees_what_changes_meanwhile() {
        let availability = Availability::default();
        set(&availability, 1, 3, 1);
        let products = availability.products();
        set(&availability, 1, 2, 2);
        assert_eq!((products.of(ProductId(1)), products.sold(ProductId(1)), products.of(ProductId(9_999))), (2, 2, 0));
    }
}
