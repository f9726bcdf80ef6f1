//! The steps of a checkout: address, payment, review. Placing the order is `order`'s business.

use anyhow::Result;

use super::Shop;
use super::cart::{CartView, cart_view};
use super::hold::holds_renew;
use super::pricing::check_shipping;
use super::quote::quote_of;
use super::visitor::Visitor;
use crate::base::secret::Digest;
use crate::base::secret::{sign, to_hex};
use crate::config::Settings;
use crate::domain::address::Shipping;
use crate::domain::cart::{Cart, CartId};
use crate::domain::checkout::{Checkout, Stage};
use crate::domain::order::Order;
use crate::domain::payment::Method;
use crate::domain::quote::Quote;
use crate::domain::refusal::{Error, Refusal};
use crate::domain::shipping::{ShippingMethod, ShippingMethodId};
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
    /// The ways to ship to the address, the usual one first; empty before there is one.
    pub shipping_methods: Vec<ShippingMethod>,
}

#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one a request")]
pub enum CheckoutStep {
    /// The shopper goes from the cart to the till: holds are renewed.
    Enter,
    Shipping(Shipping),
    ShippingMethod(ShippingMethodId),
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
        CheckoutStep::Shipping(shipping) => {
            check_shipping(&settings.prices, &shipping, "")?;
            let chosen = shipping.method.clone().or_else(|| checkout.stage.shipping().and_then(|known| known.method.clone()));
            checkout.stage.with_shipping(Shipping { method: chosen, ..shipping })?
        }
        CheckoutStep::ShippingMethod(id) => {
            let stage = checkout.stage.with_shipping_method(id)?;
            stage.shipping().map_or(Ok(()), |shipping| check_shipping(&settings.prices, shipping, ""))?;
            stage
        }
        CheckoutStep::Payment(method) => checkout.stage.with_method(method)?,
        CheckoutStep::Back => checkout.stage.back()?,
    };
    if renews {
        holds_renew(draft, settings, &mut cart)?;
        draft.save_cart(&mut cart);
    }
    let quote = quote_of(&cart_view(draft, settings, Some(&cart), stage.shipping(), draft.now())?);
    draft.put(cart.id, &Checkout { stage, quoted: Some(quote), ..checkout });
    Ok(())
}

/// Notes what the shopper was told in a refusal, so that placing the order again means agreeing to it.
///
/// # Errors
/// When a row can't be read.
pub fn checkout_quote(draft: &mut Draft, visitor: &Visitor, told: Quote) -> Result<(), Error> {
    if let Some((cart, checkout)) = checkout_of(draft, visitor)? {
        draft.put(cart.id, &Checkout { quoted: Some(told), ..checkout });
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
        let shipping = checkout.stage.shipping();
        let view = cart_view(&snapshot, &self.settings, cart.as_ref(), shipping, self.books.now())?;
        let country = shipping.map(|shipping| shipping.address.country.as_str());
        let shipping_methods = country.map_or_else(Vec::new, |country| self.settings.prices.shipping.methods_to(country).to_vec());
        Ok(CheckoutView { stage: checkout.stage, cart: view, key, order, shipping_methods })
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
