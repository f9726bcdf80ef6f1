//! What a shopper asks of the search, and what it answers.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::within::Within;
use crate::domain::limits::{PAGE_DEFAULT, PAGE_DEPTH_MAX};
use crate::domain::product::ProductId;

/// One page of one search. Facets are "any of" inside and "all of" across.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// As typed; empty shows everything.
    pub text: String,
    /// The path of a category: `electronics/audio`. Its children belong to it.
    pub category: Option<String>,
    /// Names of brands; case and accents don't matter.
    pub brands: Vec<String>,
    /// Names and values of attributes, as facets give them: any value of a name, all names.
    pub attributes: Vec<(String, String)>,
    /// Both ends belong to the range; in minor units.
    pub price_min: Option<i64>,
    pub price_max: Option<i64>,
    /// At least this many hundredths of a star.
    pub rating_min: Option<u16>,
    /// Only what can be bought right now.
    pub in_stock: bool,
    /// Whether attributes are wanted as facets; a list that shows none is cheaper without.
    pub with_attributes: bool,
    pub sort: Sort,
    pub limit: usize,
    pub cursor: Cursor,
    /// Only products of this list, in the order of their ranks; all where it's missing.
    pub within: Option<Arc<Within>>,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            text: String::new(),
            category: None,
            brands: Vec::new(),
            attributes: Vec::new(),
            price_min: None,
            price_max: None,
            rating_min: None,
            in_stock: false,
            with_attributes: true,
            sort: Sort::default(),
            limit: PAGE_DEFAULT,
            cursor: Cursor::default(),
            within: None,
        }
    }
}

impl Request {
    /// Whether anything but the text narrows it.
    pub(super) fn filtered(&self) -> bool {
        let price = self.price_min.or(self.price_max).is_some();
        let facets = self.category.is_some() || price || self.rating_min.is_some() || self.in_stock;
        facets || !self.brands.is_empty() || !self.attributes.is_empty()
    }

    /// Whether it finds the whole catalogue.
    pub(super) fn everything(&self) -> bool {
        self.text.trim().is_empty() && self.within.is_none() && !self.filtered()
    }
}

/// Equal products follow each other by their id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Without a text: in stock first, then stars × ln(1 + reviews), then the newest.
    #[default]
    Relevance,
    PriceAsc,
    PriceDesc,
    /// Best stars first, then most reviews.
    Rating,
    Newest,
    /// Most units sold first, then stars × ln(1 + reviews).
    BestSelling,
}

impl Sort {
    pub const ALL: [Self; 6] = [Self::Relevance, Self::PriceAsc, Self::PriceDesc, Self::Rating, Self::Newest, Self::BestSelling];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::PriceAsc => "price_asc",
            Self::PriceDesc => "price_desc",
            Self::Rating => "rating",
            Self::Newest => "newest",
            Self::BestSelling => "best_selling",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == text)
    }
}

/// Where a page starts; opaque to clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor(usize);

impl Cursor {
    /// The page that starts after so many products; as far as paging goes.
    #[must_use]
    pub fn after(products: usize) -> Self {
        Self(products.min(PAGE_DEPTH_MAX))
    }

    /// Products before this page.
    #[must_use]
    pub fn offset(self) -> usize {
        self.0
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Cursor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self::after).map_err(|_| format!("{text:?} is not a cursor of this search"))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// This page, best first.
    pub products: Vec<ProductId>,
    /// Hits on all pages.
    pub total: u64,
    pub facets: Facets,
    /// The mean of the stars of all hits that have some.
    pub average_rating: Option<f64>,
    /// Nothing has all words of the text; these have most of them.
    pub partial: bool,
    pub next: Option<Cursor>,
}

/// How many hits there would be with this value, given all other facets but not its own.
///
/// Values are those of all products of the text and the category: what another filter leaves nothing of is there with a 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// The way down to the selected category and its children, or its siblings where it has none; else the top level.
    pub categories: Vec<FacetValue>,
    /// The selected brands are always among them.
    pub brands: Vec<FacetValue>,
    pub prices: [PriceBand; 4],
    /// 4, 3, 2 and 1 stars or more.
    pub ratings: [RatingStep; 4],
    pub availability: AvailabilityFacet,
    /// What matters within this text and category; selected ones are always among them.
    pub attributes: Vec<AttributeFacet>,
}

/// Values in their natural order where they have one, else the most frequent first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeFacet {
    /// What a request calls it.
    pub name: String,
    pub label: String,
    pub values: Vec<FacetValue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// What a request selects it by: the path of a category, the name of a brand, a value as it is written.
    pub value: String,
    pub label: String,
    pub count: u64,
    pub selected: bool,
}

/// Both ends belong to the band, so that its numbers can be asked for as they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PriceBand {
    pub min_minor: i64,
    /// One minor unit below the next band; the last band has no end.
    pub max_minor: Option<i64>,
    pub count: u64,
    pub selected: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RatingStep {
    pub stars: u8,
    pub count: u64,
    pub selected: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AvailabilityFacet {
    pub in_stock: u64,
    pub all: u64,
    pub selected: bool,
}
