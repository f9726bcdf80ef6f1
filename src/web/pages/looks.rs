//! Every page in every state, with made-up data: to look at while building, and for checks to run over.

use super::checkout::{CheckoutPage, Shown};
use super::checkout_payment::Way;
use super::error::ErrorPage;
use super::{cart, checkout, content, error, home, offline, order, product, samples, search, storybook, track};
use crate::base::messages::t;
use crate::domain::address::TypedAddress;
use crate::domain::checkout::Stage;
use crate::domain::order::{Order, Status};
use crate::domain::payment::{BANK_TRANSFER, Method, ProviderName};
use crate::domain::quote::Difference;
use crate::domain::refusal::{FieldError, Refusal};
use crate::payments::{manual, practice};
use crate::shop::cart::CartView;
use crate::shop::checkout::CheckoutView;
use crate::web::ui::icon::Icon;
use crate::web::ui::link::Link;
use crate::web::ui::notice::{Notice, Tone};

fn home_page() -> home::HomePage {
    let tile = |(name, picture): &(&str, &str)| home::Tile {
        name: (*name).into(),
        href: format!("/collections/{}", name.to_lowercase()),
        products: 214,
        image: Some(samples::image(picture, 0)),
    };
    let tiles = [
        ("Kitchen", "teapot:petrol"),
        ("Lighting", "lantern:ochre"),
        ("Furniture", "stool:walnut"),
        ("Home", "vase:clay"),
        ("Audio", "turntable:oak"),
        ("Bags", "tote:forest"),
        ("Garden", "can:sage"),
        ("Desk", "ink:midnight"),
    ];
    let row = |title: &str, from: u32| home::Row {
        title: title.into(),
        more: Some(Link::new("See all", "/search?sort=newest")),
        cards: (from..from + 8).map(samples::card).collect(),
    };
    let promise = |icon, title: &str, text: &str| home::Promise { icon, title: title.into(), text: text.into() };
    home::HomePage {
        hero: home::Hero {
            eyebrow: "New this week".into(),
            title: "Good things for every day".into(),
            text: "Mugs, lamps, chairs and more from small makers. What you see in stock is on our shelf.".into(),
            action: Link::new("See what's new", "/search?sort=newest"),
            pictures: vec![samples::image("vase:terracotta", 2), samples::image("lamp:petrol", 2), samples::image("chair:ochre", 2)],
        },
        tiles: tiles.iter().map(tile).collect(),
        rows: vec![row("New arrivals", 0), row("Best rated", 12), row("Reduced", 24)],
        promises: vec![
            promise(Icon::Truck, "Free shipping over $50.00", "Otherwise $5.99, shown before you check out."),
            promise(Icon::Clock, "Held while you decide", "What is in your cart can't be sold to someone else for 30 minutes."),
            promise(Icon::Return, "Simple returns", "Thirty days, no questions."),
        ],
        notice: None,
        remembers: false,
    }
}

pub(super) fn search_page(cards: u32) -> search::SearchPage {
    search::SearchPage {
        title: "Results for “home”".into(),
        breadcrumbs: vec![Link::new("All products", "/search")],
        action: "/search".into(),
        keep: vec![("q".into(), "home".into())],
        cards: samples::cards(cards),
        total: if cards == 0 { 0 } else { 1_204 },
        facets: storybook::facets(),
        price: Some(storybook::price_range()),
        chips: storybook::chips(),
        clear_href: "/search?q=home".into(),
        sort: "relevance".into(),
        before: 60,
        limit: 60,
        previous: Some("/search?q=home".into()),
        next: Some("/search?q=home&cursor=120".into()),
        indexed: true,
        ..search::SearchPage::default()
    }
}

fn nothing_found() -> search::SearchPage {
    let help = search::Help {
        corrections: vec![Link::new("stoneware (12)", "/search?q=stoneware")],
        categories: samples::layout("/").categories,
        ..search::Help::default()
    };
    search::SearchPage { title: "Results for “stonware”".into(), action: "/search".into(), help, ..search::SearchPage::default() }
}

fn partial() -> search::Help {
    search::Help {
        partial: Some("stonware mug purple".into()),
        corrections: vec![Link::new("stoneware mug (9)", "/search?q=stoneware+mug")],
        fewer: vec![Link::new("mug purple (2)", "/search?q=mug+purple")],
        ..search::Help::default()
    }
}

fn product_html(variant: &str) -> String {
    let view = samples::product();
    let goes_with = home::Row { title: "Also bought".to_owned(), more: None, cards: (4..12).map(samples::card).collect() };
    let page = product::ProductPage {
        view: &view,
        variant: Some(variant),
        goes_with: &goes_with,
        remembers: false,
        notice: None,
        quantity_max: 99,
        shipping_note: "Orders over $50.00 ship free",
        shipping: Some(&samples::standard()),
        country: "US",
        return_days: 30,
        now: samples::NOW,
        reviews: Some(&samples::reviews()),
    };
    product::page(&samples::layout("/products/stoneware-mug"), &page).into_string()
}

