//! A payment provider with books of its own that may lose a request, lose its answer, or be slow to be told.
//!
//! It holds the shop to the two rules that keep money and stock together: nothing is confirmed whose reference isn't
//! durable in the shop, and what was cancelled is never paid.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, Weak};

use shop::base::clock::{StillWorld, World};
use shop::domain::money::{Currency, Money};
use shop::domain::order::OrderId;
use shop::domain::payment::{Action, Answer, Call, Charge, Decline};
use shop::payments::{Answering, NoAnswer, Provider};
use shop::shop::Shop;
use shop::store::order::OrderRows;

use crate::world::START;

/// A card that pays, one that is declined, one that wants its owner to confirm; none: the provider's own page.
pub const TOKENS: [&str; 4] = ["tok_pays", "tok_declines", "tok_asks", ""];

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// With so many declined tries on the provider's page.
    Open {
        tries: u32,
    },
    Asking,
    Paid,
    Declined,
    Cancelled,
}

#[derive(Clone, Debug)]
pub struct Held {
    pub standing: Standing,
    pub amount: i64,
    pub refunded: i64,
    token: String,
}

pub struct Fickle {
    chance: StillWorld,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    payments: BTreeMap<u64, Held>,
    refunds: BTreeMap<String, i64>,
    another_account: bool,
    /// Takes so much less than it was asked for.
    short_minor: i64,
    /// Of a hundred calls, how many are lost before they arrive, and how many answers are lost.
    lost_percent: u64,
    shop: Weak<Shop>,
    pub seen: BTreeMap<&'static str, u32>,
}

impl Fickle {
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self { chance: StillWorld::new(START, seed), inner: Mutex::default() })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub fn loses(&self, percent: u64) {
        self.inner().lost_percent = percent;
    }

    pub fn is_another_account(&self, another: bool) {
        self.inner().another_account = another;
    }

    pub fn takes_less(&self, minor: i64) {
        self.inner().short_minor = minor;
    }

    /// Whose references have to be durable.
    pub fn serves(&self, shop: &Arc<Shop>) {
        self.inner().shop = Arc::downgrade(shop);
    }

    pub fn of(&self, order: u64) -> Option<Held> {
        self.inner().payments.get(&order).cloned()
    }

    pub fn seen(&self) -> BTreeMap<&'static str, u32> {
        self.inner().seen.clone()
    }

    pub fn money(&self) -> (i64, i64) {
        let inner = self.inner();
        let paid = inner.payments.values().filter(|held| held.standing == Standing::Paid);
        (paid.map(|held| held.amount).sum(), inner.payments.values().map(|held| held.refunded).sum())
    }

    /// The shopper on the provider's page; true when that changed anything.
    pub fn shopper_says(&self, order: u64, yes: bool) -> bool {
        let mut inner = self.inner();
        let Some(held) = inner.payments.get_mut(&order) else { return false };
        let next = match (&held.standing, yes) {
            (Standing::Open { .. }, true) if held.token.is_empty() => Standing::Paid,
            (Standing::Asking, true) => Standing::Paid,
            (Standing::Open { tries }, false) if held.token.is_empty() => Standing::Open { tries: tries + 1 },
            (Standing::Asking, false) => Standing::Declined,
            _ => return false,
        };
        held.standing = next;
        true
    }

    fn roll(&self) -> u64 {
        self.chance.random_u64() % 100
    }

    fn take(&self, call: &Call) -> Answer {
        let mut inner = self.inner();
        match call {
            Call::Create(charge) => {
                let amount = charge.amount.minor - inner.short_minor;
                let new = Held { standing: Standing::Open { tries: 0 }, amount, refunded: 0, token: charge.token.clone() };
                let held = inner.payments.entry(charge.order.0).or_insert(new);
                assert_eq!((held.amount, &held.token), (amount, &charge.token), "the same key asks for the same");
                answer(charge, held)
            }
            Call::Confirm { charge, reference } => {
                assert_eq!(reference, &name(charge.order));
                let durable = inner.shop.upgrade().and_then(|shop| shop.snapshot().ok()?.order(charge.order).ok()?);
                let durable = durable.is_some_and(|order| order.payment.state.reference() == Some(reference));
                assert!(durable, "no money moves before the reference is durable");
                let held = inner.payments.get_mut(&charge.order.0).expect("only what was made is confirmed");
                if let Standing::Open { .. } = held.standing {
                    held.standing = match held.token.as_str() {
                        "tok_pays" => Standing::Paid,
                        "tok_declines" => Standing::Declined,
                        _ => Standing::Asking,
                    };
                }
                answer(charge, held)
            }
            Call::Fetch { .. } | Call::Cancel { .. } if inner.another_account => Answer::Missing,
            Call::Fetch { charge, .. } => inner.payments.get(&charge.order.0).map_or(Answer::Missing, |held| answer(charge, held)),
            Call::Cancel { charge, .. } => {
                let held = inner.payments.get_mut(&charge.order.0).expect("only what was made is cancelled");
                if held.standing != Standing::Paid {
                    held.standing = Standing::Cancelled;
                }
                answer(charge, held)
            }
            Call::Refund { key, reference, amount } => {
                if !inner.refunds.contains_key(key) {
                    let order: u64 = reference.strip_prefix("pi_").and_then(|id| id.parse().ok()).expect("a reference of ours");
                    let held = inner.payments.get_mut(&order).expect("only what was paid is refunded");
                    assert_eq!(held.standing, Standing::Paid, "only what was paid is refunded");
                    held.refunded += amount.minor;
                    assert!(held.refunded <= held.amount, "more is given back than came");
                    inner.refunds.insert(key.clone(), amount.minor);
                }
                Answer::Refunded { reference: format!("re_{key}") }
            }
        }
    }
}

