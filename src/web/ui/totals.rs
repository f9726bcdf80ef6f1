//! What it costs, line by line, as the pricing rules added it up.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::order::Order;
use crate::domain::pricing::{Terms, Totals};
use crate::shop::cart::CartView;

#[must_use]
pub fn of_cart(cart: &CartView) -> Markup {
    html! {
        (totals(&cart.totals, &cart.terms))
        @if cart.estimated && !cart.lines.is_empty() { p.estimate { (t("totals-estimate")) } }
    }
}

#[must_use]
pub fn of_order(order: &Order) -> Markup {
    let refunded = order.refunded();
    html! {
        (totals(&order.totals, &order.terms))
        @if refunded.minor > 0 { dl.totals { dt { (t("refunded")) } dd { "−" (refunded) } } }
    }
}

/// Where prices carry the tax, it stands below the total it is part of.
fn totals(totals: &Totals, terms: &Terms) -> Markup {
    let tax = terms.tax;
    html! {
        dl.totals {
            dt { (t("subtotal")) } dd { (totals.subtotal) }
            @if let Some(coupon) = terms.coupon.as_ref().filter(|_| totals.discount.minor > 0) {
                dt { (t("discount")) " " small.code { (coupon.code) } } dd { "−" (totals.discount) }
            }
            dt { (t("shipping")) @if let Some(method) = &terms.shipping { " " small { (method.name) } } }
            dd { @if totals.shipping.minor == 0 { (t("free")) } @else { (totals.shipping) } }
            @if !tax.inclusive { dt { (t("tax")) " " small { (tax.rate) } } dd { (totals.tax) } }
            dt.sum { (t("total")) } dd.sum { (totals.total) }
            @if tax.inclusive { dt { (t("includes-tax")) " " small { (tax.rate) } } dd { (totals.tax) } }
        }
    }
}
