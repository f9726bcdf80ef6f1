//! Lets those who follow the event log catch up: as soon as something happened, and each second at the latest.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::sync::watch;

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
    loop {
        let following = Arc::clone(&shop);
        let followed = tokio::task::spawn_blocking(move || follow(&following)).await;
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
        tokio::select! {
            () = tokio::time::sleep(SHORTEST) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}
