//! One product: pictures, options, price, stock, the way into the cart, and all there is to know.
//!
//! Each option value is a link to the variant it leads to: one press without scripts, and an address to share.
//! A combination that is sold out is marked, and one that doesn't exist leads to the nearest that does.

use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::home::{self, Row};
use super::review::list_address;
use crate::base::clock::Timestamp;
use crate::base::messages::t;
use crate::base::text;
use crate::domain::limits::{HEAD_DESCRIPTION_CHARS_MAX, LIVE_SKUS_MAX};
use crate::domain::product::{Image, Product, Variant};
use crate::domain::review::ReviewSort;
use crate::domain::shipping::ShippingMethod;
use crate::shop::product::ProductView;
use crate::shop::review::ReviewsView;
use crate::web::site::address::encode;
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::link::Link;
use crate::web::ui::notice::{self, Notice};
use crate::web::ui::picture::{self, Room, Urgency};
use crate::web::ui::price::{self, Price};
use crate::web::ui::structured::{self, Described};
use crate::web::ui::{arrival, crumbs, fragment, review, stars, stock};

#[derive(Clone, Copy, Debug)]
pub struct ProductPage<'a> {
    pub view: &'a ProductView,
    /// The SKU of `?variant=`; the first that can be bought where there is none, or an unknown one.
    pub variant: Option<&'a str>,
    pub goes_with: &'a Row,
    /// Whether a strip of what was looked at before shall follow.
    pub remembers: bool,
    pub notice: Option<&'a Notice>,
    /// Most of it that fit in a cart.
    pub quantity_max: u32,
    /// `Orders over $50.00 ship free`; may be empty.
    pub shipping_note: &'a str,
    /// How it is sent at home, unless something else is chosen.
    pub shipping: Option<&'a ShippingMethod>,
    /// Where home is: two letters.
    pub country: &'a str,
    /// For how long it can be sent back; 0 promises nothing.
    pub return_days: u16,
    pub now: Timestamp,
    /// The few most helpful; nothing in a shop without reviews.
    pub reviews: Option<&'a ReviewsView>,
}

#[must_use]
pub fn page(layout: &Layout, page: &ProductPage) -> Markup {
    let product = &page.view.product;
    let (variant, available) = chosen(page);
    let plain = text::shorten(&text::plain(&page.view.details.description), HEAD_DESCRIPTION_CHARS_MAX);
    let description = if plain.is_empty() { t!("at-shop", title = product.title, shop = layout.shop) } else { plain };
    let main = html! {
        (crumbs::crumbs(&above(product)))
        div.wrap {
            (notice::optional(page.notice))
            article.product data-product=(product.id) data-sku=(variant.sku) {
                (gallery(product, variant))
                (buy_box(page, variant, available))
            }
            (about(page, variant))
            @if let Some(view) = page.reviews { (reviews(layout, view)) }
            (home::row(page.goes_with))
            @if page.remembers { (fragment::fragment(&format!("/f/recently-viewed?at={}", product.id), true)) }
        }
    };
    let pictures = pictures(product, variant);
    let head = Head { image: pictures.first(), about: &described(layout, page, variant), ..Head::public(&product.title, &description) };
    layout::page(layout, &head, &main)
}

/// What search engines are told.
fn described(layout: &Layout, page: &ProductPage, variant: &Variant) -> Vec<Value> {
    let ProductPage { view, shipping, country, return_days, .. } = *page;
    let reviews = page.reviews.map_or(&[][..], |shown| &shown.reviews);
    let (product, details, available) = (&view.product, &view.details, &view.available);
    let described = Described { product, details, available, variant, reviews, shipping, country, return_days };
    let mut about = structured::product(layout, &described);
    about.push(structured::breadcrumbs(layout, &above(&view.product), &view.product.title));
    about
}

