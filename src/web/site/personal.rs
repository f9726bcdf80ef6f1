//! Your data: the page, the file to take along, and deleting the account.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;

use super::account::to_sign_in;
use super::frame::{layout, private};
use crate::base::messages::t;
use crate::base::password::Password;
use crate::domain::customer::Customer;
use crate::domain::refusal::{Error, FieldError, Refusal};
use crate::shop::erase::OwnReviews;
use crate::shop::visitor::Visitor;
use crate::web::api::account::CLEAR_ALL;
use crate::web::api::personal;
use crate::web::error::Problem;
use crate::web::pages::personal::{PersonalPage, page as shown};
use crate::web::session::forget_cookie;
use crate::web::state::App;
use crate::web::ui::notice::{Notice, Tone};

const PAGE: &str = "/account/data";

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct EraseForm {
    password: String,
    remove_reviews: String,
}

impl EraseForm {
    fn removes_reviews(&self) -> bool {
        self.remove_reviews == "true"
    }
}

struct Told<'a> {
    status: StatusCode,
    errors: &'a [FieldError],
    notice: Option<&'a Notice>,
}

fn show(app: &App, visitor: &Visitor, customer: &Customer, form: &EraseForm, told: &Told) -> Result<Response, Problem> {
    let reviews = app.shop.settings.reviews.enabled;
    let page = PersonalPage { customer, reviews, remove_reviews: form.removes_reviews(), errors: told.errors, notice: told.notice };
    Ok(private(told.status, shown(&layout(app, visitor, PAGE)?, &page)))
}

pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let Some(customer) = app.shop.account(&visitor)? else { return Ok(to_sign_in(&app, PAGE)) };
    show(&app, &visitor, &customer, &EraseForm::default(), &Told { status: StatusCode::OK, errors: &[], notice: None })
}

pub async fn file(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    if app.shop.account(&visitor)?.is_none() {
        return Ok(to_sign_in(&app, PAGE));
    }
    personal::file(&app, &visitor).await
}

pub async fn erase(State(app): State<App>, visitor: Visitor, Form(form): Form<EraseForm>) -> Result<Response, Problem> {
    let Some(customer) = app.shop.account(&visitor)? else { return Ok(to_sign_in(&app, PAGE)) };
    let reviews = if form.removes_reviews() { OwnReviews::Removed } else { OwnReviews::Unsigned };
    let refusal = match app.shop.erase_own(visitor.clone(), &Password::new(&form.password), reviews).await {
        Ok(_) => {
            let forget = [(header::SET_COOKIE, forget_cookie(&app.shop.settings))];
            return Ok((forget, [CLEAR_ALL], Redirect::to("/account/login?done=erased")).into_response());
        }
        Err(Error::Refusal(refusal @ (Refusal::Invalid { .. } | Refusal::SignInTooOften { .. } | Refusal::WrongStep { .. }))) => refusal,
        Err(error) => return Err(error.into()),
    };
    let (errors, notice) = match &refusal {
        Refusal::Invalid { errors } => (errors.clone(), None),
        Refusal::WrongStep { .. } => (Vec::new(), Some(Notice::new(Tone::Warn, t("data-paying"), t("data-paying-text")))),
        refusal => (Vec::new(), Some(Notice::new(Tone::Danger, t("did-not-work"), &refusal.said()))),
    };
    let problem = Problem::from(refusal);
    let mut response = show(&app, &visitor, &customer, &form, &Told { status: problem.status, errors: &errors, notice: notice.as_ref() })?;
    if let Some(seconds) = problem.retry_after_s {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}
