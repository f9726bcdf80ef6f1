//! Attributes as shoppers narrow by them: what a product has, how values are compared, and their natural order.
//!
//! - A name is known by its slug, so that addresses stay the same: `Screen size` is `screen-size`.
//! - A quantity is one value however it's written (`8GB`, `8 GB`); words are counted as the merchant writes them.
//! - A product has each value once, whether it stands in an attribute or in an option of a variant.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::schema::PARTED;
use crate::base::text;
use crate::domain::limits::FACET_VALUE_CHARS_MAX;
use crate::domain::product::{Details, Product};

/// Values that say that there is nothing to say.
const SAYS_NOTHING: [&str; 7] = ["", "-", "n/a", "na", "not available", "not applicable", "unknown"];
/// Values with an order of their own, and units as multiples of the smallest of their kind.
const ORDERS: [&[&str]; 3] = [
    &["yes", "no"],
    &["xxs", "xs", "s", "m", "l", "xl", "xxl", "2xl", "xxxl", "3xl", "4xl", "5xl"],
    &["mini", "small", "medium", "large", "extra large"],
];
const UNITS: [(&str, &str, f64); 21] = [
    ("kb", "b", 1e3),
    ("mb", "b", 1e6),
    ("gb", "b", 1e9),
    ("tb", "b", 1e12),
    ("mm", "m", 1e-3),
    ("cm", "m", 1e-2),
    ("m", "m", 1.0),
    ("km", "m", 1e3),
    ("mg", "g", 1e-3),
    ("g", "g", 1.0),
    ("kg", "g", 1e3),
    ("ml", "l", 1e-3),
    ("cl", "l", 1e-2),
    ("l", "l", 1.0),
    ("hz", "hz", 1.0),
    ("khz", "hz", 1e3),
    ("mhz", "hz", 1e6),
    ("ghz", "hz", 1e9),
    ("mw", "w", 1e-3),
    ("w", "w", 1.0),
    ("kw", "w", 1e3),
];

/// One value of one attribute as it stands in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What requests call the attribute.
    pub name: &'a str,
    /// What the value is compared by.
    pub key: &'a str,
    /// Both as the merchant writes them.
    pub label: &'a str,
    pub value: &'a str,
}

impl<'a> Entry<'a> {
    /// `None` for anything [`entries`] doesn't write.
    pub fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split(PARTED);
        Some(Self { name: parts.next()?, key: parts.next()?, label: parts.next()?, value: parts.next()? })
    }
}

/// What the index keeps of a product's attributes and options; sorts by name, then by value.
pub fn entries(product: &Product, details: &Details) -> Vec<String> {
    let options = product.variants.iter().flat_map(|variant| product.option_names.iter().zip(&variant.options));
    let attributes = details.attributes.iter().map(|attribute| (&attribute.name, &attribute.value));
    let mut values = BTreeMap::new();
    for (label, value) in options.chain(attributes) {
        let (name, label, value) = (text::slug(label), text::tidy(label), text::tidy(value));
        let Some(value) = shown(&value).filter(|value| value.chars().count() <= FACET_VALUE_CHARS_MAX) else { continue };
        if !name.is_empty() {
            values.entry((name, key(&value))).or_insert_with(|| (label, value.into_owned()));
        }
    }
    let entry = |((name, key), (label, value))| format!("{name}{PARTED}{key}{PARTED}{label}{PARTED}{value}");
    values.into_iter().map(entry).collect()
}

/// A value as shoppers read it: yes and no in one spelling, numbers without zeros that say nothing.
fn shown(value: &str) -> Option<Cow<'_, str>> {
    let small = value.to_lowercase();
    if SAYS_NOTHING.contains(&small.as_str()) {
        return None;
    }
    Some(match small.as_str() {
        "yes" | "y" | "true" => Cow::Borrowed("Yes"),
        "no" | "n" | "false" => Cow::Borrowed("No"),
        number if number.contains('.') && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && number.parse::<f64>().is_ok() => {
            Cow::Borrowed(value.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => Cow::Borrowed(value),
    })
}

/// What values are compared by: as they are written, but a number with its unit without case and blanks.
pub fn key(value: &str) -> String {
    let value = shown(value).unwrap_or(Cow::Borrowed(value));
    let small = value.to_lowercase();
    if measure(&small).is_some() { small.split_whitespace().collect() } else { value.into_owned() }
}

/// A key in one number: the same in all segments of one run.
pub fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// The places of values that have an order by nature: sizes, and numbers of one unit (or of units of one kind).
pub fn natural_order<'a>(values: impl Iterator<Item = &'a str>) -> Option<Vec<f64>> {
    let small: Vec<String> = values.map(str::to_lowercase).collect();
    let named = ORDERS.iter().find_map(|order| small.iter().map(|value| order.iter().position(|known| known == value)).collect::<Option<Vec<_>>>());
    if let Some(places) = named {
        return places.into_iter().map(|place| u32::try_from(place).ok().map(f64::from)).collect();
    }
    let measures: Vec<(f64, &str)> = small.iter().map(|value| measure(value)).collect::<Option<_>>()?;
    let (_, kind) = *measures.first()?;
    measures.iter().map(|(number, other)| (*other == kind).then_some(*number)).collect()
}

/// `512 gb` in the smallest unit of its kind, and the kind.
fn measure(value: &str) -> Option<(f64, &str)> {
    let end = value.find(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != '-').unwrap_or(value.len());
    let (number, unit) = value.split_at(end);
    let (number, unit) = (number.parse::<f64>().ok()?, unit.trim());
    let known = UNITS.iter().find(|(name, ..)| *name == unit);
    Some(known.map_or((number, unit), |(_, kind, times)| (number * times, kind)))
}

#[cfg(test)]
mod tests {
    use super::{key, natural_order};

    #[test]
    fn a_quantity_is_one_value_and_words_are_as_written() {
        for (one, other) in [("8 GB", "8gb"), ("true", "Yes"), ("17.0", "17"), ("2.50 m", "2.50M")] {
            assert_eq!(key(one), key(other), "{one} and {other}");
        }
        for (one, other) in [("Black", "black"), ("Black,Silver", "Black / Silver"), ("C", "C#"), ("1.5 m", "1-5 m"), ("15", "1.5"), ("-5", "5")] {
            assert_ne!(key(one), key(other), "{one} and {other}");
        }
    }

    #[test]
    fn numbers_and_sizes_have_an_order() {
        let sorted = |values: &[&'static str]| {
            let places = natural_order(values.iter().copied())?;
            let mut order: Vec<_> = places.into_iter().zip(values.iter().copied()).collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0));
            Some(order.into_iter().map(|(_, value)| value).collect::<Vec<_>>())
        };
        assert_eq!(sorted(&["16 GB", "1 TB", "8GB", "128 GB"]), Some(vec!["8GB", "16 GB", "128 GB", "1 TB"]));
        assert_eq!(sorted(&["L", "S", "XL", "M"]), Some(vec!["S", "M", "L", "XL"]));
        assert_eq!(sorted(&["2.5", "10", "-1"]), Some(vec!["-1", "2.5", "10"]));
        assert_eq!(sorted(&["Black", "2"]), None);
        assert_eq!(sorted(&["2 m", "2 kg"]), None);
    }
}
