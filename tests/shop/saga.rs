//! The saga under random weather: shoppers, merchants, a provider that loses requests and answers, hints that come twice,
//! late or never, crashes and dying disks. At the end everything is settled, and both books say the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use shop::base::clock::{StillWorld, World};
use shop::domain::order::{Actor, Order, OrderId, Status};
use shop::domain::payment::{Ending, PaymentState};
use shop::domain::refund::Wanted;
use shop::shop::fulfilment::Act;
use shop::shop::refund::RefundRequest;
use shop::store::read::Snapshot;

use crate::disk::Fate;
use crate::fickle::{Fickle, Standing, TOKENS};
use crate::shopper::{Answer, Shopper, address};
use crate::world::{START, TestShop};

const SEEDS: u64 = 32;
const STEPS: u64 = 160;
const SHOPPERS: usize = 5;
const STOCK: u64 = 400;

struct Weather<'a> {
    shop: &'a TestShop,
    provider: Arc<Fickle>,
    shoppers: Vec<Shopper<'a>>,
    chance: StillWorld,
    keys: u64,
    last: Option<(usize, String, &'static str)>,
    seen: BTreeMap<String, u32>,
}

#[test]
fn in_any_weather_both_books_say_the_same() {
    let half = |first: u64| move || (first..SEEDS).step_by(2).map(a_stretch).collect::<Vec<_>>();
    let other = std::thread::spawn(half(1));
    let stretches = half(0)().into_iter().chain(other.join().expect("a stretch failed; its seed stands above"));
    let mut seen = BTreeMap::<String, u32>::new();
    for (kind, times) in stretches.flatten() {
        *seen.entry(kind).or_default() += times;
    }
    let kinds = [
        "bought 201",
        "bought 202",
        "bought 402",
        "again 200",
        "again 202",
        "again 402",
        "withdrawn",
        "crash",
        "fate",
        "refund",
        "cancel order",
        "late money",
        "ended declined",
        "ended expired",
        "ended withdrawn",
        "create lost",
        "confirm lost",
        "fetch lost",
        "cancel lost",
        "refund lost",
        "503",
    ];
    let missed: Vec<_> = kinds.iter().filter(|kind| !seen.contains_key(**kind)).collect();
    assert!(missed.is_empty(), "never met: {missed:?}; met: {seen:#?}");
}

fn a_stretch(seed: u64) -> BTreeMap<String, u32> {
    println!("seed {seed}");
    let provider = Fickle::new(seed ^ 0x5EED);
    let shop = TestShop::paid_through(Arc::<Fickle>::clone(&provider));
    shop.stocks("mug", STOCK);
    provider.serves(&shop.shop());
    provider.loses([0, 5, 15, 30][usize::try_from(seed % 4).expect("small")]);
    let shoppers = (0..SHOPPERS).map(|_| shop.someone()).collect();
    let mut weather = Weather { shop: &shop, provider, shoppers, chance: StillWorld::new(START, seed), keys: 0, last: None, seen: BTreeMap::new() };
    for step in 1..=STEPS {
        weather.step();
        weather.keeps_the_rules();
        if step % 20 == 0 {
            shop.adds_up();
        }
    }
    weather.clears_up();
    weather.seen
}

