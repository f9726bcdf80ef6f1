//! What filters, facets and sorts need of each document of a segment, packed in memory.
//!
//! A segment never changes, so its rows are read once; which of its documents are deleted is asked of the segment.

use anyhow::{Context, Result, ensure};
use tantivy::columnar::StrColumn;
use tantivy::fastfield::FastFieldReaders;
use tantivy::{DocId, SegmentReader};

use super::columns::Columns;
use super::schema::column;
use crate::domain::product::ProductId;

/// Half a line of the processor's memory: a hit costs one look.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    id: u32,
    /// Places in the segment's own lists.
    pub category: u32,
    /// [`NO_BRAND`] without one.
    pub brand: u32,
    /// Stars × ln(1 + reviews); more than 65,535 reviews count as so many.
    pub popularity: f32,
    pub price_minor: i64,
    /// What its stars multiply its score by.
    pub praise: f32,
    /// 0 without one.
    pub rating_hundredths: u16,
    pub whole_stars: u8,
}

pub const NO_BRAND: u32 = u32::MAX;

/// A product nobody has rated is taken as one of three stars: neither praised nor punished.
const STARS_UNRATED: f32 = 3.0;
const STARS_WEIGHT: f32 = 1.2;

impl Row {
    #[inline]
    pub fn product(&self) -> ProductId {
        ProductId(u64::from(self.id))
    }
}

pub struct Rows {
    rows: Vec<Row>,
    created_ms: Vec<i64>,
    pub shelves: Vec<String>,
    pub makers: Vec<String>,
    pub attributes: Columns,
}

impl Rows {
    pub fn read(segment: &SegmentReader) -> Result<Self> {
        let columns = segment.fast_fields();
        let shelves = Names::read(columns, column::SHELF)?;
        let makers = Names::read(columns, column::MAKER)?;
        let id = columns.u64(column::ID)?;
        let price = columns.i64(column::PRICE)?;
        let created = columns.i64(column::CREATED)?;
        let rating = columns.u64(column::RATING)?;
        let reviews = columns.u64(column::REVIEWS)?;
        let mut rows = Vec::with_capacity(place(segment.max_doc()));
        let mut created_ms = Vec::with_capacity(rows.capacity());
        for doc in 0..segment.max_doc() {
            let rating_hundredths = u16::try_from(rating.first(doc).unwrap_or(0)).unwrap_or(0);
            created_ms.push(created.first(doc).unwrap_or(0));
            rows.push(Row {
                id: u32::try_from(id.first(doc).context("a document has no id")?).context("an id is too large")?,
                price_minor: price.first(doc).unwrap_or(0),
                category: shelves.of(doc).context("a document has no category")?,
                brand: makers.of(doc).unwrap_or(NO_BRAND),
                popularity: popularity(rating_hundredths, reviews.first(doc).unwrap_or(0)),
                praise: praise(rating_hundredths),
                whole_stars: u8::try_from(rating_hundredths / 100).unwrap_or(5).min(5),
                rating_hundredths,
            });
        }
        Ok(Self { rows, created_ms, shelves: shelves.names, makers: makers.names, attributes: Columns::read(columns)? })
    }

    pub fn documents(&self) -> usize {
        self.rows.len()
    }

    #[inline]
    pub fn get(&self, doc: DocId) -> &Row {
        &self.rows[place(doc)]
    }

    /// When the product came.
    pub fn created_ms(&self, doc: DocId) -> i64 {
        self.created_ms[place(doc)]
    }
}

#[inline]
pub fn place(number: u32) -> usize {
    usize::try_from(number).expect("documents and names are counted in 32 bits")
}

fn praise(rating_hundredths: u16) -> f32 {
    let stars = if rating_hundredths == 0 { STARS_UNRATED } else { stars(rating_hundredths) };
    (STARS_WEIGHT * stars).sqrt()
}

fn stars(rating_hundredths: u16) -> f32 {
    f32::from(rating_hundredths) / 100.0
}

fn popularity(rating_hundredths: u16, reviews: u64) -> f32 {
    let reviews = u16::try_from(reviews).unwrap_or(u16::MAX);
    stars(rating_hundredths) * f32::from(reviews).ln_1p()
}

/// A column of names; none when no document of the segment has one.
struct Names {
    column: Option<StrColumn>,
    names: Vec<String>,
}

impl Names {
    fn read(columns: &FastFieldReaders, name: &str) -> Result<Self> {
        let column = columns.str(name)?;
        let mut names = Vec::new();
        if let Some(column) = &column {
            for place in 0..column.num_terms() {
                let mut text = String::new();
                ensure!(column.ord_to_str(u64::try_from(place)?, &mut text)?, "a column of names is shorter than it says");
                names.push(text);
            }
        }
        Ok(Self { column, names })
    }

    fn of(&self, doc: DocId) -> Option<u32> {
        self.column.as_ref()?.ords().first(doc).and_then(|ord| u32::try_from(ord).ok())
    }
}
