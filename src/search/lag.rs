//! How far searches are behind the books: for each product, the time from its commit until an edition showed it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::base::clock::Timestamp;
use crate::domain::limits::INDEX_LAGS_KEPT;

/// The last ones, in milliseconds.
#[derive(Default)]
pub struct Lags(Mutex<VecDeque<u64>>);

impl Lags {
    /// Products that changed at these moments are shown now.
    pub(super) fn note(&self, changed_at: &[Timestamp], now: Timestamp) {
        let mut lags = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for at in changed_at {
            let ms = u64::try_from(now.0.saturating_sub(at.0)).unwrap_or(0);
            metrics::histogram!("shop_search_lag_seconds").record(std::time::Duration::from_millis(ms).as_secs_f64());
            lags.push_back(ms);
        }
        let surplus = lags.len().saturating_sub(INDEX_LAGS_KEPT);
        lags.drain(..surplus);
    }

    /// What 99 of 100 of the last products took at most; nothing before the first.
    #[must_use]
    pub fn p99_ms(&self) -> Option<u64> {
        let mut lags: Vec<u64> = self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect();
        lags.sort_unstable();
        lags.get(lags.len().saturating_mul(99) / 100).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Lags;
    use crate::base::clock::Timestamp;
    use crate::domain::limits::INDEX_LAGS_KEPT;

    #[test]
    fn the_last_ones_count() {
        let lags = Lags::default();
        assert_eq!(lags.p99_ms(), None);
        lags.note(&[Timestamp(0)], Timestamp(700));
        assert_eq!(lags.p99_ms(), Some(700));
        lags.note(&vec![Timestamp(900); INDEX_LAGS_KEPT], Timestamp(1_000));
        assert_eq!(lags.p99_ms(), Some(100), "the first is forgotten");
        lags.note(&[Timestamp(0); 30], Timestamp(5_000));
        assert_eq!(lags.p99_ms(), Some(5_000), "more than one of a hundred");
    }
}
