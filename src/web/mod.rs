//! Floor 7: HTTP in and out. Handlers parse, call the shop, and show what it says; they decide nothing.

pub mod state;
pub mod error;
pub mod session;
pub mod viewed;
pub mod extract;
pub mod query;
pub mod xml;
pub mod search_log;

pub mod guard;
pub mod headers;
pub mod validators;
pub mod trace;
pub mod patient;
pub mod listen;
pub mod assets;
pub mod health;
pub mod webhooks;

#[macro_use]
pub mod ui;
pub mod art;
pub mod pages;
pub mod site;

pub mod api;
pub mod answer;
pub mod control;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use self::assets::Assets;
use self::error::Problem;
use self::guard::{BODY_BYTES_MAX, REQUEST_TIME_MAX, RateLimits};
use self::state::App;
use crate::base::messages::speaking;
use crate::base::secret::Token;
use crate::domain::limits::FEEDS_AT_ONCE_MAX;
use crate::domain::refusal::Refusal;
use crate::shop::Shop;

/// Everything handlers share. Made once in a process.
#[must_use]
pub fn app(shop: Arc<Shop>) -> App {
    let salt: Token = shop.books.token();
    let assets = Arc::new(Assets::load());
    let policy = headers::policy(assets.import_map());
    let readers = Arc::new(Semaphore::new(FEEDS_AT_ONCE_MAX));
    App { shop, assets, policy, limits: Arc::new(RateLimits::default()), metrics: recorder(), salt: Arc::new(salt), readers }
}

/// The recorder of this process; tests open several shops in one.
fn recorder() -> PrometheusHandle {
    static RECORDER: std::sync::OnceLock<PrometheusHandle> = std::sync::OnceLock::new();
    let install = || {
        let builder = PrometheusBuilder::new().set_buckets(&[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0]);
        let builder = builder.expect("the buckets are not empty");
        builder.install_recorder().expect("only this function installs a recorder")
    };
    RECORDER.get_or_init(install).clone()
}

/// All routes behind all guards.
pub fn router(app: App) -> Router {
    let routes = api::openapi::router().merge(site::router()).merge(webhooks::router()).route("/assets/{name}", get(assets::asset)).fallback(nothing);
    routes
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(app.clone(), guard::limit_rate))
        .layer(from_fn(guard::limit_size))
        .layer(CsrfLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIME_MAX))
        .layer(from_fn_with_state(app.clone(), validators::add))
        .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), answer::speak))
        .layer(from_fn_with_state(app.clone(), session::follow))
        .layer(from_fn_with_state(app.clone(), speak))
        .layer(from_fn_with_state(app.clone(), headers::add))
        .layer(from_fn_with_state(app.clone(), trace::follow))
        .with_state(app)
}

/// What is said while a request is answered is said in the language of the shop.
async fn speak(State(app): State<App>, request: Request, next: Next) -> Response {
    speaking(app.shop.settings.catalogue, next.run(request)).await
}

async fn nothing() -> Problem {
    Refusal::NotFound.into()
}
