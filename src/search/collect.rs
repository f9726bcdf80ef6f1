//! One pass over the documents that match a text: filters, counts and the best of them.
//!
//! A document that fails exactly one facet still counts in that facet: that is what makes the counts disjunctive.
//! A product is ranked by a place in the results, smaller is earlier; its id makes each place unique.

use anyhow::Result;
use tantivy::DocId;

use super::edition::{Edition, Segment, brand_keys};
use super::facet::Counts;
use super::fates::{Fate, Narrowing};
use super::query::Plan;
use super::request::{Request, Sort};
use super::rows::{Row, place};
use super::score::{self, Needed};
use super::window::Window;
use crate::base::deadline::Deadline;
use crate::domain::limits::{PAGE_DEPTH_MAX, PAGE_MAX};
use crate::domain::product::ProductId;
use crate::store::availability::{Availability, Products};

const IN_STOCK_WEIGHT: f32 = 2.0;
/// Documents between two looks at the clock.
const LOOK_EVERY: usize = 4_096;

/// Which facets a document fails, one bit each.
mod fails {
    pub const CATEGORY: u32 = 1;
    pub const BRAND: u32 = 2;
    pub const PRICE: u32 = 4;
    pub const RATING: u32 = 8;
    pub const STOCK: u32 = 16;
    /// From here on the selected attributes.
    pub const ATTRIBUTES: u32 = 5;
}

/// Earlier is smaller: the rank in a list that the search stays inside, twice "how bad", then the id.
type Place = (u32, u64, u64, u64);

/// Hits that wait to be judged together: their rows lie scattered in memory and are fetched side by side.
#[derive(Default)]
struct Batch {
    hits: Vec<(DocId, f32)>,
    rows: Vec<Row>,
    in_stock: Vec<bool>,
}

/// Hits of a batch.
const BATCH: usize = 128;

pub struct Tally<'a> {
    request: &'a Request,
    available: Products,
    /// Which of the edition's categories and brands are selected; `None` where all are.
    categories: Option<Vec<bool>>,
    brands: Option<Vec<bool>>,
    browsing: bool,
    filtered: bool,
    pub counts: Counts,
    pub narrowing: Narrowing,
    /// Documents that match the text, whatever the filters say.
    pub matched: u64,
    /// None of them has all words of the text.
    pub partial: bool,
    batch: Batch,
    keep: usize,
    worst: Option<Place>,
    best: Vec<Place>,
}

impl<'a> Tally<'a> {
    pub fn new(edition: &Edition, request: &'a Request, availability: &Availability, bands: [i64; 3]) -> Self {
        let noting = request.with_attributes && !(request.everything() && edition.attribute_facets.get().is_some());
        let keep = request.cursor.offset().saturating_add(request.limit.min(PAGE_MAX)).min(PAGE_DEPTH_MAX);
        Self {
            request,
            available: availability.products(),
            categories: request.category.as_deref().map(|path| selected_categories(edition, path)),
            brands: (!request.brands.is_empty()).then(|| selected_brands(edition, &request.brands)),
            browsing: request.text.trim().is_empty(),
            filtered: request.filtered(),
            counts: Counts::new(edition, bands, request.filtered()),
            narrowing: Narrowing::new(&request.attributes, request.filtered(), noting),
            matched: 0,
            partial: false,
            batch: Batch::default(),
            keep,
            worst: None,
            best: Vec::new(),
        }
    }

    /// Keeps every hit for the page.
    pub fn keep_all(&mut self) {
        self.keep = usize::MAX;
    }

    /// What is taken from here on is of the next segment.
    pub fn enter(&mut self, segment: &Segment) {
        self.narrowing.enter(segment);
    }

    pub fn take(&mut self, segment: &Segment, doc: DocId, score: f32) {
        self.batch.hits.push((doc, score));
        if self.batch.hits.len() == BATCH {
            self.settle(segment);
        }
    }

    /// Judges what was taken so far; nothing of a segment waits when the next begins.
    pub fn settle(&mut self, segment: &Segment) {
        let mut batch = std::mem::take(&mut self.batch);
        batch.rows.extend(batch.hits.iter().map(|(doc, _)| *segment.rows.get(*doc)));
        batch.in_stock.extend(batch.rows.iter().map(|row| self.available.of(row.product()) > 0));
        for (((doc, score), row), in_stock) in batch.hits.drain(..).zip(batch.rows.drain(..)).zip(batch.in_stock.drain(..)) {
            self.judge(segment, (doc, score), &row, in_stock);
        }
        self.batch = batch;
    }

    #[inline]
    fn judge(&mut self, segment: &Segment, (doc, score): (DocId, f32), row: &Row, in_stock: bool) {
        let rank = match &self.request.within {
            None => 0,
            Some(within) => match within.rank(row.product()) {
                None => return,
                Some(rank) => rank,
            },
        };
        self.matched += 1;
        let (category, brand) = (segment.category(row), segment.brand(row));
        let mut failed = 0;
        if self.filtered {
            failed = self.failed(row, category, brand, in_stock) | u32::from(self.narrowing.failed(segment, doc)) << fails::ATTRIBUTES;
            self.counts.there(category, brand.filter(|_| failed & fails::CATEGORY == 0));
        }
        if failed & fails::CATEGORY == 0 {
            self.narrowing.note(row, doc, fate(failed));
        }
        match failed {
            0 => {
                self.counts.hit(row, category, brand, in_stock);
                self.rank(segment, doc, row, (rank, self.first(row, in_stock, score)));
            }
            fails::CATEGORY => self.counts.category(category),
            fails::BRAND => self.counts.brand(brand),
            fails::PRICE => self.counts.price(row),
            fails::RATING => self.counts.rating(row),
            fails::STOCK => self.counts.stock(in_stock),
            _ => {}
        }
    }

