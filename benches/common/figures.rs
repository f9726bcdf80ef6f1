//! Figures: percentiles, medians of rounds, the bare disk as a yardstick, and chance that repeats.

use std::fmt;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// SplitMix64: the same seed gives the same story.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.number() % bound
    }

    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let count = u64::try_from(all.len()).expect("a slice fits into 64 bits");
        &all[usize::try_from(self.below(count)).expect("a place in a slice")]
    }

    /// Fit for an Idempotency-Key.
    pub fn key(&mut self) -> String {
        format!("bench-{:016x}{:016x}", self.number(), self.number())
    }
}

/// Times of single requests, in order of size.
pub struct Times {
    sorted: Vec<Duration>,
}

impl Times {
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self { sorted: times }
    }

    /// The time that `per_mille` of all requests didn't pass.
    pub fn at(&self, per_mille: usize) -> Duration {
        let place = (self.sorted.len() * per_mille).div_ceil(1000).saturating_sub(1);
        self.sorted.get(place).copied().unwrap_or_default()
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (p50, p99, max) = (self.at(500), self.at(990), self.at(1000));
        write!(f, "p50 {:>6.2} ms  p99 {:>7.2} ms  max {:>7.2} ms", ms(p50), ms(p99), ms(max))
    }
}

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// What several rounds showed.
pub struct Spread {
    pub median: f64,
    pub low: f64,
    pub high: f64,
}

impl Spread {
    pub fn of(rounds: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = rounds.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
        Self { median: at(sorted.len() / 2), low: at(0), high: at(sorted.len().saturating_sub(1)) }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = if self.high < 100.0 { 2 } else { 0 };
        write!(f, "{:.digits$} ({:.digits$} to {:.digits$})", self.median, self.low, self.high)
    }
}

/// How many small appends a second the disk makes durable, one after the other: the limit of one commit for each command.
pub fn bare_syncs_per_second(directory: &Path, time: Duration) -> Result<f64> {
    let path = directory.join("bare-syncs");
    let mut file = File::create(&path).context("making a file to sync")?;
    let start = Instant::now();
    let mut syncs = 0_u32;
    while start.elapsed() < time {
        file.write_all(&[7; 256])?;
        file.sync_data()?;
        syncs += 1;
    }
    let per_second = f64::from(syncs) / start.elapsed().as_secs_f64();
    std::fs::remove_file(&path)?;
    Ok(per_second)
}

/// The argument behind `--name`, or the default.
pub fn option<T: std::str::FromStr>(name: &str, default: T) -> T {
    let mut arguments = std::env::args();
    arguments.find(|argument| argument == name);
    arguments.next().and_then(|value| value.parse().ok()).unwrap_or(default)
}
