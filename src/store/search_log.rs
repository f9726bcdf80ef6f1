//! Rows of the search log: for each day and text, how often it was searched for.

use std::ops::ControlFlow;

use anyhow::{Context, Result};

use super::codec::Row;
use super::draft::Draft;
use super::key::{Key, number_at};
use super::read::{Read, Snapshot};
use super::tables::{self, Table};
use crate::domain::search_log::{Day, SearchCount};

rows! {
    SearchCount => SEARCH_LOG;
}

const DAY_BYTES: usize = 8;

impl Draft<'_> {
    /// Whether a text has a row on a day.
    ///
    /// # Errors
    /// When the table can't be read.
    pub fn searched(&self, day: Day, text: &str) -> Result<bool> {
        Ok(self.raw(tables::SEARCH_LOG, &(day, text).bytes())?.is_some())
    }

    /// Adds to what is counted already.
    ///
    /// # Errors
    /// When the row can't be read.
    pub fn count_searches(&mut self, day: Day, text: &str, more: &SearchCount) -> Result<()> {
        let mut count: SearchCount = self.get((day, text))?.unwrap_or_default();
        count.add(more);
        self.put((day, text), &count);
        Ok(())
    }
}

/// Visits each text of each day from `from` on, in the order of days.
///
/// # Errors
/// When a row can't be read.
pub fn searches_since(snapshot: &Snapshot, from: Day, mut visit: impl FnMut(&str, &SearchCount)) -> Result<()> {
    snapshot.scan::<SearchCount>(from, |key, count| {
        let text = key.get(DAY_BYTES..).and_then(|text| std::str::from_utf8(text).ok());
        visit(text.context("a row of the search log has no text")?, &count);
        Ok(ControlFlow::Continue(()))
    })
}

/// Texts that are counted on a day.
///
/// # Errors
/// When the table can't be read.
pub fn searches_of(snapshot: &Snapshot, day: Day) -> Result<u64> {
    let mut texts = 0_u64;
    snapshot.keys_under(tables::SEARCH_LOG, &day.bytes(), |_| {
        texts = texts.saturating_add(1);
        ControlFlow::Continue(())
    })?;
    Ok(texts)
}

/// The keys of the first rows before a day, at most `max`.
///
/// # Errors
/// When the table can't be read.
pub fn searches_before(snapshot: &Snapshot, day: Day, max: usize) -> Result<Vec<Vec<u8>>> {
    let mut keys = Vec::new();
    snapshot.keys_before(tables::SEARCH_LOG, day, |key| {
        keys.push(key.to_vec());
        if keys.len() < max { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    debug_assert!(keys.iter().all(|key| number_at(key, 0).is_some_and(|number| number < day.0)), "only older days");
    Ok(keys)
}
