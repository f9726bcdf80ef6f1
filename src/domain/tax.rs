//! Which tax an order owes: a default rate, rates by country and region, and whether prices carry it already.

use minicbor::{Decode, Encode};

use super::country::same_region;
use super::rate::Rate;

/// Where an order goes, as far as prices care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination<'a> {
    /// ISO 3166-1, two capital letters.
    pub country: &'a str,
    /// A code or a name, as it was typed; may be empty.
    pub region: &'a str,
}

/// The merchant's rates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaxRules {
    /// Where nothing closer is named.
    pub rate: Rate,
    pub rates: Vec<LocalRate>,
    /// Prices carry the tax already: it is shown, not added.
    pub inclusive: bool,
    /// The price of shipping is taxed like the goods.
    pub shipping_taxed: bool,
}

/// The rate of a country, or of one region of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalRate {
    pub country: String,
    pub region: Option<String>,
    pub rate: Rate,
}

/// The tax of one cart or order: what its totals were worked out with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Tax {
    #[n(0)]
    pub rate: Rate,
    #[n(1)]
    pub inclusive: bool,
    #[n(2)]
    pub shipping_taxed: bool,
}

impl TaxRules {
    /// The closest rate wins: the region's, the country's, the default.
    #[must_use]
    pub fn at(&self, to: Destination) -> Tax {
        let here = || self.rates.iter().filter(|local| local.country.eq_ignore_ascii_case(to.country));
        let of_region = here().find(|local| local.region.as_deref().is_some_and(|region| same_region(to.country, region, to.region)));
        let of_country = || here().find(|local| local.region.is_none());
        let rate = of_region.or_else(of_country).map_or(self.rate, |local| local.rate);
        Tax { rate, inclusive: self.inclusive, shipping_taxed: self.shipping_taxed }
    }
}

#[cfg(test)]
mod tests {
    use super::{Destination, LocalRate, TaxRules};
    use crate::domain::rate::Rate;

    fn rules() -> TaxRules {
        let local =
            |country: &str, region: Option<&str>, ppm| LocalRate { country: country.to_owned(), region: region.map(str::to_owned), rate: Rate(ppm) };
        TaxRules {
            rate: Rate(80_000),
            rates: vec![local("US", None, 50_000), local("US", Some("CA"), 72_500), local("DE", None, 190_000), local("CH", Some("Zürich"), 81_000)],
            ..TaxRules::default()
        }
    }

    #[test]
    fn the_closest_rate_wins() {
        let cases = [
            ("US", "CA", 72_500),
            ("US", " ca ", 72_500),
            ("US", "US-CA", 72_500),
            ("US", "California", 72_500),
            ("us", "CALIFORNIA", 72_500),
            ("US", "NY", 50_000),
            ("US", "", 50_000),
            ("DE", "CA", 190_000),
            ("CH", "zürich", 81_000),
            ("CH", "Bern", 80_000),
            ("FR", "", 80_000),
        ];
        for (country, region, ppm) in cases {
            assert_eq!(rules().at(Destination { country, region }).rate, Rate(ppm), "{country} {region:?}");
        }
    }
}
