//! Accounts: signing in and out, sessions and their cookies, wrong passwords, new passwords.

use serde_json::json;
use shop::base::password::{Cost, Password};
use shop::base::secret::Token;
use shop::domain::address::Email;
use shop::domain::limits::CUSTOMER_SESSIONS_MAX;
use shop::shop::customer::reset_ask;
use shop::store::tables;

use crate::shopper::{Answer, Ask, Shopper};
use crate::world::TestShop;

pub const MAIL: &str = "ada@example.com";
pub const PASSWORD: &str = "kettle on the hob";

/// What customers do with their accounts.
impl Shopper<'_> {
    pub fn registers_as(&self, email: &str, password: &str) -> Answer {
        let body = json!({"email": email, "password": password, "name": "Ada Lovelace"});
        self.send(self.ask("POST", "/api/account/register").json(&body))
    }

    #[track_caller]
    pub fn registers(&self) -> Answer {
        self.registers_as(MAIL, PASSWORD).is(201)
    }

    pub fn sign_in(&self, email: &str, password: &str) -> Ask {
        self.ask("POST", "/api/account/login").json(&json!({"email": email, "password": password}))
    }

    pub fn signs_in_as(&self, email: &str, password: &str) -> Answer {
        self.send(self.sign_in(email, password))
    }

    #[track_caller]
    pub fn signs_in(&self) -> Answer {
        self.signs_in_as(MAIL, PASSWORD).is(200)
    }

    pub fn signs_out(&self) -> Answer {
        self.send(self.ask("POST", "/api/account/logout")).is(204)
    }

    pub fn changes_password(&self, current: &str, new: &str) -> Answer {
        self.send(self.ask("PUT", "/api/account/password").json(&json!({"current": current, "new": new})))
    }

    #[track_caller]
    pub fn is_signed_in(&self) {
        self.gets("/api/account").is(200).has("/email", MAIL);
    }

    #[track_caller]
    pub fn is_a_stranger(&self) {
        self.gets("/api/account").refused(401, "SIGN_IN_REQUIRED");
    }

    /// The same browser as it was: a cookie somebody kept.
    fn keeps_a_copy(&self) -> Shopper<'_> {
        let copy = Shopper::new(self.shop(), "10.9.9.9");
        copy.cookie.replace(self.cookie.borrow().clone());
        copy
    }
}

impl TestShop {
    /// The token of the letter that somebody asks for.
    pub fn resets(&self, email: &str) -> Option<Token> {
        let email = Email::parse(email).expect("a mail address");
        self.books().write_blocking("asking", move |draft| reset_ask(draft, &email)).expect("asked")
    }
}

fn uses(shopper: &Shopper, token: &str, password: &str) -> Answer {
    shopper.send(shopper.ask("POST", "/api/account/reset/confirm").json(&json!({"token": token, "password": password})))
}

#[test]
fn an_account_is_opened_left_and_entered_again() {
    let shop = TestShop::new();
    let ada = shop.someone();
    ada.is_a_stranger();
    ada.registers().has("/email", MAIL).has("/name", "Ada Lovelace").has("/created_at", TestShop::minute(0));
    ada.is_signed_in();
    let left = ada.signs_out();
    assert_eq!(left.header("clear-site-data"), "\"cache\"");
    assert!(left.header("set-cookie").contains("Max-Age=0"), "{left:?}");
    ada.is_a_stranger();
    ada.signs_in_as("ADA@Example.com", PASSWORD).is(200).has("/email", MAIL);
    ada.is_signed_in();
    shop.crashes();
    ada.is_signed_in();
}

#[test]
fn what_cannot_be_registered_is_said_field_by_field() {
    let shop = TestShop::new();
    let ada = shop.someone();
    let body = json!({"email": "ada", "password": "x", "name": " "});
    let refused = ada.send(ada.ask("POST", "/api/account/register").json(&body)).refused(422, "INVALID");
    refused.has("/errors/0/pointer", "/email").has("/errors/1/pointer", "/name");
    for password in ["short", "password123", MAIL, &"x".repeat(129)] {
        ada.registers_as(MAIL, password).refused(422, "INVALID").has("/errors/0/pointer", "/password");
    }
    ada.is_a_stranger();
}

