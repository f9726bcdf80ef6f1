//! What crawlers and marketplaces fetch: the sitemap, and the product feed, read by a real XML parser.

use roxmltree::{Document, Node};
use shop::domain::listing::Listing;
use shop::domain::product::{Attribute, Status};
use shop::shop::collection::{CollectionWork, NewCollection};
use shop::shop::listing::{Prepared, listings_write};
use shop::web::query::saved;

use crate::seen::{HOSTILE, OTHER_PICTURE, PICTURE, URL, mug, with_url};
use crate::world::TestShop;

const GOOGLE: &str = "http://base.google.com/ns/1.0";

fn places(text: &str) -> Vec<String> {
    let document = Document::parse(text).expect("it is XML");
    document.descendants().filter(|node| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc"))).map(words).collect()
}

fn words(node: Node) -> String {
    node.text().unwrap_or("").to_owned()
}

/// What an item says under a name, once or several times.
fn said(item: Node, name: &str) -> Vec<String> {
    item.children().filter(|child| child.has_tag_name((GOOGLE, name))).map(words).collect()
}

fn items<'a>(document: &'a Document) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.has_tag_name("item")).collect()
}

/// Many at once, as an import writes them.
fn lists_many(shop: &TestShop, count: u32) {
    let names: Vec<String> = (0..count).map(|number| format!("p-{number}")).collect();
    for names in names.chunks(10_000) {
        let listings: Vec<Listing> = names.iter().map(|name| shop.listing(name)).collect();
        let batch: Vec<Prepared> = listings.into_iter().map(|listing| Prepared { listing, continues: false }).collect();
        shop.books().write_blocking("listing", move |draft| listings_write(draft, &batch, &Default::default())).expect("written");
    }
}

#[test]
fn a_small_shop_has_one_sitemap_of_what_shoppers_see() {
    let shop = with_url();
    shop.stocks("mug", 1);
    shop.stocks("jug", 1);
    let mut hidden = shop.listing("jug");
    hidden.status = Status::Draft;
    shop.lists(hidden);
    let gifts = NewCollection { handle: "gifts".into(), title: "Gifts".into(), ..NewCollection::default() };
    shop.shop().collections(&CollectionWork::Add(gifts), saved).expect("added");
    let crawler = shop.someone();
    let robots = crawler.gets("/robots.txt").is(200).text("");
    assert!(robots.contains(&format!("\nSitemap: {URL}/sitemap.xml\n")) && robots.contains("Disallow: /cart\n"), "{robots}");
    let sitemap = crawler.gets("/sitemap.xml").is(200);
    assert_eq!(sitemap.header("content-type"), "application/xml; charset=utf-8");
    let expected =
        ["/", "/pages/about", "/pages/shipping", "/pages/returns", "/pages/privacy", "/collections/gifts", "/collections/kitchen", "/products/mug"];
    assert_eq!(places(&sitemap.text("")), expected.map(|path| format!("{URL}{path}")));
    assert!(sitemap.text("").contains("<lastmod>2026-11-"), "{}", sitemap.text(""));
    for path in &expected[..7] {
        crawler.gets(path).is(200);
    }
    let tag = sitemap.header("etag").to_owned();
    crawler.send(crawler.ask("GET", "/sitemap.xml").header("if-none-match", &tag)).is(304);
    shop.stocks("teapot", 1);
    crawler.send(crawler.ask("GET", "/sitemap.xml").header("if-none-match", &tag)).is(200);
}

#[test]
fn without_an_address_of_its_own_a_shop_is_where_it_was_asked() {
    let shop = TestShop::new();
    let crawler = shop.someone();
    assert_eq!(places(&crawler.gets("/sitemap.xml").is(200).text(""))[0], "http://shop.test/");
    let hostile = crawler.ask("GET", "/sitemap.xml").header("host", "a.example/<loc>");
    assert!(!crawler.send(hostile).text("").contains("a.example/<loc>"));
}

#[test]
fn a_large_shop_has_several_sitemaps_that_name_each_product_once() {
    let shop = with_url();
    lists_many(&shop, 50_001);
    let crawler = shop.someone();
    let index = crawler.gets("/sitemap.xml").is(200).text("");
    assert!(index.contains("<sitemapindex"));
    let (mut all, parts) = (std::collections::HashSet::new(), places(&index));
    assert_eq!(parts.len(), 4, "pages and lists, then three of 20,000 products at most");
    for part in &parts {
        let addresses = places(&crawler.gets(part.strip_prefix(URL).expect("here")).is(200).text(""));
        assert!(addresses.len() <= 50_000);
        addresses.into_iter().for_each(|address| assert!(all.insert(address.clone()), "{address} twice"));
    }
    assert_eq!(all.iter().filter(|address| address.starts_with(&format!("{URL}/products/p-"))).count(), 50_001);
    assert!(all.contains(&format!("{URL}/collections/kitchen")) && all.contains(&format!("{URL}/")));
    crawler.gets("/sitemap-5.xml").is(404);
    crawler.gets("/sitemap-0.xml").is(404);
}

