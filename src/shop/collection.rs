//! Collections: what the merchant does with them, and the products they show.
//!
//! **A category's address is the category's**: a collection can't take it, and gives way when an import brings such a category later.

use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use super::Shop;
use crate::domain::collection::{Collection, is_handle};
use crate::domain::limits::{COLLECTIONS_MAX, HANDLE_CHARS_MAX, NOTE_CHARS_MAX, PINS_MAX, QUERY_TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use crate::domain::money::Currency;
use crate::domain::product::{Product, ProductId};
use crate::domain::refusal::Error;
use crate::search::request::{Request, Sort};
use crate::search::within::Within;
use crate::store::collection::{CollectionRows, collections};
use crate::store::draft::Draft;
use crate::store::product::ProductRows;
use crate::store::read::{Read, Snapshot};
use crate::store::tables;

/// How a saved query is read; the parameters of addresses are a matter of the web.
pub type ReadQuery = fn(&str, Currency) -> Result<Request>;

/// What the merchant asks, as it was typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectionWork {
    Add(NewCollection),
    Show { handle: String },
    List,
    Remove { handle: String },
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NewCollection {
    pub handle: String,
    pub title: String,
    pub description: String,
    pub query: String,
    /// SKUs or handles.
    pub pins: Vec<String>,
    pub home: bool,
    /// Whether one that is there already is written anew.
    pub replace: bool,
}

/// A collection as the merchant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionRow {
    pub handle: String,
    pub title: String,
    pub description: String,
    pub query: String,
    /// Handles of the pinned products.
    pub pins: Vec<String>,
    pub home: bool,
    /// A category has its address, so nobody sees it.
    pub hidden: bool,
}

impl NewCollection {
    fn check(&self, currency: Currency, read: ReadQuery) -> Result<()> {
        let fits = is_handle(&self.handle) && self.handle.chars().count() <= HANDLE_CHARS_MAX;
        ensure!(fits, "{:?} can't stand in an address: use small letters, digits and hyphens, such as winter-sale", self.handle);
        let title = self.title.trim().chars().count();
        ensure!((1..=TITLE_CHARS_MAX).contains(&title), "--title must have 1 to {TITLE_CHARS_MAX} characters");
        ensure!(self.description.chars().count() <= NOTE_CHARS_MAX, "--description can have {NOTE_CHARS_MAX} characters at most");
        ensure!(self.query.chars().count() <= QUERY_TEXT_CHARS_MAX, "--query can have {QUERY_TEXT_CHARS_MAX} characters at most");
        ensure!(self.pins.len() <= PINS_MAX, "at most {PINS_MAX} products can be pinned");
        read(&self.query, currency).context("--query").map(drop)
    }
}

/// Writes a collection.
///
/// # Errors
/// When a category has its address, when it is there already, when a pinned product isn't, and when there are too many.
pub fn collection_add(draft: &mut Draft, new: &NewCollection) -> Result<Collection, Error> {
    let handle = &new.handle;
    if draft.category_in_use(handle)? {
        return Err(anyhow::anyhow!("/collections/{handle} is the address of a category; choose another handle").into());
    }
    if draft.collection(handle)?.is_some() && !new.replace {
        return Err(anyhow::anyhow!("there is a collection {handle} already; --replace writes it anew").into());
    }
    if draft.keys_under(tables::COLLECTIONS, "")?.len() >= COLLECTIONS_MAX {
        return Err(anyhow::anyhow!("there are {COLLECTIONS_MAX} collections, which is the most").into());
    }
    let mut pins = Vec::with_capacity(new.pins.len());
    for name in &new.pins {
        let id = product_named(draft, name)?.with_context(|| format!("--pin {name}: there is no product with this SKU or handle"))?;
        if !pins.contains(&id) {
            pins.push(id);
        }
    }
    let collection = Collection {
        handle: handle.clone(),
        title: new.title.trim().to_owned(),
        description: new.description.trim().to_owned(),
        query: new.query.clone(),
        pins,
        on_home: new.home,
    };
    draft.save_collection(&collection);
    Ok(collection)
}

fn product_named(read: &impl Read, name: &str) -> Result<Option<ProductId>> {
    match read.product_by_handle(name)? {
        Some(product) => Ok(Some(product.id)),
        None => Ok(read.sku_owner(name)?.map(|owner| owner.product)),
    }
}

