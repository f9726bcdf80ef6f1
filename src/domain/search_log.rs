//! What was searched for: one row for each day and text, with counts and nothing about who asked.
//!
//! A text that may say something about a person isn't kept, and one that few asked for is never shown to others.

use minicbor::{Decode, Encode};

use super::limits::{SEARCH_LOG_CHARS_MAX, SEARCH_LOG_DIGITS_MAX, SUGGESTED_SEARCHES_MIN};
use crate::base::clock::Timestamp;
use crate::base::text::tidy;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// A day in UTC, counted from 1970: as exactly as the log knows the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub u64);

impl Day {
    #[must_use]
    pub fn of(moment: Timestamp) -> Self {
        Self(u64::try_from(moment.0).unwrap_or(0).checked_div(DAY_MS).unwrap_or(0))
    }

    #[must_use]
    pub fn minus(self, days: u64) -> Self {
        Self(self.0.saturating_sub(days))
    }
}

/// What narrowed a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    Category,
    Brand,
    Price,
    Rating,
    Stock,
}

impl Filter {
    pub const ALL: [Self; 5] = [Self::Category, Self::Brand, Self::Price, Self::Rating, Self::Stock];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Brand => "brand",
            Self::Price => "price",
            Self::Rating => "rating",
            Self::Stock => "stock",
        }
    }
}

/// How a search ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub hits: u64,
    /// Nothing had all words; what was shown has most of them.
    pub partial: bool,
    pub filters: Vec<Filter>,
}

/// One text on one day, or on several together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct SearchCount {
    /// A network counts once a day for each text, however often it asks again, sorts or pages.
    #[n(0)]
    pub searches: u32,
    /// Searches without a filter that found nothing, and those where nothing had all words.
    #[n(1)]
    pub empty: u32,
    #[n(2)]
    pub partial: u32,
    /// What the last search without a filter found.
    #[n(3)]
    pub hits: u64,
    /// Products that were opened from the results.
    #[n(4)]
    pub clicks: u32,
    /// Requests that were narrowed, in the order of [`Filter::ALL`].
    #[n(5)]
    pub filtered: [u32; 5],
}

impl SearchCount {
    /// Counts a search nobody of this network asked for today.
    pub fn search(&mut self, outcome: &Outcome) {
        self.searches = self.searches.saturating_add(1);
        if !outcome.filters.is_empty() {
            return;
        }
        self.hits = outcome.hits;
        if outcome.hits == 0 {
            self.empty = self.empty.saturating_add(1);
        } else if outcome.partial {
            self.partial = self.partial.saturating_add(1);
        }
    }

    /// Counts what a request was narrowed by.
    pub fn narrow(&mut self, filters: &[Filter]) {
        for (filter, count) in Filter::ALL.iter().zip(&mut self.filtered) {
            *count = count.saturating_add(u32::from(filters.contains(filter)));
        }
    }

    pub fn click(&mut self) {
        self.clicks = self.clicks.saturating_add(1);
    }

    /// Adds what came later.
    pub fn add(&mut self, later: &Self) {
        self.searches = self.searches.saturating_add(later.searches);
        self.empty = self.empty.saturating_add(later.empty);
        self.partial = self.partial.saturating_add(later.partial);
        if later.hits > 0 || later.empty > 0 {
            self.hits = later.hits;
        }
        self.clicks = self.clicks.saturating_add(later.clicks);
        for (count, more) in self.filtered.iter_mut().zip(later.filtered) {
            *count = count.saturating_add(more);
        }
    }

    /// Whether a text may be shown to others: several asked for it, and mostly it leads somewhere.
    #[must_use]
    pub fn suggested(&self, text: &str) -> bool {
        let in_vain = self.empty.saturating_add(self.partial);
        self.searches >= SUGGESTED_SEARCHES_MIN && self.hits > 0 && in_vain.saturating_mul(2) < self.searches && digits(text) <= SEARCH_LOG_DIGITS_MAX
    }

    /// What suggestions are ordered by: a click tells more than a search.
    #[must_use]
    pub fn weight(&self) -> u64 {
        u64::from(self.searches).saturating_add(u64::from(self.clicks).saturating_mul(2))
    }
}

/// A text as the log keeps it; nothing where it's none, too long to be a search, or may be about a person:
/// a mail address, or many digits that are no number of a product.
#[must_use]
pub fn kept_text(text: &str, outcome: &Outcome) -> Option<String> {
    let text = tidy(text).to_lowercase();
    let found = outcome.hits > 0 && !outcome.partial;
    let private = text.contains('@') || digits(&text) > SEARCH_LOG_DIGITS_MAX && !found;
    let searched = text.chars().any(char::is_alphanumeric) && text.chars().nth(SEARCH_LOG_CHARS_MAX).is_none();
    (searched && !private).then_some(text)
}

fn digits(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_numeric()).count()
}

#[cfg(test)]
mod tests {
    use super::{Day, Filter, Outcome, SearchCount, kept_text};
    use crate::base::clock::Timestamp;

    fn found(hits: u64) -> Outcome {
        Outcome { hits, ..Outcome::default() }
    }

    #[test]
    fn what_may_be_about_a_person_is_not_kept() {
        let kept = |text: &str, hits| kept_text(text, &found(hits));
        assert_eq!(kept("  Oak\tTABLE ", 3).as_deref(), Some("oak table"));
        for text in ["ada@example.com", "call ada @ home", "+44 20 7946 0958", "4111 1111 1111 1111", "", " - ", &"x".repeat(81)] {
            assert_eq!(kept(text, 0), None, "{text:?}");
        }
        assert_eq!(kept("0731304236368", 1).as_deref(), Some("0731304236368"), "a bar code of ours");
        let partial = Outcome { partial: true, ..found(5) };
        assert_eq!(kept_text("ada 020 7946 0958", &partial), None, "found by its other words only");
        assert_eq!(kept("iphone 15", 0).as_deref(), Some("iphone 15"));
    }

    #[test]
    fn a_text_is_suggested_when_several_asked_and_mostly_found() {
        let mut count = SearchCount::default();
        count.search(&found(4));
        count.search(&found(4));
        assert!(!count.suggested("mug"), "two are few");
        count.search(&found(0));
        assert!(!count.suggested("mug"), "the last one found nothing");
        count.search(&found(4));
        assert!(count.suggested("mug") && !count.suggested("mug 1234567"));
        count.search(&Outcome { partial: true, ..found(9) });
        count.search(&Outcome { partial: true, ..found(9) });
        assert!(!count.suggested("mug"), "half of it was in vain");
    }

    #[test]
    fn days_add_up_and_the_last_one_says_what_is_found() {
        let mut count = SearchCount::default();
        count.search(&found(4));
        count.narrow(&[Filter::Brand]);
        let mut later = SearchCount::default();
        later.search(&found(7));
        later.search(&Outcome { filters: vec![Filter::Price], ..found(1) });
        later.click();
        count.add(&later);
        count.add(&SearchCount { clicks: 1, ..SearchCount::default() });
        assert_eq!((count.searches, count.hits, count.clicks, count.filtered), (3, 7, 2, [0, 1, 0, 0, 0]));
        assert_eq!(count.weight(), 7);
        assert_eq!(Day::of(Timestamp(1_795_000_000_000)), Day(20_775));
    }
}
