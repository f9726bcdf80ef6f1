//! What a shopper was shown, so that an order is never placed at anything else, and how it differs from what is now.

use minicbor::{Decode, Encode};

use super::coupon::CouponTrouble;
use super::money::Money;
use super::pricing::Totals;
use super::product::{ProductId, VariantId};

/// Lines and sums that were shown, and the version of the cart they were of.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Quote {
    #[n(0)]
    pub lines: Vec<QuotedLine>,
    #[n(1)]
    pub totals: Totals,
    #[n(2)]
    pub cart_version: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct QuotedLine {
    #[n(0)]
    pub product: ProductId,
    #[n(1)]
    pub variant: VariantId,
    #[n(2)]
    pub sku: String,
    #[n(3)]
    pub quantity: u32,
    #[n(4)]
    pub unit_price: Money,
}

/// Why an order isn't placed at the total its shopper agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The total that was agreed to.
    pub was: Money,
    /// The sums behind it, where they are known.
    pub totals_was: Option<Totals>,
    /// What it is now. Whoever was told this difference may agree to it.
    pub now: Quote,
    pub changes: Vec<LineChange>,
    /// Why the cart's code takes nothing off any more.
    pub coupon: Option<CouponTrouble>,
}

/// A line that isn't what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    pub sku: String,
    pub title: String,
    /// Its price then; missing when it wasn't there.
    pub was: Option<Money>,
    pub now: Option<Money>,
    pub quantity_was: u32,
    pub quantity_now: u32,
}

/// The lines that differ, as they were and as they are: what was there first, in its order, then what is new.
#[must_use]
pub fn changed<'a>(was: &'a [QuotedLine], now: &'a [QuotedLine]) -> Vec<(Option<&'a QuotedLine>, Option<&'a QuotedLine>)> {
    let of = |lines: &'a [QuotedLine], variant| lines.iter().find(|line| line.variant == variant);
    let stayed = was.iter().map(|line| (Some(line), of(now, line.variant)));
    let new = now.iter().filter(|line| of(was, line.variant).is_none()).map(|line| (None, Some(line)));
    let differs = |(was, now): &(Option<&QuotedLine>, Option<&QuotedLine>)| match (was, now) {
        (Some(was), Some(now)) => was.quantity != now.quantity || was.unit_price != now.unit_price,
        _ => true,
    };
    stayed.chain(new).filter(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::{QuotedLine, changed};
    use crate::domain::money::{Currency, Money};
    use crate::domain::product::{ProductId, VariantId};

    fn line(variant: u64, quantity: u32, minor: i64) -> QuotedLine {
        let unit_price = Money::new(minor, Currency::USD);
        QuotedLine { product: ProductId(1), variant: VariantId(variant), sku: variant.to_string(), quantity, unit_price }
    }

    #[test]
    fn what_changed_is_told_and_what_stayed_is_not() {
        let was = [line(1, 2, 500), line(2, 1, 900), line(3, 1, 100), line(4, 1, 50)];
        let now = [line(5, 1, 70), line(3, 4, 100), line(1, 2, 550), line(4, 1, 50)];
        let sku = |line: Option<&QuotedLine>| line.map_or("-".to_owned(), |line| format!("{}x{}@{}", line.quantity, line.sku, line.unit_price.minor));
        let told: Vec<_> = changed(&was, &now).into_iter().map(|(was, now)| format!("{} {}", sku(was), sku(now))).collect();
        assert_eq!(told, ["2x1@500 2x1@550", "1x2@900 -", "1x3@100 4x3@100", "- 1x5@70"]);
        assert!(changed(&was, &was).is_empty());
    }
}
