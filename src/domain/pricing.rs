//! What an order costs. One function serves cart, checkout, order and API, so they can't disagree.

use minicbor::{Decode, Encode};

use super::money::{Currency, Money};
use super::rate::Rate;

/// The merchant's rules.
#[derive(Clone, Debug)]
pub struct PriceRules {
    pub currency: Currency,
    /// Added to the subtotal; shipping is not taxed.
    pub tax: Rate,
    pub shipping_flat: Money,
    /// Shipping is free when the subtotal is strictly over this.
    pub shipping_free_over: Option<Money>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Totals {
    #[n(0)]
    pub subtotal: Money,
    #[n(1)]
    pub discount: Money,
    #[n(2)]
    pub tax: Money,
    #[n(3)]
    pub shipping: Money,
    #[n(4)]
    pub total: Money,
}

/// Adds up lines of (unit price, quantity). `None` when the sum passes what can be represented.
#[must_use]
pub fn totals(rules: &PriceRules, lines: impl IntoIterator<Item = (Money, u32)>) -> Option<Totals> {
    let zero = Money::zero(rules.currency);
    let mut subtotal = zero;
    let mut units = 0_u64;
    for (price, quantity) in lines {
        subtotal = subtotal.plus(price.times(quantity)?)?;
        units = units.checked_add(u64::from(quantity))?;
    }
    let discount = zero;
    let free = units == 0 || rules.shipping_free_over.is_some_and(|over| subtotal.minor > over.minor);
    let shipping = if free { zero } else { rules.shipping_flat };
    let tax = rules.tax.of(subtotal.minus(discount)?)?;
    let total = subtotal.minus(discount)?.plus(tax)?.plus(shipping)?;
    Some(Totals { subtotal, discount, tax, shipping, total })
}

#[cfg(test)]
mod tests {
    use super::{PriceRules, totals};
    use crate::domain::money::{Currency, Money};
    use crate::domain::rate::Rate;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn rules() -> PriceRules {
        PriceRules { currency: Currency::USD, tax: Rate(80_000), shipping_flat: usd(599), shipping_free_over: Some(usd(5_000)) }
    }

    #[test]
    fn shipping_is_free_strictly_over_fifty() {
        let at = totals(&rules(), [(usd(2_500), 2)]).expect("small");
        assert_eq!((at.tax.minor, at.shipping.minor, at.total.minor), (400, 599, 5_999));
        let over = totals(&rules(), [(usd(5_010), 1)]).expect("small");
        assert_eq!((over.tax.minor, over.shipping.minor, over.total.minor), (401, 0, 5_411));
    }

    #[test]
    fn an_empty_cart_costs_nothing() {
        assert_eq!(totals(&rules(), []).map(|t| t.total.minor), Some(0));
    }

    #[test]
    fn a_sum_past_the_largest_number_is_refused() {
        assert_eq!(totals(&rules(), [(usd(i64::MAX), 2)]), None);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_order_of_lines_does_not_matter(mut lines in proptest::collection::vec((0_i64..1_000_000, 1_u32..100), 0..30)) {
            let priced = |lines: &[(i64, u32)]| totals(&rules(), lines.iter().map(|(p, q)| (usd(*p), *q))).expect("fits");
            let one = priced(&lines);
            prop_assert_eq!(one.total.minor, one.subtotal.minor - one.discount.minor + one.tax.minor + one.shipping.minor);
            let expected: i64 = lines.iter().map(|(p, q)| p * i64::from(*q)).sum();
            prop_assert_eq!(one.subtotal.minor, expected);
            prop_assert!((one.tax.minor * 100 - expected * 8).abs() <= 50);
            lines.reverse();
            prop_assert_eq!(priced(&lines), one);
        }
    }
}
