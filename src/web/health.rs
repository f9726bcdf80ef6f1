//! Whether the shop lives, whether it can sell, and its figures for a monitor.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::state::App;

#[derive(Serialize, utoipa::ToSchema)]
pub struct Health {
    /// `ok`, or what is wrong.
    status: &'static str,
    /// Events that the search index has still to take in.
    search_lag: u64,
    /// Changes that wait for the writer.
    waiting: usize,
}

/// The process answers.
#[utoipa::path(get, path = "/healthz", tag = "operations", responses((status = 200, body = String)))]
pub async fn healthz() -> &'static str {
    "ok"
}

/// The shop can take orders.
#[utoipa::path(get, path = "/readyz", tag = "operations", responses((status = 200, body = Health), (status = 503, body = Health)))]
pub async fn readyz(State(app): State<App>) -> Response {
    let books = &app.shop.books;
    let lives = books.alive() && books.snapshot().is_ok();
    let newest = *books.newest().borrow();
    let health = Health {
        status: if lives { "ok" } else { "the books can't be used; restart the shop" },
        search_lag: newest.saturating_sub(app.shop.search.position()),
        waiting: books.waiting(),
    };
    let status = if lives { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(health)).into_response()
}

/// Figures in Prometheus' text format.
#[utoipa::path(get, path = "/metrics", tag = "operations", responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn metrics(State(app): State<App>) -> Response {
    let books = &app.shop.books;
    let count = |number: u64| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    metrics::gauge!("shop_writer_waiting").set(count(u64::try_from(books.waiting()).unwrap_or(u64::MAX)));
    metrics::gauge!("shop_search_lag_events").set(count(books.newest().borrow().saturating_sub(app.shop.search.position())));
    metrics::gauge!("shop_live_listeners").set(count(u64::try_from(app.shop.live.listeners()).unwrap_or(u64::MAX)));
    if let Ok((waiting, given_up)) = app.shop.letter_counts() {
        metrics::gauge!("shop_mail_waiting").set(count(waiting));
        metrics::gauge!("shop_mail_given_up").set(count(given_up));
    }
    if let Ok(open) = app.shop.open_returns() {
        metrics::gauge!("shop_open_returns").set(count(open));
    }
    metrics::gauge!("shop_books_megabytes").set(count(books.size_bytes() >> 20));
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.render()).into_response()
}