/// The variant the page is about, and how many of it can be bought.
fn chosen<'a>(page: &ProductPage<'a>) -> (&'a Variant, u64) {
    let view = page.view;
    let stocked = || view.product.variants.iter().zip(view.available.iter().copied());
    let asked = stocked().find(|(variant, _)| Some(variant.sku.as_str()) == page.variant);
    let first = || stocked().find(|(_, available)| *available > 0);
    asked.or_else(first).unwrap_or_else(|| (view.product.lead(), 0))
}

fn above(product: &Product) -> Vec<Link> {
    product.category.ancestry().map(|category| Link::new(category.name(), &format!("/collections/{}", category.path()))).collect()
}

/// The chosen variant's own picture first, then those of the product.
fn pictures(product: &Product, variant: &Variant) -> Vec<Image> {
    let own = variant.image.as_ref().map(|src| Image { src: src.clone(), alt: format!("{}, {}", product.title, variant.label()) });
    let rest = product.images.iter().filter(|image| Some(&image.src) != variant.image.as_ref()).cloned();
    own.into_iter().chain(rest).collect()
}

fn gallery(product: &Product, variant: &Variant) -> Markup {
    let pictures = pictures(product, variant);
    html! {
        section.gallery aria-label=(t("pictures")) {
            (frames(product, &pictures))
            @if pictures.len() > 1 {
                ul.thumbs role="list" {
                    @for (place, image) in pictures.iter().enumerate() {
                        @let number = place.saturating_add(1);
                        @let name = t!("picture-of", number = number, count = pictures.len());
                        li { a href={ "#picture-" (number) } { (picture::picture(Some(&image.src), &product.title, &name, (Room::Line, Urgency::Soon))) } }
                    }
                }
            }
            @if !pictures.is_empty() { (closer(product, &pictures)) }
        }
    }
}

/// One picture at a time, side by side; a press shows it larger.
fn frames(product: &Product, pictures: &[Image]) -> Markup {
    let scrolls = pictures.len() > 1;
    html! {
        ol.frames role="list" tabindex=[scrolls.then_some("0")] aria-label=[scrolls.then_some(t("pictures-scroll"))] {
            @for (place, image) in pictures.iter().enumerate() {
                @let urgency = if place == 0 { Urgency::First } else { Urgency::Later };
                @let number = place.saturating_add(1);
                li id={ "picture-" (number) } {
                    button.zoom type="button" commandfor={ "closer-" (number) } command="show-modal" aria-label={ (t("look-closer")) " " (alt(product, image)) } {
                        (picture::picture(Some(&image.src), &product.title, alt(product, image), (Room::Main, urgency)))
                    }
                }
            }
            @if pictures.is_empty() { li { (picture::picture(None, &product.title, "", (Room::Main, Urgency::Soon))) } }
        }
    }
}

/// Each picture as large as the screen; pressed once more it fills it and can be moved about.
fn closer(product: &Product, pictures: &[Image]) -> Markup {
    html! {
        @for (place, image) in pictures.iter().enumerate() {
            @let number = place.saturating_add(1);
            dialog.closer id={ "closer-" (number) } aria-label=(t!("picture-of", number = number, count = pictures.len())) closedby="any" {
                form method="dialog" { button.btn { (Icon::Close) (t("close")) } }
                label {
                    input.vh type="checkbox";
                    span.vh { (t("larger")) }
                    (picture::picture(Some(&image.src), &product.title, alt(product, image), (Room::Closer, Urgency::Later)))
                }
            }
        }
    }
}

fn alt<'a>(product: &'a Product, image: &'a Image) -> &'a str {
    if image.alt.is_empty() { &product.title } else { &image.alt }
}

