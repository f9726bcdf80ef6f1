//! What a reader says of a file: the products it found, and notes on rows in words for a merchant.
//!
//! A note stands before or after the product it is about, never inside it, so that no list of notes grows in memory.

use std::collections::VecDeque;
use std::fmt;

use crate::domain::listing::Listing;

/// What stands in one row and one column, and what to do about it. Shown as `file:line: column: problem`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowNote {
    /// As an editor counts: the first line is 1, and line breaks inside quotes count too.
    pub line: u64,
    /// The name in the header, or a JSON Pointer; empty when the whole row is meant.
    pub column: String,
    pub problem: String,
}

impl RowNote {
    pub(super) fn new(line: u64, column: &str, problem: impl Into<String>) -> Self {
        Self { line, column: column.to_owned(), problem: problem.into() }
    }
}

impl fmt::Display for RowNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.line)?;
        if !self.column.is_empty() {
            write!(f, "{}: ", self.column)?;
        }
        f.write_str(&self.problem)
    }
}

/// A product of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it starts.
    pub line: u64,
    pub listing: Listing,
    /// Rows of a handle that stood further up already, with other products between: add their variants and images
    /// to that product instead of replacing it. Only then may `variants` be empty, or `option_names` be empty while the
    /// variants have values: these stand in the order of the product's own options.
    pub continues: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Product(Box<Found>),
    /// Imported, but not quite as the file says.
    Warning(RowNote),
    /// A row that isn't imported.
    Refused(RowNote),
}

/// What was found and not fetched yet.
#[derive(Default)]
pub(super) struct Entries(VecDeque<Entry>);

impl Entries {
    pub fn product(&mut self, found: Found) {
        assert!(found.continues || !found.listing.variants.is_empty(), "a product has at least one variant");
        self.0.push_back(Entry::Product(Box::new(found)));
    }

    pub fn warn(&mut self, note: RowNote) {
        self.0.push_back(Entry::Warning(note));
    }

    pub fn refuse(&mut self, note: RowNote) {
        self.0.push_back(Entry::Refused(note));
    }

    pub fn take(&mut self) -> Option<Entry> {
        self.0.pop_front()
    }
}
