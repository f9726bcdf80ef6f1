//! Work that takes its time, without standing still: a bounded number at once on threads that may block, a bounded number that wait.
//!
//! When too many wait, the shop says that it's busy instead of collapsing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use tokio::sync::Semaphore;

use crate::domain::refusal::{Error, Refusal};

/// As many work as there are cores.
pub struct Pool {
    cores: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    seats: usize,
}

/// A place in the queue, given back when the work is over or its asker is gone.
struct Seat(Arc<AtomicUsize>);

impl Seat {
    fn take(taken: &Arc<AtomicUsize>, seats: usize) -> Result<Self, Refusal> {
        let one_more = |count: usize| (count < seats).then(|| count.saturating_add(1));
        match taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more) {
            Ok(_) => Ok(Self(Arc::clone(taken))),
            Err(_) => Err(Refusal::Overloaded),
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Pool {
    #[must_use]
    pub fn new(waiting_max: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { cores: Arc::new(Semaphore::new(cores)), waiting: Arc::default(), seats: cores.saturating_add(waiting_max) }
    }

    /// Runs the work on a thread that may block.
    ///
    /// # Errors
    /// `Overloaded` when too many wait, and what the work says.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
        let seat = Seat::take(&self.waiting, self.seats)?;
        let core = Arc::clone(&self.cores).acquire_owned().await.context("waiting for a thread")?;
        // The thread keeps both until it is done, even when whoever asked hangs up.
        let done = tokio::task::spawn_blocking(move || {
            let (_seat, _core) = (seat, core);
            work()
        });
        done.await.context("working on a thread")?
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Pool, Seat};
    use crate::domain::refusal::{Error, Refusal};

    #[test]
    fn seats_are_counted_and_come_back() {
        let taken = Arc::default();
        let seats: Vec<Seat> = (0..3).map(|_| Seat::take(&taken, 3).expect("free")).collect();
        assert_eq!(Seat::take(&taken, 3).err(), Some(Refusal::Overloaded));
        drop(seats);
        assert!(Seat::take(&taken, 3).is_ok());
    }

    #[tokio::test]
    async fn when_too_many_wait_the_shop_says_so_and_then_goes_on() {
        let pool = Arc::new(Pool::new(48));
        let all = u32::try_from(pool.cores.available_permits()).expect("few");
        let busy = Arc::clone(&pool.cores).acquire_many_owned(all).await.expect("open");
        let ask = || {
            let pool = Arc::clone(&pool);
            tokio::spawn(async move { pool.run(|| Ok(())).await })
        };
        let mut asked = Vec::new();
        let refused = loop {
            asked.push(ask());
            tokio::task::yield_now().await;
            if asked.last().is_some_and(tokio::task::JoinHandle::is_finished) {
                break asked.pop().expect("just asked").await.expect("no panic");
            }
            assert!(asked.len() < 1_000, "there is no end to the queue");
        };
        assert!(matches!(refused, Err(Error::Refusal(Refusal::Overloaded))));
        drop(busy);
        for waited in asked {
            waited.await.expect("no panic").expect("done at last");
        }
    }
}
