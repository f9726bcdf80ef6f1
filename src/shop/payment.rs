//! Buying, from the click to the answer, and settling what a crash or a silent provider left open.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow};

use super::Shop;
use super::checkout::checkout_quote;
use super::order::{Place, Placed, order_advance, order_place};
use super::refund::refund_answer;
use super::visitor::Visitor;
use crate::domain::order::{Order, OrderId, Status};
use crate::domain::payment::{Answer, Call, Charge, Ending, PaymentState, ProviderName};
use crate::domain::quote::Difference;
use crate::domain::refund::RefundState;
use crate::domain::refusal::{Error, Refusal};
use crate::domain::saga::{Ask, Input};
use crate::payments::NoAnswer;
use crate::payments::practice::practice_say;
use crate::store::draft::Draft;
use crate::store::order::{OrderRows, unsettled};

/// How a request to buy ended.
#[derive(Debug)]
pub enum Bought {
    /// Confirmed by this request.
    Now(Order),
    /// Confirmed by an earlier request with the same key: the order as it was then.
    Before(Order),
    /// The shopper has something to do, or the provider hasn't answered; the shop keeps asking.
    Pending(Order),
}

/// How far settling an order came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    Done,
    /// The shopper or the provider has to do something.
    Waits,
    /// The provider didn't answer.
    Silent,
}

/// Questions to a provider in one go; a payment needs three or four.
const QUESTIONS_MAX: usize = 10;

