//! A shop that is paid by Stripe: its pages, its webhooks, its headers, and what the shopper meets on the way.

use serde_json::{Value, json};
use shop::config::stripe::StripeSettings;
use shop::domain::payment::ProviderName;

use crate::shopper::{Answer, Shopper, address};
use crate::stripe::SimulatedStripe;
use crate::stripe::account::Event;
use crate::stripe::fault::{Fault, Kind};
use crate::stripe::webhook::{Forgery, Letter};
use crate::stripe_client::settings;
use crate::world::TestShop;

fn opens(sim: &SimulatedStripe, change: impl FnOnce(&mut StripeSettings)) -> TestShop {
    let shop = TestShop::with(|settings_of_shop| {
        let mut stripe = settings(&sim.url());
        change(&mut stripe);
        settings_of_shop.provider = ProviderName::Stripe;
        settings_of_shop.stripe = Some(stripe);
        settings_of_shop.url = "http://shop.test".to_owned();
    });
    let clock = std::sync::Arc::clone(&shop.clock);
    sim.goes_by(move || shop::base::clock::World::now(&*clock).0 / 1_000);
    shop.stocks("mug", 5);
    shop
}

fn buys(shopper: &Shopper, key: &str, token: &str) -> Answer {
    shopper.adds("mug", 2).is(201);
    let payment = json!({"provider": "stripe", "token": token});
    let body = json!({"email": "ada@example.com", "shipping_address": address(), "payment": payment});
    shopper.send(shopper.ask("POST", "/api/orders").key(key).json(&body))
}

fn posts(shop: &TestShop, letter: &Letter) -> Answer {
    let stripe = shop.someone();
    let ask = stripe.ask("POST", "/webhooks/stripe").header("stripe-signature", &letter.signature);
    stripe.send(ask.header("content-type", "application/json").text(&letter.body))
}

fn hears(shop: &TestShop, sim: &SimulatedStripe, event: &Event) {
    posts(shop, &sim.letter(event)).is(200);
}

/// Settles the orders whose turn it is; how many there were.
fn turns(shop: &TestShop) -> usize {
    let due = shop.shop().due_orders().expect("orders are listed");
    for order in &due {
        shop.runs(shop.shop().settle(*order)).expect("an order settles");
    }
    due.len()
}

/// What the shopper is sent to.
fn session(answer: &Answer) -> String {
    answer.text("/payment/action/url").rsplit('/').next().expect("it ends with its name").to_owned()
}

#[test]
fn a_shopper_pays_on_stripes_page_and_a_webhook_says_so() {
    let sim = SimulatedStripe::start(41);
    let shop = opens(&sim, |_| ());
    let ada = shop.someone();
    let placed = buys(&ada, "ada-pays-with-stripe", "").is(202).has("/payment/status", "action_required").has("/payment/action/type", "redirect");
    assert_eq!((shop.counts("mug"), turns(&shop)), ((5, 2), 0), "held while the shopper is away");
    assert!(sim.shopper_pays(&session(&placed), "pm_card_visa"));
    let events = sim.events();
    let done = events.iter().find(|event| event.kind == "checkout.session.completed").expect("it is told");
    hears(&shop, &sim, done);
    assert_eq!(turns(&shop), 1, "the hint brings its turn at once");
    ada.gets("/api/orders/1001").is(200).has("/payment/status", "paid");
    assert_eq!(shop.counts("mug"), (3, 0));
}

#[test]
fn webhooks_may_come_doubled_late_in_any_order_or_not_at_all() {
    let sim = SimulatedStripe::start(42);
    let shop = opens(&sim, |_| ());
    let ada = shop.someone();
    let placed = buys(&ada, "ada-pays-with-stripe", "").is(202);
    assert!(!sim.shopper_pays(&session(&placed), "pm_card_chargeDeclined"));
    assert!(sim.shopper_pays(&session(&placed), "pm_card_visa"));
    let mut events = sim.events();
    assert!(events.len() >= 4, "{events:?}");
    events.reverse();
    for event in events.iter().chain(events.iter().rev()).chain(&events) {
        hears(&shop, &sim, event);
        turns(&shop);
    }
    ada.gets("/api/orders/1001").is(200).has("/payment/status", "paid").has("/timeline/2", Value::Null);
    assert_eq!(shop.counts("mug"), (3, 0));

    let bob = shop.someone();
    let placed = buys(&bob, "bob-pays-with-stripe", "").is(202);
    assert!(sim.shopper_pays(&session(&placed), "pm_card_visa"));
    assert_eq!(turns(&shop), 0, "nobody says anything");
    shop.waits_minutes(2);
    assert_eq!(turns(&shop), 1, "so the shop looks by itself");
    bob.gets("/api/orders/1002").is(200).has("/payment/status", "paid");
}

