//! Floor 1: the rules of a shop, as plain functions over plain values. No clock, no chance, no I/O.
//!
//! The numbers in `#[n(…)]` are how a value stands in the books: never reuse one.

#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

pub mod limits;
pub mod refusal;
pub mod wrong;

pub mod money;
pub mod rate;
pub mod tax;
pub mod shipping;
pub mod coupon;
pub mod pricing;
pub mod quote;

pub mod product;
pub mod picture;
pub mod review;
pub mod listing;
pub mod category;
pub mod collection;
pub mod content;
pub mod synonym;
pub mod language;
pub mod paging;
pub mod stock;
pub mod trade;

pub mod cart;
pub mod saved;
pub mod country;
pub mod address;
pub mod customer;
pub mod checkout;
pub mod payment;
pub mod saga;
pub mod order;
pub mod refund;
pub mod returns;
pub mod letter;
pub mod search_log;

pub mod event;

#[cfg(test)]
mod tests;
