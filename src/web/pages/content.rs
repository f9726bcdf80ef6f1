//! Plain pages of text: about, shipping, returns, privacy.

use maud::{Markup, PreEscaped, html};

use crate::base::messages::t;
use crate::base::text;
use crate::domain::limits::HEAD_DESCRIPTION_CHARS_MAX;
use crate::web::ui::layout::{self, Head, Layout};

#[derive(Clone, Copy, Debug)]
pub struct ContentPage<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// Sanitised HTML, without a first-level heading.
    pub html: &'a str,
}

#[must_use]
pub fn page(layout: &Layout, page: &ContentPage) -> Markup {
    let main = html! {
        article.wrap.section { div.prose { h1 { (page.title) } (PreEscaped(page.html)) } }
    };
    let beginning = text::shorten(&text::plain(page.html), HEAD_DESCRIPTION_CHARS_MAX);
    let description = if page.description.is_empty() { &beginning } else { page.description };
    layout::page(layout, &Head::public(page.title, description), &main)
}

/// The handles of all pages of text.
pub const HANDLES: [&str; 4] = ["about", "shipping", "returns", "privacy"];

/// The texts a new shop starts with, by handle. Figures that a merchant sets are left to the cart and the till.
#[must_use]
pub fn default(handle: &str, mail: bool) -> Option<ContentPage<'static>> {
    let page = |title, description, html| Some(ContentPage { title, description, html });
    match handle {
        "about" => page(t("about-us"), t("about-description"), t("about-html")),
        "shipping" => page(t("shipping"), t("shipping-description"), if mail { t("shipping-mail-html") } else { t("shipping-html") }),
        "returns" => page(t("returns"), t("returns-description"), t("returns-html")),
        "privacy" => page(t("privacy"), t("privacy-description"), t("privacy-html")),
        _ => None,
    }
}
