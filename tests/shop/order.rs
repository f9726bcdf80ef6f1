//! Orders: one for each key, at the price that was shown, with numbers that have no gap.

use serde_json::json;
use shop::shop::hold::holds_release;
use shop::shop::order::{Place, Placed, order_place};

use crate::shopper::{Shopper, address, at_once};
use crate::world::TestShop;

const KEY: &str = "ada-buys-her-mugs-1";

/// A shop with five mugs, two of them in the cart of the first shopper.
fn two_of_five(shop: &TestShop) -> Shopper<'_> {
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada
}

#[test]
fn all_steps_fit_in_one_call() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    let order = ada.buys(KEY, "pm_card_visa").is(201).has("/status", "confirmed").has("/number", "1001").has("/email", "ada@example.com");
    let order = order.has("/lines/0/sku", "mug").has("/lines/0/quantity", 2).has("/lines/0/line_total/amount", 4_000);
    let order = order
        .has("/payment/provider", "practice")
        .has("/payment/status", "paid")
        .has("/payment/captured/amount", 4_919)
        .has("/placed_at", TestShop::minute(0));
    order.has("/timeline/0/status", "pending").has("/timeline/1/status", "confirmed").has("/totals/total/amount", 4_919);
    assert_eq!((shop.counts("mug"), shop.shows("mug")), ((3, 0), 3));
    ada.cart().has("/lines", json!([]));
    ada.checkout().has("/state", "confirmation");
}

#[test]
fn a_replay_gives_the_same_answer_and_buys_nothing() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    let first = ada.buys(KEY, "pm_card_visa").is(201);
    assert_eq!(first.header("idempotency-replayed"), "");
    for _ in 0..3 {
        let again = ada.send(ada.ask("POST", "/api/orders").key(&format!("\"{KEY}\"")).json(&at_once("pm_card_visa"))).is(200);
        assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &first.body));
        shop.waits_minutes(24 * 60);
        shop.crashes();
    }
    assert_eq!(shop.counts("mug"), (3, 0));
}

#[test]
fn a_key_belongs_to_one_request() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    ada.buys(KEY, "pm_card_visa").is(201);
    ada.buys(KEY, "pm_card_mastercard").refused(422, "IDEMPOTENCY_KEY_REUSED");
    ada.places(KEY).refused(422, "IDEMPOTENCY_KEY_REUSED");
    let ben = shop.someone();
    ben.adds("mug", 1).is(201);
    ben.buys(KEY, "pm_card_visa").is(201).has("/number", "1002");
}

#[test]
fn a_key_must_be_there_and_look_like_one() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    let keyless = ada.ask("POST", "/api/orders").json(&at_once("pm_card_visa"));
    ada.send(keyless).refused(400, "IDEMPOTENCY_KEY_MISSING");
    for key in ["short", "", "sixteen letters and spaces", &"k".repeat(65)] {
        ada.buys(key, "pm_card_visa").refused(400, "MALFORMED_REQUEST");
    }
    assert_eq!(shop.counts("mug"), (5, 2));
}

#[test]
fn a_forged_total_is_refused() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    for name in ["total", "totals", "tax", "lines", "discount"] {
        let mut body = at_once("pm_card_visa");
        body[name] = json!(1);
        ada.send(ada.ask("POST", "/api/orders").key(KEY).json(&body)).refused(422, "INVALID");
    }
    let nested = json!({"shipping_address": address(), "payment": {"provider": "practice", "token": "pm_card_visa", "amount": 1}});
    ada.send(ada.ask("POST", "/api/orders").key(KEY).json(&nested)).refused(422, "INVALID");
    ada.buys(KEY, "pm_card_visa").is(201).has("/totals/total/amount", 4_919);
}

#[test]
fn a_declined_card_keeps_the_hold_for_another_try() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    ada.checks_out();
    let key = ada.key();
    let declined = ada.pays("pm_card_chargeDeclined").refused(402, "PAYMENT_FAILED");
    declined.has("/decline_code", "card_declined").has("/retryable", true);
    assert_eq!(shop.counts("mug"), (5, 2));
    ada.cart().has("/lines/0/quantity", 2).has("/lines/0/reserved_until", TestShop::minute(30));
    ada.checkout().has("/state", "error").has("/error", "card_declined").has("/completed_steps", json!(["shipping"]));
    assert_ne!(ada.key(), key, "the next try is another order");
    ada.places(&key).refused(402, "PAYMENT_FAILED").has("/decline_code", "card_declined");
    ada.places(&ada.key()).refused(409, "WRONG_STEP").has("/state", "error");
    ada.pays("pm_card_visa").is(201).has("/number", "1001");
    assert_eq!(shop.counts("mug"), (3, 0));
    let orders = ada.gets("/api/orders").is(200);
    assert_eq!(orders.at("/orders").as_array().map(Vec::len), Some(1), "what came to nothing isn't shown");
}

