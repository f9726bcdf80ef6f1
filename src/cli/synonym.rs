//! `shop synonym`: words that mean the same to the search, on a closed shop or through the running one.

use anyhow::Result;
use clap::Subcommand;

use super::{Outcome, Place, remote};
use crate::shop::synonym::{SynonymRow, SynonymWork};

#[derive(Subcommand)]
pub(super) enum Synonym {
    /// Keep one: "tv, television" means the same, "ipod => mp3 player" finds the right side when the left one is typed
    Add { line: String },
    /// Show all, also those of the file that [search] synonyms names
    List,
    /// Take one away, written as the list shows it
    Remove { line: String },
}

impl Synonym {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let (said, work) = match self {
            Self::Add { line } => ("added ", SynonymWork::Add { line }),
            Self::List => ("", SynonymWork::List),
            Self::Remove { line } => ("removed ", SynonymWork::Remove { line }),
        };
        let rows: Vec<SynonymRow> = remote::here_or_there(place, "/synonym", &work, |shop| shop.synonyms(&work))?;
        if rows.is_empty() {
            println!("there are no synonyms; `shop synonym add \"tv, television\"` makes one");
        }
        for SynonymRow { line, of_file } in rows {
            println!("{said}{line}{}", if of_file { "  # of the file" } else { "" });
        }
        Ok(Outcome::Done)
    }
}
