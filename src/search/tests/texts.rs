//! Which texts find which products, in which order.

use proptest::prelude::{prop_assert, proptest};

use super::world::{Item, Shop, item, restock};
use crate::domain::product::Status;
use crate::domain::synonym::Synonym;
use crate::search::request::{Request, Sort};

fn audio_shop() -> Shop {
    Shop::selling(&[
        Item {
            brand: Some("Røde".into()),
            category: "Electronics > Audio > Microphones".into(),
            description: "<p>For <b>podcasts</b> and interviews</p>".into(),
            attributes: vec![("Colour".into(), "Anthracite".into()), ("Bluetooth".into(), "True".into()), ("Waterproof".into(), "no".into())],
            tags: vec!["studio".into()],
            sku: "NT-USB-1".into(),
            barcode: Some("0731304236368".into()),
            mpn: Some("DV7/1211ea".into()),
            ..item(1, "NT-USB studio microphone")
        },
        Item { category: "Electronics > Audio > Headphones".into(), ..item(2, "Wireless headphones with long battery") },
        Item { category: "Electronics > Audio > Headsets".into(), ..item(3, "Gaming headset") },
        Item { category: "Kitchen".into(), ..item(4, "Café mug") },
        Item { category: "Kitchen".into(), description: "Holds a mug and headphones".into(), ..item(5, "Shelf") },
        Item { status: Status::Draft, ..item(6, "Secret microphone") },
    ])
}

#[test]
fn a_word_may_stand_in_any_field() {
    let shop = audio_shop();
    for text in ["microphone", "røde", "rode", "podcasts", "anthracite", "studio", "bluetooth", "RODE podcast anthracite"] {
        assert_eq!(shop.finds(text), [1], "{text}");
    }
    assert_eq!(shop.finds("RODE podcast anthracite electronics"), [1, 2, 3], "those whose names have a word come after");
    assert!(shop.finds("waterproof").is_empty(), "what a product isn't doesn't find it");
}

#[test]
fn stems_accents_and_order_do_not_matter() {
    let shop = audio_shop();
    assert_eq!(shop.finds("microphones"), [1]);
    assert_eq!(shop.finds("cafe mugs"), [4]);
    assert_eq!(shop.finds("CAFÉ"), [4]);
    assert_eq!(shop.finds("cafe\u{301}"), [4]);
    assert_eq!(shop.finds("battery headphone"), [2]);
}

#[test]
fn a_title_counts_more_than_a_description() {
    let shop = audio_shop();
    assert_eq!(shop.finds("headphones"), [2, 5]);
    assert_eq!(shop.finds("mug"), [4, 5]);
}

#[test]
fn typos_are_forgiven_by_length() {
    let shop = audio_shop();
    assert_eq!(shop.finds("wireles headphone"), [2]);
    assert_eq!(shop.finds("micrphnes "), [1]);
    assert_eq!(shop.finds("hedset "), [3]);
    assert!(shop.finds("mog ").is_empty(), "three letters are too few to guess");
}

#[test]
fn a_word_in_the_middle_of_being_typed_is_completed() {
    let shop = audio_shop();
    assert_eq!(shop.finds("wirel"), [2]);
    assert_eq!(shop.finds("gaming heads"), [3]);
}

#[test]
fn words_written_apart_are_one_word() {
    assert_eq!(audio_shop().finds("head set"), [3]);
}

#[test]
fn a_word_is_found_written_together_apart_and_with_a_hyphen() {
    let groups = [
        ("Head set", &["headset", "head set", "head-set", "Headsets"][..]),
        ("Smartwatch black", &["smart watch black", "smart-watch black", "smartwatch black"]),
        ("Smart watch round", &["smartwatch round", "smart watches round"]),
        ("Wi-Fi router", &["wifi router", "wi fi router", "wi-fi router"]),
        ("Wifi repeater", &["wi-fi repeater", "wi fi repeater", "wifi repeater"]),
        ("Cable USB-C", &["usb c cable", "usb-c cable", "usbc cable"]),
        ("Plug usbc", &["usb c plug", "usb-c plug", "usbc plug"]),
        ("T-Shirt green", &["tshirt green", "t shirts green", "t-shirt green"]),
        ("Tshirt blue", &["t-shirt blue", "t shirt blue", "tshirts blue"]),
        ("Bottle 500 ml", &["500ml bottle", "500 ml bottle"]),
        ("Flask 500ml", &["500ml flask", "500 ml flask"]),
        ("iPhone12 case", &["iphone 12 case", "iphone12 case"]),
        ("iPhone 12 cover", &["iphone12 cover", "iphone 12 cover"]),
    ];
    let shop = Shop::selling(&(1..).zip(groups).map(|(id, (title, _))| item(id, title)).collect::<Vec<_>>());
    for (id, (title, texts)) in (1..).zip(groups) {
        for text in texts {
            let found = shop.finds(&format!("{text} "));
            assert!(found.contains(&id), "{text} finds {title}");
            assert!(text.split_whitespace().count() < 2 || found[0] == id, "{text} finds {title} first");
            assert_eq!(shop.search.meant(text).expect("guesses"), Vec::<String>::new(), "{text} is meant as it is");
        }
    }
}

