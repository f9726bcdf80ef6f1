//! What must hold for every page and for the style sheet, checked on made-up data; and a way to write them all out to look at.

use std::collections::{HashMap, HashSet};
use std::io::Write;

use super::checkout::{CheckoutPage, Shown};
use super::checkout_payment::Way;
use super::error::ErrorPage;
use super::{cart, checkout, content, error, home, order, product, samples, search, storybook, track};
use crate::base::messages::t;
use crate::domain::address::TypedAddress;
use crate::domain::checkout::Stage;
use crate::domain::order::Status;
use crate::domain::payment::{Method, ProviderName};
use crate::domain::quote::Difference;
use crate::domain::refusal::{FieldError, Refusal};
use crate::payments::{manual, practice};
use crate::shop::cart::CartView;
use crate::shop::checkout::CheckoutView;
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::Theme;
use crate::web::ui::link::Link;
use crate::web::ui::notice::{Notice, Tone};

const STYLES: [&str; 7] = [
    include_str!("../../../web/styles/reset.css"),
    include_str!("../../../web/styles/tokens.css"),
    include_str!("../../../web/styles/base.css"),
    include_str!("../../../web/styles/layout.css"),
    include_str!("../../../web/styles/parts.css"),
    include_str!("../../../web/styles/pages.css"),
    include_str!("../../../web/styles/print.css"),
];

/// Elements that have no end tag.
const VOID: [&str; 6] = ["meta", "link", "img", "input", "br", "hr"];

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
        now: samples::NOW,
        reviews: None,
    };
    product::page(&samples::layout("/products/stoneware-mug"), &page).into_string()
}

fn cart_html(cart: &CartView, notice: Option<&Notice>) -> String {
    cart::page(&samples::layout("/cart"), &cart::CartPage { cart, notice, refused: None, errors: &[], quantity_max: 99, rows: &[] }).into_string()
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
    let order = |status, just_placed| {
        order::page(
            &samples::layout("/orders/1042"),
            &order::OrderPage { order: &samples::order(status), just_placed, offer_account: just_placed, bank_details: "", token: "abc" },
        )
        .into_string()
    };
    let error = |page: ErrorPage| error::page(&samples::layout("/nowhere"), &page).into_string();
    let missing = Notice::new(Tone::Warn, "No order with that number and e-mail", "Check both against the confirmation.");
    let track =
        |notice| track::page(&samples::layout("/track"), &track::TrackPage { number: "1024", notice, ..track::TrackPage::default() }).into_string();
    let text = |handle| content::page(&samples::layout("/pages/returns"), &content::default(handle, true).expect("it is there")).into_string();
    vec![
        ("order-thanks", order(Status::Confirmed, true)),
        ("order-shipped", order(Status::Shipped, false)),
        ("order-cancelled", order(Status::Cancelled, false)),
        ("order-pending", order(Status::Pending, true)),
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
pub(super) fn pages() -> Vec<(&'static str, String)> {
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
        ("cart-small", cart_html(&samples::small_cart(), None)),
        ("cart-empty", cart_html(&samples::empty_cart(), None)),
        ("cart-code", cart_html(&samples::cart_with_code(true), None)),
        ("storybook", storybook::page("/assets/shop.css").into_string()),
    ];
    all.extend(checkout_pages());
    all.extend(small_pages());
    all.extend(super::looks_account::pages());
    all.extend(super::looks_review::pages());
    all
}

/// The opening tags of a page, each with its name and attributes.
fn tags(html: &str) -> Vec<(&str, HashMap<&str, &str>)> {
    let opening = html.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    opening.map(|tag| tag.split_once('>').map_or(tag, |(tag, _)| tag)).map(tag).collect()
}

fn tag(tag: &str) -> (&str, HashMap<&str, &str>) {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = HashMap::new();
    while let Some((head, tail)) = rest.split_once("=\"") {
        let mut names = head.split_whitespace().collect::<Vec<_>>();
        let last = names.pop().expect("an attribute has a name");
        attributes.extend(names.into_iter().map(|name| (name, "")));
        let (value, tail) = tail.split_once('"').expect("a value ends");
        attributes.insert(last, value);
        rest = tail;
    }
    attributes.extend(rest.split_whitespace().map(|name| (name, "")));
    (name, attributes)
}

fn brotli_len(text: &str) -> usize {
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    packed.write_all(text.as_bytes()).expect("a vector takes all");
    packed.into_inner().len()
}

#[test]
fn every_page_has_one_heading_and_each_id_once() {
    for (name, html) in pages() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}: first-level headings");
        let ids: Vec<&str> = tags(&html).into_iter().filter_map(|(_, attributes)| attributes.get("id").copied()).collect();
        let unique: HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice: {ids:?}");
        for (_, attributes) in tags(&html) {
            for pointer in ["for", "aria-labelledby", "aria-describedby", "popovertarget", "form"] {
                for target in attributes.get(pointer).into_iter().flat_map(|value| value.split_whitespace()) {
                    assert!(unique.contains(target), "{name}: {pointer}={target} leads nowhere");
                }
            }
        }
    }
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    for (name, html) in pages() {
        let mut before = 0;
        for (tag, _) in tags(&html) {
            let level = ["h1", "h2", "h3"].iter().position(|known| *known == tag);
            if let Some(level) = level {
                assert!(level <= before + 1, "{name}: <{tag}> skips a level");
                before = level;
            }
        }
    }
}

