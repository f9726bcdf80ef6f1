//! The merchant's desk: what can be asked about orders and done with them, by number.

use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Shop;
use super::fulfilment::Act;
use super::refund::RefundRequest;
use crate::domain::money::Money;
use crate::domain::order::{Actor, Order, OrderId, OrderNumber, Status, Tracking};
use crate::domain::refund::Wanted;
use crate::domain::refusal::{Error, Refusal};
use crate::formats::orders::order_object;
use crate::store::order::OrderRows;
use crate::store::read::Snapshot;

/// Orders in a list: as many as one looks at in one go.
const LISTED_MAX: usize = 200;

/// One thing to do at the desk.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// The newest orders, of one status or of all; those that came to nothing only by the status `cancelled`.
    List {
        status: Option<String>,
    },
    /// By its number, or its id where it has none.
    Show {
        number: u64,
    },
    Pack {
        number: u64,
    },
    Ship {
        number: u64,
        tracking: Option<String>,
        url: Option<String>,
    },
    Deliver {
        number: u64,
    },
    Cancel {
        number: u64,
        restock: bool,
        reason: String,
    },
    Refund {
        number: u64,
        lines: Vec<(String, u32)>,
        amount: Option<String>,
        restock: bool,
        reason: String,
    },
    Paid {
        number: u64,
        reference: String,
    },
}

impl Shop {
    /// Does it, and shows the orders it was about.
    ///
    /// # Errors
    /// Says what can't be done and why.
    pub async fn at_desk(self: &Arc<Self>, task: Task, by: Actor) -> Result<Vec<Value>, Error> {
        let id = |number| Ok::<OrderId, Error>(self.order_of_number(OrderNumber(number))?.id);
        let order = match task {
            Task::List { status } => return self.listed(status.as_deref()),
            // An order that came to nothing has no number, only its id.
            Task::Show { number } => match self.snapshot()?.order(OrderId(number))? {
                Some(order) => order,
                None => self.order_of_number(OrderNumber(number))?,
            },
            Task::Pack { number } => self.act(id(number)?, Act::Pack, by).await?,
            Task::Ship { number, tracking, url } => {
                let tracking = tracking.map(|number| Tracking { number: number.trim().to_owned(), url });
                self.act(id(number)?, Act::Ship(tracking), by).await?
            }
            Task::Deliver { number } => self.act(id(number)?, Act::Deliver, by).await?,
            Task::Cancel { number, restock, reason } => match self.snapshot()?.order(OrderId(number))? {
                Some(order) if order.status == Status::Pending => self.end_stranded(&order, by, reason).await?,
                _ => self.act(id(number)?, Act::Cancel { restock, reason }, by).await?,
            },
            Task::Paid { number, reference } => self.act(id(number)?, Act::MarkPaid { reference }, by).await?,
            Task::Refund { number, lines, amount, restock, reason } => {
                let read = |text: String| Money::parse(&text, self.settings.prices.currency).map_err(|problem| Refusal::invalid("/amount", &problem));
                let amount = amount.map(read).transpose()?;
                let request = RefundRequest { wanted: Wanted { lines, amount }, restock, reason, by };
                self.refund(id(number)?, request).await?
            }
        };
        Ok(vec![order_object(&order)])
    }

    fn listed(&self, status: Option<&str>) -> Result<Vec<Value>, Error> {
        let unknown = || {
            let known: Vec<_> = Status::ALL.iter().map(|status| status.name()).collect();
            Refusal::invalid("/status", &format!("Choose one of {}", known.join(", ")))
        };
        let status = status.map(|text| Status::parse(text).ok_or_else(unknown)).transpose()?;
        let fits = |order: &Order| status.map_or(order.number.is_some(), |status| order.status == status);
        Ok(newest(&self.snapshot()?, fits)?.iter().map(order_object).collect())
    }
}

/// The newest orders that fit, newest first.
fn newest(snapshot: &Snapshot, fits: impl Fn(&Order) -> bool) -> Result<Vec<Order>> {
    let mut orders = std::collections::VecDeque::new();
    snapshot.scan::<Order>(OrderId(0), |_, order| {
        if fits(&order) {
            orders.push_front(order);
            orders.truncate(LISTED_MAX);
        }
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(orders.into())
}
