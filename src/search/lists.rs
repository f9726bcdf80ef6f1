//! Lists of postings as scoring reads them: forward only, block by block, each posting with what it is worth.

use anyhow::Result;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

use super::score::{Choice, Needed, fits};
use super::window::Window;
use crate::base::deadline::Deadline;

/// The lists of one word in one segment.
#[derive(Default)]
pub struct Lists {
    lists: Vec<List>,
    length: u64,
}

struct List {
    source: Source,
    /// Of a field of the product's name.
    named: bool,
}

enum Source {
    Scored {
        postings: Postings,
        norms: FieldNormReader,
        weight: Bm25Weight,
    },
    Exact {
        postings: Postings,
        score: f32,
    },
    /// Found before, each with what it is worth and whether the name says it.
    Ready {
        found: Vec<(DocId, f32, bool)>,
        at: usize,
    },
}

struct Postings {
    blocks: BlockSegmentPostings,
    /// The next one in the block at hand.
    at: usize,
}

impl Lists {
    pub fn open(reader: &SegmentReader, choices: &[Choice], deadline: Deadline) -> Result<Self> {
        let mut all = Self::default();
        for choice in choices {
            if let Some(list) = List::open(reader, choice, deadline)? {
                all.length = all.length.saturating_add(list.length());
                all.lists.push(list);
            }
        }
        Ok(all)
    }

    /// Postings in all lists.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The next document any list has.
    pub fn doc(&self) -> DocId {
        self.lists.iter().map(|list| list.source.doc()).min().unwrap_or(TERMINATED)
    }

    /// Goes on to the first document from `target` on.
    pub fn seek(&mut self, target: DocId) {
        self.lists.iter_mut().for_each(|list| list.source.seek(target));
    }

    /// Takes all postings before `end`, list by list.
    pub fn below(&mut self, end: DocId, mut take: impl FnMut(DocId, f32, bool)) {
        for list in &mut self.lists {
            list.below(end, &mut take);
        }
    }

    /// Takes the postings of one document.
    pub fn look_up(&mut self, doc: DocId, mut take: impl FnMut(DocId, f32, bool)) {
        for list in &mut self.lists {
            list.source.seek(doc);
            if list.source.doc() == doc {
                list.below(doc + 1, &mut take);
            }
        }
    }
}

impl List {
    fn open(reader: &SegmentReader, choice: &Choice, deadline: Deadline) -> Result<Option<Self>> {
        Ok(match choice {
            Choice::Word { term, weight, named } => {
                let blocks = Postings::open(reader, term, IndexRecordOption::WithFreqs)?;
                let norms = reader.get_fieldnorms_reader(term.field())?;
                blocks.map(|postings| Self { source: Source::Scored { postings, norms, weight: weight.clone() }, named: *named })
            }
            Choice::Exact { term, score } => {
                let blocks = Postings::open(reader, term, IndexRecordOption::Basic)?;
                blocks.map(|postings| Self { source: Source::Exact { postings, score: *score }, named: false })
            }
            Choice::Phrase { phrase, boost } => {
                let (mut scorer, mut found) = (phrase.scorer(reader, *boost)?, Vec::new());
                while scorer.doc() != TERMINATED {
                    found.push((scorer.doc(), scorer.score(), true));
                    scorer.advance();
                }
                Some(Self { source: Source::Ready { found, at: 0 }, named: true })
            }
            Choice::All(slots) => {
                let mut found = Vec::new();
                fits(reader, slots, None, Needed::All, deadline, &mut Window::default(), |doc, fit| {
                    if usize::from(fit.words) == slots.len() {
                        found.push((doc, fit.score, fit.names == fit.words));
                    }
                })?;
                Some(Self { source: Source::Ready { found, at: 0 }, named: false })
            }
        })
    }

    fn length(&self) -> u64 {
        match &self.source {
            Source::Scored { postings, .. } | Source::Exact { postings, .. } => u64::from(postings.blocks.doc_freq()),
            Source::Ready { found, .. } => u64::try_from(found.len()).unwrap_or(u64::MAX),
        }
    }

    fn below(&mut self, end: DocId, take: &mut impl FnMut(DocId, f32, bool)) {
        let named = self.named;
        match &mut self.source {
            Source::Scored { postings, norms, weight } => {
                postings.below(end, |doc, frequency| take(doc, weight.score(norms.fieldnorm_id(doc), frequency), named));
            }
            Source::Exact { postings, score } => postings.below(end, |doc, _| take(doc, *score, named)),
            Source::Ready { found, at } => {
                while let Some((doc, score, named)) = found.get(*at).filter(|(doc, ..)| *doc < end) {
                    take(*doc, *score, *named);
                    *at += 1;
                }
            }
        }
    }
}

impl Source {
    fn doc(&self) -> DocId {
        match self {
            Self::Scored { postings, .. } | Self::Exact { postings, .. } => postings.doc(),
            Self::Ready { found, at } => found.get(*at).map_or(TERMINATED, |(doc, ..)| *doc),
        }
    }

    fn seek(&mut self, target: DocId) {
        match self {
            Self::Scored { postings, .. } | Self::Exact { postings, .. } => postings.seek(target),
            Self::Ready { found, at } => *at += found[*at..].partition_point(|(doc, ..)| *doc < target),
        }
    }
}

impl Postings {
    fn open(reader: &SegmentReader, term: &Term, option: IndexRecordOption) -> Result<Option<Self>> {
        let blocks = reader.inverted_index(term.field())?.read_block_postings(term, option)?;
        Ok(blocks.map(|blocks| Self { blocks, at: 0 }))
    }

    fn doc(&self) -> DocId {
        self.blocks.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) {
        match self.blocks.docs().last() {
            None => {}
            Some(last) if *last < target => self.at = self.blocks.seek(target),
            Some(_) => self.at += self.blocks.docs()[self.at..].partition_point(|doc| *doc < target),
        }
    }

    fn below(&mut self, end: DocId, mut take: impl FnMut(DocId, u32)) {
        loop {
            let (docs, frequencies) = (self.blocks.docs(), self.blocks.freqs());
            let whole = docs.last().is_some_and(|last| *last < end);
            let upto = if whole { docs.len() } else { self.at + docs.get(self.at..).map_or(0, |rest| rest.partition_point(|doc| *doc < end)) };
            if let Some(range) = docs.get(self.at..upto) {
                // A field without frequencies has none to read.
                let frequencies = frequencies.get(self.at..upto).unwrap_or(&[]).iter().copied().chain(std::iter::repeat(1));
                range.iter().zip(frequencies).for_each(|(doc, frequency)| take(*doc, frequency));
            }
            self.at = upto;
            if !whole {
                return;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}
