//! `shop order`: the merchant's desk on the command line, beside a running shop or alone.
//!
//! What customers and carriers wrote goes through [`text`], so nothing of it commands the terminal.

use anyhow::Result;
use clap::Subcommand;
use serde_json::Value;

use super::{Outcome, Place, remote};
use crate::base::text::visible;
use crate::domain::money::{Currency, Money};
use crate::domain::order::Actor;
use crate::shop::desk::Task;

#[derive(Subcommand)]
pub(super) enum Order {
    /// The newest orders
    List {
        /// pending, confirmed, packed, shipped, delivered, cancelled or refunded
        #[arg(long)]
        status: Option<String>,
    },
    /// One order with everything that happened to it
    Show {
        /// Its number, or the id of a checkout that came to nothing
        number: u64,
    },
    /// It is packed
    Pack { number: u64 },
    /// It is on its way
    Ship {
        number: u64,
        /// The number on the label
        #[arg(long)]
        tracking: Option<String>,
        /// The carrier's page for it
        #[arg(long, requires = "tracking")]
        url: Option<String>,
    },
    /// It has arrived
    Deliver { number: u64 },
    /// It won't be sent: the money goes back, and the units into the stock
    Cancel {
        /// Its number, or the id of one that `shop check` says waits for nobody
        number: u64,
        /// The units can't be sold again
        #[arg(long)]
        no_restock: bool,
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Give money back: everything that is left, some units, or a sum
    Refund {
        number: u64,
        /// Units that come back, such as MUG-SAGE=2; may be given several times
        #[arg(long = "line", value_name = "SKU=UNITS", value_parser = units)]
        lines: Vec<(String, u32)>,
        /// A sum instead of what the units cost; 0 when they come back without money
        #[arg(long)]
        amount: Option<String>,
        /// The units can be sold again
        #[arg(long)]
        restock: bool,
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Its money came by hand
    Paid {
        number: u64,
        /// What the statement of the bank says
        #[arg(long, default_value = "")]
        reference: String,
    },
}

pub(super) fn units(text: &str) -> Result<(String, u32), String> {
    let wrong = || format!("{text:?} is not a SKU and units, such as MUG-SAGE=2");
    let (sku, units) = text.rsplit_once('=').ok_or_else(wrong)?;
    Ok((sku.to_owned(), units.parse().map_err(|_| wrong())?))
}

impl Order {
    fn task(self) -> Task {
        match self {
            Self::List { status } => Task::List { status },
            Self::Show { number } => Task::Show { number },
            Self::Pack { number } => Task::Pack { number },
            Self::Ship { number, tracking, url } => Task::Ship { number, tracking, url },
            Self::Deliver { number } => Task::Deliver { number },
            Self::Cancel { number, no_restock, reason } => Task::Cancel { number, restock: !no_restock, reason },
            Self::Refund { number, lines, amount, restock, reason } => Task::Refund { number, lines, amount, restock, reason },
            Self::Paid { number, reference } => Task::Paid { number, reference },
        }
    }

    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let listing = matches!(self, Self::List { .. });
        let task = self.task();
        let orders: Vec<Value> = remote::here_or_there(place, "/order", &task, |shop| remote::wait_for(shop.at_desk(task.clone(), Actor::Shop)))?;
        match orders.as_slice() {
            [] => println!("no such orders"),
            orders if listing => orders.iter().for_each(|order| println!("{}", line(order))),
            orders => orders.iter().for_each(show),
        }
        Ok(Outcome::Done)
    }
}

fn text(order: &Value, pointer: &str) -> String {
    visible(order.pointer(pointer).and_then(Value::as_str).unwrap_or(""))
}

fn money(order: &Value, pointer: &str) -> String {
    let minor = order.pointer(&format!("{pointer}/amount")).and_then(Value::as_i64).unwrap_or(0);
    let currency = Currency::parse(&text(order, &format!("{pointer}/currency"))).unwrap_or(Currency::USD);
    Money::new(minor, currency).to_string()
}

fn line(order: &Value) -> String {
    let number = if text(order, "/number").is_empty() { text(order, "/id") } else { text(order, "/number") };
    format!(
        "{number:>8}  {:<10} {:<10} {:>12}  {}  {}",
        text(order, "/status"),
        if text(order, "/decline_code").is_empty() { text(order, "/payment/status") } else { text(order, "/decline_code") },
        money(order, "/totals/total"),
        text(order, "/placed_at"),
        text(order, "/email")
    ) + &returns(order)
}

/// Names each return that waits for an answer.
fn returns(order: &Value) -> String {
    let waits = order["returns"].as_array().into_iter().flatten().filter(|one| one["status"] == "requested");
    waits.map(|one| format!("  return {} is asked for", text(one, "/name"))).collect()
}

fn show(order: &Value) {
    println!("{}", line(order));
    for line in order["lines"].as_array().into_iter().flatten() {
        let came_back = match line["returned"].as_u64() {
            Some(units) if units > 0 => format!(", {units} came back"),
            _ => String::new(),
        };
        println!("{:>8}  {} {} {}{came_back}", line["quantity"], text(line, "/sku"), text(line, "/title"), money(line, "/line_total"));
    }
    for moment in order["timeline"].as_array().into_iter().flatten() {
        println!("          {}  {:<10} {}", text(moment, "/at"), text(moment, "/status"), text(moment, "/note"));
    }
    for refund in order["refunds"].as_array().into_iter().flatten() {
        println!("  refund {}: {} {} {}", refund["number"], money(refund, "/amount"), text(refund, "/status"), text(refund, "/reason"));
    }
    for one in order["returns"].as_array().into_iter().flatten() {
        println!("  return {}: {} {}", text(one, "/name"), text(one, "/status"), text(one, "/reason"));
    }
    if !text(order, "/tracking/number").is_empty() {
        println!("  tracking {} {}", text(order, "/tracking/number"), text(order, "/tracking/url"));
    }
}
