//! The last word on what went wrong: every error leaves as a problem (`/api`) or as a page with a way on.
//!
//! Handlers return a [`Problem`]; guards and the framework answer bare. Both are put into words here, once.

use std::sync::Arc;

use axum::RequestPartsExt;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::{Problem, Told};
use super::pages::error::{ErrorPage, page};
use super::site::frame::{layout, private};
use super::state::App;
use super::trace::RequestNumber;
use crate::base::messages::t;
use crate::shop::visitor::Visitor;
use crate::web::ui::layout::Layout;

/// Runs the request and shows what went wrong in the way its sender can read.
pub async fn speak(State(app): State<App>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let machine =
        api || ["/assets/", "/media/", "/art/", "/metrics", "/readyz", "/webhooks/"].iter().any(|start| request.uri().path().starts_with(start));
    let (mut parts, body) = request.into_parts();
    let number = parts.extensions.get::<RequestNumber>().map_or(String::new(), |number| number.0.clone());
    let visitor = parts.extract_with_state::<Visitor, App>(&app).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    if response.status().as_u16() < 400 {
        return response;
    }
    let Some(problem) = problem_of(&response) else { return response };
    match visitor {
        Ok(visitor) if !machine => in_page(&app, &visitor, &problem, &number),
        _ if response.extensions().get::<Arc<Problem>>().is_some() => response,
        _ => with_hints(Problem::clone(&problem).into_response(), &response),
    }
}

/// What the framework's answer said beside its status, such as which methods an address takes.
fn with_hints(mut told: Response, bare: &Response) -> Response {
    for (name, value) in bare.headers() {
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH) && !told.headers().contains_key(name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}

/// What a failed answer says; a page or a body that speaks for itself is left alone.
fn problem_of(response: &Response) -> Option<Arc<Problem>> {
    if let Some(problem) = response.extensions().get::<Arc<Problem>>() {
        return Some(Arc::clone(problem));
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let speaks = kind.starts_with("text/html") || kind.starts_with("application/");
    (!speaks).then(|| Arc::new(bare(response.status())))
}

/// Words for an answer that a guard or the framework gave without any.
fn bare(status: StatusCode) -> Problem {
    let (code, detail) = match status {
        StatusCode::FORBIDDEN => ("CROSS_ORIGIN", "This change came from another site. Go back to the shop and try again."),
        StatusCode::NOT_FOUND => ("NOT_FOUND", "There is nothing here by that name."),
        StatusCode::METHOD_NOT_ALLOWED => ("METHOD_NOT_ALLOWED", "This address doesn't take that kind of request."),
        StatusCode::PAYLOAD_TOO_LARGE => ("TOO_LARGE", "What was sent is too large."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("UNSUPPORTED_MEDIA_TYPE", "What was sent isn't of a kind this address takes."),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => {
            ("OVERLOADED", "This took too long. Please try again in a moment.")
        }
        StatusCode::INTERNAL_SERVER_ERROR => ("INTERNAL", "Something went wrong on our side. Nothing was lost; please try again."),
        _ => ("MALFORMED_REQUEST", "This request can't be understood."),
    };
    let mut problem = Problem::new(status, code, detail);
    problem.retry_after_s = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(2);
    problem
}

fn in_page(app: &App, visitor: &Visitor, problem: &Problem, number: &str) -> Response {
    // When the books can't be read, the page stands without its categories and its count.
    let frame = layout(app, visitor, "/").unwrap_or_else(|_| Layout {
        shop: app.shop.settings.name.clone(),
        stylesheet: app.assets.stylesheet(),
        ..Layout::default()
    });
    let told = problem.told.as_deref().cloned().unwrap_or_else(|| Told { detail: bare_said(problem).to_owned(), errors: Vec::new() });
    let wait_s = u64::from(problem.retry_after_s.unwrap_or(2));
    let said = match problem.status.as_u16() {
        404 | 405 => ErrorPage::NotFound,
        403 => ErrorPage::Forbidden,
        409 | 402 => ErrorPage::Conflict { detail: &told.detail },
        429 => ErrorPage::TooMany { wait_s },
        503 => ErrorPage::Busy { wait_s },
        500..=599 => ErrorPage::Fault { request_id: number },
        _ => ErrorPage::Invalid { detail: &told.detail, errors: &told.errors },
    };
    let mut shown = private(problem.status, page(&frame, &said));
    if let Some(seconds) = problem.retry_after_s {
        shown.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    shown
}

/// What a page says where nobody has put it into words.
fn bare_said(problem: &Problem) -> &'static str {
    match problem.status {
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => t("problem-too-large"),
        _ => t("problem-malformed"),
    }
}
