//! Finishes the payments that a crash or a silent provider left open: all at the start, then those that waited.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::pause;
use crate::shop::Shop;

const PERIOD: Duration = Duration::from_secs(5);
/// An order younger than this is still in the hands of the request that placed it.
const WAITED_MS: i64 = 5_000;

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    settle(&shop, 0).await;
    while pause(PERIOD, &mut stop).await {
        settle(&shop, WAITED_MS).await;
    }
}

async fn settle(shop: &Shop, waited_ms: i64) {
    let orders = match shop.waiting_orders(waited_ms) {
        Ok(orders) => orders,
        Err(error) => return tracing::warn!(%error, "open payments can't be listed"),
    };
    for order in orders {
        if let Err(error) = shop.settle(order).await {
            tracing::warn!(order = order.0, %error, "a payment stays open until the next run");
        }
    }
}
