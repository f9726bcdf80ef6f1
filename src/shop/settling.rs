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
const LOOK_MS: i64 = 60_000;
/// An order younger than this is still in the hands of the request that placed it.
const FRESH_MS: i64 = 5_000;

#[derive(Default)]
pub struct Settling {
    pub breaker: Breaker,
    turns: Mutex<HashMap<OrderId, Turn>>,
    at_work: Mutex<HashSet<OrderId>>,
    /// At work, and something happened to them meanwhile: what was heard may be old already.
    again: Mutex<HashSet<OrderId>>,
    nudged: Notify,
}

#[derive(Clone, Copy)]
struct Turn {
    /// Tries in a row that got no answer.
    failures: u32,
    at: Timestamp,
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Settling {
    /// Takes an order to work on; nothing while somebody is at it.
    pub fn begin(&self, order: OrderId) -> Option<AtWork<'_>> {
        // Made only when it's ours: one that is dropped lets the order go again.
        let free = lock(&self.at_work).insert(order);
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
        turns.insert(order, Turn { failures, at: now.plus_ms(wait_ms(failures, chance)) });
    }

    /// Somebody else has to do something: the next look comes in a minute, or at once where something happened meanwhile.
    pub fn waits(&self, order: OrderId, now: Timestamp) {
        let again = lock(&self.again).remove(&order);
        lock(&self.turns).insert(order, Turn { failures: 0, at: if again { now } else { now.plus_ms(LOOK_MS) } });
        if again {
            self.nudged.notify_one();
        }
    }

    pub fn done(&self, order: OrderId) {
        lock(&self.again).remove(&order);
        lock(&self.turns).remove(&order);
    }

    /// Something happened to an order, so it's looked at at once.
    pub fn nudge(&self, order: OrderId, now: Timestamp) {
        self.once_more(order);
        lock(&self.turns).insert(order, Turn { failures: 0, at: now });
        self.nudged.notify_one();
    }

    /// Whoever is at work on an order looks once more.
    pub fn once_more(&self, order: OrderId) {
        if lock(&self.at_work).contains(&order) {
            lock(&self.again).insert(order);
        }
    }

    /// Lets go of what was noted about orders that are settled.
    pub fn keep(&self, unsettled: &[OrderId]) {
        let unsettled: HashSet<&OrderId> = unsettled.iter().collect();
        lock(&self.turns).retain(|order, _| unsettled.contains(order));
        lock(&self.again).retain(|order| unsettled.contains(order));
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
    fn what_happens_during_a_look_is_looked_at_again() {
        let (settling, now) = (Settling::default(), Timestamp(1_000_000));
        let at_work = settling.begin(OrderId(7)).expect("nobody is at it");
        settling.nudge(OrderId(7), now);
        assert!(!settling.due(OrderId(7), now, now), "somebody is at it");
        settling.waits(OrderId(7), now);
        drop(at_work);
        assert!(settling.due(OrderId(7), now, now), "what was heard may be from before");
        settling.waits(OrderId(7), now);
        assert!(!settling.due(OrderId(7), now, now) && settling.due(OrderId(7), now, now.plus_ms(60_000)));
    }

    #[test]
    fn hints_about_settled_orders_are_forgotten() {
        let (settling, now) = (Settling::default(), Timestamp(1_000_000));
        (0..100).for_each(|order| settling.nudge(OrderId(order), now));
        settling.keep(&[OrderId(7)]);
        assert_eq!(super::lock(&settling.turns).len(), 1);
    }
}
