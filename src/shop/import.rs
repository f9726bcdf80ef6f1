//! Importing a product file: read, sanitise, copy pictures, write in batches, say what happened.
//!
//! - Memory holds one batch, whatever the size of the file.
//! - A bad row is named with its line and column and left out; the rest is imported.
//! - A batch is committed whole; stopped at any point, the import can simply be run again.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Serialize};

use super::Shop;
use super::listing::{Effect, Prepared, listings_write};
use super::media::{Copier, Taken};
use crate::domain::product::ProductId;
use crate::domain::refusal::{Error, Refusal};
use crate::formats::note::{Entry, Found, RowNote};
use crate::formats::read::{Format, open};

/// Products that are committed together, and pictures after which they are: making these takes longer.
const BATCH: usize = 250;
const PICTURES_BATCH: usize = 200;

/// What to import and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportRequest {
    pub files: Vec<PathBuf>,
    /// `None` tells the format by the first line.
    pub format: Option<String>,
    /// Reads and checks everything and writes nothing.
    pub dry_run: bool,
    /// Where pictures named in the files are; else beside the file.
    pub images: Option<PathBuf>,
}

/// What happened so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub skipped: u64,
    /// Rows that were refused.
    pub failed: u64,
    pub warnings: u64,
    /// Pictures on other servers, which the shop doesn't show.
    pub images_elsewhere: u64,
}

/// What an import tells whoever watches.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// A new file of so many bytes.
    File {
        name: String,
        bytes: u64,
    },
    /// So many bytes of it are read.
    Progress {
        bytes: u64,
        counts: Counts,
    },
    /// `file:line: column: what is wrong`
    Refused(String),
    Warning(String),
}

/// Stops an import whose listener has gone: what is committed stays.
pub type Listener<'a> = &'a mut dyn FnMut(Told) -> Result<()>;

struct Import<'a> {
    shop: &'a Shop,
    dry_run: bool,
    copier: Copier,
    file: String,
    counts: Counts,
    batch: Vec<Found>,
    /// Pictures that the batch names.
    pictures: Vec<String>,
    /// The products that this file has written so far.
    written: Arc<HashSet<ProductId>>,
    listener: Listener<'a>,
}

impl Shop {
    /// Imports files one after the other. Never call it from async code.
    ///
    /// # Errors
    /// When a file can't be read or the books can't be written. Bad rows are no error: they are told and counted.
    pub fn import(&self, request: &ImportRequest, listener: Listener) -> Result<Counts> {
        let format = match &request.format {
            None => None,
            Some(name) => {
                Some(Format::parse(name).with_context(|| format!("{name:?} is not a format; use auto, shopify, woocommerce, csv or jsonl"))?)
            }
        };
        let mut counts = Counts::default();
        for path in &request.files {
            let folder = request.images.clone().or_else(|| path.parent().map(Path::to_owned)).unwrap_or_default();
            let import = Import {
                shop: self,
                dry_run: request.dry_run,
                copier: Copier::new(&self.media, &folder),
                file: path.display().to_string(),
                counts,
                batch: Vec::with_capacity(BATCH),
                pictures: Vec::new(),
                written: Arc::default(),
                listener,
            };
            counts = import.run(path, format)?;
        }
        Ok(counts)
    }
}

