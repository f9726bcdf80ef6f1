//! An order: what was bought, by whom, at what price, and what happened to it since.
//!
//! Its lines and totals are snapshots: a later change of a product never changes an order.
//! Its status moves only along [`Status::after`], and each move is appended to the timeline.

use minicbor::{Decode, Encode};

use super::address::Shipping;
use super::cart::CartId;
use super::customer::CustomerId;
use super::money::Money;
use super::payment::{Ending, Payment, PaymentState, ProviderName};
use super::pricing::{Terms, Totals};
use super::product::{ProductId, VariantId};
use super::refund::{Refund, RefundState};
use super::returns::Return;
use crate::base::clock::Timestamp;

id!(
    /// Rises with time.
    OrderId
);
id!(
    /// The number people use: no gaps, given when an order is confirmed.
    OrderNumber
);
id!(
    /// Who was there: one browser, from its cookie.
    SessionId
);

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Order {
    #[n(0)]
    pub id: OrderId,
    #[n(1)]
    pub number: Option<OrderNumber>,
    #[n(2)]
    pub session: SessionId,
    #[n(3)]
    pub cart: CartId,
    #[n(4)]
    pub status: Status,
    #[n(5)]
    pub placed_at: Timestamp,
    #[n(6)]
    pub shipping: Shipping,
    #[n(7)]
    pub lines: Vec<OrderLine>,
    #[n(8)]
    pub totals: Totals,
    /// What the totals were worked out with.
    #[n(9)]
    pub terms: Terms,
    #[n(10)]
    pub payment: Payment,
    #[n(11)]
    pub timeline: Vec<Moment>,
    #[n(12)]
    pub tracking: Option<Tracking>,
    /// Money that came and went, in order; only appended to.
    #[n(13)]
    pub ledger: Vec<LedgerEntry>,
    #[n(14)]
    pub refunds: Vec<Refund>,
    /// Whose account it belongs to.
    #[n(15)]
    pub customer: Option<CustomerId>,
    #[n(16)]
    #[cbor(default)]
    pub returns: Vec<Return>,
}

/// One movement of money.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LedgerEntry {
    #[n(0)]
    pub at: Timestamp,
    #[n(1)]
    pub kind: Movement,
    #[n(2)]
    pub amount: Money,
    /// What the provider calls it.
    #[n(3)]
    pub reference: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Movement {
    #[n(0)]
    Captured,
    #[n(1)]
    Refunded,
}

