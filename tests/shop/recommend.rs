//! What goes with what: counted from orders as they are confirmed, never sold out, the same after every crash; and best sellers.

use std::collections::BTreeSet;

use serde_json::json;
use shop::shop::desk::Task;
use shop::shop::recommend::{Candidate, ExplainWork};

use crate::disk::Fate;
use crate::process::{Place, soon};
use crate::shopper::Answer;
use crate::world::TestShop;

fn handles(answer: &Answer) -> Vec<String> {
    let products = answer.at("/products").as_array().expect("products").iter();
    products.filter_map(|product| product["handle"].as_str().map(str::to_owned)).collect()
}

impl TestShop {
    /// Somebody new buys one of each.
    fn sells(&self, skus: &[&str]) {
        let someone = self.someone();
        for sku in skus {
            someone.adds(sku, 1).is(201);
        }
        someone.buys(&format!("an-order-of-{}-things", skus.len()), "pm_card_visa").is(201);
    }

    fn also_bought(&self, handle: &str) -> Vec<String> {
        handles(&self.someone().gets(&format!("/api/products/{handle}/also-bought")).is(200))
    }

    fn explained(&self, handle: &str) -> Vec<Candidate> {
        self.shop().recommend_explain(&ExplainWork { handle: handle.to_owned() }).expect("explained").candidates
    }
}

/// Mug with jug twice, with bowl once; a lamp was never bought with any of them.
fn some_sales() -> TestShop {
    let shop = TestShop::new();
    for sku in ["mug", "jug", "bowl", "lamp"] {
        shop.stocks(sku, 20);
    }
    shop.sells(&["mug", "jug"]);
    shop.sells(&["mug", "jug", "bowl"]);
    shop.sells(&["lamp"]);
    shop.search_follows();
    shop.recommendations_follow();
    shop
}

#[test]
fn what_was_bought_together_comes_first_and_best_sellers_fill_up() {
    let shop = some_sales();
    assert_eq!(shop.also_bought("mug"), ["jug", "bowl", "lamp"]);
    assert_eq!(shop.also_bought("lamp"), ["mug", "jug", "bowl"], "nothing goes with it, so the best sellers stand there");
    shop.someone().gets("/api/products/submarine/also-bought").refused(404, "NOT_FOUND");
    let told: Vec<(String, u64, u64, bool)> =
        shop.explained("mug").into_iter().map(|found| (found.handle, found.together, found.orders, found.shown)).collect();
    assert_eq!(told, [("jug".into(), 2, 2, true), ("bowl".into(), 1, 1, true), ("lamp".into(), 0, 1, true)]);
}

#[test]
fn what_is_sold_out_or_hidden_is_left_out_and_the_merchant_is_told_why() {
    let shop = some_sales();
    shop.stocks("jug", 0);
    let mut bowl = shop.listing("bowl");
    bowl.status = shop::domain::product::Status::Archived;
    shop.lists(bowl);
    shop.search_follows();
    assert_eq!(shop.also_bought("mug"), ["lamp"]);
    let why: Vec<(String, String)> = shop.explained("mug").into_iter().map(|found| (found.handle, found.why)).collect();
    let expected = [("jug", "unavailable"), ("bowl", "not shown to anybody: archived"), ("lamp", "fills up: sells well in Kitchen")];
    assert_eq!(why, expected.map(|(handle, why)| (handle.to_owned(), why.to_owned())));
    shop.stocks("jug", 1);
    assert_eq!(shop.also_bought("mug"), ["jug", "lamp"], "back at once, without anybody counting");
}

#[test]
fn a_strip_has_at_most_twelve_each_once_and_never_the_product_itself() {
    let shop = TestShop::new();
    let skus: Vec<String> = (0..16).map(|number| format!("thing-{number:02}")).collect();
    skus.iter().for_each(|sku| shop.stocks(sku, 20));
    let all: Vec<&str> = skus.iter().map(String::as_str).collect();
    shop.sells(&all);
    shop.sells(&all[..5]);
    shop.search_follows();
    shop.recommendations_follow();
    let strip = shop.also_bought("thing-00");
    assert_eq!(strip[..4], all[1..5]);
    assert_eq!((strip.len(), strip.iter().collect::<BTreeSet<_>>().len(), strip.contains(&"thing-00".to_owned())), (12, 12, false));
    assert_eq!(shop.explained("thing-00").iter().filter(|found| found.why.starts_with("below the line")).count(), 3);
    let page = shop.someone().gets("/products/thing-00").is(200);
    assert!(page.body.to_string().contains("Also bought"), "enough was counted for a strip of its own");
}

