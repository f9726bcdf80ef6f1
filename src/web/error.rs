//! From a refusal to an answer: the one place that gives each its status, its code and its facts.
//!
//! The API answers with RFC 9457 problems; pages show the same facts as a sentence with a way on.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::domain::money::Money;
use crate::domain::quote::LineChange;
use crate::domain::refusal::{Error, FieldError, Refusal};

/// A refusal or a fault, as HTTP tells it.
#[derive(Clone, Debug)]
pub struct Problem {
    pub status: StatusCode,
    pub code: &'static str,
    pub detail: String,
    pub facts: Map<String, Value>,
    pub retry_after_s: Option<u32>,
    /// The same in the language of the shop, for its pages.
    pub told: Option<Box<Told>>,
}

/// What pages say.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub detail: String,
    pub errors: Vec<FieldError>,
}

/// How a problem stands in the API's document.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(example = json!({"type": "urn:shop:problem:insufficient-inventory", "title": "Conflict", "status": 409, "detail": "Only 3 available.", "code": "INSUFFICIENT_INVENTORY", "sku": "MUG-1", "available": 3}))]
pub struct ProblemBody {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    /// A sentence for people.
    detail: String,
    /// A name for programs, such as `INSUFFICIENT_INVENTORY`.
    code: String,
    /// Further facts, by code: `available`, `errors`, `state`, `decline_code` …
    #[serde(flatten)]
    #[schema(value_type = Object)]
    facts: Map<String, Value>,
}

impl Problem {
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), facts: Map::new(), retry_after_s: None, told: None }
    }

    #[must_use]
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "MALFORMED_REQUEST", detail)
    }

    /// What a page says instead of the detail.
    #[must_use]
    pub fn said(mut self, detail: String) -> Self {
        self.told = Some(Box::new(Told { detail, errors: Vec::new() }));
        self
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    fn of_refusal(refusal: &Refusal) -> Self {
        let (status, code) = status_and_code(refusal);
        let errors = if let Refusal::Invalid { errors } = refusal { errors.clone() } else { Vec::new() };
        let told = Some(Box::new(Told { detail: refusal.said(), errors }));
        let problem = Self { told, ..Self::new(status, code, refusal.to_string()) };
        match refusal {
            Refusal::InsufficientInventory { sku, available } | Refusal::ReservationExpired { sku, available } => {
                problem.with("sku", sku.as_str()).with("available", *available)
            }
            Refusal::NotForSale { sku } => problem.with("sku", sku.as_str()).with("available", 0),
            Refusal::PriceChanged(difference) | Refusal::CartChanged(difference) => problem
                .with("was", money(difference.was))
                .with("now", money(difference.now.totals.total))
                .with("changes", difference.changes.iter().map(change).collect::<Vec<_>>()),
            Refusal::WrongStep { state } => problem.with("state", *state),
            Refusal::CartEmpty => problem.with("state", "cart"),
            Refusal::TooManyLines { .. } | Refusal::TooManySaved { .. } => problem.with("errors", field("/sku", &refusal.to_string())),
            Refusal::TooMany { .. } => problem.with("errors", field("/quantity", &refusal.to_string())),
            Refusal::PaymentFailed { decline_code, retryable } => problem.with("decline_code", decline_code.as_str()).with("retryable", *retryable),
            Refusal::Invalid { errors } => {
                let errors: Vec<Value> = errors.iter().map(|error| json!({"pointer": error.pointer, "detail": error.detail})).collect();
                problem.with("errors", errors)
            }
            Refusal::Overloaded | Refusal::RequestInProgress => problem.retry_after(1),
            Refusal::Hoarding { .. } => problem.retry_after(60),
            Refusal::SignInTooOften { wait_s } => problem.retry_after(*wait_s),
            Refusal::PaymentsUnavailable { retry_after_ms } => {
                problem.retry_after(u32::try_from(retry_after_ms.div_euclid(1_000)).unwrap_or(60).saturating_add(1))
            }
            Refusal::WrongStatus { status } => problem.with("state", *status),
            Refusal::NotFound | Refusal::IdempotencyKeyReused | Refusal::IdempotencyKeyMissing | Refusal::SignInRequired | Refusal::SignInFailed => {
                problem
            }
        }
    }
}

