//! Pages of text: what the merchant writes takes the place of the texts a new shop starts with.

use anyhow::{Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use super::Shop;
use crate::domain::collection::is_handle;
use crate::domain::content::Content;
use crate::domain::limits::{CONTENT_BYTES_MAX, CONTENTS_MAX};
use crate::store::content::{ContentRows, contents, foot};
use crate::store::draft::Draft;
use crate::store::tables;

/// What the merchant asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentWork {
    Set(NewContent),
    Show { handle: String },
    List,
    Remove { handle: String },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewContent {
    pub handle: String,
    pub title: String,
    pub description: String,
    pub text: String,
    /// The text is Markdown; else it is HTML.
    pub markdown: bool,
    pub in_foot: bool,
}

/// A text as the merchant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentRow {
    pub handle: String,
    pub title: String,
    pub html: String,
    pub in_foot: bool,
}

impl NewContent {
    /// The row it becomes: Markdown as HTML, without anything that could run.
    fn checked(self) -> Result<Content> {
        let Self { handle, title, description, text, markdown, in_foot } = self;
        if !is_handle(&handle) {
            bail!("{handle:?} can't be part of an address; use small letters, digits and hyphens, such as \"size-guide\"");
        }
        let title = title.trim().to_owned();
        if title.is_empty() {
            bail!("give the page a title, such as --title \"About us\"");
        }
        if text.len() > CONTENT_BYTES_MAX {
            bail!("the text is longer than {} KB", CONTENT_BYTES_MAX.div_euclid(1_000));
        }
        let html = if markdown { from_markdown(&text) } else { text };
        // The page has its title as its only first heading.
        let mut safe = ammonia::Builder::default();
        safe.rm_tags(["h1"]);
        Ok(Content { handle, title, description: description.trim().to_owned(), html: safe.clean(&html).to_string(), in_foot })
    }
}

fn from_markdown(text: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::ENABLE_TABLES));
    html
}

fn content_set(draft: &mut Draft, content: &Content) -> Result<()> {
    let new = draft.content(&content.handle)?.is_none();
    if new && draft.keys_under(tables::CONTENTS, "")?.len() >= CONTENTS_MAX {
        bail!("there are {CONTENTS_MAX} pages already; remove one first");
    }
    draft.save_content(content);
    Ok(())
}

fn content_remove(draft: &mut Draft, handle: &str) -> Result<()> {
    if draft.content(handle)?.is_none() {
        bail!("no page {handle} was written; `shop page list` shows those that were");
    }
    draft.remove_content(handle);
    Ok(())
}

impl Shop {
    /// Does what the merchant asks and answers with the pages it is about. Never call it from async code.
    ///
    /// # Errors
    /// Says what can't be used, in words for the merchant.
    pub fn contents(&self, work: ContentWork) -> Result<Vec<ContentRow>> {
        let row = |content: Content| ContentRow { handle: content.handle, title: content.title, html: content.html, in_foot: content.in_foot };
        match work {
            ContentWork::Set(new) => {
                let content = new.checked()?;
                let saved = content.clone();
                self.books.write_blocking("writing a page", move |draft| Ok(content_set(draft, &saved)?))?;
                Ok(vec![row(content)])
            }
            ContentWork::Show { handle } => {
                let known = self.content(&handle)?.ok_or_else(|| anyhow!("no page {handle} was written; `shop page list` shows those that were"))?;
                Ok(vec![row(known)])
            }
            ContentWork::List => Ok(contents(&self.snapshot()?)?.into_iter().map(row).collect()),
            ContentWork::Remove { handle } => {
                let known = self.content(&handle)?;
                self.books.write_blocking("removing a page", move |draft| Ok(content_remove(draft, &handle)?))?;
                Ok(known.into_iter().map(row).collect())
            }
        }
    }

    /// What the merchant wrote under this handle.
    ///
    /// # Errors
    /// When the row can't be read.
    pub fn content(&self, handle: &str) -> Result<Option<Content>> {
        self.snapshot()?.content(handle)
    }

    /// Handles and titles of the pages that each page links to.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn foot(&self) -> Result<Vec<(String, String)>> {
        foot(&self.snapshot()?)
    }
}
