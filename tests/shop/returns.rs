//! Sending something back: the shopper asks, the merchant answers, and what is here again is given back to the cent.

use shop::domain::order::{Actor, OrderId};
use shop::domain::refusal::Error;
use shop::shop::desk::Task;
use shop::shop::return_desk::{ReturnRow, ReturnWork};
use shop::store::order::OrderRows;

use crate::disk::Fate;
use crate::fulfilment::three_mugs_and_a_bowl;
use crate::letter::Read;
use crate::process::Place;
use crate::shopper::{Answer, Shopper};
use crate::world::TestShop;

const NAME: (u64, u32) = (1001, 1);
const DAY_MINUTES: i64 = 24 * 60;

impl TestShop {
    fn returns(&self, work: ReturnWork) -> Result<Vec<ReturnRow>, Error> {
        self.runs(self.shop().returns_desk(work, Actor::Staff { name: "Mia".into() }))
    }

    #[track_caller]
    pub fn on_return(&self, work: ReturnWork) -> ReturnRow {
        self.returns(work).expect("it can be done").remove(0)
    }

    fn open_returns(&self) -> Vec<String> {
        let rows = self.returns(ReturnWork::List { state: None }).expect("they are listed");
        rows.into_iter().map(|row| format!("{} {}", row.name, row.state)).collect()
    }
}

pub fn accept() -> ReturnWork {
    ReturnWork::Accept { name: NAME, instructions: Some("Ember & Oak\n12 Mill Lane".into()) }
}

fn receive(lines: &[(&str, u32)], amount: Option<&str>) -> ReturnWork {
    let lines = lines.iter().map(|(sku, units)| ((*sku).to_owned(), *units)).collect();
    ReturnWork::Receive { name: NAME, lines, amount: amount.map(str::to_owned), restock: true, reason: String::new() }
}

/// Ada has three mugs and a bowl at home: 60.00 and 7.50, 5.40 tax, no shipping; 72.90.
pub struct AtHome<'a> {
    ada: Shopper<'a>,
    /// Opens her order to whoever has it.
    token: String,
}

impl<'a> AtHome<'a> {
    pub fn new(shop: &'a TestShop) -> Self {
        let ada = three_mugs_and_a_bowl(shop);
        let order = ada.gets("/api/orders/1001").is(200);
        let token = shop.shop().order_token(order.text("/id").parse().expect("an id"));
        for task in [Task::Pack { number: 1001 }, Task::Ship { number: 1001, tracking: None, url: None }, Task::Deliver { number: 1001 }] {
            shop.desk(task).expect("it goes its way");
        }
        while shop.sends_letters().0 > 0 {}
        Self { ada, token }
    }

    /// The form as a browser sends it, with the names of lines as they stand in it.
    fn form(&self, number: u32, lines: &[(&str, u32)], more: &str) -> String {
        let shop = self.ada.shop().shop();
        let order = shop.snapshot().expect("a snapshot").order(self.id()).expect("readable").expect("it is there");
        let line = |(sku, units): &(&str, u32)| {
            let variant = order.lines.iter().find(|line| line.sku == *sku).map_or(0, |line| line.variant.0);
            format!("line={variant}&units-{variant}={units}&")
        };
        let ticked: String = lines.iter().map(line).collect();
        format!("{ticked}number={number}&reason=damaged&comment=It+leaks&{more}")
    }

    pub fn id(&self) -> OrderId {
        self.ada.gets("/api/orders/1001").is(200).text("/id").parse().expect("an id")
    }

    pub fn asks(&self, number: u32, lines: &[(&str, u32)]) -> Answer {
        self.ada.posts("/orders/1001/return", &self.form(number, lines, ""))
    }

    fn page(&self) -> String {
        self.ada.gets("/orders/1001").is(200).text("")
    }
}