#[test]
fn a_word_is_two_only_where_a_title_has_them_side_by_side() {
    let shop = Shop::selling(&[item(1, "Car seat"), item(2, "Pet carrier"), item(3, "Pet bowl, carved"), item(4, "Petcart")]);
    assert_eq!(shop.finds("carseat "), [1]);
    assert_eq!(shop.search.suggest("carseat c").expect("suggests").queries, ["carseat car"]);
    assert_eq!(shop.search.suggest("carseat").expect("suggests").products.len(), 1);
    assert!(shop.finds("bowlpet ").is_empty(), "not next to each other");
    assert_eq!(shop.finds("petcar "), [4], "and then a typo is corrected");
}

#[test]
fn two_words_are_one_by_chance_where_nearly_all_write_one() {
    let many = |from, title: &str| (from..from + 21).map(|id| item(id, title)).collect::<Vec<_>>();
    let shop = Shop::selling(&[many(1, "Headset 500ml"), vec![item(50, "Red head, set"), item(51, "Jug 500 ml")]].concat());
    assert!(!shop.finds("headset ").contains(&50) && shop.finds("500ml ").contains(&51), "but a number and its unit always are");
    assert!(Shop::selling(&[item(1, "Headset"), item(50, "Red head set")]).finds("headset ").contains(&50));
}

#[test]
fn first_letters_and_digits_are_never_corrected() {
    let shop = Shop::selling(&[item(1, "Speaker"), item(2, "EOS 250D"), item(3, "EOS 350D"), item(4, "Canon5 case"), item(5, "Headphones")]);
    assert_eq!(shop.finds("speeker "), [1]);
    assert!(shop.finds("apeaker ").is_empty() && shop.finds("peaker ").is_empty(), "the first letter is what it's known by");
    assert_eq!(shop.finds("headfones "), [5]);
    assert!(shop.finds("headfonez ").is_empty(), "three letters are too many");
    assert!(shop.finds("450d ").is_empty() && shop.finds("canons ").is_empty());
    assert_eq!(shop.finds("eos 250d")[0], 2);
    assert_eq!(shop.finds("eos 350d")[0], 3);
    let suggested = shop.search.suggest("apeak").expect("suggests");
    assert!(suggested.products.is_empty() && suggested.queries.is_empty());
}

#[test]
fn a_model_is_found_before_its_neighbours() {
    let model = |id, mpn: &str| Item { mpn: Some(mpn.into()), ..item(id, "Toner for TN printers") };
    let shop = Shop::selling(&[model(1, "TN-2110"), model(2, "TN-2120"), model(3, "TN-211")]);
    for text in ["tn2110", "TN 2110", "tn-2110", "toner tn2110"] {
        assert_eq!(shop.finds(text)[0], 1, "{text}");
    }
    assert!(!shop.finds("tn2130").contains(&2), "and isn't corrected to one");
}

#[test]
fn codes_find_their_product_first() {
    let shop = audio_shop();
    for text in ["NT-USB-1", "nt usb 1", "ntusb1", "0731304236368", "731304236368", "dv7-1211EA"] {
        assert_eq!(shop.finds(text).first(), Some(&1), "{text}");
    }
}

#[test]
fn when_no_product_has_all_words_most_words_count() {
    let shop = audio_shop();
    assert_eq!(shop.finds("gaming headset purple"), [3]);
    assert_eq!(shop.finds("purple xylophone"), Vec::<u64>::new());
    assert_eq!(shop.finds("mug for the shelf"), [5, 4]);
    assert_eq!(shop.finds("purple podcasts"), [1], "where no name has a word it may stand anywhere");
}

#[test]
fn a_product_with_all_words_comes_before_one_that_is_named_by_some() {
    let all = Item { description: "For gaming in the dark, with a mouse".into(), ..item(1, "Desk lamp") };
    let shop = Shop::selling(&[item(2, "Mouse pad"), all, Item { description: "gaming".into(), ..item(3, "Chair") }]);
    assert_eq!(shop.finds("gaming mouse"), [1, 2], "a description alone is not enough");
    let mice: Vec<Item> = (1..=20).map(|id| item(id, "Gaming mouse")).chain([item(21, "Mouse pad")]).collect();
    assert!(!Shop::selling(&mice).finds("gaming mouse").contains(&21), "nobody needs it where there is enough");
}

#[test]
fn an_exact_title_comes_first() {
    let shop = Shop::selling(&[item(1, "Mug mug mug"), item(2, "Mug, blue"), item(3, "Mug")]);
    assert_eq!(shop.finds("MUG").first(), Some(&3));
    assert_eq!(shop.finds("mug blue").first(), Some(&2));
}

