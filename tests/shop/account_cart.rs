//! A guest's cart and an account's become one, and so do orders; two devices share what belongs to the account.

use serde_json::{Value, json};
use shop::base::secret::digest;
use shop::domain::limits::RESET_LIFE_MS;
use shop::shop::order::{Place, order_place};

use crate::account::{MAIL, PASSWORD};
use crate::shopper::{Shopper, at_once};
use crate::world::TestShop;

const KEY: &str = "ada-buys-her-mugs-1";

/// SKU and quantity of each line.
fn lines(shopper: &Shopper) -> Vec<(String, i64)> {
    let cart = shopper.cart().body;
    let lines = cart["lines"].as_array().expect("lines").iter();
    lines.map(|line| (line["sku"].as_str().expect("a SKU").to_owned(), line["quantity"].as_i64().expect("units"))).collect()
}

fn line(sku: &str, quantity: i64) -> (String, i64) {
    (sku.to_owned(), quantity)
}

/// Ada has an account, at home; what she puts into her cart there stays in it.
fn ada_at_home<'a>(shop: &'a TestShop, items: &[(&str, u32)]) -> Shopper<'a> {
    let home = shop.someone();
    home.registers();
    for (sku, quantity) in items {
        home.adds(sku, *quantity).is(201);
    }
    home
}

/// The first of the two commits of an order: its cart is closed until the provider answers.
pub fn only_places(shop: &TestShop, shopper: &Shopper, key: &str) {
    shopper.checks_out();
    let place = Place { visitor: shopper.visitor(), key: key.to_owned(), request: digest(b""), accepted: None, steps: None };
    let settings = shop.settings.clone();
    shop.books().write_blocking("placing", move |draft| order_place(draft, &settings, &place, None)).expect("it can be placed");
}

#[test]
fn a_guest_who_registers_keeps_cart_and_checkout() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.checks_out();
    let (cart, key) = (ada.cart().body, ada.key());
    ada.registers();
    assert_eq!((ada.cart().body, ada.key()), (cart, key));
    ada.checkout().has("/state", "review");
    assert_eq!(shop.counts("mug"), (5, 2));
    ada.signs_out();
    ada.cart().has("/lines", json!([]));
    assert_eq!(shop.counts("mug"), (5, 2), "the account's cart still holds them");
    ada.signs_in();
    assert_eq!(lines(&ada), [line("mug", 2)]);
}

#[test]
fn quantities_are_added_up_and_holds_move_with_their_units() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    shop.stocks("jug", 9);
    shop.stocks("pan", 9);
    let home = ada_at_home(&shop, &[("mug", 2), ("pan", 1)]);
    shop.waits_minutes(10);
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    ada.adds("jug", 1).is(201);
    shop.waits_minutes(5);
    let version = home.cart().number("/version");
    ada.signs_in();
    assert_eq!(lines(&ada), [line("mug", 5), line("pan", 1), line("jug", 1)]);
    ada.cart().has("/left_out", json!([]));
    let cart = ada.cart().has("/lines/0/reserved_until", TestShop::minute(30)).has("/lines/2/reserved_until", TestShop::minute(40));
    assert!(cart.number("/version") > version);
    assert_eq!(home.cart().body, cart.body, "both devices show one cart");
    assert_eq!((shop.counts("mug"), shop.counts("jug"), shop.counts("pan")), ((9, 5), (9, 1), (9, 1)));
    shop.adds_up();
    shop.waits_minutes(16);
    assert_eq!(shop.sweeps(), 2, "signing in makes no hold longer");
}

#[test]
fn what_does_not_fit_is_given_back() {
    let shop = TestShop::with(|settings| {
        settings.caps.quantity = 4;
        settings.caps.lines = 2;
        settings.caps.client_units = 5;
    });
    for sku in ["mug", "jug", "pan"] {
        shop.stocks(sku, 50);
    }
    let home = ada_at_home(&shop, &[("mug", 3), ("jug", 1)]);
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    ada.adds("pan", 1).is(201);
    ada.signs_in();
    assert_eq!(lines(&home), [line("mug", 4), line("jug", 1)]);
    assert_eq!((shop.counts("mug"), shop.counts("pan")), ((50, 4), (50, 0)));
    let told =
        json!([{"sku": "mug", "title": "A fine mug", "wanted": 3, "fitted": 1}, {"sku": "pan", "title": "A fine pan", "wanted": 1, "fitted": 0}]);
    for device in [&home, &ada] {
        device.cart().has("/left_out", told.clone());
    }
    for path in ["/account", "/cart", "/checkout"] {
        let page = ada.gets(path).is(200).body.to_string();
        assert!(page.contains("Not everything fit into your cart"), "{path}");
        assert!(page.contains("A fine mug: 1 of 3. A fine pan: 0 of 1."), "{path}");
    }
    // Another cart on her home's network holds three more of them: the network's cap leaves room for two of hers.
    home.sets("mug", 2).is(200);
    let brother = shop.someone_at("10.0.0.1");
    brother.adds("mug", 3).is(201);
    ada.signs_out();
    ada.adds("mug", 2).is(201);
    ada.signs_in();
    assert_eq!((lines(&home)[0].clone(), shop.counts("mug")), (line("mug", 2), (50, 5)));
}

