//! How many orders hold two products, for each pair that was ever bought together.
//!
//! - An order counts each of its products once, and each pair of them once, seen from both sides.
//! - What an order added, [`Pairs::remove`] takes off to the last pair, so memory is what the counted orders need.

use crate::domain::limits::BASKET_LINES_MAX;
use crate::domain::order::Order;
use crate::domain::product::ProductId;

/// The products of one order, each once, by rising id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basket(Vec<u32>);

impl Basket {
    #[must_use]
    pub fn of(order: &Order) -> Self {
        order.lines.iter().take(BASKET_LINES_MAX).map(|line| line.product).collect()
    }
}

impl FromIterator<ProductId> for Basket {
    fn from_iter<I: IntoIterator<Item = ProductId>>(products: I) -> Self {
        let mut numbers: Vec<u32> = products.into_iter().map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Self(numbers)
    }
}

fn number(product: ProductId) -> u32 {
    u32::try_from(product.0).expect("product ids are dense and fit into memory")
}

fn place(number: u32) -> usize {
    usize::try_from(number).expect("a product number fits into memory")
}

/// Another product, and how many orders hold both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Partner {
    product: u32,
    together: u32,
}

/// One product: the orders that hold it, and its partners by rising id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Counts {
    orders: u32,
    partners: Vec<Partner>,
}

/// A product that was bought together with others, in so many orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Together {
    pub product: ProductId,
    pub orders: u64,
}

#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// By product id.
    products: Vec<Counts>,
    orders: u64,
    pairs: u64,
}

impl Pairs {
    /// Orders that are counted.
    #[must_use]
    pub fn orders(&self) -> u64 {
        self.orders
    }

    /// Different pairs of products that stand in at least one of them together.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.pairs
    }

    /// Memory in use, as it was asked for.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let partners: usize = self.products.iter().map(|counts| counts.partners.capacity()).sum();
        partners.saturating_mul(size_of::<Partner>()).saturating_add(self.products.capacity().saturating_mul(size_of::<Counts>()))
    }

    #[must_use]
    pub fn orders_of(&self, product: ProductId) -> u64 {
        self.counts(number(product)).map_or(0, |counts| u64::from(counts.orders))
    }

    fn counts(&self, product: u32) -> Option<&Counts> {
        self.products.get(place(product))
    }

    /// What was bought together with any of `products`, most orders first; equal ones by id. What stands in several orders
    /// with several of them counts each time.
    #[must_use]
    pub fn with(&self, products: &Basket) -> Vec<Together> {
        let all = products.0.iter().filter_map(|product| self.counts(*product)).flat_map(|counts| &counts.partners);
        let mut found: Vec<Partner> = all.filter(|partner| products.0.binary_search(&partner.product).is_err()).copied().collect();
        found.sort_by_key(|partner| partner.product);
        let sum = |same: &[Partner]| same.iter().map(|partner| u64::from(partner.together)).sum();
        let groups = found.chunk_by(|a, b| a.product == b.product);
        let together = |same: &[Partner]| Some(Together { product: ProductId(u64::from(same.first()?.product)), orders: sum(same) });
        let mut ranked: Vec<Together> = groups.filter_map(together).collect();
        ranked.sort_by_key(|together| (std::cmp::Reverse(together.orders), together.product));
        ranked
    }

    /// Counts an order in.
    pub fn add(&mut self, basket: &Basket) {
        self.orders = self.orders.saturating_add(1);
        let size = basket.0.last().map_or(0, |largest| place(*largest).saturating_add(1));
        if self.products.len() < size {
            self.products.resize_with(size, Counts::default);
        }
        let mut new_sides = 0_u64;
        for product in &basket.0 {
            let counts = &mut self.products[place(*product)];
            counts.orders = counts.orders.saturating_add(1);
            new_sides = new_sides.saturating_add(counts.join(basket, *product));
        }
        self.pairs = self.pairs.saturating_add(new_sides / 2);
    }

    /// Counts an order out again that was counted in.
    ///
    /// # Panics
    /// When it was never counted in: the counts would be wrong.
    pub fn remove(&mut self, basket: &Basket) {
        self.orders = self.orders.checked_sub(1).expect("only what was counted in is counted out");
        let mut gone_sides = 0_u64;
        for product in &basket.0 {
            let counts = &mut self.products[place(*product)];
            counts.orders = counts.orders.checked_sub(1).expect("only what was counted in is counted out");
            gone_sides = gone_sides.saturating_add(counts.part(basket, *product));
        }
        self.pairs = self.pairs.saturating_sub(gone_sides / 2);
    }

    /// Gives back the memory that growing took ahead.
    pub fn shrink(&mut self) {
        self.products.iter_mut().for_each(|counts| counts.partners.shrink_to_fit());
    }

    /// The first product that two counts don't agree on.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<ProductId> {
        let none = Counts::default();
        let size = self.products.len().max(other.products.len());
        let differs = |place: &usize| self.products.get(*place).unwrap_or(&none) != other.products.get(*place).unwrap_or(&none);
        (0..size).find(differs).and_then(|place| u64::try_from(place).ok()).map(ProductId)
    }
}

impl Counts {
    /// Raises the count with everybody else in the basket; returns how many of them are new partners.
    fn join(&mut self, basket: &Basket, own: u32) -> u64 {
        let mut new = Vec::new();
        for product in basket.0.iter().copied().filter(|product| *product != own) {
            match self.partners.binary_search_by_key(&product, |partner| partner.product) {
                Ok(found) => self.partners[found].together = self.partners[found].together.saturating_add(1),
                Err(_) => new.push(Partner { product, together: 1 }),
            }
        }
        if !new.is_empty() {
            self.partners.extend_from_slice(&new);
            // Two sorted runs: a stable sort merges them.
            self.partners.sort_by_key(|partner| partner.product);
        }
        u64::try_from(new.len()).unwrap_or(u64::MAX)
    }

    /// Lowers the count with everybody else in the basket; returns how many partners that leaves without an order.
    fn part(&mut self, basket: &Basket, own: u32) -> u64 {
        let mut gone = 0_u64;
        for product in basket.0.iter().copied().filter(|product| *product != own) {
            let found = self.partners.binary_search_by_key(&product, |partner| partner.product).expect("a counted pair is known on both sides");
            let together = &mut self.partners[found].together;
            *together = together.saturating_sub(1);
            gone = gone.saturating_add(u64::from(*together == 0));
        }
        if gone > 0 {
            self.partners.retain(|partner| partner.together > 0);
        }
        gone
    }
}
