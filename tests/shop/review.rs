//! Reviews: who may write, who sees them, what they do to the stars, and that words stay words.

use serde_json::{Value, json};
use shop::domain::listing::Listing;
use shop::domain::order::Actor;
use shop::domain::product::Rating;
use shop::shop::desk::Task;
use shop::shop::review_desk::{ReviewRow, ReviewWork};

use crate::account::PASSWORD;
use crate::shopper::{Answer, Shopper};
use crate::world::TestShop;

const REVIEWS: &str = "/api/products/mug/reviews";
const PAGE: &str = "/products/mug/reviews";

impl Shopper<'_> {
    #[track_caller]
    fn joins(&self, email: &str, name: &str) {
        let body = json!({"email": email, "password": PASSWORD, "name": name});
        self.send(self.ask("POST", "/api/account/register").json(&body)).is(201);
    }

    fn says(&self, rating: u64, title: &str, body: &str) -> Answer {
        self.send(self.ask("POST", REVIEWS).json(&json!({"rating": rating, "title": title, "body": body})))
    }

    fn finds_helpful(&self, id: &str) -> Answer {
        self.send(self.ask("PUT", &format!("{REVIEWS}/{id}/helpful")))
    }

    fn reads(&self, query: &str) -> Answer {
        self.gets(&format!("{REVIEWS}{query}")).is(200)
    }
}

impl Answer {
    fn titles(&self) -> Vec<&str> {
        self.at("/reviews").as_array().expect("reviews").iter().filter_map(|review| review["title"].as_str()).collect()
    }

    /// The average and the count.
    #[track_caller]
    fn rated(self, average: f64, count: u32) -> Self {
        self.has("/average", average).has("/count", count)
    }
}

impl TestShop {
    fn moderates(&self, work: &ReviewWork) -> Vec<ReviewRow> {
        self.shop().reviews_desk(work).expect("it is done")
    }

    fn finds(&self, standing: &str) -> Vec<ReviewRow> {
        self.moderates(&ReviewWork::List { standing: Some(standing.to_owned()), product: None })
    }

    fn rated_mug(&self) -> Listing {
        Listing { rating: Some(Rating { average_hundredths: 400, count: 2 }), ..self.listing("mug") }
    }
}

fn mugs(change: impl FnOnce(&mut shop::config::Settings)) -> TestShop {
    let shop = TestShop::with(change);
    shop.stocks("mug", 50);
    shop
}

/// A customer of their own for each name.
fn customer<'a>(shop: &'a TestShop, name: &str) -> Shopper<'a> {
    let somebody = shop.someone();
    somebody.joins(&format!("{}@example.com", name.to_lowercase()), name);
    somebody
}

fn id_of(row: &ReviewRow) -> String {
    row.id.to_string()
}

#[test]
fn a_customer_writes_and_everybody_reads() {
    let shop = mugs(|_| ());
    let (ada, guest) = (shop.someone(), shop.someone());
    guest.reads("").has("/reviews", json!([])).has("/average", Value::Null).has("/count", 0).has("/next_cursor", Value::Null);
    guest.says(5, "Fine", "A fine mug").refused(401, "SIGN_IN_REQUIRED");
    ada.joins("ada@example.com", "Ada Lovelace");
    ada.says(4, " Warm  mug ", "Keeps warm.\r\n\r\n\r\nA bit small.").is(201).rated(4.0, 1).has("/yours/status", "shown");
    let read = guest.reads("").rated(4.0, 1).has("/yours", Value::Null);
    let first = read.has("/reviews/0/title", "Warm mug").has("/reviews/0/body", "Keeps warm.\n\nA bit small.").has("/reviews/0/author", "Ada");
    first.has("/reviews/0/verified", false).has("/reviews/0/rating", 4).has("/stars/1/count", 1).has("/reviews/1", Value::Null);
    assert!(!guest.reads("").body.to_string().contains("Lovelace") && !guest.reads("").body.to_string().contains("example.com"));
    guest.gets("/api/products/mug").has("/rating/average", 4.0).has("/rating/count", 1);
    guest.gets("/api/products/bowl/reviews").refused(404, "NOT_FOUND");
    let wrong = ada.says(6, &"t".repeat(121), " \u{200b} ").refused(422, "INVALID");
    let pointers: Vec<&str> = wrong.at("/errors").as_array().expect("errors").iter().filter_map(|error| error["pointer"].as_str()).collect();
    assert_eq!(pointers, ["/rating", "/title", "/body"]);
    ada.send(ada.ask("POST", REVIEWS).json(&json!({"body": "x"}))).refused(422, "INVALID").has("/errors/0/pointer", "/rating");
    guest.gets(&format!("{REVIEWS}?sort=best")).refused(422, "INVALID").has("/errors/0/pointer", "/sort");
}

