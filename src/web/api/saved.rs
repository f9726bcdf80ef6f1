//! What is saved for later: lines go there and come back, and every answer is the whole cart.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::cart::{CartJson, change, options};
use super::shapes::MoneyJson;
use crate::domain::refusal::Refusal;
use crate::shop::cart::CartChange;
use crate::shop::saved::SavedView;
use crate::shop::visitor::Visitor;
use crate::web::error::{Problem, ProblemBody};
use crate::web::extract::Body;
use crate::web::state::App;

#[derive(Serialize, ToSchema)]
pub struct SavedJson {
    sku: String,
    handle: String,
    title: String,
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    options: serde_json::Map<String, serde_json::Value>,
    quantity: u32,
    /// Missing when it is no longer sold.
    unit_price: Option<MoneyJson>,
    /// What one cost when it was saved, where it costs something else now.
    unit_price_was: Option<MoneyJson>,
    available: u64,
}

impl From<&SavedView> for SavedJson {
    fn from(SavedView { line, was }: &SavedView) -> Self {
        Self {
            sku: line.sku.clone(),
            handle: line.handle.clone(),
            title: line.title.clone(),
            options: options(line),
            quantity: line.quantity,
            unit_price: line.for_sale.then(|| line.unit_price.into()),
            unit_price_was: was.map(Into::into),
            available: if line.for_sale { line.available } else { 0 },
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveItem {
    /// A line of the cart.
    sku: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveItem {
    sku: String,
    /// All of them unless it says how many.
    #[schema(minimum = 1)]
    quantity: Option<u32>,
}

/// Puts a line of the cart aside for later and gives its stock back.
#[utoipa::path(post, path = "/api/cart/saved", tag = "cart", request_body = SaveItem, params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = CartJson), (status = 404, body = ProblemBody, content_type = "application/problem+json"), (status = 409, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn save(State(app): State<App>, visitor: Visitor, headers: HeaderMap, body: Body<SaveItem>) -> Result<Response, Problem> {
    change(&app, visitor, &headers, StatusCode::OK, CartChange::Save { sku: body.value.sku }).await
}

/// Puts what is saved back into the cart and reserves the stock.
#[utoipa::path(post, path = "/api/cart/saved/move", tag = "cart", request_body = MoveItem, params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = CartJson), (status = 404, body = ProblemBody, content_type = "application/problem+json"), (status = 409, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn back(State(app): State<App>, visitor: Visitor, headers: HeaderMap, body: Body<MoveItem>) -> Result<Response, Problem> {
    let MoveItem { sku, quantity } = body.value;
    if quantity == Some(0) {
        return Err(Refusal::invalid("/quantity", "Move at least 1").into());
    }
    change(&app, visitor, &headers, StatusCode::OK, CartChange::Move { sku, quantity }).await
}

/// Takes something out of what is saved.
#[utoipa::path(delete, path = "/api/cart/saved/{sku}", tag = "cart", params(("sku" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = CartJson), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove(State(app): State<App>, visitor: Visitor, Path(sku): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    change(&app, visitor, &headers, StatusCode::OK, CartChange::SetSaved { sku, quantity: 0 }).await
}
