//! When something is in the way: what happened, and what to do next. Every one of them offers a way on.

use maud::{Markup, html};

use crate::domain::refusal::FieldError;
use crate::web::ui::empty::{Empty, empty};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head, Layout};

#[derive(Clone, Copy, Debug)]
pub enum ErrorPage<'a> {
    /// 404.
    NotFound,
    /// 403: the request came from another site.
    Forbidden,
    /// 409, with the refusal's own sentence.
    Conflict { detail: &'a str },
    /// 400 and 422.
    Invalid { detail: &'a str, errors: &'a [FieldError] },
    /// 429.
    TooMany { wait_s: u64 },
    /// 500; the id is what support asks for.
    Fault { request_id: &'a str },
    /// 503.
    Busy { wait_s: u64 },
}

impl ErrorPage<'_> {
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Forbidden => 403,
            Self::Conflict { .. } => 409,
            Self::Invalid { .. } => 422,
            Self::TooMany { .. } => 429,
            Self::Fault { .. } => 500,
            Self::Busy { .. } => 503,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "There is nothing here",
            Self::Forbidden => "That came from another site",
            Self::Conflict { .. } => "That has changed meanwhile",
            Self::Invalid { .. } => "That didn't work yet",
            Self::TooMany { .. } => "A little slower, please",
            Self::Fault { .. } => "Something broke on our side",
            Self::Busy { .. } => "We are busy right now",
        }
    }

    fn text(&self) -> String {
        match self {
            Self::NotFound => "The page may have moved, or the product is no longer sold. Try a search.".to_owned(),
            Self::Forbidden => "For your safety, changes are only taken from this shop's own pages. Go back and try again.".to_owned(),
            Self::Conflict { detail } | Self::Invalid { detail, .. } => (*detail).to_owned(),
            Self::TooMany { wait_s } => format!("Many requests came from your network. Try again in {}.", seconds(*wait_s)),
            Self::Fault { .. } => "Your cart is safe. Try again; if it keeps happening, tell us the number below.".to_owned(),
            Self::Busy { wait_s } => format!("Your cart is safe. Try again in {}.", seconds(*wait_s)),
        }
    }
}

#[must_use]
pub fn page(layout: &Layout, page: &ErrorPage) -> Markup {
    let icon = match page {
        ErrorPage::NotFound => Icon::Search,
        ErrorPage::TooMany { .. } | ErrorPage::Busy { .. } => Icon::Clock,
        _ => Icon::Alert,
    };
    let main = empty(&Empty { icon, title: page.title(), text: &page.text() }, &way_on(page));
    layout::page(layout, &Head::private(page.title()), &main)
}

fn way_on(page: &ErrorPage) -> Markup {
    html! {
        @match page {
            ErrorPage::NotFound => {
                form.search action="/search" {
                    label.vh for="lost" { "Search products" }
                    input #lost type="search" name="q" placeholder="What are you looking for?";
                    button aria-label="Search" { (Icon::Search) }
                }
                a.btn href="/" { "Go to the front page" }
            }
            ErrorPage::Invalid { errors, .. } => {
                @if !errors.is_empty() { ul.plain role="list" { @for error in *errors { li { (error.detail) } } } }
                a.btn.primary href="/cart" { "Back to your cart" }
            }
            ErrorPage::Conflict { .. } => a.btn.primary href="/cart" { "Look at your cart" },
            ErrorPage::Fault { request_id } => {
                p { "Request " span.code { (request_id) } }
                div.row { a.btn.primary href="/" { "Go to the front page" } a.btn href="/cart" { "Look at your cart" } }
            }
            _ => a.btn.primary href="/" { "Go to the front page" },
        }
    }
}

fn seconds(wait_s: u64) -> String {
    match wait_s {
        0 | 1 => "a second".to_owned(),
        few if few < 90 => format!("{few} seconds"),
        long => format!("{} minutes", long.div_ceil(60)),
    }
}
