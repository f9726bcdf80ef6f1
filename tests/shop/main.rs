//! The promises of the shop, told as short stories and checked through its outermost doors.
//!
//! `world` is a shop in memory with a clock set by hand. Every test shop is checked when it closes.

mod disk;
mod model;
mod shopper;
mod world;

mod cart;
mod checkout;
mod order;
mod payment;

mod import;
mod search;
mod api;

mod engine;
mod store;
mod crash;
mod damage;
mod simulation;
