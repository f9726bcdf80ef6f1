//! The till: where to, how to pay, a last look. One address, one step at a time, each a form that works alone.
//!
//! Which step is shown is decided before; this page shows it, with all that is already known filled in.

use maud::{Markup, html};

use super::checkout_difference::difference;
use super::checkout_element::{self, ElementForm};
use super::checkout_payment::Way;
use super::{checkout_payment, checkout_review};
use crate::base::messages::t;
use crate::domain::address::TypedAddress;
use crate::domain::checkout::Stage;
use crate::domain::country::Country;
use crate::domain::customer::{Customer, SavedAddress};
use crate::domain::order::Order;
use crate::domain::payment::{Action, PaymentState};
use crate::domain::quote::Difference;
use crate::domain::refusal::{FieldError, Refusal};
use crate::shop::checkout::CheckoutView;
use crate::web::ui::field::{self, Field};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Frame, Head, Layout};
use crate::web::ui::notice::{self, Notice, Tone};
use crate::web::ui::steps::{self, State, Step};
use crate::web::ui::{address, coupon, lines, totals};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    Shipping,
    /// Also where a declined payment is tried again.
    Payment,
    Review,
    /// The order is being placed; a link looks again.
    Placing,
}

#[derive(Clone, Copy, Debug)]
pub struct CheckoutPage<'a> {
    pub view: &'a CheckoutView,
    pub shown: Shown,
    /// What was typed, where the form came back; else what is known.
    pub typed: &'a TypedAddress,
    pub errors: &'a [FieldError],
    /// The ways to pay that are offered.
    pub ways: &'a [Way],
    /// A changed price, a line that is short.
    pub notice: Option<&'a Notice>,
    /// What isn't as it was agreed to.
    pub difference: Option<&'a Difference>,
    /// The provider's own form, where the order waits for it.
    pub element: Option<&'a ElementForm>,
    /// Whose addresses can be chosen from, where somebody is signed in.
    pub customer: Option<&'a Customer>,
    /// The chosen one of them, and whether a new one is to be saved.
    pub saved: Option<u32>,
    pub save: bool,
    /// Where the shop ships to.
    pub countries: &'a [&'static Country],
}

impl Shown {
    /// The step a checkout stands at.
    #[must_use]
    pub fn at(stage: &Stage) -> Self {
        match stage {
            Stage::Shipping { .. } | Stage::Confirmation { .. } => Self::Shipping,
            Stage::Payment { .. } | Stage::Error { .. } => Self::Payment,
            Stage::Review { .. } => Self::Review,
            Stage::Placing { .. } => Self::Placing,
        }
    }

    /// The step that `?step=` asks for, as far as the shopper has come.
    #[must_use]
    pub fn asked(stage: &Stage, step: Option<&str>) -> Self {
        let reached = Self::at(stage);
        let wanted = match step {
            Some("shipping") => Self::Shipping,
            Some("payment") => Self::Payment,
            _ => reached,
        };
        if reached == Self::Placing { reached } else { wanted.min(reached) }
    }
}

#[must_use]
pub fn page(layout: &Layout, page: &CheckoutPage) -> Markup {
    let (heading, title) = match page.shown {
        Shown::Shipping => (t("checkout-where"), t("checkout-shipping-title")),
        Shown::Payment => (t("checkout-how-pay"), t("checkout-payment-title")),
        Shown::Review => (t("checkout-last-look"), t("checkout-review-title")),
        Shown::Placing => (t("checkout-placing"), t("checkout-placing")),
    };
    let failed = !page.errors.is_empty() || matches!(page.view.stage, Stage::Error { .. });
    let main = html! {
        div.wrap {
            div.split {
                section.stack {
                    (steps::steps(&steps(page)))
                    h1 { (heading) }
                    (declined(page.view))
                    (notice::optional(page.notice))
                    (notice::optional(notice::left_out(&page.view.cart).as_ref()))
                    (difference(page.difference))
                    @match page.shown {
                        Shown::Shipping => (shipping_form(page, layout.mail)),
                        Shown::Payment => (checkout_payment::form(page)),
                        Shown::Placing => (placing(page.view.order.as_ref(), page.element)),
                        Shown::Review => (checkout_review::review(page, layout.mail)),
                    }
                }
                (summary(page))
            }
        }
    };
    let title = if failed { t!("error-title", title = title) } else { title.to_owned() };
    let waits = page.shown == Shown::Placing && page.view.order.as_ref().is_some_and(|order| order.payment.state.action().is_none());
    layout::page(layout, &Head { frame: Frame::Checkout, look_again_s: waits.then_some(3), ..Head::private(&title) }, &main)
}

