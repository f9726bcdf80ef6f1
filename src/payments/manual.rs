//! Paying by hand: the order stands at once, and the merchant marks it as paid when the money has come.

use super::{Answering, Provider};
use crate::base::messages::t;
use crate::domain::payment::{Answer, BANK_TRANSFER, Call};

/// A way to pay by hand: its token and what it's called.
pub struct Way {
    pub token: &'static str,
    pub label: &'static str,
}

pub const WAYS: &[Way] = &[Way { token: BANK_TRANSFER, label: "bank-transfer" }, Way { token: "cash_on_delivery", label: "cash-on-delivery" }];

/// The ways that the merchant offers, by their tokens.
pub struct Manual {
    pub ways: Vec<String>,
}

#[must_use]
pub fn label(token: &str) -> &'static str {
    t(WAYS.iter().find(|way| way.token == token).map_or("by-hand", |way| way.label))
}

impl Provider for Manual {
    fn check(&self, token: &str) -> Result<(), String> {
        let known = self.ways.iter().any(|way| way == token);
        known.then_some(()).ok_or_else(|| format!("Choose {}", self.ways.join(" or ")))
    }

    fn call(&self, call: Call) -> Answering<'_> {
        let answer = match call {
            Call::Create(charge) | Call::Confirm { charge, .. } => Answer::Due { reference: format!("manual_{}", charge.order) },
            Call::Fetch { reference, .. } => Answer::Due { reference },
            Call::Cancel { .. } => Answer::Cancelled,
            // The merchant hands the money back and writes it down here.
            Call::Refund { key, .. } => Answer::Refunded { reference: key },
        };
        Box::pin(std::future::ready(Ok(answer)))
    }
}
