//! The code of a coupon: a field that stays out of the way, and what became of the code that was entered.

use maud::{Markup, html};

use super::field::{self, Field};
use super::icon::Icon;
use crate::base::messages::t;
use crate::domain::refusal::FieldError;
use crate::shop::cart::CartView;

/// The code of a cart; `back` is the page that shows it: `cart` or `checkout`.
#[must_use]
pub fn of_cart(cart: &CartView, back: &str, errors: &[FieldError]) -> Markup {
    html! {
        div.coupon {
            @if let Some(coupon) = &cart.coupon {
                p {
                    strong.code { (coupon.code) } " "
                    @match (&coupon.trouble, &cart.terms.coupon) {
                        (Some(trouble), _) => span.held data-lost { (Icon::Alert) span { (trouble.said()) " " (t("coupon-nothing-off")) } },
                        (None, Some(applied)) => span { (applied.worth.said()) },
                        (None, None) => {},
                    }
                }
                form method="post" action="/cart/coupon/remove" {
                    input type="hidden" name="back" value=(back);
                    button.btn.quiet { (t("remove")) span.vh { " " (t!("coupon-remove-what", code = coupon.code.to_string())) } }
                }
            } @else {
                (entry(back, errors))
            }
        }
    }
}

/// Closed until it is asked for, so that nobody without a code goes looking for one.
fn entry(back: &str, errors: &[FieldError]) -> Markup {
    let wrong = errors.iter().any(|error| error.pointer == "/code");
    html! {
        details open[wrong] {
            summary { (t("coupon-add")) }
            form.entry method="post" action="/cart/coupon" {
                input type="hidden" name="back" value=(back);
                (field::field(&Field { name: "code", label: t("coupon-code"), ..Field::default() }, errors))
                button.btn { (t("coupon-apply")) }
            }
        }
    }
}