#[test]
fn a_price_that_changes_after_the_review_is_shown_first() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    ada.checks_out();
    let key = ada.key();
    shop.prices("mug", "25.00");
    ada.places(&key).refused(409, "PRICE_CHANGED").has("/was/amount", 4_919).has("/now/amount", 5_999);
    assert_eq!((shop.counts("mug"), shop.waiting().len()), ((5, 2), 0));
    ada.checkout().has("/state", "review").has("/totals/total/amount", 5_999);
    ada.chooses("pm_card_visa").is(200).has("/idempotency_key", key.clone());
    ada.places(&key).is(201).has("/totals/total/amount", 5_999);
}

#[test]
fn a_later_change_of_the_product_never_changes_an_order() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    let order = ada.buys(KEY, "pm_card_visa").is(201);
    let mut listing = shop.listing("mug");
    listing.title = "A dull mug".to_owned();
    shop.lists(listing);
    shop.prices("mug", "99.00");
    assert_eq!(ada.gets("/api/orders/1001").is(200).body, order.body);
}

#[test]
fn numbers_have_no_gap_whatever_fails_between() {
    let shop = TestShop::new();
    shop.stocks("mug", 50);
    let mut numbers = Vec::new();
    for round in 0..9 {
        let shopper = shop.someone();
        shopper.adds("mug", 1).is(201);
        if round % 3 == 1 {
            shopper.buys("a-card-that-declines", "pm_card_chargeDeclined").refused(402, "PAYMENT_FAILED");
        } else {
            numbers.push(shopper.buys("a-card-that-pays-1", "pm_card_visa").is(201).text("/number"));
        }
    }
    assert_eq!(numbers, ["1001", "1002", "1003", "1004", "1005", "1006"]);
    assert_eq!(shop.counts("mug"), (44, 3));
}

#[test]
fn an_order_is_seen_by_its_owner_and_by_who_has_its_link() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    let order = ada.buys(KEY, "pm_card_visa").is(201);
    ada.gets("/api/orders/1001").is(200).has("/id", order.text("/id"));
    assert_eq!(ada.gets("/api/orders").is(200).at("/orders/0"), &order.body);

    let eve = shop.someone();
    let missing = eve.gets("/api/orders/9999").refused(404, "NOT_FOUND");
    let foreign = eve.gets("/api/orders/1001").refused(404, "NOT_FOUND");
    assert_eq!(foreign.body, missing.body, "nobody learns which numbers exist");
    eve.gets("/api/orders/1001?token=0123456789abcdef0123456789abcdef").refused(404, "NOT_FOUND");
    eve.gets("/api/orders/1001?token=").refused(404, "NOT_FOUND");
    eve.gets("/api/orders/first").refused(404, "NOT_FOUND");
    eve.gets("/api/orders").is(200).has("/orders", json!([]));

    let link = order.text("/url").replace("/orders/", "/api/orders/");
    eve.gets(&link).is(200).has("/number", "1001");
    shop.crashes();
    eve.gets(&link).is(200).has("/number", "1001");
    let other = shop.someone();
    other.adds("mug", 1).is(201);
    other.buys(KEY, "pm_card_visa").is(201);
    eve.gets(&link.replace("1001", "1002")).refused(404, "NOT_FOUND");
    other.gets("/api/orders/1001").refused(404, "NOT_FOUND");
}

/// What the first of the two commits leaves, while the provider is being asked.
fn only_placed(shop: &TestShop, shopper: &Shopper, key: &str) -> Placed {
    let place = Place { visitor: shopper.visitor(), key: key.to_owned(), request: shop::base::secret::digest(b""), accepted: None, steps: None };
    let settings = shop.settings.clone();
    shop.books().write_blocking("placing", move |draft| order_place(draft, &settings, &place, None)).expect("it can be placed")
}

#[test]
fn a_cart_is_closed_while_its_order_is_being_paid() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    ada.checks_out();
    let key = ada.key();
    assert!(matches!(only_placed(&shop, &ada, &key), Placed::New(_)));
    let refused = [ada.adds("mug", 1), ada.sets("mug", 1), ada.removes("mug"), ada.clears(), ada.gives_address(), ada.goes_back()];
    for answer in refused.into_iter().chain([ada.chooses("pm_card_visa"), ada.places("another-key-for-ada-1")]) {
        answer.refused(409, "WRONG_STEP").has("/state", "placing");
    }
    let waiting = ada.places(&key).refused(409, "REQUEST_IN_PROGRESS");
    assert_eq!(waiting.header("retry-after"), "1");
    ada.checkout().has("/state", "placing").has("/order/status", "pending");
    shop.waits_minutes(24 * 60);
    assert_eq!((shop.sweeps(), shop.counts("mug")), (0, (5, 2)), "what is being paid is pinned");
    shop.settles();
    ada.places(&key).is(200).has("/status", "confirmed").has("/number", "1001");
    ada.adds("mug", 1).is(201);
}