fn steps(page: &CheckoutPage) -> Vec<Step> {
    let reached = Shown::at(&page.view.stage);
    let step = |label, own: Shown, href| {
        let current = own == page.shown || (own == Shown::Review && page.shown == Shown::Placing);
        let state = match () {
            () if current => State::Current,
            () if own < reached && reached != Shown::Placing => State::Done(Some(href)),
            () if own < reached => State::Done(None),
            () => State::Ahead,
        };
        Step { label, state }
    };
    vec![
        step(t("shipping"), Shown::Shipping, "/checkout?step=shipping"),
        step(t("payment"), Shown::Payment, "/checkout?step=payment"),
        step(t("checkout-review"), Shown::Review, "/checkout?step=review"),
    ]
}

/// The last try, where it was refused, in the words of the refusal.
fn declined(view: &CheckoutView) -> Markup {
    let Stage::Error { decline_code, .. } = &view.stage else { return html! {} };
    let refusal = Refusal::PaymentFailed { decline_code: decline_code.clone(), retryable: true };
    let text = t("nothing-charged");
    notice::notice(&Notice::new(Tone::Danger, &refusal.said(), text))
}

fn shipping_form(page: &CheckoutPage, mail: bool) -> Markup {
    let (typed, errors) = (page.typed, page.errors);
    let saved = page.customer.map_or(&[][..], |customer| customer.book.all());
    let hint = match mail {
        true => t("email-hint-mail"),
        false => t("email-hint"),
    };
    let email =
        Field { name: "email", label: t("email"), value: &typed.email, kind: "email", autocomplete: "email", hint: Some(hint), ..Field::default() };
    html! {
        form #address .stack.narrow method="post" action="/checkout/shipping" novalidate {
            (field::summary(errors))
            @if page.customer.is_none() { p { (rich!("checkout-sign-in"; link = html! { a href="/account/login?next=/checkout" { (t("checkout-sign-in-link")) } })) } }
            div.fields { (field::field(&email, errors)) }
            @if !saved.is_empty() { (saved_addresses(saved, page.saved)) }
            div.fields.new-address {
                (address::fields(typed, errors, page.countries))
                @if page.customer.is_some_and(|customer| !customer.book.full()) {
                    label.row { input type="checkbox" name="save" value="true" checked[page.save]; (t("checkout-save-address")) }
                }
            }
            button.btn.primary.big { (t("continue-to-payment")) }
        }
        (address::update_button("address", page.countries))
    }
}

/// The address book as a choice; the fields below are for another one.
fn saved_addresses(saved: &[SavedAddress], chosen: Option<u32>) -> Markup {
    html! {
        fieldset {
            legend { (t("ship-to")) }
            div.options {
                @for saved in saved {
                    label {
                        input type="radio" name="saved" value=(saved.id) checked[chosen == Some(saved.id)];
                        span { (saved.address.name) small { (saved.address.line1) ", " (saved.address.postal_code) " " (saved.address.city) } }
                    }
                }
                label { input.another type="radio" name="saved" value="" checked[chosen.is_none()]; span { (t("another-address")) } }
            }
        }
    }
}

/// The order stands, its payment isn't known: where to pay, or that we wait. The page looks again by itself.
fn placing(order: Option<&Order>, element: Option<&ElementForm>) -> Markup {
    let state = order.map(|order| &order.payment.state);
    let total = order.map(|order| order.totals.total);
    if let Some(element) = element {
        return html! { (checkout_element::form(element)) (give_back()) };
    }
    html! {
        @match state.and_then(PaymentState::action) {
            Some(Action::Redirect { url }) => div.panel role="status" {
                div.row { (Icon::Lock) strong { (t("pay-ready")) } }
                p { (t("pay-ready-text")) }
                div.row {
                    a.btn.primary.big href=(url) rel="noreferrer" { @if let Some(total) = total { (t!("pay-sum", sum = total)) } @else { (t("pay")) } }
                    (give_back())
                }
            },
            _ => div.panel.waiting role="status" {
                @if matches!(state, Some(PaymentState::Cancelling { .. })) {
                    div.row { (Icon::Wait) strong { (t("pay-taking-back")) } }
                    p { (t("pay-taking-back-text")) }
                } @else {
                    div.row { (Icon::Wait) strong { (t("pay-waiting")) } }
                    p { (t("pay-waiting-text")) }
                }
                div.row {
                    a.btn href="/checkout" { (t("look-again")) }
                    @if matches!(state, Some(PaymentState::Open { .. })) { (give_back()) }
                }
            },
        }
    }
}

fn give_back() -> Markup {
    html! {
        form method="post" action="/checkout/back" { button.btn.quiet { (t("change-order")) } }
    }
}

fn summary(page: &CheckoutPage) -> Markup {
    let view = page.view;
    html! {
        aside.panel.sticky aria-labelledby="summary-title" {
            div.section-head { h2 #summary-title { (t("your-order")) } span.brand { (t!("items-count", count = view.cart.item_count)) } }
            (lines::of_cart(&view.cart.lines))
            (totals::of_cart(&view.cart))
            @if page.shown != Shown::Placing { (coupon::of_cart(&view.cart, "checkout", page.errors)) }
        }
    }
}
