//! The event log as followers read it: in order, from their own position, with no gap.

use std::ops::ControlFlow;

use anyhow::{Result, ensure};

use super::key::number_at;
use super::read::Snapshot;
use super::tables;
use crate::base::clock::Timestamp;
use crate::domain::event::Event;

/// The number of the newest event; 0 before the first.
///
/// # Errors
/// When the log can't be read.
pub fn newest(snapshot: &Snapshot) -> Result<u64> {
    Ok(snapshot.last_key(tables::EVENTS)?.and_then(|key| number_at(&key, 0)).unwrap_or(0))
}

/// Up to `limit` events after `position`, each with its number.
///
/// # Errors
/// When the log can't be read, and when it has a gap.
pub fn after(snapshot: &Snapshot, position: u64, limit: usize) -> Result<Vec<(u64, Event)>> {
    let mut events = Vec::new();
    let first = position.saturating_add(1);
    snapshot.scan::<Event>(first, |key, event| {
        if events.len() >= limit {
            return Ok(ControlFlow::Break(()));
        }
        let number = number_at(key, 0).unwrap_or(0);
        let expected = events.last().map_or(first, |(before, _): &(u64, Event)| before.saturating_add(1));
        ensure!(number == expected, "the event log has a gap: {expected} is missing before {number}");
        events.push((number, event));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(events)
}

/// The oldest events that are kept: their numbers and times.
///
/// # Errors
/// When the log can't be read.
pub fn oldest(snapshot: &Snapshot, limit: usize) -> Result<Vec<(u64, Timestamp)>> {
    let mut events = Vec::new();
    snapshot.scan::<Event>(0_u64, |key, event| {
        events.extend(number_at(key, 0).map(|number| (number, event.at)));
        Ok(if events.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok(events)
}
