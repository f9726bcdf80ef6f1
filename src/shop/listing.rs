//! Writing listings into the catalogue: made when they are new, updated when they changed, else left alone.
//!
//! - The same listing twice changes nothing the second time.
//! - A product is found by its handle, or one it had before, else by its title or a SKU of its own.
//! - A SKU that another variant has already gets a number behind it, and keeps that name in later imports.

use std::collections::HashSet;

use anyhow::Result;

use crate::base::secret::{digest, to_hex};
use crate::base::text::slug;
use crate::domain::limits::HANDLE_CHARS_MAX;
use crate::domain::listing::{ListedStock, ListedVariant, Listing};
use crate::domain::product::{Details, Product, ProductId, Variant, VariantId};
use crate::domain::refusal::Error;
use crate::domain::review::StarCounts;
use crate::domain::stock::Stock;
use crate::store::draft::Draft;
use crate::store::product::ProductRows;
use crate::store::read::Read;
use crate::store::tables;

/// A listing ready to be written: its description is sanitised, its pictures are copied.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub listing: Listing,
    /// Adds variants and pictures to a product that an earlier part of the file made, and takes none away.
    pub continues: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Created,
    Updated,
    Unchanged,
    /// More rows of a product whose first rows could not be taken.
    Skipped,
}

/// What became of one listing.
#[derive(Clone, Debug)]
pub struct Written {
    pub effect: Effect,
    /// Nothing where it was skipped.
    pub product: Option<ProductId>,
    pub handle: String,
    pub notes: Vec<String>,
}

const PRODUCT_COUNTER: &str = "product id";
const VARIANT_COUNTER: &str = "variant id";

/// Writes a batch of listings; `earlier` are the products that the same import has written before.
///
/// # Errors
/// When a row can't be read.
pub fn listings_write(draft: &mut Draft, batch: &[Prepared], earlier: &HashSet<ProductId>) -> Result<Vec<Written>, Error> {
    let mut earlier = earlier.clone();
    let mut all = Vec::with_capacity(batch.len());
    for prepared in batch {
        let written = listing_write(draft, prepared, &earlier)?;
        earlier.extend(written.product);
        all.push(written);
    }
    Ok(all)
}

fn listing_write(draft: &mut Draft, prepared: &Prepared, earlier: &HashSet<ProductId>) -> Result<Written> {
    let listing = &prepared.listing;
    let before = find(draft, listing, earlier)?;
    if before.is_none() && listing.variants.is_empty() {
        let notes = vec!["the rows before that belong to this product were refused, so these are skipped".to_owned()];
        return Ok(Written { effect: Effect::Skipped, product: None, handle: listing.handle.clone().unwrap_or_default(), notes });
    }
    let details_before = match &before {
        Some(product) => Some(draft.details(product.id)?),
        None => None,
    };
    let mut writing = Writing { notes: Vec::new(), stocks: Vec::new(), taken: HashSet::new() };
    let mut product = writing.product(draft, listing, before.as_ref())?;
    let mut details = Details { description: listing.description.clone(), attributes: listing.attributes.clone() };
    if prepared.continues
        && let (Some(before), Some(details_before)) = (&before, details_before.clone())
    {
        keep_earlier(&mut product, before);
        details = details_before;
    }
    let stock_changed = writing.write_stock(draft, before.as_ref(), &product)?;
    let same = before.as_ref() == Some(&product) && details_before.as_ref() == Some(&details);
    let effect = match (&before, same && !stock_changed) {
        (None, _) => Effect::Created,
        (Some(_), true) => Effect::Unchanged,
        (Some(_), false) => Effect::Updated,
    };
    if !same {
        product.updated_at = draft.now();
        product.version = product.version.saturating_add(1);
        if details_before.as_ref() != Some(&details) {
            draft.put(product.id, &details);
        }
        draft.save_product(before.as_ref(), &product)?;
    }
    Ok(Written { effect, product: Some(product.id), handle: product.handle, notes: writing.notes })
}