#[test]
fn the_cart_shows_what_goes_with_all_of_it() {
    let shop = some_sales();
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let page = ada.gets("/cart").is(200).body.to_string();
    assert!(page.contains("Often bought with these") && page.contains("/products/jug") && page.contains("/products/bowl"));
    assert!(!page.contains("/products/lamp"), "nothing is filled up here");
    ada.adds("jug", 1).is(201);
    ada.adds("bowl", 1).is(201);
    assert!(!ada.gets("/cart").is(200).body.to_string().contains("Often bought with these"), "all of it is in the cart");
}

#[test]
fn a_cancelled_order_was_bought_together_all_the_same() {
    let shop = some_sales();
    shop.desk(Task::Cancel { number: 1001, restock: true, reason: String::new() }).expect("cancelled");
    shop.recommendations_follow();
    assert_eq!(shop.explained("mug")[0].together, 2);
    shop.crashes();
    shop.recommendations_follow();
    shop.search_follows();
    assert_eq!(shop.explained("mug")[0].together, 2, "and so it is after a restart");
}

#[test]
fn whatever_breaks_while_buying_counts_an_order_once() {
    for (place, fate) in (0..4).flat_map(|place| [Fate::Fails, Fate::DiesBefore, Fate::DiesAfter].map(|fate| (place, fate))) {
        for followed in [false, true] {
            let shop = TestShop::new();
            ["mug", "jug"].iter().for_each(|sku| shop.stocks(sku, 5));
            if followed {
                shop.recommendations_follow();
            }
            let ada = shop.someone();
            ada.adds("mug", 1).is(201);
            ada.adds("jug", 2).is(201);
            let mut fates = vec![Fate::Works; place];
            fates.push(fate);
            shop.disk().will(&fates);
            for _ in 0..4 {
                shop.recommendations_follow_if_they_can();
                if ada.buys("ada-buys-mug-and-jug", "pm_card_visa").status < 300 {
                    break;
                }
                if shop.disk().dead() {
                    shop.crashes();
                }
                shop.settles();
            }
            shop.recommendations_follow();
            let found = shop.explained("mug");
            assert_eq!((found[0].together, found[0].orders), (1, 1), "{fate:?} at commit {place}");
            shop.adds_up();
        }
    }
}

impl TestShop {
    /// On a disk that died it can't.
    fn recommendations_follow_if_they_can(&self) {
        let shop = self.shop();
        drop(shop.recommend.follow(&shop.books));
    }
}

#[test]
fn best_sellers_are_counted_by_units_and_what_comes_back_counts_no_more() {
    let shop = TestShop::new();
    for sku in ["mug", "jug", "bowl"] {
        shop.stocks(sku, 20);
    }
    let ada = shop.someone();
    ada.adds("bowl", 5).is(201);
    ada.adds("jug", 3).is(201);
    ada.buys("five-bowls-and-three-jugs", "pm_card_visa").is(201);
    shop.search_follows();
    let sorted = || handles(&ada.gets("/api/search?sort=best_selling").is(200));
    assert_eq!(sorted(), ["bowl", "jug", "mug"]);
    let refund =
        |sku: &str, units, restock| Task::Refund { number: 1001, lines: vec![(sku.to_owned(), units)], amount: None, restock, reason: String::new() };
    shop.desk(refund("bowl", 3, true)).expect("three bowls come back");
    assert_eq!((sorted(), shop.stock("bowl").sold()), (vec!["jug".to_owned(), "bowl".into(), "mug".into()], 2), "at once");
    shop.desk(refund("jug", 2, false)).expect("two jugs are broken");
    assert_eq!(shop.stock("jug").sold(), 3, "what can't be sold again stays sold");
    shop.crashes();
    shop.search_follows();
    assert_eq!(sorted(), ["jug", "bowl", "mug"], "after a restart too");
    let page = ada.gets("/collections/kitchen?sort=best_selling").is(200).body.to_string();
    assert!(page.contains("Best selling"));
    ada.gets("/api/search?sort=selling").refused(422, "INVALID");
}

#[test]
fn the_check_finds_units_that_nobody_bought() {
    let shop = some_sales();
    shop.damaged.set(true);
    let mut stock = shop.stock("lamp");
    stock.note_sold(1);
    let owner = shop::store::product::ProductRows::sku_owner(&shop.shop().snapshot().expect("a snapshot"), "lamp").expect("readable").expect("known");
    let saved = shop.books().write_blocking("damage", move |draft| {
        draft.save_stock(owner.variant, &stock);
        Ok(())
    });
    saved.expect("saved");
    let problems = shop.problems();
    assert!(problems.len() == 1 && problems[0].contains("are said to be sold"), "{problems:?}");
}

