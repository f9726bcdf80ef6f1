//! The checkout: every step in its order, nothing lost on the way back, and totals that are right.

use serde_json::json;

use crate::shopper::address;
use crate::world::TestShop;

#[test]
fn a_shopper_walks_through_every_step() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.checkout().has("/state", "shipping").has("/completed_steps", json!([])).has("/order", json!(null));
    ada.gives_address().is(200).has("/state", "payment").has("/completed_steps", json!(["shipping"])).has("/email", "ada@example.com");
    let review = ada.chooses("pm_card_visa").is(200);
    let review = review.has("/state", "review").has("/completed_steps", json!(["shipping", "payment"]));
    let review = review.has("/payment_method", json!({"provider": "practice", "token": "pm_card_visa"}));
    let key = review.text("/idempotency_key");
    let order = ada.places(&key).is(201).has("/status", "confirmed").has("/number", "1001");
    let done = ada.checkout().has("/state", "confirmation").has("/completed_steps", json!(["shipping", "payment", "review"]));
    done.has("/order/id", order.text("/id")).has("/totals/total/amount", 4_919);
    ada.cart().has("/lines", json!([]));
}

#[test]
fn no_step_can_be_taken_before_its_turn() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.gives_address().refused(409, "WRONG_STEP").has("/state", "cart");
    ada.places("ada-has-nothing-yet-1").refused(409, "WRONG_STEP").has("/state", "cart");
    ada.adds("mug", 1).is(201);
    ada.chooses("pm_card_visa").refused(409, "WRONG_STEP").has("/state", "shipping");
    ada.goes_back().refused(409, "WRONG_STEP").has("/state", "shipping");
    ada.places("ada-is-too-early-001").refused(409, "WRONG_STEP").has("/state", "shipping");
    ada.gives_address().is(200);
    ada.places("ada-is-too-early-002").refused(409, "WRONG_STEP").has("/state", "payment");
    ada.clears().is(200);
    ada.chooses("pm_card_visa").refused(409, "WRONG_STEP").has("/state", "cart");
    assert_eq!(shop.counts("mug"), (5, 0));
}

#[test]
fn going_back_loses_nothing() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.checks_out();
    ada.goes_back().is(200).has("/state", "payment").has("/payment_method/token", "pm_card_visa");
    let start = ada.goes_back().is(200).has("/state", "shipping").has("/payment_method/token", "pm_card_visa");
    start.has("/shipping_address/city", "Oakville").has("/email", "ada@example.com");
    ada.gives_address().is(200).has("/state", "payment").has("/payment_method/token", "pm_card_visa");
    ada.pays("pm_card_mastercard").is(201);
}

#[test]
fn a_checkout_survives_a_restart() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let review = ada.checks_out();
    shop.crashes();
    assert_eq!(ada.checkout().body, review.body);
    ada.places(&review.text("/idempotency_key")).is(201);
}

#[test]
fn each_field_of_the_address_that_is_missing_is_named() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let mut poor = address();
    poor["email"] = json!("ada");
    poor["city"] = json!(" ");
    poor["country"] = json!("USA");
    let answer = ada.send(ada.ask("PUT", "/api/checkout/shipping").json(&poor)).refused(422, "INVALID");
    let pointers: Vec<&str> = answer.at("/errors").as_array().expect("errors").iter().filter_map(|error| error["pointer"].as_str()).collect();
    assert_eq!(pointers, ["/email", "/city", "/country"]);
    let all = json!({"shipping_address": poor, "payment": {"provider": "barter"}});
    let answer = ada.send(ada.ask("POST", "/api/orders").key("ada-typed-too-fast-1").json(&all)).refused(422, "INVALID");
    let pointers: Vec<&str> = answer.at("/errors").as_array().expect("errors").iter().filter_map(|error| error["pointer"].as_str()).collect();
    assert_eq!(pointers, ["/shipping_address/email", "/shipping_address/city", "/shipping_address/country", "/payment/provider"]);
    ada.checkout().has("/state", "shipping");
}

