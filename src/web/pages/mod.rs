//! One function for each page: a read model in, the whole page out. No queries, no decisions about money.

pub mod home;
pub mod product;
pub mod review;
pub mod search;

pub mod cart;
pub mod saved;
pub mod checkout;
pub mod checkout_difference;
pub mod checkout_payment;
pub mod checkout_element;
pub mod checkout_review;
pub mod practice;
pub mod order;
pub mod returns;
pub mod track;

pub mod sign_in;
pub mod account;
pub mod personal;

pub mod content;
pub mod offline;
pub mod merchant;
pub mod error;

pub mod samples;
pub mod storybook;
pub mod looks;
mod looks_account;
mod looks_returns;
mod looks_review;

#[cfg(test)]
mod looks_checks;
#[cfg(test)]
mod looks_language;
