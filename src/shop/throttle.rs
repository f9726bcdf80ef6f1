//! Slowing down whoever guesses passwords: for each pair of account and network, a wait that grows with each failure.
//!
//! - Never a lock: the wait has an end, and the right password works after it.
//! - A stranger's guesses hold up the stranger's network, not the owner of the account.
//! - An attempt counts before it's checked, so many at once are no way around; one that comes too early doesn't count.
//! - Kept in memory: a network's number means nothing after a restart anyway.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::base::clock::Timestamp;
use crate::base::secret::digest;
use crate::domain::limits::{SIGN_IN_FAILURES_MAX, SIGN_IN_TRIES_FREE, SIGN_IN_WAIT_MAX_MS};
use crate::domain::refusal::Refusal;

/// Failures older than this are forgiven.
const FORGIVEN_MS: i64 = 60 * 60 * 1000;

#[derive(Default)]
pub struct Throttle {
    tries: Mutex<HashMap<(u64, u64), Tries>>,
}

#[derive(Clone, Copy)]
struct Tries {
    count: u32,
    last: Timestamp,
}

impl Tries {
    fn open_at(self) -> Timestamp {
        let over = self.count.saturating_sub(SIGN_IN_TRIES_FREE);
        let wait_ms = match over {
            0 => 0,
            over => 1_000_i64.checked_shl(over.saturating_sub(1)).filter(|ms| over < 20 && *ms > 0).unwrap_or(SIGN_IN_WAIT_MAX_MS),
        };
        self.last.plus_ms(wait_ms.min(SIGN_IN_WAIT_MAX_MS))
    }
}

impl Throttle {
    /// Counts an attempt for an account, known or not.
    ///
    /// # Errors
    /// When the wait since the last one isn't over.
    pub fn begin(&self, account: &str, client: u64, now: Timestamp) -> Result<(), Refusal> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (digest(account.as_bytes()).short(), client);
        let known = tries.get(&key).copied().filter(|known| now < known.last.plus_ms(FORGIVEN_MS));
        let before = known.unwrap_or(Tries { count: 0, last: now });
        let left_ms = before.open_at().0.saturating_sub(now.0);
        if left_ms > 0 {
            return Err(Refusal::SignInTooOften { wait_s: u32::try_from(left_ms.saturating_add(999) / 1_000).unwrap_or(u32::MAX) });
        }
        if tries.len() >= SIGN_IN_FAILURES_MAX && !tries.contains_key(&key) {
            make_room(&mut tries, now);
        }
        tries.insert(key, Tries { count: before.count.saturating_add(1), last: now });
        Ok(())
    }

    /// The password was right: the network starts anew.
    pub fn succeeded(&self, account: &str, client: u64) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries.remove(&(digest(account.as_bytes()).short(), client));
    }
}

/// Forgets what is forgiven, and where that isn't enough the half that is quiet longest.
fn make_room(tries: &mut HashMap<(u64, u64), Tries>, now: Timestamp) {
    tries.retain(|_, known| now < known.last.plus_ms(FORGIVEN_MS));
    if tries.len() >= SIGN_IN_FAILURES_MAX {
        let mut times: Vec<Timestamp> = tries.values().map(|known| known.last).collect();
        times.sort_unstable();
        let middle = times.get(times.len() / 2).copied().unwrap_or(now);
        tries.retain(|_, known| known.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::{SIGN_IN_FAILURES_MAX, Throttle};
    use crate::base::clock::Timestamp;
    use crate::domain::refusal::Refusal;

    fn wait(answer: Result<(), Refusal>) -> u32 {
        match answer {
            Ok(()) => 0,
            Err(Refusal::SignInTooOften { wait_s }) => wait_s,
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_wait_doubles_up_to_its_end_and_is_forgiven() {
        let throttle = Throttle::default();
        let mut now = Timestamp(0);
        let mut waits = Vec::new();
        for _ in 0..40 {
            let left = wait(throttle.begin("ada", 1, now));
            if left > 0 {
                // Knocking while waiting makes it no longer.
                (0..100).for_each(|_| assert_eq!(wait(throttle.begin("ada", 1, now)), left));
                waits.push(left);
                now = now.plus_ms(i64::from(left) * 1_000);
            }
        }
        assert_eq!(waits[..10], [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        assert_eq!(waits.last(), Some(&300));
        assert_eq!(wait(throttle.begin("ada", 2, now)), 0, "another network isn't held up");
        assert_eq!(wait(throttle.begin("ben", 1, now)), 0, "nor another account");
        now = now.plus_ms(2 * 60 * 60 * 1_000);
        (0..5).for_each(|_| assert_eq!(wait(throttle.begin("ada", 1, now)), 0));
    }

    #[test]
    fn many_at_once_count_one_by_one() {
        let throttle = Throttle::default();
        let passed = (0..50).filter(|_| throttle.begin("ada", 1, Timestamp(0)).is_ok()).count();
        assert_eq!(passed, 6);
    }

    #[test]
    fn memory_has_an_end() {
        let throttle = Throttle::default();
        for client in 0..3 * u64::try_from(SIGN_IN_FAILURES_MAX).expect("few") {
            let now = Timestamp(i64::try_from(client).expect("few"));
            throttle.begin("ada", client, now).expect("a first try is free");
        }
        assert!(throttle.tries.lock().expect("sound").len() <= SIGN_IN_FAILURES_MAX);
    }
}
