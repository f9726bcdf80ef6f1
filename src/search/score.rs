//! Who has which words of a text, and how well they fit: one segment, one window of documents after the other.
//!
//! - Each word reads its lists of postings block by block and adds to the numbers of the window, so that a product costs a frequent
//!   word a few nanoseconds, whatever the number of fields. Where all words are needed, the rarest goes first, and the others are
//!   only looked up for products that are left.
//! - **A word is worth its best field and a tenth of the others; a text is worth the sum of its words.**

use anyhow::Result;
use tantivy::query::{Bm25Weight, Weight};
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

use super::lists::Lists;
use super::window::{Fit, WINDOW, Window};
use crate::base::deadline::Deadline;

/// One word of a text: any of these.
#[derive(Default)]
pub struct Slot {
    pub choices: Vec<Choice>,
}

/// One way to have a word.
pub enum Choice {
    /// In one field, worth what BM25 says; `named` where it's a field of the product's name.
    Word { term: Term, weight: Bm25Weight, named: bool },
    /// Worth the same for whoever has it.
    Exact { term: Term, score: f32 },
    /// Words that follow each other in the name.
    Phrase { phrase: Box<dyn Weight>, boost: f32 },
    /// Several words instead: all of them.
    All(Vec<Slot>),
}

/// What makes a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// All words.
    All,
    /// All words, which then count twice, or so many in the product's name.
    Named(u8),
    /// So many words, wherever they are.
    Some(u8),
}

impl Needed {
    /// What a document is worth, if it is a hit of a text of so many words.
    fn worth(self, words: u8, fit: &Fit) -> Option<f32> {
        let all = words > 0 && fit.words == words;
        match self {
            Self::All => all.then_some(fit.score),
            Self::Named(_) if all => Some(2.0 * fit.score),
            Self::Named(least) => (fit.names >= least).then_some(fit.score),
            Self::Some(least) => (fit.words >= least).then_some(fit.score),
        }
    }
}

/// Visits the hits of a segment, rising, with what each is worth. Who has the code is a hit by that alone.
///
/// # Errors
/// When the index can't be read, and when the time is up.
pub fn hits(
    reader: &SegmentReader,
    slots: &[Slot],
    code: Option<&Choice>,
    needed: Needed,
    deadline: Deadline,
    window: &mut Window,
    mut take: impl FnMut(DocId, f32),
) -> Result<()> {
    let words = u8::try_from(slots.len()).unwrap_or(u8::MAX);
    fits(reader, slots, code, needed, deadline, window, |doc, fit| match needed.worth(words, &fit) {
        Some(score) => take(doc, score + fit.coded),
        None if fit.coded > 0.0 => take(doc, fit.coded),
        None => {}
    })
}

/// Visits the documents that may be hits, and some more. The window is empty before and after.
pub fn fits(
    reader: &SegmentReader,
    slots: &[Slot],
    code: Option<&Choice>,
    needed: Needed,
    deadline: Deadline,
    window: &mut Window,
    mut take: impl FnMut(DocId, Fit),
) -> Result<()> {
    let mut words = slots.iter().map(|slot| Lists::open(reader, &slot.choices, deadline)).collect::<Result<Vec<_>>>()?;
    words.sort_by_key(Lists::length);
    let mut code = Lists::open(reader, code.map_or(&[], std::slice::from_ref), deadline)?;
    loop {
        deadline.check()?;
        let by_words = match needed {
            Needed::All => words.iter().map(Lists::doc).max(),
            Needed::Named(_) | Needed::Some(_) => words.iter().map(Lists::doc).min(),
        };
        let next = by_words.unwrap_or(TERMINATED).min(code.doc());
        if next == TERMINATED {
            return Ok(());
        }
        window.start = next - next % WINDOW;
        match needed {
            Needed::All => window.add_all(&mut words),
            Needed::Named(_) | Needed::Some(_) => words.iter_mut().for_each(|word| window.add(word)),
        }
        window.add_code(&mut code);
        window.settle(&mut take);
    }
}
