//! Signing in, opening an account, asking for a new password and setting it: four short forms.
//!
//! Passwords are never written back into a page. Pasting works, and each field says what it is to password managers.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::refusal::FieldError;
use crate::web::site::address::encode;
use crate::web::ui::field::{self, Field};
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::notice::{Notice, optional};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Login,
    Register,
    /// Asks for a link.
    Reset,
    /// Opened by the link.
    NewPassword,
}

#[derive(Clone, Copy, Debug)]
pub struct SignInPage<'a> {
    pub form: Form,
    pub email: &'a str,
    pub name: &'a str,
    /// Where to go afterwards, and what the link carried.
    pub next: &'a str,
    pub token: &'a str,
    pub errors: &'a [FieldError],
    pub notice: Option<&'a Notice>,
}

impl SignInPage<'_> {
    #[must_use]
    pub fn empty(form: Form) -> Self {
        Self { form, email: "", name: "", next: "", token: "", errors: &[], notice: None }
    }
}

/// A field for a password that is typed to be known again.
#[must_use]
pub fn current_password<'a>(name: &'a str, label: &'a str) -> Field<'a> {
    Field { name, label, kind: "password", autocomplete: "current-password", ..Field::default() }
}

/// A field for a password that is chosen.
#[must_use]
pub fn new_password<'a>(name: &'a str, label: &'a str) -> Field<'a> {
    let hint = Some(t("password-hint"));
    Field { name, label, kind: "password", autocomplete: "new-password", hint, ..Field::default() }
}

#[must_use]
pub fn page(layout: &Layout, page: &SignInPage) -> Markup {
    let (title, action, button) = match page.form {
        Form::Login => (t("sign-in"), "/account/login", t("sign-in")),
        Form::Register => (t("open-account"), "/account/register", t("open-my-account")),
        Form::Reset => (t("forgot-password"), "/account/reset", t("send-link")),
        Form::NewPassword => (t("choose-password"), "/account/reset/confirm", t("save-password")),
    };
    let main = html! {
        div.wrap.section {
            form.stack.narrow.track method="post" action=(action) novalidate {
                h1 { (title) }
                (optional(page.notice))
                (field::summary(page.errors))
                @if !page.next.is_empty() { input type="hidden" name="next" value=(page.next); }
                @if !page.token.is_empty() && !asks_code(page) { input type="hidden" name="token" value=(page.token); }
                div.fields.wide-block { (fields(page)) }
                button.btn.primary.big { (button) }
                (ways_on(page))
            }
        }
    };
    layout::page(layout, &Head::private(&field::title(title, page.errors)), &main)
}

fn fields(page: &SignInPage) -> Markup {
    let email = Field { name: "email", label: t("email"), value: page.email, kind: "email", autocomplete: "email", ..Field::default() };
    let code = Field { name: "token", label: t("code-from-letter"), value: page.token, ..Field::default() };
    let name = Field { name: "name", label: t("your-name"), value: page.name, autocomplete: "name", ..Field::default() };
    html! {
        @match page.form {
            Form::Login => { (field::field(&email, page.errors)) (field::field(&current_password("password", t("password")), page.errors)) }
            Form::Register => {
                (field::field(&email, page.errors)) (field::field(&name, page.errors))
                (field::field(&new_password("password", t("password")), page.errors))
            }
            Form::Reset => (field::field(&email, page.errors)),
            Form::NewPassword => {
                @if asks_code(page) { (field::field(&code, page.errors)) }
                (field::field(&new_password("password", t("password-new")), page.errors))
            }
        }
    }
}

/// Where the link brought no code, or one that can't be used.
fn asks_code(page: &SignInPage) -> bool {
    page.token.is_empty() || page.errors.iter().any(|error| error.pointer == "/token")
}

fn ways_on(page: &SignInPage) -> Markup {
    let with_next = |path: &str| if page.next.is_empty() { path.to_owned() } else { format!("{path}?next={}", encode(page.next)) };
    html! {
        @match page.form {
            Form::Login => {
                p { a href="/account/reset" { (t("forgot-password")) } }
                p { (rich!("new-here"; link = html! { a href=(with_next("/account/register")) { (t("open-account")) } })) }
            }
            Form::Register => {
                p { (t("register-brings")) }
                p { (rich!("have-account"; link = html! { a href=(with_next("/account/login")) { (t("sign-in")) } })) }
            }
            Form::Reset => p { (t("reset-text")) " " a href="/account/login" { (t("back-to-signing-in")) } },
            Form::NewPassword => p { (t("signed-out-everywhere")) " " a href="/account/reset" { (t("ask-another-link")) } },
        }
    }
}
