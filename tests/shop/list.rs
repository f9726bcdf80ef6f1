//! Lists in parts: what a filter changes, the next few products, and lists that move while somebody reads them.

use std::io::Write;

use shop::domain::paging::Paging;
use shop::domain::product::Status;
use shop::shop::search_report::{SearchReport, SearchesAsked};

use crate::shopper::{Answer, Shopper};
use crate::world::TestShop;

/// Thirty mugs, the last of which is the newest, of two brands.
fn a_shelf() -> TestShop {
    filled(TestShop::new())
}

fn filled(shop: TestShop) -> TestShop {
    (0..30).for_each(|number| arrives(&shop, number));
    shop.search_follows();
    shop
}

fn arrives(shop: &TestShop, number: u32) {
    shop.waits_minutes(1);
    let sku = format!("mug-{number:02}");
    let mut listing = shop.listing(&sku);
    listing.title = format!("Stoneware mug {number}");
    listing.brand = Some(["Ember", "Oak"][usize::from(number % 2 == 1)].to_owned());
    shop.lists(listing);
    shop.stocks(&sku, 3);
}

fn html(answer: &Answer) -> &str {
    answer.body.as_str().expect("HTML")
}

/// The products of an answer by their numbers, in their order.
fn products(answer: &Answer) -> Vec<u64> {
    let after = html(answer).split(r#"data-product=""#).skip(1);
    after.map(|rest| rest.split('"').next().and_then(|number| number.parse().ok()).expect("a number")).collect()
}

/// What a script asks for after the products it has: the address is that of the next page.
fn next(anyone: &Shopper, answer: &Answer, seen: &[u64]) -> Option<Answer> {
    let link = html(answer).split("<a").find(|link| link.contains(r#"rel="next""#))?;
    let href = link.split(r#"href=""#).nth(1)?.split('"').next()?.replace("&amp;", "&");
    let after: String = seen.iter().rev().take(3).rev().map(|id| format!("&after={id}")).collect();
    Some(anyone.gets(&format!("/f{href}&part=more{after}")).is(200))
}

#[test]
fn a_filter_changes_what_the_page_itself_would_say() {
    let shop = a_shelf();
    let anyone = shop.someone();
    for address in
        ["/search?brand=Oak&sort=price_asc&limit=10", "/collections/kitchen?brand=Oak", "/search?q=mug&price_min=1000", "/search?limit=10&cursor=20"]
    {
        let page = anyone.gets(address).is(200);
        let part = anyone.gets(&format!("/f{address}")).is(200);
        let (title, content) = html(&part).split_once("</title>").expect("a title");
        assert!(html(&page).contains(content) && html(&page).contains(title), "{address}");
        assert!(content.starts_with(r#"<div id="list-top">"#) && !html(&part).contains("<header"), "{address}");
        assert_eq!((part.header("x-robots-tag"), part.header("cache-control")), ("noindex", "no-store"));
        assert_eq!(page.header("x-robots-tag"), "");
    }
    for gone in ["/f/collections/nowhere", "/f/search/more", "/f/products/mug-01"] {
        anyone.gets(gone).is(404);
    }
    anyone.gets("/f/suggest?q=mug").is(200);
}

#[test]
fn the_next_products_come_without_the_rest_of_the_page() {
    let shop = a_shelf();
    let anyone = shop.someone();
    let page = anyone.gets("/search?limit=10").is(200);
    let more = next(&anyone, &page, &products(&page)).expect("there is more");
    assert!(html(&more).contains(r#"<section class="page grid-box" data-page="2" data-cursor="10">"#), "{}", html(&more));
    assert!(html(&more).contains(r#"start="11""#) && html(&more).contains("11–20 of 30"));
    assert!(!html(&more).contains("facet") && !html(&more).contains("<h1") && !html(&more).contains("part=more"));
    let beyond = anyone.gets("/f/search?limit=10&cursor=30&part=more&after=1").is(200);
    assert_eq!(products(&beyond), Vec::<u64>::new());
    for odd in ["after=x", "after=-1", "after=99999999999999999999", "part=nonsense", "after=1&after=2&after=3&after=4&after=5&after=6&after=7"] {
        anyone.gets(&format!("/f/search?limit=10&part=more&cursor=10&{odd}")).is(200);
    }
}

#[test]
fn a_list_that_moves_shows_each_product_once_and_leaves_none_out() {
    let shop = a_shelf();
    let anyone = shop.someone();
    let page = anyone.gets("/search?sort=newest&limit=10").is(200);
    let mut seen = products(&page);
    let then: Vec<u64> = products(&anyone.gets("/search?sort=newest&limit=100").is(200));
    (30..34).for_each(|number| arrives(&shop, number));
    shop.search_follows();
    let second = next(&anyone, &page, &seen).expect("there is more");
    assert!(html(&second).contains(r#"data-cursor="14""#) && html(&second).contains("15–24 of 34"), "{}", html(&second));
    seen.extend(products(&second));
    // The last one that was shown goes, and so do three before it.
    for sku in ["mug-10", "mug-12", "mug-13", "mug-14"] {
        let mut listing = shop.listing(sku);
        listing.status = Status::Archived;
        shop.lists(listing);
    }
    shop.search_follows();
    let third = next(&anyone, &second, &seen).expect("there is more");
    seen.extend(products(&third));
    assert!(next(&anyone, &third, &seen).is_none());
    assert_eq!(seen, then, "as if nothing had happened");
}

#[test]
fn what_sells_out_while_somebody_reads_leaves_no_gap() {
    let shop = a_shelf();
    let (ada, ben) = (shop.someone(), shop.someone());
    let page = ada.gets("/search?limit=10").is(200);
    let mut seen = products(&page);
    let first = seen[0];
    let sku = html(&page).split(r#"name="sku" value=""#).nth(1).and_then(|rest| rest.split('"').next()).expect("it can be bought").to_owned();
    ben.adds(&sku, 3).is(201);
    let mut last = page;
    while let Some(more) = next(&ada, &last, &seen) {
        seen.extend(products(&more));
        last = more;
    }
    let end = seen.pop();
    assert_eq!(end, Some(first), "what is sold out stands at the end too, where the script leaves it out");
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 30);
}

#[test]
fn a_search_counts_once_however_it_is_read() {
    let shop = a_shelf();
    let ada = shop.someone();
    for address in ["/search?q=mug&limit=10", "/f/search?q=mug&limit=10&cursor=10&part=more&after=3", "/f/search?q=mug&brand=Oak", "/f/search?q=mug"]
    {
        ada.gets(address).is(200);
    }
    ada.gets("/f/search?q=samovar").is(200);
    let asked = SearchesAsked { report: SearchReport::Top, days: 30, limit: 20 };
    let rows = shop.shop().searches(asked).expect("a report");
    let counts: Vec<_> = rows.iter().map(|row| (row.text.as_str(), row.searches, row.filters.as_str())).collect();
    assert_eq!(counts, [("mug", 1, "brand 1"), ("samovar", 1, "")]);
}

#[test]
fn the_setting_says_how_a_list_goes_on() {
    for paging in Paging::ALL {
        let shop = filled(TestShop::with(|settings| settings.paging = paging));
        let page = shop.someone().gets("/search?limit=10").is(200);
        assert!(html(&page).contains(&format!(r#"id="results" data-paging="{}""#, paging.name())));
        assert!(html(&page).contains(r#"rel="next" data-live="Show more products">Next page</a>"#), "a link for everybody");
    }
}

/// The order that a list has by itself isn't written into its address.
#[test]
fn filters_leave_the_order_of_the_list_alone() {
    let shop = a_shelf();
    let anyone = shop.someone();
    let plain = anyone.gets("/search").is(200);
    assert!(html(&plain).contains(r#"<option value="" selected>Most relevant</option>"#), "{}", html(&plain));
    let newest = anyone.gets("/search?sort=newest").is(200);
    assert!(html(&newest).contains(r#"<option value="newest" selected>Newest</option>"#));
    assert!(html(&newest).contains(r#"<option value="">Most relevant</option>"#));
}

#[test]
fn a_page_of_sixty_real_products_is_light() {
    let shop = TestShop::new();
    shop.shop().load_demo().expect("the demo is there");
    shop.search_follows();
    let page = shop.someone().gets("/search").is(200);
    let elements = html(&page).matches('<').count() - html(&page).matches("</").count();
    let mut packed = Vec::new();
    // As quickly as the server does it.
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 1, 22);
    writer.write_all(html(&page).as_bytes()).expect("memory takes all");
    drop(writer);
    println!("{elements} elements, {} bytes, {} packed", html(&page).len(), packed.len());
    assert_eq!(products(&page).len(), 60);
    assert!(elements <= 1_500, "{elements} elements");
    assert!(packed.len() <= 15 * 1024, "{} bytes packed", packed.len());
}
