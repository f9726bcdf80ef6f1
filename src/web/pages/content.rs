//! Plain pages of text: about, shipping, returns, privacy.

use std::borrow::Cow;

use maud::{Markup, PreEscaped, html};

use crate::base::messages::t;
use crate::base::text;
use crate::domain::limits::HEAD_DESCRIPTION_CHARS_MAX;
use crate::web::ui::layout::{self, Head, Layout};

#[derive(Clone, Debug)]
pub struct ContentPage<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// Sanitised HTML, without a first-level heading.
    pub html: Cow<'a, str>,
}

#[must_use]
pub fn page(layout: &Layout, page: &ContentPage) -> Markup {
    let main = html! {
        article.wrap.section { div.prose { h1 { (page.title) } (PreEscaped(&page.html)) } }
    };
    let beginning = text::shorten(&text::plain(&page.html), HEAD_DESCRIPTION_CHARS_MAX);
    let description = if page.description.is_empty() { &beginning } else { page.description };
    layout::page(layout, &Head::public(page.title, description), &main)
}

/// The handles of all pages of text.
pub const HANDLES: [&str; 4] = ["about", "shipping", "returns", "privacy"];

/// What a shop does, as far as these texts tell of it.
#[derive(Clone, Copy, Debug)]
pub struct Offers {
    /// It sends letters.
    pub mail: bool,
    /// Customers ask for returns on the pages of their orders.
    pub returns: bool,
    /// Customers write reviews.
    pub reviews: bool,
}

impl Offers {
    pub const ALL: Self = Self { mail: true, returns: true, reviews: true };
}

/// The texts a new shop starts with, by handle. Figures that a merchant sets are left to the cart and the till.
#[must_use]
pub fn default(handle: &str, offers: Offers) -> Option<ContentPage<'static>> {
    let page = |title, description, html: &'static str| Some(ContentPage { title, description, html: html.into() });
    match handle {
        "about" => page(t("about-us"), t("about-description"), t("about-html")),
        "shipping" => page(t("shipping"), t("shipping-description"), if offers.mail { t("shipping-mail-html") } else { t("shipping-html") }),
        "returns" => page(t("returns"), t("returns-description"), if offers.returns { t("returns-html") } else { t("returns-none-html") }),
        "privacy" => {
            let parts = [t("privacy-html"), if offers.reviews { t("privacy-reviews-html") } else { "" }, t("privacy-more-html")];
            Some(ContentPage { title: t("privacy"), description: t("privacy-description"), html: parts.concat().into() })
        }
        _ => None,
    }
}
