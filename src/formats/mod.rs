//! Floor 4: product files, read into listings and written from products, one product at a time.
//!
//! Memory holds one product and one row of at most a mebibyte, whatever the size of the file (WooCommerce: see there).
//! What is wrong is said with the line and the column a merchant sees in an editor; what is right is read all the same.
//! The `csv` crate is named nowhere else.

pub mod note;
pub mod read;
pub mod write;
pub mod orders;
pub mod table;

mod input;
mod rows;

mod field;
mod list;

mod draft;
mod group;

mod jsonl;
mod sheet;
mod shopify;
mod woo;

#[cfg(test)]
mod tests;
