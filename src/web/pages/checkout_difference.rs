//! What changed between the total a shopper agreed to and the one it would be now, side by side.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::money::Money;
use crate::domain::quote::{Difference, LineChange};

/// Nothing where nothing changed.
#[must_use]
pub fn difference(changed: Option<&Difference>) -> Markup {
    let Some(changed) = changed else { return html! {} };
    html! {
        section.difference aria-labelledby="difference-title" {
            h2 #difference-title { (t("what-changed")) }
            @if let Some(coupon) = &changed.coupon { p { (coupon.said()) } }
            table {
                thead { tr { td {} th scope="col" { (t("was")) } th scope="col" { (t("is-now")) } } }
                tbody {
                    @for change in &changed.changes { (line(change)) }
                    @for (name, was, now) in sums(changed) { (row(name, was, now)) }
                }
                tfoot { (row(t("total"), changed.was, changed.now.totals.total)) }
            }
        }
    }
}

fn line(change: &LineChange) -> Markup {
    let side = |price: Option<Money>, quantity: u32| match price {
        Some(price) if change.quantity_was != change.quantity_now => html! { (quantity) " × " (price) },
        Some(price) => html! { @if quantity > 1 { (t!("each", price = price)) } @else { (price) } },
        None => html! { (t("not-in-cart")) },
    };
    html! {
        tr {
            th scope="row" { (change.title) }
            td { (side(change.was, change.quantity_was)) }
            td { (side(change.now, change.quantity_now)) }
        }
    }
}

/// The parts that differ, where those of before are known.
fn sums(changed: &Difference) -> Vec<(&'static str, Money, Money)> {
    let Some(was) = changed.totals_was else { return Vec::new() };
    let now = changed.now.totals;
    let parts = [
        (t("subtotal"), was.subtotal, now.subtotal),
        (t("discount"), was.discount, now.discount),
        (t("shipping"), was.shipping, now.shipping),
        (t("tax"), was.tax, now.tax),
    ];
    parts.into_iter().filter(|(_, was, now)| was != now).collect()
}

fn row(name: &str, was: Money, now: Money) -> Markup {
    html! { tr { th scope="row" { (name) } td { (was) } td { (now) } } }
}
