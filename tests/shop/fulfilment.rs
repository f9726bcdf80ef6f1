//! What a merchant does with orders: pack, ship, deliver, cancel, give money back, write down money that came by hand.

use serde_json::{Value, json};
use shop::domain::listing::ListedStock;
use shop::domain::order::Actor;
use shop::domain::refusal::{Error, Refusal};
use shop::shop::coupon::{CouponWork, NewCoupon};
use shop::shop::desk::Task;

use crate::shopper::{Shopper, address};
use crate::world::{TestShop, usd};

impl TestShop {
    /// The merchant does something at the desk.
    pub fn desk(&self, task: Task) -> Result<Value, Error> {
        let by = Actor::Staff { name: "Mia".into() };
        self.runs(self.shop().at_desk(task, by)).map(|mut orders| orders.remove(0))
    }
}

fn field(error: Error) -> (String, String) {
    match error {
        Error::Refusal(Refusal::Invalid { mut errors }) => (errors[0].pointer.clone(), errors.remove(0).detail),
        other => panic!("not about a field: {other}"),
    }
}

/// Ada buys three mugs and a bowl: 60.00 and 7.50, 5.40 tax, no shipping; 72.90.
pub fn three_mugs_and_a_bowl(shop: &TestShop) -> Shopper<'_> {
    shop.stocks("mug", 10);
    shop.prices("bowl", "7.50");
    shop.stocks("bowl", 10);
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    ada.adds("bowl", 1).is(201);
    ada.buys("three-mugs-and-a-bowl", "pm_card_visa").is(201).has("/totals/total/amount", 7_290);
    ada
}

fn refund(lines: &[(&str, u32)], amount: Option<&str>, restock: bool) -> Task {
    let lines = lines.iter().map(|(sku, units)| ((*sku).to_owned(), *units)).collect();
    Task::Refund { number: 1001, lines, amount: amount.map(str::to_owned), restock, reason: "broken".into() }
}

#[test]
fn an_order_goes_from_the_shelf_to_the_door() {
    let shop = TestShop::new();
    let ada = three_mugs_and_a_bowl(&shop);
    shop.desk(Task::Pack { number: 1001 }).expect("it can be packed");
    shop.waits_minutes(60);
    let (tracking, url) = (Some("1Z999".to_owned()), Some("https://carrier.example/1Z999".to_owned()));
    shop.desk(Task::Ship { number: 1001, tracking, url }).expect("it can be shipped");
    let shipped = ada.gets("/api/orders/1001").is(200).has("/status", "shipped").has("/tracking/number", "1Z999");
    shipped.has("/tracking/url", "https://carrier.example/1Z999").has("/timeline/3/at", TestShop::minute(60)).has("/timeline/3/status", "shipped");
    shop.desk(Task::Deliver { number: 1001 }).expect("it can arrive");
    ada.gets("/api/orders/1001").is(200).has("/status", "delivered");
    let listed = shop.desk(Task::List { status: Some("delivered".into()) }).expect("one order");
    assert_eq!(listed["number"], "1001");
}

#[test]
fn no_step_can_be_left_out_or_done_twice() {
    let shop = TestShop::new();
    three_mugs_and_a_bowl(&shop);
    let refused = |task: Task| match shop.desk(task) {
        Err(Error::Refusal(Refusal::WrongStatus { status })) => status,
        other => panic!("it should be refused: {other:?}"),
    };
    let ship = || Task::Ship { number: 1001, tracking: None, url: None };
    assert_eq!((refused(ship()), refused(Task::Deliver { number: 1001 })), ("confirmed", "confirmed"));
    shop.desk(Task::Pack { number: 1001 }).expect("once");
    assert_eq!(refused(Task::Pack { number: 1001 }), "packed");
    shop.desk(ship()).expect("without tracking");
    assert_eq!(refused(Task::Cancel { number: 1001, restock: true, reason: String::new() }), "shipped");
    assert_eq!(refused(Task::Paid { number: 1001, reference: String::new() }), "paid");
    assert!(matches!(shop.desk(Task::Pack { number: 7 }), Err(Error::Refusal(Refusal::NotFound))));
}

#[test]
fn a_tracking_page_must_be_a_page() {
    let shop = TestShop::new();
    three_mugs_and_a_bowl(&shop);
    shop.desk(Task::Pack { number: 1001 }).expect("packed");
    let ship = |url: &str| Task::Ship { number: 1001, tracking: Some("1Z".into()), url: Some(url.into()) };
    let (pointer, _) = field(shop.desk(ship("javascript:alert(1)")).expect_err("not a page"));
    assert_eq!(pointer, "/tracking/url");
    shop.desk(ship("https://carrier.example/1Z")).expect("a page");
}

