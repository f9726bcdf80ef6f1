//! Letters: each is owed with what it tells, and arrives once, whatever breaks on the way.

use serde_json::json;
use shop::config::mail::{MailTransport, SmtpSecurity};
use shop::domain::address::Email;
use shop::domain::letter::{Letter, LetterSecret};
use shop::domain::order::Tracking;
use shop::shop::desk::Task;
use shop::store::order::OrderRows;

use crate::disk::Fate;
use crate::letter::Read;
use crate::mail_server::{Does, MailServer};
use crate::shopper::{Shopper, address};
use crate::world::TestShop;

const HALF_A_MINUTE_MS: i64 = 30_000;

impl TestShop {
    /// (waiting, given up)
    fn owes(&self) -> (u64, u64) {
        self.shop().letter_counts().expect("letters are counted")
    }

    fn owe(&self, letter: Letter) {
        self.books().write_blocking("owing a letter", move |draft| Ok(draft.owe_letter(&letter).map(drop)?)).expect("it is owed");
    }

    #[track_caller]
    fn only_letter(&self) -> Read {
        let letters = self.letters();
        assert_eq!(letters.len(), 1, "{:?}", letters.iter().map(|(name, _)| name).collect::<Vec<_>>());
        Read::new(&letters[0].1)
    }
}

impl Shopper<'_> {
    fn buys_a_mug(&self, key: &str) {
        self.adds("mug", 1).is(201);
        self.buys(key, "pm_card_visa").is(201);
    }
}

fn shop_with_mugs() -> TestShop {
    let shop = TestShop::new();
    shop.stocks("mug", 50);
    shop
}

fn shop_at(server: &MailServer) -> TestShop {
    let shop = TestShop::with(server.for_shop(SmtpSecurity::None));
    shop.stocks("mug", 50);
    shop
}

#[test]
fn an_order_owes_one_letter_that_says_what_was_bought() {
    let shop = TestShop::with(|settings| settings.url = "http://ember.example".to_owned());
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 3).is(201);
    assert_eq!(shop.owes(), (0, 0));
    ada.buys("ada-buys-three-mugs", "pm_card_visa").is(201);
    assert_eq!((shop.owes(), shop.letters().len()), ((1, 0), 0));
    assert_eq!(shop.sends_letters(), (1, 0));
    assert_eq!((shop.owes(), shop.sends_letters()), ((0, 0), (0, 0)));

    let letter = shop.only_letter();
    assert_eq!(shop.letters()[0].0, "20261118T110640Z-1-order-confirmed.eml");
    assert_eq!(letter.header("from"), "Ember & Oak <shop@localhost>");
    assert_eq!(letter.header("to"), "\"Ada Lovelace\" <ada@example.com>");
    assert_eq!(letter.header("subject"), "Your order 1001 is confirmed");
    assert_eq!(letter.header("message-id"), "<1.1795000000000@localhost>");
    assert_eq!(letter.header("date"), "Wed, 18 Nov 2026 11:06:40 +0000");
    let path = letter.text.lines().find(|line| line.starts_with("http://ember.example/orders/1001?token=")).expect("a link");
    let stranger = shop.someone();
    stranger.gets(path.trim_start_matches("http://ember.example")).is(200);
    let expected = format!(
        "Hello Ada, thank you for your order. It's confirmed, and its number is 1001.\n\n\
         WHAT YOU BOUGHT\n3 × A fine mug: $60.00\n\n\
         WHAT IT COSTS\nSubtotal: $60.00\nShipping: Free\nTax: $4.80\nTotal: $64.80\n\n\
         WHERE IT GOES\nAda Lovelace\n1 Main St\nOakville, CA, 94103\nUnited States\n\n\
         See your order:\n{path}\n\nKeep the link to yourself: it opens your order.\n\n\
         -- \nEmber & Oak\nhttp://ember.example\n"
    );
    assert_eq!(letter.text.trim_end(), expected.trim_end());
    for part in ["3 × A fine mug: $60.00", "<strong>Total: $64.80</strong>", "1 Main St<br>", "Ember &amp; Oak"] {
        assert!(letter.html.contains(part), "{part} is missing in {}", letter.html);
    }
    assert!(letter.html.contains(&format!("<a href=\"{path}\"")), "{}", letter.html);
    for heavy in ["<img", "<table", "<script", "<style", "src="] {
        assert!(!letter.html.contains(heavy));
    }
}