#[test]
fn a_card_number_or_a_provider_that_is_off_is_refused() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.gives_address().is(200);
    ada.chooses("4242424242424242").refused(422, "INVALID").has("/errors/0/pointer", "/token");
    for provider in ["stripe", "manual"] {
        let ask = ada.ask("PUT", "/api/checkout/payment").json(&json!({"provider": provider}));
        ada.send(ask).refused(422, "INVALID");
    }
    ada.buys("ada-types-her-number", "4242424242424242").refused(422, "INVALID").has("/errors/0/pointer", "/payment/token");
    ada.checkout().has("/state", "payment").has("/payment_method", json!(null));
}

#[test]
fn going_to_checkout_holds_again_what_ran_out() {
    let shop = TestShop::new();
    shop.stocks("mug", 2);
    shop.stocks("jug", 1);
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 2).is(201);
    ada.adds("jug", 1).is(201);
    shop.waits_minutes(31);
    ben.adds("jug", 1).is(201);
    assert_eq!(shop.counts("mug"), (2, 0));
    ada.gives_address().is(200);
    let cart = ada.cart().has("/lines/0/reserved_until", TestShop::minute(61));
    cart.has("/lines/1/reserved_until", json!(null)).has("/lines/1/available", 0);
    ada.pays("pm_card_visa").refused(409, "RESERVATION_EXPIRED").has("/sku", "jug");
    ada.removes("jug").is(200);
    ada.pays("pm_card_visa").is(201).has("/totals/subtotal/amount", 4_000);
}

/// Tax of 8 % on the subtotal, half up; shipping 5.99, free strictly over 50.00.
#[test]
fn totals_are_right() {
    let cases = [
        ("20.00", 1, [2_000, 160, 599, 2_759]),
        ("25.00", 2, [5_000, 400, 599, 5_999]),
        ("50.01", 1, [5_001, 400, 0, 5_401]),
        ("50.07", 1, [5_007, 401, 0, 5_408]),
        ("0.06", 1, [6, 0, 599, 605]),
        ("0.07", 1, [7, 1, 599, 607]),
        ("19.99", 3, [5_997, 480, 0, 6_477]),
    ];
    let shop = TestShop::new();
    for (price, quantity, expected) in cases {
        shop.prices("mug", price);
        shop.stocks("mug", 9);
        let ada = shop.someone();
        let cart = ada.adds("mug", quantity).is(201);
        let totals = ada.checks_out();
        let order = ada.pays("pm_card_visa").is(201);
        let read = |answer: &crate::shopper::Answer, above: &str| {
            ["subtotal", "tax", "shipping", "total"].map(|name| answer.number(&format!("{above}/{name}/amount")))
        };
        assert_eq!(read(&cart, ""), expected, "{price}");
        assert_eq!(read(&totals, "/totals"), expected, "{price}");
        assert_eq!(read(&order, "/totals"), expected, "{price}");
    }
}

#[test]
fn a_new_cart_after_an_order_starts_a_new_checkout() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.checks_out();
    let first_key = ada.key();
    ada.places(&first_key).is(201);
    ada.adds("mug", 2).is(201);
    ada.checkout().has("/state", "shipping").has("/shipping_address/city", "Oakville").has("/payment_method", json!(null));
    ada.checks_out();
    assert_ne!(ada.key(), first_key);
    ada.places(&first_key).is(200).has("/number", "1001");
    ada.pays("pm_card_visa").is(201).has("/number", "1002");
}

#[test]
fn a_cart_that_grows_after_the_review_is_shown_once_more() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.checks_out();
    ada.adds("mug", 1).is(201);
    let answer = ada.places(&ada.key()).refused(409, "CART_CHANGED");
    answer.has("/was/amount", 2_759).has("/now/amount", 4_919);
    ada.places(&ada.key()).is(201).has("/totals/total/amount", 4_919);
}