#[test]
fn cancelling_gives_back_everything() {
    let shop = TestShop::new();
    let ada = three_mugs_and_a_bowl(&shop);
    shop.desk(Task::Pack { number: 1001 }).expect("packed");
    let order = shop.desk(Task::Cancel { number: 1001, restock: true, reason: "Ada changed her mind".into() }).expect("cancelled");
    assert_eq!((&order["status"], &order["payment"]["refunded"]["amount"]), (&json!("cancelled"), &json!(7_290)));
    assert_eq!((shop.counts("mug"), shop.counts("bowl")), ((10, 0), (10, 0)));
    ada.gets("/api/orders/1001").is(200).has("/status", "cancelled").has("/timeline/3/note", "Ada changed her mind");
    let (pointer, _) = field(shop.desk(refund(&[], None, false)).expect_err("nothing is left"));
    assert_eq!(pointer, "/amount");
}

#[test]
fn what_is_broken_is_not_sold_again() {
    let shop = TestShop::new();
    three_mugs_and_a_bowl(&shop);
    shop.desk(Task::Cancel { number: 1001, restock: false, reason: String::new() }).expect("cancelled");
    assert_eq!((shop.counts("mug"), shop.counts("bowl")), ((7, 0), (9, 0)));
}

#[test]
fn parts_are_given_back_to_the_cent_and_never_more_than_came() {
    let shop = TestShop::new();
    let ada = three_mugs_and_a_bowl(&shop);
    let order = shop.desk(refund(&[("mug", 1)], None, true)).expect("one mug comes back");
    assert_eq!((&order["status"], &order["payment"]["refunded"]["amount"]), (&json!("confirmed"), &json!(2_160)), "20.00 and its tax");
    assert_eq!(shop.counts("mug"), (8, 0));
    let (pointer, detail) = field(shop.desk(refund(&[("mug", 3)], None, true)).expect_err("two are left"));
    assert_eq!((pointer.as_str(), detail.as_str()), ("/lines/0/quantity", "Of mug, 1 to 2 can be given back"));
    assert_eq!(field(shop.desk(refund(&[("mug", 2), ("mug", 1)], None, true)).expect_err("the same mugs twice")).0, "/lines/1/quantity");
    assert_eq!(field(shop.desk(refund(&[("spoon", 1)], None, true)).expect_err("never bought")).0, "/lines/0/sku");
    let (pointer, detail) = field(shop.desk(refund(&[], Some("51.31"), false)).expect_err("a cent too much"));
    assert_eq!((pointer.as_str(), detail.as_str()), ("/amount", "Between $0.01 and $51.30 can be given back"));
    shop.desk(refund(&[], Some("1.30"), false)).expect("a sum for the trouble");
    let order = shop.desk(refund(&[], None, true)).expect("the rest");
    assert_eq!((&order["status"], &order["payment"]["refunded"]["amount"]), (&json!("refunded"), &json!(7_290)));
    assert_eq!((shop.counts("mug"), shop.counts("bowl")), ((10, 0), (10, 0)));
    ada.gets("/api/orders/1001").is(200).has("/status", "refunded").has("/payment/refunded/amount", 7_290);
}

#[test]
fn the_parts_of_an_order_are_the_whole_however_it_is_cut() {
    let shop = TestShop::new();
    shop.prices("nail", "0.07");
    shop.stocks("nail", 50);
    let ada = shop.someone();
    ada.adds("nail", 13).is(201);
    let total = ada.buys("thirteen-nails-at-last", "pm_card_visa").is(201).number("/totals/total/amount");
    for _ in 0..13 {
        shop.desk(refund(&[("nail", 1)], None, true)).expect("one more");
    }
    let order = shop.desk(Task::Show { number: 1001 }).expect("it is there");
    assert_eq!(order["payment"]["refunded"]["amount"].as_i64(), Some(total - 599), "all but the shipping");
    let order = shop.desk(refund(&[], None, false)).expect("the shipping");
    assert_eq!(order["status"], "refunded");
}