#[test]
fn what_did_not_fit_is_told_for_as_long_as_a_hold_lasts() {
    let shop = TestShop::with(|settings| settings.caps.quantity = 4);
    shop.stocks("mug", 9);
    shop.stocks("pan", 9);
    let home = ada_at_home(&shop, &[("mug", 3), ("pan", 3)]);
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    ada.adds("pan", 2).is(201);
    ada.signs_in();
    ada.cart().has("/left_out/0/sku", "mug").has("/left_out/1/sku", "pan");
    shop.crashes();
    home.sets("mug", 3).is(200).has("/left_out/0/sku", "pan").has("/left_out/1", Value::Null);
    shop.waits_minutes(29);
    ada.cart().has("/left_out/0/sku", "pan");
    shop.waits_minutes(1);
    ada.cart().has("/left_out", json!([]));
    assert!(!ada.gets("/cart").is(200).body.to_string().contains("Not everything fit"));
}

#[test]
fn what_ran_out_and_was_sold_is_shown_and_not_held() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    shop.stocks("jug", 5);
    let home = ada_at_home(&shop, &[("mug", 3)]);
    let ada = shop.someone();
    ada.adds("jug", 5).is(201);
    shop.waits_minutes(31);
    shop.sweeps();
    let ben = shop.someone();
    ben.adds("jug", 5).is(201);
    ben.adds("mug", 2).is(201);
    let phone = shop.someone();
    phone.adds("mug", 2).is(201);
    phone.signs_in();
    assert_eq!((lines(&home), shop.counts("mug")), (vec![line("mug", 3)], (5, 5)), "as many as there are");
    ada.signs_in();
    assert_eq!((lines(&home), shop.counts("jug")), (vec![line("mug", 3), line("jug", 5)], (5, 5)));
    home.cart().has("/lines/1/reserved_until", Value::Null).has("/lines/1/available", 0);
}

#[test]
fn empty_carts_are_no_trouble() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let home = ada_at_home(&shop, &[]);
    let ada = shop.someone();
    ada.signs_in();
    assert_eq!(lines(&ada), []);
    ada.signs_out();
    ada.adds("mug", 1).is(201);
    ada.clears().is(200);
    ada.signs_in();
    assert_eq!(lines(&ada), []);
    ada.adds("mug", 2).is(201);
    assert_eq!(lines(&home), [line("mug", 2)]);
    home.signs_out();
    home.signs_in();
    home.signs_in();
    assert_eq!((lines(&home), shop.counts("mug")), (vec![line("mug", 2)], (5, 2)));
}

#[test]
fn two_devices_share_the_checkout_and_buy_once() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let home = ada_at_home(&shop, &[("mug", 2)]);
    let phone = shop.someone();
    phone.signs_in();
    home.gives_address().is(200);
    phone.checkout().has("/state", "payment");
    phone.chooses("pm_card_visa").is(200);
    assert_eq!(home.key(), phone.key());
    let key = home.key();
    let placed = |shopper: &Shopper| shopper.ask("POST", "/api/orders").key(&key);
    let answers = shop.all_at_once((0..20).flat_map(|_| [placed(&home), placed(&phone)]).collect());
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert!(answers.iter().all(|answer| [200, 201, 409].contains(&answer.status)), "{answers:?}");
    home.places(&key).is(200).has("/number", "1001");
    phone.places(&key).is(200).has("/number", "1001");
    assert_eq!(shop.counts("mug"), (7, 0));
    for device in [&home, &phone] {
        device.gets("/api/orders").is(200).has("/orders/0/number", "1001").has("/orders/1", Value::Null);
        device.gets("/api/orders/1001").is(200);
    }
}

