//! Random shoppers against a provider that loses requests and replies, and whose webhooks come twice, late, in any order or
//! never: over HTTP, with real processes. When they have gone, both books say the same.
//!
//! `SHOP_SHOPPERS=1000` makes it a thousand, and waits for what only time brings: payments that are never made run out, and
//! what no webhook told is looked up. Without it the shop is closed and opened once instead, and who forgot to pay takes it back.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use shop::base::clock::{StillWorld, World};

use crate::process::{Client, Place, Reply, Server};
use crate::side_by_side::{agree, amount, endpoint, letters, orders, paid_by, paying, text};
use crate::stripe::SimulatedStripe;
use crate::world::START;

const FEW: usize = 100;
const THREADS: usize = 16;
/// Of a thousand.
const LOST: u64 = 50;

struct Crowd<'a> {
    sim: &'a SimulatedStripe,
    place: &'a Place,
    address: String,
    shoppers: usize,
    next: AtomicUsize,
    seen: Mutex<BTreeMap<String, u64>>,
}

/// One shopper with a mind of their own.
struct Shopper<'a> {
    crowd: &'a Crowd<'a>,
    client: Client,
    chance: StillWorld,
    number: usize,
    tries: u32,
}

/// How many come, and whether there is time.
fn asked_for() -> (usize, bool) {
    let asked = std::env::var("SHOP_SHOPPERS").ok().map(|number| number.parse().expect("SHOP_SHOPPERS is a number"));
    (asked.unwrap_or(FEW), asked.is_some())
}

/// Half of those who want a rare one get it.
fn shelf(shoppers: usize) -> (u64, String) {
    let (mugs, rare) = (20 * shoppers, shoppers / 20 + 1);
    let line = |sku: &str, stock: usize| format!("{{\"title\":\"{sku}\",\"sku\":\"{sku}\",\"price\":\"20.00\",\"stock\":{stock}}}\n");
    (u64::try_from(mugs + rare).expect("few"), line("mug", mugs) + &line("rare", rare))
}

#[test]
fn whatever_shoppers_do_and_the_line_loses_both_books_say_the_same() {
    let started = Instant::now();
    let ((shoppers, patient), sim) = (asked_for(), SimulatedStripe::start(71));
    let (stocked, shelf) = shelf(shoppers);
    let place = paid_by(&sim, if patient { "minutes = 1\n" } else { "" }, &shelf);
    let server = place.serves();
    sim.state().faults.line_loses = (LOST, LOST);
    sim.tells(endpoint(&server.address, 150, 150, 150));
    let crowd =
        Crowd { sim: &sim, place: &place, address: server.address.clone(), shoppers, next: AtomicUsize::new(0), seen: Mutex::new(BTreeMap::new()) };
    let clients = crowd.come();
    let shopped = started.elapsed();
    let lost = sim.state().faults.lost;
    let post = sim.state().post;
    let mut seen = crowd.seen.into_inner().expect("no panic");
    sim.state().faults.line_loses = (0, 0);
    let server = goes_quiet(&place, server, &clients, patient);
    leaves(&clients, &server);
    let orders = orders(&place);
    agree(&sim, &orders);
    for order in &orders {
        *seen.entry(format!("order {}", ending(order))).or_default() += 1;
    }
    soon_handed_over(&place);
    each_confirmed_once(&place, &orders);
    assert!(server.terminates().success());
    let check = place.runs(&["check", "--figures"]).with(0).says("everything adds up");
    let (units, reserved) = (check.figure("units on hand") + check.figure("units sold"), check.figure("units reserved"));
    assert_eq!((units, reserved, check.figure("orders pending")), (stocked, 0, 0), "no unit is lost or doubled");
    println!("{shoppers} shoppers in {shopped:?}, all in all {:?}; lost requests and replies {lost:?}; {post:?}", started.elapsed());
    println!("{seen:#?}");
    let missed: Vec<_> = KINDS.iter().filter(|kind| !seen.contains_key(**kind)).collect();
    assert!(missed.is_empty(), "never met: {missed:?}");
    assert!(lost.0 > 0 && lost.1 > 0 && post.lost > 0 && post.doubled > 0 && post.overtaken > 0, "the line was too good: {lost:?} {post:?}");
}

/// What such a crowd does in any case.
const KINDS: [&str; 12] = [
    "sold out",
    "hung up",
    "pressed twice",
    "paid at once",
    "declined",
    "paid at the bank",
    "paid on the page",
    "taken back",
    "walked away",
    "order paid",
    "order declined",
    "order withdrawn",
];

