//! What happened, as the event log tells it to whoever follows.
//!
//! Events say which row changed and carry only what followers need without a look at the row.

use minicbor::{Decode, Encode};

use super::cart::CartId;
use super::letter::LetterId;
use super::order::OrderId;
use super::product::{ProductId, VariantId};
use crate::base::clock::Timestamp;

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Event {
    #[n(0)]
    pub at: Timestamp,
    #[n(1)]
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum What {
    /// A variant can now be bought this many times, and so many units of it were sold.
    #[n(0)]
    StockChanged {
        #[n(0)]
        product: ProductId,
        #[n(1)]
        variant: VariantId,
        #[n(2)]
        available: u64,
        #[n(3)]
        #[cbor(default)]
        sold: u64,
    },
    /// A product was made or changed.
    #[n(1)]
    ProductSaved {
        #[n(0)]
        product: ProductId,
    },
    #[n(2)]
    CartChanged {
        #[n(0)]
        cart: CartId,
        #[n(1)]
        version: u64,
    },
    #[n(3)]
    OrderPlaced {
        #[n(0)]
        order: OrderId,
    },
    #[n(4)]
    OrderConfirmed {
        #[n(0)]
        order: OrderId,
    },
    #[n(5)]
    OrderDeclined {
        #[n(0)]
        order: OrderId,
    },
    /// An order went on: packed, shipped, delivered, cancelled, refunded.
    #[n(6)]
    OrderMoved {
        #[n(0)]
        order: OrderId,
    },
    /// A letter was handed over, or given up.
    #[n(20)]
    LetterSent {
        #[n(0)]
        letter: LetterId,
        #[n(1)]
        order: Option<OrderId>,
    },
    #[n(21)]
    LetterFailed {
        #[n(0)]
        letter: LetterId,
        #[n(1)]
        order: Option<OrderId>,
    },
}
