//! Facets, totals, sorts and pages against a plain recount of the catalogue.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, TestCaseError};

use super::world::{Item, Shop, ids, item, restock};
use crate::domain::category::Category;
use crate::search::request::{Cursor, FacetValue, Found, Request, Sort};

const WORDS: [&str; 4] = ["mug", "teapot", "kettle", "bowl"];
const BRANDS: [&str; 4] = ["Acme", "Røde", "Delft", "Oslo"];
const CATEGORIES: [&str; 6] = ["Home", "Home > Kitchen", "Home > Kitchen > Tea", "Home > Garden", "Garden", "Toys > Home"];
/// Names and values as different merchants write them; `Nothing` nobody has.
const ATTRIBUTES: [(&str, &str); 8] = [
    ("Color", "Black"),
    ("color", "black"),
    ("Color", "Røde"),
    ("Color", "White"),
    ("Memory", "8 GB"),
    ("Memory", "8gb"),
    ("Memory", "128 GB"),
    ("Wireless", "true"),
];
const ASKED: [(&str, &str); 6] =
    [("color", "Black"), ("color", "White"), ("memory", "8 GB"), ("wireless", "yes"), ("color", "Mauve"), ("nothing", "x")];
const PATHS: [&str; 8] = ["home", "home/kitchen", "home/kitchen/tea", "home/garden", "garden", "toys", "toys/home", "nowhere"];
const PRICES: [i64; 9] = [0, 1, 2_499, 2_500, 4_999, 5_000, 9_999, 10_000, 77_700];

fn any_item() -> impl Strategy<Value = Item> {
    let names = (subsequence(&WORDS, 1..=3), proptest::option::of(select(&BRANDS)), select(&CATEGORIES));
    let figures = (select(&PRICES), proptest::option::of((100_u16..=500, 1_u32..1_000)), (0_u64..3, 0_u64..4), 0_i64..5);
    let attributes = subsequence(&ATTRIBUTES, 0..=4);
    (names, figures, attributes).prop_map(|((words, brand, category), (price_minor, rating, (stock, sold), created_ms), attributes)| Item {
        attributes: attributes.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        brand: brand.map(str::to_owned),
        category: category.to_owned(),
        price_minor,
        rating,
        stock,
        sold,
        created_ms,
        ..item(0, &words.join(" "))
    })
}

fn any_catalogue() -> impl Strategy<Value = Vec<Item>> {
    vec(any_item(), 0..60).prop_map(|mut items| {
        (1..).zip(&mut items).for_each(|(id, item)| (item.id, item.sku) = (id, format!("sku-{id}")));
        items
    })
}

fn any_request() -> impl Strategy<Value = Request> {
    let text = prop_oneof![Just(String::new()), select(&WORDS).prop_map(str::to_owned)];
    let facets = (proptest::option::of(select(&PATHS)), subsequence(&BRANDS, 0..=2), proptest::option::of(100_u16..=500), any::<bool>());
    let prices = (proptest::option::of(select(&PRICES)), proptest::option::of(select(&PRICES)));
    let attributes = subsequence(&ASKED, 0..=3);
    (text, facets, attributes, prices, select(&Sort::ALL), 1_usize..20).prop_map(|(text, facets, attributes, (price_min, price_max), sort, limit)| {
        Request {
            text,
            attributes: attributes.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            category: facets.0.map(str::to_owned),
            brands: facets.1.into_iter().map(str::to_owned).collect(),
            rating_min: facets.2,
            in_stock: facets.3,
            price_min,
            price_max,
            sort,
            limit,
            cursor: Cursor::default(),
            ..Request::default()
        }
    })
}

