//! The parameters of search and collections, the same for pages and API.

use anyhow::{Context, Result, anyhow, ensure};
use axum_extra::extract::Query;
use serde::Deserialize;
use utoipa::IntoParams;

use super::error::Problem;
use crate::base::messages::spoken;
use crate::domain::limits::{PAGE_DEFAULT, PAGE_MAX};
use crate::domain::money::{Currency, Money};
use crate::domain::refusal::{FieldError, Refusal};
use crate::search::request::{Cursor, Request, Sort};

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct SearchQuery {
    /// What to look for.
    pub q: String,
    /// The path of a category, such as `electronics/audio`.
    pub category: Option<String>,
    /// May be repeated: any of them.
    pub brand: Vec<String>,
    /// `name:value` of an attribute or option, such as `color:Black`. May be repeated: any value of a name, all names.
    pub attr: Vec<String>,
    /// In major units, such as `25` or `25.50`.
    pub price_min: Option<String>,
    /// In major units, such as `25` or `25.50`.
    pub price_max: Option<String>,
    /// From 1 to 5.
    pub rating_min: Option<String>,
    /// `true`: only what can be bought right now.
    pub in_stock: Option<String>,
    /// `relevance`, `price_asc`, `price_desc`, `rating`, `newest` or `best_selling`.
    pub sort: Option<String>,
    /// Products on a page: 60 unless said, at most 100.
    pub limit: Option<String>,
    /// From the page before.
    pub cursor: Option<String>,
}

/// `color:Black` in two.
#[must_use]
pub fn attribute_of(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once(':')?;
    Some((name.trim().to_owned(), value.trim().to_owned())).filter(|(name, value)| !name.is_empty() && !value.is_empty())
}

/// Reads the parameters; empty ones, as forms send them, count as missing.
///
/// # Errors
/// Names each parameter that makes no sense.
pub fn parse(query: &SearchQuery, category: Option<String>, currency: Currency) -> Result<Request, Problem> {
    read(query, category, currency).map_err(|errors| Refusal::Invalid { errors }.into())
}

/// A price the way a language other than English writes it, `1.250,50`, as it's read here.
fn typed(text: String) -> String {
    let marks = &spoken().marks;
    match text.rsplit_once(&*marks.decimal) {
        Some((whole, cents)) if marks.decimal != "." && cents.len() <= 2 => format!("{}.{cents}", whole.replace(&*marks.group, "")),
        _ => text,
    }
}

fn read(query: &SearchQuery, category: Option<String>, currency: Currency) -> Result<Request, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |name: &str, detail: String| errors.push(FieldError::new(&format!("/{name}"), &detail));
    let given = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let mut price = |name: &str, text: &Option<String>| match given(text).map(|text| Money::parse(&typed(text), currency)) {
        Some(Ok(money)) => Some(money.minor),
        Some(Err(detail)) => {
            wrong(name, detail);
            None
        }
        None => None,
    };
    let price_min = price("price_min", &query.price_min);
    let price_max = price("price_max", &query.price_max);
    let attributes: Vec<(String, String)> = query.attr.iter().filter_map(|attribute| attribute_of(attribute)).collect();
    if attributes.len() < query.attr.iter().filter(|attribute| !attribute.trim().is_empty()).count() {
        wrong("attr", "Write name:value, such as color:Black".to_owned());
    }
    let mut request = Request {
        text: query.q.clone(),
        category: category.or_else(|| given(&query.category)),
        brands: query.brand.iter().filter(|brand| !brand.trim().is_empty()).cloned().collect(),
        attributes,
        price_min,
        price_max,
        ..Request::default()
    };
    if let Some(text) = given(&query.rating_min) {
        match text.parse::<f64>() {
            Ok(stars) if (0.0..=5.0).contains(&stars) => request.rating_min = format!("{:.0}", stars * 100.0).parse().ok(),
            _ => wrong("rating_min", "Give stars from 1 to 5".to_owned()),
        }
    }
    match given(&query.in_stock).as_deref() {
        None | Some("false" | "0") => {}
        Some("true" | "1" | "on") => request.in_stock = true,
        Some(_) => wrong("in_stock", "Use true or false".to_owned()),
    }
    if let Some(text) = given(&query.sort) {
        match Sort::parse(&text) {
            Some(sort) => request.sort = sort,
            None => wrong("sort", "Use relevance, price_asc, price_desc, rating, newest or best_selling".to_owned()),
        }
    }
    request.limit = match given(&query.limit).map(|text| text.parse::<usize>()) {
        None => PAGE_DEFAULT,
        Some(Ok(limit)) if limit > 0 => limit.min(PAGE_MAX),
        Some(_) => {
            wrong("limit", format!("Use a number from 1 to {PAGE_MAX}"));
            PAGE_DEFAULT
        }
    };
    if let Some(text) = given(&query.cursor) {
        match text.parse::<Cursor>() {
            Ok(cursor) => request.cursor = cursor,
            Err(detail) => wrong("cursor", detail),
        }
    }
    if errors.is_empty() { Ok(request) } else { Err(errors) }
}

/// What a saved query can say: everything but a place in the pages.
const SAVED: [&str; 8] = ["q", "category", "brand", "price_min", "price_max", "rating_min", "in_stock", "sort"];

/// Reads a query as it is saved: `q=red mug&brand=Ember`, with or without the encoding of addresses.
///
/// # Errors
/// Names what it doesn't know and what makes no sense.
pub fn saved(text: &str, currency: Currency) -> Result<Request> {
    let text = text.trim().trim_start_matches('?');
    for name in text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split('=').next().unwrap_or(pair)) {
        ensure!(SAVED.contains(&name), "{name:?} is not a parameter of a search; use {}", SAVED.join(", "));
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%&=+/,:'()*!".contains(&byte);
    let encoded: String = text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
    let address = format!("/?{encoded}").parse().context("it can't stand in an address")?;
    let Query(query) = Query::<SearchQuery>::try_from_uri(&address).context("it can't be read")?;
    read(&query, None, currency).map_err(|errors| {
        let said: Vec<String> = errors.iter().map(|error| format!("{}: {}", error.pointer.trim_start_matches('/'), error.detail)).collect();
        anyhow!(said.join("; "))
    })
}
