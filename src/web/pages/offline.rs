//! What a browser shows when the shop can't be reached: kept by the service worker, so nothing on it is of one shopper.

use maud::{Markup, html};

use crate::web::ui::empty::{Empty, empty};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Frame, Head, Layout};

#[must_use]
pub fn page(layout: &Layout) -> Markup {
    let shown = Empty {
        icon: Icon::Offline,
        title: "You are offline",
        text: "The shop can't be reached right now. Nothing is lost: what is in your cart is kept on our side, too.",
    };
    let main = html! {
        // An empty address is this very page, whichever was asked for.
        (empty(&shown, &html! { a.btn.primary.big href="" { (Icon::Return) "Try again" } }))
        section #last-cart.wrap.section.last-cart hidden {
            div.section-head { h2 { "Your cart" } p.brand data-as-of="As of {}" {} }
            p { "To look at only. Prices, stock and what is held for you may have changed since." }
            div data-cart data-quantity="Quantity: {}" {}
        }
    };
    layout::page(layout, &Head { frame: Frame::Bare, ..Head::private("Offline") }, &main)
}