fn bare_product_html() -> String {
    let mut view = samples::product();
    view.product.variants.truncate(1);
    view.available.truncate(1);
    view.product.images.clear();
    view.product.variants[0].image = None;
    view.product.brand = None;
    view.product.listed_rating = None;
    view.details.description = String::new();
    let nothing = home::Row::default();
    let page = product::ProductPage {
        view: &view,
        variant: None,
        goes_with: &nothing,
        remembers: false,
        notice: None,
        quantity_max: 99,
        shipping_note: "",
        shipping: None,
        country: "US",
        return_days: 0,
        now: samples::NOW,
        reviews: None,
    };
    product::page(&samples::layout("/products/stoneware-mug"), &page).into_string()
}

fn cart_html(cart: &CartView, notice: Option<&Notice>) -> String {
    cart::page(&samples::layout("/cart"), &cart::CartPage { cart, notice, refused: None, errors: &[], quantity_max: 99, rows: &[] }).into_string()
}

/// With a change that was refused.
fn troubled_cart_html() -> String {
    let offer = Some(cart::Offer { does: cart::Does::Set, sku: "SAMPLE-0".to_owned(), quantity: 3 });
    let refused = Some(cart::Refused { title: t!("refused-few", count = 3_u64), advice: t("advice-unchanged"), offer });
    let shown = cart::CartPage { cart: &samples::troubled_cart(), notice: None, refused, errors: &[], quantity_max: 99, rows: &[] };
    cart::page(&samples::layout("/cart"), &shown).into_string()
}

fn checkout_html(stage: Stage, shown: Shown, typed: &TypedAddress, errors: &[FieldError]) -> String {
    let view = samples::checkout(stage);
    checkout_of(&view, shown, typed, errors, None)
}

fn changed_html(view: &CheckoutView, typed: &TypedAddress) -> String {
    checkout_of(view, Shown::Review, typed, &[], Some(&samples::difference()))
}

fn checkout_of(view: &CheckoutView, shown: Shown, typed: &TypedAddress, errors: &[FieldError], difference: Option<&Difference>) -> String {
    let method = |provider, token: &str| Method { provider, token: token.to_owned() };
    let cards = practice::TEST_CARDS.iter().map(|card| Way { method: method(ProviderName::Practice, card.token), label: card.label.to_owned() });
    let hand = manual::WAYS.iter().map(|way| Way { method: method(ProviderName::Manual, way.token), label: way.label.to_owned() });
    let ways: Vec<Way> = cards.chain(hand).collect();
    let changed = Notice::new(Tone::Warn, "A price changed.", "Nothing was charged.");
    let notice = difference.map(|_| &changed);
    let (element, customer, saved, save, countries) = (None, None, None, false, &samples::countries()[..]);
    let page = CheckoutPage { view, shown, typed, errors, ways: &ways, notice, difference, element, customer, saved, save, countries };
    checkout::page(&samples::layout("/checkout"), &page).into_string()
}

fn checkout_pages() -> Vec<(&'static str, String)> {
    let (shipping, method) = (samples::shipping, || samples::method("pm_card_visa"));
    let typed = samples::typed();
    let wrong = TypedAddress { email: "ada@".into(), city: String::new(), ..samples::typed() };
    let errors = wrong.check("/email", "/shipping_address").expect_err("two fields are wrong");
    let declined =
        Stage::Error { shipping: shipping(), method: samples::method("pm_card_chargeDeclined"), decline_code: "insufficient_funds".into() };
    let review = Stage::Review { shipping: shipping(), method: method() };
    let placing = Stage::Placing { shipping: shipping(), method: method(), order: samples::order(Status::Pending).id };
    vec![
        ("checkout-shipping", checkout_html(Stage::Shipping { known: None }, Shown::Shipping, &TypedAddress::default(), &[])),
        ("checkout-errors", checkout_html(Stage::Shipping { known: None }, Shown::Shipping, &wrong, &errors)),
        ("checkout-payment", checkout_html(Stage::Payment { shipping: shipping(), method: None }, Shown::Payment, &typed, &[])),
        ("checkout-declined", checkout_html(declined, Shown::Payment, &typed, &[])),
        ("checkout-review", checkout_html(Stage::Review { shipping: shipping(), method: method() }, Shown::Review, &typed, &[])),
        ("checkout-changed", changed_html(&CheckoutView { cart: samples::cart_with_code(false), ..samples::checkout(review) }, &typed)),
        ("checkout-placing", checkout_html(placing, Shown::Placing, &typed, &[])),
    ]
}

