//! A merchant's synonyms: from a file and kept in the books, in effect at once, with and without a running shop.

use shop::domain::synonym::Synonym;
use shop::shop::synonym::{SynonymWork, synonym_add};

use crate::process::{Place, soon};
use crate::world::TestShop;

impl TestShop {
    fn adds_synonym(&self, line: &str) -> Result<(), String> {
        let done = self.shop().synonyms(&SynonymWork::Add { line: line.to_owned() });
        done.map(drop).map_err(|error| format!("{error:#}"))
    }
}

fn a_shop_with(change: impl FnOnce(&mut shop::config::Settings)) -> TestShop {
    let shop = TestShop::with(change);
    for (sku, title) in [("telly", "Telly"), ("mug", "Mug")] {
        let mut listing = shop.listing(sku);
        title.clone_into(&mut listing.title);
        shop.lists(listing);
    }
    shop.search_follows();
    shop
}

#[test]
fn a_kept_synonym_counts_at_once_and_after_a_crash() {
    let shop = a_shop_with(|settings| settings.synonyms = vec![Synonym::parse("beaker => mug").expect("a synonym")]);
    shop.someone().gets("/api/search?q=beaker").is(200).has("/products/0/handle", "mug");
    shop.someone().gets("/api/search?q=television").is(200).has("/total_count", 0);
    shop.adds_synonym("Television,  telly").expect("added");
    shop.someone().gets("/api/search?q=television").is(200).has("/products/0/handle", "telly");
    shop.crashes();
    shop.search_follows();
    shop.someone().gets("/api/search?q=television").is(200).has("/products/0/handle", "telly");
    shop.someone().gets("/api/search?q=beaker").is(200).has("/products/0/handle", "mug");
    shop.shop().synonyms(&SynonymWork::Remove { line: "television, telly".into() }).expect("removed");
    shop.someone().gets("/api/search?q=television").is(200).has("/total_count", 0);
}

#[test]
fn what_is_no_synonym_is_refused_and_there_is_a_most() {
    let shop = a_shop_with(|_| ());
    for (line, said) in [("tv", "\"tv\": write at least two phrases"), ("a => b => c", "more than one =>"), ("", "a phrase is missing")] {
        let refused = shop.adds_synonym(line).expect_err("refused");
        assert!(refused.contains(said), "{refused}");
    }
    shop.adds_synonym("tv, telly").expect("added");
    assert!(shop.adds_synonym("TV , telly").expect_err("twice").contains("there is a synonym tv, telly already"));
    let many = shop.shop().books.write_blocking("adding many", |draft| {
        (1..2_000).try_for_each(|number| synonym_add(draft, &Synonym::parse(&format!("a{number}, b")).expect("a synonym")))
    });
    many.expect("added");
    assert!(shop.adds_synonym("one, more").expect_err("too many").contains("more than 2000 synonyms"));
}

#[test]
fn synonyms_are_added_listed_and_removed_with_and_without_a_running_shop() {
    let place = Place::with("[search]\nsynonyms = \"words.txt\"\n");
    place.holds("words.txt", "jug, pitcher\n");
    place.holds("mugs.jsonl", "{\"title\":\"Mug\",\"sku\":\"mug\",\"price\":\"20.00\"}\n{\"title\":\"Jug\",\"sku\":\"jug\",\"price\":\"30.00\"}\n");
    place.runs(&["import", "mugs.jsonl"]).with(0);
    place.runs(&["synonym", "add", "beaker => mug"]).with(0).says("added beaker => mug");
    let server = place.serves();
    let finds = |text: &str| server.client().gets(&format!("/api/search?q={text}")).expect("it answers").body["products"][0]["handle"].clone();
    soon("the search finds it", || finds("mug") == "mug");
    assert_eq!((finds("beaker"), finds("pitcher")), ("mug".into(), "jug".into()));
    place.runs(&["synonym", "add", "ewer, jug"]).with(0).says("added ewer, jug");
    assert_eq!(finds("ewer"), "jug");
    place.runs(&["synonym", "add", "ewer"]).with(1).complains("write at least two phrases");
    place.runs(&["synonym", "list"]).with(0).says("jug, pitcher  # of the file\nbeaker => mug\newer, jug\n");
    place.runs(&["synonym", "remove", "ewer, jug"]).with(0).says("removed ewer, jug");
    assert_eq!(finds("ewer"), serde_json::Value::Null);
    place.runs(&["synonym", "remove", "jug, pitcher"]).with(1).complains("no synonym jug, pitcher is kept");
    place.runs(&["check"]).with(0).says("everything adds up");
    server.terminates();
    place.holds("words.txt", "jug\n");
    place.runs(&["config", "check"]).with(1).complains("words.txt:1: write at least two phrases");
}
