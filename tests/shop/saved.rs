//! Saved for later: a line leaves the cart and its stock, keeps its units, and comes back where there are enough.

use serde_json::{Value, json};
use shop::domain::limits::SAVED_MAX;
use shop::domain::listing::{ListedStock, ListedVariant};
use shop::domain::product::Status;

use crate::account_cart::only_places;
use crate::shopper::{Answer, Shopper};
use crate::world::TestShop;

const DAY: i64 = 24 * 60;

impl Shopper<'_> {
    fn saves(&self, sku: &str) -> Answer {
        self.send(self.ask("POST", "/api/cart/saved").json(&json!({"sku": sku})))
    }

    fn moves_back(&self, sku: &str) -> Answer {
        self.send(self.ask("POST", "/api/cart/saved/move").json(&json!({"sku": sku})))
    }

    fn saved(&self) -> Vec<(String, u64)> {
        units(&self.cart(), "/saved")
    }

    fn lines(&self) -> Vec<(String, u64)> {
        units(&self.cart(), "/lines")
    }
}

fn units(cart: &Answer, list: &str) -> Vec<(String, u64)> {
    let of = |item: &Value| (item["sku"].as_str().expect("a SKU").to_owned(), item["quantity"].as_u64().expect("units"));
    cart.at(list).as_array().expect("a list").iter().map(of).collect()
}

fn some(sku: &str, quantity: u64) -> (String, u64) {
    (sku.to_owned(), quantity)
}

/// A shop with five mugs and five jugs.
fn open() -> TestShop {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    shop.stocks("jug", 5);
    shop
}

#[test]
fn a_saved_line_gives_its_stock_back_and_keeps_its_units() {
    let shop = open();
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    ada.adds("jug", 1).is(201);
    let cart = ada.saves("mug").is(200).has("/item_count", 1).has("/subtotal/amount", 2_000).has("/version", 3);
    let saved = json!([{"sku": "mug", "handle": "mug", "title": "A fine mug", "options": {}, "quantity": 3,
        "unit_price": {"amount": 2_000, "currency": "USD"}, "unit_price_was": null, "available": 5}]);
    assert_eq!((cart.at("/saved"), shop.counts("mug")), (&saved, (5, 0)));
    shop.adds_up();
    ada.saves("jug").is(200).has("/item_count", 0).has("/total/amount", 0);
    assert_eq!(ada.saved(), [some("jug", 1), some("mug", 3)], "the newest first");
    shop.crashes();
    ada.moves_back("mug").is(200).has("/lines/0/quantity", 3).has("/lines/0/reserved_until", TestShop::minute(30));
    assert_eq!((ada.saved(), shop.counts("mug")), (vec![some("jug", 1)], (5, 3)));
    ada.send(ada.ask("DELETE", "/api/cart/saved/jug")).is(200).has("/saved", json!([]));
    ada.send(ada.ask("DELETE", "/api/cart/saved/jug")).refused(404, "NOT_FOUND");
    ada.saves("jug").refused(404, "NOT_FOUND");
    ada.moves_back("jug").refused(404, "NOT_FOUND");
    let none = ada.ask("POST", "/api/cart/saved/move").json(&json!({"sku": "mug", "quantity": 0}));
    ada.send(none).refused(422, "INVALID").has("/errors/0/pointer", "/quantity");
}

