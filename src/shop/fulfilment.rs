//! An order's life after it was confirmed: packed, shipped, delivered, or cancelled; and money that comes by hand.

use std::sync::Arc;

use anyhow::Result;

use super::Shop;
use super::coupon::coupon_give_back;
use super::refund::{RefundRequest, refund_add, units_return};
use crate::domain::coupon::holds_use;
use crate::domain::event::What;
use crate::domain::letter::Letter;
use crate::domain::limits::NOTE_CHARS_MAX;
use crate::domain::order::{Actor, LedgerEntry, Movement, Order, OrderId, OrderNumber, Status, Tracking};
use crate::domain::payment::PaymentState;
use crate::domain::refund::{Returned, Wanted};
use crate::domain::refusal::{Error, Refusal};
use crate::store::draft::Draft;
use crate::store::order::OrderRows;

/// What a merchant does with an order.
#[derive(Clone, Debug)]
pub enum Act {
    Pack,
    Ship(Option<Tracking>),
    Deliver,
    /// Everything goes back: the units into the stock where `restock` says so, and the money that came.
    Cancel {
        restock: bool,
        reason: String,
    },
    /// The money came by hand; `reference` is what the bank's statement says.
    MarkPaid {
        reference: String,
    },
}

/// Does it, or says why it can't be done to an order of this status.
///
/// # Errors
/// `WrongStatus` where the order can't go there.
pub fn order_act(draft: &mut Draft, id: OrderId, act: &Act, by: &Actor) -> Result<(), Error> {
    let mut order = draft.order(id)?.ok_or(Refusal::NotFound)?;
    match act {
        Act::Cancel { reason, .. } => check_note("/reason", reason)?,
        Act::MarkPaid { reference } => check_note("/reference", reference)?,
        Act::Pack | Act::Ship(_) | Act::Deliver => {}
    }
    match act {
        Act::Pack => step(draft, &mut order, Status::Packed, by, "Packed")?,
        Act::Ship(tracking) => {
            check_tracking(tracking.as_ref())?;
            step(draft, &mut order, Status::Shipped, by, "Handed to the carrier")?;
            order.tracking.clone_from(tracking);
            draft.owe_letter(&Letter::OrderShipped { order: id })?;
        }
        Act::Deliver => step(draft, &mut order, Status::Delivered, by, "Delivered")?,
        Act::Cancel { restock, reason } => {
            cancel(draft, &mut order, *restock, reason, by)?;
            draft.owe_letter(&Letter::OrderCancelled { order: id })?;
        }
        Act::MarkPaid { reference } => mark_paid(draft, &mut order, reference, by)?,
    }
    draft.save_order(&order)?;
    draft.announce(What::OrderMoved { order: id });
    Ok(())
}

fn step(draft: &Draft, order: &mut Order, status: Status, by: &Actor, note: &str) -> Result<(), Refusal> {
    if order.number.is_none() || !order.status.leads_to(status) {
        return Err(Refusal::WrongStatus { status: order.status.name() });
    }
    order.move_to(status, draft.now(), by.clone(), note);
    Ok(())
}

/// A note at the desk, which stands in the order for ever.
pub(super) fn check_note(pointer: &str, note: &str) -> Result<(), Refusal> {
    let fits = note.chars().count() <= NOTE_CHARS_MAX;
    fits.then_some(()).ok_or_else(|| Refusal::invalid(pointer, &format!("At most {NOTE_CHARS_MAX} characters")))
}

fn check_tracking(tracking: Option<&Tracking>) -> Result<(), Refusal> {
    let Some(tracking) = tracking else { return Ok(()) };
    if tracking.number.trim().is_empty() || tracking.number.chars().count() > NOTE_CHARS_MAX {
        return Err(Refusal::invalid("/tracking/number", "Enter the number on the label, or leave tracking out"));
    }
    match &tracking.url {
        Some(url) if !url.starts_with("https://") || url.chars().count() > NOTE_CHARS_MAX => {
            Err(Refusal::invalid("/tracking/url", "Enter the carrier's page, starting with https://"))
        }
        _ => Ok(()),
    }
}

fn cancel(draft: &mut Draft, order: &mut Order, restock: bool, reason: &str, by: &Actor) -> Result<(), Error> {
    let note = if reason.is_empty() { "Cancelled" } else { reason };
    let left = order.refundable();
    let lines: Vec<Returned> = order
        .lines
        .iter()
        .map(|line| Returned { variant: line.variant, quantity: line.quantity.saturating_sub(line.returned) })
        .filter(|line| line.quantity > 0)
        .collect();
    step(draft, order, Status::Cancelled, by, note)?;
    if holds_use(order).is_none() {
        coupon_give_back(draft, order)?;
    }
    if left.minor > 0 {
        let request = RefundRequest { wanted: Wanted::default(), restock, reason: note.to_owned(), by: by.clone() };
        refund_add(draft, order, left, lines, &request)?;
    } else {
        units_return(draft, order, &lines, restock)?;
    }
    Ok(())
}

fn mark_paid(draft: &Draft, order: &mut Order, reference: &str, by: &Actor) -> Result<(), Refusal> {
    let PaymentState::Due { reference: due } = order.payment.state.clone() else {
        return Err(Refusal::WrongStatus { status: order.payment.state.name() });
    };
    if order.status == Status::Cancelled {
        return Err(Refusal::WrongStatus { status: order.status.name() });
    }
    let reference = if reference.trim().is_empty() { due } else { reference.trim().to_owned() };
    order.ledger.push(LedgerEntry { at: draft.now(), kind: Movement::Captured, amount: order.totals.total, reference: reference.clone() });
    order.payment.state = PaymentState::Paid { reference };
    order.note(draft.now(), by.clone(), "Payment received");
    Ok(())
}

impl Shop {
    /// Does something with an order, and settles what money has to move for it.
    ///
    /// # Errors
    /// See [`order_act`].
    pub async fn act(self: &Arc<Self>, id: OrderId, act: Act, by: Actor) -> Result<Order, Error> {
        self.books.write("an order's next step", move |draft| order_act(draft, id, &act, &by)).await?;
        self.settle_order(id).await
    }

    /// The order behind a number, for the merchant.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub fn order_of_number(&self, number: OrderNumber) -> Result<Order, Error> {
        Ok(self.snapshot()?.order_by_number(number)?.ok_or(Refusal::NotFound)?)
    }
}
