//! Carts: what is put in is reserved at once, nobody gets more than there is, and nothing is held for ever.

use serde_json::json;
use shop::domain::listing::ListedStock;
use shop::domain::product::Status;

use crate::world::{TestShop, usd};

#[test]
fn adding_reserves_at_once() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    let cart = ada.adds("mug", 2).is(201);
    let cart = cart.has("/item_count", 2).has("/lines/0/sku", "mug").has("/lines/0/quantity", 2).has("/lines/0/available", 5);
    cart.has("/lines/0/reserved_until", TestShop::minute(30)).has("/subtotal", json!({"amount": 4_000, "currency": "USD"}));
    assert_eq!((shop.counts("mug"), shop.shows("mug")), ((5, 2), 3));
    shop.someone().gets("/api/products/mug").is(200).has("/available", 3).has("/in_stock", true);
}

#[test]
fn nobody_gets_more_than_there_is() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 4).is(201);
    ben.adds("mug", 2).refused(409, "INSUFFICIENT_INVENTORY").has("/sku", "mug").has("/available", 1);
    ben.adds("mug", 1).is(201);
    ben.adds("mug", 1).refused(409, "INSUFFICIENT_INVENTORY").has("/available", 0);
    ada.adds("mug", 1).refused(409, "INSUFFICIENT_INVENTORY").has("/available", 0);
    assert_eq!(shop.counts("mug"), (5, 5));
}

#[test]
fn a_refusal_says_how_many_this_very_shopper_can_have() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    ada.adds("mug", 3).refused(409, "INSUFFICIENT_INVENTORY").has("/available", 2);
    ada.sets("mug", 6).refused(409, "INSUFFICIENT_INVENTORY").has("/available", 5);
    ada.cart().has("/lines/0/quantity", 3).has("/version", 1);
}

#[test]
fn lines_of_one_sku_are_summed() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let cart = ada.adds("mug", 2).is(201).has("/lines/0/quantity", 3).has("/item_count", 3);
    assert_eq!(cart.at("/lines").as_array().map(Vec::len), Some(1));
    assert_eq!(shop.counts("mug"), (5, 3));
}

#[test]
fn an_own_hold_never_blocks_its_owner() {
    let shop = TestShop::new();
    shop.stocks("mug", 2);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.sets("mug", 1).is(200);
    ada.sets("mug", 2).is(200).has("/lines/0/available", 2);
    ada.checks_out();
    ada.pays("pm_card_visa").is(201);
    assert_eq!(shop.counts("mug"), (0, 0));
}

#[test]
fn taking_out_gives_back() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    shop.stocks("jug", 5);
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    ada.adds("jug", 1).is(201);
    ada.sets("mug", 1).is(200);
    assert_eq!(shop.counts("mug"), (5, 1));
    ada.removes("mug").is(200).has("/lines/0/sku", "jug");
    ada.removes("mug").refused(404, "NOT_FOUND");
    ada.clears().is(200).has("/lines", json!([])).has("/total/amount", 0);
    assert_eq!((shop.counts("mug"), shop.counts("jug")), ((5, 0), (5, 0)));
}

#[test]
fn each_change_has_a_higher_version() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.cart().has("/version", 0);
    let answers = [ada.adds("mug", 1), ada.sets("mug", 3), ada.removes("mug"), ada.clears()];
    let versions = answers.map(|answer| answer.number("/version"));
    assert_eq!(versions, [1, 2, 3, 4]);
}

#[test]
fn changing_the_quantity_does_not_extend_the_hold() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    shop.waits_minutes(10);
    ada.sets("mug", 3).is(200).has("/lines/0/reserved_until", TestShop::minute(30));
    ada.adds("mug", 1).is(201).has("/lines/0/reserved_until", TestShop::minute(30));
    shop.waits_minutes(20);
    assert_eq!(shop.sweeps(), 1);
    assert_eq!(shop.counts("mug"), (9, 0));
}

#[test]
fn a_hold_that_ran_out_is_swept_and_its_line_stays() {
    let shop = TestShop::new();
    shop.stocks("mug", 2);
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 2).is(201);
    shop.waits_minutes(29);
    assert_eq!(shop.sweeps(), 0);
    shop.waits_minutes(1);
    assert_eq!(shop.sweeps(), 1);
    assert_eq!(shop.shows("mug"), 2);
    ada.cart().has("/lines/0/quantity", 2).has("/lines/0/reserved_until", json!(null));
    ben.adds("mug", 2).is(201);
    ada.sets("mug", 2).refused(409, "INSUFFICIENT_INVENTORY").has("/available", 0);
    ben.removes("mug").is(200);
    ada.sets("mug", 2).is(200).has("/lines/0/reserved_until", TestShop::minute(60));
    assert_eq!(shop.counts("mug"), (2, 2));
}

