//! `shop page`: pages of text, on a closed shop or through the running one.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use super::{Outcome, Place, remote};
use crate::shop::content::{ContentRow, ContentWork, NewContent};

#[derive(Subcommand)]
pub(super) enum Page {
    /// Write a page, shown at /pages/HANDLE: about, shipping, returns, privacy, or one of your own
    Set(Set),
    /// Print the text of one as HTML
    Show { handle: String },
    /// List what was written
    List,
    /// Take one away; about, shipping, returns and privacy have their first text again
    Remove { handle: String },
}

#[derive(Args)]
pub(super) struct Set {
    /// Its name in addresses: small letters, digits and hyphens
    handle: String,
    /// The text: Markdown (.md) or HTML
    file: PathBuf,
    #[arg(long)]
    title: String,
    /// What search engines show of it
    #[arg(long, default_value = "")]
    description: String,
    /// Link to it at the foot of each page
    #[arg(long)]
    foot: bool,
}

impl Set {
    fn read(self) -> Result<NewContent> {
        let text = std::fs::read_to_string(&self.file).with_context(|| format!("reading {}", self.file.display()))?;
        let markdown = self.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
        Ok(NewContent { handle: self.handle, title: self.title, description: self.description, text, markdown, in_foot: self.foot })
    }
}

impl Page {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let whole = matches!(self, Self::Show { .. });
        let (said, work) = match self {
            Self::Set(set) => ("written: ", ContentWork::Set(set.read()?)),
            Self::Show { handle } => ("", ContentWork::Show { handle }),
            Self::List => ("", ContentWork::List),
            Self::Remove { handle } => ("removed: ", ContentWork::Remove { handle }),
        };
        let rows: Vec<ContentRow> = remote::here_or_there(place, "/page", &work, |shop| shop.contents(work.clone()))?;
        if rows.is_empty() {
            println!("no page was written; `shop page set about about.md --title \"About us\"` writes one");
        }
        for ContentRow { handle, title, html, in_foot } in rows {
            if whole {
                println!("{html}");
            } else {
                println!("{said}/pages/{handle}  {title}{}", if in_foot { "  (at the foot of each page)" } else { "" });
            }
        }
        Ok(Outcome::Done)
    }
}