#[test]
fn nobody_stands_at_the_beginning() {
    let shop = TestShop::new();
    let nobody = shop.someone();
    nobody.checkout().has("/state", "shipping").has("/idempotency_key", json!(null)).has("/totals/total/amount", 0);
    nobody.goes_back().refused(409, "WRONG_STEP");
}

#[test]
fn a_hold_that_cannot_be_taken_again_at_the_till_reserves_nothing() {
    let shop = TestShop::with(|settings| settings.caps.client_units = 5);
    shop.stocks("mug", 20);
    let (ada, ben) = (shop.someone_at("10.0.0.1"), shop.someone_at("10.0.0.1"));
    ada.adds("mug", 3).is(201);
    shop.waits_minutes(31);
    assert_eq!(shop.sweeps(), 1);
    ben.adds("mug", 3).is(201);
    for _ in 0..3 {
        ada.gives_address().is(200);
    }
    assert_eq!(shop.counts("mug"), (20, 3), "only Ben's units are reserved");
}

#[test]
fn an_address_is_kept_the_way_of_its_country() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let gives = |changes: serde_json::Value| {
        let mut typed = address();
        for (name, value) in changes.as_object().expect("fields") {
            typed[name] = value.clone();
        }
        ada.send(ada.ask("PUT", "/api/checkout/shipping").json(&typed))
    };
    let answer = gives(json!({"country": "gb", "region": "", "city": "London", "postal_code": "sw1a1aa"})).is(200);
    assert_eq!((answer.text("/shipping_address/postal_code"), answer.text("/shipping_address/country")), ("SW1A 1AA".into(), "GB".into()));
    gives(json!({"region": "california"})).is(200).has("/shipping_address/region", "CA");
    gives(json!({"country": "JP", "region": "東京都", "city": "", "postal_code": "1540023"}))
        .is(200)
        .has("/shipping_address/postal_code", "154-0023");
    let refused = [
        (json!({"country": "ZZ"}), "/country", "Choose a country from the list; in two letters, like US"),
        (json!({"postal_code": "9410"}), "/postal_code", "Enter a ZIP code, like 95014"),
        (json!({"postal_code": ""}), "/postal_code", "Enter a ZIP code, like 95014"),
        (json!({"region": ""}), "/region", "Choose a state of United States, like AL for Alabama"),
        (json!({"country": "DE", "region": "", "postal_code": "SW1A 1AA"}), "/postal_code", "Enter a postcode, like 26133"),
    ];
    for (changes, pointer, detail) in refused {
        let answer = gives(changes.clone()).refused(422, "INVALID");
        assert_eq!(answer.at("/errors"), &json!([{"pointer": pointer, "detail": detail}]), "{changes}");
    }
}

#[test]
fn the_form_follows_the_country_without_a_script() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let send = |body: &str| ada.send(ada.ask("POST", "/checkout/shipping").header("content-type", "application/x-www-form-urlencoded").text(body));
    let first = ada.gets("/checkout?step=shipping").is(200).body;
    let first = first.as_str().expect("a page");
    assert!(first.contains(">ZIP code</label>") && first.contains("autocomplete=\"address-level1\"") && first.contains(">California</option>"));

    let typed = "email=ada%40example.com&name=Ada&line1=1+Main+St&city=London&region=&postal_code=nonsense&country=GB";
    let updated = send(&format!("{typed}&update=country")).is(200).body;
    let updated = updated.as_str().expect("a page");
    assert!(updated.contains(">Postcode</label>") && !updated.contains("name=\"region\"") && updated.contains("value=\"nonsense\""));
    assert!(!updated.contains("error-summary"), "nothing is wrong yet");
    ada.checkout().has("/state", "shipping");

    let refused = send(typed).is(422).body;
    let refused = refused.as_str().expect("a page");
    assert!(
        refused.contains(">Postcode</label>") && refused.contains("Enter a postcode, like EC1Y 8SY") && refused.contains("href=\"#postal_code\"")
    );
    send(&typed.replace("nonsense", "ec1y8sy")).is(303);
    ada.checkout().has("/state", "payment").has("/shipping_address/postal_code", "EC1Y 8SY");
}
