//! Deleting an account: what goes, what stays, and that nobody finds what went.

use serde_json::{Value, json};
use shop::base::clock::{StillWorld, World};
use shop::domain::customer::CustomerId;
use shop::domain::refusal::{Error, Refusal};
use shop::shop::desk::Task;
use shop::shop::erase::{OwnReviews, erase_own};
use shop::shop::review_desk::ReviewWork;
use shop::store::key::Key;
use shop::store::read::Read;
use shop::store::tables;

use crate::account::{MAIL, PASSWORD};
use crate::disk::Fate;
use crate::letter::Read as Letter;
use crate::shopper::{Answer, Ask, Shopper};
use crate::world::{START, TestShop};

impl Shopper<'_> {
    fn erase(&self, password: &str) -> Ask {
        self.ask("POST", "/api/account/erase").json(&json!({"password": password}))
    }

    fn erases(&self) -> Answer {
        self.send(self.erase(PASSWORD))
    }

    #[track_caller]
    fn customer(&self) -> CustomerId {
        self.gets("/api/account").is(200).text("/id").parse().expect("an id")
    }
}

impl TestShop {
    /// The tables in which something stands, in a key or in a row.
    fn tables_with(&self, needle: &[u8]) -> Vec<&'static str> {
        let snapshot = self.shop().snapshot().expect("a snapshot");
        let holds = |bytes: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
        let found = tables::ALL.iter().filter(|table| {
            let keys = snapshot.keys(**table, &[]).expect("readable");
            keys.iter().any(|key| holds(key) || snapshot.raw(**table, key).expect("readable").is_some_and(|row| holds(&row)))
        });
        found.map(|table| table.name).collect()
    }

    /// The time to pay is over, and the provider is told and says so.
    fn waits_until_nobody_pays(&self) {
        self.waits_minutes(61);
        self.settles();
        assert_eq!(self.waiting(), []);
    }

    #[track_caller]
    fn knows_nobody(&self, customer: CustomerId) {
        assert_eq!(self.tables_with(&customer.bytes()), [""; 0], "customer {customer} is still known");
    }

    fn letters_of(&self, slug: &str) -> Vec<Letter> {
        while self.sends_letters() != (0, 0) {}
        self.letters().iter().filter(|(name, _)| name.contains(slug)).map(|(_, raw)| Letter::new(raw)).collect()
    }
}

/// Ada has one of everything.
fn ada_of<'a>(shop: &'a TestShop) -> Shopper<'a> {
    shop.stocks("mug", 20);
    shop.stocks("jug", 20);
    let ada = shop.someone();
    ada.joins_as("Ada");
    ada.adds("mug", 1).is(201);
    ada.buys_as("Ada", "the-order-of-ada-1", "pm_card_visa").is(201);
    ada.adds("jug", 2).is(201);
    ada.gives_address().is(200);
    ada
}