#[test]
fn what_is_saved_is_nobodys_and_the_way_back_is_refused_where_there_is_too_little() {
    let shop = open();
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 3).is(201);
    ada.saves("mug").is(200);
    ben.adds("mug", 4).is(201);
    ada.moves_back("mug").refused(409, "INSUFFICIENT_INVENTORY").has("/sku", "mug").has("/available", 1);
    assert_eq!((ada.saved(), ada.lines(), shop.counts("mug")), (vec![some("mug", 3)], vec![], (5, 4)));
    for path in ["/cart/saved/move", "/f/cart/saved/move"] {
        let shown = ada.posts(path, "sku=mug&quantity=3").is(409).text("");
        assert!(shown.contains("data-refused") && shown.contains("Only 1 available.") && shown.contains("Only 1 left"), "{shown}");
        let button = "action=\"/cart/saved/move\"><input type=\"hidden\" name=\"sku\" value=\"mug\"><button class=\"btn\" name=\"quantity\" value=\"1\">Move 1<";
        assert!(shown.contains(button), "{shown}");
    }
    ada.posts("/cart/saved/move", "sku=mug&quantity=1").is(303);
    assert_eq!((ada.saved(), ada.lines(), shop.counts("mug")), (vec![some("mug", 2)], vec![some("mug", 1)], (5, 5)));
    ada.moves_back("mug").refused(409, "INSUFFICIENT_INVENTORY").has("/available", 0);
    // A hold that ran out blocks nobody.
    shop.waits_minutes(31);
    ada.moves_back("mug").is(200);
    assert_eq!((ada.lines(), shop.counts("mug")), (vec![some("mug", 3)], (5, 3)));
    shop.adds_up();
}

#[test]
fn units_of_one_thing_are_one_entry() {
    let shop = TestShop::with(|settings| settings.caps.quantity = 4);
    shop.stocks("mug", 20);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.saves("mug").is(200);
    ada.adds("mug", 1).is(201);
    ada.saves("mug").is(200);
    assert_eq!(ada.saved(), [some("mug", 3)]);
    ada.adds("mug", 2).is(201);
    ada.moves_back("mug").refused(422, "INVALID").has("/errors/0/pointer", "/quantity");
    ada.saves("mug").is(200);
    assert_eq!((ada.saved(), shop.counts("mug")), (vec![some("mug", 4)], (20, 0)), "no more than a line could have");
}

#[test]
fn a_press_that_is_sent_twice_counts_once() {
    let shop = open();
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    let save = ada.ask("POST", "/api/cart/saved").json(&json!({"sku": "mug"})).key("ada-saves-her-mugs");
    let first = ada.send(save.clone()).is(200);
    assert_eq!(ada.send(save.clone()).is(200).body, first.body);
    let back = ada.ask("POST", "/api/cart/saved/move").json(&json!({"sku": "mug", "quantity": 1})).key("ada-wants-one-back");
    for _ in 0..3 {
        ada.send(back.clone()).is(200);
    }
    assert_eq!((ada.lines(), ada.saved(), shop.counts("mug")), (vec![some("mug", 1)], vec![some("mug", 1)], (5, 1)));
    ada.send(save).is(200);
    assert_eq!(ada.saved(), [some("mug", 1)], "an old answer that is asked for again changes nothing");
    ada.send(ada.ask("POST", "/api/cart/saved").json(&json!({"sku": "jug"})).key("ada-wants-one-back")).refused(422, "IDEMPOTENCY_KEY_REUSED");
}

#[test]
fn an_order_and_an_empty_cart_leave_the_list_alone() {
    let shop = open();
    let ada = shop.someone();
    ada.adds("jug", 2).is(201);
    ada.saves("jug").is(200);
    ada.gives_address().refused(409, "WRONG_STEP").has("/state", "cart");
    ada.adds("mug", 1).is(201);
    ada.gives_address().is(200);
    ada.chooses("pm_card_visa").is(200);
    ada.places(&ada.key()).is(201).has("/lines/0/sku", "mug").has("/lines/1", Value::Null);
    assert_eq!((ada.lines(), ada.saved(), shop.counts("jug")), (vec![], vec![some("jug", 2)], (5, 0)));
    ada.moves_back("jug").is(200);
    ada.adds("mug", 1).is(201);
    ada.saves("mug").is(200);
    ada.clears().is(200);
    assert_eq!((ada.lines(), ada.saved(), shop.counts("jug")), (vec![], vec![some("mug", 1)], (5, 0)));
}

#[test]
fn nothing_moves_while_the_cart_is_being_paid_for() {
    let shop = open();
    let ada = shop.someone();
    ada.adds("jug", 1).is(201);
    ada.saves("jug").is(200);
    ada.adds("mug", 1).is(201);
    only_places(&shop, &ada, "ada-buys-her-one-mug");
    ada.saves("mug").refused(409, "WRONG_STEP");
    ada.moves_back("jug").refused(409, "WRONG_STEP");
    shop.settles();
    assert_eq!(ada.saved(), [some("jug", 1)]);
    ada.moves_back("jug").is(200);
}

