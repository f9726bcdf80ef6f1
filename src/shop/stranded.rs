//! Orders that wait for a provider that can't be asked any more: its keys are gone, or they are another account's.
//!
//! The provider's word ends a payment, and here the merchant's takes its place, because nobody else can look any more.

use anyhow::{Context, Result};

use super::Shop;
use super::fulfilment::check_note;
use super::order::order_advance;
use crate::config::Settings;
use crate::domain::order::{Actor, Order, OrderId, Status};
use crate::domain::payment::Answer;
use crate::domain::refund::RefundState;
use crate::domain::refusal::{Error, Refusal};
use crate::domain::saga::Input;
use crate::store::draft::Draft;
use crate::store::order::{OrderRows, unsettled};

/// Orders that are told of in one go.
const TOLD_MAX: usize = 200;

/// Ends an order that waits for its payment on the merchant's word that no money came and none can.
///
/// # Errors
/// `WrongStatus` where it waits for something else.
fn order_end_stranded(draft: &mut Draft, settings: &Settings, id: OrderId, by: Actor, reason: &str) -> Result<(), Error> {
    check_note("/reason", reason)?;
    let order = draft.order(id)?.ok_or(Refusal::NotFound)?;
    if order.status != Status::Pending || order.payment.state.ask().is_none() {
        return Err(Refusal::WrongStatus { status: order.status.name() }.into());
    }
    order_advance(draft, settings, id, Input::Answer(Answer::Cancelled))?;
    let mut order = draft.order(id)?.context("an order that was ended is missing")?;
    order.note(draft.now(), by, if reason.is_empty() { "Ended by hand" } else { reason });
    draft.save_order(&order)?;
    Ok(())
}

impl Shop {
    /// What waits for somebody who can't be asked: a sentence for each order, with what to do.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn stranded(&self) -> Result<Vec<String>> {
        let snapshot = self.snapshot()?;
        let mut told = Vec::new();
        for id in unsettled(&snapshot)? {
            let order = snapshot.order(id)?.context("an order to settle is missing")?;
            told.extend(self.why_stranded(&order).map(|why| sentence(&order, &why)));
            if told.len() >= TOLD_MAX {
                break;
            }
        }
        Ok(told)
    }

    fn why_stranded(&self, order: &Order) -> Option<String> {
        let (provider, pending) = (order.payment.method.provider, order.status == Status::Pending);
        if pending && order.payment.state.ask().is_none() {
            // It waits for a person, not for an answer.
            return None;
        }
        let name = provider.name();
        if !self.payments.reaches(provider) {
            Some(format!("{name}, whose keys are not set any more: set [{name}] secret_key again"))
        } else if self.settling.is_unknown(order.id) {
            Some(format!("{name}, which doesn't know its payment: set the [{name}] secret_key of the account it was begun with"))
        } else {
            None
        }
    }

    /// Ends an order that waits for somebody who can't be asked. Its stock is free again.
    ///
    /// # Errors
    /// `WrongStatus` where the provider can be asked: such an order ends by itself.
    pub(super) async fn end_stranded(&self, order: &Order, by: Actor, reason: String) -> Result<Order, Error> {
        if self.why_stranded(order).is_none() {
            return Err(Refusal::WrongStatus { status: order.status.name() }.into());
        }
        let (id, settings) = (order.id, self.settings.clone());
        self.books.write("ending an order by hand", move |draft| order_end_stranded(draft, &settings, id, by, &reason)).await?;
        Ok(self.snapshot()?.order(id)?.context("an order that was ended is missing")?)
    }
}

fn sentence(order: &Order, why: &str) -> String {
    let refund = order.refunds.iter().find(|refund| refund.state == RefundState::Pending);
    match (order.number, refund) {
        (Some(number), Some(refund)) => format!("{} of order {number} can't go back and waits for {why}", refund.amount),
        _ => format!(
            "order {id} waits with its stock for {why}; or end it with `shop order cancel {id}` once you saw there that no money came",
            id = order.id
        ),
    }
}
