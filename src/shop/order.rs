//! Placing an order and what follows: two short commits with the payment between them.
//!
//! 1. `order_place` writes the order down as `pending`, with the key that made it; the cart's stock stays held.
//! 2. The provider is asked, outside any commit (see `payment`).
//! 3. `order_advance` takes in what it answered: the payment's reference; or the units leave the stock, the order gets
//!    its number and the cart is cleared; or the cart is given back. It decides on the order as it is in its own commit,
//!    so answers can come twice, late and in any order.

use std::ops::ControlFlow;

use anyhow::{Context, Result};

use super::Shop;
use super::checkout::checkout_of;
use super::coupon::{coupon_give_back, coupon_take};
use super::hold::line_set;
use super::pricing::{Priced, check_shipping};
use super::quote::{Agreement, price_agreed};
use super::visitor::Visitor;
use crate::base::secret::{Digest, digest, sign, to_hex};
use crate::config::Settings;
use crate::domain::address::{Email, Shipping};
use crate::domain::cart::{Cart, Line};
use crate::domain::checkout::{Checkout, Stage};
use crate::domain::customer::CustomerId;
use crate::domain::event::What;
use crate::domain::letter::Letter;
use crate::domain::limits::DECLINES_MAX;
use crate::domain::money::Money;
use crate::domain::order::{Actor, LedgerEntry, Moment, Movement, Order, OrderId, OrderLine, OrderNumber, SessionId, Status};
use crate::domain::payment::{Ending, Method, Payment, PaymentState, ProviderName};
use crate::domain::product::{Product, Variant};
use crate::domain::refusal::{Error, Refusal};
use crate::domain::saga::{Input, advance};
use crate::store::cart::{CartRows, Session};
use crate::store::customer::{CustomerRows, history};
use crate::store::draft::Draft;
use crate::store::order::{OrderRows, PlacedKey};
use crate::store::product::ProductRows;
use crate::store::read::{Read, Snapshot};
use crate::store::{key, tables};

/// The first order of a shop has the number after this.
pub(super) const NUMBERS_START: u64 = 1_000;
pub(super) const ORDER_NUMBER: &str = "order number";

/// A request to buy what is in the cart.
#[derive(Clone, Debug)]
pub struct Place {
    pub visitor: Visitor,
    pub key: String,
    /// Digest of the request: the same key with another request is refused.
    pub request: Digest,
    /// The total the shopper agreed to; without it, the one the checkout showed last.
    pub accepted: Option<Money>,
    /// All steps at once, from clients that don't walk through them.
    pub steps: Option<(Shipping, Method)>,
}

/// What became of a request to buy.
#[derive(Clone, Debug)]
pub enum Placed {
    /// A new order, now waiting for its payment.
    New(OrderId),
    /// The order that this key made before.
    Before(OrderId),
}

/// Writes the order down, once for each key. While providers don't answer (for another `closed_ms`), nothing new is begun.
///
/// # Errors
/// Refuses what can't be bought as it was shown: stock, price, step.
pub fn order_place(draft: &mut Draft, settings: &Settings, place: &Place, closed_ms: Option<i64>) -> Result<Placed, Error> {
    let (session, visit) = place.visitor.session(draft)?.ok_or(Refusal::CartEmpty)?;
    if let Some(known) = draft.placed_by(session, visit.customer, &place.key)? {
        let same = known.request == place.request;
        return if same { Ok(Placed::Before(known.order)) } else { Err(Refusal::IdempotencyKeyReused.into()) };
    }
    let (mut cart, mut checkout) = checkout_of(draft, &place.visitor)?.ok_or(Refusal::CartEmpty)?;
    if cart.lines.is_empty() {
        return Err(Refusal::CartEmpty.into());
    }
    cart.check_open()?;
    let version = cart.version;
    if let Some((shipping, method)) = &place.steps {
        checkout.stage = checkout.stage.with_shipping(shipping.clone())?.with_method(method.clone())?;
    }
    let shipping = checkout.stage.shipping().ok_or(Refusal::WrongStep { state: checkout.stage.name() })?;
    check_shipping(&settings.prices, shipping, if place.steps.is_some() { "/shipping_address" } else { "" })?;
    let lines = lines_for_sale(draft, settings, &mut cart)?;
    let (accepted, quoted, at_once) = (place.accepted, checkout.quoted.as_ref(), place.steps.is_some());
    let agreement = Agreement { cart: &cart, version, lines: &lines, shipping, accepted, quoted, at_once };
    let priced = price_agreed(draft, &settings.prices, &agreement, draft.now())?;
    let id = OrderId(draft.fresh_id(tables::ORDERS)?);
    checkout.stage = checkout.stage.place(id)?;
    let Stage::Placing { shipping, method, .. } = &checkout.stage else {
        return Err(Refusal::WrongStep { state: checkout.stage.name() }.into());
    };
    if let Some(ms) = closed_ms.filter(|_| method.provider != ProviderName::Manual) {
        return Err(Refusal::PaymentsUnavailable { retry_after_ms: ms }.into());
    }
    let order = new_order(draft, settings, id, session, &cart, (shipping, method), lines, priced);
    let order = Order { customer: visit.customer, ..order };
    if let Some(applied) = &order.terms.coupon {
        coupon_take(draft, applied, &order.shipping.email)?;
    }
    cart.placing = Some(id);
    draft.save_order(&order)?;
    draft.save_key(session, visit.customer, &place.key, &PlacedKey { order: id, request: place.request, at: draft.now() });
    draft.save_cart(&mut cart);
    draft.put(cart.id, &checkout);
    draft.announce(What::OrderPlaced { order: id });
    Ok(Placed::New(id))
}

