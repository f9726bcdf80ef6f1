//! Signing in and out, opening an account, a new password by a link.
//!
//! Afterwards the browser goes where it came from, but only within this shop.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use serde::Deserialize;

use super::frame::{layout, onward, private};
use crate::base::messages::t;
use crate::base::password::Password;
use crate::domain::address::Email;
use crate::domain::refusal::{Error, Refusal};
use crate::domain::wrong::Wrong;
use crate::shop::customer::Registration;
use crate::shop::visitor::Visitor;
use crate::web::api::account::CLEAR_SITE_DATA;
use crate::web::error::Problem;
use crate::web::pages::sign_in::{self, SignInPage, page};
use crate::web::session::forget_cookie;
use crate::web::state::App;
use crate::web::ui::notice::{Notice, Tone};

const HOME: &str = "/account";

/// What forms and links of these pages carry; each takes what it needs.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Sent {
    email: String,
    name: String,
    password: String,
    token: String,
    next: String,
    /// What just happened, from the page before.
    done: String,
}

/// Where to go afterwards: a path of this shop, never another site.
fn local(next: &str) -> &str {
    let plain = next.len() <= 2_000 && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && next.starts_with('/') && !next.starts_with("//") { next } else { HOME }
}

/// A path of this shop to carry along; nothing where it would lead home anyway.
fn carried(next: &str) -> &str {
    let next = local(next);
    if next == HOME { "" } else { next }
}

fn show(app: &App, visitor: &Visitor, status: StatusCode, shown: &SignInPage) -> Result<Response, Problem> {
    let path = match shown.form {
        sign_in::Form::Login => "/account/login",
        sign_in::Form::Register => "/account/register",
        sign_in::Form::Reset => "/account/reset",
        sign_in::Form::NewPassword => "/account/reset/confirm",
    };
    Ok(private(status, page(&layout(app, visitor, path)?, shown)))
}

/// The form again, with what the shop refused.
fn again(app: &App, visitor: &Visitor, form: sign_in::Form, sent: &Sent, error: Error) -> Result<Response, Problem> {
    let refusal = match error {
        Error::Refusal(refusal @ (Refusal::Invalid { .. } | Refusal::SignInFailed | Refusal::SignInTooOften { .. })) => refusal,
        other => return Err(other.into()),
    };
    let (errors, notice) = match &refusal {
        Refusal::Invalid { errors } => (errors.clone(), None),
        refusal => (Vec::new(), Some(Notice::new(Tone::Danger, t("did-not-work"), &refusal.said()))),
    };
    let problem = Problem::from(refusal);
    let next = carried(&sent.next);
    let shown = SignInPage { form, email: &sent.email, name: &sent.name, next, token: &sent.token, errors: &errors, notice: notice.as_ref() };
    let mut response = show(app, visitor, problem.status, &shown)?;
    if let Some(seconds) = problem.retry_after_s {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

fn form(app: &App, visitor: &Visitor, form: sign_in::Form, sent: &Sent, notice: Option<&Notice>) -> Result<Response, Problem> {
    show(app, visitor, StatusCode::OK, &SignInPage { next: carried(&sent.next), token: &sent.token, notice, ..SignInPage::empty(form) })
}

pub async fn login_form(State(app): State<App>, visitor: Visitor, Query(sent): Query<Sent>) -> Result<Response, Problem> {
    if app.shop.account(&visitor)?.is_some() {
        return Ok(onward(&app, None, local(&sent.next)));
    }
    let notice = match sent.done.as_str() {
        "password" => Some(Notice::new(Tone::Ok, t("password-saved"), t("password-sign-in"))),
        "erased" => Some(Notice::new(Tone::Ok, t("account-erased"), t("account-erased-text"))),
        _ => None,
    };
    form(&app, &visitor, sign_in::Form::Login, &sent, notice.as_ref())
}

pub async fn login(State(app): State<App>, visitor: Visitor, Form(sent): Form<Sent>) -> Result<Response, Problem> {
    match app.shop.sign_in(visitor.clone(), &sent.email, &Password::new(&sent.password)).await {
        Ok(signed_in) => Ok(onward(&app, Some(&signed_in.cookie), local(&sent.next))),
        Err(error) => again(&app, &visitor, sign_in::Form::Login, &sent, error),
    }
}

pub async fn register_form(State(app): State<App>, visitor: Visitor, Query(sent): Query<Sent>) -> Result<Response, Problem> {
    if app.shop.account(&visitor)?.is_some() {
        return Ok(onward(&app, None, local(&sent.next)));
    }
    form(&app, &visitor, sign_in::Form::Register, &sent, None)
}

pub async fn register(State(app): State<App>, visitor: Visitor, Form(sent): Form<Sent>) -> Result<Response, Problem> {
    let registration = Registration { email: sent.email.clone(), name: sent.name.clone(), password: Password::new(&sent.password) };
    match app.shop.register(visitor.clone(), registration).await {
        Ok(signed_in) => Ok(onward(&app, Some(&signed_in.cookie), local(&sent.next))),
        Err(error) => again(&app, &visitor, sign_in::Form::Register, &sent, error),
    }
}

pub async fn logout(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    app.shop.sign_out(visitor).await?;
    let forget: (HeaderName, String) = (header::SET_COOKIE, forget_cookie(&app.shop.settings));
    Ok(([forget], [CLEAR_SITE_DATA], Redirect::to("/")).into_response())
}

pub async fn reset_form(State(app): State<App>, visitor: Visitor, Query(sent): Query<Sent>) -> Result<Response, Problem> {
    let told = Notice::new(Tone::Ok, t("look-into-mailbox"), t("look-into-mailbox-text"));
    form(&app, &visitor, sign_in::Form::Reset, &sent, (sent.done == "sent").then_some(&told))
}

pub async fn reset(State(app): State<App>, visitor: Visitor, Form(sent): Form<Sent>) -> Result<Response, Problem> {
    match Email::parse(&sent.email) {
        Some(email) => {
            app.shop.reset_ask(email);
            Ok(onward(&app, None, "/account/reset?done=sent"))
        }
        None => {
            let error = Refusal::wrong("/email", Wrong::Said("wrong-email"));
            again(&app, &visitor, sign_in::Form::Reset, &sent, error.into())
        }
    }
}

pub async fn new_password_form(State(app): State<App>, visitor: Visitor, Query(sent): Query<Sent>) -> Result<Response, Problem> {
    form(&app, &visitor, sign_in::Form::NewPassword, &sent, None)
}

pub async fn new_password(State(app): State<App>, visitor: Visitor, Form(sent): Form<Sent>) -> Result<Response, Problem> {
    match app.shop.reset_use(&visitor, &sent.token, &Password::new(&sent.password)).await {
        Ok(()) => Ok(onward(&app, None, "/account/login?done=password")),
        Err(error) => again(&app, &visitor, sign_in::Form::NewPassword, &sent, error),
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_paths_of_this_shop_are_gone_to() {
        for good in ["/", "/cart", "/search?q=mug&sort=newest", "/products/caf%C3%A9", "/account/orders?cursor=7"] {
            assert_eq!(local(good), good);
        }
        let bad =
            ["", "cart", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)"];
        for bad in bad.into_iter().chain(["/\t/evil.example", "/\n/evil.example", " /cart", "/a b", "/é", "http:/cart"]) {
            assert_eq!(local(bad), "/account", "{bad:?}");
        }
    }
}
