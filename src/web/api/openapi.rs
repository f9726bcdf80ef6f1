//! The API's document, made from the handlers themselves.

use axum::Json;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{account, cart, checkout, coupon, live, order, personal, product, review, saved, search};
use crate::web::health;
use crate::web::state::App;

#[derive(OpenApi)]
#[openapi(info(
    title = "Shop API",
    description = "A shop in one binary. Money is in minor units, times are RFC 3339 in UTC, errors are RFC 9457 problems. The cart belongs to the session cookie."
))]
struct Document;

/// All routes of the API with their document at `/api/openapi.json`.
pub fn router() -> axum::Router<App> {
    let (router, document) = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(search::search))
        .routes(routes!(search::suggest))
        .routes(routes!(search::collection))
        .routes(routes!(product::product))
        .routes(routes!(product::also_bought))
        .routes(routes!(review::reviews, review::write, review::withdraw))
        .routes(routes!(review::helpful, review::not_helpful))
        .routes(routes!(cart::cart, cart::clear))
        .routes(routes!(cart::keep))
        .routes(routes!(cart::add_item))
        .routes(routes!(cart::set_item, cart::remove_item))
        .routes(routes!(saved::save))
        .routes(routes!(saved::back))
        .routes(routes!(saved::remove))
        .routes(routes!(coupon::enter, coupon::remove))
        .routes(routes!(checkout::checkout))
        .routes(routes!(checkout::shipping))
        .routes(routes!(checkout::payment))
        .routes(routes!(checkout::back))
        .routes(routes!(order::place, order::orders))
        .routes(routes!(order::order))
        .routes(routes!(account::account))
        .routes(routes!(account::register))
        .routes(routes!(account::login))
        .routes(routes!(account::logout))
        .routes(routes!(account::password))
        .routes(routes!(account::reset))
        .routes(routes!(account::reset_confirm))
        .routes(routes!(account::addresses, account::add_address))
        .routes(routes!(account::set_address, account::remove_address))
        .routes(routes!(personal::data))
        .routes(routes!(personal::erase))
        .routes(routes!(live::availability))
        .routes(routes!(live::events))
        .routes(routes!(live::live))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
        .split_for_parts();
    router.route("/api/openapi.json", axum::routing::get(move || std::future::ready(Json(document))))
}
