//! Searching through the API: what is found is for sale, and price and stock on a card are of this moment.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use serde_json::json;
use shop::domain::category::Category;
use shop::domain::product::{Attribute, Status};
use shop::search::index::SearchOptions;

use crate::shopper::Answer;
use crate::world::TestShop;

fn handles(answer: &Answer) -> Vec<String> {
    let products = answer.at("/products").as_array().expect("products").iter();
    products.filter_map(|product| product["handle"].as_str().map(str::to_owned)).collect()
}

/// Twelve mugs of three brands in two categories, from 10.00 upwards.
fn a_shelf_of_mugs() -> TestShop {
    let shop = filled_with_mugs(TestShop::new());
    shop.search_follows();
    shop
}

fn filled_with_mugs(shop: TestShop) -> TestShop {
    for number in 0..12_u8 {
        let sku = format!("mug-{number:02}");
        let mut listing = shop.listing(&sku);
        listing.title = format!("Stoneware mug {number}");
        listing.brand = Some(["Ember", "Oak", "Moss"][usize::from(number % 3)].to_owned());
        listing.category = Category::parse(if number < 8 { "Kitchen > Mugs" } else { "Garden" });
        listing.variants[0].price = crate::world::usd(&format!("{}.00", 10 + number * 10));
        shop.lists(listing);
        shop.stocks(&sku, u64::from(number));
    }
    shop
}

#[test]
fn words_find_products_and_nonsense_finds_nothing() {
    let shop = a_shelf_of_mugs();
    let anyone = shop.someone();
    anyone.gets("/api/search?q=stoneware").is(200).has("/total_count", 12).has("/degraded", false);
    anyone.gets("/api/search?q=stonewear").is(200).has("/total_count", 12);
    anyone.gets("/api/search?q=submarine").is(200).has("/total_count", 0).has("/products", json!([]));
    anyone.gets("/api/search").is(200).has("/total_count", 12);
    let suggested = anyone.gets("/api/suggest?q=sto").is(200);
    assert!(!handles(&suggested).is_empty() && !suggested.at("/queries").as_array().expect("queries").is_empty(), "{}", suggested.body);
}

#[test]
fn no_text_breaks_the_search() {
    let shop = a_shelf_of_mugs();
    let anyone = shop.someone();
    let long = "mug%20".repeat(1_000);
    let texts = [
        "%ff%fe%80",
        "mug%ff",
        "%00%01%1b[2J%0d%0a",
        "%E2%80%AE%D7%A9%D7%9C%D7%95%D7%9D",
        "e%CC%81%CC%81%CC%81%CC%81",
        "%F0%9F%98%80%EF%B8%8F",
        "%22",
        "*",
        "%22mug",
        "mug*",
        "*:*",
        "title:mug",
        "mug%20AND%20NOT%20(",
        "OR",
        "-",
        "%26%26%7C%7C",
        "(((((",
        "%5B%20TO%20%5D",
        "mug~9999^1e308",
        "%2B%2B%2B",
        "%EF%B7%BA",
        "%E4%BF%9D",
        "%",
        "%2",
        "&q=",
        long.as_str(),
    ];
    for text in texts {
        for place in ["/api/search?q=", "/api/suggest?q=", "/search?q=", "/f/suggest?q=", "/api/search?sort=newest&category=garden&q="] {
            let answer = anyone.gets(&format!("{place}{text}"));
            assert!([200, 422, 400].contains(&answer.status), "{place}{text}: {}", answer.status);
            assert_ne!(answer.body.get("degraded"), Some(&json!(true)), "{place}{text}");
        }
    }
    anyone.gets("/api/search?q=mug%ff").is(200).has("/total_count", 12);
    anyone.gets("/api/search?q=title:mug%20stoneware").is(200);
    anyone.gets(&format!("/api/search?q={long}")).is(200).has("/total_count", 12);
}

