//! What filters, facets and sorts need of each document of a segment, packed in memory.
//!
//! A segment never changes, so its rows are read once; which of its documents are deleted is asked of the segment.

use anyhow::{Context, Result, ensure};
use tantivy::columnar::StrColumn;
use tantivy::fastfield::FastFieldReaders;
use tantivy::{DocId, SegmentReader};

use super::columns::Columns;
use super::schema::column;

#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub id: u64,
    pub price_minor: i64,
    pub created_ms: i64,
    /// Places in the segment's own lists.
    pub category: u32,
    /// [`NO_BRAND`] without one.
    pub brand: u32,
    /// Stars × ln(1 + reviews); more than 65,535 reviews count as so many.
    pub popularity: f32,
    /// 0 without one.
    pub rating_hundredths: u16,
}

pub const NO_BRAND: u32 = u32::MAX;

pub struct Rows {
    rows: Vec<Row>,
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
        for doc in 0..segment.max_doc() {
            let rating_hundredths = u16::try_from(rating.first(doc).unwrap_or(0)).unwrap_or(0);
            rows.push(Row {
                id: id.first(doc).context("a document has no id")?,
                price_minor: price.first(doc).unwrap_or(0),
                created_ms: created.first(doc).unwrap_or(0),
                category: shelves.of(doc).context("a document has no category")?,
                brand: makers.of(doc).unwrap_or(NO_BRAND),
                popularity: popularity(rating_hundredths, reviews.first(doc).unwrap_or(0)),
                rating_hundredths,
            });
        }
        Ok(Self { rows, shelves: shelves.names, makers: makers.names, attributes: Columns::read(columns)? })
    }

    pub fn documents(&self) -> usize {
        self.rows.len()
    }

    pub fn get(&self, doc: DocId) -> &Row {
        &self.rows[place(doc)]
    }
}

pub fn place(number: u32) -> usize {
    usize::try_from(number).expect("documents and names are counted in 32 bits")
}

pub fn stars(rating_hundredths: u16) -> f32 {
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
