//! The promises of the shop, told as short stories and checked through its outermost doors.
//!
//! - `world` is a shop in memory with a clock set by hand; every such shop is checked when it closes.
//! - `process` is the program itself, in a directory of its own, with real clients.

mod disk;
mod world;
mod shopper;
mod model;
mod process;

mod cart;
mod checkout;
mod order;
mod payment;
mod fickle;
mod saga;
mod fulfilment;
mod letter;
mod mail_server;
mod mail;

mod account;
mod account_cart;
mod account_matrix;
mod account_pages;

mod import;
mod search;
mod api;

mod engine;
mod store;
mod crash;
mod jobs;
mod damage;
mod damage_account;
mod simulation;

mod cli;
mod race;