#[test]
fn a_shop_that_does_not_know_its_address_says_how_to_find_the_order() {
    let shop = shop_with_mugs();
    shop.someone().buys_a_mug("ada-buys-one-mug-1");
    shop.sends_letters();
    let letter = shop.only_letter();
    letter.says("open “Track order” on our site with the number 1001 and this mail address");
    assert!(!letter.text.contains("token") && !letter.html.contains("href"));
}

#[test]
fn a_declined_card_and_an_open_payment_write_to_nobody() {
    let shop = shop_with_mugs();
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.buys("ada-buys-one-mug-1", "pm_card_chargeDeclined").is(402);
    assert_eq!(shop.owes(), (0, 0));
    shop.disk().will(&[Fate::Works, Fate::Fails]);
    ada.buys("ada-buys-one-mug-2", "pm_card_visa").is(500);
    assert_eq!((shop.owes(), shop.sends_letters()), ((0, 0), (0, 0)));
    shop.settles();
    shop.settles();
    assert_eq!(shop.sends_letters(), (1, 0));
    shop.only_letter();
}

#[test]
fn a_crash_before_the_letter_or_right_after_it_leaves_one_letter() {
    for (fate, waits) in [(Fate::Fails, 1), (Fate::DiesBefore, 1), (Fate::DiesAfter, 0)] {
        let shop = shop_with_mugs();
        shop.someone().buys_a_mug("ada-buys-one-mug-1");
        shop.crashes();
        shop.disk().will(&[fate]);
        assert!(shop.runs(shop.shop().letters_send(|| true)).is_err(), "the file is written, and the books don't say so");
        let first = shop.letters();
        if shop.disk().dead() {
            shop.crashes();
        }
        assert_eq!((first.len(), shop.owes()), (1, (waits, 0)));
        shop.clock.advance_ms(5_000);
        assert_eq!(shop.sends_letters(), (u32::try_from(waits).expect("few"), 0));
        assert_eq!((shop.letters(), shop.owes()), (first, (0, 0)));
    }
}

#[test]
fn a_letter_is_handed_to_the_mail_server_once() {
    let server = MailServer::opens();
    let shop = shop_at(&server);
    shop.someone().buys_a_mug("ada-buys-one-mug-1");
    assert_eq!((shop.sends_letters(), shop.sends_letters(), shop.owes()), ((1, 0), (0, 0), (0, 0)));
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    let letter = Read::new(&taken[0]);
    assert_eq!(letter.header("from"), "Ember & Oak <shop@example.com>");
    letter.says("1 × A fine mug: $20.00");
    let heard = server.heard();
    assert!(heard.iter().any(|line| line.starts_with("MAIL FROM:<shop@example.com>")), "{heard:?}");
    assert!(heard.iter().any(|line| line == "RCPT TO:<ada@example.com>"), "{heard:?}");
    assert!(shop.letters().is_empty(), "nothing is written as a file");
}

#[test]
fn a_server_that_cannot_now_is_asked_again_later_and_takes_one() {
    for does in [Does::PutsOff, Does::IsFull, Does::HangsUp, Does::ShutsOut] {
        let server = MailServer::opens();
        let shop = shop_at(&server);
        shop.someone().buys_a_mug("ada-buys-one-mug-1");
        server.will(&[does, does]);
        assert_eq!((shop.sends_letters(), shop.sends_letters()), ((0, 1), (0, 0)), "{does:?}: then it waits");
        shop.clock.advance_ms(HALF_A_MINUTE_MS);
        assert_eq!(shop.sends_letters(), (0, 1));
        shop.clock.advance_ms(HALF_A_MINUTE_MS);
        assert_eq!((shop.sends_letters(), shop.owes()), ((0, 0), (1, 0)), "the second wait is twice as long");
        shop.clock.advance_ms(HALF_A_MINUTE_MS);
        assert_eq!((shop.sends_letters(), shop.owes(), server.taken().len()), ((1, 0), (0, 0), 1), "{does:?}");
    }
}

/// The one case in which nobody can know. Both copies are the same letter, and say so.
#[test]
fn a_lost_answer_sends_the_same_letter_again() {
    let server = MailServer::opens();
    let shop = shop_at(&server);
    shop.someone().buys_a_mug("ada-buys-one-mug-1");
    server.will(&[Does::TakesSilently]);
    assert_eq!(shop.sends_letters(), (0, 1));
    shop.crashes();
    shop.clock.advance_ms(HALF_A_MINUTE_MS);
    assert_eq!((shop.sends_letters(), shop.sends_letters(), shop.owes()), ((1, 0), (0, 0), (0, 0)));
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0], taken[1], "to the byte, Message-ID and date included");
}