fn ending(order: &Value) -> &str {
    text(order, "/payment/status")
}

fn soon_handed_over(place: &Place) {
    let started = Instant::now();
    while place.figure("letters waiting") > 0 {
        assert!(started.elapsed() < Duration::from_secs(60), "letters wait");
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// An address has a letter for each order that was confirmed.
fn each_confirmed_once(place: &Place, orders: &[Value]) {
    let mut confirmed = BTreeMap::<&str, usize>::new();
    for order in orders {
        *confirmed.entry(text(order, "/email")).or_default() += usize::from(!order["number"].is_null());
    }
    let written = letters(place, "order-confirmed");
    let written: BTreeMap<&str, usize> = confirmed.keys().map(|email| (*email, written.get(*email).copied().unwrap_or(0))).collect();
    assert_eq!(written, confirmed, "one letter for each order");
}

/// Waits until no order is open. Time closes what nobody pays; where there is none, its shopper does.
fn goes_quiet(place: &Place, server: Server, clients: &[Client], patient: bool) -> Server {
    let open = |order: &&Value| {
        text(order, "/status") == "pending" || order["refunds"].as_array().is_some_and(|all| all.iter().any(|refund| refund["status"] == "pending"))
    };
    let server = if patient {
        server
    } else {
        assert!(server.terminates().success());
        place.serves()
    };
    let (started, longest) = (Instant::now(), Duration::from_secs(if patient { 240 } else { 60 }));
    loop {
        let orders = orders(place);
        let waiting: Vec<_> = orders.iter().filter(open).collect();
        if waiting.is_empty() {
            return server;
        }
        assert!(started.elapsed() < longest, "{} orders are never settled, such as {}", waiting.len(), waiting[0]);
        for client in clients.iter().filter(|_| !patient) {
            let client = client.at(&server.address);
            let checkout = client.gets("/api/checkout").expect("it answers").body;
            if text(&checkout, "/order/payment/status") == "action_required" {
                client.posts("/api/checkout/back", "the-tab-is-found-again", &Value::Null).expect("it answers");
            }
        }
        std::thread::sleep(Duration::from_millis(if patient { 2_000 } else { 300 }));
    }
}

/// Everybody puts back what is still in the cart.
fn leaves(clients: &[Client], server: &Server) {
    for client in clients {
        let client = client.at(&server.address);
        let left = client.deletes("/api/cart").expect("it answers");
        assert_eq!(left.status, 200, "{}", left.body);
    }
}

impl Crowd<'_> {
    /// All shoppers, a few at a time; their browsers are given back.
    fn come(&self) -> Vec<Client> {
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| self.one_after_another())).collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("no shopper is surprised")).collect()
        })
    }

    fn one_after_another(&self) -> Vec<Client> {
        let mut clients = Vec::new();
        loop {
            let number = self.next.fetch_add(1, Ordering::SeqCst);
            if number >= self.shoppers {
                return clients;
            }
            let chance = StillWorld::new(START, 0xC0DE ^ u64::try_from(number).expect("few"));
            let mut shopper = Shopper { crowd: self, client: Client::new(&self.address), chance, number, tries: 0 };
            shopper.shops();
            clients.push(shopper.client);
        }
    }

    fn saw(&self, kind: &str) {
        *self.seen.lock().expect("no panic").entry(kind.to_owned()).or_default() += 1;
    }
}

