//! Whose turn it is to be settled: which orders are at work, which wait for another try, and whether providers answer at all.
//!
//! All of it is memory of this run; what has to be done stands in the books.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::base::backoff::wait_ms;
use crate::base::breaker::Breaker;
use crate::base::clock::Timestamp;
use crate::domain::order::OrderId;

/// A payment that waits for its shopper is looked at this often, whether a hint came or not.
const LOOK_MS: i64 = 30_000;
/// An order younger than this is still in the hands of the request that placed it.
const FRESH_MS: i64 = 5_000;

#[derive(Default)]
pub struct Settling {
    pub breaker: Breaker,
    turns: Mutex<HashMap<OrderId, Turn>>,
    at_work: Mutex<HashSet<OrderId>>,
    /// Orders whose provider said that it doesn't know their payment.
    unknown: Mutex<HashSet<OrderId>>,
    nudged: Notify,
}

#[derive(Clone, Copy)]
struct Turn {
    /// Tries in a row that got no answer.
    failures: u32,
    at: Timestamp,
    /// Somebody said that something happened, and nobody has looked since.
    hinted: bool,
}

/// An order that nobody else settles meanwhile.
pub struct AtWork<'a> {
    settling: &'a Settling,
    order: OrderId,
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        lock(&self.settling.at_work).remove(&self.order);
    }
}

/// What was heard may be older than a hint that came meanwhile, so a hint keeps its turn.
fn put_off(turns: &mut HashMap<OrderId, Turn>, order: OrderId, later: Turn) {
    if !turns.get(&order).is_some_and(|turn| turn.hinted) {
        turns.insert(order, later);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Settling {
    /// Takes an order to work on; nothing while somebody is at it.
    pub fn begin(&self, order: OrderId) -> Option<AtWork<'_>> {
        // Made only when it's ours: one that is dropped lets the order go again.
        let free = lock(&self.at_work).insert(order);
        if free && let Some(turn) = lock(&self.turns).get_mut(&order) {
            turn.hinted = false;
        }
        free.then(|| AtWork { settling: self, order })
    }

    /// Whether an order is looked at now or was given up to be tried again.
    #[must_use]
    pub fn in_hand(&self, order: OrderId) -> bool {
        lock(&self.at_work).contains(&order) || !lock(&self.turns).contains_key(&order)
    }

    /// The provider was silent; the next try comes later each time.
    pub fn silent(&self, order: OrderId, now: Timestamp, chance: u64) {
        let mut turns = lock(&self.turns);
        let failures = turns.get(&order).map_or(0, |turn| turn.failures).saturating_add(1);
        let later = Turn { failures, at: now.plus_ms(wait_ms(failures, chance)), hinted: false };
        put_off(&mut turns, order, later);
    }

    /// Somebody else has to do something: the next look comes in half a minute.
    pub fn waits(&self, order: OrderId, now: Timestamp) {
        put_off(&mut lock(&self.turns), order, Turn { failures: 0, at: now.plus_ms(LOOK_MS), hinted: false });
    }

    pub fn done(&self, order: OrderId) {
        lock(&self.turns).remove(&order);
    }

    /// Notes whether the provider knows the payment of an order; true when this is news.
    pub fn known(&self, order: OrderId, known: bool) -> bool {
        let mut unknown = lock(&self.unknown);
        if known { unknown.remove(&order) } else { unknown.insert(order) }
    }

    #[must_use]
    pub fn is_unknown(&self, order: OrderId) -> bool {
        lock(&self.unknown).contains(&order)
    }

    /// Something happened to an order, so it's looked at at once.
    pub fn nudge(&self, order: OrderId, now: Timestamp) {
        self.once_more(order, now);
        self.nudged.notify_one();
    }

    /// Somebody wants to look while another is at it: what that one hears may be older than the wish.
    pub fn once_more(&self, order: OrderId, now: Timestamp) {
        lock(&self.turns).insert(order, Turn { failures: 0, at: now, hinted: true });
    }

    /// Lets go of what was noted about orders that are settled.
    pub fn keep(&self, unsettled: &[OrderId]) {
        let unsettled: HashSet<&OrderId> = unsettled.iter().collect();
        lock(&self.turns).retain(|order, _| unsettled.contains(order));
        lock(&self.unknown).retain(|order| unsettled.contains(order));
    }

    pub async fn nudged(&self) {
        self.nudged.notified().await;
    }

    /// Whether it's this order's turn. One that nobody has tried in this run has its turn once it isn't fresh any more,
    /// or when it comes from a time still ahead: the machine's clock went back over a restart.
    #[must_use]
    pub fn due(&self, order: OrderId, placed_at: Timestamp, now: Timestamp) -> bool {
        if lock(&self.at_work).contains(&order) {
            return false;
        }
        match lock(&self.turns).get(&order) {
            Some(turn) => turn.at <= now,
            None => placed_at.plus_ms(FRESH_MS) <= now || placed_at > now,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Settling;
    use crate::base::clock::Timestamp;
    use crate::domain::order::OrderId;

    #[test]
    fn an_order_is_in_one_hand_at_a_time() {
        let settling = Settling::default();
        let first = settling.begin(OrderId(7)).expect("nobody is at it");
        assert!(settling.begin(OrderId(7)).is_none(), "and asking doesn't stop the world");
        assert!(settling.begin(OrderId(7)).is_none(), "nor take it away from who has it");
        assert!(settling.begin(OrderId(8)).is_some());
        drop(first);
        assert!(settling.begin(OrderId(7)).is_some());
    }

    #[test]
    fn a_hint_that_comes_while_somebody_looks_is_not_lost() {
        let (settling, order, now) = (Settling::default(), OrderId(7), Timestamp(100_000));
        let due = || settling.due(order, Timestamp(0), now);
        for ends in [Settling::waits, |settling: &Settling, order, now| settling.silent(order, now, 0)] {
            let looks = settling.begin(order);
            settling.nudge(order, now);
            assert!(!due(), "somebody is at it");
            ends(&settling, order, now);
            drop(looks);
            assert!(due(), "what was heard was asked before the hint");
            let looks = settling.begin(order);
            ends(&settling, order, now);
            drop(looks);
            assert!(!due(), "one hint is one look");
        }
        settling.nudge(order, now);
        assert!(due());
    }

    #[test]
    fn hints_about_settled_orders_are_forgotten() {
        let (settling, now) = (Settling::default(), Timestamp(1_000_000));
        (0..100).for_each(|order| settling.nudge(OrderId(order), now));
        settling.keep(&[OrderId(7)]);
        assert_eq!(super::lock(&settling.turns).len(), 1);
    }
}
