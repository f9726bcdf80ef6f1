//! `/feeds/google.xml`: all that is sold, for Google Merchant Center and whoever reads the same.
//!
//! - **Memory doesn't grow with the catalogue**: a page of products is read when the one before is on its way.
//! - Only the whole document is well-formed: what breaks off is refused by its reader, who comes again.

use std::time::Duration;

use anyhow::{Context, Result};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;

use super::sitemap::origin;
use crate::base::secret::sign;
use crate::domain::limits::{FEED_PAGE, FEED_TIME_MAX_MS};
use crate::domain::product::ProductId;
use crate::domain::refusal::Refusal;
use crate::web::error::Problem;
use crate::web::pages::merchant::{END, Seller, begin, items};
use crate::web::state::App;

/// Pages on their way to a reader who is slower than the books.
const PAGES_WAITING: usize = 2;

pub async fn google(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    if !app.shop.settings.google_feed {
        return Err(Refusal::NotFound.into());
    }
    let origin = origin(&app, &headers)?;
    // Whatever is told of products stands in the event log; the settings change with the process, and so does the salt.
    let state = format!("{} {origin}", *app.shop.books.newest().borrow());
    let tag = HeaderValue::from_str(&format!("W/\"{:016x}\"", sign(&app.salt.digest().0, state.as_bytes()).short())).context("making a tag")?;
    let kept = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"))];
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let Ok(turn) = app.readers.clone().try_acquire_owned() else { return Err(Refusal::Overloaded.into()) };
    let (pages, receiver) = mpsc::channel(PAGES_WAITING);
    tokio::spawn(send(app, origin, pages, turn));
    let kind = [(header::CONTENT_TYPE, "application/rss+xml; charset=utf-8")];
    Ok((kept, kind, Body::from_stream(ReceiverStream::new(receiver))).into_response())
}

type Pages = mpsc::Sender<Result<Bytes>>;

/// Sends page after page until the end, until nobody listens, or until it took too long.
async fn send(app: App, origin: String, pages: Pages, _turn: OwnedSemaphorePermit) {
    let all = async {
        let mut from = Some(ProductId(0));
        while let Some(id) = from {
            let (app, origin) = (app.clone(), origin.clone());
            let read = tokio::task::spawn_blocking(move || page(&app, &origin, id)).await;
            let page = match read.context("a page of the feed").and_then(|page| page) {
                Ok((text, next)) => {
                    from = next;
                    Ok(Bytes::from(text))
                }
                Err(error) => {
                    tracing::error!(error = format!("{error:#}"), "a product feed breaks off");
                    from = None;
                    Err(error)
                }
            };
            if pages.send(page).await.is_err() {
                return;
            }
        }
    };
    if tokio::time::timeout(Duration::from_millis(FEED_TIME_MAX_MS), all).await.is_err() {
        tracing::debug!("a reader of the product feed was too slow");
    }
}

fn page(app: &App, origin: &str, from: ProductId) -> Result<(String, Option<ProductId>)> {
    let settings = &app.shop.settings;
    let country = &settings.prices.home;
    let seller = Seller { name: &settings.name, origin, shipping: settings.prices.shipping.method_to(country, None), country };
    let (views, next) = app.shop.catalogue_page(from, FEED_PAGE)?;
    let mut out = if from.0 == 0 { begin(&seller) } else { String::new() };
    views.iter().for_each(|view| items(&mut out, &seller, view));
    if next.is_none() {
        out.push_str(END);
    }
    Ok((out, next))
}
