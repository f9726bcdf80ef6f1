//! Synonyms: those of the merchant's file and those kept in the books, which the search knows from the next question on.

use std::sync::PoisonError;

use anyhow::{Result, anyhow};
use serde::{Deserialize, Serialize};

use super::Shop;
use crate::domain::limits::SYNONYMS_MAX;
use crate::domain::refusal::Error;
use crate::domain::synonym::{Synonym, SynonymTrouble};
use crate::store::draft::Draft;
use crate::store::synonym::{SynonymRows, synonyms};
use crate::store::tables;

/// What the merchant asks, as it was typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SynonymWork {
    Add { line: String },
    List,
    Remove { line: String },
}

/// A synonym as the merchant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymRow {
    /// As it is written in a file.
    pub line: String,
    /// It stands in the file of the settings, so it's changed there.
    pub of_file: bool,
}

/// # Errors
/// When it is kept already, and when there are too many.
pub fn synonym_add(draft: &mut Draft, synonym: &Synonym) -> Result<(), Error> {
    if draft.synonym_kept(synonym)? {
        return Err(anyhow!("there is a synonym {synonym} already").into());
    }
    if draft.keys_under(tables::SYNONYMS, "")?.len() >= SYNONYMS_MAX {
        return Err(anyhow!(SynonymTrouble::Many).into());
    }
    draft.save_synonym(synonym);
    Ok(())
}

/// # Errors
/// When it isn't kept.
pub fn synonym_remove(draft: &mut Draft, synonym: &Synonym) -> Result<(), Error> {
    if !draft.synonym_kept(synonym)? {
        return Err(anyhow!("no synonym {synonym} is kept; `shop synonym list` shows them as they are written").into());
    }
    draft.remove_synonym(synonym);
    Ok(())
}

impl Shop {
    /// Does what the merchant asks and answers with the synonyms it is about. Never call it from async code.
    ///
    /// # Errors
    /// Says what can't be used, in words for the merchant.
    pub fn synonyms(&self, work: &SynonymWork) -> Result<Vec<SynonymRow>> {
        let row = |synonym: &Synonym, of_file| SynonymRow { line: synonym.to_string(), of_file };
        let read = |line: &str| Synonym::parse(line).map_err(|trouble| anyhow!("{line:?}: {trouble}"));
        match work {
            SynonymWork::Add { line } => {
                let synonym = read(line)?;
                let changed = row(&synonym, false);
                self.books.write_blocking("adding a synonym", move |draft| synonym_add(draft, &synonym))?;
                self.synonyms_load()?;
                Ok(vec![changed])
            }
            SynonymWork::Remove { line } => {
                let synonym = read(line)?;
                let changed = row(&synonym, false);
                self.books.write_blocking("removing a synonym", move |draft| synonym_remove(draft, &synonym))?;
                self.synonyms_load()?;
                Ok(vec![changed])
            }
            SynonymWork::List => {
                let kept = synonyms(&self.snapshot()?)?;
                let of_file = self.settings.synonyms.iter().map(|synonym| row(synonym, true));
                Ok(of_file.chain(kept.iter().map(|synonym| row(synonym, false))).collect())
            }
        }
    }

    /// Tells the search all synonyms there are. One at a time, so that the newest books are told last.
    ///
    /// # Errors
    /// When the books can't be read.
    pub(super) fn synonyms_load(&self) -> Result<()> {
        let _one = self.synonyms_loading.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = synonyms(&self.snapshot()?)?;
        self.search.know_synonyms(&[self.settings.synonyms.as_slice(), &kept].concat());
        Ok(())
    }
}
