//! How many: a stepper for a cart line, in which every button is a form of its own and works without scripts.

use maud::{Markup, html};

use super::icon::Icon;
use crate::base::messages::t;

#[derive(Clone, Copy, Debug)]
pub struct Quantity<'a> {
    pub sku: &'a str,
    /// For the buttons' names: "One less: Stoneware mug".
    pub title: &'a str,
    pub value: u32,
    pub max: u64,
    /// Tells the fields of several lines apart.
    pub id: &'a str,
}

/// Less, a field to type into, more. One less than one takes the line out.
#[must_use]
pub fn stepper(quantity: &Quantity) -> Markup {
    let Quantity { sku, title, value, max, id } = *quantity;
    let more = value.saturating_add(1);
    let most = max.max(u64::from(value));
    html! {
        div.qty role="group" aria-label=(t!("quantity-of", title = title)) {
            form method="post" action="/cart/items/set" {
                input type="hidden" name="sku" value=(sku);
                button name="quantity" value=(value.saturating_sub(1)) data-focus="less" aria-label={ (t("quantity-less")) ": " (title) } { (Icon::Minus) }
            }
            form method="post" action="/cart/items/set" {
                input type="hidden" name="sku" value=(sku);
                label.vh for=(id) { (t!("quantity-of", title = title)) }
                input #(id) type="number" name="quantity" value=(value) min="0" max=(most) inputmode="numeric" autocomplete="off" data-focus="quantity";
                button.apply { (t("update")) span.vh { " " (t!("quantity-update-what", title = title)) } }
            }
            form method="post" action="/cart/items/set" {
                input type="hidden" name="sku" value=(sku);
                button name="quantity" value=(more) disabled[u64::from(more) > max] data-focus="more" aria-label={ (t("quantity-more")) ": " (title) } { (Icon::Plus) }
            }
        }
    }
}
