//! Reviews of a product: read page by page, write, withdraw, and say which ones helped.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::limits::{REVIEWS_PAGE_DEFAULT, REVIEWS_PAGE_MAX};
use crate::domain::product::Rating;
use crate::domain::refusal::{FieldError, Refusal};
use crate::domain::review::{Reply, Review, ReviewId, ReviewSort, Standing, StarCounts, Stars, TypedReview};
use crate::shop::review::{ReviewsAsked, ReviewsView};
use crate::shop::visitor::Visitor;
use crate::store::review::ReviewPlace;
use crate::web::error::{Problem, ProblemBody};
use crate::web::extract::Body;
use crate::web::state::App;

/// A page of reviews. The average is of the reviews here and of ratings that came with the product, which have no text.
#[derive(Serialize, ToSchema)]
pub struct ReviewsJson {
    reviews: Vec<ReviewJson>,
    /// From 1 to 5; missing when nobody has rated it.
    average: Option<f64>,
    /// All ratings, with and without a review.
    count: u32,
    /// How the reviews spread; ratings without one aren't in it.
    stars: Vec<StarsJson>,
    /// Where the next page starts; missing on the last.
    next_cursor: Option<String>,
    /// What the asking customer wrote, whether or not others see it.
    yours: Option<YoursJson>,
}

#[derive(Serialize, ToSchema)]
pub struct ReviewJson {
    id: String,
    /// From 1 to 5.
    rating: u8,
    title: String,
    /// Plain text; lines are parted by `\n`.
    body: String,
    /// The first name alone.
    author: String,
    /// Wrote after buying it here.
    verified: bool,
    /// Customers who found it helpful.
    helpful: u32,
    written_at: String,
    /// The shop's.
    reply: Option<ReplyJson>,
}

#[derive(Serialize, ToSchema)]
pub struct ReplyJson {
    text: String,
    at: String,
}

#[derive(Serialize, ToSchema)]
pub struct StarsJson {
    stars: u8,
    count: u32,
}

#[derive(Serialize, ToSchema)]
pub struct YoursJson {
    /// `shown`, `waiting` or `hidden`.
    status: &'static str,
    /// Why it's hidden, where the merchant said so.
    reason: Option<String>,
    #[serde(flatten)]
    review: ReviewJson,
}

impl From<&Review> for ReviewJson {
    fn from(review: &Review) -> Self {
        let reply = |reply: &Reply| ReplyJson { text: reply.text.clone(), at: reply.at.to_string() };
        Self {
            id: review.id.to_string(),
            rating: review.words.stars.number(),
            title: review.words.title.clone(),
            body: review.words.body.clone(),
            author: review.author.clone(),
            verified: review.verified,
            helpful: review.helpful,
            written_at: review.written_at.to_string(),
            reply: review.reply.as_ref().map(reply),
        }
    }
}

impl From<&Review> for YoursJson {
    fn from(review: &Review) -> Self {
        let reason = match &review.standing {
            Standing::Hidden { reason } if !reason.is_empty() => Some(reason.clone()),
            _ => None,
        };
        Self { status: review.standing.name(), reason, review: review.into() }
    }
}

impl ReviewsJson {
    fn new(view: &ReviewsView, sort: ReviewSort, yours: Option<&Review>) -> Self {
        let counts: StarCounts = view.stars;
        Self {
            reviews: view.reviews.iter().map(Into::into).collect(),
            average: view.rating.map(Rating::average),
            count: view.rating.map_or(0, |rating| rating.count),
            stars: Stars::ALL.into_iter().rev().map(|stars| StarsJson { stars: stars.number(), count: counts.of(stars) }).collect(),
            next_cursor: view.next.map(|place| cursor(sort, place)),
            yours: yours.map(Into::into),
        }
    }
}

/// A place in a list, for the way to the next page; it belongs to one order.
#[must_use]
pub fn cursor(sort: ReviewSort, place: ReviewPlace) -> String {
    format!("{}.{}.{}.{}", sort.name(), place.stars.number(), place.rank, place.id)
}

