//! The cart. Every answer is the whole cart with a rising `version`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::coupon::CouponJson;
use super::saved::SavedJson;
use super::shapes::{MoneyJson, TaxJson};
use crate::domain::refusal::Refusal;
use crate::shop::cart::{CartChange, CartView, LeftOutView, LineView};
use crate::shop::visitor::Visitor;
use crate::web::error::{Problem, ProblemBody};
use crate::web::extract::{Body, request_key};
use crate::web::session::set_cookie;
use crate::web::state::App;

#[derive(Serialize, ToSchema)]
pub struct CartJson {
    version: u64,
    lines: Vec<LineJson>,
    subtotal: MoneyJson,
    discount: MoneyJson,
    tax: MoneyJson,
    shipping: MoneyJson,
    total: MoneyJson,
    /// No address is known yet: tax and shipping are those of the shop's own country.
    estimated: bool,
    taxed: TaxJson,
    coupon: Option<CouponJson>,
    item_count: u64,
    /// What the last sign-in couldn't bring along from the guest's cart, or an order that is bought again, for a while.
    left_out: Vec<LeftOutJson>,
    /// What is put aside for later: it isn't held, costs nothing and stays when an order is placed.
    saved: Vec<SavedJson>,
}

#[derive(Serialize, ToSchema)]
pub struct LeftOutJson {
    sku: String,
    title: String,
    wanted: u32,
    /// How many of them went into the cart.
    fitted: u32,
}

#[derive(Serialize, ToSchema)]
pub struct LineJson {
    sku: String,
    handle: String,
    title: String,
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    options: serde_json::Map<String, serde_json::Value>,
    quantity: u32,
    unit_price: MoneyJson,
    line_total: MoneyJson,
    /// The most this shopper can have of it, those already in the cart included.
    available: u64,
    /// Missing when nothing is held any more; then placing the order tries to hold it again.
    reserved_until: Option<String>,
}

/// Each by its name.
pub(super) fn options(line: &LineView) -> serde_json::Map<String, serde_json::Value> {
    line.options.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect()
}

impl From<&LineView> for LineJson {
    fn from(line: &LineView) -> Self {
        Self {
            sku: line.sku.clone(),
            handle: line.handle.clone(),
            title: line.title.clone(),
            options: options(line),
            quantity: line.quantity,
            unit_price: line.unit_price.into(),
            line_total: line.line_total.into(),
            available: line.available,
            reserved_until: line.reserved_until.map(|until| until.to_string()),
        }
    }
}

impl From<LeftOutView> for LeftOutJson {
    fn from(LeftOutView { sku, title, wanted, fitted, .. }: LeftOutView) -> Self {
        Self { sku, title, wanted, fitted }
    }
}

impl From<&CartView> for CartJson {
    fn from(cart: &CartView) -> Self {
        Self {
            version: cart.version,
            lines: cart.lines.iter().map(Into::into).collect(),
            subtotal: cart.totals.subtotal.into(),
            discount: cart.totals.discount.into(),
            tax: cart.totals.tax.into(),
            shipping: cart.totals.shipping.into(),
            total: cart.totals.total.into(),
            estimated: cart.estimated,
            taxed: cart.terms.tax.into(),
            coupon: CouponJson::of_cart(cart),
            item_count: cart.item_count,
            left_out: cart.left_out.iter().filter(|left| left.fitted < left.wanted).cloned().map(Into::into).collect(),
            saved: cart.saved.iter().map(Into::into).collect(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddItem {
    sku: String,
    #[serde(default = "one")]
    #[schema(minimum = 1, default = 1)]
    quantity: u32,
}

fn one() -> u32 {
    1
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetItem {
    /// 0 removes the line.
    quantity: u32,
}

/// The cart of this browser; empty without a cookie.
#[utoipa::path(get, path = "/api/cart", tag = "cart", responses((status = 200, body = CartJson)))]
pub async fn cart(State(app): State<App>, visitor: Visitor) -> Result<Json<CartJson>, Problem> {
    Ok(Json((&app.shop.cart(&visitor)?).into()))
}

/// Adds to the cart and reserves the stock.
#[utoipa::path(post, path = "/api/cart/items", tag = "cart", request_body = AddItem,
    params(("Idempotency-Key" = Option<String>, Header, description = "Lets a lost answer be asked for again")),
    responses((status = 201, body = CartJson), (status = 404, body = ProblemBody, content_type = "application/problem+json"), (status = 409, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add_item(State(app): State<App>, visitor: Visitor, headers: HeaderMap, body: Body<AddItem>) -> Result<Response, Problem> {
    let AddItem { sku, quantity } = body.value;
    if quantity == 0 {
        return Err(Refusal::invalid("/quantity", "Add at least 1").into());
    }
    change(&app, visitor, &headers, StatusCode::CREATED, CartChange::Add { sku, quantity }).await
}

/// Sets how many of a SKU are in the cart.
#[utoipa::path(patch, path = "/api/cart/items/{sku}", tag = "cart", request_body = SetItem, params(("sku" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = CartJson), (status = 404, body = ProblemBody, content_type = "application/problem+json"), (status = 409, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set_item(
    State(app): State<App>,
    visitor: Visitor,
    Path(sku): Path<String>,
    headers: HeaderMap,
    body: Body<SetItem>,
) -> Result<Response, Problem> {
    change(&app, visitor, &headers, StatusCode::OK, CartChange::Set { sku, quantity: body.value.quantity }).await
}

/// Takes a SKU out of the cart.
#[utoipa::path(delete, path = "/api/cart/items/{sku}", tag = "cart", params(("sku" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = CartJson), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove_item(State(app): State<App>, visitor: Visitor, Path(sku): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    change(&app, visitor, &headers, StatusCode::OK, CartChange::Set { sku, quantity: 0 }).await
}

/// Empties the cart.
#[utoipa::path(delete, path = "/api/cart", tag = "cart", params(("Idempotency-Key" = Option<String>, Header)), responses((status = 200, body = CartJson)))]
pub async fn clear(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Result<Response, Problem> {
    change(&app, visitor, &headers, StatusCode::OK, CartChange::Clear).await
}

/// Holds everything for another while, and again what isn't held any more, as far as there is stock.
#[utoipa::path(post, path = "/api/cart/keep", tag = "cart", params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = CartJson), (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn keep(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Result<Response, Problem> {
    change(&app, visitor, &headers, StatusCode::OK, CartChange::Keep).await
}

/// Changes the cart and answers with all of it.
///
/// # Errors
/// What the shop says.
pub async fn change(app: &App, visitor: Visitor, headers: &HeaderMap, status: StatusCode, change: CartChange) -> Result<Response, Problem> {
    let request = request_key(headers, &format!("{change:?}"))?;
    let answer = app.shop.cart_change(visitor, change, request).await?;
    let mut response = (status, Json(CartJson::from(&answer.cart))).into_response();
    if let Some(cookie) = answer.cookie
        && let Ok(value) = set_cookie(&app.shop.settings, &cookie).parse()
    {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}