/// A sweep may have listed the cart just before its order was placed.
#[test]
fn a_sweep_that_comes_too_late_takes_nothing_from_an_order() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    ada.checks_out();
    let key = ada.key();
    only_placed(&shop, &ada, &key);
    shop.waits_minutes(60);
    let visitor = ada.visitor();
    let released = shop.books().write_blocking("releasing holds", move |draft| {
        let (_, session) = visitor.session(draft)?.expect("a session");
        holds_release(draft, &[session.cart])
    });
    assert_eq!((released.expect("swept"), shop.counts("mug")), (0, (5, 2)));
    shop.settles();
    ada.places(&key).is(200);
}

#[test]
fn fifty_equal_requests_at_once_make_one_order() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    let answers = shop.all_at_once(vec![ada.buy(KEY, "pm_card_visa"); 50]);
    let with = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((with(201), with(201) + with(200) + with(409)), (1, 50));
    for answer in answers.iter().filter(|answer| answer.status == 409).cloned() {
        answer.refused(409, "REQUEST_IN_PROGRESS");
    }
    let placed = answers.iter().find(|answer| answer.status == 201).expect("one was first");
    for answer in answers.iter().filter(|answer| answer.status == 200) {
        assert_eq!((answer.header("idempotency-replayed"), &answer.body), ("true", &placed.body));
    }
    ada.buys(KEY, "pm_card_visa").is(200).has("/number", "1001");
    assert_eq!(shop.counts("mug"), (3, 0));
}

#[test]
fn two_keys_on_one_cart_make_one_order() {
    for round in 0..20 {
        let shop = TestShop::new();
        let ada = two_of_five(&shop);
        let keys = [format!("the-first-key-of-{round:02}"), format!("the-second-key-of-{round:02}")];
        let answers = shop.all_at_once(keys.iter().map(|key| ada.buy(key, "pm_card_visa")).collect());
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "{answers:?}");
        assert_eq!(shop.counts("mug"), (3, 0));
    }
}

#[test]
fn two_buyers_of_the_last_unit_and_exactly_one_gets_it() {
    for _ in 0..20 {
        let shop = TestShop::new();
        shop.stocks("mug", 1);
        shop.stocks("pen", 2);
        let buyers = [shop.someone(), shop.someone()];
        for buyer in &buyers {
            buyer.adds("pen", 1).is(201);
        }
        let added = shop.all_at_once(buyers.iter().map(|buyer| buyer.add("mug", 1)).collect());
        let mut statuses: Vec<u16> = added.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        let bought = shop.all_at_once(buyers.iter().map(|buyer| buyer.buy(KEY, "pm_card_visa")).collect());
        assert!(bought.iter().all(|answer| answer.status == 201));
        assert_eq!((shop.counts("mug"), shop.counts("pen")), ((0, 0), (0, 0)));
    }
}

#[test]
fn what_was_swept_and_sold_meanwhile_is_the_shoppers_loss() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    ada.checks_out();
    shop.waits_minutes(31);
    shop.sweeps();
    let ben = shop.someone();
    ben.adds("mug", 4).is(201);
    ada.places(&ada.key()).refused(409, "RESERVATION_EXPIRED").has("/sku", "mug").has("/available", 1);
    ada.checkout().has("/state", "review");
    ben.sets("mug", 3).is(200);
    ada.places(&ada.key()).is(201);
    assert_eq!(shop.counts("mug"), (3, 3));
}

#[test]
fn what_is_withdrawn_cannot_be_bought_any_more() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    ada.checks_out();
    let mut listing = shop.listing("mug");
    listing.status = shop::domain::product::Status::Archived;
    shop.lists(listing.clone());
    ada.places(&ada.key()).refused(409, "INSUFFICIENT_INVENTORY").has("/sku", "mug").has("/available", 0);
    listing.status = shop::domain::product::Status::Active;
    shop.lists(listing);
    ada.places(&ada.key()).is(201);
}

#[test]
fn a_merchant_who_counts_too_few_while_it_is_paid_takes_nothing_away() {
    let shop = TestShop::new();
    let ada = two_of_five(&shop);
    ada.checks_out();
    only_placed(&shop, &ada, &ada.key());
    shop.stocks("mug", 0);
    assert_eq!(shop.counts("mug"), (2, 2));
    shop.settles();
    assert_eq!(shop.counts("mug"), (0, 0));
    ada.checkout().has("/state", "confirmation").has("/order/number", "1001");
}
