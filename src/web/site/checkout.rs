//! The till: one address, one step at a time. The checkout itself is kept by the shop, so a reload loses nothing.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::{Form, Query};
use serde::Deserialize;

use super::account::typed;
use super::frame::{complete_page, layout, onward, order_page, private};
use crate::base::messages::t;
use crate::base::secret::digest;
use crate::domain::address::{Shipping, TypedAddress};
use crate::domain::checkout::Stage;
use crate::domain::customer::Customer;
use crate::domain::money::Money;
use crate::domain::payment::Action;
use crate::domain::quote::Difference;
use crate::domain::refusal::{Error, FieldError, Refusal};
use crate::domain::shipping::ShippingMethodId;
use crate::domain::wrong::Wrong;
use crate::shop::address_book::BookChange;
use crate::shop::checkout::{CheckoutStep, CheckoutView};
use crate::shop::order::Place;
use crate::shop::payment::Bought;
use crate::shop::visitor::Visitor;
use crate::web::error::Problem;
use crate::web::extract::usable_key;
use crate::web::pages::checkout::{CheckoutPage, Shown, page};
use crate::web::pages::checkout_element::ElementForm;
use crate::web::pages::checkout_payment::{Way, parse_way};
use crate::web::state::App;
use crate::web::ui::notice::{Notice, Tone};

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    step: Option<String>,
}

pub async fn checkout(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let view = app.shop.checkout(&visitor)?;
    match (&view.stage, &view.order) {
        (Stage::Confirmation { .. }, Some(order)) if view.cart.lines.is_empty() => Ok(onward(&app, None, &order_page(&app, order))),
        _ if view.cart.lines.is_empty() => Ok(onward(&app, None, "/cart")),
        _ => show_view(&app, &visitor, &view, &Showing::at(asked.step.as_deref())),
    }
}

/// What is special about showing a step: what was typed, what is wrong with it, what happened.
#[derive(Default)]
struct Showing<'a> {
    step: Option<&'a str>,
    status: Option<StatusCode>,
    typed: Option<TypedAddress>,
    /// The choice that was sent: one of the saved addresses or another, and whether to save that.
    sent: Option<(Option<u32>, bool)>,
    errors: Vec<FieldError>,
    notice: Option<Notice>,
    difference: Option<Box<Difference>>,
}

impl<'a> Showing<'a> {
    fn at(step: Option<&'a str>) -> Self {
        Self { step, ..Self::default() }
    }
}

fn show(app: &App, visitor: &Visitor, form: &Showing) -> Result<Response, Problem> {
    show_view(app, visitor, &app.shop.checkout(visitor)?, form)
}

/// The step where the checkout stands, with what is wrong in one of its forms.
///
/// # Errors
/// When the books can't be read.
pub fn show_wrong(app: &App, visitor: &Visitor, status: StatusCode, errors: Vec<FieldError>) -> Result<Response, Problem> {
    show(app, visitor, &Showing { status: Some(status), errors, ..Showing::default() })
}

fn show_view(app: &App, visitor: &Visitor, view: &CheckoutView, form: &Showing) -> Result<Response, Problem> {
    let customer = app.shop.account(visitor)?;
    let known = view.stage.shipping().map(TypedAddress::from);
    let typed = form.typed.clone().or(known).unwrap_or_else(|| first_typed(app, customer.as_ref()));
    let chosen = customer.as_ref().and_then(|customer| chosen(customer, view.stage.shipping()));
    let (saved, save) = form.sent.unwrap_or((chosen, true));
    let element = element_form(app, view);
    let shown = CheckoutPage {
        view,
        shown: Shown::asked(&view.stage, form.step),
        typed: &typed,
        errors: &form.errors,
        ways: &Way::offered(&app.shop.payments, &app.shop.settings.manual_ways),
        notice: form.notice.as_ref(),
        difference: form.difference.as_deref(),
        element: element.as_ref(),
        customer: customer.as_ref(),
        saved,
        save,
        countries: &app.shop.settings.prices.shipping.countries(),
    };
    Ok(private(form.status.unwrap_or(StatusCode::OK), page(&layout(app, visitor, "/checkout")?, &shown)))
}

