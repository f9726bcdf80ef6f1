//! `shop return`: what customers want to send back, on a closed shop or through the running one.
//!
//! Their words go through [`visible`], so nothing of them commands the terminal.

use anyhow::Result;
use clap::Subcommand;

use super::order::units;
use super::{Outcome, Place, remote};
use crate::base::text::visible;
use crate::domain::order::Actor;
use crate::shop::return_desk::{ReturnRow, ReturnWork};

#[derive(Subcommand)]
pub(super) enum Return {
    /// Those that wait for your answer, and those on their way to you
    List {
        /// Instead those that are requested, accepted, declined, withdrawn or received
        #[arg(long)]
        status: Option<String>,
    },
    /// One return with everything that happened to it
    Show {
        /// Its order's number and its own, such as 1042-1
        #[arg(value_parser = name)]
        name: (u64, u32),
    },
    /// They may send it
    Accept {
        #[arg(value_parser = name)]
        name: (u64, u32),
        /// Where to and how; without it, what [returns] instructions says
        #[arg(long)]
        instructions: Option<String>,
    },
    /// They can't send it, or it never arrived
    Decline {
        #[arg(value_parser = name)]
        name: (u64, u32),
        /// What the customer is told
        #[arg(long)]
        reason: String,
    },
    /// It is here: the money goes back
    Receive {
        #[arg(value_parser = name)]
        name: (u64, u32),
        /// Units that came, such as MUG-SAGE=2, where it isn't all; may be given several times
        #[arg(long = "line", value_name = "SKU=UNITS", value_parser = units)]
        lines: Vec<(String, u32)>,
        /// A sum instead of what the units cost; 0 when no money goes back
        #[arg(long)]
        amount: Option<String>,
        /// The units can be sold again
        #[arg(long)]
        restock: bool,
        /// What the customer is told with the refund
        #[arg(long, default_value = "")]
        reason: String,
    },
}

fn name(text: &str) -> Result<(u64, u32), String> {
    let parts = text.split_once('-').and_then(|(order, number)| Some((order.parse().ok()?, number.parse().ok()?)));
    parts.ok_or_else(|| format!("{text:?} is not a return, such as 1042-1"))
}

impl Return {
    fn work(self) -> ReturnWork {
        match self {
            Self::List { status } => ReturnWork::List { state: status },
            Self::Show { name } => ReturnWork::Show { name },
            Self::Accept { name, instructions } => ReturnWork::Accept { name, instructions },
            Self::Decline { name, reason } => ReturnWork::Decline { name, reason },
            Self::Receive { name, lines, amount, restock, reason } => ReturnWork::Receive { name, lines, amount, restock, reason },
        }
    }

    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let listing = matches!(self, Self::List { .. });
        let work = self.work();
        let rows: Vec<ReturnRow> =
            remote::here_or_there(place, "/return", &work, |shop| remote::wait_for(shop.returns_desk(work.clone(), Actor::Shop)))?;
        if rows.is_empty() {
            println!("there are no such returns");
        }
        for row in &rows {
            println!("{}", line(row));
            if !listing {
                show(row);
            }
        }
        Ok(Outcome::Done)
    }
}

/// `1042-1  requested  2026-11-23T14:05:00Z  ada@example.com  too_small  2 × MUG-SAGE, worth $43.20`
fn line(row: &ReturnRow) -> String {
    let units: Vec<String> = row.lines.iter().map(|(units, sku, _)| format!("{units} × {}", visible(sku))).collect();
    let worth = row.worth.as_ref().map_or_else(String::new, |worth| format!(", worth {worth}"));
    format!("{:>8}  {:<10} {}  {}  {}  {}{worth}", row.name, row.state, row.asked_at, visible(&row.email), row.reason, units.join(", "))
}

fn show(row: &ReturnRow) {
    row.lines.iter().for_each(|(units, sku, title)| println!("{units:>8}  {} {}", visible(sku), visible(title)));
    row.comment.lines().for_each(|line| println!("          > {}", visible(line)));
    for (at, state, said) in &row.steps {
        println!("          {at}  {state}");
        said.lines().for_each(|line| println!("            {}", visible(line)));
    }
}
