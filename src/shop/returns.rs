//! Sending something back: asked for, answered, and given back by a refund when it is here.

use std::sync::Arc;

use anyhow::Result;

use super::Shop;
use super::fulfilment::check_note;
use super::refund::{RefundRequest, refund_begin};
use super::visitor::Visitor;
use crate::domain::event::What;
use crate::domain::letter::Letter;
use crate::domain::limits::RETURN_INSTRUCTIONS_CHARS_MAX;
use crate::domain::order::{Actor, Order, OrderId};
use crate::domain::refusal::{Error, Refusal};
use crate::domain::returns::{ReturnState, TypedReturn};
use crate::store::draft::Draft;
use crate::store::order::OrderRows;

/// Writes down what a customer wants to send back; the same form sent again changes nothing.
///
/// # Errors
/// Names each field that needs another look; `NotFound` where the shop takes no such wishes.
pub fn return_ask(draft: &mut Draft, days: u16, id: OrderId, typed: &TypedReturn) -> Result<(), Error> {
    let mut order = draft.order(id)?.filter(|_| days > 0).ok_or(Refusal::NotFound)?;
    if let Some(number) = order.return_ask(typed, days, draft.now())? {
        draft.save_order(&order)?;
        draft.owe_letter(&Letter::ReturnRequested { order: id, number })?;
        draft.announce(What::OrderMoved { order: id });
    }
    Ok(())
}

/// The customer keeps it. Withdrawn twice is withdrawn.
///
/// # Errors
/// When it is here already, or was declined.
pub fn return_withdraw(draft: &mut Draft, id: OrderId, number: u32) -> Result<(), Error> {
    let mut order = draft.order(id)?.ok_or(Refusal::NotFound)?;
    if order.return_of(number).is_some_and(|one| *one.state() == ReturnState::Withdrawn) {
        return Ok(());
    }
    order.return_step(number, ReturnState::Withdrawn, draft.now(), Actor::Customer)?;
    draft.save_order(&order)?;
    draft.announce(What::OrderMoved { order: id });
    Ok(())
}

/// The merchant's answer, and the letter that tells it.
///
/// # Errors
/// When it was answered before, or the answer says nothing.
pub fn return_answer(draft: &mut Draft, id: OrderId, number: u32, answer: ReturnState, by: Actor) -> Result<(), Error> {
    let mut order = draft.order(id)?.ok_or(Refusal::NotFound)?;
    let letter = match &answer {
        ReturnState::Accepted { instructions } => {
            check_instructions(instructions)?;
            Letter::ReturnAccepted { order: id, number }
        }
        ReturnState::Declined { reason } => {
            check_note("/reason", reason)?;
            let said = !reason.trim().is_empty();
            said.then_some(()).ok_or_else(|| Refusal::invalid("/reason", "Say why with --reason; the customer is told"))?;
            Letter::ReturnDeclined { order: id, number }
        }
        other => return Err(anyhow::anyhow!("{} is no answer to a return", other.name()).into()),
    };
    order.return_step(number, answer, draft.now(), by)?;
    draft.save_order(&order)?;
    draft.owe_letter(&letter)?;
    draft.announce(What::OrderMoved { order: id });
    Ok(())
}

fn check_instructions(instructions: &str) -> Result<(), Refusal> {
    let problem = match instructions.chars().count() {
        0 => "Say where it is to be sent, with --instructions or once for all as [returns] instructions".to_owned(),
        count if count > RETURN_INSTRUCTIONS_CHARS_MAX => format!("At most {RETURN_INSTRUCTIONS_CHARS_MAX} characters"),
        _ => return Ok(()),
    };
    Err(Refusal::invalid("/instructions", &problem))
}

/// The units are here: what is left of them is given back as any refund is, in the commit that says they came.
///
/// # Errors
/// When it wasn't accepted, or more is to be given back than there is.
pub fn return_receive(draft: &mut Draft, id: OrderId, number: u32, request: &RefundRequest) -> Result<(), Error> {
    let mut order = draft.order(id)?.ok_or(Refusal::NotFound)?;
    let refund = match order.return_came(number, request.wanted.clone())? {
        Some(wanted) => refund_begin(draft, &mut order, &RefundRequest { wanted, ..request.clone() })?,
        None => None,
    };
    order.return_step(number, ReturnState::Received { refund }, draft.now(), request.by.clone())?;
    draft.save_order(&order)?;
    draft.announce(What::OrderMoved { order: id });
    Ok(())
}

impl Shop {
    /// Asks to send something back, for whoever may see the order.
    ///
    /// # Errors
    /// See [`return_ask`]; `NotFound` also for an order of somebody else.
    pub async fn return_ask(&self, visitor: &Visitor, number: &str, token: Option<&str>, typed: TypedReturn) -> Result<Order, Error> {
        let order = self.order(visitor, number, token)?;
        let (id, days) = (order.id, self.settings.returns.days);
        self.books.write("asking for a return", move |draft| return_ask(draft, days, id, &typed)).await?;
        Ok(order)
    }

    /// Takes back what was asked for, for whoever may see the order.
    ///
    /// # Errors
    /// See [`return_withdraw`]; `NotFound` also for an order of somebody else.
    pub async fn return_withdraw(&self, visitor: &Visitor, number: &str, token: Option<&str>, place: u32) -> Result<Order, Error> {
        let order = self.order(visitor, number, token)?;
        let id = order.id;
        self.books.write("withdrawing a return", move |draft| return_withdraw(draft, id, place)).await?;
        Ok(order)
    }

    /// Takes in what came back and gives its money back. The money is on its way when this returns.
    ///
    /// # Errors
    /// See [`return_receive`].
    pub async fn return_receive(self: &Arc<Self>, id: OrderId, number: u32, request: RefundRequest) -> Result<Order, Error> {
        self.books.write("receiving a return", move |draft| return_receive(draft, id, number, &request)).await?;
        self.settle_order(id).await
    }
}
