//! Every part in every state, on one page, with links to every page in every state, all with made-up data: to look at while building,
//! and for checks to run over.

use maud::{Markup, html};

use super::cart::{Does, Offer, Refused};
use super::checkout_difference::difference;
use super::returns::{ReturnPage, form};
use super::{home, samples, saved};
use crate::base::messages::t;
use crate::domain::order::Status;
use crate::domain::product::Rating;
use crate::domain::refusal::FieldError;
use crate::domain::returns::TypedReturn;
use crate::domain::review::Stars;
use crate::domain::wrong::Wrong;
use crate::web::ui::facet::{self, Chip, Choice, FacetGroup, FacetValue, PriceRange};
use crate::web::ui::field::{self, Field};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head};
use crate::web::ui::link::Link;
use crate::web::ui::notice::{Notice, Tone, notice};
use crate::web::ui::pager::{Pager, pager};
use crate::web::ui::picture::{self, Room, Urgency};
use crate::web::ui::price::{Price, price};
use crate::web::ui::quantity::{Quantity, stepper};
use crate::web::ui::steps::{State, Step, steps};
use crate::web::ui::suggest::{self, Suggestions};
use crate::web::ui::{address, arrival, card, coupon, crumbs, lines, refunds, returns, review, stars, stock, timeline, totals};

pub const ADDRESS: &str = "/dev/storybook";

/// With links to the pages below [`ADDRESS`].
#[must_use]
pub fn page(pages: &[&str]) -> Markup {
    let main = html! {
        div.wrap.specimens {
            h1 { "Storybook" }
            (specimen("Pages", &html! { ul.chips role="list" { @for name in pages { li { a.chip.plain href={ (ADDRESS) "/" (name) } { (name) } } } } }))
            (specimen("Buttons", &buttons()))
            (specimen("Icons", &html! { div.row { @for icon in Icon::ALL { (icon) } } }))
            (specimen("Prices", &prices()))
            (specimen("Stars", &all_stars()))
            (specimen("Reviews", &reviews()))
            (specimen("Stock", &html! { @for available in [0, 1, 5, 6] { (stock::stock(available)) } }))
            (specimen("Cards", &html! { div.grid-box { (card::list(&samples::cards(14), 1)) } }))
            (specimen("Picture and tile", &pictures()))
            (specimen("Suggestions", &html! { div.suggest { (suggest::suggestions(&suggestions())) } }))
            (specimen("Crumbs", &crumbs::crumbs(&[Link::new("Kitchen", "#"), Link::new("Mugs", "#")])))
            (specimen("Facets", &html! { div.filters { @for group in facets() { (facet::group(&group)) } (facet::price(&price_range())) } }))
            (specimen("Chips", &facet::chips(&chips(), "#")))
            (specimen("Pager", &pager(&Pager { previous: Some("#"), next: Some("#"), place: "61–120 of 1,204" })))
            (specimen("Fields", &fields()))
            (specimen("An address", &html! { div.fields.narrow { (address::fields(&samples::typed(), &[], &samples::countries())) } }))
            (specimen("Quantity", &quantities()))
            (specimen("Notices", &notices()))
            (specimen("Toasts", &toasts()))
            (specimen("A refused change", &refused()))
            (specimen("When it arrives", &arrival::arrival(Some(&samples::standard()), samples::NOW)))
            (specimen("Steps", &steps_of_a_checkout()))
            (specimen("Timelines", &timelines()))
            (specimen("Money that went back", &refunds::refunds(&samples::refunded())))
            (specimen("The drawer", &html! { button.btn type="button" commandfor="cart-drawer" command="show-modal" { "Open it" } }))
            (specimen("Returns", &returns()))
            (specimen("Lines and totals", &short_cart()))
            (specimen("Saved for later", &html! { div.cart { (saved::list(&samples::saved())) } }))
            (specimen("A code", &html! { @for works in [true, false] { div.panel.narrow { (coupon::of_cart(&samples::cart_with_code(works), "cart", &[])) } } }))
            (specimen("What changed", &difference(Some(&samples::difference()))))
            (home::row(&home::Row { title: "A row".to_owned(), more: Some(Link::new("See all", "#")), cards: samples::cards(8) }))
        }

    };
    layout::page(&samples::layout(ADDRESS), &Head::private("Storybook"), &main)
}