#[test]
fn the_product_feed_has_an_item_for_each_variant() {
    let shop = with_url();
    let mut listing = mug(&shop);
    listing.attributes.push(Attribute { name: "Google product category".to_owned(), value: "2169".to_owned() });
    shop.lists(listing);
    shop.stocks("jug", 1);
    shop.relists("jug", |variant| variant.price = crate::world::usd("0.00"));
    let feed = shop.someone().gets("/feeds/google.xml").is(200);
    assert_eq!(feed.header("content-type"), "application/rss+xml; charset=utf-8");
    let text = feed.text("");
    let document = Document::parse(&text).expect("it is XML");
    assert_eq!((document.root_element().tag_name().name(), document.root_element().attribute("version")), ("rss", Some("2.0")));
    let items = items(&document);
    assert_eq!(items.len(), 2, "what has no price isn't offered");
    let (ochre, petrol) = (items[0], items[1]);
    let one = |item: Node, name: &str, expected: &str| assert_eq!(said(item, name), [expected], "{name}");
    one(ochre, "id", "mug");
    one(petrol, "id", "mug & petrol");
    one(ochre, "title", &format!("{HOSTILE}, Ochre"));
    one(ochre, "description", "Holds 320 ml & a spoon.");
    one(petrol, "link", &format!("{URL}/products/mug?variant=mug%20%26%20petrol"));
    one(petrol, "image_link", &format!("{URL}/media/{OTHER_PICTURE}"));
    one(petrol, "additional_image_link", &format!("{URL}/media/{PICTURE}"));
    one(ochre, "availability", "in_stock");
    one(petrol, "availability", "out_of_stock");
    assert_eq!((said(ochre, "price"), said(ochre, "sale_price")), (vec!["20.00 USD".to_owned()], vec![]));
    assert_eq!((said(petrol, "price"), said(petrol, "sale_price")), (vec!["60.00 USD".to_owned()], vec!["55.00 USD".to_owned()]));
    assert_eq!((said(ochre, "gtin"), said(ochre, "identifier_exists")), (vec!["4006381333931".to_owned()], vec![]));
    assert_eq!((said(petrol, "gtin"), said(petrol, "identifier_exists")), (vec![], vec!["no".to_owned()]));
    for (name, expected) in [
        ("brand", "Kiln & House"),
        ("item_group_id", "mug"),
        ("material", "Stoneware"),
        ("condition", "new"),
        ("product_type", "Kitchen > Mugs & cups"),
        ("google_product_category", "2169"),
        ("shipping_weight", "450 g"),
    ] {
        one(ochre, name, expected);
    }
    assert_eq!((said(ochre, "color"), said(petrol, "color")), (vec!["Ochre".to_owned()], vec!["Petrol".to_owned()]));
    let shipping = |item: Node| said(item.children().find(|child| child.has_tag_name((GOOGLE, "shipping"))).expect("shipping"), "price");
    assert_eq!((shipping(ochre), shipping(petrol)), (vec!["5.99 USD".to_owned()], vec!["0.00 USD".to_owned()]));
}

#[test]
fn the_feed_goes_on_page_after_page_and_is_sent_again_only_when_something_happened() {
    let shop = with_url();
    lists_many(&shop, 1_234);
    let reader = shop.someone();
    let feed = reader.gets("/feeds/google.xml").is(200);
    let text = feed.text("");
    let document = Document::parse(&text).expect("it is XML");
    let ids: std::collections::HashSet<String> = items(&document).into_iter().flat_map(|item| said(item, "id")).collect();
    assert_eq!((items(&document).len(), ids.len()), (1_234, 1_234));
    let asks = || reader.send(reader.ask("GET", "/feeds/google.xml").header("if-none-match", feed.header("etag")));
    asks().is(304);
    shop.stocks("p-7", 3);
    asks().is(200);
}

#[test]
fn a_merchant_can_switch_the_feed_off() {
    let shop = TestShop::with(|settings| settings.google_feed = false);
    shop.someone().gets("/feeds/google.xml").is(404);
}
