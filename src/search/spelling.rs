//! What may have been meant: texts near the one that was typed, made of words of the shop or searched for by many.
//!
//! These are guesses; whoever shows one looks first how much it finds.

use std::collections::HashMap;

use anyhow::Result;
use tantivy::Term;

use super::edition::Edition;
use super::expand::{self, Near};
use super::index::Search;
use super::words::{self, Word, Words};

/// Corrections of one word, and texts that are proposed.
const NEAR_MAX: usize = 3;
const TEXTS_MAX: usize = 4;
/// A word that so few products have may be a typo of theirs, when another one is so many times as frequent.
const RARE_MAX: u32 = 3;
const FAR_MORE: u32 = 10;

impl Search {
    /// Texts that may have been meant, the likeliest first; none where every word is well known.
    ///
    /// # Errors
    /// When the index can't be read.
    pub fn meant(&self, text: &str) -> Result<Vec<String>> {
        self.guarded(|_| self.meant_from_index(text))
    }

    fn meant_from_index(&self, text: &str) -> Result<Vec<String>> {
        let edition = self.edition();
        let words = Words::of(text, edition.fields.language);
        let last = words.words.len().saturating_sub(1);
        let mut near = HashMap::new();
        for (place, word) in words.words.iter().enumerate() {
            let found = corrections(&edition, word, words.open && place == last)?;
            if !found.is_empty() {
                near.insert(word.folded.as_str(), found);
            }
        }
        if near.is_empty() {
            return Ok(Vec::new());
        }
        let key = words::key(text);
        let popular = self.typing.popular.load();
        let by_words = (0..NEAR_MAX).map(|choice| corrected(text, &near, choice));
        let by_many = popular.near(&edition, &key, TEXTS_MAX)?.into_iter().map(str::to_owned);
        let mut texts: Vec<String> = Vec::new();
        for text in by_many.chain(by_words) {
            if words::key(&text) != key && !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.truncate(TEXTS_MAX);
        Ok(texts)
    }
}

/// Words that may have been meant by one; none for a word that is well known, or that is only begun.
fn corrections(edition: &Edition, word: &Word, open: bool) -> Result<Vec<Near>> {
    let known = frequency(edition, word)?;
    let begun = open && known == 0 && !expand::completions(edition, &word.folded, 1)?.is_empty();
    if known > RARE_MAX || begun || !expand::parted(edition, word)?.is_empty() {
        return Ok(Vec::new());
    }
    let mut near = expand::corrections(edition, &word.folded, NEAR_MAX)?;
    near.retain(|near| near.text != word.folded && (known == 0 || near.count >= known.saturating_mul(FAR_MORE)));
    Ok(near)
}

/// Products that have a word, or it joined with a neighbour, in some field; more than a few are as good as many.
fn frequency(edition: &Edition, word: &Word) -> Result<u32> {
    let fields = edition.fields;
    let mut most = 0;
    for (folded, stem, _) in word.forms(1.0) {
        let stems = [fields.title, fields.description, fields.body, fields.category].map(|field| (field, stem));
        for (field, text) in stems.into_iter().chain([(fields.brand, folded), (fields.codes, folded)]) {
            most = most.max(expand::frequency(edition, &Term::from_field_text(field, text))?);
            // Most words are known well by the first look.
            if most > RARE_MAX {
                return Ok(most);
            }
        }
    }
    Ok(most)
}

/// The text with each word that has corrections replaced by one of them; the last where there are fewer.
fn corrected(text: &str, near: &HashMap<&str, Vec<Near>>, choice: usize) -> String {
    let replace = |token: &str| {
        let found = near.get(words::key(token).as_str());
        let chosen = found.and_then(|found| found.get(choice).or(found.last()));
        chosen.map_or_else(|| token.to_owned(), |near| near.text.clone())
    };
    text.split_whitespace().map(replace).collect::<Vec<_>>().join(" ")
}
