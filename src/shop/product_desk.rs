//! What the merchant does with a product by hand: give it another handle.

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use super::Shop;
use super::listing::given_handle;
use crate::domain::product::Product;
use crate::domain::refusal::Error;
use crate::store::draft::Draft;
use crate::store::product::ProductRows;

/// What the merchant asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductWork {
    /// The old handle leads to the product for as long as no other is called so.
    Rename { from: String, to: String },
}

/// A product as the merchant sees it afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductRow {
    pub handle: String,
    pub title: String,
}

/// Gives a product another handle; the same twice changes nothing the second time.
///
/// # Errors
/// When there is no such product, and when another one is called so.
pub fn product_rename(draft: &mut Draft, from: &str, to: &str) -> Result<Product, Error> {
    let product = draft.product_once_called(from)?.with_context(|| format!("there is no product {from}"))?;
    if let Some(other) = draft.product_by_handle(to)? {
        if other.id != product.id {
            return Err(anyhow::anyhow!("{to} is the handle of another product: {}", other.title).into());
        }
        return Ok(product);
    }
    let renamed = Product { handle: to.to_owned(), updated_at: draft.now(), version: product.version.saturating_add(1), ..product.clone() };
    draft.save_product(Some(&product), &renamed)?;
    Ok(renamed)
}

impl Shop {
    /// Does what the merchant asks. Never call it from async code.
    ///
    /// # Errors
    /// Says what can't be used, in words for the merchant.
    pub fn products_desk(&self, work: &ProductWork) -> Result<ProductRow> {
        let ProductWork::Rename { from, to } = work.clone();
        ensure!(!to.is_empty() && given_handle(&to) == to, "{to:?} can't stand in an address; {:?} could", given_handle(&to));
        let product = self.books.write_blocking("renaming a product", move |draft| product_rename(draft, &from, &to))?;
        Ok(ProductRow { handle: product.handle, title: product.title })
    }
}
