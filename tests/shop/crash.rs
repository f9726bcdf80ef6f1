//! Broken on purpose: every commit of a purchase fails or is the last one of its process, and the shopper still buys once.

use crate::disk::Fate;
use crate::shopper::{Answer, Shopper};
use crate::world::TestShop;

const BAD: [Fate; 3] = [Fate::Fails, Fate::DiesBefore, Fate::DiesAfter];

/// Asks again until there is an answer; meanwhile the shop restarts when its disk died, and the jobs run.
#[track_caller]
fn insists(shop: &TestShop, ask: impl Fn() -> Answer) -> Answer {
    for _ in 0..5 {
        let answer = ask();
        if answer.status != 500 && answer.at("/code") != "REQUEST_IN_PROGRESS" {
            return answer;
        }
        if shop.disk().dead() {
            shop.crashes();
        }
        shop.adds_up();
        shop.settles();
    }
    panic!("there is never an answer")
}

/// Two mugs from the shelf to the order, however the shop breaks on the way. A card that is declined is followed by one that pays.
fn story(shop: &TestShop, ada: &Shopper, token: &str) {
    insists(shop, || ada.send(ada.add("mug", 2).key("ada-adds-two-mugs"))).is(201).has("/lines/1/quantity", 2);
    insists(shop, || ada.gives_address()).is(200);
    insists(shop, || ada.chooses(token)).is(200).has("/state", "review");
    let key = ada.key();
    let answer = insists(shop, || ada.places(&key));
    if token == "pm_card_visa" {
        assert!([200, 201].contains(&answer.status), "{}", answer.body);
        assert_eq!((answer.text("/number"), shop.counts("mug")), ("1001".to_owned(), (3, 0)));
        ada.checkout().has("/state", "confirmation");
    } else {
        answer.refused(402, "PAYMENT_FAILED");
        assert_eq!(shop.counts("mug"), (5, 2));
        insists(shop, || ada.chooses("pm_card_visa")).is(200);
        let key = ada.key();
        insists(shop, || ada.places(&key)).has("/number", "1001").has("/status", "confirmed");
    }
    assert_eq!(shop.waiting(), []);
    letters_arrive(shop);
    shop.adds_up();
}

/// The job runs until nothing is owed; there is one letter, however it went.
fn letters_arrive(shop: &TestShop) {
    while shop.shop().letter_counts().map_or(true, |counts| counts != (0, 0)) {
        if shop.runs(shop.shop().letters_send(|| true)).is_err() && shop.disk().dead() {
            shop.crashes();
        }
    }
    assert_eq!(shop.letters().len(), 1);
}

fn prepared() -> TestShop {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    shop.stocks("jug", 5);
    shop
}

fn tried_at_every_commit(token: &str) {
    let shop = prepared();
    let ada = shop.someone();
    ada.adds("jug", 1).is(201);
    let before = shop.disk().commits();
    story(&shop, &ada, token);
    let commits = usize::try_from(shop.disk().commits() - before).expect("few");
    assert!(commits >= 5, "add, address, card, place, confirm");
    for place in 0..commits {
        for bad in BAD {
            let shop = prepared();
            let ada = shop.someone();
            ada.adds("jug", 1).is(201);
            let mut fates = vec![Fate::Works; place];
            fates.push(bad);
            shop.disk().will(&fates);
            story(&shop, &ada, token);
        }
    }
}

#[test]
fn whatever_commit_breaks_an_order_is_made_once() {
    tried_at_every_commit("pm_card_visa");
}

#[test]
fn whatever_commit_breaks_a_declined_card_leaves_the_hold() {
    tried_at_every_commit("pm_card_chargeDeclined");
}

#[test]
fn a_failed_commit_changes_nothing_and_the_shop_goes_on() {
    let shop = prepared();
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let cart = ada.cart().body;
    shop.disk().will(&[Fate::Fails]);
    let answer = ada.adds("mug", 2).refused(500, "INTERNAL");
    assert!(!answer.body.to_string().contains("told to fail"), "the customer learns nothing of the disk");
    assert_eq!((ada.cart().body, shop.counts("mug"), shop.shows("mug")), (cart, (5, 1), 4));
    shop.adds_up();
    ada.adds("mug", 2).is(201);
}

