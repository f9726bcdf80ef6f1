//! Coupons: what a code takes off, and that nobody takes off more than there is.

use serde_json::{Value, json};
use shop::shop::coupon::{CouponWork, NewCoupon};

use crate::shopper::{Answer, Ask, Shopper, address, at_once};
use crate::world::TestShop;

const KEY: &str = "a-key-for-one-order-1";

/// Adds a code, `WELCOME10` unless it is named otherwise.
fn makes(shop: &TestShop, change: impl FnOnce(&mut NewCoupon)) {
    let mut new = NewCoupon { code: "welcome10".to_owned(), percent: Some("10".to_owned()), ..NewCoupon::default() };
    change(&mut new);
    shop.shop().coupons(&CouponWork::Add(new)).expect("a coupon is added");
}

fn ends(shop: &TestShop) {
    shop.shop().coupons(&CouponWork::End { code: "WELCOME10".to_owned() }).expect("a coupon is ended");
}

/// State and uses of the only code, as the merchant sees them.
fn stands(shop: &TestShop) -> (String, String) {
    let rows = shop.shop().coupons(&CouponWork::List).expect("coupons are listed");
    let row = rows.first().expect("there is one");
    (row.state.clone(), row.uses.clone())
}

fn two_mugs(shop: &TestShop) -> Shopper<'_> {
    shop.stocks("mug", 50);
    let shopper = shop.someone();
    shopper.adds("mug", 2).is(201);
    shopper
}

fn enters(shopper: &Shopper, code: &str) -> Answer {
    shopper.send(shopper.ask("POST", "/api/cart/coupon").json(&json!({"code": code})))
}

fn buy_as(shopper: &Shopper, email: &str, token: &str) -> Ask {
    let mut body = at_once(token);
    body["shipping_address"]["email"] = json!(email);
    shopper.ask("POST", "/api/orders").key(KEY).json(&body)
}

#[track_caller]
fn costs(answer: &Answer, above: &str, expected: [i64; 5]) {
    let parts = ["subtotal", "discount", "tax", "shipping", "total"].map(|name| answer.number(&format!("{above}/{name}/amount")));
    assert_eq!(parts, expected, "{}", answer.body);
}

#[test]
fn a_code_takes_something_off_everywhere() {
    let shop = TestShop::new();
    makes(&shop, |_| ());
    let ada = two_mugs(&shop);
    ada.cart().has("/coupon", Value::Null);
    let cart = enters(&ada, " Welcome10 ").is(200).has("/coupon", json!({"code": "WELCOME10", "description": "10% off", "problem": null}));
    costs(&cart, "", [4_000, 400, 288, 599, 4_487]);
    ada.checks_out();
    let review = ada.checkout().has("/coupon/code", "WELCOME10");
    costs(&review, "/totals", [4_000, 400, 288, 599, 4_487]);
    for page in ["/cart", "/checkout"] {
        let page = ada.gets(page).is(200).body;
        assert!(page.as_str().is_some_and(|page| page.contains("WELCOME10") && page.contains("−$4.00") && page.contains("$44.87")), "{page}");
    }
    let order = ada.places(&ada.key()).is(201).has("/coupon/description", "10% off");
    costs(&order, "/totals", [4_000, 400, 288, 599, 4_487]);
    let page = ada.gets(&order.text("/url")).is(200).body;
    assert!(page.as_str().is_some_and(|page| page.contains("WELCOME10") && page.contains("−$4.00")), "{page}");
    assert_eq!(stands(&shop), ("works".to_owned(), "1".to_owned()));
    ada.cart().has("/coupon", Value::Null);
}

#[test]
fn each_kind_takes_off_what_it_says() {
    let cases = [
        (NewCoupon { percent: Some("12.5".into()), ..NewCoupon::default() }, [4_000, 500, 280, 599, 4_379]),
        (NewCoupon { sum: Some("5.00".into()), ..NewCoupon::default() }, [4_000, 500, 280, 599, 4_379]),
        (NewCoupon { sum: Some("500".into()), ..NewCoupon::default() }, [4_000, 4_000, 0, 599, 599]),
        (NewCoupon { free_shipping: true, ..NewCoupon::default() }, [4_000, 0, 320, 0, 4_320]),
    ];
    for (kind, expected) in cases {
        let shop = TestShop::new();
        makes(&shop, |new| *new = NewCoupon { code: "SPRING".to_owned(), ..kind });
        let ada = two_mugs(&shop);
        costs(&enters(&ada, "spring").is(200), "", expected);
        costs(&ada.buys(KEY, "pm_card_visa").is(201), "/totals", expected);
    }
}

