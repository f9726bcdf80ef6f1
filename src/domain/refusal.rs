//! The ways in which the shop says no, each with the facts the customer needs to go on.
//!
//! A refusal is a normal answer: it changes nothing and is never logged as an error.

use std::fmt;

use super::coupon::CouponTrouble;
use super::quote::Difference;
use super::wrong::Wrong;
use crate::base::messages::{Catalogue, spoken_in, t};

/// One field of a form or a body that can't be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// JSON Pointer of the field, such as `/shipping_address/city`.
    pub pointer: String,
    /// A sentence that says what to do, in English.
    pub detail: String,
    /// What it is, where shoppers get to see it.
    wrong: Option<Wrong>,
}

impl FieldError {
    #[must_use]
    pub fn new(pointer: &str, detail: &str) -> Self {
        Self { pointer: pointer.to_owned(), detail: detail.to_owned(), wrong: None }
    }

    #[must_use]
    pub fn wrong(pointer: &str, wrong: Wrong) -> Self {
        let detail = spoken_in(Catalogue::english(), || wrong.said());
        Self { pointer: pointer.to_owned(), detail, wrong: Some(wrong) }
    }

    /// The sentence in the spoken language.
    #[must_use]
    pub fn said(&self) -> String {
        self.wrong.as_ref().map_or_else(|| self.detail.clone(), Wrong::said)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotFound,
    InsufficientInventory { sku: String, available: u64 },
    NotForSale { sku: String },
    ReservationExpired { sku: String, available: u64 },
    PriceChanged(Box<Difference>),
    CartChanged(Box<Difference>),
    CartEmpty,
    WrongStep { state: &'static str },
    TooManyLines { max: u32 },
    TooManySaved { max: usize },
    TooMany { max: u32 },
    Hoarding { max: u32 },
    PaymentFailed { decline_code: String, retryable: bool },
    RequestInProgress,
    IdempotencyKeyReused,
    IdempotencyKeyMissing,
    Invalid { errors: Vec<FieldError> },
    Overloaded,
    SignInRequired,
    SignInFailed,
    SignInTooOften { wait_s: u32 },
    PaymentsUnavailable { retry_after_ms: i64 },
    WrongStatus { status: &'static str },
}

/// In English, as programs and terminals are told.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&spoken_in(Catalogue::english(), || self.said()))
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// As a sentence in the spoken language. What only programs and merchants get to see is English.
    #[must_use]
    pub fn said(&self) -> String {
        let plain = match self {
            Self::InsufficientInventory { available: 0, .. } => t("refused-sold-out"),
            Self::InsufficientInventory { available, .. } => return t!("refused-few", count = available),
            Self::ReservationExpired { sku, .. } => return t!("refused-expired", sku = sku),
            Self::PriceChanged(difference) => {
                let why = difference.coupon.as_ref().map_or_else(|| t("refused-a-price").to_owned(), CouponTrouble::said);
                return t!("refused-price", why = why, now = difference.now.totals.total, was = difference.was);
            }
            Self::CartChanged(difference) => return t!("refused-cart", now = difference.now.totals.total, was = difference.was),
            Self::WrongStep { state } => return t!("refused-step", state = step(state)),
            Self::TooManyLines { max } => return t!("refused-lines", max = max),
            Self::TooManySaved { max } => return t!("refused-saved", max = max),
            Self::TooMany { max } => return t!("refused-quantity", max = max),
            Self::PaymentFailed { decline_code, .. } => return t!("refused-payment", why = decline(decline_code)),
            Self::SignInTooOften { wait_s } => return t!("refused-sign-in-often", seconds = wait_s),
            Self::WrongStatus { status } => return format!("This order is {status}, so that can't be done any more."),
            Self::NotFound => t("refused-not-found"),
            Self::NotForSale { .. } => t("refused-not-for-sale"),
            Self::CartEmpty => t("refused-cart-empty"),
            Self::Hoarding { .. } => t("refused-hoarding"),
            Self::RequestInProgress => t("refused-in-progress"),
            Self::IdempotencyKeyReused => "This Idempotency-Key was used before with another request. Use a new key for a new request.",
            Self::IdempotencyKeyMissing => {
                "This request needs an Idempotency-Key header: 16 to 64 letters, digits, hyphens or underscores, new for each order."
            }
            Self::Invalid { .. } => t("refused-invalid"),
            Self::Overloaded => t("refused-overloaded"),
            Self::SignInRequired => t("refused-sign-in-first"),
            Self::SignInFailed => t("refused-sign-in"),
            Self::PaymentsUnavailable { .. } => t("refused-no-payments"),
        };
        plain.to_owned()
    }

    /// A refusal about one field of a form.
    #[must_use]
    pub fn wrong(pointer: &str, wrong: Wrong) -> Self {
        Self::Invalid { errors: vec![FieldError::wrong(pointer, wrong)] }
    }

    /// A refusal about one field that only programs and merchants send.
    #[must_use]
    pub fn invalid(pointer: &str, detail: &str) -> Self {
        Self::Invalid { errors: vec![FieldError::new(pointer, detail)] }
    }
}

/// What stops a command: the shop says no, or the world failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// Says what we were trying to do and why that failed; logged once, at the edge. What it says has its sources already.
    #[error("{0:#}")]
    Fault(anyhow::Error),
}

impl From<anyhow::Error> for Error {
    fn from(fault: anyhow::Error) -> Self {
        Self::Fault(fault)
    }
}

impl Error {
    /// As one says it at a terminal: what happened, with every field that needs another look.
    #[must_use]
    pub fn spoken(self) -> anyhow::Error {
        match self {
            Self::Refusal(Refusal::Invalid { errors }) => {
                anyhow::anyhow!("{}", errors.iter().map(|error| error.detail.as_str()).collect::<Vec<_>>().join("; "))
            }
            Self::Refusal(refusal) => anyhow::anyhow!("{refusal}"),
            Self::Fault(fault) => fault,
        }
    }
}

/// Where a checkout stands, as a word.
fn step(state: &'static str) -> &'static str {
    match state {
        "shipping" => t("step-shipping"),
        "payment" => t("step-payment"),
        "review" => t("step-review"),
        "placing" => t("step-placing"),
        other => other,
    }
}

/// The decline codes of Stripe's documentation, in words a shopper can act on.
fn decline(code: &str) -> &'static str {
    match code {
        "insufficient_funds" => t("decline-funds"),
        "expired_card" => t("decline-expired"),
        "incorrect_cvc" => t("decline-cvc"),
        "incorrect_number" => t("decline-number"),
        "lost_card" | "stolen_card" | "fraudulent" => t("decline-refused"),
        "authentication_required" => t("decline-confirm"),
        "expired" => t("decline-late"),
        "withdrawn" => t("decline-withdrawn"),
        "processing_error" => t("decline-unreachable"),
        _ => t("decline-other"),
    }
}
