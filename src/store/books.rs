//! The handle to the books: take a snapshot to read, send a command to write.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use anyhow::{Context, Result, bail};
use tokio::sync::{mpsc, watch};

use super::availability::{Availability, Units};
use super::draft::Draft;
use super::engine::Engine;
use super::feed::Feed;
use super::key::number_at;
use super::log;
use super::read::{Read, Snapshot};
use super::tables;
use super::writer::{Command, Waiting, Writer, enqueue};
use crate::base::clock::{Timestamp, World};
use crate::base::secret::Token;
use crate::domain::product::VariantId;
use crate::domain::refusal::Error;
use crate::domain::stock::Stock;

/// What the layout of the rows is called; a program refuses books of a newer one.
const SCHEMA: u64 = 1;

#[derive(Clone, Copy, Debug)]
pub struct BooksOptions {
    /// Most commands in one commit. 1 gives each command a commit of its own, which is what the bench compares with.
    pub group_max: usize,
    /// Most commands that wait.
    pub queue_max: usize,
}

impl Default for BooksOptions {
    fn default() -> Self {
        Self { group_max: 512, queue_max: 1024 }
    }
}

/// Clones share the same books. When the last one goes, what was sent is still committed.
#[derive(Clone)]
pub struct Books {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Arc<dyn Engine>,
    world: Arc<dyn World>,
    availability: Arc<Availability>,
    feed: Arc<Feed>,
    newest: watch::Receiver<u64>,
    catalogue: Arc<AtomicU64>,
    queue: Option<mpsc::Sender<Box<dyn Command>>>,
    writer: Option<JoinHandle<()>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!("the writer ended with a panic");
        }
    }
}

impl Books {
    /// # Errors
    /// When the books can't be read, or were written by a newer program.
    pub fn open(engine: Arc<dyn Engine>, world: Arc<dyn World>, options: BooksOptions) -> Result<Self> {
        let snapshot = Snapshot::new(engine.view()?);
        let availability = Arc::new(Availability::default());
        fill(&availability, &snapshot).context("reading the stock")?;
        let newest_event = log::newest(&snapshot).context("reading the event log")?;
        let (newest, newest_receiver) = watch::channel(newest_event);
        let catalogue = Arc::new(AtomicU64::new(0));
        let feed = Arc::new(Feed::default());
        let (queue, receiver) = mpsc::channel(options.queue_max);
        let writer = Writer {
            engine: Arc::clone(&engine),
            world: Arc::clone(&world),
            availability: Arc::clone(&availability),
            feed: Arc::clone(&feed),
            newest,
            group_max: options.group_max,
            catalogue: Arc::clone(&catalogue),
        };
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || writer.run(receiver)).context("starting the writer")?;
        let inner = Inner { engine, world, availability, feed, newest: newest_receiver, catalogue, queue: Some(queue), writer: Some(thread) };
        let books = Self { inner: Arc::new(inner) };
        books.check_schema(&snapshot)?;
        Ok(books)
    }

    fn check_schema(&self, snapshot: &Snapshot) -> Result<()> {
        match snapshot.value::<u64>(tables::META, "schema")? {
            Some(SCHEMA) => Ok(()),
            Some(other) => bail!("these books have layout {other}, and this program knows {SCHEMA}: please use a newer program"),
            None => {
                let written = self.write_blocking("set up", |draft| {
                    draft.set_value(tables::META, "schema", &SCHEMA);
                    let secret = draft.token().digest();
                    draft.set_value(tables::META, "secret", &secret);
                    Ok(())
                });
                written.context("setting up the books")
            }
        }
    }

    /// The books as they are now.
    ///
    /// # Errors
    /// When the engine has failed.
    pub fn snapshot(&self) -> Result<Snapshot> {
        self.inner.engine.view().map(Snapshot::new)
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.world.now()
    }

    #[must_use]
    pub fn token(&self) -> Token {
        Token::random(self.inner.world.as_ref())
    }

    /// A number by chance, to tell things apart; not secret.
    #[must_use]
    pub fn chance(&self) -> u64 {
        self.inner.world.random_u64()
    }

    #[must_use]
    pub fn availability(&self) -> &Arc<Availability> {
        &self.inner.availability
    }

    /// What the last commits changed, for whoever tells browsers.
    #[must_use]
    pub fn feed(&self) -> &Arc<Feed> {
        &self.inner.feed
    }

    /// Tells the number of the newest event, and wakes whoever waits for the next.
    #[must_use]
    pub fn newest(&self) -> watch::Receiver<u64> {
        self.inner.newest.clone()
    }

    /// Rises whenever a product changes: what is derived from the catalogue can be kept while it stands still.
    #[must_use]
    pub fn catalogue_version(&self) -> u64 {
        self.inner.catalogue.load(Ordering::Acquire)
    }

    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.inner.engine.size_bytes()
    }

    /// Commands that wait for the writer right now.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.inner.queue.as_ref().map_or(0, |queue| queue.max_capacity().saturating_sub(queue.capacity()))
    }

    /// Whether the writer still works; when not, only a restart helps.
    #[must_use]
    pub fn alive(&self) -> bool {
        self.inner.writer.as_ref().is_some_and(|writer| !writer.is_finished())
    }

    /// Runs a command and answers when its effect is durable.
    ///
    /// # Errors
    /// What the command says, `Overloaded` when the queue is full, and a fault when the commit failed.
    pub async fn write<T: Send + 'static>(
        &self,
        name: &'static str,
        action: impl FnOnce(&mut Draft) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (waiting, answer) = Waiting::new(name, action);
        self.send(Box::new(waiting))?;
        answer.await.map_err(|_| writer_gone(name))?
    }

    /// The same for a thread that may wait. Never call it from async code.
    ///
    /// # Errors
    /// See [`Self::write`].
    pub fn write_blocking<T: Send + 'static>(
        &self,
        name: &'static str,
        action: impl FnOnce(&mut Draft) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (waiting, answer) = Waiting::new(name, action);
        self.send(Box::new(waiting))?;
        answer.blocking_recv().map_err(|_| writer_gone(name))?
    }

    fn send(&self, command: Box<dyn Command>) -> Result<(), Error> {
        match &self.inner.queue {
            Some(queue) => enqueue(queue, command),
            None => Err(writer_gone("a command")),
        }
    }
}

fn writer_gone(name: &str) -> Error {
    Error::Fault(anyhow::anyhow!("{name} got no answer: the writer has stopped"))
}

fn fill(availability: &Availability, snapshot: &Snapshot) -> Result<()> {
    snapshot.values::<Stock>(tables::STOCK, |key, stock| {
        let variant = VariantId(number_at(key, 0).context("a stock row has no variant")?);
        availability.set(stock.product, variant, Units { available: stock.available(), sold: stock.sold() });
        Ok(())
    })
}