#[test]
fn a_sign_in_changes_the_cookie_and_the_old_one_is_dead() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let guest = ada.keeps_a_copy();
    ada.registers();
    guest.cart().has("/lines", json!([]));
    guest.is_a_stranger();
    let registered = ada.keeps_a_copy();
    ada.signs_in();
    registered.is_a_stranger();
    let signed_in = ada.keeps_a_copy();
    ada.changes_password(PASSWORD, "rain on tuesday").is(204);
    signed_in.is_a_stranger();
    ada.is_signed_in();
    let changed = ada.keeps_a_copy();
    ada.signs_out();
    changed.is_a_stranger();
    assert_ne!(*ada.cookie.borrow(), *changed.cookie.borrow());
}

/// Somebody plants a cookie in another's browser, and waits for a sign-in.
#[test]
fn a_planted_cookie_opens_nothing() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let (eve, ada) = (shop.someone(), shop.someone());
    ada.registers();
    ada.signs_out();
    eve.adds("mug", 1).is(201);
    ada.cookie.replace(eve.cookie.borrow().clone());
    ada.signs_in();
    eve.is_a_stranger();
    eve.gets("/api/orders").is(200).has("/orders", json!([]));
}

#[test]
fn nobody_learns_who_has_an_account() {
    let shop = TestShop::new();
    let (ada, eve) = (shop.someone(), shop.someone());
    ada.registers();
    let wrong = eve.signs_in_as(MAIL, "not her password").refused(401, "SIGN_IN_REQUIRED");
    let unknown = eve.signs_in_as("nobody@example.com", "not her password").refused(401, "SIGN_IN_REQUIRED");
    let taken = eve.registers_as(MAIL, "not her password").refused(401, "SIGN_IN_REQUIRED");
    let no_address = eve.signs_in_as("no address", "not her password").refused(401, "SIGN_IN_REQUIRED");
    assert!([&unknown, &taken, &no_address].iter().all(|answer| answer.body == wrong.body));
    let ask = |email: &str| eve.send(eve.ask("POST", "/api/account/reset").json(&json!({"email": email}))).is(202).body;
    assert_eq!(ask(MAIL), ask("nobody@example.com"));
    // With the right password, registering again is a sign-in.
    eve.registers_as(MAIL, PASSWORD).is(200);
    eve.is_signed_in();
}

#[test]
fn the_wait_after_wrong_passwords_grows_and_ends() {
    let shop = TestShop::new();
    let (ada, eve) = (shop.someone(), shop.someone());
    ada.registers();
    for guess in 0..6 {
        eve.signs_in_as(MAIL, &format!("a guess of eve {guess}")).refused(401, "SIGN_IN_REQUIRED");
    }
    let mut waited = Vec::new();
    for guess in 0..4 {
        let told = eve.signs_in_as(MAIL, PASSWORD).refused(429, "RATE_LIMITED");
        let seconds: i64 = told.header("retry-after").parse().expect("seconds");
        waited.push(seconds);
        shop.clock.advance_ms(seconds * 1_000);
        eve.signs_in_as(MAIL, &format!("another guess {guess}")).refused(401, "SIGN_IN_REQUIRED");
    }
    assert_eq!(waited, [1, 2, 4, 8]);
    let at_home = shop.someone();
    at_home.signs_in();
    let told = eve.registers_as(MAIL, PASSWORD).refused(429, "RATE_LIMITED");
    shop.clock.advance_ms(told.header("retry-after").parse::<i64>().expect("seconds") * 1_000);
    eve.signs_in();
    eve.signs_in_as(MAIL, "a typing mistake").refused(401, "SIGN_IN_REQUIRED");
    eve.signs_in();
}

