//! How many orders a second: each client puts a product in a new cart and buys it in one call with the practice provider.
//!
//! `cargo bench --bench checkout -- [--clients 64] [--seconds 5] [--rounds 3] [--products 2000]`
//! The times are those of the order alone: two durable commits with the payment between them. The addition before it makes a third.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};

#[expect(dead_code, reason = "no bench uses all of it")]
mod common;

use common::catalogue::{import_plain, sku};
use common::figures::{Spread, option};
use common::load::{Load, Round, run};
use common::server::{Server, copy, directory};
use common::shopper::order_body;

fn main() -> Result<()> {
    let load = Load { clients: option("--clients", 64), warm: Duration::from_secs(1), time: Duration::from_secs(option("--seconds", 5)) };
    let products = option("--products", 2000);
    let place = directory()?;
    let fresh = place.path().join("fresh");
    import_plain(&fresh, products, 1_000_000)?;
    println!("add and order in one call: {} clients, {products} products", load.clients);

    let mut per_second = Vec::new();
    for number in 0..option("--rounds", 3) {
        let data = copy(&fresh, &place.path().join(format!("round {number}")))?;
        let round = orders(&data, load, number, products)?;
        println!("{:>6.0} orders/s  {}  cpu {:.0} + {:.0} µs", round.per_second, round.times, round.server_us, round.tool_us);
        per_second.push(round.per_second);
        common::server::run(&data, &["check"])?;
        std::fs::remove_dir_all(&data)?;
    }
    println!("orders: {}/s", Spread::of(per_second));
    Ok(())
}

fn orders(data: &Path, load: Load, seed: u64, products: u64) -> Result<Round> {
    let server = Server::start(data, &[])?;
    let order = order_body();
    let round = run(&server, load, seed, async move |client, chance| {
        client.forget();
        let body = format!(r#"{{"sku":"{}","quantity":1}}"#, sku(chance.below(products)));
        client.post("/api/cart/items", &body).await?.expect(201)?;
        let reply = client.post_once("/api/orders", &chance.key(), &order).await?.expect(201)?;
        ensure!(reply.json()?["status"] == "confirmed", "an order wasn't confirmed at once");
        Ok(reply.time)
    })?;
    server.stop()?;
    Ok(round)
}
