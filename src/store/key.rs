//! Keys of rows: numbers big-endian, so that the order of bytes is the order of numbers.

use crate::base::clock::Timestamp;
use crate::base::secret::Digest;
use crate::domain::cart::CartId;
use crate::domain::customer::CustomerId;
use crate::domain::letter::LetterId;
use crate::domain::order::{OrderId, OrderNumber, SessionId};
use crate::domain::product::{ProductId, VariantId};
use crate::domain::review::ReviewId;
use crate::domain::search_log::Day;

pub trait Key {
    fn bytes(&self) -> Vec<u8>;
}

impl Key for u64 {
    fn bytes(&self) -> Vec<u8> {
        self.to_be_bytes().to_vec()
    }
}

impl Key for &str {
    fn bytes(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }
}

/// Always 32 bytes, so that it may follow a text in a pair.
impl Key for Digest {
    fn bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }
}

impl Key for &[u8] {
    fn bytes(&self) -> Vec<u8> {
        self.to_vec()
    }
}

impl Key for Timestamp {
    fn bytes(&self) -> Vec<u8> {
        u64::try_from(self.0).unwrap_or(0).bytes()
    }
}

impl<A: Key, B: Key> Key for (A, B) {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.0.bytes();
        bytes.extend(self.1.bytes());
        bytes
    }
}

macro_rules! id_keys {
    ($($id:ident)*) => {
        $(impl Key for $id {
            fn bytes(&self) -> Vec<u8> {
                self.0.bytes()
            }
        })*
    };
}

id_keys! { ProductId VariantId CartId OrderId OrderNumber SessionId CustomerId LetterId ReviewId Day }

/// The number at `place` (counted in numbers) of a key made of numbers.
#[must_use]
pub fn number_at(key: &[u8], place: usize) -> Option<u64> {
    let start = place.checked_mul(8)?;
    let bytes = key.get(start..start.checked_add(8)?)?;
    Some(u64::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{Key, number_at};
    use crate::base::clock::Timestamp;
    use crate::domain::cart::CartId;

    #[test]
    fn keys_sort_as_their_numbers_and_are_read_back() {
        let early = (Timestamp(255), CartId(9)).bytes();
        let late = (Timestamp(256), CartId(1)).bytes();
        assert!(early < late);
        assert_eq!((number_at(&late, 0), number_at(&late, 1), number_at(&late, 2)), (Some(256), Some(1), None));
    }
}
