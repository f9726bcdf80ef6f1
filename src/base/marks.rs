//! How a language writes figures: what stands between thousands, before decimals and beside a sum.

use std::borrow::Cow;

/// What a language puts between digits, and where the sign of a currency stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    pub group: Cow<'static, str>,
    pub decimal: Cow<'static, str>,
    /// `$12`, not `12 $`.
    pub sign_first: bool,
    /// What stands between a sum and its sign.
    pub gap: Cow<'static, str>,
}

impl Marks {
    pub const ENGLISH: Self = Self { group: Cow::Borrowed(","), decimal: Cow::Borrowed("."), sign_first: true, gap: Cow::Borrowed("") };

    /// `10204` as `10,204`: thousands apart.
    #[must_use]
    pub fn grouped(&self, digits: &str) -> String {
        let mut grouped = String::with_capacity(digits.len().saturating_mul(2));
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && digits.len().saturating_sub(place).is_multiple_of(3) {
                grouped.push_str(&self.group);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A sum beside the sign of its currency. A sign of letters never touches the figure: `CHF 12`.
    #[must_use]
    pub fn beside(&self, sign: &str, sum: &str) -> String {
        let gap = if self.gap.is_empty() && sign.chars().all(char::is_alphabetic) { "\u{a0}" } else { &self.gap };
        if self.sign_first { format!("{sign}{gap}{sum}") } else { format!("{sum}{gap}{sign}") }
    }
}