/// One facet's filter, to leave it out while counting.
#[derive(Clone, Copy, PartialEq)]
enum Facet {
    Category,
    Brand,
    Price,
    Rating,
    Stock,
    Attribute(&'static str),
}

const NAMES: [&str; 4] = ["color", "memory", "wireless", "nothing"];
const ALL_FACETS: [Facet; 9] = [
    Facet::Category,
    Facet::Brand,
    Facet::Price,
    Facet::Rating,
    Facet::Stock,
    Facet::Attribute(NAMES[0]),
    Facet::Attribute(NAMES[1]),
    Facet::Attribute(NAMES[2]),
    Facet::Attribute(NAMES[3]),
];

fn passes(item: &Item, request: &Request, facet: Facet) -> bool {
    match facet {
        Facet::Category => request.category.as_deref().is_none_or(|path| below(item, path)),
        Facet::Brand => request.brands.is_empty() || item.brand.as_ref().is_some_and(|brand| request.brands.contains(brand)),
        Facet::Price => request.price_min.is_none_or(|min| item.price_minor >= min) && request.price_max.is_none_or(|max| item.price_minor <= max),
        Facet::Rating => request.rating_min.is_none_or(|min| item.rating.is_some_and(|rating| rating.0 >= min)),
        Facet::Stock => !request.in_stock || item.stock > 0,
        Facet::Attribute(name) => {
            let asked = asked(request, name);
            asked.is_empty() || asked.iter().any(|value| has(item, name, value))
        }
    }
}

fn asked<'a>(request: &'a Request, name: &str) -> Vec<&'a str> {
    request.attributes.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str()).collect()
}

/// A value as it's compared.
fn plain(text: &str) -> String {
    if text.starts_with(char::is_numeric) { text.to_lowercase().replace(' ', "") } else { text.replace("true", "Yes").replace("yes", "Yes") }
}

fn has(item: &Item, name: &str, value: &str) -> bool {
    item.attributes.iter().any(|(other, set)| other.to_lowercase() == name && plain(set) == plain(value))
}

/// What matches the text and the category: where the values of facets come from.
fn listed<'a>(items: &'a [Item], request: &Request) -> Vec<&'a Item> {
    let text = items.iter().filter(|item| says(item, &request.text));
    text.filter(|item| passes(item, request, Facet::Category)).collect()
}

fn says(item: &Item, text: &str) -> bool {
    text.is_empty() || item.title.split(' ').any(|word| word == text)
}

fn below(item: &Item, path: &str) -> bool {
    Category::parse(&item.category).ancestry().any(|category| category.path() == path)
}

/// What matches the text and all facets except one.
fn matching<'a>(items: &'a [Item], request: &'a Request, except: Option<Facet>) -> Vec<&'a Item> {
    let text = items.iter().filter(|item| says(item, &request.text));
    let counted = text.filter(|item| ALL_FACETS.into_iter().all(|facet| Some(facet) == except || passes(item, request, facet)));
    counted.collect()
}

fn count(items: &[&Item], test: impl Fn(&Item) -> bool) -> u64 {
    u64::try_from(items.iter().filter(|item| test(item)).count()).expect("small")
}

fn check_values(found: &Found, items: &[Item], request: &Request) -> Result<(), TestCaseError> {
    let without_brand = matching(items, request, Some(Facet::Brand));
    for name in BRANDS {
        let selected = request.brands.iter().any(|brand| brand == name);
        let expected = count(&without_brand, |item| item.brand.as_deref() == Some(name));
        let there = listed(items, request).iter().any(|item| item.brand.as_deref() == Some(name));
        let shown = found.facets.brands.iter().find(|value| value.value == name).map(|value| (value.count, value.selected));
        prop_assert_eq!(shown, (there || selected).then_some((expected, selected)), "{}", name);
    }
    let without_category = matching(items, request, Some(Facet::Category));
    for value in &found.facets.categories {
        prop_assert_eq!(value.count, count(&without_category, |item| below(item, &value.value)), "{}", &value.value);
        prop_assert_eq!(value.selected, request.category.as_ref() == Some(&value.value));
    }
    if request.category.is_none() {
        let expected: u64 = found.facets.categories.iter().map(|value| value.count).sum();
        prop_assert_eq!(found.total, expected, "each product stands below one top category");
    }
    Ok(())
}

