//! All reviews of a product: the sum of them, one's own, the list page by page, and the form.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::refusal::FieldError;
use crate::domain::review::{Review, ReviewSort, Standing, Stars, TypedReview};
use crate::shop::review::{Reader, ReviewsAsked, ReviewsView};
use crate::web::site::address::{Address, encode};
use crate::web::ui::field::{self, Field};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::link::Link;
use crate::web::ui::notice::{Notice, Tone, notice, optional};
use crate::web::ui::pager::{Pager, pager};
use crate::web::ui::stars;
use crate::web::ui::{crumbs, review};

/// With the messages that name them.
const SORTS: [(ReviewSort, &str); 4] = [
    (ReviewSort::Helpful, "review-sort-helpful"),
    (ReviewSort::Newest, "sort-newest"),
    (ReviewSort::Highest, "review-sort-highest"),
    (ReviewSort::Lowest, "review-sort-lowest"),
];

/// With the messages that say what each means.
const MEANINGS: [(u64, &str); 5] = [(5, "meaning-5"), (4, "meaning-4"), (3, "meaning-3"), (2, "meaning-2"), (1, "meaning-1")];

#[derive(Clone, Copy, Debug)]
pub struct ReviewsPage<'a> {
    pub view: &'a ReviewsView,
    pub asked: ReviewsAsked,
    /// The cursor of this page, as its address says it; may be empty.
    pub cursor: &'a str,
    /// The next page, where there is one.
    pub next: Option<&'a str>,
    /// Nobody where nobody is signed in.
    pub reader: Option<&'a Reader>,
    pub typed: &'a TypedReview,
    pub errors: &'a [FieldError],
    /// What was typed can't be taken as it is: the form is open, whoever reads.
    pub again: bool,
    pub notice: Option<&'a Notice>,
}

impl ReviewsPage<'_> {
    /// The list as it is asked for, without its place in the pages.
    fn address(&self) -> Address {
        list_address(&self.view.handle, self.asked.sort, self.asked.stars)
    }

    fn own(&self) -> Option<&Review> {
        self.reader.and_then(|reader| reader.own.as_ref())
    }
}

/// The address of a list, from its first page on.
#[must_use]
pub fn list_address(handle: &str, sort: ReviewSort, stars: Option<Stars>) -> Address {
    let sort = (sort != ReviewSort::default()).then(|| ("sort".to_owned(), sort.name().to_owned()));
    let stars = stars.map(|stars| ("stars".to_owned(), stars.number().to_string()));
    Address { path: format!("/products/{}/reviews", encode(handle)), parameters: sort.into_iter().chain(stars).collect() }
}

#[must_use]
pub fn page(layout: &Layout, page: &ReviewsPage) -> Markup {
    let view = page.view;
    let title = field::title(&t!("reviews-of", title = view.title), page.errors);
    let product = format!("/products/{}", encode(&view.handle));
    let main = html! {
        (crumbs::crumbs(&[Link::new(&view.title, &product)]))
        div.wrap.section-tight {
            h1 { (t!("reviews-of", title = view.title)) }
            @if page.own().is_none() { (optional(page.notice)) }
            div.reviews {
                aside.stack aria-label=(t("all-ratings")) {
                    (review::summary(view, page.asked.stars, |stars| list_address(&view.handle, page.asked.sort, Some(stars)).href()))
                    @if page.own().is_none() { a.btn href="#write" { (t("write-review")) } }
                    a.btn href=(product) { (t("back-to-product")) }
                }
                div.stack {
                    @if let Some(own) = page.own() { (own_review(layout, page, own)) }
                    (list(layout, page))
                    @if page.own().is_none() { (write(page)) }
                }
            }
        }
    };
    layout::page(layout, &Head::public(&title, &t!("reviews-description", title = view.title)), &main)
}

/// One's own review stands on top, so the list is of the others.
fn list(layout: &Layout, page: &ReviewsPage) -> Markup {
    let view = page.view;
    let all = view.stars.total();
    let own = page.own();
    let others: Vec<&Review> = view.reviews.iter().filter(|one| own.is_none_or(|own| own.id != one.id)).collect();
    html! {
        section.wide-block aria-labelledby="list-title" {
            h2 #list-title {
                @match page.asked.stars {
                    Some(stars) => (t!("reviews-with-stars", count = stars.number())),
                    None => (t("reviews-title")),
                }
            }
            @if all > 1 || page.asked.stars.is_some() { (orders(page)) }
            @match (others.is_empty(), all, own) {
                (false, ..) => {}
                (_, 0, None) => p { (t("no-review-yet")) },
                (_, 0 | 1, _) if page.asked.stars.is_none() => p { (t("no-other-review")) },
                _ => p { (t("no-such-review")) " " a href=(page.address().without(&["stars"]).href()) { (t("show-all")) } },
            }
            @for one in others { (review::review(one, &layout.shop, None, &vote(page, one))) }
            (pager(&Pager { previous: (!page.cursor.is_empty()).then_some(page.address().href().as_str()), next: page.next, place: "" }))
        }
    }
}

