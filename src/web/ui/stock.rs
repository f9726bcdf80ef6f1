//! What can be bought, in words. "Only 3 left" is said of real stock and nothing else.

use maud::{Markup, html};

use crate::base::messages::t;

/// At or under this, the number itself is news.
pub const LOW: u64 = 5;

/// `In stock`, `Only 3 left`, `Sold out`.
#[must_use]
pub fn text(available: u64) -> String {
    match available {
        0 => t("sold-out").to_owned(),
        few if few <= LOW => t!("only-left", count = few),
        _ => t("in-stock").to_owned(),
    }
}

#[must_use]
pub fn stock(available: u64) -> Markup {
    html! { p.stock data-level=[level(available)] { (text(available)) } }
}

/// The same, kept true by `web/scripts/live.js` as long as the page is shown.
#[must_use]
pub fn live(sku: &str, available: u64) -> Markup {
    html! { p.stock data-stock=(sku) data-level=[level(available)] { (text(available)) } }
}

/// What the script says of stock: once in a page.
#[must_use]
pub fn words() -> Markup {
    html! { template #stock-words data-few-max=(LOW) data-out=(t("sold-out")) data-low=(t!("only-left", count = "{}")) data-in=(t("in-stock")) {} }
}

/// What became of a line of the cart that can't be bought as it is.
#[must_use]
pub fn lost(title: &str, available: u64, for_sale: bool) -> String {
    match available {
        _ if !for_sale => t!("lost-not-sold", title = title),
        0 => t!("lost-sold-out", title = title),
        few => t!("lost-few", title = title, count = few),
    }
}

fn level(available: u64) -> Option<&'static str> {
    match available {
        0 => Some("out"),
        few if few <= LOW => Some("low"),
        _ => None,
    }
}
