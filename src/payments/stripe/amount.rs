//! Amounts as Stripe counts them, which for some currencies isn't how ISO 4217 counts.
//!
//! Source: Stripe, "Supported currencies": zero-decimal currencies, and the special cases below it.

use crate::domain::money::{Currency, Money};

/// Stripe takes these in whole units.
const WHOLE: &[&str] = &["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"];
/// Stripe takes these with two digits, though they have none.
const PADDED: &[&str] = &["ISK", "UGX"];

fn exponent(currency: Currency) -> u32 {
    match currency.code() {
        code if WHOLE.contains(&code) => 0,
        code if PADDED.contains(&code) => 2,
        _ => currency.exponent(),
    }
}

/// What Stripe calls this amount; nothing where it can't be said in its units.
#[must_use]
pub fn to_stripe(money: Money) -> Option<i64> {
    rescale(money.minor, money.currency.exponent(), exponent(money.currency))
}

/// Stripe's amount in a currency that it writes in lower case.
#[must_use]
pub fn from_stripe(amount: i64, currency: &str) -> Option<Money> {
    let currency = Currency::parse(&currency.to_uppercase())?;
    rescale(amount, exponent(currency), currency.exponent()).map(|minor| Money::new(minor, currency))
}

fn rescale(amount: i64, from: u32, to: u32) -> Option<i64> {
    let factor = 10_i64.checked_pow(from.abs_diff(to))?;
    if to >= from { amount.checked_mul(factor) } else { (amount.checked_rem(factor)? == 0).then(|| amount.checked_div(factor)).flatten() }
}

#[cfg(test)]
mod tests {
    use super::{from_stripe, to_stripe};
    use crate::domain::limits::PRICE_MINOR_MAX;
    use crate::domain::money::{Currency, Money};
    use proptest::prelude::{prop_assert_eq, proptest};

    fn in_stripe(code: &str, minor: i64) -> Option<i64> {
        to_stripe(Money::new(minor, Currency::parse(code).expect("a currency")))
    }

    #[test]
    fn each_currency_is_counted_as_stripe_counts() {
        assert_eq!(in_stripe("USD", 1_999), Some(1_999));
        assert_eq!(in_stripe("JPY", 500), Some(500), "yen have no cents on either side");
        assert_eq!(in_stripe("KWD", 5_120), Some(5_120), "thousandths on both sides");
        assert_eq!(in_stripe("ISK", 5), Some(500), "padded");
        assert_eq!(in_stripe("UGX", 5), Some(500), "padded");
        assert_eq!((in_stripe("MGA", 500), in_stripe("MGA", 550)), (Some(5), None), "no part of an ariary can be charged");
        assert_eq!(from_stripe(1, "xxx"), None);
        assert_eq!(from_stripe(501, "isk"), None, "half a króna never came from us");
    }

    proptest! {
        #[test]
        fn what_stripe_is_told_comes_back_the_same(minor in 0_i64..=PRICE_MINOR_MAX, place in 0_usize..6) {
            let currency = Currency::parse(["USD", "JPY", "KWD", "ISK", "UGX", "EUR"][place]).expect("a currency");
            let money = Money::new(minor, currency);
            let told = to_stripe(money).expect("it can be said");
            prop_assert_eq!(from_stripe(told, &currency.code().to_lowercase()), Some(money));
        }
    }
}
