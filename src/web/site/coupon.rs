//! The forms for a coupon's code, on the cart and at the till.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::Form;
use serde::Deserialize;

use super::frame::onward;
use super::{cart, checkout};
use crate::domain::refusal::{Error, Refusal};
use crate::shop::cart::CartChange;
use crate::shop::visitor::Visitor;
use crate::web::error::Problem;
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

pub async fn enter(State(app): State<App>, visitor: Visitor, Form(form): Form<CodeForm>) -> Result<Response, Problem> {
    let change = CartChange::Coupon { code: Some(form.code.clone()) };
    match app.shop.cart_change(visitor.clone(), change, None).await {
        Ok(_) => Ok(onward(&app, None, form.back())),
        Err(Error::Refusal(Refusal::Invalid { errors })) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            if form.back() == "/cart" {
                cart::show(&app, &visitor, status, None, &errors)
            } else {
                checkout::show_wrong(&app, &visitor, status, errors)
            }
        }
        // The page itself says where the cart stands.
        Err(Error::Refusal(_)) => Ok(onward(&app, None, form.back())),
        Err(fault) => Err(fault.into()),
    }
}

pub async fn remove(State(app): State<App>, visitor: Visitor, Form(form): Form<CodeForm>) -> Result<Response, Problem> {
    match app.shop.cart_change(visitor, CartChange::Coupon { code: None }, None).await {
        Ok(_) | Err(Error::Refusal(_)) => Ok(onward(&app, None, form.back())),
        Err(fault) => Err(fault.into()),
    }
}
