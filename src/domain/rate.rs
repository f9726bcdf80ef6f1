//! Exact rates: a percentage in parts per million, applied with one rounding.

use std::fmt;

use super::money::Money;
use crate::base::messages::{Fact, Value, spoken};

/// Parts per million: 8 % is 80,000.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Rate(#[n(0)] pub u32);

const WHOLE: i128 = 1_000_000;

impl Rate {
    /// Reads `8%` or `8.25 %`.
    ///
    /// # Errors
    /// Says what a rate looks like.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not a rate; write a percentage from 0% to 100%, such as \"8%\" or \"8.25%\"");
        let number = text.trim().strip_suffix('%').ok_or_else(wrong)?.trim();
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(wrong());
        }
        let ppm: u32 = format!("{whole}{fraction:0<4}").parse().map_err(|_| wrong())?;
        if i128::from(ppm) > WHOLE { Err(wrong()) } else { Ok(Self(ppm)) }
    }

    /// This share of an amount, rounded half away from zero to a whole minor unit.
    #[must_use]
    pub fn of(self, amount: Money) -> Option<Money> {
        self.share(amount, WHOLE)
    }

    /// The part of an amount that this rate put on it: 19 % of tax is in 1.19 with 0.19. Rounded as in [`Self::of`].
    #[must_use]
    pub fn contained_in(self, amount: Money) -> Option<Money> {
        self.share(amount, WHOLE.checked_add(i128::from(self.0))?)
    }

    fn share(self, amount: Money, of: i128) -> Option<Money> {
        let doubled = i128::from(amount.minor).checked_mul(i128::from(self.0))?.checked_mul(2)?;
        let half = if doubled < 0 { of.checked_neg()? } else { of };
        let minor = doubled.checked_add(half)?.checked_div(of.checked_mul(2)?)?;
        i64::try_from(minor).ok().map(|minor| Money::new(minor, amount.currency))
    }
}

impl Rate {
    /// As the spoken language writes it: `8.25%`, `8,25 %`.
    #[must_use]
    pub fn written(self) -> String {
        t!("percent", number = self.number(&spoken().marks.decimal))
    }

    /// `8.25`, with this mark before its decimals.
    fn number(self, decimal: &str) -> String {
        let digits = format!("{:05}", self.0);
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(4));
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}{decimal}{fraction}") }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.number("."))
    }
}

/// Inside of a message it's written as its language does.
impl Fact for Rate {
    fn fact(&self) -> Value<'_> {
        Value::from(self.written())
    }
}

#[cfg(test)]
mod tests {
    use super::Rate;
    use crate::domain::money::{Currency, Money};

    fn share(rate: &str, minor: i64) -> Option<i64> {
        Rate::parse(rate).ok()?.of(Money::new(minor, Currency::USD)).map(|money| money.minor)
    }

    #[test]
    fn shares_round_half_up() {
        assert_eq!(share("8%", 13_912), Some(1_113));
        assert_eq!(share("8.25%", 200), Some(17));
        assert_eq!(share("50%", 1), Some(1));
        assert_eq!(share("50%", -1), Some(-1));
        assert_eq!(share("100%", i64::MAX), Some(i64::MAX));
    }

    #[test]
    fn a_contained_share_is_found_again() {
        let contained = |rate: &str, minor| Rate::parse(rate).ok()?.contained_in(Money::new(minor, Currency::USD)).map(|money| money.minor);
        assert_eq!(contained("19%", 11_900), Some(1_900));
        assert_eq!(contained("100%", 3), Some(2), "half up");
        assert_eq!((contained("0%", 500), contained("8%", 1)), (Some(0), Some(0)));
        assert_eq!(contained("100%", i64::MAX), Some(i64::MAX / 2 + 1));
    }

    #[test]
    fn rates_read_and_print() {
        for text in ["0%", "8%", "8.25%", "19.6%", "100%"] {
            assert_eq!(Rate::parse(text).map(|rate| rate.to_string()), Ok(text.to_owned()));
        }
        assert_eq!(Rate::parse(" 8.5 % ").map(|rate| rate.0), Ok(85_000));
        for bad in ["8", "-1%", "101%", "100.0001%", "8.12345%", "00008%", "%", ".5%", "8.%", "eight%", "8.x%"] {
            assert!(Rate::parse(bad).is_err(), "{bad:?} must not be a rate");
        }
    }
}