fn name(order: OrderId) -> String {
    format!("pi_{order}")
}

fn answer(charge: &Charge, held: &Held) -> Answer {
    let reference = name(charge.order);
    let waiting = |action, declined| Answer::Waiting { reference: reference.clone(), action, declined };
    let page = || Action::Redirect { url: format!("https://pay.example/{reference}") };
    let tried = |tries: u32| (tries > 0).then(|| Decline { attempt: format!("try-{tries}"), code: "card_declined".to_owned() });
    match held.standing {
        Standing::Open { tries } if held.token.is_empty() => waiting(page(), tried(tries)),
        Standing::Open { .. } => waiting(Action::Confirm, None),
        Standing::Asking => waiting(page(), None),
        Standing::Paid => Answer::Paid { reference: reference.clone(), amount: Money::new(held.amount, Currency::USD) },
        Standing::Declined => Answer::Declined { reference: Some(reference.clone()), code: "card_declined".to_owned(), retryable: true },
        Standing::Cancelled => Answer::Cancelled,
    }
}

impl Provider for Fickle {
    fn check(&self, token: &str) -> Result<(), String> {
        TOKENS.contains(&token).then_some(()).ok_or_else(|| "Choose another card".to_owned())
    }

    fn call(&self, call: Call) -> Answering<'_> {
        let (lost, rolled) = (self.inner().lost_percent, self.roll());
        let said = match rolled {
            _ if rolled < lost => Err(NoAnswer("the request was lost".to_owned())),
            _ if rolled < 2 * lost => {
                self.take(&call);
                Err(NoAnswer("the answer was lost".to_owned()))
            }
            _ => Ok(self.take(&call)),
        };
        let kind = match (&call, said.is_ok()) {
            (Call::Create(_), true) => "create",
            (Call::Create(_), false) => "create lost",
            (Call::Confirm { .. }, true) => "confirm",
            (Call::Confirm { .. }, false) => "confirm lost",
            (Call::Fetch { .. }, true) => "fetch",
            (Call::Fetch { .. }, false) => "fetch lost",
            (Call::Cancel { .. }, true) => "cancel",
            (Call::Cancel { .. }, false) => "cancel lost",
            (Call::Refund { .. }, true) => "refund",
            (Call::Refund { .. }, false) => "refund lost",
        };
        *self.inner().seen.entry(kind).or_default() += 1;
        Box::pin(std::future::ready(said))
    }
}