/// The product this listing is about: by its handle, or one it had before where it has one of the listing's SKUs; else by
/// its title in the same way; else by a SKU it names, unless an earlier listing of the same import has that product for itself.
fn find(draft: &Draft, listing: &Listing, earlier: &HashSet<ProductId>) -> Result<Option<Product>> {
    let named: Vec<&str> = listing.variants.iter().filter_map(|variant| variant.sku.as_deref()).collect();
    let has_one =
        |product: &Product| product.variants.iter().any(|variant| named.iter().any(|sku| variant.sku == *sku || numbered(&variant.sku, sku)));
    let fits = |product: &Product| named.is_empty() || has_one(product);
    if let Some(handle) = listing.handle.as_deref().map(given_handle) {
        return match draft.product_by_handle(&handle)? {
            Some(product) => Ok(Some(product)),
            None => Ok(draft.product_once_called(&handle)?.filter(fits)),
        };
    }
    let by_title = draft.product_once_called(&handle_of(&listing.title))?;
    if let Some(product) = by_title.filter(fits) {
        return Ok(Some(product));
    }
    for sku in named {
        if let Some((product, _)) = draft.variant_by_sku(sku)?.filter(|(product, _)| !earlier.contains(&product.id)) {
            return Ok(Some(product));
        }
    }
    Ok(None)
}

