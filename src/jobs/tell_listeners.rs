//! Wakes whoever listens, as soon as something was committed, and ends their listening when the shop stops.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::pause;
use crate::shop::Shop;

/// A busy shop wakes its listeners at most this often, and later the more there are, so that telling them leaves the processor to
/// those who shop. Each reads only what is true by then.
const SHORTEST: Duration = Duration::from_millis(20);
const FOR_EACH: Duration = Duration::from_micros(200);
const LONGEST: Duration = Duration::from_millis(500);

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    loop {
        let rung = tokio::select! {
            rung = shop.live.tell() => u32::try_from(rung).unwrap_or(u32::MAX),
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let rest = FOR_EACH.saturating_mul(rung).clamp(SHORTEST, LONGEST);
        if !pause(rest, &mut stop).await {
            break;
        }
    }
    shop.live.close();
}
