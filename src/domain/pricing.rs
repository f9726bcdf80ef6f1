//! What an order costs. One function serves cart, checkout, order and API, so they can't disagree.
//!
//! [`Terms`] say what a sum is worked out with; an order keeps its own, so its totals can be worked out again for ever.

use minicbor::{Decode, Encode};

use super::coupon::{AppliedCoupon, Worth};
use super::money::{Currency, Money};
use super::shipping::{ShippingMethod, ShippingMethodId, ShippingRules};
use super::tax::{Destination, Tax, TaxRules};

/// The merchant's rules.
#[derive(Clone, Debug)]
pub struct PriceRules {
    pub currency: Currency,
    /// Where an order is thought to go until an address is known: two capital letters.
    pub home: String,
    pub tax: TaxRules,
    pub shipping: ShippingRules,
}

/// What one cart or order is priced with.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Terms {
    #[n(0)]
    pub currency: Currency,
    #[n(1)]
    pub tax: Tax,
    /// Missing where the shop doesn't ship to.
    #[n(2)]
    pub shipping: Option<ShippingMethod>,
    #[n(3)]
    pub coupon: Option<AppliedCoupon>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Totals {
    #[n(0)]
    pub subtotal: Money,
    /// Never more than the subtotal.
    #[n(1)]
    pub discount: Money,
    /// Added to the total, or contained in it where prices carry the tax.
    #[n(2)]
    pub tax: Money,
    #[n(3)]
    pub shipping: Money,
    #[n(4)]
    pub total: Money,
}

impl PriceRules {
    /// The terms at a destination, without a coupon.
    #[must_use]
    pub fn terms(&self, to: Destination, method: Option<&ShippingMethodId>) -> Terms {
        let shipping = self.shipping.method_to(to.country, method).cloned();
        Terms { currency: self.currency, tax: self.tax.at(to), shipping, coupon: None }
    }

    #[must_use]
    pub fn home(&self) -> Destination<'_> {
        Destination { country: &self.home, region: "" }
    }

    /// From which subtotal on most shoppers get free shipping.
    #[must_use]
    pub fn free_shipping_over(&self) -> Option<Money> {
        self.shipping.method_to(&self.home, None).and_then(|method| method.free_over)
    }
}

/// The sum of lines of (unit price, quantity).
#[must_use]
pub fn subtotal(currency: Currency, lines: &[(Money, u32)]) -> Option<Money> {
    lines.iter().try_fold(Money::zero(currency), |sum, (price, quantity)| sum.plus(price.times(*quantity)?))
}

/// Adds up lines of (unit price, quantity). `None` when the sum passes what can be represented.
///
/// Subtotal, then discount, then tax on what is left (and on shipping, where that is taxed), then shipping. Each part is
/// rounded once, half up, for the whole order. Whether shipping is free goes by the subtotal before the discount.
#[must_use]
pub fn totals(terms: &Terms, lines: &[(Money, u32)]) -> Option<Totals> {
    let zero = Money::zero(terms.currency);
    let subtotal = subtotal(terms.currency, lines)?;
    let worth = terms.coupon.as_ref().map(|coupon| coupon.worth);
    let discount = match worth {
        Some(Worth::Percent(rate)) => rate.of(subtotal)?,
        Some(Worth::Sum(sum)) if sum.minor < subtotal.minor => sum,
        Some(Worth::Sum(_)) => subtotal,
        Some(Worth::FreeShipping) | None => zero,
    };
    let sent = lines.iter().any(|(_, quantity)| *quantity > 0) && worth != Some(Worth::FreeShipping);
    let shipping = terms.shipping.as_ref().filter(|_| sent).map_or(zero, |method| method.price_at(subtotal));
    let goods = subtotal.minus(discount)?;
    let taxed = if terms.tax.shipping_taxed { goods.plus(shipping)? } else { goods };
    let (tax, added) = if terms.tax.inclusive {
        (terms.tax.rate.contained_in(taxed)?, zero)
    } else {
        let tax = terms.tax.rate.of(taxed)?;
        (tax, tax)
    };
    let total = goods.plus(added)?.plus(shipping)?;
    Some(Totals { subtotal, discount, tax, shipping, total })
}

