//! How a row stands in the file: one byte of version, the value in CBOR, four bytes of CRC32C.
//!
//! Fields are numbered, so added fields are read as missing by older rows and skipped by older code.
//! The engine doesn't verify pages on a normal read, so every row carries its own checksum.

use anyhow::{Context, Result, bail};
use minicbor::{Decode, Encode};

use super::tables::{self, Table};
use crate::domain::cart::Cart;
use crate::domain::category::Shelf;
use crate::domain::checkout::Checkout;
use crate::domain::customer::Customer;
use crate::domain::event::Event;
use crate::domain::letter::Owed;
use crate::domain::order::Order;
use crate::domain::product::{Details, Product};
use crate::domain::stock::Stock;

/// A value that has a table.
pub trait Row: Encode<()> + for<'b> Decode<'b, ()> {
    const TABLE: Table;
}

macro_rules! rows {
    ($($row:ty => $table:ident;)*) => {
        $(impl Row for $row {
            const TABLE: Table = tables::$table;
        })*
    };
}

rows! {
    Product => PRODUCTS;
    Details => DETAILS;
    Stock => STOCK;
    Shelf => SHELVES;
    Cart => CARTS;
    Checkout => CHECKOUTS;
    Customer => CUSTOMERS;
    Order => ORDERS;
    Owed => OUTBOX;
    Event => EVENTS;
}

const VERSION: u8 = 1;
const CHECKSUM_BYTES: usize = 4;

/// # Panics
/// Never: writing into memory can't fail, and every row type can be written.
#[must_use]
pub fn encode<R: Encode<()>>(row: &R) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    minicbor::encode_with(row, &mut bytes, &mut ()).expect("memory takes every row");
    let checksum = crc32c::crc32c(&bytes);
    bytes.extend(checksum.to_le_bytes());
    bytes
}

/// # Errors
/// When the bytes are not what was written, or not a row of this kind.
pub fn decode<R: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<R> {
    let Some(end) = bytes.len().checked_sub(CHECKSUM_BYTES).filter(|end| *end > 0) else {
        bail!("a row of {} bytes is too short to be one", bytes.len());
    };
    let (body, checksum) = bytes.split_at(end);
    if crc32c::crc32c(body).to_le_bytes() != checksum {
        bail!("the checksum of a row is wrong: the file is damaged");
    }
    match body.split_first() {
        Some((&VERSION, value)) => minicbor::decode(value).context("a row doesn't read as what it should be"),
        Some((version, _)) => bail!("a row has version {version}, and this program knows {VERSION}: it was written by a newer one"),
        None => bail!("a row is empty"),
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use minicbor::{Decode, Encode};
    use proptest::prelude::{prop_assert, proptest};

    #[derive(Debug, PartialEq, Encode, Decode)]
    struct Old {
        #[n(0)]
        name: String,
    }

    #[derive(Debug, PartialEq, Encode, Decode)]
    struct New {
        #[n(0)]
        name: String,
        #[n(1)]
        colour: Option<String>,
        #[n(2)]
        #[cbor(default)]
        count: u32,
    }

    #[test]
    fn added_fields_pass_both_ways() {
        let old = encode(&Old { name: "mug".into() });
        assert_eq!(decode::<New>(&old).expect("reads"), New { name: "mug".into(), colour: None, count: 0 });
        let new = encode(&New { name: "mug".into(), colour: Some("sage".into()), count: 3 });
        assert_eq!(decode::<Old>(&new).expect("reads"), Old { name: "mug".into() });
    }

    proptest! {
        /// One flipped bit is always seen.
        #[test]
        fn damage_never_passes_for_a_row(name in ".{0,40}", place in 0_usize..400, bit in 0_u8..8) {
            let mut bytes = encode(&Old { name });
            let place = place % bytes.len();
            bytes[place] ^= 1 << bit;
            prop_assert!(decode::<Old>(&bytes).is_err());
        }

        #[test]
        fn any_bytes_are_refused_calmly(bytes in proptest::collection::vec(0_u8.., 0..64)) {
            prop_assert!(decode::<New>(&bytes).is_err());
        }
    }
}
