//! What things cost: tax by place, shipping by zone, and a total that is never another than the one agreed to.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shop::config::Settings;
use shop::domain::money::Money;
use shop::domain::pricing::totals;
use shop::domain::rate::Rate;
use shop::domain::shipping::{ShippingMethod, ShippingMethodId, Zone};
use shop::domain::tax::LocalRate;

use crate::shopper::{Answer, Shopper, address};
use crate::world::{TestShop, usd};

const KEY: &str = "a-key-for-one-order-1";

/// Germany has two ways to ship, and everybody else the usual one; California and Germany have rates of their own.
fn worldly(settings: &mut Settings) {
    let local = |country: &str, region: Option<&str>, ppm| LocalRate { country: country.into(), region: region.map(Into::into), rate: Rate(ppm) };
    settings.prices.tax.rates = vec![local("US", Some("CA"), 72_500), local("DE", None, 190_000)];
    let method = |id: &str, price: &str, over: Option<&str>| ShippingMethod {
        id: ShippingMethodId::parse(id).expect("an id"),
        name: format!("By {id}"),
        price: usd(price),
        free_over: over.map(usd),
        days: None,
    };
    let methods = vec![method("standard", "7.00", Some("80.00")), method("express", "14.99", None)];
    settings.prices.shipping.zones = vec![Zone { name: "Europe".into(), countries: vec!["DE".into()], methods }];
}

fn address_in(country: &str, region: &str) -> Value {
    let mut there = address();
    there["country"] = json!(country);
    there["region"] = json!(region);
    there
}

/// Two mugs, 40.00.
fn with_two_mugs(shop: &TestShop) -> Shopper<'_> {
    shop.stocks("mug", 9);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada
}

fn goes_to(shopper: &Shopper, body: &Value) -> Answer {
    shopper.send(shopper.ask("PUT", "/api/checkout/shipping").json(body))
}

#[track_caller]
fn costs(answer: &Answer, above: &str, expected: [i64; 5]) {
    let parts = ["subtotal", "discount", "tax", "shipping", "total"].map(|name| answer.number(&format!("{above}/{name}/amount")));
    assert_eq!(parts, expected, "{}", answer.body);
}

#[test]
fn tax_goes_by_where_the_parcel_goes() {
    let shop = TestShop::with(worldly);
    let ada = with_two_mugs(&shop);
    let guess = ada.cart().has("/estimated", true).has("/taxed", json!({"rate": "8%", "inclusive": false}));
    costs(&guess, "", [4_000, 0, 320, 599, 4_919]);
    for (region, tax) in [("CA", 290), ("california", 290), ("US-CA", 290), ("NY", 320), ("Texas", 320)] {
        let there = goes_to(&ada, &address_in("US", region)).is(200);
        costs(&there, "/totals", [4_000, 0, tax, 599, 4_599 + tax]);
    }
    let germany = goes_to(&ada, &address_in("de", "")).is(200).has("/taxed/rate", "19%");
    costs(&germany, "/totals", [4_000, 0, 760, 700, 5_460]);
    costs(&ada.cart().has("/estimated", false), "", [4_000, 0, 760, 700, 5_460]);
    let order = ada.pays("pm_card_visa").is(201).has("/taxed", json!({"rate": "19%", "inclusive": false}));
    costs(&order, "/totals", [4_000, 0, 760, 700, 5_460]);
}

#[test]
fn prices_that_carry_the_tax_say_so_on_every_page_and_add_nothing() {
    let shop = TestShop::with(|settings| {
        settings.prices.tax.inclusive = true;
        settings.prices.tax.rate = Rate(190_000);
    });
    let ada = with_two_mugs(&shop);
    costs(&ada.cart().has("/taxed/inclusive", true), "", [4_000, 0, 639, 599, 4_599]);
    let order = ada.buys(KEY, "pm_card_visa").is(201);
    costs(&order, "/totals", [4_000, 0, 639, 599, 4_599]);
    let page = ada.gets(&order.text("/url")).is(200).body;
    let page = page.as_str().expect("a page");
    assert!(page.contains("Includes tax") && page.contains("19%") && page.contains("$6.39") && page.contains("$45.99"), "{page}");
}

#[test]
fn a_shopper_chooses_how_it_is_shipped() {
    let shop = TestShop::with(worldly);
    let ada = with_two_mugs(&shop);
    let mut there = address_in("DE", "");
    let usual = goes_to(&ada, &there).is(200).has("/shipping_method", "standard");
    let ways = json!([
        {"id": "standard", "name": "By standard", "price": {"amount": 700, "currency": "USD"}},
        {"id": "express", "name": "By express", "price": {"amount": 1_499, "currency": "USD"}},
    ]);
    let usual = usual.has("/shipping_methods", ways);
    costs(&usual, "/totals", [4_000, 0, 760, 700, 5_460]);
    there["shipping_method"] = json!("express");
    costs(&goes_to(&ada, &there).is(200).has("/shipping_method", "express"), "/totals", [4_000, 0, 760, 1_499, 6_259]);
    for unknown in ["pigeon", "two words"] {
        there["shipping_method"] = json!(unknown);
        goes_to(&ada, &there).refused(422, "INVALID").has("/errors/0/pointer", "/shipping_method");
    }
    let kept = goes_to(&ada, &address_in("DE", "")).is(200).has("/shipping_method", "express");
    costs(&kept, "/totals", [4_000, 0, 760, 1_499, 6_259]);
    let order = ada.pays("pm_card_visa").is(201).has("/shipping_method/name", "By express");
    costs(&order, "/totals", [4_000, 0, 760, 1_499, 6_259]);
}

