//! The payment step of the till. No field here ever takes a card number.

use maud::{Markup, html};

use super::checkout::CheckoutPage;
use crate::base::messages::t;
use crate::domain::money::Money;
use crate::domain::payment::{Method, ProviderName};
use crate::payments::practice::{Does, TEST_CARDS};
use crate::payments::{Providers, manual};
use crate::shop::checkout::CheckoutView;
use crate::web::ui::icon::Icon;
use crate::web::ui::notice::{Notice, Tone, notice};
use crate::web::ui::{arrival, field};

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
            ProviderName::Practice => TEST_CARDS.iter().map(|card| Self::new(provider, card.token, t(card.label))).collect(),
            ProviderName::Stripe => vec![Self::new(provider, "", t("stripe-way"))],
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
                (notice(&Notice::new(Tone::Plain, t("practice-notice"), t("practice-choose"))))
                (ways(t("cards-that-pay"), &taken, chosen))
                details open[refused.iter().any(|way| Some(&way.method) == chosen)] {
                    summary.btn { (t("cards-refused")) }
                    (ways(t("cards-refused"), &refused, chosen))
                }
            }
            @if !stripe.is_empty() {
                (plain(t("pay-next-page"), t("stripe-text")))
                (ways(t("card"), &stripe, chosen))
            }
            @if !manual.is_empty() { (ways(t("pay-by-hand"), &manual, chosen)) }
            div.row {
                button.btn.primary.big { (t("continue-to-review")) }
                a.btn.quiet href="/checkout?step=shipping" { (t("back-to-shipping")) }
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
                legend { h2 { (t("how-ship")) } }
                div.options {
                    @for method in methods {
                        label {
                            input type="radio" name="shipping_method" value=(method.id) checked[chosen == Some(&method.id)] required;
                            span {
                                (method.name)
                                small {
                                    (price(method.price_at(view.cart.totals.subtotal)))
                                    @if let Some(days) = arrival::days(method, view.cart.at) { " · " (t!("arrives-days", days = days)) }
                                }
                            }
                            (Icon::Truck)
                        }
                    }
                }
            }
            h2 { (t("payment")) }
        }
    }
}

fn price(price: Money) -> Markup {
    html! { @if price.minor == 0 { (t("free")) } @else { (price) } }
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