#[test]
fn a_forged_webhook_is_refused_and_brings_nothing_about() {
    let sim = SimulatedStripe::start(43);
    let shop = opens(&sim, |_| ());
    let ada = shop.someone();
    let placed = buys(&ada, "ada-pays-with-stripe", "").is(202);
    assert!(sim.shopper_pays(&session(&placed), "pm_card_visa"));
    let event = sim.events().last().expect("it is told").clone();
    for how in [Forgery::WrongSecret, Forgery::OldTime, Forgery::AlteredBody, Forgery::NoSignature, Forgery::OtherTime] {
        posts(&shop, &sim.forged(&event, how)).refused(400, "MALFORMED_REQUEST");
        assert_eq!(turns(&shop), 0, "{how:?}");
    }
    let large = Letter { body: "x".repeat(65 * 1024), ..sim.letter(&event) };
    posts(&shop, &large).is(413);
    ada.ask("GET", "/webhooks/stripe");
    shop.someone().gets("/webhooks/stripe").is(405);
    // A right signature under a lie: the shop looks for itself and finds no money.
    let bob = shop.someone();
    let unpaid = buys(&bob, "bob-pays-with-stripe", "").is(202);
    let body = event.body.replace(&placed.text("/id"), &unpaid.text("/id"));
    assert_ne!(body, event.body);
    hears(&shop, &sim, &Event { body, ..event });
    turns(&shop);
    assert_eq!(bob.gets("/api/orders/1002").status, 404, "nothing was paid, so there is no order");
}

#[test]
fn what_is_not_about_an_order_of_ours_is_taken_and_left() {
    let sim = SimulatedStripe::start(44);
    let shop = opens(&sim, |_| ());
    for body in [
        r#"{"type":"customer.created","data":{"object":{"id":"cus_1"}}}"#,
        r#"{"type":"payment_intent.succeeded","data":{"object":{"metadata":{"order":"77"}}}}"#,
        "not even JSON",
    ] {
        let event = Event { kind: "other".to_owned(), body: body.to_owned() };
        hears(&shop, &sim, &event);
        assert_eq!(turns(&shop), 0, "{body}");
    }
    let practice = TestShop::new();
    let event = Event { kind: "other".to_owned(), body: "{}".to_owned() };
    posts(&practice, &sim.letter(&event)).refused(404, "NOT_FOUND");
}

#[test]
fn a_token_pays_at_once_or_says_why_not() {
    let sim = SimulatedStripe::start(45);
    let shop = opens(&sim, |_| ());
    let ada = shop.someone();
    buys(&ada, "ada-pays-with-stripe", "pm_card_visa").is(201).has("/payment/status", "paid");
    let bob = shop.someone();
    buys(&bob, "bob-pays-with-stripe", "pm_card_chargeDeclinedInsufficientFunds")
        .refused(402, "PAYMENT_FAILED")
        .has("/decline_code", "insufficient_funds");
    let eve = shop.someone();
    eve.adds("mug", 1).is(201);
    let card_number = json!({"provider": "stripe", "token": "4242424242424242"});
    let body = json!({"email": "eve@example.com", "shipping_address": address(), "payment": card_number});
    eve.send(eve.ask("POST", "/api/orders").key("eve-sends-a-card-number").json(&body)).refused(422, "INVALID");
    let sums = sim.sums();
    assert_eq!(sums.values().map(|sums| sums.charges).sum::<u32>(), 1);
}

