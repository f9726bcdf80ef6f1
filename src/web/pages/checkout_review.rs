//! The last step of the till: everything once more, each part with a way to change it, and the sum on the button.

use maud::{Markup, html};

use super::checkout::CheckoutPage;
use crate::base::messages::t;
use crate::domain::address::{Address, Shipping};
use crate::domain::country;
use crate::domain::payment::{Method, ProviderName};
use crate::payments::{manual, practice};
use crate::web::ui::arrival;
use crate::web::ui::icon::Icon;

/// The key makes a second press harmless; the total makes a changed price visible.
#[must_use]
pub fn review(page: &CheckoutPage, mail: bool) -> Markup {
    let stage = &page.view.stage;
    let total = page.view.cart.totals.total;
    let later = stage.method().is_some_and(|method| method.provider == ProviderName::Manual);
    html! {
        div.narrow.wide-block {
            @if let Some(shipping) = stage.shipping() { (recap_shipping(shipping)) }
            @if let Some(method) = stage.method() {
                section.recap {
                    h2 { (t("payment")) }
                    p { (method_name(method)) }
                    a href="/checkout?step=payment" { (t("change")) span.vh { " " (t("change-payment")) } }
                }
            }
            section.recap {
                h2 { (t("delivery")) }
                p {
                    @if let Some(method) = &page.view.cart.terms.shipping {
                        (t!("delivery-by", method = method.name)) " "
                        @if let Some(days) = arrival::days(method, page.view.cart.at) { (t!("delivery-arrives", days = days)) " " }
                    }
                    @if mail { (t("delivery-mail")) } @else { (t("delivery-page")) }
                }
                @if page.view.shipping_methods.len() > 1 { a href="/checkout?step=payment" { (t("change")) span.vh { " " (t("change-delivery")) } } }
            }
        }
        form.stack method="post" action="/checkout/place" {
            input type="hidden" name="key" value=(page.view.key);
            input type="hidden" name="total" value=(total.minor);
            button.btn.primary.big { (Icon::Lock) (if later { t!("order-for", sum = total) } else { t!("pay-sum", sum = total) }) }
            p.assurance { (Icon::Info) (t("press-twice")) }
        }
    }
}

/// An address as it stands on the parcel.
#[must_use]
pub fn address(address: &Address) -> Markup {
    let Address { name, line1, line2, city, region, postal_code, country, phone } = address;
    let place = [city.as_str(), region.as_str(), postal_code.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let lines = [name.as_str(), line1, line2, &place, country::name(country), phone];
    html! {
        address {
            @for line in lines.into_iter().filter(|line| !line.is_empty()) { (line) br; }
        }
    }
}

/// How it is paid, in words.
#[must_use]
pub fn method_name(method: &Method) -> &'static str {
    match method.provider {
        ProviderName::Practice => practice::label(&method.token),
        ProviderName::Stripe => t("stripe-method"),
        ProviderName::Manual => manual::label(&method.token),
    }
}

fn recap_shipping(shipping: &Shipping) -> Markup {
    html! {
        section.recap {
            h2 { (t("contact")) }
            p { (shipping.email.as_str()) }
            a href="/checkout?step=shipping" { (t("change")) span.vh { " " (t("change-contact")) } }
        }
        section.recap {
            h2 { (t("ship-to")) }
            (address(&shipping.address))
            a href="/checkout?step=shipping" { (t("change")) span.vh { " " (t("change-address")) } }
        }
    }
}
