//! A place in a page that a script fills with what another address says; it is empty where there is no script.

use maud::{Markup, html};

/// Filled by `web/scripts/fragment.js`. `noted` also asks without scripts, by a picture that shows nothing.
#[must_use]
pub fn fragment(address: &str, noted: bool) -> Markup {
    html! {
        div data-fragment=(address) {
            @if noted { noscript { img src=(address) alt="" width="1" height="1"; } }
        }
    }
}
