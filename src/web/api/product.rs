//! One product.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{CardJson, ImageJson, MoneyJson};
use crate::shop::product::ProductView;
use crate::web::error::{Problem, ProblemBody};
use crate::web::state::App;

/// A card with everything the product's page shows.
#[derive(Serialize, ToSchema)]
pub struct ProductJson {
    #[serde(flatten)]
    card: CardJson,
    /// Sanitised HTML.
    description: String,
    options: Vec<String>,
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    attributes: serde_json::Map<String, serde_json::Value>,
    images: Vec<ImageJson>,
    variants: Vec<VariantJson>,
}

#[derive(Serialize, ToSchema)]
pub struct VariantJson {
    sku: String,
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    options: serde_json::Map<String, serde_json::Value>,
    price: MoneyJson,
    compare_at_price: Option<MoneyJson>,
    available: u64,
}

impl From<&ProductView> for ProductJson {
    fn from(view: &ProductView) -> Self {
        let product = &view.product;
        let options = |values: &[String]| product.option_names.iter().cloned().zip(values.iter().map(|value| value.as_str().into())).collect();
        let variants = product.variants.iter().zip(&view.available).map(|(variant, available)| VariantJson {
            sku: variant.sku.clone(),
            options: options(&variant.options),
            price: variant.price.into(),
            compare_at_price: variant.compare_at_price.map(Into::into),
            available: *available,
        });
        Self {
            card: (&view.card).into(),
            description: view.details.description.clone(),
            options: product.option_names.clone(),
            attributes: view.details.attributes.iter().map(|attribute| (attribute.name.clone(), attribute.value.as_str().into())).collect(),
            images: product.images.iter().map(Into::into).collect(),
            variants: variants.collect(),
        }
    }
}

/// One product with its variants.
#[utoipa::path(get, path = "/api/products/{handle}", tag = "catalogue", params(("handle" = String, Path)),
    responses((status = 200, body = ProductJson), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn product(State(app): State<App>, Path(handle): Path<String>) -> Result<Json<ProductJson>, Problem> {
    Ok(Json((&app.shop.product(&handle)?).into()))
}

#[derive(Serialize, ToSchema)]
pub struct AlsoBoughtJson {
    /// At most 12, best first, each of them in stock.
    products: Vec<CardJson>,
}

/// What was bought together with a product, filled up with what sells well.
#[utoipa::path(get, path = "/api/products/{handle}/also-bought", tag = "catalogue", params(("handle" = String, Path)),
    responses((status = 200, body = AlsoBoughtJson), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn also_bought(State(app): State<App>, Path(handle): Path<String>) -> Result<Json<AlsoBoughtJson>, Problem> {
    let view = app.shop.product(&handle)?;
    let found = app.shop.also_bought(view.product).await?;
    Ok(Json(AlsoBoughtJson { products: found.cards.iter().map(Into::into).collect() }))
}
