//! Paying: which way the shopper chose, and what the provider said.
//!
//! No card number ever comes here: a token stands for it.

use minicbor::{Decode, Encode};

use super::money::Money;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ProviderName {
    /// Built in, for trying the shop out; takes the well-known test tokens.
    #[n(0)]
    Practice,
    #[n(1)]
    Stripe,
    /// Bank transfer, cash on delivery.
    #[n(2)]
    Manual,
}

impl ProviderName {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Stripe => "stripe",
            Self::Manual => "manual",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Practice, Self::Stripe, Self::Manual].into_iter().find(|provider| provider.name() == text)
    }
}

/// What the shopper chose to pay with.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Method {
    #[n(0)]
    pub provider: ProviderName,
    /// The provider's name for the card.
    #[n(1)]
    pub token: String,
}

/// One call to a provider. Repeating it with the same key never charges twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// `payment-{order}`; unique to one attempt, for ever.
    pub call_key: String,
    pub amount: Money,
    pub token: String,
}

/// What a provider answers for certain. Silence is not an answer: the call is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Paid { reference: String },
    Declined { code: String, retryable: bool },
}

/// The payment of an order, as the books know it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Payment {
    #[n(0)]
    pub method: Method,
    #[n(1)]
    pub call_key: String,
    #[n(2)]
    pub state: PaymentState,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum PaymentState {
    /// Written down before the provider is called, so that a crash can't lose it.
    #[n(0)]
    Intended,
    #[n(1)]
    Paid {
        #[n(0)]
        reference: String,
    },
    #[n(2)]
    Declined {
        #[n(0)]
        code: String,
        #[n(1)]
        retryable: bool,
    },
}

impl PaymentState {
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Intended => "pending",
            Self::Paid { .. } => "paid",
            Self::Declined { .. } => "declined",
        }
    }
}
