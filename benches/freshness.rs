//! How soon searches see a changed product, and who waits meanwhile: saves, stock changes and searches at once over HTTP.
//!
//! `cargo bench --bench freshness -- [--products 20000] [--seconds 20] [--saves 20] [--stock 1000] [--searchers 4]`
//! Saves come as files through the open shop, once a second. Stock changes are additions to carts. A client that asks for nothing but a
//! sign of life shows what others wait for. The lag is what the shop says of itself in `shop check --figures`.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;

#[expect(dead_code, reason = "no bench uses all of it")]
mod common;

use common::catalogue::{import, import_demo, import_plain, sku};
use common::figures::option;
use common::load::{Load, Round, run};
use common::server::{self, Server, directory};

const WORDS: &[&str] = &["mug", "linen", "lamp", "oak", "wool", "chair", "blue", "stoneware", "brass", "knife", "bench+product", "shelf"];
/// Products whose stock changes and whose prices are saved.
const PLAIN: u64 = 2_000;
const CARTS: u64 = 20;

fn main() -> Result<()> {
    let (products, seconds) = (option("--products", 20_000), option("--seconds", 20));
    let (saves, stock, searchers) = (option("--saves", 20), option("--stock", 1_000), option("--searchers", 4));
    let place = directory()?;
    import_demo(place.path(), products)?;
    import_plain(place.path(), PLAIN, 1_000_000)?;
    let server = Server::start(place.path(), &[])?;
    let load = |clients| Load { clients, warm: Duration::from_secs(1), time: Duration::from_secs(seconds) };
    let between = Duration::from_secs_f64(f64::from(u32::try_from(CARTS)?) / f64::from(stock));
    println!("{products} products; {saves} saves/s, {stock} stock changes/s, {searchers} who search");
    let (searched, added, lived) = std::thread::scope(|scope| {
        let searches = scope.spawn(|| {
            run(&server, load(searchers), 1, async |client, chance| {
                Ok(client.get(&format!("/api/search?q={}", chance.one_of(WORDS))).await?.expect(200)?.time)
            })
        });
        let adds = scope.spawn(|| {
            run(&server, load(CARTS), 2, async move |client, chance| {
                tokio::time::sleep(between).await;
                if chance.below(10) == 0 {
                    client.forget();
                }
                let body = format!(r#"{{"sku":"{}","quantity":1}}"#, sku(chance.below(PLAIN)));
                Ok(client.post("/api/cart/items", &body).await?.expect(201)?.time)
            })
        });
        let signs = scope.spawn(|| {
            run(&server, load(1), 3, async |client, _| {
                tokio::time::sleep(Duration::from_millis(5)).await;
                Ok(client.get("/healthz").await?.expect(200)?.time)
            })
        });
        let saved = save(place.path(), saves, Instant::now() + Duration::from_secs(seconds));
        let ended = |thread: std::thread::ScopedJoinHandle<'_, Result<Round>>| thread.join().expect("a client panicked");
        saved.and_then(|()| Ok((ended(searches)?, ended(adds)?, ended(signs)?)))
    })?;
    for (name, round) in [("searches", searched), ("additions", added), ("signs of life", lived)] {
        println!("{name:>14}  {:>6.0}/s  {}", round.per_second, round.times);
    }
    let figures = server::run(place.path(), &["check", "--figures"])?;
    let lag = figures.lines().find(|line| line.starts_with("searches behind")).context("the shop doesn't know its lag")?;
    println!("{lag} (p99); memory of the shop: {:.0} MB", server.peak_mb());
    server.stop()
}

/// Saves so many products each second, each time with another price.
fn save(data: &std::path::Path, saves: u64, end: Instant) -> Result<()> {
    let mut round = 0_u64;
    while Instant::now() < end {
        let next = Instant::now() + Duration::from_secs(1);
        let products = (0..saves).map(|number| {
            let number = (round * saves + number) % PLAIN;
            let price = format!("{}.{:02}", 1 + round % 90, number % 100);
            json!({"handle": format!("bench-{number:06}"), "title": format!("Bench product {number}"), "category": "Bench", "sku": sku(number), "price": price, "stock": 1_000_000})
        });
        import(data, products)?;
        round += 1;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
    Ok(())
}
