//! What is still to be paid by hand: how much, how, and what to write on it.

use maud::{Markup, html};

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
                h2 #due-title { "Please transfer " (sum) }
                @if bank_details.is_empty() { p { "We write to you where to." } }
                @else { p { @for line in bank_details.lines() { (line) br; } } }
                p { "Write " strong { "Order " (number) } " on the transfer, so that we know it's yours." }
            } @else {
                h2 #due-title { "Pay " (sum) " at the door" }
                p { "Have the money ready when the parcel comes." }
            }
        }
    }
}
