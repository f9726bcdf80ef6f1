//! How many of each variant can be bought right now, in memory.
//!
//! The writer sets it after each commit and before it replies, so whoever hears of a sale already sees its effect.
//! Readers never wait: numbers are atomic, and growing swaps in a larger array.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwap;

use crate::domain::product::{ProductId, VariantId};

#[derive(Default)]
pub struct Availability {
    variants: Column,
    products: Column,
}

impl Availability {
    #[must_use]
    pub fn of_variant(&self, variant: VariantId) -> u64 {
        self.variants.get(variant.0)
    }

    /// The sum over the product's variants.
    #[must_use]
    pub fn of_product(&self, product: ProductId) -> u64 {
        self.products.get(product.0)
    }

    /// For looking at many products: each answer is one read of memory.
    #[must_use]
    pub fn products(&self) -> Products {
        Products { cells: self.products.cells.load_full() }
    }

    /// Only the writer calls this: it is the one place where the numbers change.
    pub(super) fn set(&self, product: ProductId, variant: VariantId, available: u64) {
        let before = self.variants.replace(variant.0, available);
        let sum = self.products.get(product.0);
        self.products.replace(product.0, sum.saturating_sub(before).saturating_add(available));
    }
}

/// A look at the sums of all products, for one request: it sees changes, but not products added after it.
pub struct Products {
    cells: Arc<Vec<AtomicU64>>,
}

impl Products {
    #[must_use]
    pub fn of(&self, product: ProductId) -> u64 {
        number(&self.cells, product.0)
    }
}

/// Numbers by id; ids are dense.
#[derive(Default)]
struct Column {
    cells: ArcSwap<Vec<AtomicU64>>,
}

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
    use super::Availability;
    use crate::domain::product::{ProductId, VariantId};

    #[test]
    fn a_product_has_what_its_variants_have() {
        let availability = Availability::default();
        availability.set(ProductId(1), VariantId(1), 3);
        availability.set(ProductId(1), VariantId(5_000), 2);
        availability.set(ProductId(1), VariantId(1), 1);
        assert_eq!(availability.of_product(ProductId(1)), 3);
        assert_eq!(availability.of_variant(VariantId(1)), 1);
        assert_eq!(availability.of_variant(VariantId(77)), 0);
    }

    #[test]
    fn a_look_at_many_products_sees_what_changes_meanwhile() {
        let availability = Availability::default();
        availability.set(ProductId(1), VariantId(1), 3);
        let products = availability.products();
        availability.set(ProductId(1), VariantId(1), 2);
        assert_eq!((products.of(ProductId(1)), products.of(ProductId(9_999))), (2, 0));
    }
}
