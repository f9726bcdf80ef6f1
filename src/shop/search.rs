//! Finding products: the index says which, the books say what they are and what they cost right now.
//!
//! - **A search is answered as long as the books can be read**: while the index fails or isn't built, a scan of the books stands in.
//! - Searches run on a pool, so that nobody else waits for them.

use std::sync::Arc;

use anyhow::Result;

use super::Shop;
use super::pool::Pool;
use super::product::Card;
use crate::base::breaker::Breaker;
use crate::base::clock::Timestamp;
use crate::base::deadline::Deadline;
use crate::domain::limits::{SCAN_BUDGET_MS, SEARCHES_WAITING_MAX, SUGGESTED_CATEGORIES};
use crate::domain::refusal::Error;
use crate::search::index::Search;
use crate::search::request::{Facets, Found, Request};

/// A page of results.
#[derive(Clone, Debug)]
pub struct SearchView {
    pub cards: Vec<Card>,
    /// At least so many where it's degraded.
    pub total: u64,
    pub facets: Facets,
    pub average_rating: Option<f64>,
    /// Nothing has all words; these have most of them.
    pub partial: bool,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// The index rests and the books answered: no facets, no corrections, and perhaps not all products.
    pub degraded: bool,
}

/// What might be meant by a few letters.
#[derive(Clone, Debug, Default)]
pub struct SuggestView {
    pub queries: Vec<String>,
    pub cards: Vec<Card>,
    /// Names and paths of categories.
    pub categories: Vec<(String, String)>,
}

/// Who searches, and whether the index is asked at all.
pub(super) struct Searching {
    breaker: Breaker,
    pool: Pool,
}

impl Default for Searching {
    fn default() -> Self {
        Self { breaker: Breaker::default(), pool: Pool::new(SEARCHES_WAITING_MAX) }
    }
}

impl Searching {
    fn ask<T>(&self, now: Timestamp, ask: impl FnOnce() -> Result<T>) -> Option<T> {
        if self.breaker.open_ms(now).is_some() {
            return None;
        }
        match ask() {
            Ok(answer) => {
                self.breaker.succeeded();
                Some(answer)
            }
            Err(fault) => {
                tracing::error!(error = format!("{fault:#}"), "a search failed");
                metrics::counter!("shop_search_failures_total").increment(1);
                self.breaker.failed(now);
                None
            }
        }
    }
}

impl Shop {
    /// # Errors
    /// `Overloaded` when too many search at once; a fault when the books can't be read.
    pub async fn search(self: &Arc<Self>, request: Request) -> Result<SearchView, Error> {
        self.searching(move |shop| shop.search_now(&request)).await
    }

    pub(super) fn search_now(&self, request: &Request) -> Result<SearchView, Error> {
        let started = std::time::Instant::now();
        let (found, degraded) = match self.ask_index(|index| index.find(request)) {
            Some(found) => (found, false),
            None => (self.scan(request)?, true),
        };
        metrics::histogram!("shop_search_seconds").record(started.elapsed().as_secs_f64());
        let Found { products, total, facets, average_rating, partial, next } = found;
        let cards = self.cards(&self.snapshot()?, &products)?;
        Ok(SearchView { cards, total, facets, average_rating, partial, next: next.map(|cursor| cursor.to_string()), degraded })
    }

    /// What the index says; nothing when it fails, and while it failed too often of late or isn't built yet.
    pub(super) fn ask_index<T>(&self, ask: impl FnOnce(&Search) -> Result<T>) -> Option<T> {
        let nothing_to_find = *self.books.newest().borrow() == 0;
        let ready = self.search.built() || nothing_to_find;
        if ready { self.searching.ask(self.books.now(), || ask(&self.search)) } else { None }
    }

    fn scan(&self, request: &Request) -> Result<Found> {
        metrics::counter!("shop_search_degraded_total").increment(1);
        let deadline = Deadline::after(std::time::Duration::from_millis(SCAN_BUDGET_MS));
        self.search.scan(&self.snapshot()?, request, deadline)
    }

    /// # Errors
    /// See [`Self::search`].
    pub async fn suggest(self: &Arc<Self>, text: String) -> Result<SuggestView, Error> {
        self.searching(move |shop| shop.suggest_now(&text)).await
    }

    /// Without the index only categories are suggested.
    fn suggest_now(&self, text: &str) -> Result<SuggestView, Error> {
        let Some(found) = self.ask_index(|index| index.suggest(text)) else {
            let named = self.categories()?.into_iter().filter(|view| self.search.named(view.category.name(), text));
            let categories = named.map(|view| (view.category.label(), view.category.path())).take(SUGGESTED_CATEGORIES).collect();
            return Ok(SuggestView { categories, ..SuggestView::default() });
        };
        let cards = self.cards(&self.snapshot()?, &found.products)?;
        Ok(SuggestView {
            queries: found.queries,
            cards,
            categories: found.categories.into_iter().map(|category| (category.label, category.path)).collect(),
        })
    }

    /// Runs work that searches on the pool of searches.
    pub(super) async fn searching<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let shop = Arc::clone(self);
        self.searching.pool.run(move || work(&shop)).await
    }

    /// Cards for a part of a page that can do without: none while the index rests or too many search.
    pub async fn row(self: &Arc<Self>, request: Request) -> Vec<Card> {
        self.searching(move |shop| Ok(shop.row_now(&request))).await.unwrap_or_default()
    }

    pub(super) fn row_now(&self, request: &Request) -> Vec<Card> {
        let request = Request { with_attributes: false, ..request.clone() };
        let Some(found) = self.ask_index(|index| index.find(&request)) else { return Vec::new() };
        let cards = self.snapshot().and_then(|snapshot| self.cards(&snapshot, &found.products));
        cards.unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "a page is shown without a row of products");
            Vec::new()
        })
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::Searching;
    use crate::base::clock::Timestamp;

    #[test]
    fn an_index_that_fails_again_and_again_is_left_alone_for_a_while() {
        let searching = Searching::default();
        let mut asked = 0;
        let mut ask = |seconds: i64, works: bool| {
            searching.ask(Timestamp(1_000_000 + seconds * 1_000), || {
                asked += 1;
                if works { Ok(asked) } else { bail!("damaged") }
            })
        };
        assert!((0..20).all(|_| ask(0, false).is_none()));
        assert_eq!(ask(9, true), None, "it isn't asked yet");
        assert_eq!(ask(10, true), Some(6), "five were enough, and now it's time to try");
        assert_eq!(ask(10, true), Some(7));
    }
}
