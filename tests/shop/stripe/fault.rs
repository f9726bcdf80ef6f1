//! How a call goes wrong, and where a test can stand in its way.

use std::collections::{BTreeMap, VecDeque};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Create,
    Confirm,
    Fetch,
    Cancel,
    Capture,
    Refund,
    Refunds,
    /// A page for the shopper, or nothing that is known.
    Other,
}

impl Kind {
    pub fn of(method: &str, path: &str) -> Self {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match (method, parts.as_slice()) {
            ("POST", ["v1", "payment_intents"] | ["v1", "checkout", "sessions"]) => Self::Create,
            ("POST", ["v1", "payment_intents", _, "confirm"]) => Self::Confirm,
            ("POST", ["v1", "payment_intents", _, "capture"]) => Self::Capture,
            ("POST", ["v1", "payment_intents", _, "cancel"] | ["v1", "checkout", "sessions", _, "expire"]) => Self::Cancel,
            ("GET", ["v1", "payment_intents", _] | ["v1", "checkout", "sessions", _]) => Self::Fetch,
            ("POST", ["v1", "refunds"]) => Self::Refund,
            ("GET", ["v1", "refunds"] | ["v1", "refunds", _]) => Self::Refunds,
            _ => Self::Other,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing goes wrong with this one.
    None,
    /// The connection ends and nothing has happened.
    LostRequest,
    /// It happened, and nobody hears of it.
    LostReply,
    /// Refused before any work: the key is free. 409 for a lock, 429 for a rate, 503 for a machine that is down.
    Refused(u16),
    /// A failure before the work, kept under the key.
    FailedBefore,
    /// It happened, and the answer, kept under the key, says that something failed.
    FailedAfter,
    /// The work takes so long, with the key in use.
    SlowWork(u64),
    /// A refusal that repeats the key it was shown, as some do.
    RepeatsKey,
    /// An answer that isn't Stripe's.
    Garbage,
    /// More bytes than anybody should read.
    Endless,
}

const ALL: [Fault; 6] = [Fault::LostRequest, Fault::LostReply, Fault::Refused(409), Fault::Refused(429), Fault::FailedBefore, Fault::FailedAfter];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    BeforeWork,
    AfterWork,
    AfterReply,
}

pub type Hook = Box<dyn FnOnce() + Send>;

pub struct Faults {
    planned: BTreeMap<Kind, VecDeque<Fault>>,
    hooks: Vec<(Kind, Point, Hook)>,
    /// How many calls of a thousand go wrong by themselves.
    pub at_random: u64,
    seed: u64,
}

impl Faults {
    pub fn new(seed: u64) -> Self {
        Self { planned: BTreeMap::new(), hooks: Vec::new(), at_random: 0, seed }
    }

    pub fn plan(&mut self, kind: Kind, faults: &[Fault]) {
        self.planned.entry(kind).or_default().extend(faults);
    }

    pub fn hook(&mut self, kind: Kind, point: Point, hook: Hook) {
        self.hooks.push((kind, point, hook));
    }

    pub fn next(&mut self, kind: Kind) -> Fault {
        if let Some(fault) = self.planned.get_mut(&kind).and_then(VecDeque::pop_front) {
            return fault;
        }
        if kind == Kind::Other || self.chance(1_000) >= self.at_random {
            return Fault::None;
        }
        let place = usize::try_from(self.chance(6)).expect("a small number");
        ALL[place]
    }

    pub fn used(&self) -> bool {
        self.planned.values().all(VecDeque::is_empty)
    }

    pub fn take_hook(&mut self, kind: Kind, point: Point) -> Option<Hook> {
        let place = self.hooks.iter().position(|(of, at, _)| *of == kind && *at == point)?;
        Some(self.hooks.remove(place).2)
    }

    /// A number below `below`; the same seed gives the same ones.
    pub fn chance(&mut self, below: u64) -> u64 {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below
    }
}
