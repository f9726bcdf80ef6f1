//! What is wrong with a field that a shopper filled in, as a sentence in the spoken language.

use super::country::{self, Part};
use super::coupon::CouponTrouble;
use crate::base::messages::t;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The message of this id says all of it.
    Said(&'static str),
    TooLong {
        max: usize,
    },
    TooLongBy {
        max: usize,
        count: usize,
    },
    /// More units than can be sent back.
    MoreThanBought {
        max: u32,
    },
    AddressBookFull {
        max: usize,
    },
    /// A part of an address that this country requires, or writes in another way.
    Part {
        country: &'static str,
        part: Part,
    },
    Coupon(CouponTrouble),
}

impl Wrong {
    /// What to do about it.
    #[must_use]
    pub fn said(&self) -> String {
        match self {
            Self::Said(id) => t(id).to_owned(),
            Self::TooLong { max } => t!("wrong-too-long", max = max),
            Self::TooLongBy { max, count } => t!("wrong-too-long-by", max = max, count = count),
            Self::MoreThanBought { max } => t!("wrong-return-more", max = max),
            Self::AddressBookFull { max } => t!("wrong-addresses", max = max),
            Self::Coupon(trouble) => trouble.said(),
            Self::Part { country, part } => country::find(country).map_or_else(String::new, |country| match part {
                Part::City => country.city_hint(),
                Part::Region => country.region_hint(),
                Part::Postcode => country.postcode_hint(),
            }),
        }
    }
}

/// What a country calls a part of its addresses, in the spoken language: `ZIP code`.
#[must_use]
pub fn called(label: &'static str) -> &'static str {
    words(label).0
}

/// The same inside of a sentence: `a ZIP code`.
#[must_use]
pub fn named(label: &'static str) -> &'static str {
    words(label).1
}

fn words(label: &'static str) -> (&'static str, &'static str) {
    match label {
        "Town or city" => (t("address-city"), t("a-town-or-city")),
        "Postcode" => (t("address-postcode"), t("a-postcode")),
        "Postal code" => (t("part-postal-code"), t("a-postal-code")),
        "Province" => (t("part-province"), t("a-province")),
        "State" => (t("part-state"), t("a-state")),
        "ZIP code" => (t("part-zip-code"), t("a-zip-code")),
        "Island" => (t("part-island"), t("a-island")),
        "District" => (t("part-district"), t("a-district")),
        "Department" => (t("part-department"), t("a-department")),
        "Parish" => (t("part-parish"), t("a-parish")),
        "Oblast" => (t("part-oblast"), t("a-oblast")),
        "County" => (t("part-county"), t("a-county")),
        "City" => (t("part-city"), t("a-city")),
        "Suburb or town" => (t("part-suburb-or-town"), t("a-suburb-or-town")),
        "Prefecture" => (t("part-prefecture"), t("a-prefecture")),
        "PIN code" => (t("part-pin-code"), t("a-pin-code")),
        "Emirate" => (t("part-emirate"), t("a-emirate")),
        "Eircode" => (t("part-eircode"), t("a-eircode")),
        "Area" => (t("part-area"), t("a-area")),
        "Region" => (t("address-region"), t("a-region")),
        other => (other, other),
    }
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::base::messages::{Catalogue, spoken_in};
    use crate::domain::country::{self, Part};

    #[test]
    fn each_word_of_the_list_of_countries_has_its_messages() {
        let german = Catalogue::load("de", "").expect("it's shipped");
        for label in country::all().iter().flat_map(|country| [Part::City, Part::Region, Part::Postcode].map(|part| country.label(part))).flatten() {
            assert_eq!(words(label).0, label);
            assert_ne!(words(label).1, label, "{label} has no message");
            let german = spoken_in(german, || words(label).1);
            assert!(["ein", "eine", "einen"].contains(&german.split(' ').next().unwrap_or_default()), "{german}");
        }
    }
}