#[test]
fn filters_narrow_and_counts_say_what_else_there_is() {
    let shop = a_shelf_of_mugs();
    let anyone = shop.someone();
    anyone.gets("/api/search?category=kitchen/mugs").is(200).has("/total_count", 8);
    anyone.gets("/api/search?category=kitchen").is(200).has("/total_count", 8);
    anyone.gets("/api/search?in_stock=true").is(200).has("/total_count", 11);
    let priced = anyone.gets("/api/search?price_min=25&price_max=50.00&sort=price_desc").is(200).has("/total_count", 3);
    assert_eq!(handles(&priced), ["mug-04", "mug-03", "mug-02"]);
    let brands = anyone.gets("/api/search?brand=Ember&brand=Oak").is(200).has("/total_count", 8);
    let counts: Vec<_> = brands.at("/facets/brands").as_array().expect("brands").iter().map(|brand| brand["count"].clone()).collect();
    assert_eq!(counts, [json!(4), json!(4), json!(4)], "brands not chosen still say what they have");
    let bands = brands.at("/facets/price_ranges").as_array().expect("ranges").len();
    assert_eq!(bands, 4);
}

/// Six shirts in two colours as options, and a material as an attribute.
fn a_rack_of_shirts() -> TestShop {
    let shop = TestShop::new();
    for number in 0..6_u8 {
        let mut listing = shop.listing(&format!("shirt-{number}"));
        listing.title = "Shirt".to_owned();
        listing.option_names = vec!["Color".to_owned()];
        listing.variants[0].options = vec![["Black", "Black ", "White"][usize::from(number % 3)].trim().to_owned()];
        let material = Attribute { name: "Main material".to_owned(), value: if number < 4 { "Linen" } else { "Wool" }.to_owned() };
        listing.attributes = vec![material];
        shop.lists(listing);
    }
    shop.search_follows();
    shop
}

#[test]
fn attributes_and_options_narrow_a_list() {
    let shop = a_rack_of_shirts();
    let anyone = shop.someone();
    let black = anyone.gets("/api/search?attr=color:Black").is(200).has("/total_count", 4);
    let facets = json!([
        {"name": "main-material", "label": "Main material", "values": [
            {"value": "Linen", "label": "Linen", "count": 3, "selected": false}, {"value": "Wool", "label": "Wool", "count": 1, "selected": false}]},
        {"name": "color", "label": "Color", "values": [
            {"value": "Black", "label": "Black", "count": 4, "selected": true}, {"value": "White", "label": "White", "count": 2, "selected": false}]},
    ]);
    let mut found = black.at("/facets/attributes").as_array().expect("attributes").clone();
    found.sort_by_key(|facet| facet["name"] == "color");
    assert_eq!(json!(found), facets);
    anyone.gets("/api/search?attr=color:Black&attr=color:White&attr=main-material:Wool").is(200).has("/total_count", 2);
    anyone.gets("/api/search?attr=color:Mauve").is(200).has("/total_count", 0);
    anyone.gets("/api/search?attr=colorless").refused(422, "INVALID").has("/errors/0/pointer", "/attr");
    let page = anyone.gets("/search?attr=color:Black&attr=nonsense").is(200);
    for part in ["Color: Black", r#"name="attr" value="color:White""#, r#"name="attr" value="color:Black" checked"#, r#"content="noindex""#] {
        assert!(page.body.as_str().expect("a page").contains(part), "{part} is missing");
    }
}

#[test]
fn paging_shows_each_product_once() {
    let shop = a_shelf_of_mugs();
    let anyone = shop.someone();
    let mut seen = Vec::new();
    let mut path = "/api/search?limit=5&sort=price_asc".to_owned();
    for _ in 0..3 {
        let page = anyone.gets(&path).is(200).has("/total_count", 12);
        seen.extend(handles(&page));
        let Some(cursor) = page.at("/next_cursor").as_str() else { break };
        path = format!("/api/search?limit=5&sort=price_asc&cursor={cursor}");
    }
    assert_eq!(seen.len(), 12);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 12);
    assert!(seen.is_sorted(), "by price, which rises with the number");
}

#[test]
fn stock_and_price_on_a_card_are_never_stale() {
    let shop = a_shelf_of_mugs();
    let ada = shop.someone();
    ada.adds("mug-05", 5).is(201);
    shop.prices("mug-06", "12.34");
    let found = ada.gets("/api/search?q=stoneware&sort=newest").is(200);
    let card = |handle: &str| {
        let products = found.at("/products").as_array().expect("products");
        products.iter().find(|product| product["handle"] == handle).expect("it is found").clone()
    };
    assert_eq!((card("mug-05")["available"].clone(), card("mug-05")["in_stock"].clone()), (json!(0), json!(false)));
    assert_eq!(card("mug-06")["price"]["amount"], 1_234);
    ada.gets("/api/search?in_stock=true").is(200).has("/total_count", 10);
    shop.search_follows();
}