impl Shop {
    /// Places the visitor's order and sees it through. Sending it again with the same key buys nothing more.
    ///
    /// # Errors
    /// `PaymentFailed` when the payment was declined, now or by an earlier request with this key;
    /// `PaymentsUnavailable` before anything is written while providers don't answer; otherwise see [`order_place`].
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
                Bought::Pending(order) if order.payment.state == PaymentState::Intended && self.settling.in_hand(id) => {
                    Err(Refusal::RequestInProgress.into())
                }
                other => Ok(other),
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
        let (settings, closed) = (self.settings.clone(), self.settling.breaker.open_ms(self.books.now()));
        let payments = self.payments.clone();
        let placing = move |draft: &mut Draft| {
            let placed = order_place(draft, &settings, &place, closed)?;
            if let Placed::New(id) = placed {
                // Chosen before the merchant changed what is offered: nobody would ever settle it.
                let method = draft.order(id)?.context("an order that is being placed is missing")?.payment.method;
                payments.check(&method).map_err(|detail| Refusal::invalid("/payment", &detail))?;
            }
            Ok(placed)
        };
        self.books.write("placing an order", placing).await
    }

    fn outcome(&self, id: OrderId, confirmed: impl FnOnce(Order) -> Bought) -> Result<Bought, Error> {
        let order = self.snapshot()?.order(id)?.context("an order that was placed is missing")?;
        if let Some((code, retryable)) = order.decline() {
            return Err(Refusal::PaymentFailed { decline_code: code.to_owned(), retryable }.into());
        }
        if order.status == Status::Pending { Ok(Bought::Pending(order)) } else { Ok(confirmed(order)) }
    }

    /// Asks the provider what is left to ask for one order, and writes down what it says. Can be repeated at any time.
    ///
    /// # Errors
    /// When the books can't be read or written. A provider that gives no answer is no error: the order stays as it is.
    pub async fn settle(&self, id: OrderId) -> Result<Settled, Error> {
        let Some(_at_work) = self.settling.begin(id) else {
            // Whoever is at it may have heard what was before.
            self.settling.once_more(id, self.books.now());
            return Ok(Settled::Waits);
        };
        let settled = self.settle_all(id).await?;
        match settled {
            Settled::Done => self.settling.done(id),
            Settled::Waits => self.settling.waits(id, self.books.now()),
            Settled::Silent => self.settling.silent(id, self.books.now(), self.books.chance()),
        }
        Ok(settled)
    }

    async fn settle_all(&self, id: OrderId) -> Result<Settled, Error> {
        let mut asked = false;
        for _ in 0..QUESTIONS_MAX {
            let order = self.snapshot()?.order(id)?.context("an order to settle is missing")?;
            if order.status != Status::Pending {
                return self.settle_refunds(order).await;
            }
            if order.payment.too_late(self.books.now()) {
                self.advance(id, Input::GiveUp(Ending::Expired)).await?;
                continue;
            }
            if order.totals.total.minor == 0 {
                // Nothing to ask anybody for.
                let (reference, amount) = ("nothing to pay".to_owned(), order.totals.total);
                self.advance(id, Input::Answer(Answer::Paid { reference, amount })).await?;
                continue;
            }
            match order.payment.state.ask() {
                // We have just heard how it stands: what comes next is up to somebody else.
                Some(Ask::Fetch) if asked => return Ok(Settled::Waits),
                None => return Ok(Settled::Waits),
                Some(ask) => {
                    asked = true;
                    let (before, call) = (order.payment.state.clone(), self.call_of(&order, ask));
                    match self.ask(&order, call).await {
                        Ok(answer) => {
                            let known = answer != Answer::Missing;
                            if self.settling.known(id, known) && !known {
                                tracing::warn!(order = id.0, ?ask, "the provider doesn't know this payment; `shop check` says what to do");
                            }
                            self.advance(id, Input::Answer(answer)).await?;
                        }
                        Err(no_answer) => {
                            tracing::warn!(order = id.0, %no_answer, ?ask, "the payment stays open");
                            return Ok(Settled::Silent);
                        }
                    }
                    let after = self.snapshot()?.order(id)?.context("an order to settle is missing")?;
                    if after.payment.state == before && after.status == Status::Pending {
                        return Ok(Settled::Waits);
                    }
                }
            }
        }
        Ok(Settled::Waits)
    }

    async fn settle_refunds(&self, order: Order) -> Result<Settled, Error> {
        let mut settled = Settled::Done;
        for refund in order.refunds.iter().filter(|refund| refund.state == RefundState::Pending) {
            let reference = order.payment.state.reference().unwrap_or_default().to_owned();
            let call = Call::Refund { key: refund.call_key(order.id), reference, amount: refund.amount };
            match self.ask(&order, call).await {
                Ok(Answer::RefundWaiting) => settled = Settled::Waits,
                Ok(answer) => {
                    let (id, number) = (order.id, refund.number);
                    self.books.write("writing down a refund", move |draft| refund_answer(draft, id, number, &answer)).await?;
                }
                Err(no_answer) => {
                    tracing::warn!(order = order.id.0, refund = refund.number, %no_answer, "the refund stays open");
                    return Ok(Settled::Silent);
                }
            }
        }
        Ok(settled)
    }

    async fn ask(&self, order: &Order, call: Call) -> Result<Answer, NoAnswer> {
        let provider = order.payment.method.provider;
        let answer = self.payments.call(provider, call).await;
        // Only who takes new payments, and may be out of reach, says whether new orders make sense.
        let counts = provider != ProviderName::Manual && self.payments.offers(provider);
        match &answer {
            Ok(_) if counts => self.settling.breaker.succeeded(),
            Ok(_) => {}
            Err(_) => {
                metrics::counter!("shop_payment_silences_total").increment(1);
                if counts {
                    self.settling.breaker.failed(self.books.now());
                }
            }
        }
        answer
    }

    async fn advance(&self, id: OrderId, input: Input) -> Result<(), Error> {
        let settings = self.settings.clone();
        self.books.write("settling an order", move |draft| order_advance(draft, &settings, id, input)).await?;
        Ok(())
    }

    fn call_of(&self, order: &Order, ask: Ask) -> Call {
        let charge = Charge {
            order: order.id,
            amount: order.totals.total,
            token: order.payment.method.token.clone(),
            email: order.shipping.email.clone(),
            pay_until: order.payment.pay_until,
            return_url: self.return_url(order.id),
        };
        let reference = order.payment.state.reference().unwrap_or_default().to_owned();
        match ask {
            Ask::Create => Call::Create(charge),
            Ask::Confirm => Call::Confirm { charge, reference },
            Ask::Fetch => Call::Fetch { charge, reference },
            Ask::Cancel => Call::Cancel { charge, reference },
        }
    }

    /// Where a provider sends the shopper back to, whatever came out.
    #[must_use]
    pub fn return_url(&self, order: OrderId) -> String {
        format!("{}/checkout/return?order={order}&token={}", self.settings.url, self.order_token(order))
    }

    /// Takes an order back that isn't paid yet; money that was faster is honoured.
    ///
    /// # Errors
    /// When the books can't be read or written.
    pub async fn withdraw(&self, id: OrderId) -> Result<Settled, Error> {
        self.advance(id, Input::GiveUp(Ending::Withdrawn)).await?;
        self.settle(id).await
    }

    /// Somebody says that something happened to an order: it's looked at soon. The word itself is not believed.
    pub fn nudge(&self, id: OrderId) {
        self.settling.nudge(id, self.books.now());
    }

    /// The shopper came back from the provider: it's asked what came out.
    ///
    /// # Errors
    /// `NotFound` unless `token` opens the order.
    pub async fn look_again(&self, id: OrderId, token: &str) -> Result<Order, Error> {
        self.opened_order(id, token)?;
        self.settle(id).await?;
        self.opened_order(id, token)
    }

    /// The shopper's word on the page of a practice card that asks.
    ///
    /// # Errors
    /// `NotFound` unless `token` opens the order.
    pub async fn practice_say(&self, id: OrderId, token: &str, yes: bool) -> Result<(), Error> {
        self.opened_order(id, token)?;
        self.books.write("a practice confirmation", move |draft| Ok(practice_say(draft, id, yes)?)).await?;
        self.settle(id).await?;
        Ok(())
    }

    /// The orders whose turn it is to be settled.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn due_orders(&self) -> Result<Vec<OrderId>> {
        let now = self.books.now();
        let orders = unsettled(&self.snapshot()?)?;
        self.settling.keep(&orders);
        Ok(orders.into_iter().filter(|id| self.settling.due(*id, crate::base::id::time_of(id.0), now)).collect())
    }

    /// All orders that are to be settled: what an earlier run left is taken up at the start.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn unsettled_orders(&self) -> Result<Vec<OrderId>> {
        unsettled(&self.snapshot()?)
    }
}
