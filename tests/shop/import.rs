//! Imports: run twice they change nothing, bad rows are named, and what is reserved is never taken away.

use std::path::PathBuf;

use shop::shop::import::{Counts, ImportRequest, Told};
use tempfile::TempDir;

use crate::disk::Fate;
use crate::world::TestShop;

struct File {
    directory: TempDir,
}

impl File {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().expect("a directory") }
    }

    fn holds(&self, name: &str, text: &str) -> PathBuf {
        let path = self.directory.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }
}

fn request(path: PathBuf) -> ImportRequest {
    ImportRequest { files: vec![path], format: None, dry_run: false, images: None }
}

/// Imports and returns what was counted and what was said.
fn imports(shop: &TestShop, request: &ImportRequest) -> (Counts, Vec<String>) {
    let mut said = Vec::new();
    let mut listener = |told| {
        match told {
            Told::Refused(text) | Told::Warning(text) => said.push(text),
            Told::File { .. } | Told::Progress { .. } => {}
        }
        Ok(())
    };
    let counts = shop.shop().import(request, &mut listener).expect("the file is read");
    (counts, said)
}

const TWO: &str = r#"{"title":"Blue Mug","sku":"mug","price":"12.50","stock":5,"category":"Kitchen > Mugs"}
{"title":"Shirt","handle":"shirt","options":["Size"],"variants":[{"sku":"S","options":{"Size":"S"},"price":20,"stock":2},{"sku":"M","options":{"Size":"M"},"price":"21.00","stock":3}]}
"#;

#[test]
fn importing_twice_changes_nothing_the_second_time() {
    let (shop, file) = (TestShop::new(), File::new());
    let request = request(file.holds("two.jsonl", TWO));
    let (first, said) = imports(&shop, &request);
    assert_eq!(((first.created, first.updated, first.unchanged, first.failed), said), ((2, 0, 0, 0), vec![]));
    let commits = shop.disk().commits();
    let (second, _) = imports(&shop, &request);
    assert_eq!((second.created, second.updated, second.unchanged), (0, 0, 2));
    assert_eq!(shop.disk().commits(), commits, "nothing is written where nothing changed");
    shop.someone().gets("/api/products/blue-mug").is(200).has("/price/amount", 1_250).has("/available", 5);
    shop.someone().gets("/api/products/shirt").is(200).has("/variants/1/available", 3).has("/category", "Uncategorised");
    shop.search_follows();
}

#[test]
fn a_changed_line_updates_its_product_and_carts_see_it() {
    let (shop, file) = (TestShop::new(), File::new());
    imports(&shop, &request(file.holds("two.jsonl", TWO)));
    let ada = shop.someone();
    ada.adds("mug", 2).is(201).has("/lines/0/unit_price/amount", 1_250);
    let changed = TWO.replace("12.50", "11.00").replace("\"stock\":5", "\"stock\":7").replace("Blue Mug\"", "Blue Mug\",\"handle\":\"blue-mug\"");
    let (counts, _) = imports(&shop, &request(file.holds("two.jsonl", &changed)));
    assert_eq!((counts.updated, counts.unchanged), (1, 1));
    ada.cart().has("/lines/0/unit_price/amount", 1_100).has("/lines/0/available", 7);
    assert_eq!(shop.counts("mug"), (7, 2));
}

#[test]
fn fewer_counted_than_held_comes_true_when_the_hold_ends() {
    let (shop, file) = (TestShop::new(), File::new());
    imports(&shop, &request(file.holds("two.jsonl", TWO)));
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    imports(&shop, &request(file.holds("few.jsonl", &TWO.replace("\"stock\":5", "\"stock\":1"))));
    shop.waits_minutes(31);
    assert_eq!(shop.sweeps(), 1);
    assert_eq!(shop.counts("mug"), (1, 0), "the two that were never counted are gone");
    shop.someone().adds("mug", 2).refused(409, "INSUFFICIENT_INVENTORY").has("/available", 1);
}

#[test]
fn what_is_reserved_stays_whatever_the_file_counts() {
    let (shop, file) = (TestShop::new(), File::new());
    let path = file.holds("two.jsonl", TWO);
    imports(&shop, &request(path));
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    let (_, said) = imports(&shop, &request(file.holds("few.jsonl", &TWO.replace("\"stock\":5", "\"stock\":1"))));
    assert_eq!(shop.counts("mug"), (3, 3));
    assert!(said.iter().any(|text| text.contains("3 units are reserved right now")), "{said:?}");
    ada.buys("ada-buys-three-mugs", "pm_card_visa").is(201);
    assert_eq!(shop.counts("mug"), (0, 0));
}

#[test]
fn a_bad_row_is_named_and_the_rest_is_imported() {
    let (shop, file) = (TestShop::new(), File::new());
    let text =
        format!("{TWO}{{\"title\":\"No price\"}}\n{{\"title\":\"Cheap\",\"price\":\"-1\"}}\nnot json\n{{\"title\":\"Last\",\"price\":\"3\"}}\n");
    let path = file.holds("some.jsonl", &text);
    let (counts, said) = imports(&shop, &request(path.clone()));
    assert_eq!((counts.created, counts.failed), (3, 3));
    for (line, column) in [(3, "price"), (4, "price"), (5, "")] {
        let place = format!("{}:{line}:", path.display());
        let found = said.iter().find(|text| text.starts_with(&place));
        assert!(found.is_some_and(|text| text.contains(column)), "nobody names {place} {column}: {said:?}");
    }
}

