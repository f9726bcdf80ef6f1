//! Random days of a small shop: shoppers, merchants, declines, sweeps, crashes, dying disks. After each step the shop is
//! compared with the plain model; at the end everything that was held is released.
//!
//! `SHOP_SIMULATION_SEED=17` runs one day again, `SHOP_SIMULATION_STEPS=5000` makes days longer.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::json;
use shop::base::clock::{StillWorld, World};

use crate::disk::Fate;
use crate::model::{CLIENT_UNITS_MAX, Cart, LINES_MAX, Model, No, QUANTITY_MAX, Sku};
use crate::shopper::{Answer, Ask, Shopper};
use crate::world::{START, TestShop};

const SEEDS: u64 = 64;
const STEPS: u64 = 200;
const SHOPPERS: usize = 6;
const SKUS: [Sku; 4] = ["mug", "jug", "pan", "pot"];
/// What every long run must have met.
const KINDS: [&str; 34] = [
    "add ok",
    "add again",
    "add INSUFFICIENT_INVENTORY",
    "add INVALID",
    "add RATE_LIMITED",
    "add WRONG_STEP",
    "add lost",
    "add saved unsaid",
    "set ok",
    "set INSUFFICIENT_INVENTORY",
    "set NOT_FOUND",
    "set WRONG_STEP",
    "clear ok",
    "clear WRONG_STEP",
    "buy paid",
    "buy declined",
    "buy WRONG_STEP",
    "buy RESERVATION_EXPIRED",
    "buy lost",
    "buy left open",
    "buy saved unsaid",
    "walk paid",
    "walk declined",
    "walk WRONG_STEP",
    "walk PRICE_CHANGED",
    "walk RESERVATION_EXPIRED",
    "replay paid",
    "replay declined",
    "replay open",
    "sweep some",
    "settle paid",
    "settle declined",
    "crowd all",
    "crowd some",
];

type Seen = BTreeMap<String, u64>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Open,
    Paid,
    Declined,
}

/// The last request to buy that was taken, and what became of it.
#[derive(Clone)]
struct Bought {
    ask: Ask,
    ended: Ended,
}

struct Day<'a> {
    shop: &'a TestShop,
    shoppers: Vec<Shopper<'a>>,
    bought: Vec<Option<Bought>>,
    model: Model,
    chance: StillWorld,
    keys: Cell<u64>,
    /// The number of the newest event; it never falls, whatever crashes.
    newest: u64,
    seen: Seen,
}

/// Says how to see a failure again.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("this was a day with SHOP_SIMULATION_SEED={}", self.0);
        }
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

#[test]
fn random_days_go_as_the_model_says() {
    if let Some(seed) = setting("SHOP_SIMULATION_SEED") {
        println!("{:#?}", a_day(seed));
        return;
    }
    let half = |first: u64| move || (first..SEEDS).step_by(2).map(a_day).collect::<Vec<_>>();
    let other = std::thread::spawn(half(1));
    let days = half(0)().into_iter().chain(other.join().expect("a day failed; its seed stands above"));
    let mut seen = Seen::new();
    for (kind, times) in days.flatten() {
        *seen.entry(kind).or_default() += times;
    }
    let missed: Vec<_> = KINDS.iter().filter(|kind| !seen.contains_key(**kind)).collect();
    assert!(missed.is_empty(), "never met: {missed:?}; met: {seen:#?}");
}

fn a_day(seed: u64) -> Seen {
    let named = Seed(seed);
    let shop = TestShop::with(|settings| {
        settings.caps.lines = u32::try_from(LINES_MAX).expect("few");
        settings.caps.quantity = QUANTITY_MAX;
        settings.caps.client_units = CLIENT_UNITS_MAX;
    });
    let mut day = Day::opens(&shop, seed);
    for step in 1..=setting("SHOP_SIMULATION_STEPS").unwrap_or(STEPS) {
        day.step();
        day.agrees();
        if step % 50 == 0 {
            shop.adds_up();
        }
    }
    day.closes();
    drop(named);
    day.seen
}

impl<'a> Day<'a> {
    fn opens(shop: &'a TestShop, seed: u64) -> Self {
        let chance = StillWorld::new(START, seed);
        let mut model = Model { now: START, carts: vec![Cart::default(); SHOPPERS], ..Model::default() };
        for (sku, price) in SKUS.into_iter().zip(["5.00", "20.00", "49.99", "0.07"]) {
            shop.prices(sku, price);
            shop.stocks(sku, 12);
            model.units.insert(sku, 12);
            model.prices.insert(sku, crate::world::usd(price).minor);
        }
        let shoppers: Vec<_> = (0..SHOPPERS).map(|_| shop.someone()).collect();
        for shopper in &shoppers {
            shopper.adds("mug", 1).is(201);
            shopper.clears().is(200);
        }
        Self { shop, shoppers, bought: vec![None; SHOPPERS], model, chance, keys: Cell::new(0), newest: 0, seen: Seen::new() }
    }

