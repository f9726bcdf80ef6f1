//! How many durable add-to-carts a second: with group commit and with a commit for each, in turns.
//!
//! `cargo bench --bench cart -- [--clients 64] [--seconds 5] [--rounds 3] [--lines 10] [--products 2000] [--only grouped]`
//! Each client fills a cart of its own and becomes a new shopper after `lines` additions on average. Every answer is the whole cart.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;

#[expect(dead_code, reason = "no bench uses all of it")]
mod common;

use common::catalogue::{import_plain, sku};
use common::figures::{Spread, bare_syncs_per_second, option};
use common::load::{Load, Round, run};
use common::server::{Server, copy, directory};

/// Way of committing, and its settings.
type Way = (&'static str, &'static [(&'static str, &'static str)]);

const GROUPED: Way = ("grouped", &[]);
const SINGLE: Way = ("one by one", &[("SHOP_STORE__GROUP_MAX", "1")]);

fn main() -> Result<()> {
    let ways = if option("--only", String::new()) == "grouped" { vec![GROUPED] } else { vec![GROUPED, SINGLE] };
    let load = Load { clients: option("--clients", 64), warm: Duration::from_secs(1), time: Duration::from_secs(option("--seconds", 5)) };
    let (lines, products) = (option("--lines", 10), option("--products", 2000));
    let place = directory()?;
    let fresh = place.path().join("fresh");
    import_plain(&fresh, products, 1_000_000)?;
    println!("add to cart: {} clients, {lines} additions a cart on average, {products} products", load.clients);

    let mut syncs = Vec::new();
    let mut rounds: Vec<Vec<Round>> = ways.iter().map(|_| Vec::new()).collect();
    for number in 0..option("--rounds", 3) {
        syncs.push(bare_syncs_per_second(place.path(), Duration::from_secs(1))?);
        for ((name, settings), done) in ways.iter().zip(&mut rounds) {
            let data = copy(&fresh, &place.path().join(format!("{name} {number}")))?;
            let round = adds(&data, settings, load, number, lines, products)?;
            println!("{name:>10}  {:>7.0}/s  {}  cpu {:.0} + {:.0} µs", round.per_second, round.times, round.server_us, round.tool_us);
            done.push(round);
            common::server::run(&data, &["check"])?;
            std::fs::remove_dir_all(&data)?;
        }
    }

    let median = |rounds: &[Round]| Spread::of(rounds.iter().map(|round| round.per_second));
    let syncs = Spread::of(syncs);
    println!("bare appends with fdatasync: {syncs}/s");
    for ((name, _), rounds) in ways.iter().zip(&rounds) {
        let per_second = median(rounds);
        println!("{name}: {per_second}/s, {:.1} for each bare sync", per_second.median / syncs.median);
    }
    if let [grouped, single] = rounds.as_slice() {
        println!("group commit is {:.1} times as fast", median(grouped).median / median(single).median);
    }
    Ok(())
}

fn adds(data: &Path, settings: &[(&str, &str)], load: Load, seed: u64, lines: u64, products: u64) -> Result<Round> {
    let server = Server::start(data, settings)?;
    let round = run(&server, load, seed, async move |client, chance| {
        if chance.below(lines) == 0 {
            client.forget();
        }
        let body = format!(r#"{{"sku":"{}","quantity":1}}"#, sku(chance.below(products)));
        Ok(client.post("/api/cart/items", &body).await?.expect(201)?.time)
    })?;
    server.stop()?;
    Ok(round)
}
