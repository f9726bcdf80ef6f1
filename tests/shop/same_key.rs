//! The same key from everywhere at once, over HTTP: one order, and everybody hears of the same one.
//!
//! `SHOP_ROUNDS=100` goes as many rounds.

use std::sync::Barrier;

use serde_json::Value;

use crate::process::{Client, Place, Reply};
use crate::shopper::at_once;

const TOGETHER: usize = 50;
const MUGS: &str = "{\"title\":\"Mug\",\"sku\":\"mug\",\"price\":\"20.00\",\"stock\":5000}\n";

fn rounds() -> usize {
    std::env::var("SHOP_ROUNDS").map_or(4, |rounds| rounds.parse().expect("SHOP_ROUNDS is a number"))
}

fn count(number: usize) -> u64 {
    u64::try_from(number).expect("few")
}

fn open_place() -> Place {
    let place = Place::with("[limits]\nenabled = false\n[log]\nlevel = \"error\"\n");
    place.holds("mugs.jsonl", MUGS);
    place.runs(&["import", "mugs.jsonl"]).with(0);
    place
}

/// Each of these requests in a thread of its own, all at the same moment.
fn at_the_same_moment(client: &Client, keys: &[String]) -> Vec<Reply> {
    let start = Barrier::new(keys.len());
    let (start, body) = (&start, &at_once("pm_card_visa"));
    std::thread::scope(|scope| {
        let ask = move |key: &'_ str| {
            start.wait();
            client.posts("/api/orders", key, body).expect("it answers")
        };
        let asked: Vec<_> = keys.iter().map(|key| scope.spawn(move || ask(key))).collect();
        asked.into_iter().map(|asked| asked.join().expect("no panic")).collect()
    })
}

fn with(replies: &[Reply], status: u16) -> Vec<&Value> {
    replies.iter().filter(|reply| reply.status == status).map(|reply| &reply.body).collect()
}

#[test]
fn fifty_requests_with_one_key_are_one_order() {
    let place = open_place();
    let server = place.serves();
    let (mut again, mut told_to_wait) = (0, 0);
    for round in 0..rounds() {
        let client = server.client();
        client.adds("mug", 1, &format!("a-mug-of-round-{round:04}")).expect("it answers");
        let key = format!("one-key-of-round-{round:04}");
        let replies = at_the_same_moment(&client, &vec![key.clone(); TOGETHER]);
        let (first, repeated, waits) = (with(&replies, 201), with(&replies, 200), with(&replies, 409));
        assert_eq!((first.len(), first.len() + repeated.len() + waits.len()), (1, TOGETHER), "round {round}");
        assert!(repeated.iter().all(|body| *body == first[0]), "round {round}: everybody hears of the same order");
        assert!(waits.iter().all(|body| body["code"] == "REQUEST_IN_PROGRESS"), "round {round}: {waits:?}");
        let later = client.posts("/api/orders", &key, &at_once("pm_card_visa")).expect("it answers");
        assert_eq!((later.status, &later.body), (200, first[0]));
        (again, told_to_wait) = (again + repeated.len(), told_to_wait + waits.len());
    }
    println!("{} rounds: {again} heard of the order that was there, {told_to_wait} were told to wait", rounds());
    adds_up(&place, server, rounds());
}

#[test]
fn two_keys_for_one_cart_are_one_order() {
    let place = open_place();
    let server = place.serves();
    for round in 0..10 * rounds() {
        let client = server.client();
        client.adds("mug", 1, &format!("a-mug-of-round-{round:04}")).expect("it answers");
        let keys = ["one", "other"].map(|name| format!("the-{name}-key-of-{round:04}"));
        let replies = at_the_same_moment(&client, &keys);
        assert_eq!((with(&replies, 201).len(), with(&replies, 409).len()), (1, 1), "round {round}");
        let refused = with(&replies, 409)[0];
        let known = ["CART_EMPTY", "WRONG_STEP", "CART_CHANGED", "REQUEST_IN_PROGRESS"];
        assert!(known.iter().any(|code| refused["code"] == *code), "{refused}");
    }
    adds_up(&place, server, 10 * rounds());
}

/// As many orders as rounds, one unit each.
fn adds_up(place: &Place, server: crate::process::Server, orders: usize) {
    assert!(server.terminates().success());
    let check = place.runs(&["check", "--figures"]).with(0).says("everything adds up");
    assert_eq!((check.figure("orders confirmed"), check.figure("units sold"), check.figure("units reserved")), (count(orders), count(orders), 0));
    assert_eq!(check.figure("orders cancelled") + check.figure("orders pending"), 0);
}
