//! The commands, as a merchant types them: what they print, how they exit, and that they work beside a running shop.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process::{Place, ended, example, soon};
use crate::shopper::at_once;

const MUGS: &str =
    "{\"title\":\"Mug\",\"sku\":\"mug\",\"price\":\"20.00\",\"stock\":5}\n{\"title\":\"Jug\",\"sku\":\"jug\",\"price\":\"30.00\",\"stock\":5}\n";

#[test]
fn a_second_process_on_the_same_data_is_turned_away() {
    let place = Place::new();
    let server = place.serves();
    assert!(server.address.starts_with("http://127.0.0.1:"), "{}", server.address);
    assert_eq!(server.client().gets("/healthz").expect("it answers").status, 200);
    place.runs(&["serve", "--listen", "127.0.0.1:0"]).with(75).complains("another process uses the data");
    assert_eq!(server.client().gets("/readyz").expect("it still answers").status, 200);
}

#[test]
fn commands_work_through_the_running_shop() {
    let place = Place::new();
    place.holds("mugs.jsonl", MUGS);
    let server = place.serves();
    place.runs(&["import", "mugs.jsonl"]).with(0).says("created 2, updated 0, unchanged 0, skipped 0, failed 0");
    place.runs(&["import", "mugs.jsonl"]).with(0).says("created 0, updated 0, unchanged 2, skipped 0, failed 0");
    let client = server.client();
    assert_eq!(client.gets("/api/products/mug").expect("it answers").body["available"], 5);
    assert_eq!(client.adds("mug", 2, "two-mugs-please-01").expect("it answers").status, 201);
    assert_eq!(client.buys("two-mugs-please-02").expect("it answers").status, 201);
    place.runs(&["check"]).with(0).says("everything adds up");
    assert_eq!((place.figure("units on hand"), place.figure("units sold"), place.figure("orders confirmed")), (8, 2, 1));
    place.runs(&["export", "products", "--to", "out.jsonl"]).with(0).says("wrote 2 rows");
    place.runs(&["export", "orders", "--to", "orders.csv", "--format", "csv"]).with(0).says("wrote 1 rows");
    place.runs(&["export", "customers", "--to", "customers.jsonl"]).with(0).says("wrote 1 rows");
    assert!(place.reads("out.jsonl").contains("\"stock\":3") && place.reads("customers.jsonl").contains("ada@example.com"));
    place.runs(&["reindex"]).with(0).says("2 products are in the index of the running shop");
    soon("the search finds it", || client.gets("/api/search?q=jug").expect("it answers").body["total_count"] == 1);
}

#[test]
fn who_hears_that_the_shop_listens_can_use_and_stop_it_at_once() {
    for _ in 0..5 {
        let place = Place::new();
        let server = place.serves();
        place.runs(&["check"]).with(0);
        assert_eq!(server.terminates().code(), Some(0));
        assert_eq!(place.serves().terminates().code(), Some(0));
    }
}

#[test]
fn an_index_that_is_made_for_the_first_time_or_another_language_is_nothing_to_warn_of() {
    let place = Place::new();
    place.holds("mugs.jsonl", MUGS);
    let server = place.serves();
    place.runs(&["import", "mugs.jsonl"]).with(0);
    soon("the search finds it", || server.client().gets("/api/search?q=jug").expect("it answers").body["total_count"] == 1);
    server.terminates();
    place.holds("shop.toml", "[search]\nlanguage = \"german\"\n");
    let server = place.serves();
    soon("the search finds it", || server.client().gets("/api/search?q=jug").expect("it answers").body["degraded"] == false);
    server.terminates();
    let log = place.reads("log.txt");
    assert!(log.contains("the search index is made") && log.contains("or for another language") && !log.contains("WARN"), "{log}");
    std::fs::write(place.path("shop-data/search/2/meta.json"), "{").expect("written");
    place.serves().terminates();
    assert!(place.reads("log.txt").contains("WARN shop::search::keeper: a search index can't be used"));
}

