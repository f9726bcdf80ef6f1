//! `shop searches`: what shoppers look for, from a closed shop or through the running one.

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::{Outcome, Place, remote};
use crate::base::text::visible;
use crate::formats::table;
use crate::shop::search_report::{SearchReport, SearchesAsked, SearchesRow};

#[derive(Args)]
pub(super) struct Searches {
    /// What was searched for most; what found nothing with all its words; what was found and never opened
    report: Which,
    /// How many days, today included; at most 90
    #[arg(long, value_name = "N", default_value_t = 30)]
    days: u64,
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[arg(long, default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Which {
    Top,
    Zero,
    Noclick,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

const COLUMNS: [&str; 7] = ["text", "searches", "empty", "partial", "hits", "clicks", "filters"];

impl Searches {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let report = match self.report {
            Which::Top => SearchReport::Top,
            Which::Zero => SearchReport::Zero,
            Which::Noclick => SearchReport::Noclick,
        };
        let asked = SearchesAsked { report, days: self.days, limit: self.limit };
        let rows: Vec<SearchesRow> = remote::here_or_there(place, "/searches", &asked, |shop| shop.searches(asked))?;
        match self.format {
            Format::Json => println!("{}", serde_json::to_string_pretty(&rows)?),
            Format::Csv => print!("{}", table::csv(&COLUMNS, rows.iter().map(|row| cells(row).to_vec()))?),
            Format::Table if rows.is_empty() => println!("nothing in {} days", self.days),
            Format::Table => print_table(&rows),
        }
        Ok(Outcome::Done)
    }
}

fn cells(row: &SearchesRow) -> [String; 7] {
    let SearchesRow { text, searches, empty, partial, hits, clicks, filters } = row;
    [text.clone(), searches.to_string(), empty.to_string(), partial.to_string(), hits.to_string(), clicks.to_string(), filters.clone()]
}

/// Numbers to the right, texts to the left.
fn print_table(rows: &[SearchesRow]) {
    let shown = |row: &SearchesRow| cells(row).map(|cell| visible(&cell));
    let lines: Vec<[String; 7]> = std::iter::once(COLUMNS.map(str::to_owned)).chain(rows.iter().map(shown)).collect();
    let width = |column: usize| lines.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..COLUMNS.len()).map(width).collect();
    for [text, numbers @ .., filters] in &lines {
        let numbers: Vec<String> = numbers.iter().zip(&widths[1..]).map(|(number, width)| format!("{number:>width$}")).collect();
        println!("{}", format!("{text:<width$}  {}  {filters}", numbers.join("  "), width = widths[0]).trim_end());
    }
}
