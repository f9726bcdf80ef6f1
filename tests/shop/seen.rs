//! How the shop looks from outside: titles, canonical addresses, what is shared, what search engines read.

use serde_json::Value;
use shop::domain::category::Category;
use shop::domain::listing::{ListedStock, Listing};
use shop::domain::product::{Attribute, Image};

use crate::shopper::Answer;
use crate::world::{TestShop, usd};

pub const URL: &str = "https://shop.example.com";
pub const PICTURE: &str = "0123456789abcdef0123456789abcdef.jpg";
pub const OTHER_PICTURE: &str = "fedcba9876543210fedcba9876543210.png";
/// What a hostile title tries.
pub const HOSTILE: &str = "Mug </script><script>alert(1)</script> & \"tea\" <!--";

/// A mug in two colours, one of them sold out and reduced.
pub fn mug(shop: &TestShop) -> Listing {
    let mut listing = shop.listing("mug");
    listing.title = HOSTILE.to_owned();
    listing.description = "<p>Holds <b>320 ml</b> &amp; a spoon.</p>".to_owned();
    listing.brand = Some("Kiln & House".to_owned());
    listing.category = Category::parse("Kitchen > Mugs & cups");
    listing.option_names = vec!["Colour".to_owned()];
    listing.images = vec![Image { src: PICTURE.to_owned(), alt: "A mug".to_owned() }];
    listing.attributes = vec![Attribute { name: "Material".to_owned(), value: "Stoneware".to_owned() }];
    let mut ochre = listing.variants.remove(0);
    ochre.options = vec!["Ochre".to_owned()];
    ochre.stock = ListedStock::Counted(3);
    ochre.barcode = Some("4006381333931".to_owned());
    ochre.weight_grams = Some(450);
    let mut petrol = ochre.clone();
    petrol.sku = Some("mug & petrol".to_owned());
    petrol.options = vec!["Petrol".to_owned()];
    petrol.stock = ListedStock::Counted(0);
    petrol.barcode = Some("2000000000008".to_owned());
    petrol.compare_at_price = Some(usd("60.00"));
    petrol.price = usd("55.00");
    petrol.image = Some(OTHER_PICTURE.to_owned());
    listing.variants = vec![ochre, petrol];
    listing
}

pub fn with_url() -> TestShop {
    TestShop::with(|settings| settings.url = URL.to_owned())
}

/// What stands between two texts, the first time.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start:?} in {text}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end:?} behind {start:?}")).0
}

/// The things that a page's data is about.
fn graph(page: &Answer) -> Vec<Value> {
    let data: Value = serde_json::from_str(between(&page.text(""), "<script type=\"application/ld+json\">", "</script>")).expect("it is JSON");
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().expect("several things").clone()
}

fn of_kind(graph: &[Value], kind: &str) -> Value {
    graph.iter().find(|thing| thing["@type"] == kind).unwrap_or_else(|| panic!("no {kind} in {graph:?}")).clone()
}

#[test]
fn variants_of_a_product_are_told_with_what_is_known_and_no_more() {
    let shop = with_url();
    shop.lists(mug(&shop));
    let page = shop.someone().gets("/products/mug").is(200);
    assert_eq!(page.text("").matches("<script>").count(), 0, "a title stays a title");
    let things = graph(&page);
    let group = of_kind(&things, "ProductGroup");
    assert_eq!((&group["name"], &group["productGroupID"], &group["brand"]["name"]), (&HOSTILE.into(), &"mug".into(), &"Kiln & House".into()));
    assert_eq!((&group["url"], &group["variesBy"][0]), (&format!("{URL}/products/mug").into(), &"https://schema.org/color".into()));
    assert_eq!(group["description"], "Holds 320 ml & a spoon.");
    assert!(group["aggregateRating"].is_null() && group["review"].is_null(), "nothing is made up");
    let (ochre, petrol) = (&group["hasVariant"][0], &group["hasVariant"][1]);
    assert_eq!((&ochre["sku"], &ochre["color"], &ochre["gtin"]), (&"mug".into(), &"Ochre".into(), &"4006381333931".into()));
    assert_eq!((&petrol["sku"], &petrol["gtin"]), (&"mug & petrol".into(), &Value::Null), "a number of one's own house is none");
    assert_eq!((&ochre["image"][0], &petrol["image"][0]), (&format!("{URL}/media/{PICTURE}").into(), &format!("{URL}/media/{OTHER_PICTURE}").into()));
    let (in_stock, sold_out) = (&ochre["offers"], &petrol["offers"]);
    assert_eq!((&in_stock["price"], &in_stock["priceCurrency"]), (&"20.00".into(), &"USD".into()));
    assert_eq!(
        (&in_stock["availability"], &sold_out["availability"]),
        (&"https://schema.org/InStock".into(), &"https://schema.org/OutOfStock".into())
    );
    assert_eq!(sold_out["url"], format!("{URL}/products/mug?variant=mug%20%26%20petrol"));
    let sent = |offer: &Value| things.iter().find(|thing| thing["@id"] == offer["shippingDetails"]["@id"]).expect("how it is sent").clone();
    assert_eq!(
        (&sent(in_stock)["shippingRate"]["value"], &sent(sold_out)["shippingRate"]["value"]),
        (&"5.99".into(), &"0.00".into()),
        "free over 50"
    );
    assert_eq!(sent(in_stock)["deliveryTime"]["transitTime"]["maxValue"], 5);
    let policy = of_kind(&things, "MerchantReturnPolicy");
    assert_eq!((&in_stock["hasMerchantReturnPolicy"]["@id"], &policy["merchantReturnDays"]), (&policy["@id"], &30.into()));
    let crumbs = &of_kind(&things, "BreadcrumbList")["itemListElement"];
    assert_eq!((&crumbs[1]["name"], &crumbs[1]["item"]), (&"Mugs & cups".into(), &format!("{URL}/collections/kitchen/mugs-cups").into()));
    assert_eq!((&crumbs[2]["position"], &crumbs[2]["name"]), (&3.into(), &HOSTILE.into()));
}

