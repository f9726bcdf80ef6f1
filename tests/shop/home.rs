//! The front page: what it says first is the merchant's.

use crate::world::TestShop;

#[test]
fn the_front_page_says_what_the_merchant_wants() {
    let shop = TestShop::with(|settings| {
        settings.home.title = "Winter <is> here".into();
        settings.home.text = "All throws, 20 % off.".into();
        settings.home.button = "See the throws".into();
        settings.home.link = "/collections/throws".into();
    });
    shop.stocks("mug", 3);
    shop.search_follows();
    let home = shop.someone().gets("/").is(200).text("");
    for part in
        ["<h1>Winter &lt;is&gt; here</h1><p>All throws, 20 % off.</p>", "href=\"/collections/throws\">See the throws</a>", "All throws, 20 % off.\">"]
    {
        assert!(home.contains(part), "{part} in {home}");
    }
}
