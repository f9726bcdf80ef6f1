//! How fast the shop finds: browsing, words, filters, suggestions and product pages over HTTP.
//!
//! `cargo bench --bench search -- [--products 20000] [--seconds 3] [--clients 16] [--rounds 3]`
//! The catalogue is the demo over and over. Each kind runs with one client, which shows the time a shopper waits, and then with
//! many, which shows how much the shop carries.

use std::time::Duration;

use anyhow::{Context, Result};

#[expect(dead_code, reason = "no bench uses all of it")]
mod common;

use common::catalogue::import_demo;
use common::figures::{Spread, ms, option};
use common::load::{Load, Round, run};
use common::server::{Server, directory};

const WORDS: &[&str] = &["mug", "linen", "lamp", "oak", "wool", "chair", "blue", "stoneware", "brass", "knife", "towel", "desk"];
const PAIRS: &[&str] = &["oak+table", "linen+towel", "brass+lamp", "wool+blanket", "stoneware+mug", "desk+lamp", "coffee+cup", "walnut+board"];
const STARTS: &[&str] = &["m", "mu", "mug", "li", "lin", "lamp", "o", "oa", "wool", "st", "ch", "cha"];
const FILTERS: &[&str] = &["category=kitchen&price_max=40", "rating_min=4&in_stock=true", "price_min=25&price_max=80&sort=price_asc"];

/// A kind of request: what it is called and the address it asks for.
struct Kind {
    name: &'static str,
    path: &'static str,
    choices: &'static [&'static str],
}

const KINDS: &[Kind] = &[
    Kind { name: "browse all", path: "/api/search?limit=", choices: &["60"] },
    Kind { name: "one word", path: "/api/search?q=", choices: WORDS },
    Kind { name: "two words", path: "/api/search?q=", choices: PAIRS },
    Kind { name: "filtered", path: "/api/search?", choices: FILTERS },
    Kind { name: "suggest", path: "/api/suggest?q=", choices: STARTS },
    Kind { name: "product", path: "/api/products/", choices: &["morning-mug"] },
];

fn main() -> Result<()> {
    let products = option("--products", 20_000);
    let time = Duration::from_secs(option("--seconds", 3));
    let many = option("--clients", 16);
    let place = directory()?;
    import_demo(place.path(), products)?;
    let server = Server::start(place.path(), &[])?;
    println!("search over HTTP: {products} products; one client, then {many}");
    for kind in KINDS {
        for clients in [1, many] {
            let load = Load { clients, warm: Duration::from_millis(500), time };
            let rounds: Vec<Round> = (0..option("--rounds", 3)).map(|seed| ask(&server, load, seed, kind)).collect::<Result<_>>()?;
            let each = |figure: fn(&Round) -> f64| Spread::of(rounds.iter().map(figure));
            let p50 = each(|round| ms(round.times.at(500)));
            let p99 = each(|round| ms(round.times.at(990)));
            let (per_second, cpu) = (each(|round| round.per_second), each(|round| round.server_us));
            println!("{:>10} x {clients:<3} {per_second}/s  p50 {p50} ms  p99 {p99} ms  cpu {cpu} µs", kind.name);
        }
    }
    println!("memory of the shop: {} MB", server.peak_mb());
    server.stop()
}

fn ask(server: &Server, load: Load, seed: u64, kind: &'static Kind) -> Result<Round> {
    run(server, load, seed, async move |client, chance| {
        let path = format!("{}{}", kind.path, chance.one_of(kind.choices));
        let reply = client.get(&path).await?.expect(200)?;
        reply.body.first().context("an empty answer")?;
        Ok(reply.time)
    })
}
