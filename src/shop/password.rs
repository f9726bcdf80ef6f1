//! Hashing passwords without standing still: a bounded number at once, a bounded number that wait.
//!
//! A hash takes 19 MiB and tens of milliseconds on purpose, so it's made on a pool.

use anyhow::{Context, Result};

use super::pool::Pool;
use crate::base::password::{Cost, Password, PasswordHash};
use crate::base::secret::Digest;
use crate::domain::limits::PASSWORDS_WAITING_MAX;
use crate::domain::refusal::Error;

pub struct Passwords {
    cost: Cost,
    pool: Pool,
    /// Of a password nobody knows: checked where there is no account, so that the time says nothing.
    nobody: PasswordHash,
}

impl Passwords {
    /// # Errors
    /// When the cost makes no sense.
    pub fn new(cost: Cost, chance: Digest) -> Result<Self> {
        let nobody = cost.hash(&Password::new(&crate::base::secret::to_hex(&chance.0)), &salt(chance)).context("hashing nobody's password")?;
        Ok(Self { cost, pool: Pool::new(PASSWORDS_WAITING_MAX), nobody })
    }

    /// Makes the hash to be kept; `chance` salts it.
    ///
    /// # Errors
    /// `Overloaded` when too many wait.
    pub async fn hash(&self, password: &Password, chance: Digest) -> Result<PasswordHash, Error> {
        let (cost, password) = (self.cost, password.clone());
        self.pool.run(move || Ok(cost.hash(&password, &salt(chance))?)).await
    }

    /// Whether this is the password of an account; without an account it takes as long and is wrong.
    ///
    /// # Errors
    /// `Overloaded` when too many wait.
    pub async fn is_right(&self, password: &Password, of: Option<&PasswordHash>) -> Result<bool, Error> {
        let known = of.is_some();
        let (hash, password) = (of.unwrap_or(&self.nobody).clone(), password.clone());
        Ok(self.pool.run(move || Ok(hash.is_of(&password)?)).await? && known)
    }

    /// Whether a hash is to be made anew, because the shop asks for more work today.
    #[must_use]
    pub fn outdated(&self, hash: &PasswordHash) -> bool {
        self.cost.exceeds(hash)
    }
}

fn salt(chance: Digest) -> [u8; 16] {
    let mut salt = [0; 16];
    salt.copy_from_slice(&chance.0[..16]);
    salt
}

#[cfg(test)]
mod tests {
    use super::Passwords;
    use crate::base::password::{Cost, Password};
    use crate::base::secret::digest;

    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

    #[tokio::test]
    async fn where_there_is_no_account_every_password_is_wrong() {
        let passwords = Passwords::new(CHEAP, digest(b"chance")).expect("cheap enough");
        let known = passwords.hash(&Password::new("correct horse"), digest(b"salt")).await.expect("hashed");
        assert!(passwords.is_right(&Password::new("correct horse"), Some(&known)).await.expect("checked"));
        let nobodys = Password::new(&crate::base::secret::to_hex(&digest(b"chance").0));
        assert!(!passwords.is_right(&nobodys, None).await.expect("checked"));
    }
}
