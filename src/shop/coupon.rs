//! Coupons: what the merchant does with them, and the uses that orders take and give back.
//!
//! - **A use is taken in the commit that writes the order**, so the last one goes to one shopper only.
//! - An order that ends unpaid gives its use back in the commit that ends it.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::Shop;
use crate::base::clock::Timestamp;
use crate::domain::address::Email;
use crate::domain::coupon::{AppliedCoupon, Coupon, CouponCode, Worth, customer_of};
use crate::domain::limits::COUPONS_LISTED_MAX;
use crate::domain::money::{Currency, Money};
use crate::domain::order::Order;
use crate::domain::rate::Rate;
use crate::domain::refusal::Error;
use crate::store::coupon::CouponRows;
use crate::store::draft::Draft;
use crate::store::tables;

/// Takes a use for an order that is being written. Whether there is one was decided when the order was priced in this draft.
///
/// # Errors
/// When a row can't be read.
///
/// # Panics
/// When there is no use left: the price of the order would be wrong then.
pub fn coupon_take(draft: &mut Draft, applied: &AppliedCoupon, email: &Email) -> Result<()> {
    let mut coupon = draft.coupon(&applied.code)?.context("the coupon of an order is missing")?;
    let customer = customer_of(email);
    let uses = draft.coupon_uses(&applied.code, customer)?;
    assert!(coupon.uses_max.is_none_or(|max| coupon.used < max), "an order never takes a use that isn't there");
    assert!(coupon.uses_per_customer_max.is_none_or(|max| uses < max), "an order never takes a use its customer doesn't have");
    coupon.used = coupon.used.checked_add(1).context("a coupon is used more often than can be counted")?;
    draft.save_coupon(&coupon);
    draft.save_coupon_uses(&applied.code, customer, uses.saturating_add(1));
    Ok(())
}

/// Gives back the use of an order that ends unpaid. To be called once, in the commit that ends it.
///
/// # Errors
/// When a row can't be read, and when the use isn't there to be given back.
pub fn coupon_give_back(draft: &mut Draft, order: &Order) -> Result<()> {
    let Some(applied) = &order.terms.coupon else { return Ok(()) };
    let mut coupon = draft.coupon(&applied.code)?.context("the coupon of an order is missing")?;
    let customer = customer_of(&order.shipping.email);
    let uses = draft.coupon_uses(&applied.code, customer)?;
    coupon.used = coupon.used.checked_sub(1).context("a coupon gets a use back that nobody took")?;
    let uses = uses.checked_sub(1).context("a customer gives back a use of a coupon that they didn't take")?;
    draft.save_coupon(&coupon);
    draft.save_coupon_uses(&applied.code, customer, uses);
    Ok(())
}

/// What the merchant asks, as it was typed. Amounts are in the shop's currency.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CouponWork {
    Add(NewCoupon),
    List,
    End { code: String },
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NewCoupon {
    pub code: String,
    pub percent: Option<String>,
    pub sum: Option<String>,
    pub free_shipping: bool,
    pub minimum: Option<String>,
    pub from: Option<String>,
    pub until: Option<String>,
    pub uses: Option<u32>,
    pub per_customer: Option<u32>,
}

/// A coupon in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponRow {
    pub code: String,
    pub worth: String,
    /// `works`, `ended`, `used up` or `not yet`.
    pub state: String,
    pub uses: String,
    pub rules: String,
}

impl NewCoupon {
    /// # Errors
    /// Says which part can't be used, and how to write it.
    pub fn check(&self, currency: Currency, now: Timestamp) -> Result<Coupon> {
        let Some(code) = CouponCode::parse(&self.code) else {
            bail!("{:?} is not a code: use 3 to 40 letters, digits, hyphens or underscores", self.code);
        };
        let sum = |name: &str, text: &Option<String>| -> Result<Option<Money>> {
            let read = |text: &String| Money::parse(text, currency).map_err(|problem| anyhow::anyhow!("{name}: {problem}"));
            text.as_ref().map(read).transpose()
        };
        let worth = match (&self.percent, sum("--sum", &self.sum)?, self.free_shipping) {
            (Some(percent), None, false) => Worth::Percent(percent_of(percent)?),
            (None, Some(sum), false) if sum.minor > 0 => Worth::Sum(sum),
            (None, Some(_), false) => bail!("--sum must be more than nothing"),
            (None, None, true) => Worth::FreeShipping,
            _ => bail!("say what the coupon is worth with one of --percent 10, --sum 5.00 and --free-shipping"),
        };
        let starts_at = self.from.as_deref().map(|text| Timestamp::start_of(text).with_context(|| "--from")).transpose()?;
        let ends_at = self.until.as_deref().map(|text| Timestamp::end_of(text).with_context(|| "--until")).transpose()?;
        if ends_at.is_some_and(|end| end <= now || starts_at.is_some_and(|start| end <= start)) {
            bail!("--until must lie in the future, and after --from");
        }
        if self.uses == Some(0) || self.per_customer == Some(0) {
            bail!("--uses and --per-customer must be at least 1; leave them out for no limit");
        }
        Ok(Coupon {
            code,
            worth,
            minimum: sum("--minimum", &self.minimum)?,
            starts_at,
            ends_at,
            uses_max: self.uses,
            uses_per_customer_max: self.per_customer,
            used: 0,
            active: true,
            created_at: now,
        })
    }
}

