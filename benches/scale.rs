//! How the search holds up as the catalogue grows, beside PostgreSQL's full-text search on the same rows in the same run.
//!
//! `cargo bench --bench scale -- [--sizes 10000,100000,1000000] [--questions 200] [--yardstick 60] [--changes 1000]`
//! - The shop and PostgreSQL each run on the first processor, one question at a time; the tool runs on the second.
//! - The shop is asked over HTTP and answers with JSON of 20 products and all facets; PostgreSQL over its socket with the same page.
//! - `--yardstick` is how many of the questions PostgreSQL gets at the largest size; 0 leaves it out, and so does a machine without it.
//! - At the largest size the questions are asked again while stock changes so many times a second; 0 leaves that out.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::task::{JoinSet, LocalSet};

#[expect(dead_code, reason = "no bench uses all of it")]
mod common;

use common::figures::{Chance, Times, ms, option};
use common::http::Client;
use common::market::{self, FORMS, Question};
use common::postgres::Postgres;
use common::server::{Server, directory, watch};

/// The processor of the shop and of PostgreSQL, and that of the tool.
const PROCESSOR: u32 = 0;
const TOOL: u32 = 1;

fn main() -> Result<()> {
    let sizes = option("--sizes", "10000,100000,1000000".to_owned());
    let sizes: Vec<u64> = sizes.split(',').map(|size| size.trim().parse().context("--sizes 10000,100000")).collect::<Result<_>>()?;
    let largest = sizes.iter().copied().max().context("--sizes is empty")?;
    for size in sizes {
        measure(size, size == largest)?;
    }
    Ok(())
}

fn measure(products: u64, largest: bool) -> Result<()> {
    println!("== {products} products");
    let place = directory()?;
    let data = place.path().join("data");
    build(&data, place.path(), products)?;
    let questions = questions(products);

    let server = Server::start(&data, &[])?;
    pin(server.id(), PROCESSOR)?;
    let shop: Vec<Times> = questions.iter().map(|(form, questions)| ask(&server, form, questions)).collect::<Result<_>>()?;
    println!("memory of the shop: {:.0} MB", server.peak_mb());
    let changes = option("--changes", 1_000_u32);
    let busy = if largest && changes > 0 { Some(ask_while_selling(&server, products, &questions, changes)?) } else { None };
    server.stop()?;

    let yardstick = option("--yardstick", 60_usize);
    let postgres = if largest && yardstick > 0 { Postgres::start(PROCESSOR)? } else { None };
    let other = postgres.map(|postgres| compare(&postgres, products, &questions, yardstick)).transpose()?;
    for (place, (form, _)) in questions.iter().enumerate() {
        let mut line = format!("{form:>10}  {}", shop[place]);
        if let Some(other) = &other {
            let ratio = |per_mille| ms(other[place].at(per_mille)) / ms(shop[place].at(per_mille));
            line += &format!("   PostgreSQL {}   {:.0}x at p50, {:.0}x at p99", other[place], ratio(500), ratio(990));
        }
        println!("{line}");
    }
    if let Some((calm, selling, changes)) = busy {
        println!("-- with {changes:.0} stock changes a second, shop on both processors");
        for (place, (form, _)) in questions.iter().enumerate() {
            println!("{form:>10}  calm {}   selling {}", calm[place], selling[place]);
        }
    }
    Ok(())
}

/// Imports the catalogue, then makes its index anew to see what that alone takes.
fn build(data: &Path, place: &Path, products: u64) -> Result<()> {
    let file = place.join("products.jsonl");
    let mut out = BufWriter::new(File::create(&file)?);
    for number in 0..products {
        writeln!(out, "{}", market::item(number).product())?;
    }
    out.into_inner().context("writing the catalogue")?;
    let imported = watch(data, &["import", &file.display().to_string()])?;
    let indexed = watch(data, &["reindex"])?;
    std::fs::remove_file(&file)?;
    let each = |time: Duration| f64::from(u32::try_from(products).unwrap_or(u32::MAX)) / time.as_secs_f64();
    println!("import with index: {:.0} s, {:.0}/s, peak {:.0} MB", imported.time.as_secs_f64(), each(imported.time), imported.peak_mb);
    println!("index alone: {:.0} s, {:.0}/s, peak {:.0} MB", indexed.time.as_secs_f64(), each(indexed.time), indexed.peak_mb);
    for entry in std::fs::read_dir(data)? {
        let entry = entry?;
        println!("on disk: {:<12} {:>6} MB", entry.file_name().to_string_lossy(), bytes(&entry.path())? >> 20);
    }
    Ok(())
}

fn bytes(path: &Path) -> Result<u64> {
    if path.is_dir() {
        return std::fs::read_dir(path)?.map(|entry| bytes(&entry?.path())).sum();
    }
    Ok(std::fs::metadata(path)?.len())
}

fn questions(products: u64) -> Vec<(&'static str, Vec<Question>)> {
    let count = option("--questions", 200_usize);
    let of = |form: &'static str| {
        let mut chance = Chance::new(u64::try_from(form.len()).expect("short") * 7_919);
        (form, (0..count).map(|_| market::question(form, products, &mut chance)).collect())
    };
    FORMS.iter().map(|form| of(form)).collect()
}

