//! Giving money back: how much of an order, for which units, and whether they can be sold again.

use minicbor::{Decode, Encode};

use super::limits::REFUNDS_MAX;
use super::money::Money;
use super::order::{Actor, Order, OrderId};
use super::product::VariantId;
use super::refusal::Refusal;
use crate::base::clock::Timestamp;

/// One refund of an order, written down before the provider is asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Refund {
    /// 1, 2, 3 … within its order.
    #[n(0)]
    pub number: u32,
    #[n(1)]
    pub amount: Money,
    /// The units it is for; none when only money is given back.
    #[n(2)]
    pub lines: Vec<Returned>,
    #[n(3)]
    pub reason: String,
    #[n(4)]
    pub by: Actor,
    #[n(5)]
    pub at: Timestamp,
    #[n(6)]
    pub state: RefundState,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Returned {
    #[n(0)]
    pub variant: VariantId,
    #[n(1)]
    pub quantity: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum RefundState {
    /// To be asked for, or on its way.
    #[n(0)]
    Pending,
    #[n(1)]
    Done {
        #[n(0)]
        reference: String,
    },
    /// The provider can't: the merchant has to give it back in another way.
    #[n(2)]
    Refused {
        #[n(0)]
        reason: String,
    },
}

impl RefundState {
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done { .. } => "done",
            Self::Refused { .. } => "refused",
        }
    }
}

impl Refund {
    /// Names this refund at the provider: repeated with it, a call never refunds twice.
    #[must_use]
    pub fn call_key(&self, order: OrderId) -> String {
        format!("rf-{order}-{}", self.number)
    }
}

/// What a merchant wants to give back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// SKU and units; with nothing here and no amount, everything that is left.
    pub lines: Vec<(String, u32)>,
    /// Instead of what the units cost.
    pub amount: Option<Money>,
}

/// A refund that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub amount: Money,
    pub lines: Vec<Returned>,
}

impl Order {
    /// What giving back `wanted` means: the sum, and the units it is for.
    ///
    /// Units are worth their share of the total without shipping; the last unit brings what is left of it.
    ///
    /// # Errors
    /// Says which field asks for more than there is.
    pub fn plan_refund(&self, wanted: &Wanted) -> Result<Planned, Refusal> {
        let left = self.refundable();
        if left.minor <= 0 {
            return Err(Refusal::invalid("/amount", "Nothing of this order can be given back any more"));
        }
        if self.refunds.len() >= REFUNDS_MAX {
            return Err(Refusal::invalid("/lines", "This order was refunded too often; pay the rest back by hand"));
        }
        let everything = wanted.lines.is_empty() && wanted.amount.is_none();
        let lines = if everything { self.kept() } else { self.returned(&wanted.lines)? };
        let amount = match wanted.amount {
            Some(amount) => amount,
            None if everything => left,
            None => self.worth(&lines),
        };
        if amount.minor <= 0 || amount.minor > left.minor || amount.currency != left.currency {
            return Err(Refusal::invalid("/amount", &format!("Between {} and {left} can be given back", Money::new(1, left.currency))));
        }
        Ok(Planned { amount, lines })
    }

    /// All units that were not given back yet.
    fn kept(&self) -> Vec<Returned> {
        let kept = self.lines.iter().map(|line| Returned { variant: line.variant, quantity: line.quantity.saturating_sub(line.returned) });
        kept.filter(|line| line.quantity > 0).collect()
    }

    fn returned(&self, wanted: &[(String, u32)]) -> Result<Vec<Returned>, Refusal> {
        let mut lines: Vec<Returned> = Vec::new();
        for (place, (sku, quantity)) in wanted.iter().enumerate() {
            let line = self.lines.iter().find(|line| line.sku == *sku);
            let line = line.ok_or_else(|| Refusal::invalid(&format!("/lines/{place}/sku"), &format!("{sku} isn't part of this order")))?;
            let asked = lines.iter().find(|other| other.variant == line.variant).map_or(0, |other| other.quantity);
            let left = line.quantity.saturating_sub(line.returned).saturating_sub(asked);
            if *quantity == 0 || *quantity > left {
                return Err(Refusal::invalid(&format!("/lines/{place}/quantity"), &format!("Of {sku}, 1 to {left} can be given back")));
            }
            match lines.iter_mut().find(|other| other.variant == line.variant) {
                Some(other) => other.quantity = other.quantity.saturating_add(*quantity),
                None => lines.push(Returned { variant: line.variant, quantity: *quantity }),
            }
        }
        Ok(lines)
    }

    /// What these units cost with their part of discount and tax, so that all parts together are the whole.
    fn worth(&self, lines: &[Returned]) -> Money {
        let price = |variant: VariantId| self.lines.iter().find(|line| line.variant == variant).map_or(0, |line| line.unit_price.minor);
        let before: i128 = self.lines.iter().map(|line| i128::from(line.unit_price.minor).saturating_mul(i128::from(line.returned))).sum();
        let these: i128 = lines.iter().map(|line| i128::from(price(line.variant)).saturating_mul(i128::from(line.quantity))).sum();
        let whole = i128::from(self.totals.total.minor.saturating_sub(self.totals.shipping.minor));
        let subtotal = i128::from(self.totals.subtotal.minor).max(1);
        // Cumulative, so that rounding never adds up to more or less than the whole.
        let share = |sum: i128| whole.saturating_mul(sum).checked_div(subtotal).unwrap_or(0);
        let worth = share(before.saturating_add(these)).saturating_sub(share(before));
        Money::new(i64::try_from(worth).unwrap_or(i64::MAX), self.totals.total.currency)
    }
}
