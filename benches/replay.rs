//! Replays orders of a real shop through the API and compares every sum and every unit.
//!
//! `cargo bench --bench replay -- ORDERS.jsonl TOTALS.tsv [N] [TOGETHER.jsonl]`; without files it replays the five orders of
//! `fixtures/replay`.
//! - An order is a line `{"order_id", "lines": [{"sku", "qty", "unit_price"}]}`; a total is a line
//!   `order_id, subtotal_cents, tax_cents, shipping_cents, total_cents` with tabs between.
//! - A SKU's price differs between orders, so each price becomes a variant of its own, with as many units as the orders need.
//! - Who was bought with whom is recounted from the orders for the 50 products ordered most; a fourth file says the same in its own
//!   words: a line is `{"sku", "orders", "top5": [{"sku", "together"}], "next5": […]}`. Equal counts may stand in any order.
//! - Right means: each total to the cent, each unit that was ordered and no other sold, nothing left, each count of what was
//!   bought together, and `shop check` content.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::{JoinSet, LocalSet};

#[expect(dead_code, reason = "no bench uses all of it")]
mod common;
#[path = "common/together.rs"]
mod together;

use common::catalogue::import;
use common::figures::Chance;
use common::http::Client;
use common::server::{Server, directory};
use common::shopper::order_body;
use together::handle;

/// Shoppers at the same time.
const CLIENTS: usize = 16;

#[derive(Deserialize)]
struct Order {
    order_id: String,
    lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    sku: String,
    qty: u64,
    unit_price: String,
}

/// Subtotal, tax, shipping and total in minor units.
type Sums = [i64; 4];

/// Units of each variant.
type Units = BTreeMap<String, u64>;

impl Line {
    fn variant(&self) -> String {
        format!("{}@{}", self.sku, self.unit_price)
    }
}

impl Order {
    /// What goes in the cart: lines of the same variant together.
    fn units(&self) -> Units {
        let mut units = Units::new();
        for line in &self.lines {
            *units.entry(line.variant()).or_default() += line.qty;
        }
        units
    }
}

fn main() -> Result<()> {
    let (orders, totals, count, together) = files();
    let orders = read_orders(&orders, count)?;
    let totals = read_totals(&totals)?;
    let ordered = sum(orders.iter().map(Order::units));
    let expected = match together {
        Some(file) => together::read(&file)?,
        None => together::count(orders.iter().map(|order| order.lines.iter().map(|line| line.sku.as_str()).collect())),
    };
    let place = directory()?;
    import(place.path(), products(&orders, &ordered).into_iter())?;

    let server = Server::start(place.path(), &[])?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting the shoppers")?;
    let start = Instant::now();
    let sold = LocalSet::new().block_on(&runtime, replay(&server, Rc::new((orders, totals))))?;
    let seconds = start.elapsed().as_secs_f64();
    ensure!(sold.units == ordered, "other units were sold than ordered");
    let left = runtime.block_on(left_over(&server, &ordered))?;
    ensure!(left == 0, "{left} units are left of what was ordered to the last");
    let unequal = together::unequal(place.path(), &expected)?;
    common::server::run(place.path(), &["check"])?;
    server.stop()?;
    common::server::run(place.path(), &["check"])?;
    println!("bought together: {} of {} products have the counts they should have", expected.len() - unequal.len(), expected.len());
    ensure!(unequal.is_empty(), "these have others: {unequal:?}");

    let units: u64 = ordered.values().sum();
    println!(
        "{} orders, {} lines and {units} units of {} variants: every total to the cent, every unit sold, none left, books in order",
        sold.orders,
        sold.lines,
        ordered.len()
    );
    println!("{seconds:.1} s, {:.0} requests/s", f64::from(sold.orders + sold.lines) / seconds);
    Ok(())
}

/// The files to replay, and how many orders of them.
fn files() -> (PathBuf, PathBuf, usize, Option<PathBuf>) {
    // Cargo adds `--bench` to what it is given.
    let given: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let count = given.get(2).and_then(|count| count.parse().ok()).unwrap_or(usize::MAX);
    match given.as_slice() {
        [orders, totals, ..] => (orders.into(), totals.into(), count, given.get(3).map(PathBuf::from)),
        _ => {
            println!("no files are given (ORDERS.jsonl TOTALS.tsv [N]), so these are the five orders of fixtures/replay");
            let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/replay");
            (fixtures.join("orders.jsonl"), fixtures.join("totals.tsv"), count, None)
        }
    }
}

fn read_orders(path: &Path, count: usize) -> Result<Vec<Order>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    text.lines().take(count).map(|line| serde_json::from_str(line).with_context(|| format!("reading the order {line}"))).collect()
}