/// Who did something to an order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Actor {
    #[n(0)]
    Shop,
    #[n(1)]
    Customer,
    #[n(2)]
    Staff {
        #[n(0)]
        name: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct OrderLine {
    #[n(0)]
    pub product: ProductId,
    #[n(1)]
    pub variant: VariantId,
    #[n(2)]
    pub sku: String,
    #[n(3)]
    pub handle: String,
    #[n(4)]
    pub title: String,
    #[n(5)]
    pub options: String,
    #[n(6)]
    pub image: Option<String>,
    #[n(7)]
    pub unit_price: Money,
    #[n(8)]
    pub quantity: u32,
    #[n(9)]
    pub line_total: Money,
    /// Units whose money was given back, or that were cancelled.
    #[n(10)]
    pub returned: u32,
    /// Of these, the ones that can be sold again.
    #[n(11)]
    pub restocked: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Moment {
    #[n(0)]
    pub at: Timestamp,
    #[n(1)]
    pub status: Status,
    #[n(2)]
    pub note: String,
    #[n(3)]
    pub by: Actor,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Tracking {
    #[n(0)]
    pub number: String,
    #[n(1)]
    pub url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Status {
    /// Written down, its stock held, its payment not yet known.
    #[n(0)]
    Pending,
    #[n(1)]
    Confirmed,
    #[n(2)]
    Packed,
    #[n(3)]
    Shipped,
    #[n(4)]
    Delivered,
    #[n(5)]
    Cancelled,
    #[n(6)]
    Refunded,
}

impl Status {
    pub const ALL: [Self; 7] = [Self::Pending, Self::Confirmed, Self::Packed, Self::Shipped, Self::Delivered, Self::Cancelled, Self::Refunded];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Packed => "packed",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == text)
    }

    /// Whether an order may go from here to `next`.
    #[must_use]
    pub fn leads_to(self, next: Self) -> bool {
        match self {
            Self::Pending => matches!(next, Self::Confirmed | Self::Cancelled),
            Self::Confirmed => matches!(next, Self::Packed | Self::Cancelled | Self::Refunded),
            Self::Packed => matches!(next, Self::Shipped | Self::Cancelled | Self::Refunded),
            Self::Shipped => matches!(next, Self::Delivered | Self::Refunded),
            Self::Delivered => matches!(next, Self::Refunded),
            Self::Cancelled | Self::Refunded => false,
        }
    }
}

impl OrderLine {
    /// Units that left the house and didn't come back into the stock.
    #[must_use]
    pub fn units_kept(&self) -> u64 {
        u64::from(self.quantity.saturating_sub(self.restocked))
    }
}

impl Order {
    /// Moves on and writes it into the timeline.
    ///
    /// # Panics
    /// When the order can't go there: whoever calls has decided that it can.
    pub fn move_to(&mut self, status: Status, at: Timestamp, by: Actor, note: &str) {
        assert!(self.status.leads_to(status), "an order never goes from {} to {}", self.status.name(), status.name());
        self.status = status;
        self.note(at, by, note);
    }

    /// Writes into the timeline without going anywhere.
    pub fn note(&mut self, at: Timestamp, by: Actor, note: &str) {
        self.timeline.push(Moment { at, status: self.status, note: note.to_owned(), by });
    }

    /// The order as it was when its buyer was first told that it's confirmed.
    #[must_use]
    pub fn as_confirmed(&self) -> Self {
        let mut then = self.clone();
        let confirmed = self.timeline.iter().position(|moment| moment.status == Status::Confirmed);
        if let Some(place) = confirmed {
            then.timeline.truncate(place.saturating_add(1));
            then.status = Status::Confirmed;
            then.tracking = None;
            then.refunds.clear();
            then.returns.clear();
            // Money by hand comes after the confirmation, all other before.
            let by_hand = self.payment.method.provider == ProviderName::Manual;
            then.ledger.truncate(usize::from(!by_hand));
            if let (true, Some(reference)) = (by_hand, self.payment.state.reference()) {
                then.payment.state = PaymentState::Due { reference: reference.to_owned() };
            }
        }
        then
    }

    #[must_use]
    pub fn units(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.quantity)).sum()
    }

    /// Units that left the house and didn't come back.
    #[must_use]
    pub fn units_kept(&self) -> u64 {
        self.lines.iter().map(OrderLine::units_kept).sum()
    }

    /// Whether its goods were bought: it was confirmed, and not cancelled afterwards.
    #[must_use]
    pub fn bought(&self) -> bool {
        self.number.is_some() && self.status != Status::Cancelled
    }

    /// Whether they were bought, and nothing can change that any more.
    #[must_use]
    pub fn bought_for_good(&self) -> bool {
        self.bought() && !self.status.leads_to(Status::Cancelled)
    }

    /// Whether something is still to be asked of a provider.
    #[must_use]
    pub fn unsettled(&self) -> bool {
        self.status == Status::Pending || self.refunds.iter().any(|refund| refund.state == RefundState::Pending)
    }

    fn moved(&self, kind: Movement) -> i64 {
        self.ledger.iter().filter(|entry| entry.kind == kind).map(|entry| entry.amount.minor).sum()
    }

    /// Money that came in.
    #[must_use]
    pub fn captured(&self) -> Money {
        Money::new(self.moved(Movement::Captured), self.totals.total.currency)
    }

    /// Money that was given back.
    #[must_use]
    pub fn refunded(&self) -> Money {
        Money::new(self.moved(Movement::Refunded), self.totals.total.currency)
    }

    /// Money that can still be given back: what came, without what went or is on its way.
    #[must_use]
    pub fn refundable(&self) -> Money {
        let under_way: i64 = self.refunds.iter().filter(|refund| refund.state == RefundState::Pending).map(|refund| refund.amount.minor).sum();
        let left = self.captured().minor.saturating_sub(self.refunded().minor).saturating_sub(under_way);
        Money::new(left, self.totals.total.currency)
    }

    /// The sum that is still to be paid by hand.
    #[must_use]
    pub fn due(&self) -> Option<Money> {
        let waits = matches!(self.payment.state, PaymentState::Due { .. }) && self.status != Status::Cancelled;
        waits.then_some(self.totals.total)
    }

    /// Why no money came, in the terms of a decline: its code, and whether another try makes sense.
    #[must_use]
    pub fn decline(&self) -> Option<(&str, bool)> {
        match &self.payment.state {
            PaymentState::Ended { ending: Ending::Declined { code, retryable } } => Some((code, *retryable)),
            PaymentState::Ended { ending: Ending::Expired } => Some(("expired", true)),
            PaymentState::Ended { ending: Ending::Withdrawn } => Some(("withdrawn", true)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn an_order_moves_forward_or_ends() {
        let path = [Status::Pending, Status::Confirmed, Status::Packed, Status::Shipped, Status::Delivered];
        for (from, to) in path.iter().zip(&path[1..]) {
            assert!(from.leads_to(*to) && !to.leads_to(*from));
        }
        for status in Status::ALL {
            assert!(!status.leads_to(status) && !status.leads_to(Status::Pending));
            assert!(!Status::Cancelled.leads_to(status) && !Status::Refunded.leads_to(status));
            assert_eq!(Status::parse(status.name()), Some(status));
        }
    }
}
