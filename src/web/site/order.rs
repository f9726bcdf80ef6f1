//! Orders: the thank-you, the page behind the link, and finding one by its number.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::{Form, Query};
use serde::Deserialize;

use super::frame::{complete_page, layout, onward, order_page, private};
use crate::base::messages::t;
use crate::domain::order::{OrderId, OrderLine};
use crate::domain::refusal::{Error, Refusal};
use crate::shop::cart::{Again, CartChange};
use crate::shop::visitor::Visitor;
use crate::web::api::order::OrderQuery;
use crate::web::error::Problem;
use crate::web::pages::order::{OrderPage, page};
use crate::web::pages::practice;
use crate::web::pages::track::{self, TrackPage};
use crate::web::state::App;
use crate::web::ui::notice::{Notice, Tone};

#[derive(Deserialize)]
pub struct Complete {
    #[serde(default)]
    order: String,
    #[serde(default)]
    token: Option<String>,
}

/// `/checkout/complete?order=`
pub async fn complete(State(app): State<App>, visitor: Visitor, Query(query): Query<Complete>) -> Result<Response, Problem> {
    show(&app, &visitor, &query.order, query.token.as_deref(), true)
}

#[derive(Deserialize)]
pub struct Returned {
    order: u64,
    token: String,
}

/// Where a provider sends the shopper back to: the provider is asked what came out, and the checkout shows it.
pub async fn returned(State(app): State<App>, Query(query): Query<Returned>) -> Result<Response, Problem> {
    let order = app.shop.look_again(OrderId(query.order), &query.token).await?;
    let to = if order.number.is_some() { complete_page(&app, &order) } else { "/checkout".to_owned() };
    Ok(onward(&app, None, &to))
}

/// The page of a practice card that asks whether it is really you.
pub async fn practice(State(app): State<App>, visitor: Visitor, Query(query): Query<Returned>) -> Result<Response, Problem> {
    let order = app.shop.look_again(OrderId(query.order), &query.token).await?;
    if order.payment.state.action().is_none() {
        return Ok(onward(&app, None, "/checkout"));
    }
    Ok(private(StatusCode::OK, practice::page(&layout(&app, &visitor, "/checkout")?, &order, &query.token)))
}

#[derive(Deserialize)]
pub struct Said {
    order: u64,
    token: String,
    answer: String,
}

pub async fn practice_say(State(app): State<App>, Form(said): Form<Said>) -> Result<Response, Problem> {
    app.shop.practice_say(OrderId(said.order), &said.token, said.answer == "yes").await?;
    Ok(onward(&app, None, &format!("/checkout/return?order={}&token={}", said.order, app.shop.order_token(OrderId(said.order)))))
}

/// `/orders/{number}/again`: everything of it into the cart, as far as it can be bought.
pub async fn again(State(app): State<App>, visitor: Visitor, Path(number): Path<String>, Form(query): Form<OrderQuery>) -> Result<Response, Problem> {
    let order = app.shop.order(&visitor, &number, query.token.as_deref())?;
    let again = |line: OrderLine| {
        let OrderLine { product, variant, sku, quantity, unit_price, .. } = line;
        Again { product, variant, sku, quantity, unit_price }
    };
    let answer = app.shop.cart_change(visitor, CartChange::Again { lines: order.lines.into_iter().map(again).collect() }, None).await?;
    Ok(onward(&app, answer.cookie.as_ref(), "/cart"))
}

/// `/orders/{number}?token=`
pub async fn order(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(query): Query<OrderQuery>,
) -> Result<Response, Problem> {
    show(&app, &visitor, &number, query.token.as_deref(), false)
}

fn show(app: &App, visitor: &Visitor, number: &str, token: Option<&str>, just_placed: bool) -> Result<Response, Problem> {
    let order = app.shop.order(visitor, number, token)?;
    let layout = layout(app, visitor, "/orders")?;
    let bank_details = app.shop.settings.bank_details.as_str();
    let offer_account = just_placed && order.number.is_some() && app.shop.bought_as_guest(visitor, &order)?;
    let token = app.shop.order_token(order.id);
    let days = app.shop.settings.returns.days;
    let returnable_until = if days > 0 { order.may_return(days, app.shop.books.now()).ok() } else { None };
    let shown = OrderPage { order: &order, just_placed, offer_account, bank_details, token: &token, returnable_until };
    Ok(private(StatusCode::OK, page(&layout, &shown)))
}

pub async fn track(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let layout = layout(&app, &visitor, "/track")?;
    Ok(private(StatusCode::OK, track::page(&layout, &TrackPage::default())))
}

#[derive(Deserialize)]
pub struct Find {
    #[serde(default)]
    number: String,
    #[serde(default)]
    email: String,
}

/// Opens an order to whoever knows its number and its mail address.
pub async fn find(State(app): State<App>, visitor: Visitor, Form(form): Form<Find>) -> Result<Response, Problem> {
    match app.shop.find_order(&form.number, &form.email) {
        Ok(order) => Ok(onward(&app, None, &order_page(&app, &order))),
        Err(Error::Refusal(Refusal::NotFound)) => {
            let layout = layout(&app, &visitor, "/track")?;
            let notice = Notice::new(Tone::Warn, t("no-such-order"), t("no-such-order-text"));
            let shown = TrackPage { number: &form.number, email: &form.email, notice: Some(&notice), ..TrackPage::default() };
            Ok(private(StatusCode::NOT_FOUND, track::page(&layout, &shown)))
        }
        Err(error) => Err(error.into()),
    }
}
