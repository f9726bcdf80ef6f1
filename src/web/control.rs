//! The private door of a running shop: loopback only, with a token that stands in the data directory.
//!
//! It lets the commands of this machine work on the open shop. Answers are lines of JSON, the last one is the result.

use std::sync::Arc;

use anyhow::Result;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::api::personal::at_desk;
use super::query::saved;
use crate::base::secret::{Digest, Token, digest};
use crate::domain::order::Actor;
use crate::domain::refusal::Error;
use crate::shop::Shop;
use crate::shop::collection::CollectionWork;
use crate::shop::content::ContentWork;
use crate::shop::coupon::CouponWork;
use crate::shop::customer_desk::CustomerWork;
use crate::shop::desk::Task;
use crate::shop::export::ExportRequest;
use crate::shop::import::ImportRequest;
use crate::shop::product_desk::ProductWork;
use crate::shop::recommend::ExplainWork;
use crate::shop::return_desk::ReturnWork;
use crate::shop::review_desk::ReviewWork;
use crate::shop::search_report::SearchesAsked;
use crate::shop::synonym::SynonymWork;

/// How to get in.
#[derive(Serialize, Deserialize)]
pub struct Door {
    pub address: String,
    pub token: String,
}

/// One line of an answer.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    Told(Value),
    Done(Value),
    Failed(String),
}

/// Lines that may wait for a slow listener.
const LINES_WAITING: usize = 256;

pub fn router(shop: Arc<Shop>, token: &Token) -> Router {
    let key = digest(token.reveal().as_bytes());
    Router::new()
        .route("/import", post(import))
        .route("/export", post(export))
        .route("/order", post(order))
        .route("/return", post(returns))
        .route("/check", post(check))
        .route("/reindex", post(reindex))
        .route("/product", post(product))
        .route("/coupon", post(coupon))
        .route("/recommend", post(recommend))
        .route("/review", post(review))
        .route("/customer", post(customer))
        .route("/collection", post(collection))
        .route("/page", post(content))
        .route("/synonym", post(synonym))
        .route("/searches", post(searches))
        .layer(from_fn_with_state(key, admit))
        .with_state(shop)
}

async fn admit(State(key): State<Digest>, request: Request, next: Next) -> Response {
    let shown = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or("");
    if digest(shown.as_bytes()) == key { next.run(request).await } else { StatusCode::FORBIDDEN.into_response() }
}

async fn import(State(shop): State<Arc<Shop>>, Json(request): Json<ImportRequest>) -> Response {
    work(move |tell| {
        let counts = shop.import(&request, &mut |told| tell(serde_json::to_value(told)?))?;
        Ok(serde_json::to_value(counts)?)
    })
}

async fn export(State(shop): State<Arc<Shop>>, Json(request): Json<ExportRequest>) -> Response {
    work(move |_| Ok(serde_json::to_value(shop.export(&request, &mut |_, _| Ok(()))?)?))
}

async fn order(State(shop): State<Arc<Shop>>, Json(task): Json<Task>) -> Response {
    let done = shop.at_desk(task, Actor::Shop).await;
    work(move |_| Ok(Value::Array(done.map_err(Error::spoken)?)))
}

async fn returns(State(shop): State<Arc<Shop>>, Json(request): Json<ReturnWork>) -> Response {
    let done = shop.returns_desk(request, Actor::Shop).await;
    work(move |_| Ok(serde_json::to_value(done.map_err(Error::spoken)?)?))
}

async fn check(State(shop): State<Arc<Shop>>) -> Response {
    work(move |_| {
        shop.search.follow(&shop.books, |_| ())?;
        shop.recommend.follow(&shop.books)?;
        Ok(serde_json::to_value(shop.check()?)?)
    })
}

async fn reindex(State(shop): State<Arc<Shop>>) -> Response {
    work(move |_| {
        shop.search.rebuild(&shop.books)?;
        Ok(serde_json::to_value(shop.search.figures()?.documents)?)
    })
}

async fn product(State(shop): State<Arc<Shop>>, Json(request): Json<ProductWork>) -> Response {
    work(move |_| Ok(serde_json::to_value(shop.products_desk(&request)?)?))
}

async fn coupon(State(shop): State<Arc<Shop>>, Json(request): Json<CouponWork>) -> Response {
    work(move |_| Ok(serde_json::to_value(shop.coupons(&request)?)?))
}

async fn collection(State(shop): State<Arc<Shop>>, Json(request): Json<CollectionWork>) -> Response {
    work(move |_| Ok(serde_json::to_value(shop.collections(&request, saved)?)?))
}

async fn content(State(shop): State<Arc<Shop>>, Json(request): Json<ContentWork>) -> Response {
    work(move |_| Ok(serde_json::to_value(shop.contents(request)?)?))
}

async fn synonym(State(shop): State<Arc<Shop>>, Json(request): Json<SynonymWork>) -> Response {
    work(move |_| Ok(serde_json::to_value(shop.synonyms(&request)?)?))
}

async fn recommend(State(shop): State<Arc<Shop>>, Json(request): Json<ExplainWork>) -> Response {
    work(move |_| {
        shop.recommend.follow(&shop.books)?;
        Ok(serde_json::to_value(shop.recommend_explain(&request)?)?)
    })
}

async fn review(State(shop): State<Arc<Shop>>, Json(request): Json<ReviewWork>) -> Response {
    work(move |_| Ok(serde_json::to_value(shop.reviews_desk(&request)?)?))
}

async fn customer(State(shop): State<Arc<Shop>>, Json(request): Json<CustomerWork>) -> Response {
    work(move |_| at_desk(&shop, &request))
}

async fn searches(State(shop): State<Arc<Shop>>, Json(asked): Json<SearchesAsked>) -> Response {
    work(move |_| Ok(serde_json::to_value(shop.searches(asked)?)?))
}

/// Runs work on a thread of its own and sends what it tells, line by line. It stops when nobody listens any more.
fn work(run: impl FnOnce(&mut dyn FnMut(Value) -> Result<()>) -> Result<Value> + Send + 'static) -> Response {
    let (lines, receiver) = mpsc::channel::<Result<Bytes, std::convert::Infallible>>(LINES_WAITING);
    tokio::task::spawn_blocking(move || {
        let send = |line: &Line| -> Result<()> {
            let mut bytes = serde_json::to_vec(line)?;
            bytes.push(b'\n');
            Ok(lines.blocking_send(Ok(Bytes::from(bytes)))?)
        };
        let last = match run(&mut |told| send(&Line::Told(told))) {
            Ok(value) => Line::Done(value),
            Err(error) => Line::Failed(format!("{error:#}")),
        };
        if let Err(error) = send(&last) {
            tracing::debug!(%error, "nobody waited for the result of a command");
        }
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(ReceiverStream::new(receiver))).into_response()
}
