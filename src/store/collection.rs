//! Rows of collections.

use std::ops::ControlFlow;

use anyhow::Result;

use super::codec::Row;
use super::draft::Draft;
use super::read::{Read, Snapshot};
use super::tables::{self, Table};
use crate::domain::category::Shelf;
use crate::domain::collection::Collection;

rows! {
    Collection => COLLECTIONS;
}

/// Reading collections, in a snapshot or a draft.
pub trait CollectionRows: Read {
    /// # Errors
    /// When a row can't be read.
    fn collection(&self, handle: &str) -> Result<Option<Collection>> {
        self.get(handle)
    }
}

impl<R: Read> CollectionRows for R {}

impl Draft<'_> {
    pub fn save_collection(&mut self, collection: &Collection) {
        self.put(collection.handle.as_str(), collection);
    }

    /// Whether products stand in a category of this path or below it.
    ///
    /// # Errors
    /// When the table can't be read.
    pub fn category_in_use(&self, path: &str) -> Result<bool> {
        let here: Option<Shelf> = self.get(path)?;
        Ok(here.is_some() || !self.keys_under(tables::SHELVES, format!("{path}/").as_str())?.is_empty())
    }
}

/// Every collection, by handle.
///
/// # Errors
/// When a row can't be read.
pub fn collections(snapshot: &Snapshot) -> Result<Vec<Collection>> {
    let mut collections = Vec::new();
    snapshot.scan::<Collection>("", |_, collection| {
        collections.push(collection);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(collections)
}
