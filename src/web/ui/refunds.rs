//! The money that went back for an order: how much, what for, and where it is.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::order::Order;
use crate::domain::refund::{Refund, RefundState, Returned};

/// Nothing where nothing was given back.
#[must_use]
pub fn refunds(order: &Order) -> Markup {
    html! {
        @if !order.refunds.is_empty() {
            section.section-tight aria-labelledby="refunds-title" {
                h2 #refunds-title { (t("refunds")) }
                ul.refunds role="list" {
                    @for refund in &order.refunds {
                        li {
                            (state(refund))
                            @let what = what_for(order, refund);
                            small { time datetime=(refund.at) { (refund.at.date()) } @if !what.is_empty() { " · " (what) } }
                        }
                    }
                }
            }
        }
    }
}

fn state(refund: &Refund) -> Markup {
    let amount = html! { strong { (refund.amount) } };
    match refund.state {
        RefundState::Pending => rich!("refund-pending"; amount = amount),
        RefundState::Done { .. } => rich!("refund-done"; amount = amount),
        RefundState::Refused { .. } => rich!("refund-refused"; amount = amount),
    }
}

/// The units, where it's for some; and the reason that was given.
fn what_for(order: &Order, refund: &Refund) -> String {
    let mut parts = units_of(order, &refund.lines);
    if !refund.reason.is_empty() && refund.reason != "Cancelled" {
        parts.push(refund.reason.clone());
    }
    parts.join(", ")
}

/// `2 × Mug` for each line of which units came back.
#[must_use]
pub fn units_of(order: &Order, lines: &[Returned]) -> Vec<String> {
    let title = |returned: &Returned| {
        let line = order.lines.iter().find(|line| line.variant == returned.variant)?;
        Some(format!("{} × {}", returned.quantity, line.title))
    };
    lines.iter().filter_map(title).collect()
}
