//! Floor 6: background loops. Each takes no input, can run at any time, and finishes what is there to do.
//!
//! A job runs on a period and on a nudge; what one run misses, the next one finds.

pub mod expire_reservations;
pub mod settle_payments;
pub mod follow_log;
pub mod send_mail;
pub mod keep_search_log;
pub mod tell_listeners;
pub mod prune;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::shop::Shop;

/// Starts every job; they end soon after `stop` turns true.
pub fn start(shop: &Arc<Shop>, stop: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    jobs.spawn(expire_reservations::run(Arc::clone(shop), stop.clone()));
    jobs.spawn(settle_payments::run(Arc::clone(shop), stop.clone()));
    jobs.spawn(follow_log::search(Arc::clone(shop), stop.clone()));
    jobs.spawn(follow_log::recommend(Arc::clone(shop), stop.clone()));
    jobs.spawn(send_mail::run(Arc::clone(shop), stop.clone()));
    jobs.spawn(keep_search_log::run(Arc::clone(shop), stop.clone()));
    jobs.spawn(tell_listeners::run(Arc::clone(shop), stop.clone()));
    jobs.spawn(prune::run(Arc::clone(shop), stop.clone()));
    jobs
}

/// Waits for the period to pass; false when the shop stops.
async fn pause(period: Duration, stop: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = tokio::time::sleep(period) => true,
        _ = stop.wait_for(|stop| *stop) => false,
    }
}