impl Totals {
    /// Whether the parts make the total, for an order with this tax.
    #[must_use]
    pub fn adds_up(&self, tax: Tax) -> bool {
        let added = if tax.inclusive { Money::zero(self.tax.currency) } else { self.tax };
        let sum = self.subtotal.minus(self.discount).and_then(|sum| sum.plus(added)).and_then(|sum| sum.plus(self.shipping));
        sum == Some(self.total)
    }
}

#[cfg(test)]
mod tests {
    use super::{PriceRules, Terms, Totals, totals};
    use crate::domain::coupon::{AppliedCoupon, CouponCode, Worth};
    use crate::domain::money::{Currency, Money};
    use crate::domain::rate::Rate;
    use crate::domain::shipping::{ShippingMethod, ShippingRules, Zone};
    use crate::domain::tax::{LocalRate, Tax, TaxRules};
    use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    /// 8 % on top, 5.99 for shipping, free over 50.00.
    fn terms() -> Terms {
        let shipping = ShippingRules { zones: Vec::new(), elsewhere: Some(ShippingMethod::standard(usd(599), Some(usd(5_000)), None)) };
        let tax = TaxRules { rate: Rate(80_000), ..TaxRules::default() };
        let rules = PriceRules { currency: Currency::USD, home: "US".to_owned(), tax, shipping };
        rules.terms(rules.home(), None)
    }

    fn with(worth: Worth) -> Terms {
        Terms { coupon: CouponCode::parse("TEST").map(|code| AppliedCoupon { code, worth }), ..terms() }
    }

    fn parts(totals: Option<Totals>) -> [i64; 5] {
        let Totals { subtotal, discount, tax, shipping, total } = totals.expect("small");
        [subtotal.minor, discount.minor, tax.minor, shipping.minor, total.minor]
    }

    #[test]
    fn shipping_is_free_strictly_over_fifty() {
        assert_eq!(parts(totals(&terms(), &[(usd(2_500), 2)])), [5_000, 0, 400, 599, 5_999]);
        assert_eq!(parts(totals(&terms(), &[(usd(5_001), 1)])), [5_001, 0, 400, 0, 5_401]);
    }

    #[test]
    fn a_discount_lowers_the_tax_and_never_takes_free_shipping_away() {
        let ten = with(Worth::Percent(Rate(100_000)));
        assert_eq!(parts(totals(&ten, &[(usd(5_050), 1)])), [5_050, 505, 364, 0, 4_909]);
        assert_eq!(parts(totals(&ten, &[(usd(2_000), 1)])), [2_000, 200, 144, 599, 2_543]);
    }

    #[test]
    fn a_discount_is_never_more_than_the_subtotal() {
        assert_eq!(parts(totals(&with(Worth::Sum(usd(9_999))), &[(usd(2_000), 1)])), [2_000, 2_000, 0, 599, 599]);
        assert_eq!(parts(totals(&with(Worth::Sum(usd(500))), &[(usd(2_000), 1)])), [2_000, 500, 120, 599, 2_219]);
        assert_eq!(parts(totals(&with(Worth::FreeShipping), &[(usd(2_000), 1)])), [2_000, 0, 160, 0, 2_160]);
    }

    #[test]
    fn prices_that_carry_the_tax_show_it_and_add_nothing() {
        let tax = Tax { rate: Rate(190_000), inclusive: true, shipping_taxed: false };
        assert_eq!(parts(totals(&Terms { tax, ..terms() }, &[(usd(1_190), 1)])), [1_190, 0, 190, 599, 1_789]);
        let tax = Tax { shipping_taxed: true, ..tax };
        assert_eq!(parts(totals(&Terms { tax, ..terms() }, &[(usd(1_190), 1)])), [1_190, 0, 286, 599, 1_789]);
        let tax = Tax { inclusive: false, ..tax };
        assert_eq!(parts(totals(&Terms { tax, ..terms() }, &[(usd(1_000), 1)])), [1_000, 0, 304, 599, 1_903]);
    }

    /// Nothing of a cart is sent: there is no shipping to pay.
    #[test]
    fn lines_without_units_cost_nothing() {
        assert_eq!(parts(totals(&terms(), &[(usd(2_000), 0)])), [0; 5]);
        assert_eq!(parts(totals(&terms(), &[(usd(2_000), 0), (usd(1_000), 1)])), [1_000, 0, 80, 599, 1_679]);
    }