#[test]
fn unknown_addresses_are_held_up_alike() {
    let shop = TestShop::new();
    let eve = shop.someone();
    let statuses: Vec<u16> = (0..8).map(|_| eve.signs_in_as("nobody@example.com", "a guess of eve").status).collect();
    assert_eq!(statuses, [401, 401, 401, 401, 401, 401, 429, 429]);
}

#[test]
fn guesses_at_once_count_one_by_one() {
    let shop = TestShop::new();
    let (ada, eve) = (shop.someone(), shop.someone());
    ada.registers();
    let answers = shop.all_at_once((0..30).map(|guess| eve.sign_in(MAIL, &format!("a guess of eve {guess}"))).collect());
    assert_eq!(answers.iter().filter(|answer| answer.status == 401).count(), 6);
    assert_eq!(answers.iter().filter(|answer| answer.status == 429).count(), 24);
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    let shop = TestShop::new();
    let (ada, phone, eve) = (shop.someone(), shop.someone(), shop.someone());
    ada.registers();
    phone.signs_in();
    eve.changes_password(PASSWORD, "rain on tuesday").refused(401, "SIGN_IN_REQUIRED");
    ada.changes_password("not her password", "rain on tuesday").refused(422, "INVALID").has("/errors/0/pointer", "/current");
    ada.changes_password(PASSWORD, "12345678").refused(422, "INVALID").has("/errors/0/pointer", "/new");
    phone.is_signed_in();
    ada.changes_password(PASSWORD, "rain on tuesday").is(204);
    ada.is_signed_in();
    phone.is_a_stranger();
    phone.signs_in_as(MAIL, PASSWORD).refused(401, "SIGN_IN_REQUIRED");
    phone.signs_in_as(MAIL, "rain on tuesday").is(200);
}

#[test]
fn a_link_to_a_new_password_works_once_and_for_an_hour() {
    let shop = TestShop::new();
    let (ada, phone) = (shop.someone(), shop.someone());
    ada.registers();
    phone.signs_in();
    let token = shop.resets(MAIL).expect("there is such an account").reveal();
    let other = shop.resets("ADA@example.com").expect("there is such an account").reveal();
    uses(&phone, &token, "short").refused(422, "INVALID").has("/errors/0/pointer", "/password");
    uses(&phone, &"0".repeat(64), "rain on tuesday").refused(422, "INVALID").has("/errors/0/pointer", "/token");
    uses(&phone, "no token", "rain on tuesday").refused(422, "INVALID").has("/errors/0/pointer", "/token");
    uses(&phone, &token, "rain on tuesday").is(204);
    ada.is_a_stranger();
    phone.is_a_stranger();
    for token in [&token, &other] {
        uses(&phone, token, "tuesday in the rain").refused(422, "INVALID").has("/errors/0/pointer", "/token");
    }
    ada.signs_in_as(MAIL, PASSWORD).refused(401, "SIGN_IN_REQUIRED");
    ada.signs_in_as(MAIL, "rain on tuesday").is(200);

    let late = shop.resets(MAIL).expect("there is such an account").reveal();
    shop.waits_minutes(60);
    uses(&ada, &late, "tuesday in the rain").refused(422, "INVALID").has("/errors/0/pointer", "/token");
    assert_eq!(shop.runs(shop.shop().prune_resets()).expect("pruned"), 1);
    ada.is_signed_in();
}

#[test]
fn letters_are_not_sent_without_end() {
    let shop = TestShop::new();
    shop.someone().registers();
    assert!(shop.resets("nobody@example.com").is_none());
    let sent: Vec<bool> = (0..5).map(|_| shop.resets(MAIL).is_some()).collect();
    assert_eq!(sent, [true, true, true, false, false], "a stranger can't fill her mailbox, nor kill her link");
    assert_eq!(shop.shop().snapshot().expect("a snapshot").count(tables::OUTBOX).expect("readable"), 3);
    shop.waits_minutes(61);
    assert!(shop.resets(MAIL).is_some());
}