#[test]
fn a_dead_disk_says_that_the_shop_is_not_ready() {
    let shop = prepared();
    let ada = shop.someone();
    ada.gets("/readyz").is(200).has("/status", "ok");
    shop.disk().will(&[Fate::DiesBefore]);
    ada.adds("mug", 1).is(500);
    for answer in [ada.adds("mug", 1), ada.gets("/api/cart"), ada.gets("/api/products/mug")] {
        answer.refused(500, "INTERNAL");
    }
    while shop.books().alive() {
        std::thread::yield_now();
    }
    ada.gets("/readyz").is(503);
    ada.gets("/healthz").is(200);
    shop.crashes();
    ada.gets("/readyz").is(200);
    assert_eq!(shop.counts("mug"), (5, 0));
}

#[test]
fn an_order_left_open_by_a_crash_is_settled_at_the_next_start() {
    for (token, status, counts) in [("pm_card_visa", 200, (3, 0)), ("pm_card_chargeDeclined", 402, (5, 2))] {
        let shop = prepared();
        let ada = shop.someone();
        ada.adds("mug", 2).is(201);
        shop.disk().will(&[Fate::Works, Fate::DiesBefore]);
        ada.buys("ada-buys-two-mugs-1", token).is(500);
        shop.crashes();
        ada.buys("ada-buys-two-mugs-1", token).refused(409, "REQUEST_IN_PROGRESS");
        assert_eq!(shop.counts("mug"), (5, 2));
        shop.adds_up();
        assert_eq!(shop.settles().len(), 1);
        ada.buys("ada-buys-two-mugs-1", token).is(status);
        assert_eq!((shop.counts("mug"), shop.waiting()), (counts, vec![]));
    }
}

#[test]
fn a_young_order_is_left_to_the_request_that_placed_it() {
    let shop = prepared();
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    shop.disk().will(&[Fate::Works, Fate::Fails]);
    ada.buys("ada-buys-two-mugs-1", "pm_card_visa").is(500);
    let due = || shop.shop().due_orders().expect("orders are listed").len();
    assert_eq!((due(), shop.waiting().len()), (0, 1));
    shop.clock.advance_ms(5_000);
    assert_eq!(due(), 1);
    shop.settles();
    ada.buys("ada-buys-two-mugs-1", "pm_card_visa").is(200).has("/number", "1001");
}

#[test]
fn an_order_is_settled_even_when_the_clock_went_back_over_the_restart() {
    let shop = prepared();
    shop.waits_minutes(60);
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    shop.disk().will(&[Fate::Works, Fate::DiesBefore]);
    ada.buys("ada-buys-two-mugs-1", "pm_card_visa").is(500);
    let earlier = shop.opens_again_at(crate::world::START);
    assert_eq!(earlier.settles().len(), 1);
    let again = earlier.someone();
    again.cookie.replace(ada.cookie.borrow().clone());
    again.buys("ada-buys-two-mugs-1", "pm_card_visa").is(200).has("/number", "1001");
    again.adds("mug", 1).is(201);
    assert_eq!(earlier.counts("mug"), (3, 1));
}

#[test]
fn a_sweep_that_fails_is_made_up_for_by_the_next() {
    for bad in BAD {
        let shop = prepared();
        let ada = shop.someone();
        ada.adds("mug", 2).is(201);
        shop.waits_minutes(30);
        shop.disk().will(&[bad]);
        assert!(shop.runs(shop.shop().release_due_holds()).is_err());
        if shop.disk().dead() {
            shop.crashes();
        }
        shop.adds_up();
        assert!(shop.sweeps() <= 1);
        assert_eq!((shop.counts("mug"), shop.shows("mug")), ((5, 0), 5));
    }
}

#[test]
fn a_first_start_that_breaks_can_be_repeated() {
    use shop::base::clock::StillWorld;
    use shop::store::books::{Books, BooksOptions};
    use std::sync::Arc;
    for bad in BAD {
        let disk = crate::disk::Disk::default();
        disk.will(&[bad]);
        let open = |disk: crate::disk::Disk| {
            let world = Arc::new(StillWorld::new(crate::world::START, 3));
            Books::open(Arc::new(disk), world, BooksOptions::default())
        };
        assert!(open(disk.clone()).is_err());
        assert!(open(disk.repaired()).is_ok());
    }
}
