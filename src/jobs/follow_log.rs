//! Lets those who follow the event log catch up: as soon as something happened, and each second at the latest.
//!
//! The search index also looks each time whether its files are still there, and builds them anew when not. What fails is tried
//! again, later each time.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::sync::watch;

use super::pause;
use crate::base::backoff::wait_ms;
use crate::shop::Shop;

/// A follower catches up at most this often, so that a busy shop doesn't commit the index for every sale.
const SHORTEST: Duration = Duration::from_millis(300);
const PERIOD: Duration = Duration::from_secs(1);

/// The search index.
pub async fn search(shop: Arc<Shop>, stop: watch::Receiver<bool>) {
    run(shop, stop, "the search index", |shop| shop.search.follow(&shop.books, |_| ())).await;
}

/// What is bought together.
pub async fn recommend(shop: Arc<Shop>, stop: watch::Receiver<bool>) {
    run(shop, stop, "the count of what is bought together", |shop| shop.recommend.follow(&shop.books)).await;
}

async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>, name: &'static str, follow: fn(&Shop) -> Result<u64>) {
    let mut newest = shop.books.newest();
    let mut failures = 0_u32;
    loop {
        let following = Arc::clone(&shop);
        let followed = tokio::task::spawn_blocking(move || follow(&following)).await;
        failures = if matches!(followed, Ok(Ok(_))) { 0 } else { failures.saturating_add(1) };
        match followed {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(error = format!("{error:#}"), "{name} stays behind until the next run"),
            Err(panic) => tracing::error!(%panic, "following the log for {name} hit a bug"),
        }
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            _ = newest.changed() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        let wait = if failures == 0 { SHORTEST } else { SHORTEST.max(patience(failures, shop.books.chance())) };
        if !pause(wait, &mut stop).await {
            return;
        }
    }
}

fn patience(failures: u32, chance: u64) -> Duration {
    Duration::from_millis(wait_ms(failures, chance).unsigned_abs())
}
