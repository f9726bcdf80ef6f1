//! The account's pages: plain forms and links that work without any script.

use serde_json::Value;

use crate::account::{MAIL, PASSWORD};
use crate::shopper::{Answer, Shopper};
use crate::world::TestShop;

impl Answer {
    fn page(&self) -> &str {
        self.body.as_str().expect("a page")
    }

    #[track_caller]
    fn leads_to(self, place: &str) -> Self {
        let answer = self.is(303);
        assert_eq!(answer.header("location"), place);
        answer
    }

    /// A page about one person: kept nowhere, and told to nobody.
    #[track_caller]
    fn stays_private(self) -> Self {
        assert_eq!((self.header("cache-control"), self.header("referrer-policy")), ("no-store", "no-referrer"));
        self
    }

    #[track_caller]
    fn shows(self, words: &str) -> Self {
        assert!(self.page().contains(words), "{words:?} isn't on the page: {}", self.page());
        self
    }
}

impl Shopper<'_> {
    fn sends_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let body = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
        self.send(self.ask("POST", path).header("content-type", "application/x-www-form-urlencoded").text(&body))
    }

    fn logs_in(&self, password: &str, next: &str) -> Answer {
        self.sends_form("/account/login", &[("email", MAIL), ("password", password), ("next", next)])
    }
}

const PLACE: [(&str, &str); 6] =
    [("name", "Ada Lovelace"), ("line1", "1 Main St"), ("city", "Oakville"), ("postal_code", "94103"), ("country", "US"), ("region", "CA")];

fn place_of<'a>(line1: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = PLACE.into_iter().filter(|(name, _)| *name != "line1").collect();
    fields.push(("line1", line1));
    fields.extend(more);
    fields
}

#[test]
fn a_stranger_is_sent_to_sign_in_and_comes_back() {
    let shop = TestShop::new();
    let ada = shop.someone();
    for path in ["/account", "/account/orders", "/account/addresses"] {
        ada.gets(path).leads_to(&format!("/account/login?next={path}"));
    }
    for path in ["/account/password", "/account/addresses", "/account/addresses/remove"] {
        let sent = ada.sends_form(path, &[("id", "1")]).is(303);
        assert!(sent.header("location").starts_with("/account/login"));
    }
    let form = ada.gets("/account/register?next=/account/orders").is(200).stays_private();
    form.shows("autocomplete=\"new-password\"").shows("autocomplete=\"email\"").shows("name=\"next\" value=\"/account/orders\"");
    let fields = [("email", MAIL), ("name", "Ada Lovelace"), ("password", PASSWORD), ("next", "/account/orders")];
    ada.sends_form("/account/register", &fields).leads_to("/account/orders");
    ada.gets("/account/orders").is(200).stays_private().shows("No orders yet");
    ada.gets("/account").is(200).stays_private().shows("Hello, Ada Lovelace").shows("Sign out");
    ada.gets("/account/login?next=/cart").leads_to("/cart");
    let left = ada.sends_form("/account/logout", &[]).leads_to("/");
    assert_eq!(left.header("clear-site-data"), "\"cache\"");
    ada.gets("/account").leads_to("/account/login?next=/account");
}

#[test]
fn nobody_is_led_to_another_site() {
    let shop = TestShop::new();
    let ada = shop.someone();
    ada.registers();
    for next in ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "evil.example", "\r\nX: y"] {
        ada.gets(&format!("/account/login?next={}", next.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>())).leads_to("/account");
        ada.logs_in(PASSWORD, next).leads_to("/account");
        ada.signs_out();
        let form = ada.gets("/account/login?next=%2F%2Fevil.example").is(200);
        assert!(!form.page().contains("evil"));
        ada.logs_in(PASSWORD, next).leads_to("/account");
    }
    ada.logs_in(PASSWORD, "/search?q=mug&sort=newest").leads_to("/search?q=mug&sort=newest");
    ada.signs_out();
    let form = ada.gets("/account/login?next=%2Fsearch%3Fq%3Dmug%26sort%3Dnewest").is(200).shows("value=\"/search?q=mug&amp;sort=newest\"");
    form.shows("/account/register?next=%2Fsearch%3Fq%3Dmug%26sort%3Dnewest");
}

