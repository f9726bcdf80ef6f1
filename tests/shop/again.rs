//! Buying the same again: as much of an order as there is goes into the cart, and what is missing is told.

use shop::domain::product::Status;

use crate::world::TestShop;

#[test]
fn what_is_there_goes_into_the_cart_and_what_is_not_is_told() {
    let shop = TestShop::new();
    for (sku, stock) in [("mug", 9), ("jug", 3), ("lamp", 5), ("bowl", 2)] {
        shop.stocks(sku, stock);
    }
    let ada = shop.someone();
    for (sku, quantity) in [("mug", 2), ("jug", 2), ("lamp", 1), ("bowl", 2)] {
        ada.adds(sku, quantity).is(201);
    }
    ada.checks_out();
    let order = ada.pays("pm_card_visa").is(201);
    let id = order.text("/id").parse().expect("an id");
    let (number, token) = (order.text("/number"), shop.shop().order_token(id));
    shop.prices("mug", "18.00");
    shop.prices("bowl", "30.00");
    let mut gone = shop.listing("lamp");
    gone.status = Status::Archived;
    shop.lists(gone);
    // Another browser, with the link of the letter; strangers without it find nothing.
    let phone = shop.someone();
    phone.posts(&format!("/orders/{number}/again"), "token=none").is(404);
    let page = phone.gets(&format!("/orders/{number}?token={token}")).is(200).text("");
    assert!(page.contains(&format!("action=\"/orders/{number}/again\"")), "{page}");
    let sent = phone.posts(&format!("/orders/{number}/again"), &format!("token={token}")).is(303);
    assert_eq!(sent.header("location"), "/cart");
    phone.cart().has("/item_count", 3).has("/lines/0/sku", "mug").has("/lines/0/quantity", 2).has("/lines/1/sku", "jug").has("/lines/1/quantity", 1);
    let told = phone.cart();
    let left: Vec<_> = told.at("/left_out").as_array().expect("a list").iter().map(|left| (left["sku"].clone(), left["fitted"].clone())).collect();
    assert_eq!(left, [("jug".into(), 1.into()), ("lamp".into(), 0.into()), ("bowl".into(), 0.into())]);
    let page = phone.gets("/cart").text("");
    let missing = "A fine jug: 1 of 2. A fine lamp: no longer sold. A fine bowl: 0 of 2. There aren't more";
    assert!(
        page.contains("Not everything fit into your cart") && page.contains(missing) && page.contains("A fine mug: now $18.00, was $20.00."),
        "{page}"
    );
    assert_eq!((shop.counts("mug"), shop.counts("jug")), ((7, 2), (1, 1)));
}

#[test]
fn a_price_that_changed_since_is_told_until_the_line_is_touched() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.checks_out();
    let order = ada.pays("pm_card_visa").is(201);
    let again = || {
        let id = order.text("/id").parse().expect("an id");
        let token = shop.shop().order_token(id);
        ada.posts(&format!("/orders/{}/again", order.text("/number")), &format!("token={token}")).is(303);
        ada.gets("/cart").text("")
    };
    assert!(!again().contains("data-tone=\"warn\""), "all is as it was");
    ada.clears().is(200);
    shop.prices("mug", "25.00");
    let page = again();
    assert!(page.contains("Prices changed since your order") && page.contains("A fine mug: now $25.00, was $20.00."), "{page}");
    ada.cart().has("/left_out", serde_json::json!([])).has("/lines/0/quantity", 2);
    ada.sets("mug", 1).is(200);
    assert!(!ada.gets("/cart").text("").contains("Prices changed"));
}
