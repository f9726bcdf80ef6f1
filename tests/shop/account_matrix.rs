//! Who may do what: each route of accounts and orders, for nobody, for the one it belongs to and for another.

use serde_json::{Value, json};

use crate::account::PASSWORD;
use crate::shopper::{Answer, Shopper, address};
use crate::world::TestShop;

/// Ada and Ben have accounts, an order each and two addresses each.
struct People<'a> {
    nobody: Shopper<'a>,
    ada: Shopper<'a>,
    ben: Shopper<'a>,
    links: [String; 2],
}

fn street(line1: &str) -> Value {
    let mut body = address();
    body.as_object_mut().expect("an object").remove("email");
    body["line1"] = json!(line1);
    body
}

fn saves(shopper: &Shopper, body: &Value) -> Answer {
    shopper.send(shopper.ask("POST", "/api/account/addresses").json(body))
}

fn people(shop: &TestShop) -> People<'_> {
    shop.stocks("mug", 9);
    let (nobody, ada, ben) = (shop.someone(), shop.someone(), shop.someone());
    let mut links = Vec::new();
    for (shopper, email) in [(&ada, "ada@example.com"), (&ben, "ben@example.com")] {
        shopper.registers_as(email, PASSWORD).is(201);
        shopper.adds("mug", 1).is(201);
        links.push(shopper.buys("an-order-of-somebody", "pm_card_visa").is(201).text("/url"));
        saves(shopper, &street("1 Main St")).is(201).has("/id", "1").has("/default", true);
    }
    // Ben has more addresses than Ada: the last is one that only he has.
    saves(&ben, &street("2 Main St")).is(201).has("/id", "2").has("/default", false);
    nobody.adds("mug", 1).is(201);
    let links = links.try_into().expect("two");
    People { nobody, ada, ben, links }
}

#[test]
fn an_order_is_its_owners_and_its_links() {
    let shop = TestShop::new();
    let people = people(&shop);
    let token = |link: &str| link.split_once('?').expect("a token").1.to_owned();
    for (shopper, own, foreign) in [(&people.ada, "1001", "1002"), (&people.ben, "1002", "1001")] {
        shopper.gets(&format!("/api/orders/{own}")).is(200).has("/number", own);
        let missing = shopper.gets("/api/orders/9999").refused(404, "NOT_FOUND").body;
        assert_eq!(shopper.gets(&format!("/api/orders/{foreign}")).refused(404, "NOT_FOUND").body, missing);
        shopper.gets("/api/orders").is(200).has("/orders/0/number", own).has("/orders/1", Value::Null);
    }
    for (number, link) in ["1001", "1002"].into_iter().zip(&people.links) {
        let missing = people.nobody.gets("/api/orders/9999").refused(404, "NOT_FOUND").body;
        assert_eq!(people.nobody.gets(&format!("/api/orders/{number}")).refused(404, "NOT_FOUND").body, missing);
        people.nobody.gets(&format!("/orders/{number}")).is(404);
        people.nobody.gets(&format!("/api/orders/{number}?{}", token(link))).is(200).has("/number", number);
    }
    let swapped = format!("/api/orders/1001?{}", token(&people.links[1]));
    people.ben.gets(&swapped).refused(404, "NOT_FOUND");
    people.nobody.gets("/api/orders").is(200).has("/orders", json!([]));
}

#[test]
fn a_key_of_somebody_else_is_just_a_word() {
    let shop = TestShop::new();
    let People { nobody, ada, ben, .. } = people(&shop);
    ada.adds("mug", 1).is(201);
    ada.buys("a-key-that-ada-made", "pm_card_visa").is(201).has("/number", "1003");
    // With nothing in the cart it finds nothing, least of all Ada's order.
    ben.buys("a-key-that-ada-made", "pm_card_visa").refused(409, "WRONG_STEP");
    shop.someone().buys("a-key-that-ada-made", "pm_card_visa").refused(409, "WRONG_STEP");
    nobody.buys("a-key-that-ada-made", "pm_card_visa").is(201).has("/number", "1004");
    ada.buys("a-key-that-ada-made", "pm_card_visa").is(200).has("/number", "1003");
    ada.buys("a-key-that-ada-made", "pm_card_mastercard").refused(422, "IDEMPOTENCY_KEY_REUSED");
}

#[test]
fn an_account_is_for_who_is_signed_in() {
    let shop = TestShop::new();
    let People { nobody, ada, ben, .. } = people(&shop);
    for (method, path) in [
        ("GET", "/api/account"),
        ("GET", "/api/account/addresses"),
        ("POST", "/api/account/addresses"),
        ("PUT", "/api/account/addresses/1"),
        ("PUT", "/api/account/addresses/77"),
        ("DELETE", "/api/account/addresses/1"),
        ("DELETE", "/api/account/addresses/77"),
    ] {
        let ask = nobody.ask(method, path);
        let ask = if ["POST", "PUT"].contains(&method) { ask.json(&street("3 Main St")) } else { ask };
        nobody.send(ask).refused(401, "SIGN_IN_REQUIRED");
    }
    nobody.changes_password(PASSWORD, "rain on tuesday").refused(401, "SIGN_IN_REQUIRED");
    nobody.signs_out();
    ada.gets("/api/account").is(200).has("/email", "ada@example.com");
    ben.gets("/api/account").is(200).has("/email", "ben@example.com");
}

#[test]
fn an_address_is_its_owners() {
    let shop = TestShop::new();
    let People { ada, ben, .. } = people(&shop);
    let put = |id: &str| ada.send(ada.ask("PUT", &format!("/api/account/addresses/{id}")).json(&street("9 Elm St")));
    let delete = |id: &str| ada.send(ada.ask("DELETE", &format!("/api/account/addresses/{id}")));
    let before = ben.gets("/api/account/addresses").is(200).body;
    // 2 is an address that only Ben has.
    for id in ["2", "77", "first", "-1"] {
        assert_eq!(put(id).refused(404, "NOT_FOUND").body, put("99").body);
        assert_eq!(delete(id).refused(404, "NOT_FOUND").body, delete("99").body);
    }
    put("1").is(200).has("/line1", "9 Elm St");
    delete("1").is(204);
    ada.gets("/api/account/addresses").is(200).has("/addresses", json!([]));
    assert_eq!(ben.gets("/api/account/addresses").is(200).body, before);
}

#[test]
fn an_address_book_is_kept() {
    let shop = TestShop::new();
    let ada = shop.someone();
    ada.registers();
    let mut wrong = street("");
    wrong["country"] = json!("USA");
    let refused = saves(&ada, &wrong).refused(422, "INVALID");
    refused.has("/errors/0/pointer", "/line1").has("/errors/1/pointer", "/country");
    let mut second = street("2 Main St");
    second["default"] = json!(true);
    saves(&ada, &street("1 Main St")).is(201).has("/id", "1").has("/default", true);
    saves(&ada, &second).is(201).has("/id", "2").has("/default", true);
    saves(&ada, &street("1 Main St")).is(201).has("/id", "1").has("/default", false);
    ada.send(ada.ask("DELETE", "/api/account/addresses/2")).is(204);
    shop.crashes();
    let book = ada.gets("/api/account/addresses").is(200).has("/addresses/0/default", true);
    book.has("/addresses/0/id", "1").has("/addresses/0/line1", "1 Main St").has("/addresses/1", Value::Null);
    for number in 10..29 {
        saves(&ada, &street(&format!("{number} Elm St"))).is(201);
    }
    saves(&ada, &street("29 Elm St")).refused(422, "INVALID");
}
