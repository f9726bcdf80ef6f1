//! An order is placed at the total its shopper agreed to, or refused with what changed since.

use anyhow::{Context, Result};

use super::cart::{CartView, LineView};
use super::pricing::{Basket, Priced, price};
use crate::base::clock::Timestamp;
use crate::domain::address::Shipping;
use crate::domain::cart::Cart;
use crate::domain::coupon::{AppliedCoupon, CouponTrouble};
use crate::domain::money::Money;
use crate::domain::order::OrderLine;
use crate::domain::pricing::{PriceRules, Terms, totals};
use crate::domain::quote::{Difference, LineChange, Quote, QuotedLine, changed};
use crate::domain::refusal::{Error, Refusal};
use crate::store::coupon::CouponRows;
use crate::store::product::ProductRows;

/// An order about to be placed, and what its shopper knows of the price.
#[derive(Clone, Copy, Debug)]
pub struct Agreement<'a> {
    pub cart: &'a Cart,
    /// The version of the cart before this command.
    pub version: u64,
    pub lines: &'a [OrderLine],
    pub shipping: &'a Shipping,
    /// The total that was sent along.
    pub accepted: Option<Money>,
    /// What the checkout showed last.
    pub quoted: Option<&'a Quote>,
    /// The address came with the order, so nothing that was shown before is binding.
    pub at_once: bool,
}

/// What a cart shows at the till.
#[must_use]
pub fn quote_of(view: &CartView) -> Quote {
    let line = |line: &LineView| QuotedLine {
        product: line.product,
        variant: line.variant,
        sku: line.sku.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
    };
    Quote { lines: view.lines.iter().map(line).collect(), totals: view.totals, cart_version: view.version }
}

/// The price of the order, which must be the one that was agreed to.
///
/// # Errors
/// `PriceChanged` or `CartChanged` with the difference when it isn't.
pub fn price_agreed(read: &(impl CouponRows + ProductRows), rules: &PriceRules, agreement: &Agreement, now: Timestamp) -> Result<Priced, Error> {
    let Agreement { cart, quoted, shipping, .. } = agreement;
    let sums: Vec<_> = agreement.lines.iter().map(|line| (line.unit_price, line.quantity)).collect();
    let basket = Basket { lines: &sums, coupon: cart.coupon.as_ref(), shipping: Some(shipping) };
    let priced = price(read, rules, &basket, now)?;
    let total = priced.totals.total;
    let shown = quoted.map(|quote| quote.totals.total);
    let agreed = match agreement.accepted.or(shown.filter(|_| !agreement.at_once)) {
        Some(agreed) => agreed,
        None if shown == Some(total) => total,
        None => promised(read, &basket, &priced)?,
    };
    if agreed == total {
        return Ok(priced);
    }
    let same_cart = quoted.is_none_or(|quote| quote.cart_version == agreement.version);
    let difference = Box::new(difference(read, agreement, agreed, &priced)?);
    Err(if same_cart { Refusal::PriceChanged(difference) } else { Refusal::CartChanged(difference) }.into())
}

/// What somebody expects who entered a code and was never told that it takes nothing off any more.
fn promised(read: &impl CouponRows, basket: &Basket, priced: &Priced) -> Result<Money> {
    let lost = priced.trouble.as_ref().filter(|trouble| !matches!(trouble, CouponTrouble::BelowMinimum { .. }));
    let coupon = match (lost, basket.coupon) {
        (Some(_), Some(code)) => read.coupon(code)?,
        _ => None,
    };
    let Some(coupon) = coupon else { return Ok(priced.totals.total) };
    let terms = Terms { coupon: Some(AppliedCoupon { code: coupon.code, worth: coupon.worth }), ..priced.terms.clone() };
    Ok(totals(&terms, basket.lines).context("the sum of a cart is too large")?.total)
}

fn difference(read: &impl ProductRows, agreement: &Agreement, was: Money, priced: &Priced) -> Result<Difference> {
    let line = |line: &OrderLine| QuotedLine {
        product: line.product,
        variant: line.variant,
        sku: line.sku.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
    };
    let now = Quote { lines: agreement.lines.iter().map(line).collect(), totals: priced.totals, cart_version: agreement.version };
    // A quote of another sum, from another tab, doesn't explain this one.
    let quoted = agreement.quoted.filter(|quote| quote.totals.total == was);
    let mut changes = Vec::new();
    for (before, after) in quoted.map_or_else(Vec::new, |quote| changed(&quote.lines, &now.lines)) {
        let Some(known) = after.or(before) else { continue };
        changes.push(LineChange {
            sku: known.sku.clone(),
            title: read.product(known.product)?.map_or_else(|| known.sku.clone(), |product| product.title),
            was: before.map(|line| line.unit_price),
            now: after.map(|line| line.unit_price),
            quantity_was: before.map_or(0, |line| line.quantity),
            quantity_now: after.map_or(0, |line| line.quantity),
        });
    }
    Ok(Difference { was, totals_was: quoted.map(|quote| quote.totals), now, changes, coupon: priced.trouble.clone() })
}
