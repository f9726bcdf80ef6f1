//! Personal data: what the shop knows about whoever is signed in, in one answer; and deleting the account.
//!
//! - **Nothing in it opens anything**: no password's hash, no token, no link that carries one.
//! - The same shapes as elsewhere in the API, with what else is known beside them.

use anyhow::{Context, Result};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::account::{AccountJson, CLEAR_ALL, SavedAddressJson};
use super::cart::CartJson;
use super::order::OrderJson;
use super::review::YoursJson;
use super::shapes::{AddressJson, MoneyJson};
use crate::base::password::Password;
use crate::domain::order::{LedgerEntry, Movement, Order};
use crate::domain::refund::{Refund, Returned};
use crate::domain::refusal::Refusal;
use crate::domain::returns::Return;
use crate::domain::review::Review;
use crate::shop::Shop;
use crate::shop::customer_desk::CustomerWork;
use crate::shop::erase::OwnReviews;
use crate::shop::personal::{Personal, PersonalCart};
use crate::shop::visitor::Visitor;
use crate::store::cart::Session;
use crate::web::error::{Problem, ProblemBody};
use crate::web::extract::Body;
use crate::web::session::forget_cookie;
use crate::web::state::App;

/// All that is known about one customer.
#[derive(Serialize, ToSchema)]
pub struct PersonalJson {
    shop: String,
    exported_at: String,
    account: ProfileJson,
    addresses: Vec<SavedAddressJson>,
    /// Newest first, those included that came to nothing.
    orders: Vec<OrderKeptJson>,
    reviews: Vec<ReviewKeptJson>,
    votes: Vec<VoteJson>,
    /// The account's; another where one is still to be joined with it.
    carts: Vec<CartKeptJson>,
    sessions: Vec<SessionJson>,
}

#[derive(Serialize, ToSchema)]
pub struct ProfileJson {
    #[serde(flatten)]
    account: AccountJson,
    password_changed_at: String,
}

/// An order, with all that happened to its money.
#[derive(Serialize, ToSchema)]
pub struct OrderKeptJson {
    #[serde(flatten)]
    order: OrderJson,
    payments: Vec<MovementJson>,
    refunds: Vec<RefundJson>,
    returns: Vec<ReturnJson>,
}

#[derive(Serialize, ToSchema)]
pub struct MovementJson {
    at: String,
    /// `captured` or `refunded`.
    kind: &'static str,
    amount: MoneyJson,
    /// What the provider calls it.
    reference: String,
}

#[derive(Serialize, ToSchema)]
pub struct RefundJson {
    at: String,
    amount: MoneyJson,
    reason: String,
    /// `pending`, `done` or `refused`.
    status: &'static str,
    /// The units it is for.
    lines: Vec<UnitsJson>,
}

/// What the customer wants to send back, or sent.
#[derive(Serialize, ToSchema)]
pub struct ReturnJson {
    name: String,
    /// `requested`, `accepted`, `declined`, `withdrawn` or `received`.
    status: &'static str,
    reason: &'static str,
    comment: String,
    lines: Vec<UnitsJson>,
}

#[derive(Serialize, ToSchema)]
pub struct UnitsJson {
    sku: String,
    quantity: u32,
}

#[derive(Serialize, ToSchema)]
pub struct ReviewKeptJson {
    /// The handle of what it is about.
    product: String,
    #[serde(flatten)]
    review: YoursJson,
}

/// Somebody's review that the customer found helpful.
#[derive(Serialize, ToSchema)]
pub struct VoteJson {
    product: String,
    review: String,
}

/// A cart, with what was entered at the till.
#[derive(Serialize, ToSchema)]
pub struct CartKeptJson {
    #[serde(flatten)]
    cart: CartJson,
    email: Option<String>,
    shipping_address: Option<AddressJson>,
    payment_provider: Option<&'static str>,
}

/// Where the customer is signed in.
#[derive(Serialize, ToSchema)]
pub struct SessionJson {
    signed_in_at: String,
    /// To within an hour.
    last_seen_at: String,
}

