//! Giving money back: how much of an order, for which units, and whether they can be sold again.

use minicbor::{Decode, Encode};

use super::limits::REFUNDS_MAX;
use super::money::Money;
use super::order::{Actor, Order, OrderId, Status};
use super::pricing::{Terms, totals};
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

    /// The order in a [`Self::call_key`].
    #[must_use]
    pub fn order_of_key(key: &str) -> Option<OrderId> {
        key.strip_prefix("rf-")?.split_once('-')?.0.parse().ok()
    }
}

/// What a merchant wants to give back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// SKU and units; with nothing here and no amount, everything that is left.
    pub lines: Vec<(String, u32)>,
    /// Instead of what the units cost; 0 where they come back without money.
    pub amount: Option<Money>,
}

/// A refund that can be asked for; of 0 where units come back without money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub amount: Money,
    pub lines: Vec<Returned>,
}

impl Order {
    /// What giving back `wanted` means: the sum, and the units it is for.
    ///
    /// Units are worth their share of what the goods cost, and never more than is left. So little that it rounds to
    /// nothing, or nothing because all money went back before, is no reason to refuse them: they come back without money.
    ///
    /// # Errors
    /// Says which field asks for more than there is.
    pub fn plan_refund(&self, wanted: &Wanted) -> Result<Planned, Refusal> {
        let left = self.refundable();
        let everything = wanted.lines.is_empty() && wanted.amount.is_none();
        let lines = if everything { self.kept() } else { self.returned(&wanted.lines)? };
        let amount = match wanted.amount {
            Some(amount) => amount,
            None if everything => left,
            None => Money::new(self.worth(&lines).min(left.minor), left.currency),
        };
        let sold = !matches!(self.status, Status::Pending | Status::Cancelled);
        if amount.minor == 0 && sold && !wanted.lines.is_empty() {
            return Ok(Planned { amount: Money::zero(left.currency), lines });
        }
        if left.minor <= 0 {
            return Err(Refusal::invalid("/amount", "Nothing of this order can be given back any more"));
        }
        if amount.minor <= 0 || amount.minor > left.minor || amount.currency != left.currency {
            return Err(Refusal::invalid("/amount", &format!("Between {} and {left} can be given back", Money::new(1, left.currency))));
        }
        if self.refunds.len() >= REFUNDS_MAX {
            return Err(Refusal::invalid("/lines", "This order was refunded too often; pay the rest back by hand"));
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

    /// What these units cost with their part of discount and tax, in minor units.
    ///
    /// Each unit of the order has its place in one row, and is worth what the sum up to it adds to the sum before it.
    /// So the parts are the whole however they are cut, and a unit is worth the same whatever came back before.
    fn worth(&self, lines: &[Returned]) -> i64 {
        let goods = self.goods();
        let all = i128::from(self.totals.subtotal.minor);
        let mut before = 0_i128;
        let mut worth = 0_i64;
        for line in &self.lines {
            let price = i128::from(line.unit_price.minor);
            let up_to = |units: u32| {
                let sum = before.saturating_add(price.saturating_mul(i128::from(units)));
                i64::try_from(i128::from(goods).saturating_mul(sum).checked_div(all).unwrap_or(0)).unwrap_or(0)
            };
            let units = lines.iter().find(|back| back.variant == line.variant).map_or(0, |back| back.quantity);
            let these = up_to(line.returned.saturating_add(units)).saturating_sub(up_to(line.returned));
            worth = worth.saturating_add(these);
            before = before.saturating_add(i128::from(line.line_total.minor));
        }
        worth
    }

    /// What the order would cost if it weren't sent: shipping and its tax don't come back with the units.
    fn goods(&self) -> i64 {
        let terms = Terms { shipping: None, ..self.terms.clone() };
        let lines: Vec<_> = self.lines.iter().map(|line| (line.unit_price, line.quantity)).collect();
        totals(&terms, &lines).map_or(0, |totals| totals.total.minor)
    }
}
