//! Searching and suggesting.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum_extra::extract::Query;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::shapes::{CardJson, MoneyJson};
use crate::domain::collection::Collection;
use crate::domain::money::{Currency, Money};
use crate::domain::refusal::Refusal;
use crate::search::request::{AttributeFacet, FacetValue, Facets, PriceBand, Request};
use crate::shop::search::SearchView;
use crate::shop::visitor::Visitor;
use crate::web::error::{Problem, ProblemBody};
use crate::web::query::{SearchQuery, parse, saved};
use crate::web::search_log;
use crate::web::state::App;

#[derive(Serialize, ToSchema)]
pub struct SearchJson {
    products: Vec<CardJson>,
    facets: FacetsJson,
    /// The mean of the stars of all hits that have some.
    avg_rating: Option<f64>,
    /// At least so many where it's degraded.
    total_count: u64,
    /// Ask again with it for the next page.
    next_cursor: Option<String>,
    /// True when a plain scan of the books answers in place of the index: without facets, and perhaps not with all products.
    degraded: bool,
}

/// Each count is what there would be with this value, given all other facets. What they leave nothing of is there with a 0.
#[derive(Default, Serialize, ToSchema)]
pub struct FacetsJson {
    /// The way down to the selected one, its children or its siblings; else the top level.
    categories: Vec<FacetValueJson>,
    brands: Vec<FacetValueJson>,
    price_ranges: Vec<PriceRangeJson>,
    ratings: Vec<FacetValueJson>,
    availability: Vec<FacetValueJson>,
    /// What matters within this text and category. A value is asked for as `attr={name}:{value}`.
    attributes: Vec<AttributeFacetJson>,
}

#[derive(Serialize, ToSchema)]
pub struct AttributeFacetJson {
    name: String,
    label: String,
    values: Vec<FacetValueJson>,
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

impl From<AttributeFacet> for AttributeFacetJson {
    fn from(facet: AttributeFacet) -> Self {
        Self { name: facet.name, label: facet.label, values: facet.values.into_iter().map(Into::into).collect() }
    }
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
        attributes: facets.attributes.into_iter().map(Into::into).collect(),
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
    let found = app.shop.search(request.clone()).await?;
    search_log::searched(&app, &headers, &visitor, &request, &found);
    Ok(Json(answer(found, currency)))
}

fn answer(view: SearchView, currency: Currency) -> SearchJson {
    let SearchView { cards, total, facets: found, average_rating, next, degraded, .. } = view;
    SearchJson {
        products: cards.iter().map(Into::into).collect(),
        facets: if degraded { FacetsJson::default() } else { facets(found, currency) },
        avg_rating: average_rating,
        total_count: total,
        next_cursor: next,
        degraded,
    }
}

/// A merchant's collection, and a page of its products.
#[derive(Serialize, ToSchema)]
pub struct CollectionJson {
    handle: String,
    title: String,
    description: String,
    #[serde(flatten)]
    found: SearchJson,
}

/// Searches inside a merchant's collection; pinned products stand first in its own order.
#[utoipa::path(get, path = "/api/collections/{handle}", tag = "catalogue", params(("handle" = String, Path), SearchQuery),
    responses((status = 200, body = CollectionJson), (status = 404, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn collection(
    State(app): State<App>,
    Path(handle): Path<String>,
    Query(query): Query<SearchQuery>,
) -> Result<Json<CollectionJson>, Problem> {
    let collection = app.shop.collection(&handle)?.ok_or(Refusal::NotFound)?;
    let currency = app.shop.settings.prices.currency;
    let mut request = parse(&query, None, currency)?;
    let request = collection_request(&app, &collection, &query, &mut request).await?;
    let found = answer(app.shop.search(request).await?, currency);
    Ok(Json(CollectionJson { handle: collection.handle, title: collection.title, description: collection.description, found }))
}

/// What is asked for inside a collection; without an order of the shopper's it has its own.
///
/// # Errors
/// See [`crate::shop::Shop::in_collection`].
pub async fn collection_request(app: &App, collection: &Collection, query: &SearchQuery, asked: &mut Request) -> Result<Request, Problem> {
    let own = saved(&collection.query, app.shop.settings.prices.currency)?;
    if query.sort.as_deref().is_none_or(str::is_empty) {
        asked.sort = own.sort;
    }
    let request = app.shop.in_collection(collection.clone(), own, asked.clone()).await?;
    asked.within.clone_from(&request.within);
    Ok(request)
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
    let found = app.shop.suggest(query.q).await?;
    let category = |(label, path): (String, String)| CategoryJson { label, url: format!("/collections/{path}"), path };
    Ok(Json(SuggestJson {
        queries: found.queries,
        products: found.cards.iter().map(Into::into).collect(),
        categories: found.categories.into_iter().map(category).collect(),
    }))
}
