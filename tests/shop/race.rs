//! Two hundred buyers at once on fifty units, over HTTP, with and without `kill -9` in the middle.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::time::Duration;

use crate::process::{Client, Place, Reply, soon};

const BUYERS: usize = 200;
const UNITS: usize = 50;

/// What every buyer knows: where the shop is, and how many have bought.
struct Crowd {
    address: Mutex<String>,
    start: Barrier,
    bought: AtomicUsize,
}

/// How it ended for one buyer.
#[derive(Debug)]
enum Ended {
    /// With the link of the order.
    Bought(String),
    SoldOut,
}

fn shop_with_fifty() -> Place {
    let place = Place::with("[limits]\nenabled = false\n[log]\nlevel = \"error\"\n");
    place.holds("mugs.jsonl", &format!("{{\"title\":\"Mug\",\"sku\":\"mug\",\"price\":\"20.00\",\"stock\":{UNITS}}}\n"));
    place.runs(&["import", "mugs.jsonl"]).with(0);
    place
}

impl Crowd {
    fn at(address: &str) -> Arc<Self> {
        Arc::new(Self { address: Mutex::new(address.to_owned()), start: Barrier::new(BUYERS), bought: AtomicUsize::new(0) })
    }

    fn address(&self) -> String {
        self.address.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn moves_to(&self, address: &str) {
        address.clone_into(&mut self.address.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Asks until there is an answer that means something: a shop that is gone or busy is asked again.
    fn insists(&self, client: &mut Client, ask: impl Fn(&Client) -> Result<Reply, ureq::Error>) -> Reply {
        for _ in 0..500 {
            client.address = self.address();
            match ask(client) {
                Ok(reply) if reply.status < 500 && reply.body["code"] != "REQUEST_IN_PROGRESS" => return reply,
                Ok(_) | Err(_) => std::thread::sleep(Duration::from_millis(40)),
            }
        }
        panic!("the shop never came back")
    }

    fn buyer(&self, number: usize) -> Ended {
        let mut client = Client::new(&self.address());
        self.start.wait();
        let added = self.insists(&mut client, |client| client.adds("mug", 1, &format!("buyer-adds-one-{number:04}")));
        if added.status == 409 {
            assert_eq!(added.body["code"], "INSUFFICIENT_INVENTORY", "{}", added.body);
            return Ended::SoldOut;
        }
        assert_eq!(added.status, 201, "{}", added.body);
        let bought = self.insists(&mut client, |client| client.buys(&format!("buyer-buys-one-{number:04}")));
        assert!([200, 201].contains(&bought.status), "{}", bought.body);
        assert_eq!(bought.body["status"], "confirmed");
        self.bought.fetch_add(1, Ordering::SeqCst);
        Ended::Bought(bought.body["url"].as_str().expect("a link").to_owned())
    }

    fn come(self: &Arc<Self>) -> Vec<std::thread::JoinHandle<Ended>> {
        let buyers = (0..BUYERS).map(|number| {
            let crowd = Arc::clone(self);
            std::thread::spawn(move || crowd.buyer(number))
        });
        buyers.collect()
    }
}

/// The links of all orders, each seen by its buyer.
fn links(buyers: Vec<std::thread::JoinHandle<Ended>>) -> Vec<String> {
    let ended = buyers.into_iter().map(|buyer| buyer.join().expect("no buyer is surprised"));
    ended.filter_map(|ended| if let Ended::Bought(link) = ended { Some(link) } else { None }).collect()
}

fn each_is_there(address: &str, links: &[String]) {
    let stranger = Client::new(address);
    for link in links {
        let order = stranger.gets(&link.replace("/orders/", "/api/orders/")).expect("it answers");
        assert_eq!((order.status, &order.body["status"]), (200, &serde_json::json!("confirmed")), "{link}: {}", order.body);
    }
    assert_eq!(links.iter().collect::<BTreeSet<_>>().len(), links.len(), "each order has one buyer");
}

fn count(number: usize) -> u64 {
    u64::try_from(number).expect("few")
}

#[test]
fn fifty_of_two_hundred_buyers_get_one_and_the_others_are_told() {
    let place = shop_with_fifty();
    let server = place.serves();
    let links = links(Crowd::at(&server.address).come());
    assert_eq!(links.len(), UNITS, "nobody too many, and nobody too few");
    each_is_there(&server.address, &links);
    assert_eq!(server.client().gets("/api/products/mug").expect("it answers").body["available"], 0);
    place.runs(&["check"]).with(0).says("everything adds up");
    assert_eq!(server.terminates().code(), Some(0));
    place.runs(&["check"]).with(0).says("everything adds up");
    assert_eq!((place.figure("units sold"), place.figure("units on hand"), place.figure("units reserved")), (count(UNITS), 0, 0));
}

#[test]
fn no_order_that_was_told_is_lost_when_the_process_dies() {
    let place = shop_with_fifty();
    let mut server = place.serves();
    let crowd = Crowd::at(&server.address);
    let buyers = crowd.come();
    for orders in [5, 15, 25] {
        let all_done = || buyers.iter().all(std::thread::JoinHandle::is_finished);
        soon("some have bought", || crowd.bought.load(Ordering::SeqCst) >= orders || all_done());
        server.dies();
        server = place.serves();
        crowd.moves_to(&server.address);
    }
    let links = links(buyers);
    each_is_there(&server.address, &links);
    soon("no order waits for its payment", || place.figure("orders pending") == 0);
    place.runs(&["check"]).with(0).says("everything adds up");
    let (sold, on_hand, reserved) = (place.figure("units sold"), place.figure("units on hand"), place.figure("units reserved"));
    assert_eq!((sold, sold + on_hand), (count(links.len()), count(UNITS)), "each sale was told, and no unit is lost");
    // A cart whose cookie was lost with its answer holds its unit until the hold runs out.
    assert_eq!(reserved, on_hand, "who was refused was refused because everything was spoken for");
    assert!(links.len() >= 5, "the first five had bought before the first kill");
}
