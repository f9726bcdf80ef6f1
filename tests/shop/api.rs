//! The API as a whole: its document, its guards, and the form of everything it refuses.

use serde_json::{Value, json};

use crate::shopper::{Ask, Shopper};
use crate::world::TestShop;

/// The calls that programs may rely on.
const CALLS: [(&str, &str); 33] = [
    ("get", "/api/search"),
    ("get", "/api/suggest"),
    ("get", "/api/products/{handle}"),
    ("get", "/api/cart"),
    ("delete", "/api/cart"),
    ("post", "/api/cart/items"),
    ("patch", "/api/cart/items/{sku}"),
    ("delete", "/api/cart/items/{sku}"),
    ("get", "/api/checkout"),
    ("put", "/api/checkout/shipping"),
    ("put", "/api/checkout/payment"),
    ("post", "/api/checkout/back"),
    ("post", "/api/orders"),
    ("get", "/api/orders"),
    ("get", "/api/orders/{number}"),
    ("get", "/api/account"),
    ("post", "/api/account/register"),
    ("post", "/api/account/login"),
    ("post", "/api/account/logout"),
    ("put", "/api/account/password"),
    ("post", "/api/account/reset"),
    ("post", "/api/account/reset/confirm"),
    ("get", "/api/account/addresses"),
    ("post", "/api/account/addresses"),
    ("put", "/api/account/addresses/{id}"),
    ("delete", "/api/account/addresses/{id}"),
    ("get", "/api/availability"),
    ("get", "/api/events"),
    ("get", "/api/live"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/metrics"),
    ("get", "/api/openapi.json"),
];

fn changes(shopper: &Shopper) -> Vec<Ask> {
    let ask = |method, path, body: Value| shopper.ask(method, path).json(&body);
    vec![
        ask("POST", "/api/cart/items", json!({"sku": "mug", "quantity": 1})),
        ask("PATCH", "/api/cart/items/mug", json!({"quantity": 2})),
        shopper.ask("DELETE", "/api/cart/items/mug"),
        shopper.ask("DELETE", "/api/cart"),
        ask("PUT", "/api/checkout/shipping", crate::shopper::address()),
        ask("PUT", "/api/checkout/payment", json!({"provider": "practice"})),
        shopper.ask("POST", "/api/checkout/back"),
        shopper.buy("a-key-of-sixteen-and", "pm_card_visa"),
        ask("POST", "/api/account/register", json!({"email": "eve@example.com", "password": "kettle on the hob", "name": "Eve"})),
        ask("POST", "/api/account/login", json!({"email": "eve@example.com", "password": "kettle on the hob"})),
        shopper.ask("POST", "/api/account/logout"),
        ask("PUT", "/api/account/password", json!({"current": "kettle on the hob", "new": "rain on tuesday"})),
        ask("POST", "/api/account/reset", json!({"email": "eve@example.com"})),
        ask("POST", "/api/account/reset/confirm", json!({"token": "00", "password": "rain on tuesday"})),
        ask("POST", "/api/account/addresses", crate::shopper::address()),
        ask("PUT", "/api/account/addresses/1", crate::shopper::address()),
        shopper.ask("DELETE", "/api/account/addresses/1"),
    ]
}

#[test]
fn the_document_names_every_call() {
    let shop = TestShop::new();
    let document = shop.someone().gets("/api/openapi.json").is(200);
    for (method, path) in CALLS.iter().filter(|(_, path)| *path != "/api/openapi.json") {
        let pointer = format!("/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1"));
        assert!(document.at(&pointer).is_object(), "{method} {path} isn't in the document");
    }
    assert!(document.text("/openapi").starts_with("3."));
}

#[test]
fn probes_answer() {
    let shop = TestShop::new();
    let monitor = shop.someone();
    monitor.gets("/healthz").is(200).has("", "ok");
    monitor.gets("/readyz").is(200).has("/status", "ok").has("/waiting", 0);
    let figures = monitor.gets("/metrics").is(200);
    assert!(figures.body.as_str().is_some_and(|text| text.contains("shop_writer_waiting")), "{}", figures.body);
}

#[test]
fn every_answer_tells_browsers_what_they_may_do() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    let answers = [ada.gets("/api/cart"), ada.adds("mug", 1), ada.adds("nothing", 1), ada.gets("/no/such/page"), ada.gets("/healthz")];
    for answer in answers {
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{answer:?}");
        assert_eq!((answer.header("x-content-type-options"), answer.header("cache-control")), ("nosniff", "no-store"));
        assert_eq!(answer.header("x-frame-options"), "DENY");
    }
}

#[test]
fn the_cookie_stays_away_from_scripts_and_other_sites() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let set = shop.someone().adds("mug", 1).is(201).header("set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    let tls = TestShop::with(|settings| "https://shop.example.com".clone_into(&mut settings.url));
    tls.stocks("mug", 5);
    let set = tls.someone().adds("mug", 1).is(201).header("set-cookie").to_owned();
    assert!(set.starts_with("__Host-shop_session=") && set.contains("; Secure"), "{set}");
}

