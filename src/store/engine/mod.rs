//! The seam under the books: something that keeps bytes under keys and commits changes whole.
//!
//! An engine has two verbs. It knows nothing of rows, and commands never see it.

pub mod memory;
pub mod redb;

use std::ops::ControlFlow;

use anyhow::Result;

use super::changes::Changes;
use super::tables::Table;

pub trait Engine: Send + Sync + 'static {
    /// A picture of all tables at this moment; later commits don't change it.
    fn view(&self) -> Result<Box<dyn View>>;

    /// All changes or none, and durable once this returns.
    fn commit(&self, changes: &Changes) -> Result<()>;

    /// Bytes on disk, for the figures.
    fn size_bytes(&self) -> u64;
}

pub type Visit<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> Result<ControlFlow<()>>;

pub trait View: Send + Sync {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>>;

    /// Visits the rows from `from` (included) up to `to` (excluded; `None` is the end) in the order of keys.
    fn scan(&self, table: Table, from: &[u8], to: Option<&[u8]>, visit: Visit) -> Result<()>;

    /// The row with the largest key.
    fn last(&self, table: Table) -> Result<Option<(Vec<u8>, Vec<u8>)>>;

    fn count(&self, table: Table) -> Result<u64>;
}
