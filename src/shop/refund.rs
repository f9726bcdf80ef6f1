//! Giving money back: written down first, asked for outside any commit, and written down as done.

use std::sync::Arc;

use anyhow::{Context, Result};

use super::Shop;
use super::fulfilment::check_note;
use crate::domain::event::What;
use crate::domain::letter::Letter;
use crate::domain::order::{Actor, LedgerEntry, Movement, Order, OrderId, Status};
use crate::domain::payment::Answer;
use crate::domain::refund::{Refund, RefundState, Returned, Wanted};
use crate::domain::refusal::{Error, Refusal};
use crate::store::draft::Draft;
use crate::store::order::OrderRows;
use crate::store::product::ProductRows;
use crate::store::read::Read;

/// A merchant's wish to give money back.
#[derive(Clone, Debug)]
pub struct RefundRequest {
    pub wanted: Wanted,
    /// Whether the units can be sold again.
    pub restock: bool,
    pub reason: String,
    pub by: Actor,
}

/// Writes down what is to be given back. The units are back from here on; the money follows, where there is any.
///
/// # Errors
/// Says which field asks for more than there is.
pub fn order_refund(draft: &mut Draft, id: OrderId, request: &RefundRequest) -> Result<(), Error> {
    let mut order = draft.order(id)?.ok_or(Refusal::NotFound)?;
    order.check_not_asked(&request.wanted.lines)?;
    refund_begin(draft, &mut order, request)?;
    draft.save_order(&order)?;
    draft.announce(What::OrderMoved { order: id });
    Ok(())
}

/// Does it to an order that the caller saves; returns the refund's number, where money goes back.
///
/// # Errors
/// Says which field asks for more than there is.
pub(super) fn refund_begin(draft: &mut Draft, order: &mut Order, request: &RefundRequest) -> Result<Option<u32>, Error> {
    check_note("/reason", &request.reason)?;
    let planned = order.plan_refund(&request.wanted)?;
    if planned.amount.minor == 0 {
        // No provider gives back nothing, so none is asked.
        units_return(draft, order, &planned.lines, request.restock)?;
        order.note(draft.now(), request.by.clone(), &without_money(&planned.lines, &request.reason));
        return Ok(None);
    }
    Ok(Some(refund_add(draft, order, planned.amount, planned.lines, request)?))
}

fn without_money(lines: &[Returned], reason: &str) -> String {
    let units: u64 = lines.iter().map(|line| u64::from(line.quantity)).sum();
    let what = if units == 1 { "1 unit".to_owned() } else { format!("{units} units") };
    let why = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    format!("{what} came back, without money{why}")
}

/// Adds a refund to an order that the caller saves, and returns its number.
pub(super) fn refund_add(
    draft: &mut Draft,
    order: &mut Order,
    amount: crate::domain::money::Money,
    lines: Vec<Returned>,
    request: &RefundRequest,
) -> Result<u32> {
    let number = u32::try_from(order.refunds.len()).unwrap_or(u32::MAX).saturating_add(1);
    units_return(draft, order, &lines, request.restock)?;
    let refund =
        Refund { number, amount, lines, reason: request.reason.clone(), by: request.by.clone(), at: draft.now(), state: RefundState::Pending };
    order.refunds.push(refund);
    Ok(number)
}

/// Units come back from a customer or never left; those that can be sold again go into the stock.
///
/// # Errors
/// When a row can't be read.
pub(super) fn units_return(draft: &mut Draft, order: &mut Order, lines: &[Returned], restock: bool) -> Result<()> {
    for returned in lines {
        let line = order.lines.iter_mut().find(|line| line.variant == returned.variant).context("a returned line is part of its order")?;
        line.returned = line.returned.saturating_add(returned.quantity);
        assert!(line.returned <= line.quantity, "no more units come back than were sold");
        if restock && draft.get::<crate::domain::stock::Stock>(line.variant)?.is_some() {
            line.restocked = line.restocked.saturating_add(returned.quantity);
            let mut stock = draft.stock(line.variant)?;
            stock.restock(returned.quantity);
            draft.save_stock(line.variant, &stock);
        }
    }
    Ok(())
}

/// Writes down what the provider said to a refund. One that has ended stays as it is.
///
/// # Errors
/// When a row can't be read.
pub fn refund_answer(draft: &mut Draft, id: OrderId, number: u32, answer: &Answer) -> Result<(), Error> {
    let mut order = draft.order(id)?.context("a refunded order is missing")?;
    let (now, total) = (draft.now(), order.captured());
    let Some(refund) = order.refunds.iter_mut().find(|refund| refund.number == number && refund.state == RefundState::Pending) else { return Ok(()) };
    let amount = refund.amount;
    match answer {
        Answer::Refunded { reference } => {
            refund.state = RefundState::Done { reference: reference.clone() };
            order.ledger.push(LedgerEntry { at: now, kind: Movement::Refunded, amount, reference: reference.clone() });
            draft.owe_letter(&Letter::OrderRefunded { order: id, refund: number, amount })?;
            let note = format!("{amount} given back");
            if order.refunded() == total && order.status.leads_to(Status::Refunded) {
                order.move_to(Status::Refunded, now, Actor::Shop, &note);
            } else {
                order.note(now, Actor::Shop, &note);
            }
        }
        Answer::RefundRefused { reason } => {
            refund.state = RefundState::Refused { reason: reason.clone() };
            order.note(now, Actor::Shop, &format!("{amount} couldn't go back the way it was paid"));
        }
        _ => return Ok(()),
    }
    assert!(order.refunded().minor <= total.minor, "no more is given back than came in");
    draft.save_order(&order)?;
    draft.announce(What::OrderMoved { order: id });
    Ok(())
}

impl Shop {
    /// Gives money back and, if asked, the units into the stock. The money is on its way when this returns.
    ///
    /// # Errors
    /// See [`order_refund`].
    pub async fn refund(self: &Arc<Self>, id: OrderId, request: RefundRequest) -> Result<Order, Error> {
        self.books.write("refunding an order", move |draft| order_refund(draft, id, &request)).await?;
        self.settle_order(id).await
    }

    /// Settles an order in a task of its own, and shows it.
    pub(super) async fn settle_order(self: &Arc<Self>, id: OrderId) -> Result<Order, Error> {
        let shop = Arc::clone(self);
        let settled = tokio::spawn(async move { shop.settle(id).await }).await;
        settled.map_err(|panic| anyhow::anyhow!("settling an order: {panic}"))??;
        Ok(self.snapshot()?.order(id)?.context("an order is missing")?)
    }
}