/// `10` and `10%`, but not nothing.
fn percent_of(text: &str) -> Result<Rate> {
    let number = text.trim().trim_end_matches('%');
    let rate = Rate::parse(&format!("{number}%")).map_err(|problem| anyhow::anyhow!("--percent: {problem}"))?;
    if rate.0 == 0 {
        bail!("--percent must be more than nothing");
    }
    Ok(rate)
}

impl CouponRow {
    fn new(coupon: &Coupon, now: Timestamp) -> Self {
        let ended = !coupon.active || coupon.ends_at.is_some_and(|end| now >= end);
        let state = match () {
            () if ended => "ended",
            () if coupon.uses_max.is_some_and(|max| coupon.used >= max) => "used up",
            () if coupon.starts_at.is_some_and(|start| now < start) => "not yet",
            () => "works",
        };
        let rules = [
            coupon.minimum.map(|sum| format!("from {sum}")),
            coupon.starts_at.map(|at| format!("since {}", at.date_time())),
            coupon.ends_at.map(|at| format!("until {}", at.date_time())),
            coupon.uses_per_customer_max.map(|max| format!("{max} for each customer")),
        ];
        Self {
            code: coupon.code.to_string(),
            worth: coupon.worth.to_string(),
            state: state.to_owned(),
            uses: coupon.uses_max.map_or_else(|| coupon.used.to_string(), |max| format!("{} of {max}", coupon.used)),
            rules: rules.into_iter().flatten().collect::<Vec<_>>().join(", "),
        }
    }
}

/// Writes a new coupon. A code is used once in the life of a shop, so that old orders stay clear.
///
/// # Errors
/// When the code is taken.
pub fn coupon_add(draft: &mut Draft, coupon: &Coupon) -> Result<(), Error> {
    if draft.coupon(&coupon.code)?.is_some() {
        return Err(anyhow::anyhow!("there is a coupon {} already; choose another code", coupon.code).into());
    }
    draft.save_coupon(coupon);
    Ok(())
}

/// Ends a coupon; orders that used it keep what it took off.
///
/// # Errors
/// When there is no such code.
pub fn coupon_end(draft: &mut Draft, code: &CouponCode) -> Result<Coupon, Error> {
    let mut coupon = draft.coupon(code)?.with_context(|| format!("there is no coupon {code}"))?;
    coupon.active = false;
    draft.save_coupon(&coupon);
    Ok(coupon)
}

impl Shop {
    /// Does what the merchant asks and answers with the coupons it is about. Never call it from async code.
    ///
    /// # Errors
    /// Says what can't be used, in words for the merchant.
    pub fn coupons(&self, work: &CouponWork) -> Result<Vec<CouponRow>> {
        let now = self.books.now();
        let row = |coupon: &Coupon| CouponRow::new(coupon, now);
        match work {
            CouponWork::Add(new) => {
                let coupon = new.check(self.settings.prices.currency, now)?;
                let added = row(&coupon);
                self.books.write_blocking("adding a coupon", move |draft| coupon_add(draft, &coupon))?;
                Ok(vec![added])
            }
            CouponWork::End { code } => {
                let code = CouponCode::parse(code).with_context(|| format!("there is no coupon {code}"))?;
                let ended = self.books.write_blocking("ending a coupon", move |draft| coupon_end(draft, &code))?;
                Ok(vec![row(&ended)])
            }
            CouponWork::List => {
                let mut rows = Vec::new();
                self.snapshot()?.values::<Coupon>(tables::COUPONS, |_, coupon| {
                    if rows.len() < COUPONS_LISTED_MAX {
                        rows.push(row(&coupon));
                    }
                    Ok(())
                })?;
                Ok(rows)
            }
        }
    }
}