/// Stripe's form for the order that waits for it.
fn element_form(app: &App, view: &CheckoutView) -> Option<ElementForm> {
    let order = view.order.as_ref()?;
    let Some(Action::Element { client_secret }) = order.payment.state.action() else { return None };
    let stripe = app.shop.settings.stripe.as_ref().filter(|stripe| !stripe.publishable_key.is_empty())?;
    Some(ElementForm {
        publishable_key: stripe.publishable_key.clone(),
        client_secret: client_secret.clone(),
        return_url: app.shop.return_url(order.id),
        total: order.totals.total,
        script: app.assets.address("pay.js"),
    })
}

/// What the form starts with: who is signed in, and the shop's country.
fn first_typed(app: &App, customer: Option<&Customer>) -> TypedAddress {
    let start = TypedAddress { country: app.shop.settings.country.clone(), ..TypedAddress::default() };
    match customer {
        Some(customer) => TypedAddress { email: customer.email.as_str().to_owned(), name: customer.name.clone(), ..start },
        None => start,
    }
}

/// The saved address that is ticked: the one in force, or the default at the start.
fn chosen(customer: &Customer, shipping: Option<&Shipping>) -> Option<u32> {
    let saved = match shipping {
        Some(shipping) => customer.book.all().iter().find(|saved| saved.address == shipping.address),
        None => customer.book.preferred(),
    };
    saved.map(|saved| saved.id)
}

