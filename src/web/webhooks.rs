//! What payment providers tell the shop by themselves. It is only ever a hint: the shop looks for itself.
//!
//! A hint that is old, doubled, out of order or never came does no harm, so nothing of it is stored; what it says about
//! money is not even read. Only who sent it is checked, or anybody could keep the shop busy with looking.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde::Deserialize;

use super::error::Problem;
use super::state::App;
use crate::domain::order::OrderId;
use crate::domain::refund::Refund;
use crate::domain::refusal::Refusal;
use crate::payments::signature;
use crate::store::order::OrderRows;

pub fn router() -> Router<App> {
    Router::new().route("/webhooks/stripe", post(stripe))
}

/// An event of Stripe, as far as it says which order it is about.
#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type", default)]
    kind: String,
    data: EventData,
}

#[derive(Deserialize)]
struct EventData {
    object: Named,
}

/// A payment, a session, a charge or a refund of ours carries the order in its metadata.
#[derive(Default, Deserialize)]
struct Named {
    #[serde(default)]
    metadata: Option<Metadata>,
    #[serde(default)]
    client_reference_id: Option<String>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    order: Option<String>,
    /// The key of a refund names its order, too.
    #[serde(default)]
    key: Option<String>,
}

async fn stripe(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(settings) = &app.shop.settings.stripe else { return Problem::from(Refusal::NotFound).into_response() };
    let header = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if let Err(forged) = signature::verify(header, &body, &settings.webhook_secrets, app.shop.books.now()) {
        metrics::counter!("shop_webhooks_total", "outcome" => "refused").increment(1);
        tracing::warn!(%forged, "a webhook was refused");
        return Problem::malformed(format!("This webhook can't be taken: {forged}.")).into_response();
    }
    metrics::counter!("shop_webhooks_total", "outcome" => "taken").increment(1);
    if let Some((kind, id)) = order_of(&body) {
        tracing::debug!(kind, order = id.0, "a webhook names an order");
        // Other shops may share the account: what isn't an order of ours is nobody's turn.
        match app.shop.snapshot().and_then(|snapshot| snapshot.order(id)) {
            Ok(Some(order)) => app.shop.nudge(order.id),
            Ok(None) => {}
            Err(fault) => return Problem::from(fault).into_response(),
        }
    }
    StatusCode::OK.into_response()
}

/// Which order an event is about. What isn't about an order of ours was still delivered well.
fn order_of(body: &[u8]) -> Option<(String, OrderId)> {
    let Event { kind, data } = serde_json::from_slice(body).ok()?;
    let Named { metadata, client_reference_id } = data.object;
    let Metadata { order, key } = metadata.unwrap_or_default();
    let order = match order.or(client_reference_id) {
        Some(order) => order.parse().ok(),
        None => key.as_deref().and_then(Refund::order_of_key),
    };
    order.map(|order| (kind, order))
}

#[cfg(test)]
mod tests {
    use super::order_of;
    use crate::domain::order::OrderId;

    #[test]
    fn the_order_is_found_in_whatever_the_event_is_about() {
        let order = |body: &str| order_of(body.as_bytes()).map(|(_, order)| order);
        assert_eq!(
            order(r#"{"type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","metadata":{"order":"77","mode":"token"}}}}"#),
            Some(OrderId(77))
        );
        assert_eq!(order(r#"{"type":"checkout.session.expired","data":{"object":{"id":"cs_1","client_reference_id":"77"}}}"#), Some(OrderId(77)));
        assert_eq!(
            order(r#"{"type":"charge.refunded","data":{"object":{"id":"ch_1","metadata":{"order":"77"},"client_reference_id":null}}}"#),
            Some(OrderId(77))
        );
        assert_eq!(order(r#"{"type":"refund.failed","data":{"object":{"id":"re_1","metadata":{"key":"rf-77-2"}}}}"#), Some(OrderId(77)));
        for other in [
            r#"{"type":"customer.created","data":{"object":{"id":"cus_1","metadata":{}}}}"#,
            r#"{"type":"payment_intent.succeeded","data":{"object":{"metadata":{"order":"another shop's 77"}}}}"#,
            r#"{"type":"payment_intent.succeeded","data":{"object":{"metadata":null}}}"#,
            r#"{"type":"refund.updated","data":{"object":{"metadata":{"key":"another's 77"}}}}"#,
            r#"{"data":{}}"#,
            "[]",
            "",
            "\u{1}",
        ] {
            assert_eq!(order(other), None, "{other}");
        }
    }
}
