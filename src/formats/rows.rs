//! Rows of a CSV file with the line they start on, and the columns its header names.
//!
//! A row is at most `ROW_BYTES_MAX` long: a longer one is passed over without being kept. The splitting is our own because
//! the csv crate neither bounds a row nor says on which line of the editor it starts.

use std::io;

use super::field::Field;
use super::input::{Input, lines};
use super::note::RowNote;

/// Longest CSV row or JSON line.
pub(super) const ROW_BYTES_MAX: usize = 1024 * 1024;
/// How often reading starts again behind a quotation mark that never closes.
const RESUMES_MAX: u8 = 16;

pub(super) struct Rows {
    input: Input,
    scanner: Scanner,
    piece: Vec<u8>,
    raw: Vec<u8>,
    resumes: u8,
}

pub(super) struct Row {
    pub line: u64,
    cells: Vec<String>,
}

/// A column as the header spells it, or as we call it where the header has none.
pub(super) struct Column {
    index: Option<usize>,
    name: String,
}

pub(super) struct Header {
    names: Vec<String>,
}

impl Rows {
    pub fn new(input: Input, delimiter: u8) -> Self {
        Self { input, scanner: Scanner::new(delimiter), piece: Vec::new(), raw: Vec::new(), resumes: 0 }
    }

    pub fn bytes_read(&self) -> u64 {
        self.input.bytes_read()
    }

    /// The next row, an empty one included; `None` at the end of the file.
    pub fn next(&mut self) -> io::Result<Option<Result<Row, RowNote>>> {
        let line = self.input.line();
        let mut size = 0_usize;
        self.raw.clear();
        self.scanner.start();
        loop {
            self.input.piece(&mut self.piece)?;
            if self.piece.is_empty() && size == 0 {
                return Ok(None);
            }
            if self.piece.is_empty() {
                break;
            }
            size = size.saturating_add(self.piece.len());
            let kept = size <= ROW_BYTES_MAX;
            if kept {
                self.raw.extend_from_slice(&self.piece);
            }
            self.scanner.scan(&self.piece, kept);
            if self.piece.ends_with(b"\n") && !self.scanner.quoted() {
                break;
            }
        }
        Ok(Some(self.finish(line, size)))
    }

    fn finish(&mut self, line: u64, size: usize) -> Result<Row, RowNote> {
        if size > ROW_BYTES_MAX {
            return Err(RowNote::new(line, "", "this row is longer than 1 MiB; is a quotation mark in it never closed?"));
        }
        if self.scanner.quoted() {
            self.resume();
            return Err(RowNote::new(line, "", "a quotation mark opens in this row and never closes; close it, or write it twice inside a cell"));
        }
        match self.scanner.cells() {
            Some(cells) => Ok(Row { line, cells }),
            None => Err(RowNote::new(line.saturating_add(bad_line(&self.raw)), "", NOT_UTF8)),
        }
    }

    /// Goes on with the line after the one where the quotation mark opened.
    fn resume(&mut self) {
        let first_end = self.raw.iter().position(|byte| *byte == b'\n').map_or(self.raw.len(), |at| at.saturating_add(1));
        if self.resumes < RESUMES_MAX {
            self.resumes = self.resumes.saturating_add(1);
            self.input.give_back(&self.raw[first_end..]);
        }
    }
}

pub(super) const NOT_UTF8: &str = "this is not UTF-8 text; save the file as UTF-8 (in Excel: \"CSV UTF-8\") and import it again";

/// How many lines before the first byte that isn't UTF-8.
fn bad_line(raw: &[u8]) -> u64 {
    let good = std::str::from_utf8(raw).map_or_else(|error| error.valid_up_to(), |_| 0);
    lines(&raw[..good])
}

impl Row {
    pub fn blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    pub fn field<'a>(&'a self, column: &'a Column) -> Field<'a> {
        let cell = column.index.and_then(|index| self.cells.get(index));
        Field { line: self.line, column: &column.name, text: cell.map_or("", |cell| cell.trim()), cut: column.index.is_some() && cell.is_none() }
    }

    pub fn cells(&self) -> &[String] {
        &self.cells
    }
}

impl Header {
    pub fn new(cells: &[String]) -> Self {
        Self { names: cells.iter().map(|cell| crate::base::text::tidy(cell)).collect() }
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The first column with one of these names, in any case.
    pub fn column(&self, names: &[&str]) -> Column {
        let index = names.iter().find_map(|name| self.names.iter().position(|given| given.to_lowercase() == name.to_lowercase()));
        let name = index.and_then(|index| self.names.get(index)).map_or_else(|| names.first().map_or("", |name| *name), String::as_str);
        Column { index, name: name.to_owned() }
    }

    pub fn has(&self, name: &str) -> bool {
        self.column(&[name]).given()
    }

    /// Columns whose name starts like this, in any case, with the rest of the name.
    pub fn starting(&self, start: &str) -> Vec<(String, Column)> {
        let named = self.names.iter().enumerate();
        let matching = named.filter(|(_, name)| name.to_lowercase().starts_with(start));
        let with_rest = matching.filter_map(|(index, name)| Some((name.get(start.len()..)?.trim().to_owned(), index, name)));
        with_rest.map(|(rest, index, name)| (rest, Column { index: Some(index), name: name.clone() })).collect()
    }

    /// Refuses a row that has something to say behind the last column.
    pub fn fits(&self, row: &Row) -> Result<(), RowNote> {
        if row.cells.iter().skip(self.names.len()).all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        let problem = format!("this row has {} cells and the header {}; is a cell with a comma in it not quoted?", row.cells.len(), self.names.len());
        Err(RowNote::new(row.line, "", problem))
    }
}

impl Column {
    pub fn given(&self) -> bool {
        self.index.is_some()
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    CellStart,
    Bare,
    Quoted,
    /// Behind a quotation mark that closes the cell, unless another one follows.
    Closed,
}

/// Splits the bytes of a row into cells (RFC 4180, and forgiving about what stands behind a closing quotation mark).
struct Scanner {
    delimiter: u8,
    at: At,
    text: Vec<u8>,
    /// Where each cell but the last ends in `text`.
    ends: Vec<usize>,
}

impl Scanner {
    fn new(delimiter: u8) -> Self {
        Self { delimiter, at: At::CellStart, text: Vec::new(), ends: Vec::new() }
    }

    fn start(&mut self) {
        self.at = At::CellStart;
        self.text.clear();
        self.ends.clear();
    }

    fn quoted(&self) -> bool {
        self.at == At::Quoted
    }

    fn scan(&mut self, bytes: &[u8], kept: bool) {
        for byte in bytes.iter().copied() {
            let (next, keeps) = match (self.at, byte) {
                (At::CellStart, b'"') => (At::Quoted, false),
                (At::Quoted, b'"') => (At::Closed, false),
                (At::Closed, b'"') | (At::Quoted, _) => (At::Quoted, true),
                (_, byte) if byte == self.delimiter => {
                    if kept {
                        self.ends.push(self.text.len());
                    }
                    (At::CellStart, false)
                }
                (at, b'\r' | b'\n') => (at, false),
                _ => (At::Bare, true),
            };
            self.at = next;
            if keeps && kept {
                self.text.push(byte);
            }
        }
    }

    fn cells(&self) -> Option<Vec<String>> {
        let text = std::str::from_utf8(&self.text).ok()?;
        let starts = std::iter::once(&0).chain(&self.ends);
        let ends = self.ends.iter().chain(std::iter::once(&self.text.len())).copied().collect::<Vec<_>>();
        Some(starts.zip(ends).map(|(start, end)| text[*start..end].to_owned()).collect())
    }
}
