//! `kill -9` at each named point of a purchase that is paid by Stripe, of its taking back, of its refund and of its return.
//!
//! What can't be told apart from outside stands here once: dying between the commit that places the order and the first call is
//! dying before the payment is made; dying after the commit that confirms it and before the shopper's answer is dying some
//! milliseconds after the provider's reply, which is why replies have several points: on their way, being read, written down.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::process::{Client, Place, Server, soon};
use crate::side_by_side::{agree, amount, endpoint, letters, orders, paid_by, paying, text};
use crate::stripe::SimulatedStripe;
use crate::stripe::fault::{Fault, Kind, Point};

/// What the shopper or the merchant is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Story {
    Card,
    /// The shopper's connection ends before the shop does.
    HungUp,
    Declined,
    /// The bank asks, and the shopper says yes.
    Bank,
    Page,
    Withdrawn,
    /// Taken back, and paid on Stripe's page while the shop is dead.
    PaidAfterAll,
    Refunded,
    Cancelled,
    /// Sent back, and received by the merchant.
    Returned,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blow {
    /// Before the provider does anything.
    Before(Kind),
    /// When it's done, and nobody has heard of it.
    After(Kind),
    /// So many milliseconds after the reply has left.
    Reply(Kind, u64),
    /// As `After`, and the shop that was started again dies at the same point.
    Twice(Kind),
    /// As `After`, and the shop is down until the provider has forgotten all keys.
    DayAfter(Kind),
    /// As soon as somebody was told how it stands.
    Told,
    /// While the shopper is with the provider: the money moves and the webhook comes when nobody is there.
    Away,
}

use Blow::{After, Away, Before, DayAfter, Reply, Told, Twice};
use Kind::{Cancel, Confirm, Create, Fetch, Refund, Refunds};

const POINTS: [(&str, Story, Blow); 48] = [
    ("a payment is to be made", Story::Card, Before(Create)),
    ("a payment is made, unheard", Story::Card, After(Create)),
    ("a payment is made, its name on the way", Story::Card, Reply(Create, 0)),
    ("a payment is made, its name read", Story::Card, Reply(Create, 4)),
    ("a payment is made, twice", Story::Card, Twice(Create)),
    ("a payment is made, the key forgotten", Story::Card, DayAfter(Create)),
    ("money is to be taken", Story::Card, Before(Confirm)),
    ("money is taken, unheard", Story::Card, After(Confirm)),
    ("money is taken, the answer on its way", Story::Card, Reply(Confirm, 0)),
    ("money is taken, the answer read", Story::Card, Reply(Confirm, 3)),
    ("money is taken, the order confirmed", Story::Card, Reply(Confirm, 30)),
    ("money is taken, twice unheard", Story::Card, Twice(Confirm)),
    ("money is taken, the key forgotten", Story::Card, DayAfter(Confirm)),
    ("money is taken, the shopper gone", Story::HungUp, After(Confirm)),
    ("the shopper was told of the order", Story::Card, Told),
    ("a card is declined, unheard", Story::Declined, After(Confirm)),
    ("a card is declined, the answer on its way", Story::Declined, Reply(Confirm, 0)),
    ("a decline is looked up", Story::Declined, Before(Fetch)),
    ("a decline is looked up, the answer on its way", Story::Declined, Reply(Fetch, 0)),
    ("a declined payment is to be closed", Story::Declined, Before(Cancel)),
    ("a declined payment is closed, unheard", Story::Declined, After(Cancel)),
    ("a declined payment is closed, the answer on its way", Story::Declined, Reply(Cancel, 0)),
    ("a declined payment is closed, the order ended", Story::Declined, Reply(Cancel, 20)),
    ("the bank asks, unheard", Story::Bank, After(Confirm)),
    ("the bank asks, the answer on its way", Story::Bank, Reply(Confirm, 0)),
    ("the shopper is at the bank", Story::Bank, Away),
    ("a webhook came of the bank's yes", Story::Bank, Before(Fetch)),
    ("the bank's yes is looked up, the answer on its way", Story::Bank, Reply(Fetch, 0)),
    ("a page is to be opened", Story::Page, Before(Create)),
    ("a page is opened, unheard", Story::Page, After(Create)),
    ("a page is opened, its address on the way", Story::Page, Reply(Create, 0)),
    ("the shopper was sent to the page", Story::Page, Told),
    ("the shopper is on the page", Story::Page, Away),
    ("a webhook came of the page", Story::Page, Before(Fetch)),
    ("the page is looked up, the answer on its way", Story::Page, Reply(Fetch, 0)),
    ("the page is looked up, the order confirmed", Story::Page, Reply(Fetch, 25)),
    ("a page is to be closed", Story::Withdrawn, Before(Cancel)),
    ("a page is closed, unheard", Story::Withdrawn, After(Cancel)),
    ("a page is closed, the answer on its way", Story::Withdrawn, Reply(Cancel, 0)),
    ("a page is to be closed, and is paid on", Story::PaidAfterAll, Before(Cancel)),
    ("a refund is looked for", Story::Refunded, Before(Refunds)),
    ("a refund is to be made", Story::Refunded, Before(Refund)),
    ("a refund is made, unheard", Story::Refunded, After(Refund)),
    ("a refund is made, the answer on its way", Story::Refunded, Reply(Refund, 0)),
    ("a refund is made, the key forgotten", Story::Refunded, DayAfter(Refund)),
    ("what was sent back is here, its refund to be made", Story::Returned, Before(Refund)),
    ("what was sent back is here, its refund made, unheard", Story::Returned, After(Refund)),
    ("a cancelled order's refund is looked for, twice unheard", Story::Cancelled, Twice(Refunds)),
];

