//! Validators of public pages: one that hasn't changed isn't sent again, and what is the same for everybody may be kept on its way.
//!
//! A visitor with a cookie gets a page of their own (the count of the cart, a name), which only their browser keeps and asks about
//! each time. For all others it is the same page: a cache on the way may show it for a moment while it fetches the next one.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use super::state::App;
use crate::base::secret::digest;

/// What a handler says of a page that anybody may see; here it is made precise.
pub const PUBLIC: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Scripts correct the stock of a page at once, whatever its age.
const FOR_ALL: HeaderValue = HeaderValue::from_static("public, max-age=0, stale-while-revalidate=30");

/// Tells browsers which pages to fetch before they are asked for.
const AHEAD: HeaderName = HeaderName::from_static("speculation-rules");

pub async fn add(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let stranger = !request.headers().contains_key(header::COOKIE);
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if !reads || response.status() != StatusCode::OK || response.headers().get(header::CACHE_CONTROL) != Some(&PUBLIC) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // The body is a page in memory; it can't fail.
    let page = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let tag = HeaderValue::from_str(&format!("W/\"{:016x}\"", digest(&page).short())).unwrap_or(HeaderValue::from_static("W/\"\""));
    let same = known.is_some_and(|known| names(&known, &tag));
    mark(&app, &mut parts.headers, tag, stranger);
    if same {
        for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH] {
            parts.headers.remove(name);
        }
        return (StatusCode::NOT_MODIFIED, parts.headers).into_response();
    }
    Response::from_parts(parts, Body::from(page))
}

fn mark(app: &App, headers: &mut HeaderMap, tag: HeaderValue, stranger: bool) {
    headers.insert(header::ETAG, tag);
    headers.append(header::VARY, HeaderValue::from_static("cookie"));
    if stranger && !headers.contains_key(header::SET_COOKIE) {
        headers.insert(header::CACHE_CONTROL, FOR_ALL);
    }
    if let Ok(rules) = HeaderValue::from_str(&format!("\"{}\"", app.assets.address("speculation.json"))) {
        headers.insert(AHEAD, rules);
    }
}

/// Whether a list of tags has this one.
fn names(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else { return false };
    known.split(',').any(|one| one.trim() == tag || one.trim() == "*")
}
