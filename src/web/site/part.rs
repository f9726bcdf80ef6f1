//! Which part of a list is asked for: the whole page, what a filter changes, or the next few products.
//!
//! - An address below `/f` is the part of the page that has the rest of it as its address: the same handlers, the same guards.
//! - **The next page goes on behind the last product that was shown**, also when the list has moved a little in the meantime:
//!   something sold out and went to the end, something new came in front. No product is shown twice or left out for that.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::Query;
use serde::Deserialize;

use crate::domain::limits::{LIST_AFTER_MAX, LIST_MOVED_MAX, PAGE_MAX};
use crate::domain::product::ProductId;
use crate::search::request::{Cursor, Request};
use crate::shop::search::SearchView;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    Page,
    /// All inside the frame of the page.
    Change,
    /// One more page of products, behind the last of these that is still there.
    More {
        after: Vec<ProductId>,
    },
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// `more`, or nothing.
    part: String,
    /// The last products that are shown, in their order.
    after: Vec<u64>,
}

impl<S: Send + Sync> FromRequestParts<S> for Wanted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let Query(asked) = Query::<Asked>::try_from_uri(&parts.uri).unwrap_or_default();
        Ok(match asked.part.as_str() {
            _ if !parts.uri.path().starts_with("/f/") => Self::Page,
            "more" => Self::More { after: asked.after.into_iter().take(LIST_AFTER_MAX).map(ProductId).collect() },
            _ => Self::Change,
        })
    }
}

impl Wanted {
    /// What to look for, so that the page can be cut out of what is found.
    #[must_use]
    pub fn widened(&self, request: &Request) -> Request {
        let both_ways = LIST_MOVED_MAX.saturating_mul(2);
        let limit = request.limit.saturating_add(both_ways);
        let Self::More { after } = self else { return request.clone() };
        let plain = Request { with_attributes: false, ..request.clone() };
        if after.is_empty() || limit > PAGE_MAX {
            return plain;
        }
        Request { cursor: Cursor::after(request.cursor.offset().saturating_sub(LIST_MOVED_MAX)), limit, ..plain }
    }

    /// Cuts the page out, and sets the request to where it starts now.
    pub fn cut(&self, request: &mut Request, widened: &Request, found: &mut SearchView) {
        let Self::More { after } = self else { return };
        let start = widened.cursor.offset();
        let place = |id: &ProductId| found.cards.iter().position(|card| card.id == *id);
        let behind = after.iter().rev().find_map(place).map(|place| place.saturating_add(1));
        let skipped = behind.unwrap_or_else(|| request.cursor.offset().saturating_sub(start)).min(found.cards.len());
        found.cards.drain(..skipped);
        request.cursor = Cursor::after(start.saturating_add(skipped));
        if found.cards.len() > request.limit {
            found.cards.truncate(request.limit);
            found.next = Some(Cursor::after(request.cursor.offset().saturating_add(request.limit)).to_string());
        }
    }
}