fn read_totals(path: &Path) -> Result<BTreeMap<String, Sums>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let row = |line: &str| {
        let mut fields = line.split('\t');
        let order = fields.next()?.to_owned();
        let sums: Vec<i64> = fields.map(|field| field.parse().ok()).collect::<Option<_>>()?;
        Some((order, sums.try_into().ok()?))
    };
    text.lines().skip(1).map(|line| row(line).with_context(|| format!("reading the total {line:?}"))).collect()
}

fn sum(all: impl Iterator<Item = Units>) -> Units {
    let mut units = Units::new();
    for (variant, count) in all.flatten() {
        *units.entry(variant).or_default() += count;
    }
    units
}

/// One product for each SKU, one variant for each of its prices.
fn products(orders: &[Order], ordered: &Units) -> Vec<Value> {
    let mut prices = BTreeMap::<&str, BTreeMap<&str, String>>::new();
    for line in orders.iter().flat_map(|order| &order.lines) {
        prices.entry(&line.sku).or_default().insert(&line.unit_price, line.variant());
    }
    let product = |(sku, prices): (&&str, &BTreeMap<&str, String>)| {
        let variants =
            prices.iter().map(|(price, variant)| json!({"sku": variant, "options": {"Price": price}, "price": price, "stock": ordered[variant]}));
        json!({"handle": handle(sku), "title": format!("Article {sku}"), "options": ["Price"], "variants": variants.collect::<Vec<_>>()})
    };
    prices.iter().map(product).collect()
}

/// What the shop says it sold.
#[derive(Default)]
struct Sold {
    orders: u32,
    lines: u32,
    units: Units,
}

async fn replay(server: &Server, work: Rc<(Vec<Order>, BTreeMap<String, Sums>)>) -> Result<Sold> {
    let mut shoppers = JoinSet::new();
    for number in 0..CLIENTS {
        let (address, work) = (server.address, Rc::clone(&work));
        shoppers.spawn_local(async move {
            let mut client = Client::connect(address).await?;
            let mut chance = Chance::new(u64::try_from(number)?);
            let mut sold = Sold::default();
            for order in work.0.iter().skip(number).step_by(CLIENTS) {
                let expected = work.1.get(&order.order_id).with_context(|| format!("order {} has no total", order.order_id))?;
                buy(&mut client, &mut chance, order, expected, &mut sold).await.with_context(|| format!("order {}", order.order_id))?;
            }
            anyhow::Ok(sold)
        });
    }
    let mut all = Sold::default();
    while let Some(done) = shoppers.join_next().await {
        let sold = done.context("a shopper broke off")??;
        all.orders += sold.orders;
        all.lines += sold.lines;
        all.units = sum([all.units, sold.units].into_iter());
    }
    Ok(all)
}

async fn buy(client: &mut Client, chance: &mut Chance, order: &Order, expected: &Sums, sold: &mut Sold) -> Result<()> {
    client.forget();
    for (variant, quantity) in order.units() {
        client.post("/api/cart/items", &json!({"sku": variant, "quantity": quantity}).to_string()).await?.expect(201)?;
        sold.lines += 1;
    }
    let answer = client.post_once("/api/orders", &chance.key(), &order_body()).await?.expect(201)?.json()?;
    ensure!(answer["status"] == "confirmed", "it is {}", answer["status"]);
    let sums = ["subtotal", "tax", "shipping", "total"].map(|name| answer["totals"][name]["amount"].as_i64().unwrap_or(i64::MIN));
    ensure!(sums == *expected, "the shop says {sums:?} and the file {expected:?}");
    for line in answer["lines"].as_array().into_iter().flatten() {
        let variant = line["sku"].as_str().context("a line without a SKU")?.to_owned();
        *sold.units.entry(variant).or_default() += line["quantity"].as_u64().context("a line without a quantity")?;
    }
    sold.orders += 1;
    Ok(())
}

/// Units that can still be bought, over all variants.
async fn left_over(server: &Server, ordered: &Units) -> Result<u64> {
    let mut client = Client::connect(server.address).await?;
    let mut left = 0;
    let mut seen = 0;
    let skus: BTreeSet<&str> = ordered.keys().filter_map(|variant| variant.split('@').next()).collect();
    for sku in skus {
        let product = client.get(&format!("/api/products/{}", handle(sku))).await?.expect(200)?.json()?;
        for variant in product["variants"].as_array().into_iter().flatten() {
            left += variant["available"].as_u64().context("a variant without a stock")?;
            seen += 1;
        }
    }
    ensure!(seen == ordered.len(), "{seen} variants of {} are in the shop", ordered.len());
    Ok(left)
}