#[test]
fn the_last_unit_of_an_expired_cart_can_be_bought_before_the_sweep() {
    let shop = TestShop::new();
    shop.stocks("mug", 1);
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 1).is(201);
    shop.waits_minutes(29);
    ben.adds("mug", 1).refused(409, "INSUFFICIENT_INVENTORY");
    shop.waits_minutes(2);
    ada.cart().has("/lines/0/reserved_until", json!(null));
    ben.buys("ben-buys-the-last-one", "pm_card_visa").refused(409, "WRONG_STEP");
    ben.adds("mug", 1).is(201);
    ben.buys("ben-buys-the-last-one", "pm_card_visa").is(201);
    ada.buys("ada-comes-too-late-1", "pm_card_visa").refused(409, "RESERVATION_EXPIRED").has("/available", 0);
    assert_eq!(shop.counts("mug"), (0, 0));
}

#[test]
fn many_expired_carts_are_swept_in_one_go() {
    let shop = TestShop::with(|settings| settings.caps.client_units = 10_000);
    shop.stocks("mug", 500);
    for _ in 0..450 {
        shop.someone_at("10.9.9.9").adds("mug", 1).is(201);
    }
    shop.waits_minutes(30);
    assert_eq!(shop.sweeps(), 450);
    assert_eq!((shop.counts("mug"), shop.sweeps()), ((500, 0), 0));
}

#[test]
fn going_to_checkout_again_and_again_never_passes_the_cap() {
    let shop = TestShop::new();
    shop.stocks("mug", 1);
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 1).is(201);
    for until in [55, 80, 105, 120] {
        shop.waits_minutes(25);
        ada.gives_address().is(200);
        ada.cart().has("/lines/0/reserved_until", TestShop::minute(until));
    }
    shop.waits_minutes(19);
    ada.gives_address().is(200);
    ben.adds("mug", 1).refused(409, "INSUFFICIENT_INVENTORY");
    shop.waits_minutes(1);
    ben.adds("mug", 1).is(201);
}

#[test]
fn a_cart_has_limits() {
    let shop = TestShop::with(|settings| settings.caps.lines = 2);
    for sku in ["mug", "jug", "pan"] {
        shop.stocks(sku, 500);
    }
    let ada = shop.someone();
    ada.adds("mug", 100).refused(422, "INVALID").has("/errors/0/pointer", "/quantity");
    ada.adds("mug", 60).is(201);
    ada.adds("mug", 40).refused(422, "INVALID").has("/errors/0/pointer", "/quantity");
    ada.sets("mug", 99).is(200);
    ada.adds("jug", 1).is(201);
    ada.adds("pan", 1).refused(422, "INVALID").has("/errors/0/pointer", "/sku");
    assert_eq!((shop.counts("mug"), shop.counts("pan")), ((500, 99), (500, 0)));
}

#[test]
fn one_network_holds_only_so_many_of_one_product() {
    let shop = TestShop::with(|settings| settings.caps.client_units = 3);
    shop.stocks("mug", 9);
    let (ada, bob, eve) = (shop.someone_at("10.1.1.1"), shop.someone_at("10.1.1.1"), shop.someone_at("10.2.2.2"));
    ada.adds("mug", 2).is(201);
    let answer = bob.adds("mug", 2).refused(429, "RATE_LIMITED");
    assert_eq!(answer.header("retry-after"), "60");
    assert_eq!(shop.counts("mug"), (9, 2));
    eve.adds("mug", 2).is(201);
    bob.adds("mug", 1).is(201);
    ada.checks_out();
    ada.pays("pm_card_visa").is(201);
    bob.sets("mug", 3).is(200);
    shop.waits_minutes(30);
    shop.sweeps();
    ada.adds("mug", 3).is(201);
}

#[test]
fn a_lost_answer_can_be_asked_for_again() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let ask = ada.add("mug", 2).key("ada-adds-two-mugs");
    let first = ada.send(ask.clone()).is(201);
    let again = ada.send(ask).is(201);
    assert_eq!(first.body, again.body);
    ada.send(ada.add("mug", 3).key("ada-adds-two-mugs")).refused(422, "IDEMPOTENCY_KEY_REUSED");
    ada.send(ada.ask("DELETE", "/api/cart").key("ada-adds-two-mugs")).refused(422, "IDEMPOTENCY_KEY_REUSED");
    ada.send(ada.add("mug", 1).key("short")).refused(400, "MALFORMED_REQUEST");
    assert_eq!(shop.counts("mug"), (9, 3));
}

#[test]
fn a_refused_change_leaves_its_key_unused() {
    let shop = TestShop::new();
    shop.stocks("mug", 1);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let ask = ada.add("mug", 2).key("ada-adds-two-mugs");
    ada.send(ask.clone()).refused(409, "INSUFFICIENT_INVENTORY");
    shop.stocks("mug", 3);
    ada.send(ask).is(201).has("/lines/0/quantity", 3);
}

#[test]
fn what_costs_nothing_by_mistake_is_not_for_sale() {
    let shop = TestShop::new();
    shop.relists("sample", |variant| (variant.price, variant.stock) = (usd("0"), ListedStock::Counted(5)));
    let ada = shop.someone();
    ada.adds("sample", 1).refused(409, "INSUFFICIENT_INVENTORY").has("/available", 0);
    ada.gets("/api/products/sample").is(200).has("/available", 0).has("/in_stock", false);
    shop.relists("sample", |variant| variant.free = true);
    ada.adds("sample", 1).is(201).has("/subtotal/amount", 0);
    ada.gets("/api/products/sample").is(200).has("/available", 4);
}

