//! Keeps the index files: opens them, checks them, throws them away, and commits with a position.
//!
//! - The position in the event log is part of each commit, so index and position never disagree.
//! - The position carries a fingerprint of its event: books with another past are noticed.
//! - After a failure the writer is dropped and made anew; nothing is ever rolled back.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result, bail, ensure};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::schema::{self, Fields};
use super::words;

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
        write!(f, "{}:{:016x}", self.position, self.fingerprint)
    }
}

impl FromStr for Mark {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (position, fingerprint) = text.split_once(':').context("a position has two parts")?;
        Ok(Self { position: position.parse()?, fingerprint: u64::from_str_radix(fingerprint, 16)? })
    }
}

pub struct Keeper {
    directory: Option<PathBuf>,
    memory_bytes: usize,
    pub fields: Fields,
    index: Index,
    reader: IndexReader,
    writer: Option<IndexWriter>,
    pub mark: Mark,
    /// The position of the last commit; `mark` may be ahead of it.
    pub committed: u64,
    /// A commit was made that no searcher was asked for yet.
    pub unseen: bool,
}

/// Tantivy's own least for a thread.
const WRITER_BYTES_MIN: usize = 15_000_000;
/// Segments are merged when so many of their documents are deleted.
const DELETED_SHARE_MAX: f32 = 0.3;

impl Keeper {
    /// # Errors
    /// When the directory can't be written. What can't be read is thrown away.
    pub fn open(directory: Option<&Path>, memory_bytes: usize) -> Result<Self> {
        let fields = schema::schema().1;
        let opened = directory.and_then(|directory| match open_calmly(directory) {
            Ok(opened) => Some(opened),
            Err(error) => {
                tracing::info!("the search index will be built anew: {error:#}");
                None
            }
        });
        let (index, reader, mark) = match opened {
            Some(opened) => opened,
            None => create(directory)?,
        };
        Ok(Self {
            directory: directory.map(Path::to_owned),
            memory_bytes,
            fields,
            index,
            reader,
            writer: None,
            mark,
            committed: mark.position,
            unseen: false,
        })
    }

    /// Throws all away and starts with an empty index.
    pub fn start_over(&mut self) -> Result<()> {
        if let Some(writer) = self.writer.take() {
            retire(writer);
        }
        (self.index, self.reader, self.mark) = create(self.directory.as_deref())?;
        self.committed = 0;
        Ok(())
    }

    /// What the last commit shows.
    pub fn searcher(&self) -> Result<Searcher> {
        self.reader.reload().context("opening the last commit of the search index")?;
        Ok(self.reader.searcher())
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
        self.mark = mark;
        self.committed = mark.position;
        self.unseen = true;
        Ok(())
    }

    /// After a failure: goes back to what is in the files, or to nothing.
    pub fn recover(&mut self) -> Result<()> {
        match read_mark(&self.index) {
            Ok(mark) => (self.mark, self.committed) = (mark, mark.position),
            Err(error) => {
                tracing::warn!("the search index is lost and will be built anew: {error:#}");
                self.start_over()?;
            }
        }
        Ok(())
    }

    fn make_writer(&self) -> Result<IndexWriter> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(self.memory_bytes.max(WRITER_BYTES_MIN))
            .build();
        let writer: IndexWriter = self.index.writer_with_options(options).context("starting the writer of the search index")?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_SHARE_MAX);
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

type Opened = (Index, IndexReader, Mark);

/// Tantivy panics on some damaged files.
fn open_calmly(directory: &Path) -> Result<Opened> {
    std::panic::catch_unwind(|| open_checked(directory)).unwrap_or_else(|_| bail!("files are damaged"))
}

fn open_checked(directory: &Path) -> Result<Opened> {
    ensure!(directory.join(".managed.json").exists(), "there is none yet, or its list of files is gone");
    let index = prepare(Index::open_in_dir(directory)?);
    ensure!(index.schema() == schema::schema().0, "it was written by another version of the shop");
    let damaged = index.validate_checksum()?;
    ensure!(damaged.is_empty(), "files are damaged: {damaged:?}");
    let mark = read_mark(&index)?;
    let reader = reader(&index)?;
    Ok((index, reader, mark))
}

fn create(directory: Option<&Path>) -> Result<Opened> {
    let schema = schema::schema().0;
    let index = match directory {
        None => Index::create_in_ram(schema),
        Some(directory) => {
            clear(directory).with_context(|| format!("clearing {}", directory.display()))?;
            Index::create_in_dir(directory, schema).with_context(|| format!("making a search index in {}", directory.display()))?
        }
    };
    let index = prepare(index);
    let reader = reader(&index)?;
    Ok((index, reader, Mark::default()))
}

fn clear(directory: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => std::fs::create_dir_all(directory),
    }
}

fn prepare(mut index: Index) -> Index {
    index.set_tokenizers(words::tokenizers());
    index.set_fast_field_tokenizers(words::tokenizers());
    index
}

fn reader(index: &Index) -> Result<IndexReader> {
    Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
}

fn read_mark(index: &Index) -> Result<Mark> {
    index.load_metas()?.payload.map_or(Ok(Mark::default()), |payload| payload.parse())
}