/// Makes sure that every line is held and for sale, and copies what is bought.
fn lines_for_sale(draft: &mut Draft, settings: &Settings, cart: &mut Cart) -> Result<Vec<OrderLine>, Error> {
    let mut lines = Vec::with_capacity(cart.lines.len());
    for line in cart.lines.clone() {
        let (product, variant) = draft.variant_by_sku(&line.sku)?.ok_or_else(|| Refusal::NotForSale { sku: line.sku.clone() })?;
        if !product.visible() || !variant.for_sale() || variant.id != line.variant {
            return Err(Refusal::NotForSale { sku: line.sku }.into());
        }
        line_hold_again(draft, settings, cart, &line)?;
        lines.push(order_line(&product, &variant, line.quantity)?);
    }
    Ok(lines)
}

/// A hold that ran out is taken again where there is stock; one that was swept and sold since is the shopper's loss.
fn line_hold_again(draft: &mut Draft, settings: &Settings, cart: &mut Cart, line: &Line) -> Result<(), Error> {
    let ran_out = line.hold.is_none();
    line_set(draft, settings, cart, line, line.quantity).map_err(|error| match error {
        Error::Refusal(Refusal::InsufficientInventory { sku, available }) if ran_out => Refusal::ReservationExpired { sku, available }.into(),
        other => other,
    })
}

/// What is bought, as it is called and costs at this moment.
///
/// # Errors
/// When the sum can't be represented.
pub(super) fn order_line(product: &Product, variant: &Variant, quantity: u32) -> Result<OrderLine> {
    Ok(OrderLine {
        product: product.id,
        variant: variant.id,
        sku: variant.sku.clone(),
        handle: product.handle.clone(),
        title: product.title.clone(),
        options: variant.label(),
        image: variant.image.clone().or_else(|| product.images.first().map(|image| image.src.clone())),
        unit_price: variant.price,
        quantity,
        line_total: variant.price.times(quantity).context("a line's sum is too large")?,
        returned: 0,
        restocked: 0,
    })
}

#[expect(clippy::too_many_arguments, reason = "an order copies from many places, and this is the one place that does")]
fn new_order(
    draft: &Draft,
    settings: &Settings,
    id: OrderId,
    session: SessionId,
    cart: &Cart,
    (shipping, method): (&Shipping, &Method),
    lines: Vec<OrderLine>,
    priced: Priced,
) -> Order {
    Order {
        id,
        number: None,
        session,
        cart: cart.id,
        status: Status::Pending,
        placed_at: draft.now(),
        shipping: shipping.clone(),
        lines,
        totals: priced.totals,
        terms: priced.terms,
        payment: Payment { method: method.clone(), pay_until: draft.now().plus_ms(settings.pay_ms), state: PaymentState::Intended },
        timeline: vec![Moment { at: draft.now(), status: Status::Pending, note: String::new(), by: Actor::Customer }],
        tracking: None,
        customer: None,
        ledger: Vec::new(),
        refunds: Vec::new(),
        returns: Vec::new(),
    }
}

/// Takes in what happened to the payment of a pending order. An order that has ended stays as it is.
///
/// # Errors
/// When a row can't be read.
pub fn order_advance(draft: &mut Draft, settings: &Settings, id: OrderId, input: Input) -> Result<(), Error> {
    let mut order = draft.order(id)?.context("an order to settle is missing")?;
    if order.status != Status::Pending {
        return Ok(());
    }
    let Some(next) = advance(&order.payment.state, order.totals.total, input) else { return Ok(()) };
    order.payment.state = next;
    match order.payment.state.clone() {
        PaymentState::Paid { reference } => {
            let amount = order.totals.total;
            order.ledger.push(LedgerEntry { at: draft.now(), kind: Movement::Captured, amount, reference });
            order_confirm(draft, order, "Payment received")
        }
        PaymentState::Due { .. } => order_confirm(draft, order, "Payment to come"),
        PaymentState::Ended { ending } => order_end(draft, settings, order, &ending),
        PaymentState::Intended | PaymentState::Open { .. } | PaymentState::Cancelling { .. } | PaymentState::Mismatch { .. } => {
            draft.save_order(&order)?;
            Ok(())
        }
    }
}

