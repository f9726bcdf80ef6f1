//! `shop customer`: what a customer has a right to ask for, on a closed shop or through the running one.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Subcommand;
use serde_json::Value;

use super::{Outcome, Place, remote};
use crate::base::text::visible;
use crate::shop::customer_desk::CustomerWork;
use crate::shop::erase::{Erased, OwnReviews};
use crate::web::api::personal::at_desk;

#[derive(Subcommand)]
pub(super) enum Customer {
    /// Write all that is known about an account into a file (JSON), for its owner
    Export {
        email: String,
        /// The file to write; nobody else may read it
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Delete an account, for good; its orders stay, because the books need them
    Erase {
        email: String,
        /// Take its reviews away too; they stay without a name otherwise
        #[arg(long)]
        reviews: bool,
    },
}

impl Customer {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        match self {
            Self::Export { email, to } => {
                let known = ask(place, &CustomerWork::Export { email })?;
                write(&to, &known).with_context(|| format!("writing {}", to.display()))?;
                println!("written: {}", to.display());
            }
            Self::Erase { email, reviews } => {
                let reviews = if reviews { OwnReviews::Removed } else { OwnReviews::Unsigned };
                let erased = ask(place, &CustomerWork::Erase { email: email.clone(), reviews })?;
                let Erased { orders, reviews } = serde_json::from_value(erased).context("reading what was left")?;
                println!("erased: {}  (orders that stay: {orders}; reviews that stay without a name: {reviews})", visible(&email));
            }
        }
        Ok(Outcome::Done)
    }
}

fn ask(place: &Place, work: &CustomerWork) -> Result<Value> {
    remote::here_or_there(place, "/customer", work, |shop| at_desk(shop, work))
}

/// Writes a file that its owner alone may read; one that can't be finished isn't left behind.
fn write(to: &Path, known: &Value) -> Result<()> {
    let name = to.file_name().context("the file to write needs a name")?.to_string_lossy();
    let partial = to.with_file_name(format!(".{name}.{}", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial)?;
    let text = format!("{known:#}\n");
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).and_then(|()| std::fs::rename(&partial, to));
    if written.is_err() {
        drop(std::fs::remove_file(&partial));
    }
    Ok(written?)
}
