//! The data directory: what lies where, and opening it all.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::InUse;
use crate::base::clock::SystemWorld;
use crate::config::Settings;
use crate::mail::Mail;
use crate::payments::Providers;
use crate::search::index::Search;
use crate::search::index::SearchOptions;
use crate::shop::Shop;
use crate::store::books::{Books, BooksOptions};
use crate::store::engine::Engine;
use crate::store::engine::memory::MemoryEngine;
use crate::store::engine::redb::{OpenError, RedbEngine};

const BOOKS: &str = "books.redb";

/// Where a running shop says how to reach it from this machine.
pub(super) fn control_file(data: &Path) -> PathBuf {
    data.join("control.json")
}

pub(super) fn index_directory(data: &Path) -> PathBuf {
    data.join("search")
}

/// Opens a shop that is there; a command that only looks never makes one.
///
/// # Errors
/// When there is none, and [`InUse`] when another process has it.
pub(super) fn open_existing(data: &Path, settings: Settings) -> Result<Arc<Shop>> {
    let books = data.join(BOOKS);
    match std::fs::metadata(&books) {
        Ok(file) if file.len() == 0 => {
            bail!("{} is empty: it was damaged. Restore it from a backup, or remove it to start a new shop", books.display())
        }
        Ok(_) => open(data, settings),
        Err(_) => bail!("there is no shop in {}. `shop serve` or `shop import` makes one; --data names another directory", data.display()),
    }
}

pub(super) fn exists(data: &Path) -> bool {
    data.join(BOOKS).exists()
}

/// Opens an empty shop that leaves nothing behind.
pub(super) fn open_in_memory(settings: Settings) -> Result<Arc<Shop>> {
    assemble(Arc::new(MemoryEngine::default()), None, PathBuf::new(), settings)
}

/// Opens the shop, making the directory and everything in it where it is missing.
///
/// # Errors
/// [`InUse`] when another process has it.
pub(super) fn open(data: &Path, settings: Settings) -> Result<Arc<Shop>> {
    let media = data.join("media");
    std::fs::create_dir_all(&media).with_context(|| format!("making {}", media.display()))?;
    let engine = match RedbEngine::open(&data.join(BOOKS), settings.store_cache_bytes) {
        Ok(engine) => engine,
        Err(OpenError::InUse) => return Err(InUse(data.display().to_string()).into()),
        Err(OpenError::Fault(fault)) => return Err(fault),
    };
    assemble(Arc::new(engine), Some(index_directory(data)), media, settings)
}

fn assemble(engine: Arc<dyn Engine>, index: Option<PathBuf>, media: PathBuf, settings: Settings) -> Result<Arc<Shop>> {
    let options = BooksOptions { group_max: settings.group_max, queue_max: settings.queue_max };
    let books = Books::open(engine, Arc::new(SystemWorld::default()), options).context("opening the books")?;
    let search_options = SearchOptions {
        directory: index,
        memory_bytes: settings.search_memory_bytes,
        currency: settings.prices.currency,
        facets: settings.facets.clone(),
        facets_hidden: settings.facets_hidden.clone(),
        language: settings.language,
        ..SearchOptions::default()
    };
    let search = Search::open(&search_options, Arc::clone(books.availability())).context("opening the search index")?;
    let payments = Providers::of(&settings, &books);
    let mail = Mail::new(&settings.mail, media.with_file_name("mail"))?;
    Ok(Arc::new(Shop::new(books, settings, Arc::new(search), payments, mail, media)?))
}
