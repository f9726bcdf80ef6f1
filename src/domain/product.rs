//! What the shop sells: a product with one variant or several.
//!
//! Stock is not here: it changes with every cart and has its own row (see `stock`).

use minicbor::{Decode, Encode};

use super::category::Category;
use super::money::Money;
use super::review::StarCounts;
use crate::base::clock::Timestamp;

id!(
    /// Rises by one from 1, so that memory can be indexed by it.
    ProductId
);
id!(
    /// Rises by one from 1, so that memory can be indexed by it.
    VariantId
);

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Product {
    #[n(0)]
    pub id: ProductId,
    /// Its name in addresses; unique.
    #[n(1)]
    pub handle: String,
    #[n(2)]
    pub title: String,
    #[n(3)]
    pub brand: Option<String>,
    #[n(4)]
    pub category: Category,
    #[n(5)]
    pub tags: Vec<String>,
    /// What its variants differ in: `Color`, `Size`.
    #[n(6)]
    pub option_names: Vec<String>,
    #[n(7)]
    pub images: Vec<Image>,
    #[n(8)]
    pub status: Status,
    /// What the merchant's file says of people who rated it elsewhere; [`Self::rating`] is what shoppers see.
    #[n(9)]
    pub listed_rating: Option<Rating>,
    /// At least one.
    #[n(10)]
    pub variants: Vec<Variant>,
    #[n(11)]
    pub created_at: Timestamp,
    #[n(12)]
    pub updated_at: Timestamp,
    /// Rises with each change.
    #[n(13)]
    pub version: u64,
    /// What those gave whose reviews are shown here.
    #[n(14)]
    #[cbor(default)]
    pub stars: StarCounts,
}

/// The long part of a product, read only where it is shown or indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Details {
    /// HTML that went through the sanitiser when it was written.
    #[n(0)]
    pub description: String,
    #[n(1)]
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Attribute {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Image {
    /// A file of the data directory (`3fa9….webp`), a drawn picture (`demo:mug:petrol:0`) or an address elsewhere.
    #[n(0)]
    pub src: String,
    #[n(1)]
    pub alt: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub enum Status {
    #[n(0)]
    #[default]
    Active,
    /// Not finished: no shopper sees it.
    #[n(1)]
    Draft,
    /// No longer sold: no shopper sees it, old orders keep it.
    #[n(2)]
    Archived,
}

impl Status {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Draft => "draft",
            Self::Archived => "archived",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Draft, Self::Archived].into_iter().find(|status| status.name().eq_ignore_ascii_case(text.trim()))
    }
}

/// The mean of all stars given, in hundredths: 4.62 is 462.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Rating {
    #[n(0)]
    pub average_hundredths: u16,
    #[n(1)]
    pub count: u32,
}

impl Rating {
    #[must_use]
    pub fn average(self) -> f64 {
        f64::from(self.average_hundredths) / 100.0
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Variant {
    #[n(0)]
    pub id: VariantId,
    /// Unique in the shop.
    #[n(1)]
    pub sku: String,
    /// One value for each of the product's option names, in their order.
    #[n(2)]
    pub options: Vec<String>,
    #[n(3)]
    pub price: Money,
    #[n(4)]
    pub compare_at_price: Option<Money>,
    #[n(5)]
    pub barcode: Option<String>,
    /// The maker's part number.
    #[n(6)]
    pub mpn: Option<String>,
    #[n(7)]
    pub weight_grams: Option<u32>,
    #[n(8)]
    pub image: Option<String>,
    /// Meant to cost nothing; any other zero price is a mistake and isn't sold.
    #[n(9)]
    pub free: bool,
}

impl Variant {
    #[must_use]
    pub fn for_sale(&self) -> bool {
        self.price.minor > 0 || self.free
    }

    /// `Black / Large`, or nothing for the only variant of a product.
    #[must_use]
    pub fn label(&self) -> String {
        self.options.join(" / ")
    }
}

impl Product {
    #[must_use]
    pub fn variant(&self, id: VariantId) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.id == id)
    }

    #[must_use]
    pub fn visible(&self) -> bool {
        self.status == Status::Active
    }

    /// The mean of the listed ratings and of the reviews here, all counting alike.
    #[must_use]
    pub fn rating(&self) -> Option<Rating> {
        self.stars.with(self.listed_rating)
    }

    /// The variant whose price the card shows: the cheapest that is for sale, else the first.
    ///
    /// # Panics
    /// Never: a product has at least one variant.
    #[must_use]
    pub fn lead(&self) -> &Variant {
        let cheapest = self.variants.iter().filter(|variant| variant.for_sale()).min_by_key(|variant| variant.price.minor);
        cheapest.or(self.variants.first()).expect("a product has at least one variant")
    }

    /// Lowest and highest price of what is for sale.
    #[must_use]
    pub fn price_range(&self) -> (Money, Money) {
        let low = self.lead().price;
        let highest = self.variants.iter().filter(|variant| variant.for_sale()).max_by_key(|variant| variant.price.minor);
        (low, highest.map_or(low, |variant| variant.price))
    }
}