/// # Errors
/// When there is no such collection.
pub fn collection_remove(draft: &mut Draft, handle: &str) -> Result<Collection, Error> {
    let collection = draft.collection(handle)?.with_context(|| format!("there is no collection {handle}"))?;
    draft.remove(tables::COLLECTIONS, handle);
    Ok(collection)
}

impl Shop {
    /// The collection at an address, unless a category has that address.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn collection(&self, handle: &str) -> Result<Option<Collection>> {
        let collection = self.snapshot()?.collection(handle)?;
        Ok(if collection.is_some() && self.category(handle)?.is_none() { collection } else { None })
    }

    /// Those that the front page shows, by handle.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn collections_at_home(&self) -> Result<Vec<Collection>> {
        let mut shown = Vec::new();
        for collection in collections(&self.snapshot()?)?.into_iter().filter(|collection| collection.on_home) {
            if self.category(&collection.handle)?.is_none() {
                shown.push(collection);
            }
        }
        Ok(shown)
    }

    /// What is asked for inside a collection: what its own query finds together with what is pinned, each once.
    /// Pinned products stand first as long as nobody asks for another text or order than the collection's own.
    ///
    /// # Errors
    /// `Overloaded` when too many search at once.
    pub async fn in_collection(self: &Arc<Self>, collection: Collection, own: Request, asked: Request) -> Result<Request, Error> {
        self.searching(move |shop| Ok(shop.in_collection_now(&collection, &own, asked))).await
    }

    fn in_collection_now(&self, collection: &Collection, own: &Request, asked: Request) -> Request {
        let Some(found) = self.ask_index(|index| index.find_all(own)) else { return narrowed(own, asked) };
        let as_it_stands = asked.text.trim().is_empty() && asked.sort == own.sort;
        let within = if as_it_stands {
            // What a text found stands by how well it fits, which can't be told without the text.
            Within::new(&collection.pins, &found, own.sort == Sort::Relevance && !own.text.trim().is_empty())
        } else {
            Within::new(&[], &[found, collection.pins.clone()].concat(), false)
        };
        Request { within: Some(Arc::new(within)), ..asked }
    }

    /// Does what the merchant asks and answers with the collections it is about. Never call it from async code.
    ///
    /// # Errors
    /// Says what can't be used, in words for the merchant.
    pub fn collections(&self, work: &CollectionWork, read: ReadQuery) -> Result<Vec<CollectionRow>> {
        let found = match work {
            CollectionWork::Add(new) => {
                new.check(self.settings.prices.currency, read)?;
                let new = new.clone();
                vec![self.books.write_blocking("adding a collection", move |draft| collection_add(draft, &new))?]
            }
            CollectionWork::Remove { handle } => {
                let handle = handle.clone();
                vec![self.books.write_blocking("removing a collection", move |draft| collection_remove(draft, &handle))?]
            }
            CollectionWork::Show { handle } => match self.snapshot()?.collection(handle)? {
                Some(collection) => vec![collection],
                None => bail!("there is no collection {handle}"),
            },
            CollectionWork::List => collections(&self.snapshot()?)?,
        };
        let snapshot = self.snapshot()?;
        found.into_iter().map(|collection| self.collection_row(&snapshot, collection)).collect()
    }

    fn collection_row(&self, snapshot: &Snapshot, collection: Collection) -> Result<CollectionRow> {
        let mut pins = Vec::with_capacity(collection.pins.len());
        for id in &collection.pins {
            pins.extend(snapshot.product(*id)?.map(|product: Product| product.handle));
        }
        let hidden = self.category(&collection.handle)?.is_some();
        let Collection { handle, title, description, query, on_home: home, .. } = collection;
        Ok(CollectionRow { handle, title, description, query, pins, home, hidden })
    }
}

/// The nearest to a collection that a scan of the books can say: its own query, and what is asked where it leaves that open.
fn narrowed(own: &Request, asked: Request) -> Request {
    Request {
        text: if asked.text.trim().is_empty() { own.text.clone() } else { asked.text },
        category: asked.category.or_else(|| own.category.clone()),
        brands: if asked.brands.is_empty() { own.brands.clone() } else { asked.brands },
        attributes: [own.attributes.as_slice(), asked.attributes.as_slice()].concat(),
        price_min: own.price_min.max(asked.price_min),
        price_max: own.price_max.into_iter().chain(asked.price_max).min(),
        rating_min: own.rating_min.max(asked.rating_min),
        in_stock: own.in_stock || asked.in_stock,
        ..asked
    }
}
