//! Money: whole minor units of one currency. Never a float, never unchecked.
//!
//! Sums that can't be represented, or that mix currencies, are `None`; callers say what that means for them.

use std::fmt;

use minicbor::{Decode, Encode};

use super::limits::PRICE_MINOR_MAX;
use crate::base::marks::Marks;
use crate::base::messages::{Fact, Value, spoken};

/// An ISO 4217 currency, such as USD.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    pub const USD: Self = Self(iso_currency::Currency::USD);

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let currency = iso_currency::Currency::from_code(code)?;
        currency.exponent().map(|_| Self(currency))
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    #[must_use]
    pub fn symbol(self) -> String {
        self.0.symbol().to_string()
    }

    /// Digits after the decimal point: 2 for USD, 0 for JPY, 3 for KWD.
    #[must_use]
    pub fn exponent(self) -> u32 {
        self.0.exponent().map_or(2, u32::from)
    }
}

impl<C> Encode<C> for Currency {
    fn encode<W: minicbor::encode::Write>(&self, e: &mut minicbor::Encoder<W>, _: &mut C) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(self.code())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Currency {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::parse(d.str()?).ok_or_else(|| minicbor::decode::Error::message("not a currency"))
    }
}

/// An amount in minor units, such as cents.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode)]
pub struct Money {
    #[n(0)]
    pub minor: i64,
    #[n(1)]
    pub currency: Currency,
}

impl Money {
    #[must_use]
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Reads a decimal such as `399`, `399.00` or `1,399.50` exactly, and an amount below zero not at all.
    ///
    /// # Errors
    /// Says what is wrong with the text, as the end of a sentence.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not a price; write it like 12.50");
        let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let whole = without_separators(whole).ok_or_else(wrong)?;
        if (whole.is_empty() && fraction.is_empty()) || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let places = usize::try_from(currency.exponent()).map_err(|_| wrong())?;
        let kept = fraction.trim_end_matches('0');
        if kept.len() > places {
            return Err(format!("{text:?} has more than {places} digits after the point, and {} has {places}", currency.code()));
        }
        let digits = format!("{whole}{kept:0<places$}");
        let minor: i64 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| format!("{text:?} is too large for a price"))? };
        if minor > PRICE_MINOR_MAX {
            return Err(format!("{text:?} is too large for a price"));
        }
        Ok(Self::new(minor, currency))
    }

    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        (self.currency == other.currency).then_some(())?;
        self.minor.checked_add(other.minor).map(|minor| Self::new(minor, self.currency))
    }

    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        (self.currency == other.currency).then_some(())?;
        self.minor.checked_sub(other.minor).map(|minor| Self::new(minor, self.currency))
    }

    #[must_use]
    pub fn times(self, quantity: u32) -> Option<Self> {
        self.minor.checked_mul(i64::from(quantity)).map(|minor| Self::new(minor, self.currency))
    }

    /// The plain decimal, as files carry it: `1399.50`.
    #[must_use]
    pub fn decimal(self) -> String {
        let (sign, whole, fraction) = self.parts();
        if self.currency.exponent() == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// As a language writes it: `$1,399.50`, `1.399,50 $`.
    #[must_use]
    pub fn written(self, marks: &Marks) -> String {
        let (_, _, fraction) = self.parts();
        let decimals = if self.currency.exponent() > 0 { format!("{}{fraction}", marks.decimal) } else { String::new() };
        self.beside_sign(marks, &decimals)
    }

    /// Without what is behind the point: `$1,399`.
    #[must_use]
    pub fn written_whole(self, marks: &Marks) -> String {
        self.beside_sign(marks, "")
    }

    fn beside_sign(self, marks: &Marks, decimals: &str) -> String {
        let (sign, whole, _) = self.parts();
        let sum = marks.grouped(&whole.to_string()) + decimals;
        format!("{sign}{}", marks.beside(&self.currency.symbol(), &sum))
    }

    fn parts(self) -> (&'static str, u64, String) {
        let exponent = self.currency.exponent();
        let unit = 10_u64.saturating_pow(exponent);
        let size = self.minor.unsigned_abs();
        let places = usize::try_from(exponent).unwrap_or(0);
        let fraction = format!("{:0places$}", size.checked_rem(unit).unwrap_or(0));
        (if self.minor < 0 { "-" } else { "" }, size.checked_div(unit).unwrap_or(size), fraction)
    }
}

/// For people who read English: `$1,399.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(&Marks::ENGLISH))
    }
}

/// Inside of a message it's written as its language does.
impl Fact for Money {
    fn fact(&self) -> Value<'_> {
        Value::from(self.written(&spoken().marks))
    }
}

