//! What a browser shows when the shop can't be reached: kept by the service worker, so nothing on it is of one shopper.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::web::ui::empty::{Empty, empty};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Frame, Head, Layout};

#[must_use]
pub fn page(layout: &Layout) -> Markup {
    let shown = Empty { icon: Icon::Offline, title: t("offline"), text: t("offline-text") };
    let main = html! {
        // An empty address is this very page, whichever was asked for.
        (empty(&shown, &html! { a.btn.primary.big href="" { (Icon::Return) (t("try-again")) } }))
        section #last-cart.wrap.section.last-cart hidden {
            div.section-head { h2 { (t("your-cart")) } p.brand data-as-of=(t("offline-as-of")) {} }
            p { (t("offline-only-look")) }
            div data-cart data-quantity=(t("offline-quantity")) {}
        }
    };
    layout::page(layout, &Head { frame: Frame::Bare, ..Head::private(t("offline-title")) }, &main)
}
