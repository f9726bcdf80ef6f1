//! When a parcel arrives, as far as the merchant says how long it takes.

use maud::{Markup, html};

use super::icon::Icon;
use crate::base::clock::Timestamp;
use crate::domain::shipping::ShippingMethod;

/// `Tue 1 Dec – Thu 3 Dec`, for what is ordered at that moment.
#[must_use]
pub fn days(method: &ShippingMethod, ordered: Timestamp) -> Option<String> {
    let (first, last) = method.days?.after(ordered);
    let (first, last) = (first.weekday(), last.weekday());
    Some(if first == last { first } else { format!("{first} – {last}") })
}

/// A line of its own; nothing where nothing is promised.
#[must_use]
pub fn arrival(method: Option<&ShippingMethod>, ordered: Timestamp) -> Markup {
    html! {
        @if let Some(days) = method.and_then(|method| days(method, ordered)) {
            p.arrival { (Icon::Truck) span { (rich!("arrival"; days = html! { strong { (days) } })) } }
        }
    }
}