#[test]
fn availability_and_stars_are_those_of_this_moment() {
    let shop = TestShop::new();
    shop.stocks("jug", 1);
    let offer = || of_kind(&graph(&shop.someone().gets("/products/jug").is(200)), "Product");
    assert_eq!(offer()["offers"]["availability"], "https://schema.org/InStock");
    assert_eq!((&offer()["offers"]["url"], &offer()["aggregateRating"]), (&"/products/jug".into(), &Value::Null), "no address is made up");
    shop.someone().adds("jug", 1).is(201);
    assert_eq!(offer()["offers"]["availability"], "https://schema.org/OutOfStock");
    shop.relists("jug", |variant| variant.price = usd("0.00"));
    assert!(offer()["offers"].is_null(), "what has no price isn't offered");
    let mut rated = shop.listing("jug");
    rated.rating = Some(shop::domain::product::Rating { average_hundredths: 462, count: 7 });
    shop.lists(rated);
    assert_eq!((&offer()["aggregateRating"]["ratingValue"], &offer()["aggregateRating"]["ratingCount"]), (&4.62.into(), &7.into()));
}

#[test]
fn the_front_door_says_who_runs_it_and_how_to_search() {
    let shop = with_url();
    let page = shop.someone().gets("/").is(200);
    let things = graph(&page);
    assert_eq!(of_kind(&things, "OnlineStore")["url"], format!("{URL}/"));
    let search = &of_kind(&things, "WebSite")["potentialAction"]["target"]["urlTemplate"];
    assert_eq!(*search, format!("{URL}/search?q={{search_term_string}}"));
}

#[test]
fn what_is_shared_has_a_title_a_text_and_a_picture() {
    let shop = with_url();
    let mut listing = mug(&shop);
    listing.title = "Stoneware mug ".repeat(30);
    listing.description = format!("<p>{}</p>", "It holds a lot. ".repeat(60));
    shop.lists(listing);
    let page = shop.someone().gets("/products/mug?variant=mug").is(200).text("");
    let meta = |name: &str| between(&page, &format!("<meta {name} content=\""), "\"").to_owned();
    assert_eq!((meta("property=\"og:type\"").as_str(), meta("property=\"og:site_name\"").as_str()), ("product", "Ember &amp; Oak"));
    assert_eq!(meta("property=\"og:url\""), format!("{URL}/products/mug"));
    assert_eq!(meta("property=\"og:image\""), format!("{URL}/media/{PICTURE}"));
    assert_eq!((meta("property=\"og:image:alt\"").as_str(), meta("name=\"twitter:card\"").as_str()), ("A mug", "summary_large_image"));
    let title = between(&page, "<title>", "</title>");
    assert!((20..=90).contains(&title.chars().count()), "{title}");
    for name in ["name=\"description\"", "property=\"og:description\""] {
        assert!((70..=156).contains(&meta(name).chars().count()), "{}", meta(name));
    }
    assert_eq!(between(&page, "<link rel=\"canonical\" href=\"", "\""), format!("{URL}/products/mug"), "variants share it");
    assert_eq!(page.matches("<h1").count(), 1);
}

#[test]
fn a_shop_that_does_not_know_its_address_says_nothing_wrong() {
    let shop = TestShop::new();
    shop.lists(mug(&shop));
    let page = shop.someone().gets("/products/mug").is(200).text("");
    assert!(!page.contains("canonical") && page.contains("og:title"));
    assert!(!page.contains("og:url") && !page.contains("og:image"));
}

#[test]
fn lists_name_their_neighbours_and_only_plain_ones_are_indexed() {
    let shop = with_url();
    for number in 0..130 {
        shop.stocks(&format!("mug-{number}"), 1);
    }
    shop.search_follows();
    let page = |path: &str| shop.someone().gets(path).is(200).text("");
    let second = page("/collections/kitchen?cursor=60");
    assert_eq!(between(&second, "<link rel=\"canonical\" href=\"", "\""), format!("{URL}/collections/kitchen?cursor=60"));
    assert_eq!(between(&second, "<link rel=\"prev\" href=\"", "\""), "/collections/kitchen");
    assert_eq!(between(&second, "<link rel=\"next\" href=\"", "\""), "/collections/kitchen?cursor=120");
    assert_eq!(between(&second, "<title>", "</title>"), "Kitchen, from product 61 · Ember &amp; Oak");
    for plain in ["/collections/kitchen", "/pages/about", "/products/mug-1"] {
        assert!(!page(plain).contains("noindex"), "{plain}");
    }
    let one_shopper_or_without_end = [
        "/collections/kitchen?sort=newest",
        "/collections/kitchen?cursor=7",
        "/collections/kitchen?limit=10",
        "/collections/kitchen?in_stock=true",
        "/search?q=mug",
        "/cart",
        "/account/login",
    ];
    for path in one_shopper_or_without_end {
        let text = page(path);
        assert!(text.contains("<meta name=\"robots\" content=\"noindex\">") && !text.contains("canonical") && !text.contains("og:title"), "{path}");
    }
}
