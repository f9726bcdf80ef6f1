//! The practice bank: asks whether it is really you, as a bank would, and moves no money.

use maud::{Markup, html};

use crate::domain::order::Order;
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Frame, Head, Layout};

#[must_use]
pub fn page(layout: &Layout, order: &Order, token: &str) -> Markup {
    let main = html! {
        div.wrap.section {
            section.panel.stack.narrow.track {
                div.row { (Icon::Lock) strong { "Practice bank" } }
                h1 { "Is this you?" }
                p { (layout.shop) " asks for " strong { (order.totals.total) } ". A real bank would ask you here; this one lets you choose what it says." }
                form.row method="post" action="/checkout/practice" {
                    input type="hidden" name="order" value=(order.id);
                    input type="hidden" name="token" value=(token);
                    button.btn.primary.big name="answer" value="yes" { "Yes, pay" }
                    button.btn.quiet name="answer" value="no" { "No, refuse" }
                }
            }
        }
    };
    layout::page(layout, &Head { frame: Frame::Checkout, ..Head::private("Confirm it's you") }, &main)
}
