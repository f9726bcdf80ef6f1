//! Live stock and carts: streams and sockets of a real server, heard exactly when something is committed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use shop::domain::product::Status;
use shop::shop::Shop;
use shop::shop::live::{News, Stocked};
use shop::shop::visitor::Visitor;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::process::{Place, soon};
use crate::waves::{Air, Socket, Wave};
use crate::world::TestShop;

#[test]
fn whoever_watches_hears_each_change_and_nothing_else() {
    let shop = TestShop::new();
    for sku in ["mug", "pot", "bowl"] {
        shop.stocks(sku, 5);
    }
    let air = Air::of(&shop);
    let mut stream = air.stream("/api/events?sku=mug&sku=pot&sku=no-such-thing&sku=mug", "");
    stream.hears("mug", 5);
    stream.hears("pot", 5);
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 2).is(201);
    stream.hears("mug", 3);
    ada.adds("bowl", 1).is(201);
    shop.waits_minutes(31);
    shop.sweeps();
    stream.hears("mug", 5);
    ben.adds("pot", 1).is(201);
    stream.hears("pot", 4);
    ben.buys("ben-buys-one-pot-1", "pm_card_visa").is(201);
    shop.stocks("pot", 9);
    stream.hears("pot", 9);
    let mut listing = shop.listing("pot");
    listing.status = Status::Draft;
    shop.lists(listing.clone());
    stream.hears("pot", 0);
    listing.status = Status::Active;
    shop.lists(listing);
    stream.hears("pot", 9);
    shop.stocks("pot", 0);
    stream.hears("pot", 0);
}

#[test]
fn a_socket_hears_what_it_asks_for_from_the_present_value_on() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    shop.stocks("pot", 2);
    let air = Air::of(&shop);
    let mut socket = air.socket("").expect("it opens");
    socket.says(&json!({"subscribe": ["mug", "no-such-thing"]}));
    assert_eq!(socket.hears(), json!({"type": "inventory", "sku": "mug", "available": 5}));
    shop.someone().adds("mug", 1).is(201);
    assert_eq!(socket.hears(), json!({"type": "inventory", "sku": "mug", "available": 4}));
    socket.says(&json!({"subscribe": ["pot", "mug"]}));
    assert_eq!(socket.hears_stock(), [("mug".to_owned(), 4), ("pot".to_owned(), 2)], "those that were watched before are told anew");
    shop.someone().adds("pot", 2).is(201);
    assert_eq!(socket.hears(), json!({"type": "inventory", "sku": "pot", "available": 0}));
    let asked = shop.someone().gets("/api/availability?sku=pot&sku=mug&sku=no-such-thing").is(200);
    assert_eq!(asked.body, json!({"inventory": [{"sku": "pot", "available": 0}, {"sku": "mug", "available": 4}]}));
}

#[test]
fn what_a_client_may_say_is_bounded() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let air = Air::of(&shop);
    let ends = |text: &str| {
        let mut socket = air.socket("").expect("it opens");
        socket.sends(text);
        socket.is_closed()
    };
    assert_eq!(ends("{\"subscribe\":[\"mug\""), Some(CloseCode::Policy));
    assert_eq!(ends("{\"unsubscribe\":[\"mug\"]}"), Some(CloseCode::Policy));
    let skus: Vec<String> = (0..101).map(|number| format!("sku-{number}")).collect();
    assert_eq!(ends(&json!({"subscribe": skus}).to_string()), Some(CloseCode::Policy));
    ends(&json!({"subscribe": ["x".repeat(20_000)]}).to_string());
    let many = skus.join("&sku=");
    shop.someone().gets(&format!("/api/events?sku={many}")).refused(422, "INVALID");
    shop.someone().gets(&format!("/api/availability?sku={many}")).refused(422, "INVALID");
    soon("all places are free again", || shop.shop().live.listeners() == 0);
}

#[test]
fn another_sites_page_hears_nothing() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let air = Air::of(&shop);
    let own = format!("Origin: http://{}\r\nSec-Fetch-Site: same-origin\r\n", air.address);
    air.socket(&own).expect("our own page");
    for foreign in ["Origin: https://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n"] {
        assert_eq!(air.socket(foreign).err(), Some(403), "{foreign}");
        assert_eq!(air.stream("/api/events?sku=mug", foreign).status, 403, "{foreign}");
    }
}

