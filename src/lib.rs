//! The shop, floor by floor, in reading order. ARCHITECTURE.md tells how it works.

pub mod base;
pub mod domain;
pub mod store;

pub mod search;
