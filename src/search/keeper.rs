//! Keeps the index files: opens them, checks them, throws them away, and commits with a position.
//!
//! - The position in the event log is part of each commit, so index and position never disagree.
//! - The position carries a fingerprint of its event: books with another past are noticed.
//! - After a failure the writer is dropped and made anew; nothing is ever rolled back.
//! - Each index has a numbered directory of its own. A new one is built beside the old one, whose files go when it is complete:
//!   one without a position never was.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result, bail, ensure};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::files::Files;
use super::schema::{self, Fields};
use super::words;
use crate::base::clock::Timestamp;
use crate::domain::language::Language;
use crate::domain::limits::INDEX_MERGE_DOCUMENTS_MAX;

/// Rises when documents are made in another way: an index of another format is made anew.
const FORMAT: u32 = 1;

/// How far the event log is indexed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The number of the last event that was taken; 0 is nothing yet.
    pub position: u64,
    /// Differs where that event differs.
    pub fingerprint: u64,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FORMAT}:{}:{:016x}", self.position, self.fingerprint)
    }
}

impl FromStr for Mark {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (format, rest) = text.split_once(':').context("a position has three parts")?;
        ensure!(format == FORMAT.to_string(), Outdated);
        let (position, fingerprint) = rest.split_once(':').context("a position has three parts")?;
        Ok(Self { position: position.parse()?, fingerprint: u64::from_str_radix(fingerprint, 16)? })
    }
}

pub struct Keeper {
    /// Where the numbered directories stand; `None` keeps all in memory.
    root: Option<PathBuf>,
    memory_bytes: usize,
    pub fields: Fields,
    place: Place,
    writer: Option<IndexWriter>,
    pub mark: Mark,
    /// The position of the last commit; `mark` may be ahead of it.
    pub committed: u64,
    /// A commit was made that no searcher was asked for yet.
    pub unseen: bool,
    /// When the products changed that no searcher has seen yet.
    pub changed_at: Vec<Timestamp>,
    /// What is in the files is worth nothing, and nothing may be written to them.
    lost: bool,
    /// When it was built anew for a failed question.
    suspected: Option<Timestamp>,
}

/// An open index and where its files are.
struct Place {
    number: u64,
    files: Option<Files>,
    index: Index,
    reader: IndexReader,
}

/// Its files are whole, and of no use any more.
#[derive(Debug, thiserror::Error)]
#[error("it was written by another version of the shop, or for another language")]
struct Outdated;

/// Tantivy's own least for a thread.
const WRITER_BYTES_MIN: usize = 15_000_000;
/// Segments are merged when so many of their documents are deleted.
const DELETED_SHARE_MAX: f32 = 0.3;

impl Keeper {
    /// Opens the newest index that is whole and complete. Where there is none, and even where nothing can be written,
    /// an empty one in memory stands in until `start_over` made another.
    ///
    /// # Errors
    /// When not even that can be made.
    pub fn open(root: Option<&Path>, memory_bytes: usize, language: Language) -> Result<Self> {
        let mut keeper = Self::empty(root, memory_bytes, language)?;
        if let Some((place, mark)) = root.and_then(|root| newest_whole(root, language)) {
            (keeper.place, keeper.mark, keeper.committed, keeper.lost) = (place, mark, mark.position, false);
            keeper.sweep();
        }
        Ok(keeper)
    }

    /// Opens nothing.
    ///
    /// # Errors
    /// When an empty index can't be made in memory.
    pub fn empty(root: Option<&Path>, memory_bytes: usize, language: Language) -> Result<Self> {
        Ok(Self {
            root: root.map(Path::to_owned),
            memory_bytes,
            fields: schema::schema(language).1,
            place: in_memory(language)?,
            writer: None,
            mark: Mark::default(),
            committed: 0,
            unseen: false,
            changed_at: Vec::new(),
            lost: root.is_some(),
            suspected: None,
        })
    }

    /// A question failed. Whether that is reason enough to build anew: once in a while, so that no question can make it do so all the time.
    pub fn suspected(&mut self, now: Timestamp, pause_ms: i64) -> bool {
        let enough = self.suspected.is_none_or(|before| before.plus_ms(pause_ms) <= now);
        if enough {
            self.suspected = Some(now);
        }
        enough
    }

    /// Starts with an empty index beside the one that was; that one's files go with the first commit.
    pub fn start_over(&mut self) -> Result<()> {
        self.give_up();
        self.place = match &self.root {
            Some(root) => create(root, self.fields.language)?,
            None => in_memory(self.fields.language)?,
        };
        self.lost = false;
        Ok(())
    }

    /// Lets go of all that is in the files. Searches go on with what they have open.
    fn give_up(&mut self) {
        if let Some(writer) = self.writer.take() {
            retire(writer);
        }
        (self.mark, self.committed, self.unseen, self.lost) = (Mark::default(), 0, false, true);
        self.changed_at.clear();
    }

    /// Whether the files are there as they were written, as far as a look at them tells.
    pub fn whole(&self) -> bool {
        !self.lost && self.place.files.as_ref().is_none_or(Files::whole)
    }

    /// What the last commit shows.
    pub fn searcher(&self) -> Result<Searcher> {
        self.place.reader.reload().context("opening the last commit of the search index")?;
        Ok(self.place.reader.searcher())
    }

