//! Rows of the merchant's texts, and the links to them at the foot of pages.

use std::ops::ControlFlow;

use anyhow::Result;

use super::codec::Row;
use super::draft::Draft;
use super::read::{Read, Snapshot};
use super::tables::{self, Table};
use crate::domain::content::Content;

rows! {
    Content => CONTENTS;
}

/// Reading texts, in a snapshot or a draft.
pub trait ContentRows: Read {
    /// # Errors
    /// When the row can't be read.
    fn content(&self, handle: &str) -> Result<Option<Content>> {
        self.get(handle)
    }
}

impl<R: Read> ContentRows for R {}

impl Draft<'_> {
    pub fn save_content(&mut self, content: &Content) {
        let handle = content.handle.as_str();
        self.put(handle, content);
        if content.in_foot {
            self.set_value(tables::FOOT, handle, &content.title);
        } else {
            self.remove(tables::FOOT, handle);
        }
    }

    pub fn remove_content(&mut self, handle: &str) {
        self.remove(tables::CONTENTS, handle);
        self.remove(tables::FOOT, handle);
    }
}

/// Every text, by its handle.
///
/// # Errors
/// When a row can't be read.
pub fn contents(snapshot: &Snapshot) -> Result<Vec<Content>> {
    let mut contents = Vec::new();
    snapshot.scan::<Content>("", |_, content| {
        contents.push(content);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(contents)
}

/// Handles and titles of those at the foot of pages: small rows, because each page reads them.
///
/// # Errors
/// When a row can't be read.
pub fn foot(snapshot: &Snapshot) -> Result<Vec<(String, String)>> {
    let mut links = Vec::new();
    snapshot.values::<String>(tables::FOOT, |handle, title| {
        links.push((String::from_utf8_lossy(handle).into_owned(), title));
        Ok(())
    })?;
    Ok(links)
}