fn small_pages() -> Vec<(&'static str, String)> {
    let whole = |order: &Order, just_placed, bank_details| {
        let page = order::OrderPage { order, just_placed, offer_account: just_placed, bank_details, token: "abc", returnable_until: None };
        order::page(&samples::layout("/orders/1042"), &page).into_string()
    };
    let order = |status, just_placed| whole(&samples::order(status), just_placed, "");
    let error = |page: ErrorPage| error::page(&samples::layout("/nowhere"), &page).into_string();
    let missing = Notice::new(Tone::Warn, "No order with that number and e-mail", "Check both against the confirmation.");
    let track =
        |notice| track::page(&samples::layout("/track"), &track::TrackPage { number: "1024", notice, ..track::TrackPage::default() }).into_string();
    let text = |handle| {
        content::page(&samples::layout("/pages/returns"), &content::default(handle, content::Offers::ALL).expect("it is there")).into_string()
    };
    vec![
        ("order-thanks", order(Status::Confirmed, true)),
        ("order-shipped", order(Status::Shipped, false)),
        ("order-cancelled", order(Status::Cancelled, false)),
        ("order-pending", order(Status::Pending, true)),
        ("order-packed", order(Status::Packed, false)),
        ("order-delivered", order(Status::Delivered, false)),
        ("order-refunded", whole(&samples::refunded(), false, "")),
        ("order-to-transfer", whole(&samples::to_pay(BANK_TRANSFER), true, "IBAN DE02 1203 0000 0000 2020 51\nOakville Savings")),
        ("order-at-the-door", whole(&samples::to_pay("cash_on_delivery"), true, "")),
        ("track", track(None)),
        ("track-missing", track(Some(&missing))),
        ("about", text("about")),
        ("shipping", text("shipping")),
        ("returns", text("returns")),
        ("privacy", text("privacy")),
        ("error-404", error(ErrorPage::NotFound)),
        ("error-403", error(ErrorPage::Forbidden)),
        ("error-409", error(ErrorPage::Conflict { detail: &Refusal::InsufficientInventory { sku: String::new(), available: 3 }.said() })),
        (
            "error-422",
            error(ErrorPage::Invalid { detail: t("refused-invalid"), errors: &[FieldError::new("/quantity", "Enter a number from 1 to 99")] }),
        ),
        ("error-429", error(ErrorPage::TooMany { wait_s: 12 })),
        ("error-500", error(ErrorPage::Fault { request_id: "7f3a9c21" })),
        ("error-503", error(ErrorPage::Busy { wait_s: 300 })),
    ]
}

/// Every page there is, by the name of its file.
#[must_use]
pub fn pages() -> Vec<(&'static str, String)> {
    let search = |page: &search::SearchPage| search::page(&samples::layout("/search"), page).into_string();
    let only_three = Notice::new(Tone::Danger, &t!("refused-few", count = 3_u64), t("advice-unchanged"));
    let narrowed_to_nothing = search::SearchPage { previous: None, next: None, ..search_page(0) };
    let mut all = vec![
        ("home", home::page(&samples::layout("/"), &home_page()).into_string()),
        ("search", search(&search_page(60))),
        ("search-degraded", search(&search::SearchPage { degraded: true, facets: Vec::new(), price: None, chips: Vec::new(), ..search_page(7) })),
        ("search-partial", search(&search::SearchPage { help: partial(), ..search_page(7) })),
        ("search-nothing", search(&nothing_found())),
        ("search-narrowed", search(&narrowed_to_nothing)),
        ("product", product_html("MUG-PETROL-LARGE")),
        ("product-out", product_html("MUG-OCHRE-SMALL")),
        ("product-bare", bare_product_html()),
        ("cart", cart_html(&samples::cart(), Some(&only_three))),
        ("cart-troubled", troubled_cart_html()),
        ("cart-small", cart_html(&samples::small_cart(), None)),
        ("cart-empty", cart_html(&samples::empty_cart(), None)),
        ("cart-saved", cart_html(&CartView { saved: samples::saved(), ..samples::small_cart() }, None)),
        ("cart-only-saved", cart_html(&CartView { saved: samples::saved(), ..samples::empty_cart() }, None)),
        ("cart-code", cart_html(&samples::cart_with_code(true), None)),
        ("offline", offline::page(&samples::layout("/offline")).into_string()),
    ];
    all.extend(checkout_pages());
    all.extend(small_pages());
    all.extend(super::looks_account::pages());
    all.extend(super::looks_returns::pages());
    all.extend(super::looks_review::pages());
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let parts = storybook::page(&names).into_string();
    all.push(("storybook", parts));
    all
}
