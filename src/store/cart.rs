//! Rows of a shopper: the session, the cart with its running holds, the checkout.

use anyhow::{Context, Result};
use minicbor::{Decode, Encode};

use super::codec::Row;
use super::draft::Draft;
use super::read::Read;
use super::tables::{self, Table};
use crate::base::clock::Timestamp;
use crate::base::secret::Digest;
use crate::domain::cart::{Cart, CartId};
use crate::domain::customer::CustomerId;
use crate::domain::event::What;
use crate::domain::order::SessionId;
use crate::domain::product::VariantId;

/// One browser. Its cookie carries the id and a token; only the token's digest is here.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Session {
    #[n(0)]
    pub token: Digest,
    #[n(1)]
    pub cart: CartId,
    #[n(2)]
    pub started_at: Timestamp,
    /// Who buys: stays the same when the token changes, until somebody signs out. Orders and keys hang on it.
    #[n(3)]
    pub browser: SessionId,
    /// Who is signed in.
    #[n(4)]
    pub customer: Option<CustomerId>,
    /// The cart isn't the account's yet, because one of the two was being paid for at the sign-in.
    #[n(5)]
    pub apart: bool,
    /// To within [`crate::domain::limits::SESSION_SEEN_MS`].
    #[n(6)]
    pub last_seen_at: Timestamp,
}

rows! {
    Session => SESSIONS;
}

/// Reading a shopper's rows, in a snapshot or a draft.
pub trait CartRows: Read {
    /// # Errors
    /// When a row can't be read.
    fn cart(&self, id: CartId) -> Result<Option<Cart>> {
        self.get(id)
    }

    /// Units of one variant that one network holds, in all its carts.
    ///
    /// # Errors
    /// When a row can't be read.
    fn client_holds(&self, client: u64, variant: VariantId) -> Result<u32> {
        Ok(self.value(tables::CLIENT_HOLDS, (client, variant))?.unwrap_or(0))
    }
}

impl<R: Read> CartRows for R {}

impl Draft<'_> {
    /// Writes the cart under a new version, and its place among the running holds.
    pub fn save_cart(&mut self, cart: &mut Cart) {
        cart.version = cart.version.saturating_add(1);
        let due = cart.due();
        if due != cart.indexed_due {
            if let Some(before) = cart.indexed_due {
                self.remove(tables::HOLDS_DUE, (before, cart.id));
            }
            if let Some(due) = due {
                self.set_value(tables::HOLDS_DUE, (due, cart.id), &());
            }
            cart.indexed_due = due;
        }
        self.put(cart.id, &*cart);
        self.announce(What::CartChanged { cart: cart.id, version: cart.version });
    }

    /// # Errors
    /// When a row can't be read, or when more would be given back than is held.
    pub fn change_client_holds(&mut self, client: u64, variant: VariantId, change: i64) -> Result<()> {
        let held = i64::from(self.client_holds(client, variant)?);
        let after = held.checked_add(change).and_then(|after| u32::try_from(after).ok());
        let after = after.with_context(|| format!("client {client} holds {held} of variant {variant} and can't change by {change}"))?;
        match after {
            0 => self.remove(tables::CLIENT_HOLDS, (client, variant)),
            units => self.set_value(tables::CLIENT_HOLDS, (client, variant), &units),
        }
        Ok(())
    }
}
