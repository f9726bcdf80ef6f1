//! From words to a query of the index: each word in any field, all words in the product.
//!
//! Words the index doesn't know are completed (the last one) or corrected first. When few products have all words,
//! those follow that are named by all but one, by half of them, by one. A product with all words counts twice.
//! When no name has any of the words, they may stand anywhere.

use anyhow::Result;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::edition::Edition;
use super::expand::{self, Near};
use super::synonyms::{Meant, Synonyms};
use super::words::{self, Word, Words};

const TITLE: f32 = 3.0;
const BRAND: f32 = 2.5;
const CATEGORY: f32 = 1.0;
const DESCRIPTION: f32 = 2.9;
const BODY: f32 = 1.0;
/// A word that isn't what was typed is worth less.
const JOINED: f32 = 0.8;
const CORRECTED: f32 = 0.6;
const SYNONYM: f32 = 0.6;
/// A product somebody asked for by its code stands before all others.
const CODE_OF_TEXT: f32 = 1_000.0;
const CODE_OF_WORD: f32 = 30.0;
/// What a word's other fields add to its best one.
const OTHER_FIELDS: f32 = 0.1;
const NEAR_MAX: usize = 5;
/// With so many products that have all words, nobody needs those that lack one.
const ENOUGH: u64 = 20;

/// A text as the index understands it.
pub struct Plan {
    slots: Vec<Slot>,
    code: Option<Term>,
}

/// One word of the text: any of these, the best counts.
#[derive(Default)]
struct Slot {
    alternatives: Vec<Box<dyn Query>>,
    /// The same, in the names of products only.
    names: Vec<Box<dyn Query>>,
}

/// A query, and with how many products it needs no looser one.
pub struct Stage {
    pub query: Box<dyn Query>,
    /// It asks for all words.
    pub strict: bool,
    pub enough: u64,
}

impl Plan {
    pub fn of(edition: &Edition, words: &Words, synonyms: &Synonyms) -> Result<Self> {
        let last = words.words.len().saturating_sub(1);
        let meant = synonyms.meant(words);
        let mut slots = Vec::new();
        for (place, word) in words.words.iter().enumerate() {
            let mut slot = Slot::default();
            let synonyms = meant.iter().filter(|meant| meant.places.contains(&place));
            let replaced = synonyms.clone().any(|meant| meant.replaces);
            synonyms.for_each(|meant| slot.add_synonym(edition, meant));
            if !replaced {
                slot.add_word(edition, word, words.open && place == last)?;
            }
            slots.push(slot);
        }
        let code = words.code.as_ref().map(|code| Term::from_field_text(edition.fields.codes, code));
        Ok(Self { slots, code })
    }

    /// From strict to loose.
    pub fn stages(&self) -> Vec<Stage> {
        let words = self.slots.len();
        if words == 0 {
            return self.with_code(Vec::new()).into_iter().map(|query| Stage { query, strict: true, enough: 1 }).collect();
        }
        let mut needed = vec![words.saturating_sub(1), words.div_ceil(2), 1];
        needed.retain(|needed| (1..words).contains(needed));
        needed.dedup();
        let strict = std::iter::once((self.some_words(words), true, ENOUGH));
        let named = needed.iter().map(|least| (self.named(*least), false, if *least == 1 { 1 } else { ENOUGH }));
        let anywhere = needed.iter().map(|least| (self.some_words(*least), false, 1));
        let stages = strict.chain(named).chain(anywhere);
        stages.flat_map(|(query, strict, enough)| self.with_code(vec![query]).into_iter().map(move |query| Stage { query, strict, enough })).collect()
    }

    fn some_words(&self, needed: usize) -> Box<dyn Query> {
        let slots: Vec<Box<dyn Query>> = self.slots.iter().map(Slot::query).collect();
        if needed == slots.len() {
            return Box::new(BooleanQuery::intersection(slots));
        }
        Box::new(BooleanQuery::union_with_minimum_required_clauses(slots, needed))
    }

    /// Products with all words, counted twice, and those whose names have so many.
    fn named(&self, needed: usize) -> Box<dyn Query> {
        let all = self.some_words(self.slots.len());
        let names = self.slots.iter().map(|slot| any(&slot.names)).collect();
        let names: Box<dyn Query> = Box::new(BooleanQuery::union_with_minimum_required_clauses(names, needed));
        let taken = ConstScoreQuery::new(Box::new(BooleanQuery::union(vec![all.box_clone(), names])), 0.0);
        Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(taken)), (Occur::Should, all), (Occur::Should, self.some_words(1))]))
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
        any(&self.alternatives)
    }

    fn add_word(&mut self, edition: &Edition, word: &Word, open: bool) -> Result<()> {
        let codes_field = edition.fields.codes;
        let mut known = false;
        for (folded, stem, worth) in word.forms(JOINED) {
            for (term, boost) in word_terms(edition, folded, stem, worth) {
                known = known || knows(&edition.searcher, &term)?;
                self.add(edition, term, boost);
            }
            if words::may_be_code(folded) {
                let code = Term::from_field_text(codes_field, folded);
                known = known || knows(&edition.searcher, &code)?;
                self.alternatives.push(exact(code, CODE_OF_WORD));
            }
        }
        for pair in expand::parted(edition, word)? {
            known = true;
            // A phrase scores as the sum of its words.
            let worth = TITLE * JOINED * share(pair.len());
            let parted: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(PhraseQuery::new(pair.to_vec())), worth));
            self.names.push(parted.box_clone());
            self.alternatives.push(parted);
        }
        if !known {
            let near = near(edition, word, open)?;
            self.alternatives.extend(near_queries(edition, &near));
            self.names.extend(near_queries(edition, &near));
        }
        Ok(())
    }

    fn add(&mut self, edition: &Edition, term: Term, boost: f32) {
        let fields = edition.fields;
        if [fields.title, fields.brand, fields.category].contains(&term.field()) {
            self.names.push(scored(term.clone(), boost));
        }
        self.alternatives.push(scored(term, boost));
    }

    /// All words of what was meant; its worth is shared by the words it stands for.
    fn add_synonym(&mut self, edition: &Edition, meant: &Meant) {
        if let [word] = &meant.words[..] {
            let worth = SYNONYM * share(meant.places.len());
            word_terms(edition, &word.folded, &word.stem, worth).into_iter().for_each(|(term, boost)| self.add(edition, term, boost));
            return;
        }
        let worth = SYNONYM * share(meant.words.len()) * share(meant.places.len());
        let mut parts: Vec<Self> = Vec::new();
        for word in &meant.words {
            let mut part = Self::default();
            word_terms(edition, &word.folded, &word.stem, worth).into_iter().for_each(|(term, boost)| part.add(edition, term, boost));
            parts.push(part);
        }
        self.alternatives.push(Box::new(BooleanQuery::intersection(parts.iter().map(Self::query).collect())));
        self.names.push(Box::new(BooleanQuery::intersection(parts.iter().map(|part| any(&part.names)).collect())));
    }
}

fn any(queries: &[Box<dyn Query>]) -> Box<dyn Query> {
    let queries = queries.iter().map(|query| query.box_clone()).collect();
    Box::new(DisjunctionMaxQuery::with_tie_breaker(queries, OTHER_FIELDS))
}

fn share(words: usize) -> f32 {
    f32::from(u8::try_from(words).unwrap_or(u8::MAX)).max(1.0).recip()
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
