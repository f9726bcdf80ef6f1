//! Floor 4: what is bought together, counted beside the books.
//!
//! - **The orders are the truth.** The counts live in memory, are made anew from the orders at each start, and then follow
//!   the event log from the very event that the first count was taken at: no order is missed, none counts twice.
//! - What was confirmed was bought together: a later refund or cancellation changes no count.
//! - A pair's number is how many orders hold both; nothing is weighed or divided.

pub mod pairs;
pub mod follow;

#[cfg(test)]
mod tests;