fn place(sort: ReviewSort, cursor: &str) -> Option<ReviewPlace> {
    let parts: Vec<&str> = cursor.split('.').collect();
    let [name, stars, rank, id] = parts.as_slice() else { return None };
    let stars = stars.parse().ok().and_then(Stars::new).filter(|_| *name == sort.name())?;
    Some(ReviewPlace { stars, rank: rank.parse().ok()?, id: id.parse().ok()? })
}

/// What can be asked of reviews, by pages and API alike; empty values count as missing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReviewsQuery {
    pub sort: String,
    pub stars: String,
    pub cursor: String,
    pub limit: String,
}

impl ReviewsQuery {
    /// # Errors
    /// Names each parameter that makes no sense.
    pub fn check(&self) -> Result<ReviewsAsked, Refusal> {
        let mut errors = Vec::new();
        let mut wrong = |pointer: &str, detail: &str| errors.push(FieldError::new(pointer, detail));
        let sort = if self.sort.is_empty() { Some(ReviewSort::default()) } else { ReviewSort::parse(&self.sort) };
        if sort.is_none() {
            wrong("/sort", "Use helpful, newest, highest or lowest");
        }
        let sort = sort.unwrap_or_default();
        let stars = self.stars.parse().ok().and_then(Stars::new);
        if stars.is_none() && !self.stars.is_empty() {
            wrong("/stars", "Use a number from 1 to 5");
        }
        let after = place(sort, &self.cursor);
        if after.is_none() && !self.cursor.is_empty() {
            wrong("/cursor", "Use the next_cursor of an answer in the same order");
        }
        let limit = if self.limit.is_empty() { Ok(REVIEWS_PAGE_DEFAULT) } else { self.limit.parse() };
        let limit = limit.ok().filter(|limit| *limit > 0);
        if limit.is_none() {
            wrong("/limit", &format!("Use a number from 1 to {REVIEWS_PAGE_MAX}"));
        }
        let limit = limit.unwrap_or(REVIEWS_PAGE_DEFAULT).min(REVIEWS_PAGE_MAX);
        if errors.is_empty() { Ok(ReviewsAsked { sort, stars, after, limit }) } else { Err(Refusal::Invalid { errors }) }
    }
}

fn answer(app: &App, visitor: &Visitor, handle: &str, asked: ReviewsAsked) -> Result<ReviewsJson, Problem> {
    let view = app.shop.reviews(handle, asked)?;
    let reader = app.shop.review_reader(visitor, &view)?;
    Ok(ReviewsJson::new(&view, asked.sort, reader.and_then(|reader| reader.own).as_ref()))
}

