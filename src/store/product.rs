//! Rows of the catalogue: products, their details, their stock and the ways to find them.

use anyhow::{Context, Result};
use minicbor::{Decode, Encode};

use super::draft::Draft;
use super::read::Read;
use super::tables;
use crate::domain::category::{Category, Shelf};
use crate::domain::event::What;
use crate::domain::product::{Details, Product, ProductId, Variant, VariantId};
use crate::domain::stock::Stock;

/// Whose SKU it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SkuOwner {
    #[n(0)]
    pub product: ProductId,
    #[n(1)]
    pub variant: VariantId,
}

/// Reading the catalogue, in a snapshot or a draft.
pub trait ProductRows: Read {
    /// # Errors
    /// When a row can't be read.
    fn product(&self, id: ProductId) -> Result<Option<Product>> {
        self.get(id)
    }

    /// # Errors
    /// When a row can't be read.
    fn product_by_handle(&self, handle: &str) -> Result<Option<Product>> {
        match self.value(tables::HANDLES, handle)? {
            Some(id) => self.product(id),
            None => Ok(None),
        }
    }

    /// The product that is called so, or once was.
    ///
    /// # Errors
    /// When a row can't be read.
    fn product_once_called(&self, handle: &str) -> Result<Option<Product>> {
        let known = match self.value(tables::HANDLES, handle)? {
            Some(id) => Some(id),
            None => self.value(tables::OLD_HANDLES, handle)?,
        };
        match known {
            Some(id) => self.product(id),
            None => Ok(None),
        }
    }

    /// # Errors
    /// When a row can't be read.
    fn details(&self, id: ProductId) -> Result<Details> {
        Ok(self.get(id)?.unwrap_or_default())
    }

    /// # Errors
    /// When a row can't be read.
    fn sku_owner(&self, sku: &str) -> Result<Option<SkuOwner>> {
        self.value(tables::SKUS, sku)
    }

    /// A variant and its product.
    ///
    /// # Errors
    /// When a row can't be read.
    fn variant_by_sku(&self, sku: &str) -> Result<Option<(Product, Variant)>> {
        let Some(owner) = self.sku_owner(sku)? else { return Ok(None) };
        let product = self.product(owner.product)?.with_context(|| format!("the product of {sku} is missing"))?;
        let variant = product.variant(owner.variant).with_context(|| format!("the variant of {sku} is missing"))?.clone();
        Ok(Some((product, variant)))
    }

    /// # Errors
    /// When the row can't be read or is missing: each variant has one.
    fn stock(&self, variant: VariantId) -> Result<Stock> {
        self.get(variant)?.with_context(|| format!("variant {variant} has no stock row"))
    }
}

impl<R: Read> ProductRows for R {}

impl Draft<'_> {
    /// Writes the stock of a variant and tells the followers what can be bought.
    ///
    /// # Panics
    /// When more is reserved than there is: that must never reach the file.
    pub fn save_stock(&mut self, variant: VariantId, stock: &Stock) {
        assert!(stock.sound(), "variant {variant} would be oversold");
        self.put(variant, stock);
        self.announce(What::StockChanged { product: stock.product, variant, available: stock.available(), sold: stock.sold() });
    }

    /// Writes a product, keeps the indexes of handles, SKUs and shelves true, and tells the followers. A handle that it had before
    /// leads to it until another product is called so.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn save_product(&mut self, before: Option<&Product>, product: &Product) -> Result<()> {
        if let Some(before) = before {
            if before.handle != product.handle {
                self.remove(tables::HANDLES, before.handle.as_str());
                self.set_value(tables::OLD_HANDLES, before.handle.as_str(), &product.id);
            }
            for gone in before.variants.iter().filter(|variant| product.variant(variant.id).is_none_or(|kept| kept.sku != variant.sku)) {
                self.remove(tables::SKUS, gone.sku.as_str());
            }
        }
        self.set_value(tables::HANDLES, product.handle.as_str(), &product.id);
        if self.raw(tables::OLD_HANDLES, product.handle.as_bytes())?.is_some() {
            self.remove(tables::OLD_HANDLES, product.handle.as_str());
        }
        for variant in &product.variants {
            self.set_value(tables::SKUS, variant.sku.as_str(), &SkuOwner { product: product.id, variant: variant.id });
        }
        let shelf_before = before.filter(|before| before.visible()).map(|before| &before.category);
        let shelf_after = Some(product).filter(|product| product.visible()).map(|product| &product.category);
        if shelf_before != shelf_after {
            self.move_shelf(shelf_before, shelf_after)?;
        }
        self.put(product.id, product);
        self.announce(What::ProductSaved { product: product.id });
        Ok(())
    }

    fn move_shelf(&mut self, from: Option<&Category>, to: Option<&Category>) -> Result<()> {
        if let Some(from) = from {
            let path = from.path();
            let shelf: Shelf = self.get(path.as_str())?.with_context(|| format!("the shelf {path} is missing"))?;
            match shelf.products.checked_sub(1) {
                Some(products) if products > 0 => self.put(path.as_str(), &Shelf { products, ..shelf }),
                _ => self.remove(tables::SHELVES, path.as_str()),
            }
        }
        if let Some(to) = to {
            let path = to.path();
            let shelf = self.get(path.as_str())?.unwrap_or(Shelf { category: to.clone(), products: 0 });
            self.put(path.as_str(), &Shelf { products: shelf.products.saturating_add(1), ..shelf });
        }
        Ok(())
    }
}
