//! What attributes need of the one pass: who passes which attribute filter, and what became of each document.
//!
//! Lists of values come from the products of the text and the category, whatever else is ticked, so that they stay calm;
//! the counts come from those that pass all filters but the attribute's own.

use tantivy::DocId;

use super::attribute;
use super::choice::Sample;
use super::edition::Segment;
use super::marks::Marks;
use super::rows::{Row, place};
use crate::base::text;
use crate::domain::limits::{FACET_ATTRIBUTES_SELECTED_MAX, FACET_SELECTED_MAX};

/// What became of a document of the text and the category.
#[derive(Clone, Copy)]
pub enum Fate {
    Hit,
    /// Fails the attribute filter of this number, and nothing else.
    FailsAlone(usize),
    Listed,
}

/// Selected values of one attribute: any of them.
pub struct Filter {
    pub name: String,
    /// As they were asked for, and as they are compared.
    pub values: Vec<(String, u64)>,
}

/// What became of the documents of one segment.
#[derive(Default)]
pub struct Fates {
    /// All of the text and the category.
    pub listed: Marks,
    /// `None` where nothing is filtered: then all that are listed are hits.
    hits: Option<Marks>,
    /// Those that fail alone, for each attribute filter.
    alone: Vec<Marks>,
}

impl Fates {
    fn new(documents: usize, filtered: bool, filters: usize) -> Self {
        let marks = || Marks::new(documents);
        Self { listed: marks(), hits: filtered.then(marks), alone: (0..filters).map(|_| marks()).collect() }
    }

    #[inline]
    fn note(&mut self, doc: usize, fate: Fate) {
        self.listed.set(doc);
        match fate {
            Fate::Hit => {
                if let Some(hits) = &mut self.hits {
                    hits.set(doc);
                }
            }
            Fate::FailsAlone(filter) => self.alone[filter].set(doc),
            Fate::Listed => {}
        }
    }

    /// Whether a listed document passes all filters but this one.
    #[inline]
    pub fn passes(&self, doc: usize, except: Option<usize>) -> bool {
        self.hits.as_ref().is_none_or(|hits| hits.has(doc)) || except.is_some_and(|filter| self.alone[filter].has(doc))
    }
}

pub struct Narrowing {
    /// Somebody wants to know the attributes.
    noting: bool,
    filtered: bool,
    pub filters: Vec<Filter>,
    /// Of the segment at hand: which filters each document passes, one bit each. Made when first needed.
    passed: Vec<u16>,
    /// Of all segments entered so far.
    pub segments: Vec<Fates>,
    pub sample: Sample,
}

impl Narrowing {
    pub fn new(attributes: &[(String, String)], filtered: bool, noting: bool) -> Self {
        Self { noting, filtered, filters: filters(attributes), passed: Vec::new(), segments: Vec::new(), sample: Sample::default() }
    }

    /// All that follows is of the next segment.
    pub fn enter(&mut self, segment: &Segment) {
        self.passed.clear();
        if self.noting {
            self.segments.push(Fates::new(segment.rows.documents(), self.filtered, self.filters.len()));
        }
    }

    /// The attribute filters a document fails, one bit each.
    #[inline]
    pub fn failed(&mut self, segment: &Segment, doc: DocId) -> u16 {
        if self.filters.is_empty() {
            return 0;
        }
        if self.passed.is_empty() {
            self.passed = passed(segment, &self.filters);
        }
        let all = (1_u16 << (self.filters.len() - 1)).wrapping_mul(2).wrapping_sub(1);
        all & !self.passed[place(doc)]
    }

    #[inline]
    pub fn note(&mut self, row: &Row, doc: DocId, fate: Fate) {
        if !self.noting {
            return;
        }
        let number = self.segments.len().saturating_sub(1);
        self.sample.offer(row.product().0, number, doc);
        if let Some(fates) = self.segments.last_mut() {
            fates.note(place(doc), fate);
        }
    }

    /// The number of the filter of this attribute.
    pub fn filter_of(&self, name: &str) -> Option<usize> {
        self.filters.iter().position(|filter| filter.name == name)
    }
}

pub fn filters(attributes: &[(String, String)]) -> Vec<Filter> {
    let mut filters: Vec<Filter> = Vec::new();
    for (name, value) in attributes.iter().take(FACET_SELECTED_MAX) {
        let (name, value) = (text::slug(name), (value.clone(), attribute::hash(&attribute::key(value))));
        if let Some(filter) = filters.iter_mut().find(|filter| filter.name == name) {
            filter.values.push(value);
        } else if filters.len() < FACET_ATTRIBUTES_SELECTED_MAX {
            filters.push(Filter { name, values: vec![value] });
        }
    }
    filters
}

fn passed(segment: &Segment, filters: &[Filter]) -> Vec<u16> {
    let mut passed = vec![0; segment.rows.documents()];
    let columns = &segment.rows.attributes;
    for (number, filter) in filters.iter().enumerate() {
        let Some(column) = columns.of(&filter.name) else { continue };
        let selected: Vec<bool> = columns.hashes(column).iter().map(|hash| filter.values.iter().any(|(_, value)| value == hash)).collect();
        column.places.each(|doc, value| passed[place(doc)] |= u16::from(selected[usize::from(value)]) << number);
    }
    passed
}
