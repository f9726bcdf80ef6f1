//! Floor 3: the books. Tables, drafts, the single writer and the event log.
//!
//! - **Only the writer changes a row**, and only by committing a group of drafts in one go.
//! - **A reply goes out after its commit**, never before.
//! - Rows are read by key in commands, or the few under a prefix; scans belong to queries and jobs.

pub mod tables;
pub mod key;
#[macro_use]
pub mod codec;
pub mod changes;
pub mod engine;

pub mod read;
pub mod draft;
pub mod writer;
pub mod log;
pub mod availability;
pub mod feed;
pub mod books;

pub mod product;
pub mod cart;
pub mod order;
pub mod customer;
pub mod review;
pub mod outbox;
pub mod coupon;
pub mod collection;
pub mod content;
pub mod synonym;
pub mod search_log;

pub mod check;
mod check_customer;
mod check_return;
mod check_review;
