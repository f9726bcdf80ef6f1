//! What goes with a product or a cart: counted from orders, filled up with what sells well, and explained to the merchant.
//!
//! Whether something can be bought is asked at the moment it's shown; the counts know nothing of stock.

use std::sync::Arc;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Shop;
use super::cart::CartView;
use super::product::{Card, card};
use crate::domain::limits::{ALSO_BOUGHT_MAX, EXPLAINED_MAX};
use crate::domain::product::{Product, ProductId};
use crate::domain::refusal::Error;
use crate::search::request::{Request, Sort};
use crate::store::product::ProductRows;
use crate::store::read::Snapshot;

/// Best first, all of them to be had right now.
#[derive(Clone, Debug, Default)]
pub struct AlsoBought {
    pub cards: Vec<Card>,
    /// So many of them, from the first, were bought together with it; the others sell well.
    pub counted: usize,
}

/// What the merchant asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExplainWork {
    pub handle: String,
}

/// Why a product's strip looks as it does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Explanation {
    pub handle: String,
    pub title: String,
    /// Orders that hold the product, of all that are counted.
    pub orders: u64,
    pub orders_counted: u64,
    pub candidates: Vec<Candidate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub handle: String,
    pub title: String,
    /// Orders that hold both.
    pub together: u64,
    /// Orders that hold this one.
    pub orders: u64,
    pub available: u64,
    pub shown: bool,
    pub why: String,
}

/// Whether a product can stand in a strip.
enum Verdict {
    Fit(Card),
    SoldOut(Card),
    Hidden(Product),
    Gone,
}

impl Shop {
    /// What was bought together with a product, most often first; then what sells best in its category, then in the shop.
    ///
    /// # Errors
    /// `Overloaded` when too many search at once; a fault when the books can't be read.
    pub async fn also_bought(self: &Arc<Self>, product: Product) -> Result<AlsoBought, Error> {
        self.searching(move |shop| Ok(shop.also_bought_now(&product)?)).await
    }

    fn also_bought_now(&self, product: &Product) -> Result<AlsoBought> {
        let mut cards = self.counted_with(&self.snapshot()?, &[product.id])?;
        let counted = cards.len();
        self.fill(product, &mut cards);
        Ok(AlsoBought { cards, counted })
    }

    /// What was bought together with the products of a cart, summed over them.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn also_bought_with_cart(&self, cart: &CartView) -> Result<Vec<Card>> {
        let products: Vec<ProductId> = cart.lines.iter().map(|line| line.product).collect();
        self.counted_with(&self.snapshot()?, &products)
    }

    fn counted_with(&self, snapshot: &Snapshot, products: &[ProductId]) -> Result<Vec<Card>> {
        let mut cards = Vec::new();
        for together in self.recommend.bought_with(products) {
            if cards.len() == ALSO_BOUGHT_MAX {
                break;
            }
            // Most of what is sold out needs no look at its row.
            if self.books.availability().of_product(together.product) > 0
                && let Verdict::Fit(card) = self.verdict(snapshot, together.product)?
            {
                cards.push(card);
            }
        }
        Ok(cards)
    }

    fn verdict(&self, snapshot: &Snapshot, id: ProductId) -> Result<Verdict> {
        let Some(product) = snapshot.product(id)? else { return Ok(Verdict::Gone) };
        if !product.visible() {
            return Ok(Verdict::Hidden(product));
        }
        let card = card(&product, self.books.availability());
        Ok(if card.available > 0 { Verdict::Fit(card) } else { Verdict::SoldOut(card) })
    }

    /// Best sellers of the category and then of the shop. A strip can do without them while the index rests.
    fn fill(&self, product: &Product, cards: &mut Vec<Card>) {
        for category in [Some(product.category.path()), None] {
            if cards.len() >= ALSO_BOUGHT_MAX {
                return;
            }
            // As many as can be there already, the product itself included, and as many as can be missing.
            let limit = ALSO_BOUGHT_MAX.saturating_add(cards.len()).saturating_add(1);
            let request = Request { category, in_stock: true, sort: Sort::BestSelling, limit, ..Request::default() };
            for card in self.row_now(&request) {
                let known = card.id == product.id || cards.iter().any(|known| known.id == card.id);
                if !known && card.available > 0 && cards.len() < ALSO_BOUGHT_MAX {
                    cards.push(card);
                }
            }
        }
    }

    /// Each candidate of a product's strip, and why it is in or out.
    ///
    /// # Errors
    /// When there is no such product, and when the books can't be read.
    pub fn recommend_explain(&self, work: &ExplainWork) -> Result<Explanation> {
        let snapshot = self.snapshot()?;
        let product = snapshot.product_by_handle(&work.handle)?.with_context(|| format!("there is no product {}", work.handle))?;
        let shown = self.also_bought_now(&product)?;
        let mut candidates = Vec::new();
        for together in self.recommend.bought_with(&[product.id]).into_iter().take(EXPLAINED_MAX) {
            let in_strip = shown.cards.iter().take(shown.counted).any(|card| card.id == together.product);
            candidates.push(self.candidate(&snapshot, together.product, together.orders, in_strip)?);
        }
        for card in shown.cards.iter().skip(shown.counted) {
            let same = card.category.path().starts_with(&product.category.path());
            let why = if same { format!("fills up: sells well in {}", product.category.label()) } else { "fills up: sells well".to_owned() };
            candidates.push(self.of_card(card, 0, true, &why));
        }
        Ok(Explanation {
            orders: self.recommend.orders_of(product.id),
            orders_counted: self.recommend.figures().orders,
            handle: product.handle,
            title: product.title,
            candidates,
        })
    }

    fn candidate(&self, snapshot: &Snapshot, id: ProductId, together: u64, in_strip: bool) -> Result<Candidate> {
        Ok(match self.verdict(snapshot, id)? {
            Verdict::Fit(card) if in_strip => self.of_card(&card, together, true, "bought together"),
            Verdict::Fit(card) => self.of_card(&card, together, false, &format!("below the line: {ALSO_BOUGHT_MAX} stand above it")),
            Verdict::SoldOut(card) => self.of_card(&card, together, false, "unavailable"),
            Verdict::Hidden(product) => {
                let card = card(&product, self.books.availability());
                self.of_card(&card, together, false, &format!("not shown to anybody: {}", product.status.name()))
            }
            Verdict::Gone => {
                let (orders, why) = (self.recommend.orders_of(id), "no longer there".to_owned());
                Candidate { handle: id.to_string(), title: String::new(), together, orders, available: 0, shown: false, why }
            }
        })
    }

    fn of_card(&self, card: &Card, together: u64, shown: bool, why: &str) -> Candidate {
        Candidate {
            handle: card.handle.clone(),
            title: card.title.clone(),
            together,
            orders: self.recommend.orders_of(card.id),
            available: card.available,
            shown,
            why: why.to_owned(),
        }
    }
}
