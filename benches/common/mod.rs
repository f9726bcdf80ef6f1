//! What the benches share: a real shop in a directory of its own, a load tool that costs little, and figures.

pub mod server;
pub mod http;
pub mod load;
pub mod figures;
pub mod catalogue;
pub mod market;
pub mod postgres;
pub mod shopper;
