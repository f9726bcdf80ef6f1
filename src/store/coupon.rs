//! Rows of coupons: each with its uses, and how often each customer used it.

use anyhow::Result;

use super::codec::Row;
use super::draft::Draft;
use super::read::Read;
use super::tables::{self, Table};
use crate::base::secret::Digest;
use crate::domain::coupon::{Coupon, CouponCode};

rows! {
    Coupon => COUPONS;
}

/// Reading coupons, in a snapshot or a draft.
pub trait CouponRows: Read {
    /// # Errors
    /// When a row can't be read.
    fn coupon(&self, code: &CouponCode) -> Result<Option<Coupon>> {
        self.get(code.as_str())
    }

    /// How many orders of one customer hold a use.
    ///
    /// # Errors
    /// When a row can't be read.
    fn coupon_uses(&self, code: &CouponCode, customer: Digest) -> Result<u32> {
        Ok(self.value(tables::COUPON_USES, (code.as_str(), customer))?.unwrap_or(0))
    }
}

impl<R: Read> CouponRows for R {}

impl Draft<'_> {
    pub fn save_coupon(&mut self, coupon: &Coupon) {
        self.put(coupon.code.as_str(), coupon);
    }

    pub fn save_coupon_uses(&mut self, code: &CouponCode, customer: Digest, uses: u32) {
        match uses {
            0 => self.remove(tables::COUPON_USES, (code.as_str(), customer)),
            uses => self.set_value(tables::COUPON_USES, (code.as_str(), customer), &uses),
        }
    }
}
