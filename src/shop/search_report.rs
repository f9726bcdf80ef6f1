//! What the merchant learns from the search log: what is looked for most, in vain, or without anything being opened.

use std::cmp::Reverse;
use std::collections::HashMap;

use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};

use super::Shop;
use crate::domain::limits::{SEARCH_LOG_DAYS, SEARCHES_LISTED_MAX};
use crate::domain::search_log::{Day, Filter, SearchCount};
use crate::store::search_log::searches_since;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchReport {
    /// Searched for most.
    Top,
    /// Found nothing, or nothing that has all words.
    Zero,
    /// Found something, and nothing of it was opened.
    Noclick,
}

/// What is asked for; the days end today.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SearchesAsked {
    pub report: SearchReport,
    pub days: u64,
    pub limit: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchesRow {
    pub text: String,
    pub searches: u32,
    pub empty: u32,
    pub partial: u32,
    /// What the last one found.
    pub hits: u64,
    pub clicks: u32,
    /// `brand 3, price 1`.
    pub filters: String,
}

impl SearchesRow {
    fn new(text: String, count: &SearchCount) -> Self {
        let used = Filter::ALL.iter().zip(count.filtered).filter(|(_, times)| *times > 0);
        let filters: Vec<String> = used.map(|(filter, times)| format!("{} {times}", filter.name())).collect();
        let SearchCount { searches, empty, partial, hits, clicks, .. } = *count;
        Self { text, searches, empty, partial, hits, clicks, filters: filters.join(", ") }
    }
}

impl SearchReport {
    /// How far up a text belongs; nothing where it doesn't belong there at all.
    fn rank(self, count: &SearchCount) -> Option<u32> {
        let in_vain = count.empty.saturating_add(count.partial);
        let rank = match self {
            Self::Top => count.searches,
            Self::Zero => in_vain,
            Self::Noclick if count.clicks == 0 => count.searches.saturating_sub(count.empty),
            Self::Noclick => 0,
        };
        (rank > 0).then_some(rank)
    }
}

impl Shop {
    /// A report on the search log, with what is still in memory. Never call it from async code.
    ///
    /// # Errors
    /// When more is asked for than is kept, and when the books can't be read or written.
    pub fn searches(&self, asked: SearchesAsked) -> Result<Vec<SearchesRow>> {
        ensure!((1..=SEARCH_LOG_DAYS).contains(&asked.days), "--days must be from 1 to {SEARCH_LOG_DAYS}: older searches are dropped");
        ensure!((1..=SEARCHES_LISTED_MAX).contains(&asked.limit), "--limit must be from 1 to {SEARCHES_LISTED_MAX}");
        self.write_search_log()?;
        let mut sums: HashMap<String, SearchCount> = HashMap::new();
        let first = Day::of(self.books.now()).minus(asked.days.saturating_sub(1));
        searches_since(&self.snapshot()?, first, |text, count| sums.entry(text.to_owned()).or_default().add(count))?;
        let ranked = sums.into_iter().filter_map(|(text, count)| Some((Reverse(asked.report.rank(&count)?), text, count)));
        let mut ranked: Vec<_> = ranked.collect();
        ranked.sort_unstable_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        Ok(ranked.into_iter().take(asked.limit).map(|(_, text, count)| SearchesRow::new(text, &count)).collect())
    }
}
