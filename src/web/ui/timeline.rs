//! What happened to an order so far, and what comes next.

use maud::{Markup, html};

use crate::base::clock::Timestamp;
use crate::base::messages::t;
use crate::domain::order::{Order, Status};

/// The way of an order for which nothing goes wrong.
const WAY: [Status; 5] = [Status::Pending, Status::Confirmed, Status::Packed, Status::Shipped, Status::Delivered];

struct Stop<'a> {
    status: Status,
    /// What is said of it: the status in words, or what happened while the order stood there.
    title: &'a str,
    reached: Option<(Timestamp, &'a str)>,
}

#[must_use]
pub fn timeline(order: &Order) -> Markup {
    let stops = stops(order);
    let last = stops.iter().rposition(|stop| stop.reached.is_some());
    html! {
        ol.timeline role="list" {
            @for (place, stop) in stops.iter().enumerate() {
                li data-state=(state(stop, Some(place) == last)) aria-current=[(Some(place) == last).then_some("step")] {
                    strong { (stop.title) }
                    @if let Some((at, note)) = stop.reached {
                        time datetime=(at) { (at.date_time()) }
                        @if !note.is_empty() && note != stop.title { small { (note) } }
                    }
                }
            }
        }
    }
}

/// A status in a customer's words.
#[must_use]
pub fn name(status: Status) -> &'static str {
    match status {
        Status::Pending => t("status-pending"),
        Status::Confirmed => t("status-confirmed"),
        Status::Packed => t("status-packed"),
        Status::Shipped => t("status-shipped"),
        Status::Delivered => t("status-delivered"),
        Status::Cancelled => t("status-cancelled"),
        Status::Refunded => t("refunded"),
    }
}

fn stops(order: &Order) -> Vec<Stop<'_>> {
    let mut stops = Vec::new();
    let mut stands = None;
    if !order.timeline.iter().any(|moment| moment.status == Status::Pending) {
        stops.push(Stop { status: Status::Pending, title: name(Status::Pending), reached: Some((order.placed_at, "")) });
    }
    for moment in &order.timeline {
        let moved = stands.replace(moment.status) != Some(moment.status);
        let (title, note) = if moved { (name(moment.status), moment.note.as_str()) } else { (moment.note.as_str(), "") };
        stops.push(Stop { status: moment.status, title, reached: Some((moment.at, note)) });
    }
    let ahead = WAY.iter().position(|status| *status == order.status).and_then(|place| WAY.get(place.saturating_add(1)..));
    stops.extend(ahead.unwrap_or_default().iter().map(|status| Stop { status: *status, title: name(*status), reached: None }));
    stops
}

fn state(stop: &Stop, last: bool) -> &'static str {
    match (stop.reached, stop.status) {
        (None, _) => "ahead",
        (_, Status::Cancelled | Status::Refunded) => "ended",
        (_, Status::Delivered) => "done",
        _ if last => "current",
        _ => "done",
    }
}