#[test]
fn all_that_an_account_is_goes_at_once_and_the_order_stays() {
    let shop = TestShop::new();
    let ada = ada_of(&shop);
    let (phone, ben) = (shop.someone(), shop.someone());
    phone.signs_in();
    ben.joins_as("Ben");
    let bens = ben.reviews("mug", 2, "Not for Ben").is(201).text("/yours/id");
    ada.is_helped_by("mug", &bens).is(200).has("/helpful", 1);
    assert!(shop.resets(MAIL).is_some());
    let (id, link) = (ada.customer(), ada.gets("/api/orders/1001").is(200).text("/url"));
    assert!(shop.tables_with(&id.bytes()).len() >= 7, "{:?}", shop.tables_with(&id.bytes()));
    assert_eq!((shop.counts("jug"), shop.counts("mug")), ((20, 2), (19, 0)));

    let gone = ada.erases().is(204);
    assert_eq!(gone.header("clear-site-data"), "\"cache\", \"cookies\", \"storage\"");
    assert!(gone.header("set-cookie").contains("Max-Age=0"), "{gone:?}");
    shop.adds_up();
    shop.knows_nobody(id);
    assert_eq!(shop.tables_with(MAIL.as_bytes()), ["orders", "outbox"], "the order, and the letter about it and about the end");
    assert_eq!((shop.counts("jug"), shop.shows("jug")), ((20, 0), 20), "what the cart held is free");
    ben.gets("/api/products/mug/reviews").is(200).has("/reviews/0/helpful", 0);
    for device in [&ada, &phone] {
        device.is_a_stranger();
        device.cart().has("/lines", json!([]));
        device.gets("/api/orders/1001").refused(404, "NOT_FOUND");
        device.gets("/api/orders").is(200).has("/orders", json!([]));
    }
    phone.signs_in_as(MAIL, PASSWORD).refused(401, "SIGN_IN_REQUIRED");

    // A guest's ways to the order.
    let stranger = shop.someone();
    stranger.gets(&link.replace("/orders", "/api/orders")).is(200).has("/status", "confirmed").has("/email", MAIL);
    let found = stranger.posts("/track", "number=1001&email=ada%40example.com").is(303);
    assert!(found.header("location").starts_with("/orders/1001?token="));

    let letter = shop.letters_of("account-erased").remove(0);
    assert_eq!(letter.header("to"), "\"Ada Lovelace\" <ada@example.com>");
    assert_eq!(letter.header("subject"), "Your account at Ember & Oak is deleted");
    letter.says("Hello Ada, your account at Ember & Oak is deleted").says("Your orders stay in our books");
    assert!(shop.letters_of("password-reset").is_empty(), "a letter that was about the account alone isn't sent any more");
    assert_eq!(shop.tables_with(MAIL.as_bytes()), ["orders"]);

    let again = shop.someone();
    again.joins_as("Ada");
    again.gets("/api/orders").is(200).has("/orders", json!([]));
    again.gets("/api/account/addresses").is(200).has("/addresses", json!([]));
    again.gets("/api/products/mug/reviews").is(200).has("/yours", Value::Null);
    again.gets("/api/account/data").is(200).has("/orders", json!([])).has("/reviews", json!([])).has("/votes", json!([]));
}

#[test]
fn reviews_that_others_read_stay_without_a_name_and_the_stars_with_them() {
    let mug = "/api/products/mug/reviews";
    for removed in [false, true] {
        let shop = TestShop::new();
        let ada = ada_of(&shop);
        let eve = shop.someone();
        eve.joins_as("Eve");
        eve.reviews("mug", 1, "Not for Eve").is(201);
        let review = ada.reviews("mug", 4, "Keeps warm").is(201).text("/yours/id");
        let hidden = ada.reviews("jug", 5, "Nobody else sees this").is(201).text("/yours/id");
        eve.is_helped_by("mug", &review).is(200);
        let hide = ReviewWork::Hide { id: hidden.parse().expect("an id"), reason: String::new() };
        shop.shop().reviews_desk(&hide).expect("hidden");
        let id = ada.customer();
        ada.send(ada.ask("POST", "/api/account/erase").json(&json!({"password": PASSWORD, "remove_reviews": removed}))).is(204);
        shop.adds_up();
        shop.knows_nobody(id);
        assert!(shop.tables_with(b"Nobody else sees this").is_empty());
        let read = eve.gets(&format!("{mug}?sort=highest")).is(200);
        if removed {
            read.has("/average", 1.0).has("/count", 1).has("/reviews/1", Value::Null);
        } else {
            let read = read.has("/average", 2.5).has("/count", 2).has("/reviews/0/body", "Keeps warm").has("/reviews/0/author", "A customer");
            read.has("/reviews/0/helpful", 1).has("/reviews/0/verified", false);
            assert!(eve.gets("/products/mug").is(200).text("").contains("<bdi>A customer</bdi>"));
        }
        shop.search_follows();
        shop.adds_up();
    }
}

