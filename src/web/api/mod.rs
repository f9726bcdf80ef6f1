//! The JSON API under `/api`, published as OpenAPI from this very code.

pub mod shapes;
pub mod search;
pub mod product;
pub mod review;
pub mod cart;
pub mod saved;
pub mod coupon;
pub mod checkout;
pub mod order;
pub mod account;
pub mod personal;
pub mod live;
pub mod openapi;
