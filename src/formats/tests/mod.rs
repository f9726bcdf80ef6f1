//! Files as merchants have them, good and broken, and what the shop says of each: one line a product, warning or refusal.

mod broken;
mod own;
mod round_trip;
mod shopify;
mod woo;

use std::fs::File;
use std::io::{Cursor, Read};

use super::note::Entry;
use super::read::{Format, OpenError, open};
use crate::domain::listing::{ListedStock, ListedVariant, Listing};
use crate::domain::money::Currency;

/// What stands in `fixtures/import`.
fn fixture(name: &str) -> File {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/import").join(name);
    File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn entries(reader: impl Read + Send + 'static) -> Vec<Entry> {
    let products = open(reader, None, Currency::USD).unwrap_or_else(|error| panic!("it opens: {error}"));
    products.map(|entry| entry.expect("a file in memory can be read")).collect()
}

fn listings(reader: impl Read + Send + 'static) -> Vec<Listing> {
    let found = entries(reader).into_iter();
    found.filter_map(|entry| if let Entry::Product(found) = entry { Some(found.listing) } else { None }).collect()
}

/// The product of this title, which the file must have.
fn listing(reader: impl Read + Send + 'static, title: &str) -> Listing {
    listings(reader).into_iter().find(|listing| listing.title == title).expect("the file has it")
}

fn text(text: &str) -> Cursor<Vec<u8>> {
    Cursor::new(text.as_bytes().to_vec())
}

fn open_error(reader: impl Read + Send + 'static) -> String {
    match open(reader, None, Currency::USD) {
        Ok(products) => panic!("{} was made of it", products.format().name()),
        Err(OpenError::Unknown(note)) => note.to_string(),
        Err(OpenError::Io(error)) => panic!("{error}"),
    }
}

fn format(name: &str) -> Format {
    open(fixture(name), None, Currency::USD).unwrap_or_else(|error| panic!("{error}")).format()
}

/// Everything said of a file.
fn told(reader: impl Read + Send + 'static) -> String {
    entries(reader).iter().map(|entry| format!("{}\n", line(entry))).collect()
}

fn line(entry: &Entry) -> String {
    match entry {
        Entry::Warning(note) => format!("warning {note}"),
        Entry::Refused(note) => format!("refused {note}"),
        Entry::Product(found) => {
            let listing = &found.listing;
            let handle = listing.handle.as_deref().unwrap_or("-");
            let variants = listing.variants.iter().map(variant).collect::<Vec<_>>().join(", ");
            let more = if found.continues { " more of" } else { "" };
            format!("product {}:{more} {handle} {:?} {}: {variants}", found.line, listing.title, listing.status.name())
        }
    }
}

fn variant(variant: &ListedVariant) -> String {
    let stock = match variant.stock {
        ListedStock::Unsaid => "?".to_owned(),
        ListedStock::Counted(count) => count.to_string(),
        ListedStock::Untracked(_) => "∞".to_owned(),
    };
    format!("{} [{}] {} x{stock}", variant.sku.as_deref().unwrap_or("-"), variant.options.join(" / "), variant.price.decimal())
}
