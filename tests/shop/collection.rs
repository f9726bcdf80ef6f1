//! Collections: a merchant's saved search with pinned products in front, on a page like a category's.

use std::collections::BTreeSet;

use shop::domain::category::Category;
use shop::domain::product::Status;
use shop::shop::collection::{CollectionRow, CollectionWork, NewCollection};
use shop::web::query::saved;

use crate::process::Place;
use crate::shopper::Answer;
use crate::world::TestShop;

fn handles(answer: &Answer) -> Vec<String> {
    let products = answer.at("/products").as_array().expect("products").iter();
    products.filter_map(|product| product["handle"].as_str().map(str::to_owned)).collect()
}

impl TestShop {
    fn collects(&self, new: NewCollection) -> Result<Vec<CollectionRow>, String> {
        let done = self.shop().collections(&CollectionWork::Add(new), saved);
        done.map_err(|error| format!("{error:#}"))
    }
}

fn collection(query: &str, pins: &[&str]) -> NewCollection {
    let pins = pins.iter().map(|pin| (*pin).to_owned()).collect();
    NewCollection {
        handle: "gifts".into(),
        title: "Gifts".into(),
        description: "To give away.".into(),
        query: query.into(),
        pins,
        ..NewCollection::default()
    }
}

/// Ten mugs from 10.00 to 100.00 by turns of Ember and Oak, and two lamps of Moss.
fn a_shop() -> TestShop {
    let shop = TestShop::new();
    let lists = |sku: &str, title: String, brand: &str, price: u32| {
        let mut listing = shop.listing(sku);
        (listing.title, listing.brand) = (title, Some(brand.to_owned()));
        listing.category = Category::parse(if brand == "Moss" { "Lamps" } else { "Kitchen > Mugs" });
        listing.variants[0].price = crate::world::usd(&format!("{price}.00"));
        shop.lists(listing);
        shop.stocks(sku, 5);
    };
    for number in 0..10_u32 {
        lists(&format!("mug-{number}"), format!("Mug {number}"), if number % 2 == 0 { "Ember" } else { "Oak" }, 10 + number * 10);
    }
    lists("lamp-1", "Lamp 1".into(), "Moss", 5);
    lists("lamp-2", "Lamp 2".into(), "Moss", 300);
    shop.search_follows();
    shop
}

#[test]
fn pinned_products_come_first_and_each_product_once_on_all_pages() {
    let shop = a_shop();
    shop.collects(collection("q=mug&sort=price_desc", &["lamp-2", "mug-3", "lamp-1", "mug-3"])).expect("added");
    let anyone = shop.someone();
    for limit in 1..=13 {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = anyone.gets(&format!("/api/collections/gifts?limit={limit}&cursor={cursor}")).is(200).has("/total_count", 12);
            seen.extend(handles(&page));
            match page.at("/next_cursor").as_str() {
                Some(next) => next.clone_into(&mut cursor),
                None => break,
            }
        }
        assert_eq!(seen[..4], ["lamp-2", "mug-3", "lamp-1", "mug-9"], "{limit} on a page");
        assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len(), seen[11].as_str()), (12, 12, "mug-0"));
    }
}

#[test]
fn filters_narrow_what_is_there_and_facets_count_it_exactly() {
    let shop = a_shop();
    shop.collects(collection("q=mug&brand=Ember&price_max=70", &["lamp-1"])).expect("added");
    let anyone = shop.someone();
    let all = anyone.gets("/api/collections/gifts").is(200).has("/total_count", 5).has("/title", "Gifts");
    let brands: Vec<(&str, i64)> = all
        .at("/facets/brands")
        .as_array()
        .expect("brands")
        .iter()
        .map(|brand| (brand["value"].as_str().unwrap_or(""), brand["count"].as_i64().unwrap_or(0)))
        .collect();
    assert_eq!(brands, [("Ember", 4), ("Moss", 1)], "nothing of what the collection doesn't show");
    assert_eq!(handles(&anyone.gets("/api/collections/gifts?brand=Ember&sort=price_asc").is(200)), ["mug-0", "mug-2", "mug-4", "mug-6"]);
    assert_eq!(
        handles(&anyone.gets("/api/collections/gifts?sort=price_desc").is(200)),
        ["mug-6", "mug-4", "mug-2", "mug-0", "lamp-1"],
        "an order that was asked for"
    );
    assert_eq!(handles(&anyone.gets("/api/collections/gifts?q=lamp").is(200)), ["lamp-1"], "and not its neighbour");
    anyone.gets("/api/collections/gifts?brand=Oak").is(200).has("/total_count", 0);
    anyone.gets("/api/collections/gifts?category=lamps").is(200).has("/total_count", 1);
}

#[test]
fn what_is_sold_out_stays_pinned_and_what_is_hidden_goes() {
    let shop = a_shop();
    shop.collects(collection("brand=Oak&in_stock=true&sort=price_asc", &["lamp-1", "lamp-2"])).expect("added");
    let anyone = shop.someone();
    shop.stocks("lamp-1", 0);
    shop.stocks("mug-1", 0);
    let first = anyone.gets("/api/collections/gifts?limit=3").is(200).has("/products/0/in_stock", false);
    assert_eq!(handles(&first), ["lamp-1", "lamp-2", "mug-3"]);
    let mut lamp = shop.listing("lamp-1");
    lamp.status = Status::Draft;
    shop.lists(lamp);
    shop.search_follows();
    assert_eq!(handles(&anyone.gets("/api/collections/gifts?limit=2").is(200)), ["lamp-2", "mug-3"]);
    anyone.gets("/api/collections/gifts").is(200).has("/total_count", 5);
}

