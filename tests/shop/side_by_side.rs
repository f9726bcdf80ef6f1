//! A shop as a process and the simulated Stripe beside it: both books are laid side by side.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::process::Place;
use crate::shopper::address;
use crate::stripe::webhook::Endpoint;
use crate::stripe::{SECRET_KEY, SimulatedStripe, WEBHOOK_SECRET};

/// A place whose shop is paid by the simulation, with this on its shelves.
pub fn paid_by(sim: &SimulatedStripe, settings: &str, shelf: &str) -> Place {
    let keys = format!("secret_key = \"{SECRET_KEY}\"\nwebhook_secret = \"{WEBHOOK_SECRET}\"\nbase_url = \"{}\"\n", sim.url());
    let place = Place::with(&format!(
        "[shop]\nurl = \"http://127.0.0.1\"\n[log]\nlevel = \"warn\"\n[limits]\nenabled = false\n[stripe]\n{keys}[payments]\nprovider = \"stripe\"\n{settings}"
    ));
    place.holds("shelf.jsonl", shelf);
    place.runs(&["import", "shelf.jsonl"]).with(0);
    place
}

pub fn endpoint(shop: &str, lost: u64, doubled: u64, late_ms: u64) -> Endpoint {
    Endpoint { url: format!("{shop}/webhooks/stripe"), lost, doubled, late_ms }
}

/// All steps of a checkout at once. Without a token it is paid on Stripe's page.
pub fn paying(email: &str, token: &str) -> Value {
    json!({"email": email, "shipping_address": address(), "payment": {"provider": "stripe", "token": token}})
}

/// The orders in the books, those that came to nothing too.
pub fn orders(place: &Place) -> Vec<Value> {
    place.runs(&["export", "orders", "--format", "jsonl", "--to", "orders.jsonl"]).with(0);
    place.reads("orders.jsonl").lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect()
}

pub fn text<'a>(order: &'a Value, pointer: &str) -> &'a str {
    order.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

pub fn amount(order: &Value, pointer: &str) -> i64 {
    order.pointer(pointer).and_then(|money| money["amount"].as_i64()).expect("an amount")
}

/// Every order that stands was paid once, to the cent; nothing was taken for any other, and nothing can be any more.
#[track_caller]
pub fn agree(sim: &SimulatedStripe, orders: &[Value]) {
    let (sums, state) = (sim.sums(), sim.state());
    for order in orders {
        let id = text(order, "/id");
        let there = sums.get(id).copied().unwrap_or_default();
        let ours = (amount(order, "/payment/captured"), amount(order, "/payment/refunded"));
        assert_eq!((there.captured, there.refunded), ours, "{order}");
        let intents: Vec<_> = state.account.intents.values().filter(|intent| intent.metadata.get("order").is_some_and(|of| of == id)).collect();
        let sessions: Vec<_> =
            state.account.sessions.values().filter(|session| session.params.get("client_reference_id").is_some_and(|of| of == id)).collect();
        if order["number"].is_null() {
            assert_eq!((text(order, "/status"), ours, there.charges), ("cancelled", (0, 0), 0), "{order}");
            let closed = intents.iter().all(|intent| intent.status == "canceled") && sessions.iter().all(|session| session.status == "expired");
            assert!(closed, "it can still be paid: {order} {intents:?} {sessions:?}");
        } else {
            assert_eq!((ours.0, there.charges), (amount(order, "/totals/total"), 1), "{order}");
            assert!(ours.1 <= ours.0, "{order}");
        }
        // One that was made under a key that is forgotten since, and that nobody ever heard of, can't be paid by anybody.
        let used = intents.iter().filter(|intent| !(state.forgot && intent.status == "requires_confirmation")).count();
        assert!(used <= 1 && sessions.len() <= 1, "one payment for each order: {order} {intents:?} {sessions:?}");
    }
    let known: BTreeSet<_> = orders.iter().map(|order| text(order, "/id")).collect();
    let strangers: Vec<_> = sums.keys().filter(|id| !known.contains(id.as_str())).collect();
    assert!(strangers.is_empty(), "the provider knows orders that we don't: {strangers:?}");
}

/// How many letters of this kind each address got.
pub fn letters(place: &Place, kind: &str) -> BTreeMap<String, usize> {
    let mut got = BTreeMap::new();
    let Ok(folder) = std::fs::read_dir(place.path("shop-data/mail")) else { return got };
    let files = folder.map(|file| file.expect("listed").path()).filter(|path| path.to_string_lossy().ends_with(&format!("-{kind}.eml")));
    for letter in files.map(|path| std::fs::read_to_string(path).expect("read")) {
        let to = letter.lines().find(|line| line.starts_with("To: ")).and_then(|line| line.split(['<', '>']).nth(1)).expect("it has a reader");
        *got.entry(to.to_owned()).or_default() += 1;
    }
    got
}
