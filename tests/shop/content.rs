//! Pages of text: those a shop starts with, and what the merchant writes instead and beside.

use shop::shop::content::{ContentWork, NewContent};

use crate::process::Place;
use crate::world::TestShop;

impl TestShop {
    fn writes(&self, handle: &str, text: &str, change: impl FnOnce(&mut NewContent)) -> Result<(), String> {
        let mut new = NewContent {
            handle: handle.to_owned(),
            title: format!("On {handle}"),
            description: String::new(),
            text: text.to_owned(),
            markdown: true,
            in_foot: false,
        };
        change(&mut new);
        self.shop().contents(ContentWork::Set(new)).map(drop).map_err(|error| format!("{error:#}"))
    }

    fn page(&self, path: &str) -> String {
        self.someone().gets(path).is(200).text("")
    }
}

#[test]
fn what_the_merchant_writes_takes_the_place_of_the_first_text_until_it_is_removed() {
    let shop = TestShop::new();
    assert!(shop.page("/pages/about").contains("We choose each thing we sell ourselves"));
    shop.writes("about", "We are *two*.\n\n## Where\n\nIn Oakville.", |new| new.description = "Who we are.".into()).expect("written");
    let shown = shop.page("/pages/about");
    for part in ["<h1>On about</h1>", "<p>We are <em>two</em>.</p>", "<h2>Where</h2>", "content=\"Who we are.\"", "On about · "] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    shop.crashes();
    assert_eq!(shop.page("/pages/about"), shown);
    shop.shop().contents(ContentWork::Remove { handle: "about".into() }).expect("removed");
    assert!(shop.page("/pages/about").contains("We choose each thing we sell ourselves"));
    shop.someone().gets("/pages/size-guide").is(404);
}

#[test]
fn own_pages_stand_at_the_foot_and_each_only_once() {
    let shop = TestShop::new();
    shop.writes("size-guide", "S, M, L", |new| new.in_foot = true).expect("written");
    shop.writes("shipping", "By bike.", |new| new.in_foot = true).expect("written");
    let home = shop.page("/");
    assert!(home.contains("<a href=\"/pages/size-guide\">On size-guide</a>"));
    assert_eq!(home.matches("/pages/shipping").count(), 1);
    shop.writes("size-guide", "S, M, L", |_| ()).expect("written again");
    assert!(!shop.page("/").contains("size-guide"));
}

#[test]
fn nothing_in_a_text_can_run_and_what_cannot_be_a_page_is_refused() {
    let shop = TestShop::new();
    let hostile =
        "<h1>Big</h1><script>alert(1)</script><p onclick=\"x()\" style=\"a\">Hi</p><img src=x onerror=alert(1)>\n\n[go](javascript:alert(1))";
    shop.writes("about", hostile, |_| ()).expect("written");
    let shown = shop.page("/pages/about");
    for bad in ["alert(1)</script>", "onclick", "onerror", "javascript:", "<h1>Big"] {
        assert!(!shown.contains(bad), "{bad} in {shown}");
    }
    for (handle, title, said) in [("Size Guide", "x", "can't be part of an address"), ("size", " ", "give the page a title")] {
        let refused = shop.writes(handle, "x", |new| new.title = title.into()).expect_err("refused");
        assert!(refused.contains(said), "{refused}");
    }
    assert!(shop.writes("long", &"x".repeat(200_001), |_| ()).expect_err("long").contains("longer than 200 KB"));
}

#[test]
fn pages_are_written_with_and_without_a_running_shop() {
    let place = Place::new();
    place.holds("mug.jsonl", "{\"title\":\"Mug\",\"price\":\"20.00\"}\n");
    place.runs(&["import", "mug.jsonl"]).with(0);
    place.holds("guide.md", "Measure **twice**.");
    let work = || {
        place.runs(&["page", "set", "guide", "guide.md", "--title", "Guide", "--foot"]).with(0).says("written: /pages/guide  Guide  (at the foot");
        place.runs(&["page", "show", "guide"]).with(0).says("<strong>twice</strong>");
        place.runs(&["page", "list"]).with(0).says("/pages/guide");
        place.runs(&["page", "remove", "guide"]).with(0).says("removed: /pages/guide");
        place.runs(&["page", "list"]).with(0).says("no page was written");
        place.runs(&["page", "remove", "guide"]).with(1).complains("no page guide was written");
        place.runs(&["page", "set", "guide", "other.md", "--title", "Guide"]).with(1).complains("reading other.md");
    };
    work();
    let server = place.serves();
    work();
    server.terminates();
}
