//! What a cart costs where it goes, with the code that was entered: the books meet the pricing rules here.

use anyhow::{Context, Result};

use crate::base::clock::Timestamp;
use crate::domain::address::{Address, Shipping};
use crate::domain::coupon::{AppliedCoupon, CouponCode, CouponTrouble, customer_of};
use crate::domain::money::Money;
use crate::domain::order::OrderId;
use crate::domain::pricing::{PriceRules, Terms, Totals, subtotal, totals};
use crate::domain::refusal::Refusal;
use crate::domain::wrong::Wrong;
use crate::store::coupon::CouponRows;
use crate::store::order::OrderRows;

/// What is to be priced, for whom.
#[derive(Clone, Copy, Debug)]
pub struct Basket<'a> {
    /// Unit price and quantity of each line.
    pub lines: &'a [(Money, u32)],
    pub coupon: Option<&'a CouponCode>,
    /// Missing until the shopper gave an address; the sums are estimated then.
    pub shipping: Option<&'a Shipping>,
}

/// What it costs, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    pub terms: Terms,
    pub totals: Totals,
    /// Why the code takes nothing off, where it doesn't.
    pub trouble: Option<CouponTrouble>,
}

/// Prices a basket as things stand.
///
/// # Errors
/// When a row can't be read, and when the sum can't be represented.
pub fn price(read: &impl CouponRows, rules: &PriceRules, basket: &Basket, now: Timestamp) -> Result<Priced> {
    let to = basket.shipping.map_or(rules.home(), Shipping::destination);
    let method = basket.shipping.and_then(|shipping| shipping.method.as_ref());
    let mut terms = rules.terms(to, method);
    let mut trouble = None;
    if let Some(code) = basket.coupon {
        let sum = subtotal(rules.currency, basket.lines).context("the sum of a cart is too large")?;
        match coupon_for(read, code, sum, basket.shipping, now)? {
            Ok(applied) => terms.coupon = Some(applied),
            Err(why) => trouble = Some(why),
        }
    }
    let totals = totals(&terms, basket.lines).context("the sum of a cart is too large")?;
    Ok(Priced { terms, totals, trouble })
}

/// A cart whose order is being paid keeps the terms of that order, the use of its coupon among them.
///
/// # Errors
/// When the order can't be read, and when the sum can't be represented.
pub fn price_placed(read: &impl OrderRows, order: OrderId, lines: &[(Money, u32)]) -> Result<Priced> {
    let terms = read.order(order)?.context("the order of a cart that is being paid is missing")?.terms;
    let totals = totals(&terms, lines).context("the sum of a cart is too large")?;
    Ok(Priced { terms, totals, trouble: None })
}

/// What a code takes off for a shopper; as long as nobody knows who that is, their own limit is left out.
///
/// # Errors
/// When a row can't be read.
pub fn coupon_for(
    read: &impl CouponRows,
    code: &CouponCode,
    subtotal: Money,
    shipping: Option<&Shipping>,
    now: Timestamp,
) -> Result<Result<AppliedCoupon, CouponTrouble>> {
    let Some(coupon) = read.coupon(code)? else {
        return Ok(Err(CouponTrouble::Unknown { code: code.to_string() }));
    };
    let used = match shipping {
        Some(shipping) => read.coupon_uses(code, customer_of(&shipping.email))?,
        None => 0,
    };
    Ok(coupon.usable(now, subtotal, used))
}

/// Whether the shop ships there; `pointer` leads to the address.
///
/// # Errors
/// Names the field.
pub fn check_country(rules: &PriceRules, address: &Address, pointer: &str) -> Result<(), Refusal> {
    match rules.shipping.methods_to(&address.country) {
        [] => Err(Refusal::wrong(&format!("{pointer}/country"), Wrong::Said("wrong-not-shipped"))),
        _ => Ok(()),
    }
}

/// Whether the shop ships there, and in the way that was asked for; `pointer` leads to the address.
///
/// # Errors
/// Names the field.
pub fn check_shipping(rules: &PriceRules, shipping: &Shipping, pointer: &str) -> Result<(), Refusal> {
    check_country(rules, &shipping.address, pointer)?;
    let methods = rules.shipping.methods_to(&shipping.address.country);
    match &shipping.method {
        Some(id) if !methods.iter().any(|method| method.id == *id) => {
            let known: Vec<&str> = methods.iter().map(|method| method.id.as_str()).collect();
            Err(Refusal::invalid("/shipping_method", &format!("Choose how to ship it: {}", known.join(" or "))))
        }
        _ => Ok(()),
    }
}
