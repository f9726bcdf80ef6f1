//! The frame of every page: head, header, categories, footer.
//!
//! No inline script but the import map, and no style attribute anywhere, so that the content security policy can forbid both.
//! What search engines are told stands in a script element too, but it is data that no browser runs.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::icon::Icon;
use super::link::Link;
use super::{sharing, stock, structured};
use crate::base::messages::{spoken, t};
use crate::base::text::shorten;
use crate::domain::limits::{HEAD_DESCRIPTION_CHARS_MAX, HEAD_TITLE_CHARS_MAX};
use crate::domain::product::Image;

/// An arch on terracotta.
const FAVICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E\
    %3Crect width='32' height='32' rx='9' fill='%23a14122'/%3E%3Cpath d='M9 25V15a7 7 0 0 1 14 0v10z' fill='%23fcfaf6'/%3E%3C/svg%3E";

/// What all pages of a request share.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    pub shop: String,
    pub cart_count: u64,
    /// Who is signed in, and where the link to the account leads; missing where it isn't known.
    pub account: Option<Link>,
    /// The top categories.
    pub categories: Vec<Link>,
    /// The merchant's own pages, at the foot of each page.
    pub foot: Vec<Link>,
    /// No money moves: said on every page.
    pub practice: bool,
    /// Letters are sent, so pages may promise them.
    pub mail: bool,
    /// The address of the style sheet.
    pub stylesheet: String,
    pub scripts: Scripts,
    /// The address of the icon on the home screen of a phone that doesn't read the manifest.
    pub touch_icon: String,
    /// `https://shop.example.com`, or nothing where the shop doesn't know it.
    pub origin: String,
    /// The path of this page, with the parameters that belong to its address.
    pub path: String,
    /// What stands in the search field.
    pub query: String,
    pub theme: Theme,
}

/// The modules of a page, by their addresses.
#[derive(Clone, Debug, Default)]
pub struct Scripts {
    /// Leads from the names that modules import to addresses.
    pub import_map: String,
    /// What modules import, fetched beside them and not after them.
    pub shared: Vec<String>,
    /// Those that start with the page.
    pub modules: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    Shop,
    /// Nothing that leads away from paying.
    Checkout,
    /// Nothing that leads anywhere: no page can be reached.
    Bare,
}

#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The shop's name is added.
    pub title: &'a str,
    pub description: &'a str,
    pub indexed: bool,
    pub frame: Frame,
    /// The page asks for itself again after so many seconds.
    pub look_again_s: Option<u32>,
    /// What stands for the page where it is shared.
    pub image: Option<&'a Image>,
    /// The same list, one page before and one behind.
    pub previous: Option<&'a str>,
    pub next: Option<&'a str>,
    /// What it is about, for search engines.
    pub about: &'a [Value],
}

impl<'a> Head<'a> {
    /// A page for everybody, search engines too.
    #[must_use]
    pub fn public(title: &'a str, description: &'a str) -> Self {
        Self { title, description, indexed: true, frame: Frame::Shop, look_again_s: None, image: None, previous: None, next: None, about: &[] }
    }

    /// A page for one shopper.
    #[must_use]
    pub fn private(title: &'a str) -> Self {
        Self { indexed: false, ..Self::public(title, "") }
    }
}

/// A whole page around its main part.
#[must_use]
pub fn page(layout: &Layout, head: &Head, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(spoken().tag) dir=[Some(spoken().direction).filter(|direction| *direction == "rtl")] data-theme=[theme(layout.theme)] {
            (page_head(layout, head))
            body {
                a.skip href="#main" { (t("skip")) }
                @if layout.practice { aside.practice aria-label=(t("practice-mode")) { (t("practice-says")) } }
                (header(layout, head.frame))
                main #main { (main) }
                @if head.frame != Frame::Bare { (footer(layout)) }
                div.vh #announce role="status" aria-live="polite" {}
                @if head.frame == Frame::Shop && !layout.scripts.modules.is_empty() { (for_scripts()) }
            }
        }
    }
}

/// The number beside the word "Cart"; scripts replace it by its id.
#[must_use]
pub fn cart_link(cart_count: u64) -> Markup {
    html! {
        a.top-link.cart-link href="/cart" {
            (Icon::Cart) span { (t("cart")) }
            span.count #cart-count data-empty[cart_count == 0] { (cart_count) }
            span.vh { " " (t!("cart-items-word", count = cart_count)) }
        }
    }
}

/// What the browser's tab says.
#[must_use]
pub fn title(shop: &str, page: &str) -> String {
    let own = shorten(page, HEAD_TITLE_CHARS_MAX);
    if page == shop { own } else { format!("{own} · {shop}") }
}

