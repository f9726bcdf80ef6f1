//! What shoppers look for: counted by day and text, told to the merchant, suggested to others, and never who it was.

use shop::domain::category::Category;
use shop::shop::search_report::{SearchReport, SearchesAsked, SearchesRow};

use crate::world::TestShop;

const DAY_MINUTES: i64 = 24 * 60;

/// Mugs, a teapot and a lamp.
fn a_small_shop() -> TestShop {
    shop_with(|_| ())
}

fn shop_with(change: impl FnOnce(&mut shop::config::Settings)) -> TestShop {
    let shop = TestShop::with(change);
    for (sku, title, category) in [
        ("mug", "Stoneware mug", "Kitchen > Mugs"),
        ("mug-blue", "Blue stoneware mug", "Kitchen > Mugs"),
        ("teapot", "Iron teapot", "Kitchen > Tea"),
        ("lamp", "Brass desk lamp", "Lighting"),
    ] {
        let mut listing = shop.listing(sku);
        listing.title = title.to_owned();
        listing.category = Category::parse(category);
        shop.lists(listing);
        shop.stocks(sku, 5);
    }
    shop.search_follows();
    shop
}

/// So many networks search for a text, each once.
fn many_search(shop: &TestShop, networks: u8, query: &str) {
    for network in 0..networks {
        shop.someone_at(&format!("10.1.0.{network}")).gets(&format!("/search?q={query}")).is(200);
    }
}

fn learns(shop: &TestShop) -> usize {
    shop.shop().write_search_log().expect("the log is written");
    shop.shop().renew_popular().expect("the log is read")
}

fn report(shop: &TestShop, report: SearchReport) -> Vec<SearchesRow> {
    shop.shop().searches(SearchesAsked { report, days: 30, limit: 20 }).expect("a report")
}

fn texts(shop: &TestShop, of: SearchReport) -> Vec<String> {
    report(shop, of).into_iter().map(|row| row.text).collect()
}

