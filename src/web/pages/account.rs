//! The account: at a glance, its orders page by page, its address book, its password.

use maud::{Markup, html};

use super::checkout_review::address;
use super::order::title;
use super::sign_in::{current_password, new_password};
use crate::base::messages::t;
use crate::domain::address::TypedAddress;
use crate::domain::country::Country;
use crate::domain::customer::{Customer, SavedAddress};
use crate::domain::order::Order;
use crate::domain::refusal::FieldError;
use crate::web::ui::address::{fields, update_button};
use crate::web::ui::empty::{Empty, empty};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::notice::{Notice, optional};
use crate::web::ui::pager::{Pager, pager};
use crate::web::ui::{field, timeline};

/// The first page: who it is, the latest orders, the password.
#[derive(Clone, Copy, Debug)]
pub struct AccountPage<'a> {
    pub customer: &'a Customer,
    pub orders: &'a [Order],
    pub errors: &'a [FieldError],
    pub notice: Option<&'a Notice>,
}

#[derive(Clone, Copy, Debug)]
pub struct OrdersPage<'a> {
    pub orders: &'a [Order],
    /// Not the first page.
    pub later: bool,
    pub next: Option<&'a str>,
}

#[derive(Clone, Copy, Debug)]
pub struct AddressesPage<'a> {
    pub customer: &'a Customer,
    /// What is typed: a new address, or the one with this id.
    pub typed: &'a TypedAddress,
    pub editing: Option<u32>,
    pub default: bool,
    pub errors: &'a [FieldError],
    pub notice: Option<&'a Notice>,
    /// Where the shop ships to.
    pub countries: &'a [&'static Country],
}

