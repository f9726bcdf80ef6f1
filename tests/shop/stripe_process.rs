//! The program itself, paid by Stripe: keys from the environment, webhooks over the network, and a log without secrets.

use serde_json::json;

use crate::process::{Client, Place, soon};
use crate::shopper::address;
use crate::stripe::fault::{Kind, Point};
use crate::stripe::webhook::Endpoint;
use crate::stripe::{SECRET_KEY, SimulatedStripe, WEBHOOK_SECRET};

const SHELF: &str = r#"{"handle":"mug","title":"Mug","price":"20.00","stock":5,"sku":"mug"}"#;

fn place(sim: &SimulatedStripe) -> Place {
    let keys = format!("secret_key = \"{SECRET_KEY}\"\nwebhook_secret = \"{WEBHOOK_SECRET}\"\nbase_url = \"{}\"\n", sim.url());
    let place =
        Place::with(&format!("[shop]\nurl = \"http://127.0.0.1\"\n[payments]\nprovider = \"stripe\"\n[log]\nlevel = \"trace\"\n[stripe]\n{keys}"));
    place.holds("shelf.jsonl", SHELF);
    place.runs(&["import", "shelf.jsonl"]).with(0);
    place
}

fn buys(client: &Client, key: &str, token: &str) -> serde_json::Value {
    client.adds("mug", 1, &format!("{key}-adds")).expect("it answers");
    let payment = json!({"provider": "stripe", "token": token});
    let body = json!({"email": "ada@example.com", "shipping_address": address(), "payment": payment});
    client.posts("/api/orders", key, &body).expect("it answers").body
}

#[test]
fn a_shop_hears_of_its_money_over_a_bad_line_and_logs_no_secret() {
    let sim = SimulatedStripe::start(61);
    let place = place(&sim);
    let server = place.serves();
    sim.tells(Endpoint { url: format!("{}/webhooks/stripe", server.address), lost: 200, doubled: 500, late_ms: 30 });
    let client = server.client();
    let placed = buys(&client, "ada-pays-with-stripe-1", "");
    assert_eq!(placed["payment"]["status"], "action_required", "{placed}");
    let session = placed["payment"]["action"]["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("an address").to_owned();
    assert!(!sim.shopper_pays(&session, "pm_card_chargeDeclined"));
    assert!(sim.shopper_pays(&session, "pm_card_visa"));
    let paid = || client.gets("/api/orders/1001").is_ok_and(|reply| reply.body["payment"]["status"] == "paid");
    soon("the order is paid", paid);
    let declined = buys(&client, "ada-pays-with-stripe-2", "pm_card_chargeDeclined");
    assert_eq!(declined["code"], "PAYMENT_FAILED", "{declined}");
    assert!(server.terminates().success());

    let log = place.reads("log.txt");
    let printed = place.runs(&["config", "print"]).with(0);
    assert!(printed.out.contains("secret_key = \"(hidden)\"") && printed.out.contains("webhook_secret = \"(hidden)\""), "{}", printed.out);
    for secret in [SECRET_KEY, WEBHOOK_SECRET, "verysecret"] {
        assert!(!log.contains(secret) && !printed.out.contains(secret), "{secret} shows");
    }
    place.runs(&["check"]).with(0);
}

/// `kill -9` at each named point of each call: one payment, one order, whatever the shopper's request heard.
#[test]
fn a_shop_that_dies_around_a_call_takes_the_money_once_and_sells_once() {
    for (kind, point) in [
        (Kind::Create, Point::BeforeWork),
        (Kind::Create, Point::AfterWork),
        (Kind::Confirm, Point::BeforeWork),
        (Kind::Confirm, Point::AfterWork),
        (Kind::Confirm, Point::AfterReply),
    ] {
        let sim = SimulatedStripe::start(62);
        let place = place(&sim);
        let server = place.serves();
        let mut client = server.client();
        client.adds("mug", 1, "ada-adds-a-mug-first").expect("it answers");
        let (dies, dead) = std::sync::mpsc::channel();
        sim.when(kind, point, move || {
            server.dies();
            dies.send(()).expect("the test waits");
        });
        let payment = json!({"provider": "stripe", "token": "pm_card_visa"});
        let body = json!({"email": "ada@example.com", "shipping_address": address(), "payment": payment});
        drop(client.posts("/api/orders", "ada-pays-with-stripe-1", &body));
        dead.recv_timeout(std::time::Duration::from_secs(30)).expect("the shop dies at the named point");
        let again = place.serves();
        client.address.clone_from(&again.address);
        soon("the order is paid", || client.gets("/api/orders/1001").is_ok_and(|reply| reply.body["payment"]["status"] == "paid"));
        let sums: Vec<_> = sim.sums().into_values().collect();
        assert_eq!((sums.iter().map(|sums| sums.charges).sum::<u32>(), sums.len()), (1, 1), "{kind:?} {point:?}: {sums:?}");
        drop(again);
        place.runs(&["check"]).with(0);
        assert_eq!((place.figure("units on hand"), place.figure("units reserved")), (4, 0), "{kind:?} {point:?}");
    }
}

/// The merchant takes the keys out while a shopper is on Stripe's page.
#[test]
fn keys_that_are_gone_are_missed_at_the_start_and_in_the_check() {
    let sim = SimulatedStripe::start(63);
    let place = place(&sim);
    let with_keys = place.reads("shop.toml");
    let server = place.serves();
    let placed = buys(&server.client(), "ada-pays-with-stripe-1", "");
    let id = placed["id"].as_str().expect("an id").to_owned();
    assert!(server.terminates().success());
    place.runs(&["check"]).with(0);
    place.holds("shop.toml", "[payments]\nprovider = \"practice\"\n");
    let told = format!("order {id} waits with its stock for stripe, whose keys are not set any more: set [stripe] secret_key again");
    place.runs(&["check"]).with(1).says(&told).says(&format!("shop order cancel {id}"));
    let server = place.serves();
    assert!(place.reads("log.txt").contains(&told), "{}", place.reads("log.txt"));
    place.runs(&["check"]).with(1).says(&told);
    place.holds("shop.toml", &with_keys);
    assert!(server.terminates().success());
    place.runs(&["check"]).with(0);
    place.holds("shop.toml", "");
    place.runs(&["order", "cancel", &id, "--reason", "No money came"]).with(0).says("cancelled").says("No money came");
    place.runs(&["check"]).with(0);
    assert_eq!(place.figure("units on hand"), 5);
}
