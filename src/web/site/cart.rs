//! The cart's page and its forms.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::Form;
use serde::Deserialize;

use super::frame::{layout, onward, private};
use super::viewed::strip;
use crate::domain::refusal::{Error, FieldError, Refusal};
use crate::shop::cart::CartChange;
use crate::shop::visitor::Visitor;
use crate::web::error::Problem;
use crate::web::pages::cart::{CartPage, page};
use crate::web::pages::home::Row;
use crate::web::state::App;
use crate::web::ui::notice::{Notice, Tone};
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
        text.parse().map_err(|_| Refusal::invalid("/quantity", "Enter a whole number, like 2"))
    }
}

pub async fn cart(State(app): State<App>, visitor: Visitor, viewed: Viewed) -> Result<Response, Problem> {
    answer(&app, &visitor, &Said { status: StatusCode::OK, notice: None, errors: &[] }, &viewed)
}

/// The cart's page, with what is wrong with the code that was entered.
///
/// # Errors
/// When the books can't be read.
pub fn show(app: &App, visitor: &Visitor, status: StatusCode, notice: Option<&Notice>, errors: &[FieldError]) -> Result<Response, Problem> {
    answer(app, visitor, &Said { status, notice, errors }, &Viewed::default())
}

/// What the page says beside the cart itself.
struct Said<'a> {
    status: StatusCode,
    notice: Option<&'a Notice>,
    errors: &'a [FieldError],
}

fn answer(app: &App, visitor: &Visitor, said: &Said, viewed: &Viewed) -> Result<Response, Problem> {
    let Said { status, notice, errors } = *said;
    let cart = app.shop.cart(visitor)?;
    let goes_with = Row { title: "Often bought with these".to_owned(), more: None, cards: app.shop.also_bought_with_cart(&cart)? };
    let rows = [goes_with, strip(viewed.cards(app, None)?)];
    let shown = CartPage { cart: &cart, notice, errors, quantity_max: app.shop.settings.caps.quantity, rows: &rows };
    Ok(private(status, page(&layout(app, visitor, "/cart")?, &shown)))
}

pub async fn add(State(app): State<App>, visitor: Visitor, Form(item): Form<Item>) -> Result<Response, Problem> {
    let quantity = item.quantity()?.max(1);
    change(&app, visitor, CartChange::Add { sku: item.sku, quantity }).await
}

pub async fn set(State(app): State<App>, visitor: Visitor, Form(item): Form<Item>) -> Result<Response, Problem> {
    let quantity = item.quantity()?;
    change(&app, visitor, CartChange::Set { sku: item.sku, quantity }).await
}

pub async fn remove(State(app): State<App>, visitor: Visitor, Form(item): Form<Item>) -> Result<Response, Problem> {
    change(&app, visitor, CartChange::Set { sku: item.sku, quantity: 0 }).await
}

pub async fn clear(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    change(&app, visitor, CartChange::Clear).await
}

/// Changes the cart and shows it; what the shop refuses is said on the cart's page.
async fn change(app: &App, visitor: Visitor, change: CartChange) -> Result<Response, Problem> {
    match app.shop.cart_change(visitor.clone(), change, None).await {
        Ok(answer) => Ok(onward(app, answer.cookie.as_ref(), "/cart")),
        Err(Error::Refusal(refusal)) => {
            let notice = Notice::new(Tone::Warn, &refusal.to_string(), advice(&refusal));
            let status = Problem::from(refusal).status;
            show(app, &visitor, status, Some(&notice), &[])
        }
        Err(fault) => Err(fault.into()),
    }
}

fn advice(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::InsufficientInventory { available: 0, .. } => {
            "Somebody else may hold the last ones. Held things come back within half an hour if they aren't bought."
        }
        Refusal::InsufficientInventory { .. } => "Your cart is as it was. Choose a smaller number.",
        Refusal::WrongStep { .. } => "Your order is being placed; look at it in a moment.",
        _ => "Your cart is as it was.",
    }
}