#[test]
fn an_address_that_is_not_there_holds_up_nobody() {
    let server = MailServer::opens();
    let shop = shop_at(&server);
    shop.someone().buys_a_mug("ada-buys-one-mug-1");
    shop.someone().buys_a_mug("ben-buys-one-mug-1");
    shop.someone().buys_a_mug("cyd-buys-one-mug-1");
    server.will(&[Does::PutsOff, Does::KnowsNobody, Does::Takes]);
    assert_eq!((shop.sends_letters(), shop.owes()), ((1, 2), (1, 1)));
    shop.clock.advance_ms(HALF_A_MINUTE_MS);
    assert_eq!((shop.sends_letters(), shop.owes(), server.taken().len()), ((1, 0), (0, 1), 2));
    let figures = shop.shop().check().expect("the books can be read").figures;
    assert_eq!((figures.letters_waiting, figures.letters_given_up), (0, 1));
    let metrics = shop.someone().gets("/metrics").is(200).body.to_string();
    assert!(metrics.contains("shop_mail_waiting") && metrics.contains("shop_mail_failed_total"), "{metrics}");
    shop.waits_minutes(91 * 24 * 60);
    assert_eq!(shop.runs(shop.shop().prune_letters(90 * 24 * 60 * 60_000)).expect("old letters go"), 1);
    assert_eq!(shop.owes(), (0, 0));
}

#[test]
fn a_server_that_is_away_for_three_days_ends_it() {
    let server = MailServer::opens();
    let shop = shop_at(&server);
    server.closes();
    drop(server);
    shop.someone().buys_a_mug("ada-buys-one-mug-1");
    shop.someone().buys_a_mug("ben-buys-one-mug-1");
    assert_eq!(shop.sends_letters(), (0, 1), "one try tells that nobody is there");
    assert_eq!(shop.sends_letters(), (0, 1));
    shop.waits_minutes(3 * 24 * 60 - 1);
    assert_eq!((shop.sends_letters(), shop.sends_letters(), shop.owes()), ((0, 1), (0, 1), (2, 0)));
    shop.waits_minutes(60);
    assert_eq!((shop.sends_letters(), shop.sends_letters(), shop.owes()), ((0, 1), (0, 1), (0, 2)));
}

#[test]
fn without_the_promised_encryption_nothing_is_said() {
    let server = MailServer::opens();
    let shop = TestShop::with(server.for_shop(SmtpSecurity::StartTls));
    shop.stocks("mug", 5);
    shop.someone().buys_a_mug("ada-buys-one-mug-1");
    assert_eq!((shop.sends_letters(), server.taken().len()), ((0, 1), 0));
    let heard = server.heard();
    assert!(heard.iter().all(|line| line.starts_with("EHLO") || line.starts_with("QUIT")), "{heard:?}");
}

#[test]
fn names_and_titles_can_hold_anything_and_change_nothing() {
    let odd = [
        "Ada\r\nBcc: all@example.com\r\n\r\nBuy now",
        "\"Ada\" <eve@example.com>, Eve",
        "Åsa Ćirić-Ōno 李小龍",
        "=?utf-8?b?QmNjOiBh?=",
        "<script>alert(1)</script>",
        "a,b;c:d@e",
        &"very long name ".repeat(13),
    ];
    let server = MailServer::opens();
    let shop = TestShop::with(|settings| {
        server.for_shop(SmtpSecurity::None)(settings);
        settings.mail.from_name = "Müller & \"Söhne\", <GmbH>\r\nBcc: x@example.com".to_owned();
        settings.name = "Müller & <b>Söhne</b>".to_owned();
    });
    let mut listing = shop.listing("mug");
    listing.title = "Mug <i>\"No. 1\"</i> & 大 saucer\r\n.\r\nDATA".to_owned();
    shop.lists(listing);
    shop.stocks("mug", 50);
    for (name, place) in odd.iter().zip(1_usize..) {
        let ada = shop.someone();
        ada.adds("mug", 1).is(201);
        let mut to = address();
        to["name"] = json!(name);
        let ask = json!({"shipping_address": to, "payment": {"provider": "practice", "token": "pm_card_visa"}});
        ada.send(ada.ask("POST", "/api/orders").key(&format!("an-order-of-odd-name-{place}")).json(&ask)).is(201);
        assert_eq!(shop.sends_letters(), (1, 0), "{name:?}");
        assert_eq!(server.taken().len(), place, "one letter for {name:?}");
        let letter = Read::new(&server.taken()[place - 1]);
        let names: Vec<&str> = letter.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"], "{name:?}");
        assert!(letter.header("to").ends_with("<ada@example.com>") && letter.header("from").ends_with("<shop@example.com>"));
        letter.says("Mug <i>\"No. 1\"</i> & 大 saucer . DATA");
        assert!(!letter.html.contains("<script") && !letter.html.contains("<i>") && !letter.html.contains("<b>"), "{}", letter.html);
    }
    let recipients: Vec<String> = server.heard().into_iter().filter(|line| line.starts_with("RCPT")).collect();
    assert!(recipients.iter().all(|line| line == "RCPT TO:<ada@example.com>"), "{recipients:?}");
}

