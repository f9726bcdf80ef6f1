//! Ways on from a search: what is suggested while typing, and what a page says that found nothing, little, or only a part.

use shop::domain::category::Category;

use crate::shopper::{Answer, Shopper};
use crate::world::TestShop;

fn a_shop_of_mugs() -> TestShop {
    let shop = TestShop::new();
    for number in 0..12_u8 {
        let mut listing = shop.listing(&format!("mug-{number:02}"));
        listing.title = format!("Stoneware mug {number}");
        listing.brand = Some(["Ember", "Oak"][usize::from(number % 2)].to_owned());
        listing.category = Category::parse(if number < 8 { "Kitchen > Mugs" } else { "Garden" });
        shop.lists(listing);
        shop.stocks(&format!("mug-{number:02}"), u64::from(number));
    }
    for (sku, title) in [("teapot", "Cast iron teapot"), ("typo", "Stonewear bowl")] {
        let mut listing = shop.listing(sku);
        listing.title = title.to_owned();
        shop.lists(listing);
    }
    shop.search_follows();
    shop
}

fn page(anyone: &Shopper, query: &str) -> String {
    anyone.gets(&format!("/search?{query}")).is(200).body.as_str().expect("a page").to_owned()
}

fn names(answer: &Answer, list: &str, key: &str) -> Vec<String> {
    let rows = answer.at(list).as_array().expect("a list").iter();
    rows.filter_map(|row| row[key].as_str().or(row.as_str()).map(str::to_owned)).collect()
}

#[test]
fn typing_completes_to_at_most_ten_rows() {
    let shop = a_shop_of_mugs();
    let anyone = shop.someone();
    for typed in ["m", "s", "st", "stoneware", "stoneware+m", "mug-03", "1", "kitchen+mu"] {
        let found = anyone.gets(&format!("/api/suggest?q={typed}")).is(200);
        let rows = ["/queries", "/categories", "/products"].map(|list| found.at(list).as_array().expect("a list").len());
        assert!(rows.iter().sum::<usize>() <= 10 && rows[2] > 0, "{typed}: {rows:?}");
    }
    let mugs = anyone.gets("/api/suggest?q=kitchen+mu").is(200);
    assert_eq!(names(&mugs, "/categories", "path"), ["kitchen/mugs"]);
    let by_sku = anyone.gets("/api/suggest?q=MUG-03").is(200);
    assert_eq!(names(&by_sku, "/products", "handle")[0], "mug-03");
    for nothing in ["", "+", "xyzzy", "!!!"] {
        anyone.gets(&format!("/api/suggest?q={nothing}")).is(200).has("/queries", serde_json::json!([])).has("/products", serde_json::json!([]));
    }
}

#[test]
fn a_typo_in_a_finished_word_is_forgiven_while_typing() {
    let shop = a_shop_of_mugs();
    let found = shop.someone().gets("/api/suggest?q=stonwware+mu").is(200);
    assert_eq!(names(&found, "/queries", "")[0], "stoneware mug");
    assert_eq!(names(&found, "/products", "handle").len(), 3);
    let found = shop.someone().gets("/api/suggest?q=kitchn").is(200);
    assert_eq!(names(&found, "/categories", "path"), ["kitchen"]);
}

#[test]
fn what_can_be_bought_is_suggested_before_what_is_sold_out() {
    let shop = a_shop_of_mugs();
    shop.stocks("mug-00", 0);
    let found = shop.someone().gets("/api/suggest?q=mug").is(200);
    assert!(found.at("/products").as_array().expect("cards").iter().all(|card| card["in_stock"] == true), "{}", found.body);
}

#[test]
fn the_part_of_a_page_has_the_same_rows_as_links() {
    let shop = a_shop_of_mugs();
    let part = shop.someone().gets("/f/suggest?q=stoneware+mu").is(200);
    assert!(part.header("content-type").starts_with("text/html"));
    let part = part.body.as_str().expect("HTML").to_owned();
    assert!(part.contains(r#"<a href="/search?q=stoneware%20mug">"#) && part.contains("stoneware mu<b>g</b>"), "{part}");
    assert!(part.contains(r#"<a href="/products/mug-"#) && part.contains("$20.00"), "{part}");
    assert_eq!(shop.someone().gets("/f/suggest?q=xyzzy").is(200).body, "");
    let hostile = shop.someone().gets("/f/suggest?q=%3Cimg%20src=x%3E").is(200);
    assert!(!hostile.body.as_str().expect("HTML").contains("<img src=x"));
}

#[test]
fn a_page_without_hits_says_what_may_have_been_meant() {
    let shop = a_shop_of_mugs();
    let anyone = shop.someone();
    let found = page(&anyone, "q=teapott+irn");
    assert!(!found.contains("Did you mean"), "three letters are too few to guess, so this finds a part: {found}");
    let found = page(&anyone, "q=ston3ware+teapot");
    assert!(found.contains("Nothing has all of “ston3ware teapot”") && found.contains("q=teapot\">teapot (1)"), "{found}");
    let found = page(&anyone, "q=xylophone");
    assert!(found.contains("Nothing matches") && found.contains("Popular categories") && !found.contains("Did you mean"), "{found}");
}

#[test]
fn few_hits_do_not_hide_that_another_word_has_far_more() {
    let shop = a_shop_of_mugs();
    let found = page(&shop.someone(), "q=stonewear");
    assert!(found.contains("Stonewear bowl") && found.contains("Did you mean") && found.contains("q=stoneware\">stoneware (12)"), "{found}");
    let found = page(&shop.someone(), "q=stoneware");
    assert!(!found.contains("Did you mean"), "{found}");
    let found = page(&shop.someone(), "q=stonware+mug");
    assert!(found.contains("q=stoneware%20mug\">stoneware mug (12)"), "what was corrected is said: {found}");
}

#[test]
fn filters_that_leave_nothing_are_taken_away_one_by_one() {
    let shop = a_shop_of_mugs();
    let found = page(&shop.someone(), "q=stoneware&brand=Ember&price_min=500&in_stock=true");
    assert!(found.contains("Without “From $500.00” (5)"), "{found}");
    assert!(!found.contains("Without “Ember”") && !found.contains("Without “In stock”"), "they would leave nothing too: {found}");
    let found = shop.someone().gets("/collections/garden?brand=Ember&price_min=500").is(200);
    assert!(found.body.as_str().expect("a page").contains("Without “From $500.00” (2)"), "{}", found.body);
}

#[test]
fn what_was_found_in_part_is_said() {
    let shop = a_shop_of_mugs();
    let found = page(&shop.someone(), "q=stoneware+mug+xylophone");
    assert!(found.contains("Nothing has all of “stoneware mug xylophone”") && found.contains("These have most of the words."), "{found}");
    assert!(found.contains("With fewer words") && found.contains("q=stoneware%20mug\">stoneware mug (12)"), "{found}");
    let found = page(&shop.someone(), "q=stoneware+mug");
    assert!(!found.contains("Nothing has all of") && !found.contains("With fewer words"), "{found}");
}
