//! The shop, floor by floor, in reading order. ARCHITECTURE.md tells how it works.

#[macro_use]
pub mod base;
pub mod domain;
pub mod config;
pub mod store;
pub mod search;
pub mod recommend;
pub mod mail;
pub mod payments;
pub mod live;
pub mod formats;
pub mod shop;
pub mod jobs;
pub mod web;
pub mod cli;