#[test]
fn synonyms_find_what_is_called_otherwise() {
    let shop =
        Shop::selling(&[item(1, "Gaming notebook"), item(2, "Sony PlayStation 4 Pro"), item(3, "Telly"), item(4, "Laptop bag"), item(5, "Tower")]);
    assert_eq!(shop.finds("gaming laptops").first(), Some(&1));
    assert_eq!(shop.finds("laptop"), [4, 1], "what was typed comes first");
    assert_eq!(shop.finds("ps4 pro"), [2]);
    assert!(!shop.finds("tv").contains(&3));
    let ours = ["tv, telly", "tower => notebook", "zeta four => sony playstation"];
    shop.search.know_synonyms(&ours.map(|line| Synonym::parse(line).expect("a synonym")));
    assert_eq!(shop.finds("tv"), [3], "from the next search on");
    assert_eq!(shop.finds("towers"), [1], "an arrow replaces what isn't on its right side");
    assert_eq!(shop.finds("zeta four"), [2]);
    assert_eq!(shop.finds("gaming laptop").first(), Some(&1), "what every shop knows stays");
}

#[test]
fn what_can_be_bought_and_what_is_loved_comes_first() {
    let rated = |id, stars| Item { rating: Some((stars, 10)), ..item(id, "Teapot") };
    let shop = Shop::selling(&[rated(1, 100), rated(2, 500), item(3, "Teapot"), Item { stock: 0, ..rated(4, 500) }]);
    assert_eq!(shop.finds("teapot"), [2, 3, 4, 1]);
    restock(&shop.books, 4, 1);
    restock(&shop.books, 2, 0);
    assert_eq!(shop.finds("teapot"), [4, 3, 2, 1], "stock counts at once");
}

#[test]
fn browsing_shows_the_popular_first() {
    let rated = |id, stars, count| Item { rating: Some((stars, count)), ..item(id, "Teapot") };
    let new = Item { created_ms: 9, ..item(4, "Kettle") };
    let shop = Shop::selling(&[item(1, "Cup"), rated(2, 500, 1), rated(3, 450, 100), new, Item { stock: 0, ..rated(5, 500, 900) }]);
    assert_eq!(shop.finds(""), [3, 2, 4, 1, 5]);
    assert_eq!(shop.finds("   "), [3, 2, 4, 1, 5]);
    let sorted = |sort| super::world::ids(&shop.find(&Request { sort, ..Request::default() }));
    assert_eq!(sorted(Sort::Rating), [5, 2, 3, 1, 4]);
    assert_eq!(sorted(Sort::Newest), [4, 1, 2, 3, 5]);
    assert_eq!(shop.finds("!!!"), Vec::<u64>::new());
}

#[test]
fn typing_is_completed() {
    let shop = audio_shop();
    let suggested = shop.search.suggest("wirel").expect("suggests");
    assert_eq!((suggested.queries, suggested.products.len()), (vec!["wireless".to_owned()], 1));
    let suggested = shop.search.suggest("gaming hea").expect("suggests");
    assert_eq!(suggested.queries, ["gaming headset"], "and not once more for its plural");
    let suggested = shop.search.suggest("audio hea").expect("suggests");
    let paths: Vec<_> = suggested.categories.iter().map(|category| category.path.as_str()).collect();
    assert_eq!(paths, ["electronics/audio/headphones", "electronics/audio/headsets"]);
    let suggested = shop.search.suggest("micrphon").expect("suggests");
    assert_eq!(suggested.products.len(), 1, "one letter may be wrong");
    assert_eq!(shop.search.suggest("  ").expect("suggests"), crate::search::suggest::Suggestions::default());
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 64, ..Default::default() })]

    #[test]
    fn any_text_is_answered(texts in proptest::collection::vec(any_text(), 8)) {
        let shop = audio_shop();
        for text in texts {
            let inside = shop.search.find(&Request { text: text.clone(), category: Some(text.clone()), ..Request::default() });
            let of_brand = shop.search.find(&Request { text: text.clone(), brands: vec![text.clone()], ..Request::default() });
            prop_assert!(inside.is_ok() && of_brand.is_ok());
            prop_assert!(shop.search.suggest(&text).is_ok() && shop.search.meant(&text).is_ok());
        }
    }
}

fn any_text() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::strategy::Strategy;
    let bytes = proptest::collection::vec(proptest::num::u8::ANY, 0..600).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let letters = proptest::collection::vec(proptest::char::any(), 0..400).prop_map(|letters| letters.into_iter().collect());
    let syntax = "[a-cA-C \"'():*?^~+\\-\\\\/&|!\\[\\]{}<>=.,0-9éß½Ⅷ\u{301}]{0,300}";
    proptest::prop_oneof![bytes, letters, syntax]
}