fn buy_box(page: &ProductPage, variant: &Variant, available: u64) -> Markup {
    let product = &page.view.product;
    html! {
        section.buy aria-label=(t("buy")) {
            header {
                @if let Some(brand) = &product.brand { p.brand { (brand) } }
                h1 { (product.title) }
                @if let Some(rating) = product.rating() {
                    @if page.reviews.is_some() { a.rated href="#reviews" { (stars::stars(rating)) } } @else { (stars::stars(rating)) }
                }
                (price::price(&Price { now: variant.price, before: variant.compare_at_price, highest: variant.price }, true))
                div #stock { (stock::live(&variant.sku, available)) }
            }
            (options(page, variant))
            (add_form(page, variant, available))
            (assurances(page, available))
        }
    }
}

fn add_form(page: &ProductPage, variant: &Variant, available: u64) -> Markup {
    let out = available == 0;
    let max = available.min(u64::from(page.quantity_max)).max(1);
    html! {
        form.add method="post" action="/cart/items" data-buy=[variant.for_sale().then_some(&variant.sku)] {
            input type="hidden" name="sku" value=(variant.sku);
            @if variant.for_sale() {
                div.field {
                    label for="quantity" { (t("quantity")) }
                    input #quantity type="number" name="quantity" value="1" min="1" max=(max) data-max=(page.quantity_max) disabled[out]
                        inputmode="numeric" autocomplete="off";
                }
                button.btn.primary.big disabled[out] {
                    span data-when="in" hidden[out] { (Icon::Cart) (t("add-to-cart")) }
                    span data-when="out" hidden[!out] { (stock::text(0)) }
                }
            } @else {
                button.btn.big disabled { (t("not-for-sale")) }
            }
        }
    }
}

fn assurances(page: &ProductPage, available: u64) -> Markup {
    let shipping_note = page.shipping_note;
    html! {
        @if available > 0 { (arrival::arrival(page.shipping, page.now)) }
        ul.facts-list role="list" {
            li { (Icon::Clock) (t("held-in-cart")) }
            @if !shipping_note.is_empty() { li { (Icon::Box) (shipping_note) } }
            li { (Icon::Return) a href="/pages/returns" { @if page.return_days > 0 { (t!("returns-within", count = page.return_days)) } @else { (t("how-returns-work")) } } }
        }
    }
}

fn options(page: &ProductPage, variant: &Variant) -> Markup {
    let product = &page.view.product;
    html! {
        @if product.variants.len() > 1 {
            @for (place, name) in product.option_names.iter().enumerate() {
                @let current = variant.options.get(place).map_or("", String::as_str);
                div.variants role="group" aria-labelledby={ "option-" (place) } {
                    p id={ "option-" (place) } { (name) ": " strong { (current) } }
                    ul role="list" {
                        @for value in values(product, place) { li { (option(page, variant, place, value)) } }
                    }
                }
            }
        }
    }
}

fn option(page: &ProductPage, variant: &Variant, place: usize, value: &str) -> Markup {
    let product = &page.view.product;
    let Some(target) = target(product, variant, place, value) else { return html! {} };
    let concerned = concerned(page, place, value, target);
    let out = concerned.iter().all(|(_, available)| *available == 0);
    let skus: Vec<&str> = concerned.iter().map(|(variant, _)| variant.sku.as_str()).collect();
    let shown = swatch(product, place, target);
    html! {
        a href={ "/products/" (product.handle) "?variant=" (encode(&target.sku)) } rel="nofollow"
            aria-current=[(variant.options.get(place).map(String::as_str) == Some(value)).then_some("true")] data-out[out]
            data-skus=[(product.variants.len() <= LIVE_SKUS_MAX).then(|| json!(skus))] {
            @match shown {
                Some(src) => (picture::picture(Some(src), value, value, (Room::Line, Urgency::Soon))),
                None => (value),
            }
            span.vh hidden[!out] { ", " (t("option-out")) }
        }
    }
}

