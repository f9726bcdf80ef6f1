//! A product in a list, with the shortest way into the cart.

use maud::{Markup, html};

use super::picture::{self, Room, Urgency};
use super::price::{self, Price};
use super::{stars, stock};
use crate::base::messages::t;
use crate::shop::product::Card;

/// Cards above the fold of a wide screen; the rest loads when it is scrolled to.
const SOON: usize = 6;

/// A grid of cards, the first of which has this number in the whole list; its picture is the one the page waits for.
#[must_use]
pub fn list(cards: &[Card], first: u64) -> Markup {
    html! {
        ol.grid role="list" start=[(first > 1).then_some(first)] {
            @for (place, card) in cards.iter().enumerate() { (item(card, urgency(place))) }
        }
    }
}

/// One row that scrolls sideways.
#[must_use]
pub fn strip(cards: &[Card]) -> Markup {
    html! {
        ul.strip role="list" {
            @for card in cards { (item(card, Urgency::Later)) }
        }
    }
}

#[must_use]
pub fn item(card: &Card, urgency: Urgency) -> Markup {
    let shown = price_of(card);
    html! {
        li.card data-product=(card.id) {
            (picture::decoration(card.image.as_ref(), &card.title, (Room::Card, urgency)))
            @if card.available == 0 {
                span.badge { (t("sold-out")) }
            } @else if let Some(saved) = price::discount(&shown) {
                span.badge.sale { (saved) }
            }
            @if let Some(brand) = &card.brand { p.brand { (brand) } }
            h3 { a href=(href(card)) { (card.title) } }
            @if let Some(rating) = card.rating { (stars::stars(rating)) }
            (price::price(&shown, false))
            @match &card.only_sku {
                _ if card.available == 0 => {}
                Some(sku) => (stock::live(sku, card.available)),
                None => (stock::stock(card.available)),
            }
            (way_in(card))
        }
    }
}

/// Where a product has its own page.
#[must_use]
pub fn href(card: &Card) -> String {
    format!("/products/{}", card.handle)
}

fn way_in(card: &Card) -> Markup {
    let name = &card.title;
    match &card.only_sku {
        Some(sku) if card.for_sale && card.available > 0 => html! {
            form method="post" action="/cart/items" data-buy=(sku) {
                input type="hidden" name="sku" value=(sku);
                button.btn name="quantity" value="1" aria-label={ (t("add-to-cart")) ": " (name) } { (t("add-to-cart")) }
            }
        },
        None if card.for_sale && card.available > 0 => html! {
            div.more { a.btn href=(href(card)) aria-label={ (t("choose-options")) ": " (name) } { (t("choose-options")) } }
        },
        _ => html! {},
    }
}

#[must_use]
pub fn price_of(card: &Card) -> Price {
    Price { now: card.price, before: card.compare_at_price, highest: card.price_max }
}

fn urgency(place: usize) -> Urgency {
    match place {
        0 => Urgency::First,
        1..SOON => Urgency::Soon,
        _ => Urgency::Later,
    }
}