const STOCK: u64 = 200;
const RESOLVED_MAX: Duration = Duration::from_secs(60);

/// A shop that dies again and again.
struct Lane {
    sim: SimulatedStripe,
    place: Place,
    server: Arc<Mutex<Option<Server>>>,
}

/// One purchase.
struct Visit<'a> {
    lane: &'a Lane,
    story: Story,
    client: Client,
    email: String,
    key: String,
    body: Value,
}

#[test]
fn whenever_the_shop_is_killed_everything_is_settled_within_a_minute() {
    let started = Instant::now();
    let lane = |first: usize| {
        move || {
            let lane = Lane::opens(u64::try_from(first).expect("small"));
            let mut slowest = Duration::ZERO;
            for (number, (name, story, blow)) in POINTS.into_iter().enumerate().skip(first).step_by(2) {
                println!("{name}");
                slowest = slowest.max(lane.dies_at(number, story, blow));
            }
            lane.closes();
            slowest
        }
    };
    let other = std::thread::spawn(lane(1));
    let slowest = lane(0)().max(other.join().expect("a point failed; its name stands above"));
    println!("{} points in {:?}; settled after {slowest:?} at most", POINTS.len(), started.elapsed());
}

impl Lane {
    fn opens(seed: u64) -> Self {
        let sim = SimulatedStripe::start(seed);
        let place = paid_by(&sim, "", &format!("{{\"handle\":\"mug\",\"title\":\"Mug\",\"price\":\"20.00\",\"stock\":{STOCK},\"sku\":\"mug\"}}"));
        let server = Arc::new(Mutex::new(Some(place.serves())));
        let lane = Self { sim, place, server };
        lane.is_told();
        lane
    }

    fn address(&self) -> String {
        self.server.lock().expect("no panic").as_ref().expect("it runs").address.clone()
    }

    fn is_told(&self) {
        self.sim.tells(endpoint(&self.address(), 0, 300, 5));
    }

