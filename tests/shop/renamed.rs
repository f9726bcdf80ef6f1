//! A product gets another handle: its old addresses lead to it, and no file makes it twice.

use shop::shop::product_desk::ProductWork;

use crate::process::Place;
use crate::world::TestShop;

impl TestShop {
    fn renames(&self, from: &str, to: &str) -> Result<String, String> {
        let done = self.shop().products_desk(&ProductWork::Rename { from: from.to_owned(), to: to.to_owned() });
        done.map(|row| row.handle).map_err(|error| format!("{error:#}"))
    }
}

#[test]
fn old_addresses_lead_to_the_new_one() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    assert_eq!(shop.renames("mug", "stoneware-mug").as_deref(), Ok("stoneware-mug"));
    assert_eq!(shop.renames("stoneware-mug", "best-mug").as_deref(), Ok("best-mug"), "and again");
    let ada = shop.someone();
    for old in ["mug", "stoneware-mug"] {
        let moved = ada.gets(&format!("/products/{old}?variant=mug&x=%26")).is(301);
        assert_eq!(moved.header("location"), "/products/best-mug?variant=mug&x=%26");
        assert_eq!(ada.gets(&format!("/products/{old}/reviews?stars=5")).is(301).header("location"), "/products/best-mug/reviews?stars=5");
        ada.gets(&format!("/api/products/{old}")).is(200).has("/handle", "best-mug");
    }
    ada.gets("/products/best-mug").is(200);
    ada.gets("/products/nothing").is(404);
    ada.adds("mug", 1).is(201);
    shop.search_follows();
    ada.gets("/api/search?q=mug").is(200).has("/products/0/handle", "best-mug");
    shop.crashes();
    shop.someone().gets("/products/mug").is(301);
}

#[test]
fn a_handle_that_another_product_takes_is_that_product_s() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    shop.stocks("jug", 5);
    assert_eq!(shop.renames("mug", "cup").as_deref(), Ok("cup"));
    assert_eq!(shop.renames("jug", "mug").as_deref(), Ok("mug"));
    let ada = shop.someone();
    ada.gets("/api/products/mug").is(200).has("/variants/0/sku", "jug");
    assert_eq!(ada.gets("/products/jug").is(301).header("location"), "/products/mug");
    // It goes back to its first name, and so does the other.
    assert_eq!(shop.renames("mug", "jug").as_deref(), Ok("jug"));
    assert_eq!(shop.renames("cup", "mug").as_deref(), Ok("mug"));
    ada.gets("/products/mug").is(200);
    ada.gets("/products/jug").is(200);
    assert_eq!(ada.gets("/products/cup").is(301).header("location"), "/products/mug");
    let taken = shop.renames("mug", "jug").expect_err("taken");
    assert!(taken.contains("jug is the handle of another product"), "{taken}");
    assert!(shop.renames("mug", "a/b").expect_err("no address").contains("\"a-b\" could"));
    assert!(shop.renames("nothing", "x").expect_err("unknown").contains("there is no product nothing"));
}

#[test]
fn a_file_that_still_says_the_old_handle_makes_nothing_twice() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    shop.renames("mug", "cup").expect("renamed");
    shop.prices("mug", "25.00");
    let ada = shop.someone();
    ada.gets("/api/products/mug").is(200).has("/handle", "cup").has("/price/amount", 2_500);
    assert_eq!(shop.shop().check().expect("readable").figures.products, 1);
    // Another product, known by other SKUs, may be called so.
    let mut other = shop.listing("mug");
    other.variants[0].sku = Some("other".to_owned());
    shop.lists(other);
    ada.gets("/api/products/mug").is(200).has("/variants/0/sku", "other");
    ada.gets("/api/products/cup").is(200).has("/variants/0/sku", "mug");
}

#[test]
fn products_are_renamed_beside_a_running_shop_and_without_one() {
    let place = Place::new();
    place.holds("mugs.jsonl", "{\"title\":\"Mug\",\"handle\":\"mug\",\"sku\":\"M-1\",\"price\":\"20.00\",\"stock\":5}\n");
    place.runs(&["import", "mugs.jsonl"]).with(0);
    place.runs(&["product", "rename", "mug", "cup"]).with(0).says("Mug is now at /products/cup");
    let server = place.serves();
    place.runs(&["product", "rename", "cup", "beaker"]).with(0).says("Mug is now at /products/beaker");
    place.runs(&["product", "rename", "spoon", "fork"]).with(1).complains("there is no product spoon");
    assert_eq!(server.client().gets("/api/products/mug").expect("it answers").body["handle"], "beaker");
    place.runs(&["import", "mugs.jsonl"]).with(0).says("created 0, updated 0, unchanged 1");
    place.runs(&["check"]).with(0).says("everything adds up");
}
