//! The forms for a coupon's code, on the cart and at the till.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::Form;
use serde::Deserialize;

use super::cart::{Said, Sent, Shown};
use super::frame::onward;
use super::{cart, checkout};
use crate::domain::refusal::{Error, Refusal};
use crate::shop::cart::CartChange;
use crate::web::error::Problem;
use crate::web::extract::request_key;
use crate::web::state::App;

#[derive(Deserialize)]
pub struct CodeForm {
    #[serde(default)]
    code: String,
    /// The page the form stands on.
    #[serde(default)]
    back: String,
}

impl CodeForm {
    fn back(&self) -> &'static str {
        if self.back == "checkout" { "/checkout" } else { "/cart" }
    }
}

pub async fn enter(State(app): State<App>, sent: Sent, Form(form): Form<CodeForm>) -> Result<Response, Problem> {
    let Sent { visitor, shown, .. } = &sent;
    match changed(&app, &sent, CartChange::Coupon { code: Some(form.code.clone()) }).await? {
        // Otherwise the page itself says where the cart stands.
        Some(Refusal::Invalid { errors }) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            if form.back() == "/cart" {
                cart::show(&app, visitor, *shown, Said { status, notice: None, refused: None, errors: &errors })
            } else {
                checkout::show_wrong(&app, visitor, status, errors)
            }
        }
        _ => back(&app, &sent, &form),
    }
}

pub async fn remove(State(app): State<App>, sent: Sent, Form(form): Form<CodeForm>) -> Result<Response, Problem> {
    changed(&app, &sent, CartChange::Coupon { code: None }).await?;
    back(&app, &sent, &form)
}

/// Changes the cart; a refusal is what comes of it, a fault isn't.
async fn changed(app: &App, sent: &Sent, change: CartChange) -> Result<Option<Refusal>, Problem> {
    let request = request_key(&sent.headers, &format!("{change:?}"))?;
    match app.shop.cart_change(sent.visitor.clone(), change, request).await {
        Ok(_) => Ok(None),
        Err(Error::Refusal(refusal)) => Ok(Some(refusal)),
        Err(fault) => Err(fault.into()),
    }
}

fn back(app: &App, sent: &Sent, form: &CodeForm) -> Result<Response, Problem> {
    match sent.shown {
        Shown::Page => Ok(onward(app, None, form.back())),
        Shown::Part => cart::show(app, &sent.visitor, Shown::Part, Said { status: StatusCode::OK, notice: None, refused: None, errors: &[] }),
    }
}
