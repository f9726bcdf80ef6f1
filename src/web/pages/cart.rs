//! The cart: what is in it, how long it is held, what it costs.
//!
//! Sums come from the books; the page never adds anything up.

use maud::{Markup, html};

use super::home::{self, Row};
use super::saved;
use crate::base::messages::t;
use crate::domain::money::Money;
use crate::domain::refusal::FieldError;
use crate::shop::cart::{CartView, LineView};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::notice::{self, Notice};
use crate::web::ui::picture::{self, Room, Urgency};
use crate::web::ui::quantity::{Quantity, stepper};
use crate::web::ui::{arrival, coupon, field, totals};

/// From here on the end of a hold is in sight.
const SOON_MS: i64 = 600_000;

#[derive(Clone, Debug)]
pub struct CartPage<'a> {
    pub cart: &'a CartView,
    pub notice: Option<&'a Notice>,
    pub refused: Option<Refused>,
    /// What is wrong with the code that was entered.
    pub errors: &'a [FieldError],
    /// Most units on a line.
    pub quantity_max: u32,
    /// What goes with it, below it.
    pub rows: &'a [Row],
}

#[must_use]
pub fn page(layout: &Layout, page: &CartPage) -> Markup {
    let main = html! {
        div.wrap {
            h1.page-title { (t("your-cart")) }
            (contents(page))
            @for row in page.rows { (home::row(row)) }
        }
    };
    layout::page(layout, &Head::private(&field::title(t("your-cart"), page.errors)), &main)
}

/// All of the cart: the same on its page and in the drawer. Scripts swap it as a whole and read its figures.
#[must_use]
pub fn contents(page: &CartPage) -> Markup {
    let cart = page.cart;
    let id = cart.id.map(|id| id.to_string());
    html! {
        div.cart #cart data-cart=[id] data-version=(cart.version) data-count=(cart.item_count) data-now=(cart.at.0) {
            (notice::optional(page.notice))
            @if let Some(refused) = &page.refused { (refused.shown()) }
            @if cart.lines.is_empty() { (nothing()) } @else { (filled(page)) }
            (saved::list(&cart.saved))
        }
    }
}

fn filled(page: &CartPage) -> Markup {
    html! {
        section aria-labelledby="items-title" {
            h2.brand #items-title { (t!("items-count", count = page.cart.item_count)) }
            (notice::optional(notice::left_out(page.cart).as_ref()))
            (field::summary(page.errors))
            @if page.cart.keepable { (keep(page.cart)) }
            ul.cart-lines role="list" {
                @for (place, line) in page.cart.lines.iter().enumerate() { (shown(line, place, page.quantity_max)) }
            }
            form method="post" action="/cart/clear" { button.btn.quiet { (t("cart-clear")) } }
        }
        (summary(page))
    }
}

/// Why a change wasn't made, with the button that does what can be done.
#[derive(Clone, Debug)]
pub struct Refused {
    pub title: String,
    pub advice: &'static str,
    pub offer: Option<Offer>,
}

/// As many as there are.
#[derive(Clone, Debug)]
pub struct Offer {
    pub does: Does,
    pub sku: String,
    pub quantity: u64,
}

/// What becomes of them: added to what is there, set, or moved out of what is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Add,
    Set,
    Move,
}

impl Offer {
    fn action(&self) -> &'static str {
        match self.does {
            Does::Add => "/cart/items",
            Does::Set => "/cart/items/set",
            Does::Move => "/cart/saved/move",
        }
    }

    fn label(&self) -> String {
        match self.does {
            Does::Add => t!("offer-add", count = self.quantity),
            Does::Set => t!("offer-set", count = self.quantity),
            Does::Move => t!("offer-move", count = self.quantity),
        }
    }
}

impl Refused {
    #[must_use]
    pub fn shown(&self) -> Markup {
        html! {
            div.notice data-tone="warn" data-refused role="status" {
                (Icon::Alert)
                p { strong { (self.title) } (self.advice) }
                @if let Some(offer) = &self.offer {
                    form method="post" action=(offer.action()) {
                        input type="hidden" name="sku" value=(offer.sku);
                        button.btn name="quantity" value=(offer.quantity) { (offer.label()) }
                    }
                }
            }
        }
    }
}

/// Shown when a hold ends soon or has ended; a script shows it in time.
fn keep(cart: &CartView) -> Markup {
    let soon = cart.lines.iter().any(|line| line.reserved_until.is_none_or(|until| until < cart.at.plus_ms(SOON_MS)));
    html! {
        form.keep method="post" action="/cart/keep" hidden[!soon] {
            p { (Icon::Clock) (t("cart-keep-text")) }
            button.btn { (t("cart-keep")) }
        }
    }
}

