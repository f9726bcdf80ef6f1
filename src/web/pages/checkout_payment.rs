//! The payment step of the till. No field here ever takes a card number.

use maud::{Markup, html};

use super::checkout::CheckoutPage;
use crate::domain::money::Money;
use crate::domain::payment::ProviderName;
use crate::payments::practice::{TEST_CARDS, TestCard};
use crate::shop::checkout::CheckoutView;
use crate::web::ui::field;
use crate::web::ui::icon::Icon;
use crate::web::ui::notice::{Notice, Tone, notice};

const STRIPE: &str = "Stripe takes the payment on its own page and brings you back here. We never see your card.";
const MANUAL: &str = "The confirmation says how: by bank transfer or on delivery.";

#[must_use]
pub fn form(page: &CheckoutPage) -> Markup {
    let known = page.view.stage.method().map(|method| method.token.as_str());
    html! {
        form.stack.narrow method="post" action="/checkout/payment" {
            (field::summary(page.errors))
            (shipping_methods(page.view))
            input type="hidden" name="provider" value=(page.provider.name());
            @match page.provider {
                ProviderName::Practice => (practice(known)),
                ProviderName::Stripe => (plain("You pay on the next page", STRIPE)),
                ProviderName::Manual => (plain("You pay later", MANUAL)),
            }
            div.row {
                button.btn.primary.big { "Continue to review" }
                a.btn.quiet href="/checkout?step=shipping" { "Back to shipping" }
            }
        }
    }
}

/// Where there is more than one way to ship. The usual one is chosen already.
fn shipping_methods(view: &CheckoutView) -> Markup {
    let methods = &view.shipping_methods;
    let chosen = view.cart.terms.shipping.as_ref().map(|method| &method.id);
    html! {
        @if methods.len() > 1 {
            fieldset {
                legend { h2 { "How should we ship it?" } }
                div.options {
                    @for method in methods {
                        label {
                            input type="radio" name="shipping_method" value=(method.id) checked[chosen == Some(&method.id)] required;
                            span { (method.name) small { (price(method.price_at(view.cart.totals.subtotal))) } }
                            (Icon::Truck)
                        }
                    }
                }
            }
            h2 { "Payment" }
        }
    }
}

fn price(price: Money) -> Markup {
    html! { @if price.minor == 0 { "Free" } @else { (price) } }
}

fn practice(known: Option<&str>) -> Markup {
    let chosen = known.unwrap_or("pm_card_visa");
    let (refused, taken): (Vec<&TestCard>, Vec<&TestCard>) = TEST_CARDS.iter().partition(|card| card.decline.is_some());
    html! {
        (notice(&Notice::new(Tone::Plain, "Practice mode: no money moves", "Choose one of these cards to see what a shopper would see.")))
        (cards("Cards that pay", &taken, chosen))
        details open[refused.iter().any(|card| card.token == chosen)] {
            summary.btn { "Cards that are refused" }
            (cards("Cards that are refused", &refused, chosen))
        }
    }
}

fn cards(title: &str, cards: &[&TestCard], chosen: &str) -> Markup {
    html! {
        fieldset {
            legend.vh { (title) }
            div.options {
                @for card in cards {
                    label {
                        input type="radio" name="token" value=(card.token) checked[card.token == chosen] required;
                        span { (card.label) }
                        (Icon::Card)
                    }
                }
            }
        }
    }
}

fn plain(title: &str, text: &str) -> Markup {
    notice(&Notice::new(Tone::Plain, title, text))
}
