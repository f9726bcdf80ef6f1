//! Drops old events that every follower has taken in, letters given up long ago, old searches, and sessions whose cookie has run out.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::pause;
use crate::domain::refusal::Error;
use crate::shop::Shop;

const PERIOD: Duration = Duration::from_secs(60);
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const KEEP_EVENTS_MS: i64 = 30 * DAY_MS;
const KEEP_LETTERS_MS: i64 = 90 * DAY_MS;
/// A day more than the browser keeps the cookie.
const KEEP_SESSIONS_MS: i64 = 91 * DAY_MS;

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    while pause(PERIOD, &mut stop).await {
        tell("events", shop.prune_events(KEEP_EVENTS_MS).await);
        tell("letters", shop.prune_letters(KEEP_LETTERS_MS).await);
        tell("sessions", shop.prune_sessions(KEEP_SESSIONS_MS).await);
        tell("searches", shop.prune_searches().await);
        tell("links to a new password", shop.prune_resets().await);
    }
}

fn tell(what: &str, dropped: Result<u64, Error>) {
    match dropped {
        Ok(0) => {}
        Ok(count) => tracing::info!(what, count, "old rows were dropped"),
        Err(error) => tracing::warn!(what, %error, "old rows stay until the next run"),
    }
}
