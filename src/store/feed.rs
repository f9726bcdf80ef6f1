//! What the last commits changed, for the one who tells browsers of it.
//!
//! - The writer notes each commit once, after memory was set and before it replies. It never waits for a listener.
//! - What isn't fetched yet is merged, and beyond a limit becomes "everything": no backlog can grow.
//! - While nobody listens nothing is kept.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::domain::cart::CartId;
use crate::domain::event::{Event, What};
use crate::domain::limits::LIVE_WAITING_MAX;
use crate::domain::product::ProductId;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Products of which a variant's stock changed.
    pub stocked: HashSet<ProductId>,
    /// Products that were made or changed themselves.
    pub saved: HashSet<ProductId>,
    pub carts: HashSet<CartId>,
    /// More than can be named; the sets are empty then.
    pub everything: bool,
}

impl Changed {
    fn named(&self) -> usize {
        self.stocked.len().saturating_add(self.saved.len()).saturating_add(self.carts.len())
    }

    fn take_in(&mut self, events: &[Event]) {
        for event in events {
            if self.everything {
                return;
            }
            match event.what {
                What::StockChanged { product, .. } => drop(self.stocked.insert(product)),
                What::ProductSaved { product } => drop(self.saved.insert(product)),
                What::CartChanged { cart, .. } => drop(self.carts.insert(cart)),
                _ => {}
            }
            if self.named() > LIVE_WAITING_MAX {
                *self = Self { everything: true, ..Self::default() };
            }
        }
    }
}

#[derive(Default)]
pub struct Feed {
    /// Missing while nobody listens.
    changed: Mutex<Option<Changed>>,
    nudge: Notify,
}

impl Feed {
    /// From now on changes are kept. Whoever reads memory after this misses none: a commit is in memory already, or will be noted.
    pub fn open(&self) {
        self.lock().get_or_insert_default();
    }

    pub fn close(&self) {
        *self.lock() = None;
    }

    /// Only the writer calls this, once a commit.
    pub(super) fn note(&self, events: &[Event]) {
        if let Some(changed) = self.lock().as_mut() {
            changed.take_in(events);
            if changed.everything || changed.named() > 0 {
                self.nudge.notify_one();
            }
        }
    }

    /// Waits until something changed. For one follower.
    pub async fn changed(&self) {
        self.nudge.notified().await;
    }

    /// What changed since the last time.
    #[must_use]
    pub fn take(&self) -> Changed {
        self.lock().as_mut().map(std::mem::take).unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Changed>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Changed, Feed};
    use crate::base::clock::Timestamp;
    use crate::domain::cart::CartId;
    use crate::domain::event::{Event, What};
    use crate::domain::limits::LIVE_WAITING_MAX;
    use crate::domain::product::{ProductId, VariantId};

    fn event(what: What) -> Event {
        Event { at: Timestamp(0), what }
    }

    fn stock(product: u64) -> Event {
        event(What::StockChanged { product: ProductId(product), variant: VariantId(1), available: 1, sold: 0 })
    }

    #[test]
    fn changes_are_merged_until_they_are_fetched() {
        let feed = Feed::default();
        feed.note(&[stock(1)]);
        assert_eq!(feed.take(), Changed::default(), "nobody listened");
        feed.open();
        feed.note(&[stock(1), event(What::CartChanged { cart: CartId(7), version: 2 })]);
        feed.note(&[stock(1), stock(2), event(What::ProductSaved { product: ProductId(3) })]);
        let expected =
            Changed { stocked: [ProductId(1), ProductId(2)].into(), saved: [ProductId(3)].into(), carts: [CartId(7)].into(), everything: false };
        assert_eq!(feed.take(), expected);
        assert_eq!(feed.take(), Changed::default());
        feed.close();
        feed.note(&[stock(3)]);
        assert_eq!(feed.take(), Changed::default());
    }

    #[test]
    fn what_nobody_fetches_stays_small() {
        let feed = Feed::default();
        feed.open();
        for product in 0..u64::try_from(LIVE_WAITING_MAX).expect("small") * 3 {
            feed.note(&[stock(product)]);
        }
        assert_eq!(feed.take(), Changed { everything: true, ..Changed::default() });
        feed.note(&[stock(1)]);
        assert_eq!(feed.take().stocked, [ProductId(1)].into(), "after that it counts again");
    }
}
