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
    /// Rises after each order that was placed or declined: the key of the next order hangs on it.
    #[n(1)]
    pub round: u32,
    /// What the shopper saw last.
    #[n(2)]
    pub quoted: Option<Quote>,
    /// Declined payments since the last order that was paid.
    #[n(3)]
    #[cbor(default)]
    pub declines: u32,
}

/// A total that was shown, and the version of the cart it was of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Quote {
    #[n(0)]
    pub total: Money,
    #[n(1)]
    pub cart_version: u64,
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

    /// The order came to nothing, and nobody was declined: the shopper is where they said buy.
    ///
    /// # Errors
    /// Unless this very order was being placed.
    pub fn give_up(self, ended: OrderId) -> Result<Self, Refusal> {
        match self {
            Self::Placing { shipping, method, order } if order == ended => Ok(Self::Review { shipping, method }),
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

impl Default for Checkout {
    fn default() -> Self {
        Self { stage: Stage::Shipping { known: None }, round: 0, quoted: None, declines: 0 }
    }
}

impl Checkout {
    /// A shopper who fills the cart again after an order begins anew, with the address filled in.
    #[must_use]
    pub fn resumed(self, cart_has_lines: bool) -> Self {
        match self.stage {
            Stage::Confirmation { shipping, .. } if cart_has_lines => {
                Self { stage: Stage::Shipping { known: Some(Known { shipping, method: None }) }, quoted: None, ..self }
            }
            stage => Self { stage, ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Checkout, Known, Stage};
    use crate::domain::address::{Shipping, TypedAddress};
    use crate::domain::order::OrderId;
    use crate::domain::payment::{Method, ProviderName};
    use crate::domain::refusal::Refusal;

    fn shipping() -> Shipping {
        let typed = TypedAddress {
            email: "ada@example.com".into(),
            name: "Ada".into(),
            line1: "1 Main St".into(),
            city: "Oakville".into(),
            postal_code: "94103".into(),
            country: "US".into(),
            ..TypedAddress::default()
        };
        typed.check("/email", "").expect("complete")
    }

    fn method() -> Method {
        Method { provider: ProviderName::Practice, token: "pm_card_visa".into() }
    }

    /// Every stage there is.
    fn stages() -> Vec<Stage> {
        let order = OrderId(7);
        vec![
            Stage::Shipping { known: None },
            Stage::Shipping { known: Some(Known { shipping: shipping(), method: Some(method()) }) },
            Stage::Payment { shipping: shipping(), method: None },
            Stage::Review { shipping: shipping(), method: method() },
            Stage::Placing { shipping: shipping(), method: method(), order },
            Stage::Error { shipping: shipping(), method: method(), decline_code: "card_declined".into() },
            Stage::Confirmation { shipping: shipping(), order },
        ]
    }

    /// Each stage with each input: where it leads, or that it is refused there.
    #[test]
    fn every_transition_is_decided() {
        let to = |result: Result<Stage, Refusal>| result.map_or_else(|_| "-", |stage| stage.name());
        let table: Vec<[&str; 8]> = stages()
            .into_iter()
            .map(|stage| {
                [
                    stage.name(),
                    to(stage.clone().with_shipping(shipping())),
                    to(stage.clone().with_method(method())),
                    to(stage.clone().back()),
                    to(stage.clone().place(OrderId(7))),
                    to(stage.clone().confirm(OrderId(7))),
                    to(stage.clone().give_up(OrderId(7))),
                    to(stage.decline(OrderId(7), "card_declined".into())),
                ]
            })
            .collect();
        let expected = [
            ["shipping", "payment", "-", "-", "-", "-", "-", "-"],
            ["shipping", "payment", "-", "-", "-", "-", "-", "-"],
            ["payment", "payment", "review", "shipping", "-", "-", "-", "-"],
            ["review", "payment", "review", "payment", "placing", "-", "-", "-"],
            ["placing", "-", "-", "-", "-", "confirmation", "review", "error"],
            ["error", "payment", "review", "payment", "-", "-", "-", "-"],
            ["confirmation", "payment", "-", "-", "-", "-", "-", "-"],
        ];
        assert_eq!(table, expected);
    }

    #[test]
    fn only_the_order_being_placed_ends_it() {
        let placing = Stage::Review { shipping: shipping(), method: method() }.place(OrderId(7)).expect("in review");
        assert_eq!(placing.clone().confirm(OrderId(8)), Err(Refusal::WrongStep { state: "placing" }));
        assert!(placing.decline(OrderId(8), String::new()).is_err());
    }

    #[test]
    fn going_back_and_forth_loses_nothing() {
        let review = Stage::Review { shipping: shipping(), method: method() };
        let start = review.back().and_then(Stage::back).expect("two steps back");
        assert_eq!((start.shipping(), start.method()), (Some(&shipping()), Some(&method())));
        let again = start.with_shipping(shipping()).expect("forward");
        assert_eq!(again.method(), Some(&method()));
    }

    #[test]
    fn a_new_cart_after_an_order_starts_a_new_checkout() {
        let done = Checkout { stage: Stage::Confirmation { shipping: shipping(), order: OrderId(7) }, round: 1, quoted: None, declines: 0 };
        assert_eq!(done.clone().resumed(false), done);
        let next = done.resumed(true);
        assert_eq!((next.stage.name(), next.stage.shipping()), ("shipping", Some(&shipping())));
    }
}
