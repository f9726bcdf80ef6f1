//! Rows of customers: the account, what it is found by, where it is signed in, what it bought, open links to a new password.

use std::ops::ControlFlow;

use anyhow::{Context, Result};
use minicbor::{Decode, Encode};

use super::draft::Draft;
use super::key::{Key, number_at};
use super::order::PlacedKey;
use super::read::{Read, Snapshot};
use super::tables::{self, Table};
use crate::base::clock::Timestamp;
use crate::base::secret::Digest;
use crate::domain::address::Email;
use crate::domain::customer::{Customer, CustomerId, mail_key};
use crate::domain::letter::{Letter, Owed};
use crate::domain::order::{Order, OrderId, SessionId};
use crate::domain::product::ProductId;
use crate::domain::review::ReviewId;

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

    /// The numbers that stand behind a customer's in the keys of a table.
    ///
    /// # Errors
    /// When the table can't be read.
    fn numbers_of(&self, table: Table, customer: CustomerId) -> Result<Vec<u64>> {
        let keys = self.keys(table, &customer.bytes())?;
        keys.iter().map(|key| number_at(key, 1).with_context(|| format!("a key of {} is too short", table.name))).collect()
    }

    /// The browsers where a customer is signed in, oldest first.
    ///
    /// # Errors
    /// When the table can't be read.
    fn customer_sessions(&self, customer: CustomerId) -> Result<Vec<SessionId>> {
        Ok(self.numbers_of(tables::CUSTOMER_SESSIONS, customer)?.into_iter().map(SessionId).collect())
    }

    /// All orders of a customer, newest first, those included that came to nothing.
    ///
    /// # Errors
    /// When a row can't be read.
    fn customer_orders(&self, customer: CustomerId) -> Result<Vec<Order>> {
        let places = self.numbers_of(tables::CUSTOMER_ORDERS, customer)?;
        let order = |place| self.get(OrderId(u64::MAX.wrapping_sub(place)))?.context("an order of a history is missing");
        places.into_iter().map(order).collect()
    }

    /// The products that a customer wrote a review of.
    ///
    /// # Errors
    /// When the table can't be read.
    fn customer_reviewed(&self, customer: CustomerId) -> Result<Vec<ProductId>> {
        Ok(self.numbers_of(tables::CUSTOMER_REVIEWS, customer)?.into_iter().map(ProductId).collect())
    }

    /// The reviews that a customer found helpful, also those whose words changed since.
    ///
    /// # Errors
    /// When the table can't be read.
    fn customer_votes(&self, customer: CustomerId) -> Result<Vec<ReviewId>> {
        Ok(self.numbers_of(tables::CUSTOMER_VOTES, customer)?.into_iter().map(ReviewId).collect())
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

    /// Takes a customer out of the books: the account, all it is found by, its keys, open links, and letters about nothing else.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn remove_customer(&mut self, customer: &Customer) -> Result<()> {
        self.remove(tables::CUSTOMERS, customer.id);
        self.remove(tables::CUSTOMER_EMAILS, mail_key(&customer.email).as_str());
        for key in self.keys_under(tables::CUSTOMER_KEYS, customer.id)? {
            self.remove(tables::CUSTOMER_KEYS, key.as_slice());
        }
        for reset in &customer.resets {
            self.remove(tables::PASSWORD_RESETS, *reset);
        }
        for table in [tables::OUTBOX, tables::UNDELIVERED] {
            for key in self.keys_under(table, "")? {
                let owed: Option<Owed> = self.value(table, key.as_slice())?;
                if owed.is_some_and(|owed| matches!(owed.letter, Letter::PasswordReset { customer: id, .. } if id == customer.id.0)) {
                    self.remove(table, key.as_slice());
                }
            }
        }
        Ok(())
    }

    /// Makes an order nobody's: from now on it opens as a guest's does.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn disown_order(&mut self, order: Order) -> Result<()> {
        if let Some(customer) = order.customer {
            self.remove(tables::CUSTOMER_ORDERS, history_key(customer, order.id));
        }
        self.save_order(&Order { customer: None, ..order })
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
