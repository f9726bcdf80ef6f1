//! The ways in which the shop says no, each with the facts the customer needs to go on.
//!
//! A refusal is a normal answer: it changes nothing and is never logged as an error.

use super::quote::Difference;

/// One field of a form or a body that can't be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// JSON Pointer of the field, such as `/shipping_address/city`.
    pub pointer: String,
    /// A sentence that says what to do.
    pub detail: String,
}

impl FieldError {
    #[must_use]
    pub fn new(pointer: &str, detail: &str) -> Self {
        Self { pointer: pointer.to_owned(), detail: detail.to_owned() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is nothing here by that name.")]
    NotFound,
    #[error("{}", insufficient(*.available))]
    InsufficientInventory { sku: String, available: u64 },
    #[error("This product isn't for sale.")]
    NotForSale { sku: String },
    #[error("The reservation of {sku} ran out and somebody else bought it.")]
    ReservationExpired { sku: String, available: u64 },
    #[error("{} The total is now {}, it was {}. Please look at it once more.", price_sentence(.0), .0.now.totals.total, .0.was)]
    PriceChanged(Box<Difference>),
    #[error("Your cart changed since you looked at the total: it is now {}, it was {}. Please look at it once more.", .0.now.totals.total, .0.was)]
    CartChanged(Box<Difference>),
    #[error("Your cart is empty.")]
    CartEmpty,
    #[error("Your cart is at checkout: {state}. Finish or go back first.")]
    WrongStep { state: &'static str },
    #[error("A cart holds at most {max} different products.")]
    TooManyLines { max: u32 },
    #[error("At most {max} of one product fit in a cart.")]
    TooMany { max: u32 },
    #[error("Too many of this product are held from your network. Buy what you hold, or wait until it is released.")]
    Hoarding { max: u32 },
    #[error("The payment was declined: {}", decline_sentence(.decline_code))]
    PaymentFailed { decline_code: String, retryable: bool },
    #[error("This order is being placed right now. Ask again in a moment.")]
    RequestInProgress,
    #[error("This Idempotency-Key was used before with another request. Use a new key for a new request.")]
    IdempotencyKeyReused,
    #[error("This request needs an Idempotency-Key header: 16 to 64 letters, digits, hyphens or underscores, new for each order.")]
    IdempotencyKeyMissing,
    #[error("Some of what you entered can't be used yet.")]
    Invalid { errors: Vec<FieldError> },
    #[error("The shop is very busy. Please try again in a second.")]
    Overloaded,
    #[error("Please sign in first.")]
    SignInRequired,
    #[error("We can't sign you in with this mail address and password. Check both, or ask for a new password.")]
    SignInFailed,
    #[error("The password was wrong several times. Try again in {wait_s} s; the right one works then.")]
    SignInTooOften { wait_s: u32 },
    #[error("Payments can't be taken right now. Nothing was ordered; please try again in a moment.")]
    PaymentsUnavailable { retry_after_ms: i64 },
    #[error("This order is {status}, so that can't be done any more.")]
    WrongStatus { status: &'static str },
}

impl Refusal {
    /// A refusal about one field.
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

fn price_sentence(difference: &Difference) -> &str {
    difference.coupon.as_deref().unwrap_or("A price changed.")
}

fn insufficient(available: u64) -> String {
    match available {
        0 => "This is sold out right now.".to_owned(),
        some => format!("Only {some} available."),
    }
}

/// The decline codes of Stripe's documentation, in words a shopper can act on.
fn decline_sentence(code: &str) -> &'static str {
    match code {
        "insufficient_funds" => "there is not enough money on the card. Try another card.",
        "expired_card" => "the card has expired. Try another card.",
        "incorrect_cvc" => "the security code is not right. Check it and try again.",
        "incorrect_number" => "the card number is not right. Check it and try again.",
        "lost_card" | "stolen_card" | "fraudulent" => "the bank refused the card. Try another card.",
        "authentication_required" => "the bank wants to confirm it's you. Try another card.",
        "expired" => "it wasn't paid in time. Your cart is as it was; try again.",
        "withdrawn" => "you took the order back. Your cart is as it was.",
        "processing_error" => "the bank could not be reached. Try again in a moment.",
        _ => "the bank refused the card. Try another card or another way to pay.",
    }
}
