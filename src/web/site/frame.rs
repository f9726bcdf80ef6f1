//! What every page shares, and small helpers to answer with one.

use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

use super::address::encode;
use crate::base::messages::t;
use crate::domain::order::Order;
use crate::domain::payment::ProviderName;
use crate::shop::visitor::{Cookie, Visitor};
use crate::web::error::Problem;
use crate::web::pages::content;
use crate::web::session::set_cookie;
use crate::web::state::App;
use crate::web::ui::layout::{Layout, Scripts, Theme};
use crate::web::ui::link::Link;
use crate::web::validators::PUBLIC;

/// Categories in the header.
const CATEGORIES_MAX: usize = 12;

/// The frame of a page at `path`.
///
/// # Errors
/// When the books can't be read.
pub fn layout(app: &App, visitor: &Visitor, path: &str) -> Result<Layout, Problem> {
    let settings = &app.shop.settings;
    let tops = app.shop.top_categories()?;
    Ok(Layout {
        shop: settings.name.clone(),
        cart_count: app.shop.cart_units(visitor)?,
        account: Some(account_link(app, visitor, path)?),
        categories: tops
            .iter()
            .take(CATEGORIES_MAX)
            .map(|top| Link::new(top.category.name(), &format!("/collections/{}", top.category.path())))
            .collect(),
        foot: foot(app)?,
        practice: app.shop.payments.offers(ProviderName::Practice),
        mail: app.shop.mail.on(),
        stylesheet: app.assets.stylesheet(),
        touch_icon: app.assets.address("maskable-192.png"),
        scripts: scripts(app, if settings.pwa { &["later.js", "cart.js", "live.js", "pwa.js"] } else { &["later.js", "cart.js", "live.js"] }),
        origin: settings.url.clone(),
        path: path.to_owned(),
        query: String::new(),
        theme: Theme::System,
    })
}

/// The merchant's own pages; those that every shop has are linked anyway.
fn foot(app: &App) -> Result<Vec<Link>, Problem> {
    let own = app.shop.foot()?.into_iter().filter(|(handle, _)| !content::HANDLES.contains(&handle.as_str()));
    Ok(own.map(|(handle, title)| Link::new(&title, &format!("/pages/{handle}"))).collect())
}

/// The modules of a page; it may add others.
#[must_use]
pub fn scripts(app: &App, names: &[&str]) -> Scripts {
    let assets = &app.assets;
    let modules = names.iter().map(|name| assets.address(name)).collect();
    Scripts { import_map: assets.import_map().to_owned(), shared: assets.shared().to_vec(), modules }
}

/// To the account, by the first name; else to signing in, and back to this page.
fn account_link(app: &App, visitor: &Visitor, path: &str) -> Result<Link, Problem> {
    Ok(match app.shop.account(visitor)? {
        Some(customer) => Link::new(customer.name.split_whitespace().next().unwrap_or(t("account")), "/account"),
        None if path.starts_with("/account") || path == "/" => Link::new(t("sign-in"), "/account/login"),
        None => Link::new(t("sign-in"), &format!("/account/login?next={}", encode(path))),
    })
}

/// A page that anybody may see.
#[must_use]
pub fn shown(page: Markup) -> Response {
    ([(header::CACHE_CONTROL, PUBLIC)], page).into_response()
}

/// A page about one shopper: kept nowhere, and its address is told to nobody.
#[must_use]
pub fn private(status: StatusCode, page: Markup) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store"), (header::REFERRER_POLICY, "no-referrer")], page).into_response()
}

/// Where a page is from now on, with what was asked of it. Another may take the old address later, so nobody keeps this for ever.
#[must_use]
pub fn moved(to: &str, asked: &Uri) -> Response {
    let query = asked.query().map_or_else(String::new, |query| format!("?{query}"));
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, format!("{to}{query}")), (header::CACHE_CONTROL, "public, max-age=3600".to_owned())])
        .into_response()
}

/// Sends the browser on, with its cookie when it's new.
#[must_use]
pub fn onward(app: &App, cookie: Option<&Cookie>, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    remember(app, cookie, &mut response);
    response
}

/// Gives a browser its cookie when it's new.
pub fn remember(app: &App, cookie: Option<&Cookie>, response: &mut Response) {
    if let Some(value) = cookie.and_then(|cookie| set_cookie(&app.shop.settings, cookie).parse().ok()) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}

/// The address of an order's page, with the token that opens it.
#[must_use]
pub fn order_page(app: &App, order: &Order) -> String {
    let number = order.number.map_or_else(String::new, |number| number.to_string());
    format!("/orders/{number}?token={}", app.shop.order_token(order.id))
}

/// The thank-you after an order.
#[must_use]
pub fn complete_page(app: &App, order: &Order) -> String {
    let number = order.number.map_or_else(String::new, |number| number.to_string());
    format!("/checkout/complete?order={number}&token={}", app.shop.order_token(order.id))
}

/// Lets browsers and proxies keep an answer for ever: its address names its content.
pub const FOR_EVER: (HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
