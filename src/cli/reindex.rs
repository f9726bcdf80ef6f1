//! `shop reindex`: makes the search index anew from the books.

use std::sync::Arc;

use anyhow::{Context, Result};

use super::progress::Progress;
use super::{InUse, Outcome, Place, data, remote};
use crate::shop::Shop;

pub(super) fn run(place: &Place) -> Result<Outcome> {
    let (_, settings) = place.settings()?;
    match data::open_existing(place.data(), settings.clone()) {
        Ok(shop) => {
            drop(shop);
            let index = data::index_directory(place.data());
            if index.exists() {
                std::fs::remove_dir_all(&index).with_context(|| format!("removing {}", index.display()))?;
            }
            let shop = data::open(place.data(), settings)?;
            catch_up(&shop)?;
            println!("{} products are in the index", shop.search.figures()?.documents);
        }
        Err(error) if error.is::<InUse>() => {
            let answer = remote::ask(place.data(), "/reindex", &(), |_| Ok(()))?;
            println!("{answer} products are in the index of the running shop");
        }
        Err(error) => return Err(error),
    }
    Ok(Outcome::Done)
}

/// Lets the index follow the log to its end.
pub(super) fn catch_up(shop: &Arc<Shop>) -> Result<()> {
    let mut progress: Option<Progress> = None;
    shop.search.follow(&shop.books, |now| progress.get_or_insert_with(|| Progress::rows("indexing", now.total)).at(now.done, ""))?;
    if let Some(progress) = progress {
        progress.done();
    }
    Ok(())
}
