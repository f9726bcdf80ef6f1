//! Gives back what carts held for too long, each second.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::pause;
use crate::shop::Shop;

const PERIOD: Duration = Duration::from_secs(1);

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    while pause(PERIOD, &mut stop).await {
        match shop.release_due_holds().await {
            Ok(0) => {}
            Ok(lines) => metrics::counter!("shop_holds_expired_total").increment(u64::from(lines)),
            Err(error) => tracing::warn!(%error, "expired holds stay until the next run"),
        }
    }
}
