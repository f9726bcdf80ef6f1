//! Public pages have validators; what belongs to one shopper is kept by nobody.

use crate::world::TestShop;

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    let page = ada.gets("/products/mug").is(200);
    let tag = page.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = ada.send(ada.ask("GET", "/products/mug").header("if-none-match", &format!("\"other\", {tag}"))).is(304);
    assert_eq!((again.header("etag"), again.text("").as_str(), again.header("content-type")), (tag.as_str(), "", ""));
    // Three left is news.
    shop.someone().adds("mug", 6).is(201);
    let changed = ada.send(ada.ask("GET", "/products/mug").header("if-none-match", &tag)).is(200);
    assert_ne!(changed.header("etag"), tag);
    assert!(changed.text("").contains("Only 3 left"));
}

#[test]
fn strangers_share_a_page_and_a_shopper_has_an_own_one() {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    for path in ["/", "/search", "/products/mug", "/pages/about"] {
        let page = ada.gets(path).is(200);
        assert_eq!(page.header("cache-control"), "public, max-age=0, stale-while-revalidate=30", "{path}");
        assert!(page.headers.get_all("vary").iter().any(|value| value == "cookie"), "{path}");
        assert!(page.header("speculation-rules").starts_with("\"/assets/speculation."), "{path}");
    }
    let shared = ada.gets("/products/mug").header("etag").to_owned();
    ada.adds("mug", 1).is(201);
    let own = ada.send(ada.ask("GET", "/products/mug").header("if-none-match", &shared)).is(200);
    assert_eq!(own.header("cache-control"), "private, no-cache");
    for path in ["/cart", "/f/cart", "/checkout", "/account/login", "/track", "/nowhere"] {
        let page = ada.gets(path);
        assert_eq!((page.header("cache-control"), page.header("etag")), ("no-store", ""), "{path}");
    }
}

#[test]
fn pages_may_be_fetched_ahead_but_nothing_that_changes_anything() {
    let shop = TestShop::new();
    let ada = shop.someone();
    let rules = ada.gets("/").header("speculation-rules").trim_matches('"').to_owned();
    let rules = ada.gets(&rules).is(200);
    assert_eq!(rules.header("content-type"), "application/speculationrules+json");
    let where_to = rules.at("/prefetch/0/where/or").to_string();
    assert_eq!(where_to, r#"[{"href_matches":"/products/*"},{"href_matches":"/collections/*"}]"#);
    assert!(rules.at("/prerender").is_null(), "a page that runs ahead would count as seen");
}
