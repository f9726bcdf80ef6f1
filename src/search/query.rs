//! From words to what the index is asked: each word in any field, all words in the product.
//!
//! Words the index doesn't know are completed (the last one) or corrected first. When few products have all words,
//! those follow that are named by all but one, by half of them, by one. A product with all words counts twice.
//! When no name has any of the words, they may stand anywhere.

use anyhow::Result;
use tantivy::Term;
use tantivy::query::{Bm25Weight, EnableScoring, PhraseQuery, Query};
use tantivy::schema::Field;

use super::edition::Edition;
use super::expand::{self, Near};
use super::score::{Choice, Needed, Slot};
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
const NEAR_MAX: usize = 5;
/// With so many products that have all words, nobody needs those that lack one.
const ENOUGH: u64 = 20;

/// A text as the index understands it.
pub struct Plan {
    pub slots: Vec<Slot>,
    /// The whole text as a code.
    pub code: Option<Choice>,
}

/// What makes a hit, and with how many of them nothing looser is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    pub needed: Needed,
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
            for meant in synonyms {
                add_synonym(&mut slot, edition, meant)?;
            }
            if !replaced {
                add_word(&mut slot, edition, word, words.open && place == last)?;
            }
            slots.push(slot);
        }
        let code = words.code.as_ref().map(|code| Term::from_field_text(edition.fields.codes, code));
        Ok(Self { slots, code: code.map(|term| Choice::Exact { term, score: CODE_OF_TEXT }) })
    }

    /// From strict to loose.
    pub fn stages(&self) -> Vec<Stage> {
        let words = u8::try_from(self.slots.len()).unwrap_or(u8::MAX);
        let mut fewer = vec![words.saturating_sub(1), words.div_ceil(2), 1];
        fewer.retain(|least| (1..words).contains(least));
        fewer.dedup();
        let strict = Stage { needed: Needed::All, enough: ENOUGH };
        let named = fewer.iter().map(|least| Stage { needed: Needed::Named(*least), enough: if *least == 1 { 1 } else { ENOUGH } });
        let anywhere = fewer.iter().map(|least| Stage { needed: Needed::Some(*least), enough: 1 });
        std::iter::once(strict).chain(named).chain(anywhere).collect()
    }
}

fn add_word(slot: &mut Slot, edition: &Edition, word: &Word, open: bool) -> Result<()> {
    for (folded, stem, worth) in word.forms(JOINED) {
        add_terms(slot, edition, (folded, stem), worth)?;
        if words::may_be_code(folded) {
            let term = Term::from_field_text(edition.fields.codes, folded);
            if expand::frequency(edition, &term)? > 0 {
                slot.choices.push(Choice::Exact { term, score: CODE_OF_WORD });
            }
        }
    }
    for pair in expand::parted(edition, word)? {
        let phrase = PhraseQuery::new(pair.to_vec()).weight(EnableScoring::enabled_from_searcher(&edition.searcher))?;
        // A phrase scores as the sum of its words.
        slot.choices.push(Choice::Phrase { phrase, boost: TITLE * JOINED * share(pair.len()) });
    }
    if slot.choices.is_empty() {
        for near in near(edition, word, open)? {
            add_term(slot, edition, edition.fields.names, &near.text, TITLE * CORRECTED)?;
        }
    }
    Ok(())
}

/// All words of what was meant; its worth is shared by the words it stands for.
fn add_synonym(slot: &mut Slot, edition: &Edition, meant: &Meant) -> Result<()> {
    let worth = SYNONYM * share(meant.words.len()) * share(meant.places.len());
    if let [word] = &meant.words[..] {
        return add_terms(slot, edition, (&word.folded, &word.stem), worth);
    }
    let mut parts = Vec::new();
    for word in &meant.words {
        let mut part = Slot::default();
        add_terms(&mut part, edition, (&word.folded, &word.stem), worth)?;
        parts.push(part);
    }
    slot.choices.push(Choice::All(parts));
    Ok(())
}

/// A word, folded and stemmed, in each field.
fn add_terms(slot: &mut Slot, edition: &Edition, (folded, stem): (&str, &str), worth: f32) -> Result<()> {
    let fields = edition.fields;
    add_term(slot, edition, fields.title, stem, TITLE * worth)?;
    add_term(slot, edition, fields.brand, folded, BRAND * worth)?;
    add_term(slot, edition, fields.category, stem, CATEGORY * worth)?;
    add_term(slot, edition, fields.description, stem, DESCRIPTION * worth)?;
    add_term(slot, edition, fields.body, stem, BODY * worth)
}

/// A word in one field, unless no product has it there.
fn add_term(slot: &mut Slot, edition: &Edition, field: Field, text: &str, boost: f32) -> Result<()> {
    let term = Term::from_field_text(field, text);
    if expand::frequency(edition, &term)? > 0 {
        let weight = Bm25Weight::for_terms(&edition.searcher, std::slice::from_ref(&term))?.boost_by(boost);
        let fields = edition.fields;
        let named = [fields.title, fields.brand, fields.category, fields.names].contains(&field);
        slot.choices.push(Choice::Word { term, weight, named });
    }
    Ok(())
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
