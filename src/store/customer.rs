//! Rows of customers: the account, what it is found by, where it is signed in, what it bought, open links to a new password.

use std::ops::ControlFlow;

use anyhow::{Context, Result};
use minicbor::{Decode, Encode};

use super::draft::Draft;
use super::key::{Key, number_at};
use super::order::PlacedKey;
use super::read::{Read, Snapshot};
use super::tables;
use crate::base::clock::Timestamp;
use crate::base::secret::Digest;
use crate::domain::address::Email;
use crate::domain::customer::{Customer, CustomerId, mail_key};
use crate::domain::order::{OrderId, SessionId};

/// A link to a new password: works once, and not for long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Reset {
    #[n(0)]
    pub customer: CustomerId,
    #[n(1)]
    pub expires_at: Timestamp,
}

/// Reading customers, in a snapshot or a draft.
pub trait CustomerRows: Read {
    /// # Errors
    /// When a row can't be read.
    fn customer(&self, id: CustomerId) -> Result<Option<Customer>> {
        self.get(id)
    }

    /// # Errors
    /// When a row can't be read.
    fn customer_by_mail(&self, email: &Email) -> Result<Option<Customer>> {
        match self.value(tables::CUSTOMER_EMAILS, mail_key(email).as_str())? {
            Some(id) => self.customer(id),
            None => Ok(None),
        }
    }

    /// # Errors
    /// When a row can't be read.
    fn customer_key(&self, customer: CustomerId, key: &str) -> Result<Option<PlacedKey>> {
        self.value(tables::CUSTOMER_KEYS, (customer, key))
    }

    /// The order that a key made before, for this browser or for this customer in any browser.
    ///
    /// # Errors
    /// When a row can't be read.
    fn placed_by(&self, browser: SessionId, customer: Option<CustomerId>, key: &str) -> Result<Option<PlacedKey>> {
        match (self.value(tables::PLACED_KEYS, (browser, key))?, customer) {
            (None, Some(customer)) => self.customer_key(customer, key),
            (placed, _) => Ok(placed),
        }
    }

    /// # Errors
    /// When a row can't be read.
    fn reset(&self, token: Digest) -> Result<Option<Reset>> {
        self.value(tables::PASSWORD_RESETS, token)
    }
}

impl<R: Read> CustomerRows for R {}

/// Where an order stands in a customer's history: newer ones come first.
pub(super) fn history_key(customer: CustomerId, order: OrderId) -> (CustomerId, u64) {
    (customer, u64::MAX.wrapping_sub(order.0))
}

impl Draft<'_> {
    /// Writes a customer, and what the account is found by.
    pub fn save_customer(&mut self, customer: &Customer) {
        self.set_value(tables::CUSTOMER_EMAILS, mail_key(&customer.email).as_str(), &customer.id);
        self.put(customer.id, customer);
    }

    /// Keeps the order that a key made, for the browser and for the customer.
    pub fn save_key(&mut self, browser: SessionId, customer: Option<CustomerId>, key: &str, placed: &PlacedKey) {
        self.set_value(tables::PLACED_KEYS, (browser, key), placed);
        if let Some(customer) = customer {
            self.set_value(tables::CUSTOMER_KEYS, (customer, key), placed);
        }
    }

    /// The browsers where a customer is signed in, oldest first.
    ///
    /// # Errors
    /// When the table can't be read.
    pub fn customer_sessions(&self, customer: CustomerId) -> Result<Vec<SessionId>> {
        let keys = self.keys_under(tables::CUSTOMER_SESSIONS, customer)?;
        Ok(keys.iter().filter_map(|key| number_at(key, 1)).map(SessionId).collect())
    }

    /// The Idempotency-Keys of a browser, each with the order it made.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn browser_keys(&self, browser: SessionId) -> Result<Vec<(String, PlacedKey)>> {
        let mut placed = Vec::new();
        for key in self.keys_under(tables::PLACED_KEYS, browser)? {
            let text = key.get(8..).and_then(|text| std::str::from_utf8(text).ok()).context("an Idempotency-Key isn't text")?;
            let row = self.value(tables::PLACED_KEYS, key.as_slice())?.context("an Idempotency-Key is missing")?;
            placed.push((text.to_owned(), row));
        }
        Ok(placed)
    }
}

/// The orders of a customer, newest first, those before `before` where it's given, until the visitor breaks.
///
/// # Errors
/// When the table can't be read.
pub fn history(snapshot: &Snapshot, customer: CustomerId, before: Option<OrderId>, visit: &mut dyn FnMut(OrderId) -> ControlFlow<()>) -> Result<()> {
    let prefix = customer.bytes();
    let from = before.map_or_else(|| prefix.clone(), |before| history_key(customer, OrderId(before.0.saturating_sub(1))).bytes());
    snapshot.keys_under_from(tables::CUSTOMER_ORDERS, &prefix, &from, |key| match number_at(key, 1) {
        Some(place) => visit(OrderId(u64::MAX.wrapping_sub(place))),
        None => ControlFlow::Continue(()),
    })
}

/// Links to a new password that ran out before `now`.
///
/// # Errors
/// When a row can't be read.
pub fn resets_over(snapshot: &Snapshot, now: Timestamp) -> Result<Vec<Digest>> {
    let mut over = Vec::new();
    snapshot.values::<Reset>(tables::PASSWORD_RESETS, |key, reset| {
        if reset.expires_at <= now {
            over.extend(<[u8; 32]>::try_from(key).ok().map(Digest));
        }
        Ok(())
    })?;
    Ok(over)
}
