//! Payments: each test card does what it says, and asking twice never sells twice.

use std::sync::Arc;

use serde_json::json;
use shop::domain::listing::ListedStock;
use shop::domain::order::OrderId;
use shop::domain::payment::{self, Ending, ProviderName};
use shop::domain::refusal::{Error, Refusal};
use shop::domain::saga::Input;
use shop::domain::shipping::ShippingMethod;
use shop::payments::practice::{Does, TEST_CARDS, practice_say};
use shop::shop::desk::Task;
use shop::shop::order::order_advance;

use crate::fickle::Fickle;
use crate::shopper::{Answer, Shopper, address};
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
        let paid = payment::Answer::Paid { reference: "another-reference".into(), amount: usd("49.19") };
        order_advance(draft, &settings, id, Input::Answer(paid))?;
        order_advance(
            draft,
            &settings,
            id,
            Input::Answer(payment::Answer::Declined { reference: None, code: "card_declined".into(), retryable: true }),
        )?;
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

/// Ada pays with a card whose bank asks; where she is sent, and what the checkout says meanwhile.
fn asked(shop: &TestShop) -> (Shopper<'_>, String) {
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.gives_address().is(200);
    let waiting = ada.pays("pm_card_authenticationRequired").is(202).has("/status", "pending").has("/number", json!(null));
    let page = waiting.has("/payment/status", "action_required").text("/payment/action/url");
    ada.checkout().has("/state", "placing").has("/order/payment/status", "action_required");
    (ada, page)
}

fn says(shopper: &Shopper, page: &str, answer: &str) -> Answer {
    let query = page.split_once('?').expect("the order and its token").1;
    let form = format!("{query}&answer={answer}");
    shopper.send(shopper.ask("POST", "/checkout/practice").header("content-type", "application/x-www-form-urlencoded").text(&form))
}

#[test]
fn a_card_that_asks_pays_once_its_owner_says_yes() {
    let shop = TestShop::new();
    let (ada, page) = asked(&shop);
    assert!(ada.gets(&page).is(200).body.as_str().is_some_and(|page| page.contains("Is this you?")));
    let back = says(&ada, &page, "yes").is(303).header("location").to_owned();
    let thanks = ada.gets(&back).is(303).header("location").to_owned();
    assert!(thanks.starts_with("/checkout/complete?order=1001&token="), "{thanks}");
    ada.gets(&thanks).is(200);
    // Once more from the history of the browser.
    assert_eq!(says(&ada, &page, "no").is(303).header("location"), back);
    ada.gets("/api/orders/1001").is(200).has("/payment/status", "paid");
    assert_eq!(shop.counts("mug"), (3, 0));
}

#[test]
fn a_card_that_asks_is_declined_when_its_owner_says_no() {
    let shop = TestShop::new();
    let (ada, page) = asked(&shop);
    says(&ada, &page, "no").is(303);
    ada.checkout().has("/state", "error").has("/error", "authentication_required");
    assert_eq!(shop.counts("mug"), (5, 2));
    ada.pays("pm_card_visa").is(201);
}

#[test]
fn nobody_confirms_for_somebody_else() {
    let shop = TestShop::new();
    let (_, page) = asked(&shop);
    let forged = format!("{}0", &page[..page.len() - 1]);
    let other = if forged == page { format!("{}1", &page[..page.len() - 1]) } else { forged };
    let bob = shop.someone();
    says(&bob, &other, "yes").is(404);
    bob.gets(&other).is(404);
    assert_eq!(shop.waiting().len(), 1);
    shop.waits_minutes(61);
    shop.settles();
}

#[test]
fn an_order_that_waits_for_its_shopper_can_be_taken_back() {
    let shop = TestShop::new();
    let (ada, page) = asked(&shop);
    ada.adds("mug", 1).refused(409, "WRONG_STEP");
    ada.goes_back().is(200).has("/state", "review");
    ada.adds("mug", 1).is(201);
    says(&ada, &page, "yes").is(303);
    assert_eq!((shop.counts("mug"), shop.waiting()), ((5, 3), vec![]), "the bank was told before");
    ada.pays("pm_card_visa").is(201).has("/totals/subtotal/amount", 6_000);
}