/// Nobody can look at the orders behind a review any more: the mark stays where no order can take it away.
#[test]
fn the_mark_of_a_buyer_stays_where_it_stays_true() {
    for (shipped, verified) in [(false, false), (true, true)] {
        let shop = TestShop::new();
        let ada = ada_of(&shop);
        ada.reviews("mug", 4, "Keeps warm").is(201).has("/yours/verified", true);
        if shipped {
            shop.desk(Task::Pack { number: 1001 }).expect("packed");
            shop.desk(Task::Ship { number: 1001, tracking: None, url: None }).expect("shipped");
        }
        ada.erases().is(204);
        ada.gets("/api/products/mug/reviews").is(200).has("/reviews/0/verified", verified);
    }
}

#[test]
fn a_wrong_password_keeps_the_account_and_guesses_are_held_up() {
    let shop = TestShop::new();
    let ada = ada_of(&shop);
    let page = ada.posts("/account/erase", "password=not+hers&remove_reviews=true").is(422);
    assert_eq!(page.header("cache-control"), "no-store");
    let page = page.text("");
    for words in ["Error: Your data", "This isn't your password of today", "href=\"#password\"", "name=\"remove_reviews\" value=\"true\" checked"] {
        assert!(page.contains(words), "{words} isn't in {page}");
    }
    assert!(!page.contains("not hers"));
    ada.send(ada.erase("not hers")).refused(422, "INVALID").has("/errors/0/pointer", "/password");
    (0..4).for_each(|_| drop(ada.send(ada.erase("not hers")).is(422)));
    ada.erases().refused(429, "RATE_LIMITED");
    let early = ada.posts("/account/erase", "password=kettle+on+the+hob").is(429);
    assert_eq!(early.header("retry-after"), "1");
    assert!(early.text("").contains("Try again in 1 s"));
    let foreign =
        ada.ask("POST", "/account/erase").header("sec-fetch-site", "cross-site").header("content-type", "application/x-www-form-urlencoded");
    ada.send(foreign.text("password=kettle+on+the+hob")).is(403);
    ada.gets("/account/erase").is(200);
    ada.is_signed_in();
    shop.clock.advance_ms(1_000);
    let left = ada.posts("/account/erase", "password=kettle+on+the+hob").is(303);
    assert_eq!(left.header("location"), "/account/login?done=erased");
    assert!(ada.gets("/account/login?done=erased").is(200).text("").contains("Your account is deleted"));
    ada.is_a_stranger();
}

/// The password is checked before the commit; one that was changed in between deletes nothing.
#[test]
fn a_password_of_yesterday_deletes_nothing() {
    let shop = TestShop::new();
    let ada = ada_of(&shop);
    let before = shop.shop().account(&ada.visitor()).expect("readable").expect("an account").password;
    ada.changes_password(PASSWORD, "rain on tuesday").is(204);
    let (settings, visitor) = (shop.settings.clone(), ada.visitor());
    let erased = shop.books().write_blocking("deleting", move |draft| erase_own(draft, &settings, &visitor, &before, OwnReviews::Unsigned));
    assert!(matches!(erased, Err(Error::Refusal(Refusal::SignInRequired))), "{erased:?}");
    ada.is_signed_in();
}

#[test]
fn an_account_whose_order_is_being_paid_for_waits_for_the_end() {
    let shop = TestShop::new();
    let ada = ada_of(&shop);
    ada.pays("pm_card_authenticationRequired").is(202);
    ada.erases().refused(409, "WRONG_STEP").has("/state", "placing");
    assert!(ada.posts("/account/erase", "password=kettle+on+the+hob").is(409).text("").contains("An order is being paid for right now"));
    let told = shop.shop().erase_by_mail(MAIL, OwnReviews::Unsigned).expect_err("it waits");
    assert!(told.to_string().contains("is being paid for right now"), "{told}");
    ada.is_signed_in();
    shop.waits_until_nobody_pays();
    ada.erases().is(204);
    assert_eq!(shop.counts("jug"), (20, 0));
}

