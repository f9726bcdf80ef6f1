//! Buying, from the click to the answer, and settling what a crash or a silent provider left open.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow};

use super::Shop;
use super::checkout::checkout_quote;
use super::order::{Place, Placed, order_confirm, order_decline, order_place};
use super::visitor::Visitor;
use crate::domain::order::{Order, OrderId, Status};
use crate::domain::payment::{Charge, Outcome};
use crate::domain::quote::Difference;
use crate::domain::refusal::{Error, Refusal};
use crate::store::order::{OrderRows, unsettled};

/// How a request to buy ended.
#[derive(Debug)]
pub enum Bought {
    /// Confirmed by this request.
    Now(Order),
    /// Confirmed by an earlier request with the same key: the order as it was then.
    Before(Order),
    /// The provider hasn't answered; the shop keeps asking.
    Pending(Order),
}

impl Shop {
    /// Places the visitor's order and sees it through. Sending it again with the same key buys nothing more.
    ///
    /// # Errors
    /// `PaymentFailed` when the payment was declined, now or by an earlier request with this key;
    /// otherwise see [`order_place`].
    pub async fn buy(self: &Arc<Self>, place: Place) -> Result<Bought, Error> {
        if let Some((_, method)) = &place.steps {
            self.check_method(method, "/payment")?;
        }
        let placed = match self.place(place.clone()).await {
            Err(Error::Refusal(Refusal::InsufficientInventory { .. } | Refusal::ReservationExpired { .. }))
                if self.release_due_holds().await? > 0 =>
            {
                self.place(place).await?
            }
            Err(Error::Refusal(Refusal::PriceChanged(difference))) => {
                return Err(self.quoted_anew(&place.visitor, difference, Refusal::PriceChanged).await);
            }
            Err(Error::Refusal(Refusal::CartChanged(difference))) => {
                return Err(self.quoted_anew(&place.visitor, difference, Refusal::CartChanged).await);
            }
            other => other?,
        };
        match placed {
            Placed::New(id) => {
                // In a task of its own: a shopper who hangs up doesn't leave the order half done.
                let shop = Arc::clone(self);
                let settled = tokio::spawn(async move { shop.settle(id).await }).await;
                settled.map_err(|panic| anyhow!("settling an order: {panic}"))??;
                self.outcome(id, Bought::Now)
            }
            Placed::Before(id) => match self.outcome(id, Bought::Before)? {
                Bought::Before(order) => Ok(Bought::Before(order.as_confirmed())),
                Bought::Pending(_) => Err(Refusal::RequestInProgress.into()),
                Bought::Now(order) => Ok(Bought::Now(order)),
            },
        }
    }

    /// Notes what a refusal tells the shopper; agreeing to it is then a matter of placing the order again.
    async fn quoted_anew(&self, visitor: &Visitor, told: Box<Difference>, refusal: impl FnOnce(Box<Difference>) -> Refusal) -> Error {
        let (visitor, quote) = (visitor.clone(), told.now.clone());
        match self.books.write("quoting a new total", move |draft| checkout_quote(draft, &visitor, quote)).await {
            Ok(()) => refusal(told).into(),
            Err(error) => error,
        }
    }

    async fn place(&self, place: Place) -> Result<Placed, Error> {
        let settings = self.settings.clone();
        self.books.write("placing an order", move |draft| order_place(draft, &settings, &place)).await
    }

    fn outcome(&self, id: OrderId, confirmed: impl FnOnce(Order) -> Bought) -> Result<Bought, Error> {
        let order = self.snapshot()?.order(id)?.context("an order that was placed is missing")?;
        if let Some((code, retryable)) = order.decline() {
            return Err(Refusal::PaymentFailed { decline_code: code.to_owned(), retryable }.into());
        }
        if order.status == Status::Pending { Ok(Bought::Pending(order)) } else { Ok(confirmed(order)) }
    }

    /// Asks the provider for the money of one order and writes down what it says. Can be repeated at any time.
    ///
    /// # Errors
    /// When the books can't be read or written. A provider that gives no answer is no error: the order stays pending.
    pub async fn settle(&self, id: OrderId) -> Result<(), Error> {
        let order = self.snapshot()?.order(id)?.context("an order to settle is missing")?;
        if order.status != Status::Pending {
            return Ok(());
        }
        let method = &order.payment.method;
        let charge = Charge { call_key: order.payment.call_key.clone(), amount: order.totals.total, token: method.token.clone() };
        match self.payments.charge(method.provider, &charge).await {
            Ok(Outcome::Paid { reference }) => {
                metrics::counter!("shop_orders_confirmed_total").increment(1);
                self.books.write("confirming an order", move |draft| order_confirm(draft, id, &reference)).await
            }
            Ok(Outcome::Declined { code, retryable }) => {
                metrics::counter!("shop_orders_declined_total").increment(1);
                let settings = self.settings.clone();
                self.books.write("declining an order", move |draft| order_decline(draft, &settings, id, &code, retryable)).await
            }
            Err(no_answer) => {
                tracing::warn!(order = id.0, %no_answer, "the payment stays open");
                Ok(())
            }
        }
    }

    /// The orders that have waited for their payment since before `waited_ms` ago, and those from a time still to come:
    /// the machine's clock went back over a restart, so nobody is at work on them.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn waiting_orders(&self, waited_ms: i64) -> Result<Vec<OrderId>> {
        let now = self.books.now();
        let before = now.plus_ms(waited_ms.saturating_neg());
        let orders = unsettled(&self.snapshot()?)?;
        let waits = |placed_at| placed_at <= before || placed_at > now;
        Ok(orders.into_iter().filter(|id| waits(crate::base::id::time_of(id.0))).collect())
    }
}
