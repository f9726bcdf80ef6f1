//! Secrets: tokens nobody can guess, digests to store in their place, signatures.
//!
//! A token is never stored or logged, only its digest; comparisons take the same time whatever differs.
//! What others gave us to keep, such as an API key, is [`Hidden`]: however it is printed, it doesn't show.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::clock::World;

/// 256 random bits, shown as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    #[must_use]
    pub fn random(world: &dyn World) -> Self {
        let mut bytes = [0; 32];
        world.random(&mut bytes);
        Self(bytes)
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }

    #[must_use]
    pub fn reveal(&self) -> String {
        to_hex(&self.0)
    }

    #[must_use]
    pub fn digest(&self) -> Digest {
        digest(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A text that is never shown: not printed, not logged, not written into a settings file.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Hidden(String);

impl Hidden {
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn shown(&self) -> &'static str {
        if self.0.is_empty() { "" } else { "(hidden)" }
    }
}

impl From<&str> for Hidden {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shown())
    }
}

impl Serialize for Hidden {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.shown())
    }
}

/// SHA-256 of something.
#[derive(Clone, Copy, Debug, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Digest(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

/// Takes the same time whatever differs, so that the time says nothing about a stored secret.
impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for Digest {}

impl Digest {
    /// The first 64 bits: enough to tell a client's own few requests apart.
    #[must_use]
    pub fn short(&self) -> u64 {
        let mut first = [0; 8];
        first.copy_from_slice(&self.0[..8]);
        u64::from_be_bytes(first)
    }
}

#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// HMAC-SHA256 of `message` under `key`.
#[must_use]
pub fn sign(key: &[u8], message: &[u8]) -> Digest {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    Digest(mac.finalize().into_bytes().into())
}

/// Takes the same time whatever differs, as long as the lengths are the same.
#[must_use]
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// 32 bytes from 64 hexadecimal digits.
#[must_use]
pub fn from_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Hidden, Token, digest, sign, to_hex};
    use crate::base::clock::{StillWorld, Timestamp};

    #[test]
    fn a_token_survives_the_cookie_and_hides_in_logs() {
        let token = Token::random(&StillWorld::new(Timestamp(0), 3));
        assert_eq!(Token::parse(&token.reveal()), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(Token::parse("zz"), None);
    }

    #[test]
    fn what_is_hidden_never_shows() {
        let key = Hidden::from("sk_live_abc");
        let printed = format!(
            "{key:?} {key:#?} {} {}",
            serde_json::json!(key),
            toml::to_string(&[("key", &key)].into_iter().collect::<std::collections::BTreeMap<_, _>>()).expect("it is written")
        );
        assert!(!printed.contains("abc") && printed.contains("(hidden)"), "{printed}");
        assert_eq!((key.reveal(), format!("{:?}", Hidden::default())), ("sk_live_abc", String::new()));
    }

    /// RFC 4231, test case 2.
    #[test]
    fn signatures_match_the_published_vector() {
        let signature = sign(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(to_hex(&signature.0), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert_ne!(signature, digest(b"Jefe"));
    }
}