/// A guest's payment is under way with another mail address; signing in leaves the two carts apart.
#[test]
fn a_cart_apart_that_is_being_paid_for_holds_it_up_too_and_goes_with_it() {
    let shop = TestShop::new();
    let ada = ada_of(&shop);
    let guest = shop.someone();
    guest.adds("jug", 3).is(201);
    guest.buys_as("Eve", "the-order-of-a-guest", "pm_card_authenticationRequired").is(202);
    guest.signs_in();
    assert_eq!(shop.counts("jug"), (20, 5));
    ada.erases().refused(409, "WRONG_STEP");
    shop.waits_until_nobody_pays();
    assert_eq!(shop.counts("jug"), (20, 5), "nobody swept yet");
    let id = ada.customer();
    ada.erases().is(204);
    assert_eq!(shop.counts("jug"), (20, 0));
    shop.knows_nobody(id);
}

/// A guest's order came into the account while it was being paid for, and the browser that bought it is gone.
#[test]
fn an_order_is_waited_for_where_its_cart_is_nobodys_any_more() {
    let shop = TestShop::new();
    let ada = ada_of(&shop);
    let guest = shop.someone();
    guest.adds("mug", 3).is(201);
    guest.buys_as("Ada", "the-order-of-a-guest", "pm_card_authenticationRequired").is(202);
    guest.signs_in();
    guest.signs_out();
    ada.erases().refused(409, "WRONG_STEP");
    shop.waits_until_nobody_pays();
    ada.erases().is(204);
}

/// Whatever an order is about to do when its buyer leaves, it goes on, and the books add up before, after and at its end.
#[test]
fn an_order_goes_on_from_every_stage() {
    let pack = || Task::Pack { number: 1001 };
    let ship = || Task::Ship { number: 1001, tracking: None, url: None };
    let deliver = || Task::Deliver { number: 1001 };
    let refund = || Task::Refund { number: 1001, lines: vec![("mug".into(), 1)], amount: None, restock: true, reason: String::new() };
    let cancel = || Task::Cancel { number: 1001, restock: true, reason: String::new() };
    let ways: [Vec<Task>; 3] = [vec![pack(), ship(), deliver(), refund()], vec![pack(), refund()], vec![pack(), cancel()]];
    for way in &ways {
        for left_after in 0..=way.len() {
            let shop = TestShop::new();
            let ada = ada_of(&shop);
            ada.reviews("mug", 3, "It's a mug").is(201);
            for (step, task) in way.iter().enumerate() {
                if step == left_after {
                    ada.erases().is(204);
                    shop.adds_up();
                }
                shop.desk(task.clone()).expect("it goes on");
                shop.settles();
                shop.adds_up();
            }
            if left_after == way.len() {
                ada.erases().is(204);
            }
            shop.search_follows();
            shop.recommendations_follow();
            shop.adds_up();
        }
    }
}

#[test]
fn a_bank_transfer_comes_for_an_order_whose_buyer_left() {
    let shop = TestShop::with(|settings| {
        settings.provider = shop::domain::payment::ProviderName::Manual;
        settings.manual_ways = vec!["bank_transfer".into()];
    });
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.registers();
    ada.adds("mug", 1).is(201);
    let mut order = crate::shopper::at_once("");
    order["payment"] = json!({"provider": "manual"});
    ada.send(ada.ask("POST", "/api/orders").key("paid-by-transfer-1").json(&order)).is(201).has("/payment/status", "due");
    ada.erases().is(204);
    shop.desk(Task::Paid { number: 1001, reference: "statement 7".into() }).expect("the money came");
    shop.adds_up();
}