#[test]
fn a_guests_list_goes_into_the_accounts_and_stays_there() {
    let shop = open();
    shop.stocks("pan", 5);
    let home = shop.someone();
    home.registers();
    for (sku, quantity) in [("mug", 2), ("pan", 1)] {
        home.adds(sku, quantity).is(201);
        home.saves(sku).is(200);
    }
    home.signs_out();
    assert_eq!(home.saved(), [], "the next one at this browser sees nothing of it");
    let phone = shop.someone();
    for sku in ["mug", "jug"] {
        phone.adds(sku, 1).is(201);
        phone.saves(sku).is(200);
    }
    phone.signs_in();
    assert_eq!(phone.saved(), [some("pan", 1), some("mug", 2), some("jug", 1)], "a union in which everything stands once");
    phone.cart().has("/left_out", json!([]));
    home.signs_in();
    assert_eq!(home.cart().body, phone.cart().body);
    home.moves_back("jug").is(200);
    assert_eq!((phone.lines(), shop.counts("jug")), (vec![some("jug", 1)], (5, 1)));
    shop.adds_up();
}

#[test]
fn a_guest_with_nothing_but_a_list_waits_while_the_account_pays() {
    let shop = open();
    let home = shop.someone();
    home.registers();
    home.adds("mug", 1).is(201);
    only_places(&shop, &home, "ada-buys-her-one-mug");
    let phone = shop.someone();
    phone.adds("jug", 1).is(201);
    phone.saves("jug").is(200);
    phone.signs_in();
    assert_eq!(phone.saved(), [some("jug", 1)]);
    shop.settles();
    phone.adds("mug", 1).is(201);
    assert_eq!((home.lines(), home.saved()), (vec![some("mug", 1)], vec![some("jug", 1)]));
}

#[test]
fn the_list_has_a_limit() {
    let shop = TestShop::new();
    let all: Vec<String> = (0..=SAVED_MAX).map(|number| format!("thing-{number}")).collect();
    let home = shop.someone();
    home.registers();
    for sku in &all[..SAVED_MAX] {
        shop.stocks(sku, 5);
        home.adds(sku, 1).is(201);
        home.saves(sku).is(200);
    }
    let last = &all[SAVED_MAX];
    shop.stocks(last, 5);
    home.adds(last, 2).is(201);
    home.saves(last).refused(422, "INVALID").has("/errors/0/pointer", "/sku");
    assert_eq!((home.lines(), shop.counts(last)), (vec![some(last, 2)], (5, 2)));
    assert!(home.posts("/cart/saved", &format!("sku={last}")).is(422).text("").contains("at most 100 different products"));
    home.removes(last).is(200);
    let phone = shop.someone();
    phone.adds(last, 2).is(201);
    phone.saves(last).is(200);
    phone.signs_in();
    assert_eq!(phone.saved().len(), SAVED_MAX);
    phone.cart().has("/left_out/0/sku", last.as_str()).has("/left_out/0/wanted", 2).has("/left_out/0/fitted", 0);
}