fn page_head(layout: &Layout, head: &Head) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            @let title = title(&layout.shop, head.title);
            title { (title) }
            @let description = if head.description.is_empty() { title.as_str() } else { head.description };
            meta name="description" content=(shorten(description, HEAD_DESCRIPTION_CHARS_MAX));
            @if !head.indexed {
                meta name="robots" content="noindex";
            } @else if !layout.origin.is_empty() {
                link rel="canonical" href={ (layout.origin) (layout.path) };
            }
            @if let Some(previous) = head.previous { link rel="prev" href=(previous); }
            @if let Some(next) = head.next { link rel="next" href=(next); }
            @if head.indexed { (sharing::tags(layout, head)) }
            @if let Some(seconds) = head.look_again_s { meta http-equiv="refresh" content=(seconds); }
            meta name="color-scheme" content="light dark";
            meta name="theme-color" content="#fcfaf6" media="(prefers-color-scheme: light)";
            meta name="theme-color" content="#17110d" media="(prefers-color-scheme: dark)";
            link rel="stylesheet" href=(layout.stylesheet);
            link rel="icon" href=(FAVICON);
            @if !layout.touch_icon.is_empty() { link rel="apple-touch-icon" href=(layout.touch_icon); }
            link rel="manifest" href="/manifest.webmanifest";
            @if head.frame != Frame::Checkout { (scripts(&layout.scripts)) }
            (structured::script(head.about))
        }
    }
}

/// What scripts show: the drawer of the cart, and what they say when the server doesn't answer.
fn for_scripts() -> Markup {
    html! {
        dialog.drawer #cart-drawer aria-labelledby="drawer-title" closedby="any" {
            div.drawer-head {
                h2 #drawer-title { (t("your-cart")) }
                form method="dialog" { button.btn.quiet { (t("close")) } }
            }
            p.stock.cart-wait role="status" { (t("cart-fetching")) }
        }
        (stock::words())
        template #words data-added=(t("words-added")) data-see=(t("words-see")) data-removed=(t("words-removed")) data-undo=(t("words-undo")) data-saved=(t("words-saved"))
            data-failed=(t("words-failed")) data-again=(t("words-again")) data-expired=(t("words-expired"))
            data-hold=(t("words-hold"))
            data-soon=(t("words-soon")) data-keep=(t("words-keep")) data-left=(t("words-left"))
            data-suggestions=(t("words-suggestions")) data-found=(t("words-found")) {}
    }
}

fn scripts(scripts: &Scripts) -> Markup {
    html! {
        @if !scripts.modules.is_empty() {
            script type="importmap" { (PreEscaped(&scripts.import_map)) }
            @for address in &scripts.shared { link rel="modulepreload" href=(address); }
            @for address in &scripts.modules { script type="module" src=(address) {} }
        }
    }
}

fn header(layout: &Layout, frame: Frame) -> Markup {
    html! {
        header.top {
            div.wrap {
                a.logo href="/" { (layout.shop) }
                @if frame == Frame::Shop {
                    a.top-link.track-link href="/track" { (Icon::Box) (t("track-order")) }
                    @if let Some(account) = &layout.account {
                        a.top-link.account-link href=(account.href) { (Icon::Person) span { (account.label) } }
                    }
                    search { (search_form(&layout.query)) }
                    (cart_link(layout.cart_count))
                } @else if frame == Frame::Checkout {
                    a.top-link.back-link href="/cart" { (Icon::Cart) (t("back-to-cart")) }
                }
            }
        }
        @if frame == Frame::Shop && !layout.categories.is_empty() {
            nav.shelf aria-label=(t("categories")) {
                ul.wrap role="list" {
                    @for link in &layout.categories {
                        li { a href=(link.href) aria-current=[layout.path.starts_with(&link.href).then_some("true")] { (link.label) } }
                    }
                }
            }
        }
    }
}

fn search_form(query: &str) -> Markup {
    html! {
        form.search action="/search" {
            label.vh for="q" { (t("search-products")) }
            input #q name="q" type="search" value=(query) placeholder=(t("search-products")) autocomplete="off" enterkeyhint="search" maxlength="256";
            button aria-label=(t("search")) { (Icon::Search) }
        }
    }
}

fn footer(layout: &Layout) -> Markup {
    let link = |href: &str, label: &str| html! { li { a href=(href) { (label) } } };
    html! {
        footer.foot {
            div.wrap {
                nav aria-labelledby="foot-help" {
                    h2 #foot-help { (t("help")) }
                    ul role="list" {
                        (link("/track", t("track-an-order"))) (link("/pages/shipping", t("shipping"))) (link("/pages/returns", t("returns")))
                    }
                }
                nav aria-labelledby="foot-shop" {
                    h2 #foot-shop { (layout.shop) }
                    ul role="list" { (link("/pages/about", t("about-us")))
                        @for own in &layout.foot { (link(&own.href, &own.label)) } (link("/pages/privacy", t("privacy"))) (link("/search", t("all-products"))) }
                }
                p { (t("foot-note")) }
            }
        }
    }
}

fn theme(theme: Theme) -> Option<&'static str> {
    match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    }
}
