//! Floor 8: the commands. The only place that wires the shop together.
//!
//! Exit codes: 0 done; 1 the work found something wrong, or failed; 2 wrong usage; 75 the data is in use.

mod check;
mod collection;
mod content;
mod config;
mod coupon;
mod customer;
mod data;
mod export;
mod import;
mod order;
mod product;
mod progress;
mod recommend;
mod reindex;
mod remote;
mod returns;
mod review;
mod searches;
mod serve;
mod synonym;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::base::text::visible;
use crate::config::written::Written;
use crate::config::{Settings, find_file};

/// A complete shop in one binary.
#[derive(Parser)]
#[command(name = "shop", version, about, arg_required_else_help = true)]
struct CommandLine {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Place {
    /// Where the shop keeps its data
    #[arg(long, global = true, value_name = "DIR", default_value = "./shop-data")]
    data: PathBuf,
    /// The settings; by default ./shop.toml where there is one
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the shop
    Serve(serve::Serve),
    /// Take product files into the catalogue
    Import(import::Import),
    /// Write products, orders or customers to a file
    Export(export::Export),
    /// Look at orders, and pack, ship, cancel or refund them
    Order {
        #[command(subcommand)]
        command: order::Order,
    },
    /// Look at what customers want to send back, and accept, decline or receive it
    Return {
        #[command(subcommand)]
        command: returns::Return,
    },
    /// Give a customer all that is known about them, or delete their account
    Customer {
        #[command(subcommand)]
        command: customer::Customer,
    },
    /// Give a product another handle
    Product {
        #[command(subcommand)]
        command: product::Product,
    },
    /// Recount everything and say what is off
    Check(check::Check),
    /// Make the search index anew
    Reindex,
    /// Make, list and end discount codes
    Coupon {
        #[command(subcommand)]
        command: coupon::Coupon,
    },
    /// Make, show and remove collections
    Collection {
        #[command(subcommand)]
        command: collection::Collection,
    },
    /// Write, show and remove pages of text
    Page {
        #[command(subcommand)]
        command: content::Page,
    },
    /// Add, show and remove words that mean the same to the search
    Synonym {
        #[command(subcommand)]
        command: synonym::Synonym,
    },
    /// Tell why a product's recommendations are what they are
    Recommend {
        #[command(subcommand)]
        command: recommend::Recommend,
    },
    /// Look at reviews, and approve, hide, answer or remove them
    Review {
        #[command(subcommand)]
        command: review::Review,
    },
    /// Show what shoppers look for
    Searches(searches::Searches),
    /// Show or check the settings
    Config {
        #[command(subcommand)]
        command: config::Config,
    },
}

/// How a command that ran to its end came out.
pub(crate) enum Outcome {
    Done,
    FoundProblems,
}

/// The data directory belongs to a running process that doesn't answer.
#[derive(Debug, thiserror::Error)]
#[error("another process uses the data in {0}. Stop it first, or choose another directory with --data")]
pub(crate) struct InUse(String);

const EXIT_IN_USE: u8 = 75;

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let line = CommandLine::parse();
    match dispatch(line) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::FoundProblems) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {}", shown(&format!("{error:#}")));
            if error.is::<InUse>() { ExitCode::from(EXIT_IN_USE) } else { ExitCode::FAILURE }
        }
    }
}

/// Lines for the terminal, with nothing in them that it would obey.
fn shown(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

fn dispatch(line: CommandLine) -> Result<Outcome> {
    let CommandLine { place, command } = line;
    match command {
        Command::Config { command } => command.run(&place),
        Command::Coupon { command } => command.run(&place),
        Command::Collection { command } => command.run(&place),
        Command::Page { command } => command.run(&place),
        Command::Synonym { command } => command.run(&place),
        Command::Recommend { command } => command.run(&place),
        Command::Review { command } => command.run(&place),
        Command::Searches(searches) => searches.run(&place),
        Command::Serve(serve) => serve.run(&place),
        Command::Import(import) => import.run(&place),
        Command::Export(export) => export.run(&place),
        Command::Order { command } => command.run(&place),
        Command::Return { command } => command.run(&place),
        Command::Customer { command } => command.run(&place),
        Command::Product { command } => command.run(&place),
        Command::Check(check) => check.run(&place),
        Command::Reindex => reindex::run(&place),
    }
}

impl Place {
    fn settings(&self) -> Result<(Written, Settings)> {
        let file = find_file(self.config.as_deref())?;
        Written::load(file.as_deref(), std::env::vars())
    }

    fn data(&self) -> &Path {
        &self.data
    }
}
