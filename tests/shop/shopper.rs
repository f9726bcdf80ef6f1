//! Shoppers and what they do: a browser with its cookie, what it asks, and what it is told.

use std::cell::RefCell;
use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use shop::shop::visitor::{Cookie, Visitor};
use tower::ServiceExt;

use crate::world::TestShop;

/// A request before it is sent.
#[derive(Clone, Debug)]
pub struct Ask {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: String,
    peer: IpAddr,
}

impl Ask {
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").text(&body.to_string())
    }

    pub fn text(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self
    }

    pub async fn send(self, router: Router) -> Answer {
        let mut request = Request::builder().method(self.method).uri(&self.path).header("host", "shop.test");
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let mut request = request.body(Body::from(self.body)).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.peer, 50_000)));
        let response = router.oneshot(request).await.expect("the router always answers");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer { status: parts.status.as_u16(), headers: parts.headers, body, asked: format!("{} {}", self.method, self.path) }
    }
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
    asked: String,
}

impl Answer {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} answered {}", self.asked, self.body);
        self
    }

    /// A problem of RFC 9457 with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        let answer = self.is(status).has("/code", code).has("/status", status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.body["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{}", answer.body);
        answer
    }

    /// What stands at a JSON Pointer.
    #[track_caller]
    pub fn has(self, pointer: &str, expected: impl Into<Value>) -> Self {
        assert_eq!(self.at(pointer), &expected.into(), "{} answered at {pointer}: {}", self.asked, self.body);
        self
    }

    pub fn at(&self, pointer: &str) -> &Value {
        self.body.pointer(pointer).unwrap_or(&Value::Null)
    }

    #[track_caller]
    pub fn text(&self, pointer: &str) -> String {
        self.at(pointer).as_str().unwrap_or_else(|| panic!("no text at {pointer} of {}", self.body)).to_owned()
    }

    #[track_caller]
    pub fn number(&self, pointer: &str) -> i64 {
        self.at(pointer).as_i64().unwrap_or_else(|| panic!("no number at {pointer} of {}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// One browser.
pub struct Shopper<'a> {
    shop: &'a TestShop,
    address: IpAddr,
    pub cookie: RefCell<Option<String>>,
}

pub fn address() -> Value {
    json!({"email": "ada@example.com", "name": "Ada Lovelace", "line1": "1 Main St", "city": "Oakville", "region": "CA",
        "postal_code": "94103", "country": "US", "phone": ""})
}

/// The body of an order that takes all steps at once.
pub fn at_once(token: &str) -> Value {
    json!({"shipping_address": address(), "payment": {"provider": "practice", "token": token}})
}

impl<'a> Shopper<'a> {
    pub fn new(shop: &'a TestShop, address: &str) -> Self {
        Self { shop, address: address.parse().expect("an address"), cookie: RefCell::new(None) }
    }

    pub fn shop(&self) -> &TestShop {
        self.shop
    }

    pub fn ask(&self, method: &'static str, path: &str) -> Ask {
        let headers = self.cookie.borrow().iter().map(|cookie| ("cookie", format!("shop_session={cookie}"))).collect();
        Ask { method, path: path.to_owned(), headers, body: String::new(), peer: self.address }
    }

    pub fn send(&self, ask: Ask) -> Answer {
        let answer = self.shop.runs(ask.send(self.shop.router()));
        let set = answer.headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok());
        if let Some(cookie) = set.and_then(|text| text.strip_prefix("shop_session=")).and_then(|text| text.split(';').next()) {
            self.cookie.replace(Some(cookie.to_owned()));
        }
        answer
    }

    pub fn gets(&self, path: &str) -> Answer {
        self.send(self.ask("GET", path))
    }

    /// Sends a form, as a page without scripts does.
    pub fn posts(&self, path: &str, form: &str) -> Answer {
        self.send(self.ask("POST", path).header("content-type", "application/x-www-form-urlencoded").text(form))
    }

    #[track_caller]
    pub fn cart(&self) -> Answer {
        self.gets("/api/cart").is(200)
    }

    pub fn add(&self, sku: &str, quantity: u32) -> Ask {
        self.ask("POST", "/api/cart/items").json(&json!({"sku": sku, "quantity": quantity}))
    }

    pub fn adds(&self, sku: &str, quantity: u32) -> Answer {
        self.send(self.add(sku, quantity))
    }

    pub fn sets(&self, sku: &str, quantity: u32) -> Answer {
        self.send(self.ask("PATCH", &format!("/api/cart/items/{sku}")).json(&json!({"quantity": quantity})))
    }

    pub fn removes(&self, sku: &str) -> Answer {
        self.send(self.ask("DELETE", &format!("/api/cart/items/{sku}")))
    }

    pub fn clears(&self) -> Answer {
        self.send(self.ask("DELETE", "/api/cart"))
    }

    pub fn checkout(&self) -> Answer {
        self.gets("/api/checkout").is(200)
    }

    pub fn gives_address(&self) -> Answer {
        self.send(self.ask("PUT", "/api/checkout/shipping").json(&address()))
    }

    pub fn chooses(&self, token: &str) -> Answer {
        self.send(self.ask("PUT", "/api/checkout/payment").json(&json!({"provider": "practice", "token": token})))
    }

    pub fn goes_back(&self) -> Answer {
        self.send(self.ask("POST", "/api/checkout/back"))
    }

    /// Address and card, up to the review.
    #[track_caller]
    pub fn checks_out(&self) -> Answer {
        self.gives_address().is(200);
        self.chooses("pm_card_visa").is(200).has("/state", "review")
    }

    pub fn places(&self, key: &str) -> Answer {
        self.send(self.ask("POST", "/api/orders").key(key))
    }

    pub fn key(&self) -> String {
        self.checkout().text("/idempotency_key")
    }

    /// Chooses the card and says buy, with the key that the checkout gave.
    #[track_caller]
    pub fn pays(&self, token: &str) -> Answer {
        self.chooses(token).is(200);
        self.places(&self.key())
    }

    pub fn buy(&self, key: &str, token: &str) -> Ask {
        self.ask("POST", "/api/orders").key(key).json(&at_once(token))
    }

    /// All steps in one call.
    pub fn buys(&self, key: &str, token: &str) -> Answer {
        self.send(self.buy(key, token))
    }

    /// The same shopper, for commands that are called below the router.
    pub fn visitor(&self) -> Visitor {
        Visitor { cookie: self.cookie.borrow().as_deref().and_then(Cookie::parse), client: 7 }
    }
}
