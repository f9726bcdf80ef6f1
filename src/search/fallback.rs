//! Finding without the index: a scan over the products in the books, for simple questions while the index rests.
//!
//! - Bounded in time, in products and in what it keeps: what it found until then is the answer, and its total a lower bound.
//! - Each word must begin some word of title, brand, category, tags or codes. No facets are counted.

use std::collections::BinaryHeap;
use std::ops::ControlFlow;

use anyhow::Result;

use super::attribute::{self, Entry};
use super::edition::brand_keys;
use super::fates::{self, Filter};
use super::index::Search;
use super::request::{Cursor, Facets, Found, Request, Sort};
use super::words::{self, Words};
use crate::base::deadline::Deadline;
use crate::domain::language::Language;
use crate::domain::limits::{PAGE_MAX, SCAN_DEPTH_MAX, SCAN_PRODUCTS_MAX};
use crate::domain::product::{Product, ProductId};
use crate::store::availability::{Availability, Products};
use crate::store::product::ProductRows;
use crate::store::read::{Read, Snapshot};

/// Products between two looks at the clock.
const LOOK_EVERY: u64 = 64;

/// Earlier is smaller: "how bad" in three steps, then the id.
type Place = (u64, u64, u64, u64);

impl Search {
    /// Scans the books until the answer is complete or the limits are reached.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn scan(&self, snapshot: &Snapshot, request: &Request, deadline: Deadline) -> Result<Found> {
        scan(snapshot, &Wanted::of(request, self.availability(), self.language()), deadline)
    }

    /// Whether a name has all the words of a text, as far as they are typed.
    #[must_use]
    pub fn named(&self, name: &str, text: &str) -> bool {
        let (name, words) = (words::key(name), Words::of(text, self.language()).words);
        !words.is_empty() && words.iter().all(|word| word.begins_in(&name))
    }
}