#[test]
fn writing_again_replaces_it_and_votes_start_anew() {
    let shop = mugs(|_| ());
    let (ada, ben) = (customer(&shop, "Ada"), customer(&shop, "Ben"));
    ada.says(5, "Fine", "A fine mug").is(201);
    let id = id_of(&shop.finds("shown")[0]);
    ben.finds_helpful(&id).is(200).has("/helpful", 1);
    shop.waits_minutes(5);
    ada.says(5, "Fine", "A fine mug").is(201).has("/reviews/0/helpful", 1).has("/reviews/0/written_at", TestShop::minute(0));
    ada.says(1, "Broken", "The handle came off").is(201).rated(1.0, 1);
    let read = ben.reads("").has("/reviews/0/helpful", 0).has("/reviews/0/written_at", TestShop::minute(5)).has("/reviews/1", Value::Null);
    assert!(!read.body.to_string().contains("A fine mug"));
    ben.finds_helpful(&id).is(200).has("/helpful", 1);
    ada.send(ada.ask("DELETE", REVIEWS)).is(204);
    ben.reads("").has("/reviews", json!([])).has("/average", Value::Null);
    ada.send(ada.ask("DELETE", REVIEWS)).refused(404, "NOT_FOUND");
}

#[test]
fn the_mark_of_a_buyer_follows_the_orders() {
    let shop = mugs(|_| ());
    let (ada, ben) = (customer(&shop, "Ada"), customer(&shop, "Ben"));
    for somebody in [&ada, &ben] {
        somebody.adds("mug", 1).is(201);
    }
    ada.says(5, "Before", "I haven't bought it yet").is(201).has("/reviews/0/verified", false);
    ada.buys("the-order-of-ada-1", "pm_card_chargeDeclined").is(402);
    ada.reads("").has("/reviews/0/verified", false);
    ada.buys("the-order-of-ada-2", "pm_card_visa").is(201);
    ada.reads("").has("/reviews/0/verified", true);
    ben.buys("the-order-of-ben-1", "pm_card_visa").is(201);
    ben.says(4, "After", "I have bought it").is(201).has("/reviews/0/verified", true);
    shop.runs(shop.shop().at_desk(Task::Cancel { number: 1002, restock: true, reason: String::new() }, Actor::Shop)).expect("cancelled");
    shop.settles();
    let read = ada.reads("?sort=highest").has("/reviews/0/title", "Before").has("/reviews/0/verified", true);
    read.has("/reviews/1/title", "After").has("/reviews/1/verified", false);
}

#[test]
fn a_guests_order_counts_when_it_comes_into_the_account() {
    let shop = mugs(|_| ());
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.buys("an-order-of-a-guest", "pm_card_visa").is(201);
    ada.joins("ada@example.com", "Ada");
    ada.says(5, "", "Still good").is(201).has("/reviews/0/verified", true).has("/reviews/0/title", "");
}

#[test]
fn listed_ratings_are_a_base_that_an_import_does_not_undo() {
    let shop = mugs(|_| ());
    shop.lists(shop.rated_mug());
    let ada = customer(&shop, "Ada");
    ada.reads("").rated(4.0, 2).has("/reviews", json!([]));
    ada.says(5, "Fine", "A fine mug").is(201).rated(4.33, 3).has("/stars/0/count", 1);
    shop.lists(shop.rated_mug());
    ada.reads("").rated(4.33, 3);
    let better = Rating { average_hundredths: 500, count: 9 };
    shop.lists(Listing { rating: Some(better), ..shop.rated_mug() });
    ada.reads("").rated(5.0, 10);
    ada.gets(PAGE).is(200).shows_words("10 ratings, 1 of them with a review");
    let exported = tempfile::NamedTempFile::new().expect("a file");
    let request =
        shop::shop::export::ExportRequest { what: shop::shop::export::Exported::Products, format: "jsonl".into(), to: exported.path().to_owned() };
    shop.shop().export(&request, &mut |_, _| Ok(())).expect("it is written");
    let row: Value = serde_json::from_str(&std::fs::read_to_string(exported.path()).expect("a row")).expect("JSON");
    assert_eq!(row["rating"], json!({"average": 5.0, "count": 9}), "coming back, reviews would count twice");
}