#[test]
fn the_way_to_ship_is_chosen_on_the_payment_page() {
    let shop = TestShop::with(worldly);
    let ada = with_two_mugs(&shop);
    goes_to(&ada, &address_in("DE", "")).is(200);
    let page = ada.gets("/checkout").is(200).body;
    let page = page.as_str().expect("a page").to_owned();
    assert!(page.contains("By standard") && page.contains("$14.99"), "{page}");
    let chosen = "way=practice%2Fpm_card_visa&shipping_method=express";
    assert_eq!(ada.posts("/checkout/payment", chosen).is(303).header("location"), "/checkout");
    costs(&ada.checkout().has("/state", "review").has("/shipping_method", "express"), "/totals", [4_000, 0, 760, 1_499, 6_259]);
    let review = ada.gets("/checkout").is(200).body;
    assert!(review.as_str().expect("a page").contains("By express, to the address above"), "{review}");
    ada.posts("/checkout/payment", "way=practice%2Fpm_card_visa&shipping_method=pigeon").is(422);
    ada.checkout().has("/shipping_method", "express");
}

#[test]
fn all_steps_at_once_can_choose_how_it_is_shipped() {
    let shop = TestShop::with(worldly);
    let ada = with_two_mugs(&shop);
    let body = |method: &str| json!({"shipping_address": address_in("DE", ""), "shipping_method": method, "payment": {"provider": "practice", "token": "pm_card_visa"}});
    let pigeon = ada.ask("POST", "/api/orders").key(KEY).json(&body("pigeon"));
    ada.send(pigeon).refused(422, "INVALID").has("/errors/0/pointer", "/shipping_method");
    let express = ada.ask("POST", "/api/orders").key(KEY).json(&body("express"));
    costs(&ada.send(express).is(201).has("/shipping_method/id", "express"), "/totals", [4_000, 0, 760, 1_499, 6_259]);
}

#[test]
fn a_country_out_of_reach_is_refused_at_its_field() {
    let shop = TestShop::with(|settings| {
        worldly(settings);
        settings.prices.home = "DE".to_owned();
        settings.prices.shipping.elsewhere = None;
    });
    let ada = with_two_mugs(&shop);
    let refused = goes_to(&ada, &address_in("US", "CA")).refused(422, "INVALID").has("/errors/0/pointer", "/country");
    assert!(refused.text("/errors/0/detail").contains("don't ship to this country"));
    ada.checkout().has("/state", "shipping");
    ada.buys(KEY, "pm_card_visa").refused(422, "INVALID").has("/errors/0/pointer", "/shipping_address/country");
    let form = "email=ada%40example.com&name=Ada&line1=1+Main+St&city=Oakville&region=CA&postal_code=94103&country=US";
    let page = ada.posts("/checkout/shipping", form).is(422).body;
    let page = page.as_str().expect("a page");
    assert!(page.contains("ship to this country") && page.contains("value=\"1 Main St\""), "{page}");
    // The form offers where it can go, and an address that's out of reach isn't kept for the next time either.
    ada.registers();
    for path in ["/checkout", "/account/addresses"] {
        let page = ada.gets(path).is(200).body.to_string();
        let offered: Vec<&str> =
            page.split("autocomplete=\\\"country\\\"").nth(1).expect("a list").split("</select>").next().expect("an end").split("<option").collect();
        assert!(offered.len() == 3 && offered[2].contains(">Germany<"), "{path}: {offered:?}");
        assert!(!page.contains("Show its fields"), "there is nothing to choose");
    }
    ada.posts("/checkout/shipping", &format!("{form}&save=true")).is(422);
    ada.posts("/account/addresses", form).is(422);
    let mut book = address_in("US", "CA");
    book.as_object_mut().expect("an object").remove("email");
    ada.send(ada.ask("POST", "/api/account/addresses").json(&book)).refused(422, "INVALID").has("/errors/0/pointer", "/country");
    ada.gets("/api/account/addresses").is(200).has("/addresses", json!([]));
    assert_eq!(shop.counts("mug"), (9, 2));
    goes_to(&ada, &address_in("DE", "")).is(200).has("/state", "payment");
}

