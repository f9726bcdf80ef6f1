//! Measures a real catalogue: `SHOP_CATALOGUE` is a product file, `SHOP_QUERIES` a CSV of `id,query`, `SHOP_RUN` where
//! the ranking goes. Ignored: it needs data that isn't part of the shop.

use std::fmt::Write as _;
use std::time::Instant;

use serde_json::Value;

use super::world::{Item, books, item, save, search};
use crate::search::index::Search;
use crate::search::request::Request;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub fn read(id: u64, line: &str) -> (String, Item) {
    let product: Value = serde_json::from_str(line).expect("a product");
    let variant = &product["variants"][0];
    let attributes = product["attributes"].as_object().expect("attributes").iter();
    let price: f64 = text(&variant["price"]).parse().expect("a price");
    let read = Item {
        brand: Some(text(&product["brand"])).filter(|brand| !brand.is_empty()),
        category: text(&product["category"]),
        description: text(&product["description"]),
        attributes: attributes.map(|(name, value)| (name.clone(), text(value))).collect(),
        sku: text(&variant["sku"]),
        barcode: Some(text(&variant["barcode"])),
        mpn: Some(text(&variant["mpn"])),
        price_minor: format!("{:.0}", price * 100.0).parse().expect("cents"),
        ..item(id, &text(&product["title"]))
    };
    (text(&product["handle"]), read)
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS")).collect::<Vec<_>>().join(" ")
}

fn time(search: &Search, request: &Request) -> String {
    let mut times: Vec<_> = (0..50)
        .map(|_| {
            let start = Instant::now();
            search.find(request).expect("finds");
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    format!("p50 {:?}, most {:?}", times[25], times[49])
}

#[test]
#[ignore = "needs a catalogue that isn't part of the shop"]
fn measure() {
    let path = std::env::var("SHOP_CATALOGUE").expect("SHOP_CATALOGUE is a product file");
    let (books, mut handles) = (books(), vec![String::new()]);
    let lines = std::fs::read_to_string(path).expect("a product file");
    let items: Vec<Item> = (1..)
        .zip(lines.lines())
        .map(|(id, line)| {
            let (handle, item) = read(id, line);
            handles.push(handle);
            item
        })
        .collect();
    items.chunks(500).for_each(|chunk| save(&books, chunk));
    drop((items, lines));
    let directory = tempfile::tempdir().expect("a directory");
    let search = search(&books, Some(directory.path()));
    println!("before {}", memory());
    let start = Instant::now();
    search.follow(&books, |_| {}).expect("follows");
    println!("indexed in {:?}, {:?}, {}", start.elapsed(), search.figures().expect("figures"), memory());
    println!("browse all: {}", time(&search, &Request::default()));
    for query in ["laptop", "black printer", "hp laser printer toner", "wireles hedphones"] {
        println!("{query}: {}", time(&search, &Request { text: query.into(), ..Request::default() }));
    }
    let start = Instant::now();
    search.suggest("l").expect("suggests");
    println!("suggest one letter: {:?}", start.elapsed());
    let mut run = String::new();
    let queries = std::fs::read_to_string(std::env::var("SHOP_QUERIES").expect("SHOP_QUERIES is a CSV")).expect("queries");
    for line in queries.lines().skip(1) {
        let (id, text) = line.split_once(',').expect("id,query");
        let found = search.find(&Request { text: text.trim_matches('"').into(), limit: 20, ..Request::default() }).expect("finds");
        for (rank, product) in found.products.iter().enumerate() {
            writeln!(run, "{id}\t{}\t{}", handles[usize::try_from(product.0).expect("small")], rank + 1).expect("written");
        }
    }
    std::fs::write(std::env::var("SHOP_RUN").expect("SHOP_RUN is a file to write"), run).expect("written");
}