#[test]
fn searches_follow_the_stars() {
    let shop = mugs(|_| ());
    let ada = customer(&shop, "Ada");
    shop.search_follows();
    ada.gets("/api/search?q=mug&rating_min=4").has("/total_count", 0);
    ada.says(4, "", "Good").is(201);
    shop.search_follows();
    ada.gets("/api/search?q=mug&rating_min=4").has("/total_count", 1).has("/products/0/rating/average", 4.0);
}

#[test]
fn the_merchant_looks_first_where_the_shop_says_so() {
    let shop = mugs(|settings| settings.reviews.approved_first = true);
    let (ada, ben) = (customer(&shop, "Ada"), customer(&shop, "Ben"));
    ada.says(2, "Leaks", "It leaks").is(201).has("/reviews", json!([])).has("/average", Value::Null).has("/yours/status", "waiting");
    ada.gets(PAGE).is(200).shows_words("It leaks").shows_words("We look at it first");
    assert!(!ben.gets(PAGE).is(200).body.to_string().contains("It leaks"));
    let waiting = shop.finds("waiting");
    let id = id_of(&waiting[0]);
    ben.finds_helpful(&id).refused(404, "NOT_FOUND");
    shop.moderates(&ReviewWork::Approve { id: waiting[0].id });
    ben.reads("").rated(2.0, 1).has("/reviews/0/title", "Leaks");
    assert!(shop.finds("waiting").is_empty());
}

#[test]
fn a_hidden_review_is_its_writers_alone_and_waits_when_it_changes() {
    let shop = mugs(|_| ());
    let (ada, ben) = (customer(&shop, "Ada"), customer(&shop, "Ben"));
    ada.says(1, "Rude", "Rude words").is(201);
    shop.waits_minutes(1);
    ben.says(5, "Kind", "Kind words").is(201);
    let id = shop.moderates(&ReviewWork::List { standing: None, product: Some("mug".into()) })[1].id;
    let row = shop.moderates(&ReviewWork::Hide { id, reason: "Please  without\nthe names.".into() }).remove(0);
    assert_eq!((row.standing.as_str(), row.reason.as_str(), row.author.as_str()), ("hidden", "Please without the names.", "Ada"));
    ben.reads("").rated(5.0, 1).has("/reviews/1", Value::Null).has("/yours/title", "Kind");
    ada.reads("").has("/yours/status", "hidden").has("/yours/reason", "Please without the names.");
    ada.gets(PAGE).is(200).shows_words("Please without the names.").shows_words("Rude words");
    ada.says(1, "Rude", "Other words").is(201).has("/yours/status", "waiting").rated(5.0, 1);
    shop.moderates(&ReviewWork::Approve { id });
    ben.reads("").rated(3.0, 2);
    let reply = ReviewWork::Reply { id, text: "Thank you.\n\u{202e}We mend it.".into() };
    shop.moderates(&reply);
    ben.reads("?sort=lowest").has("/reviews/0/reply/text", "Thank you.\nWe mend it.");
    shop.moderates(&ReviewWork::Reply { id, text: " ".into() });
    ben.reads("?sort=lowest").has("/reviews/0/reply", Value::Null);
    shop.moderates(&ReviewWork::Remove { id });
    ben.reads("").rated(5.0, 1);
    let gone = shop.shop().reviews_desk(&ReviewWork::Approve { id }).expect_err("it's gone");
    assert!(gone.to_string().contains("nothing here"), "{gone}");
}

