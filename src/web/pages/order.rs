//! An order: the thank-you right after buying, and the place to look at it later. Prints as a receipt.

use maud::{Markup, html};

use super::checkout_review::{address, method_name};
use super::sign_in::new_password;
use crate::base::clock::Timestamp;
use crate::base::messages::t;
use crate::domain::order::{Order, Status};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::{arrival, due, field, lines, refunds, returns, timeline, totals};

#[derive(Clone, Copy, Debug)]
pub struct OrderPage<'a> {
    pub order: &'a Order,
    /// Straight from the till.
    pub just_placed: bool,
    /// A guest bought it in this browser, and may keep it with an account.
    pub offer_account: bool,
    /// Where a bank transfer goes, as the merchant wrote it.
    pub bank_details: &'a str,
    /// Opens the order to whoever has it.
    pub token: &'a str,
    /// The last day on which something of it can be sent back; nothing where nothing can.
    pub returnable_until: Option<Timestamp>,
}

#[must_use]
pub fn page(layout: &Layout, page: &OrderPage) -> Markup {
    let order = page.order;
    let name = title(order);
    let main = html! {
        div.wrap {
            div.split {
                div {
                    (opening(page, &name, layout.mail))
                    (due::due(order, page.bank_details))
                    @if page.offer_account { (account_offer(order)) }
                    section.section-tight { h2 { (t("where-it-is")) } (tracking(order)) (timeline::timeline(order)) }
                    (returns::returns(order, page.token, layout.mail))
                    (refunds::refunds(order))
                }
                aside.panel aria-labelledby="summary-title" {
                    h2 #summary-title { @if page.just_placed { (t("what-you-bought")) } @else { (t("in-this-order")) } }
                    (lines::of_order(order))
                    (totals::of_order(order))
                    (people(order))
                    @if !page.just_placed { (again(page)) (send_back(page)) }
                }
            }
        }
    };
    layout::page(layout, &Head::private(&name), &main)
}

/// `Order 1042`, or what can be said before it has a number.
#[must_use]
pub fn title(order: &Order) -> String {
    order.number.map_or_else(|| t("your-order").to_owned(), |number| t!("order-number", number = number.to_string()))
}

fn again(page: &OrderPage) -> Markup {
    html! {
        @if let Some(number) = page.order.number {
            form.no-print method="post" action={ "/orders/" (number) "/again" } {
                input type="hidden" name="token" value=(page.token);
                button.btn.wide { (Icon::Return) (t("buy-again")) }
            }
        }
    }
}

fn send_back(page: &OrderPage) -> Markup {
    html! {
        @if let (Some(number), Some(until)) = (page.order.number, page.returnable_until) {
            div.stack.no-print {
                a.btn.wide href={ "/orders/" (number) "/return?token=" (page.token) } { (Icon::Box) (t("return-items")) }
                p.estimate { (t!("return-until", date = until.date())) }
            }
        }
    }
}

fn opening(page: &OrderPage, name: &str, mail: bool) -> Markup {
    let order = page.order;
    let email = order.shipping.email.as_str();
    let first_name = order.shipping.address.name.split_whitespace().next().unwrap_or_default();
    html! {
        @if page.just_placed && order.status != Status::Pending {
            div.thanks {
                (Icon::Check)
                h1 { (t!("thank-you-name", name = first_name)) }
                p { (rich!("order-is-confirmed"; order = html! { strong { (name) } }))
                    @if mail { " " (rich!("order-confirmation-sent"; email = html! { strong { (email) } })) } }
                p { (rich!("order-opens"; email = html! { @if mail { (t("that-address")) } @else { strong { (email) } } }, link = html! { a href="/track" { (t("track-order")) } })) }
                div.row.no-print { a.btn href="/search" { (t("continue-shopping")) } }
            }
        } @else {
            div.thanks {
                h1 { (name) }
                p {
                    (rich!("placed-on"; date = html! { time datetime=(order.placed_at) { (order.placed_at.date()) } })) " "
                    (stands(order))
                }
            }
        }
    }
}

/// Where the order stands, in a sentence.
fn stands(order: &Order) -> &'static str {
    match order.status {
        Status::Pending => t("stands-pending"),
        Status::Confirmed if order.due().is_some() => t("stands-due"),
        Status::Confirmed => t("stands-confirmed"),
        Status::Packed => t("stands-packed"),
        Status::Shipped => t("stands-shipped"),
        Status::Delivered => t("stands-delivered"),
        Status::Cancelled if order.captured().minor == 0 => t("stands-cancelled-unpaid"),
        Status::Cancelled => t("stands-cancelled"),
        Status::Refunded => t("stands-refunded"),
    }
}

/// One field: the rest is known from the order.
fn account_offer(order: &Order) -> Markup {
    html! {
        section.section-tight.no-print aria-labelledby="account-title" {
            form.stack.narrow.panel method="post" action="/account/register" novalidate {
                h2 #account-title { (t("keep-orders")) }
                p { (rich!("keep-orders-text"; email = html! { strong { (order.shipping.email.as_str()) } })) }
                input type="hidden" name="email" value=(order.shipping.email.as_str());
                input type="hidden" name="name" value=(order.shipping.address.name);
                input type="hidden" name="next" value="/account/orders";
                div.fields.wide-block { (field::field(&new_password("password", t("password")), &[])) }
                button.btn { (t("open-my-account")) }
            }
        }
    }
}

fn tracking(order: &Order) -> Markup {
    html! {
        @if let Some(tracking) = &order.tracking {
            p.row {
                (Icon::Truck) span { (rich!("tracking-number"; number = html! { span.code { (tracking.number) } })) }
                @if let Some(url) = tracking.url.as_deref().filter(|url| url.starts_with("https://")) {
                    a href=(url) rel="noopener noreferrer" { (t("follow-parcel")) }
                }
            }
        }
    }
}

fn people(order: &Order) -> Markup {
    html! {
        hr;
        div { h3 { (t("ship-to")) } (address(&order.shipping.address)) }
        @if matches!(order.status, Status::Confirmed | Status::Packed | Status::Shipped) { (arrival::arrival(order.terms.shipping.as_ref(), order.placed_at)) }
        div { h3 { (t("payment")) } p { (method_name(&order.payment.method)) @if order.due().is_some() { ", " (t("still-to-pay")) } } }
    }
}
