//! A product as a file or a form describes it, before the shop gives it ids.
//!
//! Everything in it is already parsed and inside the limits; nothing below checks it again.

use super::category::Category;
use super::money::Money;
use super::product::{Attribute, Image, Rating, Status};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Missing: made from the title.
    pub handle: Option<String>,
    pub title: String,
    /// HTML as it came; sanitised when it is written.
    pub description: String,
    pub brand: Option<String>,
    pub category: Category,
    pub tags: Vec<String>,
    pub option_names: Vec<String>,
    pub images: Vec<Image>,
    pub attributes: Vec<Attribute>,
    pub status: Status,
    pub rating: Option<Rating>,
    /// At least one.
    pub variants: Vec<ListedVariant>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedVariant {
    /// Missing: made from the handle and the options.
    pub sku: Option<String>,
    /// One value for each option name.
    pub options: Vec<String>,
    pub price: Money,
    pub compare_at_price: Option<Money>,
    pub stock: ListedStock,
    pub barcode: Option<String>,
    pub mpn: Option<String>,
    pub weight_grams: Option<u32>,
    pub image: Option<String>,
    pub free: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListedStock {
    Counted(u64),
    /// The merchant doesn't count it: it can always be bought. The number is what the file says all the same.
    Untracked(u64),
    /// The file doesn't tell: a new variant has none, a known one keeps what it has.
    Unsaid,
}
