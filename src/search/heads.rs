//! What is known beforehand of the shortest beginnings, so that one or two letters cost no more than many.
//!
//! Kept for each segment as long as it lives; a commit reads its new segments only.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Result;
use tantivy::SegmentReader;
use tantivy::index::SegmentId;

use super::edition::{Edition, Segment};
use super::expand::{self, Near};

/// Letters up to which a beginning is looked up here.
const LETTERS: usize = 2;
/// Words kept of each beginning, and how many more gather before the rarest are let go.
const WORDS: usize = 24;
const GATHERED: usize = 1_024;

#[derive(Default)]
pub struct Heads {
    segments: Vec<(SegmentId, Arc<SegmentHeads>)>,
}

struct SegmentHeads {
    /// The most frequent words that begin so.
    words: HashMap<String, Vec<Near>>,
    /// Products in a category and below it, by its path.
    categories: HashMap<String, u64>,
}

impl Heads {
    /// What the segments of an edition have; `before` spares reading those that stayed.
    pub fn read(edition: &Edition, before: &Self) -> Result<Self> {
        let mut segments = Vec::new();
        for (segment, reader) in edition.parts() {
            let id = reader.segment_id();
            let kept = before.segments.iter().find(|(known, _)| *known == id).map(|(_, heads)| Arc::clone(heads));
            let heads = kept.map_or_else(|| SegmentHeads::read(edition, segment, reader).map(Arc::new), Ok)?;
            segments.push((id, heads));
        }
        Ok(Self { segments })
    }

    /// The most frequent words that begin so; nothing where the beginning is long enough to be looked up in the index.
    pub fn completions(&self, prefix: &str, limit: usize) -> Option<Vec<Near>> {
        if prefix.chars().nth(LETTERS).is_some() {
            return None;
        }
        let of_segments = self.segments.iter().filter_map(|(_, heads)| heads.words.get(prefix)).flatten();
        let mut counts = HashMap::new();
        of_segments.for_each(|near| expand::add(&mut counts, near.text.as_bytes(), near.count));
        Some(expand::best(counts, 0, limit))
    }

    pub fn products_in(&self, category: &str) -> u64 {
        self.segments.iter().filter_map(|(_, heads)| heads.categories.get(category)).sum()
    }
}

impl SegmentHeads {
    fn read(edition: &Edition, segment: &Segment, reader: &SegmentReader) -> Result<Self> {
        let mut words: HashMap<String, Vec<Near>> = HashMap::new();
        let index = reader.inverted_index(edition.fields.names)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            let Ok(text) = std::str::from_utf8(stream.key()) else { continue };
            let near = Near { text: text.to_owned(), count: stream.value().doc_freq, typos: 0 };
            let ends = text.char_indices().map(|(start, letter)| start.saturating_add(letter.len_utf8()));
            for end in ends.take(LETTERS) {
                let gathered = words.entry(text[..end].to_owned()).or_default();
                gathered.push(near.clone());
                if gathered.len() >= GATHERED {
                    keep_most_frequent(gathered);
                }
            }
        }
        for gathered in words.values_mut() {
            keep_most_frequent(gathered);
            gathered.shrink_to_fit();
        }
        Ok(Self { words, categories: categories(edition, segment, reader) })
    }
}

fn keep_most_frequent(words: &mut Vec<Near>) {
    words.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    words.truncate(WORDS);
}

fn categories(edition: &Edition, segment: &Segment, reader: &SegmentReader) -> HashMap<String, u64> {
    let mut own = vec![0_u64; edition.categories.len()];
    for doc in reader.doc_ids_alive() {
        own[segment.category(segment.rows.get(doc))] += 1;
    }
    let mut sums: HashMap<String, u64> = HashMap::new();
    for (category, count) in edition.categories.iter().zip(own).filter(|(_, count)| *count > 0) {
        let above = category.path.match_indices('/').map(|(end, _)| &category.path[..end]);
        for path in above.chain([category.path.as_str()]) {
            let sum = sums.entry(path.to_owned()).or_default();
            *sum = sum.saturating_add(count);
        }
    }
    sums
}
