//! A circuit breaker: after several failures in a row nobody is sent there for a while, then one tries again.

use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use super::clock::Timestamp;

/// Failures in a row that open it, and how long it stays open.
const FAILURES_MAX: u32 = 5;
const OPEN_MS: i64 = 10_000;

#[derive(Debug, Default)]
pub struct Breaker {
    failures: AtomicU32,
    open_until_ms: AtomicI64,
}

impl Breaker {
    /// It went well, so it's closed.
    pub fn succeeded(&self) {
        self.failures.store(0, Ordering::Relaxed);
        self.open_until_ms.store(0, Ordering::Relaxed);
    }

    /// One more failure; the last that is allowed opens it, and so does each one after.
    pub fn failed(&self, now: Timestamp) {
        if self.failures.fetch_add(1, Ordering::Relaxed).saturating_add(1) >= FAILURES_MAX {
            self.open_until_ms.store(now.plus_ms(OPEN_MS).0, Ordering::Relaxed);
        }
    }

    /// How long nobody should be sent there; nothing when it's closed or it's time to try.
    #[must_use]
    pub fn open_ms(&self, now: Timestamp) -> Option<i64> {
        let left = self.open_until_ms.load(Ordering::Relaxed).saturating_sub(now.0);
        (left > 0).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::{Breaker, FAILURES_MAX, OPEN_MS};
    use crate::base::clock::Timestamp;

    #[test]
    fn it_opens_after_failures_in_a_row_and_lets_one_try_later() {
        let (breaker, now) = (Breaker::default(), Timestamp(1_000));
        (1..FAILURES_MAX).for_each(|_| breaker.failed(now));
        breaker.succeeded();
        (1..FAILURES_MAX).for_each(|_| breaker.failed(now));
        assert_eq!(breaker.open_ms(now), None, "a success in between counts");
        breaker.failed(now);
        assert_eq!(breaker.open_ms(now), Some(OPEN_MS));
        let later = now.plus_ms(OPEN_MS);
        assert_eq!(breaker.open_ms(later), None, "time to try");
        breaker.failed(later);
        assert!(breaker.open_ms(later).is_some(), "one failure is enough now");
        breaker.succeeded();
        assert_eq!(breaker.open_ms(later), None);
    }
}
