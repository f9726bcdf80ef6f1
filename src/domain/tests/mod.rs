//! Rules that need a whole order to be tried.

mod order;
mod payment;
mod refund;
mod returns;
mod world;
