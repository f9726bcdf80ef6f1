//! Sends the letters that are owed: soon after what they tell, and each second at the latest.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::shop::Shop;

const PERIOD: Duration = Duration::from_secs(1);
/// A busy shop is asked at most this often.
const SHORTEST: Duration = Duration::from_millis(200);

/// A letter that is being handed over when the shop stops is given this long: dropped in the middle it might be sent twice.
const LAST_LETTER: Duration = Duration::from_secs(10);

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    let mut newest = shop.books.newest();
    loop {
        let told = stop.clone();
        let sent = tokio::select! {
            sent = shop.letters_send(|| !*told.borrow()) => sent,
            () = stopped_long(&mut stop) => return,
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "letters wait until the next run");
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

async fn stopped_long(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_ok() {
        tokio::time::sleep(LAST_LETTER).await;
    }
}
