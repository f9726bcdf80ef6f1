//! Writes what was searched for, every few seconds and once more at the end, and lets suggestions learn from it each hour.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::sync::watch;

use super::pause;
use crate::shop::Shop;

const PERIOD: Duration = Duration::from_secs(5);
/// The log of a month is read for it.
const LEARN_PERIOD: Duration = Duration::from_secs(60 * 60);

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    let mut learned: Option<Instant> = None;
    loop {
        if learned.is_none_or(|at| at.elapsed() >= LEARN_PERIOD) {
            work(&shop, "learning from the search log", |shop| shop.renew_popular().map(|_| ())).await;
            learned = Some(Instant::now());
        }
        let open = pause(PERIOD, &mut stop).await;
        work(&shop, "writing the search log", |shop| Ok(shop.write_search_log().map(|_| ())?)).await;
        if !open {
            return;
        }
    }
}

async fn work(shop: &Arc<Shop>, what: &'static str, run: impl FnOnce(&Shop) -> Result<()> + Send + 'static) {
    let shop = Arc::clone(shop);
    match tokio::task::spawn_blocking(move || run(&shop)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(what, error = format!("{error:#}"), "what is left waits until the next run"),
        Err(panic) => tracing::error!(what, %panic, "a job hit a bug"),
    }
}