/// Each question once to warm up and once for the clock.
fn ask(server: &Server, form: &str, questions: &[Question]) -> Result<Times> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting a client")?;
    pin(std::process::id(), TOOL)?;
    runtime.block_on(async {
        let mut client = Client::connect(server.address).await?;
        let mut times = Vec::new();
        for round in 0..2 {
            for question in questions {
                let reply = client.get(&address(form, question)).await?.expect(200)?;
                let time = reply.time;
                if round == 0 && form != "suggest" {
                    let answer = reply.json()?;
                    ensure!(answer["degraded"] == false && answer["total_count"].as_u64() > Some(0), "{question:?} found nothing");
                } else {
                    times.push(time);
                }
            }
        }
        let timed = times.split_off(times.len() - questions.len());
        Ok(Times::new(timed))
    })
}

fn address(form: &str, question: &Question) -> String {
    let text = question.text.replace(' ', "+");
    if form == "suggest" {
        return format!("/api/suggest?q={text}");
    }
    let mut address = format!("/api/search?limit=20&q={text}");
    let mut add = |name: &str, value: String| address += &format!("&{name}={value}");
    if let Some(levels) = &question.category {
        add("category", levels.join("/").to_lowercase().replace(' ', "-"));
    }
    if let Some(brand) = &question.brand {
        add("brand", brand.clone());
    }
    if let Some((low, high)) = question.price {
        add("price_min", (low / 100).to_string());
        add("price_max", (high / 100).to_string());
    }
    if question.in_stock {
        add("in_stock", "true".to_owned());
    }
    if let Some(stars) = question.rating_min {
        add("rating_min", stars.to_string());
    }
    address
}

/// The questions without and with a steady stream of sales, the shop on both processors.
fn ask_while_selling(
    server: &Server,
    products: u64,
    questions: &[(&'static str, Vec<Question>)],
    per_second: u32,
) -> Result<(Vec<Times>, Vec<Times>, f64)> {
    let both = format!("{PROCESSOR},{TOOL}");
    taskset(server.id(), &both)?;
    let all = || questions.iter().map(|(form, questions)| ask(server, form, questions)).collect::<Result<Vec<_>>>();
    let calm = all()?;
    let (address, stop) = (server.address, Arc::new(AtomicBool::new(false)));
    let stopped = Arc::clone(&stop);
    let sellers = std::thread::spawn(move || sell(address, products, per_second, &stopped));
    let selling = all();
    stop.store(true, Ordering::Relaxed);
    let changes = sellers.join().expect("sellers have no reason to panic")?;
    Ok((calm, selling?, changes))
}

/// Sellers at the same time.
const SELLERS: u32 = 16;

/// Puts one unit after the other in carts, at this pace, until told to stop; answers with the pace it reached.
fn sell(address: SocketAddr, products: u64, per_second: u32, stop: &Arc<AtomicBool>) -> Result<f64> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting the sellers")?;
    let start = Instant::now();
    let pause = Duration::from_secs(1) * SELLERS / per_second;
    let sold = LocalSet::new().block_on(&runtime, async {
        let mut sellers = JoinSet::new();
        for number in 0..SELLERS {
            sellers.spawn_local(seller(address, products, pause, Chance::new(u64::from(number)), Arc::clone(stop)));
        }
        let mut sold = 0;
        while let Some(done) = sellers.join_next().await {
            sold += done.context("a seller broke off")??;
        }
        anyhow::Ok(sold)
    })?;
    Ok(f64::from(sold) / start.elapsed().as_secs_f64())
}

async fn seller(address: SocketAddr, products: u64, pause: Duration, mut chance: Chance, stop: Arc<AtomicBool>) -> Result<u32> {
    let mut client = Client::connect(address).await?;
    let mut next = tokio::time::interval(pause);
    let mut sold = 0;
    while !stop.load(Ordering::Relaxed) {
        next.tick().await;
        client.forget();
        let body = format!("{{\"sku\":\"{}\",\"quantity\":1}}", market::sold(products, &mut chance).sku());
        client.post("/api/cart/items", &body).await?.expect(201)?;
        sold += 1;
    }
    Ok(sold)
}

fn compare(postgres: &Postgres, products: u64, questions: &[(&'static str, Vec<Question>)], count: usize) -> Result<Vec<Times>> {
    let built = postgres.load(products)?;
    println!("PostgreSQL: built in {:.0} s, text index {:.0} MB, rows {:.0} MB", built.time.as_secs_f64(), built.index_mb, built.table_mb);
    questions.iter().map(|(form, questions)| postgres.ask(form, &questions[..count.min(questions.len())])).collect()
}

fn pin(process: u32, processor: u32) -> Result<()> {
    taskset(process, &processor.to_string())
}

fn taskset(process: u32, processors: &str) -> Result<()> {
    let output = Command::new("taskset").args(["-a", "-p", "-c", processors, &process.to_string()]).output().context("taskset")?;
    ensure!(output.status.success(), "taskset: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
