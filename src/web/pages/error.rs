//! When something is in the way: what happened, and what to do next. Every one of them offers a way on.

use maud::{Markup, html};

use crate::base::messages::t;
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
            Self::NotFound => t("error-not-found"),
            Self::Forbidden => t("error-forbidden"),
            Self::Conflict { .. } => t("error-conflict"),
            Self::Invalid { .. } => t("error-invalid"),
            Self::TooMany { .. } => t("error-too-many"),
            Self::Fault { .. } => t("error-fault"),
            Self::Busy { .. } => t("error-busy"),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::NotFound => t("error-not-found-text").to_owned(),
            Self::Forbidden => t("error-forbidden-text").to_owned(),
            Self::Conflict { detail } | Self::Invalid { detail, .. } => (*detail).to_owned(),
            Self::TooMany { wait_s } => t!("error-too-many-text", time = seconds(*wait_s)),
            Self::Fault { .. } => t("error-fault-text").to_owned(),
            Self::Busy { wait_s } => t!("error-busy-text", time = seconds(*wait_s)),
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
                    label.vh for="lost" { (t("search-products")) }
                    input #lost type="search" name="q" placeholder=(t("looking-for"));
                    button aria-label=(t("search")) { (Icon::Search) }
                }
                a.btn href="/" { (t("go-home")) }
            }
            ErrorPage::Invalid { errors, .. } => {
                @if !errors.is_empty() { ul.plain role="list" { @for error in *errors { li { (error.said()) } } } }
                a.btn.primary href="/cart" { (t("back-to-your-cart")) }
            }
            ErrorPage::Conflict { .. } => a.btn.primary href="/cart" { (t("look-at-cart")) },
            ErrorPage::Fault { request_id } => {
                p { (rich!("request-number"; number = html! { span.code { (request_id) } })) }
                div.row { a.btn.primary href="/" { (t("go-home")) } a.btn href="/cart" { (t("look-at-cart")) } }
            }
            _ => a.btn.primary href="/" { (t("go-home")) },
        }
    }
}

fn seconds(wait_s: u64) -> String {
    match wait_s {
        0 | 1 => t("wait-second").to_owned(),
        few if few < 90 => t!("wait-seconds", count = few),
        long => t!("wait-minutes", count = long.div_ceil(60)),
    }
}
