//! Wakes whoever listens, as soon as something was committed, and ends their listening when the shop stops.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::pause;
use crate::shop::Shop;

/// A busy shop wakes its listeners at most this often: each of them reads only what is true by then.
const SHORTEST: Duration = Duration::from_millis(20);

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = shop.live.tell() => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
        if !pause(SHORTEST, &mut stop).await {
            break;
        }
    }
    shop.live.close();
}
