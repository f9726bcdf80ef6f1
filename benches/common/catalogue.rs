//! Product files for the benches: plain ones with much stock, and the demo catalogue many times over.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::server;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo/catalogue.jsonl");

/// The SKU of a plain product.
pub fn sku(number: u64) -> String {
    format!("BENCH-{number:06}")
}

/// Imports `count` products of one variant with `stock` units each.
pub fn import_plain(data: &Path, count: u64, stock: u64) -> Result<()> {
    let products = (0..count).map(|number| {
        json!({
            "handle": format!("bench-{number:06}"), "title": format!("Bench product {number}"), "brand": format!("Maker {}", number % 40),
            "category": format!("Bench > Shelf {}", number % 25), "description": "<p>Made to be put in carts.</p>",
            "sku": sku(number), "price": format!("{}.{:02}", 1 + number % 90, number % 100), "stock": stock,
        })
    });
    import(data, products)
}

/// Imports the demo catalogue over and over until there are `count` products.
pub fn import_demo(data: &Path, count: usize) -> Result<()> {
    let directory = server::directory()?;
    import_file(data, &write_demo(directory.path(), count)?)
}

/// Writes the demo catalogue over and over, each product with its own handle, title and SKUs.
pub fn write_demo(directory: &Path, count: usize) -> Result<PathBuf> {
    let lines = BufReader::new(File::open(DEMO).context("opening the demo catalogue")?).lines();
    let demo: Vec<Value> = lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Result<_>>()?;
    write(directory, demo.iter().cycle().take(count).enumerate().map(|(number, product)| again(product, number / demo.len())))
}

fn again(product: &Value, round: usize) -> Value {
    let mut product = product.clone();
    if round == 0 {
        return product;
    }
    let rename = |value: &mut Value, between: &str| {
        if let Value::String(text) = value {
            *text = format!("{text}{between}{round}");
        }
    };
    rename(&mut product["handle"], "-");
    rename(&mut product["title"], " No. ");
    for variant in product["variants"].as_array_mut().into_iter().flatten() {
        rename(&mut variant["sku"], "-");
    }
    product
}

/// Imports products as they stand in our own product file.
pub fn import(data: &Path, products: impl Iterator<Item = Value>) -> Result<()> {
    let directory = server::directory()?;
    import_file(data, &write(directory.path(), products)?)
}

fn import_file(data: &Path, file: &Path) -> Result<()> {
    server::run(data, &["import", &file.display().to_string()]).map(drop)
}

fn write(directory: &Path, products: impl Iterator<Item = Value>) -> Result<PathBuf> {
    let path = directory.join("products.jsonl");
    let mut file = BufWriter::new(File::create(&path).context("making a product file")?);
    for product in products {
        writeln!(file, "{product}")?;
    }
    file.into_inner().context("writing a product file")?;
    Ok(path)
}
