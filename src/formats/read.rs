//! Opens a product file of any known format and hands out its products and its bad rows, in the order of the file.
//!
//! Reading is lazy: each call reads as far as the next finding. The file must be UTF-8; a byte order mark is dropped.

use std::io::{self, Read};

use super::input::Input;
use super::jsonl::Jsonl;
use super::note::{Entries, Entry, RowNote};
use super::rows::{Header, ROW_BYTES_MAX, Row, Rows};
use super::sheet::Sheet;
use super::shopify::Shopify;
use super::woo::Woo;
use crate::domain::money::Currency;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A JSON object a line, see `jsonl`.
    Jsonl,
    /// Our own table, see `sheet`.
    Csv,
    Shopify,
    WooCommerce,
}

impl Format {
    pub const ALL: [Self; 4] = [Self::Jsonl, Self::Csv, Self::Shopify, Self::WooCommerce];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Shopify => "shopify",
            Self::WooCommerce => "woocommerce",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// By columns that only one of them has.
    fn of(header: &Header) -> Option<Self> {
        let any = |names: &[&str]| names.iter().any(|name| header.has(name));
        if any(&["URL handle", "Body (HTML)", "Variant Price", "Variant SKU", "Option1 Name", "Option1 Value", "Image Src", "Product image URL"]) {
            Some(Self::Shopify)
        } else if any(&["Regular price", "In stock?", "Visibility in catalog", "Visibility in catalogue"])
            || (header.has("Type") && header.has("Name"))
        {
            Some(Self::WooCommerce)
        } else {
            header.has("title").then_some(Self::Csv)
        }
    }
}

/// Why a file can't be read at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the file can't be read")]
    Io(#[from] io::Error),
    #[error("{0}")]
    Unknown(RowNote),
}

/// What the rows of one kind of table mean.
pub(super) trait Reader: Send {
    fn row(&mut self, row: &Row, out: &mut Entries);
    /// After the last row.
    fn end(&mut self, out: &mut Entries);
}

pub struct Products {
    format: Format,
    source: Source,
    out: Entries,
    done: bool,
}

enum Source {
    Lines(Jsonl),
    Table { rows: Rows, header: Header, reader: Box<dyn Reader> },
}

/// Looks at the first line and gets ready to read; `format` is what the merchant says it is, `None` to tell by the look.
///
/// # Errors
/// When the file can't be read, is empty, isn't UTF-8, or nothing in its first line says what it is.
pub fn open(reader: impl Read + Send + 'static, format: Option<Format>, currency: Currency) -> Result<Products, OpenError> {
    let mut input = Input::new(Box::new(reader));
    let first = input.first_line(ROW_BYTES_MAX)?;
    let looks_json = first.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    let mut out = Entries::default();
    if format == Some(Format::Jsonl) || (format.is_none() && looks_json) {
        return Ok(Products { format: Format::Jsonl, source: Source::Lines(Jsonl::new(input, currency)), out, done: false });
    }
    let bare = unquoted(&first);
    if bare.windows(2).any(|pair| pair[0] == b'\r' && pair[1] != b'\n') {
        return Err(unknown(1, "these line ends are of an old Mac; save the file as \"CSV UTF-8\" and import it again"));
    }
    let mut rows = Rows::new(input, delimiter(&bare));
    let header = header(&mut rows)?;
    let format = format.or_else(|| Format::of(&header)).ok_or_else(|| unknown(1, &no_title(&header)))?;
    let reader: Box<dyn Reader> = match format {
        Format::Shopify => Box::new(Shopify::new(&header, currency)),
        Format::WooCommerce => Box::new(Woo::new(&header, currency)),
        Format::Csv | Format::Jsonl => Box::new(Sheet::new(&header, currency, &mut out)),
    };
    Ok(Products { format, source: Source::Table { rows, header, reader }, out, done: false })
}

fn header(rows: &mut Rows) -> Result<Header, OpenError> {
    while let Some(row) = rows.next()? {
        let row = row.map_err(OpenError::Unknown)?;
        if !row.blank() {
            return Ok(Header::new(row.cells()));
        }
    }
    Err(unknown(1, "the file is empty"))
}

fn no_title(header: &Header) -> String {
    let names = header.names().iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
    format!(
        "this header ({names}, …) is neither Shopify's nor WooCommerce's nor ours; the first line must name the columns, `title` among them (WooCommerce exports in the language of its settings; ours is English)"
    )
}

fn unknown(line: u64, problem: &str) -> OpenError {
    OpenError::Unknown(RowNote::new(line, "", problem))
}

fn unquoted(line: &[u8]) -> Vec<u8> {
    let mut quoted = false;
    let mut bare = line.to_vec();
    bare.retain(|byte| {
        quoted ^= *byte == b'"';
        !quoted
    });
    bare
}

/// Comma, semicolon or tab: whichever the header has most of, outside quotes.
fn delimiter(bare: &[u8]) -> u8 {
    let count = |delimiter: u8| bare.iter().filter(|byte| **byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

impl Products {
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// How far into the file, for a progress bar.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        match &self.source {
            Source::Lines(lines) => lines.bytes_read(),
            Source::Table { rows, .. } => rows.bytes_read(),
        }
    }

    /// Reads a row on; `false` behind the last one.
    fn step(&mut self) -> io::Result<bool> {
        match &mut self.source {
            Source::Lines(lines) => lines.step(&mut self.out),
            Source::Table { rows, header, reader } => {
                match rows.next()? {
                    None => {
                        reader.end(&mut self.out);
                        return Ok(false);
                    }
                    Some(Err(note)) => self.out.refuse(note),
                    Some(Ok(row)) if row.blank() => {}
                    Some(Ok(row)) => match header.fits(&row) {
                        Ok(()) => reader.row(&row, &mut self.out),
                        Err(note) => self.out.refuse(note),
                    },
                }
                Ok(true)
            }
        }
    }
}

impl Iterator for Products {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.out.take() {
                return Some(Ok(entry));
            }
            if self.done {
                return None;
            }
            match self.step() {
                Ok(more) => self.done = !more,
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            }
        }
    }
}