/// The commit fails, or is the last of its process: the account is there, or it is gone.
#[test]
fn however_the_commit_breaks_it_is_there_or_gone() {
    for (fate, gone) in [(Fate::Fails, false), (Fate::DiesBefore, false), (Fate::DiesAfter, true)] {
        let shop = TestShop::new();
        let ada = ada_of(&shop);
        ada.reviews("mug", 3, "It's a mug").is(201);
        let (id, before) = (ada.customer(), ada.gets("/api/account/data").is(200).body);
        shop.disk().will(&[fate]);
        ada.erases().refused(500, "INTERNAL");
        if shop.disk().dead() {
            shop.crashes();
        }
        shop.adds_up();
        if gone {
            ada.is_a_stranger();
            shop.knows_nobody(id);
            assert_eq!((shop.counts("jug"), shop.letters_of("account-erased").len()), ((20, 0), 1));
        } else {
            assert_eq!((ada.gets("/api/account/data").is(200).body, shop.counts("jug")), (before, (20, 2)));
            ada.erases().is(204);
        }
    }
}

const NAMES: [&str; 3] = ["Ada", "Ben", "Eve"];

/// Three people with two devices each do what they like, and leave; the shop crashes now and then.
#[test]
fn accounts_come_and_go_and_the_books_always_add_up() {
    let (mut left, mut held_up) = (0, 0);
    for seed in 0..12 {
        let shop = TestShop::new();
        ["mug", "jug"].iter().for_each(|sku| shop.stocks(sku, 400));
        let devices: Vec<Shopper> = (0..6).map(|_| shop.someone()).collect();
        let chance = StillWorld::new(START, seed);
        for step in 0..80 {
            shop.clock.advance_ms(1);
            let below = |end: usize| usize::try_from(chance.random_u64()).expect("64 bits") % end;
            let who = below(6);
            let (device, name, sku) = (&devices[who], NAMES[who / 2], ["mug", "jug"][below(2)]);
            let token = ["pm_card_visa", "pm_card_visa", "pm_card_chargeDeclined", "pm_card_authenticationRequired"][below(4)];
            match below(20) {
                0..4 => drop(device.adds(sku, 1)),
                4..7 => drop(device.buys_as(name, &format!("an-order-of-{name}-{step}"), token)),
                7..11 => drop(device.registers_as(&format!("{}@example.com", name.to_lowercase()), PASSWORD)),
                11 => drop(device.send(device.ask("POST", "/api/account/logout"))),
                12 | 13 => drop(device.reviews(sku, 1 + u64::try_from(step % 5).expect("few"), name)),
                14 => {
                    let shown = device.gets(&format!("/api/products/{sku}/reviews")).is(200);
                    drop(shown.at("/reviews/0/id").as_str().map(|review| device.is_helped_by(sku, review)));
                }
                15 => drop(shop.resets(&format!("{}@example.com", name.to_lowercase()))),
                16 => {
                    shop.waits_minutes([1, 31, 61][below(3)]);
                    shop.sweeps();
                    shop.settles();
                }
                17 if below(2) == 0 => shop.crashes(),
                _ => {
                    let id = device.gets("/api/account").at("/id").as_str().map(|id| id.parse::<CustomerId>().expect("an id"));
                    match (device.erases().status, id) {
                        (204, Some(id)) => {
                            left += 1;
                            shop.knows_nobody(id);
                            device.is_a_stranger();
                        }
                        (409, Some(_)) => held_up += 1,
                        (401, None) => {}
                        other => panic!("nobody expects {other:?}"),
                    }
                }
            }
            shop.adds_up();
        }
        shop.waits_minutes(180);
        shop.settles();
        shop.sweeps();
        assert_eq!((shop.counts("mug").1, shop.counts("jug").1), (0, 0), "seed {seed} holds something for ever");
    }
    assert!(left > 30 && held_up > 1, "{left} left and {held_up} had to wait");
}
