//! Coupons: a code that takes something off, for a time, a number of times.
//!
//! Uses are counted where orders are written, in the same commit; see `shop/coupon.rs`.

use std::fmt;

use minicbor::{Decode, Encode};

use super::address::Email;
use super::limits::{CODE_CHARS_MAX, CODE_CHARS_MIN};
use super::money::Money;
use super::order::{Order, Status};
use super::rate::Rate;
use crate::base::clock::Timestamp;
use crate::base::messages::{Catalogue, spoken_in, t};
use crate::base::secret::{Digest, digest};

/// What a shopper types, in capital letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct CouponCode(#[n(0)] String);

/// What a coupon takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Worth {
    #[n(0)]
    Percent(#[n(0)] Rate),
    /// Never more than the subtotal.
    #[n(1)]
    Sum(#[n(0)] Money),
    #[n(2)]
    FreeShipping,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Coupon {
    #[n(0)]
    pub code: CouponCode,
    #[n(1)]
    pub worth: Worth,
    /// The least subtotal.
    #[n(2)]
    pub minimum: Option<Money>,
    #[n(3)]
    pub starts_at: Option<Timestamp>,
    /// The first moment at which it works no more.
    #[n(4)]
    pub ends_at: Option<Timestamp>,
    #[n(5)]
    pub uses_max: Option<u32>,
    #[n(6)]
    pub uses_per_customer_max: Option<u32>,
    /// Orders that hold a use: see [`holds_use`].
    #[n(7)]
    pub used: u32,
    /// Until the merchant ends it.
    #[n(8)]
    pub active: bool,
    #[n(9)]
    pub created_at: Timestamp,
}

/// A coupon as an order or a cart was priced with it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AppliedCoupon {
    #[n(0)]
    pub code: CouponCode,
    #[n(1)]
    pub worth: Worth,
}

/// Why a code takes nothing off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CouponTrouble {
    Unknown { code: String },
    Ended { code: CouponCode },
    NotYet { code: CouponCode, from: Timestamp },
    UsedUp { code: CouponCode },
    UsedByCustomer { code: CouponCode },
    BelowMinimum { code: CouponCode, minimum: Money },
}

impl CouponTrouble {
    /// For whoever typed it, as a sentence in the spoken language.
    #[must_use]
    pub fn said(&self) -> String {
        match self {
            Self::Unknown { code } => t!("coupon-unknown", code = code),
            Self::Ended { code } => t!("coupon-ended", code = code.as_str()),
            Self::NotYet { code, from } => t!("coupon-not-yet", code = code.as_str(), from = from.date_time()),
            Self::UsedUp { code } => t!("coupon-used-up", code = code.as_str()),
            Self::UsedByCustomer { code } => t!("coupon-used-by-you", code = code.as_str()),
            Self::BelowMinimum { code, minimum } => t!("coupon-minimum", code = code.as_str(), sum = minimum),
        }
    }
}

/// In English, as programs and terminals are told.
impl fmt::Display for CouponTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&spoken_in(Catalogue::english(), || self.said()))
    }
}

impl Worth {
    /// What it takes off, in the spoken language: `10% off`, `$5.00 off`, `free shipping`.
    #[must_use]
    pub fn said(&self) -> String {
        match self {
            Self::Percent(rate) => t!("worth-off", worth = rate),
            Self::Sum(sum) => t!("worth-off", worth = sum),
            Self::FreeShipping => t("worth-shipping").to_owned(),
        }
    }
}

impl CouponCode {
    /// Letters, digits, hyphens and underscores; small letters become capitals.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let usable = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let length_ok = (CODE_CHARS_MIN..=CODE_CHARS_MAX).contains(&text.len());
        (length_ok && text.chars().all(usable)).then_some(Self(text))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CouponCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// In English, as programs and terminals are told.
impl fmt::Display for Worth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&spoken_in(Catalogue::english(), || self.said()))
    }
}

impl Coupon {
    /// Whether it takes something off now, for somebody who has used it `used_by_customer` times.
    ///
    /// # Errors
    /// Says why not.
    pub fn usable(&self, now: Timestamp, subtotal: Money, used_by_customer: u32) -> Result<AppliedCoupon, CouponTrouble> {
        let code = || self.code.clone();
        if !self.active || self.ends_at.is_some_and(|end| now >= end) {
            return Err(CouponTrouble::Ended { code: code() });
        }
        if let Some(from) = self.starts_at.filter(|from| now < *from) {
            return Err(CouponTrouble::NotYet { code: code(), from });
        }
        if self.uses_max.is_some_and(|max| self.used >= max) {
            return Err(CouponTrouble::UsedUp { code: code() });
        }
        if self.uses_per_customer_max.is_some_and(|max| used_by_customer >= max) {
            return Err(CouponTrouble::UsedByCustomer { code: code() });
        }
        match self.minimum {
            Some(minimum) if subtotal.minor < minimum.minor => Err(CouponTrouble::BelowMinimum { code: code(), minimum }),
            _ => Ok(AppliedCoupon { code: code(), worth: self.worth }),
        }
    }
}

