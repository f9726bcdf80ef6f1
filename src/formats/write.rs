//! Writes products as our own JSON Lines or table, in such a way that reading them gives the same product back.
//!
//! What is written is in the order it comes; a JSON line is one product, a table has a row for each variant or image.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::list::{LIST_MARKS, PAIR_MARKS, escape};
use super::sheet::{COLUMNS, FORMULA_MARKS, IMAGE_ALT};
use crate::domain::limits::OPTIONS_MAX;
use crate::domain::listing::ListedStock;
use crate::domain::money::Money;
use crate::domain::product::{Details, Product, Variant};

/// The two formats the shop writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Jsonl,
    Csv,
}

impl Format {
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "jsonl" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

pub struct Writer<W: Write>(Sink<W>);

enum Sink<W: Write> {
    Jsonl(W),
    Csv(Box<csv::Writer<W>>),
}

impl<W: Write> Writer<W> {
    /// Starts a file; a table with its header.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn new(format: Format, to: W) -> io::Result<Self> {
        Ok(Self(match format {
            Format::Jsonl => Sink::Jsonl(to),
            Format::Csv => {
                let mut table = csv::Writer::from_writer(to);
                table.write_record(COLUMNS.iter().chain([&IMAGE_ALT])).map_err(io::Error::from)?;
                Sink::Csv(Box::new(table))
            }
        }))
    }

    /// Writes a product; `stock` has one entry for each variant, in their order.
    ///
    /// # Errors
    /// When nothing can be written.
    ///
    /// # Panics
    /// When there isn't a stock for each variant.
    pub fn product(&mut self, product: &Product, details: &Details, stock: &[ListedStock]) -> io::Result<()> {
        assert_eq!(product.variants.len(), stock.len(), "each variant has its stock");
        match &mut self.0 {
            Sink::Jsonl(to) => writeln!(to, "{}", object(product, details, stock)),
            Sink::Csv(table) => {
                for row in 0..product.variants.len().max(product.images.len()) {
                    table.write_record(cells(product, details, stock, row)).map_err(io::Error::from)?;
                }
                Ok(())
            }
        }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When the last of it can't be written.
    pub fn finish(self) -> io::Result<W> {
        match self.0 {
            Sink::Jsonl(mut to) => to.flush().map(|()| to),
            Sink::Csv(table) => table.into_inner().map_err(|error| io::Error::other(error.to_string())),
        }
    }
}

fn object(product: &Product, details: &Details, stock: &[ListedStock]) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    put("handle", json!(product.handle));
    put("title", json!(product.title));
    put("description", json!(details.description));
    if let Some(brand) = &product.brand {
        put("brand", json!(brand));
    }
    put("category", json!(product.category.label()));
    put("tags", json!(product.tags));
    put("options", json!(product.option_names));
    put("images", product.images.iter().map(|image| json!({"src": image.src, "alt": image.alt})).collect());
    let attributes: Map<String, Value> = details.attributes.iter().map(|one| (one.name.clone(), json!(one.value))).collect();
    put("attributes", Value::Object(attributes));
    put("status", json!(product.status.name()));
    if let Some(rating) = product.listed_rating {
        put("rating", json!({"average": rating.average(), "count": rating.count}));
    }
    put("variants", product.variants.iter().zip(stock).map(|(variant, stock)| variant_object(product, variant, *stock)).collect());
    Value::Object(fields)
}

fn variant_object(product: &Product, variant: &Variant, stock: ListedStock) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    let options: Map<String, Value> = product.option_names.iter().cloned().zip(variant.options.iter().map(|value| json!(value))).collect();
    put("sku", Some(json!(variant.sku)));
    put("options", (!options.is_empty()).then_some(Value::Object(options)));
    put("price", Some(json!(variant.price.decimal())));
    put("compare_at_price", variant.compare_at_price.map(|price| json!(price.decimal())));
    match stock {
        ListedStock::Counted(count) => put("stock", Some(json!(count))),
        ListedStock::Untracked(count) => {
            put("stock", Some(json!(count)));
            put("track_stock", Some(json!(false)));
        }
        ListedStock::Unsaid => {}
    }
    put("free", variant.free.then(|| json!(true)));
    put("barcode", variant.barcode.as_ref().map(|code| json!(code)));
    put("mpn", variant.mpn.as_ref().map(|code| json!(code)));
    put("weight_grams", variant.weight_grams.map(|grams| json!(grams)));
    put("image", variant.image.as_ref().map(|image| json!(image)));
    Value::Object(fields)
}

/// The cells of a product's n-th row, in the order of `COLUMNS` and the alternative text.
fn cells(product: &Product, details: &Details, stock: &[ListedStock], row: usize) -> Vec<String> {
    let mut cells = vec![product.handle.clone()];
    cells.extend(if row == 0 { product_cells(product, details) } else { vec![String::new(); 9] });
    for slot in 0..OPTIONS_MAX {
        let name = product.option_names.get(slot).filter(|_| row == 0);
        let value = product.variants.get(row).and_then(|variant| variant.options.get(slot));
        cells.extend([guarded(name.map_or("", String::as_str)), guarded(value.map_or("", String::as_str))]);
    }
    match (product.variants.get(row), stock.get(row)) {
        (Some(variant), Some(stock)) => cells.extend(variant_cells(variant, *stock)),
        _ => cells.extend(vec![String::new(); 10]),
    }
    let image = product.images.get(row);
    cells.extend([guarded(image.map_or("", |image| &image.src)), guarded(image.map_or("", |image| &image.alt))]);
    cells
}

fn product_cells(product: &Product, details: &Details) -> Vec<String> {
    let tags = product.tags.iter().map(|tag| escape(tag, LIST_MARKS)).collect::<Vec<_>>().join(" | ");
    let pair = |name: &str, value: &str| format!("{}={}", escape(name, PAIR_MARKS), escape(value, PAIR_MARKS));
    let attributes = details.attributes.iter().map(|one| pair(&one.name, &one.value)).collect::<Vec<_>>().join(" | ");
    vec![
        guarded(&product.title),
        guarded(&details.description),
        guarded(product.brand.as_deref().unwrap_or("")),
        guarded(&product.category.label()),
        guarded(&tags),
        product.status.name().to_owned(),
        product.listed_rating.map_or_else(String::new, |rating| rating.average().to_string()),
        product.listed_rating.map_or_else(String::new, |rating| rating.count.to_string()),
        guarded(&attributes),
    ]
}

fn variant_cells(variant: &Variant, stock: ListedStock) -> [String; 10] {
    let (count, tracked) = match stock {
        ListedStock::Counted(count) => (count.to_string(), ""),
        ListedStock::Untracked(count) => (count.to_string(), "false"),
        ListedStock::Unsaid => (String::new(), ""),
    };
    [
        guarded(&variant.sku),
        variant.price.decimal(),
        variant.compare_at_price.map_or_else(String::new, Money::decimal),
        count,
        tracked.to_owned(),
        if variant.free { "true" } else { "" }.to_owned(),
        guarded(variant.barcode.as_deref().unwrap_or("")),
        guarded(variant.mpn.as_deref().unwrap_or("")),
        variant.weight_grams.map_or_else(String::new, |grams| grams.to_string()),
        guarded(variant.image.as_deref().unwrap_or("")),
    ]
}

/// Text that no spreadsheet runs as a formula; `sheet::bare` takes the mark off again.
pub(super) fn guarded(text: &str) -> String {
    if text.starts_with(FORMULA_MARKS) { format!("'{text}") } else { text.to_owned() }
}
