//! How a parcel gets there and what that costs: zones of countries, each with its methods.

use std::fmt;

use minicbor::{Decode, Encode};

use super::country::{self, Country};
use super::limits::{DELIVERY_DAYS_MAX, METHOD_ID_CHARS_MAX};
use super::money::Money;
use crate::base::clock::Timestamp;

/// The name a program uses for a method, such as `express`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct ShippingMethodId(#[n(0)] String);

/// One way to ship, with its price.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ShippingMethod {
    #[n(0)]
    pub id: ShippingMethodId,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub price: Money,
    /// It is free when the subtotal is strictly over this.
    #[n(3)]
    pub free_over: Option<Money>,
    /// How long it takes, where the merchant says so.
    #[n(4)]
    #[cbor(default)]
    pub days: Option<DeliveryDays>,
}

/// Working days from the order to the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeliveryDays {
    #[n(0)]
    pub least: u16,
    #[n(1)]
    pub most: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    pub name: String,
    /// ISO 3166-1, two capital letters.
    pub countries: Vec<String>,
    /// Never empty; the first is taken unless the shopper chooses.
    pub methods: Vec<ShippingMethod>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingRules {
    pub zones: Vec<Zone>,
    /// What countries of no zone get; missing where the shop ships to its zones only.
    pub elsewhere: Option<ShippingMethod>,
}

impl ShippingMethodId {
    /// Letters, digits, hyphens and underscores, in small letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let usable = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let length_ok = (1..=METHOD_ID_CHARS_MAX).contains(&text.len());
        (length_ok && text.chars().all(usable)).then_some(Self(text))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ShippingMethodId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl DeliveryDays {
    /// `3-5`, or `1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (least, most) = text.split_once(['-', '–']).unwrap_or((text, text));
        let (least, most) = (least.trim().parse().ok()?, most.trim().parse().ok()?);
        (least <= most && most <= DELIVERY_DAYS_MAX).then_some(Self { least, most })
    }

    /// When a parcel that is ordered now arrives: the first day and the last.
    #[must_use]
    pub fn after(self, ordered: Timestamp) -> (Timestamp, Timestamp) {
        (ordered.plus_working_days(self.least), ordered.plus_working_days(self.most))
    }
}

impl ShippingMethod {
    /// The method of a shop that has only one.
    #[must_use]
    pub fn standard(price: Money, free_over: Option<Money>, days: Option<DeliveryDays>) -> Self {
        Self { id: ShippingMethodId("standard".to_owned()), name: "Standard".to_owned(), price, free_over, days }
    }

    /// The subtotal decides before any discount, so a coupon never takes free shipping away.
    #[must_use]
    pub fn price_at(&self, subtotal: Money) -> Money {
        let free = self.free_over.is_some_and(|over| subtotal.minor > over.minor);
        if free { Money::zero(self.price.currency) } else { self.price }
    }
}

impl ShippingRules {
    /// The methods that reach a country, the usual one first; none where the shop doesn't ship to.
    #[must_use]
    pub fn methods_to(&self, country: &str) -> &[ShippingMethod] {
        let zone = self.zones.iter().find(|zone| zone.countries.iter().any(|known| known.eq_ignore_ascii_case(country)));
        zone.map_or(self.elsewhere.as_slice(), |zone| &zone.methods)
    }

    /// The countries that are reached, in the order of their names.
    #[must_use]
    pub fn countries(&self) -> Vec<&'static Country> {
        country::all().iter().filter(|country| !self.methods_to(country.code).is_empty()).collect()
    }

    /// The chosen method where it reaches the country, else the usual one.
    #[must_use]
    pub fn method_to(&self, country: &str, chosen: Option<&ShippingMethodId>) -> Option<&ShippingMethod> {
        let methods = self.methods_to(country);
        let chosen = chosen.and_then(|id| methods.iter().find(|method| method.id == *id));
        chosen.or(methods.first())
    }
}

#[cfg(test)]
mod tests {
    use super::{DeliveryDays, ShippingMethod, ShippingMethodId, ShippingRules, Zone};
    use crate::base::clock::Timestamp;
    use crate::domain::money::{Currency, Money};

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn express() -> ShippingMethod {
        let id = ShippingMethodId::parse("Express").expect("an id");
        ShippingMethod { id, name: "Express".to_owned(), price: usd(1_499), free_over: None, days: None }
    }

    #[test]
    fn a_country_gets_the_methods_of_its_zone_or_those_of_elsewhere() {
        let standard = ShippingMethod::standard(usd(599), Some(usd(5_000)), None);
        let europe =
            Zone { name: "Europe".to_owned(), countries: vec!["DE".to_owned(), "FR".to_owned()], methods: vec![standard.clone(), express()] };
        let open = ShippingRules { zones: vec![europe], elsewhere: Some(standard.clone()) };
        let chosen = ShippingMethodId::parse("express");
        assert_eq!(open.method_to("de", None), Some(&standard));
        assert_eq!(open.method_to("DE", chosen.as_ref()), Some(&express()));
        assert_eq!(open.method_to("US", chosen.as_ref()), Some(&standard), "what doesn't reach a country can't be chosen there");
        let closed = ShippingRules { elsewhere: None, ..open };
        let codes: Vec<_> = closed.countries().iter().map(|country| country.code).collect();
        assert_eq!(codes, ["FR", "DE"], "France comes before Germany");
        assert_eq!((closed.method_to("US", None), closed.methods_to("FR").len()), (None, 2));
    }

    #[test]
    fn shipping_is_free_over_its_sum_and_not_at_it() {
        let standard = ShippingMethod::standard(usd(599), Some(usd(5_000)), None);
        assert_eq!([4_999, 5_000, 5_001].map(|subtotal| standard.price_at(usd(subtotal)).minor), [599, 599, 0]);
        assert_eq!(express().price_at(usd(1_000_000)), usd(1_499), "what has no such sum is never free");
    }

    #[test]
    fn parcels_rest_on_weekends() {
        let arrives = |text: &str, day: &str| {
            let ordered: Timestamp = format!("{day}T15:00:00Z").parse().expect("a time");
            let (first, last) = DeliveryDays::parse(text).expect("days").after(ordered);
            (first.weekday(), last.weekday())
        };
        let days = |first: &str, last: &str| (first.to_owned(), last.to_owned());
        assert_eq!(arrives("3-5", "2026-11-26"), days("Tue 1 Dec", "Thu 3 Dec"), "ordered on a Thursday");
        assert_eq!(arrives("1", "2026-11-28"), days("Tue 1 Dec", "Tue 1 Dec"), "ordered on a Saturday: packed on Monday");
        assert_eq!(arrives("0 – 10", "2026-11-29"), days("Mon 30 Nov", "Mon 14 Dec"), "ordered on a Sunday");
        for bad in ["", "x", "5-3", "3-", "-3", "3-5-7", "366", "3.5"] {
            assert_eq!(DeliveryDays::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn ids_are_plain_words() {
        let longest = "x".repeat(32);
        for (typed, id) in [(" Next-Day_2 ", "next-day_2"), ("x", "x"), (longest.as_str(), longest.as_str())] {
            let parsed = ShippingMethodId::parse(typed).expect("an id");
            assert_eq!((parsed.as_str(), parsed.to_string().as_str()), (id, id));
        }
        for bad in ["", "two words", "é", &"x".repeat(33)] {
            assert_eq!(ShippingMethodId::parse(bad), None, "{bad:?}");
        }
    }
}