#[test]
fn the_page_tells_prices_of_then_and_what_is_no_longer_sold() {
    let shop = TestShop::new();
    let ada = shop.someone();
    let mut listing = shop.listing("vase");
    listing.option_names = vec!["Color".to_owned()];
    let blue = ListedVariant { options: vec!["Blue".to_owned()], stock: ListedStock::Counted(5), ..listing.variants[0].clone() };
    let gone = ListedVariant { sku: Some("gone".to_owned()), options: vec!["Red".to_owned()], ..blue.clone() };
    listing.variants = vec![blue, gone];
    shop.lists(listing.clone());
    for sku in ["cheaper", "dearer", "same", "hidden", "gone"] {
        if sku != "gone" {
            shop.stocks(sku, 5);
        }
        ada.adds(sku, 1).is(201);
        ada.saves(sku).is(200);
    }
    shop.prices("cheaper", "15");
    shop.prices("dearer", "25");
    let mut hidden = shop.listing("hidden");
    hidden.status = Status::Archived;
    shop.lists(hidden);
    listing.variants.pop();
    shop.lists(listing);
    let cart = ada.cart();
    let told: Vec<_> = cart
        .at("/saved")
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| {
            let amount = |name: &str| item[name]["amount"].as_i64();
            (item["sku"].as_str().expect("a SKU"), amount("unit_price"), amount("unit_price_was"), item["available"].as_u64())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("gone", None, None, Some(0)),
            ("hidden", None, None, Some(0)),
            ("same", Some(2_000), None, Some(5)),
            ("dearer", Some(2_500), Some(2_000), Some(5)),
            ("cheaper", Some(1_500), Some(2_000), Some(5)),
        ]
    );
    let page = ada.gets("/cart").is(200).text("");
    assert_eq!((page.matches("Was $20.00 when you saved it").count(), page.matches("No longer sold").count()), (2, 2), "{page}");
    assert_eq!(page.matches("/cart/saved/move").count(), 3, "what isn't sold can't be moved: {page}");
    assert!(page.contains("Your cart is empty") && page.contains("Saved for later (5)"), "{page}");
    for (sku, status) in [("gone", 404), ("hidden", 404), ("same", 200)] {
        ada.moves_back(sku).is(status);
    }
    for sku in ["gone", "hidden"] {
        ada.posts("/cart/saved/set", &format!("sku={sku}&quantity=0")).is(303);
    }
    assert_eq!(ada.saved(), [some("dearer", 1), some("cheaper", 1)]);
    shop.adds_up();
}

#[test]
fn forms_do_it_and_removing_can_be_undone() {
    let shop = open();
    let ada = shop.someone();
    ada.posts("/cart/items", "sku=mug&quantity=2").is(303);
    assert!(ada.gets("/cart").text("").contains("Save for later"));
    assert_eq!(ada.posts("/cart/saved", "sku=mug").is(303).header("location"), "/cart");
    ada.posts("/cart/saved/set", "sku=mug&quantity=0").is(303);
    assert_eq!(ada.saved(), []);
    let part = ada.posts("/f/cart/saved/set", "sku=mug&quantity=2").is(200);
    assert_eq!((ada.saved(), part.header("x-cart-version")), (vec![some("mug", 2)], "4"));
    ada.posts("/f/cart/saved/set", "sku=nothing&quantity=2").is(404);
    ada.posts("/f/cart/saved/set", "sku=mug&quantity=200").is(422);
    ada.posts("/f/cart/saved/move", "sku=mug&quantity=2").is(200);
    assert_eq!((ada.saved(), ada.lines(), shop.counts("mug")), (vec![], vec![some("mug", 2)], (5, 2)));
    for form in ["/cart/saved", "/cart/saved/move", "/cart/saved/set"] {
        shop.someone().posts(form, "sku=mug").is(404);
    }
}

#[test]
fn a_list_is_kept_as_long_as_a_cart_is() {
    let shop = open();
    let (ada, ben, eve) = (shop.someone(), shop.someone(), shop.someone());
    eve.registers();
    for shopper in [&ada, &ben, &eve] {
        shopper.adds("mug", 1).is(201);
    }
    ada.saves("mug").is(200);
    eve.saves("mug").is(200);
    shop.waits_minutes(89 * DAY);
    shop.sweeps();
    assert_eq!(shop.runs(shop.shop().prune_sessions(90 * DAY * 60_000)).expect("pruned"), 0);
    assert_eq!((ada.saved(), ben.lines()), (vec![some("mug", 1)], vec![some("mug", 1)]));
    shop.waits_minutes(2 * DAY);
    assert_eq!(shop.runs(shop.shop().prune_sessions(90 * DAY * 60_000)).expect("pruned"), 3);
    eve.signs_in();
    assert_eq!(eve.saved(), [some("mug", 1)], "an account's stays");
    shop.adds_up();
}
