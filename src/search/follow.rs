//! Brings the index up to the newest event of the books.
//!
//! From nothing it reads all products of one snapshot; afterwards it takes events in batches, one commit each.
//! Only products matter: other events move the position along without a commit, up to a limit.
//! Every step may run twice: a product is taken out before it is put in, as the snapshot has it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::document;
use super::keeper::{Changer, Keeper, Mark};
use crate::base::clock::Timestamp;
use crate::domain::event::What;
use crate::domain::product::{Product, ProductId};
use crate::store::books::Books;
use crate::store::key::{Key, number_at};
use crate::store::log;
use crate::store::product::ProductRows;
use crate::store::read::{Read, Snapshot};
use crate::store::tables;

/// Events in one commit.
const BATCH: usize = 4_096;
/// Events without a product that may pass before the position is committed again.
const IDLE_EVENTS_MAX: u64 = 100_000;
const REPORT_EVERY: u64 = 512;

/// How far a run has come: products while building anew, events otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub done: u64,
    pub total: u64,
}

/// Takes the next batch and answers how many events that were; 0 when there are none.
pub(super) fn step(keeper: &mut Keeper, books: &Books, report: &mut dyn FnMut(Progress)) -> Result<u64> {
    let snapshot = books.snapshot()?;
    let newest = log::newest(&snapshot)?;
    if keeper.mark.position > 0 && !continues(&snapshot, keeper.mark)? {
        tracing::warn!("the search index doesn't belong to these books and will be built anew");
        keeper.start_over()?;
    }
    let position = keeper.mark.position;
    if newest <= position {
        return Ok(0);
    }
    if position == 0 {
        build(keeper, &snapshot, mark_at(&snapshot, newest)?, report)?;
    } else {
        catch_up(keeper, &snapshot)?;
        report(Progress { done: keeper.mark.position, total: newest });
    }
    Ok(keeper.mark.position.saturating_sub(position))
}

/// Whether the books still have the very event the index has reached.
fn continues(snapshot: &Snapshot, mark: Mark) -> Result<bool> {
    Ok(event_fingerprint(snapshot, mark.position)? == Some(mark.fingerprint))
}

fn mark_at(snapshot: &Snapshot, position: u64) -> Result<Mark> {
    let fingerprint = event_fingerprint(snapshot, position)?.with_context(|| format!("event {position} is missing"))?;
    Ok(Mark { position, fingerprint })
}

fn event_fingerprint(snapshot: &Snapshot, position: u64) -> Result<Option<u64>> {
    let row = snapshot.raw(tables::EVENTS, &position.bytes())?;
    Ok(row.and_then(|row| number_at(&Sha256::digest(row), 0)))
}

fn build(keeper: &mut Keeper, snapshot: &Snapshot, mark: Mark, report: &mut dyn FnMut(Progress)) -> Result<()> {
    let total = snapshot.count(tables::PRODUCTS)?;
    keeper.commit(|changer| {
        let mut done = 0_u64;
        snapshot.scan::<Product>(0_u64, |_, product| {
            if product.visible() {
                changer.add(document::document(&changer.fields, &product, &snapshot.details(product.id)?))?;
            }
            done = done.saturating_add(1);
            if done.is_multiple_of(REPORT_EVERY) || done == total {
                report(Progress { done, total });
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(mark)
    })
}

fn catch_up(keeper: &mut Keeper, snapshot: &Snapshot) -> Result<()> {
    let events = log::after(snapshot, keeper.mark.position, BATCH)?;
    let Some((last, _)) = events.last() else { return Ok(()) };
    let mark = mark_at(snapshot, *last)?;
    let changed = events.iter().filter_map(|(_, event)| changed_product(&event.what).map(|product| (product, event.at)));
    let (products, changed_at): (BTreeSet<ProductId>, Vec<Timestamp>) = changed.unzip();
    if products.is_empty() && mark.position.saturating_sub(keeper.committed) < IDLE_EVENTS_MAX {
        keeper.mark = mark;
        return Ok(());
    }
    keeper.commit(|changer| {
        products.iter().try_for_each(|id| renew(changer, snapshot, *id))?;
        Ok(mark)
    })?;
    keeper.changed_at.extend(changed_at);
    Ok(())
}

fn changed_product(what: &What) -> Option<ProductId> {
    match what {
        What::ProductSaved { product } => Some(*product),
        _ => None,
    }
}

fn renew(changer: &Changer, snapshot: &Snapshot, id: ProductId) -> Result<()> {
    changer.remove(document::term(&changer.fields, id));
    match snapshot.product(id)? {
        Some(product) if product.visible() => changer.add(document::document(&changer.fields, &product, &snapshot.details(id)?)),
        _ => Ok(()),
    }
}
