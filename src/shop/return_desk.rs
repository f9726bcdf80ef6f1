//! What the merchant does with returns: look at those that wait, accept or decline them, and take in what came.

use std::ops::ControlFlow;
use std::sync::Arc;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Shop;
use super::refund::RefundRequest;
use super::returns::return_answer;
use crate::base::text::{legible, tidy, tidy_lines};
use crate::domain::limits::RETURNS_LISTED_MAX;
use crate::domain::money::Money;
use crate::domain::order::{Actor, Order, OrderId, OrderNumber};
use crate::domain::refund::Wanted;
use crate::domain::refusal::{Error, Refusal};
use crate::domain::returns::{Return, ReturnState};
use crate::store::order::{OrderRows, open_returns};
use crate::store::tables;

/// What the merchant asks. A return is named by its order's number and its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnWork {
    /// Those of one state; without it, those that are open: what waits for an answer first, then what is on its way.
    List {
        state: Option<String>,
    },
    Show {
        name: (u64, u32),
    },
    /// Without a text, the settings say where to send it.
    Accept {
        name: (u64, u32),
        instructions: Option<String>,
    },
    Decline {
        name: (u64, u32),
        reason: String,
    },
    /// What came, where it isn't all; and another sum than it is worth.
    Receive {
        name: (u64, u32),
        lines: Vec<(String, u32)>,
        amount: Option<String>,
        restock: bool,
        reason: String,
    },
}

/// A return as the merchant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnRow {
    /// `1042-1`.
    pub name: String,
    /// `requested`, `accepted`, `declined`, `withdrawn` or `received`.
    pub state: String,
    pub asked_at: String,
    pub email: String,
    /// Units, SKU and title.
    pub lines: Vec<(u32, String, String)>,
    pub reason: String,
    pub comment: String,
    /// What goes back once all of it is here, where it is still to come.
    pub worth: Option<String>,
    /// When, which state, and what was said with it.
    pub steps: Vec<(String, String, String)>,
}

impl Shop {
    /// Does it, and shows the returns it was about.
    ///
    /// # Errors
    /// Says what can't be done and why.
    pub async fn returns_desk(self: &Arc<Self>, work: ReturnWork, by: Actor) -> Result<Vec<ReturnRow>, Error> {
        let id = |name: (u64, u32)| Ok::<OrderId, Error>(self.order_of_number(OrderNumber(name.0))?.id);
        let name = match work {
            ReturnWork::List { state } => return self.returns_listed(state.as_deref()),
            ReturnWork::Show { name } => name,
            ReturnWork::Accept { name, instructions } => {
                let said = instructions.unwrap_or_else(|| self.settings.returns.instructions.clone());
                let accepted = ReturnState::Accepted { instructions: tidy_lines(&legible(&said)) };
                self.return_answered(id(name)?, name.1, accepted, by).await?;
                name
            }
            ReturnWork::Decline { name, reason } => {
                self.return_answered(id(name)?, name.1, ReturnState::Declined { reason: tidy(&reason) }, by).await?;
                name
            }
            ReturnWork::Receive { name, lines, amount, restock, reason } => {
                let read = |text: String| Money::parse(&text, self.settings.prices.currency).map_err(|problem| Refusal::invalid("/amount", &problem));
                let amount = amount.map(read).transpose()?;
                let request = RefundRequest { wanted: Wanted { lines, amount }, restock, reason, by };
                self.return_receive(id(name)?, name.1, request).await?;
                name
            }
        };
        let order = self.order_of_number(OrderNumber(name.0))?;
        let one = order.return_of(name.1).ok_or(Refusal::NotFound)?;
        Ok(vec![row(&order, one)])
    }

    async fn return_answered(&self, id: OrderId, number: u32, answer: ReturnState, by: Actor) -> Result<(), Error> {
        self.books.write("answering a return", move |draft| return_answer(draft, id, number, answer, by)).await
    }

    fn returns_listed(&self, state: Option<&str>) -> Result<Vec<ReturnRow>, Error> {
        let snapshot = self.snapshot()?;
        let mut orders = Vec::new();
        match state {
            None => {
                for id in open_returns(&snapshot)? {
                    orders.push(snapshot.order(id)?.context("an order with an open return is missing")?);
                }
            }
            Some(state) if ReturnState::NAMES.contains(&state) => snapshot.scan::<Order>(OrderId(0), |_, order| {
                orders.extend(Some(order).filter(|order| order.returns.iter().any(|one| one.state().name() == state)));
                Ok(ControlFlow::Continue(()))
            })?,
            Some(_) => return Err(Refusal::invalid("/state", &format!("Choose one of {}", ReturnState::NAMES.join(", "))).into()),
        }
        let fits = |one: &Return| state.map_or(one.open(), |state| one.state().name() == state);
        let found = orders.iter().flat_map(|order| order.returns.iter().map(move |one| (order, one))).filter(|(_, one)| fits(one));
        let mut found: Vec<_> = found.collect();
        // Whoever asked first is answered first.
        found.sort_by_key(|(_, one)| (*one.state() != ReturnState::Requested, one.steps.first().map(|step| step.at)));
        found.truncate(RETURNS_LISTED_MAX);
        Ok(found.into_iter().map(|(order, one)| row(order, one)).collect())
    }

    /// Orders with a return that is asked for or on its way.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn open_returns(&self) -> Result<u64> {
        self.snapshot()?.count(tables::OPEN_RETURNS)
    }
}

fn row(order: &Order, one: &Return) -> ReturnRow {
    let said = |state: &ReturnState| match state {
        ReturnState::Accepted { instructions } => instructions.clone(),
        ReturnState::Declined { reason } => reason.clone(),
        ReturnState::Received { refund } => refund.map_or_else(String::new, |number| format!("refund {number}")),
        ReturnState::Requested | ReturnState::Withdrawn => String::new(),
    };
    let lines = order.lines.iter().filter(|line| one.units(line.variant) > 0);
    ReturnRow {
        name: order.return_name(one.number),
        state: one.state().name().to_owned(),
        asked_at: one.steps.first().map_or_else(String::new, |step| step.at.to_string()),
        email: order.shipping.email.as_str().to_owned(),
        lines: lines.map(|line| (one.units(line.variant), line.sku.clone(), line.title.clone())).collect(),
        reason: one.reason.name().to_owned(),
        comment: one.comment.clone(),
        worth: one.open().then(|| order.return_worth(one).to_string()),
        steps: one.steps.iter().map(|step| (step.at.to_string(), step.state.name().to_owned(), said(&step.state))).collect(),
    }
}