/// Units leave the house, the order gets its number, the cart is cleared.
fn order_confirm(draft: &mut Draft, mut order: Order, note: &str) -> Result<(), Error> {
    let id = order.id;
    let mut cart = draft.cart(order.cart)?.context("the cart of a paid order is missing")?;
    assert_eq!(cart.placing, Some(id), "an order awaiting payment keeps its cart closed");
    for line in cart.lines.clone() {
        let mut stock = draft.stock(line.variant)?;
        stock.sell(line.quantity);
        draft.save_stock(line.variant, &stock);
        draft.change_client_holds(cart.client, line.variant, i64::from(line.quantity).saturating_neg())?;
    }
    cart.lines.clear();
    cart.coupon = None;
    cart.placing = None;
    draft.save_cart(&mut cart);

    order.number = Some(order_number_next(draft)?);
    order.move_to(Status::Confirmed, draft.now(), Actor::Shop, note);
    draft.save_order(&order)?;
    checkout_end(draft, &order, |checkout| Ok(Checkout { stage: checkout.stage.confirm(id)?, declines: 0, ..checkout }))?;
    draft.owe_letter(&Letter::OrderConfirmed { order: id })?;
    draft.announce(What::OrderConfirmed { order: id });
    Ok(())
}

/// No money came and none can: the order ends, the cart is open again and, if the shopper is there, keeps its hold
/// for another try. Too many declines in a row leave the hold to run out.
fn order_end(draft: &mut Draft, settings: &Settings, mut order: Order, ending: &Ending) -> Result<(), Error> {
    let (id, now) = (order.id, draft.now());
    let mut cart = draft.cart(order.cart)?.context("the cart of a declined order is missing")?;
    let checkout: Checkout = draft.get(order.cart)?.context("the checkout of an order is missing")?;
    let declines = checkout.declines.saturating_add(u32::from(matches!(ending, Ending::Declined { .. })));
    let renewed = *ending != Ending::Expired && declines < DECLINES_MAX;
    for line in cart.lines.iter_mut().filter(|_| renewed) {
        line.hold = line.hold.map(|hold| hold.extend(now, settings.holds));
    }
    cart.placing = None;
    draft.save_cart(&mut cart);

    let note = match ending {
        Ending::Declined { .. } => "Payment declined",
        Ending::Expired => "Not paid in time",
        Ending::Withdrawn => "Taken back before it was paid",
    };
    let by = if *ending == Ending::Withdrawn { Actor::Customer } else { Actor::Shop };
    order.move_to(Status::Cancelled, now, by, note);
    coupon_give_back(draft, &order)?;
    draft.save_order(&order)?;
    checkout_end(draft, &order, |checkout| {
        let stage = match ending {
            Ending::Declined { code, .. } => checkout.stage.decline(id, code.clone())?,
            Ending::Expired | Ending::Withdrawn => checkout.stage.give_up(id)?,
        };
        Ok(Checkout { stage, declines, ..checkout })
    })?;
    draft.announce(What::OrderDeclined { order: id });
    Ok(())
}

/// # Errors
/// When the counter can't be read.
pub(super) fn order_number_next(draft: &mut Draft) -> Result<OrderNumber> {
    let count = draft.next(ORDER_NUMBER)?;
    Ok(OrderNumber(NUMBERS_START.saturating_add(count)))
}

/// The checkout hears how its order ended; the next order gets another key.
fn checkout_end(draft: &mut Draft, order: &Order, end: impl FnOnce(Checkout) -> Result<Checkout, Refusal>) -> Result<(), Error> {
    let checkout: Checkout = draft.get(order.cart)?.context("the checkout of an order is missing")?;
    let ended = end(checkout)?;
    draft.put(order.cart, &Checkout { round: ended.round.saturating_add(1), quoted: None, ..ended });
    Ok(())
}

impl Shop {
    /// One order, for whoever may see it: the customer it belongs to, the browser that bought it, or the holder of its link.
    ///
    /// # Errors
    /// `NotFound` also when it exists but belongs to somebody else.
    pub fn order(&self, visitor: &Visitor, number: &str, token: Option<&str>) -> Result<Order, Error> {
        let snapshot = self.snapshot()?;
        let order = find_order(&snapshot, number)?.ok_or(Refusal::NotFound)?;
        let owner = visitor.session(&snapshot)?.is_some_and(|(browser, session)| belongs(&order, browser, session.customer));
        let holder = token.is_some_and(|token| digest(token.as_bytes()) == digest(self.order_token(order.id).as_bytes()));
        if owner || holder { Ok(order) } else { Err(Refusal::NotFound.into()) }
    }

