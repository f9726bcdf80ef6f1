//! Each request gets a number, a line in the log and its time in the figures.
//!
//! The number stands in the answer's `x-request-id` and on error pages, so that a shopper can name it.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::state::App;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The number of the request being answered.
#[derive(Clone)]
pub struct RequestNumber(pub String);

pub async fn follow(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let number = format!("{:016x}", app.shop.books.chance());
    let method = request.method().clone();
    // The route, not the path: a path may hold an order's number, and there would be a figure for each.
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestNumber(number.clone()));
    let span = tracing::info_span!("request", number, %method, route);
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    span.in_scope(|| tracing::debug!(status = response.status().as_u16(), ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "answered"));
    let labels = [("route", route), ("status", response.status().as_str().to_owned())];
    metrics::histogram!("shop_http_seconds", &labels).record(took.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&number) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