/// Filters as a search for home goods would offer them.
#[must_use]
pub fn facets() -> Vec<FacetGroup> {
    let value = |(label, count): &(&str, u64)| FacetValue {
        value: label.to_lowercase(),
        label: (*label).to_owned(),
        count: Some(*count),
        ..FacetValue::default()
    };
    let categories: Vec<FacetValue> =
        [("Kitchen", 2140), ("Lighting", 1180), ("Audio", 960), ("Bags", 840), ("Garden", 610), ("Home", 540), ("Desk", 233), ("Wear", 98)]
            .iter()
            .map(|pair| FacetValue { href: Some(format!("/search?category={}", pair.0.to_lowercase())), ..value(pair) })
            .collect();
    let mut brands: Vec<FacetValue> = [
        ("Harrow & Pine", 900),
        ("Nordlys", 790),
        ("Kiln House", 680),
        ("Ostra", 570),
        ("Meridian", 460),
        ("Fernway", 350),
        ("Tallis Audio", 240),
        ("Bluebird", 0),
    ]
    .iter()
    .map(value)
    .collect();
    if let Some(second) = brands.get_mut(1) {
        second.selected = true;
    }
    let ratings = [(4_u16, 3021), (3, 4410), (2, 4890)]
        .iter()
        .map(|(least, count)| FacetValue {
            value: least.to_string(),
            label: "and up".to_owned(),
            count: Some(*count),
            stars: Some(least * 100),
            ..FacetValue::default()
        })
        .collect();
    let stock =
        vec![FacetValue { value: "true".to_owned(), label: "In stock".to_owned(), count: Some(4821), selected: true, ..FacetValue::default() }];
    let group = |name: &str, label: &str, choice, values| FacetGroup { name: name.to_owned(), label: label.to_owned(), choice, values };
    vec![
        group("category", "Category", Choice::Links, categories),
        group("brand", "Brand", Choice::Several, brands),
        group("rating_min", "Rating", Choice::One, ratings),
        group("in_stock", "Availability", Choice::Several, stock),
    ]
}

#[must_use]
pub fn price_range() -> PriceRange {
    let ranges = [("Under $25", 812), ("$25 to $50", 1530), ("$50 to $100", 960), ("Over $100", 402)];
    let link = |(label, count): &(&str, u64)| FacetValue {
        label: (*label).to_owned(),
        count: Some(*count),
        href: Some("/search?price_max=25".to_owned()),
        ..FacetValue::default()
    };
    PriceRange { min: "10".to_owned(), max: String::new(), symbol: "$".to_owned(), ranges: ranges.iter().map(link).collect() }
}

#[must_use]
pub fn chips() -> Vec<Chip> {
    ["Nordlys", "In stock", "From $10"].iter().map(|label| Chip { label: (*label).to_owned(), href_without: "/search".to_owned() }).collect()
}

fn specimen(title: &str, shown: &Markup) -> Markup {
    html! { section { h2 { (title) } (shown) } }
}

fn buttons() -> Markup {
    html! {
        div.row {
            button.btn.primary.big { (Icon::Lock) "Pay $54.18" } button.btn.primary { "Add to cart" } button.btn { "Update" }
            a.btn href="#" { "A link" } button.btn.quiet { "Remove" } button.btn disabled { "Sold out" }
            button.btn.primary aria-busy="true" { "Working…" }
        }
    }
}

fn all_stars() -> Markup {
    let rating = |average_hundredths| Rating { average_hundredths, count: 1204 };
    html! { @for hundredths in [0, 100, 250, 462, 500] { (stars::stars(rating(hundredths))) } }
}

fn reviews() -> Markup {
    let view = samples::reviews();
    html! {
        div.reviews {
            div { (review::summary(&view, Stars::new(4), |_| "#".to_owned())) }
            div { @for one in &view.reviews { (review::review(one, "Ember & Oak", Some("#"), &html! { p.by { (review::helped(one)) } })) } }
        }
    }
}

fn pictures() -> Markup {
    html! {
        div.tiles {
            (picture::picture(Some("demo:vase:clay:2"), "Vase", "A clay vase", (Room::Tile, Urgency::Later)))
            (picture::picture(None, "Vase", "", (Room::Tile, Urgency::Later)))
        }
    }
}

