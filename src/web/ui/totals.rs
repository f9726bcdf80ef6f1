//! What it costs, line by line, as the pricing rules added it up.

use maud::{Markup, html};

use crate::domain::pricing::Totals;

#[must_use]
pub fn totals(totals: &Totals) -> Markup {
    html! {
        dl.totals {
            dt { "Subtotal" } dd { (totals.subtotal) }
            @if totals.discount.minor > 0 { dt { "Discount" } dd { "−" (totals.discount) } }
            dt { "Shipping" }
            dd { @if totals.shipping.minor == 0 { "Free" } @else { (totals.shipping) } }
            dt { "Tax" } dd { (totals.tax) }
            dt.sum { "Total" } dd.sum { (totals.total) }
        }
    }
}