fn suggested(shop: &TestShop, typed: &str) -> Vec<String> {
    let answer = shop.someone().gets(&format!("/api/suggest?q={typed}")).is(200);
    answer.at("/queries").as_array().expect("queries").iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

#[test]
fn what_many_look_for_and_find_is_suggested_first() {
    let shop = a_small_shop();
    assert_eq!(suggested(&shop, "st"), ["stoneware"], "words of the shop, to begin with");
    many_search(&shop, 2, "Stoneware+MUG");
    assert_eq!(learns(&shop), 0, "two are too few");
    many_search(&shop, 3, "Stoneware+MUG");
    assert_eq!(learns(&shop), 1);
    assert_eq!(suggested(&shop, "st"), ["stoneware mug", "stoneware"]);
    assert_eq!(suggested(&shop, "mu")[0], "stoneware mug", "by a later word too");
    assert_eq!(suggested(&shop, "stonwe")[0], "stoneware mug", "with a letter wrong");
}

#[test]
fn what_somebody_pasted_is_never_kept_and_never_shown() {
    let shop = a_small_shop();
    for text in ["ada@example.com", "%2B44+20+7946+0958", "mug+0044+20+7946+0958"] {
        many_search(&shop, 9, text);
    }
    assert_eq!(texts(&shop, SearchReport::Top), Vec::<String>::new());
    many_search(&shop, 9, "ada+lovelace");
    assert_eq!(learns(&shop), 0, "it found nothing");
    many_search(&shop, 9, "stoneware+lovelace");
    learns(&shop);
    assert!(suggested(&shop, "ada").is_empty() && suggested(&shop, "stoneware+l").iter().all(|text| !text.contains("lovelace")));
}

#[test]
fn a_text_is_shown_only_while_the_shop_has_its_words() {
    let shop = a_small_shop();
    many_search(&shop, 3, "brass+lamp");
    learns(&shop);
    assert_eq!(suggested(&shop, "bra")[0], "brass lamp");
    let mut listing = shop.listing("lamp");
    listing.title = "Desk light".to_owned();
    shop.lists(listing);
    shop.search_follows();
    let gone = shop.someone().gets("/api/suggest?q=bra").is(200);
    gone.has("/queries", serde_json::json!([])).has("/products", serde_json::json!([]));
}

#[test]
fn who_pages_sorts_and_reloads_has_searched_once() {
    let shop = a_small_shop();
    let ada = shop.someone();
    for rest in ["", "", "&sort=price_asc", "&cursor=1", "&brand=Oak", "&brand=Oak&sort=newest"] {
        ada.gets(&format!("/search?q=mug{rest}")).is(200);
    }
    ada.gets("/api/search?q=mug").is(200);
    ada.gets("/api/suggest?q=mu").is(200);
    ada.send(ada.ask("GET", "/search?q=lamp").header("sec-purpose", "prefetch;anonymous-client-ip")).is(200);
    let rows = report(&shop, SearchReport::Top);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((rows[0].searches, rows[0].hits, rows[0].empty, rows[0].filters.as_str()), (1, 2, 0, "brand 1"));
    shop.waits_minutes(DAY_MINUTES);
    ada.gets("/search?q=mug").is(200);
    assert_eq!(report(&shop, SearchReport::Top)[0].searches, 2, "tomorrow is another day");
}

#[test]
fn searches_in_vain_are_told_apart() {
    let shop = a_small_shop();
    many_search(&shop, 3, "samovar");
    many_search(&shop, 2, "stoneware+samovar");
    many_search(&shop, 4, "teapot");
    assert_eq!(texts(&shop, SearchReport::Top), ["teapot", "samovar", "stoneware samovar"]);
    let zero = report(&shop, SearchReport::Zero);
    let counts: Vec<_> = zero.iter().map(|row| (row.text.as_str(), row.empty, row.partial)).collect();
    assert_eq!(counts, [("samovar", 3, 0), ("stoneware samovar", 0, 2)]);
}

#[test]
fn a_product_opened_from_the_results_is_a_click() {
    let shop = a_small_shop();
    let (ada, eve) = (shop.someone(), shop.someone());
    let open = |who: &crate::shopper::Shopper, from: &str| who.send(who.ask("GET", "/products/mug").header("referer", from)).is(200);
    ada.gets("/search?q=mug").is(200);
    open(&ada, "http://shop.test/search?q=mug&sort=newest");
    open(&ada, "http://shop.test/search?q=mug");
    assert_eq!(report(&shop, SearchReport::Top)[0].clicks, 1, "the same product once");
    open(&ada, "https://elsewhere.test/search?q=mug");
    open(&eve, "http://shop.test/search?q=mug");
    open(&eve, "http://shop.test/search?q=made+up");
    let rows = report(&shop, SearchReport::Top);
    assert_eq!((rows.len(), rows[0].clicks), (1, 1), "a click without its search is made up");
    ada.gets("/search?q=lamp").is(200);
    assert_eq!(texts(&shop, SearchReport::Noclick), ["lamp"]);
}

#[test]
fn a_crash_loses_what_was_not_written_yet() {
    let shop = a_small_shop();
    many_search(&shop, 3, "mug");
    learns(&shop);
    many_search(&shop, 3, "lamp");
    shop.crashes();
    shop.search_follows();
    assert_eq!(texts(&shop, SearchReport::Top), ["mug"]);
    assert_eq!(shop.shop().renew_popular().expect("the log is read"), 1, "suggestions come back from the books");
}

#[test]
fn old_searches_are_dropped() {
    let shop = a_small_shop();
    many_search(&shop, 3, "mug");
    learns(&shop);
    let prune = || shop.runs(shop.shop().prune_searches()).expect("old rows are dropped");
    shop.waits_minutes(31 * DAY_MINUTES);
    assert_eq!((learns(&shop), texts(&shop, SearchReport::Top).len()), (0, 0), "suggestions and reports look at a month");
    shop.waits_minutes(58 * DAY_MINUTES);
    assert_eq!(prune(), 0);
    shop.waits_minutes(DAY_MINUTES);
    assert_eq!((prune(), prune()), (1, 0));
}

#[test]
fn a_robot_cannot_fill_the_log() {
    let shop = a_small_shop();
    let robot = shop.someone();
    for number in 0..150 {
        robot.gets(&format!("/api/search?q=word{number}")).is(200);
    }
    let rows = shop.shop().searches(SearchesAsked { report: SearchReport::Top, days: 1, limit: 1000 }).expect("a report");
    assert_eq!(rows.len(), 100);
    robot.gets(&format!("/api/search?q={}", "long+".repeat(40))).is(200);
    many_search(&shop, 1, "lamp");
    assert!(texts(&shop, SearchReport::Top).contains(&"lamp".to_owned()), "others are still counted");
}

#[test]
fn a_shop_that_keeps_no_log_writes_nothing() {
    let shop = shop_with(|settings| settings.search_log = false);
    many_search(&shop, 5, "mug");
    assert_eq!((learns(&shop), texts(&shop, SearchReport::Top).len()), (0, 0));
}

#[test]
fn a_report_says_what_it_can_tell() {
    let shop = a_small_shop();
    for (days, limit) in [(0, 20), (91, 20), (30, 0), (30, 1_001)] {
        let refused = shop.shop().searches(SearchesAsked { report: SearchReport::Top, days, limit }).expect_err("too much");
        assert!(refused.to_string().contains("must be from 1 to"), "{refused}");
    }
}
