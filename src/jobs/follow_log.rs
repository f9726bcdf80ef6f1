//! Lets the search index follow the event log: as soon as something happened, and each second at the latest.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::shop::Shop;

/// The index catches up at most this often, so that a busy shop doesn't commit it for every sale.
const SHORTEST: Duration = Duration::from_millis(300);
const PERIOD: Duration = Duration::from_secs(1);

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    let mut newest = shop.books.newest();
    loop {
        let following = Arc::clone(&shop);
        let followed = tokio::task::spawn_blocking(move || following.search.follow(&following.books, |_| ())).await;
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
        tokio::select! {
            () = tokio::time::sleep(SHORTEST) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}