#[test]
fn a_visit_ends_after_a_quiet_month_and_after_ninety_days() {
    const DAY: i64 = 24 * 60;
    let shop = TestShop::new();
    let (ada, phone) = (shop.someone(), shop.someone());
    ada.registers();
    phone.signs_in();
    for _ in 0..3 {
        shop.waits_minutes(29 * DAY);
        ada.is_signed_in();
    }
    phone.is_a_stranger();
    shop.waits_minutes(2 * DAY);
    ada.is_signed_in();
    shop.waits_minutes(DAY);
    ada.is_a_stranger();
    ada.signs_in();
    shop.waits_minutes(30 * DAY - 1);
    ada.is_signed_in();
    shop.waits_minutes(30 * DAY - 1);
    ada.is_signed_in();
}

#[test]
fn being_there_is_noted_at_most_every_ten_minutes() {
    let shop = TestShop::new();
    let ada = shop.someone();
    ada.registers();
    let seen = || {
        let snapshot = shop.shop().snapshot().expect("a snapshot");
        ada.visitor().session(&snapshot).expect("readable").expect("a session").1.last_seen_at
    };
    let first = seen();
    shop.waits_minutes(9);
    ada.is_signed_in();
    assert_eq!(seen(), first);
    shop.waits_minutes(1);
    ada.is_signed_in();
    assert_eq!(seen(), first.plus_ms(10 * 60_000));
}

#[test]
fn an_account_is_signed_in_at_so_many_places_only() {
    let shop = TestShop::new();
    let first = shop.someone();
    first.registers();
    let second = shop.someone();
    second.signs_in();
    for _ in 2..=CUSTOMER_SESSIONS_MAX {
        shop.clock.advance_ms(1);
        shop.someone().signs_in();
    }
    first.is_a_stranger();
    second.is_signed_in();
    shop.adds_up();
}

#[test]
fn a_password_is_hashed_anew_when_the_shop_asks_for_more() {
    let cheap = TestShop::new();
    let ada = cheap.someone();
    ada.registers();
    let hash = |shop: &TestShop| {
        let snapshot = shop.shop().snapshot().expect("a snapshot");
        let email = Email::parse(MAIL).expect("a mail address");
        shop::store::customer::CustomerRows::customer_by_mail(&snapshot, &email).expect("readable").expect("an account").password
    };
    let before = hash(&cheap);
    ada.signs_in();
    assert_eq!(hash(&cheap), before);
    let dearer = cheap.opens_again_with(|settings| settings.password_cost = Cost { memory_kib: 16, passes: 2 });
    assert!(dearer.settings.password_cost.exceeds(&before));
    let ada = dearer.someone();
    ada.signs_in();
    let after = hash(&dearer);
    assert!(after != before && !dearer.settings.password_cost.exceeds(&after));
    assert!(after.is_of(&Password::new(PASSWORD)).expect("readable"));
    ada.signs_in();
}

#[test]
fn networks_sign_in_register_and_ask_for_letters_at_their_own_pace() {
    let shop = TestShop::with(|settings| settings.limits_enabled = true);
    let passed = |statuses: Vec<u16>| statuses.into_iter().filter(|status| *status != 429).count();
    let eve = shop.someone_at("10.7.7.7");
    assert_eq!(passed((0..20).map(|who| eve.signs_in_as(&format!("who{who}@example.com"), "a guess of eve").status).collect()), 10);
    assert_eq!(passed((0..9).map(|who| eve.registers_as(&format!("who{who}@example.com"), PASSWORD).status).collect()), 5);
    let asks = |_| eve.send(eve.ask("POST", "/api/account/reset").json(&json!({"email": MAIL}))).status;
    assert_eq!(passed((0..9).map(asks).collect()), 3);
    shop.someone_at("10.8.8.8").registers();
}
