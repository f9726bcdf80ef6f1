//! Pages of text.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::PreEscaped;

use super::frame::{layout, shown};
use crate::domain::refusal::Refusal;
use crate::shop::visitor::Visitor;
use crate::web::error::Problem;
use crate::web::pages::content::{self, ContentPage, Offers};
use crate::web::pages::{looks, samples};
use crate::web::state::App;

pub async fn page(State(app): State<App>, visitor: Visitor, Path(handle): Path<String>) -> Result<Response, Problem> {
    let written = app.shop.content(&handle)?;
    let layout = layout(&app, &visitor, &format!("/pages/{handle}"))?;
    let text = match &written {
        Some(written) => ContentPage { title: &written.title, description: &written.description, html: written.html.as_str().into() },
        None => {
            let settings = &app.shop.settings;
            let offers = Offers { mail: app.shop.mail.on(), returns: settings.returns.days > 0, reviews: settings.reviews.enabled };
            content::default(&handle, offers).ok_or(Refusal::NotFound)?
        }
    };
    Ok(shown(content::page(&layout, &text)))
}

/// `/dev/storybook`, and below it the made-up pages by their names.
pub async fn storybook(State(app): State<App>, name: Option<Path<String>>) -> Result<Response, Problem> {
    let name = name.map_or_else(|| "storybook".to_owned(), |Path(name)| name);
    let (_, html) = looks::pages().into_iter().find(|(known, _)| *known == name).ok_or(Refusal::NotFound)?;
    Ok(shown(PreEscaped(html.replace(samples::STYLESHEET, &app.assets.stylesheet()))))
}
