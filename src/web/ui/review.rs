//! What customers say: the sum of it with a bar for each number of stars, and one review after the other.
//!
//! Names, titles and texts are strangers' words: shown as text, each with its own direction of writing.

use maud::{Markup, html};

use super::icon::Icon;
use super::pager::count;
use super::stars;
use crate::base::messages::t;
use crate::base::text::shorten;
use crate::domain::limits::REVIEW_SHOWN_CHARS;
use crate::domain::review::{Review, Stars};
use crate::shop::review::ReviewsView;

/// The mean, how many gave it, and how those who wrote a review spread: each bar leads to the reviews behind it.
#[must_use]
pub fn summary(view: &ReviewsView, chosen: Option<Stars>, href: impl Fn(Stars) -> String) -> Markup {
    let written = view.stars.total();
    html! {
        div.panel.summary {
            @if let Some(rating) = view.rating {
                p { (rich!("reviews-mean"; mean = html! { strong.mean { (stars::mean(rating)) } })) }
                p { (ratings(view)) }
            }
            @if written > 0 {
                ul role="list" aria-label=(t("reviews-by-stars")) {
                    @for stars in Stars::ALL.into_iter().rev() { li { (bar(view.stars.of(stars), written, stars, chosen, &href)) } }
                }
            }
        }
    }
}

/// Ratings that came with the product have no review, and their spread isn't known: the bars are of the reviews alone.
fn ratings(view: &ReviewsView) -> String {
    let all = u64::from(view.rating.map_or(0, |rating| rating.count));
    match (view.listed, view.stars.total()) {
        (0, written) => t!("reviews-count", count = written),
        (_, 0) => t!("ratings-alone", count = all),
        (_, written) => t!("ratings-and-reviews", count = all, written = written),
    }
}

fn bar(number: u32, of: u32, stars: Stars, chosen: Option<Stars>, href: impl Fn(Stars) -> String) -> Markup {
    let name = t!("stars-count", count = stars.number());
    let inside = html! {
        span { (name) } progress value=(number) max=(of) aria-hidden="true" {} span.count { (count(number.into())) span.vh { " " (t("reviews-word")) } }
    };
    html! {
        @if number > 0 {
            a.bar href=(href(stars)) rel="nofollow" aria-current=[(chosen == Some(stars)).then_some("true")] { (inside) }
        } @else {
            span.bar { (inside) }
        }
    }
}

/// One review; `whole` is where the rest of a long text stands, and `below` what can be done with it.
#[must_use]
pub fn review(review: &Review, shop: &str, whole: Option<&str>, below: &Markup) -> Markup {
    let words = &review.words;
    let cut = whole.filter(|_| words.body.chars().count() > REVIEW_SHOWN_CHARS);
    html! {
        article.review id={ "review-" (review.id) } {
            header {
                (given(words.stars))
                @if !words.title.is_empty() { h3 dir="auto" { (words.title) } }
            }
            p.by {
                bdi { (review.signed()) } ", " time datetime=(review.written_at) { (review.written_at.date()) }
                @if review.verified { span.verified { (Icon::Check) (t("verified-buyer")) } }
            }
            @match cut {
                Some(whole) => { p.said dir="auto" { (shorten(&words.body, REVIEW_SHOWN_CHARS)) } p { a href=(whole) { (t("review-whole")) } } }
                None => p.said dir="auto" { (words.body) },
            }
            @if let Some(reply) = &review.reply {
                div.reply {
                    p.by { (rich!("review-answered"; shop = html! { strong { (shop) } }, date = html! { time datetime=(reply.at) { (reply.at.date()) } })) }
                    p.said dir="auto" { (reply.text) }
                }
            }
            (below)
        }
    }
}

/// `3 people found this helpful`; nothing where nobody said so.
#[must_use]
pub fn helped(review: &Review) -> Markup {
    html! {
        @if review.helpful > 0 { span { (t!("review-helped", count = review.helpful)) } }
    }
}

fn given(given: Stars) -> Markup {
    let rating = given.rating();
    html! {
        p class={ "stars " (stars::class(rating.average_hundredths)) } role="img" aria-label=(t!("stars-of-five", count = given.number())) {}
    }
}
