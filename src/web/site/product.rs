//! One product.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum_extra::extract::Query;
use serde::Deserialize;

use super::address::encode;
use super::frame::{layout, shown};
use crate::shop::visitor::Visitor;
use crate::web::error::Problem;
use crate::web::pages::product::{ProductPage, page};
use crate::web::search_log;
use crate::web::state::App;

#[derive(Deserialize)]
pub struct Choice {
    #[serde(default)]
    variant: Option<String>,
}

pub async fn product(
    State(app): State<App>,
    visitor: Visitor,
    Path(handle): Path<String>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let view = app.shop.product(&handle)?;
    search_log::opened(&app, &headers, &visitor, view.product.id);
    let layout = layout(&app, &visitor, &format!("/products/{}", encode(&view.product.handle)))?;
    let settings = &app.shop.settings;
    let related = app.shop.related(&view.product);
    let shipping_note = settings.prices.free_shipping_over().map_or_else(String::new, |over| format!("Orders over {over} ship free"));
    let shown_product = ProductPage {
        view: &view,
        variant: choice.variant.as_deref(),
        related: &related,
        notice: None,
        quantity_max: settings.caps.quantity,
        shipping_note: &shipping_note,
    };
    Ok(shown(page(&layout, &shown_product)))
}
