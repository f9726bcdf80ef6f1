//! The data directory: what lies where, and opening it all.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};

use super::InUse;
use crate::base::clock::SystemWorld;
use crate::config::Settings;
use crate::payments::Providers;
use crate::search::index::Search;
use crate::search::index::SearchOptions;
use crate::shop::Shop;
use crate::store::books::{Books, BooksOptions};
use crate::store::engine::redb::{OpenError, RedbEngine};

/// Where a running shop says how to reach it from this machine.
pub(super) fn control_file(data: &Path) -> PathBuf {
    data.join("control.json")
}

pub(super) fn index_directory(data: &Path) -> PathBuf {
    data.join("search")
}

/// Opens the shop, making the directory and everything in it where it is missing.
///
/// # Errors
/// [`InUse`] when another process has it.
pub(super) fn open(data: &Path, settings: Settings) -> Result<Arc<Shop>> {
    let media = data.join("media");
    std::fs::create_dir_all(&media).with_context(|| format!("making {}", media.display()))?;
    let engine = match RedbEngine::open(&data.join("books.redb"), settings.store_cache_bytes) {
        Ok(engine) => engine,
        Err(OpenError::InUse) => return Err(InUse(data.display().to_string()).into()),
        Err(OpenError::Fault(fault)) => return Err(fault),
    };
    let options = BooksOptions { group_max: settings.group_max, queue_max: settings.queue_max };
    let books = Books::open(Arc::new(engine), Arc::new(SystemWorld::default()), options).context("opening the books")?;
    let search_options =
        SearchOptions { directory: Some(index_directory(data)), memory_bytes: settings.search_memory_bytes, ..SearchOptions::default() };
    let search = Search::open(&search_options, Arc::clone(books.availability())).context("opening the search index")?;
    let payments = Providers::new(settings.provider);
    Ok(Arc::new(Shop::new(books, settings, Arc::new(search), payments, media)?))
}
