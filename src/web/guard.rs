//! The guards before every handler: foreign origins, too many requests, too large, too slow.
//!
//! Each guard stands here once. A new route passes through all of them without being asked.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::RequestPartsExt;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock, QuantaInstant};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};
use tokio::sync::watch;

use super::error::Problem;
use super::session::{client_address, client_number};
use super::state::App;
use crate::config::Settings;
use crate::shop::visitor::Visitor;

/// How long a request may take, and how large a body may be.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// Routes that cost alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Page,
    Search,
    Suggest,
    Cart,
    Checkout,
    /// A provider's own machines, which send many at once when they catch up.
    Webhook,
    Login,
    Register,
    Reset,
    /// Writing a review; each account counts as well.
    Review,
    /// Assets and probes: cheap, and asked for in bursts.
    Free,
}

/// Requests a second and the burst on top, for each network.
pub struct RateLimits {
    page: DefaultKeyedRateLimiter<u64>,
    search: DefaultKeyedRateLimiter<u64>,
    suggest: DefaultKeyedRateLimiter<u64>,
    cart: DefaultKeyedRateLimiter<u64>,
    checkout: DefaultKeyedRateLimiter<u64>,
    webhook: DefaultKeyedRateLimiter<u64>,
    login: DefaultKeyedRateLimiter<u64>,
    register: DefaultKeyedRateLimiter<u64>,
    reset: DefaultKeyedRateLimiter<u64>,
    review: DefaultKeyedRateLimiter<u64>,
    reviewer: DefaultKeyedRateLimiter<u64>,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            page: limiter(30, 120),
            search: limiter(10, 40),
            suggest: limiter(20, 60),
            cart: limiter(5, 30),
            checkout: limiter(2, 20),
            webhook: limiter(100, 500),
            login: RateLimiter::keyed(Quota::per_minute(at_least_one(10))),
            register: RateLimiter::keyed(Quota::per_hour(at_least_one(5))),
            reset: RateLimiter::keyed(Quota::per_hour(at_least_one(3))),
            review: RateLimiter::keyed(Quota::per_hour(at_least_one(30))),
            reviewer: RateLimiter::keyed(Quota::per_hour(at_least_one(15))),
        }
    }
}

fn limiter(per_second: u32, burst: u32) -> DefaultKeyedRateLimiter<u64> {
    RateLimiter::keyed(Quota::per_second(at_least_one(per_second)).allow_burst(at_least_one(burst)))
}

fn at_least_one(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
}

impl RateLimits {
    fn of(&self, class: Class) -> Option<&DefaultKeyedRateLimiter<u64>> {
        match class {
            Class::Page => Some(&self.page),
            Class::Search => Some(&self.search),
            Class::Suggest => Some(&self.suggest),
            Class::Cart => Some(&self.cart),
            Class::Checkout => Some(&self.checkout),
            Class::Webhook => Some(&self.webhook),
            Class::Login => Some(&self.login),
            Class::Register => Some(&self.register),
            Class::Reset => Some(&self.reset),
            Class::Review => Some(&self.review),
            Class::Free => None,
        }
    }

    fn all(&self) -> [&DefaultKeyedRateLimiter<u64>; 11] {
        let Self { page, search, suggest, cart, checkout, webhook, login, register, reset, review, reviewer } = self;
        [page, search, suggest, cart, checkout, webhook, login, register, reset, review, reviewer]
    }

