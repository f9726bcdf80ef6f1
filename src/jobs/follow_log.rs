//! Lets the search index follow the event log: as soon as something happened, and each second at the latest.
//!
//! Each run also looks whether the index's files are still there, and builds them anew when not. What fails is tried again, later each time.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::pause;
use crate::base::backoff::wait_ms;
use crate::shop::Shop;

/// The index catches up at most this often, so that a busy shop doesn't commit it for every sale.
const SHORTEST: Duration = Duration::from_millis(300);
const PERIOD: Duration = Duration::from_secs(1);

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    let mut newest = shop.books.newest();
    let mut failures = 0_u32;
    loop {
        let following = Arc::clone(&shop);
        let followed = tokio::task::spawn_blocking(move || following.search.follow(&following.books, |_| ())).await;
        failures = if matches!(followed, Ok(Ok(_))) { 0 } else { failures.saturating_add(1) };
        match followed {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(error = format!("{error:#}"), "the search index stays behind until the next run"),
            Err(panic) => tracing::error!(%panic, "following the log hit a bug"),
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
