//! Nothing to show: one sentence, and one way on.

use maud::{Markup, html};

use super::icon::Icon;

#[derive(Clone, Copy, Debug)]
pub struct Empty<'a> {
    pub icon: Icon,
    pub title: &'a str,
    pub text: &'a str,
}

/// The heading is the page's own; `way_on` is a link or a form.
#[must_use]
pub fn empty(empty: &Empty, way_on: &Markup) -> Markup {
    html! {
        div.empty.wrap {
            (empty.icon)
            h1 { (empty.title) }
            p { (empty.text) }
            (way_on)
        }
    }
}