fn money(money: Money) -> Value {
    json!({"amount": money.minor, "currency": money.currency.code()})
}

/// A line that isn't what it was: its unit price and its quantity, then and now.
fn change(change: &LineChange) -> Value {
    json!({"sku": change.sku, "title": change.title, "was": change.was.map(money), "now": change.now.map(money),
        "quantity_was": change.quantity_was, "quantity_now": change.quantity_now})
}

fn field(pointer: &str, detail: &str) -> Value {
    json!([{"pointer": pointer, "detail": detail}])
}

fn status_and_code(refusal: &Refusal) -> (StatusCode, &'static str) {
    match refusal {
        Refusal::NotFound => (StatusCode::NOT_FOUND, "NOT_FOUND"),
        Refusal::InsufficientInventory { .. } | Refusal::NotForSale { .. } => (StatusCode::CONFLICT, "INSUFFICIENT_INVENTORY"),
        Refusal::ReservationExpired { .. } => (StatusCode::CONFLICT, "RESERVATION_EXPIRED"),
        Refusal::PriceChanged(_) => (StatusCode::CONFLICT, "PRICE_CHANGED"),
        Refusal::CartChanged(_) => (StatusCode::CONFLICT, "CART_CHANGED"),
        Refusal::CartEmpty | Refusal::WrongStep { .. } => (StatusCode::CONFLICT, "WRONG_STEP"),
        Refusal::RequestInProgress => (StatusCode::CONFLICT, "REQUEST_IN_PROGRESS"),
        Refusal::PaymentFailed { .. } => (StatusCode::PAYMENT_REQUIRED, "PAYMENT_FAILED"),
        Refusal::TooManyLines { .. } | Refusal::TooManySaved { .. } | Refusal::TooMany { .. } | Refusal::Invalid { .. } => {
            (StatusCode::UNPROCESSABLE_ENTITY, "INVALID")
        }
        Refusal::IdempotencyKeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "IDEMPOTENCY_KEY_REUSED"),
        Refusal::IdempotencyKeyMissing => (StatusCode::BAD_REQUEST, "IDEMPOTENCY_KEY_MISSING"),
        Refusal::Hoarding { .. } | Refusal::SignInTooOften { .. } => (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"),
        Refusal::SignInRequired | Refusal::SignInFailed => (StatusCode::UNAUTHORIZED, "SIGN_IN_REQUIRED"),
        Refusal::Overloaded => (StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED"),
        Refusal::PaymentsUnavailable { .. } => (StatusCode::SERVICE_UNAVAILABLE, "PAYMENTS_UNAVAILABLE"),
        Refusal::WrongStatus { .. } => (StatusCode::CONFLICT, "WRONG_STEP"),
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        metrics::counter!("shop_refusals_total", "code" => status_and_code(&refusal).1).increment(1);
        Self::of_refusal(&refusal)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refusal(refusal) => refusal.into(),
            Error::Fault(fault) => fault.into(),
        }
    }
}

/// The edge where a fault is logged, once; the client learns nothing of it.
impl From<anyhow::Error> for Problem {
    fn from(fault: anyhow::Error) -> Self {
        tracing::error!(error = format!("{fault:#}"), "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "Something went wrong on our side. Nothing was lost; please try again.")
    }
}

impl IntoResponse for Problem {
    /// The problem rides along, so that [`super::answer`] can show it as a page instead.
    fn into_response(self) -> Response {
        let problem = Arc::new(self.clone());
        let body = ProblemBody {
            kind: format!("urn:shop:problem:{}", self.code.to_lowercase().replace('_', "-")),
            title: self.status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code.to_owned(),
            facts: self.facts,
        };
        let mut response = (self.status, axum::Json(body)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(problem);
        response
    }
}
