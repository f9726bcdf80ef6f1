//! Plain pages of text: about, shipping, returns, privacy.

use maud::{Markup, PreEscaped, html};

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
        "about" => page("About us", "Who runs this shop.", ABOUT),
        "shipping" => page("Shipping", "How and when orders are sent.", if mail { SHIPPING_WITH_MAIL } else { SHIPPING }),
        "returns" => page("Returns", "How to send something back.", RETURNS),
        "privacy" => page("Privacy", "What this shop stores about you.", PRIVACY),
        _ => None,
    }
}

const ABOUT: &str = "<p>We choose each thing we sell ourselves, and we keep the stock we show. \
When something says “In stock”, it is on our shelf; when you put it in your cart, it is held for you.</p>";

const SHIPPING: &str = "<p>Your cart shows what shipping costs before you enter anything, and how much is missing until it is free.</p>\
<h2>When it arrives</h2><p>Your order's page shows when your parcel leaves, with a number to follow it. \
Open it at any time with your order number and e-mail address on <a href=\"/track\">Track your order</a>.</p>";

const SHIPPING_WITH_MAIL: &str = "<p>Your cart shows what shipping costs before you enter anything, and how much is missing until it is free.</p>\
<h2>When it arrives</h2><p>We write to you when your parcel leaves, with a number to follow it. Your order's page shows the same: \
open it at any time with your order number and e-mail address on <a href=\"/track\">Track your order</a>.</p>";

const RETURNS: &str = "<p>Something isn't right? Tell us your order number and say what you would like to send back.</p>\
<h2>What happens then</h2><ol><li>We send you the address and confirm it.</li><li>You send it back, packed so that it arrives whole.</li>\
<li>We refund you to the card you paid with, as soon as it is here.</li></ol>";

const PRIVACY: &str = "<p>We store what an order needs: your name, address, e-mail, and what you bought. Card numbers never reach this shop.</p>\
<h2>Reviews</h2><p>What you write about a product is public, with your first name and whether you bought it here. \
You can change or remove it on the same page. Which reviews you found helpful is stored so that each counts once; others see only the number.</p>\
<h2>Cookies</h2><p>One cookie, which remembers your cart. No advertising, no measuring by others, nothing loaded from other sites. \
What is searched for is counted by day and words, without who searched.</p>\
<h2>Your data</h2><p>Ask us for a copy, or to erase it.</p>";
