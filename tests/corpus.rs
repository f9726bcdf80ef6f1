//! Reads real product files of others from a directory named by `SHOP_IMPORT_CORPUS` and compares with what stands in its
//! `expected_dev.json`. Skipped when the variable is not set: the files are not ours to keep here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

use serde_json::{Value, json};
use shop::domain::listing::{ListedStock, ListedVariant, Listing};
use shop::domain::money::{Currency, Money};
use shop::formats::note::{Entry, RowNote};
use shop::formats::read::open;

#[derive(Default)]
struct Figures {
    products: Vec<Listing>,
    warnings: Vec<RowNote>,
    refused: Vec<RowNote>,
}

#[test]
fn every_file_of_the_corpus_is_read_as_expected() {
    let Ok(directory) = std::env::var("SHOP_IMPORT_CORPUS") else {
        println!("skipped: SHOP_IMPORT_CORPUS names no directory");
        return;
    };
    let text = std::fs::read_to_string(Path::new(&directory).join("expected_dev.json")).expect("the directory has an expected_dev.json");
    let expected: BTreeMap<String, Value> = serde_json::from_str(&text).expect("expected_dev.json is an object of files");
    let mut wrong = 0;
    for (name, expected) in &expected {
        let figures = read(&Path::new(&directory).join(name));
        println!("{name}: {} warnings, {} refused, {} pieces counted", figures.warnings.len(), figures.refused.len(), figures.stock());
        for (figure, got) in figures.all(expected) {
            let expected = expected.get(figure).cloned().unwrap_or(Value::Null);
            let verdict = if expected == got { "  ok   " } else { "  WRONG" };
            wrong += i32::from(expected != got);
            println!("{verdict} {figure}: expected {expected}, got {got}");
        }
    }
    assert_eq!(wrong, 0, "figures that differ stand above");
}

fn read(path: &Path) -> Figures {
    let mut figures = Figures::default();
    for entry in open(File::open(path).expect("the file is there"), None, Currency::USD).expect("its header is known") {
        match entry.expect("it can be read to the end") {
            Entry::Product(found) => figures.products.push(found.listing),
            Entry::Warning(note) => figures.warnings.push(note),
            Entry::Refused(note) => figures.refused.push(note),
        }
    }
    figures
}

impl Figures {
    fn all(&self, expected: &Value) -> Vec<(&'static str, Value)> {
        if expected.get("note").is_some() {
            assert!(self.products.is_empty(), "nothing of a shifted file is believed");
            let lines: BTreeSet<u64> = self.refused.iter().map(|note| note.line).collect();
            return vec![("rows", json!(lines.len()))];
        }
        let mut figures = vec![
            ("products", json!(self.products.len())),
            ("skus", json!(self.variants().filter(|variant| variant.sku.is_some()).count() + self.parent_skus(expected))),
        ];
        if expected.get("types").is_some() {
            let distinct: BTreeSet<String> =
                self.products.iter().map(|product| product.category.label()).filter(|name| name != "Uncategorised").collect();
            let family = self.products.iter().filter(|product| !product.option_names.is_empty()).flat_map(|product| &product.variants);
            figures.extend([
                ("variations", json!(family.count())),
                ("images", json!(self.images() + self.variants().filter(|variant| variant.image.is_some()).count())),
                ("priced", json!(self.variants().filter(|variant| variant.price.minor > 0).count())),
                ("price_sum", major(self.variants().map(|variant| variant.compare_at_price.unwrap_or(variant.price)))),
                ("categories", json!(distinct.len())),
            ]);
        } else {
            figures.extend(self.of_shopify(expected));
        }
        figures
    }

    fn of_shopify(&self, expected: &Value) -> Vec<(&'static str, Value)> {
        let handles: Vec<&str> = self.products.iter().filter_map(|product| product.handle.as_deref()).collect();
        let mut figures = vec![
            ("variants", json!(self.variants().count())),
            ("max_variants", json!(self.products.iter().map(|product| product.variants.len()).max())),
            ("images", json!(self.images())),
            ("status", self.statuses(expected)),
            ("gift_cards", json!(self.warned("gift cards"))),
            ("zero_prices", json!(self.variants().filter(|variant| variant.price.minor == 0).count())),
            ("price_sum", major(self.variants().map(|variant| variant.price))),
            ("first_handles", json!(handles.get(..3))),
            ("last_handle", json!(handles.last())),
        ];
        // The file's numbers are lost on purpose where Shopify doesn't track them, so sums can be compared only elsewhere.
        if self.variants().all(|variant| matches!(variant.stock, ListedStock::Counted(_))) && !expected["inventory_sum"].is_null() {
            figures.extend([("inventory_sum", json!(self.stock())), ("negative_inventory_rows", json!(self.warned("stock of -")))]);
        }
        figures
    }

    fn variants(&self) -> impl Iterator<Item = &ListedVariant> {
        self.products.iter().flat_map(|product| &product.variants)
    }

    fn images(&self) -> usize {
        self.products.iter().map(|product| product.images.len()).sum()
    }

    fn warned(&self, start: &str) -> usize {
        self.warnings.iter().filter(|note| note.problem.starts_with(start)).count()
    }

    /// WooCommerce gives variable products a SKU of their own; here only what can be bought has one.
    fn parent_skus(&self, expected: &Value) -> usize {
        expected.pointer("/types/variable").and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
    }

    /// As the status column says, before the drafts that we make of active products nobody could see in Shopify's shop.
    fn statuses(&self, expected: &Value) -> Value {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let unnamed = expected.pointer("/status/(none)").is_some();
        for product in &self.products {
            *counts.entry(if unnamed { "(none)" } else { product.status.name() }).or_default() += 1;
        }
        let hidden = self.warned("gift cards") + self.warned("it isn't published");
        if hidden > 0 {
            *counts.entry("active").or_default() += hidden;
            *counts.entry("draft").or_default() -= hidden;
        }
        counts.retain(|_, count| *count > 0);
        json!(counts)
    }

    fn stock(&self) -> i64 {
        let counted =
            self.variants().filter_map(|variant| if let ListedStock::Counted(count) = variant.stock { i64::try_from(count).ok() } else { None });
        let below = self.warnings.iter().filter_map(|note| note.problem.strip_prefix("stock of -")?.split(' ').next()?.parse::<i64>().ok());
        counted.sum::<i64>() - below.sum::<i64>()
    }
}

/// A sum as the expectations write it: a JSON number in major units.
fn major(prices: impl Iterator<Item = Money>) -> Value {
    let sum = Money::new(prices.map(|price| price.minor).sum(), Currency::USD);
    serde_json::from_str::<f64>(&sum.decimal()).map_or(Value::Null, |sum| json!(sum))
}