#[test]
fn commands_work_without_a_running_shop() {
    let place = Place::new();
    place.holds("mugs.jsonl", MUGS);
    place.runs(&["check"]).with(1).complains("there is no shop in");
    place.runs(&["import", "--dry-run", "mugs.jsonl"]).with(0).says("created 2").says("nothing was written");
    place.runs(&["check"]).with(1).complains("there is no shop in");
    place.runs(&["import", "mugs.jsonl"]).with(0).says("created 2");
    place.runs(&["check"]).with(0).says("everything adds up");
    place.runs(&["import", "mugs.jsonl"]).with(0).says("created 0, updated 0, unchanged 2");
    place.runs(&["reindex"]).with(0).says("2 products are in the index");
    assert_eq!(place.figure("products"), 2);
    let server = place.serves();
    assert_eq!(server.client().gets("/api/search?q=mug").expect("it answers").body["total_count"], 1);
}

/// The three customers of the story, as a file.
fn customers_of(place: &Place, format: &str) -> String {
    let name = format!("customers.{format}");
    place.runs(&["export", "customers", "--to", &name, "--format", format]).with(0).says("wrote 3 rows");
    place.reads(&name)
}

#[test]
fn customers_are_exported_with_and_without_accounts_and_nothing_they_typed_is_obeyed() {
    let place = Place::new();
    place.holds("mugs.jsonl", MUGS);
    let server = place.serves();
    place.runs(&["import", "mugs.jsonl"]).with(0);
    let ada = server.client();
    let account = json!({"email": "Ada@Example.com", "name": "=cmd|' /C calc'!A0", "password": "rain on tuesday"});
    assert_eq!(ada.posts("/api/account/register", "registers-ada-0001", &account).expect("it answers").status, 201);
    for (number, key) in ["two-mugs-please-01", "two-mugs-please-02"].into_iter().enumerate() {
        assert_eq!(ada.adds("mug", 1, &format!("adds-a-mug-please-{number}")).expect("it answers").status, 201);
        assert_eq!(ada.buys(key).expect("it answers").status, 201);
    }
    // Somebody who only registered, and a guest whose address turns a terminal around.
    let ben = json!({"email": "ben@example.com", "name": "Ben", "password": "rain on tuesday"});
    assert_eq!(server.client().posts("/api/account/register", "registers-ben-0001", &ben).expect("it answers").status, 201);
    let guest = server.client();
    assert_eq!(guest.adds("jug", 1, "adds-a-jug-please-1").expect("it answers").status, 201);
    let mut order = at_once("pm_card_visa");
    order["shipping_address"]["email"] = json!("+49\u{202e}@example.com");
    order["shipping_address"]["name"] = json!("Eve");
    assert_eq!(guest.posts("/api/orders", "one-jug-please-0001", &order).expect("it answers").status, 201);
    place.runs(&["order", "refund", "1001", "--amount", "5.00", "--reason", "scratched \u{202e}\u{1b}[2J"]).with(0);
    place.runs(&["order", "show", "1001"]).with(0).says("scratched").commands_nothing();
    place.runs(&["order", "list"]).with(0).says("+49\\u{202e}@example.com").commands_nothing();

    let table = customers_of(&place, "csv");
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[1].starts_with("'+49\u{202e}@example.com,Eve,,1,"), "{table}");
    assert!(lines[2].starts_with("Ada@example.com,'=cmd|' /C calc'!A0,20") && lines[2].contains(",2,"), "{table}");
    assert!(lines[2].ends_with(",1 Main St,,Oakville,CA,94103,US,"), "{table}");
    assert!(lines[3].starts_with("ben@example.com,Ben,20") && lines[3].ends_with(",0,0.00,USD,,,,,,,,,"), "{table}");
    assert_eq!(server.terminates().code(), Some(0));
    let listed = customers_of(&place, "jsonl");
    let read: Vec<Value> = listed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((&read[0]["registered_at"], &read[1]["orders"], &read[2]["address"]), (&Value::Null, &json!(2), &Value::Null));
    assert!(!(table + &listed).contains("argon2"), "a password's hash is nobody's business");
}

