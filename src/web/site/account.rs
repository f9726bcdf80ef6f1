//! The account's pages: overview, orders, addresses, password. A stranger is sent to sign in and comes back.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::{Form, Query};
use serde::Deserialize;

use super::frame::{layout, onward, private};
use crate::base::messages::t;
use crate::base::password::Password;
use crate::domain::address::TypedAddress;
use crate::domain::customer::Customer;
use crate::domain::refusal::{Error, FieldError, Refusal};
use crate::shop::address_book::BookChange;
use crate::shop::order::HistoryPage;
use crate::shop::visitor::Visitor;
use crate::web::api::order::HistoryQuery;
use crate::web::error::Problem;
use crate::web::pages::account::{self, AccountPage, AddressesPage, OrdersPage};
use crate::web::state::App;
use crate::web::ui::notice::{Notice, Tone, left_out};

/// Orders on the overview.
const LATEST: usize = 3;

/// Off to sign in, and back to `next`.
#[must_use]
pub fn to_sign_in(app: &App, next: &str) -> Response {
    onward(app, None, &format!("/account/login?next={next}"))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Told {
    done: String,
}

pub async fn overview(State(app): State<App>, visitor: Visitor, Query(told): Query<Told>) -> Result<Response, Problem> {
    let Some(customer) = app.shop.account(&visitor)? else { return Ok(to_sign_in(&app, "/account")) };
    let changed = || Notice::new(Tone::Ok, t("password-saved"), t("signed-out-elsewhere"));
    let notice = if told.done == "password" { Some(changed()) } else { left_out(&app.shop.cart(&visitor)?) };
    show(&app, &visitor, &customer, StatusCode::OK, &[], notice.as_ref())
}

fn show(
    app: &App,
    visitor: &Visitor,
    customer: &Customer,
    status: StatusCode,
    errors: &[FieldError],
    notice: Option<&Notice>,
) -> Result<Response, Problem> {
    let history = app.shop.orders(visitor, HistoryPage { before: None, limit: LATEST })?;
    let shown = AccountPage { customer, orders: &history.orders, errors, notice };
    Ok(private(status, account::page(&layout(app, visitor, "/account")?, &shown)))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct PasswordForm {
    current: String,
    new: String,
}

pub async fn password(State(app): State<App>, visitor: Visitor, Form(form): Form<PasswordForm>) -> Result<Response, Problem> {
    let Some(customer) = app.shop.account(&visitor)? else { return Ok(to_sign_in(&app, "/account")) };
    match app.shop.password_change(visitor.clone(), &Password::new(&form.current), &Password::new(&form.new)).await {
        Ok(cookie) => Ok(onward(&app, Some(&cookie), "/account?done=password")),
        Err(Error::Refusal(Refusal::Invalid { errors })) => show(&app, &visitor, &customer, StatusCode::UNPROCESSABLE_ENTITY, &errors, None),
        Err(error) => Err(error.into()),
    }
}

pub async fn orders(State(app): State<App>, visitor: Visitor, Query(query): Query<HistoryQuery>) -> Result<Response, Problem> {
    if app.shop.account(&visitor)?.is_none() {
        return Ok(to_sign_in(&app, "/account/orders"));
    }
    let asked = query.check()?;
    let history = app.shop.orders(&visitor, asked)?;
    let next = history.next.map(|id| format!("/account/orders?cursor={id}"));
    let shown = OrdersPage { orders: &history.orders, later: asked.before.is_some(), next: next.as_deref() };
    Ok(private(StatusCode::OK, account::orders(&layout(&app, &visitor, "/account/orders")?, &shown)))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct AddressesQuery {
    edit: String,
}

pub async fn addresses(State(app): State<App>, visitor: Visitor, Query(query): Query<AddressesQuery>) -> Result<Response, Problem> {
    let Some(customer) = app.shop.account(&visitor)? else { return Ok(to_sign_in(&app, "/account/addresses")) };
    let editing = query.edit.parse().ok().and_then(|id| customer.book.get(id));
    if editing.is_none() && !query.edit.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let empty = || TypedAddress { name: customer.name.clone(), country: app.shop.settings.country.clone(), ..TypedAddress::default() };
    let typed = editing.map_or_else(empty, |saved| typed(&customer, saved.id));
    let shown = AddressesPage {
        customer: &customer,
        typed: &typed,
        editing: editing.map(|saved| saved.id),
        default: editing.is_some_and(|saved| saved.default),
        errors: &[],
        notice: None,
        countries: &app.shop.settings.prices.shipping.countries(),
    };
    Ok(private(StatusCode::OK, account::addresses(&layout(&app, &visitor, "/account/addresses")?, &shown)))
}

/// A saved address as the form shows it.
#[must_use]
pub fn typed(customer: &Customer, id: u32) -> TypedAddress {
    let address = customer.book.get(id).map(|saved| saved.address.clone());
    let start = TypedAddress { email: customer.email.as_str().to_owned(), ..TypedAddress::default() };
    address.map_or(start.clone(), |address| TypedAddress {
        name: address.name,
        line1: address.line1,
        line2: address.line2,
        city: address.city,
        region: address.region,
        postal_code: address.postal_code,
        country: address.country,
        phone: address.phone,
        ..start
    })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct AddressForm {
    id: Option<u32>,
    default: String,
    name: String,
    line1: String,
    line2: String,
    city: String,
    region: String,
    postal_code: String,
    country: String,
    phone: String,
    /// Only the fields of another country are wanted.
    update: Option<String>,
}

pub async fn save_address(State(app): State<App>, visitor: Visitor, Form(form): Form<AddressForm>) -> Result<Response, Problem> {
    let Some(customer) = app.shop.account(&visitor)? else { return Ok(to_sign_in(&app, "/account/addresses")) };
    let AddressForm { id, default, name, line1, line2, city, region, postal_code, country, phone, update } = form;
    let default = default == "true";
    let email = customer.email.as_str().to_owned();
    let typed = TypedAddress { email, name, line1, line2, city, region, postal_code, country, phone };
    let countries = app.shop.settings.prices.shipping.countries();
    let shown = AddressesPage { customer: &customer, typed: &typed, editing: id, default, errors: &[], notice: None, countries: &countries };
    if update.is_some() {
        return Ok(private(StatusCode::OK, account::addresses(&layout(&app, &visitor, "/account/addresses")?, &shown)));
    }
    let saved = match typed.check("/email", "") {
        Ok(shipping) => {
            let address = shipping.address;
            let change = match id {
                Some(id) => BookChange::Change { id, address, default },
                None => BookChange::Add { address, default },
            };
            app.shop.book_change(visitor.clone(), change).await
        }
        Err(errors) => Err(Refusal::Invalid { errors }.into()),
    };
    match saved {
        Ok(_) => Ok(onward(&app, None, "/account/addresses")),
        Err(Error::Refusal(Refusal::Invalid { errors })) => {
            let shown = AddressesPage { errors: &errors, ..shown };
            let layout = layout(&app, &visitor, "/account/addresses")?;
            Ok(private(StatusCode::UNPROCESSABLE_ENTITY, account::addresses(&layout, &shown)))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub struct RemoveForm {
    id: u32,
}

pub async fn remove_address(State(app): State<App>, visitor: Visitor, Form(form): Form<RemoveForm>) -> Result<Response, Problem> {
    if app.shop.account(&visitor)?.is_none() {
        return Ok(to_sign_in(&app, "/account/addresses"));
    }
    app.shop.book_change(visitor, BookChange::Remove { id: form.id }).await?;
    Ok(onward(&app, None, "/account/addresses"))
}
