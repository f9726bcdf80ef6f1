//! The strip of what a browser looked at last, for the pages that leave it to a script.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::base::messages::t;
use crate::domain::product::{Product, ProductId};
use crate::domain::refusal::Refusal;
use crate::shop::product::Card;
use crate::store::product::ProductRows;
use crate::web::error::Problem;
use crate::web::pages::home::{Row, row};
use crate::web::state::App;
use crate::web::viewed::Viewed;

#[derive(Deserialize)]
pub struct Place {
    /// The product that is being looked at: it isn't shown, and remembered.
    #[serde(default)]
    at: Option<u64>,
}

/// `/f/recently-viewed`: a part of a page, for this browser alone.
pub async fn recently_viewed(State(app): State<App>, viewed: Viewed, Query(place): Query<Place>) -> Result<Response, Problem> {
    if !app.shop.settings.recently_viewed {
        return Err(Refusal::NotFound.into());
    }
    let at = place.at.map(ProductId);
    let shown = row(&strip(viewed.cards(&app, at)?));
    let seen = match at {
        Some(id) => app.shop.snapshot()?.product(id)?.filter(Product::visible),
        None => None,
    };
    let mut response = ([(header::CACHE_CONTROL, "no-store")], shown).into_response();
    if let Some(product) = seen
        && let Ok(cookie) = viewed.with(product.id).set_cookie(&app.shop.settings).parse()
    {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

#[must_use]
pub fn strip(cards: Vec<Card>) -> Row {
    Row { title: t("recently-viewed").to_owned(), more: None, cards }
}