    /// Kills the process, once it runs.
    fn killer(&self) -> impl FnOnce() + Send + 'static {
        let server = Arc::clone(&self.server);
        move || {
            let started = Instant::now();
            while started.elapsed() < Duration::from_secs(20) {
                if let Some(server) = server.lock().expect("no panic").take() {
                    return server.dies();
                }
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }

    /// The process will be dead when this gets a word.
    fn arms(&self, story: Story, blow: Blow) -> std::sync::mpsc::Receiver<()> {
        let (tells, dead) = std::sync::mpsc::channel();
        let (kind, point, fault, wait_ms) = match blow {
            Before(kind) => (kind, Point::BeforeWork, Fault::LostRequest, 0),
            After(kind) | Twice(kind) | DayAfter(kind) => (kind, Point::AfterWork, Fault::LostReply, 0),
            Reply(kind, wait_ms) => (kind, Point::AfterReply, Fault::None, wait_ms),
            Told | Away => return dead,
        };
        let fault = if story == Story::HungUp { Fault::SlowWork(150) } else { fault };
        self.sim.goes_wrong(kind, &[fault]);
        let kill = self.killer();
        self.sim.when(kind, point, move || {
            std::thread::sleep(Duration::from_millis(wait_ms));
            kill();
            // A point may be passed after the test has given up.
            tells.send(()).unwrap_or_default();
        });
        dead
    }

    /// A purchase whose shop dies at this point; how long it took from the restart until everything was settled.
    fn dies_at(&self, number: usize, story: Story, blow: Blow) -> Duration {
        let mut visit = Visit::new(self, number, story);
        let dead = self.arms(story, blow);
        visit.begins(blow);
        if matches!(blow, Told | Away) {
            self.killer()();
        } else {
            dead.recv_timeout(Duration::from_secs(30)).expect("the shop dies at the named point");
        }
        if blow == Away || story == Story::PaidAfterAll {
            visit.acts_there();
        }
        if matches!(blow, DayAfter(_)) {
            self.sim.forgets_keys();
        }
        if matches!(blow, Twice(_)) {
            let dead = self.arms(story, blow);
            *self.server.lock().expect("no panic") = Some(self.place.serves());
            dead.recv_timeout(Duration::from_secs(30)).expect("the shop dies again");
        }
        let restarted = Instant::now();
        *self.server.lock().expect("no panic") = Some(self.place.serves());
        self.is_told();
        visit.client.address = self.address();
        visit.is_resolved(restarted);
        let took = restarted.elapsed();
        visit.asks_again();
        visit.adds_up();
        assert!(self.sim.state().faults_used(), "the call that was to go wrong was never made");
        took
    }

    /// Every confirmed order has its one letter, and the closed books say what the open ones said.
    fn closes(&self) {
        soon("all letters are handed over", || self.place.figure("letters waiting") == 0);
        let orders = orders(&self.place);
        let letters = letters(&self.place, "order-confirmed");
        for order in &orders {
            let expected = usize::from(!order["number"].is_null());
            assert_eq!(letters.get(text(order, "/email")).copied().unwrap_or(0), expected, "{order}");
        }
        let server = self.server.lock().expect("no panic").take().expect("it runs");
        assert!(server.terminates().success());
        self.place.runs(&["check"]).with(0).says("everything adds up");
        agree(&self.sim, &orders);
    }
}

impl<'a> Visit<'a> {
    /// A shopper with a mug in the cart.
    fn new(lane: &'a Lane, number: usize, story: Story) -> Self {
        let token = match story {
            Story::Declined => "pm_card_chargeDeclined",
            Story::Bank => "pm_card_authenticationRequired",
            Story::Page | Story::Withdrawn | Story::PaidAfterAll => "",
            Story::Card | Story::HungUp | Story::Refunded | Story::Cancelled | Story::Returned => "pm_card_visa",
        };
        let (email, key) = (format!("shopper-{number}@example.com"), format!("the-key-of-the-shopper-{number}"));
        let client = Client::new(&lane.address());
        assert_eq!(client.adds("mug", 1, &format!("shopper-{number}-adds-a-mug")).expect("it answers").status, 201);
        Self { lane, story, client, body: paying(&email, token), email, key }
    }

    /// Goes on until the shop dies. What isn't answered any more is no surprise.
    fn begins(&self, blow: Blow) {
        match self.story {
            Story::HungUp => self.client.hangs_up("/api/orders", &self.key, &self.body, Duration::from_millis(70)),
            _ => drop(self.client.posts("/api/orders", &self.key, &self.body)),
        }
        if matches!(blow, Told | Away) {
            return;
        }
        match self.story {
            Story::Bank | Story::Page => self.acts_there(),
            Story::Withdrawn | Story::PaidAfterAll => drop(self.goes_back()),
            Story::Refunded => drop(self.at_desk("refund")),
            Story::Cancelled => drop(self.at_desk("cancel")),
            Story::Returned => drop(self.sends_back()),
            Story::Card | Story::HungUp | Story::Declined => {}
        }
    }

    fn goes_back(&self) -> Result<crate::process::Reply, ureq::Error> {
        self.client.posts("/api/checkout/back", &format!("{}-back", self.key), &Value::Null)
    }

    fn at_desk(&self, what: &str) -> Option<()> {
        let number = self.client.gets("/api/checkout").ok()?.body.pointer("/order/number")?.as_str()?.to_owned();
        let arguments = if what == "refund" { vec!["order", what, &number, "--restock"] } else { vec!["order", what, &number] };
        self.lane.place.runs(&arguments);
        Some(())
    }

