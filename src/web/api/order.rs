//! Buying, and looking at what was bought.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::coupon::CouponJson;
use super::shapes::{AddressJson, MoneyJson, PaymentJson, ShippingMethodJson, TaxJson, TotalsJson};
use crate::domain::address::Shipping;
use crate::domain::limits::{ORDERS_PAGE_DEFAULT, ORDERS_PAGE_MAX};
use crate::domain::order::{Order, OrderLine};
use crate::domain::payment::{Action, Method};
use crate::domain::refusal::Refusal;
use crate::shop::order::{HistoryPage, Place};
use crate::shop::payment::Bought;
use crate::shop::visitor::Visitor;
use crate::web::error::{Problem, ProblemBody};
use crate::web::extract::{OptionalBody, idempotency_key};
use crate::web::state::App;

const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

#[derive(Serialize, ToSchema)]
pub struct OrderJson {
    id: String,
    /// Given when the order is confirmed.
    number: Option<String>,
    /// `pending`, `confirmed`, `packed`, `shipped`, `delivered`, `cancelled` or `refunded`.
    status: &'static str,
    placed_at: String,
    email: String,
    lines: Vec<OrderLineJson>,
    totals: TotalsJson,
    taxed: TaxJson,
    coupon: Option<CouponJson>,
    shipping_method: Option<ShippingMethodJson>,
    payment: OrderPaymentJson,
    timeline: Vec<MomentJson>,
    shipping_address: AddressJson,
    tracking: Option<TrackingJson>,
    /// Its page, with the token that opens it.
    url: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct OrderLineJson {
    sku: String,
    handle: String,
    title: String,
    options: String,
    quantity: u32,
    unit_price: MoneyJson,
    line_total: MoneyJson,
}

#[derive(Serialize, ToSchema)]
pub struct OrderPaymentJson {
    provider: &'static str,
    /// `pending`, `action_required`, `paid`, `due`, `declined`, `expired` or `withdrawn`.
    status: &'static str,
    captured: MoneyJson,
    refunded: MoneyJson,
    /// What the shopper has to do before the order is paid.
    action: Option<ActionJson>,
}

#[derive(Serialize, ToSchema)]
pub struct ActionJson {
    /// `redirect` or `element`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Where to go and pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// For the provider's own form.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

impl ActionJson {
    fn new(action: &Action) -> Option<Self> {
        match action {
            Action::Redirect { url } => Some(Self { kind: "redirect", url: Some(url.clone()), client_secret: None }),
            Action::Element { client_secret } => Some(Self { kind: "element", url: None, client_secret: Some(client_secret.clone()) }),
            Action::Confirm | Action::Wait => None,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct MomentJson {
    at: String,
    status: &'static str,
    note: String,
}

#[derive(Serialize, ToSchema)]
pub struct TrackingJson {
    number: String,
    url: Option<String>,
}

impl From<&OrderLine> for OrderLineJson {
    fn from(line: &OrderLine) -> Self {
        Self {
            sku: line.sku.clone(),
            handle: line.handle.clone(),
            title: line.title.clone(),
            options: line.options.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price.into(),
            line_total: line.line_total.into(),
        }
    }
}

impl OrderJson {
    /// With what opens its page, and what its payment waits for.
    #[must_use]
    pub fn new(app: &App, order: &Order) -> Self {
        let mut shown = Self::of(order);
        shown.payment.action = order.payment.state.action().and_then(ActionJson::new);
        shown.url = order.number.map(|number| format!("/orders/{number}?token={}", app.shop.order_token(order.id)));
        shown
    }

    /// Without anything that opens something.
    #[must_use]
    pub fn of(order: &Order) -> Self {
        let moments =
            order.timeline.iter().map(|moment| MomentJson { at: moment.at.to_string(), status: moment.status.name(), note: moment.note.clone() });
        Self {
            id: order.id.to_string(),
            number: order.number.map(|number| number.to_string()),
            status: order.status.name(),
            placed_at: order.placed_at.to_string(),
            email: order.shipping.email.as_str().to_owned(),
            lines: order.lines.iter().map(Into::into).collect(),
            totals: order.totals.into(),
            taxed: order.terms.tax.into(),
            coupon: order.terms.coupon.as_ref().map(Into::into),
            shipping_method: order.terms.shipping.as_ref().map(|method| ShippingMethodJson::new(method, order.totals.subtotal)),
            payment: OrderPaymentJson {
                provider: order.payment.method.provider.name(),
                status: order.payment.state.name(),
                captured: order.captured().into(),
                refunded: order.refunded().into(),
                action: None,
            },
            timeline: moments.collect(),
            shipping_address: (&order.shipping).into(),
            tracking: order.tracking.as_ref().map(|tracking| TrackingJson { number: tracking.number.clone(), url: tracking.url.clone() }),
            url: None,
        }
    }
}

/// All steps of a checkout at once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceOrder {
    #[serde(default)]
    email: Option<String>,
    shipping_address: AddressJson,
    /// The first of the address's `shipping_methods` without it.
    #[serde(default)]
    shipping_method: Option<String>,
    payment: PaymentJson,
}

impl PlaceOrder {
    fn check(self) -> Result<(Shipping, Method), Refusal> {
        let shipping_method = self.shipping_method.or(self.shipping_address.shipping_method);
        let address = AddressJson { shipping_method, ..self.shipping_address };
        match (address.check(self.email, "/shipping_address"), self.payment.check("/payment")) {
            (Ok(shipping), Ok(method)) => Ok((shipping, method)),
            (shipping, method) => {
                let errors = [shipping.err(), method.err()].into_iter().flatten().flatten().collect();
                Err(Refusal::Invalid { errors })
            }
        }
    }
}

/// Buys what is in the cart, exactly once for each Idempotency-Key.
#[utoipa::path(post, path = "/api/orders", tag = "orders", request_body = Option<PlaceOrder>,
    params(("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits, hyphens or underscores, new for each order")),
    responses(
        (status = 201, body = OrderJson), (status = 200, body = OrderJson, description = "The order that this key made before"),
        (status = 202, body = OrderJson, description = "The payment isn't settled yet"), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 402, body = ProblemBody, content_type = "application/problem+json"), (status = 409, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json"), (status = 503, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn place(State(app): State<App>, visitor: Visitor, headers: HeaderMap, body: OptionalBody<PlaceOrder>) -> Result<Response, Problem> {
    let key = idempotency_key(&headers)?.ok_or(Refusal::IdempotencyKeyMissing)?;
    let OptionalBody(steps, request) = body;
    let steps = steps.map(PlaceOrder::check).transpose()?;
    let place = Place { visitor, key, request, accepted: None, steps };
    Ok(match app.shop.buy(place).await? {
        Bought::Now(order) => (StatusCode::CREATED, Json(OrderJson::new(&app, &order))).into_response(),
        Bought::Before(order) => (StatusCode::OK, [(REPLAYED, "true")], Json(OrderJson::new(&app, &order))).into_response(),
        Bought::Pending(order) => (StatusCode::ACCEPTED, Json(OrderJson::new(&app, &order))).into_response(),
    })
}

#[derive(Serialize, ToSchema)]
pub struct OrdersJson {
    orders: Vec<OrderJson>,
    /// For the next page; missing on the last one.
    next_cursor: Option<String>,
}

#[derive(Deserialize, IntoParams)]
pub struct HistoryQuery {
    /// 1 to 100; 20 when it's missing.
    #[serde(default)]
    pub limit: Option<String>,
    /// The `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl HistoryQuery {
    /// # Errors
    /// Names what makes no sense.
    pub fn check(&self) -> Result<HistoryPage, Refusal> {
        let limit = self.limit.as_deref().map_or(Ok(ORDERS_PAGE_DEFAULT), str::parse).ok().filter(|limit| (1..=ORDERS_PAGE_MAX).contains(limit));
        let limit = limit.ok_or_else(|| Refusal::invalid("/limit", "Use a number from 1 to 100"))?;
        let before = self.cursor.as_deref().map(str::parse).transpose();
        let before = before.map_err(|_| Refusal::invalid("/cursor", "Use the next_cursor of the page before"))?;
        Ok(HistoryPage { before, limit })
    }
}

/// The orders of the account, or of this browser where nobody is signed in; newest first.
#[utoipa::path(get, path = "/api/orders", tag = "orders", params(HistoryQuery),
    responses((status = 200, body = OrdersJson), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn orders(State(app): State<App>, visitor: Visitor, Query(query): Query<HistoryQuery>) -> Result<Json<OrdersJson>, Problem> {
    let history = app.shop.orders(&visitor, query.check()?)?;
    let orders = history.orders.iter().map(|order| OrderJson::new(&app, order)).collect();
    Ok(Json(OrdersJson { orders, next_cursor: history.next.map(|id| id.to_string()) }))
}

#[derive(Deserialize, IntoParams)]
pub struct OrderQuery {
    /// From the link that was given with the order.
    #[serde(default)]
    pub token: Option<String>,
}

/// One order, for the account or the browser that bought it, or with its token.
#[utoipa::path(get, path = "/api/orders/{number}", tag = "orders", params(("number" = String, Path), OrderQuery),
    responses((status = 200, body = OrderJson), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn order(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(query): Query<OrderQuery>,
) -> Result<Json<OrderJson>, Problem> {
    let order = app.shop.order(&visitor, &number, query.token.as_deref())?;
    Ok(Json(OrderJson::new(&app, &order)))
}
