//! The cart as scripts get it: the same forms, answered with the cart itself instead of a way to its page.

use serde_json::json;

use crate::shopper::{Answer, Shopper};
use crate::world::TestShop;

impl Shopper<'_> {
    fn sends(&self, path: &str, key: &str, form: &str) -> Answer {
        self.send(self.ask("POST", path).key(key).header("content-type", "application/x-www-form-urlencoded").text(form))
    }
}

fn html(answer: &Answer) -> String {
    answer.text("")
}

#[test]
fn a_form_sent_by_a_script_is_answered_with_the_whole_cart() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    let empty = ada.gets("/f/cart").is(200);
    assert!(html(&empty).contains("Your cart is empty") && html(&empty).contains("data-version=\"0\""), "{}", html(&empty));
    let cart = ada.posts("/f/cart/items", "sku=mug&quantity=2").is(200);
    assert_eq!((cart.header("cache-control"), cart.header("location")), ("no-store", ""));
    let shown = html(&cart);
    for part in ["id=\"cart\"", "data-version=\"1\"", "data-count=\"2\"", "data-sku=\"mug\" data-quantity=\"2\" data-until=\""] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(!shown.contains("<html") && !shown.contains("<h1"), "only the cart: {shown}");
    ada.cart().has("/item_count", 2);
    ada.posts("/f/cart/items/set", "sku=mug&quantity=3").is(200);
    assert!(html(&ada.posts("/f/cart/items/remove", "sku=mug").is(200)).contains("data-count=\"0\""));
}

#[test]
fn a_form_that_is_sent_twice_under_one_key_counts_once() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    for _ in 0..3 {
        assert!(html(&ada.sends("/f/cart/items", "one-press-one-key", "sku=mug&quantity=1").is(200)).contains("data-count=\"2\""));
    }
    ada.sends("/f/cart/items", "one-press-one-key", "sku=mug&quantity=2").is(422);
    ada.cart().has("/item_count", 2).has("/version", 2);
}

#[test]
fn a_refusal_comes_with_the_cart_as_it_is_and_with_the_button_that_does_what_can_be_done() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    for (path, form, offer) in [
        ("/cart/items", "sku=mug&quantity=4", ("/cart/items", "2", "Add 2")),
        ("/cart/items/set", "sku=mug&quantity=9", ("/cart/items/set", "5", "Make it 5")),
    ] {
        for shown in [html(&ada.posts(path, form).is(409)), html(&ada.posts(&format!("/f{path}"), form).is(409))] {
            let (action, quantity, label) = offer;
            assert!(shown.contains("data-refused") && shown.contains(&format!("Only {quantity} available.")), "{shown}");
            assert!(shown.contains(&format!("action=\"{action}\"><input type=\"hidden\" name=\"sku\" value=\"mug\"><button class=\"btn\" name=\"quantity\" value=\"{quantity}\">{label}")), "{shown}");
            assert!(shown.contains("data-version=\"1\"") && shown.contains("data-count=\"3\""), "{shown}");
        }
    }
    ada.cart().has("/version", 1);
}

#[test]
fn a_wrong_code_is_said_where_it_was_entered() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let shown = html(&ada.posts("/f/cart/coupon", "code=NOPE&back=cart").is(422));
    assert!(shown.contains("<details open>") && shown.contains("aria-invalid=\"true\"") && shown.contains("NOPE"), "{shown}");
}

#[test]
fn everything_is_held_for_another_while_but_not_past_the_cap() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    shop.waits_minutes(25);
    assert!(html(&ada.gets("/f/cart")).contains("<form class=\"keep\" method=\"post\" action=\"/cart/keep\">"));
    let kept = ada.posts("/f/cart/keep", "").is(200);
    assert!(html(&kept).contains("action=\"/cart/keep\" hidden") || !html(&kept).contains("/cart/keep"), "{}", html(&kept));
    ada.cart().has("/lines/0/reserved_until", TestShop::minute(55));
    for _ in 0..8 {
        shop.waits_minutes(15);
        ada.send(ada.ask("POST", "/api/cart/keep")).is(200);
    }
    // 120 minutes after it began the hold ended, and keeping it began another.
    ada.cart().has("/lines/0/reserved_until", TestShop::minute(175));
    shop.waits_minutes(60);
    shop.sweeps();
    ada.cart().has("/lines/0/reserved_until", json!(null));
    ada.posts("/cart/keep", "").is(303);
    ada.cart().has("/lines/0/quantity", 1).has("/lines/0/reserved_until", TestShop::minute(235));
    assert_eq!(shop.counts("mug"), (5, 1));
}

#[test]
fn a_stranger_keeps_nothing() {
    let shop = TestShop::new();
    shop.someone().send(shop.someone().ask("POST", "/api/cart/keep")).refused(409, "WRONG_STEP");
}