#[test]
fn a_price_that_changed_is_shown_line_by_line() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    shop.stocks("pen", 9);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.adds("pen", 1).is(201);
    ada.checks_out();
    let key = ada.key();
    shop.prices("mug", "25.00");
    let told = ada.places(&key).refused(409, "PRICE_CHANGED").has("/was/amount", 6_480).has("/now/amount", 7_560);
    let changes = json!([{"sku": "mug", "title": "A fine mug", "was": {"amount": 2_000, "currency": "USD"}, "now": {"amount": 2_500, "currency": "USD"},
        "quantity_was": 2, "quantity_now": 2}]);
    told.has("/changes", changes);
    ada.places(&key).is(201).has("/totals/total/amount", 7_560);
}

#[test]
fn a_cart_that_changed_in_another_tab_is_shown_line_by_line() {
    let shop = TestShop::new();
    for sku in ["mug", "pen", "jug"] {
        shop.stocks(sku, 9);
    }
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.adds("pen", 2).is(201);
    ada.checks_out();
    ada.sets("pen", 3).is(200);
    ada.removes("mug").is(200);
    ada.adds("jug", 1).is(201);
    let told = ada.places(&ada.key()).refused(409, "CART_CHANGED").has("/was/amount", 6_480).has("/now/amount", 8_640);
    let told = told.has("/changes/0/sku", "mug").has("/changes/0/now", json!(null)).has("/changes/0/quantity_now", 0);
    let told = told.has("/changes/1/sku", "pen").has("/changes/1/quantity_was", 2).has("/changes/1/quantity_now", 3);
    told.has("/changes/2/sku", "jug").has("/changes/2/was", json!(null)).has("/changes/3", json!(null));
    ada.places(&ada.key()).is(201).has("/totals/total/amount", 8_640);
}

#[test]
fn the_page_shows_what_changed_and_asks_again() {
    let shop = TestShop::new();
    let ada = with_two_mugs(&shop);
    ada.checks_out();
    let key = ada.key();
    shop.prices("mug", "26.00");
    let page = ada.posts("/checkout/place", &format!("key={key}&total=4919")).is(409).body;
    let page = page.as_str().expect("a page");
    for shown in ["What changed", "A fine mug", "$20.00", "$26.00", "$49.19", "$56.16", "Nothing was charged", "$5.99", "value=\"5616\""] {
        assert!(page.contains(shown), "{shown} is missing in {page}");
    }
    assert_eq!(shop.waiting().len(), 0);
    let done = ada.posts("/checkout/place", &format!("key={key}&total=5616")).is(303);
    assert!(done.header("location").starts_with("/checkout/complete?order=1001"), "{}", done.header("location"));
}

/// What a browser sends is compared with, never charged.
#[test]
fn a_forged_total_on_the_page_buys_nothing() {
    let shop = TestShop::new();
    let ada = with_two_mugs(&shop);
    ada.checks_out();
    let key = ada.key();
    for forged in [1, 0, -4_919, 4_918, i64::MAX] {
        let page = ada.posts("/checkout/place", &format!("key={key}&total={forged}&tax=0&unit_price=1")).is(409).body;
        assert!(page.as_str().expect("a page").contains("$49.19"));
    }
    let item = ada.ask("POST", "/api/cart/items").json(&json!({"sku": "mug", "quantity": 1, "unit_price": 1}));
    ada.send(item).refused(422, "INVALID");
    ada.places(&key).is(201).has("/totals/total/amount", 4_919);
}

#[test]
fn a_rate_that_changes_later_leaves_an_order_as_it_was() {
    let shop = TestShop::new();
    let ada = with_two_mugs(&shop);
    let order = ada.buys(KEY, "pm_card_visa").is(201);
    let changed = shop.opens_again_with(|settings| {
        worldly(settings);
        settings.prices.tax.inclusive = true;
    });
    let same = Shopper::new(&changed, "10.0.0.1");
    same.cookie.replace(ada.cookie.borrow().clone());
    assert_eq!(same.gets("/api/orders/1001").is(200).body, order.body);
}

/// Baskets with sums that were worked out elsewhere.
#[test]
fn the_recorded_baskets_cost_what_was_recorded() {
    let fixture = |name: &str| {
        let path = format!("{}/fixtures/replay/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("the fixture is there")
    };
    let rules = Settings::default().prices;
    let orders = fixture("orders.jsonl");
    let mut baskets = BTreeMap::new();
    for order in orders.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")) {
        let line = |line: &Value| -> (Money, u32) {
            let quantity = line["qty"].as_u64().and_then(|many| u32::try_from(many).ok()).expect("a quantity");
            (usd(line["unit_price"].as_str().expect("a price")), quantity)
        };
        let lines: Vec<_> = order["lines"].as_array().expect("lines").iter().map(line).collect();
        baskets.insert(order["order_id"].as_str().expect("an id").to_owned(), lines);
    }
    let recorded = fixture("totals.tsv");
    let mut compared = 0;
    for row in recorded.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let sums = totals(&rules.terms(rules.home(), None), &baskets[cells[0]]).expect("small");
        let found = [sums.subtotal, sums.tax, sums.shipping, sums.total].map(|money| money.minor.to_string());
        assert_eq!(found[..], cells[1..5], "{}", cells[0]);
        compared += 1;
    }
    assert_eq!(compared, baskets.len());
}
