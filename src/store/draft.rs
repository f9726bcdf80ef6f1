//! What one command wants to change, before it is decided.
//!
//! Reads fall through: its own changes, then those of earlier commands of the same group, then the snapshot.
//! Writes stay in the draft. A command that fails leaves nothing behind, because its draft is dropped.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use anyhow::{Context, Result};

use super::changes::Changes;
use super::codec::{self, Row};
use super::key::Key;
use super::read::{Read, Snapshot};
use super::tables::{self, Table};
use crate::base::clock::{Timestamp, World};
use crate::base::id;
use crate::base::secret::Token;
use crate::domain::event::{Event, What};

pub struct Draft<'a> {
    snapshot: &'a Snapshot,
    group: &'a Changes,
    own: Changes,
    events: Vec<Event>,
    now: Timestamp,
    world: &'a dyn World,
}

impl<'a> Draft<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, group: &'a Changes, world: &'a dyn World) -> Self {
        Self { snapshot, group, own: Changes::default(), events: Vec::new(), now: world.now(), world }
    }

    /// The moment of this command; it doesn't move while the command runs.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    #[must_use]
    pub fn token(&self) -> Token {
        Token::random(self.world)
    }

    /// An id that rises with time and has no row in `table` yet.
    ///
    /// # Errors
    /// When the table can't be read.
    pub fn fresh_id(&self, table: Table) -> Result<u64> {
        loop {
            let id = id::time_ordered(self.world);
            if self.raw(table, &id.bytes())?.is_none() {
                return Ok(id);
            }
        }
    }

    /// The next number of a counter that has no gaps: 1, 2, 3 …
    ///
    /// # Errors
    /// When the counter can't be read.
    pub fn next(&mut self, counter: &str) -> Result<u64> {
        let last: u64 = self.value(tables::META, counter)?.unwrap_or(0);
        let next = last.checked_add(1).context("a counter reached its end")?;
        self.set_value(tables::META, counter, &next);
        Ok(next)
    }

    /// The keys of a table that start with `prefix`, in order, as they would be after this draft.
    ///
    /// # Errors
    /// When the table can't be read.
    pub fn keys_under(&self, table: Table, prefix: impl Key) -> Result<Vec<Vec<u8>>> {
        let prefix = prefix.bytes();
        let mut keys = BTreeSet::new();
        self.snapshot.keys_under(table, &prefix, |key| {
            keys.insert(key.to_vec());
            ControlFlow::Continue(())
        })?;
        for (key, there) in self.group.under(table, &prefix).chain(self.own.under(table, &prefix)) {
            if there {
                keys.insert(key.clone())
            } else {
                keys.remove(key)
            };
        }
        Ok(keys.into_iter().collect())
    }

    pub fn put<R: Row>(&mut self, key: impl Key, row: &R) {
        self.set_value(R::TABLE, key, row);
    }

    /// A row of a table whose values are plain, such as an index.
    pub fn set_value<V: minicbor::Encode<()>>(&mut self, table: Table, key: impl Key, value: &V) {
        self.own.set(table, key.bytes(), Some(codec::encode(value)));
    }

    pub fn remove(&mut self, table: Table, key: impl Key) {
        self.own.set(table, key.bytes(), None);
    }

    /// Writes into the event log, in the same commit as the change itself.
    pub fn announce(&mut self, what: What) {
        self.events.push(Event { at: self.now, what });
    }

    /// Takes back everything this draft wanted to change: the command only looks.
    pub fn forget(&mut self) {
        self.own = Changes::default();
        self.events.clear();
    }

    pub(super) fn into_parts(self) -> (Changes, Vec<Event>) {
        (self.own, self.events)
    }
}

impl Read for Draft<'_> {
    fn raw(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        if let Some(change) = self.own.get(table, key).or_else(|| self.group.get(table, key)) {
            return Ok(change.clone());
        }
        self.snapshot.raw(table, key)
    }

    fn keys(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>> {
        self.keys_under(table, prefix)
    }
}