/// A gift that was broken, and a parcel that came back after its money went.
#[test]
fn units_come_back_without_money_and_it_is_said() {
    let shop = TestShop::new();
    shop.relists("card", |variant| (variant.price, variant.free, variant.stock) = (usd("0"), true, ListedStock::Counted(5)));
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.adds("card", 2).is(201);
    ada.buys("two-mugs-and-two-cards", "pm_card_visa").is(201).has("/totals/total/amount", 4_919);
    let order = shop.desk(refund(&[("card", 1)], None, true)).expect("a card comes back");
    assert_eq!((&order["refunds"], &order["lines"][1]["restocked"]), (&json!([]), &json!(1)), "nobody is asked to give back nothing");
    assert_eq!(order["timeline"][2]["note"], "1 unit came back, without money: broken");
    assert_eq!((shop.counts("card"), shop.waiting()), ((4, 0), vec![]));
    shop.desk(refund(&[], Some("49.19"), false)).expect("all the money");
    let order = shop.desk(refund(&[("mug", 2)], None, true)).expect("and then the mugs");
    assert_eq!((&order["status"], &order["payment"]["refunded"]["amount"]), (&json!("refunded"), &json!(4_919)));
    assert_eq!(order["timeline"][4]["note"], "2 units came back, without money: broken");
    assert_eq!(shop.counts("mug"), (5, 0));
    assert_eq!(field(shop.desk(refund(&[("mug", 1)], None, true)).expect_err("they are back")).0, "/lines/0/quantity");
    let told = shop.sends_letters();
    assert_eq!(told, (2, 0), "a confirmation and one refund");
}

#[test]
fn money_by_hand_is_written_down_when_it_comes() {
    let shop = TestShop::with(|settings| settings.manual_ways = vec!["bank_transfer".into(), "cash_on_delivery".into()]);
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    let body = json!({"shipping_address": address(), "payment": {"provider": "manual", "token": "bank_transfer"}});
    let placed = ada.send(ada.ask("POST", "/api/orders").key("by-bank-transfer-1").json(&body)).is(201);
    placed.has("/status", "confirmed").has("/number", "1001").has("/payment/status", "due").has("/payment/captured/amount", 0);
    assert_eq!(shop.counts("mug"), (3, 0));
    shop.desk(Task::Paid { number: 1001, reference: "SEPA 77".into() }).expect("the money came");
    ada.gets("/api/orders/1001").is(200).has("/payment/status", "paid").has("/payment/captured/amount", 4_919);
    // What was said first is said again.
    let again = ada.send(ada.ask("POST", "/api/orders").key("by-bank-transfer-1").json(&body)).is(200);
    again.has("/payment/status", "due").has("/payment/captured/amount", 0);
    let twice = shop.desk(Task::Paid { number: 1001, reference: String::new() });
    assert!(matches!(twice, Err(Error::Refusal(Refusal::WrongStatus { status: "paid" }))), "{twice:?}");
    let order = shop.desk(refund(&[], None, true)).expect("it goes back by hand as well");
    assert_eq!(order["status"], "refunded");
}

#[test]
fn an_order_whose_money_never_came_is_cancelled_without_a_refund() {
    let shop = TestShop::with(|settings| settings.manual_ways = vec!["cash_on_delivery".into()]);
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    let once = NewCoupon { code: "ONCE".to_owned(), sum: Some("1.00".to_owned()), uses: Some(1), ..NewCoupon::default() };
    shop.shop().coupons(&CouponWork::Add(once)).expect("a coupon is added");
    let uses = || shop.shop().coupons(&CouponWork::List).expect("listed")[0].uses.clone();
    ada.send(ada.ask("POST", "/api/cart/coupon").json(&json!({"code": "once"}))).is(200);
    let pay = |token: &str| json!({"shipping_address": address(), "payment": {"provider": "manual", "token": token}});
    let ask = |key: &str, token: &str| ada.ask("POST", "/api/orders").key(key).json(&pay(token));
    let refused = ada.send(ask("not-offered-here-1", "bank_transfer")).refused(422, "INVALID");
    refused.has("/errors/0/pointer", "/payment/token").has("/errors/0/detail", "Choose cash_on_delivery");
    ada.send(ask("cash-at-the-door-1", "cash_on_delivery")).is(201);
    assert_eq!(uses(), "1 of 1");
    let order = shop.desk(Task::Cancel { number: 1001, restock: true, reason: "Nobody was there".into() }).expect("cancelled");
    assert_eq!(uses(), "0 of 1", "what was never paid holds no use");
    assert_eq!((&order["status"], &order["refunds"]), (&json!("cancelled"), &json!([])));
    assert_eq!(shop.counts("mug"), (5, 0));
    let late = shop.desk(Task::Paid { number: 1001, reference: String::new() });
    assert!(matches!(late, Err(Error::Refusal(Refusal::WrongStatus { status: "cancelled" }))), "{late:?}");
}

#[test]
fn checkouts_that_came_to_nothing_can_be_looked_at() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.buys("a-card-that-is-stolen", "pm_card_visa_chargeDeclinedStolenCard").is(402);
    let failed = shop.desk(Task::List { status: Some("cancelled".into()) }).expect("it is kept");
    assert_eq!((&failed["number"], &failed["decline_code"], &failed["email"]), (&json!(null), &json!("stolen_card"), &json!("ada@example.com")));
    let number = failed["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    assert_eq!(shop.desk(Task::Show { number }).expect("by its id"), failed);
}
