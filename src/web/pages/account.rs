//! The account: at a glance, its orders page by page, its address book, its password.

use maud::{Markup, html};

use super::checkout_review::address;
use super::order::title;
use super::sign_in::{current_password, new_password};
use crate::domain::address::TypedAddress;
use crate::domain::country::Country;
use crate::domain::customer::{Customer, SavedAddress};
use crate::domain::order::{Order, Status};
use crate::domain::refusal::FieldError;
use crate::web::ui::address::{fields, update_button};
use crate::web::ui::empty::{Empty, empty};
use crate::web::ui::field;
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::notice::{Notice, optional};
use crate::web::ui::pager::{Pager, counted, pager};

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
    let title = field::title("Your account", page.errors);
    let main = html! {
        h1 { "Hello, " (customer.name) }
        (optional(page.notice))
        section.stack aria-labelledby="orders-title" {
            div.section-head { h2 #orders-title { "Your latest orders" } }
            @if page.orders.is_empty() { p { "Nothing yet. " a href="/search" { "See all products" } } } @else { (orders_list(page.orders)) }
            @if !page.orders.is_empty() { a.btn href="/account/orders" { "All orders" } }
        }
        section.stack aria-labelledby="address-title" {
            div.section-head { h2 #address-title { "Where we send to" } }
            @match customer.book.preferred() {
                Some(saved) => (address(&saved.address)),
                None => p { "No address is saved yet." },
            }
            a.btn href="/account/addresses" { "Your addresses" }
        }
        section.stack aria-labelledby="password-title" {
            div.section-head { h2 #password-title { "Signing in" } }
            p { "With " strong { (customer.email.as_str()) } ". Changing the password signs you out everywhere else." }
            form.stack.narrow method="post" action="/account/password" novalidate {
                (field::summary(page.errors))
                div.fields {
                    (field::field(&current_password("current", "Password of today"), page.errors))
                    (field::field(&new_password("new", "New password"), page.errors))
                }
                button.btn { "Change the password" }
            }
        }
    };
    frame(layout, &title, &main)
}

#[must_use]
pub fn orders(layout: &Layout, page: &OrdersPage) -> Markup {
    if page.orders.is_empty() && !page.later {
        let nothing = Empty { icon: Icon::Box, title: "No orders yet", text: "What you buy appears here, with its way to you." };
        let main = empty(&nothing, &html! { a.btn.primary href="/search" { "See all products" } });
        return layout::page(layout, &Head::private("Your orders"), &main);
    }
    let newest = page.later.then_some("/account/orders");
    let main = html! {
        h1 { "Your orders" }
        (orders_list(page.orders))
        (pager(&Pager { previous: newest, next: page.next, place: "" }))
    };
    frame(layout, "Your orders", &main)
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
                    p { (status(order.status)) " · " time datetime=(order.placed_at) { (order.placed_at.date()) } " · " (counted(order.units(), "item", "items")) }
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

fn status(status: Status) -> String {
    let name = status.name().replace('_', " ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[must_use]
pub fn addresses(layout: &Layout, page: &AddressesPage) -> Markup {
    let (heading, button) = match page.editing {
        Some(_) => ("Change this address", "Save the address"),
        None => ("Add an address", "Add the address"),
    };
    let main = html! {
        h1 { "Your addresses" }
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
                    label.row { input type="checkbox" name="default" value="true" checked[page.default]; "Start with this address at the till" }
                    button.btn.primary { (button) }
                    @if page.editing.is_some() { a href="/account/addresses" { "Leave it as it is" } }
                }
                (update_button("address", page.countries))
            }
        } @else { p { "Your address book is full. Remove an address to add another." } }
    };
    frame(layout, &field::title("Your addresses", page.errors), &main)
}

fn saved_address(saved: &SavedAddress) -> Markup {
    html! {
        (address(&saved.address))
        @if saved.default { p.hint { "The till starts with this one." } }
        div.row {
            a.btn href={ "/account/addresses?edit=" (saved.id) } { "Change" span.vh { " " (saved.address.line1) } }
            form method="post" action="/account/addresses/remove" {
                input type="hidden" name="id" value=(saved.id);
                button.btn { "Remove" span.vh { " " (saved.address.line1) } }
            }
        }
    }
}

/// The parts of an account side by side, with the way out.
fn frame(layout: &Layout, title: &str, main: &Markup) -> Markup {
    let link = |href: &str, label: &str| html! { li { a href=(href) aria-current=[(layout.path == href).then_some("page")] { (label) } } };
    let body = html! {
        div.wrap.section {
            div.account {
                nav aria-label="Account" {
                    ul role="list" { (link("/account", "Overview")) (link("/account/orders", "Orders")) (link("/account/addresses", "Addresses")) }
                    form method="post" action="/account/logout" { button.btn { "Sign out" } }
                }
                div.stack { (main) }
            }
        }
    };
    layout::page(layout, &Head::private(title), &body)
}
