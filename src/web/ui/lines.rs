//! What is bought, in short: the lines of a cart at the till, or of an order.

use maud::{Markup, html};

use super::picture::{self, Room, Urgency};
use crate::base::messages::t;
use crate::domain::money::Money;
use crate::domain::order::{Order, Status};
use crate::shop::cart::LineView;

/// A line as the short list shows it.
struct Brief<'a> {
    handle: &'a str,
    title: &'a str,
    options: String,
    image: Option<&'a str>,
    quantity: u32,
    sum: Money,
    /// Why this line can't be bought, where it can't.
    trouble: Option<&'static str>,
    /// Units whose money went back.
    returned: u32,
}

#[must_use]
pub fn of_cart(lines: &[LineView]) -> Markup {
    list(lines.iter().map(|line| Brief {
        handle: &line.handle,
        title: &line.title,
        options: option_values(line),
        image: line.image.as_ref().map(|image| image.src.as_str()),
        quantity: line.quantity,
        sum: line.line_total,
        trouble: trouble(line),
        returned: 0,
    }))
}

#[must_use]
pub fn of_order(order: &Order) -> Markup {
    list(order.lines.iter().map(|line| Brief {
        handle: &line.handle,
        title: &line.title,
        options: line.options.clone(),
        image: line.image.as_deref(),
        quantity: line.quantity,
        sum: line.line_total,
        trouble: None,
        // All of a cancelled order came back: that is said once.
        returned: if order.status == Status::Cancelled { 0 } else { line.returned },
    }))
}

/// `Petrol / Large`.
#[must_use]
pub fn option_values(line: &LineView) -> String {
    line.options.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" / ")
}

fn trouble(line: &LineView) -> Option<&'static str> {
    match line.available {
        _ if !line.for_sale => Some(t("no-longer-sold")),
        0 => Some(t("sold-out")),
        some if some < u64::from(line.quantity) => Some(t("not-enough-left")),
        _ => None,
    }
}

fn list<'a>(lines: impl Iterator<Item = Brief<'a>>) -> Markup {
    html! {
        ul.lines role="list" {
            @for line in lines {
                li {
                    (picture::picture(line.image, line.title, "", (Room::Line, Urgency::Soon)))
                    div {
                        strong { a href={ "/products/" (line.handle) } { (line.title) } }
                        span.count { @if !line.options.is_empty() { (line.options) " · " } (t!("line-quantity", quantity = line.quantity)) }
                        @if line.returned > 0 { p.stock { (t!("line-returned", count = line.returned)) } }
                        @if let Some(trouble) = line.trouble { p.stock data-level="low" { (trouble) } }
                    }
                    span.count { (line.sum) }
                }
            }
        }
    }
}