    /// `shop check` would tell of each of them.
    #[test]
    fn a_part_that_is_off_by_a_cent_does_not_add_up() {
        let tax = Tax { rate: Rate(190_000), inclusive: true, shipping_taxed: false };
        for terms in [with(Worth::Sum(usd(500))), Terms { tax, ..terms() }] {
            let right = totals(&terms, &[(usd(2_000), 2)]).expect("small");
            assert!(right.adds_up(terms.tax));
            let cent = |sum: Money| usd(sum.minor + 1);
            let off = [
                Totals { subtotal: cent(right.subtotal), ..right },
                Totals { discount: cent(right.discount), ..right },
                Totals { shipping: cent(right.shipping), ..right },
                Totals { total: cent(right.total), ..right },
            ];
            assert!(off.iter().all(|wrong| !wrong.adds_up(terms.tax)), "{off:?}");
            let taxed_more = Totals { tax: cent(right.tax), ..right };
            assert_eq!(taxed_more.adds_up(terms.tax), terms.tax.inclusive, "what is contained isn't added");
        }
    }

    /// Until an address is known, a cart is priced as if it stayed in the country of the shop.
    #[test]
    fn a_shop_prices_for_its_home_until_it_knows_better() {
        let local = |country: &str, ppm| LocalRate { country: country.to_owned(), region: None, rate: Rate(ppm) };
        let zone = |country: &str, price, over| Zone {
            name: country.to_owned(),
            countries: vec![country.to_owned()],
            methods: vec![ShippingMethod::standard(usd(price), over, None)],
        };
        let rules = PriceRules {
            currency: Currency::USD,
            home: "DE".to_owned(),
            tax: TaxRules { rates: vec![local("DE", 190_000), local("FR", 200_000)], ..TaxRules::default() },
            shipping: ShippingRules { zones: vec![zone("DE", 490, Some(usd(3_000))), zone("FR", 990, None)], elsewhere: None },
        };
        assert_eq!(rules.terms(rules.home(), None).tax.rate, Rate(190_000));
        assert_eq!(rules.free_shipping_over(), Some(usd(3_000)));
        let abroad = PriceRules { home: "FR".to_owned(), ..rules };
        assert_eq!((abroad.terms(abroad.home(), None).tax.rate, abroad.free_shipping_over()), (Rate(200_000), None));
    }

    #[test]
    fn an_empty_cart_costs_nothing() {
        assert_eq!(parts(totals(&terms(), &[])), [0; 5]);
        assert_eq!(parts(totals(&with(Worth::Sum(usd(500))), &[])), [0; 5]);
    }

    #[test]
    fn a_sum_past_the_largest_number_is_refused() {
        assert_eq!(totals(&terms(), &[(usd(i64::MAX), 2)]), None);
        assert_eq!(totals(&terms(), &[(usd(i64::MAX), 1), (usd(1), 1)]), None);
        assert_eq!(totals(&terms(), &[(Money::new(1, Currency::parse("EUR").expect("euros exist")), 1)]), None);
    }

    /// The whole number closest to `over / under`, the larger of two that are equally close.
    fn closest(over: i128, under: i128) -> i128 {
        let (whole, left) = (over / under, over % under);
        if left >= under - left { whole + 1 } else { whole }
    }

    /// The same sums in the plainest way: wide numbers, unit by unit.
    fn plain(terms: &Terms, lines: &[(i64, u32)]) -> [i128; 5] {
        let million = 1_000_000;
        let mut subtotal = 0_i128;
        for (price, quantity) in lines {
            (0..*quantity).for_each(|_| subtotal += i128::from(*price));
        }
        let worth = terms.coupon.as_ref().map(|coupon| coupon.worth);
        let mut discount = match worth {
            Some(Worth::Percent(rate)) => closest(subtotal * i128::from(rate.0), million),
            Some(Worth::Sum(sum)) => i128::from(sum.minor),
            _ => 0,
        };
        if discount > subtotal {
            discount = subtotal;
        }
        let mut shipping = 0;
        if let Some(method) = &terms.shipping
            && !lines.is_empty()
            && worth != Some(Worth::FreeShipping)
        {
            let free = method.free_over.is_some_and(|over| subtotal - i128::from(over.minor) >= 1);
            shipping = if free { 0 } else { i128::from(method.price.minor) };
        }
        let base = subtotal - discount + if terms.tax.shipping_taxed { shipping } else { 0 };
        let rate = i128::from(terms.tax.rate.0);
        if terms.tax.inclusive {
            let tax = closest(base * rate, million + rate);
            return [subtotal, discount, tax, shipping, subtotal - discount + shipping];
        }
        let tax = closest(base * rate, million);
        [subtotal, discount, tax, shipping, subtotal - discount + tax + shipping]
    }

