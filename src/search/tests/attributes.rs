//! Which attributes become facets, in which order, and what a merchant says about it.

use super::world::{Item, Shop, ids, item};
use crate::domain::product::Variant;
use crate::search::attribute::entries;
use crate::search::index::SearchOptions;
use crate::search::request::{AttributeFacet, Found, Request};

#[test]
fn a_product_has_each_value_of_options_and_attributes_once() {
    let mut product = item(1, "Mug").product();
    product.option_names = vec!["Color".into()];
    product.variants = ["Black", "White"].map(|color| Variant { options: vec![color.into()], ..product.variants[0].clone() }).into();
    let attributes = [("color", " Black "), ("Dishwasher safe", "true"), ("Note", &"long ".repeat(40)), ("★", "x"), ("Origin", "n/a")];
    let item = Item { attributes: attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(), ..item(1, "Mug") };
    let expected = ["color\tBlack\tColor\tBlack", "color\tWhite\tColor\tWhite", "dishwasher-safe\tYes\tDishwasher safe\tYes"];
    assert_eq!(entries(&product, &item.details()), expected);
}

fn names(found: &Found) -> Vec<&str> {
    found.facets.attributes.iter().map(|facet| facet.name.as_str()).collect()
}

fn values(facet: &AttributeFacet) -> Vec<(&str, u64, bool)> {
    facet.values.iter().map(|value| (value.label.as_str(), value.count, value.selected)).collect()
}

fn with(id: u64, attributes: &[(&str, String)]) -> Item {
    Item { attributes: attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(), ..item(id, "Notebook") }
}

/// Memory splits well, most have the same keyboard, part numbers are unique, few tell their weight.
fn notebook(id: u64) -> Item {
    let memory = ["8 GB", "16GB", "16 GB", "128 GB", "1 TB"];
    let memory = memory[usize::try_from(id % 5).expect("small")];
    let mut attributes =
        vec![("Memory", memory.to_owned()), ("Part", format!("X{id}")), ("Keyboard", if id == 7 { "German" } else { "English" }.to_owned())];
    attributes.push(("Touch", if id.is_multiple_of(2) { "true" } else { "No" }.to_owned()));
    if id > 98 {
        attributes.push(("Weight", format!("{} kg", id % 2)));
    }
    with(id, &attributes)
}

#[test]
fn what_splits_a_result_well_is_chosen() {
    let shop = Shop::selling(&(1..=100).map(notebook).collect::<Vec<_>>());
    let found = shop.find(&Request { text: "notebook".into(), ..Request::default() });
    assert_eq!(names(&found), ["memory", "touch"]);
    let [memory, touch] = &found.facets.attributes[..] else { panic!("two facets") };
    assert_eq!(values(memory), [("8 GB", 20, false), ("16 GB", 40, false), ("128 GB", 20, false), ("1 TB", 20, false)], "quantities are one value");
    assert_eq!((touch.label.as_str(), values(touch)), ("Touch", vec![("Yes", 50, false), ("No", 50, false)]));
}

#[test]
fn any_of_the_values_and_all_of_the_names() {
    let shop = Shop::selling(&(1..=100).map(notebook).collect::<Vec<_>>());
    let attributes = [("Memory", "128gb"), ("memory", "1 TB"), ("touch", "Yes"), ("keyboard", "german")];
    let ticked = |count: usize| {
        let attributes = attributes[..count].iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        shop.find(&Request { attributes: attributes.collect(), ..Request::default() })
    };
    assert_eq!([1, 2, 3, 4].map(|count| ticked(count).total), [20, 40, 20, 0]);
    let found = ticked(3);
    let memory = [("8 GB", 10, false), ("16 GB", 20, false), ("128 GB", 10, true), ("1 TB", 10, true)];
    assert_eq!(values(&found.facets.attributes[0]), memory, "without its own filter");
    assert_eq!(values(&found.facets.attributes[1]), [("Yes", 20, true), ("No", 20, false)]);
    let nothing = ticked(4);
    assert_eq!(names(&nothing), ["memory", "touch", "keyboard"], "a selected one is shown");
    assert_eq!(values(&nothing.facets.attributes[0])[0], ("8 GB", 0, false), "what was there is there with a 0");
}

#[test]
fn unknown_names_and_values_are_shown_to_be_taken_away() {
    let shop = Shop::selling(&[with(1, &[("Color", "Black".into())])]);
    let ask = |name: &str, value: &str| shop.find(&Request { attributes: vec![(name.into(), value.into())], ..Request::default() });
    for (name, value) in [("color", "Mauve"), ("Nothing", "x"), ("★", "★")] {
        let found = ask(name, value);
        assert_eq!(found.total, 0, "{name}");
        assert!(found.facets.attributes[0].values.iter().any(|shown| shown.value == value && shown.selected && shown.count == 0), "{name}");
    }
    let many: Vec<(String, String)> = (0..1000).map(|n| (format!("name {n}"), "x".to_owned())).collect();
    assert_eq!(shop.find(&Request { attributes: many, ..Request::default() }).facets.attributes.len(), 16);
}

#[test]
fn a_merchant_pins_and_hides() {
    let shop = Shop::selling(&(1..=100).map(notebook).collect::<Vec<_>>());
    let options =
        SearchOptions { facets: vec!["WEIGHT".into(), "Nobody has".into()], facets_hidden: vec!["Touch".into()], ..SearchOptions::default() };
    let search = super::world::search_with(&shop.books, options);
    let ask = |request: &Request| search.find(request).expect("an answer");
    let found = ask(&Request::default());
    assert_eq!(names(&found), ["weight", "memory"]);
    assert_eq!(values(&found.facets.attributes[0]), [("0 kg", 1, false), ("1 kg", 1, false)]);
    let selected = ask(&Request { attributes: vec![("touch".into(), "yes".into())], ..Request::default() });
    assert_eq!((names(&selected), selected.total), (vec!["weight", "memory", "touch"], 50));
}

#[test]
fn the_choice_is_the_same_on_each_page_and_after_a_merge() {
    let items: Vec<Item> = (1..=3000).map(notebook).collect();
    let shop = Shop::selling(&items);
    let before = shop.find(&Request { limit: 5, ..Request::default() });
    let page = Request { limit: 5, cursor: "1500".parse().expect("a cursor"), ..Request::default() };
    assert_eq!(shop.find(&page).facets, before.facets);
    for item in &items[..40] {
        super::world::save(&shop.books, std::slice::from_ref(item));
        shop.follow();
    }
    assert_eq!(shop.find(&Request { limit: 5, ..Request::default() }).facets, before.facets);
    assert_eq!(ids(&before).len(), 5);
}