/// The variants that a mark speaks of, each with what can be bought: the first option is out when none of its variants is left, a
/// later one when this very combination isn't.
fn concerned<'a>(page: &ProductPage<'a>, place: usize, value: &str, target: &Variant) -> Vec<(&'a Variant, u64)> {
    let concerned = |variant: &Variant| if place == 0 { variant.options.first().map(String::as_str) == Some(value) } else { variant.id == target.id };
    let stocked = page.view.product.variants.iter().zip(page.view.available.iter().copied());
    stocked.filter(|(variant, _)| concerned(variant)).collect()
}

/// The values of one option, in the order of the variants.
fn values(product: &Product, place: usize) -> Vec<&str> {
    let mut values: Vec<&str> = Vec::new();
    for value in product.variants.iter().filter_map(|variant| variant.options.get(place)) {
        if !values.contains(&value.as_str()) {
            values.push(value);
        }
    }
    values
}

/// The variant with this value that shares most of its other options with the current one.
fn target<'a>(product: &'a Product, current: &Variant, place: usize, value: &str) -> Option<&'a Variant> {
    let with_value = product.variants.iter().filter(|variant| variant.options.get(place).map(String::as_str) == Some(value));
    let shared = |variant: &Variant| variant.options.iter().zip(&current.options).filter(|(a, b)| a == b).count();
    // `max_by_key` keeps the last of equals; the first is the one shoppers see first.
    with_value.rev().max_by_key(|variant| shared(variant))
}

/// Variants whose pictures differ along the first option are chosen by picture.
fn swatch<'a>(product: &Product, place: usize, variant: &'a Variant) -> Option<&'a str> {
    let own_picture = product.variants.iter().all(|variant| variant.image.is_some());
    (place == 0 && own_picture).then_some(variant.image.as_deref()).flatten()
}

fn about(page: &ProductPage, variant: &Variant) -> Markup {
    let details = &page.view.details;
    html! {
        div.section.about {
            @if !details.description.is_empty() {
                section { h2 { (t("about-product")) } div.prose { (PreEscaped(&details.description)) } }
            }
            section {
                h2 { (t("details")) }
                table.facts {
                    tbody {
                        @for attribute in &details.attributes { tr { th scope="row" { (attribute.name) } td { (attribute.value) } } }
                        @if let Some(brand) = &page.view.product.brand { tr { th scope="row" { (t("brand")) } td { (brand) } } }
                        @if let Some(grams) = variant.weight_grams { tr { th scope="row" { (t("weight")) } td { (t!("grams", count = grams)) } } }
                        tr { th scope="row" { (t("item-number")) } td { (variant.sku) } }
                    }
                }
            }
        }
    }
}

fn reviews(layout: &Layout, view: &ReviewsView) -> Markup {
    let list = |stars| list_address(&view.handle, ReviewSort::default(), stars).href();
    let all = list(None);
    let written = u64::from(view.stars.total());
    html! {
        section.section #reviews aria-labelledby="reviews-title" {
            h2 #reviews-title { (t("reviews-title")) }
            div.reviews {
                div.stack {
                    @if view.rating.is_some() { (review::summary(view, None, |stars| list(Some(stars)))) }
                    a.btn href={ (all) "#write" } { (t("write-review")) }
                }
                div {
                    @if written == 0 { p { (t("no-review-yet")) } }
                    @for one in &view.reviews {
                        @let whole = format!("{all}#review-{}", one.id);
                        (review::review(one, &layout.shop, Some(&whole), &html! { @if one.helpful > 0 { p.by { (review::helped(one)) } } }))
                    }
                    @if written > 0 { p.more { a.btn href=(all) { (t!("see-reviews", count = written)) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{target, values};
    use crate::web::pages::samples;

    #[test]
    fn option_links_keep_the_other_options() {
        let view = samples::product();
        let product = &view.product;
        let variant = product.variants.iter().find(|variant| variant.options == ["Ochre", "Large"]).expect("it exists");
        let other = target(product, variant, 0, "Petrol").expect("it exists");
        assert_eq!(other.options, ["Petrol", "Large"]);
        assert_eq!(values(product, 1), ["Small", "Large"]);
    }
}