    fn below(&self, end: u64) -> u64 {
        self.chance.random_u64() % end
    }

    fn one_of<T: Copy>(&self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(u64::try_from(choices.len()).expect("few"))).expect("few")]
    }

    fn someone(&self) -> usize {
        self.one_of(&[0, 1, 2, 3, 4, 5])
    }

    fn quantity(&self) -> u32 {
        self.one_of(&[1, 1, 1, 1, 2, 2, 2, 3, 5, 9, 11])
    }

    fn token(&self) -> &'static str {
        self.one_of(&["pm_card_visa", "pm_card_mastercard", "pm_card_chargeDeclined"])
    }

    fn key(&self) -> String {
        self.keys.set(self.keys.get() + 1);
        format!("a-key-of-this-day-{}", self.keys.get())
    }

    fn saw(&mut self, kind: &str) {
        *self.seen.entry(kind.to_owned()).or_default() += 1;
    }

    fn step(&mut self) {
        self.shop.clock.advance_ms(1);
        self.model.now = self.shop.clock.now();
        let (who, sku) = (self.someone(), self.one_of(&SKUS));
        match self.below(100) {
            0..30 => self.adds(who, sku),
            30..34 => self.adds_twice(who, sku),
            34..46 => self.sets(who, sku),
            46..49 => self.clears(who),
            49..57 => self.buys(who),
            57..66 => self.walks(who),
            66..70 => self.asks_again(who),
            70..74 => self.sweeps(),
            74..81 => self.waits(),
            81..86 => self.restocks(sku),
            86..89 => self.loses_an_add(who, sku),
            89..93 => self.breaks_while_buying(who),
            93..95 => self.shop.crashes(),
            95..98 => self.settles(),
            _ => self.crowds(sku),
        }
    }

    /// The answer is what the model says, and how it came out is noted.
    #[track_caller]
    fn told(&mut self, what: &str, answer: Answer, expected: Result<(), No>) {
        let outcome = match expected {
            Ok(()) => {
                assert!([200, 201].contains(&answer.status), "{what} should work: {}", answer.body);
                "ok"
            }
            Err(no) => {
                let (status, code) = no.status_and_code();
                let answer = answer.refused(status, code);
                if let No::Insufficient { available } | No::Expired { available } = no {
                    answer.has("/available", available);
                }
                code
            }
        };
        self.saw(&format!("{what} {outcome}"));
    }

    fn adds(&mut self, who: usize, sku: Sku) {
        let quantity = self.quantity();
        let answer = self.shoppers[who].adds(sku, quantity);
        let expected = self.model.add(who, sku, quantity);
        self.told("add", answer, expected);
    }

    fn adds_twice(&mut self, who: usize, sku: Sku) {
        let ask = self.shoppers[who].add(sku, 1).key(&self.key());
        let answer = self.shoppers[who].send(ask.clone());
        let expected = self.model.add(who, sku, 1);
        if expected.is_ok() {
            let again = self.shoppers[who].send(ask).is(201);
            assert_eq!(again.body, answer.body);
            self.saw("add again");
        }
        self.told("add", answer, expected);
    }

    fn sets(&mut self, who: usize, sku: Sku) {
        let quantity = self.quantity() - 1;
        let answer = self.shoppers[who].sets(sku, quantity);
        let expected = self.model.set(who, sku, quantity);
        self.told("set", answer, expected);
    }

    fn clears(&mut self, who: usize) {
        let answer = self.shoppers[who].clears();
        let expected = self.model.clear(who);
        self.told("clear", answer, expected);
    }

    fn sweeps(&mut self) {
        let lines = self.shop.sweeps();
        assert_eq!(usize::try_from(lines), Ok(self.model.sweep()));
        self.saw(if lines > 0 { "sweep some" } else { "sweep none" });
    }

    fn waits(&mut self) {
        self.shop.waits_minutes(self.one_of(&[1, 5, 10, 20, 29, 31, 130]));
        self.model.now = self.shop.clock.now();
    }

    fn restocks(&mut self, sku: Sku) {
        let units = self.below(16);
        self.shop.stocks(sku, units);
        self.model.count(sku, units);
    }

    /// A disk that fails or dies under an addition; what was written stays, what wasn't is as before.
    fn loses_an_add(&mut self, who: usize, sku: Sku) {
        self.sweeps();
        let mut after = self.model.clone();
        if after.add(who, sku, 1).is_err() {
            return;
        }
        let fate = self.one_of(&[Fate::Fails, Fate::DiesBefore, Fate::DiesAfter]);
        self.shop.disk().will(&[fate]);
        self.shoppers[who].adds(sku, 1).refused(500, "INTERNAL");
        self.starts_again();
        if fate == Fate::DiesAfter {
            self.model = after;
        }
        self.saw(if fate == Fate::DiesAfter { "add saved unsaid" } else { "add lost" });
    }

    fn starts_again(&self) {
        if self.shop.disk().dead() {
            self.shop.crashes();
        }
    }

    fn ended(&mut self, who: usize) -> Ended {
        if self.model.settle(who) { Ended::Paid } else { Ended::Declined }
    }

    /// The answer to a request to buy that the model says was taken.
    #[track_caller]
    fn taken(&mut self, who: usize, what: &str, ask: Ask, answer: Answer, total: i64) {
        let ended = self.ended(who);
        match ended {
            Ended::Paid => {
                let number = 1_000 + self.model.orders;
                answer.is(201).has("/totals/total/amount", total).has("/number", number.to_string());
                self.saw(&format!("{what} paid"));
            }
            _ => {
                answer.refused(402, "PAYMENT_FAILED");
                self.saw(&format!("{what} declined"));
            }
        }
        self.bought[who] = Some(Bought { ask, ended });
    }

    fn buys(&mut self, who: usize) {
        let token = self.token();
        let ask = self.shoppers[who].buy(&self.key(), token);
        let total = self.model.total(who);
        let answer = self.shoppers[who].send(ask.clone());
        match self.model.place(who, None, token != "pm_card_chargeDeclined") {
            Ok(()) => self.taken(who, "buy", ask, answer, total),
            no => self.told("buy", answer, no),
        }
    }

    /// Step by step, and sometimes the merchant changes a price meanwhile.
    fn walks(&mut self, who: usize) {
        let token = self.token();
        let answer = self.shoppers[who].gives_address();
        if self.model.carts[who].lines.is_empty() || self.model.carts[who].placing.is_some() {
            return self.told("walk", answer, Err(No::WrongStep));
        }
        answer.is(200);
        self.model.renew(who);
        let total = self.model.total(who);
        self.shoppers[who].chooses(token).is(200).has("/state", "review").has("/totals/total/amount", total);
        if self.below(4) == 0 {
            let sku = self.one_of(&SKUS);
            let (text, minor) = self.one_of(&[("5.00", 500), ("20.00", 2_000), ("25.00", 2_500), ("0.07", 7)]);
            self.shop.prices(sku, text);
            self.model.prices.insert(sku, minor);
        }
        let ask = self.shoppers[who].ask("POST", "/api/orders").key(&self.shoppers[who].key());
        let answer = self.shoppers[who].send(ask.clone());
        match self.model.place(who, Some(total), token != "pm_card_chargeDeclined") {
            Ok(()) => self.taken(who, "walk", ask, answer, total),
            no => self.told("walk", answer, no),
        }
    }

    fn asks_again(&mut self, who: usize) {
        let Some(Bought { ask, ended }) = self.bought[who].clone() else { return };
        let answer = self.shoppers[who].send(ask);
        let kind = match ended {
            Ended::Paid => {
                assert_eq!(answer.is(200).header("idempotency-replayed"), "true");
                "replay paid"
            }
            Ended::Declined => {
                answer.refused(402, "PAYMENT_FAILED");
                "replay declined"
            }
            Ended::Open => {
                answer.refused(409, "REQUEST_IN_PROGRESS");
                "replay open"
            }
        };
        self.saw(kind);
    }

    /// The disk fails or dies at one of the two commits of an order.
    fn breaks_while_buying(&mut self, who: usize) {
        self.sweeps();
        let token = self.token();
        let mut after = self.model.clone();
        if after.place(who, None, token != "pm_card_chargeDeclined").is_err() {
            return;
        }
        let fates = self.one_of(&[
            [Fate::Fails, Fate::Works],
            [Fate::DiesBefore, Fate::Works],
            [Fate::DiesAfter, Fate::Works],
            [Fate::Works, Fate::Fails],
            [Fate::Works, Fate::DiesBefore],
            [Fate::Works, Fate::DiesAfter],
        ]);
        self.shop.disk().will(&fates);
        let ask = self.shoppers[who].buy(&self.key(), token);
        self.shoppers[who].send(ask.clone()).refused(500, "INTERNAL");
        self.shop.disk().will(&[]);
        self.starts_again();
        if matches!(fates, [Fate::Fails | Fate::DiesBefore, _]) {
            return self.saw("buy lost");
        }
        self.model = after;
        let saved = fates == [Fate::Works, Fate::DiesAfter];
        let ended = if saved { self.ended(who) } else { Ended::Open };
        self.bought[who] = Some(Bought { ask, ended });
        self.saw(if saved { "buy saved unsaid" } else { "buy left open" });
    }

    fn settles(&mut self) {
        let waiting = self.shop.settles().len();
        let open: Vec<usize> = (0..SHOPPERS).filter(|who| self.model.carts[*who].placing.is_some()).collect();
        assert_eq!(waiting, open.len());
        for who in open {
            let ended = self.ended(who);
            self.saw(if ended == Ended::Paid { "settle paid" } else { "settle declined" });
            self.bought[who].as_mut().expect("it was asked for").ended = ended;
        }
    }

    /// Everybody wants one at the same moment; exactly as many get one as there are.
    fn crowds(&mut self, sku: Sku) {
        self.sweeps();
        let wants = |who: &usize| self.model.clone().add(*who, sku, 1).is_ok() || self.model.available(sku) == 0;
        let open = |who: &usize| self.model.carts[*who].placing.is_none() && self.model.carts[*who].lines.is_empty();
        let crowd: Vec<usize> = (0..SHOPPERS).filter(open).filter(wants).collect();
        let answers = self.shop.all_at_once(crowd.iter().map(|who| self.shoppers[*who].add(sku, 1)).collect());
        let available = usize::try_from(self.model.available(sku)).expect("few");
        let served = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(served, crowd.len().min(available), "{answers:?}");
        for (who, answer) in crowd.iter().zip(answers) {
            match answer.status {
                201 => assert_eq!(self.model.add(*who, sku, 1), Ok(())),
                _ => drop(answer.refused(409, "INSUFFICIENT_INVENTORY").has("/available", 0)),
            }
        }
        if !crowd.is_empty() {
            self.saw(if served == crowd.len() { "crowd all" } else { "crowd some" });
        }
    }

    #[track_caller]
    fn agrees(&mut self) {
        let newest = *self.shop.books().newest().borrow();
        assert!(newest >= self.newest, "event {newest} follows event {}", self.newest);
        self.newest = newest;
        for sku in SKUS {
            assert_eq!(self.shop.counts(sku), (self.model.on_hand(sku), self.model.held(sku)), "units of {sku}");
            assert_eq!(self.shop.shows(sku), self.model.available(sku), "what shows of {sku}");
        }
        let who = self.someone();
        let now = self.model.now;
        let expected = self.model.carts[who].lines.iter().map(|line| {
            let until = line.hold.filter(|(_, until)| now < *until).map(|(_, until)| until.to_string());
            json!([line.sku, line.quantity, until])
        });
        let cart = self.shoppers[who].cart().has("/total/amount", self.model.total(who));
        let lines = cart.at("/lines").as_array().expect("lines").iter();
        let lines = lines.map(|line| json!([line["sku"], line["quantity"], line["reserved_until"]]));
        assert_eq!(lines.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }

    /// Faults are off and time passes: every order ends, every hold is released, every number was given once.
    fn closes(&mut self) {
        self.settles();
        self.shop.waits_minutes(180);
        self.model.now = self.shop.clock.now();
        self.sweeps();
        for sku in SKUS {
            assert_eq!(self.shop.counts(sku), (self.model.units[sku], 0), "{sku} is held for ever");
        }
        let mut numbers: Vec<String> = Vec::new();
        for shopper in &self.shoppers {
            let orders = shopper.gets("/api/orders").is(200);
            numbers.extend(orders.at("/orders").as_array().expect("orders").iter().filter_map(|order| order["number"].as_str().map(str::to_owned)));
        }
        numbers.sort();
        let expected: Vec<String> = (1..=self.model.orders).map(|number| (1_000 + number).to_string()).collect();
        assert_eq!(numbers, expected);
        while self.shop.sends_letters() != (0, 0) {}
        assert_eq!(self.shop.letters().len(), expected.len(), "one letter for each order");
        self.shop.search_follows();
        self.shop.adds_up();
    }
}
