//! What is suggested while somebody types into the search field: a part of a page, put in by the script.

use axum::extract::State;
use axum_extra::extract::Query;
use maud::Markup;
use serde::Deserialize;

use super::address::encode;
use crate::web::error::Problem;
use crate::web::state::App;
use crate::web::ui::link::Link;
use crate::web::ui::suggest::{Suggestions, suggestions};

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

/// `/f/suggest`
pub async fn suggest(State(app): State<App>, Query(typed): Query<Typed>) -> Result<Markup, Problem> {
    let found = app.shop.suggest(typed.q.clone()).await?;
    Ok(suggestions(&Suggestions {
        typed: typed.q,
        queries: found.queries.iter().map(|text| Link::new(text, &format!("/search?q={}", encode(text)))).collect(),
        categories: found.categories.iter().map(|(label, path)| Link::new(label, &format!("/collections/{path}"))).collect(),
        cards: found.cards,
    }))
}
