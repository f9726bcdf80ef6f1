//! One value of a file with the place it stands in, and how prices, stock, weights and codes are read from it.
//!
//! Whatever the format, a value that can't be taken is answered with its line, its column and what to write instead.

use super::note::{Entries, RowNote};
use crate::domain::limits::{SKU_CHARS_MAX, STOCK_MAX};
use crate::domain::listing::ListedVariant;
use crate::domain::money::{Currency, Money};
use crate::domain::product::Status;

#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    pub line: u64,
    pub column: &'a str,
    /// Trimmed.
    pub text: &'a str,
    /// The row ended before this column.
    pub cut: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    Gram,
    Kilogram,
    Ounce,
    Pound,
}

impl Unit {
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "g" => Some(Self::Gram),
            "kg" => Some(Self::Kilogram),
            "oz" => Some(Self::Ounce),
            "lb" | "lbs" => Some(Self::Pound),
            _ => None,
        }
    }

    /// By the international yard and pound agreement of 1959, rounded to a microgram.
    fn micrograms(self) -> u128 {
        match self {
            Self::Gram => 1_000_000,
            Self::Kilogram => 1_000_000_000,
            Self::Ounce => 28_349_523,
            Self::Pound => 453_592_370,
        }
    }
}

impl<'a> Field<'a> {
    pub fn new(line: u64, column: &'a str, text: &'a str) -> Self {
        Self { line, column, text: text.trim(), cut: false }
    }

    pub fn given(self) -> bool {
        !self.text.is_empty()
    }

    /// The text as a value, `None` when there is none.
    pub fn some(self) -> Option<&'a str> {
        self.given().then_some(self.text)
    }

    pub fn owned(self) -> Option<String> {
        self.some().map(crate::base::text::tidy)
    }

    pub fn note(self, problem: impl Into<String>) -> RowNote {
        RowNote::new(self.line, self.column, problem)
    }

    /// What is said of a value that must be there.
    pub fn missing(self, advice: &str) -> RowNote {
        if self.cut { self.note(format!("the row ends before this column; {advice}")) } else { self.note(format!("this is empty; {advice}")) }
    }

    pub fn price(self, currency: Currency) -> Result<Money, RowNote> {
        if !self.given() {
            return Err(self.missing("write a price like 12.50"));
        }
        Money::parse(self.text, currency).map_err(|problem| self.note(problem))
    }

    pub fn price_if_given(self, currency: Currency) -> Result<Option<Money>, RowNote> {
        if self.given() { self.price(currency).map(Some) } else { Ok(None) }
    }

    /// A count of pieces; nothing is 0, and below zero counts as 0 with a warning.
    pub fn stock(self, out: &mut Entries) -> Result<u64, RowNote> {
        let (negative, digits) = self.text.strip_prefix('-').map_or((false, self.text), |digits| (true, digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.bytes().chain(fraction.bytes()).any(|byte| !byte.is_ascii_digit()) || fraction.bytes().any(|byte| byte != b'0') {
            return Err(self.note(format!("{:?} is not a number of pieces; write a whole number", self.text)));
        }
        let whole = whole.trim_start_matches('0');
        let count = if whole.is_empty() { Some(0) } else { whole.parse::<u64>().ok().filter(|count| *count <= STOCK_MAX) };
        let count = count.ok_or_else(|| self.note(format!("{} is more than the {STOCK_MAX} pieces the shop can count", self.text)))?;
        if negative && count > 0 {
            out.warn(self.note(format!("stock of -{count} counts as 0")));
            return Ok(0);
        }
        Ok(count)
    }

    /// A place in a row, or how many of something.
    pub fn count_if_given(self) -> Result<Option<u64>, RowNote> {
        let wrong = |_| self.note(format!("{:?} is not a whole number", self.text));
        self.some().map(|text| text.parse().map_err(wrong)).transpose()
    }

    /// A weight in whole grams, rounded; nothing and zero are unknown.
    pub fn grams(self, unit: Unit) -> Result<Option<u32>, RowNote> {
        let Some(text) = self.some() else {
            return Ok(None);
        };
        let micros = micros(text).ok_or_else(|| self.note(format!("{text:?} is not a weight; write a number like 250")))?;
        let grams = (micros * unit.micrograms() + 500_000_000_000) / 1_000_000_000_000;
        let grams = u32::try_from(grams).map_err(|_| self.note(format!("{text:?} is too heavy for a product")))?;
        Ok((grams > 0).then_some(grams))
    }

    pub fn yes(self) -> Result<Option<bool>, RowNote> {
        match self.text.to_lowercase().as_str() {
            "" => Ok(None),
            "true" | "yes" | "1" => Ok(Some(true)),
            "false" | "no" | "0" => Ok(Some(false)),
            _ => Err(self.note(format!("{:?} is neither true nor false", self.text))),
        }
    }

    pub fn status(self) -> Result<Option<Status>, RowNote> {
        let wrong = || self.note(format!("{:?} is not a status; write active, draft or archived", self.text));
        self.some().map(|text| Status::parse(text).ok_or_else(wrong)).transpose()
    }

    pub fn sku(self) -> Result<Option<String>, RowNote> {
        let sku = self.owned();
        if sku.as_ref().is_some_and(|sku| sku.chars().count() > SKU_CHARS_MAX) {
            return Err(self.note(format!("a SKU has at most {SKU_CHARS_MAX} characters")));
        }
        Ok(sku)
    }

    /// A barcode or a part number. The apostrophe with which Excel keeps digits as text is dropped, and so is a number
    /// that Excel has rounded (`4.00638E+12`), because its digits are lost.
    pub fn code(self, out: &mut Entries) -> Option<String> {
        let code = crate::base::text::tidy(self.text.trim_start_matches('\''));
        if code.chars().count() > SKU_CHARS_MAX {
            out.warn(self.note(format!("this is longer than {SKU_CHARS_MAX} characters and left out")));
            return None;
        }
        if rounded(&code) {
            out.warn(self.note(format!("{code:?} was rounded by a spreadsheet, its digits are lost; it is left out")));
            return None;
        }
        (!code.is_empty()).then_some(code)
    }
}

/// `1.23E+11`.
fn rounded(code: &str) -> bool {
    let Some((mantissa, exponent)) = code.split_once("E+") else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    digits(mantissa) && digits(exponent)
}

/// A decimal in millionths; `None` for anything else. Digits beyond are dropped.
fn micros(text: &str) -> Option<u128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.len() > 12 || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    format!("{whole}{fraction:0<6.6}").parse().ok()
}

