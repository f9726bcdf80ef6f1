//! The steps of a checkout: address, payment, review. Placing the order is `order`'s business.

use anyhow::Result;

use super::Shop;
use super::cart::{CartView, cart_view, line_set};
use super::visitor::Visitor;
use crate::base::secret::Digest;
use crate::base::secret::{sign, to_hex};
use crate::config::Settings;
use crate::domain::address::Shipping;
use crate::domain::cart::{Cart, CartId, Line};
use crate::domain::checkout::{Checkout, Quote, Stage};
use crate::domain::money::Money;
use crate::domain::order::Order;
use crate::domain::payment::Method;
use crate::domain::refusal::{Error, Refusal};
use crate::store::cart::CartRows;
use crate::store::draft::Draft;
use crate::store::order::OrderRows;
use crate::store::read::Read;

/// A checkout as the shopper sees it.
#[derive(Clone, Debug)]
pub struct CheckoutView {
    pub stage: Stage,
    pub cart: CartView,
    /// For the order that is placed next.
    pub key: String,
    /// The order being placed, or the one just confirmed.
    pub order: Option<Order>,
}

#[derive(Clone, Debug)]
pub enum CheckoutStep {
    /// The shopper goes from the cart to the till: holds are renewed.
    Enter,
    Shipping(Shipping),
    Payment(Method),
    Back,
}

/// The Idempotency-Key of the order that a checkout places next: the same on every page and device.
#[must_use]
pub fn checkout_key(secret: &Digest, cart: CartId, round: u32) -> String {
    let signature = sign(&secret.0, format!("checkout {cart} {round}").as_bytes());
    to_hex(&signature.0[..16])
}

/// The cart of the visitor with its checkout.
///
/// # Errors
/// When a row can't be read.
pub fn checkout_of(read: &impl Read, visitor: &Visitor) -> Result<Option<(Cart, Checkout)>> {
    let Some((_, session)) = visitor.session(read)? else { return Ok(None) };
    let cart = read.cart(session.cart)?.unwrap_or_else(|| Cart::new(session.cart, visitor.client));
    let checkout = read.get(cart.id)?.unwrap_or_else(Checkout::default);
    let resumed = checkout.resumed(!cart.lines.is_empty());
    Ok(Some((cart, resumed)))
}

/// Takes one step, and notes the total that the shopper is shown with it.
///
/// # Errors
/// `CartEmpty`, and `WrongStep` where the step can't be taken.
pub fn checkout_step(draft: &mut Draft, settings: &Settings, visitor: &Visitor, step: CheckoutStep) -> Result<(), Error> {
    let (mut cart, checkout) = checkout_of(draft, visitor)?.ok_or(Refusal::CartEmpty)?;
    if cart.lines.is_empty() {
        return Err(Refusal::CartEmpty.into());
    }
    let renews = matches!(step, CheckoutStep::Enter | CheckoutStep::Shipping(_));
    let stage = match step {
        CheckoutStep::Enter => checkout.stage,
        CheckoutStep::Shipping(shipping) => checkout.stage.with_shipping(shipping)?,
        CheckoutStep::Payment(method) => checkout.stage.with_method(method)?,
        CheckoutStep::Back => checkout.stage.back()?,
    };
    if renews {
        holds_renew(draft, settings, &mut cart)?;
        draft.save_cart(&mut cart);
    }
    let totals = cart_view(draft, &settings.prices, Some(&cart), draft.now())?.totals;
    draft.put(cart.id, &Checkout { stage, quoted: Some(Quote { total: totals.total, cart_version: cart.version }), ..checkout });
    Ok(())
}

/// Notes a total that the shopper was told in a refusal, so that placing the order again means agreeing to it.
///
/// # Errors
/// When a row can't be read.
pub fn checkout_quote(draft: &mut Draft, visitor: &Visitor, total: Money) -> Result<(), Error> {
    if let Some((cart, checkout)) = checkout_of(draft, visitor)? {
        draft.put(cart.id, &Checkout { quoted: Some(Quote { total, cart_version: cart.version }), ..checkout });
    }
    Ok(())
}

/// Holds for another while what the cart holds, and holds again what ran out where there is still stock.
fn holds_renew(draft: &mut Draft, settings: &Settings, cart: &mut Cart) -> Result<(), Error> {
    cart.check_open()?;
    let now = draft.now();
    for line in cart.lines.clone() {
        match line.hold {
            Some(hold) if hold.runs(now) => cart.put(Line { hold: Some(hold.extend(now, settings.holds)), ..line }),
            _ => match line_set(draft, settings, cart, &line, line.quantity) {
                // The page says "sold out" beside the line; placing the order refuses it.
                Ok(()) | Err(Error::Refusal(_)) => {}
                Err(fault) => return Err(fault),
            },
        }
    }
    Ok(())
}

impl Shop {
    /// The visitor's checkout as it is now.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn checkout(&self, visitor: &Visitor) -> Result<CheckoutView> {
        let snapshot = self.snapshot()?;
        let (cart, checkout) = match checkout_of(&snapshot, visitor)? {
            Some((cart, checkout)) => (Some(cart), checkout),
            None => (None, Checkout::default()),
        };
        let order = match checkout.stage.order() {
            Some(id) => snapshot.order(id)?,
            None => None,
        };
        let key = cart.as_ref().map_or_else(String::new, |cart| checkout_key(&self.secret, cart.id, checkout.round));
        let view = cart_view(&snapshot, &self.settings.prices, cart.as_ref(), self.books.now())?;
        Ok(CheckoutView { stage: checkout.stage, cart: view, key, order })
    }

    /// # Errors
    /// See [`checkout_step`].
    pub async fn checkout_step(&self, visitor: Visitor, step: CheckoutStep) -> Result<CheckoutView, Error> {
        if let CheckoutStep::Payment(method) = &step {
            self.check_method(method, "")?;
        }
        self.cart_catch_up(&visitor).await?;
        let (settings, shopper) = (self.settings.clone(), visitor.clone());
        // An order that waits for its shopper can be taken back; one that waits for the provider can't.
        if let CheckoutStep::Back = &step
            && let Some(order) = self.checkout(&visitor)?.order.filter(|order| order.payment.state.action().is_some())
        {
            self.withdraw(order.id).await?;
            return Ok(self.checkout(&visitor)?);
        }
        self.books.write("a checkout step", move |draft| checkout_step(draft, &settings, &shopper, step)).await?;
        Ok(self.checkout(&visitor)?)
    }

    /// Whether this can be paid with; `pointer` leads to where the request says it.
    pub(super) fn check_method(&self, method: &Method, pointer: &str) -> Result<(), Error> {
        self.payments.check(method).map_err(|detail| Refusal::invalid(&format!("{pointer}/token"), &detail).into())
    }
}
