//! What search engines and marketplaces call the things a product says of itself.
//!
//! Nothing is made up: what isn't known for sure is left out, because a wrong number is worse than none.

use super::product::Attribute;

/// What variants of one product differ in, as far as the trade has a name for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    Color,
    Size,
    Material,
    Pattern,
}

/// `New` unless the product says something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    New,
    Refurbished,
    Used,
}

impl Aspect {
    /// By the name of an option, as merchants write it.
    #[must_use]
    pub fn of(option: &str) -> Option<Self> {
        match option.trim().to_lowercase().as_str() {
            "color" | "colour" | "farbe" | "couleur" => Some(Self::Color),
            "size" | "größe" | "taille" => Some(Self::Size),
            "material" | "matière" => Some(Self::Material),
            "pattern" | "muster" | "motif" => Some(Self::Pattern),
            _ => None,
        }
    }

    /// Its name in schema.org and in product feeds alike.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Color => "color",
            Self::Size => "size",
            Self::Material => "material",
            Self::Pattern => "pattern",
        }
    }
}

impl Condition {
    #[must_use]
    pub fn of(attributes: &[Attribute]) -> Self {
        let said = attribute(attributes, "condition").unwrap_or("").to_lowercase();
        match said {
            said if said.contains("refurbished") => Self::Refurbished,
            said if said.contains("used") && !said.contains("unused") || said.contains("second-hand") => Self::Used,
            _ => Self::New,
        }
    }
}

/// The value of an attribute, whatever separates the words of its name.
#[must_use]
pub fn attribute<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a str> {
    let same = |attribute: &&Attribute| attribute.name.trim().to_lowercase().replace(['_', '-'], " ") == name;
    attributes.iter().find(same).map(|attribute| attribute.value.trim()).filter(|value| !value.is_empty())
}

/// The digits of a barcode that is a GTIN-8, -12, -13 or -14 with the right check digit.
///
/// Numbers a house gives to its own goods mean nothing elsewhere.
///
/// Source: GS1 General Specifications, 7.9 (check digit) and 1.4.2 (prefixes): restricted circulation and coupons are left out.
#[must_use]
pub fn gtin(barcode: &str) -> Option<String> {
    let digits: String = barcode.chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
    let sized = matches!(digits.len(), 8 | 12 | 13 | 14) && digits.bytes().all(|byte| byte.is_ascii_digit());
    (sized && sum(&digits).is_multiple_of(10) && given_out(&digits)).then_some(digits)
}

/// From the right, each second digit counts three times.
fn sum(digits: &str) -> u32 {
    let weighed = digits.bytes().rev().zip([1_u32, 3].into_iter().cycle());
    weighed.map(|(byte, weight)| u32::from(byte.saturating_sub(b'0')).saturating_mul(weight)).sum()
}

fn given_out(digits: &str) -> bool {
    if digits.len() == 8 {
        return !digits.starts_with(['0', '2']);
    }
    // All longer forms are a GTIN-13 once zeros fill them up; the first digit of a GTIN-14 says how many are packed together.
    let thirteen = format!("{digits:0>14}").split_off(1);
    let restricted = ["02", "04", "05", "2", "98", "99"];
    thirteen.bytes().any(|byte| byte != b'0') && !restricted.iter().any(|prefix| thirteen.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::{Aspect, Condition, attribute, gtin};
    use crate::domain::product::Attribute;

    #[test]
    fn numbers_of_the_world_are_known_by_their_check_digit() {
        for good in ["4006381333931", "036000291452", "96385074", "10012345678902", "978-0-306-40615-7", " 4006381333931 "] {
            assert!(gtin(good).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())), "{good}");
        }
        for bad in ["", "4006381333932", "036000291453", "400638133393", "SKU-1234", "0000000000000", "٤٠٠٦٣٨١٣٣٣٩٣١"] {
            assert_eq!(gtin(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn numbers_of_one_house_and_coupons_are_none() {
        for own in ["2000000000008", "0200000000004", "200000000004", "9900000000004", "20000004"] {
            assert_eq!(gtin(own), None, "{own}");
        }
    }

    fn said(name: &str, value: &str) -> [Attribute; 1] {
        [Attribute { name: name.to_owned(), value: value.to_owned() }]
    }

    #[test]
    fn a_product_is_new_unless_it_says_otherwise() {
        assert_eq!(Condition::of(&[]), Condition::New);
        let known = [("Used, good", Condition::Used), ("Unused", Condition::New), ("Refurbished", Condition::Refurbished)];
        for (text, condition) in known {
            assert_eq!(Condition::of(&said("Condition", text)), condition, "{text}");
        }
    }

    #[test]
    fn names_are_known_in_the_ways_people_write_them() {
        assert_eq!([Aspect::of(" Colour "), Aspect::of("Größe"), Aspect::of("Length")], [Some(Aspect::Color), Some(Aspect::Size), None]);
        for name in ["Google Product Category", "google_product_category"] {
            assert_eq!(attribute(&said(name, "536"), "google product category"), Some("536"), "{name}");
        }
    }
}
