//! Paying: which way the shopper chose, what a provider is asked, and what it answers.
//!
//! No card number ever comes here: a token stands for it, or the provider asks for the card on its own page.

use minicbor::{Decode, Encode};

use super::address::Email;
use super::money::Money;
use super::order::OrderId;
use crate::base::clock::Timestamp;

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
    pub const ALL: [Self; 3] = [Self::Practice, Self::Stripe, Self::Manual];

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
        Self::ALL.into_iter().find(|provider| provider.name() == text)
    }
}

/// The token of a payment by hand that goes to the account of the shop.
pub const BANK_TRANSFER: &str = "bank_transfer";

/// What the shopper chose to pay with.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Method {
    #[n(0)]
    pub provider: ProviderName,
    /// The provider's name for the card or the way; empty where the provider asks on its own page.
    #[n(1)]
    pub token: String,
}

/// What a provider has to know of an order to ask for its money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    pub order: OrderId,
    pub amount: Money,
    /// Empty: the provider asks the shopper on its own page.
    pub token: String,
    pub email: Email,
    /// Until when the shopper may pay.
    pub pay_until: Timestamp,
    /// Where the provider sends the shopper afterwards, whatever came out.
    pub return_url: String,
}

impl Charge {
    /// Names the making of this payment: repeated with it, a call never makes a second one.
    #[must_use]
    pub fn create_key(&self) -> String {
        format!("payment-{}", self.order)
    }

    /// Names the taking of its money.
    #[must_use]
    pub fn confirm_key(&self) -> String {
        format!("confirm-{}", self.order)
    }
}

/// One call to a provider about a payment. Each can be repeated at any time and never charges twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Makes the payment. No money moves before its reference is durable here.
    Create(Charge),
    /// Takes the money with the token that was chosen.
    Confirm { charge: Charge, reference: String },
    /// Asks how the payment stands.
    Fetch { charge: Charge, reference: String },
    /// Takes the payment back, unless the money came already.
    Cancel { charge: Charge, reference: String },
    /// Gives money back.
    Refund { key: String, reference: String, amount: Money },
}

/// What a provider answers for certain. Silence is not an answer: the call is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Open: the shopper, the provider or we have something to do.
    Waiting {
        reference: String,
        action: Action,
        /// The name of the last attempt that was declined, where the payment stays open after it.
        declined: Option<Decline>,
    },
    Paid {
        /// What a refund is asked with; it may be another than the open payment's.
        reference: String,
        amount: Money,
    },
    /// The attempt was declined. Without a reference there is nothing left at the provider.
    Declined {
        reference: Option<String>,
        code: String,
        retryable: bool,
    },
    /// The provider has closed the payment: no money can come any more.
    Cancelled,
    /// Nothing to ask a machine for: the money comes by hand, or at the door.
    Due {
        reference: String,
    },
    /// The provider knows nothing by that reference.
    Missing,
    Refunded {
        reference: String,
    },
    /// The refund is accepted and on its way.
    RefundWaiting,
    RefundRefused {
        reason: String,
    },
}

/// An attempt that came to nothing while its payment stays open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decline {
    pub attempt: String,
    pub code: String,
}

/// What has to happen next with an open payment.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Action {
    /// We take the money with the token.
    #[n(0)]
    Confirm,
    /// The shopper goes there, pays or confirms who they are, and comes back.
    #[n(1)]
    Redirect {
        #[n(0)]
        url: String,
    },
    /// The provider's own form on our page; the secret is for that form alone.
    #[n(2)]
    Element {
        #[n(0)]
        client_secret: String,
    },
    /// The provider is at work; we look again.
    #[n(3)]
    Wait,
}

/// The payment of an order, as the books know it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Payment {
    #[n(0)]
    pub method: Method,
    #[n(1)]
    pub pay_until: Timestamp,
    #[n(2)]
    pub state: PaymentState,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum PaymentState {
    /// Written down before the provider is called, so that a crash can't lose it.
    #[n(0)]
    Intended,
    /// The provider's reference is durable; only now can money move.
    #[n(1)]
    Open {
        #[n(0)]
        reference: String,
        #[n(1)]
        action: Action,
        /// Attempts that were declined while the payment stayed open.
        #[n(2)]
        declines: u32,
        #[n(3)]
        last_attempt: Option<String>,
    },
    /// To be taken back. The stock is held until the provider says that no money can come any more.
    #[n(2)]
    Cancelling {
        #[n(0)]
        reference: Option<String>,
        #[n(1)]
        ending: Ending,
    },
    #[n(3)]
    Paid {
        #[n(0)]
        reference: String,
    },
    /// The order stands; its money is to come by hand.
    #[n(4)]
    Due {
        #[n(0)]
        reference: String,
    },
    /// No money came and none can.
    #[n(5)]
    Ended {
        #[n(0)]
        ending: Ending,
    },
    /// Another sum came than was asked for: a person has to look.
    #[n(6)]
    Mismatch {
        #[n(0)]
        reference: String,
        #[n(1)]
        paid: Money,
    },
}

/// Why a payment came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Ending {
    #[n(0)]
    Declined {
        #[n(0)]
        code: String,
        #[n(1)]
        retryable: bool,
    },
    /// The time to pay ran out.
    #[n(1)]
    Expired,
    /// The shopper went back to the cart.
    #[n(2)]
    Withdrawn,
}

impl PaymentState {
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Intended | Self::Cancelling { .. } | Self::Mismatch { .. } => "pending",
            Self::Open { action: Action::Redirect { .. } | Action::Element { .. }, .. } => "action_required",
            Self::Open { .. } => "pending",
            Self::Paid { .. } => "paid",
            Self::Due { .. } => "due",
            Self::Ended { ending: Ending::Declined { .. } } => "declined",
            Self::Ended { ending: Ending::Expired } => "expired",
            Self::Ended { ending: Ending::Withdrawn } => "withdrawn",
        }
    }

    /// Where the shopper has to go to pay.
    #[must_use]
    pub fn action(&self) -> Option<&Action> {
        match self {
            Self::Open { action: action @ (Action::Redirect { .. } | Action::Element { .. }), .. } => Some(action),
            _ => None,
        }
    }
}