#[test]
fn the_stock_of_an_unpaid_order_is_free_again_after_its_time() {
    let shop = TestShop::new();
    let (ada, page) = asked(&shop);
    shop.waits_minutes(59);
    shop.sweeps();
    shop.settles();
    assert_eq!(shop.counts("mug"), (5, 2), "as long as it can be paid, it is held");
    shop.waits_minutes(2);
    shop.settles();
    assert_eq!((shop.sweeps(), shop.counts("mug")), (1, (5, 0)));
    says(&ada, &page, "yes").is(303);
    assert_eq!(shop.counts("mug"), (5, 0), "too late");
    ada.checkout().has("/state", "review");
}

/// The shopper said yes in the last moment, and nobody has told the shop yet.
#[test]
fn money_that_came_before_the_end_is_honoured() {
    let shop = TestShop::new();
    let (ada, page) = asked(&shop);
    let id = OrderId(page.split(['=', '&']).nth(1).and_then(|id| id.parse().ok()).expect("an order's id"));
    shop.books().write_blocking("the bank says yes", move |draft| Ok(practice_say(draft, id, true)?)).expect("written");
    shop.waits_minutes(61);
    shop.settles();
    assert_eq!(shop.counts("mug"), (3, 0));
    ada.gets("/api/orders/1001").is(200).has("/payment/status", "paid");
}

#[test]
fn a_provider_that_is_silent_stops_new_orders_for_a_while() {
    let provider = Fickle::new(3);
    let shop = TestShop::paid_through(Arc::<Fickle>::clone(&provider));
    provider.serves(&shop.shop());
    provider.loses(50);
    shop.stocks("mug", 50);
    let body = json!({"shipping_address": address(), "payment": {"provider": "stripe", "token": "tok_pays"}});
    let mut waiting = 0;
    let closed = loop {
        let shopper = shop.someone();
        shopper.adds("mug", 1).is(201);
        let answer = shopper.send(shopper.ask("POST", "/api/orders").key("an-order-in-silence").json(&body));
        match answer.status {
            202 => waiting += 1,
            _ => break answer,
        }
    };
    let closed = closed.refused(503, "PAYMENTS_UNAVAILABLE");
    assert_eq!((waiting, closed.header("retry-after")), (5, "11"));
    provider.loses(0);
    shop.clock.advance_ms(11_000);
    shop.settles();
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.send(ada.ask("POST", "/api/orders").key("an-order-after-that").json(&body)).is(201).has("/number", "1006");
}

/// A provider refuses to take nothing, so it isn't asked.
#[test]
fn an_order_that_costs_nothing_asks_nobody() {
    let provider = Fickle::new(3);
    provider.loses(50);
    let shop = TestShop::paid_through_with(Arc::<Fickle>::clone(&provider), |settings| {
        settings.prices.shipping.elsewhere = Some(ShippingMethod::standard(usd("0"), None, None));
    });
    shop.relists("sample", |variant| {
        (variant.price, variant.free, variant.stock) = (usd("0"), true, ListedStock::Counted(5));
    });
    let ada = shop.someone();
    ada.adds("sample", 1).is(201);
    let body = json!({"shipping_address": address(), "payment": {"provider": "stripe", "token": "tok_pays"}});
    ada.send(ada.ask("POST", "/api/orders").key("a-sample-for-nothing").json(&body)).is(201).has("/totals/total/amount", 0);
    assert_eq!((shop.counts("sample"), provider.seen().len()), ((4, 0), 0));
}

#[test]
fn another_sum_than_was_asked_sells_nothing_and_is_reported() {
    let provider = Fickle::new(3);
    let shop = TestShop::paid_through(Arc::<Fickle>::clone(&provider));
    provider.serves(&shop.shop());
    provider.takes_less(1);
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    let body = json!({"shipping_address": address(), "payment": {"provider": "stripe", "token": "tok_pays"}});
    ada.send(ada.ask("POST", "/api/orders").key("two-mugs-for-a-cent-less").json(&body)).is(202).has("/payment/status", "pending");
    shop.waits_minutes(200);
    shop.sweeps();
    shop.settles();
    assert_eq!((shop.counts("mug"), shop.waiting().len()), ((5, 2), 1), "somebody has to look first");
    let problems = shop.problems();
    assert!(problems.len() == 1 && problems[0].starts_with("$49.18 came for order"), "{problems:?}");
    shop.damaged.set(true);
}

