//! A shop in another language: pages and letters speak it, programs are told the same as ever.

use shop::base::messages::Catalogue;

use crate::letter::Read;
use crate::world::TestShop;

fn german_shop() -> TestShop {
    let shop = TestShop::with(|settings| settings.catalogue = Catalogue::load("de", "").expect("it's shipped"));
    shop.stocks("mug", 3);
    shop.search_follows();
    shop
}

#[track_caller]
fn says(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

#[test]
fn a_german_shop_sells_in_german() {
    let shop = german_shop();
    let ada = shop.someone();
    says(&ada.gets("/").is(200).text(""), &["<html lang=\"de\"", "Gute Dinge, immer auf Lager", ">Alles ansehen</a>", "Für Sie reserviert"]);
    says(&ada.gets("/products/mug").is(200).text(""), &["Nur noch 3 verfügbar", "In den Warenkorb", "Lieferung <strong>"]);
    says(&ada.gets("/search").is(200).text(""), &["1 Produkt<", "Sortieren nach"]);
    says(&ada.gets("/search?price_min=9%2C50&price_max=1.250%2C5").is(200).text(""), &["9,50\u{a0}$ bis 1.250,50\u{a0}$", "price_min=9%2C50"]);
    ada.posts("/cart/items", "sku=mug&quantity=2").is(303);
    let cart = ada.gets("/cart").is(200).text("");
    says(&cart, &["Ihr Warenkorb", "2 Artikel", "Gesamtsumme", ",00\u{a0}$", "MwSt. <small>", "Reserviert bis <time", "Uhr (UTC)"]);
    assert!(!cart.contains("Your cart") && !cart.contains(" items<"), "{cart}");
    let list = ada.gets("/search").is(200).text("");
    assert!(list.contains("<meta name=\"description\" content=\"Alle Produkte bei ") && !list.contains(" at "), "{list}");
    says(&ada.gets("/pages/privacy").is(200).text(""), &["<h1>Datenschutz</h1>", "Kartennummern"]);
}

#[test]
fn what_is_refused_is_said_in_german_to_people_and_in_english_to_programs() {
    let shop = german_shop();
    let ada = shop.someone();
    says(&ada.gets("/nowhere").is(404).text(""), &["Hier ist nichts", "Zur Startseite"]);
    says(&ada.posts("/cart/items", "sku=mug&quantity=9").is(409).text(""), &["Nur noch 3 verfügbar.", "3 hinzufügen"]);
    says(&ada.posts("/cart/items", "sku=mug&quantity=x").is(422).text(""), &["Einiges, was Sie eingegeben haben, passt noch nicht.", "etwa 2"]);
    ada.posts("/cart/items", "sku=mug&quantity=1").is(303);
    says(&ada.posts("/cart/coupon", "code=NOPE&back=cart").is(422).text(""), &["Den Code NOPE gibt es nicht."]);
    ada.posts("/checkout", "").is(303);
    let wrong = ada.posts("/checkout/shipping", "email=x&name=Ada&line1=&country=US&city=&region=&postal_code=").is(422).text("");
    says(
        &wrong,
        &["Bitte prüfen Sie 5 Angaben", "Geben Sie eine E-Mail-Adresse ein, etwa ada@example.com", "Geben Sie einen ZIP-Code ein, etwa 95014"],
    );
    let login = ada.posts("/account/login", "email=ada%40example.com&password=wrong").is(401).text("");
    says(&login, &["Mit dieser E-Mail-Adresse und diesem Passwort können wir Sie nicht anmelden."]);
    let bob = shop.someone();
    assert_eq!(bob.adds("mug", 9).is(409).text("/detail"), "Only 2 available.");
    assert_eq!(bob.adds("nothing", 1).is(404).text("/detail"), "There is nothing here by that name.");
}

#[test]
fn letters_are_in_the_language_of_the_shop() {
    let shop = german_shop();
    let ada = shop.someone();
    ada.adds("mug", 2).is(201);
    ada.buys("0123456789abcdef", "pm_card_visa").is(201);
    assert_eq!(shop.sends_letters(), (1, 0));
    let letter = Read::new(&shop.letters()[0].1);
    assert_eq!(letter.header("subject"), "Ihre Bestellung 1001 ist bestätigt");
    letter.says("Guten Tag Ada, vielen Dank für Ihre Bestellung.").says("Zwischensumme: ").says(",00\u{a0}$");
    assert!(letter.html.contains("<html lang=\"de\">"), "{}", letter.html);
}

/// The language is the shop's and nobody else's, though both answer on the same threads.
#[test]
fn two_shops_of_one_process_speak_their_own_languages() {
    let (german, english) = (german_shop(), TestShop::new());
    for _ in 0..3 {
        says(&german.someone().gets("/cart").is(200).text(""), &["Ihr Warenkorb ist leer"]);
        says(&english.someone().gets("/cart").is(200).text(""), &["Your cart is empty", "<html lang=\"en\">"]);
    }
}

#[test]
fn a_merchant_says_one_thing_otherwise() {
    let own = "start-shopping = Ab in die Küche\n";
    let shop = TestShop::with(|settings| settings.catalogue = Catalogue::load("de", own).expect("it can be read"));
    says(&shop.someone().gets("/cart").is(200).text(""), &["Ab in die Küche", "Ihr Warenkorb ist leer"]);
}
