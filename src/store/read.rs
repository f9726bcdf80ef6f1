//! Reading rows by key, the same way in a query's snapshot and in a command's draft.

use std::ops::ControlFlow;

use anyhow::{Context, Result};

use super::codec::{self, Row};
use super::engine::View;
use super::key::Key;
use super::tables::Table;

/// Something rows can be read from.
pub trait Read {
    fn raw(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>>;

    /// The few keys of a table that start with `prefix`, in order.
    ///
    /// # Errors
    /// When the table can't be read.
    fn keys(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>>;

    fn get<R: Row>(&self, key: impl Key) -> Result<Option<R>> {
        self.value(R::TABLE, key)
    }

    /// A row of a table whose values are plain, such as an index.
    fn value<V: for<'b> minicbor::Decode<'b, ()>>(&self, table: Table, key: impl Key) -> Result<Option<V>> {
        match self.raw(table, &key.bytes())? {
            None => Ok(None),
            Some(bytes) => codec::decode(&bytes).map(Some).with_context(|| format!("reading a row of {}", table.name)),
        }
    }
}

/// The books as they were at one moment.
pub struct Snapshot {
    view: Box<dyn View>,
}

impl Snapshot {
    #[must_use]
    pub fn new(view: Box<dyn View>) -> Self {
        Self { view }
    }

    /// Visits each row of a table from `from` on, in the order of keys, until the visitor breaks.
    ///
    /// # Errors
    /// When a row can't be read, and what the visitor says.
    pub fn scan<R: Row>(&self, from: impl Key, mut visit: impl FnMut(&[u8], R) -> Result<ControlFlow<()>>) -> Result<()> {
        self.view.scan(R::TABLE, &from.bytes(), None, &mut |key, bytes| {
            let row = codec::decode(bytes).with_context(|| format!("reading a row of {}", R::TABLE.name))?;
            visit(key, row)
        })
    }

    /// Visits each key of a table before `to`, in order.
    ///
    /// # Errors
    /// When the table can't be read.
    pub fn keys_before(&self, table: Table, to: impl Key, mut visit: impl FnMut(&[u8]) -> ControlFlow<()>) -> Result<()> {
        self.view.scan(table, &[], Some(&to.bytes()), &mut |key, _| Ok(visit(key)))
    }

    /// Visits each key of a table that starts with `prefix`, in order, until the visitor breaks.
    ///
    /// # Errors
    /// When the table can't be read.
    pub fn keys_under(&self, table: Table, prefix: &[u8], visit: impl FnMut(&[u8]) -> ControlFlow<()>) -> Result<()> {
        self.keys_under_from(table, prefix, prefix, visit)
    }

    /// The same from `from` on, which itself starts with `prefix`.
    ///
    /// # Errors
    /// When the table can't be read.
    pub fn keys_under_from(&self, table: Table, prefix: &[u8], from: &[u8], mut visit: impl FnMut(&[u8]) -> ControlFlow<()>) -> Result<()> {
        let mut step = |key: &[u8]| if key.starts_with(prefix) { visit(key) } else { ControlFlow::Break(()) };
        self.view.scan(table, from, None, &mut |key, _| Ok(step(key)))
    }

    /// Visits each value of a table whose values are plain.
    ///
    /// # Errors
    /// When a row can't be read, and what the visitor says.
    pub fn values<V: for<'b> minicbor::Decode<'b, ()>>(&self, table: Table, mut visit: impl FnMut(&[u8], V) -> Result<()>) -> Result<()> {
        self.view.scan(table, &[], None, &mut |key, bytes| {
            visit(key, codec::decode(bytes).with_context(|| format!("reading a row of {}", table.name))?)?;
            Ok(ControlFlow::Continue(()))
        })
    }

    /// The same from `from` on, until the visitor breaks.
    ///
    /// # Errors
    /// When a row can't be read, and what the visitor says.
    pub fn values_from<V: for<'b> minicbor::Decode<'b, ()>>(
        &self,
        table: Table,
        from: impl Key,
        mut visit: impl FnMut(&[u8], V) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.view.scan(table, &from.bytes(), None, &mut |key, bytes| {
            visit(key, codec::decode(bytes).with_context(|| format!("reading a row of {}", table.name))?)
        })
    }

    /// The largest key of a table.
    ///
    /// # Errors
    /// When the table can't be read.
    pub fn last_key(&self, table: Table) -> Result<Option<Vec<u8>>> {
        Ok(self.view.last(table)?.map(|(key, _)| key))
    }

    /// # Errors
    /// When the table can't be read.
    pub fn count(&self, table: Table) -> Result<u64> {
        self.view.count(table)
    }
}

impl Read for Snapshot {
    fn raw(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.view.get(table, key)
    }

    fn keys(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>> {
        let mut keys = Vec::new();
        self.keys_under(table, prefix, |key| {
            keys.push(key.to_vec());
            ControlFlow::Continue(())
        })?;
        Ok(keys)
    }
}
