//! What letters say. Each is put together once, of a few kinds of parts, and shown as text and as HTML: they can't disagree.
//!
//! The HTML has no pictures, no tables and no style sheet; everything in it is escaped.

use maud::{DOCTYPE, Markup, html};

use crate::base::messages::{spoken, t};
use crate::base::text::tidy;
use crate::domain::letter::Letter;
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderLine, Tracking};
use crate::domain::payment::BANK_TRANSFER;
use crate::domain::returns::ReturnState;

/// What a letter is written from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub shop: &'a str,
    /// The public address of the shop, without a slash at the end; empty when it isn't known.
    pub url: &'a str,
    /// The order that the letter tells of.
    pub order: Option<&'a Order>,
    /// The path that opens the order, with its token.
    pub order_path: &'a str,
    /// The name of the country it goes to.
    pub country: &'a str,
    /// Where a bank transfer goes, as the merchant wrote it.
    pub bank_details: &'a str,
}

/// A letter in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// What letters are made of.
enum Part {
    Say(String),
    Head(&'static str),
    /// A name and a sum; the last of a block may be the one that counts.
    Row(String, String),
    Total(String, String),
    Lines(Vec<String>),
    Link(&'static str, String),
    /// Something to copy.
    Code(String),
}

/// Writes a letter.
#[must_use]
pub fn write(letter: &Letter, facts: &Facts) -> Content {
    let (subject, parts) = match (letter, facts.order) {
        (Letter::PasswordReset { name, token, .. }, _) => reset(facts, name, token.reveal()),
        (Letter::AccountErased { name, .. }, _) => erased(facts, name),
        (Letter::OrderConfirmed { .. }, Some(order)) => confirmed(facts, order),
        (Letter::OrderShipped { .. }, Some(order)) => shipped(facts, order),
        (Letter::OrderRefunded { amount, .. }, Some(order)) => refunded(facts, order, &sum(*amount)),
        (Letter::OrderCancelled { .. }, Some(order)) => cancelled(facts, order),
        (Letter::ReturnRequested { number, .. }, Some(order)) => return_requested(facts, order, *number),
        (Letter::ReturnAccepted { number, .. }, Some(order)) => return_accepted(facts, order, *number),
        (Letter::ReturnDeclined { number, .. }, Some(order)) => return_declined(facts, order, *number),
        (_, None) => (facts.shop.to_owned(), Vec::new()),
    };
    Content { text: text(facts, &parts), html: page(facts, &subject, &parts).into_string(), subject }
}

fn confirmed(facts: &Facts, order: &Order) -> (String, Vec<Part>) {
    let number = number(order);
    let mut parts =
        vec![Part::Say(t!("letter-confirmed", hello = hello(&order.shipping.address.name), number = number)), Part::Head(t("what-you-bought"))];
    parts.extend(lines(order));
    parts.extend(sums(order));
    parts.extend(due(facts, order));
    parts.push(Part::Head(t("letter-goes")));
    parts.push(Part::Lines(address(facts, order)));
    parts.extend(way_on(facts, order));
    (t!("letter-confirmed-subject", number = number), parts)
}

fn shipped(facts: &Facts, order: &Order) -> (String, Vec<Part>) {
    let number = number(order);
    let mut parts = vec![Part::Say(t!("letter-shipped", hello = hello(&order.shipping.address.name), number = number))];
    if let Some(Tracking { number, url }) = &order.tracking {
        parts.push(Part::Head(t("follow-parcel")));
        parts.push(Part::Code(tidy(number)));
        parts.extend(url.as_deref().filter(|url| usable(url)).map(|url| Part::Link(t("follow-parcel"), url.to_owned())));
    }
    parts.push(Part::Head(t("letter-in-it")));
    parts.extend(lines(order));
    parts.push(Part::Head(t("letter-goes")));
    parts.push(Part::Lines(address(facts, order)));
    parts.extend(way_on(facts, order));
    (t!("letter-shipped-subject", number = number), parts)
}

fn refunded(facts: &Facts, order: &Order, amount: &str) -> (String, Vec<Part>) {
    let number = number(order);
    let mut parts = vec![
        Part::Say(t!("letter-refunded", hello = hello(&order.shipping.address.name), amount = amount, number = number)),
        Part::Say(t("letter-refunded-text").to_owned()),
    ];
    parts.extend(way_on(facts, order));
    (t!("letter-refunded-subject", amount = amount, number = number), parts)
}

fn cancelled(facts: &Facts, order: &Order) -> (String, Vec<Part>) {
    let number = number(order);
    let given_back = match order.captured().minor {
        0 => t("letter-nothing-to-pay"),
        _ => t("letter-give-back"),
    };
    let mut parts = vec![
        Part::Say(t!("letter-cancelled", hello = hello(&order.shipping.address.name), number = number)),
        Part::Say(given_back.to_owned()),
        Part::Head(t("letter-was-in-it")),
    ];
    parts.extend(lines(order));
    parts.extend(way_on(facts, order));
    (t!("letter-cancelled-subject", number = number), parts)
}

fn return_requested(facts: &Facts, order: &Order, number: u32) -> (String, Vec<Part>) {
    let name = order.return_name(number);
    let mut parts = vec![
        Part::Say(t!("letter-return-requested", hello = hello(&order.shipping.address.name), number = self::number(order))),
        Part::Head(t("letter-return-what")),
        Part::Lines(units_back(order, number)),
        Part::Say(t("letter-return-wait").to_owned()),
    ];
    parts.extend(way_on(facts, order));
    (t!("letter-return-requested-subject", name = name), parts)
}

fn return_accepted(facts: &Facts, order: &Order, number: u32) -> (String, Vec<Part>) {
    let name = order.return_name(number);
    let instructions = order.return_of(number).and_then(|one| one.instructions()).unwrap_or_default();
    let mut parts = vec![
        Part::Say(t!("letter-return-accepted", hello = hello(&order.shipping.address.name), number = self::number(order))),
        Part::Head(t("letter-return-what")),
        Part::Lines(units_back(order, number)),
        Part::Head(t("letter-return-how")),
        Part::Lines(instructions.lines().map(tidy).collect()),
        Part::Say(t!("letter-return-label", name = name)),
        Part::Say(t("letter-return-refund").to_owned()),
    ];
    parts.extend(way_on(facts, order));
    (t!("letter-return-accepted-subject", name = name), parts)
}

fn return_declined(facts: &Facts, order: &Order, number: u32) -> (String, Vec<Part>) {
    let reason = order.return_of(number).map_or("", |one| if let ReturnState::Declined { reason } = one.state() { reason.as_str() } else { "" });
    let mut parts = vec![
        Part::Say(t!("letter-return-declined", hello = hello(&order.shipping.address.name), number = self::number(order))),
        Part::Lines(vec![tidy(reason)]),
        Part::Head(t("letter-return-what")),
        Part::Lines(units_back(order, number)),
    ];
    parts.extend(way_on(facts, order));
    (t!("letter-return-declined-subject", name = order.return_name(number)), parts)
}

/// What is to come back, a line for each.
fn units_back(order: &Order, number: u32) -> Vec<String> {
    let one = order.return_of(number);
    let units = |line: &OrderLine| one.map_or(0, |one| one.units(line.variant));
    let back = order.lines.iter().map(|line| (line, units(line))).filter(|(_, units)| *units > 0);
    back.map(|(line, units)| format!("{units} × {}", described(line))).collect()
}

fn reset(facts: &Facts, name: &str, token: &str) -> (String, Vec<Part>) {
    let mut parts = vec![Part::Say(t!("letter-reset", hello = hello(name), shop = facts.shop))];
    if facts.url.is_empty() {
        parts.push(Part::Say(t("letter-reset-code").to_owned()));
        parts.push(Part::Code(token.to_owned()));
    } else {
        parts.push(Part::Say(t("letter-reset-link").to_owned()));
        parts.push(Part::Link(t("letter-set-password"), format!("{}/account/reset/confirm?token={token}", facts.url)));
    }
    parts.push(Part::Say(t("letter-not-you").to_owned()));
    (t!("letter-reset-subject", shop = facts.shop), parts)
}

fn erased(facts: &Facts, name: &str) -> (String, Vec<Part>) {
    let mut parts = vec![
        Part::Say(t!("letter-erased", hello = hello(name), shop = facts.shop)),
        Part::Say(t("letter-erased-orders").to_owned()),
        Part::Say(t("letter-erased-not-you").to_owned()),
    ];
    if !facts.url.is_empty() {
        parts.push(Part::Link(t("track-order"), format!("{}/track", facts.url)));
    }
    (t!("letter-erased-subject", shop = facts.shop), parts)
}

/// Written as the language of the letter does.
fn sum(money: Money) -> String {
    money.written(&spoken().marks)
}

fn number(order: &Order) -> String {
    order.number.map_or_else(String::new, |number| number.to_string())
}

/// How to pay, where it's still to be done.
fn due(facts: &Facts, order: &Order) -> Vec<Part> {
    let Some(sum) = order.due() else { return Vec::new() };
    if order.payment.method.token != BANK_TRANSFER {
        return vec![Part::Head(t("letter-how-to-pay")), Part::Say(t!("letter-at-door", sum = sum))];
    }
    let where_to = match facts.bank_details {
        "" => Part::Say(t("due-where").to_owned()),
        details => Part::Lines(details.lines().map(tidy).collect()),
    };
    vec![Part::Head(t("letter-how-to-pay")), Part::Say(t!("letter-transfer", sum = sum, number = number(order))), where_to]
}

/// A greeting by the first name where it reads like one: a stranger's letter carries nobody's message.
fn hello(name: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or_default();
    let plain = !first.is_empty() && first.chars().count() <= 30 && first.chars().all(|c| c.is_alphabetic() || "'’-".contains(c));
    if plain { t!("letter-hello-name", name = first) } else { t("letter-hello").to_owned() }
}

fn lines(order: &Order) -> Vec<Part> {
    let row = |line: &OrderLine| Part::Row(format!("{} × {}", line.quantity, described(line)), sum(line.line_total));
    order.lines.iter().map(row).collect()
}

fn described(line: &OrderLine) -> String {
    let options = if line.options.is_empty() { String::new() } else { format!(" ({})", tidy(&line.options)) };
    format!("{}{options}", tidy(&line.title))
}

fn sums(order: &Order) -> Vec<Part> {
    let totals = &order.totals;
    let mut parts = vec![Part::Head(t("letter-costs")), Part::Row(t("subtotal").to_owned(), sum(totals.subtotal))];
    if totals.discount.minor > 0 {
        parts.push(Part::Row(t("discount").to_owned(), format!("−{}", sum(totals.discount))));
    }
    let shipping = if totals.shipping.minor == 0 { t("free").to_owned() } else { sum(totals.shipping) };
    parts.push(Part::Row(t("shipping").to_owned(), shipping));
    let tax = t(if order.terms.tax.inclusive { "includes-tax" } else { "tax" });
    parts.push(Part::Row(tax.to_owned(), sum(totals.tax)));
    parts.push(Part::Total(t("total").to_owned(), sum(totals.total)));
    parts
}

fn address(facts: &Facts, order: &Order) -> Vec<String> {
    let address = &order.shipping.address;
    let place = [&address.city, &address.region, &address.postal_code].into_iter().filter(|part| !part.is_empty());
    let place = place.map(String::as_str).collect::<Vec<_>>().join(", ");
    let lines = [address.name.as_str(), &address.line1, &address.line2, &place, facts.country, &address.phone];
    lines.into_iter().map(tidy).filter(|line| !line.is_empty()).collect()
}

fn way_on(facts: &Facts, order: &Order) -> Vec<Part> {
    if facts.url.is_empty() {
        let how = t!("letter-track", number = number(order));
        return vec![Part::Say(how)];
    }
    vec![Part::Link(t("letter-see-order"), format!("{}{}", facts.url, facts.order_path)), Part::Say(t("letter-keep").to_owned())]
}

/// Links of others that a letter may carry.
fn usable(url: &str) -> bool {
    url.starts_with("https://") && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

fn text(facts: &Facts, parts: &[Part]) -> String {
    let mut text = String::new();
    let mut in_rows = false;
    for part in parts {
        let row = matches!(part, Part::Row(..) | Part::Total(..));
        if in_rows && !row {
            text.push('\n');
        }
        in_rows = row;
        match part {
            Part::Say(sentence) => text.push_str(&format!("{sentence}\n\n")),
            Part::Head(head) => text.push_str(&format!("{}\n", head.to_uppercase())),
            Part::Row(name, sum) | Part::Total(name, sum) => text.push_str(&format!("{name}: {sum}\n")),
            Part::Lines(lines) => text.push_str(&format!("{}\n\n", lines.join("\n"))),
            Part::Link(label, url) => text.push_str(&format!("{label}:\n{url}\n\n")),
            Part::Code(code) => text.push_str(&format!("    {code}\n\n")),
        }
    }
    text.push_str(&format!("-- \n{}\n", facts.shop));
    if !facts.url.is_empty() {
        text.push_str(&format!("{}\n", facts.url));
    }
    text
}

const BODY: &str = "margin:0;padding:24px;background:#fcfaf6;color:#251c15;font:16px/1.5 Arial,sans-serif";
const SHEET: &str = "max-width:560px;margin:0 auto";
const HEAD: &str = "margin:24px 0 8px;font-size:17px";
const ROW: &str = "margin:0;padding:4px 0;border-bottom:1px solid #e4dfd5";
const CODE: &str = "margin:0 0 16px;padding:12px;background:#f3f0e9;font-family:monospace;word-break:break-all";
const BUTTON: &str = "display:inline-block;padding:12px 20px;background:#a14122;color:#ffffff;text-decoration:none;border-radius:6px";
const MUTED: &str = "margin:32px 0 0;color:#60564d;font-size:14px";

fn page(facts: &Facts, subject: &str, parts: &[Part]) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(spoken().tag) dir=[Some(spoken().direction).filter(|direction| *direction == "rtl")] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (subject) }
            }
            body style=(BODY) {
                div style=(SHEET) {
                    h1 style="margin:0 0 16px;font-size:22px" { (subject) }
                    @for part in parts { (shown(part)) }
                    p style=(MUTED) {
                        (facts.shop)
                        @if !facts.url.is_empty() { br; a href=(facts.url) style="color:#0e5794" { (facts.url) } }
                    }
                }
            }
        }
    }
}

fn shown(part: &Part) -> Markup {
    html! {
        @match part {
            Part::Say(sentence) => p style="margin:0 0 16px" { (sentence) },
            Part::Head(head) => h2 style=(HEAD) { (head) },
            Part::Row(name, sum) => p style=(ROW) { (name) ": " (sum) },
            Part::Total(name, sum) => p style=(ROW) { strong { (name) ": " (sum) } },
            Part::Lines(lines) => p style="margin:0 0 16px" { @for line in lines { (line) br; } },
            Part::Link(label, url) => p style="margin:24px 0 8px" { a href=(url) style=(BUTTON) { (label) } },
            Part::Code(code) => p style=(CODE) { (code) },
        }
    }
}