impl PersonalJson {
    #[must_use]
    pub fn new(shop: &Shop, known: &Personal) -> Self {
        let customer = &known.customer;
        Self {
            shop: shop.settings.name.clone(),
            exported_at: known.at.to_string(),
            account: ProfileJson { account: customer.into(), password_changed_at: customer.password_changed_at.to_string() },
            addresses: customer.book.all().iter().map(Into::into).collect(),
            orders: known.orders.iter().map(Into::into).collect(),
            reviews: known.reviews.iter().map(|(product, review)| ReviewKeptJson { product: product.clone(), review: review.into() }).collect(),
            votes: known.votes.iter().map(VoteJson::new).collect(),
            carts: known.carts.iter().map(Into::into).collect(),
            sessions: known.sessions.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Order> for OrderKeptJson {
    fn from(order: &Order) -> Self {
        let refund = |refund: &Refund| RefundJson {
            at: refund.at.to_string(),
            amount: refund.amount.into(),
            reason: refund.reason.clone(),
            status: refund.state.name(),
            lines: units(order, &refund.lines),
        };
        let wanted = |one: &Return| ReturnJson {
            name: order.return_name(one.number),
            status: one.state().name(),
            reason: one.reason.name(),
            comment: one.comment.clone(),
            lines: units(order, &one.lines),
        };
        Self {
            order: OrderJson::of(order),
            payments: order.ledger.iter().map(Into::into).collect(),
            refunds: order.refunds.iter().map(refund).collect(),
            returns: order.returns.iter().map(wanted).collect(),
        }
    }
}

fn units(order: &Order, lines: &[Returned]) -> Vec<UnitsJson> {
    let sku = |line: &Returned| order.lines.iter().find(|bought| bought.variant == line.variant).map(|bought| bought.sku.clone());
    lines.iter().filter_map(|line| Some(UnitsJson { sku: sku(line)?, quantity: line.quantity })).collect()
}

impl From<&LedgerEntry> for MovementJson {
    fn from(entry: &LedgerEntry) -> Self {
        let kind = match entry.kind {
            Movement::Captured => "captured",
            Movement::Refunded => "refunded",
        };
        Self { at: entry.at.to_string(), kind, amount: entry.amount.into(), reference: entry.reference.clone() }
    }
}

impl VoteJson {
    fn new((product, review): &(String, Review)) -> Self {
        Self { product: product.clone(), review: review.id.to_string() }
    }
}

impl From<&PersonalCart> for CartKeptJson {
    fn from(PersonalCart { view, stage }: &PersonalCart) -> Self {
        Self {
            cart: view.into(),
            email: stage.shipping().map(|shipping| shipping.email.as_str().to_owned()),
            shipping_address: stage.shipping().map(Into::into),
            payment_provider: stage.method().map(|method| method.provider.name()),
        }
    }
}

impl From<&Session> for SessionJson {
    fn from(session: &Session) -> Self {
        Self { signed_in_at: session.started_at.to_string(), last_seen_at: session.last_seen_at.to_string() }
    }
}

/// The data of whoever is signed in, as a file to keep.
///
/// # Errors
/// `SignInRequired`, and when the books can't be read.
pub async fn file(app: &App, visitor: &Visitor) -> Result<Response, Problem> {
    let customer = app.shop.account(visitor)?.ok_or(Refusal::SignInRequired)?.id;
    let shop = std::sync::Arc::clone(&app.shop);
    let written = tokio::task::spawn_blocking(move || -> Result<Option<(String, Vec<u8>)>> {
        let Some(known) = shop.personal(customer)? else { return Ok(None) };
        let day = known.at.to_string().chars().take_while(|c| *c != 'T').collect();
        Ok(Some((day, serde_json::to_vec_pretty(&PersonalJson::new(&shop, &known))?)))
    });
    let (day, bytes) = written.await.context("writing somebody's data")??.ok_or(Refusal::SignInRequired)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"my-data-{day}.json\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// What this shop knows about whoever is signed in, as a file to keep.
#[utoipa::path(get, path = "/api/account/data", tag = "account",
    responses((status = 200, body = PersonalJson), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn data(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    file(&app, &visitor).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseAccount {
    password: String,
    /// Takes the reviews along that would stay without a name otherwise.
    #[serde(default)]
    remove_reviews: bool,
}

/// Deletes the account, and signs out everywhere. Orders stay: they open with their link, or with number and mail address.
#[utoipa::path(post, path = "/api/account/erase", tag = "account", request_body = EraseAccount,
    responses((status = 204), (status = 401, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "An order is being paid for"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"), (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn erase(State(app): State<App>, visitor: Visitor, body: Body<EraseAccount>) -> Result<Response, Problem> {
    let EraseAccount { password, remove_reviews } = body.value;
    let reviews = if remove_reviews { OwnReviews::Removed } else { OwnReviews::Unsigned };
    app.shop.erase_own(visitor, &Password::new(&password), reviews).await?;
    let forget = AppendHeaders([(header::SET_COOKIE, forget_cookie(&app.shop.settings))]);
    Ok((StatusCode::NO_CONTENT, forget, [CLEAR_ALL]).into_response())
}

/// Does what the merchant asks: with a customer's data, or with what a deleted account left.
///
/// # Errors
/// Says what can't be done, in words for the merchant.
pub fn at_desk(shop: &Shop, work: &CustomerWork) -> Result<Value> {
    Ok(match work {
        CustomerWork::Export { email } => serde_json::to_value(PersonalJson::new(shop, &shop.personal_by_mail(email)?))?,
        CustomerWork::Erase { email, reviews } => serde_json::to_value(shop.erase_by_mail(email, *reviews)?)?,
    })
}
