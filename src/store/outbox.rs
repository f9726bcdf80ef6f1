//! Rows of letters: those that are owed, in the order they were owed, and those that were given up.
//!
//! A letter that was sent leaves no row, only an event; so does the secret it may carry.

use std::ops::ControlFlow;

use anyhow::{Context, Result};

use super::draft::Draft;
use super::key::number_at;
use super::read::{Read, Snapshot};
use super::tables;
use crate::domain::event::What;
use crate::domain::letter::{Letter, LetterId, Owed};

const LETTERS: &str = "letters";

impl Draft<'_> {
    /// Owes somebody a letter, in the commit of what it tells.
    ///
    /// # Errors
    /// When the counter of letters can't be read.
    pub fn owe_letter(&mut self, letter: &Letter) -> Result<LetterId> {
        let id = LetterId(self.next(LETTERS)?);
        let owed = Owed::new(letter.clone(), self.now());
        self.put(id, &owed);
        Ok(id)
    }

    /// The letter was handed over.
    pub fn letter_sent(&mut self, id: LetterId, owed: &Owed) {
        self.remove(tables::OUTBOX, id);
        self.announce(What::LetterSent { letter: id, order: owed.letter.order() });
    }

    /// The letter couldn't be handed over: it's tried later, or kept as given up.
    ///
    /// # Errors
    /// When the row can't be read.
    pub fn letter_put_off(&mut self, id: LetterId, error: &str, lasting: bool) -> Result<bool> {
        let Some(owed) = self.get::<Owed>(id)? else { return Ok(false) };
        let order = owed.letter.order();
        match owed.put_off(self.now(), error, lasting) {
            Ok(later) => {
                self.put(id, &later);
                Ok(false)
            }
            Err(given_up) => {
                self.remove(tables::OUTBOX, id);
                self.set_value(tables::UNDELIVERED, id, &given_up);
                self.announce(What::LetterFailed { letter: id, order });
                Ok(true)
            }
        }
    }
}

/// The letters of a table, oldest first, that `wanted` says yes to, at most `max`.
fn letters(snapshot: &Snapshot, max: usize, wanted: impl Fn(&Owed) -> bool) -> Result<Vec<(LetterId, Owed)>> {
    let mut found = Vec::new();
    snapshot.scan::<Owed>(LetterId(0), |key, owed| {
        if wanted(&owed) {
            let id = number_at(key, 0).context("a letter has no number")?;
            found.push((LetterId(id), owed));
        }
        Ok(if found.len() < max { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok(found)
}

/// The letters to be tried now, oldest first.
///
/// # Errors
/// When a row can't be read.
pub fn letters_due(snapshot: &Snapshot, now: crate::base::clock::Timestamp, max: usize) -> Result<Vec<(LetterId, Owed)>> {
    letters(snapshot, max, |owed| owed.due(now))
}

/// How many letters wait, and how many were given up.
///
/// # Errors
/// When the tables can't be read.
pub fn letter_counts(snapshot: &Snapshot) -> Result<(u64, u64)> {
    Ok((snapshot.count(tables::OUTBOX)?, snapshot.count(tables::UNDELIVERED)?))
}

/// The letters that were given up, oldest first.
///
/// # Errors
/// When a row can't be read.
pub fn letters_given_up(snapshot: &Snapshot) -> Result<Vec<(LetterId, Owed)>> {
    let mut found = Vec::new();
    snapshot.values::<Owed>(tables::UNDELIVERED, |key, owed| {
        found.extend(number_at(key, 0).map(|id| (LetterId(id), owed)));
        Ok(())
    })?;
    Ok(found)
}