#[test]
fn one_network_cannot_take_every_place() {
    let shop = TestShop::with(|settings| {
        settings.limits_enabled = true;
        settings.connections_max = 80;
        settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    });
    shop.stocks("mug", 5);
    let air = Air::of(&shop);
    let from = |network: &str| air.socket(&format!("X-Forwarded-For: {network}\r\n"));
    let mut open: Vec<Socket> = (0..32).map(|_| from("192.0.2.1").expect("a place")).collect();
    assert_eq!(from("192.0.2.1").err(), Some(429));
    open.extend((0..8).map(|_| from("192.0.2.2").expect("another network has its own")));
    assert_eq!(from("192.0.2.3").err(), Some(503), "half of the connections stay free for those who shop");
    open.truncate(20);
    soon("places are given back", || from("192.0.2.1").is_ok());
}

#[test]
fn other_tabs_and_devices_hear_of_the_cart_until_the_session_ends() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    shop.stocks("pot", 5);
    let ada = shop.someone();
    ada.registers();
    ada.adds("mug", 1).is(201);
    let air = Air::of(&shop);
    let cookie = format!("Cookie: shop_session={}\r\n", ada.cookie.borrow().clone().expect("a cookie"));
    let mut tab = air.socket(&cookie).expect("it opens");
    let version = ada.cart().number("/version");
    assert_eq!(tab.hears(), json!({"type": "cart", "version": version, "item_count": 1, "unavailable": []}));
    let phone = shop.someone();
    phone.signs_in();
    phone.adds("pot", 2).is(201);
    assert_eq!(tab.hears(), json!({"type": "cart", "version": phone.cart().number("/version"), "item_count": 3, "unavailable": []}));
    ada.signs_out();
    phone.adds("pot", 1).is(201);
    tab.says(&json!({"subscribe": ["mug"]}));
    assert_eq!(tab.hears(), json!({"type": "inventory", "sku": "mug", "available": 4}), "of the cart it hears no more");
}

#[test]
fn a_line_that_cannot_be_bought_any_more_warns() {
    let shop = TestShop::new();
    shop.stocks("mug", 3);
    shop.stocks("pot", 5);
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 2).is(201);
    ada.adds("pot", 1).is(201);
    let air = Air::of(&shop);
    let cookie = format!("Cookie: shop_session={}\r\n", ada.cookie.borrow().clone().expect("a cookie"));
    let mut tab = air.socket(&cookie).expect("it opens");
    let lost = |tab: &mut Socket| tab.hears()["unavailable"].clone();
    assert_eq!(lost(&mut tab), json!([]));
    ben.adds("mug", 1).is(201);
    shop.waits_minutes(31);
    shop.sweeps();
    assert_eq!(lost(&mut tab), json!([]), "no longer held, but still there");
    ben.adds("mug", 1).is(201);
    let one_left = json!([{"sku": "mug", "title": "A fine mug", "available": 1, "detail": "A fine mug, in your cart: only 1 left"}]);
    assert_eq!(lost(&mut tab), one_left);
    ben.adds("mug", 1).is(201);
    assert_eq!(lost(&mut tab)[0]["detail"], "A fine mug, in your cart, is sold out");
    let mut listing = shop.listing("pot");
    listing.status = Status::Archived;
    shop.lists(listing);
    let both = lost(&mut tab);
    assert_eq!((&both[0]["sku"], &both[1]["detail"]), (&json!("mug"), &json!("A fine pot, in your cart, is no longer sold")));
    ben.clears().is(200);
    assert_eq!(lost(&mut tab).as_array().map(Vec::len), Some(1), "the mugs can be had again");
}

