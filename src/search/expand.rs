//! Words of the index that are near what was typed: completions, corrected typos, and two words for one.
//!
//! **A typo is never in the first letter and never a digit**: those are what a word is known by.
//! The best few by how many products have them become terms of the query, so they are ranked like any other word.

use std::collections::HashMap;

use anyhow::Result;
use tantivy::query::{EnableScoring, FuzzyTermQuery, PhraseQuery, Query};
use tantivy::schema::Field;
use tantivy::{DocSet, TERMINATED, Term};

use super::edition::Edition;
use super::stems::Stems;
use super::words::{self, Word};

/// Words of one segment that are looked at for a beginning or a typo; there are rarely as many.
const WALKED_MAX: usize = 10_000;
/// Letters of a word that may be two, and the ways to part it that are tried.
const PARTED_CHARS_MIN: usize = 3;
const PARTED_CHARS_MAX: usize = 24;
const PARTED_TRIED_MAX: usize = 3;
/// A word is written as two by chance where so many times as many titles have it as one.
const PARTED_SHARE: u32 = 10;

/// A word of the index that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    pub text: String,
    /// Products that have it.
    pub count: u32,
    /// Letters that differ.
    pub typos: u8,
}

/// Words that differ in as few letters as possible, most frequent first.
pub fn corrections(edition: &Edition, word: &str, limit: usize) -> Result<Vec<Near>> {
    for typos in 1..=words::typos_allowed(word) {
        let query = FuzzyTermQuery::new(Term::from_field_text(names(edition), word), typos, true);
        let mut near = search(edition, &query, word, typos, limit.saturating_add(1))?;
        near.retain(|near| near.text != word);
        near.truncate(limit);
        if !near.is_empty() {
            return Ok(near);
        }
    }
    Ok(Vec::new())
}

/// Words that start with what was typed, most frequent first.
pub fn completions(edition: &Edition, prefix: &str, limit: usize) -> Result<Vec<Near>> {
    let mut counts = HashMap::new();
    for reader in edition.searcher.segment_readers() {
        let index = reader.inverted_index(names(edition))?;
        let mut stream = index.terms().range().ge(prefix).into_stream()?;
        let mut walked = 0;
        while walked < WALKED_MAX && stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
            add(&mut counts, stream.key(), stream.value().doc_freq);
            walked += 1;
        }
    }
    Ok(best(counts, 0, limit))
}

/// Words whose start differs in one letter from what was typed.
pub fn corrected_completions(edition: &Edition, prefix: &str, limit: usize) -> Result<Vec<Near>> {
    if words::typos_allowed(prefix) == 0 {
        return Ok(Vec::new());
    }
    let query = FuzzyTermQuery::new_prefix(Term::from_field_text(names(edition), prefix), 1, true);
    search(edition, &query, prefix, 1, limit)
}

/// Pairs of words that stand side by side in titles and are the word when written together: `headset` may be a `head set`.
/// Few are looked for, those of the most products. Letters that stand side by side in far fewer titles than the word itself are
/// chance; a number and its unit never are.
pub fn parted(edition: &Edition, word: &Word) -> Result<Vec<[Term; 2]>> {
    let letters = word.folded.chars().count();
    if word.is_dense() || !(PARTED_CHARS_MIN..=PARTED_CHARS_MAX).contains(&letters) {
        return Ok(Vec::new());
    }
    let stems = Stems::of(edition.fields.language);
    let term = |part: &str| Term::from_field_text(edition.fields.title, &stems.stem(part));
    let together = frequency(edition, &Term::from_field_text(edition.fields.title, &word.stem))?;
    let mut pairs = Vec::new();
    for (place, _) in word.folded.char_indices().skip(1) {
        let (first, second) = word.folded.split_at(place);
        let pair = [term(first), term(second)];
        let products = frequency(edition, &pair[0])?.min(frequency(edition, &pair[1])?);
        let unit = first.ends_with(char::is_numeric) != second.starts_with(char::is_numeric);
        let needed = if unit { 1 } else { together.div_ceil(PARTED_SHARE).max(1) };
        if products >= needed {
            pairs.push((std::cmp::Reverse(products), needed, pair));
        }
    }
    pairs.sort_by_key(|(products, ..)| *products);
    pairs.truncate(PARTED_TRIED_MAX);
    let mut found = Vec::new();
    for (_, needed, pair) in pairs {
        if has_matches(edition, &PhraseQuery::new(pair.to_vec()), needed)? {
            found.push(pair);
        }
    }
    Ok(found)
}

/// Whether so many products match.
fn has_matches(edition: &Edition, query: &dyn Query, needed: u32) -> Result<bool> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(&edition.searcher))?;
    let mut left = needed;
    for reader in edition.searcher.segment_readers() {
        let mut docs = weight.scorer(reader, 1.0)?;
        while docs.doc() != TERMINATED && left > 0 {
            left -= u32::from(!reader.is_deleted(docs.doc()));
            docs.advance();
        }
    }
    Ok(left == 0)
}

/// A word in the places where it's read on a card: title, brand and category.
pub fn named(edition: &Edition, word: &Word) -> Vec<Term> {
    let fields = edition.fields;
    let stemmed = [fields.title, fields.category].into_iter().flat_map(|field| word.stems().map(move |stem| (field, stem)));
    stemmed.chain([(fields.brand, word.folded.as_str())]).map(|(field, text)| Term::from_field_text(field, text)).collect()
}

/// Products that have a term, with some that are gone already.
pub fn frequency(edition: &Edition, term: &Term) -> Result<u32> {
    let mut sum = 0_u32;
    for reader in edition.searcher.segment_readers() {
        sum = sum.saturating_add(reader.inverted_index(term.field())?.doc_freq(term)?);
    }
    Ok(sum)
}

fn names(edition: &Edition) -> Field {
    edition.fields.names
}

fn search(edition: &Edition, query: &FuzzyTermQuery, typed: &str, typos: u8, limit: usize) -> Result<Vec<Near>> {
    let mut counts = HashMap::new();
    let Some(first) = typed.chars().next() else { return Ok(Vec::new()) };
    let after = u32::from(first).checked_add(1).and_then(char::from_u32).unwrap_or(char::MAX);
    let automaton = query.automaton()?;
    for reader in edition.searcher.segment_readers() {
        let index = reader.inverted_index(names(edition))?;
        let of_letter = index.terms().search(&automaton).ge(first.to_string()).lt(after.to_string());
        let mut stream = of_letter.into_stream()?;
        let mut walked = 0;
        while walked < WALKED_MAX && stream.advance() {
            walked += 1;
            if !stream.key().iter().any(u8::is_ascii_digit) {
                add(&mut counts, stream.key(), stream.value().doc_freq);
            }
        }
    }
    Ok(best(counts, typos, limit))
}

pub fn add(counts: &mut HashMap<String, u32>, key: &[u8], count: u32) {
    if let Ok(word) = std::str::from_utf8(key) {
        let sum = counts.entry(word.to_owned()).or_default();
        *sum = sum.saturating_add(count);
    }
}

pub fn best(counts: HashMap<String, u32>, typos: u8, limit: usize) -> Vec<Near> {
    let mut near: Vec<Near> = counts.into_iter().map(|(text, count)| Near { text, count, typos }).collect();
    near.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    near.truncate(limit);
    near
}