#[test]
fn a_wrong_password_gives_the_form_back_without_it() {
    let shop = TestShop::new();
    let (ada, eve) = (shop.someone(), shop.someone());
    ada.registers();
    let wrong = eve.logs_in("not her password", "/cart").is(401).stays_private().shows(MAIL).shows("value=\"/cart\"");
    assert!(!wrong.page().contains("not her password"));
    let unknown = [("email", "ada@example.org"), ("password", "not her password"), ("next", "/cart")];
    let unknown = eve.sends_form("/account/login", &unknown).is(401);
    assert_eq!(unknown.page().replace("ada@example.org", MAIL), wrong.page());
    let taken = [("email", MAIL), ("name", "Eve"), ("password", "not her password")];
    eve.sends_form("/account/register", &taken).is(401).shows("can't sign you in with this mail address and password");
    (0..4).for_each(|_| drop(eve.logs_in("not her password", "").is(401)));
    let early = eve.logs_in(PASSWORD, "").is(429).shows("Try again in 1 s");
    assert_eq!(early.header("retry-after"), "1");
    let fields = [("email", "eve"), ("name", ""), ("password", "12345678")];
    let refused = eve.sends_form("/account/register", &fields).is(422);
    refused.shows("href=\"#email\"").shows("href=\"#name\"").shows("Error: Open an account");
}

#[test]
fn a_new_password_by_the_link_and_by_the_account() {
    let shop = TestShop::new();
    let ada = shop.someone();
    ada.registers();
    ada.sends_form("/account/password", &[("current", "wrong"), ("new", "rain on tuesday")]).is(422).stays_private().shows("href=\"#current\"");
    let cookie = ada.cookie.borrow().clone();
    ada.sends_form("/account/password", &[("current", PASSWORD), ("new", "rain on tuesday")]).leads_to("/account?done=password");
    assert_ne!(*ada.cookie.borrow(), cookie);
    ada.gets("/account?done=password").is(200).shows("Your new password is saved");

    let phone = shop.someone();
    phone.sends_form("/account/reset", &[("email", "no address")]).is(422);
    let known = phone.sends_form("/account/reset", &[("email", MAIL)]).leads_to("/account/reset?done=sent");
    let unknown = phone.sends_form("/account/reset", &[("email", "nobody@example.com")]).leads_to("/account/reset?done=sent");
    assert_eq!(known.body, unknown.body);
    phone.gets("/account/reset?done=sent").is(200).shows("Look into your mailbox");
    let token = shop.resets(MAIL).expect("there is such an account").reveal();
    phone.gets(&format!("/account/reset/confirm?token={token}")).is(200).stays_private().shows(&token);
    phone.sends_form("/account/reset/confirm", &[("token", &token), ("password", "password")]).is(422).shows("href=\"#password\"").shows(&token);
    let fields = [("token", token.as_str()), ("password", "tuesday in the rain")];
    phone.sends_form("/account/reset/confirm", &fields).leads_to("/account/login?done=password");
    phone.sends_form("/account/reset/confirm", &fields).is(422).shows("This link was used or has run out");
    ada.gets("/account").is(303);
    phone.logs_in("tuesday in the rain", "").leads_to("/account");
}

#[test]
fn the_letter_is_asked_for_behind_the_answer() {
    let shop = TestShop::new();
    let ada = shop.someone();
    ada.registers();
    ada.sends_form("/account/reset", &[("email", MAIL)]).is(303);
    let open = || {
        let snapshot = shop.shop().snapshot().expect("a snapshot");
        snapshot.count(shop::store::tables::PASSWORD_RESETS).expect("readable")
    };
    let waited = (0..1_000).take_while(|_| open() == 0).map(|_| shop.runs(tokio::task::yield_now())).count();
    assert_eq!(open(), 1, "after {waited} looks");
}