#[test]
fn coupons_are_made_listed_and_ended_with_and_without_a_running_shop() {
    let place = Place::new();
    place.holds("mugs.jsonl", MUGS);
    place.runs(&["coupon", "list"]).with(1).complains("there is no shop in");
    place.runs(&["import", "mugs.jsonl"]).with(0);
    place.runs(&["coupon", "list"]).with(0).says("there are no coupons");
    let limits = ["--minimum", "30.00", "--until", "2099-12-31", "--uses", "5", "--per-customer", "2"];
    let added = place.runs(&[&["coupon", "add", "spring", "--percent", "12.5"][..], &limits].concat()).with(0);
    added.says("added SPRING: 12.5% off; works; used 0 of 5; from $30.00, until 1 Jan 2100, 00:00 UTC, 2 for each customer");
    place.runs(&["coupon", "add", "spring", "--sum", "5"]).with(1).complains("there is a coupon SPRING already");
    for wrong in [&["coupon", "add", "x-1"][..], &["coupon", "add", "x-1", "--sum", "5", "--percent", "5"], &["coupon"]] {
        place.runs(wrong).with(2);
    }
    let server = place.serves();
    place.runs(&["coupon", "add", "freight", "--free-shipping"]).with(0).says("added FREIGHT: free shipping; works; used 0");
    place.runs(&["coupon", "add", "freight", "--free-shipping"]).with(1).complains("there is a coupon FREIGHT already");
    let client = server.client();
    assert_eq!(client.adds("mug", 1, "one-mug-if-you-please").expect("it answers").status, 201);
    let entered = client.posts("/api/cart/coupon", "a-code-for-one-mug-1", &serde_json::json!({"code": "freight"})).expect("it answers");
    assert_eq!((entered.status, &entered.body["shipping"]["amount"]), (200, &serde_json::json!(0)));
    assert_eq!(client.buys("one-mug-if-you-please-2").expect("it answers").status, 201);
    place.runs(&["coupon", "end", "Spring"]).with(0).says("ended SPRING: 12.5% off; ended");
    place.runs(&["coupon", "end", "summer"]).with(1).complains("error: there is no coupon SUMMER\n");
    let listed = place.runs(&["coupon", "list"]).with(0).says("SPRING: 12.5% off; ended; used 0 of 5");
    listed.says("FREIGHT: free shipping; works; used 1");
    place.runs(&["check"]).with(0).says("everything adds up");
}

#[test]
fn reviews_are_moderated_with_and_without_a_running_shop() {
    let place = Place::with("[reviews]\npublish = \"approved\"\n");
    place.runs(&["import", &example("products.jsonl")]);
    let server = place.serves();
    let client = server.client();
    let handle = client.gets("/api/search?limit=1").expect("a search").body["products"][0]["handle"].as_str().expect("a product").to_owned();
    let account = json!({"email": "ada@example.com", "name": "Ada", "password": "kettle on the hob"});
    client.posts("/api/account/register", "a-key-for-an-account", &account).expect("an account");
    let words = json!({"rating": 4, "title": "Fine \u{1b}[31m", "body": "Two\nlines \u{202e}"});
    client.posts(&format!("/api/products/{handle}/reviews"), "a-key-for-a-review-1", &words).expect("a review");
    let listed = place.runs(&["review", "list", "--waiting"]).with(0).says("4 stars").says("Ada").says("    lines").commands_nothing();
    let id = listed.out.split_whitespace().next().expect("an id").to_owned();
    place.runs(&["review", "approve", &id]).with(0).says("shown");
    place.runs(&["review", "list", "--waiting"]).with(0).says("there are no such reviews");
    assert!(server.terminates().success());
    place.runs(&["review", "hide", &id, "--reason", "Names somebody"]).with(0).says("hidden because: Names somebody");
    place.runs(&["review", "reply", &id, "Thank you"]).with(0).says("    > Thank you");
    place.runs(&["review", "list", "--hidden", "--product", &handle]).with(0).says(&id);
    place.runs(&["review", "list", "--product", "nothing"]).with(1).complains("there is no product nothing");
    place.runs(&["review", "remove", &id]).with(0).says("removed");
    place.runs(&["review", "approve", &id]).with(1).complains("nothing here by that name");
    place.runs(&["check"]).with(0);
}

#[test]
fn searches_are_told_with_and_without_a_running_shop() {
    let place = Place::new();
    place.holds("mugs.jsonl", MUGS);
    place.runs(&["searches", "top"]).with(1).complains("there is no shop in");
    place.runs(&["import", "mugs.jsonl"]).with(0);
    place.runs(&["searches", "top"]).with(0).says("nothing in 30 days");
    let server = place.serves();
    let client = server.client();
    for text in ["mug", "jar"] {
        assert_eq!(client.gets(&format!("/api/search?q={text}")).expect("it answers").status, 200);
    }
    place.runs(&["searches", "top", "--format", "csv"]).with(0).says("text,searches,empty").says("mug,1,0,0,1,0,");
    place.runs(&["searches", "zero", "--format", "json"]).with(0).says("\"text\": \"jar\"");
    place.runs(&["searches", "top", "--days", "91"]).with(1).complains("--days must be from 1 to 90");
    place.runs(&["searches"]).with(2);
    assert_eq!(client.gets("/search?q=jug").expect("it answers").status, 200);
    assert_eq!(server.terminates().code(), Some(0));
    place.runs(&["searches", "noclick", "--limit", "1"]).with(0).says("jug ");
    place.runs(&["check"]).with(0);
}