#[test]
fn a_hundred_lines_fit_in_a_letter() {
    let shop = TestShop::new();
    let ada = shop.someone();
    for place in 1..=100 {
        let sku = format!("part-{place}");
        let mut listing = shop.listing(&sku);
        listing.title = format!("Part {place} {}", "with a long name ".repeat(20));
        shop.lists(listing);
        shop.stocks(&sku, 100);
        ada.adds(&sku, 99).is(201);
    }
    ada.buys("ada-buys-everything", "pm_card_visa").is(201);
    assert_eq!(shop.sends_letters(), (1, 0));
    let letter = shop.only_letter();
    assert_eq!(letter.text.matches("99 × Part ").count(), 100);
    assert_eq!(letter.html.matches("99 × Part ").count(), 100);
    letter.says("Subtotal: $198,000.00");
}

#[test]
fn each_kind_of_letter_tells_its_own_story() {
    let shop = TestShop::with(|settings| settings.url = "http://ember.example".to_owned());
    shop.stocks("mug", 5);
    shop.someone().buys_a_mug("ada-buys-one-mug-1");
    let (tracking, url) = (Some("1Z999".to_owned()), Some("https://parcels.example/1Z999?a=1&b=2".to_owned()));
    let (lines, reason) = (Vec::new(), String::new());
    shop.desk(Task::Pack { number: 1001 }).expect("packed");
    shop.desk(Task::Ship { number: 1001, tracking, url }).expect("shipped");
    shop.desk(Task::Refund { number: 1001, lines, amount: Some("5.00".into()), restock: false, reason }).expect("refunded");
    shop.someone().buys_a_mug("bob-buys-one-mug-1");
    shop.desk(Task::Cancel { number: 1002, restock: true, reason: String::new() }).expect("cancelled");
    shop.owe(Letter::PasswordReset {
        customer: 7,
        email: Email::parse("ada@example.com").expect("an address"),
        name: "Ada".into(),
        token: LetterSecret::new("open-sesame"),
    });
    shop.owe(Letter::AccountErased { email: Email::parse("ada@example.com").expect("an address"), name: "Ada".into() });
    assert_eq!(shop.sends_letters(), (8, 0));
    let letters: Vec<(String, Read)> = shop.letters().into_iter().map(|(name, raw)| (name, Read::new(&raw))).collect();
    let find = |slug: &str| &letters.iter().find(|(name, _)| name.contains(slug)).unwrap_or_else(|| panic!("no {slug}")).1;
    let confirmed = find("order-confirmed");
    confirmed.says("It's confirmed");
    assert!(!confirmed.text.contains("1Z999"), "it tells of the order as it was confirmed");
    let shipped = find("order-shipped");
    shipped.says("your order 1001 is on its way").says("    1Z999\n").says("Follow the parcel:\nhttps://parcels.example/1Z999?a=1&b=2\n");
    assert!(shipped.html.contains("href=\"https://parcels.example/1Z999?a=1&amp;b=2\""));
    find("order-refunded").says("we have refunded $5.00 for your order 1001");
    find("order-cancelled").says("your order 1002 is cancelled");
    let reset = find("password-reset");
    reset.says("Set a new password:\nhttp://ember.example/account/reset/confirm?token=open-sesame\n");
    assert_eq!(reset.header("subject"), "Set a new password for Ember & Oak");
    find("account-erased").says("your account at Ember & Oak is deleted").says("Track order:\nhttp://ember.example/track\n");
}

