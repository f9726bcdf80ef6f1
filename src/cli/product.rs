//! `shop product`: a product by hand, on a closed shop or through the running one.

use anyhow::Result;
use clap::Subcommand;

use super::{Outcome, Place, remote};
use crate::shop::product_desk::{ProductRow, ProductWork};

#[derive(Subcommand)]
pub(super) enum Product {
    /// Give a product another handle; its old address leads to the new one
    Rename {
        /// The handle it has, or had before
        #[arg(value_name = "OLD")]
        from: String,
        /// Its new name in addresses
        #[arg(value_name = "NEW")]
        to: String,
    },
}

impl Product {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let Self::Rename { from, to } = self;
        let work = ProductWork::Rename { from, to };
        let row: ProductRow = remote::here_or_there(place, "/product", &work, |shop| shop.products_desk(&work))?;
        println!("{} is now at /products/{}", row.title, row.handle);
        Ok(Outcome::Done)
    }
}