impl Shopper<'_> {
    fn below(&self, end: u64) -> u64 {
        self.chance.random_u64() % end
    }

    fn email(&self) -> String {
        format!("shopper-{}@example.com", self.number)
    }

    fn key(&mut self, what: &str) -> String {
        self.tries += 1;
        format!("{what}-of-{:05}-{:02}", self.number, self.tries)
    }

    /// Asks until there is an answer that means something.
    fn insists(&self, ask: impl Fn() -> Result<Reply, ureq::Error>) -> Reply {
        let mut last = None;
        for _ in 0..600 {
            match ask() {
                Ok(reply) if reply.status < 500 && reply.body["code"] != "REQUEST_IN_PROGRESS" => return reply,
                Ok(reply) => last = Some(reply.body),
                Err(_) => {}
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("there is never an answer: {last:?}")
    }

    fn shops(&mut self) {
        if self.below(5) == 0 {
            let key = self.key("a-rare-one");
            if self.insists(|| self.client.adds("rare", 1, &key)).status == 409 {
                self.crowd.saw("sold out");
            }
        }
        let (key, mugs) = (self.key("some-mugs"), 1 + u32::try_from(self.below(3)).expect("few"));
        assert_eq!(self.insists(|| self.client.adds("mug", mugs, &key)).status, 201);
        for _ in 0..3 {
            let declined = self.buys();
            if !declined || self.below(3) == 0 {
                break;
            }
        }
    }

    /// One try to buy; true when it was declined and another card could do.
    fn buys(&mut self) -> bool {
        let token = match self.below(20) {
            0..8 => "pm_card_visa",
            8..10 => "pm_card_chargeDeclined",
            10 => "pm_card_chargeDeclinedInsufficientFunds",
            11..15 => "pm_card_authenticationRequired",
            _ => "",
        };
        let (key, body) = (self.key("an-order"), paying(&self.email(), token));
        match self.below(10) {
            0 => {
                self.client.hangs_up("/api/orders", &key, &body, Duration::from_millis(1 + self.below(60)));
                self.crowd.saw("hung up");
            }
            1 => {
                std::thread::scope(|scope| {
                    let press = || drop(self.client.posts("/api/orders", &key, &body));
                    scope.spawn(press);
                    scope.spawn(press);
                });
                self.crowd.saw("pressed twice");
            }
            _ => {}
        }
        loop {
            let answer = self.insists(|| self.client.posts("/api/orders", &key, &body));
            let order = answer.body;
            match (answer.status, text(&order, "/payment/status")) {
                (200 | 201, "paid") => {
                    self.crowd.saw("paid at once");
                    self.asks_for_money(&order);
                    return false;
                }
                (202, "action_required") => return self.acts(text(&order, "/payment/action/url"), token.is_empty()),
                (202, _) => std::thread::sleep(Duration::from_millis(200)),
                (402, _) => {
                    self.crowd.saw("declined");
                    return true;
                }
                // A window was closed at the bank, and the shop hasn't heard of it: the order before is still open.
                (409, _) if order["state"] == "placing" => {
                    self.crowd.saw("one order at a time");
                    return false;
                }
                (status, _) => panic!("{status}: {order}"),
            }
        }
    }

    /// At the bank or on Stripe's page.
    fn acts(&self, page: &str, whole_page: bool) -> bool {
        let fills_in = |form: &str| self.client.fills_in(page, form).expect("the page answers");
        let pays = || if whole_page { fills_in("token=pm_card_visa") } else { fills_in("yes=1") };
        match self.below(20) {
            0..10 => {
                let back = pays();
                self.crowd.saw(if whole_page { "paid on the page" } else { "paid at the bank" });
                self.comes_back(&back);
                false
            }
            10..13 => {
                if whole_page {
                    assert_eq!(fills_in("token=pm_card_chargeDeclined"), "", "the page stays");
                    let back = pays();
                    self.crowd.saw("declined there, then paid");
                    self.comes_back(&back);
                    return false;
                }
                let back = fills_in("no=1");
                self.crowd.saw("said no at the bank");
                self.comes_back(&back);
                true
            }
            13..16 => {
                self.insists(|| self.client.posts("/api/checkout/back", "never-mind-never-mind", &Value::Null));
                self.crowd.saw("taken back");
                false
            }
            16 | 17 => {
                // Two windows: paid in one and taken back in the other.
                std::thread::scope(|scope| {
                    scope.spawn(|| drop(pays()));
                    self.client.posts("/api/checkout/back", "never-mind-never-mind", &Value::Null).expect("it answers");
                });
                self.crowd.saw("paid and taken back at once");
                false
            }
            _ => {
                self.crowd.saw("walked away");
                false
            }
        }
    }

    /// Most come back to the shop by the link, some close the window.
    fn comes_back(&self, link: &str) {
        if self.below(3) > 0 {
            let path = link.find("/checkout/").map(|place| &link[place..]).unwrap_or_default();
            self.client.gets(path).expect("it answers");
            self.crowd.saw("came back");
        }
    }

    /// Now and then something is broken, and the merchant gives money back.
    fn asks_for_money(&self, order: &Value) {
        let number = text(order, "/number");
        let asked = match self.below(25) {
            0 => vec!["order", "refund", number, "--restock"],
            1 => vec!["order", "refund", number, "--amount", "3.50"],
            2 => vec!["order", "cancel", number],
            _ => return,
        };
        self.crowd.place.runs(&asked).with(0);
        self.crowd.saw(&format!("merchant: {}", asked[1]));
        assert!(amount(order, "/totals/total") > 0 && self.crowd.sim.sums_of(text(order, "/id")).charges == 1);
    }
}
