//! Payments: each test card does what it says, and asking twice never sells twice.

use shop::domain::order::OrderId;
use shop::domain::payment::{Answer, Ending};
use shop::domain::saga::Input;
use shop::payments::practice::{Does, TEST_CARDS};
use shop::shop::order::order_advance;

use crate::world::{TestShop, usd};

#[test]
fn each_practice_card_pays_or_says_why_not() {
    let shop = TestShop::new();
    shop.stocks("mug", 50);
    for card in TEST_CARDS {
        let shopper = shop.someone();
        shopper.adds("mug", 1).is(201);
        let answer = shopper.buys("one-mug-with-this-card", card.token);
        match card.does {
            Does::Pay => answer.is(201).has("/payment/status", "paid"),
            Does::Ask(_) => answer.is(202).has("/payment/status", "action_required").has("/payment/action/type", "redirect"),
            Does::Decline(code) => answer.refused(402, "PAYMENT_FAILED").has("/decline_code", code).has("/retryable", true),
        };
    }
    let paid = TEST_CARDS.iter().filter(|card| card.does == Does::Pay).count();
    let held = TEST_CARDS.len() - paid;
    let count = |number: usize| u64::try_from(number).expect("few cards");
    assert_eq!(shop.counts("mug"), (50 - count(paid), count(held)));
}

#[test]
fn a_card_that_is_not_named_is_the_visa_card() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.gives_address().is(200);
    let ask = ada.ask("PUT", "/api/checkout/payment").json(&serde_json::json!({"provider": "practice"}));
    ada.send(ask).is(200).has("/payment_method/token", "pm_card_visa");
}

#[test]
fn settling_an_order_twice_sells_once() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.buys("ada-buys-two-mugs-1", "pm_card_visa").is(201);
    ada.adds("mug", 1).is(201);
    let id = ada.gets("/api/orders/1001").text("/id").parse().expect("an order's id");
    for _ in 0..3 {
        shop.runs(shop.shop().settle(id)).expect("nothing is left to do");
    }
    assert_eq!(shop.counts("mug"), (3, 1));
    ada.gets("/api/orders/1001").is(200).has("/timeline/2", serde_json::json!(null));
}

/// The request and the background job may hear from the provider at the same time.
#[test]
fn an_order_that_has_ended_cannot_end_again() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.buys("ada-buys-two-mugs-1", "pm_card_visa").is(201);
    let order = ada.gets("/api/orders/1001").is(200);
    let id = OrderId(order.text("/id").parse().expect("an order's id"));
    ada.adds("mug", 1).is(201);
    let settings = shop.settings.clone();
    let again = shop.books().write_blocking("twice", move |draft| {
        let paid = Answer::Paid { reference: "another-reference".into(), amount: usd("49.19") };
        order_advance(draft, &settings, id, Input::Answer(paid))?;
        order_advance(draft, &settings, id, Input::Answer(Answer::Declined { reference: None, code: "card_declined".into(), retryable: true }))?;
        order_advance(draft, &settings, id, Input::GiveUp(Ending::Expired))
    });
    again.expect("it is nothing new");
    assert_eq!(ada.gets("/api/orders/1001").is(200).body, order.body);
    assert_eq!(shop.counts("mug"), (3, 1));
}

#[test]
fn five_declines_in_a_row_leave_one_hold_and_no_order() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.gives_address().is(200);
    for _ in 0..5 {
        ada.pays("pm_card_chargeDeclinedInsufficientFunds").refused(402, "PAYMENT_FAILED").has("/decline_code", "insufficient_funds");
    }
    assert_eq!((shop.counts("mug"), shop.waiting().len()), ((5, 2), 0));
    ada.pays("pm_card_visa").is(201).has("/number", "1001");
}
