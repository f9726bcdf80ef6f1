//! The coupon of a cart: a code goes in and out, and every answer is the whole cart.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::cart::{CartJson, change};
use crate::domain::coupon::AppliedCoupon;
use crate::shop::cart::{CartChange, CartView};
use crate::shop::visitor::Visitor;
use crate::web::error::{Problem, ProblemBody};
use crate::web::extract::Body;
use crate::web::state::App;

/// A code, and what it takes off.
#[derive(Serialize, ToSchema)]
pub struct CouponJson {
    code: String,
    /// Such as `10% off`; missing while it takes nothing off.
    description: Option<String>,
    /// Why it takes nothing off. Buying goes on without it, at the total that is shown.
    problem: Option<String>,
}

impl CouponJson {
    #[must_use]
    pub fn of_cart(cart: &CartView) -> Option<Self> {
        let coupon = cart.coupon.as_ref()?;
        let applied = cart.terms.coupon.as_ref();
        Some(Self {
            code: coupon.code.to_string(),
            description: applied.map(|applied| applied.worth.to_string()),
            problem: coupon.trouble.as_ref().map(ToString::to_string),
        })
    }
}

impl From<&AppliedCoupon> for CouponJson {
    fn from(applied: &AppliedCoupon) -> Self {
        Self { code: applied.code.to_string(), description: Some(applied.worth.to_string()), problem: None }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterCode {
    #[schema(example = "WELCOME10")]
    code: String,
}

/// Enters a code; another one that was there is replaced.
#[utoipa::path(post, path = "/api/cart/coupon", tag = "cart", request_body = EnterCode,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = CartJson), (status = 409, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn enter(State(app): State<App>, visitor: Visitor, headers: HeaderMap, body: Body<EnterCode>) -> Result<Response, Problem> {
    change(&app, visitor, &headers, StatusCode::OK, CartChange::Coupon { code: Some(body.value.code) }).await
}

/// Takes the code out.
#[utoipa::path(delete, path = "/api/cart/coupon", tag = "cart", params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = CartJson), (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Result<Response, Problem> {
    change(&app, visitor, &headers, StatusCode::OK, CartChange::Coupon { code: None }).await
}
