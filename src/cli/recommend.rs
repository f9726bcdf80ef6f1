//! `shop recommend`: why a product's recommendations are what they are, on a closed shop or in the running one.

use anyhow::Result;
use clap::{Subcommand, ValueEnum};

use super::{Outcome, Place, reindex, remote};
use crate::shop::recommend::{Candidate, ExplainWork, Explanation};

#[derive(Subcommand)]
pub(super) enum Recommend {
    /// Show each candidate with its counts, and why it is in or out
    Explain {
        /// The product's name in addresses
        handle: String,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

impl Recommend {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let Self::Explain { handle, format } = self;
        let work = ExplainWork { handle };
        let told: Explanation = remote::here_or_there(place, "/recommend", &work, |shop| {
            reindex::catch_up(shop)?;
            shop.recommend.follow(&shop.books)?;
            shop.recommend_explain(&work)
        })?;
        if format == Format::Json {
            println!("{}", serde_json::to_string_pretty(&told)?);
            return Ok(Outcome::Done);
        }
        println!("{} ({}): in {} of {} orders", told.title, told.handle, told.orders, told.orders_counted);
        told.candidates.iter().for_each(|candidate| println!("{}", line(candidate)));
        if told.candidates.is_empty() {
            println!("nothing was bought together with it, and nothing else can be bought");
        }
        Ok(Outcome::Done)
    }
}

/// `  in   together 12, of 40 orders, 3 available: teapot, Stoneware teapot (bought together)`
fn line(candidate: &Candidate) -> String {
    let Candidate { handle, title, together, orders, available, shown, why } = candidate;
    let place = if *shown { "in " } else { "out" };
    format!("  {place}  together {together}, of {orders} orders, {available} available: {handle}, {title} ({why})")
}