/// The merchant went from practising to business while somebody was at the practice bank.
#[test]
fn an_order_of_a_provider_that_is_gone_ends_and_its_cart_opens() {
    let shop = TestShop::new();
    let (ada, _) = asked(&shop);
    let later = shop.opens_again_with(|settings| {
        (settings.provider, settings.manual_ways) = (ProviderName::Manual, vec!["bank_transfer".into()]);
    });
    assert_eq!(later.settles().len(), 1);
    let again = later.someone();
    again.cookie.replace(ada.cookie.borrow().clone());
    again.checkout().has("/state", "review");
    assert_eq!((later.counts("mug"), later.waiting()), ((5, 2), vec![]));
    again.places(&again.key()).refused(422, "INVALID").has("/errors/0/pointer", "/payment");
}

fn at_stripe(shop: &TestShop) -> (Shopper<'_>, OrderId) {
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    let body = json!({"shipping_address": address(), "payment": {"provider": "stripe", "token": ""}});
    ada.send(ada.ask("POST", "/api/orders").key("two-mugs-on-a-page").json(&body)).is(202).has("/payment/status", "action_required");
    let waiting = shop.waiting();
    assert_eq!(waiting.len(), 1);
    (ada, waiting[0])
}

/// The merchant took the keys out while somebody was on the provider's page.
#[test]
fn an_order_that_waits_for_nobody_is_told_of_and_can_be_ended_by_hand() {
    let provider = Fickle::new(3);
    let shop = TestShop::paid_through(Arc::<Fickle>::clone(&provider));
    provider.serves(&shop.shop());
    let (_, id) = at_stripe(&shop);
    assert_eq!(shop.problems(), Vec::<String>::new());
    let cancel = || Task::Cancel { number: id.0, restock: true, reason: "No money came".into() };
    let early = shop.desk(cancel());
    assert!(matches!(early, Err(Error::Refusal(Refusal::WrongStatus { status: "pending" }))), "whoever can be asked is asked: {early:?}");

    let later = shop.opens_again_paid_through(None);
    later.waits_minutes(300);
    later.settles();
    assert_eq!((later.sweeps(), later.counts("mug")), (0, (5, 2)), "money may have come");
    let told = format!(
        "order {id} waits with its stock for stripe, whose keys are not set any more: set [stripe] secret_key again; \
         or end it with `shop order cancel {id}` once you saw there that no money came"
    );
    assert_eq!(later.problems(), [told]);
    let order = later.desk(cancel()).expect("the merchant looked");
    assert_eq!((&order["status"], &order["timeline"][2]["note"]), (&json!("cancelled"), &json!("No money came")));
    assert_eq!((later.sweeps(), later.counts("mug"), later.waiting()), (1, (5, 0), vec![]));
    assert!(later.desk(cancel()).is_err(), "once");
}

/// Other keys, or those of practice: the provider answers, and knows nothing.
#[test]
fn an_order_that_its_provider_does_not_know_is_told_of() {
    let provider = Fickle::new(3);
    let shop = TestShop::paid_through(Arc::<Fickle>::clone(&provider));
    provider.serves(&shop.shop());
    let (_, id) = at_stripe(&shop);
    provider.is_another_account(true);
    shop.settles();
    let problems = shop.problems();
    assert!(problems.len() == 1 && problems[0].contains(&format!("order {id} waits with its stock for stripe, which doesn't know")), "{problems:?}");
    provider.is_another_account(false);
    shop.settles();
    assert_eq!(shop.problems(), Vec::<String>::new(), "the keys are back");
}

#[test]
fn money_that_can_not_go_back_is_told_of() {
    let provider = Fickle::new(3);
    let shop = TestShop::paid_through(Arc::<Fickle>::clone(&provider));
    provider.serves(&shop.shop());
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    let body = json!({"shipping_address": address(), "payment": {"provider": "stripe", "token": "tok_pays"}});
    ada.send(ada.ask("POST", "/api/orders").key("two-mugs-and-back").json(&body)).is(201);
    let later = shop.opens_again_paid_through(None);
    later.desk(Task::Cancel { number: 1001, restock: true, reason: String::new() }).expect("it is written down");
    let told = "$49.19 of order 1001 can't go back and waits for stripe, whose keys are not set any more: set [stripe] secret_key again";
    assert_eq!(later.problems(), [told]);
    let again = later.opens_again_paid_through(Some(provider));
    again.settles();
    assert_eq!((again.problems(), again.waiting()), (vec![], vec![]));
}
