//! The single writer: one thread that takes commands in groups, commits each group once, then replies.
//!
//! - Commands run one after the other, so a rule that holds before a command and after it always holds.
//! - A refusal is answered at once and changes nothing; so is a command that panics.
//! - **A group is committed whole or not at all**, and nobody is told "done" before it is durable.
//! - The queue is bounded: when it is full the shop says "busy" instead of growing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Result, anyhow};
use tokio::sync::{mpsc, oneshot, watch};

use super::availability::{Availability, Units};
use super::changes::Changes;
use super::codec;
use super::draft::Draft;
use super::engine::Engine;
use super::feed::Feed;
use super::key::Key;
use super::read::Snapshot;
use super::tables;
use crate::base::clock::World;
use crate::domain::event::{Event, What};
use crate::domain::refusal::{Error, Refusal};

/// What waits in the queue: something to run on a draft, and somebody to tell.
pub(super) trait Command: Send {
    /// Returns whether the draft shall be kept.
    fn run(&mut self, draft: &mut Draft) -> bool;

    /// Answers with the outcome of `run`, or with why the group could not be committed.
    fn reply(self: Box<Self>, committed: Result<(), Arc<anyhow::Error>>);
}

pub(super) struct Waiting<T, F> {
    name: &'static str,
    action: Option<F>,
    /// Missing until it ran.
    outcome: Option<Result<T, Error>>,
    answer: oneshot::Sender<Result<T, Error>>,
}

impl<T, F> Waiting<T, F>
where
    F: FnOnce(&mut Draft) -> Result<T, Error>,
{
    pub(super) fn new(name: &'static str, action: F) -> (Self, oneshot::Receiver<Result<T, Error>>) {
        let (answer, receiver) = oneshot::channel();
        (Self { name, action: Some(action), outcome: None, answer }, receiver)
    }
}

impl<T, F> Command for Waiting<T, F>
where
    T: Send,
    F: FnOnce(&mut Draft) -> Result<T, Error> + Send,
{
    fn run(&mut self, draft: &mut Draft) -> bool {
        let Some(action) = self.action.take() else { return false };
        let outcome = match catch_unwind(AssertUnwindSafe(|| action(draft))) {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::Fault(anyhow!("{} hit a bug and was dropped", self.name))),
        };
        self.outcome.insert(outcome).is_ok()
    }

    fn reply(self: Box<Self>, committed: Result<(), Arc<anyhow::Error>>) {
        let answer = match (self.outcome, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(_)) | None, Err(fault)) => Err(Error::Fault(anyhow!("{} was not saved: {fault:#}", self.name))),
            (Some(Ok(done)), Ok(())) => Ok(done),
            (None, Ok(())) => Err(Error::Fault(anyhow!("{} was never run", self.name))),
        };
        // Whoever asked may have gone away; what is committed stays committed.
        drop(self.answer.send(answer));
    }
}

pub(super) struct Writer {
    pub engine: Arc<dyn Engine>,
    pub world: Arc<dyn World>,
    pub availability: Arc<Availability>,
    pub feed: Arc<Feed>,
    /// The number of the newest event.
    pub newest: watch::Sender<u64>,
    /// How often products changed.
    pub catalogue: Arc<AtomicU64>,
    pub group_max: usize,
}

pub(super) type Queue = mpsc::Receiver<Box<dyn Command>>;

impl Writer {
    /// Works until every sender is gone, or until the engine can't be used any more.
    pub(super) fn run(self, mut queue: Queue) {
        while let Some(first) = queue.blocking_recv() {
            let fault = match self.engine.view() {
                Ok(view) => self.group(&Snapshot::new(view), first, &mut queue).err(),
                Err(fault) => Some(refuse(first, fault)),
            };
            let Some(fault) = fault else { continue };
            tracing::error!(error = format!("{fault:#}"), "a commit failed");
            if self.engine.view().is_err() {
                tracing::error!("the books can't be used any more; the writer stops");
                return;
            }
        }
    }

    fn group(&self, snapshot: &Snapshot, first: Box<dyn Command>, queue: &mut Queue) -> Result<(), Arc<anyhow::Error>> {
        let mut group = Group::new(*self.newest.borrow());
        group.run(first, snapshot, self.world.as_ref());
        while group.ran < self.group_max {
            let Ok(next) = queue.try_recv() else { break };
            group.run(next, snapshot, self.world.as_ref());
        }
        let committed = self.commit(&group);
        if committed.is_ok() {
            self.publish(&group);
        }
        for command in group.waiting {
            command.reply(committed.clone());
        }
        committed
    }

    fn commit(&self, group: &Group) -> Result<(), Arc<anyhow::Error>> {
        if group.changes.is_empty() {
            return Ok(());
        }
        let start = Instant::now();
        let committed = self.engine.commit(&group.changes).map_err(Arc::new);
        metrics::histogram!("shop_commit_seconds").record(start.elapsed().as_secs_f64());
        metrics::counter!("shop_commits_total").increment(1);
        metrics::counter!("shop_commands_committed_total").increment(u64::try_from(group.waiting.len()).unwrap_or(0));
        committed
    }

    /// Memory follows what is durable now; then the feed is told, because whoever it wakes reads memory.
    fn publish(&self, group: &Group) {
        for event in &group.events {
            match event.what {
                What::StockChanged { product, variant, available, sold } => self.availability.set(product, variant, Units { available, sold }),
                What::ProductSaved { .. } => drop(self.catalogue.fetch_add(1, Ordering::Release)),
                _ => {}
            }
        }
        self.feed.note(&group.events);
        if group.newest_event != *self.newest.borrow() {
            self.newest.send_replace(group.newest_event);
        }
    }
}

/// Commands that will be committed together.
struct Group {
    changes: Changes,
    events: Vec<Event>,
    newest_event: u64,
    waiting: Vec<Box<dyn Command>>,
    ran: usize,
}

impl Group {
    fn new(newest_event: u64) -> Self {
        Self { changes: Changes::default(), events: Vec::new(), newest_event, waiting: Vec::new(), ran: 0 }
    }

    fn run(&mut self, mut command: Box<dyn Command>, snapshot: &Snapshot, world: &dyn World) {
        self.ran = self.ran.saturating_add(1);
        let mut draft = Draft::new(snapshot, &self.changes, world);
        if !command.run(&mut draft) {
            command.reply(Ok(()));
            return;
        }
        let (changes, events) = draft.into_parts();
        self.changes.absorb(changes);
        for event in events {
            self.newest_event = self.newest_event.checked_add(1).expect("2^64 events take longer than the sun lasts");
            self.changes.set(tables::EVENTS, self.newest_event.bytes(), Some(codec::encode(&event)));
            self.events.push(event);
        }
        self.waiting.push(command);
    }
}

fn refuse(command: Box<dyn Command>, fault: anyhow::Error) -> Arc<anyhow::Error> {
    let fault = Arc::new(fault.context("opening the books"));
    command.reply(Err(Arc::clone(&fault)));
    fault
}

/// Puts a command in the queue.
///
/// # Errors
/// When the queue is full, and when the writer has stopped.
pub(super) fn enqueue(queue: &mpsc::Sender<Box<dyn Command>>, command: Box<dyn Command>) -> Result<(), Error> {
    match queue.try_send(command) {
        Ok(()) => Ok(()),
        Err(mpsc::error::TrySendError::Full(_)) => Err(Refusal::Overloaded.into()),
        Err(mpsc::error::TrySendError::Closed(_)) => Err(Error::Fault(anyhow!("the writer has stopped, so nothing can be saved"))),
    }
}
