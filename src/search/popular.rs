//! What many shoppers looked for and found, kept in memory to complete and to correct what is typed.
//!
//! It comes from the search log of the floors above and is swapped whole. **A text is shown only while a product has all of
//! its words in title, brand and category**, so what somebody pasted into the field is never shown to others.

use std::sync::Arc;

use anyhow::Result;

use super::edition::Edition;
use super::index::Search;
use super::{suggest, words};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PopularText {
    pub text: String,
    /// More is more popular.
    pub weight: u64,
}

/// Texts by weight, and their beginnings in the order of letters.
#[derive(Default)]
pub struct Popular {
    texts: Vec<Known>,
    starts: Vec<Start>,
}

struct Known {
    text: String,
    key: String,
}

/// A text from one of its words on, as it is compared.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    key: String,
    /// 0 where it's the whole text.
    word: usize,
    /// In `texts`.
    place: usize,
}

/// Texts that are looked at until enough may be shown.
const TRIES_MAX: usize = 40;

impl Search {
    /// Takes over what is popular, in any order; returns how many texts that are.
    pub fn learn(&self, texts: Vec<PopularText>) -> usize {
        let popular = Popular::new(texts);
        let count = popular.texts.len();
        self.typing.popular.store(Arc::new(popular));
        count
    }
}

impl Popular {
    fn new(mut texts: Vec<PopularText>) -> Self {
        texts.sort_unstable_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
        let mut popular = Self::default();
        for PopularText { text, .. } in texts {
            let (key, place) = (words::key(&text), popular.texts.len());
            let ends = key.match_indices(' ').map(|(space, _)| space.saturating_add(1));
            for (word, start) in std::iter::once(0).chain(ends).enumerate() {
                popular.starts.push(Start { key: key[start..].to_owned(), word, place });
            }
            popular.texts.push(Known { text, key });
        }
        popular.starts.sort_unstable();
        popular
    }

    /// Texts that begin so, then those of which a later word does; each by weight.
    pub fn completions(&self, edition: &Edition, prefix: &str, limit: usize) -> Result<Vec<&str>> {
        let first = self.starts.partition_point(|start| start.key.as_str() < prefix);
        let begun = self.starts[first..].iter().take_while(|start| start.key.starts_with(prefix));
        let mut places: Vec<(bool, usize)> = begun.map(|start| (start.word > 0, start.place)).collect();
        places.sort_unstable();
        self.shown(edition, places.into_iter().map(|(_, place)| place), limit)
    }

    /// Texts that differ in few letters from a key, by weight.
    pub fn near(&self, edition: &Edition, key: &str, limit: usize) -> Result<Vec<&str>> {
        let typos = usize::from(words::typos_allowed(key));
        let near = |known: &Known| known.key != key && known.key.chars().next() == key.chars().next() && differs_by(&known.key, key, typos);
        self.shown(edition, (0..self.texts.len()).filter(|place| typos > 0 && near(&self.texts[*place])), limit)
    }

    fn shown(&self, edition: &Edition, places: impl Iterator<Item = usize>, limit: usize) -> Result<Vec<&str>> {
        let mut shown = Vec::new();
        for known in places.take(TRIES_MAX).map(|place| &self.texts[place]) {
            if shown.len() >= limit {
                break;
            }
            if !shown.contains(&known.text.as_str()) && suggest::is_named(edition, &known.text)? {
                shown.push(&known.text);
            }
        }
        Ok(shown)
    }
}

/// Whether two keys differ in at most so many letters: left out, put in, or another one (Levenshtein).
fn differs_by(a: &str, b: &str, max: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > max {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (done, letter) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], done.saturating_add(1));
        for (place, other) in b.iter().enumerate() {
            let changed = diagonal.saturating_add(usize::from(letter != other));
            let one_more = row[place].min(row[place + 1]).saturating_add(1);
            diagonal = std::mem::replace(&mut row[place + 1], changed.min(one_more));
        }
        if row.iter().all(|typos| *typos > max) {
            return false;
        }
    }
    row.last().is_some_and(|typos| *typos <= max)
}

#[cfg(test)]
mod tests {
    use super::differs_by;

    #[test]
    fn letters_that_differ_are_counted() {
        for (a, b, typos) in [("mug", "mug", 0), ("mug", "mugs", 1), ("iphone case", "iphne case", 1), ("lamp", "lmap", 2), ("", "ab", 2)] {
            assert!(differs_by(a, b, typos) && differs_by(b, a, typos), "{a} {b}");
            assert!(typos == 0 || !differs_by(a, b, typos - 1), "{a} {b}");
        }
    }
}