/// Listeners come and go while stock changes: each hears each last value, however its coming or its waiting meets the commit.
#[test]
fn nothing_is_lost_between_the_first_value_and_the_changes() {
    let shop = TestShop::new();
    shop.stocks("mug", 1_000);
    let air = Air::of(&shop);
    let seen: Arc<Vec<AtomicU64>> = Arc::new((0..64).map(|_| AtomicU64::new(0)).collect());
    let crowd = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime");
    for place in 0..seen.len() {
        crowd.spawn(listens_again_and_again(shop.shop(), Arc::clone(&seen), place));
    }
    for units in (0..60).rev() {
        shop.stocks("mug", units);
        let start = Instant::now();
        while seen.iter().any(|seen| seen.load(Ordering::Acquire) != units) {
            assert!(start.elapsed() < Duration::from_secs(20), "somebody never hears of {units}: {seen:?}");
            std::thread::yield_now();
        }
    }
    drop(air);
    crowd.shutdown_timeout(Duration::from_secs(10));
}

async fn listens_again_and_again(shop: Arc<Shop>, seen: Arc<Vec<AtomicU64>>, place: usize) {
    loop {
        let Ok(mut listener) = shop.listen(Visitor { cookie: None, client: 7 }) else { return };
        listener.watch(&["mug".to_owned()]).expect("readable").expect("one SKU");
        for _ in 0..2 + place % 3 {
            let Some(News::Inventory(stocked)) = listener.next().await.expect("readable") else { return };
            seen[place].store(stocked.available, Ordering::Release);
        }
    }
}

#[test]
fn a_slow_listener_gets_the_newest_value_and_no_backlog() {
    let shop = TestShop::new();
    shop.stocks("mug", 1_000);
    shop.stocks("pot", 1_000);
    let mut listener = shop.shop().listen(Visitor { cookie: None, client: 7 }).expect("a place");
    listener.watch(&["mug".to_owned(), "pot".to_owned()]).expect("readable").expect("two SKUs");
    let stock = |sku: &str, available| Some(News::Inventory(Stocked { sku: sku.to_owned(), available }));
    let mut next = async || tokio::time::timeout(Duration::from_millis(50), listener.next()).await.map_or(None, |news| news.expect("readable"));
    shop.runs(async {
        assert_eq!((next().await, next().await), (stock("mug", 1_000), stock("pot", 1_000)));
    });
    for units in (1..100).rev() {
        shop.stocks("mug", units);
        shop.runs(shop.shop().live.tell());
    }
    shop.stocks("pot", 7);
    shop.runs(async {
        shop.shop().live.tell().await;
        assert_eq!((next().await, next().await, next().await), (stock("mug", 1), stock("pot", 7), None));
    });
}

#[test]
fn a_shop_that_stops_says_goodbye_and_ends_at_once() {
    let place = Place::new();
    place.holds("mug.jsonl", "{\"title\":\"Mug\",\"handle\":\"mug\",\"price\":\"5\",\"stock\":3}\n");
    place.runs(&["import", "mug.jsonl"]).with(0);
    let server = place.serves();
    let address = server.address.trim_start_matches("http://").to_owned();
    let mut stream = Wave::open(&address, "/api/events?sku=mug", "Accept-Encoding: br, gzip\r\n");
    stream.hears("mug", 3);
    assert!(!stream.head.to_lowercase().contains("content-encoding"), "{}", stream.head);
    let mut socket = Socket::open(&address, "").expect("it opens");
    let start = Instant::now();
    assert_eq!(server.terminates().code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(5), "it took {:?}", start.elapsed());
    assert_eq!(socket.is_closed(), Some(CloseCode::Away));
    assert!(stream.is_over());
}

#[test]
fn an_import_is_heard_by_who_watches_a_running_shop() {
    let place = Place::new();
    let lists = |stock: u32| place.holds("mug.jsonl", &format!("{{\"title\":\"Mug\",\"handle\":\"mug\",\"price\":\"5\",\"stock\":{stock}}}\n"));
    lists(3);
    place.runs(&["import", "mug.jsonl"]).with(0);
    let server = place.serves();
    let mut stream = Wave::open(server.address.trim_start_matches("http://"), "/api/events?sku=mug", "");
    stream.hears("mug", 3);
    lists(8);
    place.runs(&["import", "mug.jsonl"]).with(0);
    stream.hears("mug", 8);
}
