//! Rules that need a whole order to be tried.

mod order;
mod refund;
mod world;