/// An average of 0 to 5 stars, in hundredths.
pub(super) fn hundredths(average: &str) -> Option<u16> {
    let hundredths = micros(average)?.checked_add(5_000)?.checked_div(10_000)?;
    u16::try_from(hundredths).ok().filter(|hundredths| *hundredths <= 500)
}

/// Prices that need a word: a former price that isn't higher is dropped, and a zero price is kept but not for sale.
pub(super) fn settle_prices(variant: &mut ListedVariant, price: Field<'_>, out: &mut Entries) {
    if variant.compare_at_price.is_some_and(|before| before.minor <= variant.price.minor) {
        variant.compare_at_price = None;
    }
    if variant.price.minor == 0 && !variant.free {
        out.warn(price.note("the price is zero, so this can't be bought until it has one (or is marked free in our own format)"));
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Unit};
    use crate::formats::note::{Entries, Entry};

    fn field(text: &str) -> Field<'_> {
        Field::new(7, "Qty", text)
    }

    #[test]
    fn stock_may_be_large_but_not_below_zero() {
        let mut out = Entries::default();
        for (text, expected) in [("", 0), ("12", 12), ("5.0", 5), ("3146149562", 3_146_149_562), ("-0", 0), ("-4", 0)] {
            assert_eq!(field(text).stock(&mut out), Ok(expected), "{text}");
        }
        assert!(matches!(out.take(), Some(Entry::Warning(note)) if note.to_string() == "7: Qty: stock of -4 counts as 0"));
        assert!(out.take().is_none());
        for bad in ["a", "1.5", "1,000", "- 4", "1e3", "9999999999999999999999"] {
            assert!(field(bad).stock(&mut out).is_err(), "{bad}");
        }
    }

    #[test]
    fn weights_are_whole_grams() {
        let grams = |text, unit| field(text).grams(unit).map_err(|note| note.problem);
        assert_eq!(grams("226.796185", Unit::Gram), Ok(Some(227)));
        assert_eq!(grams("1.5", Unit::Kilogram), Ok(Some(1500)));
        assert_eq!(grams("2", Unit::Pound), Ok(Some(907)));
        assert_eq!(grams(".5", Unit::Ounce), Ok(Some(14)));
        assert_eq!(grams("0.0", Unit::Gram), Ok(None));
        assert_eq!(grams("", Unit::Gram), Ok(None));
        assert!(grams("DENY", Unit::Gram).is_err());
        assert!(grams("999999999999", Unit::Kilogram).is_err());
    }

    #[test]
    fn codes_lose_what_a_spreadsheet_added() {
        let mut out = Entries::default();
        assert_eq!(field("'0123456789012").code(&mut out).as_deref(), Some("0123456789012"));
        assert_eq!(field("63826-1000").code(&mut out).as_deref(), Some("63826-1000"));
        assert!(out.take().is_none());
        assert_eq!(field("4.00638E+12").code(&mut out), None);
        assert!(matches!(out.take(), Some(Entry::Warning(_))));
    }
}
