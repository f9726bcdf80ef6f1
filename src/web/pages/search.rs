//! Results of a search, and the products of a category: the same page, and the parts of it that change without reloading.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::paging::Paging;
use crate::shop::product::Card;
use crate::web::ui::facet::{self, Chip, FacetGroup, PriceRange};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::link::Link;
use crate::web::ui::notice::{self, Notice, Tone};
use crate::web::ui::pager::{self, Pager};
use crate::web::ui::{card, crumbs, structured};

/// Values of `sort` with the messages that name them.
pub const SORTS: &[(&str, &str)] = &[
    ("relevance", "sort-relevance"),
    ("best_selling", "best-selling"),
    ("price_asc", "sort-price-asc"),
    ("price_desc", "sort-price-desc"),
    ("rating", "best-rated"),
    ("newest", "sort-newest"),
];

#[derive(Clone, Debug, Default)]
pub struct SearchPage {
    /// `Kitchen`, `Results for “mug”`, `All products`.
    pub title: String,
    /// What a merchant says about a collection; may be empty.
    pub intro: String,
    pub breadcrumbs: Vec<Link>,
    /// The path the filters are sent to: `/search` or `/collections/kitchen`.
    pub action: String,
    /// Parameters that filters keep but don't show: `q`, and `category` where it isn't in the path.
    pub keep: Vec<(String, String)>,
    pub cards: Vec<Card>,
    pub total: u64,
    pub facets: Vec<FacetGroup>,
    pub price: Option<PriceRange>,
    /// What the products of this list differ in: colour, size.
    pub attributes: Vec<FacetGroup>,
    pub chips: Vec<Chip>,
    /// The same list without any filter.
    pub clear_href: String,
    /// One of [`SORTS`], and the one that the list has by itself.
    pub sort: String,
    pub sort_own: String,
    /// How many products come before this page, and how many make a page.
    pub before: u64,
    pub limit: u64,
    pub paging: Paging,
    pub previous: Option<String>,
    pub next: Option<String>,
    /// The index rests; the books answered.
    pub degraded: bool,
    pub help: Help,
    /// A plain category or collection may be indexed, page by page.
    pub indexed: bool,
}

/// What helps when nothing was found, or not all of what was asked for.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// The text, where nothing has all of it and the list shows what has most.
    pub partial: Option<String>,
    /// What may have been meant: `stoneware (12)`.
    pub corrections: Vec<Link>,
    /// The text without one of its words: `gaming headset (3)`.
    pub fewer: Vec<Link>,
    /// The same search without one of its filters: `Without “Nordlys” (12)`.
    pub wider: Vec<Link>,
    pub categories: Vec<Link>,
}

#[must_use]
pub fn page(layout: &Layout, page: &SearchPage) -> Markup {
    let description = if page.intro.is_empty() { t!("at-shop", title = page.title, shop = layout.shop) } else { page.intro.clone() };
    let title = title(page);
    let about = if page.indexed { vec![structured::breadcrumbs(layout, &page.breadcrumbs, &page.title)] } else { Vec::new() };
    let head = Head {
        indexed: page.indexed,
        image: page.cards.first().and_then(|card| card.image.as_ref()),
        previous: page.previous.as_deref(),
        next: page.next.as_deref(),
        about: &about,
        ..Head::public(&title, &description)
    };
    layout::page(layout, &head, &content(page))
}

/// Each page of a list has its own.
fn title(page: &SearchPage) -> String {
    if page.before == 0 { page.title.clone() } else { t!("list-from", title = page.title, number = page.before.saturating_add(1)) }
}

/// What `web/scripts/facets.js` puts in place when a filter changes: all of the page inside its frame, and its title.
#[must_use]
pub fn change(shop: &str, page: &SearchPage) -> Markup {
    html! { title { (layout::title(shop, &title(page))) } (content(page)) }
}

fn content(page: &SearchPage) -> Markup {
    html! {
        div #list-top {
            (crumbs::crumbs(&page.breadcrumbs))
            div.wrap {
                div.list-head {
                    h1 { (page.title) }
                    p #count { (t!("products-count", count = page.total)) }
                }
                @if !page.intro.is_empty() { p.intro { (page.intro) } }
                @if page.degraded {
                    (notice::notice(&Notice::new(Tone::Warn, t("search-simple"), t("search-simple-text"))))
                }
                @if page.total > 0 { (hints(&page.help)) }
            }
        }
        div.wrap { @if page.total == 0 && page.chips.is_empty() { (nothing(page)) } @else { (list(page)) } }
    }
}

fn list(page: &SearchPage) -> Markup {
    html! {
        div.list {
            (filters(page))
            section aria-labelledby="results-title" {
                h2.vh #results-title { (t("products")) }
                div.bar #bar { (bar(page)) }
                div #results data-paging=(page.paging.name()) {
                    @if page.cards.is_empty() { (nothing(page)) }
                    (more(page))
                }
            }
        }
    }
}

