//! The shop, floor by floor, in reading order. ARCHITECTURE.md tells how it works.

pub mod base;
pub mod config;
pub mod domain;
pub mod payments;
pub mod shop;
pub mod store;
pub mod web;
