//! What attributes need of the one pass: who passes which attribute filter, and what became of each document.
//!
//! Lists of values come from the products of the text and the category, whatever else is ticked, so that they stay calm;
//! the counts come from those that pass all filters but the attribute's own.

use std::cell::OnceCell;

use tantivy::DocId;

use super::attribute;
use super::choice::Sample;
use super::edition::Segment;
use super::rows::{Row, place};
use crate::base::text;
use crate::domain::limits::{FACET_ATTRIBUTES_SELECTED_MAX, FACET_SELECTED_MAX};

/// What became of a document of the text and the category.
pub type Fate = u8;
/// Passes all filters.
pub const HIT: Fate = 1;
/// Fails a filter that isn't of an attribute, or several.
pub const LISTED: Fate = 2;
/// Fails the first attribute filter alone; the next numbers are those of the next filters.
const FAILS_ONE: Fate = 3;

/// Selected values of one attribute: any of them.
pub struct Filter {
    pub name: String,
    /// As they were asked for, and as they are compared.
    pub values: Vec<(String, u64)>,
}

/// The documents of one segment that were noted, rising.
#[derive(Default)]
pub struct Fates {
    pub docs: Vec<DocId>,
    pub fates: Vec<Fate>,
    of_docs: OnceCell<Vec<Fate>>,
}

impl Fates {
    /// The same by document, 0 for those that weren't noted.
    pub fn of_docs(&self, documents: usize) -> &[Fate] {
        self.of_docs.get_or_init(|| {
            let mut of_docs = vec![0; documents];
            self.docs.iter().zip(&self.fates).for_each(|(doc, fate)| of_docs[place(*doc)] = *fate);
            of_docs
        })
    }
}

pub struct Narrowing {
    /// Somebody wants to know the attributes.
    noting: bool,
    pub filters: Vec<Filter>,
    /// Of the segment at hand: which filters each document passes, one bit each. Made when first needed.
    passed: Vec<u16>,
    /// Of all segments entered so far.
    pub segments: Vec<Fates>,
    pub sample: Sample,
}

impl Narrowing {
    pub fn new(attributes: &[(String, String)], noting: bool) -> Self {
        Self { noting, filters: filters(attributes), passed: Vec::new(), segments: Vec::new(), sample: Sample::default() }
    }

    /// All that follows is of the next segment.
    pub fn enter(&mut self) {
        self.passed.clear();
        self.segments.push(Fates::default());
    }

    /// The attribute filters a document fails, one bit each.
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

    pub fn note(&mut self, row: &Row, doc: DocId, fate: Fate) {
        if !self.noting {
            return;
        }
        let number = self.segments.len().saturating_sub(1);
        self.sample.offer(row.product().0, number, doc);
        if let Some(fates) = self.segments.last_mut() {
            fates.docs.push(doc);
            fates.fates.push(fate);
        }
    }

    /// The fate of those that fail only the filter of this attribute.
    pub fn fate_of(&self, name: &str) -> Option<Fate> {
        self.filters.iter().position(|filter| filter.name == name).and_then(|number| u32::try_from(number).ok()).map(fails_one)
    }
}

pub fn fails_one(filter: u32) -> Fate {
    Fate::try_from(filter).map_or(LISTED, |filter| FAILS_ONE.saturating_add(filter))
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
