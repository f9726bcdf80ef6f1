//! The checkout: where the shopper stands, and one step at a time.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::coupon::CouponJson;
use super::order::OrderJson;
use super::shapes::{AddressJson, PaymentJson, ShippingMethodJson, TaxJson, TotalsJson};
use crate::domain::checkout::Stage;
use crate::domain::refusal::Refusal;
use crate::shop::checkout::{CheckoutStep, CheckoutView};
use crate::shop::visitor::Visitor;
use crate::web::error::{Problem, ProblemBody};
use crate::web::extract::Body;
use crate::web::state::App;

#[derive(Serialize, ToSchema)]
pub struct CheckoutJson {
    /// `shipping`, `payment`, `review`, `placing`, `confirmation` or `error`.
    state: &'static str,
    completed_steps: &'static [&'static str],
    email: Option<String>,
    shipping_address: Option<AddressJson>,
    payment_method: Option<MethodJson>,
    totals: TotalsJson,
    taxed: TaxJson,
    coupon: Option<CouponJson>,
    /// The id of the way to ship that is chosen; missing before there is an address.
    shipping_method: Option<String>,
    /// The ways to ship to the address, the usual one first.
    shipping_methods: Vec<ShippingMethodJson>,
    /// Send it with the order; it changes after each order, so a reload can't buy twice.
    idempotency_key: Option<String>,
    order: Option<OrderJson>,
    /// Why the last payment was declined.
    error: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct MethodJson {
    provider: &'static str,
    token: String,
}

impl CheckoutJson {
    fn new(app: &App, view: &CheckoutView) -> Self {
        let stage = &view.stage;
        let error = match stage {
            Stage::Error { decline_code, .. } => Some(decline_code.clone()),
            _ => None,
        };
        let cart = &view.cart;
        let chosen = cart.terms.shipping.as_ref().filter(|_| !cart.estimated);
        let bought = view.order.as_ref().filter(|_| cart.lines.is_empty());
        Self {
            state: stage.name(),
            completed_steps: stage.completed(),
            email: stage.shipping().map(|shipping| shipping.email.as_str().to_owned()),
            shipping_address: stage.shipping().map(Into::into),
            payment_method: stage.method().map(|method| MethodJson { provider: method.provider.name(), token: method.token.clone() }),
            totals: bought.map_or(cart.totals, |order| order.totals).into(),
            taxed: bought.map_or(cart.terms.tax, |order| order.terms.tax).into(),
            coupon: CouponJson::of_cart(cart),
            shipping_method: chosen.map(|method| method.id.to_string()),
            shipping_methods: view.shipping_methods.iter().map(|method| ShippingMethodJson::new(method, cart.totals.subtotal)).collect(),
            idempotency_key: Some(view.key.clone()).filter(|key| !key.is_empty()),
            order: view.order.as_ref().map(|order| OrderJson::new(app, order)),
            error,
        }
    }
}

/// The stored checkout of this browser.
#[utoipa::path(get, path = "/api/checkout", tag = "checkout", responses((status = 200, body = CheckoutJson)))]
pub async fn checkout(State(app): State<App>, visitor: Visitor) -> Result<Json<CheckoutJson>, Problem> {
    Ok(Json(CheckoutJson::new(&app, &app.shop.checkout(&visitor)?)))
}

/// Says where the order goes, and renews the cart's holds.
#[utoipa::path(put, path = "/api/checkout/shipping", tag = "checkout", request_body = AddressJson,
    responses((status = 200, body = CheckoutJson), (status = 409, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn shipping(State(app): State<App>, visitor: Visitor, body: Body<AddressJson>) -> Result<Json<CheckoutJson>, Problem> {
    let shipping = body.value.check(None, "").map_err(|errors| Refusal::Invalid { errors })?;
    step(&app, visitor, CheckoutStep::Shipping(shipping)).await
}

/// Says how the order is paid.
#[utoipa::path(put, path = "/api/checkout/payment", tag = "checkout", request_body = PaymentJson,
    responses((status = 200, body = CheckoutJson), (status = 409, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn payment(State(app): State<App>, visitor: Visitor, body: Body<PaymentJson>) -> Result<Json<CheckoutJson>, Problem> {
    let method = body.value.check("").map_err(|errors| Refusal::Invalid { errors })?;
    step(&app, visitor, CheckoutStep::Payment(method)).await
}

/// Goes one step back; nothing entered is lost.
#[utoipa::path(post, path = "/api/checkout/back", tag = "checkout",
    responses((status = 200, body = CheckoutJson), (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn back(State(app): State<App>, visitor: Visitor) -> Result<Json<CheckoutJson>, Problem> {
    step(&app, visitor, CheckoutStep::Back).await
}

async fn step(app: &App, visitor: Visitor, step: CheckoutStep) -> Result<Json<CheckoutJson>, Problem> {
    let view = app.shop.checkout_step(visitor, step).await?;
    Ok(Json(CheckoutJson::new(app, &view)))
}
