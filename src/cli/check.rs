//! `shop check`: recount everything, say what is off.

use anyhow::Result;
use clap::Args;

use super::{Outcome, Place, remote, shown};
use crate::domain::money::Money;
use crate::store::check::Report;

#[derive(Args)]
pub(super) struct Check {
    /// Also show what the books hold
    #[arg(long)]
    figures: bool,
}

impl Check {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let currency = place.settings()?.1.prices.currency;
        let report: Report = remote::here_or_there(place, "/check", &(), |shop| {
            super::reindex::catch_up(shop)?;
            shop.check()
        })?;
        if self.figures {
            figures(&report, Money::zero(currency));
        }
        for problem in &report.problems {
            println!("{}", shown(problem));
        }
        if report.problems.is_empty() {
            println!("everything adds up");
            return Ok(Outcome::Done);
        }
        println!("{} problems", report.problems.len());
        Ok(Outcome::FoundProblems)
    }
}

fn figures(report: &Report, zero: Money) {
    let figures = &report.figures;
    let money = |minor| Money { minor, ..zero }.to_string();
    let rows = [
        ("products", figures.products.to_string()),
        ("variants", figures.variants.to_string()),
        ("units on hand", figures.units_on_hand.to_string()),
        ("units reserved", figures.units_reserved.to_string()),
        ("carts", figures.carts.to_string()),
        ("cart lines held", figures.lines_held.to_string()),
        ("units sold", figures.units_sold.to_string()),
        ("money taken", money(figures.captured_minor)),
        ("money given back", money(figures.refunded_minor)),
        ("returns to answer", figures.returns_to_answer.to_string()),
        ("returns to come", figures.returns_to_come.to_string()),
        ("letters waiting", figures.letters_waiting.to_string()),
        ("letters given up", figures.letters_given_up.to_string()),
        ("events kept", figures.events.to_string()),
    ];
    for (name, value) in rows {
        println!("{name:<18} {value}");
    }
    if let Some(ms) = figures.search_lag_ms {
        println!("{:<18} {ms} ms", "searches behind");
    }
    for (status, count) in &figures.orders {
        println!("{:<18} {count}", format!("orders {status}"));
    }
    for (sku, units) in &figures.most_held {
        println!("{:<18} {units} of {}", "held in carts", shown(sku));
    }
}
