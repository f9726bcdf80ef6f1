//! `shop config`: what is in force, and whether it can be used.

use anyhow::{Context, Result};
use clap::Subcommand;

use super::{Outcome, Place};

#[derive(Subcommand)]
pub(super) enum Config {
    /// Print the settings in force
    Print,
    /// Say whether the settings can be used
    Check,
}

impl Config {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let (written, _) = place.settings()?;
        match self {
            Self::Print => print!("{}", toml::to_string_pretty(&written).context("writing the settings")?),
            Self::Check => println!("the settings can be used"),
        }
        Ok(Outcome::Done)
    }
}
