//! What is saved for later, below the cart: at today's price and stock, with the way back into the cart.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::shop::saved::SavedView;
use crate::web::ui::icon::Icon;
use crate::web::ui::picture::{self, Room, Urgency};
use crate::web::ui::stock;

/// Nothing where nothing is saved.
#[must_use]
pub fn list(saved: &[SavedView]) -> Markup {
    html! {
        @if !saved.is_empty() {
            section aria-labelledby="saved-title" {
                h2 #saved-title { (t!("saved-title", count = saved.len())) }
                ul.cart-lines role="list" { @for item in saved { (shown(item)) } }
            }
        }
    }
}

fn shown(item: &SavedView) -> Markup {
    let line = &item.line;
    html! {
        li.line data-sku=(line.sku) data-saved=(line.quantity) {
            (picture::decoration(line.image.as_ref(), &line.title, (Room::Line, Urgency::Later)))
            h3 { a href={ "/products/" (line.handle) } { (line.title) } }
            div.meta {
                @for (name, value) in &line.options { p { (name) ": " (value) } }
                @if line.quantity > 1 { p { (t!("line-quantity", quantity = line.quantity)) } }
                @if let Some(was) = item.was { p { (t!("saved-was", price = was)) } }
                @if line.for_sale { (stock::live(&line.sku, line.available)) } @else { p.held data-lost { (Icon::Alert) (t("no-longer-sold")) } }
            }
            @if line.for_sale { p.price { (line.unit_price) } }
            div.act {
                @if line.for_sale {
                    form method="post" action="/cart/saved/move" data-buy=(line.sku) {
                        input type="hidden" name="sku" value=(line.sku);
                        input type="hidden" name="quantity" value=(line.quantity);
                        button.btn disabled[line.available == 0] { (t("saved-move")) span.vh { ": " (line.title) } }
                    }
                }
                form method="post" action="/cart/saved/set" {
                    input type="hidden" name="sku" value=(line.sku);
                    button.btn.quiet name="quantity" value="0" { (t("remove")) span.vh { ": " (line.title) } }
                }
            }
        }
    }
}
