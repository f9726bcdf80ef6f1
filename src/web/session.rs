//! The visitor behind a request: the session cookie and the network it comes from.
//!
//! Under https the cookie is `__Host-…; Secure`. Plain HTTP is for loopback, where browsers and tools
//! would not send that one back.

use std::net::{IpAddr, SocketAddr};

use axum::RequestPartsExt;
use axum::extract::{ConnectInfo, FromRef, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;

use super::error::Problem;
use super::state::App;
use crate::base::secret::sign;
use crate::config::Settings;
use crate::shop::visitor::{Cookie, Visitor};

/// A browser forgets its cart after 90 days.
const COOKIE_SECONDS: u32 = 90 * 24 * 60 * 60;

/// Whether cookies are for TLS only.
#[must_use]
pub fn secure(settings: &Settings) -> bool {
    settings.url.starts_with("https://")
}

fn name(settings: &Settings) -> &'static str {
    if secure(settings) { "__Host-shop_session" } else { "shop_session" }
}

/// The `Set-Cookie` header for a new session.
#[must_use]
pub fn set_cookie(settings: &Settings, cookie: &Cookie) -> String {
    let secure = if secure(settings) { "; Secure" } else { "" };
    format!("{}={}; Path=/; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=Lax{secure}", name(settings), cookie.reveal())
}

/// The `Set-Cookie` header that makes a browser forget its session.
#[must_use]
pub fn forget_cookie(settings: &Settings) -> String {
    let secure = if secure(settings) { "; Secure" } else { "" };
    format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}", name(settings))
}

/// Marks a request whose session is over: whoever asks is a stranger.
#[derive(Clone, Copy)]
struct Over;

/// Notes that a browser is there, before anybody asks who it is.
pub async fn follow(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if parts.headers.contains_key(header::COOKIE)
        && let Ok(visitor) = parts.extract_with_state::<Visitor, App>(&app).await
    {
        match app.shop.visit(&visitor).await {
            Ok(true) => {}
            Ok(false) => drop(parts.extensions.insert(Over)),
            // The handler meets the same fault and tells of it.
            Err(error) => tracing::debug!(%error, "a session couldn't be looked at"),
        }
    }
    next.run(Request::from_parts(parts, body)).await
}

/// The address a request comes from: the peer's, or what a trusted proxy says of it.
#[must_use]
pub fn client_address(settings: &Settings, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let trusted = |address: IpAddr| settings.trusted_proxies.iter().any(|network| network.contains(&address));
    if !trusted(peer) {
        return peer;
    }
    let said = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let chain: Vec<IpAddr> = said.filter_map(|part| part.trim().parse().ok()).collect();
    chain.into_iter().rev().find(|address| !trusted(*address)).unwrap_or(peer)
}

/// A number for the network of an address: the whole of IPv4, the first half of IPv6.
#[must_use]
pub fn client_number(app: &App, address: IpAddr) -> u64 {
    let salt = app.salt.digest();
    match address.to_canonical() {
        IpAddr::V4(address) => sign(&salt.0, &address.octets()).short(),
        IpAddr::V6(address) => sign(&salt.0, &address.octets()[..8]).short(),
    }
}

impl<S> FromRequestParts<S> for Visitor
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let settings = &app.shop.settings;
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([127, 0, 0, 1]), |info| info.0.ip());
        let jar = CookieJar::from_headers(&parts.headers);
        let over = parts.extensions.get::<Over>().is_some();
        let cookie = jar.get(name(settings)).filter(|_| !over).and_then(|cookie| Cookie::parse(cookie.value()));
        Ok(Self { cookie, client: client_number(&app, client_address(settings, peer, &parts.headers)) })
    }
}

#[cfg(test)]
mod tests {
    use super::client_address;
    use crate::config::Settings;
    use axum::http::{HeaderMap, HeaderValue};
    use std::net::IpAddr;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_its_own_word() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("1.2.3.4, 198.51.100.7, 10.0.0.9"));
        let mut settings = Settings::default();
        let peer = address("10.0.0.5");
        assert_eq!(client_address(&settings, peer, &headers), peer, "nobody is trusted by default");
        settings.trusted_proxies = vec!["10.0.0.0/8".parse().expect("a range")];
        assert_eq!(client_address(&settings, peer, &headers), address("198.51.100.7"), "the leftmost can be made up by anybody");
        assert_eq!(client_address(&settings, address("203.0.113.1"), &headers), address("203.0.113.1"));
    }
}
