//! The way from a cart to an order, as a state machine.
//!
//! Each stage carries what must be known there, so a review without an address can't be written down.
//! A transition takes the stage by value and gives the next one, or refuses and says where the shopper stands.

use minicbor::{Decode, Encode};

use super::address::Shipping;
use super::money::Money;
use super::order::OrderId;
use super::payment::Method;
use super::refusal::Refusal;

/// A checkout in the books: one a cart.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Checkout {
    #[n(0)]
    pub stage: Stage,
    /// Made by the server, so that a reload or a second tab can't make a second order; new after a decline.
    #[n(1)]
    pub key: String,
    /// The total the shopper saw last.
    #[n(2)]
    pub quoted: Option<Money>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Stage {
    #[n(0)]
    Shipping {
        /// Filled in already when the shopper came back to change it.
        #[n(0)]
        known: Option<Known>,
    },
    #[n(1)]
    Payment {
        #[n(0)]
        shipping: Shipping,
        #[n(1)]
        method: Option<Method>,
    },
    #[n(2)]
    Review {
        #[n(0)]
        shipping: Shipping,
        #[n(1)]
        method: Method,
    },
    #[n(3)]
    Placing {
        #[n(0)]
        shipping: Shipping,
        #[n(1)]
        method: Method,
        #[n(2)]
        order: OrderId,
    },
    /// The payment was declined; everything else is kept for another try.
    #[n(4)]
    Error {
        #[n(0)]
        shipping: Shipping,
        #[n(1)]
        method: Method,
        #[n(2)]
        decline_code: String,
    },
    #[n(5)]
    Confirmation {
        #[n(0)]
        shipping: Shipping,
        #[n(1)]
        order: OrderId,
    },
}

/// What a shopper entered before going back to the first step.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Known {
    #[n(0)]
    pub shipping: Shipping,
    #[n(1)]
    pub method: Option<Method>,
}

impl Stage {
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Shipping { .. } => "shipping",
            Self::Payment { .. } => "payment",
            Self::Review { .. } => "review",
            Self::Placing { .. } => "placing",
            Self::Error { .. } => "error",
            Self::Confirmation { .. } => "confirmation",
        }
    }

    /// The steps that are done, in order.
    #[must_use]
    pub fn completed(&self) -> &'static [&'static str] {
        match self {
            Self::Shipping { .. } => &[],
            Self::Payment { .. } | Self::Error { .. } => &["shipping"],
            Self::Review { .. } | Self::Placing { .. } => &["shipping", "payment"],
            Self::Confirmation { .. } => &["shipping", "payment", "review"],
        }
    }

    #[must_use]
    pub fn shipping(&self) -> Option<&Shipping> {
        match self {
            Self::Shipping { known } => known.as_ref().map(|known| &known.shipping),
            Self::Payment { shipping, .. }
            | Self::Review { shipping, .. }
            | Self::Placing { shipping, .. }
            | Self::Error { shipping, .. }
            | Self::Confirmation { shipping, .. } => Some(shipping),
        }
    }

    #[must_use]
    pub fn method(&self) -> Option<&Method> {
        match self {
            Self::Shipping { known } => known.as_ref().and_then(|known| known.method.as_ref()),
            Self::Payment { method, .. } => method.as_ref(),
            Self::Review { method, .. } | Self::Placing { method, .. } | Self::Error { method, .. } => Some(method),
            Self::Confirmation { .. } => None,
        }
    }

    #[must_use]
    pub fn order(&self) -> Option<OrderId> {
        match self {
            Self::Placing { order, .. } | Self::Confirmation { order, .. } => Some(*order),
            _ => None,
        }
    }

    fn wrong_step<T>(&self) -> Result<T, Refusal> {
        Err(Refusal::WrongStep { state: self.name() })
    }

    /// The address is given or changed; a chosen way to pay is kept.
    ///
    /// # Errors
    /// While an order is being placed.
    pub fn with_shipping(self, shipping: Shipping) -> Result<Self, Refusal> {
        match self {
            Self::Placing { .. } => self.wrong_step(),
            Self::Confirmation { .. } => Ok(Self::Payment { shipping, method: None }),
            before => Ok(Self::Payment { shipping, method: before.method().cloned() }),
        }
    }

    /// The way to pay is given or changed.
    ///
    /// # Errors
    /// Before there is an address, and while an order is being placed.
    pub fn with_method(self, method: Method) -> Result<Self, Refusal> {
        match self {
            Self::Payment { shipping, .. } | Self::Review { shipping, .. } | Self::Error { shipping, .. } => Ok(Self::Review { shipping, method }),
            other => other.wrong_step(),
        }
    }

    /// One step back; nothing entered is lost.
    ///
    /// # Errors
    /// From the first step, and once an order exists.
    pub fn back(self) -> Result<Self, Refusal> {
        match self {
            Self::Payment { shipping, method } => Ok(Self::Shipping { known: Some(Known { shipping, method }) }),
            Self::Review { shipping, method } | Self::Error { shipping, method, .. } => Ok(Self::Payment { shipping, method: Some(method) }),
            other => other.wrong_step(),
        }
    }

    /// The shopper says buy.
    ///
    /// # Errors
    /// Anywhere but in review.
    pub fn place(self, order: OrderId) -> Result<Self, Refusal> {
        match self {
            Self::Review { shipping, method } => Ok(Self::Placing { shipping, method, order }),
            other => other.wrong_step(),
        }
    }

    /// The payment came in.
    ///
    /// # Errors
    /// Unless this very order was being placed.
    pub fn confirm(self, paid: OrderId) -> Result<Self, Refusal> {
        match self {
            Self::Placing { shipping, order, .. } if order == paid => Ok(Self::Confirmation { shipping, order }),
            other => other.wrong_step(),
        }
    }

    /// The payment was declined.
    ///
    /// # Errors
    /// Unless this very order was being placed.
    pub fn decline(self, declined: OrderId, decline_code: String) -> Result<Self, Refusal> {
        match self {
            Self::Placing { shipping, method, order } if order == declined => Ok(Self::Error { shipping, method, decline_code }),
            other => other.wrong_step(),
        }
    }
}

impl Checkout {
    #[must_use]
    pub fn new(key: String) -> Self {
        Self { stage: Stage::Shipping { known: None }, key, quoted: None }
    }
}