fn summary(page: &CartPage) -> Markup {
    let blocked = page.cart.lines.iter().any(|line| !obtainable(line));
    html! {
        section.panel.sticky aria-labelledby="summary-title" {
            h2 #summary-title data-updating=(t("updating")) { (t("summary")) }
            (free_shipping(page.cart))
            (totals::of_cart(page.cart))
            (arrival::arrival(page.cart.terms.shipping.as_ref(), page.cart.at))
            (coupon::of_cart(page.cart, "cart", page.errors))
            @if blocked { p.held data-lost { (Icon::Alert) (t("cart-blocked")) } }
            form method="post" action="/checkout" { button.btn.primary.big.wide { (Icon::Lock) (t("check-out")) } }
            p.assurance { (Icon::Info) (t("cart-assurance")) }
        }
    }
}

fn shown(line: &LineView, place: usize, quantity_max: u32) -> Markup {
    let id = format!("quantity-{place}");
    let max = line.available.min(u64::from(quantity_max));
    let quantity = Quantity { sku: &line.sku, title: &line.title, value: line.quantity, max, id: &id };
    html! {
        li.line data-sku=(line.sku) data-quantity=(line.quantity) data-until=[line.reserved_until.map(|until| until.0)] {
            (picture::decoration(line.image.as_ref(), &line.title, (Room::Line, Urgency::Soon)))
            h3 { a href={ "/products/" (line.handle) } { (line.title) } }
            div.meta {
                @for (name, value) in &line.options { p { (name) ": " (value) } }
                @if line.quantity > 1 { p { (t!("each", price = line.unit_price)) } }
                (held(line))
            }
            p.price { (line.line_total) }
            div.act {
                @if line.for_sale { (stepper(&quantity)) }
                form method="post" action="/cart/items/remove" {
                    input type="hidden" name="sku" value=(line.sku);
                    button.btn.quiet data-focus="remove" { (t("remove")) span.vh { ": " (line.title) } }
                }
                @if line.for_sale { (save(line)) }
                @if line.reserved_until.is_none() && obtainable(line) { (hold_again(line)) }
            }
        }
    }
}

/// How long it is held, or why it isn't.
fn held(line: &LineView) -> Markup {
    html! {
        @match line.reserved_until {
            _ if !line.for_sale => p.held data-lost { (Icon::Alert) (t("no-longer-sold")) },
            Some(until) => p.held { (Icon::Clock) span { (rich!("reserved-until"; time = html! { time datetime=(until) { (until.time()) } })) } },
            None if line.available == 0 => p.held data-lost { (Icon::Alert) (t("sold-out")) },
            None if !obtainable(line) => p.held data-lost { (Icon::Alert) (t!("released-few", count = line.available)) },
            None => p.held data-lost { (Icon::Clock) (t("released")) },
        }
    }
}

fn save(line: &LineView) -> Markup {
    html! {
        form method="post" action="/cart/saved" {
            input type="hidden" name="sku" value=(line.sku);
            button.btn.quiet { (t("save-for-later")) span.vh { ": " (line.title) } }
        }
    }
}

/// Setting the same quantity again takes a new reservation.
fn hold_again(line: &LineView) -> Markup {
    html! {
        form method="post" action="/cart/items/set" {
            input type="hidden" name="sku" value=(line.sku);
            button.btn name="quantity" value=(line.quantity) { (t("hold-again")) span.vh { ": " (line.title) } }
        }
    }
}

fn obtainable(line: &LineView) -> bool {
    line.for_sale && (line.reserved_until.is_some() || line.available >= u64::from(line.quantity))
}

fn free_shipping(cart: &CartView) -> Markup {
    let totals = &cart.totals;
    let free_over = cart.terms.shipping.as_ref().and_then(|method| method.free_over);
    let missing = free_over.and_then(|over| over.minus(totals.subtotal)).and_then(|gap| gap.plus(Money::new(1, gap.currency)));
    html! {
        @match (free_over, missing) {
            (Some(over), Some(missing)) if missing.minor > 0 && totals.shipping.minor > 0 => {
                div {
                    p #free-shipping { (rich!("free-shipping-missing"; sum = html! { strong { (missing) } })) }
                    progress aria-labelledby="free-shipping" value=(totals.subtotal.minor) max=(over.minor) {}
                }
            }
            (Some(_), _) => p.stock { (t("ships-free")) },
            _ => {}
        }
    }
}

fn nothing() -> Markup {
    html! {
        div.empty {
            (Icon::Cart)
            h2 { (t("cart-empty")) }
            p { (t("cart-empty-text")) }
            a.btn.primary.big href="/search" { (t("start-shopping")) }
        }
    }
}
