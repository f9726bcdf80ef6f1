//! Passwords: what somebody typed, and the argon2id hash that is kept of it.
//!
//! Neither is ever shown: both hide in logs. A hash carries its own parameters, so that old ones can still be checked
//! and are made anew when the shop asks for more.

use std::fmt;

use anyhow::{Context, Result, anyhow};
use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// A password as somebody typed it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// What is kept of a password: a PHC string, with algorithm, parameters and salt.
#[derive(Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct PasswordHash(#[n(0)] String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// How much work a hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Cost {
    /// OWASP's Password Storage Cheat Sheet: argon2id with m=19456 (19 MiB), t=2, p=1.
    pub const STANDARD: Self = Self { memory_kib: 19_456, passes: 2 };

    fn argon2(self) -> Result<Argon2<'static>> {
        let params = Params::new(self.memory_kib, self.passes, 1, None).map_err(|error| anyhow!("{error}")).context("the cost of a password")?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// Takes its time on purpose: call it where waiting is allowed.
    ///
    /// # Errors
    /// When there is not enough memory.
    pub fn hash(self, password: &Password, salt: &[u8; 16]) -> Result<PasswordHash> {
        let hashed: Result<Phc, _> = self.argon2()?.hash_password_with_salt(password.0.as_bytes(), salt);
        hashed.map(|phc| PasswordHash(phc.to_string())).map_err(|error| anyhow!("{error}")).context("hashing a password")
    }

    /// Whether a hash was made with less work than this.
    #[must_use]
    pub fn exceeds(self, hash: &PasswordHash) -> bool {
        let made_with = Phc::new(&hash.0).ok().and_then(|phc| Params::try_from(&phc).ok());
        made_with.is_none_or(|params| params.m_cost() < self.memory_kib || params.t_cost() < self.passes)
    }
}

impl PasswordHash {
    /// Whether it was made of this password. Takes as long as making it did.
    ///
    /// # Errors
    /// When the hash isn't one.
    pub fn is_of(&self, password: &Password) -> Result<bool> {
        let phc = Phc::new(&self.0).map_err(|error| anyhow!("{error}")).context("reading the hash of a password")?;
        Ok(Argon2::default().verify_password(password.0.as_bytes(), &phc).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::{Cost, Password};

    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let hash = CHEAP.hash(&Password::new("correct horse"), &[7; 16]).expect("hashed");
        assert!(hash.is_of(&Password::new("correct horse")).expect("readable"));
        assert!(!hash.is_of(&Password::new("correct horsf")).expect("readable"));
        assert!(hash.0.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{}", hash.0);
        assert_ne!(hash, CHEAP.hash(&Password::new("correct horse"), &[8; 16]).expect("hashed"), "the salt counts");
    }

    #[test]
    fn a_cheaper_hash_is_to_be_made_anew() {
        let hash = CHEAP.hash(&Password::new("correct horse"), &[7; 16]).expect("hashed");
        assert!(Cost::STANDARD.exceeds(&hash) && Cost { memory_kib: 8, passes: 2 }.exceeds(&hash));
        assert!(!CHEAP.exceeds(&hash));
    }

    #[test]
    fn neither_stands_in_a_log() {
        let password = Password::new("correct horse");
        let hash = CHEAP.hash(&password, &[7; 16]).expect("hashed");
        assert_eq!(format!("{password:?} {hash:?}"), "Password(…) PasswordHash(…)");
    }
}
