//! The front door.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::product::Image;
use crate::shop::product::Card;
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::link::Link;
use crate::web::ui::picture::{self, Room, Urgency};
use crate::web::ui::{card, fragment, notice, structured};

#[derive(Clone, Debug)]
pub struct HomePage {
    pub hero: Hero,
    pub tiles: Vec<Tile>,
    pub rows: Vec<Row>,
    pub promises: Vec<Promise>,
    pub notice: Option<notice::Notice>,
    /// Whether a strip of what was looked at before shall stand below.
    pub remembers: bool,
}

#[derive(Clone, Debug)]
pub struct Hero {
    /// May be empty.
    pub eyebrow: String,
    pub title: String,
    pub text: String,
    pub action: Link,
    /// One or three; the first is the one the page waits for.
    pub pictures: Vec<Image>,
}

/// A category with a picture of what is in it.
#[derive(Clone, Debug)]
pub struct Tile {
    pub name: String,
    pub href: String,
    pub products: u64,
    pub image: Option<Image>,
}

/// A row of products with a heading; left out when there are none.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub title: String,
    pub more: Option<Link>,
    pub cards: Vec<Card>,
}

/// What a shopper can count on.
#[derive(Clone, Debug)]
pub struct Promise {
    pub icon: Icon,
    pub title: String,
    pub text: String,
}

#[must_use]
pub fn page(layout: &Layout, page: &HomePage) -> Markup {
    let main = html! {
        (hero(&page.hero))
        div.wrap {
            @if page.notice.is_some() { div.section { (notice::optional(page.notice.as_ref())) } }
            (tiles(&page.tiles))
            @for shown in &page.rows { (row(shown)) }
            @if page.remembers { (fragment::fragment("/f/recently-viewed", false)) }
            (promises(&page.promises))
        }
    };
    let head = Head { image: page.hero.pictures.first(), about: &structured::shop(layout), ..Head::public(&layout.shop, &page.hero.text) };
    layout::page(layout, &head, &main)
}

/// A row of products; also used below a product and a cart.
#[must_use]
pub fn row(row: &Row) -> Markup {
    html! {
        @if !row.cards.is_empty() {
            section.section.related {
                div.section-head {
                    h2 { (row.title) }
                    @if let Some(more) = &row.more { a href=(more.href) { (more.label) } }
                }
                (card::strip(&row.cards))
            }
        }
    }
}

fn hero(hero: &Hero) -> Markup {
    html! {
        section.hero {
            div.wrap {
                div.stack {
                    @if !hero.eyebrow.is_empty() { p.eyebrow { (hero.eyebrow) } }
                    h1 { (hero.title) }
                    p { (hero.text) }
                    a.btn.primary.big href=(hero.action.href) { (hero.action.label) }
                }
                @if !hero.pictures.is_empty() {
                    div.arches data-count=(hero.pictures.len()) {
                        @let room = if hero.pictures.len() == 1 { Room::Main } else { Room::Arch };
                        @for (place, image) in hero.pictures.iter().enumerate() {
                            @let urgency = if place == 0 { Urgency::First } else { Urgency::Soon };
                            (picture::picture(Some(&image.src), &image.alt, &image.alt, (room, urgency)))
                        }
                    }
                }
            }
        }
    }
}

fn tiles(tiles: &[Tile]) -> Markup {
    html! {
        @if !tiles.is_empty() {
            section.section {
                div.section-head { h2 { (t("home-categories")) } }
                ul.tiles role="list" {
                    @for tile in tiles {
                        li {
                            a href=(tile.href) {
                                (picture::decoration(tile.image.as_ref(), &tile.name, (Room::Tile, Urgency::Soon)))
                                span { strong { (tile.name) } " " span.count { (t!("products-count", count = tile.products)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn promises(promises: &[Promise]) -> Markup {
    html! {
        @if !promises.is_empty() {
            section.section aria-label=(t("home-promises")) {
                ul.promises role="list" {
                    @for promise in promises { li { (promise.icon) div { strong { (promise.title) } p { (promise.text) } } } }
                }
            }
        }
    }
}