#[test]
fn a_collection_has_a_page_like_a_category_and_a_place_on_the_front_page() {
    let shop = a_shop();
    let anyone = shop.someone();
    anyone.gets("/collections/gifts").is(404);
    shop.collects(NewCollection { home: true, ..collection("q=mug", &["lamp-2"]) }).expect("added");
    let page = anyone.gets("/collections/gifts").is(200).body.to_string();
    assert!(page.contains("To give away.") && page.contains("Lamp 2") && page.contains("action=\\\"/collections/gifts\\\""), "{page}");
    assert!(page.contains("/collections/gifts?category=lamps"), "a category narrows it and doesn't lead away");
    anyone.gets("/collections/gifts?category=lamps&brand=Moss").is(200);
    assert!(anyone.gets("/").is(200).body.to_string().contains("/collections/gifts"));
    anyone.gets("/collections/kitchen").is(200);
}

#[test]
fn what_cant_be_made_is_refused_with_the_reason() {
    let shop = a_shop();
    let refused = |new: NewCollection| shop.collects(new).expect_err("refused");
    let named = |handle: &str| NewCollection { handle: handle.to_owned(), ..collection("", &[]) };
    for (new, said) in [
        (named("kitchen"), "/collections/kitchen is the address of a category"),
        (named("lamps"), "is the address of a category"),
        (named("Big Sale"), "use small letters"),
        (named(""), "use small letters"),
        (NewCollection { title: " ".into(), ..named("a") }, "--title must have"),
        (collection("colour=red", &[]), "\"colour\" is not a parameter of a search"),
        (collection("cursor=5", &[]), "\"cursor\" is not a parameter"),
        (collection("price_min=cheap", &[]), "--query: price_min: "),
        (collection("sort=sideways", &[]), "best_selling"),
        (collection("", &["submarine"]), "--pin submarine: there is no product"),
    ] {
        let told = refused(new);
        assert!(told.contains(said), "{told:?} doesn't say {said:?}");
    }
    shop.collects(collection("q=red mug&brand=R%C3%B6de", &[])).expect("plain or encoded");
    assert!(refused(collection("", &[])).contains("there is a collection gifts already"));
    shop.collects(NewCollection { replace: true, ..collection("", &[]) }).expect("replaced");
}

#[test]
fn a_category_that_comes_later_takes_its_address_back() {
    let shop = a_shop();
    shop.collects(NewCollection { home: true, ..collection("q=lamp", &[]) }).expect("added");
    let mut listing = shop.listing("mug-0");
    listing.category = Category::parse("Gifts > Small");
    shop.lists(listing);
    shop.search_follows();
    let anyone = shop.someone();
    let page = anyone.gets("/collections/gifts").is(200).body.to_string();
    assert!(page.contains("Mug 0") && !page.contains("Lamp 1"), "it is the category now");
    anyone.gets("/api/collections/gifts").is(404);
    let rows = shop.shop().collections(&CollectionWork::List, saved).expect("listed");
    assert!(rows[0].hidden, "and the merchant sees why");
    let mut listing = shop.listing("mug-0");
    listing.category = Category::parse("Kitchen > Mugs");
    shop.lists(listing);
    anyone.gets("/api/collections/gifts").is(200).has("/total_count", 2);
}

#[test]
fn collections_are_made_shown_and_removed_with_and_without_a_running_shop() {
    let place = Place::new();
    place.holds("mugs.jsonl", "{\"title\":\"Mug\",\"sku\":\"mug\",\"price\":\"20.00\",\"stock\":5}\n{\"title\":\"Jug\",\"sku\":\"jug-1\",\"price\":\"30.00\",\"stock\":5}\n");
    place.runs(&["import", "mugs.jsonl"]).with(0);
    place.runs(&["collection", "list"]).with(0).says("there are no collections");
    let gifts = ["collection", "add", "gifts", "--title", "Gifts", "--query", "q=mug&sort=best_selling", "--pin", "jug-1"];
    place.runs(&gifts).with(0).says("added gifts: Gifts; finds q=mug&sort=best_selling; pinned jug");
    let server = place.serves();
    place.runs(&gifts).with(1).complains("there is a collection gifts already");
    place.runs(&["collection", "add", "all", "--title", "All", "--home"]).with(0).says("added all: All; finds everything; on the front page");
    assert_eq!(server.client().gets("/api/collections/gifts").expect("it answers").body["products"][0]["handle"], "jug");
    place.runs(&["collection", "show", "gifts"]).with(0).says("gifts: Gifts; finds q=mug");
    place.runs(&["collection", "remove", "gifts"]).with(0).says("removed gifts");
    assert_eq!(server.client().gets("/api/collections/gifts").expect("it answers").status, 404);
    place.runs(&["collection", "remove", "gifts"]).with(1).complains("there is no collection gifts");
    place.runs(&["check"]).with(0).says("everything adds up");
}
