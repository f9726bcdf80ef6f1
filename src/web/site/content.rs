//! Pages of text, and the small files that robots and browsers ask for.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::frame::{layout, shown};
use crate::domain::refusal::Refusal;
use crate::shop::visitor::Visitor;
use crate::web::error::Problem;
use crate::web::pages::content::{self, ContentPage};
use crate::web::pages::storybook;
use crate::web::state::App;

pub async fn page(State(app): State<App>, visitor: Visitor, Path(handle): Path<String>) -> Result<Response, Problem> {
    let written = app.shop.content(&handle)?;
    let layout = layout(&app, &visitor, &format!("/pages/{handle}"))?;
    let text = match &written {
        Some(written) => ContentPage { title: &written.title, description: &written.description, html: &written.html },
        None => content::default(&handle, app.shop.mail.on()).ok_or(Refusal::NotFound)?,
    };
    Ok(shown(content::page(&layout, &text)))
}

pub async fn robots() -> Response {
    let text = "User-agent: *\nDisallow: /cart\nDisallow: /checkout\nDisallow: /orders/\nDisallow: /track\nDisallow: /api/\nDisallow: /f/\n";
    ([(header::CACHE_CONTROL, "public, max-age=86400")], text).into_response()
}

pub async fn storybook(State(app): State<App>) -> Response {
    shown(storybook::page(&app.assets.stylesheet()))
}
