//! Rows of synonyms, each under the text it's written as.

use std::ops::ControlFlow;

use anyhow::Result;

use super::codec::Row;
use super::draft::Draft;
use super::read::{Read, Snapshot};
use super::tables::{self, Table};
use crate::domain::synonym::Synonym;

rows! {
    Synonym => SYNONYMS;
}

/// Reading synonyms, in a snapshot or a draft.
pub trait SynonymRows: Read {
    /// Whether it is kept, in these very words.
    ///
    /// # Errors
    /// When the row can't be read.
    fn synonym_kept(&self, synonym: &Synonym) -> Result<bool> {
        Ok(self.get::<Synonym>(synonym.to_string().as_str())?.is_some())
    }
}

impl<R: Read> SynonymRows for R {}

impl Draft<'_> {
    pub fn save_synonym(&mut self, synonym: &Synonym) {
        self.put(synonym.to_string().as_str(), synonym);
    }

    pub fn remove_synonym(&mut self, synonym: &Synonym) {
        self.remove(tables::SYNONYMS, synonym.to_string().as_str());
    }
}

/// Every synonym, by its text.
///
/// # Errors
/// When a row can't be read.
pub fn synonyms(snapshot: &Snapshot) -> Result<Vec<Synonym>> {
    let mut synonyms = Vec::new();
    snapshot.scan::<Synonym>("", |_, synonym| {
        synonyms.push(synonym);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(synonyms)
}
