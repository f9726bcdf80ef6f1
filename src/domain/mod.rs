//! Floor 1: the rules of a shop, as plain functions over plain values. No clock, no chance, no I/O.
//!
//! The numbers in `#[n(…)]` are how a value stands in the books: never reuse one.

pub mod limits;
pub mod refusal;

pub mod money;
pub mod pricing;
pub mod rate;

pub mod category;
pub mod listing;
pub mod product;
pub mod stock;

pub mod address;
pub mod cart;
pub mod checkout;
pub mod order;
pub mod payment;

pub mod event;
