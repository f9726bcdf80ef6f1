//! What machines from outside read of the whole catalogue: where everything is, and all of it page by page.
//!
//! - **A page is bounded, whatever the size of the catalogue**, and holds its snapshot only while it is read.
//! - Only what shoppers can see is told.

use std::ops::ControlFlow;

use anyhow::{Context, Result};

use super::Shop;
use super::product::ProductView;
use crate::base::clock::Timestamp;
use crate::domain::limits::SITEMAP_LISTS_MAX;
use crate::domain::product::{Product, ProductId};
use crate::store::collection::collections;
use crate::store::key::number_at;
use crate::store::product::ProductRows;
use crate::store::tables;

/// Where a product is, and since when it is as it is.
#[derive(Clone, Debug)]
pub struct Place {
    pub handle: String,
    pub changed_at: Timestamp,
}

/// How much there is to be told of.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Ids rise from one to this.
    pub last: u64,
    /// Products, seen or not.
    pub products: u64,
    /// All their handles together.
    pub handle_bytes: usize,
}

impl Shop {
    /// How far the catalogue goes; handles are looked at only where there are at most so many products.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn extent(&self, counted_max: u64) -> Result<Extent> {
        let snapshot = self.snapshot()?;
        let last = match snapshot.last_key(tables::PRODUCTS)? {
            Some(key) => number_at(&key, 0).context("a product has no number")?,
            None => 0,
        };
        let (products, mut handle_bytes) = (snapshot.count(tables::PRODUCTS)?, 0_usize);
        if products <= counted_max {
            snapshot.keys_under(tables::HANDLES, &[], |handle| {
                handle_bytes = handle_bytes.saturating_add(handle.len());
                ControlFlow::Continue(())
            })?;
        }
        Ok(Extent { last, products, handle_bytes })
    }

    /// The products that shoppers see, of those with the ids from `first` to `last`.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn places(&self, first: ProductId, last: ProductId) -> Result<Vec<Place>> {
        let mut places = Vec::new();
        self.snapshot()?.scan::<Product>(first, |_, product| {
            if product.id > last {
                return Ok(ControlFlow::Break(()));
            }
            if product.visible() {
                places.push(Place { handle: product.handle, changed_at: product.updated_at });
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(places)
    }

    /// The paths of all categories with products, and of the collections that are seen.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn list_paths(&self) -> Result<Vec<String>> {
        let categories: Vec<String> = self.categories()?.into_iter().map(|view| view.category.path()).collect();
        let collections = collections(&self.snapshot()?)?.into_iter().map(|collection| collection.handle);
        let mut paths: Vec<String> = collections.filter(|handle| categories.binary_search(handle).is_err()).collect();
        paths.extend(categories);
        paths.truncate(SITEMAP_LISTS_MAX);
        Ok(paths)
    }

    /// The handles of the pages of text that the merchant wrote.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn content_handles(&self) -> Result<Vec<String>> {
        let mut handles = Vec::new();
        self.snapshot()?.keys_under(tables::CONTENTS, &[], |handle| {
            handles.push(String::from_utf8_lossy(handle).into_owned());
            ControlFlow::Continue(())
        })?;
        Ok(handles)
    }

    /// So many products that shoppers see from an id on, and the id to go on from; nothing at the end.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn catalogue_page(&self, from: ProductId, products_max: usize) -> Result<(Vec<ProductView>, Option<ProductId>)> {
        let snapshot = self.snapshot()?;
        let (mut views, mut next) = (Vec::new(), None);
        snapshot.scan::<Product>(from, |_, product| {
            if views.len() >= products_max {
                next = Some(product.id);
                return Ok(ControlFlow::Break(()));
            }
            if product.visible() {
                let details = snapshot.details(product.id)?;
                views.push(self.view(product, details));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok((views, next))
    }
}
