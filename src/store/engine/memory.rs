//! An engine in memory, for tests: as strict as the real one, and it fails when it's told to.

use std::collections::BTreeMap;
use std::ops::{Bound, ControlFlow};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, bail};

use super::{Engine, View, Visit};
use crate::store::changes::Changes;
use crate::store::tables::{self, Table};

type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// Clones share one memory, so that a shop can be closed and opened again on what it wrote.
#[derive(Clone)]
pub struct MemoryEngine {
    tables: Arc<Mutex<Vec<Arc<Rows>>>>,
    failures: Arc<AtomicU32>,
}

impl Default for MemoryEngine {
    fn default() -> Self {
        let tables = tables::ALL.iter().map(|_| Arc::default()).collect();
        Self { tables: Arc::new(Mutex::new(tables)), failures: Arc::default() }
    }
}

impl MemoryEngine {
    /// The next `commits` commits fail and change nothing.
    pub fn fail_next(&self, commits: u32) {
        self.failures.store(commits, Ordering::SeqCst);
    }
}

impl Engine for MemoryEngine {
    fn view(&self) -> Result<Box<dyn View>> {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Box::new(MemoryView { tables: tables.clone() }))
    }

    fn commit(&self, changes: &Changes) -> Result<()> {
        if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
            bail!("this commit was told to fail");
        }
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        for (table, changes) in changes.by_table() {
            let rows = Arc::make_mut(&mut tables[table.index]);
            for (key, change) in changes {
                match change {
                    Some(bytes) => drop(rows.insert(key.clone(), bytes.clone())),
                    None => drop(rows.remove(key)),
                }
            }
        }
        Ok(())
    }

    fn size_bytes(&self) -> u64 {
        0
    }
}

struct MemoryView {
    tables: Vec<Arc<Rows>>,
}

impl View for MemoryView {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        Ok(self.tables[table.index].get(key).cloned())
    }

    fn scan(&self, table: Table, from: &[u8], to: Option<&[u8]>, visit: Visit) -> Result<()> {
        if to.is_some_and(|to| to <= from) {
            return Ok(());
        }
        let end = to.map_or(Bound::Unbounded, Bound::Excluded);
        for (key, bytes) in self.tables[table.index].range::<[u8], _>((Bound::Included(from), end)) {
            if let ControlFlow::Break(()) = visit(key, bytes)? {
                break;
            }
        }
        Ok(())
    }

    fn last(&self, table: Table) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
        Ok(self.tables[table.index].last_key_value().map(|(key, bytes)| (key.clone(), bytes.clone())))
    }

    fn count(&self, table: Table) -> Result<u64> {
        Ok(u64::try_from(self.tables[table.index].len())?)
    }
}