/// Who a customer is to a coupon: the mail address, whatever browser or account it came from.
#[must_use]
pub fn customer_of(email: &Email) -> Digest {
    digest(email.as_str().to_lowercase().as_bytes())
}

/// The coupon whose use this order holds: from the moment it is placed, unless it ended without ever being paid.
#[must_use]
pub fn holds_use(order: &Order) -> Option<&AppliedCoupon> {
    let holds = order.status != Status::Cancelled || order.captured().minor > 0;
    order.terms.coupon.as_ref().filter(|_| holds)
}

#[cfg(test)]
mod tests {
    use super::{Coupon, CouponCode, CouponTrouble, Worth, customer_of};
    use crate::base::clock::Timestamp;
    use crate::domain::address::Email;
    use crate::domain::money::{Currency, Money};
    use crate::domain::rate::Rate;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn coupon() -> Coupon {
        Coupon {
            code: CouponCode::parse("spring").expect("a code"),
            worth: Worth::Percent(Rate(100_000)),
            minimum: Some(usd(3_000)),
            starts_at: Some(Timestamp(100)),
            ends_at: Some(Timestamp(200)),
            uses_max: Some(5),
            uses_per_customer_max: Some(2),
            used: 4,
            active: true,
            created_at: Timestamp(0),
        }
    }

    #[test]
    fn each_limit_of_a_coupon_is_kept_to_the_edge() {
        let code = coupon().code;
        let at = |coupon: &Coupon, now, subtotal, mine| coupon.usable(Timestamp(now), usd(subtotal), mine).map(|applied| applied.worth);
        assert_eq!(at(&coupon(), 100, 3_000, 1), Ok(Worth::Percent(Rate(100_000))));
        assert_eq!(at(&coupon(), 199, 3_000, 0), Ok(Worth::Percent(Rate(100_000))));
        assert_eq!(at(&coupon(), 99, 3_000, 0), Err(CouponTrouble::NotYet { code: code.clone(), from: Timestamp(100) }));
        assert_eq!(at(&coupon(), 200, 3_000, 0), Err(CouponTrouble::Ended { code: code.clone() }));
        assert_eq!(at(&coupon(), 150, 2_999, 0), Err(CouponTrouble::BelowMinimum { code: code.clone(), minimum: usd(3_000) }));
        assert_eq!(at(&coupon(), 150, 3_000, 2), Err(CouponTrouble::UsedByCustomer { code: code.clone() }));
        assert_eq!(at(&Coupon { used: 5, ..coupon() }, 150, 3_000, 0), Err(CouponTrouble::UsedUp { code: code.clone() }));
        assert_eq!(at(&Coupon { active: false, ..coupon() }, 150, 3_000, 0), Err(CouponTrouble::Ended { code }));
    }

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        assert_eq!(CouponCode::parse(" welcome-10 ").map(|code| code.to_string()).as_deref(), Some("WELCOME-10"));
        for bad in ["", "ab", "two words", "10%", &"x".repeat(41)] {
            assert_eq!(CouponCode::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_code_has_three_characters_at_least_and_forty_at_most() {
        for code in ["ABC", "A-1", "X_2", &"X".repeat(40)] {
            assert_eq!(CouponCode::parse(code).as_ref().map(CouponCode::as_str), Some(code));
        }
    }

    #[test]
    fn what_a_coupon_takes_off_is_said_in_a_word_or_two() {
        let said = [Worth::Percent(Rate(125_000)), Worth::Sum(usd(500)), Worth::FreeShipping].map(|worth| worth.to_string());
        assert_eq!(said, ["12.5% off", "$5.00 off", "free shipping"]);
    }

    #[test]
    fn a_customer_is_one_mail_address_however_it_is_typed() {
        let of = |text: &str| customer_of(&Email::parse(text).expect("an address"));
        assert_eq!(of("Ada@Example.com"), of("ada@example.COM"));
        assert_ne!(of("ada@example.com"), of("bea@example.com"));
    }
}
