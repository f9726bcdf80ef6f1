//! The payment step of the till. No field here ever takes a card number.

use maud::{Markup, html};

use super::checkout::CheckoutPage;
use crate::domain::money::Money;
use crate::domain::payment::{Method, ProviderName};
use crate::payments::practice::{Does, TEST_CARDS};
use crate::payments::{Providers, manual};
use crate::shop::checkout::CheckoutView;
use crate::web::ui::icon::Icon;
use crate::web::ui::notice::{Notice, Tone, notice};
use crate::web::ui::{arrival, field};

const STRIPE: &str = "Stripe takes the payment and brings you back here. We never see your card.";

/// One way to pay that a shopper can choose.
#[derive(Clone, Debug)]
pub struct Way {
    pub method: Method,
    pub label: String,
}

impl Way {
    fn new(provider: ProviderName, token: &str, label: &str) -> Self {
        Self { method: Method { provider, token: token.to_owned() }, label: label.to_owned() }
    }

    /// Those that the shop offers, in its order.
    #[must_use]
    pub fn offered(providers: &Providers, manual_ways: &[String]) -> Vec<Self> {
        let ways = |provider| match provider {
            ProviderName::Practice => TEST_CARDS.iter().map(|card| Self::new(provider, card.token, card.label)).collect(),
            ProviderName::Stripe => vec![Self::new(provider, "", "Card and more, with Stripe")],
            ProviderName::Manual => manual_ways.iter().map(|way| Self::new(provider, way, manual::label(way))).collect::<Vec<_>>(),
        };
        providers.names().flat_map(ways).collect()
    }

    fn value(&self) -> String {
        format!("{}/{}", self.method.provider.name(), self.method.token)
    }

    fn refused(&self) -> bool {
        let declines = |does: Does| matches!(does, Does::Decline(_) | Does::Ask(Some(_)));
        TEST_CARDS.iter().any(|card| card.token == self.method.token && declines(card.does))
    }
}

/// Reads what [`Way::value`] wrote.
#[must_use]
pub fn parse_way(value: &str) -> Option<Method> {
    let (provider, token) = value.split_once('/')?;
    Some(Method { provider: ProviderName::parse(provider)?, token: token.to_owned() })
}

#[must_use]
pub fn form(page: &CheckoutPage) -> Markup {
    let known = page.view.stage.method().filter(|known| page.ways.iter().any(|way| way.method == **known));
    let chosen = known.or(page.ways.first().map(|way| &way.method));
    let of = |provider| page.ways.iter().filter(move |way| way.method.provider == provider);
    let (refused, taken): (Vec<&Way>, Vec<&Way>) = of(ProviderName::Practice).partition(|way| way.refused());
    let stripe: Vec<&Way> = of(ProviderName::Stripe).collect();
    let manual: Vec<&Way> = of(ProviderName::Manual).collect();
    html! {
        form.stack.narrow #way method="post" action="/checkout/payment" {
            (field::summary(page.errors))
            (shipping_methods(page.view))
            @if !taken.is_empty() {
                (notice(&Notice::new(Tone::Plain, "Practice mode: no money moves", "Choose one of these cards to see what a shopper would see.")))
                (ways("Cards that pay", &taken, chosen))
                details open[refused.iter().any(|way| Some(&way.method) == chosen)] {
                    summary.btn { "Cards that are refused" }
                    (ways("Cards that are refused", &refused, chosen))
                }
            }
            @if !stripe.is_empty() {
                (plain("You pay on the next page", STRIPE))
                (ways("Card", &stripe, chosen))
            }
            @if !manual.is_empty() { (ways("Pay by hand", &manual, chosen)) }
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
                            span {
                                (method.name)
                                small {
                                    (price(method.price_at(view.cart.totals.subtotal)))
                                    @if let Some(days) = arrival::days(method, view.cart.at) { " · arrives " (days) }
                                }
                            }
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

fn ways(title: &str, ways: &[&Way], chosen: Option<&Method>) -> Markup {
    html! {
        fieldset {
            legend.vh { (title) }
            div.options {
                @for way in ways {
                    label {
                        input type="radio" name="way" value=(way.value()) checked[Some(&way.method) == chosen] required;
                        span { (way.label) }
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
