//! Finding products: the index says which, the books say what they are and what they cost right now.

use anyhow::Result;

use super::Shop;
use super::product::Card;
use crate::domain::product::Product;
use crate::domain::refusal::{Error, Refusal};
use crate::search::request::{Facets, Found, Request};

/// A page of results.
#[derive(Clone, Debug)]
pub struct SearchView {
    pub cards: Vec<Card>,
    pub total: u64,
    pub facets: Facets,
    pub average_rating: Option<f64>,
    /// Nothing has all words; these have most of them.
    pub partial: bool,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// What might be meant by a few letters.
#[derive(Clone, Debug, Default)]
pub struct SuggestView {
    pub queries: Vec<String>,
    pub cards: Vec<Card>,
    /// Names and paths of categories.
    pub categories: Vec<(String, String)>,
}

const RELATED: usize = 8;

/// The index is being built anew: shoppers are asked to come back in a moment.
fn resting(fault: anyhow::Error) -> Error {
    tracing::error!(error = format!("{fault:#}"), "a search failed");
    Refusal::Overloaded.into()
}

impl Shop {
    /// # Errors
    /// `Overloaded` while the index is damaged; a fault when the books can't be read.
    pub fn search(&self, request: &Request) -> Result<SearchView, Error> {
        let started = std::time::Instant::now();
        let found = self.search.find(request).map_err(resting)?;
        metrics::histogram!("shop_search_seconds").record(started.elapsed().as_secs_f64());
        let Found { products, total, facets, average_rating, partial, next } = found;
        let cards = self.cards(&self.snapshot()?, &products)?;
        Ok(SearchView { cards, total, facets, average_rating, partial, next: next.map(|cursor| cursor.to_string()) })
    }

    /// # Errors
    /// See [`Self::search`].
    pub fn suggest(&self, text: &str) -> Result<SuggestView, Error> {
        let found = self.search.suggest(text).map_err(resting)?;
        let cards = self.cards(&self.snapshot()?, &found.products)?;
        Ok(SuggestView {
            queries: found.queries,
            cards,
            categories: found.categories.into_iter().map(|category| (category.label, category.path)).collect(),
        })
    }

    /// Others of the same category, best first. A page can do without them, so a fault of the index is only logged.
    #[must_use]
    pub fn related(&self, product: &Product) -> Vec<Card> {
        let request = Request { category: Some(product.category.path()), in_stock: true, limit: RELATED + 1, ..Request::default() };
        let others = self.search(&request).map(|found| found.cards.into_iter().filter(|card| card.id != product.id).take(RELATED).collect());
        others.unwrap_or_else(|error| {
            tracing::warn!(%error, "a product is shown without related ones");
            Vec::new()
        })
    }
}