#[test]
fn every_field_has_a_label() {
    for (name, html) in pages() {
        let labels: HashSet<&str> =
            tags(&html).iter().filter(|(tag, _)| *tag == "label").filter_map(|(_, attributes)| attributes.get("for").copied()).collect();
        let mut inside_label = false;
        for piece in html.split('<').skip(1) {
            let (found, attributes) = tag(piece.split_once('>').map_or(piece, |(tag, _)| tag));
            inside_label = (inside_label || found == "label") && found != "/label";
            if ["input", "select", "textarea"].contains(&found) && attributes.get("type") != Some(&"hidden") {
                let labelled = attributes.get("id").is_some_and(|id| labels.contains(id));
                assert!(labelled || inside_label, "{name}: a field without a label: {attributes:?}");
            }
        }
    }
}

#[test]
fn nothing_is_inline_and_every_picture_has_its_size() {
    for (name, html) in pages() {
        for (tag, attributes) in tags(&html) {
            assert!(!attributes.contains_key("style") && tag != "style", "{name}: a style in <{tag}>");
            assert!(!attributes.keys().any(|key| key.starts_with("on")), "{name}: a script in <{tag}>");
            let data = attributes.get("type").is_some_and(|kind| *kind == "application/ld+json");
            assert!(tag != "script" || data || attributes.contains_key("src"), "{name}: an inline script");
            let sized = ["alt", "width", "height"].iter().all(|key| attributes.contains_key(key));
            assert!(tag != "img" || sized, "{name}: a picture without alt or size: {attributes:?}");
            assert!(tag != "img" || attributes["src"].starts_with("/art/"), "{name}: a picture from elsewhere");
        }
    }
}

#[test]
fn tags_are_balanced() {
    for (name, html) in pages() {
        let mut open: Vec<&str> = Vec::new();
        for piece in html.split('<').skip(1).filter(|piece| !piece.starts_with('!')) {
            let tag = piece.split([' ', '>']).next().expect("a tag has a name");
            match tag.strip_prefix('/') {
                Some(end) => assert_eq!(open.pop(), Some(end), "{name}"),
                None if VOID.contains(&tag) => {}
                None => open.push(tag),
            }
        }
        assert!(open.is_empty(), "{name} leaves {open:?} open");
    }
}