#[test]
fn one_order_for_each_key_whatever_device_asks_and_whoever_signs_in_between() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.buys(KEY, "pm_card_visa").is(201).has("/number", "1001");
    ada.registers();
    ada.adds("mug", 1).is(201);
    assert_eq!(ada.buys(KEY, "pm_card_visa").is(200).header("idempotency-replayed"), "true");
    let phone = shop.someone();
    phone.signs_in();
    phone.buys(KEY, "pm_card_visa").is(200).has("/number", "1001");
    phone.buys(KEY, "pm_card_mastercard").refused(422, "IDEMPOTENCY_KEY_REUSED");
    phone.buys("ada-buys-her-mugs-2", "pm_card_visa").is(201).has("/number", "1002");
    ada.adds("mug", 1).is(201);
    ada.buys("ada-buys-her-mugs-2", "pm_card_visa").is(200).has("/number", "1002");
    ada.signs_out();
    ada.signs_in();
    for key in [KEY, "ada-buys-her-mugs-2"] {
        ada.buys(key, "pm_card_visa").is(200);
    }
    assert_eq!(shop.counts("mug"), (7, 1));
    // A guest whose mail address the order doesn't have keeps key and order in the browser, signed in or not.
    let guest = shop.someone();
    guest.adds("mug", 1).is(201);
    let mut body = at_once("pm_card_visa");
    body["shipping_address"]["email"] = json!("ben@example.com");
    let ask = guest.ask("POST", "/api/orders").key(KEY).json(&body);
    guest.send(ask).is(201).has("/number", "1003");
    guest.signs_in();
    guest.send(guest.ask("POST", "/api/orders").key(KEY).json(&body)).is(200).has("/number", "1003");
    phone.gets("/api/orders/1003").refused(404, "NOT_FOUND");
}

#[test]
fn a_guests_orders_go_into_the_account() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    for key in [KEY, "ada-buys-her-mugs-2"] {
        ada.adds("mug", 1).is(201);
        shop.clock.advance_ms(1);
        ada.buys(key, "pm_card_visa").is(201);
    }
    ada.registers_as("ada.new@example.com", PASSWORD).is(201);
    let phone = shop.someone();
    phone.signs_in_as("ada.new@example.com", PASSWORD).is(200);
    phone.gets("/api/orders").is(200).has("/orders/0/number", "1002").has("/orders/1/number", "1001");
    ada.signs_out();
    ada.gets("/api/orders/1001").refused(404, "NOT_FOUND");

    // A later purchase without signing in comes along when its mail address is the account's.
    ada.adds("mug", 1).is(201);
    ada.buys("ada-buys-her-mugs-3", "pm_card_visa").is(201).has("/email", MAIL);
    ada.signs_in_as("ada.new@example.com", PASSWORD).is(200);
    phone.gets("/api/orders/1003").refused(404, "NOT_FOUND");
    ada.gets("/api/orders/1003").is(200);
    shop.someone().registers();
    let other = shop.someone();
    other.adds("mug", 1).is(201);
    other.buys("ada-buys-her-mugs-4", "pm_card_visa").is(201);
    other.signs_in();
    let elsewhere = shop.someone();
    elsewhere.signs_in();
    elsewhere.gets("/api/orders").is(200).has("/orders/0/number", "1004").has("/orders/1", Value::Null);
}

#[test]
fn a_guest_whose_order_is_being_paid_signs_in_all_the_same() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let home = ada_at_home(&shop, &[("mug", 1)]);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    only_places(&shop, &ada, KEY);
    ada.signs_in();
    ada.checkout().has("/state", "placing");
    assert_eq!(lines(&home), [line("mug", 1)]);
    ada.adds("mug", 1).refused(409, "WRONG_STEP");
    shop.adds_up();
    shop.settles();
    ada.checkout().has("/state", "confirmation");
    home.gets("/api/orders").is(200).has("/orders/0/number", "1001");
    ada.adds("mug", 1).is(201);
    assert_eq!(lines(&ada), [line("mug", 2)], "now the carts are one");
    assert_eq!(lines(&home), [line("mug", 2)]);
    assert_eq!(shop.counts("mug"), (7, 2));
}