#[test]
fn what_the_merchant_hides_is_not_found() {
    let shop = a_shelf_of_mugs();
    let mut listing = shop.listing("mug-03");
    listing.status = Status::Archived;
    shop.lists(listing);
    let anyone = shop.someone();
    let found = anyone.gets("/api/search?q=stoneware").is(200);
    assert!(!handles(&found).contains(&"mug-03".to_owned()), "not even before the index knows");
    shop.search_follows();
    anyone.gets("/api/search?q=stoneware").is(200).has("/total_count", 11);
}

#[test]
fn parameters_that_make_no_sense_are_named() {
    let shop = TestShop::new();
    let anyone = shop.someone();
    for (query, pointer) in [
        ("price_min=cheap", "/price_min"),
        ("price_max=-1", "/price_max"),
        ("rating_min=9", "/rating_min"),
        ("in_stock=maybe", "/in_stock"),
        ("sort=luck", "/sort"),
        ("limit=0", "/limit"),
        ("limit=many", "/limit"),
        ("cursor=%00", "/cursor"),
    ] {
        anyone.gets(&format!("/api/search?{query}")).refused(422, "INVALID").has("/errors/0/pointer", pointer);
    }
    anyone.gets("/api/search?q=&price_min=&sort=&limit=1000").is(200);
    anyone.gets(&format!("/api/search?q={}", "word%20".repeat(300))).is(200);
}

#[test]
fn an_index_that_is_lost_is_built_again_from_the_books() {
    let shop = a_shelf_of_mugs();
    shop.crashes();
    let anyone = shop.someone();
    anyone.gets("/api/search?q=stoneware").is(200).has("/total_count", 12).has("/degraded", true);
    assert!(anyone.gets("/readyz").is(200).number("/search_lag") > 0);
    shop.search_follows();
    anyone.gets("/api/search?q=stoneware").is(200).has("/total_count", 12).has("/degraded", false);
    anyone.gets("/readyz").is(200).has("/search_lag", 0);
}

/// What the books alone can answer.
fn answers_from_the_books(shop: &TestShop) {
    let anyone = shop.someone();
    let asks = |query: &str| {
        let answer = anyone.gets(&format!("/api/search?{query}")).is(200).has("/degraded", true).has("/facets/brands", json!([]));
        handles(&answer)
    };
    assert_eq!(asks("q=STONEWARE%20mugs").len(), 12, "folded as the index folds");
    assert_eq!(asks("q=mug-07"), ["mug-07"]);
    assert_eq!(asks("q=ember%20mug").len(), 4, "the brand counts as the title does");
    assert_eq!(asks("q=garden").len(), 4);
    assert_eq!(asks("q=submarine"), Vec::<String>::new());
    assert_eq!(asks("").len(), 12);
    assert_eq!(asks("category=kitchen").len(), 8);
    assert_eq!(asks("category=kitch"), Vec::<String>::new());
    assert_eq!(asks("brand=Ember&brand=OAK").len(), 8);
    assert_eq!(asks("in_stock=true").len(), 11);
    assert_eq!(asks("rating_min=1"), Vec::<String>::new());
    assert_eq!(asks("price_min=25&price_max=50.00&sort=price_desc"), ["mug-04", "mug-03", "mug-02"]);
    assert_eq!(asks("sort=price_asc&limit=2"), ["mug-00", "mug-01"]);
    assert_eq!(asks("sort=price_asc&limit=2&cursor=2"), ["mug-02", "mug-03"]);
    assert_eq!(asks("q=mug&cursor=90000"), Vec::<String>::new());
    anyone.gets("/api/search?sort=price_asc&limit=2").has("/next_cursor", "2").has("/total_count", 12);
    let suggested = anyone.gets("/api/suggest?q=gard").is(200);
    assert_eq!((suggested.at("/categories/0/path"), handles(&suggested)), (&json!("garden"), Vec::new()));
    let page = anyone.gets("/search?q=mug&brand=Ember").is(200);
    assert!(page.body.to_string().contains("Simplified search") && page.body.to_string().contains("Stoneware mug 3"));
    for page in ["/", "/collections/garden", "/products/mug-03"] {
        anyone.gets(page).is(200);
    }
}