    /// Forgets networks that have been quiet long enough to have their whole burst again.
    fn forget_quiet(&self) {
        for limiter in self.all() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// Keeps the memory of rates bounded by the networks of the last minute or two.
pub async fn forget_quiet_networks(limits: Arc<RateLimits>, mut stop: watch::Receiver<bool>) {
    const PERIOD: Duration = Duration::from_secs(60);
    // Whoever could say stop being gone means the same.
    while tokio::time::timeout(PERIOD, stop.wait_for(|stop| *stop)).await.is_err() {
        limits.forget_quiet();
    }
}

fn class_of(method: &Method, path: &str) -> Class {
    let changes = method != Method::GET && method != Method::HEAD;
    match path {
        "/healthz" | "/readyz" | "/metrics" | "/robots.txt" | "/favicon.ico" => Class::Free,
        _ if ["/assets/", "/media/", "/art/"].iter().any(|start| path.starts_with(start)) => Class::Free,
        _ if path.starts_with("/webhooks/") => Class::Webhook,
        "/api/suggest" | "/f/suggest" => Class::Suggest,
        "/search" | "/f/search" | "/api/search" => Class::Search,
        _ if path.starts_with("/collections") || path.starts_with("/f/collections") => Class::Search,
        _ if changes && ["/cart", "/api/cart", "/f/cart"].iter().any(|start| path.starts_with(start)) => Class::Cart,
        _ if changes && path.trim_start_matches("/api").starts_with("/products/") && path.ends_with("/reviews") => Class::Review,
        _ if changes && path.contains("/account/") => account_class(path),
        // All that is known about somebody is a lot to read.
        "/account/data/file" | "/api/account/data" => Class::Checkout,
        _ if changes => Class::Checkout,
        _ => Class::Page,
    }
}

/// What takes a password counts as signing in; what sends a letter or opens an account is rarer still.
fn account_class(path: &str) -> Class {
    match path.trim_start_matches("/api") {
        "/account/login" | "/account/password" | "/account/reset/confirm" | "/account/erase" => Class::Login,
        "/account/register" => Class::Register,
        "/account/reset" => Class::Reset,
        _ => Class::Checkout,
    }
}

const URI_BYTES_MAX: usize = 8 * 1024;
const HEADER_BYTES_MAX: usize = 32 * 1024;

/// Refuses an address or a header of a size that no shopper sends.
pub async fn limit_size(request: Request, next: Next) -> Response {
    let uri = request.uri().path_and_query().map_or(0, |parts| parts.as_str().len());
    let header: usize = request.headers().iter().map(|(name, value)| name.as_str().len().saturating_add(value.len())).sum();
    if uri > URI_BYTES_MAX {
        return Problem::new(StatusCode::URI_TOO_LONG, "TOO_LARGE", "This address is longer than 8 KiB.").into_response();
    }
    if header > HEADER_BYTES_MAX {
        return Problem::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "TOO_LARGE", "The headers are larger than 32 KiB.").into_response();
    }
    next.run(request).await
}

/// Refuses a network that asks too often, and says when to come back.
pub async fn limit_rate(State(app): State<App>, request: Request, next: Next) -> Response {
    let settings = &app.shop.settings;
    let class = class_of(request.method(), request.uri().path());
    if let Some(limiter) = app.limits.of(class).filter(|_| settings.limits_enabled) {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([127, 0, 0, 1]), |info| info.0.ip());
        let client = client_number(&app, client_address(settings, peer, request.headers()));
        if let Err(early) = limiter.check_key(&client) {
            return too_early(&early);
        }
        if class == Class::Review {
            return limit_reviewer(&app, request, next).await;
        }
    }
    next.run(request).await
}

/// Whoever changes networks is still the same customer.
async fn limit_reviewer(app: &App, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = parts.extract_with_state::<Visitor, App>(app).await;
    match visitor.map(|visitor| app.shop.account(&visitor)) {
        Ok(Ok(Some(customer))) => match app.limits.reviewer.check_key(&customer.id.0) {
            Err(early) => too_early(&early),
            Ok(()) => next.run(Request::from_parts(parts, body)).await,
        },
        // A stranger is refused by the handler, and what can't be read is its to tell.
        _ => next.run(Request::from_parts(parts, body)).await,
    }
}

fn too_early(early: &NotUntil<QuantaInstant>) -> Response {
    let wait = early.wait_time_from(DefaultClock::default().now());
    let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
    let mut problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", format!("Too many requests. Please wait {seconds} s."));
    problem.retry_after_s = Some(seconds);
    problem.into_response()
}