fn orders(page: &ReviewsPage) -> Markup {
    html! {
        ul.chips role="list" aria-label=(t("order-and-filter")) {
            @for (sort, label) in SORTS {
                @let chosen = sort == page.asked.sort;
                li {
                    a.chip.plain[!chosen] href=(list_address(&page.view.handle, sort, page.asked.stars).href()) rel="nofollow"
                        aria-current=[chosen.then_some("true")] { (t(label)) }
                }
            }
            @if let Some(stars) = page.asked.stars {
                li {
                    a.chip href=(page.address().without(&["stars"]).href()) {
                        span.vh { (t("filter-remove")) " " } (t!("stars-count", count = stars.number())) (Icon::Close)
                    }
                }
            }
        }
    }
}

/// Saying that a review helped; whoever isn't signed in is led there and comes back to it.
fn vote(page: &ReviewsPage, one: &Review) -> Markup {
    let said = page.reader.is_some_and(|reader| reader.voted.contains(&one.id));
    let at = page.address();
    let at = if page.cursor.is_empty() { at } else { at.with("cursor", page.cursor) };
    html! {
        div.row.helped {
            @match page.reader {
                Some(_) => form method="post" action={ (at.path) "/helpful" } {
                    @for (name, value) in &at.parameters { input type="hidden" name=(name) value=(value); }
                    input type="hidden" name="id" value=(one.id);
                    button.chip name="helpful" value=(if said { "no" } else { "yes" }) aria-pressed=(said) {
                        @if said { (Icon::Check) } (t("helpful"))
                    }
                },
                None => a.chip rel="nofollow" href={ "/account/login?next=" (encode(&format!("{}#review-{}", at.href(), one.id))) } {
                    (t("helpful")) span.vh { " " (t("sign-in-first")) }
                },
            }
            (review::helped(one))
        }
    }
}

fn own_review(layout: &Layout, page: &ReviewsPage, own: &Review) -> Markup {
    let alone = |text: &str| Notice::new(Tone::Warn, t("only-you"), text);
    html! {
        section.panel.wide-block #your-review aria-labelledby="own-title" {
            h2 #own-title { (t("your-review")) }
            (optional(page.notice))
            @match &own.standing {
                Standing::Shown => {}
                Standing::Waiting => (notice(&alone(t("review-waiting")))),
                Standing::Hidden { reason } => (notice(&alone(&t!("review-hidden", reason = reason)))),
            }
            (review::review(own, &layout.shop, None, &html! { p.by { (review::helped(own)) } }))
            details open[page.again] {
                summary.btn { (t("review-change")) }
                (form(page, t("review-replace")))
            }
            form method="post" action={ (page.address().path) "/withdraw" } { button.btn.quiet { (t("review-remove")) } }
        }
    }
}

fn write(page: &ReviewsPage) -> Markup {
    html! {
        section.panel.wide-block #write aria-labelledby="write-title" {
            h2 #write-title { (t("write-review")) }
            @if page.reader.is_some() || page.again {
                (form(page, t("review-send")))
            } @else {
                p { (t("review-invite")) }
                div.row {
                    @let back = encode(&format!("{}#write", page.address().path));
                    a.btn.primary href={ "/account/login?next=" (back) } { (t("review-sign-in")) }
                    a href={ "/account/register?next=" (back) } { (t("open-account")) }
                }
            }
        }
    }
}

fn form(page: &ReviewsPage, button: &str) -> Markup {
    let typed = page.typed;
    let own = page.own().is_some();
    let at = if own { "#your-review" } else { "#write" };
    let title = Field { name: "title", label: t("review-title"), value: &typed.title, required: false, ..Field::default() };
    let body = Field { name: "body", label: t("your-review"), value: &typed.body, hint: Some(t("review-hint")), ..Field::default() };
    html! {
        form.stack.narrow method="post" action={ (page.address().path) (at) } novalidate {
            (field::summary(page.errors))
            (rating(page))
            div.fields.wide-block { (field::field(&title, page.errors)) (field::area(&body, page.errors)) }
            @if let Some(reader) = page.reader { p.hint { (rich!("review-signed"; name = html! { bdi { (reader.name) } })) @if own { " " (t("review-anew")) } } }
            button.btn.primary.big { (button) }
        }
    }
}

/// Five radio buttons: they work with keys, without scripts, and say what each means.
fn rating(page: &ReviewsPage) -> Markup {
    let wrong = page.errors.iter().find(|error| error.pointer == "/rating");
    html! {
        fieldset.field aria-describedby=[wrong.map(|_| "rating-error")] {
            legend { (t("your-stars")) }
            div.options {
                @for (number, meaning) in MEANINGS {
                    @let class = Stars::new(number).map_or("stars-0", |stars| stars::class(stars.rating().average_hundredths));
                    label {
                        input id=[(number == 5).then_some("rating")] type="radio" name="rating" value=(number) required checked[page.typed.rating == Some(number)];
                        span class={ "stars " (class) } aria-hidden="true" {}
                        span { span.vh { (t!("stars-count", count = number)) ": " } (t(meaning)) }
                    }
                }
            }
            @if let Some(error) = wrong { p.wrong #rating-error { (Icon::Alert) (error.said()) } }
        }
    }
}