#[must_use]
pub fn page(layout: &Layout, page: &AccountPage) -> Markup {
    let customer = page.customer;
    let title = field::title(t("your-account"), page.errors);
    let main = html! {
        h1 { (t!("hello", name = customer.name)) }
        (optional(page.notice))
        section.stack aria-labelledby="orders-title" {
            div.section-head { h2 #orders-title { (t("latest-orders")) } }
            @if page.orders.is_empty() { p { (t("nothing-yet")) " " a href="/search" { (t("see-all-products")) } } } @else { (orders_list(page.orders)) }
            @if !page.orders.is_empty() { a.btn href="/account/orders" { (t("all-orders")) } }
        }
        section.stack aria-labelledby="address-title" {
            div.section-head { h2 #address-title { (t("where-we-send")) } }
            @match customer.book.preferred() {
                Some(saved) => (address(&saved.address)),
                None => p { (t("no-address")) },
            }
            a.btn href="/account/addresses" { (t("your-addresses")) }
        }
        section.stack aria-labelledby="password-title" {
            div.section-head { h2 #password-title { (t("signing-in")) } }
            p { (rich!("signing-in-text"; email = html! { strong { (customer.email.as_str()) } })) }
            form.stack.narrow method="post" action="/account/password" novalidate {
                (field::summary(page.errors))
                div.fields {
                    (field::field(&current_password("current", t("password-today")), page.errors))
                    (field::field(&new_password("new", t("password-new")), page.errors))
                }
                button.btn { (t("password-change")) }
            }
        }
        section.stack aria-labelledby="data-title" {
            div.section-head { h2 #data-title { (t("your-data")) } }
            p { (t("your-data-text")) }
            a.btn href="/account/data" { (t("your-data")) }
        }
    };
    frame(layout, &title, &main)
}

#[must_use]
pub fn orders(layout: &Layout, page: &OrdersPage) -> Markup {
    if page.orders.is_empty() && !page.later {
        let nothing = Empty { icon: Icon::Box, title: t("no-orders"), text: t("no-orders-text") };
        let main = empty(&nothing, &html! { a.btn.primary href="/search" { (t("see-all-products")) } });
        return layout::page(layout, &Head::private(t("your-orders")), &main);
    }
    let newest = page.later.then_some("/account/orders");
    let main = html! {
        h1 { (t("your-orders")) }
        (orders_list(page.orders))
        (pager(&Pager { previous: newest, next: page.next, place: "" }))
    };
    frame(layout, t("your-orders"), &main)
}

fn orders_list(orders: &[Order]) -> Markup {
    html! {
        ul.stack.wide-block role="list" {
            @for order in orders {
                li.panel {
                    div.section-head {
                        strong { a href={ "/orders/" (number(order)) } { (title(order)) } }
                        span.count { (order.totals.total) }
                    }
                    p { (timeline::name(order.status)) " · " time datetime=(order.placed_at) { (order.placed_at.date()) } " · " (t!("items-count", count = order.units())) }
                    p.count { (names(order)) }
                }
            }
        }
    }
}

fn number(order: &Order) -> String {
    order.number.map_or_else(String::new, |number| number.to_string())
}

fn names(order: &Order) -> String {
    const SHOWN: usize = 3;
    let mut names: Vec<&str> = order.lines.iter().take(SHOWN).map(|line| line.title.as_str()).collect();
    if order.lines.len() > SHOWN {
        names.push("…");
    }
    names.join(", ")
}

#[must_use]
pub fn addresses(layout: &Layout, page: &AddressesPage) -> Markup {
    let (heading, button) = match page.editing {
        Some(_) => (t("address-change"), t("address-save")),
        None => (t("address-add"), t("address-add-button")),
    };
    let main = html! {
        h1 { (t("your-addresses")) }
        (optional(page.notice))
        @if !page.customer.book.all().is_empty() {
            ul.stack.wide-block role="list" { @for saved in page.customer.book.all() { li.panel { (saved_address(saved)) } } }
        }
        @if page.editing.is_some() || !page.customer.book.full() {
            section.stack.wide-block aria-labelledby="form-title" {
                h2 #form-title { (heading) }
                form #address .stack.narrow method="post" action="/account/addresses" novalidate {
                    (field::summary(page.errors))
                    @if let Some(id) = page.editing { input type="hidden" name="id" value=(id); }
                    div.fields {
                        (fields(page.typed, page.errors, page.countries))
                    }
                    label.row { input type="checkbox" name="default" value="true" checked[page.default]; (t("address-first")) }
                    button.btn.primary { (button) }
                    @if page.editing.is_some() { a href="/account/addresses" { (t("leave-as-is")) } }
                }
                (update_button("address", page.countries))
            }
        } @else { p { (t("address-book-full")) } }
    };
    frame(layout, &field::title(t("your-addresses"), page.errors), &main)
}

fn saved_address(saved: &SavedAddress) -> Markup {
    html! {
        (address(&saved.address))
        @if saved.default { p.hint { (t("address-preferred")) } }
        div.row {
            a.btn href={ "/account/addresses?edit=" (saved.id) } { (t("change")) span.vh { " " (saved.address.line1) } }
            form method="post" action="/account/addresses/remove" {
                input type="hidden" name="id" value=(saved.id);
                button.btn { (t("remove")) span.vh { " " (saved.address.line1) } }
            }
        }
    }
}

/// The parts of an account side by side, with the way out.
#[must_use]
pub fn frame(layout: &Layout, title: &str, main: &Markup) -> Markup {
    let link = |href: &str, label: &str| html! { li { a href=(href) aria-current=[(layout.path == href).then_some("page")] { (label) } } };
    let body = html! {
        div.wrap.section {
            div.account {
                nav aria-label=(t("account")) {
                    ul role="list" { (link("/account", t("overview"))) (link("/account/orders", t("orders"))) (link("/account/addresses", t("addresses"))) (link("/account/data", t("your-data"))) }
                    form method="post" action="/account/logout" { button.btn { (t("sign-out")) } }
                }
                div.stack { (main) }
            }
        }
    };
    layout::page(layout, &Head::private(title), &body)
}