#[test]
fn a_code_can_be_taken_out_and_asked_for_again() {
    let shop = TestShop::new();
    makes(&shop, |_| ());
    let ada = two_mugs(&shop);
    let ask = ada.ask("POST", "/api/cart/coupon").json(&json!({"code": "WELCOME10"})).key(KEY);
    let version = ada.send(ask.clone()).is(200).number("/version");
    let again = ada.send(ask).is(200);
    assert_eq!(again.number("/version"), version, "a lost answer is asked for again");
    costs(&ada.send(ada.ask("DELETE", "/api/cart/coupon")).is(200).has("/coupon", Value::Null), "", [4_000, 0, 320, 599, 4_919]);
    ada.send(ada.ask("DELETE", "/api/cart/coupon")).is(200);
}

#[test]
fn a_code_that_takes_nothing_off_is_refused_with_the_reason() {
    let shop = TestShop::new();
    makes(&shop, |new| {
        new.minimum = Some("50.00".to_owned());
        new.from = Some(TestShop::minute(60));
        new.until = Some(TestShop::minute(120));
    });
    let ada = shop.someone();
    enters(&ada, "WELCOME10").refused(409, "WRONG_STEP");
    let ada = two_mugs(&shop);
    let reason = |code: &str| enters(&ada, code).refused(422, "INVALID").has("/errors/0/pointer", "/code").text("/errors/0/detail");
    assert_eq!(reason("WELCOME11"), "There is no code WELCOME11. Check how it is spelled.");
    assert_eq!(reason("<b>"), "There is no code <b>. Check how it is spelled.");
    assert!(reason("WELCOME10").contains("works from"), "{}", reason("WELCOME10"));
    shop.waits_minutes(60);
    assert_eq!(reason("WELCOME10"), "The code WELCOME10 needs a subtotal of $50.00 or more.");
    ada.sets("mug", 3).is(200);
    costs(&enters(&ada, "WELCOME10").is(200), "", [6_000, 600, 432, 0, 5_832]);
    let less = ada.sets("mug", 2).is(200).has("/coupon/description", Value::Null);
    assert_eq!(less.text("/coupon/problem"), "The code WELCOME10 needs a subtotal of $50.00 or more.");
    costs(&less, "", [4_000, 0, 320, 599, 4_919]);
    costs(&ada.buys(KEY, "pm_card_visa").is(201).has("/coupon", Value::Null), "/totals", [4_000, 0, 320, 599, 4_919]);
    assert_eq!(stands(&shop).1, "0");
    shop.waits_minutes(60);
    let ben = two_mugs(&shop);
    ben.sets("mug", 3).is(200);
    enters(&ben, "WELCOME10").refused(422, "INVALID").has("/errors/0/detail", "The code WELCOME10 has ended.");
}

#[test]
fn a_code_that_ends_between_cart_and_order_is_told_first() {
    let shop = TestShop::new();
    makes(&shop, |new| new.until = Some(TestShop::minute(10)));
    let ada = two_mugs(&shop);
    enters(&ada, "WELCOME10").is(200);
    ada.checks_out();
    shop.waits_minutes(10);
    let cart = ada.cart().has("/coupon/problem", "The code WELCOME10 has ended.");
    costs(&cart, "", [4_000, 0, 320, 599, 4_919]);
    let told = ada.places(&ada.key()).refused(409, "PRICE_CHANGED").has("/was/amount", 4_487).has("/now/amount", 4_919).has("/changes", json!([]));
    assert!(told.text("/detail").starts_with("The code WELCOME10 has ended."), "{}", told.body);
    let order = ada.places(&ada.key()).is(201).has("/coupon", Value::Null);
    costs(&order, "/totals", [4_000, 0, 320, 599, 4_919]);
}

