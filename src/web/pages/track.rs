//! Finding an order without an account: its number and the mail address it was placed with.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::refusal::FieldError;
use crate::web::ui::field::{self, Field};
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::notice::{Notice, optional};

#[derive(Clone, Copy, Debug, Default)]
pub struct TrackPage<'a> {
    pub number: &'a str,
    pub email: &'a str,
    pub errors: &'a [FieldError],
    /// Nothing was found, or asked too often.
    pub notice: Option<&'a Notice>,
}

#[must_use]
pub fn page(layout: &Layout, page: &TrackPage) -> Markup {
    let number = Field { name: "number", label: t("order-number-label"), value: page.number, hint: Some(t("order-number-hint")), ..Field::default() };
    let email = Field { name: "email", label: t("email"), value: page.email, kind: "email", autocomplete: "email", ..Field::default() };
    let main = html! {
        div.wrap.section {
            form.stack.narrow.track method="post" action="/track" novalidate {
                h1 { (t("track-title")) }
                p { (t(if layout.mail { "track-text-mail" } else { "track-text" })) }
                (optional(page.notice))
                (field::summary(page.errors))
                div.fields.wide-block {
                    (field::field(&number, page.errors))
                    (field::field(&email, page.errors))
                }
                button.btn.primary.big { (t("find-order")) }
            }
        }
    };
    layout::page(layout, &Head::public(&field::title(t("track-title"), page.errors), t("track-description")), &main)
}
