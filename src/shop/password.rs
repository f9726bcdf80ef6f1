//! Hashing passwords without standing still: a bounded number at once, a bounded number that wait.
//!
//! A hash takes 19 MiB and tens of milliseconds on purpose. As many run as there are cores, on threads that may block;
//! when too many wait, the shop says that it's busy instead of collapsing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use tokio::sync::Semaphore;

use crate::base::password::{Cost, Password, PasswordHash};
use crate::base::secret::Digest;
use crate::domain::limits::PASSWORDS_WAITING_MAX;
use crate::domain::refusal::{Error, Refusal};

pub struct Passwords {
    cost: Cost,
    cores: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    seats: usize,
    /// Of a password nobody knows: checked where there is no account, so that the time says nothing.
    nobody: PasswordHash,
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

impl Passwords {
    /// # Errors
    /// When the cost makes no sense.
    pub fn new(cost: Cost, chance: Digest) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let nobody = cost.hash(&Password::new(&crate::base::secret::to_hex(&chance.0)), &salt(chance)).context("hashing nobody's password")?;
        let seats = cores.saturating_add(PASSWORDS_WAITING_MAX);
        Ok(Self { cost, cores: Arc::new(Semaphore::new(cores)), waiting: Arc::default(), seats, nobody })
    }

    /// Makes the hash to be kept; `chance` salts it.
    ///
    /// # Errors
    /// `Overloaded` when too many wait.
    pub async fn hash(&self, password: &Password, chance: Digest) -> Result<PasswordHash, Error> {
        let (cost, password) = (self.cost, password.clone());
        self.work(move || cost.hash(&password, &salt(chance))).await
    }

    /// Whether this is the password of an account; without an account it takes as long and is wrong.
    ///
    /// # Errors
    /// `Overloaded` when too many wait.
    pub async fn is_right(&self, password: &Password, of: Option<&PasswordHash>) -> Result<bool, Error> {
        let known = of.is_some();
        let (hash, password) = (of.unwrap_or(&self.nobody).clone(), password.clone());
        Ok(self.work(move || hash.is_of(&password)).await? && known)
    }

    /// Whether a hash is to be made anew, because the shop asks for more work today.
    #[must_use]
    pub fn outdated(&self, hash: &PasswordHash) -> bool {
        self.cost.exceeds(hash)
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T, Error> {
        let seat = Seat::take(&self.waiting, self.seats)?;
        let core = Arc::clone(&self.cores).acquire_owned().await.context("waiting to hash a password")?;
        // The thread keeps both until it is done, even when whoever asked hangs up.
        let done = tokio::task::spawn_blocking(move || {
            let (_seat, _core) = (seat, core);
            work()
        });
        Ok(done.await.context("hashing a password")??)
    }
}

fn salt(chance: Digest) -> [u8; 16] {
    let mut salt = [0; 16];
    salt.copy_from_slice(&chance.0[..16]);
    salt
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Passwords, Seat};
    use crate::base::password::{Cost, Password};
    use crate::base::secret::digest;
    use crate::domain::refusal::{Error, Refusal};

    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

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
        let passwords = Passwords::new(CHEAP, digest(b"chance")).expect("cheap enough");
        let all = u32::try_from(passwords.cores.available_permits()).expect("few");
        let busy = Arc::clone(&passwords.cores).acquire_many_owned(all).await.expect("open");
        let passwords = Arc::new(passwords);
        let ask = || {
            let passwords = Arc::clone(&passwords);
            tokio::spawn(async move { passwords.hash(&Password::new("correct horse"), digest(b"salt")).await })
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
            waited.await.expect("no panic").expect("hashed at last");
        }
    }

    #[tokio::test]
    async fn where_there_is_no_account_every_password_is_wrong() {
        let passwords = Passwords::new(CHEAP, digest(b"chance")).expect("cheap enough");
        let known = passwords.hash(&Password::new("correct horse"), digest(b"salt")).await.expect("hashed");
        assert!(passwords.is_right(&Password::new("correct horse"), Some(&known)).await.expect("checked"));
        let nobodys = Password::new(&crate::base::secret::to_hex(&digest(b"chance").0));
        assert!(!passwords.is_right(&nobodys, None).await.expect("checked"));
    }
}