/// Takes commas out where they group thousands; `None` where they stand anywhere else.
fn without_separators(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let grouped = rest.is_empty() || (!first.is_empty() && first.len() <= 3);
    (digits(first) && grouped && rest.iter().all(|part| part.len() == 3 && digits(part))).then(|| whole.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::{Currency, Money, PRICE_MINOR_MAX};
    use proptest::prelude::{prop_assert_eq, proptest};

    fn usd(text: &str) -> Result<i64, String> {
        Money::parse(text, Currency::USD).map(|money| money.minor)
    }

    #[test]
    fn prices_are_read_exactly() {
        assert_eq!(usd("399"), Ok(39_900));
        assert_eq!(usd("399.9"), Ok(39_990));
        assert_eq!(usd("0.10"), Ok(10));
        assert_eq!(usd(" 1,399.50 "), Ok(139_950));
        assert_eq!(usd("5.1000"), Ok(510));
        assert_eq!(usd(".5"), Ok(50));
        for bad in ["", ".", "-1", "1.005", "1,39", "12a", "1e3", "99999999999999999999", "$5", "1.2.3"] {
            assert!(usd(bad).is_err(), "{bad:?} must not be a price");
        }
    }

    #[test]
    fn currencies_keep_their_own_places() {
        let jpy = Currency::parse("JPY").expect("yen exist");
        assert_eq!(Money::parse("1200", jpy).map(|m| m.to_string()), Ok("¥1,200".to_owned()));
        assert!(Money::parse("1200.5", jpy).is_err());
        let kwd = Currency::parse("KWD").expect("dinars exist");
        assert_eq!(Money::parse("1.234", kwd).map(|m| (m.minor, m.decimal())), Ok((1234, "1.234".to_owned())));
        assert!(Currency::parse("XXX").is_none(), "no currency has no exponent");
        assert_eq!(Money::new(5, Currency::USD).plus(Money::new(5, jpy)), None);
    }

    #[test]
    fn a_price_has_a_largest() {
        let most = Money::new(PRICE_MINOR_MAX, Currency::USD);
        let more = Money::new(PRICE_MINOR_MAX + 1, Currency::USD);
        assert_eq!(usd(&most.decimal()), Ok(PRICE_MINOR_MAX));
        assert!(usd(&more.decimal()).is_err_and(|problem| problem.contains("too large")));
        assert!(usd("99999999999999999999").is_err_and(|problem| problem.contains("too large")));
    }

    #[test]
    fn what_is_owed_to_us_and_by_us_is_told_apart() {
        let told = |minor| (Money::new(minor, Currency::USD).to_string(), Money::new(minor, Currency::USD).decimal());
        assert_eq!(told(-139_950), ("-$1,399.50".to_owned(), "-1399.50".to_owned()));
        assert_eq!(told(0), ("$0.00".to_owned(), "0.00".to_owned()));
        assert_eq!(told(5), ("$0.05".to_owned(), "0.05".to_owned()));
        let crowns = Currency::parse("SEK").map(|sek| Money::new(12_345_678, sek).to_string());
        assert_eq!(crowns.as_deref(), Some("kr\u{a0}123,456.78"), "a word stands apart from its number");
    }

    #[test]
    fn commas_group_thousands_and_do_nothing_else() {
        assert_eq!((usd("1,234,567"), usd("12,345.6"), usd("999,999")), (Ok(123_456_700), Ok(1_234_560), Ok(99_999_900)));
        for bad in ["1234,567", ",123", "1,,234", "1,2345", "1,23a", "a,234", "1,234,56"] {
            assert!(usd(bad).is_err(), "{bad:?} must not be a price");
        }
    }

    #[test]
    fn sums_of_one_currency_are_exact_or_nothing() {
        let usd = |minor| Money::new(minor, Currency::USD);
        let yen = Money::new(1, Currency::parse("JPY").expect("yen exist"));
        assert_eq!((usd(5).plus(usd(7)), usd(5).minus(usd(7)), usd(5).times(7)), (Some(usd(12)), Some(usd(-2)), Some(usd(35))));
        assert_eq!((usd(i64::MAX).plus(usd(1)), usd(i64::MIN).minus(usd(1)), usd(i64::MAX).times(2)), (None, None, None));
        assert_eq!((usd(5).plus(yen), usd(5).minus(yen)), (None, None));
    }

    /// The books keep an amount with the code of its currency; what isn't one is no money.
    #[test]
    fn money_in_the_books_keeps_its_currency() {
        for code in ["USD", "JPY", "KWD"] {
            let currency = Currency::parse(code).expect("it exists");
            assert_eq!(currency.code(), code);
            let written = minicbor::to_vec(Money::new(-7, currency)).expect("memory is enough");
            assert_eq!(minicbor::decode::<Money>(&written).ok(), Some(Money::new(-7, currency)));
        }
        let mut written = minicbor::to_vec(Money::new(7, Currency::USD)).expect("memory is enough");
        let place = written.windows(3).position(|three| three == b"USD").expect("the code is there");
        written[place..place + 3].copy_from_slice(b"XYZ");
        assert!(minicbor::decode::<Money>(&written).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in 0_i64..=PRICE_MINOR_MAX) {
            let money = Money::new(minor, Currency::USD);
            prop_assert_eq!(Money::parse(&money.decimal(), Currency::USD), Ok(money));
            prop_assert_eq!(Money::parse(money.to_string().trim_start_matches('$'), Currency::USD), Ok(money));
        }
    }
}
