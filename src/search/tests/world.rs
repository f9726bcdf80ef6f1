//! A small shop to search in.

use std::path::Path;
use std::sync::Arc;

use crate::base::clock::{StillWorld, Timestamp};
use crate::domain::category::Category;
use crate::domain::money::{Currency, Money};
use crate::domain::product::{Attribute, Details, Product, ProductId, Rating, Status, Variant, VariantId};
use crate::domain::review::StarCounts;
use crate::domain::stock::Stock;
use crate::search::index::{Search, SearchOptions};
use crate::search::request::{Found, Request};
use crate::store::books::{Books, BooksOptions};
use crate::store::engine::memory::MemoryEngine;
use crate::store::product::ProductRows;

/// A product with one variant, both with the same id.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: u64,
    pub title: String,
    pub brand: Option<String>,
    pub category: String,
    pub description: String,
    pub attributes: Vec<(String, String)>,
    pub tags: Vec<String>,
    pub sku: String,
    pub barcode: Option<String>,
    pub mpn: Option<String>,
    pub price_minor: i64,
    pub rating: Option<(u16, u32)>,
    pub stock: u64,
    pub sold: u64,
    pub status: Status,
    pub created_ms: i64,
}

pub fn item(id: u64, title: &str) -> Item {
    Item {
        id,
        title: title.to_owned(),
        brand: None,
        category: "Things".to_owned(),
        description: String::new(),
        attributes: Vec::new(),
        tags: Vec::new(),
        sku: format!("sku-{id}"),
        barcode: None,
        mpn: None,
        price_minor: 1_000,
        rating: None,
        stock: 5,
        sold: 0,
        status: Status::Active,
        created_ms: 0,
    }
}

impl Item {
    pub fn product(&self) -> Product {
        let variant = Variant {
            id: VariantId(self.id),
            sku: self.sku.clone(),
            options: Vec::new(),
            price: Money::new(self.price_minor, Currency::USD),
            compare_at_price: None,
            barcode: self.barcode.clone(),
            mpn: self.mpn.clone(),
            weight_grams: None,
            image: None,
            free: true,
        };
        Product {
            id: ProductId(self.id),
            handle: format!("item-{}", self.id),
            title: self.title.clone(),
            brand: self.brand.clone(),
            category: Category::parse(&self.category),
            tags: self.tags.clone(),
            option_names: Vec::new(),
            images: Vec::new(),
            status: self.status,
            listed_rating: self.rating.map(|(average_hundredths, count)| Rating { average_hundredths, count }),
            variants: vec![variant],
            created_at: Timestamp(self.created_ms),
            updated_at: Timestamp(self.created_ms),
            version: 1,
            stars: StarCounts::default(),
        }
    }

    pub fn details(&self) -> Details {
        let attributes = self.attributes.iter().map(|(name, value)| Attribute { name: name.clone(), value: value.clone() });
        Details { description: self.description.clone(), attributes: attributes.collect() }
    }
}

pub struct Shop {
    pub books: Books,
    pub search: Search,
}

pub fn books() -> Books {
    let world = Arc::new(StillWorld::new(Timestamp(1_795_000_000_000), 1));
    Books::open(Arc::new(MemoryEngine::default()), world, BooksOptions::default()).expect("books open")
}

pub fn search(books: &Books, directory: Option<&Path>) -> Search {
    let options = SearchOptions { directory: directory.map(Path::to_owned), ..SearchOptions::default() };
    Search::open(&options, Arc::clone(books.availability())).expect("a search opens")
}

/// A search of its own over the same books.
pub fn search_with(books: &Books, options: SearchOptions) -> Search {
    let search = Search::open(&options, Arc::clone(books.availability())).expect("a search opens");
    search.follow(books, |_| {}).expect("the search follows");
    search
}

/// Saves an item without telling the search.
pub fn save(books: &Books, items: &[Item]) {
    let items = items.to_vec();
    let saved = books.write_blocking("sell", move |draft| {
        for item in &items {
            let product = item.product();
            let before = draft.product(product.id)?;
            draft.save_product(before.as_ref(), &product)?;
            draft.put(product.id, &item.details());
            let mut stock = Stock::counted(product.id, item.stock);
            stock.note_sold(item.sold);
            draft.save_stock(VariantId(item.id), &stock);
        }
        Ok(())
    });
    saved.expect("items are saved");
}

pub fn restock(books: &Books, id: u64, units: u64) {
    let saved = books.write_blocking("restock", move |draft| {
        let mut stock = draft.stock(VariantId(id))?;
        stock.count(units);
        draft.save_stock(VariantId(id), &stock);
        Ok(())
    });
    saved.expect("stock is saved");
}

impl Shop {
    pub fn selling(items: &[Item]) -> Self {
        let books = books();
        save(&books, items);
        let search = search(&books, None);
        let shop = Self { books, search };
        shop.follow();
        shop
    }

    pub fn follow(&self) -> u64 {
        self.search.follow(&self.books, |_| {}).expect("the search follows")
    }

    pub fn find(&self, request: &Request) -> Found {
        self.search.find(request).expect("a search answers")
    }

    /// The ids found by a text, best first.
    pub fn finds(&self, text: &str) -> Vec<u64> {
        ids(&self.find(&Request { text: text.to_owned(), ..Request::default() }))
    }
}

pub fn ids(found: &Found) -> Vec<u64> {
    found.products.iter().map(|id| id.0).collect()
}
