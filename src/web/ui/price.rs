//! Prices as people read them: a sum, a sum that was higher before, or the lowest of several.

use maud::{Markup, Render, html};

use crate::base::messages::{spoken, t};
use crate::domain::money::Money;
use crate::domain::rate::Rate;

#[derive(Clone, Copy, Debug)]
pub struct Price {
    pub now: Money,
    /// Shown only where it is above `now`.
    pub before: Option<Money>,
    /// The dearest variant, where variants differ.
    pub highest: Money,
}

/// On a page, a sum is written as its language does.
impl Render for Money {
    fn render_to(&self, page: &mut String) {
        page.push_str(&self.written(&spoken().marks));
    }
}

impl Render for Rate {
    fn render_to(&self, page: &mut String) {
        page.push_str(&self.written());
    }
}

/// The price on a card, or in large beside the buy button.
#[must_use]
pub fn price(price: &Price, big: bool) -> Markup {
    html! {
        p.price.big[big] {
            @if price.highest.minor > price.now.minor { small { (t("price-from")) " " } }
            (price.now)
            @if let Some(before) = higher(price) { " " s { span.vh { (t("price-was")) " " } (before) } }
        }
    }
}

/// How much less it costs than before, as `−20 %`.
#[must_use]
pub fn discount(price: &Price) -> Option<String> {
    let before = higher(price)?;
    let saved = before.minor.checked_sub(price.now.minor)?.checked_mul(100)?.checked_div(before.minor)?;
    (saved > 0).then(|| format!("−{}", t!("percent", number = saved)))
}

fn higher(price: &Price) -> Option<Money> {
    price.before.filter(|before| before.minor > price.now.minor)
}

#[cfg(test)]
mod tests {
    use super::{Price, discount};
    use crate::domain::money::{Currency, Money};

    #[test]
    fn discounts_are_whole_percents_rounded_down() {
        let usd = |minor| Money::new(minor, Currency::USD);
        let of = |now, before| discount(&Price { now: usd(now), before: Some(usd(before)), highest: usd(now) });
        assert_eq!(of(1_999, 2_500).as_deref(), Some("−20%"));
        assert_eq!(of(2_499, 2_500), None);
        assert_eq!(of(2_500, 2_500), None);
        assert_eq!(of(3_000, 2_500), None);
    }
}