#[test]
fn what_is_not_counted_can_always_be_bought() {
    let shop = TestShop::new();
    shop.relists("ebook", |variant| variant.stock = ListedStock::Untracked(0));
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("ebook", 99).is(201);
    ben.adds("ebook", 99).is(201);
    ben.checks_out();
    ben.pays("pm_card_visa").is(201);
    ben.gets("/api/products/ebook").has("/in_stock", true);
    assert_eq!(shop.counts("ebook"), (0, 99));
    shop.stocks("ebook", 10);
    assert_eq!(shop.counts("ebook"), (99, 99), "what is spoken for is kept");
}

#[test]
fn a_price_from_the_browser_is_refused() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    for forged in [json!({"sku": "mug", "quantity": 1, "price": 1}), json!({"sku": "mug", "unit_price": {"amount": 1, "currency": "USD"}})] {
        ada.send(ada.ask("POST", "/api/cart/items").json(&forged)).refused(422, "INVALID");
    }
    ada.adds("mug", 1).is(201);
    let set = json!({"quantity": 1, "line_total": 0});
    ada.send(ada.ask("PATCH", "/api/cart/items/mug").json(&set)).refused(422, "INVALID");
    ada.cart().has("/subtotal/amount", 2_000);
}

#[test]
fn quantities_that_make_no_sense_are_refused() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    for quantity in [json!(0), json!(-1), json!(1.5), json!("2"), json!(4_294_967_296_u64), json!(null)] {
        let ask = ada.ask("POST", "/api/cart/items").json(&json!({"sku": "mug", "quantity": quantity}));
        ada.send(ask).refused(422, "INVALID").has("/errors/0/pointer", "/quantity");
    }
    ada.adds("no-such-thing", 1).refused(404, "NOT_FOUND");
    assert_eq!(shop.counts("mug"), (5, 0));
}

#[test]
fn nobody_has_an_empty_cart() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let nobody = shop.someone();
    nobody.cart().has("/version", 0).has("/lines", json!([])).has("/item_count", 0).has("/shipping/amount", 0);
    nobody.clears().is(200).has("/lines", json!([]));
    nobody.sets("mug", 1).refused(404, "NOT_FOUND");
    nobody.removes("mug").refused(404, "NOT_FOUND");
    assert!(nobody.cookie.borrow().is_none(), "who has nothing needs no cookie");
}

#[test]
fn a_forged_cookie_is_nobody() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let (ada, eve) = (shop.someone(), shop.someone());
    ada.adds("mug", 2).is(201);
    let real = ada.cookie.borrow().clone().expect("a cookie was set");
    let (id, token) = real.split_once('.').expect("an id and a token");
    let forged = [format!("{id}.{}", "0".repeat(64)), format!("{}.{token}", 1), format!("{id}."), id.to_owned(), "…".to_owned()];
    for cookie in forged {
        eve.cookie.replace(Some(cookie));
        eve.cart().has("/lines", json!([]));
        eve.sets("mug", 0).refused(404, "NOT_FOUND");
    }
    eve.adds("mug", 1).is(201);
    assert_ne!(eve.cookie.borrow().as_deref(), Some(real.as_str()));
    ada.cart().has("/lines/0/quantity", 2).has("/version", 1);
}

#[test]
fn what_is_hidden_cannot_be_added() {
    let shop = TestShop::new();
    for (sku, status) in [("draft", Status::Draft), ("gone", Status::Archived)] {
        shop.stocks(sku, 5);
        let mut listing = shop.listing(sku);
        listing.status = status;
        shop.lists(listing);
        shop.someone().adds(sku, 1).refused(404, "NOT_FOUND");
        shop.someone().gets(&format!("/api/products/{sku}")).refused(404, "NOT_FOUND");
    }
}

#[test]
fn a_variant_taken_out_of_the_catalogue_can_be_taken_out_of_the_cart() {
    let shop = TestShop::new();
    let mut listing = shop.listing("mug");
    listing.option_names = vec!["Color".to_owned()];
    let blue =
        shop::domain::listing::ListedVariant { options: vec!["Blue".to_owned()], stock: ListedStock::Counted(3), ..listing.variants[0].clone() };
    let red = shop::domain::listing::ListedVariant { sku: Some("mug-red".to_owned()), options: vec!["Red".to_owned()], ..blue.clone() };
    listing.variants = vec![blue, red];
    shop.lists(listing.clone());
    let ada = shop.someone();
    ada.adds("mug-red", 2).is(201).has("/lines/0/options", json!({"Color": "Red"}));
    listing.variants.pop();
    shop.lists(listing);
    ada.cart().has("/lines/0/available", 0).has("/lines/0/line_total/amount", 0).has("/total/amount", 599);
    ada.buys("ada-buys-what-is-gone", "pm_card_visa").refused(409, "INSUFFICIENT_INVENTORY").has("/sku", "mug-red");
    ada.removes("mug-red").is(200).has("/lines", json!([]));
}
