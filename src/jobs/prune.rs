//! Drops events that are old and that every follower has taken in, so that the file doesn't grow for ever.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::pause;
use crate::shop::Shop;

const PERIOD: Duration = Duration::from_secs(60);
const KEEP_MS: i64 = 30 * 24 * 60 * 60 * 1000;

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    while pause(PERIOD, &mut stop).await {
        match shop.prune_events(KEEP_MS).await {
            Ok(0) => {}
            Ok(events) => tracing::info!(events, "old events were dropped"),
            Err(error) => tracing::warn!(%error, "old events stay until the next run"),
        }
    }
}