#[test]
fn the_page_says_that_a_code_has_ended_and_what_it_costs_now() {
    let shop = TestShop::new();
    makes(&shop, |_| ());
    let ada = two_mugs(&shop);
    enters(&ada, "WELCOME10").is(200);
    ada.checks_out();
    let key = ada.key();
    ends(&shop);
    let page = ada.posts("/checkout/place", &format!("key={key}&total=4487")).is(409).body;
    let page = page.as_str().expect("a page");
    for shown in ["The code WELCOME10 has ended.", "What changed", "Discount", "$4.00", "$44.87", "$49.19", "Nothing is taken off."] {
        assert!(page.contains(shown), "{shown} is missing in {page}");
    }
    ada.posts("/checkout/place", &format!("key={key}&total=4919")).is(303);
}

#[test]
fn two_shoppers_race_for_the_last_use_and_one_is_told() {
    for _ in 0..20 {
        let shop = TestShop::new();
        makes(&shop, |new| new.uses = Some(1));
        let racers = [two_mugs(&shop), two_mugs(&shop)];
        for racer in &racers {
            enters(racer, "WELCOME10").is(200);
        }
        let asks = racers.iter().zip(["ada@example.com", "ben@example.com"]).map(|(racer, email)| buy_as(racer, email, "pm_card_visa"));
        let answers = shop.all_at_once(asks.collect());
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "{answers:?}");
        assert_eq!(stands(&shop), ("used up".to_owned(), "1 of 1".to_owned()));
        for (racer, answer) in racers.iter().zip(answers) {
            if answer.status == 201 {
                costs(&answer, "/totals", [4_000, 400, 288, 599, 4_487]);
                continue;
            }
            let told = answer.refused(409, "PRICE_CHANGED").has("/was/amount", 4_487).has("/now/amount", 4_919);
            assert!(told.text("/detail").starts_with("The code WELCOME10 has been used up."), "{}", told.body);
            let without = racer.send(buy_as(racer, "cat@example.com", "pm_card_visa")).is(201);
            costs(&without, "/totals", [4_000, 0, 320, 599, 4_919]);
        }
    }
}

#[test]
fn a_customer_is_the_same_in_every_browser() {
    let shop = TestShop::new();
    makes(&shop, |new| new.per_customer = Some(1));
    let (home, work, other) = (two_mugs(&shop), two_mugs(&shop), two_mugs(&shop));
    for browser in [&home, &work, &other] {
        enters(browser, "WELCOME10").is(200);
    }
    home.send(buy_as(&home, "ada@example.com", "pm_card_visa")).is(201).has("/totals/discount/amount", 400);
    let told = work.send(buy_as(&work, "Ada@EXAMPLE.com", "pm_card_visa")).refused(409, "PRICE_CHANGED");
    assert!(told.text("/detail").starts_with("You have used the code WELCOME10 as often as it allows."), "{}", told.body);
    let mut again = address();
    again["email"] = json!("ADA@example.com");
    let step = work.send(work.ask("PUT", "/api/checkout/shipping").json(&again)).is(200);
    costs(&step, "/totals", [4_000, 0, 320, 599, 4_919]);
    work.send(buy_as(&work, "Ada@example.com", "pm_card_visa")).is(201).has("/totals/discount/amount", 0);
    other.send(buy_as(&other, "ben@example.com", "pm_card_visa")).is(201).has("/totals/discount/amount", 400);
    assert_eq!(stands(&shop).1, "2");
}

#[test]
fn a_declined_order_gives_its_use_back() {
    let shop = TestShop::new();
    makes(&shop, |new| {
        new.uses = Some(1);
        new.per_customer = Some(1);
    });
    let ada = two_mugs(&shop);
    enters(&ada, "WELCOME10").is(200);
    ada.buys(KEY, "pm_card_chargeDeclined").refused(402, "PAYMENT_FAILED");
    assert_eq!(stands(&shop), ("works".to_owned(), "0 of 1".to_owned()));
    shop.adds_up();
    let order = ada.pays("pm_card_visa").is(201);
    costs(&order, "/totals", [4_000, 400, 288, 599, 4_487]);
    assert_eq!(stands(&shop).1, "1 of 1");
}