#[track_caller]
fn says(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

#[track_caller]
fn refused(work: Result<Vec<ReturnRow>, Error>) -> String {
    work.expect_err("it can't be done").spoken().to_string()
}

#[test]
fn what_is_asked_for_and_accepted_comes_back_with_its_money() {
    let shop = TestShop::with(|settings| settings.url = "http://ember.example".to_owned());
    let home = AtHome::new(&shop);
    says(&home.page(), &["Return items", "until 18 December 2026", &format!("/orders/1001/return?token={}", home.token)]);
    let form = home.ada.gets("/orders/1001/return").is(200).text("");
    says(&form, &["A fine mug", "How many of 3?", "A fine bowl", "Damaged or faulty", "name=\"number\" value=\"1\""]);
    let sent = home.asks(1, &[("mug", 2), ("bowl", 1)]).is(303);
    assert_eq!(sent.header("location"), format!("/orders/1001?token={}#returns", home.token));
    // 40.00 and 7.50 with their tax.
    says(&home.page(), &["Return 1001-1", "Asked for", "2 × A fine mug, 1 × A fine bowl", "It leaks", "<strong>$51.30</strong> back"]);
    assert_eq!(shop.open_returns(), ["1001-1 requested"]);
    let listed = shop.desk(Task::Show { number: 1001 }).expect("it is there");
    assert_eq!((&listed["returns"][0]["status"], &listed["returns"][0]["lines"][0]["quantity"]), (&"requested".into(), &2.into()));

    let row = shop.on_return(accept());
    assert_eq!((row.state.as_str(), row.worth.as_deref(), row.comment.as_str()), ("accepted", Some("$51.30"), "It leaks"));
    says(&home.page(), &["Accepted", "12 Mill Lane", "Write <strong>1001-1</strong> on the parcel"]);
    let row = shop.on_return(receive(&[], None));
    assert_eq!((row.state.as_str(), row.worth), ("received", None));
    assert_eq!((shop.counts("mug"), shop.counts("bowl"), shop.open_returns().len()), ((9, 0), (10, 0), 0));
    let order = home.ada.gets("/api/orders/1001").is(200);
    order.has("/status", "delivered").has("/payment/refunded/amount", 5_130);
    says(&home.page(), &["Received", "$51.30</strong> went back the way you paid"]);
    assert_eq!(refused(shop.returns(receive(&[], None))), "Return 1001-1 is received and can't become received", "once");

    assert_eq!(shop.sends_letters(), (3, 0), "asked for, accepted, refunded");
    let letters: Vec<_> = shop.letters().into_iter().skip(2).map(|(name, raw)| (name, Read::new(&raw))).collect();
    let subjects: Vec<_> = letters.iter().map(|(_, letter)| letter.header("subject")).collect();
    assert_eq!(subjects, ["We have your request for return 1001-1", "Your return 1001-1 is accepted", "We refunded $51.30 for order 1001"]);
    letters[0].1.says("2 × A fine mug\n1 × A fine bowl").says(&format!("http://ember.example/orders/1001?token={}", home.token));
    letters[1].1.says("WHERE TO SEND IT\nEmber & Oak\n12 Mill Lane").says("Please write 1001-1 on the parcel");
}

#[test]
fn what_is_declined_is_told_and_may_be_asked_for_again() {
    let shop = TestShop::new();
    let home = AtHome::new(&shop);
    home.asks(1, &[("bowl", 1)]).is(303);
    let decline = |reason: &str| ReturnWork::Decline { name: NAME, reason: reason.into() };
    assert_eq!(refused(shop.returns(decline(" "))), "Say why with --reason; the customer is told");
    assert_eq!(refused(shop.returns(receive(&[], None))), "Return 1001-1 is requested and can't become received");
    let row = shop.on_return(decline("It was used\u{1b}[2J."));
    assert_eq!((row.state.as_str(), row.steps[1].2.as_str()), ("declined", "It was used [2J."));
    says(&home.page(), &["Declined", "It was used [2J."]);
    assert_eq!(refused(shop.returns(accept())), "Return 1001-1 is declined and can't become accepted");
    assert_eq!((shop.counts("bowl"), shop.open_returns().len()), ((9, 0), 0));
    home.asks(2, &[("bowl", 1)]).is(303);
    assert_eq!(shop.open_returns(), ["1001-2 requested"]);
    assert_eq!(shop.sends_letters(), (3, 0), "two were asked for and one was declined");
    assert!(shop.letters().iter().any(|(name, raw)| name.ends_with("return-declined.eml") && Read::new(raw).text.contains("It was used [2J.")));
}

#[test]
fn a_shopper_may_think_better_of_it_until_it_is_here() {
    let shop = TestShop::new();
    let home = AtHome::new(&shop);
    let withdraws = |number: u32| home.ada.posts("/orders/1001/return/withdraw", &format!("return={number}")).is(303);
    home.asks(1, &[("mug", 3)]).is(303);
    says(&home.ada.gets("/orders/1001/return").is(200).text(""), &["A fine bowl"]);
    withdraws(1);
    withdraws(1);
    says(&home.page(), &["Withdrawn"]);
    assert_eq!(refused(shop.returns(accept())), "Return 1001-1 is withdrawn and can't become accepted");
    // The mugs can be asked for again, and the next is withdrawn on its way.
    home.asks(2, &[("mug", 3)]).is(303);
    shop.on_return(ReturnWork::Accept { name: (1001, 2), instructions: Some("To us".into()) });
    assert_eq!(shop.open_returns(), ["1001-2 accepted"]);
    withdraws(2);
    assert_eq!(shop.open_returns().len(), 0);
    home.asks(3, &[("mug", 1)]).is(303);
    shop.on_return(ReturnWork::Accept { name: (1001, 3), instructions: Some("To us".into()) });
    shop.on_return(ReturnWork::Receive { name: (1001, 3), lines: Vec::new(), amount: None, restock: false, reason: "Thank you".into() });
    withdraws(3);
    says(&home.page(), &["Received", "Thank you"]);
    assert_eq!(shop.counts("mug"), (7, 0), "what can't be sold again isn't");
    home.ada.posts("/orders/1001/return/withdraw", "return=7").is(404);
}

#[test]
fn who_comes_too_late_or_too_early_is_told_so() {
    let shop = TestShop::new();
    let home = AtHome::new(&shop);
    let form = home.form(1, &[("mug", 1)], "");
    // The shop opened at 11:06; the thirtieth day counts to its end.
    shop.waits_minutes(30 * DAY_MINUTES + 12 * 60);
    home.ada.gets("/orders/1001/return").is(200);
    shop.waits_minutes(60);
    assert!(!home.page().contains("Return items"));
    says(&home.ada.gets("/orders/1001/return").is(409).text(""), &["The time to ask for a return is over."]);
    says(&home.ada.posts("/orders/1001/return", &form).is(409).text(""), &["The time to ask for a return is over."]);
    let bob = shop.someone();
    bob.adds("mug", 1).is(201);
    bob.buys("bob-buys-one-mug-1", "pm_card_visa").is(201);
    assert!(!bob.gets("/orders/1002").is(200).text("").contains("Return items"));
    says(&bob.gets("/orders/1002/return").is(409).text(""), &["Nothing of this order can be returned"]);
    shop.desk(Task::Cancel { number: 1002, restock: true, reason: String::new() }).expect("it wasn't sent");
    bob.gets("/orders/1002/return").is(409);
    assert_eq!((shop.open_returns().len(), shop.adds_up()), (0, ()));
}

#[test]
fn a_shop_that_takes_nothing_back_offers_nothing() {
    let shop = TestShop::with(|settings| settings.returns.days = 0);
    let home = AtHome::new(&shop);
    assert!(!home.page().contains("Return items"));
    home.ada.gets("/orders/1001/return").is(404);
    home.asks(1, &[("mug", 1)]).is(404);
    says(&home.ada.gets("/pages/returns").is(200).text(""), &["Tell us your order number and what is wrong"]);
    let open = TestShop::new();
    says(&open.someone().gets("/pages/returns").is(200).text(""), &["choose “Return items”"]);
}

#[test]
fn a_form_with_mistakes_comes_back_as_it_was() {
    let shop = TestShop::new();
    let home = AtHome::new(&shop);
    let page = home.asks(1, &[("mug", 4)]).is(422).text("");
    says(&page, &["<title>Error: Return items", "Enter a number from 1 to 3", "value=\"4\"", "\nIt leaks</textarea>", "value=\"damaged\" selected"]);
    let page = home.ada.posts("/orders/1001/return", "number=1&comment=Hm").is(422).text("");
    says(&page, &["Choose what you want to send back", "Choose the reason that fits best", "\nHm</textarea>"]);
    let page = home.ada.posts("/orders/1001/return", "line=999&number=1&reason=other").is(422).text("");
    says(&page, &["look at what is left"]);
    assert_eq!(shop.open_returns().len(), 0);
}

#[test]
fn pressed_twice_it_is_one_return() {
    let shop = TestShop::new();
    let home = AtHome::new(&shop);
    let form = home.form(1, &[("mug", 1)], "");
    let other = home.form(1, &[("bowl", 1)], "");
    let ask = |form: &str| home.ada.ask("POST", "/orders/1001/return").header("content-type", "application/x-www-form-urlencoded").text(form);
    for answer in shop.all_at_once((0..8).map(|_| ask(&form)).collect()) {
        assert!(answer.is(303).header("location").ends_with("#returns"));
    }
    assert_eq!((shop.open_returns().len(), shop.sends_letters()), (1, (1, 0)));
    // Another window had the same form open, for something else.
    let page = home.ada.posts("/orders/1001/return", &other).is(422).text("");
    says(&page, &["Another return was asked for meanwhile", "name=\"number\" value=\"2\"", "checked"]);
    home.asks(2, &[("bowl", 1)]).is(303);
    assert_eq!(shop.open_returns(), ["1001-1 requested", "1001-2 requested"]);
    // Two who want the same last mugs, at the same time.
    let asks = (0..2).map(|place| ask(&home.form(3, &[("mug", 2)], &format!("place={place}")).replace("It+leaks", &format!("window+{place}"))));
    let mut statuses: Vec<u16> = shop.all_at_once(asks.collect()).into_iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!((statuses, shop.open_returns().len()), (vec![303, 409], 3), "nothing is left to be returned by then");
}

#[test]
fn only_who_may_see_the_order_may_ask() {
    let shop = TestShop::new();
    let home = AtHome::new(&shop);
    let stranger = shop.someone();
    let form = home.form(1, &[("mug", 1)], "token=0000");
    stranger.gets("/orders/1001/return").is(404);
    stranger.gets("/orders/1001/return?token=0000").is(404);
    stranger.posts("/orders/1001/return", &form).is(404);
    assert_eq!(shop.open_returns().len(), 0);
    home.asks(1, &[("mug", 1)]).is(303);
    stranger.posts("/orders/1001/return/withdraw", "return=1&token=0000").is(404);
    assert_eq!(shop.open_returns(), ["1001-1 requested"]);
    // A guest on another browser comes by the number and the mail address.
    let phone = shop.someone();
    let found = phone.posts("/track", "number=1001&email=ada%40example.com").is(303).header("location").to_owned();
    let link = format!("/orders/1001/return?token={}", home.token);
    says(&phone.gets(&found).is(200).text(""), &[&link]);
    phone.gets(&link).is(200);
    phone.posts("/orders/1001/return", &home.form(2, &[("mug", 1)], &format!("token={}", home.token))).is(303);
    assert_eq!(shop.open_returns().len(), 2);
}

#[test]
fn an_account_asks_for_its_own_orders_alone() {
    let shop = TestShop::new();
    let home = AtHome::new(&shop);
    let register = |who: &Shopper, email: &str| {
        let body = serde_json::json!({"email": email, "name": "Somebody", "password": "kettle on the hob"});
        who.send(who.ask("POST", "/api/account/register").json(&body)).is(201);
    };
    register(&home.ada, "ada@example.com");
    let bob = shop.someone();
    register(&bob, "bob@example.com");
    bob.gets("/orders/1001/return").is(404);
    bob.posts("/orders/1001/return", &home.form(1, &[("mug", 1)], "")).is(404);
    home.asks(1, &[("mug", 1)]).is(303);
    assert_eq!(shop.open_returns(), ["1001-1 requested"]);
}

#[test]
fn what_is_refunded_meanwhile_is_not_paid_twice() {
    let shop = TestShop::new();
    let home = AtHome::new(&shop);
    home.asks(1, &[("mug", 2), ("bowl", 1)]).is(303);
    shop.on_return(accept());
    let refund = |lines: &[(&str, u32)], amount: Option<&str>| {
        let lines = lines.iter().map(|(sku, units)| ((*sku).to_owned(), *units)).collect();
        let task = Task::Refund { number: 1001, lines, amount: amount.map(str::to_owned), restock: true, reason: String::new() };
        shop.desk(task).map_err(|error| error.spoken().to_string())
    };
    let told = refund(&[("mug", 1), ("mug", 1)], None).expect_err("these are asked for");
    assert_eq!(told, "mug is asked for in return 1001-1: `shop return receive 1001-1` gives it back when it is here");
    refund(&[("mug", 1)], None).expect("the third isn't");
    // A sum for the trouble leaves less than the rest is worth.
    refund(&[], Some("10.00")).expect("there is enough");
    says(&home.page(), &["<strong>$41.30</strong> back when all of it is here"]);
    shop.on_return(receive(&[], None));
    home.ada.gets("/api/orders/1001").is(200).has("/status", "refunded").has("/payment/refunded/amount", 7_290);
    assert_eq!((shop.counts("mug"), shop.counts("bowl")), ((10, 0), (10, 0)));
}

#[test]
fn what_comes_after_everything_was_refunded_closes_without_money() {
    let shop = TestShop::new();
    let home = AtHome::new(&shop);
    home.asks(1, &[("mug", 2)]).is(303);
    shop.on_return(accept());
    let all = Task::Refund { number: 1001, lines: Vec::new(), amount: None, restock: true, reason: String::new() };
    shop.desk(all).expect("all of it");
    let page = home.page();
    assert!(page.contains("Accepted") && !page.contains("back when all of it is here"), "{page}");
    assert_eq!(refused(shop.returns(receive(&[], Some("1.00")))), "All of this return was given back before; say no units and no sum");
    shop.on_return(receive(&[], None));
    says(&home.page(), &["It is here. No money was left"]);
    home.ada.gets("/api/orders/1001").is(200).has("/payment/refunded/amount", 7_290);
    assert_eq!((shop.counts("mug"), shop.counts("bowl")), ((10, 0), (10, 0)));
}

#[test]
fn a_part_may_come_and_another_sum_may_go_back() {
    let shop = TestShop::new();
    let home = AtHome::new(&shop);
    home.asks(1, &[("mug", 2)]).is(303);
    shop.on_return(accept());
    assert_eq!(refused(shop.returns(receive(&[("mug", 3)], None))), "Of mug, 2 were to come back");
    assert_eq!(refused(shop.returns(receive(&[("bowl", 1)], None))), "Of bowl, 0 were to come back");
    shop.on_return(receive(&[("mug", 1)], Some("15.00")));
    home.ada.gets("/api/orders/1001").is(200).has("/payment/refunded/amount", 1_500);
    assert_eq!(shop.counts("mug"), (8, 0));
    // The other one didn't come, and can be asked for again.
    home.asks(2, &[("mug", 2)]).is(303);
}

#[test]
fn what_was_never_paid_comes_back_without_money() {
    let shop = TestShop::with(|settings| settings.manual_ways = vec!["cash_on_delivery".into()]);
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let pay = serde_json::json!({"shipping_address": crate::shopper::address(), "payment": {"provider": "manual", "token": "cash_on_delivery"}});
    ada.send(ada.ask("POST", "/api/orders").key("cash-at-the-door-1").json(&pay)).is(201);
    for task in [Task::Pack { number: 1001 }, Task::Ship { number: 1001, tracking: None, url: None }] {
        shop.desk(task).expect("it goes its way");
    }
    let page = ada.gets("/orders/1001/return").is(200).text("");
    let variant = page.split("name=\"line\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a line").to_owned();
    assert!(page.contains(&format!("value=\"{variant}\" checked")), "there is nothing to choose: {page}");
    ada.posts("/orders/1001/return", &format!("line={variant}&number=1&reason=changed_mind")).is(303);
    shop.on_return(accept());
    assert!(!ada.gets("/orders/1001").is(200).text("").contains("back when all of it is here"));
    shop.on_return(receive(&[], None));
    says(&ada.gets("/orders/1001").is(200).text(""), &["It is here. No money was left"]);
    assert_eq!((shop.counts("mug"), shop.waiting()), ((5, 0), vec![]));
}

/// Each commit from asking to the money fails, or is the last of its process; whoever had no answer does the same again.
#[test]
fn whatever_commit_breaks_the_money_goes_back_once() {
    // Asked for, accepted, received, given back.
    for place in 0..4 {
        for bad in [Fate::Fails, Fate::DiesBefore, Fate::DiesAfter] {
            let shop = TestShop::new();
            let home = AtHome::new(&shop);
            let form = home.form(1, &[("mug", 2)], "");
            let mut fates = vec![Fate::Works; place];
            fates.push(bad);
            shop.disk().will(&fates);
            let mends = || {
                if shop.disk().dead() {
                    shop.crashes();
                }
                shop.adds_up();
                shop.settles();
            };
            if home.ada.posts("/orders/1001/return", &form).status != 303 {
                mends();
                home.ada.posts("/orders/1001/return", &form).is(303);
            }
            for work in [accept(), receive(&[], None)] {
                if matches!(shop.returns(work.clone()), Err(Error::Fault(_))) {
                    mends();
                    // Done already, or done now.
                    assert!(!matches!(shop.returns(work), Err(Error::Fault(_))));
                }
            }
            shop.settles();
            home.ada.gets("/api/orders/1001").is(200).has("/payment/refunded/amount", 4_320);
            assert_eq!((shop.counts("mug"), shop.waiting(), shop.open_returns().len()), ((9, 0), vec![], 0));
            while shop.sends_letters().0 > 0 {}
            assert_eq!(shop.letters().iter().filter(|(name, _)| name.contains("return-") || name.contains("refunded")).count(), 3);
        }
    }
}

#[test]
fn a_german_shop_takes_things_back_in_german() {
    use shop::base::messages::Catalogue;
    let shop = TestShop::with(|settings| settings.catalogue = Catalogue::load("de", "").expect("it's shipped"));
    let home = AtHome::new(&shop);
    says(&home.page(), &["Artikel zurückgeben", "bis 18. Dezember 2026"]);
    says(&home.ada.gets("/orders/1001/return").is(200).text(""), &["Was möchten Sie zurückgeben?", "Beschädigt oder fehlerhaft", "Wie viele von 3?"]);
    says(&home.asks(1, &[("mug", 9)]).is(422).text(""), &["Geben Sie eine Zahl von 1 bis 3 ein"]);
    home.asks(1, &[("mug", 1)]).is(303);
    shop.on_return(accept());
    says(&home.page(), &["Rückgabe 1001-1", "Angenommen", "Sie erhalten <strong>21,60\u{a0}$</strong> zurück"]);
    shop.sends_letters();
    let letters = shop.letters();
    let accepted = letters.iter().find(|(name, _)| name.ends_with("return-accepted.eml")).expect("a letter");
    assert_eq!(Read::new(&accepted.1).header("subject"), "Ihre Rückgabe 1001-1 ist angenommen");
    assert_eq!(refused(shop.returns(accept())), "Return 1001-1 is accepted and can't become accepted", "terminals read English");
}

#[test]
fn the_desk_works_on_a_closed_shop_and_through_the_running_one() {
    let place = Place::with("[returns]\ninstructions = \"\"\"\nEmber & Oak\n12 Mill Lane\"\"\"\n");
    place.holds("mugs.jsonl", "{\"title\":\"Mug\",\"sku\":\"mug\",\"price\":\"20.00\",\"stock\":5}\n");
    place.runs(&["import", "mugs.jsonl"]).with(0);
    let server = place.serves();
    let client = server.client();
    assert_eq!(client.adds("mug", 2, "two-mugs-please-01").expect("it answers").status, 201);
    assert_eq!(client.buys("two-mugs-please-02").expect("it answers").status, 201);
    for step in ["pack", "ship", "deliver"] {
        place.runs(&["order", step, "1001"]).with(0);
    }
    let form = client.gets("/orders/1001/return").expect("it answers").body.to_string();
    let line = form.split("name=\\\"line\\\" value=\\\"").nth(1).and_then(|rest| rest.split('\\').next()).expect("a line").to_owned();
    let asked = format!("line={line}&units-{line}=1&number=1&reason=too_small&comment=%1B%5B2J");
    let to = client.fills_in(&format!("{}/orders/1001/return", server.address), &asked).expect("it answers");
    assert!(to.ends_with("#returns"), "{to}");
    place.runs(&["order", "list"]).with(0).says("return 1001-1 is asked for");
    place.runs(&["return", "list"]).with(0).says("1001-1  requested").says("too_small  1 × mug, worth $21.60").commands_nothing();
    assert_eq!((place.figure("returns to answer"), place.figure("returns to come")), (1, 0));
    place.runs(&["return", "accept", "1001"]).with(2).complains("is not a return, such as 1042-1");
    place.runs(&["return", "accept", "1001-7"]).with(1).complains("There is nothing here by that name");
    place.runs(&["return", "accept", "1001-1"]).with(0).says("12 Mill Lane");
    server.terminates();
    assert_eq!((place.figure("returns to answer"), place.figure("returns to come")), (0, 1));
    place.runs(&["return", "receive", "1001-1", "--restock"]).with(0).says("received").says("refund 1");
    place.runs(&["return", "list"]).with(0).says("there are no such returns");
    place.runs(&["return", "list", "--status", "received"]).with(0).says("1001-1");
    place.runs(&["return", "list", "--status", "lost"]).with(1).complains("Choose one of requested, accepted");
    place.runs(&["order", "show", "1001"]).with(0).says("return 1001-1: received too_small").says("refund 1: $21.60");
    place.runs(&["check"]).with(0).says("everything adds up");
    place.runs(&["export", "orders", "--to", "orders.jsonl"]).with(0);
    assert!(place.reads("orders.jsonl").contains("\"name\":\"1001-1\""));
}
