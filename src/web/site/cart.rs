//! The cart's page and its forms, and the same for scripts, which put the cart into the page they are on.

use axum::extract::{FromRequestParts, OriginalUri, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum_extra::extract::Form;
use serde::Deserialize;

use super::frame::{layout, onward, private, remember};
use super::viewed::strip;
use crate::base::messages::t;
use crate::domain::refusal::{Error, FieldError, Refusal};
use crate::domain::wrong::Wrong;
use crate::shop::cart::{CartChange, CartView};
use crate::shop::visitor::{Cookie, Visitor};
use crate::web::error::Problem;
use crate::web::extract::request_key;
use crate::web::pages::cart::{CartPage, Does, Offer, Refused, contents, page};
use crate::web::pages::home::Row;
use crate::web::state::App;
use crate::web::ui::notice::Notice;
use crate::web::viewed::Viewed;

#[derive(Deserialize)]
pub struct Item {
    sku: String,
    #[serde(default)]
    quantity: Option<String>,
}

impl Item {
    /// What a form says; nothing counts as one.
    fn quantity(&self) -> Result<u32, Refusal> {
        let text = self.quantity.as_deref().map_or("1", str::trim);
        text.parse().map_err(|_| Refusal::wrong("/quantity", Wrong::Said("wrong-quantity")))
    }
}

pub async fn cart(State(app): State<App>, visitor: Visitor, viewed: Viewed) -> Result<Response, Problem> {
    whole(&app, &visitor, Said { status: StatusCode::OK, notice: None, refused: None, errors: &[] }, &viewed)
}

/// The cart without the page around it, for scripts.
pub async fn fragment(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    part(&app, &visitor, None, Said { status: StatusCode::OK, notice: None, refused: None, errors: &[] })
}

/// Where an answer is shown: a page of its own, or in the page that asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Page,
    Part,
}

/// Each form of the cart has two addresses: `/cart/…`, which leads to the page, and `/f/cart/…`, which answers with the cart.
impl<S: Send + Sync> FromRequestParts<S> for Shown {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let asked = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        Ok(if asked.path().starts_with("/f/") { Self::Part } else { Self::Page })
    }
}

/// What is said beside the cart itself.
pub struct Said<'a> {
    pub status: StatusCode,
    pub notice: Option<&'a Notice>,
    pub refused: Option<Refused>,
    pub errors: &'a [FieldError],
}

/// The cart's page.
///
/// # Errors
/// When the books can't be read.
fn whole(app: &App, visitor: &Visitor, said: Said, viewed: &Viewed) -> Result<Response, Problem> {
    let cart = app.shop.cart(visitor)?;
    let goes_with = Row { title: t("often-bought-with").to_owned(), more: None, cards: app.shop.also_bought_with_cart(&cart)? };
    let rows = [goes_with, strip(viewed.cards(app, None)?)];
    Ok(private(said.status, page(&layout(app, visitor, "/cart")?, &cart_page(app, &cart, said, &rows))))
}

fn cart_page<'a>(app: &App, cart: &'a CartView, said: Said<'a>, rows: &'a [Row]) -> CartPage<'a> {
    let Said { notice, refused, errors, .. } = said;
    CartPage { cart, notice, refused, errors, quantity_max: app.shop.settings.caps.quantity, rows }
}

/// The cart alone, with the cookie of who is new.
fn part(app: &App, visitor: &Visitor, cookie: Option<&Cookie>, said: Said) -> Result<Response, Problem> {
    let known = Visitor { cookie: cookie.cloned().or_else(|| visitor.cookie.clone()), client: visitor.client };
    let (status, cart) = (said.status, app.shop.cart(&known)?);
    let mut response = private(status, contents(&cart_page(app, &cart, said, &[])));
    response.headers_mut().insert("x-cart-version", cart.version.into());
    remember(app, cookie, &mut response);
    Ok(response)
}