    /// The mug is sent, comes back, and is received: with that its money is to go back.
    fn sends_back(&self) -> Option<()> {
        let number = self.client.gets("/api/checkout").ok()?.body.pointer("/order/number")?.as_str()?.to_owned();
        for step in ["pack", "ship"] {
            self.lane.place.runs(&["order", step, &number]).with(0);
        }
        let form = self.client.gets(&format!("/orders/{number}/return")).ok()?.body.as_str()?.to_owned();
        let line = form.split("name=\"line\" value=\"").nth(1)?.split('"').next()?;
        let asked = format!("line={line}&number=1&reason=changed_mind");
        self.client.fills_in(&format!("{}/orders/{number}/return", self.client.address), &asked).ok()?;
        let name = format!("{number}-1");
        self.lane.place.runs(&["return", "accept", &name, "--instructions", "To us"]).with(0).says("accepted");
        self.lane.place.runs(&["return", "receive", &name, "--restock"]);
        Some(())
    }

    /// The shopper pays on Stripe's page, or says yes at the bank; where nothing is open nothing happens.
    fn acts_there(&self) {
        let mut state = self.lane.sim.state();
        let ours = |email: Option<&String>| email.is_some_and(|email| *email == self.email);
        let pages: Vec<_> =
            state.account.sessions.values().filter(|page| ours(page.params.get("customer_email"))).map(|page| page.id.clone()).collect();
        for page in pages {
            state.account.session_pay(&page, "pm_card_visa");
        }
        let asked: Vec<_> =
            state.account.intents.values().filter(|intent| intent.status == "requires_action").map(|intent| intent.id.clone()).collect();
        for intent in asked {
            state.account.bank_says(&intent, true);
        }
    }

    /// Waits until nothing is open. The shopper does what only a shopper can do, and nothing else.
    fn is_resolved(&self, restarted: Instant) {
        loop {
            let checkout = self.client.gets("/api/checkout").expect("it answers").body;
            assert!(restarted.elapsed() < RESOLVED_MAX, "never settled: {checkout}");
            let status = text(&checkout, "/order/payment/status");
            let open = match (self.story, text(&checkout, "/state")) {
                (_, "placing") => true,
                (Story::Refunded | Story::Cancelled, _) => checkout["order"]["payment"]["refunded"] != checkout["order"]["totals"]["total"],
                (Story::Returned, _) => checkout["order"]["payment"]["refunded"]["amount"] == 0,
                _ => false,
            };
            match self.story {
                _ if !open => return,
                Story::Withdrawn if status == "action_required" => drop(self.goes_back()),
                _ if status == "action_required" => self.acts_there(),
                _ => {}
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The shopper who heard nothing sends the same once more, and hears the truth.
    fn asks_again(&self) {
        let again = self.client.posts("/api/orders", &self.key, &self.body).expect("it answers");
        let ended = matches!(self.story, Story::Declined | Story::Withdrawn);
        let expected = if ended { 402 } else { 200 };
        assert_eq!(again.status, expected, "{}", again.body);
        if ended {
            assert_eq!(self.client.deletes("/api/cart").expect("it answers").status, 200);
        }
    }

    fn adds_up(&self) {
        let orders = orders(&self.lane.place);
        let own: Vec<_> = orders.iter().filter(|order| text(order, "/email") == self.email).collect();
        assert_eq!(own.len(), 1, "one order for one key: {own:?}");
        let total = amount(own[0], "/totals/total");
        let (status, captured, refunded) = match self.story {
            Story::Card | Story::HungUp | Story::Bank | Story::Page | Story::PaidAfterAll => ("confirmed", total, 0),
            Story::Declined | Story::Withdrawn => ("cancelled", 0, 0),
            Story::Refunded => ("refunded", total, total),
            Story::Cancelled => ("cancelled", total, total),
            // All but the shipping.
            Story::Returned => ("shipped", total, total - 599),
        };
        let found = (text(own[0], "/status"), amount(own[0], "/payment/captured"), amount(own[0], "/payment/refunded"));
        assert_eq!(found, (status, captured, refunded), "{}", own[0]);
        agree(&self.lane.sim, &orders);
        let check = self.lane.place.runs(&["check", "--figures"]).with(0).says("everything adds up");
        let units = check.figure("units on hand") + check.figure("units sold");
        assert_eq!((units, check.figure("units reserved")), (STOCK, 0), "no unit is lost or doubled");
    }
}
