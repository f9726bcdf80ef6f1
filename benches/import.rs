//! How long an import takes, the memory it needs, and how soon the shop answers after a start.
//!
//! `cargo bench --bench import -- [--file PRODUCTS.jsonl] [--products 20000] [--rounds 3]`
//! Without a file it imports the demo catalogue over and over, up to `products`. The index is part of the import.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

#[expect(dead_code, reason = "no bench uses all of it")]
mod common;

use common::catalogue::write_demo;
use common::figures::{Spread, ms, option};
use common::http::Client;
use common::server::{Effort, Server, directory, watch};

fn main() -> Result<()> {
    let place = directory()?;
    let file = option("--file", PathBuf::new());
    let file = if file.as_os_str().is_empty() { write_demo(place.path(), option("--products", 20_000))? } else { file };
    let bytes = std::fs::metadata(&file).with_context(|| format!("reading {}", file.display()))?.len();
    println!("import of {} MB and a start on it", bytes >> 20);

    let (mut first, mut again, mut answers) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..option("--rounds", 3) {
        let data = place.path().join(format!("round {number}"));
        first.push(import(&data, &file)?);
        again.push(import(&data, &file)?);
        answers.push(start(&data)?);
        std::fs::remove_dir_all(&data)?;
    }
    show("into an empty shop", &first);
    show("the same file again", &again);
    println!("start until the first answer of /api/search: {} ms", Spread::of(answers.iter().map(|start| ms(start.answered))));
    println!("memory of the shop after it: {} MB", Spread::of(answers.iter().map(|start| start.peak_mb)));
    Ok(())
}

fn import(data: &Path, file: &Path) -> Result<Effort> {
    // Rows that a file has wrong are told by the import itself; here only the effort counts.
    watch(data, &["import", &file.display().to_string()])
}

fn show(what: &str, efforts: &[Effort]) {
    let seconds = Spread::of(efforts.iter().map(|effort| effort.time.as_secs_f64()));
    let peak = Spread::of(efforts.iter().map(|effort| effort.peak_mb));
    println!("{what}: {seconds} s, peak memory {peak} MB");
}

struct Start {
    /// From the start of the process until the answer was read.
    answered: Duration,
    peak_mb: f64,
}

fn start(data: &Path) -> Result<Start> {
    let start = Instant::now();
    let server = Server::start(data, &[])?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting a client")?;
    runtime.block_on(async {
        let mut client = Client::connect(server.address).await?;
        let found = client.get("/api/search").await?.expect(200)?.json()?;
        found["total_count"].as_u64().filter(|count| *count > 0).context("the shop found nothing")
    })?;
    let answered = start.elapsed();
    let peak_mb = server.peak_mb();
    server.stop()?;
    Ok(Start { answered, peak_mb })
}