#[test]
fn the_address_book_is_kept_with_forms() {
    let shop = TestShop::new();
    let ada = shop.someone();
    ada.registers();
    ada.sends_form("/account/addresses", &place_of("", &[])).is(422).stays_private().shows("href=\"#line1\"");
    ada.sends_form("/account/addresses", &place_of("1 Main St", &[])).leads_to("/account/addresses");
    ada.sends_form("/account/addresses", &place_of("2 Elm St", &[("default", "true")])).leads_to("/account/addresses");
    ada.gets("/account/addresses").is(200).stays_private().shows("1 Main St").shows("2 Elm St");
    ada.gets("/account/addresses?edit=2").is(200).shows("value=\"2 Elm St\"").shows("name=\"id\" value=\"2\"");
    ada.gets("/account/addresses?edit=7").is(404);
    ada.sends_form("/account/addresses", &place_of("3 Oak St", &[("id", "2")])).leads_to("/account/addresses");
    ada.sends_form("/account/addresses/remove", &[("id", "1")]).leads_to("/account/addresses");
    ada.sends_form("/account/addresses/remove", &[("id", "1")]).is(404);
    let book = ada.gets("/api/account/addresses").is(200).has("/addresses/0/line1", "3 Oak St").has("/addresses/0/default", true);
    book.has("/addresses/1", Value::Null);
}

#[test]
fn the_till_offers_saved_addresses_and_saves_new_ones() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let (ada, guest) = (shop.someone(), shop.someone());
    guest.adds("mug", 1).is(201);
    guest.gets("/checkout").is(200).shows("/account/login?next=/checkout");
    // A stranger's tick saves nothing, and a stranger's choice chooses nothing.
    let ticked = place_of("1 Main St", &[("email", MAIL), ("saved", "1"), ("save", "true")]);
    guest.sends_form("/checkout/shipping", &ticked).leads_to("/checkout");
    ada.registers();
    ada.adds("mug", 1).is(201);
    ada.gets("/checkout").is(200).shows(&format!("value=\"{MAIL}\"")).shows("Save this address to my account");
    ada.sends_form("/checkout/shipping", &place_of("", &[("email", MAIL), ("save", "true")])).is(422);
    ada.gets("/api/account/addresses").is(200).has("/addresses/0", Value::Null);
    ada.sends_form("/checkout/shipping", &place_of("1 Main St", &[("email", MAIL), ("save", "true")])).leads_to("/checkout");
    ada.sends_form("/account/addresses", &place_of("2 Elm St", &[])).is(303);
    ada.gets("/api/account/addresses").is(200).has("/addresses/0/line1", "1 Main St").has("/addresses/1/line1", "2 Elm St");
    ada.sends_form("/checkout/shipping", &[("email", MAIL), ("saved", "2")]).leads_to("/checkout");
    ada.checkout().has("/shipping_address/line1", "2 Elm St").has("/email", MAIL);
    ada.gets("/checkout?step=shipping").is(200).shows("name=\"saved\" value=\"2\" checked");
    ada.sends_form("/checkout/shipping", &[("email", "no address"), ("saved", "2")]).is(422).shows("name=\"saved\" value=\"2\" checked");
    // An address that isn't hers is none.
    ada.sends_form("/checkout/shipping", &[("email", MAIL), ("saved", "7")]).is(422);
    ada.checkout().has("/shipping_address/line1", "2 Elm St");
}

#[test]
fn a_guest_is_offered_an_account_after_buying() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let guest = shop.someone();
    guest.adds("mug", 1).is(201);
    let link = guest.buys("ada-buys-her-mugs-1", "pm_card_visa").is(201).text("/url");
    let complete = link.replace("/orders/1001?", "/checkout/complete?order=1001&");
    let offer = "Set a password to keep your orders";
    guest.gets(&complete).is(200).stays_private().shows(offer);
    let elsewhere = shop.someone().gets(&complete).is(200);
    assert!(!elsewhere.page().contains(offer), "another browser wouldn't bring the order along");
    let fields = [("email", MAIL), ("name", "Ada Lovelace"), ("password", PASSWORD), ("next", "/account/orders")];
    guest.sends_form("/account/register", &fields).leads_to("/account/orders");
    guest.gets("/account/orders").is(200).shows("Order 1001");
    guest.gets("/account").is(200).shows("Order 1001");
    assert!(!guest.gets(&complete).is(200).page().contains(offer));
    guest.gets("/").is(200).shows(">Ada<");
    shop.someone().gets("/products/mug").is(200).shows("/account/login?next=%2Fproducts%2Fmug");
}