pub async fn enter(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    take(&app, visitor, CheckoutStep::Enter).await
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct ShippingForm {
    email: String,
    name: String,
    line1: String,
    line2: String,
    city: String,
    region: String,
    postal_code: String,
    country: String,
    phone: String,
    /// An address of the book instead of the fields.
    saved: String,
    /// Whether to put the fields into the book.
    save: String,
    /// Only the fields of another country are wanted.
    update: Option<String>,
}

pub async fn shipping(State(app): State<App>, visitor: Visitor, Form(form): Form<ShippingForm>) -> Result<Response, Problem> {
    let ShippingForm { email, name, line1, line2, city, region, postal_code, country, phone, saved, save, update } = form;
    let customer = app.shop.account(&visitor)?;
    let book = customer.as_ref().filter(|_| !saved.is_empty() && update.is_none());
    let from_book = book.and_then(|customer| saved.parse().ok().and_then(|id| customer.book.get(id).map(|saved| typed(customer, saved.id))));
    let typed = match from_book.clone() {
        Some(address) => TypedAddress { email, ..address },
        None => TypedAddress { email, name, line1, line2, city, region, postal_code, country, phone },
    };
    let save = save == "true";
    let sent = Some((from_book.as_ref().and_then(|_| saved.parse().ok()), save));
    if update.is_some() {
        return show(&app, &visitor, &Showing { step: Some("shipping"), typed: Some(typed), sent, ..Showing::default() });
    }
    match typed.check("/email", "") {
        Ok(shipping) => {
            if save && customer.is_some() && from_book.is_none() {
                save_address(&app, &visitor, &shipping).await?;
            }
            match app.shop.checkout_step(visitor.clone(), CheckoutStep::Shipping(shipping)).await {
                // A country that is out of reach: what was typed comes back.
                Err(Error::Refusal(Refusal::Invalid { errors })) => typed_again(&app, &visitor, typed, sent, errors),
                taken => stepped(&app, &visitor, taken),
            }
        }
        Err(errors) => typed_again(&app, &visitor, typed, sent, errors),
    }
}

fn typed_again(
    app: &App,
    visitor: &Visitor,
    typed: TypedAddress,
    sent: Option<(Option<u32>, bool)>,
    errors: Vec<FieldError>,
) -> Result<Response, Problem> {
    let status = Some(StatusCode::UNPROCESSABLE_ENTITY);
    show(app, visitor, &Showing { step: Some("shipping"), status, typed: Some(typed), sent, errors, ..Showing::default() })
}

/// Puts an address into the book. A full book is no reason not to buy.
async fn save_address(app: &App, visitor: &Visitor, shipping: &Shipping) -> Result<(), Problem> {
    let change = BookChange::Add { address: shipping.address.clone(), default: false };
    match app.shop.book_change(visitor.clone(), change).await {
        Ok(_) | Err(Error::Refusal(Refusal::Invalid { .. })) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub struct PaymentForm {
    #[serde(default)]
    way: String,
    /// Where there is more than one way to ship.
    #[serde(default)]
    shipping_method: Option<String>,
}

pub async fn payment(State(app): State<App>, visitor: Visitor, Form(form): Form<PaymentForm>) -> Result<Response, Problem> {
    if let Some(id) = form.shipping_method.as_deref().and_then(ShippingMethodId::parse) {
        match app.shop.checkout_step(visitor.clone(), CheckoutStep::ShippingMethod(id)).await {
            // What is wrong with the step at all is said by the next one.
            Ok(_) | Err(Error::Refusal(Refusal::WrongStep { .. } | Refusal::CartEmpty)) => {}
            Err(Error::Refusal(Refusal::Invalid { errors })) => return show_wrong(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, errors),
            Err(error) => return Err(error.into()),
        }
    }
    match parse_way(&form.way) {
        Some(method) => take(&app, visitor, CheckoutStep::Payment(method)).await,
        None => {
            let errors = vec![FieldError::wrong("/way", Wrong::Said("wrong-way"))];
            let status = Some(StatusCode::UNPROCESSABLE_ENTITY);
            show(&app, &visitor, &Showing { step: Some("payment"), status, errors, ..Showing::default() })
        }
    }
}

pub async fn back(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    take(&app, visitor, CheckoutStep::Back).await
}

/// Takes a step and goes to where the checkout stands then.
async fn take(app: &App, visitor: Visitor, step: CheckoutStep) -> Result<Response, Problem> {
    let taken = app.shop.checkout_step(visitor.clone(), step).await;
    stepped(app, &visitor, taken)
}

fn stepped(app: &App, visitor: &Visitor, taken: Result<CheckoutView, Error>) -> Result<Response, Problem> {
    match taken {
        Ok(_) => Ok(onward(app, None, "/checkout")),
        Err(Error::Refusal(Refusal::CartEmpty)) => Ok(onward(app, None, "/cart")),
        // Two tabs, or Back: the checkout's own page says where it stands.
        Err(Error::Refusal(Refusal::WrongStep { .. })) => Ok(onward(app, None, "/checkout")),
        Err(Error::Refusal(Refusal::Invalid { errors })) => show_wrong(app, visitor, StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub struct PlaceForm {
    /// Made by the server with the checkout: a second press, a reload or a second tab sends the same.
    key: String,
    /// The total that stood on the button, in minor units.
    total: i64,
}

pub async fn place(State(app): State<App>, visitor: Visitor, Form(form): Form<PlaceForm>) -> Result<Response, Problem> {
    if !usable_key(&form.key) {
        return Err(Problem::malformed(t("page-too-old")).said(t("page-too-old").to_owned()));
    }
    let accepted = Money::new(form.total, app.shop.settings.prices.currency);
    let place = Place { visitor: visitor.clone(), request: digest(form.key.as_bytes()), key: form.key, accepted: Some(accepted), steps: None };
    match app.shop.buy(place).await {
        Ok(Bought::Now(order) | Bought::Before(order)) => Ok(onward(&app, None, &complete_page(&app, &order))),
        Ok(Bought::Pending(order)) => match order.payment.state.action() {
            Some(Action::Redirect { url }) => Ok(onward(&app, None, url)),
            _ => Ok(onward(&app, None, "/checkout")),
        },
        Err(Error::Refusal(Refusal::RequestInProgress | Refusal::PaymentFailed { .. } | Refusal::WrongStep { .. })) => {
            Ok(onward(&app, None, "/checkout"))
        }
        Err(Error::Refusal(Refusal::CartEmpty)) => Ok(onward(&app, None, "/cart")),
        Err(Error::Refusal(Refusal::Invalid { errors })) => {
            let status = Some(StatusCode::UNPROCESSABLE_ENTITY);
            show(&app, &visitor, &Showing { step: Some("shipping"), status, errors, ..Showing::default() })
        }
        Err(Error::Refusal(refusal)) => {
            let difference = match &refusal {
                Refusal::PriceChanged(difference) | Refusal::CartChanged(difference) => Some(difference.clone()),
                _ => None,
            };
            let text = t("place-look-again");
            let notice = Some(Notice::new(Tone::Warn, &refusal.said(), text));
            show(&app, &visitor, &Showing { status: Some(Problem::from(refusal).status), notice, difference, ..Showing::default() })
        }
        Err(fault) => Err(fault.into()),
    }
}