    fn failed(&self, row: &Row, category: usize, brand: Option<usize>, in_stock: bool) -> u32 {
        let mut failed = 0;
        if self.categories.as_ref().is_some_and(|selected| !selected[category]) {
            failed |= fails::CATEGORY;
        }
        if self.brands.as_ref().is_some_and(|selected| !brand.is_some_and(|brand| selected[brand])) {
            failed |= fails::BRAND;
        }
        let request = self.request;
        if request.price_min.is_some_and(|min| row.price_minor < min) || request.price_max.is_some_and(|max| row.price_minor > max) {
            failed |= fails::PRICE;
        }
        if request.rating_min.is_some_and(|min| row.rating_hundredths < min) {
            failed |= fails::RATING;
        }
        if request.in_stock && !in_stock {
            failed |= fails::STOCK;
        }
        failed
    }

    /// "How bad" at first sight.
    fn first(&self, row: &Row, in_stock: bool, score: f32) -> u64 {
        match self.request.sort {
            Sort::Relevance if self.browsing => (u64::from(!in_stock) << 32) | u64::from(descending(row.popularity)),
            Sort::Relevance => u64::from(descending(score * row.praise * if in_stock { IN_STOCK_WEIGHT } else { 1.0 })),
            Sort::PriceAsc => ascending(row.price_minor),
            Sort::PriceDesc => u64::MAX - ascending(row.price_minor),
            Sort::Rating => u64::from(u16::MAX - row.rating_hundredths),
            Sort::Newest => 0,
            Sort::BestSelling => u64::MAX - self.available.sold(row.product()),
        }
    }

    /// And among those that are equally bad at first sight.
    fn second(&self, segment: &Segment, doc: DocId) -> u64 {
        match self.request.sort {
            Sort::Newest => latest_first(segment.rows.created_ms(doc)),
            Sort::Relevance if self.browsing => latest_first(segment.rows.created_ms(doc)),
            Sort::Rating | Sort::BestSelling => u64::from(descending(segment.rows.get(doc).popularity)),
            Sort::Relevance | Sort::PriceAsc | Sort::PriceDesc => 0,
        }
    }

    #[inline]
    fn rank(&mut self, segment: &Segment, doc: DocId, row: &Row, (rank, first): (u32, u64)) {
        if self.keep == 0 || self.worst.is_some_and(|worst| (rank, first) > (worst.0, worst.1)) {
            return;
        }
        let place = (rank, first, self.second(segment, doc), row.product().0);
        if self.worst.is_some_and(|worst| place > worst) {
            return;
        }
        self.best.push(place);
        if self.best.len() >= self.keep.saturating_mul(2).saturating_add(1024) {
            self.best.select_nth_unstable(self.keep.saturating_sub(1));
            self.best.truncate(self.keep);
            self.worst = self.best.last().copied();
        }
    }

    /// The page that was asked for.
    pub fn page(&mut self) -> Vec<ProductId> {
        self.best.sort_unstable();
        self.best.truncate(self.keep);
        self.best.iter().skip(self.request.cursor.offset()).map(|place| ProductId(place.3)).collect()
    }
}

/// Counts and ranks all documents.
///
/// # Errors
/// When the time is up.
pub fn browse(edition: &Edition, tally: &mut Tally, deadline: Deadline) -> Result<()> {
    for (segment, reader) in edition.parts() {
        tally.enter(segment);
        for (number, doc) in reader.doc_ids_alive().enumerate() {
            if number.is_multiple_of(LOOK_EVERY) {
                deadline.check()?;
            }
            tally.take(segment, doc, 0.0);
        }
        tally.settle(segment);
    }
    Ok(())
}

/// Counts and ranks all documents that have what is needed of a text.
///
/// # Errors
/// When the index can't be read, and when the time is up.
pub fn run(edition: &Edition, plan: &Plan, needed: Needed, tally: &mut Tally, deadline: Deadline) -> Result<()> {
    let mut window = Window::default();
    for (segment, reader) in edition.parts() {
        tally.enter(segment);
        score::hits(reader, &plan.slots, plan.code.as_ref(), needed, deadline, &mut window, |doc, score| {
            if !reader.is_deleted(doc) {
                tally.take(segment, doc, score);
            }
        })?;
        tally.settle(segment);
    }
    Ok(())
}

/// Of a document of the selected category.
fn fate(failed: u32) -> Fate {
    let attributes = failed >> fails::ATTRIBUTES;
    match failed {
        0 => Fate::Hit,
        _ if failed.is_power_of_two() && attributes > 0 => Fate::FailsAlone(place(attributes.trailing_zeros())),
        _ => Fate::Listed,
    }
}

/// The bits of floats that aren't negative rise with them.
fn descending(number: f32) -> u32 {
    u32::MAX - number.max(0.0).to_bits()
}

fn ascending(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

fn latest_first(ms: i64) -> u64 {
    u64::MAX - ascending(ms)
}

/// The category itself and everything below it; nothing where there is no such category.
fn selected_categories(edition: &Edition, path: &str) -> Vec<bool> {
    let mut selected: Vec<bool> = Vec::with_capacity(edition.categories.len());
    for category in &edition.categories {
        let above = category.parent.is_some_and(|parent| selected[place(parent)]);
        selected.push(above || category.path == path);
    }
    selected
}

fn selected_brands(edition: &Edition, brands: &[String]) -> Vec<bool> {
    let keys = brand_keys(brands);
    edition.brands.iter().map(|brand| keys.contains(&brand.key)).collect()
}
