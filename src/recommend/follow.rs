//! Keeps the counts at the newest orders: counts them at the start, then follows the event log.
//!
//! - **Counted are the newest orders by number**, as many as the bounds allow: a newer one pushes the oldest out. Which
//!   orders those are follows from the books alone, so a restart gives the same counts.
//! - The position in the log and the counts change under one lock. Who asks sees both before an order or both after it.
//! - A failure leaves the counts at an earlier event, and the next run goes on from there.

use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::Instant;

use anyhow::{Context, Result};

use super::pairs::{Basket, Pairs, Together};
use crate::domain::event::What;
use crate::domain::limits::{ORDERS_COUNTED_MAX, PAIRS_MAX};
use crate::domain::order::{OrderId, OrderNumber};
use crate::domain::product::ProductId;
use crate::store::books::Books;
use crate::store::key::number_at;
use crate::store::log;
use crate::store::order::OrderRows;
use crate::store::read::Snapshot;
use crate::store::tables;

/// Events that are read at once.
const BATCH: usize = 4_096;

/// What the counts may grow to.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub orders: u64,
    pub pairs: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { orders: ORDERS_COUNTED_MAX, pairs: PAIRS_MAX }
    }
}

/// Shared by all who ask; one at a time follows the books.
#[derive(Default)]
pub struct Recommend {
    bounds: Bounds,
    counted: RwLock<Counted>,
    following: Mutex<()>,
}

/// The counts of the orders from `oldest` on.
#[derive(Default)]
struct Counted {
    pairs: Pairs,
    /// The number of the oldest order that is counted; means nothing while there is none.
    oldest: u64,
    /// The number of the last event that was taken in; 0 until the orders were counted.
    position: u64,
}

impl Counted {
    fn over(&self, bounds: Bounds) -> bool {
        self.pairs.orders() > bounds.orders || self.pairs.pairs() > bounds.pairs
    }
}

/// How large the counts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub orders: u64,
    pub pairs: u64,
    pub bytes: usize,
}

impl Recommend {
    #[must_use]
    pub fn new(bounds: Bounds) -> Self {
        Self { bounds, ..Self::default() }
    }

    /// What was bought together with any of `products`, most orders first; never one of them.
    #[must_use]
    pub fn bought_with(&self, products: &[ProductId]) -> Vec<Together> {
        self.counted().pairs.with(&products.iter().copied().collect())
    }

    /// Orders that hold a product, of those that are counted.
    #[must_use]
    pub fn orders_of(&self, product: ProductId) -> u64 {
        self.counted().pairs.orders_of(product)
    }

    /// The number of the last event that was taken in; 0 until the orders were counted.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.counted().position
    }

    #[must_use]
    pub fn figures(&self) -> Figures {
        let counted = self.counted();
        Figures { orders: counted.pairs.orders(), pairs: counted.pairs.pairs(), bytes: counted.pairs.bytes() }
    }

    /// Takes in what the books say since the last time and answers how many events that were. The first time it counts the orders.
    ///
    /// # Errors
    /// When the books can't be read; the next call goes on from there.
    pub fn follow(&self, books: &Books) -> Result<u64> {
        let start = self.position();
        let _one_at_a_time = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        while self.step(&books.snapshot()?, BATCH)? > 0 {}
        Ok(self.position().saturating_sub(start))
    }

    /// Takes in up to `limit` events and answers how many that were; everything at once where nothing was counted yet.
    pub(super) fn step(&self, snapshot: &Snapshot, limit: usize) -> Result<usize> {
        let position = self.position();
        if position == 0 {
            let counted = count(snapshot, self.bounds).context("counting what was bought together")?;
            let taken = usize::from(counted.position > 0);
            self.change(|kept| *kept = counted);
            return Ok(taken);
        }
        let events = log::after(snapshot, position, limit).context("following the orders")?;
        for (number, event) in &events {
            if let What::OrderConfirmed { order } = event.what {
                self.take(snapshot, order, *number)?;
            }
        }
        if let Some((number, _)) = events.last() {
            self.change(|counted| counted.position = *number);
        }
        Ok(events.len())
    }

    /// Counts a newly confirmed order in, and the oldest out where there are too many.
    fn take(&self, snapshot: &Snapshot, id: OrderId, event: u64) -> Result<()> {
        let order = snapshot.order(id)?.context("a confirmed order is missing")?;
        let number = order.number.context("a confirmed order has no number")?;
        self.change(|counted| {
            if counted.pairs.orders() == 0 {
                counted.oldest = number.0;
            }
            counted.pairs.add(&Basket::of(&order));
            counted.position = event;
        });
        while self.counted().over(self.bounds) {
            let oldest = self.counted().oldest;
            let order = snapshot.order_by_number(OrderNumber(oldest))?.context("an order that was counted is missing")?;
            self.change(|counted| {
                counted.pairs.remove(&Basket::of(&order));
                counted.oldest = oldest.saturating_add(1);
            });
        }
        Ok(())
    }

    /// Counts the orders of the books anew and names a product that was counted otherwise. Nothing is compared while events
    /// wait to be taken in.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn recount(&self, snapshot: &Snapshot) -> Result<Option<ProductId>> {
        let _at_rest = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        if self.position() == 0 || self.position() != log::newest(snapshot)? {
            return Ok(None);
        }
        let anew = count(snapshot, self.bounds)?;
        Ok(self.counted().pairs.difference(&anew.pairs))
    }

    fn counted(&self) -> RwLockReadGuard<'_, Counted> {
        self.counted.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A change that breaks off half-way makes the next run count from the start.
    fn change(&self, change: impl FnOnce(&mut Counted)) {
        let mut counted = self.counted.write().unwrap_or_else(PoisonError::into_inner);
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| change(&mut counted)));
        if let Err(panic) = done {
            *counted = Counted::default();
            std::panic::resume_unwind(panic);
        }
    }
}

/// Counts the newest orders of the books, newest first, as many as the bounds allow.
fn count(snapshot: &Snapshot, bounds: Bounds) -> Result<Counted> {
    let start = Instant::now();
    let mut counted = Counted { position: log::newest(snapshot)?, ..Counted::default() };
    let mut number = snapshot.last_key(tables::ORDER_NUMBERS)?.and_then(|key| number_at(&key, 0)).unwrap_or(0);
    while let Some(order) = snapshot.order_by_number(OrderNumber(number))? {
        let basket = Basket::of(&order);
        counted.pairs.add(&basket);
        if counted.over(bounds) {
            counted.pairs.remove(&basket);
            break;
        }
        counted.oldest = number;
        number = number.saturating_sub(1);
    }
    counted.pairs.shrink();
    tracing::info!(
        orders = counted.pairs.orders(),
        pairs = counted.pairs.pairs(),
        bytes = counted.pairs.bytes(),
        seconds = start.elapsed().as_secs_f64(),
        "counted what was bought together"
    );
    Ok(counted)
}
