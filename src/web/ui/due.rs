//! What is still to be paid by hand: how much, how, and what to write on it.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::order::Order;
use crate::domain::payment::BANK_TRANSFER;

/// Nothing where nothing is to be paid. `bank_details` are the shop's own lines.
#[must_use]
pub fn due(order: &Order, bank_details: &str) -> Markup {
    let Some(sum) = order.due() else { return html! {} };
    let number = order.number.map_or_else(String::new, |number| number.to_string());
    html! {
        section.panel.section-tight aria-labelledby="due-title" {
            @if order.payment.method.token == BANK_TRANSFER {
                h2 #due-title { (t!("due-transfer", sum = sum)) }
                @if bank_details.is_empty() { p { (t("due-where")) } }
                @else { p { @for line in bank_details.lines() { (line) br; } } }
                p { (rich!("due-reference"; reference = html! { strong { (t!("order-number", number = number)) } })) }
            } @else {
                h2 #due-title { (t!("due-at-door", sum = sum)) }
                p { (t("due-ready")) }
            }
        }
    }
}