/// A page of the list with the ways on from it, which `web/scripts/feed.js` puts below the last or above the first.
#[must_use]
pub fn more(page: &SearchPage) -> Markup {
    let first = page.before.saturating_add(1);
    let last = page.before.saturating_add(u64::try_from(page.cards.len()).unwrap_or(0));
    let place = t!("list-place", first = first, last = last, total = page.total);
    let number = page.before.checked_div(page.limit).unwrap_or(0).saturating_add(1);
    html! {
        @if let Some(href) = &page.previous { a.btn.wide.earlier href=(href) rel="prev" data-live=(t("show-previous-products")) { (t("previous-page")) } }
        @if !page.cards.is_empty() {
            section.page.grid-box data-page=(number) data-cursor=[(page.before > 0).then_some(page.before)] { (card::list(&page.cards, first)) }
        }
        (pager::pager(&Pager { previous: page.previous.as_deref(), next: page.next.as_deref(), place: &place }))
    }
}

/// Chips, sorting, and the button that opens the filters on a small screen.
fn bar(page: &SearchPage) -> Markup {
    // The order that the list has by itself stays out of the address.
    let value = |sort: &'static str| if sort == page.sort_own { "" } else { sort };
    html! {
        @if has_filters(page) {
            button.btn.open-filters #open-filters type="button" popovertarget="filters" {
                (Icon::Filter) (t("filters")) @if !page.chips.is_empty() { " (" (page.chips.len()) ")" }
            }
        }
        (facet::chips(&page.chips, &page.clear_href))
        div.sort {
            label for="sort" { (t("sort-by")) }
            select #sort name="sort" form="filter-form" {
                @for (sort, label) in SORTS { option value=(value(sort)) selected[*sort == page.sort] { (t(label)) } }
            }
            button.btn form="filter-form" { (t("sort")) }
        }
    }
}

/// One form: a column beside the list, or a drawer over it. Without filters it still carries the sorting.
fn filters(page: &SearchPage) -> Markup {
    html! {
        div.filters #filters popover {
            form #filter-form action=(page.action) autocomplete="off" {
                @for (name, value) in &page.keep { input type="hidden" name=(name) value=(value); }
                @if has_filters(page) {
                    div.drawer-head {
                        h2 { (t("filters")) }
                        @if !page.chips.is_empty() { a.btn.quiet.only-drawer href=(page.clear_href) { (t("clear-all")) } }
                        button.btn.quiet.only-drawer type="button" popovertarget="filters" popovertargetaction="hide" { (t("close")) }
                    }
                    @for group in &page.facets { (facet::group(group)) }
                    @if let Some(price) = &page.price { (facet::price(price)) }
                    @for group in &page.attributes { (facet::group(group)) }
                    div.send {
                        button.btn.primary.wide data-live=(t!("show-results-count", count = page.total)) { (t("show-results")) }
                    }
                }
            }
        }
    }
}

fn has_filters(page: &SearchPage) -> bool {
    page.price.is_some() || page.facets.iter().any(|group| !group.values.is_empty())
}

fn nothing(page: &SearchPage) -> Markup {
    html! {
        div.empty {
            (Icon::Search)
            h2 { (t("nothing-matches")) }
            @if page.chips.is_empty() {
                p { (t("nothing-spelling")) }
            } @else {
                p { (t("nothing-filters")) }
            }
            (ways_on(t("did-you-mean"), &page.help.corrections))
            (ways_on(t("fewer-words"), &page.help.fewer))
            (ways_on(t("see-more"), &page.help.wider))
            (ways_on(t("popular-categories"), &page.help.categories))
            @if page.chips.is_empty() { a.btn href="/search" { (t("see-all-products")) } } @else { a.btn href=(page.clear_href) { (t("clear-all-filters")) } }
        }
    }
}

/// Above a list that isn't all of what was asked for.
fn hints(help: &Help) -> Markup {
    html! {
        @if let Some(text) = &help.partial {
            (notice::notice(&Notice::new(Tone::Plain, &t!("partial", text = text), t("partial-text"))))
        }
        @if !help.corrections.is_empty() || !help.fewer.is_empty() {
            div.hints { (ways_on(t("did-you-mean"), &help.corrections)) (ways_on(t("fewer-words"), &help.fewer)) }
        }
    }
}

fn ways_on(title: &str, links: &[Link]) -> Markup {
    html! {
        @if !links.is_empty() {
            div {
                p { (title) }
                ul.chips role="list" { @for link in links { li { a.chip href=(link.href) { (link.label) } } } }
            }
        }
    }
}