#[test]
fn the_merchant_asks_why_with_and_without_a_running_shop() {
    let place = Place::new();
    place.holds(
        "mugs.jsonl",
        "{\"title\":\"Mug\",\"sku\":\"mug\",\"price\":\"20.00\",\"stock\":5}\n{\"title\":\"Jug\",\"sku\":\"jug\",\"price\":\"30.00\",\"stock\":5}\n",
    );
    place.runs(&["import", "mugs.jsonl"]).with(0);
    let server = place.serves();
    let client = server.client();
    assert_eq!(client.adds("mug", 1, "mug-and-jug-please-1").expect("it answers").status, 201);
    assert_eq!(client.adds("jug", 1, "mug-and-jug-please-2").expect("it answers").status, 201);
    assert_eq!(client.buys("mug-and-jug-please-3").expect("it answers").status, 201);
    let line = "in   together 1, of 1 orders, 4 available: jug, Jug (bought together)";
    place.runs(&["recommend", "explain", "mug"]).with(0).says("Mug (mug): in 1 of 1 orders").says(line);
    place.runs(&["recommend", "explain", "lamp"]).with(1).complains("there is no product lamp");
    soon("the strip has it", || client.gets("/api/products/mug/also-bought").expect("it answers").body["products"][0]["handle"] == "jug");
    place.runs(&["check"]).with(0).says("everything adds up");
    assert_eq!(server.terminates().code(), Some(0));
    place.runs(&["recommend", "explain", "mug"]).with(0).says(line);
    let told = place.runs(&["recommend", "explain", "jug", "--format", "json"]).with(0);
    let told: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    assert_eq!((&told["orders"], &told["candidates"][0]["together"], &told["candidates"][0]["handle"]), (&json!(1), &json!(1), &json!("mug")));
}

#[test]
fn a_browser_remembers_what_it_looked_at_in_a_cookie_that_no_page_sets() {
    let shop = some_sales();
    let ada = shop.someone();
    let page = ada.gets("/products/mug").is(200);
    assert!(page.header("set-cookie").is_empty(), "the page is the same for everybody");
    let id = |handle: &str| ada.gets(&format!("/api/products/{handle}")).is(200).text("/id");
    let place = format!("/f/recently-viewed?at={}", id("mug"));
    assert!(page.body.to_string().contains(&place), "the page says where to ask");
    let first = ada.gets(&place).is(200);
    assert_eq!((first.header("cache-control"), first.body.as_str()), ("no-store", Some("")));
    let cookie = first.header("set-cookie").to_owned();
    assert!(cookie.starts_with("shop_viewed=") && cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");

    let with = |path: &str, cookie: &str| ada.send(ada.ask("GET", path).header("cookie", cookie.split(';').next().expect("a value")));
    let second = with(&format!("/f/recently-viewed?at={}", id("jug")), &cookie).is(200);
    let cookie = second.header("set-cookie").to_owned();
    assert!(second.body.to_string().contains("/products/mug") && !second.body.to_string().contains("/products/jug"));
    let cart = with("/cart", &cookie).is(200).body.to_string();
    assert!(cart.find("/products/jug") < cart.find("/products/mug") && cart.contains("Recently viewed"), "newest first, without scripts");
    for nonsense in ["shop_viewed=", "shop_viewed=zz.-1..99999999999999999999", "shop_viewed=ffffffffffffffff.2.2"] {
        with("/f/recently-viewed", nonsense).is(200);
        assert!(with("/f/recently-viewed?at=77", nonsense).is(200).header("set-cookie").is_empty(), "what isn't there wasn't seen");
    }
}

#[test]
fn a_shop_that_remembers_nothing_says_so_by_silence() {
    let shop = TestShop::with(|settings| settings.recently_viewed = false);
    shop.stocks("mug", 1);
    let ada = shop.someone();
    for page in ["/", "/products/mug"] {
        assert!(!ada.gets(page).is(200).body.to_string().contains("recently-viewed"));
    }
    ada.gets("/f/recently-viewed?at=1").is(404);
    let cart = ada.send(ada.ask("GET", "/cart").header("cookie", "shop_viewed=1")).is(200);
    assert!(!cart.body.to_string().contains("Recently viewed"));
}
