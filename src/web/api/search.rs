//! Searching and suggesting.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum_extra::extract::Query;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::shapes::{CardJson, MoneyJson};
use crate::domain::money::{Currency, Money};
use crate::search::request::{FacetValue, Facets, PriceBand};
use crate::shop::search::SearchView;
use crate::shop::visitor::Visitor;
use crate::web::error::{Problem, ProblemBody};
use crate::web::query::{SearchQuery, parse};
use crate::web::search_log;
use crate::web::state::App;

#[derive(Serialize, ToSchema)]
pub struct SearchJson {
    products: Vec<CardJson>,
    facets: FacetsJson,
    /// The mean of the stars of all hits that have some.
    avg_rating: Option<f64>,
    total_count: u64,
    /// Ask again with it for the next page.
    next_cursor: Option<String>,
    /// True when a plain scan answers in place of the index.
    degraded: bool,
}

/// Each count is what there would be with this value, given all other facets.
#[derive(Serialize, ToSchema)]
pub struct FacetsJson {
    categories: Vec<FacetValueJson>,
    brands: Vec<FacetValueJson>,
    price_ranges: Vec<PriceRangeJson>,
    ratings: Vec<FacetValueJson>,
    availability: Vec<FacetValueJson>,
}

#[derive(Serialize, ToSchema)]
pub struct FacetValueJson {
    value: String,
    label: String,
    count: u64,
    selected: bool,
}

#[derive(Serialize, ToSchema)]
pub struct PriceRangeJson {
    value: String,
    label: String,
    count: u64,
    selected: bool,
    min: Option<MoneyJson>,
    /// The highest price in the range; missing where it is open.
    max: Option<MoneyJson>,
}

impl From<FacetValue> for FacetValueJson {
    fn from(facet: FacetValue) -> Self {
        Self { value: facet.value, label: facet.label, count: facet.count, selected: facet.selected }
    }
}

/// `25-50` and `$25 – $50`: the edges of a range as people say them.
#[must_use]
pub fn price_range_name(band: &PriceBand, currency: Currency) -> (String, String) {
    let low = Money::new(band.min_minor, currency);
    let whole = |money: Money| money.decimal().split('.').next().unwrap_or("0").to_owned();
    let plain = |money: Money| money.to_string().split('.').next().unwrap_or("").to_owned();
    match band.max_minor.map(|max| Money::new(max.saturating_add(1), currency)) {
        None => (format!("{}-", whole(low)), format!("{} and over", plain(low))),
        Some(high) if band.min_minor == 0 => (format!("0-{}", whole(high)), format!("Under {}", plain(high))),
        Some(high) => (format!("{}-{}", whole(low), whole(high)), format!("{} to {}", plain(low), plain(high))),
    }
}

fn facets(facets: Facets, currency: Currency) -> FacetsJson {
    let stars = |stars: u8| if stars == 1 { "1 star and up".to_owned() } else { format!("{stars} stars and up") };
    let ratings = facets.ratings.iter().map(|step| FacetValueJson {
        value: step.stars.to_string(),
        label: stars(step.stars),
        count: step.count,
        selected: step.selected,
    });
    let availability = facets.availability;
    let price = |band: &PriceBand| {
        let (value, label) = price_range_name(band, currency);
        let money = |minor| MoneyJson::from(Money::new(minor, currency));
        PriceRangeJson { value, label, count: band.count, selected: band.selected, min: Some(money(band.min_minor)), max: band.max_minor.map(money) }
    };
    FacetsJson {
        categories: facets.categories.into_iter().map(Into::into).collect(),
        brands: facets.brands.into_iter().map(Into::into).collect(),
        price_ranges: facets.prices.iter().map(price).collect(),
        ratings: ratings.collect(),
        availability: vec![
            FacetValueJson { value: "true".to_owned(), label: "In stock".to_owned(), count: availability.in_stock, selected: availability.selected },
            FacetValueJson { value: "false".to_owned(), label: "All".to_owned(), count: availability.all, selected: !availability.selected },
        ],
    }
}

/// Searches the catalogue; without `q` it browses.
#[utoipa::path(get, path = "/api/search", tag = "catalogue", params(SearchQuery), responses((status = 200, body = SearchJson), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn search(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<SearchQuery>,
    headers: HeaderMap,
) -> Result<Json<SearchJson>, Problem> {
    let currency = app.shop.settings.prices.currency;
    let request = parse(&query, None, currency)?;
    let found = app.shop.search(&request)?;
    search_log::searched(&app, &headers, &visitor, &request, &found);
    let SearchView { cards, total, facets: found, average_rating, next, .. } = found;
    Ok(Json(SearchJson {
        products: cards.iter().map(Into::into).collect(),
        facets: facets(found, currency),
        avg_rating: average_rating,
        total_count: total,
        next_cursor: next,
        degraded: false,
    }))
}

#[derive(Deserialize, IntoParams)]
pub struct SuggestQuery {
    /// What is typed so far.
    #[serde(default)]
    q: String,
}

#[derive(Serialize, ToSchema)]
pub struct SuggestJson {
    queries: Vec<String>,
    products: Vec<CardJson>,
    categories: Vec<CategoryJson>,
}

#[derive(Serialize, ToSchema)]
pub struct CategoryJson {
    label: String,
    path: String,
    url: String,
}

/// Completes what is being typed.
#[utoipa::path(get, path = "/api/suggest", tag = "catalogue", params(SuggestQuery), responses((status = 200, body = SuggestJson)))]
pub async fn suggest(State(app): State<App>, Query(query): Query<SuggestQuery>) -> Result<Json<SuggestJson>, Problem> {
    let found = app.shop.suggest(&query.q)?;
    let category = |(label, path): (String, String)| CategoryJson { label, url: format!("/collections/{path}"), path };
    Ok(Json(SuggestJson {
        queries: found.queries,
        products: found.cards.iter().map(Into::into).collect(),
        categories: found.categories.into_iter().map(category).collect(),
    }))
}