#[test]
fn what_is_exported_can_be_imported_and_is_the_same() {
    for (format, other) in [("jsonl", "csv"), ("csv", "jsonl")] {
        let (first, second) = (Place::new(), Place::new());
        for name in ["products.jsonl", "woo.csv", "shopify.csv"] {
            assert!(first.runs(&["import", &example(name)]).code.is_some_and(|code| code <= 1));
        }
        first.runs(&["export", "products", "--format", format, "--to", "all"]).with(0);
        let all = first.path("all");
        second.runs(&["import", "--format", format, all.to_str().expect("plain letters")]).with(0);
        for format in [format, other] {
            for place in [&first, &second] {
                place.runs(&["export", "products", "--format", format, "--to", "again"]).with(0);
            }
            assert_eq!(first.reads("again"), second.reads("again"), "as {format}");
        }
        second.runs(&["check"]).with(0);
    }
}

#[test]
fn a_bad_row_is_named_and_the_exit_says_that_something_was_wrong() {
    let place = Place::new();
    place.holds("some.jsonl", &format!("{MUGS}{{\"title\":\"No price\"}}\n"));
    let said = place.runs(&["import", "some.jsonl"]).with(1).says("created 2, updated 0, unchanged 0, skipped 0, failed 1");
    said.complains("some.jsonl:3: ").complains("price");
    place.runs(&["import", "nowhere.jsonl"]).with(1).complains("there is no file nowhere.jsonl");
    place.runs(&["export", "products", "--to", "no/such/folder/out"]).with(1).complains("error: ");
    place.holds("empty.csv", "");
    place.runs(&["import", "empty.csv"]).with(1).complains("empty");
}

#[test]
fn a_wrong_setting_names_its_line_and_its_key() {
    let cases = [
        ("[tax]\n\nrate = \"8\"\n", "shop.toml:3: [tax] rate: \"8\" is not a rate"),
        ("[shipping]\nflat = \"cheap\"\n", "shop.toml:2: [shipping] flat"),
        ("[reservation]\nminutes = 0\n", "shop.toml:2: [reservation] minutes: must be at least 1"),
        ("[limits]\nquantity_maximum = 5\n", "quantity_maximum"),
        ("[payments]\nprovider = \"barter\"\n", "shop.toml:2: [payments] provider"),
    ];
    for (settings, expected) in cases {
        let place = Place::with(settings);
        place.runs(&["config", "check"]).with(1).complains(expected);
        place.runs(&["serve", "--listen", "127.0.0.1:0"]).with(1).complains(expected);
    }
    let place = Place::new();
    ended(place.command(&["config", "check"]).env("SHOP_TAX__RATE", "lots")).with(1).complains("SHOP_TAX__RATE: \"lots\" is not a rate");
    ended(place.command(&["config", "print"]).env("SHOP_TAX__RATE", "7.5%")).with(0).says("rate = \"7.5%\"");
    let printed = ended(place.command(&["config", "print"]).env("SHOP_MAIL__PASSWORD", "correct horse")).with(0).says("password = \"(hidden)\"");
    assert!(!printed.out.contains("horse") && !printed.err.contains("horse"));
    place.runs(&["config", "check"]).with(0).says("the settings can be used");
    place.runs(&["--config", "other.toml", "config", "check"]).with(1).complains("there is no settings file other.toml");
}

#[test]
fn an_open_address_without_tls_is_refused() {
    let place = Place::new();
    place.runs(&["serve", "--listen", "0.0.0.0:0"]).with(1).complains("in the clear");
}

#[test]
fn wrong_usage_exits_with_2() {
    let place = Place::new();
    for arguments in [&[][..], &["sell"], &["serve", "--port", "80"], &["import"], &["export", "products"], &["import", "--format", "xml", "a"]] {
        place.runs(arguments).with(2);
    }
    place.runs(&["--help"]).with(0).says("serve");
    place.runs(&["--version"]).with(0).says(env!("CARGO_PKG_VERSION"));
    assert!(!place.path("shop-data").exists(), "nothing is made for who asks wrongly");
}

