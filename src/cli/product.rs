//! `shop product`: a product by hand, on a closed shop or through the running one.

use anyhow::{Context, Result};
use clap::Subcommand;

use super::{InUse, Outcome, Place, data, remote};
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
        let (_, settings) = place.settings()?;
        let row: ProductRow = match data::open_existing(place.data(), settings) {
            Ok(shop) => shop.products_desk(&work)?,
            Err(error) if error.is::<InUse>() => {
                let answer = remote::ask(place.data(), "/product", &work, |_| Ok(()))?;
                serde_json::from_value(answer).context("reading the answer of the running shop")?
            }
            Err(error) => return Err(error),
        };
        println!("{} is now at /products/{}", row.title, row.handle);
        Ok(Outcome::Done)
    }
}
