//! Accounts: register, sign in and out, a new password, the address book.
//!
//! What fails never tells whether an address has an account; see `shop/customer.rs`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shapes::AddressJson;
use crate::base::password::Password;
use crate::domain::address::{Address, Email};
use crate::domain::customer::{Customer, SavedAddress};
use crate::domain::refusal::Refusal;
use crate::domain::wrong::Wrong;
use crate::shop::address_book::BookChange;
use crate::shop::customer::{Registration, SignedIn};
use crate::shop::visitor::{Cookie, Visitor};
use crate::web::error::{Problem, ProblemBody};
use crate::web::extract::Body;
use crate::web::session::{forget_cookie, set_cookie};
use crate::web::state::App;

/// Tells a browser to drop the pages it kept (W3C Clear Site Data).
pub const CLEAR_SITE_DATA: (HeaderName, &str) = (HeaderName::from_static("clear-site-data"), "\"cache\"");

/// The same for a browser whose account is gone: nothing of it is to be kept.
pub const CLEAR_ALL: (HeaderName, &str) = (HeaderName::from_static("clear-site-data"), "\"cache\", \"cookies\", \"storage\"");

#[derive(Serialize, ToSchema)]
pub struct AccountJson {
    id: String,
    email: String,
    name: String,
    created_at: String,
}

