//! Rows of orders: the order itself, its number, the key that made it, and what still waits for its payment.

use anyhow::Result;
use minicbor::{Decode, Encode};

use super::customer::history_key;
use super::draft::Draft;
use super::read::{Read, Snapshot};
use super::tables::{self, Table};
use crate::base::clock::Timestamp;
use crate::base::secret::Digest;
use crate::domain::order::{Order, OrderId, OrderNumber, SessionId};
use crate::domain::returns::Return;

/// The order that an Idempotency-Key made. Kept for ever.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PlacedKey {
    #[n(0)]
    pub order: OrderId,
    /// Of the request that came with the key.
    #[n(1)]
    pub request: Digest,
    #[n(2)]
    pub at: Timestamp,
}

/// Reading orders, in a snapshot or a draft.
pub trait OrderRows: Read {
    /// # Errors
    /// When a row can't be read.
    fn order(&self, id: OrderId) -> Result<Option<Order>> {
        self.get(id)
    }

    /// # Errors
    /// When a row can't be read.
    fn order_by_number(&self, number: OrderNumber) -> Result<Option<Order>> {
        match self.value(tables::ORDER_NUMBERS, number)? {
            Some(id) => self.order(id),
            None => Ok(None),
        }
    }

    /// # Errors
    /// When a row can't be read.
    fn placed_key(&self, session: SessionId, key: &str) -> Result<Option<PlacedKey>> {
        self.value(tables::PLACED_KEYS, (session, key))
    }
}

impl<R: Read> OrderRows for R {}

impl Draft<'_> {
    /// Writes an order, whether a provider is still to be asked for it, whether units of it are to come back, and whether its
    /// buyer's reviews are of somebody who bought.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn save_order(&mut self, order: &Order) -> Result<()> {
        if order.unsettled() {
            self.set_value(tables::UNSETTLED, order.id, &());
        } else {
            self.remove(tables::UNSETTLED, order.id);
        }
        if order.returns.iter().any(Return::open) {
            self.set_value(tables::OPEN_RETURNS, order.id, &());
        } else {
            self.remove(tables::OPEN_RETURNS, order.id);
        }
        if let Some(number) = order.number {
            self.set_value(tables::ORDER_NUMBERS, number, &order.id);
        }
        if let Some(customer) = order.customer {
            self.set_value(tables::CUSTOMER_ORDERS, history_key(customer, order.id), &());
        }
        self.put(order.id, order);
        self.verify_reviews(order)
    }
}

/// The orders that a payment or a refund is still to be settled of, oldest first.
///
/// # Errors
/// When the table can't be read.
pub fn unsettled(snapshot: &Snapshot) -> Result<Vec<OrderId>> {
    listed(snapshot, tables::UNSETTLED)
}

/// The orders with a return that is asked for or on its way, oldest first.
///
/// # Errors
/// When the table can't be read.
pub fn open_returns(snapshot: &Snapshot) -> Result<Vec<OrderId>> {
    listed(snapshot, tables::OPEN_RETURNS)
}

fn listed(snapshot: &Snapshot, table: Table) -> Result<Vec<OrderId>> {
    let mut orders = Vec::new();
    snapshot.values::<()>(table, |key, ()| {
        orders.extend(super::key::number_at(key, 0).map(OrderId));
        Ok(())
    })?;
    Ok(orders)
}