impl Weather<'_> {
    fn below(&self, end: u64) -> u64 {
        self.chance.random_u64() % end
    }

    fn saw(&mut self, kind: &str) {
        *self.seen.entry(kind.to_owned()).or_default() += 1;
    }

    fn who(&self) -> usize {
        usize::try_from(self.below(5)).expect("few")
    }

    fn step(&mut self) {
        self.shop.clock.advance_ms(700);
        let who = self.who();
        match self.below(100) {
            0..22 => drop(self.shoppers[who].adds("mug", 1)),
            22..50 => self.buys(who),
            50..58 => self.asks_again(),
            58..72 => self.pays_there(),
            72..78 => self.settles_some(),
            78..82 => self.takes_back(who),
            82..86 => self.waits(),
            86..90 => self.gives_back(),
            90..93 => self.crashes(),
            93..96 => self.breaks(who),
            _ => drop(self.shop.sweeps()),
        }
    }

    fn snapshot(&self) -> Snapshot {
        self.shop.shop().snapshot().expect("a snapshot")
    }

    fn orders(&self) -> Vec<Order> {
        let mut orders = Vec::new();
        self.snapshot()
            .scan::<Order>(OrderId(0), |_, order| {
                orders.push(order);
                Ok(std::ops::ControlFlow::Continue(()))
            })
            .expect("orders are read");
        orders
    }

    fn some_order(&self, fits: impl Fn(&Order) -> bool) -> Option<Order> {
        let mut orders: Vec<Order> = self.orders().into_iter().filter(fits).collect();
        if orders.is_empty() {
            return None;
        }
        let place = usize::try_from(self.below(u64::try_from(orders.len()).expect("few"))).expect("few");
        Some(orders.swap_remove(place))
    }

    fn buys(&mut self, who: usize) {
        let token = TOKENS[usize::try_from(self.below(4)).expect("few")];
        self.keys += 1;
        let key = format!("a-key-of-this-weather-{}", self.keys);
        let answer = self.asks(who, &key, token);
        if [201, 202, 402].contains(&answer.status) {
            self.last = Some((who, key, token));
        }
        self.saw(&format!("bought {}", answer.status));
    }

    fn asks(&mut self, who: usize, key: &str, token: &str) -> Answer {
        let body = json!({"shipping_address": address(), "payment": {"provider": "stripe", "token": token}});
        let shopper = &self.shoppers[who];
        let answer = shopper.send(shopper.ask("POST", "/api/orders").key(key).json(&body));
        assert!([200, 201, 202, 402, 409, 503].contains(&answer.status), "{}", answer.body);
        if answer.status == 503 {
            assert!(!answer.header("retry-after").is_empty());
            self.saw("503");
        }
        answer
    }

    /// The answer was lost: the same request with the same key. It makes nothing new.
    fn asks_again(&mut self) {
        let Some((who, key, token)) = self.last.clone() else { return };
        let before = self.orders().len();
        let answer = self.asks(who, &key, token);
        assert_eq!(self.orders().len(), before, "{}", answer.body);
        self.saw(&format!("again {}", answer.status));
    }

    fn pays_there(&mut self) {
        let Some(order) = self.some_order(|order| order.status == Status::Pending) else { return };
        let yes = self.below(3) > 0;
        if self.provider.shopper_says(order.id.0, yes) && matches!(order.payment.state, PaymentState::Cancelling { .. }) && yes {
            self.saw("late money");
        }
        // A hint that comes once, twice or never.
        for _ in 0..self.below(3) {
            self.shop.shop().nudge(order.id);
            self.settles(order.id);
        }
    }

    fn settles(&self, order: OrderId) {
        self.shop.runs(self.shop.shop().settle(order)).expect("the books can be written");
    }

    fn settles_some(&mut self) {
        for order in self.shop.shop().due_orders().expect("listed") {
            self.settles(order);
        }
    }

    fn takes_back(&mut self, who: usize) {
        let answer = self.shoppers[who].goes_back();
        if answer.status == 200 && answer.text("/state") == "review" {
            self.saw("withdrawn");
        }
    }

    fn waits(&mut self) {
        self.shop.waits_minutes([1, 10, 61, 130][usize::try_from(self.below(4)).expect("few")]);
    }

    fn gives_back(&mut self) {
        let Some(order) = self.some_order(|order| order.refundable().minor > 0 && order.status != Status::Cancelled) else { return };
        let shop = self.shop.shop();
        if self.below(2) == 0 {
            let act = Act::Cancel { restock: self.below(2) == 0, reason: String::new() };
            if self.shop.runs(shop.act(order.id, act, Actor::Shop)).is_ok() {
                self.saw("cancel order");
            }
        } else {
            let whole = self.below(2) == 0;
            let amount = (!whole).then(|| shop::domain::money::Money { minor: 1 + order.refundable().minor / 3, ..order.refundable() });
            let wanted = Wanted { lines: Vec::new(), amount };
            let request = RefundRequest { wanted, restock: self.below(2) == 0, reason: "broken".into(), by: Actor::Shop };
            self.shop.runs(shop.refund(order.id, request)).expect("what is left can be given back");
            self.saw("refund");
        }
    }

    fn crashes(&mut self) {
        self.shop.crashes();
        self.provider.serves(&self.shop.shop());
        for order in self.shop.shop().unsettled_orders().expect("listed") {
            self.settles(order);
        }
        self.saw("crash");
    }

    /// The disk dies under one of the commits of an order.
    fn breaks(&mut self, who: usize) {
        let fate = [Fate::Fails, Fate::DiesBefore, Fate::DiesAfter][usize::try_from(self.below(3)).expect("few")];
        let mut fates = vec![Fate::Works; usize::try_from(self.below(5)).expect("few")];
        fates.push(fate);
        self.shop.disk().will(&fates);
        let token = TOKENS[usize::try_from(self.below(4)).expect("few")];
        self.keys += 1;
        let body = json!({"shipping_address": address(), "payment": {"provider": "stripe", "token": token}});
        let ask = self.shoppers[who].ask("POST", "/api/orders").key(&format!("a-key-of-this-weather-{}", self.keys)).json(&body);
        drop(self.shoppers[who].send(ask));
        self.shop.disk().will(&[]);
        if self.shop.disk().dead() {
            self.crashes();
        }
        self.saw("fate");
    }

    /// Units are let go only after the provider said that no money can come, and leave only when it came.
    fn keeps_the_rules(&mut self) {
        for order in self.orders() {
            let there = self.provider.of(order.id.0).map(|held| held.standing);
            match &order.payment.state {
                PaymentState::Paid { .. } => assert_eq!(there, Some(Standing::Paid), "{order:?}"),
                PaymentState::Ended { .. } => {
                    assert!(matches!(there, None | Some(Standing::Cancelled | Standing::Declined)), "{there:?} for {order:?}")
                }
                _ => assert!(order.status == Status::Pending, "{order:?}"),
            }
        }
        let (on_hand, reserved) = self.shop.counts("mug");
        assert!(reserved <= on_hand);
    }

    /// The weather clears: within the time to pay and a few minutes, everything is settled.
    fn clears_up(&mut self) {
        self.provider.loses(0);
        for _ in 0..4 {
            self.shop.waits_minutes(61);
            for order in self.shop.shop().due_orders().expect("listed") {
                self.settles(order);
            }
        }
        self.shop.sweeps();
        assert_eq!(self.shop.waiting(), [], "nothing stays open");
        let orders = self.orders();
        let ours = |sum: fn(&Order) -> i64| orders.iter().map(sum).sum::<i64>();
        assert_eq!(self.provider.money(), (ours(|order| order.captured().minor), ours(|order| order.refunded().minor)), "both books say the same");
        let kept: u64 = orders.iter().filter(|order| order.number.is_some()).map(Order::units_kept).sum();
        assert_eq!(self.shop.counts("mug"), (STOCK - kept, 0), "no unit is lost or doubled");
        for order in &orders {
            let kind = match &order.payment.state {
                PaymentState::Ended { ending: Ending::Declined { .. } } => "ended declined",
                PaymentState::Ended { ending: Ending::Expired } => "ended expired",
                PaymentState::Ended { ending: Ending::Withdrawn } => "ended withdrawn",
                _ => continue,
            };
            self.saw(kind);
        }
        for (kind, times) in self.provider.seen() {
            *self.seen.entry(kind.to_owned()).or_default() += times;
        }
    }
}