/// Whether this is the name that `wanted` got because it was taken: `MUG-2` for `MUG`.
fn numbered(sku: &str, wanted: &str) -> bool {
    let number = sku.strip_prefix(wanted).and_then(|rest| rest.strip_prefix('-'));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A handle the merchant chose stays as it is where an address can carry it.
pub(super) fn given_handle(handle: &str) -> String {
    let plain = handle.chars().all(|letter| letter.is_alphanumeric() || "-_.~".contains(letter));
    if plain && handle.chars().count() <= HANDLE_CHARS_MAX { handle.to_owned() } else { handle_of(handle) }
}

/// A title in a script that leaves nothing readable still gets a handle of its own, the same each time.
fn handle_of(text: &str) -> String {
    match slug(text) {
        empty if empty.is_empty() => format!("product-{}", &to_hex(&digest(text.as_bytes()).0)[..8]),
        handle => handle,
    }
}

/// Later rows of a product that a file takes up again: what was there stays, what is new is added.
fn keep_earlier(product: &mut Product, before: &Product) {
    let new_variants: Vec<Variant> = product.variants.iter().filter(|variant| before.variant(variant.id).is_none()).cloned().collect();
    let new_images: Vec<_> = product.images.iter().filter(|image| !before.images.contains(image)).cloned().collect();
    let mut kept = before.clone();
    for variant in &mut kept.variants {
        if let Some(changed) = product.variant(variant.id) {
            *variant = changed.clone();
        }
    }
    kept.variants.extend(new_variants);
    kept.images.extend(new_images);
    *product = kept;
}

struct Writing {
    notes: Vec<String>,
    stocks: Vec<(VariantId, ListedStock)>,
    /// Variants of the product that this listing has spoken for already.
    taken: HashSet<VariantId>,
}

impl Writing {
    fn product(&mut self, draft: &mut Draft, listing: &Listing, before: Option<&Product>) -> Result<Product> {
        let (id, handle) = match before {
            Some(before) => (before.id, before.handle.clone()),
            None => (ProductId(draft.next(PRODUCT_COUNTER)?), free_handle(draft, listing)?),
        };
        let mut variants: Vec<Variant> = Vec::with_capacity(listing.variants.len());
        for listed in &listing.variants {
            let variant = self.variant(draft, listing, listed, &handle, before, &variants)?;
            self.stocks.push((variant.id, listed.stock));
            variants.push(variant);
        }
        Ok(Product {
            id,
            handle,
            title: listing.title.clone(),
            brand: listing.brand.clone(),
            category: listing.category.clone(),
            tags: listing.tags.clone(),
            option_names: listing.option_names.clone(),
            images: listing.images.clone(),
            status: listing.status,
            listed_rating: listing.rating,
            variants,
            created_at: before.map_or(draft.now(), |before| before.created_at),
            updated_at: before.map_or(draft.now(), |before| before.updated_at),
            version: before.map_or(0, |before| before.version),
            stars: before.map_or_else(StarCounts::default, |before| before.stars),
        })
    }

    fn variant(
        &mut self,
        draft: &mut Draft,
        listing: &Listing,
        listed: &ListedVariant,
        handle: &str,
        before: Option<&Product>,
        earlier: &[Variant],
    ) -> Result<Variant> {
        let wanted = listed.sku.clone().unwrap_or_else(|| made_sku(handle, listing, listed));
        let known = before.and_then(|before| self.known_variant(before, &wanted, &listed.options)).cloned();
        let (id, sku) = match known {
            Some(known) => (known.id, known.sku),
            None => (VariantId(draft.next(VARIANT_COUNTER)?), self.free_sku(draft, &wanted, earlier)?),
        };
        self.taken.insert(id);
        Ok(Variant {
            id,
            sku,
            options: listed.options.clone(),
            price: listed.price,
            compare_at_price: listed.compare_at_price,
            barcode: listed.barcode.clone(),
            mpn: listed.mpn.clone(),
            weight_grams: listed.weight_grams,
            image: listed.image.clone(),
            free: listed.free,
        })
    }

    /// The variant that was imported under this SKU before, or under the SKU with a number behind it for these options.
    fn known_variant<'p>(&self, before: &'p Product, wanted: &str, options: &[String]) -> Option<&'p Variant> {
        let free = |variant: &&Variant| !self.taken.contains(&variant.id);
        let exact = before.variants.iter().filter(free).find(|variant| variant.sku == wanted && variant.options == options);
        let moved = || before.variants.iter().filter(free).find(|variant| numbered(&variant.sku, wanted) && variant.options == options);
        let renamed = || before.variants.iter().filter(free).find(|variant| variant.sku == wanted);
        exact.or_else(moved).or_else(renamed)
    }

    fn free_sku(&mut self, draft: &Draft, wanted: &str, earlier: &[Variant]) -> Result<String> {
        let free = |sku: &str| -> Result<bool> { Ok(draft.sku_owner(sku)?.is_none() && earlier.iter().all(|variant| variant.sku != sku)) };
        if free(wanted)? {
            return Ok(wanted.to_owned());
        }
        let mut number = 2_u64;
        loop {
            let sku = format!("{wanted}-{number}");
            if free(&sku)? {
                self.notes.push(format!("the SKU {wanted} is already taken; this variant is {sku}"));
                return Ok(sku);
            }
            number = number.saturating_add(1);
        }
    }

    /// Sets what the listing says there is. Variants that are no longer listed lose their stock, but not what is reserved.
    fn write_stock(&mut self, draft: &mut Draft, before: Option<&Product>, product: &Product) -> Result<bool> {
        let mut changed = false;
        for (variant, listed) in std::mem::take(&mut self.stocks) {
            let known: Option<Stock> = draft.get(variant)?;
            let mut stock = known.clone().unwrap_or_else(|| Stock::counted(product.id, 0));
            match listed {
                ListedStock::Unsaid => {}
                ListedStock::Untracked(units) => stock.stop_counting(units),
                ListedStock::Counted(units) => {
                    let set = stock.count(units);
                    if set > units {
                        self.notes.push(format!("{set} units are reserved right now, so the stock is {set} and not {units} until those holds end"));
                    }
                }
            }
            stock.offer(product.variant(variant).is_some_and(Variant::for_sale));
            if known.as_ref() != Some(&stock) {
                draft.save_stock(variant, &stock);
                changed = true;
            }
        }
        let gone = before.into_iter().flat_map(|before| &before.variants).filter(|variant| product.variant(variant.id).is_none());
        for variant in gone {
            let mut stock = draft.stock(variant.id)?;
            if stock.tracked() && stock.on_hand() == stock.reserved() {
                continue;
            }
            stock.count(0);
            draft.save_stock(variant.id, &stock);
            changed = true;
        }
        Ok(changed)
    }
}

fn free_handle(draft: &Draft, listing: &Listing) -> Result<String> {
    let handle = listing.handle.as_deref().map_or_else(|| handle_of(&listing.title), given_handle);
    let mut candidate = handle.clone();
    let mut number = 2_u64;
    while draft.raw(tables::HANDLES, candidate.as_bytes())?.is_some() {
        candidate = format!("{handle}-{number}");
        number = number.saturating_add(1);
    }
    Ok(candidate)
}

fn made_sku(handle: &str, listing: &Listing, listed: &ListedVariant) -> String {
    let options = slug(&listed.options.join(" "));
    if listing.variants.len() == 1 || options.is_empty() { handle.to_owned() } else { format!("{handle}-{options}") }
}