#[test]
fn a_dry_run_says_everything_and_writes_nothing() {
    let (shop, file) = (TestShop::new(), File::new());
    let commits = shop.disk().commits();
    let dry = ImportRequest { dry_run: true, ..request(file.holds("two.jsonl", TWO)) };
    let (counts, _) = imports(&shop, &dry);
    assert_eq!((counts.created, shop.disk().commits()), (2, commits));
    shop.someone().gets("/api/products/shirt").refused(404, "NOT_FOUND");
}

#[test]
fn a_sku_that_is_taken_gets_a_number_and_keeps_it() {
    let (shop, file) = (TestShop::new(), File::new());
    let text = "{\"title\":\"Mug\",\"handle\":\"mug\",\"sku\":\"X\",\"price\":\"1\",\"stock\":1}\n{\"title\":\"Jug\",\"handle\":\"jug\",\"sku\":\"X\",\"price\":\"2\",\"stock\":2}\n";
    let request = request(file.holds("same.jsonl", text));
    let (_, said) = imports(&shop, &request);
    assert!(said.iter().any(|text| text.contains("the SKU X is already taken; this variant is X-2")), "{said:?}");
    let (again, _) = imports(&shop, &request);
    assert_eq!(again.unchanged, 2);
    assert_eq!((shop.counts("X"), shop.counts("X-2")), ((1, 0), (2, 0)));
}

#[test]
fn a_script_in_a_description_never_reaches_a_browser() {
    let (shop, file) = (TestShop::new(), File::new());
    let text = r#"{"title":"Mug","price":"1","description":"<p onclick=\"x()\">Nice</p><script>steal()</script><img src=x onerror=y()>"}"#;
    imports(&shop, &request(file.holds("evil.jsonl", text)));
    let description = shop.someone().gets("/api/products/mug").is(200).text("/description");
    assert!(description.contains("<p>Nice</p>"), "{description}");
    assert!(!["script", "onclick", "onerror"].iter().any(|word| description.contains(word)), "{description}");
}

#[test]
fn counts_below_zero_are_zero_and_zero_prices_are_not_sold() {
    let (shop, file) = (TestShop::new(), File::new());
    let text = "{\"title\":\"Mug\",\"price\":\"1\",\"stock\":-4}\n{\"title\":\"Gift\",\"price\":\"0\",\"stock\":4}\n{\"title\":\"Leaflet\",\"price\":0,\"stock\":4,\"free\":true}\n";
    let (counts, said) = imports(&shop, &request(file.holds("odd.jsonl", text)));
    assert_eq!((counts.created, counts.failed), (3, 0));
    assert!(counts.warnings >= 2, "{said:?}");
    let ada = shop.someone();
    ada.adds("mug", 1).refused(409, "INSUFFICIENT_INVENTORY");
    ada.adds("gift", 1).refused(409, "INSUFFICIENT_INVENTORY");
    ada.adds("leaflet", 1).is(201).has("/subtotal/amount", 0);
}

#[test]
fn an_import_that_breaks_halfway_is_simply_run_again() {
    let (shop, file) = (TestShop::new(), File::new());
    let lines: String = (0..600).map(|number| format!("{{\"title\":\"Thing {number}\",\"price\":\"1\",\"stock\":{number}}}\n")).collect();
    let request = request(file.holds("many.jsonl", &lines));
    shop.disk().will(&[Fate::Works, Fate::Fails]);
    assert!(shop.shop().import(&request, &mut |_| Ok(())).is_err());
    shop.adds_up();
    let (counts, _) = imports(&shop, &request);
    assert_eq!((counts.created, counts.unchanged, counts.failed), (350, 250, 0));
    assert_eq!((shop.counts("thing-0"), shop.counts("thing-599")), ((0, 0), (599, 0)));
}

#[test]
fn the_example_files_are_imported_and_everything_adds_up() {
    let shop = TestShop::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/import");
    for name in ["products.jsonl", "products.csv", "shopify.csv", "shopify-new-header.csv", "woo.csv", "products-broken.jsonl", "woo-broken.csv"] {
        let (first, said) = imports(&shop, &request(folder.join(name)));
        assert!(first.created + first.updated + first.unchanged > 0, "{name}: {said:?}");
        let (second, said) = imports(&shop, &request(folder.join(name)));
        assert_eq!((second.created, second.updated), (0, 0), "{name} twice: {said:?}");
        shop.adds_up();
    }
    shop.search_follows();
}

#[test]
fn a_sku_that_two_products_claim_makes_two_products() {
    let (shop, file) = (TestShop::new(), File::new());
    let lines = "{\"title\":\"Red mug\",\"price\":\"10\",\"stock\":5,\"sku\":\"MUG\"}\n{\"title\":\"Blue lamp\",\"price\":\"99\",\"stock\":1,\"sku\":\"MUG\"}\n";
    let path = file.holds("same.jsonl", lines);
    let (counts, said) = imports(&shop, &request(path.clone()));
    assert_eq!((counts.created, counts.updated), (2, 0));
    assert!(said.iter().any(|text| text.contains("MUG-2")), "{said:?}");
    let (counts, _) = imports(&shop, &request(path));
    assert_eq!((counts.unchanged, counts.updated, counts.created), (2, 0, 0));
}
