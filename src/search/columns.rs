//! Who has which value of an attribute: for each name of a segment its documents and their values, packed in memory.
//!
//! Eight names are counted by reading eight columns, however many names a catalogue has. Values are compared by hash.

use anyhow::{Context, Result, ensure};
use tantivy::DocId;
use tantivy::columnar::StrColumn;
use tantivy::fastfield::FastFieldReaders;

use super::attribute::{self, Entry};
use super::rows::place;
use super::schema::column;

pub struct Columns {
    /// By name.
    pub names: Vec<Column>,
    /// What each value of all names is compared by, in the order of the file.
    hashes: Vec<u64>,
    /// The place of the name each value is of.
    name_of: Vec<u32>,
    /// The values as they are written, one after the other, and where each ends.
    words: String,
    ends: Vec<usize>,
    entries: Option<StrColumn>,
}

/// One attribute in one segment. A name with more values than 16 bits can count describes single products: its column is empty.
pub struct Column {
    pub name: String,
    pub label: String,
    /// Where its values start among those of the segment, and how many there are.
    first: usize,
    pub values: usize,
    /// Those without a letter: numbers, ranges.
    pub bare: usize,
    pub places: Places,
}

/// Who has which value: its place among those of the name.
pub enum Places {
    /// Rising; a document with several values stands in it several times.
    Listed { docs: Vec<DocId>, places: Vec<u16> },
    /// Of each document, [`NO_VALUE`] where it has none: for what nearly all have once.
    ByDoc(Vec<u16>),
}

pub const NO_VALUE: u16 = u16::MAX;

impl Places {
    fn add(&mut self, doc: DocId, place: u16) {
        if let Self::Listed { docs, places } = self {
            docs.push(doc);
            places.push(place);
        }
    }

    fn pack(&mut self, documents: usize) {
        let Self::Listed { docs, places } = self else { return };
        let once = docs.windows(2).all(|pair| pair[0] < pair[1]);
        if once && docs.len().saturating_mul(2) > documents {
            let mut by_doc = vec![NO_VALUE; documents];
            docs.iter().zip(&*places).for_each(|(doc, value)| by_doc[place(*doc)] = *value);
            *self = Self::ByDoc(by_doc);
        } else {
            docs.shrink_to_fit();
            places.shrink_to_fit();
        }
    }

    pub fn each(&self, mut visit: impl FnMut(DocId, u16)) {
        match self {
            Self::Listed { docs, places } => docs.iter().zip(places).for_each(|(doc, place)| visit(*doc, *place)),
            Self::ByDoc(places) => (0..).zip(places).filter(|(_, place)| **place != NO_VALUE).for_each(|(doc, place)| visit(doc, *place)),
        }
    }
}

impl Columns {
    pub fn read(columns: &FastFieldReaders) -> Result<Self> {
        let mut all = Self {
            names: Vec::new(),
            hashes: Vec::new(),
            name_of: Vec::new(),
            words: String::new(),
            ends: Vec::new(),
            entries: columns.str(column::ATTRIBUTES)?,
        };
        let Some(entries) = all.entries.clone() else { return Ok(all) };
        all.read_names(&entries)?;
        let ords = entries.ords();
        for doc in 0..ords.num_docs() {
            for ord in ords.values_for_doc(doc) {
                let ord = usize::try_from(ord)?;
                let column = &mut all.names[place(all.name_of[ord])];
                if let Ok(place) = u16::try_from(ord - column.first)
                    && u16::try_from(column.values).is_ok()
                {
                    column.places.add(doc, place);
                }
            }
        }
        for column in &mut all.names {
            column.places.pack(place(ords.num_docs()));
        }
        Ok(all)
    }

    /// Fills all but the columns.
    fn read_names(&mut self, entries: &StrColumn) -> Result<()> {
        let mut stream = entries.dictionary().stream()?;
        while stream.advance() {
            let text = std::str::from_utf8(stream.key()).context("an attribute isn't text")?;
            let entry = Entry::read(text).context("an attribute is cut short")?;
            if self.names.last().is_none_or(|last| last.name != entry.name) {
                self.names.push(Column::new(entry, self.hashes.len()));
            }
            let last = self.names.last_mut().context("a value has no name")?;
            last.values += 1;
            last.bare += usize::from(!entry.value.contains(|letter: char| letter.is_alphabetic() && letter != 'x'));
            if entry.label < last.label.as_str() {
                entry.label.clone_into(&mut last.label);
            }
            self.hashes.push(attribute::hash(entry.key));
            self.words.push_str(entry.value);
            self.ends.push(self.words.len());
            self.name_of.push(u32::try_from(self.names.len() - 1)?);
        }
        ensure!(self.name_of.len() == entries.num_terms(), "a column of attributes is shorter than it says");
        self.words.shrink_to_fit();
        Ok(())
    }

    pub fn of(&self, name: &str) -> Option<&Column> {
        self.names.binary_search_by(|column| column.name.as_str().cmp(name)).ok().map(|found| &self.names[found])
    }

    /// What the values of a column are compared by, in their order.
    pub fn hashes(&self, column: &Column) -> &[u64] {
        &self.hashes[column.first..column.first + column.values]
    }

    /// The attributes of one document: places of names and what values are compared by.
    pub fn of_doc(&self, doc: DocId) -> impl Iterator<Item = (usize, u64)> {
        let ords = self.entries.iter().flat_map(move |entries| entries.ords().values_for_doc(doc));
        ords.filter_map(|ord| usize::try_from(ord).ok()).map(|ord| (place(self.name_of[ord]), self.hashes[ord]))
    }

    /// A value as it is written.
    pub fn word(&self, column: &Column, value: usize) -> &str {
        let ord = column.first + value;
        let from = ord.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.words[from..self.ends[ord]]
    }
}

impl Column {
    fn new(entry: Entry, first: usize) -> Self {
        Self {
            name: entry.name.to_owned(),
            label: entry.label.to_owned(),
            first,
            values: 0,
            bare: 0,
            places: Places::Listed { docs: Vec::new(), places: Vec::new() },
        }
    }
}
