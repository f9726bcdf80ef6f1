//! Typed ids: a bare number never means a product, a cart or an order.
//!
//! Ids are u64 and rise with time, so that new rows land at the end of their table and stay
//! cheap to write however old the file is.

use super::clock::{Timestamp, World};

/// Makes a newtype around u64 that sorts, prints in full and parses back.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[derive(minicbor::Encode, minicbor::Decode)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] pub u64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }
    };
}

const RANDOM_BITS: u32 = 20;

/// A number that rises with time: 44 bits of milliseconds, then 20 random bits.
///
/// Two in the same millisecond differ by chance only; whoever creates a row checks that the id is free.
#[must_use]
pub fn time_ordered(world: &dyn World) -> u64 {
    at(world.now(), world.random_u64() >> (u64::BITS - RANDOM_BITS))
}

/// The id of something that happened at `moment`; `place` tells apart what happened together.
#[must_use]
pub fn at(moment: Timestamp, place: u64) -> u64 {
    let ms = u64::try_from(moment.0).unwrap_or(0);
    (ms << RANDOM_BITS) | (place & ((1 << RANDOM_BITS) - 1))
}

/// The moment in a time-ordered id.
#[must_use]
pub fn time_of(id: u64) -> Timestamp {
    Timestamp(i64::try_from(id >> RANDOM_BITS).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::{time_of, time_ordered};
    use crate::base::clock::{StillWorld, Timestamp};

    #[test]
    fn later_ids_are_larger_and_remember_their_time() {
        let world = StillWorld::new(Timestamp(1_795_000_000_000), 1);
        let first = time_ordered(&world);
        world.advance_ms(1);
        let second = time_ordered(&world);
        assert!(first < second);
        assert_eq!(time_of(second), Timestamp(1_795_000_000_001));
    }
}