    fn any_worth() -> impl Strategy<Value = Option<Worth>> {
        prop_oneof![
            Just(None),
            (1_u32..=1_000_000).prop_map(|ppm| Some(Worth::Percent(Rate(ppm)))),
            (1_i64..6_000).prop_map(|minor| Some(Worth::Sum(usd(minor)))),
            Just(Some(Worth::FreeShipping)),
        ]
    }

    fn any_terms() -> impl Strategy<Value = Terms> {
        let tax = (0_u32..=1_000_000, any::<bool>(), any::<bool>()).prop_map(|(ppm, inclusive, shipping_taxed)| Tax {
            rate: Rate(ppm),
            inclusive,
            shipping_taxed,
        });
        let method = proptest::option::of((0_i64..10_000, proptest::option::of(0_i64..8_000)))
            .prop_map(|method| method.map(|(price, over)| ShippingMethod::standard(usd(price), over.map(usd), None)));
        (tax, method, any_worth()).prop_map(|(tax, shipping, worth)| Terms { tax, shipping, ..worth.map_or_else(terms, with) })
    }

    /// Small carts meet the edges of sums and of free shipping, large ones are just large.
    fn any_lines() -> impl Strategy<Value = Vec<(i64, u32)>> {
        prop_oneof![
            3 => proptest::collection::vec((0_i64..2_500, 1_u32..4), 0..4),
            1 => proptest::collection::vec((0_i64..100_000, 1_u32..100), 0..12),
        ]
    }

    fn priced(terms: &Terms, lines: &[(i64, u32)]) -> Totals {
        let lines: Vec<_> = lines.iter().map(|(price, quantity)| (usd(*price), *quantity)).collect();
        totals(terms, &lines).expect("fits")
    }

    proptest! {
        #[test]
        fn totals_are_those_of_the_plain_model(terms in any_terms(), lines in any_lines()) {
            prop_assert_eq!(parts(Some(priced(&terms, &lines))).map(i128::from), plain(&terms, &lines));
        }

        #[test]
        fn parts_add_up_and_none_is_below_zero(terms in any_terms(), lines in any_lines()) {
            let sums = priced(&terms, &lines);
            prop_assert!(sums.adds_up(terms.tax), "{sums:?}");
            prop_assert!(parts(Some(sums)).iter().all(|part| *part >= 0), "{sums:?}");
            prop_assert!(sums.discount.minor <= sums.subtotal.minor);
        }

        #[test]
        fn the_order_of_lines_does_not_matter(terms in any_terms(), mut lines in any_lines(), turn in 0_usize..12) {
            let before = priced(&terms, &lines);
            let turn = turn.min(lines.len());
            lines.rotate_left(turn);
            prop_assert_eq!(priced(&terms, &lines), before);
            lines.reverse();
            prop_assert_eq!(priced(&terms, &lines), before);
        }

        #[test]
        fn a_coupon_never_makes_it_dearer(terms in any_terms(), lines in any_lines()) {
            let without = Terms { coupon: None, ..terms.clone() };
            prop_assert!(priced(&terms, &lines).total.minor <= priced(&without, &lines).total.minor);
        }

        /// By default: 8 %, half up, and 5.99 unless the sum is over 50.00.
        #[test]
        fn the_defaults_are_what_they_always_were(lines in any_lines()) {
            let sum: i64 = lines.iter().map(|(price, quantity)| price * i64::from(*quantity)).sum();
            let shipping = if lines.is_empty() || sum > 5_000 { 0 } else { 599 };
            let tax = (sum * 8 + 50) / 100;
            prop_assert_eq!(parts(Some(priced(&terms(), &lines))), [sum, 0, tax, shipping, sum + tax + shipping]);
        }
    }
}