/// Whether a page of another site asks. Reading needs no such guard, but for what a foreign page would be let to read: a WebSocket.
///
/// Browsers say `Sec-Fetch-Site` or `Origin`; whoever says neither is no browser.
#[must_use]
pub fn foreign(settings: &Settings, headers: &HeaderMap) -> bool {
    let said = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let (origin, host) = (said(header::ORIGIN), said(header::HOST));
    match said(HeaderName::from_static("sec-fetch-site")) {
        Some(site) if site != "same-origin" && site != "none" => true,
        _ => origin.is_some_and(|origin| origin != settings.url && origin.split_once("://").map(|(_, authority)| authority) != host),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Class, RateLimits, class_of, forget_quiet_networks, limiter};
    use axum::http::Method;

    #[test]
    fn routes_fall_into_their_class() {
        let cases = [
            (Method::GET, "/", Class::Page),
            (Method::GET, "/collections/kitchen/mugs", Class::Search),
            (Method::GET, "/f/suggest", Class::Suggest),
            (Method::GET, "/f/search", Class::Search),
            (Method::GET, "/f/collections/kitchen", Class::Search),
            (Method::GET, "/api/cart", Class::Page),
            (Method::POST, "/api/cart/items", Class::Cart),
            (Method::POST, "/cart/items", Class::Cart),
            (Method::POST, "/api/orders", Class::Checkout),
            (Method::POST, "/webhooks/stripe", Class::Webhook),
            (Method::GET, "/assets/app.css", Class::Free),
            (Method::POST, "/account/login", Class::Login),
            (Method::POST, "/api/account/login", Class::Login),
            (Method::PUT, "/api/account/password", Class::Login),
            (Method::POST, "/account/reset/confirm", Class::Login),
            (Method::POST, "/account/erase", Class::Login),
            (Method::POST, "/api/account/erase", Class::Login),
            (Method::GET, "/account/data", Class::Page),
            (Method::GET, "/account/data/file", Class::Checkout),
            (Method::GET, "/api/account/data", Class::Checkout),
            (Method::POST, "/api/account/register", Class::Register),
            (Method::POST, "/account/reset", Class::Reset),
            (Method::POST, "/api/account/addresses", Class::Checkout),
            (Method::POST, "/products/mug/reviews", Class::Review),
            (Method::POST, "/api/products/mug/reviews", Class::Review),
            (Method::GET, "/products/mug/reviews", Class::Page),
            (Method::POST, "/products/mug/reviews/helpful", Class::Checkout),
            (Method::GET, "/account/login", Class::Page),
        ];
        for (method, path, class) in cases {
            assert_eq!(class_of(&method, path), class, "{method} {path}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn networks_that_have_been_quiet_are_forgotten() {
        let limits = Arc::new(RateLimits { page: limiter(1_000, 1), ..RateLimits::default() });
        (0..100).for_each(|client| drop(limits.page.check_key(&client)));
        assert_eq!(limits.page.len(), 100);
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let forgetting = tokio::spawn(forget_quiet_networks(Arc::clone(&limits), stopped));
        // The limiter reads the real clock: within a millisecond everybody has their burst again.
        let started = std::time::Instant::now();
        while !limits.page.is_empty() && started.elapsed().as_secs() < 10 {
            tokio::time::advance(std::time::Duration::from_secs(61)).await;
            tokio::task::yield_now().await;
        }
        assert!(limits.page.is_empty(), "{} networks are remembered for ever", limits.page.len());
        stop.send_replace(true);
        forgetting.await.expect("it ends");
    }

    #[test]
    fn a_burst_passes_and_then_no_more() {
        let limiter = limiter(1, 3);
        let passed = (0..10).filter(|_| limiter.check_key(&7).is_ok()).count();
        assert_eq!(passed, 3);
        assert!(limiter.check_key(&8).is_ok(), "another network is not held back");
    }
}