fn suggestions() -> Suggestions {
    let link = |text: &str| Link::new(text, "#");
    let categories = vec![link("Kitchen > Mugs"), link("Lighting > Table lamps")];
    Suggestions { typed: "mu".to_owned(), queries: vec![link("mug"), link("mug petrol")], categories, cards: samples::cards(3) }
}

fn timelines() -> Markup {
    let states = [Status::Pending, Status::Confirmed, Status::Packed, Status::Shipped, Status::Delivered, Status::Cancelled, Status::Refunded];
    html! { div.row { @for status in states { (timeline::timeline(&samples::order(status))) } } }
}

/// Each state, and the form with what it asks for.
fn returns() -> Markup {
    let (order, fresh) = (samples::returned_order(), samples::order(Status::Delivered));
    let lines = fresh.lines.iter().map(|line| (line.variant, "1".to_owned())).collect();
    let typed = TypedReturn { number: 1, lines, ..TypedReturn::default() };
    let until = Ok(samples::NOW.plus_days(30));
    let page = ReturnPage { order: &fresh, until: &until, typed: &typed, errors: &[], token: "abc" };
    html! { (returns::returns(&order, "abc", true)) div.narrow { (form(&page, samples::NOW.plus_days(30))) } }
}

fn short_cart() -> Markup {
    let cart = samples::cart();
    html! { div.panel.narrow { (lines::of_cart(&cart.lines)) (totals::of_cart(&cart)) (coupon::of_cart(&cart, "cart", &[])) } }
}

fn prices() -> Markup {
    let usd = samples::usd;
    html! {
        (price(&Price { now: usd(139_950), before: None, highest: usd(139_950) }, false))
        (price(&Price { now: usd(17_038), before: Some(usd(21_297)), highest: usd(17_038) }, false))
        (price(&Price { now: usd(1_200), before: None, highest: usd(2_400) }, true))
    }
}

fn fields() -> Markup {
    let errors = [FieldError::wrong("/shipping_address/sample-postcode", Wrong::Said("wrong-postcode"))];
    let hint = Some(t("address-phone-hint"));
    let phone = Field { name: "sample-phone", label: "Phone", kind: "tel", required: false, hint, width: "half", ..Field::default() };
    html! {
        (field::summary(&errors))
        div.fields.narrow {
            (field::field(&Field { name: "sample-name", label: "Full name", value: "Ada Lovelace", ..Field::default() }, &errors))
            (field::field(&Field { name: "sample-postcode", label: "Postcode", width: "half", ..Field::default() }, &errors))
            (field::field(&phone, &errors))
        }
    }
}

fn quantities() -> Markup {
    let quantity = |id, value, max| Quantity { sku: "MUG", title: "Stoneware mug", value, max, id };
    html! { div.row { (stepper(&quantity("sample-q1", 1, 9))) (stepper(&quantity("sample-q2", 9, 9))) } }
}

fn notices() -> Markup {
    html! {
        (notice(&Notice::new(Tone::Plain, t("practice-notice"), "")))
        (notice(&Notice::new(Tone::Ok, "Added to your cart", "Reserved for you until 14:35 UTC.")))
        (notice(&Notice::new(Tone::Warn, "A price changed", "The total is now $54.18, it was $51.18.")))
        (notice(&Notice::new(Tone::Danger, &t!("refused-few", count = 3_u64), t("advice-unchanged"))))
    }
}

/// As `web/scripts/toast.js` makes them.
fn toasts() -> Markup {
    html! {
        div.toast { "In your cart: Stoneware mug" button.btn.quiet type="button" { "View cart" } }
        div.toast { "Failed, try again" button.btn.quiet type="button" { "Try again" } }
    }
}

fn refused() -> Markup {
    let refused = |does, quantity| Refused {
        title: format!("Only {quantity} available."),
        advice: "Your cart is as it was.",
        offer: Some(Offer { does, sku: "MUG".to_owned(), quantity }),
    };
    html! { (refused(Does::Add, 2).shown()) (refused(Does::Move, 1).shown()) div.toast { (refused(Does::Set, 3).shown()) } }
}

fn steps_of_a_checkout() -> Markup {
    steps(&[
        Step { label: "Shipping", state: State::Done(Some("#")) },
        Step { label: "Payment", state: State::Current },
        Step { label: "Review", state: State::Ahead },
    ])
}