fn scan(snapshot: &Snapshot, wanted: &Wanted, deadline: Deadline) -> Result<Found> {
    let request = wanted.request;
    let end = request.cursor.offset().saturating_add(request.limit.min(PAGE_MAX)).min(SCAN_DEPTH_MAX);
    let mut best = BinaryHeap::new();
    let (mut looked_at, mut total) = (0_u64, 0_u64);
    if let Some(product) = by_code(snapshot, &request.text)?.filter(|product| wanted.fits(product)) {
        total = 1;
        best.push((0, 0, 0, product.id.0));
    }
    let known = best.peek().map(|place: &Place| place.3);
    snapshot.scan::<Product>(0_u64, |_, product| {
        looked_at = looked_at.saturating_add(1);
        if Some(product.id.0) != known
            && wanted.fits(&product)
            && let Some(misses) = wanted.misses(&product)
            && wanted.has_attributes(snapshot, &product)?
        {
            total = total.saturating_add(1);
            best.push(wanted.place(&product, misses));
            if best.len() > end {
                best.pop();
            }
        }
        let over = looked_at >= SCAN_PRODUCTS_MAX || looked_at.is_multiple_of(LOOK_EVERY) && deadline.check().is_err();
        Ok(if over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let places = best.into_sorted_vec();
    let products: Vec<ProductId> = places.iter().skip(request.cursor.offset()).map(|place| ProductId(place.3)).collect();
    let more = !products.is_empty() && end < SCAN_DEPTH_MAX && u64::try_from(end).is_ok_and(|end| end < total);
    Ok(Found { products, total, facets: Facets::default(), average_rating: None, partial: false, next: more.then(|| Cursor::after(end)) })
}

/// The product somebody names by its SKU, however far down it stands.
fn by_code(snapshot: &Snapshot, text: &str) -> Result<Option<Product>> {
    match snapshot.sku_owner(text.trim())? {
        Some(owner) => snapshot.get(owner.product),
        None => Ok(None),
    }
}

/// What is asked for, ready to be held against one product after the other.
struct Wanted<'a> {
    request: &'a Request,
    words: Words,
    brands: Vec<String>,
    attributes: Vec<Filter>,
    available: Products,
}

impl<'a> Wanted<'a> {
    fn of(request: &'a Request, availability: &Availability, language: Language) -> Self {
        let brands = brand_keys(&request.brands).into_iter().collect();
        let attributes = fates::filters(&request.attributes);
        Self { request, words: Words::of(&request.text, language), brands, attributes, available: availability.products() }
    }

    /// Whether shoppers may see it and the filters let it through.
    fn fits(&self, product: &Product) -> bool {
        let request = self.request;
        let price = product.lead().price.minor;
        let within = |path: &str| {
            let own = product.category.path();
            own.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        product.visible()
            && request.within.as_ref().is_none_or(|list| list.rank(product.id).is_some())
            && request.price_min.is_none_or(|min| price >= min)
            && request.price_max.is_none_or(|max| price <= max)
            && request.rating_min.is_none_or(|min| stars(product) >= min)
            && (!request.in_stock || self.in_stock(product))
            && request.category.as_deref().is_none_or(within)
            && (self.brands.is_empty() || product.brand.as_deref().is_some_and(|brand| self.brands.contains(&words::key(brand))))
    }

    /// Whether it has one of the values of each attribute that is asked for.
    fn has_attributes(&self, snapshot: &Snapshot, product: &Product) -> Result<bool> {
        if self.attributes.is_empty() {
            return Ok(true);
        }
        let entries = attribute::entries(product, &snapshot.details(product.id)?);
        let has = |filter: &Filter| {
            let values = entries.iter().filter_map(|entry| Entry::read(entry)).filter(|entry| entry.name == filter.name);
            values.map(|entry| attribute::hash(entry.key)).any(|hash| filter.values.iter().any(|(_, wanted)| *wanted == hash))
        };
        Ok(self.attributes.iter().all(has))
    }

    /// How many of the words aren't in the title; nothing when one isn't in the product.
    fn misses(&self, product: &Product) -> Option<u64> {
        if self.words.words.is_empty() {
            return self.request.text.trim().is_empty().then_some(0);
        }
        let title = words::key(&product.title);
        let mut rest: Option<String> = None;
        let mut misses = 0_u64;
        for word in &self.words.words {
            if !word.begins_in(&title) {
                if !word.begins_in(rest.get_or_insert_with(|| other_words(product))) {
                    return None;
                }
                misses = misses.saturating_add(1);
            }
        }
        Some(misses)
    }

    fn place(&self, product: &Product, misses: u64) -> Place {
        let latest = u64::MAX.saturating_sub(product.created_at.0.cast_unsigned());
        let price = product.lead().price.minor.cast_unsigned();
        let reviews = u64::MAX.saturating_sub(u64::from(product.rating().map_or(0, |rating| rating.count)));
        let unrated = u64::from(u16::MAX.saturating_sub(stars(product)));
        let (first, second, third) = match self.request.sort {
            Sort::Relevance => (misses.saturating_mul(2).saturating_add(u64::from(!self.in_stock(product))), unrated, latest),
            Sort::PriceAsc => (price, 0, 0),
            Sort::PriceDesc => (u64::MAX.saturating_sub(price), 0, 0),
            Sort::Rating => (unrated, reviews, 0),
            Sort::Newest => (latest, 0, 0),
            Sort::BestSelling => (u64::MAX.saturating_sub(self.available.sold(product.id)), 0, 0),
        };
        (first, second, third, product.id.0)
    }

    fn in_stock(&self, product: &Product) -> bool {
        self.available.of(product.id) > 0
    }
}

fn stars(product: &Product) -> u16 {
    product.rating().filter(|rating| rating.count > 0).map_or(0, |rating| rating.average_hundredths)
}

/// The words beside the title, folded as the index folds them.
fn other_words(product: &Product) -> String {
    let label = product.category.label();
    let codes = product.variants.iter().flat_map(|variant| [Some(variant.sku.as_str()), variant.barcode.as_deref(), variant.mpn.as_deref()]);
    let texts = product.brand.as_deref().into_iter().chain([label.as_str()]).chain(product.tags.iter().map(String::as_str)).chain(codes.flatten());
    texts.map(words::key).collect::<Vec<_>>().join(" ")
}
