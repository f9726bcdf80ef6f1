//! A simulated Stripe on a free port of this machine, in a thread of its own.
//!
//! - Its answers are Stripe's, as documented: idempotency keys, declines, 3-D Secure, pages, refunds, signed webhooks.
//! - It goes wrong as it is told to ([`Fault`]), or by itself from a seed, and stops at named points ([`Point`]).
//! - What really happened stands in its books ([`SimulatedStripe::sums`]), whatever the shop was told.

pub mod account;
pub mod cards;
pub mod fault;
mod http;
mod server;
pub mod webhook;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

use tokio::sync::watch;

use self::account::{Account, Event, Sums};
use self::fault::{Fault, Faults, Kind, Point};
use self::http::Keys;
use self::webhook::{Endpoint, Forgery, Letter, Post, forged, letter};

pub const SECRET_KEY: &str = "sk_test_simulated_verysecret";
pub const WEBHOOK_SECRET: &str = "whsec_simulated_verysecret";

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Seen {
    pub kind: Kind,
    pub key: Option<String>,
    pub params: account::Params,
    pub replayed: bool,
}

pub struct State {
    pub account: Account,
    pub faults: Faults,
    keys: Keys,
    seen: Vec<Seen>,
    endpoint: Option<Endpoint>,
    told: usize,
    pub post: Post,
    /// Whether keys were forgotten, so that what was asked before is done again.
    pub forgot: bool,
}

impl State {
    /// Whether all that was planned has happened.
    pub fn faults_used(&self) -> bool {
        self.faults.used()
    }
}

pub struct SimulatedStripe {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl SimulatedStripe {
    /// Opens on a free port. The seed decides what [`Faults::at_random`] does.
    pub fn start(seed: u64) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("it can wait");
        let address = listener.local_addr().expect("it has an address");
        let state = State {
            account: Account::new(format!("http://{address}")),
            faults: Faults::new(seed),
            keys: Keys::default(),
            seen: Vec::new(),
            endpoint: None,
            told: 0,
            post: Post::default(),
            forgot: false,
        };
        let state = Arc::new(Mutex::new(state));
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime starts");
            runtime.block_on(server::serve(listener, shared, stopped));
            runtime.shutdown_background();
        });
        Self { address, state, stop, thread: Some(thread) }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Another clock than the machine's.
    pub fn goes_by(&self, now_s: impl Fn() -> i64 + Send + 'static) {
        self.state().account.now_s = Box::new(now_s);
    }

    /// The next calls of this kind go wrong like this, one after another.
    pub fn goes_wrong(&self, kind: Kind, faults: &[Fault]) {
        self.state().faults.plan(kind, faults);
    }

    /// Runs something when the next call of this kind is at this point. The call waits for it.
    pub fn when(&self, kind: Kind, point: Point, hook: impl FnOnce() + Send + 'static) {
        self.state().faults.hook(kind, point, Box::new(hook));
    }

    /// More than a day goes by: what was kept under the keys is forgotten.
    pub fn forgets_keys(&self) {
        let mut state = self.state();
        (state.keys, state.forgot) = (Keys::default(), true);
    }

    /// Sends each event to an address from now on, as badly as the endpoint says.
    pub fn tells(&self, endpoint: Endpoint) {
        self.state().endpoint = Some(endpoint);
    }
}

/// The shopper, the bank, and whoever looks into the books.
impl SimulatedStripe {
    /// The shopper pays on Stripe's page. False when the card is declined or the page is closed.
    pub fn shopper_pays(&self, session: &str, token: &str) -> bool {
        self.state().account.session_pay(session, token)
    }

    /// What the shopper's bank says to 3-D Secure, or days later to a transfer.
    pub fn bank_says(&self, intent: &str, yes: bool) {
        self.state().account.bank_says(intent, yes);
    }

    /// The shopper fills in the form on the shop's page. False when the card is declined.
    pub fn form_pays(&self, intent: &str, token: &str) -> bool {
        let params = [("payment_method".to_owned(), token.to_owned())].into_iter().collect();
        self.state().account.intent_confirm(intent, &params).is_ok()
    }

    pub fn refunds_settle(&self) {
        self.state().account.refunds_settle();
    }

    /// What went in and out, by order.
    pub fn sums(&self) -> BTreeMap<String, Sums> {
        self.state().account.sums()
    }

    pub fn sums_of(&self, order: &str) -> Sums {
        self.sums().get(order).copied().unwrap_or_default()
    }

    pub fn seen(&self, kind: Kind) -> Vec<Seen> {
        self.state().seen.iter().filter(|seen| seen.kind == kind).cloned().collect()
    }

    pub fn events(&self) -> Vec<Event> {
        self.state().account.events.clone()
    }

    /// An event as it is sent, for a shop that has no address.
    pub fn letter(&self, event: &Event) -> Letter {
        letter(event, WEBHOOK_SECRET, (self.state().account.now_s)())
    }

    pub fn forged(&self, event: &Event, how: Forgery) -> Letter {
        forged(event, WEBHOOK_SECRET, (self.state().account.now_s)(), how)
    }
}

impl Drop for SimulatedStripe {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
