//! The practice bank: asks whether it is really you, as a bank would, and moves no money.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::order::Order;
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Frame, Head, Layout};

#[must_use]
pub fn page(layout: &Layout, order: &Order, token: &str) -> Markup {
    let main = html! {
        div.wrap.section {
            section.panel.stack.narrow.track {
                div.row { (Icon::Lock) strong { (t("practice-bank")) } }
                h1 { (t("practice-you")) }
                p { (rich!("practice-asks", shop = layout.shop; sum = html! { strong { (order.totals.total) } })) }
                form.row method="post" action="/checkout/practice" {
                    input type="hidden" name="order" value=(order.id);
                    input type="hidden" name="token" value=(token);
                    button.btn.primary.big name="answer" value="yes" { (t("practice-yes")) }
                    button.btn.quiet name="answer" value="no" { (t("practice-no")) }
                }
            }
        }
    };
    layout::page(layout, &Head { frame: Frame::Checkout, ..Head::private(t("practice-confirm")) }, &main)
}