#[test]
fn a_parcel_link_of_another_kind_is_left_out() {
    let shop = shop_with_mugs();
    shop.someone().buys_a_mug("ada-buys-one-mug-1");
    let order = shop.shop().find_order("1001", "ada@example.com").expect("it is there").id;
    let moved = shop.books().write_blocking("sending a parcel", move |draft| {
        let mut order = draft.order(order)?.expect("it is there");
        order.tracking = Some(Tracking { number: "1Z999".into(), url: Some("javascript:alert(1)".into()) });
        draft.save_order(&order)?;
        draft.owe_letter(&Letter::OrderShipped { order: order.id })?;
        Ok(())
    });
    moved.expect("it is on its way");
    assert_eq!(shop.sends_letters(), (2, 0));
    for (_, raw) in shop.letters() {
        let letter = Read::new(&raw);
        assert!(!letter.text.contains("javascript") && !letter.html.contains("javascript"));
    }
}

#[test]
fn a_shop_without_mail_owes_nothing_for_long() {
    let shop = TestShop::with(|settings| settings.mail.transport = MailTransport::Off);
    shop.stocks("mug", 5);
    shop.someone().buys_a_mug("ada-buys-one-mug-1");
    assert_eq!((shop.sends_letters(), shop.owes(), shop.letters().len()), ((0, 0), (0, 0), 0));
}

#[test]
fn an_address_in_any_script_is_written_as_servers_know_it() {
    let server = MailServer::opens();
    let shop = shop_at(&server);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let mut to = address();
    to["email"] = json!("ada@bücher.example");
    let ask = json!({"shipping_address": to, "payment": {"provider": "practice", "token": "pm_card_visa"}});
    ada.send(ada.ask("POST", "/api/orders").key("ada-buys-one-mug-1").json(&ask)).is(201);
    assert_eq!(shop.sends_letters(), (1, 0));
    assert!(server.heard().iter().any(|line| line == "RCPT TO:<ada@xn--bcher-kva.example>"), "{:?}", server.heard());
}

#[test]
fn two_senders_at_once_send_each_letter_once() {
    let server = MailServer::opens();
    let shop = shop_at(&server);
    for place in 0..5 {
        shop.someone().buys_a_mug(&format!("somebody-buys-a-mug-{place}"));
    }
    let one = shop.shop();
    let sent = shop.runs(async { tokio::join!(one.letters_send(|| true), one.letters_send(|| true)) });
    let sent = sent.0.expect("sent").sent + sent.1.expect("sent").sent;
    assert_eq!((sent, server.taken().len(), shop.owes()), (5, 5, (0, 0)));
}

#[test]
fn a_shop_that_is_told_to_stop_leaves_the_rest_for_the_next_start() {
    let shop = shop_with_mugs();
    for place in 0..3 {
        shop.someone().buys_a_mug(&format!("somebody-buys-a-mug-{place}"));
    }
    let left = std::cell::Cell::new(1);
    let go_on = || left.replace(left.get() - 1) > 0;
    shop.runs(shop.shop().letters_send(go_on)).expect("one is sent");
    assert_eq!((shop.letters().len(), shop.owes()), (1, (2, 0)));
    shop.crashes();
    assert_eq!((shop.sends_letters(), shop.letters().len()), ((2, 0), 3));
}

#[test]
fn pages_promise_letters_only_where_there_are_any() {
    for on in [true, false] {
        let shop = TestShop::with(|settings| {
            if !on {
                settings.mail.transport = MailTransport::Off;
            }
        });
        shop.stocks("mug", 5);
        let ada = shop.someone();
        ada.adds("mug", 1).is(201);
        let page = |path: &str| ada.gets(path).is(200).body.as_str().expect("a page").to_owned();
        let mut promises = vec![(page("/checkout?step=shipping"), "For the confirmation and word of your parcel")];
        ada.checks_out();
        promises.push((page("/checkout"), "We write to you when it leaves"));
        let key = ada.key();
        ada.places(&key).is(201);
        promises.push((page("/checkout/complete?order=1001"), "We are sending a confirmation to <strong>ada@example.com</strong>"));
        promises.push((page("/track"), "stands in our letter"));
        promises.push((page("/pages/shipping"), "We write to you when your parcel leaves"));
        for (page, promise) in promises {
            assert_eq!(page.contains(promise), on, "{promise:?} in {page}");
        }
    }
}
