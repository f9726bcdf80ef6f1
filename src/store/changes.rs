//! A set of row changes, kept in memory until it is decided.

use std::collections::BTreeMap;

use super::tables::{self, Table};

/// The new bytes of a row, or `None` where the row goes away.
pub type Change = Option<Vec<u8>>;

#[derive(Debug)]
pub struct Changes {
    tables: Vec<BTreeMap<Vec<u8>, Change>>,
}

impl Default for Changes {
    fn default() -> Self {
        Self { tables: tables::ALL.iter().map(|_| BTreeMap::new()).collect() }
    }
}

impl Changes {
    #[must_use]
    pub fn get(&self, table: Table, key: &[u8]) -> Option<&Change> {
        self.tables[table.index].get(key)
    }

    /// The changed rows whose key starts with `prefix`, and whether they are there after the change.
    pub fn under<'a>(&'a self, table: Table, prefix: &'a [u8]) -> impl Iterator<Item = (&'a Vec<u8>, bool)> {
        let from = self.tables[table.index].range(prefix.to_vec()..);
        from.take_while(move |(key, _)| key.starts_with(prefix)).map(|(key, change)| (key, change.is_some()))
    }

    pub fn set(&mut self, table: Table, key: Vec<u8>, change: Change) {
        self.tables[table.index].insert(key, change);
    }

    /// Takes over all of `later`, which wins where both changed a row.
    pub fn absorb(&mut self, later: Self) {
        for (mine, theirs) in self.tables.iter_mut().zip(later.tables) {
            mine.extend(theirs);
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables.iter().all(BTreeMap::is_empty)
    }

    /// The changed tables, each with its changes in the order of keys.
    pub fn by_table(&self) -> impl Iterator<Item = (Table, &BTreeMap<Vec<u8>, Change>)> {
        tables::ALL.iter().copied().zip(&self.tables).filter(|(_, changes)| !changes.is_empty())
    }
}
