//! The money that went back for an order: how much, what for, and where it is.

use maud::{Markup, html};

use crate::domain::order::Order;
use crate::domain::refund::{Refund, RefundState};

/// Nothing where nothing was given back.
#[must_use]
pub fn refunds(order: &Order) -> Markup {
    html! {
        @if !order.refunds.is_empty() {
            section.section-tight aria-labelledby="refunds-title" {
                h2 #refunds-title { "Refunds" }
                ul.refunds role="list" {
                    @for refund in &order.refunds {
                        li {
                            strong { (refund.amount) } " " (state(&refund.state))
                            @let what = what_for(order, refund);
                            small { time datetime=(refund.at) { (refund.at.date()) } @if !what.is_empty() { " · " (what) } }
                        }
                    }
                }
            }
        }
    }
}

fn state(state: &RefundState) -> &'static str {
    match state {
        RefundState::Pending => "is on its way back to you.",
        RefundState::Done { .. } => "went back the way you paid. Banks take up to ten days to show it.",
        RefundState::Refused { .. } => "couldn't go back the way you paid. We return it in another way.",
    }
}

/// The units, where it's for some; and the reason that was given.
fn what_for(order: &Order, refund: &Refund) -> String {
    let title = |returned: &crate::domain::refund::Returned| {
        let line = order.lines.iter().find(|line| line.variant == returned.variant)?;
        Some(format!("{} × {}", returned.quantity, line.title))
    };
    let mut parts: Vec<String> = refund.lines.iter().filter_map(title).collect();
    if !refund.reason.is_empty() && refund.reason != "Cancelled" {
        parts.push(refund.reason.clone());
    }
    parts.join(", ")
}