#[test]
fn a_vote_counts_once_and_never_for_oneself() {
    let shop = mugs(|_| ());
    let (ada, ben, guest) = (customer(&shop, "Ada"), customer(&shop, "Ben"), shop.someone());
    ada.says(5, "Fine", "A fine mug").is(201);
    let id = id_of(&shop.finds("shown")[0]);
    guest.finds_helpful(&id).refused(401, "SIGN_IN_REQUIRED");
    ada.finds_helpful(&id).refused(422, "INVALID");
    ben.finds_helpful(&id).is(200).has("/helpful", 1);
    ben.finds_helpful(&id).is(200).has("/helpful", 1);
    let take_back = || ben.send(ben.ask("DELETE", &format!("{REVIEWS}/{id}/helpful")));
    take_back().is(200).has("/helpful", 0);
    take_back().is(200).has("/helpful", 0);
    let form = format!("id={id}&helpful=yes&sort=newest&stars=5&cursor=");
    let back = ben.posts(&format!("{PAGE}/helpful"), &form).is(303);
    assert_eq!(back.header("location"), format!("{PAGE}?sort=newest&stars=5#review-{id}"));
    ben.reads("").has("/reviews/0/helpful", 1);
    ada.gets(PAGE).is(200).shows_words("Nobody else has written").shows_words("1 person found this helpful");
    ben.gets(PAGE).is(200).shows_words("1 person found this helpful").shows_words("aria-pressed=\"true\"");
    let stranger = guest.posts(&format!("{PAGE}/helpful"), &form).is(303);
    assert!(stranger.header("location").starts_with("/account/login?next=%2Fproducts%2Fmug%2Freviews"));
    let foreign = ben.ask("POST", &format!("{PAGE}/helpful")).header("sec-fetch-site", "cross-site");
    ben.send(foreign.header("content-type", "application/x-www-form-urlencoded").text(&form)).is(403);
    shop.stocks("bowl", 1);
    ben.send(ben.ask("PUT", &format!("/api/products/bowl/reviews/{id}/helpful"))).refused(404, "NOT_FOUND");
}

#[test]
fn lists_are_sorted_filtered_and_paged_without_a_gap() {
    let shop = mugs(|_| ());
    let given = [5, 1, 4, 5, 3, 5, 4];
    let people: Vec<Shopper> = (0..given.len()).map(|number| customer(&shop, &format!("P{number}"))).collect();
    for (number, (person, stars)) in people.iter().zip(given).enumerate() {
        person.says(stars, &number.to_string(), "Words").is(201);
        shop.waits_minutes(1);
    }
    let ids: Vec<String> = shop.finds("shown").iter().rev().map(id_of).collect();
    for (voter, voted) in [(0, 4), (1, 4), (2, 4), (0, 1), (2, 1), (1, 3)] {
        people[voter].finds_helpful(&ids[voted]).is(200);
    }
    let cases = [
        ("sort=newest", vec!["6", "5", "4", "3", "2", "1", "0"]),
        ("sort=helpful", vec!["4", "1", "3", "6", "5", "2", "0"]),
        ("", vec!["4", "1", "3", "6", "5", "2", "0"]),
        ("sort=highest", vec!["3", "5", "0", "6", "2", "4", "1"]),
        ("sort=lowest", vec!["1", "4", "6", "2", "3", "5", "0"]),
        ("sort=newest&stars=5", vec!["5", "3", "0"]),
        ("stars=5", vec!["3", "5", "0"]),
        ("sort=lowest&stars=4", vec!["6", "2"]),
        ("stars=2", vec![]),
    ];
    for (query, expected) in cases {
        assert_eq!(people[0].reads(&format!("?{query}")).titles(), expected, "{query}");
        for limit in 1..=3 {
            let (mut found, mut cursor) = (Vec::new(), String::new());
            for _ in 0..given.len() {
                let page = people[0].reads(&format!("?{query}&limit={limit}&cursor={cursor}"));
                found.extend(page.titles().into_iter().map(str::to_owned));
                match page.at("/next_cursor").as_str() {
                    Some(next) => next.clone_into(&mut cursor),
                    None => break,
                }
            }
            assert_eq!(found, expected, "{query} by {limit}");
        }
    }
    let page = people[0].gets(&format!("{PAGE}?sort=newest&stars=5")).is(200);
    page.shows_words("With 5 stars").shows_words("href=\"/products/mug/reviews?sort=newest&amp;stars=4\"");
}

impl Answer {
    #[track_caller]
    fn shows_words(self, words: &str) -> Self {
        let page = self.body.as_str().expect("a page");
        assert!(page.contains(words), "{words:?} isn't on the page: {page}");
        self
    }
}

