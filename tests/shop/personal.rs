//! Personal data: what the shop knows about a customer is theirs to take along, and nobody else's.

use serde_json::{Value, json};
use shop::domain::order::Actor;
use shop::shop::desk::Task;

use crate::account::{MAIL, PASSWORD};
use crate::process::Place;
use crate::shopper::{Answer, Shopper, address, at_once};
use crate::world::TestShop;

const FILE: &str = "/account/data/file";

/// What customers do about what is known of them.
impl Shopper<'_> {
    #[track_caller]
    pub fn joins_as(&self, name: &str) {
        let email = format!("{}@example.com", name.to_lowercase());
        let body = json!({"email": email, "password": PASSWORD, "name": format!("{name} Lovelace")});
        self.send(self.ask("POST", "/api/account/register").json(&body)).is(201);
    }

    /// Buys what is in the cart, under their own name and address.
    pub fn buys_as(&self, name: &str, key: &str, token: &str) -> Answer {
        let mut order = at_once(token);
        order["shipping_address"]["email"] = json!(format!("{}@example.com", name.to_lowercase()));
        order["shipping_address"]["name"] = json!(format!("{name} Lovelace"));
        order["shipping_address"]["line1"] = json!(format!("1 {name} St"));
        self.send(self.ask("POST", "/api/orders").key(key).json(&order))
    }

    pub fn reviews(&self, sku: &str, rating: u64, body: &str) -> Answer {
        self.send(self.ask("POST", &format!("/api/products/{sku}/reviews")).json(&json!({"rating": rating, "title": "", "body": body})))
    }

    pub fn is_helped_by(&self, sku: &str, review: &str) -> Answer {
        self.send(self.ask("PUT", &format!("/api/products/{sku}/reviews/{review}/helpful")))
    }

    fn saves_address(&self, name: &str) -> Answer {
        let mut body = address();
        body.as_object_mut().expect("an object").remove("email");
        (body["name"], body["line1"]) = (json!(format!("{name} Lovelace")), json!(format!("2 {name} Yard")));
        self.send(self.ask("POST", "/api/account/addresses").json(&body))
    }
}

/// A shop with two customers, each with one of everything, and each other's words among what helped them.
fn two_customers(shop: &TestShop) -> [Shopper<'_>; 2] {
    shop.stocks("mug", 20);
    shop.stocks("jug", 20);
    let people = ["Ada", "Ben"].map(|name| {
        let shopper = shop.someone();
        shopper.joins_as(name);
        shopper.adds("mug", 1).is(201);
        shopper.buys_as(name, &format!("the-order-of-{name}"), "pm_card_visa").is(201);
        shopper.saves_address(name).is(201);
        shopper.adds("jug", 2).is(201);
        shopper
    });
    let written = ["Ada", "Ben"].map(|name| {
        let shopper = &people[usize::from(name == "Ben")];
        shopper.reviews("mug", 4, &format!("{name} says so")).is(201).text("/yours/id")
    });
    people[0].is_helped_by("mug", &written[1]).is(200);
    people[1].is_helped_by("mug", &written[0]).is(200);
    people
}

#[test]
fn what_a_customer_sends_back_is_in_the_file_too() {
    let shop = TestShop::new();
    let [ada, _] = two_customers(&shop);
    for task in [Task::Pack { number: 1001 }, Task::Ship { number: 1001, tracking: None, url: None }] {
        shop.desk(task).expect("it goes its way");
    }
    let form = ada.gets("/orders/1001/return").is(200).text("");
    let line = form.split("name=\"line\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a line");
    ada.posts("/orders/1001/return", &format!("line={line}&units-{line}=1&number=1&reason=damaged&comment=It+leaks")).is(303);
    let file = ada.gets(FILE).is(200).has("/orders/0/returns/0/name", "1001-1").has("/orders/0/returns/0/status", "requested");
    file.has("/orders/0/returns/0/comment", "It leaks").has("/orders/0/returns/0/lines", json!([{"sku": "mug", "quantity": 1}]));
}

