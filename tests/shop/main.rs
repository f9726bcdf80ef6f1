//! The promises of the shop, told as short stories and checked through its outermost doors.
//!
//! - `world` is a shop in memory with a clock set by hand; every such shop is checked when it closes.
//! - `waves` is such a shop on a port of this machine, with clients of its streams and sockets.
//! - `stripe` is a payment provider on this machine, which goes wrong as it is told to.
//! - `process` is the program itself, in a directory of its own, with real clients.

mod disk;
mod world;
mod shopper;
mod model;
mod process;
mod waves;
mod stripe;

mod cart;
mod cart_part;
mod saved;
mod validators;
mod content;
mod home;
mod again;
mod language;
mod checkout;
mod order;
mod payment;
mod stripe_client;
mod stripe_faults;
mod stripe_shop;
mod stripe_process;
mod localstripe;
mod side_by_side;
mod kill;
mod crowd;
mod same_key;
mod fickle;
mod saga;
mod fulfilment;
mod returns;
mod letter;
mod mail_server;
mod mail;
mod pricing;
mod coupon;

mod account;
mod account_cart;
mod account_matrix;
mod account_pages;
mod personal;
mod erase;

mod import;
mod picture;
mod search;
mod list;
mod recommend;
mod review;
mod collection;
mod seen;
mod catalogue;
mod renamed;
mod synonym;
mod search_help;
mod search_log;
mod api;

mod engine;
mod store;
mod crash;
mod jobs;
mod live;
mod damage;
mod damage_account;
mod damage_return;
mod damage_review;
mod simulation;

mod cli;
mod race;
