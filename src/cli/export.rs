//! `shop export`: products, orders or customers into a file.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use super::progress::Progress;
use super::{Outcome, Place, remote};
use crate::shop::export::{ExportRequest, Exported};

#[derive(Args)]
pub(super) struct Export {
    what: What,
    #[arg(long, value_parser = ["jsonl", "csv"], default_value = "jsonl")]
    format: String,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Products,
    Orders,
    Customers,
}

impl Export {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let what = match self.what {
            What::Products => Exported::Products,
            What::Orders => Exported::Orders,
            What::Customers => Exported::Customers,
        };
        let to = std::path::absolute(&self.to).with_context(|| format!("finding {}", self.to.display()))?;
        let request = ExportRequest { what, format: self.format, to };
        let rows: u64 = remote::here_or_there(place, "/export", &request, |shop| {
            let mut progress: Option<Progress> = None;
            let rows = shop.export(&request, &mut |row, all| {
                progress.get_or_insert_with(|| Progress::rows("exporting", all)).at(row, "");
                Ok(())
            })?;
            if let Some(progress) = progress {
                progress.done();
            }
            Ok(rows)
        })?;
        println!("wrote {rows} rows to {}", request.to.display());
        Ok(Outcome::Done)
    }
}
