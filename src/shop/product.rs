//! Looking at products.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use anyhow::Result;

use super::Shop;
use crate::base::clock::Timestamp;
use crate::domain::category::{Category, Shelf};
use crate::domain::money::Money;
use crate::domain::product::{Details, Image, Product, ProductId, Rating};
use crate::domain::refusal::{Error, Refusal};
use crate::search::request::Request;
use crate::store::availability::Availability;
use crate::store::product::ProductRows;
use crate::store::read::{Read, Snapshot};
use crate::store::tables;

/// A product as lists show it. Price and stock are of this very moment.
#[derive(Clone, Debug)]
pub struct Card {
    pub id: ProductId,
    pub handle: String,
    pub title: String,
    pub brand: Option<String>,
    pub category: Category,
    /// The lowest price, and the highest where variants differ.
    pub price: Money,
    pub price_max: Money,
    pub compare_at_price: Option<Money>,
    pub rating: Option<Rating>,
    pub available: u64,
    pub for_sale: bool,
    pub image: Option<Image>,
    /// The SKU to add with one click, where there is only one.
    pub only_sku: Option<String>,
    pub variant_count: usize,
}

/// All of a product, for its own page.
#[derive(Clone, Debug)]
pub struct ProductView {
    pub card: Card,
    pub product: Product,
    pub details: Details,
    /// What can be bought of each variant, in the product's order.
    pub available: Vec<u64>,
}

/// A category with how many products stand in it and below it, and a picture of the best of them.
#[derive(Clone, Debug)]
pub struct CategoryView {
    pub category: Category,
    pub products: u64,
    pub image: Option<Image>,
}

/// Categories that are kept ready for headers and the front page.
const TOPS_MAX: usize = 24;
/// Their pictures are looked for again after so long: each takes a search, and products change all the time.
const PICTURES_MS: i64 = 60_000;

/// The top categories, the version of the catalogue they are of, and when their pictures were looked for.
#[derive(Default)]
pub struct Tops {
    version: Option<u64>,
    pictured_at: Timestamp,
    views: Arc<Vec<CategoryView>>,
}

#[must_use]
pub fn card(product: &Product, availability: &Availability) -> Card {
    let lead = product.lead();
    let (price, price_max) = product.price_range();
    let image = match &lead.image {
        Some(src) if product.images.is_empty() => Some(Image { src: src.clone(), alt: product.title.clone() }),
        _ => product.images.first().cloned(),
    };
    let only = if product.variants.len() == 1 { product.variants.first() } else { None };
    Card {
        id: product.id,
        handle: product.handle.clone(),
        title: product.title.clone(),
        brand: product.brand.clone(),
        category: product.category.clone(),
        price,
        price_max,
        compare_at_price: lead.compare_at_price.filter(|before| before.minor > price.minor),
        rating: product.rating(),
        available: product.variants.iter().filter(|variant| variant.for_sale()).map(|variant| availability.of_variant(variant.id)).sum(),
        for_sale: product.visible() && product.variants.iter().any(crate::domain::product::Variant::for_sale),
        image,
        only_sku: only.map(|variant| variant.sku.clone()),
        variant_count: product.variants.len(),
    }
}

impl Shop {
    /// One product by its handle, or by one it had before.
    ///
    /// # Errors
    /// `NotFound` when there is none or shoppers may not see it.
    pub fn product(&self, handle: &str) -> Result<ProductView, Error> {
        let snapshot = self.snapshot()?;
        let product = snapshot.product_once_called(handle)?.filter(Product::visible).ok_or(Refusal::NotFound)?;
        let details = snapshot.details(product.id)?;
        Ok(self.view(product, details))
    }

    pub(super) fn view(&self, product: Product, details: Details) -> ProductView {
        let availability = self.books.availability();
        let available = product.variants.iter().map(|variant| if variant.for_sale() { availability.of_variant(variant.id) } else { 0 }).collect();
        ProductView { card: card(&product, availability), product, details, available }
    }

    /// Cards in the order of ids; products that are gone are left out.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn cards(&self, snapshot: &Snapshot, ids: &[ProductId]) -> Result<Vec<Card>> {
        let mut cards = Vec::with_capacity(ids.len());
        for id in ids {
            let product: Option<Product> = snapshot.get(*id)?;
            cards.extend(product.filter(Product::visible).map(|product| card(&product, self.books.availability())));
        }
        Ok(cards)
    }

    /// The top categories, largest first. Kept until the catalogue changes.
    ///
    /// # Errors
    /// When the books or the index can't be read.
    pub fn top_categories(&self) -> Result<Arc<Vec<CategoryView>>> {
        let version = self.books.catalogue_version();
        let kept = self.tops.load();
        if kept.version == Some(version) {
            return Ok(Arc::clone(&kept.views));
        }
        let mut tops: Vec<CategoryView> = self.categories()?.into_iter().filter(|view| view.category.levels().len() == 1).collect();
        tops.sort_by_key(|view| std::cmp::Reverse(view.products));
        tops.truncate(TOPS_MAX);
        let now = self.books.now();
        let fresh = kept.pictured_at.plus_ms(PICTURES_MS) > now;
        for top in &mut tops {
            let before = kept.views.iter().find(|before| fresh && before.category == top.category).and_then(|before| before.image.clone());
            top.image = before.or_else(|| self.best_picture(&top.category));
        }
        let (views, pictured_at) = (Arc::new(tops), if fresh { kept.pictured_at } else { now });
        self.tops.store(Arc::new(Tops { version: Some(version), pictured_at, views: Arc::clone(&views) }));
        Ok(views)
    }

    fn best_picture(&self, category: &Category) -> Option<Image> {
        let best = Request { category: Some(category.path()), limit: 1, ..Request::default() };
        self.row_now(&best).into_iter().next().and_then(|card| card.image)
    }

    /// The category at a path, with the names that its products give it.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn category(&self, path: &str) -> Result<Option<Category>> {
        let snapshot = self.snapshot()?;
        if let Some(shelf) = snapshot.get::<Shelf>(path)? {
            return Ok(Some(shelf.category));
        }
        // A category may have all its products further down; the first of those names it.
        let below = format!("{path}/");
        let mut found = None;
        snapshot.scan::<Shelf>(below.as_str(), |key, shelf| {
            if key.starts_with(below.as_bytes()) {
                found = shelf.category.ancestry().find(|category| category.path() == path);
            }
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// Every category that has products, with those above it, in the order of paths.
    pub(super) fn categories(&self) -> Result<Vec<CategoryView>> {
        let mut tree = BTreeMap::<String, CategoryView>::new();
        self.snapshot()?.values::<Shelf>(tables::SHELVES, |_, shelf| {
            for category in shelf.category.ancestry() {
                let view = tree.entry(category.path()).or_insert(CategoryView { category, products: 0, image: None });
                view.products = view.products.saturating_add(shelf.products);
            }
            Ok(())
        })?;
        Ok(tree.into_values().collect())
    }
}