    /// Runs a change and commits it with its position. A failure leaves the index at its last commit.
    pub fn commit(&mut self, change: impl FnOnce(&Changer) -> Result<Mark>) -> Result<()> {
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.make_writer()?,
        };
        let mark = match write(&mut writer, self.fields, change) {
            Ok(mark) => mark,
            Err(error) => {
                retire(writer);
                return Err(error);
            }
        };
        self.writer = Some(writer);
        if self.committed == 0 {
            self.sweep();
        }
        self.mark = mark;
        self.committed = mark.position;
        self.unseen = true;
        Ok(())
    }

    /// After a failure: goes back to what is in the files. What is damaged or was never complete is given up, and its files make room.
    pub fn recover(&mut self) {
        match read_mark(&self.place.index) {
            Ok(mark) if mark.position > 0 && self.whole() => (self.mark, self.committed) = (mark, mark.position),
            _ => {
                self.give_up();
                if let Some(root) = &self.root {
                    numbers(root).into_iter().for_each(|number| remove(&directory(root, number)));
                }
            }
        }
    }

    /// Takes away all indexes but the one that is open, and what an earlier version left.
    fn sweep(&self) {
        let Some(root) = &self.root else { return };
        let own = directory(root, self.place.number);
        let others = std::fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path()).filter(|path| *path != own);
        others.for_each(|path| remove(&path));
    }

    fn make_writer(&self) -> Result<IndexWriter> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(self.memory_bytes.max(WRITER_BYTES_MIN))
            .build();
        let writer: IndexWriter = self.place.index.writer_with_options(options).context("starting the writer of the search index")?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_SHARE_MAX);
        policy.set_max_docs_before_merge(INDEX_MERGE_DOCUMENTS_MAX);
        writer.set_merge_policy(Box::new(policy));
        Ok(writer)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            retire(writer);
        }
    }
}

/// Ends a writer and its merges, so that nothing writes into the directory any more.
fn retire(writer: IndexWriter) {
    if let Err(error) = writer.wait_merging_threads() {
        tracing::warn!("a writer of the search index ended badly: {error:#}");
    }
}

fn write(writer: &mut IndexWriter, fields: Fields, change: impl FnOnce(&Changer) -> Result<Mark>) -> Result<Mark> {
    let mark = change(&Changer { writer, fields })?;
    let mut prepared = writer.prepare_commit().context("writing the search index")?;
    prepared.set_payload(&mark.to_string());
    prepared.commit().context("committing the search index")?;
    Ok(mark)
}

/// What a change of the index may do.
pub struct Changer<'a> {
    writer: &'a IndexWriter,
    pub fields: Fields,
}

impl Changer<'_> {
    pub fn remove(&self, term: Term) {
        self.writer.delete_term(term);
    }

    pub fn add(&self, document: TantivyDocument) -> Result<()> {
        self.writer.add_document(document).map(drop).context("adding to the search index")
    }
}

fn newest_whole(root: &Path, language: Language) -> Option<(Place, Mark)> {
    numbers(root).into_iter().rev().find_map(|number| match open_calmly(root, number, language) {
        Ok(opened) => Some(opened),
        Err(error) => {
            if error.is::<Outdated>() {
                tracing::info!("the search index will be made anew: {error}");
            } else {
                tracing::warn!("a search index can't be used and will be built anew: {error:#}");
            }
            None
        }
    })
}

/// The numbers of all indexes, rising.
fn numbers(root: &Path) -> Vec<u64> {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    let mut numbers: Vec<u64> = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    numbers.sort_unstable();
    numbers
}

fn directory(root: &Path, number: u64) -> PathBuf {
    root.join(number.to_string())
}

/// What can't be removed now is removed with the next index, or at the next start.
fn remove(path: &Path) {
    let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    if let Err(error) = removed {
        tracing::warn!("{} can't be removed: {error}", path.display());
    }
}

/// Tantivy panics on some damaged files.
fn open_calmly(root: &Path, number: u64, language: Language) -> Result<(Place, Mark)> {
    std::panic::catch_unwind(|| open_checked(root, number, language)).unwrap_or_else(|_| bail!("files are damaged"))
}

fn open_checked(root: &Path, number: u64, language: Language) -> Result<(Place, Mark)> {
    let directory = directory(root, number);
    ensure!(directory.join(".managed.json").exists(), "its list of files is gone");
    let files = Files::of(&directory)?;
    let index = prepare(Index::open(files.clone())?, language);
    ensure!(index.schema() == schema::schema(language).0, Outdated);
    let damaged = index.validate_checksum()?;
    ensure!(damaged.is_empty(), "files are damaged: {damaged:?}");
    let mark = read_mark(&index)?;
    ensure!(mark.position > 0, "it was never complete");
    let reader = reader(&index)?;
    Ok((Place { number, files: Some(files), index, reader }, mark))
}

fn create(root: &Path, language: Language) -> Result<Place> {
    let number = numbers(root).last().map_or(1, |last| last.saturating_add(1));
    let directory = directory(root, number);
    std::fs::create_dir_all(&directory).with_context(|| format!("making {}", directory.display()))?;
    let made = || -> Result<Place> {
        let files = Files::of(&directory)?;
        let index = prepare(Index::create(files.clone(), schema::schema(language).0, IndexSettings::default())?, language);
        Ok(Place { number, files: Some(files), reader: reader(&index)?, index })
    };
    made().inspect_err(|_| remove(&directory)).with_context(|| format!("making a search index in {}", directory.display()))
}

fn in_memory(language: Language) -> Result<Place> {
    let index = prepare(Index::create_in_ram(schema::schema(language).0), language);
    Ok(Place { number: 0, files: None, reader: reader(&index)?, index })
}

fn prepare(mut index: Index, language: Language) -> Index {
    index.set_tokenizers(words::tokenizers(language));
    index.set_fast_field_tokenizers(words::tokenizers(language));
    index
}

fn reader(index: &Index) -> Result<IndexReader> {
    Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
}

fn read_mark(index: &Index) -> Result<Mark> {
    index.load_metas()?.payload.map_or(Ok(Mark::default()), |payload| payload.parse())
}