#[test]
fn a_lost_reply_never_charges_twice_and_never_sells_unpaid() {
    let sim = SimulatedStripe::start(46);
    let shop = opens(&sim, |_| ());
    for (kind, number) in [(Kind::Create, 1), (Kind::Confirm, 2)] {
        let shopper = shop.someone();
        sim.goes_wrong(kind, &[Fault::LostReply]);
        shopper.adds("mug", 1).is(201);
        shopper.removes("mug").is(200);
        let placed = buys(&shopper, &format!("shopper-{number}-pays-once"), "pm_card_visa").is(202).has("/payment/status", "pending");
        let order = placed.text("/id");
        shop.waits_minutes(2);
        assert_eq!(turns(&shop), 1);
        shopper.gets(&format!("/api/orders/{}", 1_000 + number)).is(200).has("/payment/status", "paid");
        assert_eq!(sim.sums_of(&order).charges, 1);
    }
    assert_eq!(shop.counts("mug"), (1, 0));
}

#[test]
fn the_time_to_pay_ends_and_the_page_is_closed_before_the_stock_is_let_go() {
    let sim = SimulatedStripe::start(47);
    let shop = opens(&sim, |_| ());
    let ada = shop.someone();
    let placed = buys(&ada, "ada-comes-too-late-1", "").is(202);
    shop.waits_minutes(61);
    sim.goes_wrong(Kind::Cancel, &[Fault::LostRequest]);
    turns(&shop);
    assert_eq!(shop.counts("mug"), (5, 2), "held until Stripe says that no money can come");
    shop.waits_minutes(2);
    turns(&shop);
    assert!(!sim.shopper_pays(&session(&placed), "pm_card_visa"), "the page is closed");
    shop.waits_minutes(200);
    shop.sweeps();
    assert_eq!(shop.counts("mug"), (5, 0));
    assert_eq!(sim.sums_of(&placed.text("/id")).charges, 0);
}

#[test]
fn the_form_on_our_own_page_comes_with_its_policy() {
    let sim = SimulatedStripe::start(48);
    let shop = opens(&sim, |stripe| stripe.element = true);
    let ada = shop.someone();
    let placed = buys(&ada, "ada-pays-in-the-form", "").is(202).has("/payment/action/type", "element");
    let page = ada.gets("/checkout").is(200);
    let text = page.body.as_str().expect("a page").to_owned();
    let secret = placed.text("/payment/action/client_secret");
    assert!(
        text.contains(&format!("data-secret=\"{secret}\"")) && text.contains("data-key=\"pk_test_simulated\"") && text.contains("<noscript>"),
        "{text}"
    );
    let policy = page.header("content-security-policy").to_owned();
    assert!(policy.contains("script-src 'self' https://js.stripe.com") && policy.contains("frame-src https://js.stripe.com"), "{policy}");
    let script = text.split("src=\"").find_map(|part| part.split('"').next().filter(|src| src.contains("/pay."))).expect("its script");
    assert!(ada.gets(script).is(200).header("content-type").contains("javascript"));
    assert!(!ada.gets("/").is(200).header("content-security-policy").contains("stripe"), "elsewhere nothing of Stripe's is let in");
    assert!(sim.form_pays(secret.split("_secret").next().expect("a name"), "pm_card_visa"));
    hears(&shop, &sim, sim.events().last().expect("it is told"));
    turns(&shop);
    ada.gets("/api/orders/1001").is(200).has("/payment/status", "paid");
}

#[test]
fn a_redirect_is_allowed_from_the_till_and_only_there() {
    let sim = SimulatedStripe::start(49);
    let shop = opens(&sim, |_| ());
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let till = ada.gets("/checkout").is(200);
    assert!(till.header("content-security-policy").contains("form-action 'self' https://checkout.stripe.com"));
    assert!(!till.header("content-security-policy").contains("js.stripe.com"), "no script of others is needed");
    assert!(!ada.gets("/cart").is(200).header("content-security-policy").contains("stripe"));
    let practice = TestShop::new();
    practice.stocks("mug", 1);
    let bob = practice.someone();
    bob.adds("mug", 1).is(201);
    assert!(!bob.gets("/checkout").is(200).header("content-security-policy").contains("stripe"));
}