    /// Whether this browser bought it and nobody is signed in: opening an account would bring the order along.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn bought_as_guest(&self, visitor: &Visitor, order: &Order) -> Result<bool> {
        let session = visitor.session(&self.snapshot()?)?;
        Ok(session.is_some_and(|(browser, session)| session.customer.is_none() && belongs(order, browser, None)))
    }

    /// One order, for the holder of its link.
    pub(super) fn opened_order(&self, id: OrderId, token: &str) -> Result<Order, Error> {
        let opens = digest(token.as_bytes()) == digest(self.order_token(id).as_bytes());
        let order = if opens { self.snapshot()?.order(id)? } else { None };
        Ok(order.ok_or(Refusal::NotFound)?)
    }

    /// One order, for whoever knows its number and the mail address it was placed with.
    ///
    /// # Errors
    /// `NotFound` whichever of the two is wrong.
    pub fn find_order(&self, number: &str, email: &str) -> Result<Order, Error> {
        let email = Email::parse(email).ok_or(Refusal::NotFound)?;
        let order = find_order(&self.snapshot()?, number.trim().trim_start_matches('#'))?;
        let same = |order: &Order| order.shipping.email.as_str().eq_ignore_ascii_case(email.as_str());
        Ok(order.filter(same).ok_or(Refusal::NotFound)?)
    }

    /// What opens an order to whoever has its link.
    #[must_use]
    pub fn order_token(&self, order: OrderId) -> String {
        to_hex(&sign(&self.secret.0, format!("order {order}").as_bytes()).0[..16])
    }

    /// A page of the visitor's orders, newest first, those that came to nothing left out: the account's where somebody is
    /// signed in, else the browser's.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn orders(&self, visitor: &Visitor, asked: HistoryPage) -> Result<History> {
        let snapshot = self.snapshot()?;
        let mut orders = Vec::new();
        match visitor.session(&snapshot)? {
            None => {}
            Some((_, Session { customer: Some(customer), .. })) => {
                let mut fault = None;
                history(&snapshot, customer, asked.before, &mut |id| match snapshot.order(id) {
                    Ok(order) => {
                        orders.extend(order.filter(|order| order.number.is_some()));
                        if orders.len() > asked.limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                    }
                    Err(error) => {
                        fault = Some(error);
                        ControlFlow::Break(())
                    }
                })?;
                fault.map_or(Ok(()), Err)?;
            }
            Some((browser, _)) => {
                for id in orders_of(&snapshot, browser)? {
                    let order = snapshot.order(id)?.filter(|order| order.number.is_some() && belongs(order, browser, None));
                    orders.extend(order.filter(|order| asked.before.is_none_or(|before| order.id < before)));
                }
                orders.sort_by_key(|order| std::cmp::Reverse(order.id));
            }
        }
        let more = orders.len() > asked.limit;
        orders.truncate(asked.limit);
        Ok(History { next: orders.last().filter(|_| more).map(|order| order.id), orders })
    }
}

/// Which part of a history is asked for.
#[derive(Clone, Copy, Debug)]
pub struct HistoryPage {
    /// Only what is older than this order.
    pub before: Option<OrderId>,
    pub limit: usize,
}

/// A page of orders; `next` is where the following one starts.
#[derive(Clone, Debug)]
pub struct History {
    pub orders: Vec<Order>,
    pub next: Option<OrderId>,
}

/// An order with an account is the account's alone; one without is its browser's.
fn belongs(order: &Order, browser: SessionId, customer: Option<CustomerId>) -> bool {
    match order.customer {
        Some(owner) => customer == Some(owner),
        None => order.session == browser,
    }
}

fn find_order(snapshot: &Snapshot, number: &str) -> Result<Option<Order>> {
    match number.parse() {
        Ok(number) => snapshot.order_by_number(OrderNumber(number)),
        Err(_) => Ok(None),
    }
}

/// The keys of a session lead to its orders.
fn orders_of(snapshot: &Snapshot, session: SessionId) -> Result<Vec<OrderId>> {
    let mut orders = Vec::new();
    snapshot.values_from::<PlacedKey>(tables::PLACED_KEYS, session, |bytes, placed| {
        if key::number_at(bytes, 0) != Some(session.0) {
            return Ok(ControlFlow::Break(()));
        }
        orders.push(placed.order);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(orders)
}