#[test]
fn an_order_that_waits_for_its_payment_holds_its_use() {
    use crate::disk::Fate;
    let shop = TestShop::new();
    makes(&shop, |new| new.uses = Some(1));
    let (ada, ben) = (two_mugs(&shop), two_mugs(&shop));
    enters(&ada, "WELCOME10").is(200);
    shop.disk().will(&[Fate::Works, Fate::Fails]);
    ada.send(buy_as(&ada, "ada@example.com", "pm_card_chargeDeclined")).is(500);
    shop.crashes();
    assert_eq!(stands(&shop), ("used up".to_owned(), "1 of 1".to_owned()));
    shop.adds_up();
    let placing = ada.checkout().has("/state", "placing").has("/coupon/description", "10% off");
    costs(&placing, "/totals", [4_000, 400, 288, 599, 4_487]);
    enters(&ben, "WELCOME10").refused(422, "INVALID").has("/errors/0/detail", "The code WELCOME10 has been used up.");
    shop.settles();
    assert_eq!(stands(&shop), ("works".to_owned(), "0 of 1".to_owned()));
    costs(&enters(&ben, "WELCOME10").is(200), "", [4_000, 400, 288, 599, 4_487]);
}

#[test]
fn a_code_is_entered_and_taken_out_on_the_pages() {
    let shop = TestShop::new();
    makes(&shop, |_| ());
    let ada = two_mugs(&shop);
    ada.checks_out();
    for back in ["cart", "checkout"] {
        let wrong = ada.posts("/cart/coupon", &format!("code=WELCOME11&back={back}")).is(422).body;
        assert!(wrong.as_str().is_some_and(|page| page.contains("There is no code WELCOME11") && page.contains("<details open")), "{wrong}");
        assert_eq!(ada.posts("/cart/coupon", &format!("code=welcome10&back={back}")).is(303).header("location"), format!("/{back}"));
        ada.cart().has("/coupon/code", "WELCOME10");
        assert_eq!(ada.posts("/cart/coupon/remove", &format!("back={back}")).is(303).header("location"), format!("/{back}"));
        ada.cart().has("/coupon", Value::Null);
    }
    ada.posts("/cart/coupon", "code=welcome10&back=https%3A%2F%2Fevil.example").is(303);
}

#[test]
fn a_merchant_who_types_something_wrong_is_told_how_to_write_it() {
    let shop = TestShop::new();
    makes(&shop, |_| ());
    let cases = [
        ("welcome10", NewCoupon::default(), "there is a coupon WELCOME10 already"),
        ("no", NewCoupon::default(), "is not a code"),
        ("A-1", NewCoupon { percent: Some("0".into()), ..NewCoupon::default() }, "more than nothing"),
        ("A-1", NewCoupon { percent: Some("101".into()), ..NewCoupon::default() }, "--percent"),
        ("A-1", NewCoupon { percent: None, ..NewCoupon::default() }, "say what the coupon is worth"),
        ("A-1", NewCoupon { percent: None, sum: Some("5,00".into()), ..NewCoupon::default() }, "write it like 12.50"),
        ("A-1", NewCoupon { until: Some("31.12.2026".into()), ..NewCoupon::default() }, "write it like 2026-12-31"),
        ("A-1", NewCoupon { until: Some("2020-01-01".into()), ..NewCoupon::default() }, "must lie in the future"),
        ("A-1", NewCoupon { uses: Some(0), ..NewCoupon::default() }, "must be at least 1"),
    ];
    for (code, new, expected) in cases {
        let worthless = expected.contains("worth") || new.sum.is_some();
        let percent = if worthless { None } else { new.percent.clone().or(Some("10".to_owned())) };
        let said = shop.shop().coupons(&CouponWork::Add(NewCoupon { code: code.to_owned(), percent, ..new })).expect_err(expected);
        assert!(format!("{said:#}").contains(expected), "{said:#}");
    }
    let said = shop.shop().coupons(&CouponWork::End { code: "NOTHING".to_owned() }).expect_err("there is none");
    assert!(format!("{said:#}").contains("there is no coupon NOTHING"), "{said:#}");
    assert_eq!(shop.shop().coupons(&CouponWork::List).expect("listed").len(), 1);
}
