//! From words to a query of the index: each word in any field, all words in the product.
//!
//! Words the index doesn't know are completed (the last one) or corrected first. When no product has all words,
//! one word may be missing, then half of them, then all but one.

use anyhow::Result;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::edition::Edition;
use super::expand::{self, Near};
use super::words::{self, Word, Words};

const TITLE: f32 = 3.0;
const BRAND: f32 = 2.5;
const CATEGORY: f32 = 1.5;
const DESCRIPTION: f32 = 2.9;
const BODY: f32 = 1.0;
/// A word that isn't what was typed is worth less.
const JOINED: f32 = 0.8;
const CORRECTED: f32 = 0.6;
/// A product somebody asked for by its code stands before all others.
const CODE_OF_TEXT: f32 = 1_000.0;
const CODE_OF_WORD: f32 = 30.0;
/// What a word's other fields add to its best one.
const OTHER_FIELDS: f32 = 0.1;
const NEAR_MAX: usize = 5;

/// A text as the index understands it.
pub struct Plan {
    slots: Vec<Slot>,
    code: Option<Term>,
}

/// One word of the text: any of these, the best counts.
struct Slot {
    alternatives: Vec<Box<dyn Query>>,
}

impl Plan {
    pub fn of(edition: &Edition, words: &Words) -> Result<Self> {
        let last = words.words.len().saturating_sub(1);
        let mut slots = Vec::new();
        for (place, word) in words.words.iter().enumerate() {
            slots.push(slot(edition, word, words.open && place == last)?);
        }
        let code = words.code.as_ref().map(|code| Term::from_field_text(edition.fields.codes, code));
        Ok(Self { slots, code })
    }

    /// From strict to loose; the first that finds something is meant.
    pub fn stages(&self) -> Vec<Box<dyn Query>> {
        let words = self.slots.len();
        let mut needed = vec![words, words.saturating_sub(1), words.div_ceil(2), 1];
        needed.retain(|needed| *needed > 0);
        needed.dedup();
        if needed.is_empty() {
            return self.with_code(Vec::new());
        }
        needed.into_iter().flat_map(|needed| self.with_code(vec![self.some_words(needed)])).collect()
    }

    fn some_words(&self, needed: usize) -> Box<dyn Query> {
        let slots: Vec<Box<dyn Query>> = self.slots.iter().map(Slot::query).collect();
        if needed == slots.len() {
            return Box::new(BooleanQuery::intersection(slots));
        }
        Box::new(BooleanQuery::union_with_minimum_required_clauses(slots, needed))
    }

    fn with_code(&self, mut queries: Vec<Box<dyn Query>>) -> Vec<Box<dyn Query>> {
        if let Some(code) = &self.code {
            queries.push(exact(code.clone(), CODE_OF_TEXT));
        }
        if queries.is_empty() { Vec::new() } else { vec![Box::new(BooleanQuery::union(queries))] }
    }
}

impl Slot {
    fn query(&self) -> Box<dyn Query> {
        let alternatives = self.alternatives.iter().map(|query| query.box_clone()).collect();
        Box::new(DisjunctionMaxQuery::with_tie_breaker(alternatives, OTHER_FIELDS))
    }
}

fn slot(edition: &Edition, word: &Word, open: bool) -> Result<Slot> {
    let fields = edition.fields;
    let mut terms = word_terms(edition, &word.folded, &word.stem, 1.0);
    for joined in &word.joined {
        terms.extend(word_terms(edition, &joined.folded, &joined.stem, JOINED));
    }
    let codes = std::iter::once(&word.folded).chain(word.joined.iter().map(|joined| &joined.folded));
    let codes: Vec<Term> = codes.filter(|code| words::may_be_code(code)).map(|code| Term::from_field_text(fields.codes, code)).collect();

    let mut known = false;
    for term in terms.iter().map(|(term, _)| term).chain(&codes) {
        known = known || knows(&edition.searcher, term)?;
    }
    let mut alternatives: Vec<Box<dyn Query>> = terms.into_iter().map(|(term, boost)| scored(term, boost)).collect();
    alternatives.extend(codes.into_iter().map(|code| exact(code, CODE_OF_WORD)));
    if !known {
        alternatives.extend(near_queries(edition, &near(edition, word, open)?));
    }
    Ok(Slot { alternatives })
}

fn near(edition: &Edition, word: &Word, open: bool) -> Result<Vec<Near>> {
    if open {
        let completions = expand::completions(edition, &word.folded, NEAR_MAX)?;
        if !completions.is_empty() {
            return Ok(completions);
        }
    }
    expand::corrections(edition, &word.folded, NEAR_MAX)
}

fn word_terms(edition: &Edition, folded: &str, stem: &str, worth: f32) -> Vec<(Term, f32)> {
    let fields = edition.fields;
    let term = |field: Field, text: &str, boost: f32| (Term::from_field_text(field, text), boost * worth);
    vec![
        term(fields.title, stem, TITLE),
        term(fields.brand, folded, BRAND),
        term(fields.category, stem, CATEGORY),
        term(fields.description, stem, DESCRIPTION),
        term(fields.body, stem, BODY),
    ]
}

fn near_queries(edition: &Edition, near: &[Near]) -> impl Iterator<Item = Box<dyn Query>> {
    let field = edition.fields.names;
    near.iter().map(move |near| scored(Term::from_field_text(field, &near.text), TITLE * CORRECTED))
}

fn knows(searcher: &Searcher, term: &Term) -> Result<bool> {
    for segment in searcher.segment_readers() {
        if segment.inverted_index(term.field())?.doc_freq(term)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

fn scored(term: Term, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), boost))
}

fn exact(term: Term, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), score))
}
