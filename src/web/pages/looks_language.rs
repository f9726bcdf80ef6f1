//! The pages in other languages: nothing of them is left in English, and the direction of writing is theirs.

use std::time::Instant;

use super::looks::{pages, search_page};
use super::{samples, search};
use crate::base::messages::{Catalogue, spoken, spoken_in, t};

fn german() -> &'static Catalogue {
    Catalogue::load("de", "").expect("it's shipped")
}

/// Sentences of ours; names and single words may be the same in both, and are in the made-up data too.
#[test]
fn the_german_shop_says_nothing_in_english() {
    let sentences: Vec<(&str, &str)> = Catalogue::english().all().filter(|(_, text)| text.split(' ').count() > 3 && !text.starts_with('<')).collect();
    assert!(sentences.len() > 100, "{} sentences", sentences.len());
    let mut left = Vec::new();
    // The storybook is for those who work on it.
    for (name, html) in spoken_in(german(), pages).into_iter().filter(|(name, _)| *name != "storybook") {
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"de\""), "{name}");
        for (id, english) in sentences.iter().filter(|(id, text)| german().plain(id) != *text) {
            let english = maud::html! { (english) }.into_string();
            left.extend(html.contains(&english).then(|| format!("{name} says {id} in English: {english}")));
        }
        for english in [" items", " reviews", "Add to cart", "Only ", "Arrives ", "$12.", "out of 5"] {
            left.extend(html.contains(english).then(|| format!("{name} says {english:?}")));
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn figures_and_days_are_german() {
    let page = spoken_in(german(), || search::page(&samples::layout("/search"), &search_page(60)).into_string());
    for part in ["1.204 Produkte", ",00\u{a0}$", "4,6 von 5 Sternen", "In den Warenkorb", "aria-label=\"Seiten\""] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    let day = crate::base::clock::Timestamp(1_795_000_000_000);
    assert_eq!(day.date(), "18 November 2026");
    assert_eq!(spoken_in(german(), || (day.date(), day.weekday())), ("18. November 2026".to_owned(), "Mi, 18. Nov.".to_owned()));
}

#[test]
fn a_language_that_runs_the_other_way_says_so() {
    let hebrew = Catalogue::load("he", "cart = עגלה\nproducts-count = { $count } מוצרים\n").expect("it's a language");
    let page = spoken_in(hebrew, || search::page(&samples::layout("/search"), &search_page(1)).into_string());
    assert!(
        page.starts_with("<!DOCTYPE html><html lang=\"he\" dir=\"rtl\"") && page.contains("<span>עגלה</span>") && page.contains("Filters"),
        "{page}"
    );
    assert!(page.contains("\u{2068}1,204\u{2069} מוצרים"), "what stands inside of a sentence keeps to itself");
}

#[test]
#[ignore = "a measurement, for a quiet machine and a release build"]
fn measure() {
    let time = |name: &str, times: u32, work: &dyn Fn() -> usize| {
        let start = Instant::now();
        let bytes: usize = (0..times).map(|_| work()).sum();
        println!("{name}: {:?} each, {bytes} bytes", start.elapsed() / times);
    };
    let layout = samples::layout("/search");
    let list = search_page(60);
    for _ in 0..3 {
        time("page of 60", 500, &|| search::page(&layout, &list).into_string().len());
        spoken_in(german(), || time("page of 60 in German", 500, &|| search::page(&layout, &list).into_string().len()));
        spoken_in(german(), || time("a message", 1_000_000, &|| t("add-to-cart").len()));
        spoken_in(german(), || time("a message with facts", 100_000, &|| t!("only-left", count = 3_u64).len()));
        spoken_in(german(), || time("a message with a choice", 100_000, &|| spoken().filled("items-count", &[("count", 3.into())]).len()));
    }
}