#[test]
fn bodies_are_read_strictly() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    let post = || ada.ask("POST", "/api/cart/items");
    let typed = |text: &str| post().header("content-type", "application/json").text(text);
    ada.send(post().text("{\"sku\":\"mug\"}")).refused(415, "UNSUPPORTED_MEDIA_TYPE");
    ada.send(post().header("content-type", "text/plain").text("{\"sku\":\"mug\"}")).refused(415, "UNSUPPORTED_MEDIA_TYPE");
    ada.send(typed("{\"sku\":")).refused(400, "MALFORMED_REQUEST");
    ada.send(typed("{\"sku\":\"mug\"} and more")).refused(400, "MALFORMED_REQUEST");
    ada.send(typed("[]")).refused(422, "INVALID");
    ada.send(typed("{}")).refused(422, "INVALID");
    let giant = format!("{{\"sku\":\"{}\"}}", "x".repeat(70_000));
    ada.send(typed(&giant)).refused(413, "TOO_LARGE");
    ada.send(post().header("content-type", "application/json; charset=utf-8").text("{\"sku\":\"mug\"}")).is(201);
    assert_eq!(shop.counts("mug"), (5, 1));
}

#[test]
fn what_is_refused_has_the_form_of_rfc_9457() {
    let shop = TestShop::new();
    shop.stocks("mug", 1);
    let answer = shop.someone().adds("mug", 2).refused(409, "INSUFFICIENT_INVENTORY");
    let expected = json!({"type": "urn:shop:problem:insufficient-inventory", "title": "Conflict", "status": 409,
        "detail": "Only 1 available.", "code": "INSUFFICIENT_INVENTORY", "sku": "mug", "available": 1});
    assert_eq!(answer.body, expected);
}

#[test]
fn another_site_changes_nothing() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    let cart = ada.cart().body;
    for ask in changes(&ada) {
        ada.send(ask.clone().header("sec-fetch-site", "cross-site").header("origin", "https://evil.example")).refused(403, "CROSS_ORIGIN");
        ada.send(ask.header("origin", "https://evil.example")).refused(403, "CROSS_ORIGIN");
    }
    assert_eq!(ada.cart().body, cart);
    for ask in changes(&ada).into_iter().take(1) {
        ada.send(ask.header("sec-fetch-site", "same-origin").header("origin", "http://shop.test")).is(201);
    }
}

/// Forms are what a foreign page can send without asking: each is refused before it's read.
#[test]
fn no_form_of_another_site_is_taken() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.registers();
    ada.adds("mug", 2).is(201);
    let (cart, account) = (ada.cart().body, ada.gets("/api/account").body);
    for path in [
        "/cart/items",
        "/cart/items/set",
        "/cart/items/remove",
        "/cart/clear",
        "/cart/coupon",
        "/checkout",
        "/checkout/shipping",
        "/checkout/payment",
        "/checkout/back",
        "/checkout/place",
        "/checkout/practice",
        "/account/login",
        "/account/register",
        "/account/logout",
        "/account/reset",
        "/account/reset/confirm",
        "/account/password",
        "/account/addresses",
        "/account/addresses/remove",
    ] {
        let form = || ada.ask("POST", path).header("content-type", "application/x-www-form-urlencoded").text("sku=mug&quantity=1&id=1");
        ada.send(form().header("sec-fetch-site", "cross-site")).is(403);
        ada.send(form().header("sec-fetch-site", "same-site").header("origin", "http://other.shop.test")).is(403);
        ada.send(form().header("origin", "null")).is(403);
    }
    assert_eq!((ada.cart().body, ada.gets("/api/account").is(200).body), (cart, account));
}

#[test]
fn what_is_not_there_is_a_problem_too() {
    let shop = TestShop::new();
    let anyone = shop.someone();
    anyone.gets("/api/no-such-call").refused(404, "NOT_FOUND");
    anyone.send(anyone.ask("PUT", "/api/cart")).refused(405, "METHOD_NOT_ALLOWED");
    anyone.send(anyone.ask("GET", "/api/orders/1001?token=a&token=b")).refused(400, "MALFORMED_REQUEST");
    anyone.gets("/api/products/no-such-thing").refused(404, "NOT_FOUND");
    anyone.gets("/api/products/%F0%9F%90%88%2F..%2F").refused(404, "NOT_FOUND");
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    let shop = TestShop::with(|settings| settings.limits_enabled = true);
    let eve = shop.someone_at("10.7.7.7");
    for _ in 0..30 {
        eve.clears().is(200);
    }
    let refused = (0..1_000).map(|_| eve.clears()).find(|answer| answer.status != 200).expect("a burst passes, and then no more");
    let seconds: u32 = refused.refused(429, "RATE_LIMITED").header("retry-after").parse().expect("seconds");
    assert!((1..=2).contains(&seconds));
    shop.someone_at("10.8.8.8").clears().is(200);
    eve.gets("/healthz").is(200);
}

#[test]
fn only_a_trusted_proxy_says_where_a_shopper_comes_from() {
    let shop = TestShop::with(|settings| {
        settings.caps.client_units = 2;
        settings.trusted_proxies = vec!["10.0.0.1/32".parse().expect("a network")];
    });
    shop.stocks("mug", 50);
    let behind = |proxy: &str, address: &str| {
        let shopper = shop.someone_at(proxy);
        shopper.send(shopper.add("mug", 2).header("x-forwarded-for", address)).status
    };
    assert_eq!((behind("10.0.0.1", "1.1.1.1"), behind("10.0.0.1", "2.2.2.2"), behind("10.0.0.1", "1.1.1.1")), (201, 201, 429));
    assert_eq!((behind("10.0.0.2", "3.3.3.3"), behind("10.0.0.2", "4.4.4.4")), (201, 429));
}