#[test]
fn every_class_has_a_style() {
    let sheet = STYLES.concat();
    let words: HashSet<&str> =
        sheet.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.')).flat_map(|word| word.split('.').skip(1)).collect();
    for (name, html) in pages() {
        for class in tags(&html).iter().filter_map(|(_, attributes)| attributes.get("class")).flat_map(|value| value.split_whitespace()) {
            assert!(words.contains(class) || class == "stars-0", "{name}: .{class} isn't in the style sheet");
        }
    }
}

#[test]
fn a_page_of_sixty_products_is_light() {
    let html = search::page(&samples::layout("/search"), &search_page(60)).into_string();
    let (elements, bytes) = (tags(&html).len(), brotli_len(&html));
    println!("search page: {elements} elements, {} bytes, {bytes} packed", html.len());
    assert!(elements <= 1_500, "{elements} elements");
    assert!(bytes <= 15 * 1024, "{bytes} bytes packed");
}

#[test]
fn the_style_sheet_is_light() {
    let bytes = brotli_len(&STYLES.concat());
    println!("style sheet: {} bytes, {bytes} packed", STYLES.concat().len());
    assert!(bytes <= 10 * 1024, "{bytes} bytes packed");
}

/// Light and dark value of each colour in `tokens.css`.
fn colours() -> HashMap<&'static str, [f64; 2]> {
    let declared = STYLES[1].split("--").filter_map(|entry| entry.split_once(": light-dark("));
    let pair = |values: &str| {
        let hex: Vec<&str> = values.split_once(')').expect("it closes").0.split(", ").collect();
        [luminance(hex[0]), luminance(hex[1])]
    };
    declared.map(|(name, values)| (name, pair(values))).collect()
}

/// WCAG 2.2, relative luminance.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("two hex digits")) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn colours_can_be_told_apart() {
    let colours = colours();
    let grounds = ["bg", "surface", "sunken", "tint"];
    let mut pairs: Vec<(&str, &str, f64)> = Vec::new();
    for text in ["ink", "muted", "accent", "accent-deep", "link", "ok", "warn", "danger"] {
        pairs.extend(grounds.iter().map(|ground| (text, *ground, 4.5)));
    }
    for shape in ["control", "star", "focus"] {
        pairs.extend(grounds.iter().map(|ground| (shape, *ground, 3.0)));
    }
    for (text, ground) in [
        ("accent-ink", "accent"),
        ("accent-ink", "accent-deep"),
        ("bg", "ink"),
        ("band-ink", "band"),
        ("ok", "ok-tint"),
        ("warn", "warn-tint"),
        ("danger", "danger-tint"),
        ("ink", "ok-tint"),
        ("ink", "warn-tint"),
        ("ink", "danger-tint"),
    ] {
        pairs.push((text, ground, 4.5));
    }
    for (text, ground, least) in pairs {
        for scheme in 0..2 {
            let (a, b) = (colours[text][scheme], colours[ground][scheme]);
            let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(ratio >= least, "{text} on {ground} ({}): {ratio:.2}, needs {least}", ["light", "dark"][scheme]);
        }
    }
}

/// Writes all pages below `target/pages`, to be served from there and looked at.
#[test]
#[ignore = "writes files to look at"]
fn write_all_out() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pages");
    std::fs::create_dir_all(folder.join("assets")).expect("a folder");
    std::fs::write(folder.join("assets/shop.css"), STYLES.concat()).expect("the style sheet");
    for (name, html) in pages() {
        std::fs::write(folder.join(format!("{name}.html")), &html).expect("a page");
        let dark = html.replacen("<html lang=\"en\">", "<html lang=\"en\" data-theme=\"dark\">", 1);
        std::fs::write(folder.join(format!("{name}.dark.html")), dark).expect("a dark page");
    }
}

#[test]
fn the_theme_can_be_chosen() {
    let layout = crate::web::ui::layout::Layout { theme: Theme::Dark, ..samples::layout("/track") };
    assert!(track::page(&layout, &track::TrackPage::default()).into_string().contains("<html lang=\"en\" data-theme=\"dark\">"));
}
