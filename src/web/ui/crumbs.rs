//! The way from the front door to this page.

use maud::{Markup, html};

use super::link::Link;
use crate::base::messages::t;

/// Links from the top down; the page itself is not among them.
#[must_use]
pub fn crumbs(above: &[Link]) -> Markup {
    html! {
        @if !above.is_empty() {
            nav.crumbs.wrap aria-label=(t("breadcrumb")) {
                ol role="list" {
                    @for link in above { li { a href=(link.href) { (link.label) } } }
                }
            }
        }
    }
}