#[test]
fn who_is_told_to_stop_loses_nothing() {
    let place = Place::new();
    place.holds("mugs.jsonl", MUGS);
    place.runs(&["import", "mugs.jsonl"]).with(0);
    let server = place.serves();
    let mut client = server.client();
    client.adds("jug", 1, "one-jug-please-001").expect("it answers");
    let order = client.buys("one-jug-please-002").expect("it answers");
    client.adds("mug", 2, "two-mugs-please-01").expect("it answers");
    assert_eq!((order.status, server.terminates().code()), (201, Some(0)));
    assert!(!place.path("shop-data/control.json").exists(), "the private door is gone");
    place.runs(&["check"]).with(0);
    let server = place.serves();
    client.address.clone_from(&server.address);
    let again = client.buys("one-jug-please-002").expect("it answers");
    assert_eq!((again.status, &again.body), (200, &order.body));
    assert_eq!(client.gets("/api/cart").expect("it answers").body["item_count"], 2);
    assert_eq!((place.figure("units on hand"), place.figure("units reserved")), (9, 2));
}

#[test]
fn after_a_kill_everything_works_as_if_nothing_had_been() {
    let place = Place::new();
    place.holds("mugs.jsonl", MUGS);
    let server = place.serves();
    place.runs(&["import", "mugs.jsonl"]).with(0);
    server.dies();
    assert!(place.path("shop-data/control.json").exists(), "it could not tidy up");
    place.runs(&["check"]).with(0).says("everything adds up");
    place.runs(&["import", "mugs.jsonl"]).with(0).says("unchanged 2");
    let server = place.serves();
    place.runs(&["import", "mugs.jsonl"]).with(0).says("unchanged 2");
    assert_eq!(server.terminates().code(), Some(0));
}

#[test]
fn the_private_door_is_private() {
    let place = Place::new();
    let _server = place.serves();
    let file = place.path("shop-data/control.json");
    let mode = std::fs::metadata(&file).expect("readable").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let door: serde_json::Value = serde_json::from_str(&place.reads("shop-data/control.json")).expect("JSON");
    let client = crate::process::Client::new(&format!("http://{}", door["address"].as_str().expect("an address")));
    for path in ["/check", "/import", "/export", "/reindex"] {
        assert_eq!(client.posts(path, "a-stranger-knocks-1", &serde_json::json!({})).expect("it answers").status, 403);
    }
    std::fs::remove_file(&file).expect("removed");
    place.runs(&["check"]).with(75).complains("another process uses the data");
}

/// Whoever never ends a header is cut off after ten seconds; others don't notice.
#[test]
fn slow_clients_are_cut_off_while_others_are_served() {
    let place = Place::with("[limits]\nenabled = false\n");
    let server = place.serves();
    let address = server.address.strip_prefix("http://").expect("an address");
    let start = Instant::now();
    let mut slow: Vec<TcpStream> = (0..50).map(|_| TcpStream::connect(address).expect("it takes calls")).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /api/cart HTTP/1.1\r\nHost: shop.test\r\nX-Slow: ").expect("sent");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("set");
    }
    for _ in 0..20 {
        let asked = Instant::now();
        assert_eq!(server.client().gets("/api/cart").expect("it answers").status, 200);
        assert!(asked.elapsed() < Duration::from_secs(5), "others are served at once");
    }
    for stream in &mut slow {
        let mut rest = Vec::new();
        match stream.read_to_end(&mut rest) {
            Ok(_) => assert!(!String::from_utf8_lossy(&rest).contains(" 200 ")),
            Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "it is cut off"),
        }
    }
    assert!((8..25).contains(&start.elapsed().as_secs()), "after about ten seconds, not {:?}", start.elapsed());
}

#[test]
fn one_network_has_only_so_many_connections() {
    let place = Place::with("[http]\nconnections_per_client_max = 3\n");
    let server = place.serves();
    let address = server.address.strip_prefix("http://").expect("an address");
    let kept: Vec<TcpStream> = (0..3).map(|_| TcpStream::connect(address).expect("it takes calls")).collect();
    let mut one_more = TcpStream::connect(address).expect("the system takes it");
    one_more.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
    assert_eq!(one_more.read(&mut [0]).expect("it is closed"), 0, "it hangs up at once");
    drop(kept);
    soon("there is room again", || server.client().gets("/healthz").is_ok_and(|reply| reply.status == 200));
}