#[test]
fn a_guest_signs_in_while_the_accounts_order_is_being_paid() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let home = ada_at_home(&shop, &[("mug", 1)]);
    only_places(&shop, &home, KEY);
    let (ada, empty) = (shop.someone(), shop.someone());
    ada.adds("mug", 2).is(201);
    ada.signs_in();
    assert_eq!(lines(&ada), [line("mug", 2)], "nothing is lost, and nobody is locked out");
    empty.signs_in();
    empty.checkout().has("/state", "placing");
    shop.adds_up();
    // Both sign out before the order is settled: what stood apart is joined when there is a next time.
    shop.settles();
    ada.signs_out();
    assert_eq!((lines(&home), shop.counts("mug")), (vec![line("mug", 2)], (8, 2)));
    empty.adds("mug", 1).is(201);
    assert_eq!(lines(&home), [line("mug", 3)]);
}

#[test]
fn a_registration_while_paying_keeps_the_order() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    only_places(&shop, &ada, KEY);
    ada.registers();
    ada.checkout().has("/state", "placing");
    shop.settles();
    ada.gets("/api/orders").is(200).has("/orders/0/number", "1001");
    assert_eq!(shop.counts("mug"), (7, 0));
}

#[test]
fn the_next_customer_at_a_browser_gets_nothing_of_the_one_before() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    ada.registers();
    ada.adds("mug", 2).is(201);
    ada.buys(KEY, "pm_card_visa").is(201);
    ada.adds("mug", 1).is(201);
    ada.registers_as("ben@example.com", PASSWORD).is(201);
    assert_eq!(lines(&ada), []);
    ada.gets("/api/orders").is(200).has("/orders", json!([]));
    ada.gets("/api/orders/1001").refused(404, "NOT_FOUND");
    ada.adds("mug", 1).is(201);
    ada.buys(KEY, "pm_card_visa").is(201).has("/number", "1002");
    ada.signs_in();
    assert_eq!(lines(&ada), [line("mug", 1)]);
    assert_eq!(shop.counts("mug"), (6, 1));
}

#[test]
fn a_total_that_grew_at_the_sign_in_is_shown_first() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let home = ada_at_home(&shop, &[("mug", 1)]);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.checks_out();
    ada.signs_in();
    ada.checkout().has("/state", "review");
    ada.places(&ada.key()).refused(409, "CART_CHANGED").has("/now/amount", 6_480);
    ada.places(&ada.key()).is(201).has("/lines/0/quantity", 3);
    assert_eq!((lines(&home), shop.counts("mug")), (vec![], (6, 0)));
}

#[test]
fn a_cart_outlives_the_sessions_that_share_it() {
    const DAY: i64 = 24 * 60;
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let home = ada_at_home(&shop, &[("mug", 2)]);
    home.buys(KEY, "pm_card_visa").is(201);
    home.adds("mug", 1).is(201);
    assert!(shop.resets(MAIL).is_some());
    shop.waits_minutes(92 * DAY);
    shop.sweeps();
    assert_eq!(shop.runs(shop.shop().prune_sessions(91 * DAY * 60_000)).expect("pruned"), 1);
    assert_eq!(shop.runs(shop.shop().prune_resets()).expect("pruned"), u64::from(RESET_LIFE_MS > 0));
    shop.adds_up();
    home.is_a_stranger();
    home.signs_in();
    assert_eq!(lines(&home), [line("mug", 1)]);
    home.gets("/api/orders/1001").is(200);
    home.gets("/api/orders").is(200).has("/orders/0/number", "1001");
}

#[test]
fn a_long_history_comes_page_by_page() {
    let shop = TestShop::new();
    shop.stocks("mug", 50);
    let (ada, guest) = (shop.someone(), shop.someone());
    ada.registers();
    for shopper in [&ada, &guest] {
        for round in 0..5 {
            shop.clock.advance_ms(1);
            shopper.adds("mug", 1).is(201);
            let token = if round == 2 { "pm_card_chargeDeclined" } else { "pm_card_visa" };
            shopper.buys(&format!("one-of-many-orders-{round}"), token);
        }
        let mut numbers = Vec::new();
        let mut path = "/api/orders?limit=2".to_owned();
        loop {
            let page = shopper.gets(&path).is(200);
            let orders = page.at("/orders").as_array().expect("orders").clone();
            assert!((1..=2).contains(&orders.len()));
            numbers.extend(orders.iter().map(|order| order["number"].as_str().expect("a number").to_owned()));
            match page.at("/next_cursor").as_str() {
                Some(cursor) => path = format!("/api/orders?limit=2&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(numbers.len(), 4);
        assert!(numbers.is_sorted_by(|newer, older| newer > older), "{numbers:?}");
        for wrong in ["limit=0", "limit=101", "limit=many", "cursor=here"] {
            shopper.gets(&format!("/api/orders?{wrong}")).refused(422, "INVALID");
        }
    }
}
