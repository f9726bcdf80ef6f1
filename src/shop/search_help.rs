//! Ways on from a search that found nothing, little, or only part of what was asked: each is tried before it's offered.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Shop;
use super::search::SearchView;
use crate::domain::limits::{HELP_TEXTS_MAX, HELP_WORDS_MAX};
use crate::search::request::Request;

/// Another text, and how many products it finds under the same filters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherText {
    pub text: String,
    pub total: u64,
}

#[derive(Clone, Debug, Default)]
pub struct SearchHelp {
    /// What may have been meant.
    pub meant: Vec<OtherText>,
    /// The text without one of its words, where nothing has all of them.
    pub fewer: Vec<OtherText>,
}

impl Shop {
    /// Other texts that find more. A page can do without them: there are none while the index rests or too many search.
    pub async fn search_help(self: &Arc<Self>, request: &Request, found: &SearchView) -> SearchHelp {
        if request.text.trim().is_empty() || request.cursor.offset() > 0 {
            return SearchHelp::default();
        }
        let (request, in_vain, total) = (request.clone(), found.total == 0 || found.partial, found.total);
        self.searching(move |shop| Ok(shop.search_help_now(&request, in_vain, total))).await.unwrap_or_default()
    }

    fn search_help_now(&self, request: &Request, in_vain: bool, total: u64) -> SearchHelp {
        let meant = self.ask_index(|index| index.meant(&request.text)).unwrap_or_default();
        let mut meant: Vec<OtherText> = meant.into_iter().filter_map(|text| self.other_text(request, text)).collect();
        meant.retain(|other| in_vain || other.total.saturating_mul(2) >= total);
        meant.truncate(HELP_TEXTS_MAX);
        let mut fewer = Vec::new();
        if in_vain {
            fewer.extend(without_a_word(&request.text).into_iter().filter_map(|text| self.other_text(request, text)));
            fewer.sort_by_key(|other| Reverse(other.total));
            fewer.truncate(HELP_TEXTS_MAX);
        }
        SearchHelp { meant, fewer }
    }

    /// How many products each request finds; nothing where none has all words, and where the index can't say.
    pub async fn search_totals(self: &Arc<Self>, requests: Vec<Option<Request>>) -> Vec<Option<u64>> {
        let total = |shop: &Self, request: Option<Request>| request.and_then(|request| shop.search_total(&request));
        self.searching(move |shop| Ok(requests.into_iter().map(|request| total(shop, request)).collect())).await.unwrap_or_default()
    }

    fn search_total(&self, request: &Request) -> Option<u64> {
        let request = Request { limit: 1, with_attributes: false, ..request.clone() };
        let found = self.ask_index(|index| index.find(&request))?;
        (found.total > 0 && !found.partial).then_some(found.total)
    }

    fn other_text(&self, request: &Request, text: String) -> Option<OtherText> {
        let total = self.search_total(&Request { text: text.clone(), ..request.clone() })?;
        Some(OtherText { text, total })
    }
}

/// The text without each of its words in turn.
fn without_a_word(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().take(HELP_WORDS_MAX).collect();
    if words.len() < 2 {
        return Vec::new();
    }
    let without = |left_out: usize| {
        let kept = words.iter().enumerate().filter(|(place, _)| *place != left_out).map(|(_, word)| *word);
        kept.collect::<Vec<_>>().join(" ")
    };
    (0..words.len()).map(without).collect()
}
