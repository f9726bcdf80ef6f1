//! Searching in other languages and scripts than English, in the index and in the books.

use std::sync::Arc;
use std::time::Duration;

use super::world::{Item, Shop, books, ids, item, save, search_with};
use crate::base::deadline::Deadline;
use crate::domain::language::Language;
use crate::search::index::{Search, SearchOptions};
use crate::search::request::Request;

fn speaking(language: Language, titles: &[&str]) -> Shop {
    let books = books();
    let items: Vec<Item> = (1..).zip(titles).map(|(id, title)| item(id, title)).collect();
    save(&books, &items);
    let search = search_with(&books, SearchOptions { language, ..SearchOptions::default() });
    Shop { books, search }
}

impl Shop {
    fn scans(&self, text: &str) -> Vec<u64> {
        let request = Request { text: text.to_owned(), ..Request::default() };
        let found = self.search.scan(&self.books.snapshot().expect("reads"), &request, Deadline::after(Duration::from_secs(60)));
        ids(&found.expect("scans"))
    }
}

#[test]
fn german_words_are_found_in_all_their_forms() {
    let shop = speaking(Language::German, &["Weinglas mit Gläsern", "Bücherregal", "Größe Füße", "Häuser aus Holz", "Die Tasse"]);
    for (text, found) in [
        ("glas", 1),
        ("gläser", 1),
        ("glaser", 1),
        ("GLÄSER", 1),
        ("bücherregale", 2),
        ("buecherregal", 2),
        ("bucherregal", 2),
        ("groesse", 3),
        ("fuss", 3),
        ("haus", 4),
        ("das Haus aus Holz", 4),
        ("tassen", 5),
    ] {
        assert_eq!(shop.finds(&format!("{text} ")), [found], "{text}");
    }
    assert_eq!(shop.finds("eine Tasse für das Haus")[..], [5, 4], "empty words don't count");
    for (text, found) in [("gläser", 1), ("häuser", 4), ("tassen", 5)] {
        assert_eq!(shop.scans(text), [found], "{text} in the books");
    }
}

#[test]
fn french_words_are_found_in_all_their_forms() {
    let shop = speaking(Language::French, &["Huile d'olive", "Vélo électrique", "Chapeaux de paille", "Chaussures fatiguées"]);
    for (text, found) in [
        ("olives", 1),
        ("l\u{2019}huile", 1),
        ("l'huile d'olive", 1),
        ("velos electriques", 2),
        ("vélos", 2),
        ("velo", 2),
        ("chapeau", 3),
        ("chaussure fatigué", 4),
        ("CHAUSSURE FATIGUE", 4),
    ] {
        assert_eq!(shop.finds(&format!("{text} ")), [found], "{text}");
    }
    assert_eq!((shop.scans("velos"), shop.scans("l'huile")), (vec![2], vec![1]), "in the books");
}

#[test]
fn another_language_makes_the_index_anew() {
    let directory = tempfile::tempdir().expect("a folder");
    let books = books();
    save(&books, &[item(1, "Gläser"), item(2, "Mugs")]);
    let open = |language| {
        let options = SearchOptions { directory: Some(directory.path().to_owned()), language, ..SearchOptions::default() };
        let search = Search::open(&options, Arc::clone(books.availability())).expect("a search opens");
        let before = search.position();
        search.follow(&books, |_| {}).expect("follows");
        let finds = |text: &str| search.find(&Request { text: text.to_owned(), ..Request::default() }).expect("finds").total;
        (before > 0, finds("glas "), finds("mug "))
    };
    assert_eq!(open(Language::English), (false, 0, 1));
    assert_eq!(open(Language::English), (true, 0, 1));
    assert_eq!(open(Language::German), (false, 1, 1));
    assert_eq!(open(Language::None), (false, 0, 0));
}

#[test]
fn runs_of_letters_are_found_inside_others() {
    let shop = speaking(Language::English, &["不锈钢保温杯 500ml", "マグカップ USB付き", "절연 텀블러세트", "绿茶", "保险箱 温度计"]);
    for (text, found) in
        [("保温杯", 1), ("保温", 1), ("不锈钢保温杯 500ml", 1), ("マグ", 2), ("ﾏｸﾞｶｯﾌﾟ", 2), ("usb付き", 2), ("텀블러", 3), ("茶", 4), ("温度", 5)]
    {
        assert_eq!(shop.finds(text).first(), Some(&found), "{text}");
        assert_eq!(shop.scans(text), [found], "{text} in the books");
    }
    assert_eq!(shop.finds("保温杯"), [1], "letters that stand apart are another word");
    assert!(shop.finds("水壶").is_empty());
}

#[test]
fn runs_of_letters_are_suggested_as_they_are_written() {
    let shop = speaking(Language::None, &["不锈钢保温杯 500ml", "保温桶"]);
    let suggested = shop.search.suggest("保温").expect("suggests");
    assert_eq!((suggested.queries, suggested.products.len()), (vec!["保温".to_owned()], 2));
    let suggested = shop.search.suggest("锈钢保温").expect("suggests");
    assert_eq!((suggested.queries, suggested.products.len()), (vec!["锈钢保温".to_owned()], 1));
    let suggested = shop.search.suggest("保温杯 50").expect("suggests");
    assert_eq!((suggested.queries, suggested.products.len()), (vec!["保温杯 500ml".to_owned()], 1));
    assert_eq!(shop.search.meant("保湿杯").expect("guesses"), Vec::<String>::new(), "no letter of a run is guessed");
}
