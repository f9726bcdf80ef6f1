//! The page of reviews on made-up data, in every state.

use super::review::{ReviewsPage, page};
use super::samples;
use crate::domain::customer::CustomerId;
use crate::domain::limits::REVIEWS_PAGE_DEFAULT;
use crate::domain::refusal::FieldError;
use crate::domain::review::{Review, ReviewId, ReviewSort, Standing, StarCounts, Stars, TypedReview};
use crate::domain::wrong::Wrong;
use crate::shop::review::{Reader, ReviewsAsked, ReviewsView};

/// Every look of it, by the name of its file.
pub(super) fn pages() -> Vec<(&'static str, String)> {
    let view = samples::reviews();
    let nothing = ReviewsView { reviews: Vec::new(), stars: StarCounts::default(), rating: None, listed: 0, ..view.clone() };
    let hidden = Review { id: ReviewId(3), standing: Standing::Hidden { reason: "It is about the parcel.".into() }, ..view.reviews[0].clone() };
    let reader = |own: Option<Review>| Reader { customer: CustomerId(1), name: "Ada".into(), voted: vec![view.reviews[1].id], own };
    let wrong = [FieldError::wrong("/rating", Wrong::Said("wrong-stars")), FieldError::wrong("/body", Wrong::Said("wrong-review"))];
    let asked = ReviewsAsked { sort: ReviewSort::Helpful, stars: None, after: None, limit: REVIEWS_PAGE_DEFAULT };
    let typed = TypedReview { title: "Fine <i>mug</i>".into(), ..TypedReview::default() };
    let (new, with_own) = (reader(None), reader(Some(hidden)));
    let start = ReviewsPage { view: &view, asked, cursor: "", next: None, reader: None, typed: &typed, errors: &[], again: false, notice: None };
    let four = ReviewsAsked { stars: Stars::new(4), sort: ReviewSort::Newest, ..asked };
    let html = |shown: ReviewsPage| page(&samples::layout("/products/stoneware-mug/reviews"), &shown).into_string();
    vec![
        ("reviews", html(ReviewsPage { next: Some("/products/stoneware-mug/reviews?cursor=helpful.4.1.7"), ..start })),
        ("reviews-none", html(ReviewsPage { view: &nothing, ..start })),
        ("reviews-filtered", html(ReviewsPage { asked: four, cursor: "newest.4.1.7", reader: Some(&new), ..start })),
        ("reviews-wrong", html(ReviewsPage { errors: &wrong, again: true, reader: Some(&new), ..start })),
        ("reviews-own", html(ReviewsPage { reader: Some(&with_own), ..start })),
    ]
}