#[test]
fn the_form_works_without_scripts_and_loses_nothing() {
    let shop = mugs(|_| ());
    let ada = shop.someone();
    ada.gets("/products/mug").is(200).shows_words("Nobody has written a review yet").shows_words("/products/mug/reviews#write");
    ada.gets(PAGE).is(200).shows_words("/account/login?next=%2Fproducts%2Fmug%2Freviews%23write");
    let lost = ada.posts(PAGE, "rating=4&title=Typed+long&body=ago").is(401);
    lost.shows_words("You aren't signed in any more").shows_words("value=\"Typed long\"").shows_words(">\nago</textarea>");
    ada.joins("ada@example.com", "Ada Lovelace");
    let wrong = ada.posts(PAGE, "rating=&title=Half&body=").is(422).shows_words("Error: Reviews of A fine mug").shows_words("href=\"#rating\"");
    wrong.shows_words("value=\"Half\"");
    let sent = ada.posts(PAGE, "rating=4&title=Warm&body=Keeps+warm%0D%0Aand+dry").is(303);
    assert_eq!(sent.header("location"), "/products/mug/reviews?done=written#your-review");
    ada.gets("/products/mug/reviews?done=written").is(200).shows_words("Others can read your review now").shows_words("Keeps warm\nand dry");
    ada.gets("/products/mug").is(200).shows_words("Keeps warm").shows_words("See the review");
    assert_eq!(ada.posts(&format!("{PAGE}/withdraw"), "").is(303).header("location"), "/products/mug/reviews?done=withdrawn");
    ada.gets("/products/mug/reviews?done=withdrawn").is(200).shows_words("Your review is gone");
}

#[test]
fn words_stay_words() {
    let shop = mugs(|_| ());
    let ada = shop.someone();
    let payloads = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</textarea><svg/onload=alert(1)>",
        "'-alert(1)-'",
        "<a href=\"javascript:alert(1)\">x</a>",
        "&lt;b&gt;{{7*7}}</article>",
    ];
    ada.joins("ada@example.com", "<b>Ada</b>");
    let guest = shop.someone();
    for payload in payloads {
        ada.says(5, payload, &format!("{payload}\nmore")).is(201).has("/reviews/0/title", payload);
        shop.moderates(&ReviewWork::Reply { id: shop.finds("shown")[0].id, text: payload.to_owned() });
        for page in [guest.gets("/products/mug"), guest.gets(PAGE), ada.gets(PAGE)] {
            let page = page.is(200);
            let html = page.body.as_str().expect("a page");
            let shown = payload.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            assert!(html.contains(&shown) || html.contains(&shown.replace('"', "&quot;")), "{payload} isn't shown: {html}");
            for broken in ["<script>", "<img src=x", "<svg/", "<a href=\"javascript", "<b>Ada"] {
                assert!(!html.contains(broken), "{payload} became markup: {broken}");
            }
        }
    }
}

#[test]
fn a_shop_without_reviews_shows_and_takes_none() {
    let shop = mugs(|settings| settings.reviews.enabled = false);
    shop.lists(shop.rated_mug());
    let ada = customer(&shop, "Ada");
    ada.gets(REVIEWS).refused(404, "NOT_FOUND");
    ada.says(5, "", "Good").refused(404, "NOT_FOUND");
    ada.gets(PAGE).is(404);
    let page = ada.gets("/products/mug").is(200).shows_words("Rated 4.0 out of 5 by 2 people");
    assert!(!page.body.to_string().contains("Write a review"));
}

#[test]
fn a_flood_is_held_back_by_network_and_by_account() {
    let shop = mugs(|settings| settings.limits_enabled = true);
    let ada = customer(&shop, "Ada");
    let wrote = (0..20).map(|number| ada.says(5, "", &format!("Words {number}")).status).collect::<Vec<_>>();
    assert_eq!((wrote.iter().filter(|status| **status == 201).count(), wrote.last()), (15, Some(&429)));
    let elsewhere = shop.someone_at("10.1.1.1");
    elsewhere.cookie.replace(ada.cookie.borrow().clone());
    let early = elsewhere.says(5, "", "From elsewhere").refused(429, "RATE_LIMITED");
    assert!(!early.header("retry-after").is_empty());
    let guest = shop.someone();
    let refused = (0..40).map(|_| guest.says(5, "", "Words").status).collect::<Vec<_>>();
    assert_eq!((refused.iter().filter(|status| **status == 401).count(), refused.last()), (30, Some(&429)));
    guest.gets(PAGE).is(200);
}

#[test]
fn the_demo_has_reviews_that_add_up() {
    let shop = TestShop::new();
    assert!(shop.shop().load_demo().expect("it loads"));
    let guest = shop.someone();
    let mug = guest.gets("/api/products/morning-mug/reviews").is(200);
    assert_eq!(mug.at("/reviews").as_array().map(Vec::len), Some(6));
    assert_eq!(mug.number("/count"), 319 + 6);
    assert!(mug.at("/reviews").as_array().expect("reviews").iter().any(|review| review["verified"] == true && review["reply"].is_null()));
    guest.gets("/products/morning-mug").is(200).shows_words("325 ratings, 6 of them with a review").shows_words("Verified buyer");
    assert!(shop.finds("shown").len() > 100);
}
