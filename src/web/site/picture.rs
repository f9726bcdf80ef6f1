//! Pictures of products: drawn ones, and files of the data directory.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::frame::FOR_EVER;
use crate::domain::picture::{Picture, content_type};
use crate::domain::refusal::Refusal;
use crate::shop::media::picture;
use crate::web::art;
use crate::web::error::Problem;
use crate::web::state::App;

/// `/art/{kind}-{colour}-{view}.svg`
pub async fn art(Path(name): Path<String>) -> Result<Response, Problem> {
    let drawn = name.strip_suffix(".svg").and_then(draw).ok_or(Refusal::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], [FOR_EVER], drawn).into_response())
}

fn draw(name: &str) -> Option<String> {
    let mut parts = name.split('-');
    let (kind, colour, view) = (parts.next()?, parts.next()?, parts.next()?.parse().ok()?);
    if parts.next().is_some() { None } else { art::picture(kind, colour, view) }
}

/// `/media/{name}`: only names that the shop gave itself.
pub async fn media(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Problem> {
    let kind = Picture::parse(&name).and_then(|picture| content_type(picture.ending)).ok_or(Refusal::NotFound)?;
    let media = app.shop.media.clone();
    let read = tokio::task::spawn_blocking(move || picture(&media, &name)).await.map_err(anyhow::Error::new)??;
    let content = read.ok_or(Refusal::NotFound)?;
    Ok(([(header::CONTENT_TYPE, kind)], [FOR_EVER], content).into_response())
}
