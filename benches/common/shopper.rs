//! What a shopper of the benches types at the till.

use serde_json::json;

/// The body of `POST /api/orders` that takes all steps at once.
pub fn order_body() -> String {
    let address = json!({
        "name": "Bench Shopper", "line1": "1 Measure Street", "line2": "", "city": "Springfield",
        "region": "IL", "postal_code": "62701", "country": "US", "phone": "",
    });
    json!({"email": "bench@example.com", "shipping_address": address, "payment": {"provider": "practice", "token": "pm_card_visa"}}).to_string()
}