/// Shows the cart where it was asked for.
///
/// # Errors
/// When the books can't be read.
pub fn show(app: &App, visitor: &Visitor, shown: Shown, said: Said) -> Result<Response, Problem> {
    match shown {
        Shown::Page => whole(app, visitor, said, &Viewed::default()),
        Shown::Part => part(app, visitor, None, said),
    }
}

/// A change of the cart, as a form sends it.
pub struct Sent {
    pub visitor: Visitor,
    pub shown: Shown,
    pub headers: HeaderMap,
}

impl FromRequestParts<App> for Sent {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let shown = Shown::from_request_parts(parts, app).await.unwrap_or(Shown::Page);
        Ok(Self { visitor, shown, headers: parts.headers.clone() })
    }
}

pub async fn add(State(app): State<App>, sent: Sent, Form(item): Form<Item>) -> Result<Response, Problem> {
    let quantity = item.quantity()?.max(1);
    change(&app, sent, CartChange::Add { sku: item.sku, quantity }).await
}

pub async fn set(State(app): State<App>, sent: Sent, Form(item): Form<Item>) -> Result<Response, Problem> {
    let quantity = item.quantity()?;
    change(&app, sent, CartChange::Set { sku: item.sku, quantity }).await
}

pub async fn remove(State(app): State<App>, sent: Sent, Form(item): Form<Item>) -> Result<Response, Problem> {
    change(&app, sent, CartChange::Set { sku: item.sku, quantity: 0 }).await
}

pub async fn save(State(app): State<App>, sent: Sent, Form(item): Form<Item>) -> Result<Response, Problem> {
    change(&app, sent, CartChange::Save { sku: item.sku }).await
}

pub async fn back(State(app): State<App>, sent: Sent, Form(item): Form<Item>) -> Result<Response, Problem> {
    let quantity = item.quantity()?.max(1);
    change(&app, sent, CartChange::Move { sku: item.sku, quantity: Some(quantity) }).await
}

pub async fn set_saved(State(app): State<App>, sent: Sent, Form(item): Form<Item>) -> Result<Response, Problem> {
    let quantity = item.quantity()?;
    change(&app, sent, CartChange::SetSaved { sku: item.sku, quantity }).await
}

pub async fn clear(State(app): State<App>, sent: Sent) -> Result<Response, Problem> {
    change(&app, sent, CartChange::Clear).await
}

pub async fn keep(State(app): State<App>, sent: Sent) -> Result<Response, Problem> {
    change(&app, sent, CartChange::Keep).await
}

/// Changes the cart and shows it; what the shop refuses is said beside it.
async fn change(app: &App, sent: Sent, change: CartChange) -> Result<Response, Problem> {
    let Sent { visitor, shown, headers } = sent;
    let request = request_key(&headers, &format!("{change:?}"))?;
    match app.shop.cart_change(visitor.clone(), change.clone(), request).await {
        Ok(answer) if shown == Shown::Page => Ok(onward(app, answer.cookie.as_ref(), "/cart")),
        Ok(answer) => part(app, &visitor, answer.cookie.as_ref(), Said { status: StatusCode::OK, notice: None, refused: None, errors: &[] }),
        Err(Error::Refusal(refusal)) => {
            let refused = Refused { title: refusal.said(), advice: advice(&refusal), offer: offer(&change, &refusal) };
            let status = Problem::from(refusal).status;
            show(app, &visitor, shown, Said { status, notice: None, refused: Some(refused), errors: &[] })
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The same with as many as there are.
fn offer(change: &CartChange, refusal: &Refusal) -> Option<Offer> {
    let Refusal::InsufficientInventory { sku, available } = refusal else { return None };
    let does = match change {
        CartChange::Add { .. } => Does::Add,
        CartChange::Move { .. } => Does::Move,
        _ => Does::Set,
    };
    (*available > 0).then(|| Offer { does, sku: sku.clone(), quantity: *available })
}

fn advice(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::InsufficientInventory { available: 0, .. } => t("advice-sold-out"),
        Refusal::WrongStep { .. } => t("advice-placing"),
        _ => t("advice-unchanged"),
    }
}