fn check_attributes(shop: &Shop, found: &Found, items: &[Item], request: &Request) -> Result<(), TestCaseError> {
    for facet in &found.facets.attributes {
        let name = *NAMES.iter().find(|name| **name == facet.name).expect("a known name");
        let without_own = matching(items, request, Some(Facet::Attribute(name)));
        for value in &facet.values {
            prop_assert_eq!(value.count, count(&without_own, |item| has(item, name, &value.value)), "{} {}", name, &value.value);
            prop_assert_eq!(value.selected, asked(request, name).iter().any(|asked| plain(asked) == plain(&value.value)));
        }
        let shown: Vec<String> = facet.values.iter().map(|value| plain(&value.value)).collect();
        let attributes = listed(items, request).into_iter().flat_map(|item| &item.attributes);
        let mut expected: Vec<String> = attributes.filter(|(other, _)| other.to_lowercase() == name).map(|(_, value)| plain(value)).collect();
        expected.extend(asked(request, name).into_iter().map(plain));
        prop_assert_eq!(shown.iter().collect::<BTreeSet<_>>(), expected.iter().collect::<BTreeSet<_>>());
        prop_assert_eq!(shown.len(), expected.iter().collect::<BTreeSet<_>>().len(), "each value once");
    }
    let names = |found: &Found| found.facets.attributes.iter().map(|facet| facet.name.clone()).collect::<Vec<_>>();
    let bare = Request { text: request.text.clone(), category: request.category.clone(), ..Request::default() };
    let chosen = names(&shop.find(&bare));
    prop_assert!(names(found).starts_with(&chosen), "filters don't change what is chosen: {:?} {:?}", names(found), chosen);
    let selected = request.attributes.iter().all(|(name, _)| names(found).contains(name));
    prop_assert!(selected, "selected ones stay");
    Ok(())
}

fn check_numbers(found: &Found, items: &[Item], request: &Request) -> Result<(), TestCaseError> {
    let without_price = matching(items, request, Some(Facet::Price));
    for band in found.facets.prices {
        let inside = |item: &Item| item.price_minor >= band.min_minor && band.max_minor.is_none_or(|max| item.price_minor <= max);
        prop_assert_eq!(band.count, count(&without_price, inside));
    }
    let without_rating = matching(items, request, Some(Facet::Rating));
    for step in found.facets.ratings {
        let least = u16::from(step.stars) * 100;
        prop_assert_eq!(step.count, count(&without_rating, |item| item.rating.is_some_and(|rating| rating.0 >= least)));
    }
    let without_stock = matching(items, request, Some(Facet::Stock));
    let availability = found.facets.availability;
    prop_assert_eq!((availability.all, availability.in_stock), (count(&without_stock, |_| true), count(&without_stock, |item| item.stock > 0)));
    let ratings: Vec<f64> = matching(items, request, None).iter().filter_map(|item| item.rating).map(|rating| f64::from(rating.0) / 100.0).collect();
    let average = ratings.iter().sum::<f64>() / f64::from(u32::try_from(ratings.len()).expect("small"));
    let close = found.average_rating.map_or(ratings.is_empty(), |found| (found - average).abs() < 1e-9);
    assert!(close, "{:?} is not {average}", found.average_rating);
    Ok(())
}

/// All pages, one after the other.
fn pages(shop: &Shop, request: &Request) -> Vec<u64> {
    let mut all = Vec::new();
    let mut request = request.clone();
    loop {
        let found = shop.find(&request);
        all.extend(ids(&found));
        match found.next {
            Some(next) => request.cursor = next.to_string().parse().expect("a cursor comes back"),
            None => return all,
        }
    }
}

fn expected_order(items: &[Item], request: &Request) -> Option<Vec<u64>> {
    let mut hits = matching(items, request, None);
    hits.sort_by_key(|item| item.id);
    match request.sort {
        Sort::PriceAsc => hits.sort_by_key(|item| item.price_minor),
        Sort::PriceDesc => hits.sort_by_key(|item| -item.price_minor),
        Sort::Newest => hits.sort_by_key(|item| -item.created_ms),
        Sort::Rating => hits.sort_by_key(|item| std::cmp::Reverse(item.rating)),
        Sort::BestSelling => hits.sort_by(|a, b| b.sold.cmp(&a.sold).then(popularity(b).total_cmp(&popularity(a)))),
        Sort::Relevance => return None,
    }
    Some(hits.iter().map(|item| item.id).collect())
}

fn popularity(item: &Item) -> f32 {
    item.rating.map_or(0.0, |(stars, reviews)| f32::from(stars) / 100.0 * f32::from(u16::try_from(reviews).expect("few")).ln_1p())
}

