//! The page of a product's reviews and its forms.
//!
//! What somebody typed never gets lost: a form that can't be taken comes back as it was, also to who isn't signed in any more.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use axum_extra::extract::{Form, Query};
use serde::Deserialize;

use super::address::encode;
use super::frame::{layout, moved, onward, private, shown};
use crate::base::messages::t;
use crate::domain::refusal::{Error, FieldError, Refusal};
use crate::domain::review::{ReviewId, ReviewSort, Standing, TypedReview};
use crate::shop::visitor::Visitor;
use crate::web::api::review::{ReviewsQuery, cursor};
use crate::web::error::Problem;
use crate::web::pages::review::{ReviewsPage, list_address, page};
use crate::web::state::App;
use crate::web::ui::notice::{Notice, Tone};

/// What a page is asked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    sort: String,
    stars: String,
    cursor: String,
    /// What just happened, from the form.
    done: String,
}

impl Asked {
    fn list(&self) -> ReviewsQuery {
        ReviewsQuery { sort: self.sort.clone(), stars: self.stars.clone(), cursor: self.cursor.clone(), limit: String::new() }
    }
}

/// What came back from the form, and why.
#[derive(Default)]
struct Again {
    typed: TypedReview,
    errors: Vec<FieldError>,
    signed_out: bool,
}

pub async fn reviews(
    State(app): State<App>,
    visitor: Visitor,
    Path(handle): Path<String>,
    Query(asked): Query<Asked>,
    address: Uri,
) -> Result<Response, Problem> {
    let now = app.shop.product(&handle)?.product.handle;
    if now != handle {
        return Ok(moved(&list_address(&now, ReviewSort::default(), None).path, &address));
    }
    show(&app, &visitor, &handle, &asked, None)
}

fn show(app: &App, visitor: &Visitor, handle: &str, asked: &Asked, again: Option<Again>) -> Result<Response, Problem> {
    let list = asked.list().check()?;
    let view = app.shop.reviews(handle, list)?;
    let reader = app.shop.review_reader(visitor, &view)?;
    let own = reader.as_ref().and_then(|reader| reader.own.as_ref());
    let before =
        own.map(|own| TypedReview { rating: Some(own.words.stars.number().into()), title: own.words.title.clone(), body: own.words.body.clone() });
    let notice = match &again {
        Some(Again { signed_out: true, .. }) => Some(Notice::new(Tone::Danger, t("review-signed-out"), t("review-signed-out-text"))),
        Some(_) => None,
        None => own.and_then(|own| told(&asked.done, &own.standing)).or_else(|| (asked.done == "withdrawn" && own.is_none()).then(removed)),
    };
    let came_back = again.is_some();
    let Again { typed, errors, signed_out } = again.unwrap_or_default();
    let typed = if came_back { typed } else { before.unwrap_or_default() };
    let path = list_address(&view.handle, list.sort, list.stars);
    let next = view.next.map(|place| path.with("cursor", &cursor(list.sort, place)).href());
    let shown_page = ReviewsPage {
        view: &view,
        asked: list,
        cursor: &asked.cursor,
        next: next.as_deref(),
        reader: reader.as_ref(),
        typed: &typed,
        errors: &errors,
        again: came_back,
        notice: notice.as_ref(),
    };
    let frame = layout(app, visitor, &path.path)?;
    Ok(match (came_back, signed_out) {
        (false, _) => shown(page(&frame, &shown_page)),
        (true, true) => private(StatusCode::UNAUTHORIZED, page(&frame, &shown_page)),
        (true, false) => private(StatusCode::UNPROCESSABLE_ENTITY, page(&frame, &shown_page)),
    })
}

/// The standing itself is told beside the review.
fn told(done: &str, standing: &Standing) -> Option<Notice> {
    let text = if *standing == Standing::Shown { t("review-public") } else { "" };
    (done == "written").then(|| Notice::new(Tone::Ok, t("thank-you"), text))
}

fn removed() -> Notice {
    Notice::new(Tone::Ok, t("review-gone"), t("review-gone-text"))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct ReviewForm {
    rating: String,
    title: String,
    body: String,
}

pub async fn write(State(app): State<App>, visitor: Visitor, Path(handle): Path<String>, Form(form): Form<ReviewForm>) -> Result<Response, Problem> {
    let ReviewForm { rating, title, body } = form;
    let typed = TypedReview { rating: rating.parse().ok(), title, body };
    match app.shop.review_write(visitor.clone(), &handle, &typed).await {
        Ok(_) => Ok(onward(&app, None, &format!("/products/{}/reviews?done=written#your-review", encode(&handle)))),
        Err(Error::Refusal(Refusal::Invalid { errors })) => {
            show(&app, &visitor, &handle, &Asked::default(), Some(Again { typed, errors, signed_out: false }))
        }
        Err(Error::Refusal(Refusal::SignInRequired)) => {
            show(&app, &visitor, &handle, &Asked::default(), Some(Again { typed, errors: Vec::new(), signed_out: true }))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn withdraw(State(app): State<App>, visitor: Visitor, Path(handle): Path<String>) -> Result<Response, Problem> {
    let reviews = format!("/products/{}/reviews", encode(&handle));
    match app.shop.review_withdraw(visitor, &handle).await {
        // Pressed twice, it's gone all the same.
        Ok(()) | Err(Error::Refusal(Refusal::NotFound)) => Ok(onward(&app, None, &format!("{reviews}?done=withdrawn"))),
        Err(Error::Refusal(Refusal::SignInRequired)) => Ok(onward(&app, None, &format!("/account/login?next={}", encode(&reviews)))),
        Err(error) => Err(error.into()),
    }
}

/// A vote, and the page it was given on.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct VoteForm {
    id: String,
    helpful: String,
    sort: String,
    stars: String,
    cursor: String,
}

pub async fn helpful(State(app): State<App>, visitor: Visitor, Path(handle): Path<String>, Form(form): Form<VoteForm>) -> Result<Response, Problem> {
    let VoteForm { id, helpful, sort, stars, cursor } = form;
    let id: ReviewId = id.parse().map_err(|_| Refusal::NotFound)?;
    let list = ReviewsQuery { sort, stars, cursor: cursor.clone(), limit: String::new() }.check()?;
    let address = list_address(&handle, list.sort, list.stars);
    let address = if cursor.is_empty() { address } else { address.with("cursor", &cursor) };
    let back = format!("{}#review-{id}", address.href());
    match app.shop.review_vote(visitor, &handle, id, helpful == "yes").await {
        Ok(_) => Ok(onward(&app, None, &back)),
        Err(Error::Refusal(Refusal::SignInRequired)) => Ok(onward(&app, None, &format!("/account/login?next={}", encode(&back)))),
        Err(error) => Err(error.into()),
    }
}