/// Reviews of a product: `sort=helpful|newest|highest|lowest`, those with so many `stars`, `limit` at most 50.
#[utoipa::path(get, path = "/api/products/{handle}/reviews", tag = "reviews",
    params(("handle" = String, Path), ("sort" = Option<String>, Query), ("stars" = Option<u8>, Query), ("cursor" = Option<String>, Query), ("limit" = Option<u8>, Query)),
    responses((status = 200, body = ReviewsJson), (status = 404, body = ProblemBody, content_type = "application/problem+json"), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reviews(
    State(app): State<App>,
    visitor: Visitor,
    Path(handle): Path<String>,
    Query(query): Query<ReviewsQuery>,
) -> Result<Json<ReviewsJson>, Problem> {
    Ok(Json(answer(&app, &visitor, &handle, query.check()?)?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteReview {
    /// Stars, from 1 to 5.
    rating: u64,
    /// At most 120 characters; may be left out.
    #[serde(default)]
    title: String,
    /// At most 5,000 characters.
    body: String,
}

/// Writes a review; one that the customer wrote before is replaced. The answer is the newest reviews, and what became of this one.
#[utoipa::path(post, path = "/api/products/{handle}/reviews", tag = "reviews", params(("handle" = String, Path)), request_body = WriteReview,
    responses((status = 201, body = ReviewsJson), (status = 401, body = ProblemBody, content_type = "application/problem+json"), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"), (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn write(State(app): State<App>, visitor: Visitor, Path(handle): Path<String>, body: Body<WriteReview>) -> Result<Response, Problem> {
    let WriteReview { rating, title, body } = body.value;
    app.shop.review_write(visitor.clone(), &handle, &TypedReview { rating: Some(rating), title, body }).await?;
    let newest = ReviewsAsked { sort: ReviewSort::Newest, stars: None, after: None, limit: REVIEWS_PAGE_DEFAULT };
    Ok((StatusCode::CREATED, Json(answer(&app, &visitor, &handle, newest)?)).into_response())
}

/// Takes one's own review away.
#[utoipa::path(delete, path = "/api/products/{handle}/reviews", tag = "reviews", params(("handle" = String, Path)),
    responses((status = 204), (status = 401, body = ProblemBody, content_type = "application/problem+json"), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn withdraw(State(app): State<App>, visitor: Visitor, Path(handle): Path<String>) -> Result<StatusCode, Problem> {
    app.shop.review_withdraw(visitor, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that a review helped; once for each customer, and not of one's own.
#[utoipa::path(put, path = "/api/products/{handle}/reviews/{id}/helpful", tag = "reviews", params(("handle" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = ReviewJson), (status = 401, body = ProblemBody, content_type = "application/problem+json"), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn helpful(State(app): State<App>, visitor: Visitor, Path((handle, id)): Path<(String, String)>) -> Result<Json<ReviewJson>, Problem> {
    vote(&app, visitor, &handle, &id, true).await
}

/// Takes that back.
#[utoipa::path(delete, path = "/api/products/{handle}/reviews/{id}/helpful", tag = "reviews", params(("handle" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = ReviewJson), (status = 401, body = ProblemBody, content_type = "application/problem+json"), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn not_helpful(State(app): State<App>, visitor: Visitor, Path((handle, id)): Path<(String, String)>) -> Result<Json<ReviewJson>, Problem> {
    vote(&app, visitor, &handle, &id, false).await
}

async fn vote(app: &App, visitor: Visitor, handle: &str, id: &str, helpful: bool) -> Result<Json<ReviewJson>, Problem> {
    let id: ReviewId = id.parse().map_err(|_| Refusal::NotFound)?;
    Ok(Json((&app.shop.review_vote(visitor, handle, id, helpful).await?).into()))
}

#[cfg(test)]
mod tests {
    use super::{ReviewsQuery, cursor};
    use crate::domain::refusal::Refusal;
    use crate::domain::review::{ReviewId, ReviewSort, Stars};
    use crate::store::review::ReviewPlace;

    fn query(sort: &str, stars: &str, cursor: &str, limit: &str) -> ReviewsQuery {
        let text = |value: &str| value.to_owned();
        ReviewsQuery { sort: text(sort), stars: text(stars), cursor: text(cursor), limit: text(limit) }
    }

    #[test]
    fn a_place_comes_back_in_its_own_order_only() {
        let place = ReviewPlace { stars: Stars::ALL[3], rank: 12, id: ReviewId(77) };
        let cursor = cursor(ReviewSort::Newest, place);
        let asked = query("newest", "4", &cursor, "500").check().expect("it makes sense");
        assert_eq!((asked.after, asked.stars, asked.limit), (Some(place), Some(Stars::ALL[3]), 50));
        let wrong = query("best", "6", &cursor, "0").check().expect_err("nothing makes sense");
        let Refusal::Invalid { errors } = wrong else { panic!("{wrong:?}") };
        assert_eq!(errors.iter().map(|error| error.pointer.as_str()).collect::<Vec<_>>(), ["/sort", "/stars", "/cursor", "/limit"]);
        for bad in ["newest.4.12", "newest.0.1.1", "newest.4.-1.1", "newest.4.1.1.1", "x"] {
            assert!(query("newest", "", bad, "").check().is_err(), "{bad}");
        }
    }
}
