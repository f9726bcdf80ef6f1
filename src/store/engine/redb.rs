//! The engine on disk: one redb file, one fsync a commit.
//!
//! redb takes a lock on its file, so two processes never share one. After an I/O error it refuses all
//! work until it is opened again; the writer ends the process then, and recovery is proven.

use std::ops::{Bound, ControlFlow};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};
use redb::{Database, DatabaseError, ReadOnlyTable, ReadTransaction, ReadableDatabase, ReadableTable, ReadableTableMetadata, TableDefinition};

use super::{Engine, View, Visit};
use crate::store::changes::Changes;
use crate::store::tables::{self, Table};

pub struct RedbEngine {
    database: Database,
    path: PathBuf,
}

/// Why a file could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("another process uses this shop's data")]
    InUse,
    #[error(transparent)]
    Fault(#[from] anyhow::Error),
}

type Definition = TableDefinition<'static, &'static [u8], &'static [u8]>;

fn definition(table: Table) -> Definition {
    TableDefinition::new(table.name)
}

impl RedbEngine {
    /// Opens the file, or makes it with all its tables.
    ///
    /// # Errors
    /// When another process has it, and when it can't be read.
    pub fn open(path: &Path, cache_bytes: usize) -> Result<Self, OpenError> {
        let database = match Database::builder().set_cache_size(cache_bytes).create(path) {
            Ok(database) => database,
            Err(DatabaseError::DatabaseAlreadyOpen) => return Err(OpenError::InUse),
            Err(error) => return Err(anyhow::Error::new(error).context(format!("opening {}", path.display())).into()),
        };
        let engine = Self { database, path: path.to_owned() };
        engine.make_tables().context("making the tables")?;
        Ok(engine)
    }

    fn make_tables(&self) -> Result<()> {
        let transaction = self.database.begin_write()?;
        for table in tables::ALL {
            transaction.open_table(definition(*table))?;
        }
        transaction.commit()?;
        Ok(())
    }
}

impl Engine for RedbEngine {
    fn view(&self) -> Result<Box<dyn View>> {
        let transaction = self.database.begin_read().context("opening a view of the books")?;
        let tables = tables::ALL.iter().map(|_| OnceLock::new()).collect();
        Ok(Box::new(RedbView { transaction, tables }))
    }

    fn commit(&self, changes: &Changes) -> Result<()> {
        let transaction = self.database.begin_write().context("beginning a commit")?;
        for (table, changes) in changes.by_table() {
            let mut rows = transaction.open_table(definition(table)).context("opening a table")?;
            for (key, change) in changes {
                match change {
                    Some(bytes) => drop(rows.insert(key.as_slice(), bytes.as_slice()).context("writing a row")?),
                    None => drop(rows.remove(key.as_slice()).context("removing a row")?),
                }
            }
        }
        transaction.commit().context("committing")
    }

    fn size_bytes(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len())
    }
}

/// Tables are opened at their first use and kept: opening costs as much as a few reads.
struct RedbView {
    transaction: ReadTransaction,
    tables: Vec<OnceLock<ReadOnlyTable<&'static [u8], &'static [u8]>>>,
}

impl RedbView {
    fn table(&self, table: Table) -> Result<&ReadOnlyTable<&'static [u8], &'static [u8]>> {
        let place = &self.tables[table.index];
        if let Some(open) = place.get() {
            return Ok(open);
        }
        let opened = self.transaction.open_table(definition(table)).with_context(|| format!("opening the table {}", table.name))?;
        Ok(place.get_or_init(|| opened))
    }
}

impl View for RedbView {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let found = self.table(table)?.get(key).with_context(|| format!("reading {}", table.name))?;
        Ok(found.map(|guard| guard.value().to_vec()))
    }

    fn scan(&self, table: Table, from: &[u8], to: Option<&[u8]>, visit: Visit) -> Result<()> {
        if to.is_some_and(|to| to <= from) {
            return Ok(());
        }
        let end = to.map_or(Bound::Unbounded, Bound::Excluded);
        let rows = self.table(table)?.range::<&[u8]>((Bound::Included(from), end)).with_context(|| format!("scanning {}", table.name))?;
        for row in rows {
            let (key, bytes) = row.with_context(|| format!("scanning {}", table.name))?;
            if let ControlFlow::Break(()) = visit(key.value(), bytes.value())? {
                break;
            }
        }
        Ok(())
    }

    fn last(&self, table: Table) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
        let last = self.table(table)?.last().with_context(|| format!("reading the end of {}", table.name))?;
        Ok(last.map(|(key, bytes)| (key.value().to_vec(), bytes.value().to_vec())))
    }

    fn count(&self, table: Table) -> Result<u64> {
        self.table(table)?.len().with_context(|| format!("counting {}", table.name))
    }
}