fn check(shop: &Shop, items: &[Item], request: &Request) -> Result<(), TestCaseError> {
    let found = shop.find(request);
    let mut hits: Vec<u64> = matching(items, request, None).iter().map(|item| item.id).collect();
    prop_assert_eq!(found.total, u64::try_from(hits.len()).expect("small"));
    check_values(&found, items, request)?;
    check_numbers(&found, items, request)?;
    check_attributes(shop, &found, items, request)?;
    let mut shown = pages(shop, request);
    if let Some(expected) = expected_order(items, request) {
        prop_assert_eq!(&shown, &expected);
    }
    shown.sort_unstable();
    hits.sort_unstable();
    prop_assert_eq!(shown, hits, "paging shows each hit once");
    Ok(())
}

proptest! {
    #![proptest_config(Config { cases: 48, ..Default::default() })]

    #[test]
    fn counts_and_pages_equal_a_recount(
        mut items in any_catalogue(),
        later in vec((any_item(), 0_usize..60), 0..8),
        stocks in vec((0_usize..60, 0_u64..2), 0..8),
        requests in vec(any_request(), 12),
    ) {
        let shop = Shop::selling(&items);
        for (change, place) in later {
            if let Some(item) = items.get_mut(place) {
                *item = Item { id: item.id, sku: item.sku.clone(), ..change };
                super::world::save(&shop.books, std::slice::from_ref(item));
                shop.follow();
            }
        }
        for (place, units) in stocks {
            if let Some(item) = items.get_mut(place) {
                item.stock = units;
                restock(&shop.books, item.id, units);
            }
        }
        for request in &requests {
            check(&shop, &items, request)?;
        }
    }
}

fn values(values: &[FacetValue]) -> Vec<(&str, &str, u64, bool)> {
    values.iter().map(|value| (value.value.as_str(), value.label.as_str(), value.count, value.selected)).collect()
}

#[test]
fn categories_lead_down_the_tree() {
    let shelf = |id, category: &str| Item { category: category.to_owned(), ..item(id, "Mug") };
    let shop = Shop::selling(&[shelf(1, "Home > Tea Time"), shelf(2, "Home"), shelf(3, "Garden"), shelf(4, "Home > Bath")]);
    let shown = |path: Option<&str>| shop.find(&Request { category: path.map(str::to_owned), ..Request::default() });
    assert_eq!(values(&shown(None).facets.categories), [("home", "Home", 3, false), ("garden", "Garden", 1, false)]);
    let home = [("home", "Home", 3, true), ("home/bath", "Bath", 1, false), ("home/tea-time", "Tea Time", 1, false)];
    assert_eq!(values(&shown(Some("home")).facets.categories), home);
    let leaf = shown(Some("home/bath"));
    let way = [("home", "Home", 3, false), ("home/bath", "Bath", 1, true), ("home/tea-time", "Tea Time", 1, false)];
    assert_eq!((leaf.total, values(&leaf.facets.categories)), (1, way.into()));
    assert_eq!(shown(Some("attic")).total, 0);
}

#[test]
fn a_selected_brand_is_always_shown() {
    let mut items: Vec<Item> = (1..=30).map(|id| Item { brand: Some(format!("Brand {id:02}")), ..item(id, "Mug") }).collect();
    items.push(Item { brand: Some("brand 01".into()), ..item(31, "Mug") });
    let shop = Shop::selling(&items);
    let request = Request { brands: vec!["BRAND 30".into(), "Nobody".into()], ..Request::default() };
    let found = shop.find(&request);
    let brands = values(&found.facets.brands);
    assert_eq!(brands.len(), 22);
    assert_eq!(brands[0], ("Brand 01", "Brand 01", 2, false), "spellings are one brand");
    assert_eq!(brands[20..], [("Brand 30", "Brand 30", 1, true), ("Nobody", "Nobody", 0, true)]);
    assert_eq!(ids(&found), [30]);
}

#[test]
fn a_sale_shows_at_once() {
    let shop = Shop::selling(&[item(1, "Mug"), item(2, "Mug")]);
    restock(&shop.books, 1, 0);
    let found = shop.find(&Request { text: "mug".into(), in_stock: true, ..Request::default() });
    assert_eq!((ids(&found), found.facets.availability.in_stock, found.facets.availability.all), (vec![2], 1, 2));
}