#[test]
fn everything_about_a_customer_is_in_one_file_and_nothing_about_another() {
    let shop = TestShop::new();
    let [ada, ben] = two_customers(&shop);
    shop.runs(shop.shop().at_desk(Task::Pack { number: 1001 }, Actor::Staff { name: "Mia".into() })).expect("packed");
    let (lines, reason) = (vec![("mug".to_owned(), 1)], "broken".to_owned());
    let refund = Task::Refund { number: 1001, lines, amount: Some("5.00".into()), restock: false, reason };
    shop.runs(shop.shop().at_desk(refund, Actor::Shop)).expect("refunded");
    ada.gives_address().is(200);
    let link = ada.gets("/api/orders/1001").is(200).text("/url");
    assert!(shop.resets(MAIL).is_some());

    let file = ada.gets(FILE).is(200);
    assert_eq!((file.header("content-type"), file.header("cache-control")), ("application/json", "no-store"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"my-data-2026-11-18.json\"");
    let file = file.has("/account/email", MAIL).has("/account/name", "Ada Lovelace").has("/account/created_at", TestShop::minute(0));
    let file = file.has("/addresses/0/line1", "2 Ada Yard").has("/addresses/1", Value::Null).has("/exported_at", TestShop::minute(0));
    let order = file.has("/orders/0/number", "1001").has("/orders/0/status", "packed").has("/orders/0/shipping_address/line1", "1 Ada St");
    let order = order.has("/orders/0/lines/0/sku", "mug").has("/orders/0/totals/total", json!({"amount": 2_759, "currency": "USD"}));
    let order = order.has("/orders/0/payments/0/kind", "captured").has("/orders/0/payments/0/amount/amount", 2_759);
    let order = order.has("/orders/0/payments/1/kind", "refunded").has("/orders/0/payments/1/amount/amount", 500);
    let order = order.has("/orders/0/refunds/0/reason", "broken").has("/orders/0/refunds/0/lines", json!([{"sku": "mug", "quantity": 1}]));
    let file = order.has("/orders/0/timeline/2/status", "packed").has("/orders/1", Value::Null);
    let file = file.has("/reviews/0/body", "Ada says so").has("/reviews/0/product", "mug").has("/reviews/0/verified", true);
    let file = file.has("/votes/0/product", "mug").has("/votes/1", Value::Null);
    let file = file.has("/carts/0/lines/0/sku", "jug").has("/carts/0/shipping_address/city", "Oakville").has("/carts/1", Value::Null);
    let file = file.has("/sessions/0/signed_in_at", TestShop::minute(0)).has("/sessions/1", Value::Null);
    assert_eq!(ada.gets("/api/account/data").is(200).body, file.body, "the API gives the same");

    let text = file.body.to_string();
    let cookie = ada.cookie.borrow().clone().expect("a cookie");
    let (_, token) = link.split_once("token=").expect("a token");
    for secret in ["argon2", token, cookie.split_once('.').expect("a token").1, "pm_card", "idempotency"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    let theirs = ben.gets(FILE).is(200).has("/orders/0/number", "1002").body.to_string();
    for foreign in ["ben@", "Ben", "1002"] {
        assert!(!text.contains(foreign), "{foreign} is in {text}");
    }
    for foreign in ["ada@", "Ada", "1001"] {
        assert!(!theirs.contains(foreign), "{foreign} is in {theirs}");
    }
}

#[test]
fn a_stranger_gets_nothing_and_comes_back() {
    let shop = TestShop::new();
    let (ada, eve) = (shop.someone(), shop.someone());
    ada.registers();
    for path in ["/account/data", FILE] {
        assert_eq!(eve.gets(path).is(303).header("location"), "/account/login?next=/account/data");
    }
    assert_eq!(eve.posts("/account/erase", &format!("password={PASSWORD}")).is(303).header("location"), "/account/login?next=/account/data");
    eve.gets("/api/account/data").refused(401, "SIGN_IN_REQUIRED");
    eve.send(eve.ask("POST", "/api/account/erase").json(&json!({"password": PASSWORD}))).refused(401, "SIGN_IN_REQUIRED");
    ada.is_signed_in();
}

#[test]
fn an_order_that_came_to_nothing_and_a_cart_apart_are_known_too() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    ada.registers();
    ada.adds("mug", 1).is(201);
    ada.buys("a-card-that-is-no-good", "pm_card_chargeDeclined").is(402);
    ada.pays("pm_card_authenticationRequired").is(202);
    let guest = shop.someone();
    guest.adds("mug", 2).is(201);
    guest.signs_in();
    let file = guest.gets(FILE).is(200).has("/orders/0/status", "pending").has("/orders/1/status", "cancelled").has("/orders/1/number", Value::Null);
    let file = file.has("/orders/0/payment/action", Value::Null).has("/carts/0/lines/0/quantity", 1).has("/carts/1/lines/0/quantity", 2);
    assert_eq!(file.at("/sessions").as_array().map(Vec::len), Some(2));
}

#[test]
fn the_page_says_what_is_kept_and_speaks_of_reviews_only_where_there_are_any() {
    for reviews in [true, false] {
        let shop = TestShop::with(|settings| settings.reviews.enabled = reviews);
        let ada = shop.someone();
        ada.registers();
        let overview = ada.gets("/account").is(200).text("");
        assert!(overview.contains("href=\"/account/data\""));
        let page = ada.gets("/account/data").is(200);
        assert_eq!((page.header("cache-control"), page.header("referrer-policy")), ("no-store", "no-referrer"));
        let page = page.text("");
        for words in ["What we keep, and why", "href=\"/account/data/file\"", "Delete my account", "autocomplete=\"current-password\"", MAIL] {
            assert!(page.contains(words), "{words} isn't in {page}");
        }
        let privacy = ada.gets("/pages/privacy").is(200).text("");
        assert!(privacy.contains("<a href=\"/account/data\">Your data</a>"));
        for text in [page, privacy] {
            let main = text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a main part");
            assert_eq!(main.to_lowercase().contains("review"), reviews, "{main}");
        }
    }
}

/// As a merchant types it, on a closed shop and through the running one.
#[test]
fn the_merchant_writes_the_same_file_and_deletes_an_account() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.holds("mug.jsonl", "{\"title\":\"Mug\",\"sku\":\"mug\",\"price\":\"20.00\",\"stock\":5}\n");
    let mut server = Some(place.serves());
    place.runs(&["import", "mug.jsonl"]).with(0);
    for open in [true, false] {
        if server.is_none() {
            server = Some(place.serves());
        }
        let client = server.as_ref().expect("it runs").client();
        let account = json!({"email": MAIL, "name": "Ada Lovelace", "password": PASSWORD});
        assert_eq!(client.posts("/api/account/register", &format!("registers-ada-{open}-1"), &account).expect("it answers").status, 201);
        assert_eq!(client.adds("mug", 1, &format!("adds-a-mug-please-{open}")).expect("it answers").status, 201);
        assert_eq!(client.buys(&format!("buys-a-mug-please-{open}")).expect("it answers").status, 201);
        let shown = client.gets("/api/account/data").expect("it answers").body;
        if !open {
            assert_eq!(server.take().expect("it runs").terminates().code(), Some(0));
        }
        place.runs(&["customer", "export", "ADA@example.com", "--to", "ada.json"]).with(0).says("written: ada.json");
        assert_eq!(std::fs::metadata(place.path("ada.json")).expect("a file").permissions().mode() & 0o777, 0o600);
        let mut written: Value = serde_json::from_str(&place.reads("ada.json")).expect("JSON");
        written["exported_at"] = shown["exported_at"].clone();
        assert_eq!(written, shown);
        place.runs(&["customer", "export", "ada@example.com", "--to", "no/where.json"]).with(1).complains("writing no/where.json");
        place.runs(&["customer", "erase", "ada@example.com"]).with(0).says("erased: ada@example.com  (orders that stay: 1; reviews");
        for command in [vec!["customer", "erase", MAIL], vec!["customer", "export", MAIL, "--to", "none.json"]] {
            place.runs(&command).with(1).complains("there is no account with the mail address ada@example.com");
        }
        assert!(!place.path("none.json").exists());
        place.runs(&["check"]).with(0).says("everything adds up");
    }
    assert_eq!((place.figure("orders confirmed"), place.figure("units sold")), (2, 2));
}