#[test]
fn while_the_index_is_not_built_the_books_answer() {
    let shop = filled_with_mugs(TestShop::new());
    answers_from_the_books(&shop);
    shop.search_follows();
    let anyone = shop.someone();
    anyone.gets("/api/search?q=mug").is(200).has("/degraded", false).has("/total_count", 12);
    let page = anyone.gets("/search?q=mug").is(200);
    assert!(!page.body.to_string().contains("Simplified search"));
}

#[test]
fn while_every_question_takes_the_index_too_long_the_books_answer() {
    let shop = filled_with_mugs(TestShop::searching(SearchOptions { budget: Duration::ZERO, ..SearchOptions::default() }));
    shop.search_follows();
    assert!(shop.shop().search.built());
    answers_from_the_books(&shop);
}

#[test]
fn a_sale_shows_in_the_very_next_search() {
    let shop = a_shelf_of_mugs();
    let (ada, ben) = (shop.someone(), shop.someone());
    let stock = |answer: &Answer| (answer.at("/facets/availability/0/count").clone(), answer.at("/facets/availability/1/count").clone());
    assert_eq!(stock(&ben.gets("/api/search?q=mug")), (json!(11), json!(12)));
    for units in 1..=5_u64 {
        ada.adds("mug-05", 1).is(201);
        let found = ben.gets("/api/search?q=mug&sort=price_asc").is(200);
        assert_eq!(found.at("/products/5/available"), &json!(5 - units));
        let left = if units == 5 { 10 } else { 11 };
        assert_eq!(stock(&found), (json!(left), json!(12)), "after {units}");
        ben.gets("/api/search?q=mug&in_stock=true").is(200).has("/total_count", left);
    }
    let ranked = handles(&ben.gets("/api/search?q=mug").is(200));
    let place = |handle: &str| ranked.iter().position(|other| other == handle);
    assert!(place("mug-05") > place("mug-07"), "what is sold out stands behind its equals: {ranked:?}");
    shop.search_follows();
}

#[test]
fn files_of_the_index_may_vanish_and_break_while_the_shop_sells() {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path().join("search");
    let shop = filled_with_mugs(TestShop::searching(SearchOptions { directory: Some(root.clone()), ..SearchOptions::default() }));
    shop.search_follows();
    let ada = shop.someone();
    let damages: [fn(&Path); 4] = [
        |root| std::fs::remove_dir_all(root).expect("removed"),
        |root| each_file(root, |file| std::fs::write(file, b"").expect("cut short")),
        |root| each_file(root, |file| std::fs::write(file, b"nonsense").expect("written over")),
        |root| each_file(root, |file| std::fs::remove_file(file).expect("removed")),
    ];
    for damage in damages {
        damage(&root);
        for query in ["q=stoneware", "q=stonewear", "category=kitchen/mugs", "in_stock=true", ""] {
            assert!(ada.gets(&format!("/api/search?{query}")).is(200).number("/total_count") >= 8);
        }
        ada.adds("mug-11", 1);
        shop.prices("mug-10", "1.50");
        shop.search_follows();
        ada.gets("/api/search?q=stoneware&sort=price_asc").is(200).has("/degraded", false).has("/products/0/handle", "mug-10");
        shop.adds_up();
        shop.crashes();
        ada.gets("/api/search?q=stoneware").is(200).has("/degraded", false).has("/total_count", 12);
    }
}

fn each_file(root: &Path, damage: impl Fn(&Path)) {
    for index in std::fs::read_dir(root).expect("there is an index") {
        for file in std::fs::read_dir(index.expect("an entry").path()).expect("it has files") {
            damage(&file.expect("an entry").path());
        }
    }
}

#[test]
fn how_far_searches_are_behind_is_told() {
    let shop = a_shelf_of_mugs();
    shop.prices("mug-01", "3.00");
    shop.waits_minutes(1);
    shop.search_follows();
    assert_eq!(shop.shop().check().expect("readable").figures.search_lag_ms, Some(60_000));
}