impl From<&Customer> for AccountJson {
    fn from(customer: &Customer) -> Self {
        Self {
            id: customer.id.to_string(),
            email: customer.email.as_str().to_owned(),
            name: customer.name.clone(),
            created_at: customer.created_at.to_string(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    email: String,
    /// 8 to 128 characters, and not one that many people use.
    password: String,
    name: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    email: String,
    password: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    current: String,
    new: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskReset {
    email: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmReset {
    /// From the link in the letter.
    token: String,
    password: String,
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/account", tag = "account",
    responses((status = 200, body = AccountJson), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn account(State(app): State<App>, visitor: Visitor) -> Result<Json<AccountJson>, Problem> {
    let customer = app.shop.account(&visitor)?.ok_or(Refusal::SignInRequired)?;
    Ok(Json((&customer).into()))
}

/// Opens an account and signs in; the browser's cart and orders become the account's.
///
/// Where the address has an account already this is a sign-in: 200 with the right password, and the same 401 as a failed one.
#[utoipa::path(post, path = "/api/account/register", tag = "account", request_body = Register,
    responses((status = 201, body = AccountJson), (status = 200, body = AccountJson, description = "The account was there, and the password was right"),
        (status = 401, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json"), (status = 503, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn register(State(app): State<App>, visitor: Visitor, body: Body<Register>) -> Result<Response, Problem> {
    let Register { email, password, name } = body.value;
    let registration = Registration { email, name, password: Password::new(&password) };
    Ok(signed_in(&app, &app.shop.register(visitor, registration).await?))
}

/// Signs in; what is in the browser's cart goes into the account's.
#[utoipa::path(post, path = "/api/account/login", tag = "account", request_body = Login,
    responses((status = 200, body = AccountJson), (status = 401, body = ProblemBody, content_type = "application/problem+json", description = "The address or the password is wrong"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json"), (status = 503, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn login(State(app): State<App>, visitor: Visitor, body: Body<Login>) -> Result<Response, Problem> {
    let Login { email, password } = body.value;
    Ok(signed_in(&app, &app.shop.sign_in(visitor, &email, &Password::new(&password)).await?))
}

fn signed_in(app: &App, signed_in: &SignedIn) -> Response {
    let status = if signed_in.new { StatusCode::CREATED } else { StatusCode::OK };
    (status, cookie_header(app, &signed_in.cookie), Json(AccountJson::from(&signed_in.customer))).into_response()
}

fn cookie_header(app: &App, cookie: &Cookie) -> AppendHeaders<[(HeaderName, String); 1]> {
    AppendHeaders([(header::SET_COOKIE, set_cookie(&app.shop.settings, cookie))])
}

/// Signs out. The cart stays with the account.
#[utoipa::path(post, path = "/api/account/logout", tag = "account", responses((status = 204)))]
pub async fn logout(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    app.shop.sign_out(visitor).await?;
    let forget = AppendHeaders([(header::SET_COOKIE, forget_cookie(&app.shop.settings))]);
    Ok((StatusCode::NO_CONTENT, forget, [CLEAR_SITE_DATA]).into_response())
}

/// Changes the password, and signs out everywhere else.
#[utoipa::path(put, path = "/api/account/password", tag = "account", request_body = NewPassword,
    responses((status = 204), (status = 401, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn password(State(app): State<App>, visitor: Visitor, body: Body<NewPassword>) -> Result<Response, Problem> {
    let NewPassword { current, new } = body.value;
    let cookie = app.shop.password_change(visitor, &Password::new(&current), &Password::new(&new)).await?;
    Ok((StatusCode::NO_CONTENT, cookie_header(&app, &cookie)).into_response())
}

/// Sends a link to a new password, if there is such an account. The answer is the same if there isn't.
#[utoipa::path(post, path = "/api/account/reset", tag = "account", request_body = AskReset,
    responses((status = 202), (status = 422, body = ProblemBody, content_type = "application/problem+json"), (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reset(State(app): State<App>, body: Body<AskReset>) -> Result<StatusCode, Problem> {
    let wrong = || Refusal::wrong("/email", Wrong::Said("wrong-email"));
    app.shop.reset_ask(Email::parse(&body.value.email).ok_or_else(wrong)?);
    Ok(StatusCode::ACCEPTED)
}

/// Sets a new password with the link, once, and signs out everywhere.
#[utoipa::path(post, path = "/api/account/reset/confirm", tag = "account", request_body = ConfirmReset,
    responses((status = 204), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reset_confirm(State(app): State<App>, visitor: Visitor, body: Body<ConfirmReset>) -> Result<StatusCode, Problem> {
    let ConfirmReset { token, password } = body.value;
    app.shop.reset_use(&visitor, &token, &Password::new(&password)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, ToSchema)]
pub struct SavedAddressJson {
    id: String,
    /// What forms start with; an address book that isn't empty has one.
    default: bool,
    #[serde(flatten)]
    address: AddressJson,
}

#[derive(Serialize, ToSchema)]
pub struct AddressesJson {
    addresses: Vec<SavedAddressJson>,
}

/// An address for the book.
#[derive(Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
pub struct BookAddress {
    default: bool,
    name: String,
    line1: String,
    line2: String,
    city: String,
    region: String,
    postal_code: String,
    /// ISO 3166-1, two letters.
    country: String,
    phone: String,
}

impl From<&SavedAddress> for SavedAddressJson {
    fn from(saved: &SavedAddress) -> Self {
        let Address { name, line1, line2, city, region, postal_code, country, phone } = saved.address.clone();
        let address = AddressJson { email: String::new(), name, line1, line2, city, region, postal_code, country, phone, shipping_method: None };
        Self { id: saved.id.to_string(), default: saved.default, address }
    }
}

impl BookAddress {
    fn check(self, customer: &Customer) -> Result<(Address, bool), Refusal> {
        let Self { default, name, line1, line2, city, region, postal_code, country, phone } = self;
        let typed = AddressJson { email: String::new(), name, line1, line2, city, region, postal_code, country, phone, shipping_method: None };
        let shipping = typed.check(Some(customer.email.as_str().to_owned()), "").map_err(|errors| Refusal::Invalid { errors })?;
        Ok((shipping.address, default))
    }
}

/// The address book.
#[utoipa::path(get, path = "/api/account/addresses", tag = "account",
    responses((status = 200, body = AddressesJson), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn addresses(State(app): State<App>, visitor: Visitor) -> Result<Json<AddressesJson>, Problem> {
    let customer = app.shop.account(&visitor)?.ok_or(Refusal::SignInRequired)?;
    Ok(Json(AddressesJson { addresses: customer.book.all().iter().map(Into::into).collect() }))
}

/// Adds an address; one that is there already is given back.
#[utoipa::path(post, path = "/api/account/addresses", tag = "account", request_body = BookAddress,
    responses((status = 201, body = SavedAddressJson), (status = 401, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add_address(State(app): State<App>, visitor: Visitor, body: Body<BookAddress>) -> Result<Response, Problem> {
    let customer = app.shop.account(&visitor)?.ok_or(Refusal::SignInRequired)?;
    let (address, default) = body.value.check(&customer)?;
    let saved = app.shop.book_change(visitor, BookChange::Add { address, default }).await?;
    Ok((StatusCode::CREATED, Json(saved.as_ref().map(SavedAddressJson::from))).into_response())
}

/// Changes an address.
#[utoipa::path(put, path = "/api/account/addresses/{id}", tag = "account", params(("id" = String, Path)), request_body = BookAddress,
    responses((status = 200, body = SavedAddressJson), (status = 401, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set_address(State(app): State<App>, visitor: Visitor, Path(id): Path<String>, body: Body<BookAddress>) -> Result<Response, Problem> {
    let customer = app.shop.account(&visitor)?.ok_or(Refusal::SignInRequired)?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let (address, default) = body.value.check(&customer)?;
    let saved = app.shop.book_change(visitor, BookChange::Change { id, address, default }).await?;
    Ok(Json(saved.as_ref().map(SavedAddressJson::from)).into_response())
}

/// Removes an address.
#[utoipa::path(delete, path = "/api/account/addresses/{id}", tag = "account", params(("id" = String, Path)),
    responses((status = 204), (status = 401, body = ProblemBody, content_type = "application/problem+json"), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove_address(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    app.shop.account(&visitor)?.ok_or(Refusal::SignInRequired)?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    app.shop.book_change(visitor, BookChange::Remove { id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
