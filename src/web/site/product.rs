//! One product.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum_extra::extract::Query;
use serde::Deserialize;

use super::address::product_path;
use super::frame::{layout, moved, shown};
use crate::base::messages::t;
use crate::shop::visitor::Visitor;
use crate::web::error::Problem;
use crate::web::pages::home::Row;
use crate::web::pages::product::{ProductPage, page};
use crate::web::search_log;
use crate::web::state::App;

/// From so many on, what was really bought together stands alone and is called so.
const COUNTED_MIN: usize = 4;

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
    asked: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let view = app.shop.product(&handle)?;
    if view.product.handle != handle {
        return Ok(moved(&product_path(&view.product), &asked));
    }
    search_log::opened(&app, &headers, &visitor, view.product.id);
    let mut layout = layout(&app, &visitor, &product_path(&view.product))?;
    let settings = &app.shop.settings;
    let found = app.shop.also_bought(view.product.clone()).await?;
    let goes_with = if found.counted >= COUNTED_MIN {
        Row { title: t("also-bought").to_owned(), more: None, cards: found.cards.into_iter().take(found.counted).collect() }
    } else {
        Row { title: t("also-like").to_owned(), more: None, cards: found.cards }
    };
    let shipping_note = settings.prices.free_shipping_over().map_or_else(String::new, |over| t!("ships-free-over", sum = over));
    let reviews = app.shop.reviews_at_a_glance(&view.product)?;
    let shown_product = ProductPage {
        view: &view,
        variant: choice.variant.as_deref(),
        goes_with: &goes_with,
        remembers: settings.recently_viewed,
        notice: None,
        quantity_max: settings.caps.quantity,
        shipping_note: &shipping_note,
        shipping: settings.prices.shipping.method_to(&settings.prices.home, None),
        country: &settings.prices.home,
        return_days: settings.returns.days,
        now: app.shop.books.now(),
        reviews: reviews.as_ref(),
    };
    layout.scripts.modules.extend(settings.recently_viewed.then(|| app.assets.address("fragment.js")));
    Ok(shown(page(&layout, &shown_product)))
}
