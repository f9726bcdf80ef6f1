//! Sending something back: the form of an order, and taking the wish back.
//!
//! Whoever may see the order may ask; for everybody else there is no such page.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::{Form, Query};
use serde::Deserialize;

use super::frame::{layout, onward, order_page, private};
use crate::domain::order::Order;
use crate::domain::product::VariantId;
use crate::domain::refusal::{Error, FieldError, Refusal};
use crate::domain::returns::TypedReturn;
use crate::shop::visitor::Visitor;
use crate::web::api::order::OrderQuery;
use crate::web::error::Problem;
use crate::web::pages::returns::{ReturnPage, page};
use crate::web::state::App;

/// `/orders/{number}/return`
pub async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(query): Query<OrderQuery>,
) -> Result<Response, Problem> {
    let order = app.shop.order(&visitor, &number, query.token.as_deref())?;
    show(&app, &visitor, &order, &new_form(&order), &[])
}

/// A form that nobody has filled in: where there is nothing to choose, it is chosen.
fn new_form(order: &Order) -> TypedReturn {
    let mut left = order.lines.iter().map(|line| (line.variant, order.returnable(line))).filter(|(_, units)| *units > 0);
    let lines = match (left.next(), left.next()) {
        (Some((variant, units)), None) => vec![(variant, units.to_string())],
        _ => Vec::new(),
    };
    TypedReturn { number: order.return_next(), lines, ..TypedReturn::default() }
}

fn show(app: &App, visitor: &Visitor, order: &Order, typed: &TypedReturn, errors: &[FieldError]) -> Result<Response, Problem> {
    let days = app.shop.settings.returns.days;
    if days == 0 {
        return Err(Refusal::NotFound.into());
    }
    let until = order.may_return(days, app.shop.books.now());
    let status = match &until {
        Err(_) => StatusCode::CONFLICT,
        Ok(_) if errors.is_empty() => StatusCode::OK,
        Ok(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let token = app.shop.order_token(order.id);
    let shown = ReturnPage { order, until: &until, typed, errors, token: &token };
    Ok(private(status, page(&layout(app, visitor, "/orders")?, &shown)))
}

/// The fields of the form: `line` for each box that is ticked, and `units-ID` beside it where there are several.
fn read(fields: &[(String, String)]) -> (Option<&str>, TypedReturn) {
    let find = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let text = |name: &str| find(name).unwrap_or_default().to_owned();
    let ticked = fields.iter().filter(|(name, _)| name == "line").filter_map(|(_, value)| value.parse::<VariantId>().ok());
    let typed = TypedReturn {
        number: text("number").parse().unwrap_or(0),
        lines: ticked.map(|variant| (variant, find(&format!("units-{variant}")).unwrap_or("1").to_owned())).collect(),
        reason: text("reason"),
        comment: text("comment"),
    };
    (find("token"), typed)
}

pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (token, typed) = read(&fields);
    match app.shop.return_ask(&visitor, &number, token, typed.clone()).await {
        Ok(order) => Ok(onward(&app, None, &format!("{}#returns", order_page(&app, &order)))),
        Err(Error::Refusal(Refusal::Invalid { errors })) => {
            let order = app.shop.order(&visitor, &number, token)?;
            // Sent again, it is the return that comes next by now.
            show(&app, &visitor, &order, &TypedReturn { number: order.return_next(), ..typed }, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub struct Withdrawn {
    #[serde(default)]
    token: Option<String>,
    #[serde(rename = "return", default)]
    place: u32,
}

pub async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(form): Form<Withdrawn>,
) -> Result<Response, Problem> {
    let token = form.token.as_deref();
    let order = match app.shop.return_withdraw(&visitor, &number, token, form.place).await {
        // What went on meanwhile stands on the page.
        Err(Error::Refusal(Refusal::Invalid { .. })) => app.shop.order(&visitor, &number, token)?,
        done => done?,
    };
    Ok(onward(&app, None, &format!("{}#returns", order_page(&app, &order))))
}
