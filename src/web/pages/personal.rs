//! Your data: what the shop keeps about a customer and why, all of it as a file, and deleting the account.

use maud::{Markup, html};

use super::account::frame;
use super::sign_in::current_password;
use crate::base::messages::t;
use crate::domain::customer::Customer;
use crate::domain::refusal::FieldError;
use crate::web::ui::field;
use crate::web::ui::layout::Layout;
use crate::web::ui::notice::{Notice, optional};

#[derive(Clone, Copy, Debug)]
pub struct PersonalPage<'a> {
    pub customer: &'a Customer,
    /// The shop has reviews.
    pub reviews: bool,
    /// Theirs are to go, too: what was ticked.
    pub remove_reviews: bool,
    pub errors: &'a [FieldError],
    pub notice: Option<&'a Notice>,
}

#[must_use]
pub fn page(layout: &Layout, page: &PersonalPage) -> Markup {
    let main = html! {
        h1 { (t("your-data")) }
        (optional(page.notice))
        (field::summary(page.errors))
        section.stack aria-labelledby="kept-title" {
            div.section-head { h2 #kept-title { (t("data-kept")) } }
            (list(&kept(page)))
            p { (rich!("data-kept-more"; link = html! { a href="/pages/privacy" { (t("privacy")) } })) }
        }
        section.stack aria-labelledby="take-title" {
            div.section-head { h2 #take-title { (t("data-take")) } }
            p { (t("data-take-text")) }
            a.btn.primary href="/account/data/file" { (t("data-download")) }
        }
        (deleting(layout, page))
    };
    frame(layout, &field::title(t("your-data"), page.errors), &main)
}

fn list(sentences: &[Markup]) -> Markup {
    html! { div.prose { ul { @for sentence in sentences { li { (sentence) } } } } }
}

fn plain(ids: impl IntoIterator<Item = &'static str>) -> Vec<Markup> {
    ids.into_iter().map(|sentence| html! { (sentence) }).collect()
}

fn kept(page: &PersonalPage) -> Vec<Markup> {
    let reviews = page.reviews.then(|| t("data-kept-reviews"));
    plain(
        [t("data-kept-account"), t("data-kept-addresses"), t("data-kept-orders")]
            .into_iter()
            .chain(reviews)
            .chain([t("data-kept-cart"), t("data-kept-sessions")]),
    )
}

fn deleting(layout: &Layout, page: &PersonalPage) -> Markup {
    let votes = page.reviews.then(|| t("data-goes-votes"));
    let goes = plain([t("data-goes-account"), t("data-goes-cart"), t("data-goes-sessions")].into_iter().chain(votes));
    let mut stays = vec![rich!("data-stays-orders"; link = html! { a href="/track" { (t("track-order")) } })];
    stays.extend(plain(page.reviews.then(|| t("data-stays-reviews"))));
    html! {
        section.stack aria-labelledby="delete-title" {
            div.section-head { h2 #delete-title { (t("data-delete")) } }
            h3 { (t("data-goes")) }
            (list(&goes))
            h3 { (t("data-stays")) }
            (list(&stays))
            form.stack.narrow method="post" action="/account/erase" novalidate {
                div.fields { (field::field(&current_password("password", t("password")), page.errors)) }
                @if page.reviews {
                    label.row { input type="checkbox" name="remove_reviews" value="true" checked[page.remove_reviews]; (t("data-reviews-too")) }
                }
                @if layout.mail { p.hint { (rich!("data-letter"; email = html! { strong { (page.customer.email.as_str()) } })) } }
                button.btn { (t("data-delete-button")) }
            }
        }
    }
}
