//! A disk in memory that fails when it's told to, and dies the way the real one does: after that, only opening again helps.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, bail};
use shop::store::changes::Changes;
use shop::store::engine::memory::MemoryEngine;
use shop::store::engine::{Engine, View};

/// What happens to one commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Works,
    /// It fails and changes nothing; the disk goes on.
    Fails,
    /// The disk dies before anything is written.
    DiesBefore,
    /// Everything is written, and the disk dies before it can say so.
    DiesAfter,
}

/// Clones are the same disk.
#[derive(Clone, Default)]
pub struct Disk {
    memory: MemoryEngine,
    plan: Arc<Mutex<VecDeque<Fate>>>,
    dead: Arc<AtomicBool>,
    commits: Arc<AtomicU64>,
}

impl Disk {
    /// The fates of the next commits; those after them work.
    pub fn will(&self, fates: &[Fate]) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = fates.iter().copied().collect();
    }

    /// The same content in a disk that works.
    pub fn repaired(&self) -> Self {
        Self { memory: self.memory.clone(), ..Self::default() }
    }

    pub fn dead(&self) -> bool {
        self.dead.load(Ordering::SeqCst)
    }

    /// Commits that were tried.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::SeqCst)
    }

    fn fate(&self) -> Fate {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).pop_front().unwrap_or(Fate::Works)
    }
}

impl Engine for Disk {
    fn view(&self) -> Result<Box<dyn View>> {
        if self.dead() {
            bail!("the disk is dead");
        }
        self.memory.view()
    }

    fn commit(&self, changes: &Changes) -> Result<()> {
        self.commits.fetch_add(1, Ordering::SeqCst);
        match self.fate() {
            Fate::Works => return self.memory.commit(changes),
            Fate::Fails => {
                self.memory.fail_next(1);
                return self.memory.commit(changes);
            }
            Fate::DiesBefore => {}
            Fate::DiesAfter => self.memory.commit(changes)?,
        }
        self.dead.store(true, Ordering::SeqCst);
        bail!("the disk died")
    }

    fn size_bytes(&self) -> u64 {
        self.memory.size_bytes()
    }
}
