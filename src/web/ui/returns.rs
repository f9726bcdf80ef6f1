//! What is to go back of an order, or went: what was asked for, where it stands, what to do next, and what money comes.
//!
//! The customer's words and the merchant's are text, each with its own direction of writing.

use maud::{Markup, html};

use super::refunds::units_of;
use crate::base::messages::t;
use crate::domain::order::Order;
use crate::domain::returns::{Return, ReturnReason, ReturnState};

/// Nothing where nothing was asked for. `token` opens the order; where letters are sent, they are spoken of.
#[must_use]
pub fn returns(order: &Order, token: &str, mail: bool) -> Markup {
    html! {
        @if !order.returns.is_empty() {
            section.section-tight #returns aria-labelledby="returns-title" {
                h2 #returns-title { (t("returns")) }
                div { @for one in order.returns.iter().rev() { (shown(order, one, token, mail)) } }
            }
        }
    }
}

fn shown(order: &Order, one: &Return, token: &str, mail: bool) -> Markup {
    let name = order.return_name(one.number);
    html! {
        article.review id={ "return-" (one.number) } {
            header { h3 { (t!("return-name", name = name)) } span.badge { (state(one.state())) } }
            p { (units_of(order, &one.lines).join(", ")) }
            p.by { (reason(one.reason)) }
            @if !one.comment.is_empty() { p.said dir="auto" { (one.comment) } }
            (next(order, one, mail))
            p.by {
                @for (place, step) in one.steps.iter().enumerate() {
                    @if place > 0 { " · " }
                    (state(&step.state)) " " time datetime=(step.at) { (step.at.date()) }
                }
            }
            @if one.open() { (withdraw(order, one, token)) }
        }
    }
}

/// What comes next, in sentences.
fn next(order: &Order, one: &Return, mail: bool) -> Markup {
    let worth = order.return_worth(one);
    html! {
        @match one.state() {
            ReturnState::Requested => p { (t(if mail { "return-wait-mail" } else { "return-wait" })) },
            ReturnState::Accepted { instructions } => div.reply {
                strong { (t("return-send")) }
                p.said dir="auto" { (instructions) }
                p { (rich!("return-label"; name = html! { strong { (order.return_name(one.number)) } })) }
            },
            ReturnState::Declined { reason } => div.reply { p.said dir="auto" { (reason) } },
            ReturnState::Received { refund: None } => p { (t("return-no-money")) },
            ReturnState::Received { refund: Some(_) } | ReturnState::Withdrawn => {}
        }
        @if one.open() && worth.minor > 0 { p { (rich!("return-worth"; amount = html! { strong { (worth) } })) } }
    }
}

fn withdraw(order: &Order, one: &Return, token: &str) -> Markup {
    html! {
        @if let Some(number) = order.number {
            form.no-print method="post" action={ "/orders/" (number) "/return/withdraw" } {
                input type="hidden" name="token" value=(token);
                button.btn.quiet name="return" value=(one.number) { (t("return-withdraw")) span.vh { ": " (order.return_name(one.number)) } }
            }
        }
    }
}

fn state(state: &ReturnState) -> &'static str {
    match state {
        ReturnState::Requested => t("return-requested"),
        ReturnState::Accepted { .. } => t("return-accepted"),
        ReturnState::Declined { .. } => t("return-declined"),
        ReturnState::Withdrawn => t("return-withdrawn"),
        ReturnState::Received { .. } => t("return-received"),
    }
}

/// A reason in a customer's words.
#[must_use]
pub fn reason(reason: ReturnReason) -> &'static str {
    match reason {
        ReturnReason::TooSmall => t("reason-too-small"),
        ReturnReason::TooLarge => t("reason-too-large"),
        ReturnReason::NotAsDescribed => t("reason-not-as-described"),
        ReturnReason::Damaged => t("reason-damaged"),
        ReturnReason::WrongItem => t("reason-wrong-item"),
        ReturnReason::ChangedMind => t("reason-changed-mind"),
        ReturnReason::Other => t("reason-other"),
    }
}
