//! `shop import`: product files into the catalogue, here or through the shop that is running.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::progress::Progress;
use super::{InUse, Outcome, Place, data, remote, shown};
use crate::shop::import::{Counts, ImportRequest, Told};

#[derive(Args)]
pub(super) struct Import {
    /// Product files: JSON Lines, CSV, or exports of Shopify or WooCommerce
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the files are
    #[arg(long, value_parser = ["auto", "shopify", "woocommerce", "csv", "jsonl"], default_value = "auto")]
    format: String,
    /// Read and check everything, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Where pictures named in the files are; by default beside each file
    #[arg(long, value_name = "DIR")]
    images: Option<PathBuf>,
}

impl Import {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let (_, settings) = place.settings()?;
        let absolute = |path: &PathBuf| std::path::absolute(path).with_context(|| format!("finding {}", path.display()));
        if let Some(file) = self.files.iter().find(|file| !file.is_file()) {
            bail!("there is no file {}", file.display());
        }
        if let Some(folder) = self.images.as_ref().filter(|folder| !folder.is_dir()) {
            bail!("there is no folder {}", folder.display());
        }
        let request = ImportRequest {
            files: self.files.iter().map(absolute).collect::<Result<_>>()?,
            format: Some(self.format).filter(|format| format != "auto"),
            dry_run: self.dry_run,
            images: self.images.as_ref().map(absolute).transpose()?,
        };
        let mut watch = Watch::default();
        // A dry run must not make the shop that it only tries out.
        let opened = if self.dry_run && !data::exists(place.data()) { data::open_in_memory(settings) } else { data::open(place.data(), settings) };
        let counts = match opened {
            Ok(shop) => {
                let counts = shop.import(&request, &mut |told| watch.hear(told))?;
                watch.end();
                if !request.dry_run {
                    super::reindex::catch_up(&shop)?;
                }
                counts
            }
            Err(error) if error.is::<InUse>() => {
                let answer = remote::ask(place.data(), "/import", &request, |told| watch.hear(serde_json::from_value(told)?))?;
                watch.end();
                serde_json::from_value(answer).context("reading the answer of the running shop")?
            }
            Err(error) => return Err(error),
        };
        report(&counts, request.dry_run);
        Ok(if counts.failed > 0 { Outcome::FoundProblems } else { Outcome::Done })
    }
}

#[derive(Default)]
struct Watch {
    progress: Option<Progress>,
    warnings: u64,
}

/// More warnings than this are counted, not shown.
const WARNINGS_SHOWN: u64 = 50;

impl Watch {
    fn hear(&mut self, told: Told) -> Result<()> {
        match told {
            Told::File { name, bytes } => {
                self.end();
                let short = std::path::Path::new(&name).file_name().map_or(name.clone(), |name| name.to_string_lossy().into_owned());
                self.progress = Some(Progress::bytes(&short, bytes));
            }
            Told::Progress { bytes, counts } => {
                if let Some(progress) = &mut self.progress {
                    progress.at(bytes, &format!(", {} products", counts.created + counts.updated + counts.unchanged));
                }
            }
            Told::Refused(problem) => self.say(&problem),
            Told::Warning(problem) => {
                self.warnings += 1;
                match self.warnings {
                    shown if shown < WARNINGS_SHOWN => self.say(&format!("{problem} (warning)")),
                    WARNINGS_SHOWN => self.say("further warnings are counted only"),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn say(&self, text: &str) {
        let text = shown(text);
        match &self.progress {
            Some(progress) => progress.say(&text),
            None => eprintln!("{text}"),
        }
    }

    fn end(&mut self) {
        if let Some(progress) = self.progress.take() {
            progress.done();
        }
    }
}

fn report(counts: &Counts, dry_run: bool) {
    let Counts { created, updated, unchanged, skipped, failed, warnings, images_elsewhere } = counts;
    if *images_elsewhere > 0 {
        eprintln!("{images_elsewhere} pictures are on other servers and aren't shown; put the files into a folder and name it with --images");
    }
    let note = if dry_run { " (dry run: nothing was written)" } else { "" };
    println!("created {created}, updated {updated}, unchanged {unchanged}, skipped {skipped}, failed {failed}; warnings {warnings}{note}");
}