impl Import<'_> {
    fn run(mut self, path: &Path, format: Option<Format>) -> Result<Counts> {
        let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
        (self.listener)(Told::File { name: self.file.clone(), bytes: file.metadata().map_or(0, |metadata| metadata.len()) })?;
        let counted = Counted::new(file);
        let bytes = Arc::clone(&counted.bytes);
        let products = match open(counted, format, self.shop.settings.prices.currency) {
            Ok(products) => products,
            // One file that isn't a product file doesn't keep the others out.
            Err(error) => {
                self.counts.failed += 1;
                (self.listener)(Told::Refused(format!("{}: {:#}", self.file, anyhow!(error))))?;
                return Ok(self.counts);
            }
        };
        for entry in products {
            match entry.with_context(|| format!("reading {}", path.display()))? {
                Entry::Warning(note) => self.warn(&note)?,
                Entry::Refused(note) => {
                    self.counts.failed += 1;
                    (self.listener)(Told::Refused(format!("{}:{note}", self.file)))?;
                }
                Entry::Product(found) => self.product(*found),
            }
            if self.batch.len() >= BATCH || self.pictures.len() >= PICTURES_BATCH {
                self.write()?;
                (self.listener)(Told::Progress { bytes: bytes.load(Ordering::Relaxed), counts: self.counts.clone() })?;
            }
        }
        self.write()?;
        (self.listener)(Told::Progress { bytes: bytes.load(Ordering::Relaxed), counts: self.counts.clone() })?;
        Ok(self.counts)
    }

    fn warn(&mut self, note: &RowNote) -> Result<()> {
        self.counts.warnings += 1;
        (self.listener)(Told::Warning(format!("{}:{note}", self.file)))
    }

    fn product(&mut self, found: Found) {
        self.pictures.extend(found.listing.images.iter().map(|image| image.src.clone()));
        self.pictures.extend(found.listing.variants.iter().filter_map(|variant| variant.image.clone()));
        self.batch.push(found);
    }

    fn prepare(&mut self, found: Found) -> Result<(u64, Prepared)> {
        let Found { line, mut listing, continues } = found;
        listing.description = ammonia::clean(&listing.description);
        let mut kept = Vec::with_capacity(listing.images.len());
        for mut image in std::mem::take(&mut listing.images) {
            if let Some(src) = self.picture(line, &image.src)? {
                image.src = src;
                kept.push(image);
            }
        }
        listing.images = kept;
        for variant in &mut listing.variants {
            if let Some(src) = variant.image.take() {
                variant.image = self.picture(line, &src)?;
            }
        }
        Ok((line, Prepared { listing, continues }))
    }

    /// The name a picture has in the books; pictures on other servers keep their address.
    fn picture(&mut self, line: u64, src: &str) -> Result<Option<String>> {
        if self.dry_run {
            return Ok(Some(src.to_owned()));
        }
        match self.copier.take(src)? {
            Taken::Copied(name) => Ok(Some(name)),
            Taken::Single(name, problem) => {
                let problem = format!("{src}: no smaller ones of it could be made, so everybody gets it as it is: {problem}");
                self.warn(&RowNote { line, column: "image".to_owned(), problem }).map(|()| Some(name))
            }
            Taken::Kept => Ok(Some(src.to_owned())),
            Taken::Elsewhere => {
                self.counts.images_elsewhere += 1;
                Ok(Some(src.to_owned()))
            }
            Taken::Refused(problem) => {
                let note = RowNote { line, column: "image".to_owned(), problem: format!("{src}: {problem}; the product is imported without it") };
                self.warn(&note).map(|()| None)
            }
        }
    }

    fn write(&mut self) -> Result<()> {
        let found = std::mem::take(&mut self.batch);
        if found.is_empty() {
            return Ok(());
        }
        let pictures = std::mem::take(&mut self.pictures);
        if !self.dry_run {
            self.copier.take_ahead(&pictures)?;
        }
        let prepared = found.into_iter().map(|found| self.prepare(found)).collect::<Result<Vec<_>>>()?;
        let (lines, batch): (Vec<u64>, Vec<Prepared>) = prepared.into_iter().unzip();
        let (batch, dry_run) = (Arc::new(batch), self.dry_run);
        let written = loop {
            let (batch, earlier) = (Arc::clone(&batch), Arc::clone(&self.written));
            let action = move |draft: &mut crate::store::draft::Draft| {
                let written = listings_write(draft, &batch, &earlier)?;
                if dry_run {
                    draft.forget();
                }
                Ok(written)
            };
            match self.shop.books.write_blocking("importing products", action) {
                // The shop is selling; the import can wait.
                Err(Error::Refusal(Refusal::Overloaded)) => std::thread::sleep(std::time::Duration::from_millis(20)),
                other => break other?,
            }
        };
        Arc::make_mut(&mut self.written).extend(written.iter().filter_map(|written| written.product));
        for (line, written) in lines.into_iter().zip(written) {
            match written.effect {
                Effect::Created => self.counts.created += 1,
                Effect::Updated => self.counts.updated += 1,
                Effect::Unchanged => self.counts.unchanged += 1,
                Effect::Skipped => self.counts.skipped += 1,
            }
            for problem in written.notes {
                self.warn(&RowNote { line, column: written.handle.clone(), problem })?;
            }
        }
        Ok(())
    }
}

/// Counts what is read through it, for the progress bar.
struct Counted {
    file: File,
    bytes: Arc<AtomicU64>,
}

impl Counted {
    fn new(file: File) -> Self {
        Self { file, bytes: Arc::default() }
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.bytes.fetch_add(u64::try_from(read).unwrap_or(0), Ordering::Relaxed);
        Ok(read)
    }
}
