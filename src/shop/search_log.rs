//! The search log: what shoppers look for, counted by day and text, with nothing about who looked.
//!
//! - Searches are counted in memory and written together by a job: **a crash loses the last seconds of the log**.
//! - Who asked is known in memory alone, as numbers that mean nothing after a restart, to count each network once a day.
//! - A click counts only where its search was seen, so that nobody writes texts by making up where they come from.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;

use super::Shop;
use super::search::SearchView;
use crate::domain::limits::{
    SEARCH_LOG_DAYS, SEARCH_LOG_NETWORK_MAX, SEARCH_LOG_SEEN_MAX, SEARCH_LOG_TEXTS_MAX, SEARCH_LOG_WAITING_MAX, SUGGESTED_DAYS, SUGGESTED_TEXTS_MAX,
};
use crate::domain::product::ProductId;
use crate::domain::refusal::Error;
use crate::domain::search_log::{Day, Filter, Outcome, SearchCount, kept_text};
use crate::search::popular::PopularText;
use crate::search::request::Request;
use crate::store::draft::Draft;
use crate::store::search_log::{searches_before, searches_of, searches_since};
use crate::store::tables;

/// Rows that one command writes or drops at most, so that nobody waits for it.
const BATCH: usize = 500;

type Waiting = BTreeMap<(Day, String), SearchCount>;

/// What was counted since the last time it was written.
#[derive(Default)]
pub struct SearchLog {
    buffer: Mutex<Buffer>,
    /// Its keys are of this run.
    hashes: RandomState,
}

#[derive(Default)]
struct Buffer {
    waiting: Waiting,
    day: Option<Day>,
    /// What each network did on this day, as hashes.
    seen: HashMap<u64, HashSet<u64>>,
    seen_len: usize,
}

impl SearchLog {
    fn buffer(&self) -> MutexGuard<'_, Buffer> {
        self.buffer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn search(&self, day: Day, client: u64, text: &str, outcome: &Outcome) {
        let mut buffer = self.buffer();
        buffer.turn_to(day);
        let first = buffer.first(client, self.hashes.hash_one(text));
        let narrowed = !outcome.filters.is_empty() && {
            let names: Vec<&str> = outcome.filters.iter().map(|filter| filter.name()).collect();
            buffer.first(client, self.hashes.hash_one((text, names)))
        };
        if let Some(count) = buffer.count(day, text).filter(|_| first || narrowed) {
            if first {
                count.search(outcome);
            }
            if narrowed {
                count.narrow(&outcome.filters);
            }
        }
    }

    fn click(&self, day: Day, client: u64, text: &str, product: ProductId) {
        let mut buffer = self.buffer();
        buffer.turn_to(day);
        let searched = buffer.seen.get(&client).is_some_and(|seen| seen.contains(&self.hashes.hash_one(text)));
        if searched
            && buffer.first(client, self.hashes.hash_one((text, product.0)))
            && let Some(count) = buffer.count(day, text)
        {
            count.click();
        }
    }

    /// Some of what waits, for one command.
    fn take(&self) -> Waiting {
        let waiting = &mut self.buffer().waiting;
        match waiting.keys().nth(BATCH).cloned() {
            None => std::mem::take(waiting),
            Some(end) => {
                let rest = waiting.split_off(&end);
                std::mem::replace(waiting, rest)
            }
        }
    }

    fn give_back(&self, taken: Waiting) {
        let mut buffer = self.buffer();
        for ((day, text), mut before) in taken {
            if let Some(count) = buffer.count(day, &text) {
                before.add(count);
                *count = before;
            }
        }
    }
}

impl Buffer {
    fn turn_to(&mut self, day: Day) {
        if self.day != Some(day) || self.seen_len >= SEARCH_LOG_SEEN_MAX {
            self.day = Some(day);
            self.seen.clear();
            self.seen_len = 0;
        }
    }

    /// Whether a network does this for the first time today; never for one that did very much already.
    fn first(&mut self, client: u64, what: u64) -> bool {
        let seen = self.seen.entry(client).or_default();
        let first = seen.len() < SEARCH_LOG_NETWORK_MAX && seen.insert(what);
        self.seen_len = self.seen_len.saturating_add(usize::from(first));
        first
    }

    fn count(&mut self, day: Day, text: &str) -> Option<&mut SearchCount> {
        let key = (day, text.to_owned());
        let room = self.waiting.len() < SEARCH_LOG_WAITING_MAX || self.waiting.contains_key(&key);
        if !room {
            metrics::counter!("shop_searches_unlogged_total").increment(1);
        }
        room.then(|| self.waiting.entry(key).or_default())
    }
}

/// What narrows a request.
fn filters(request: &Request) -> Vec<Filter> {
    let narrows = |filter: &Filter| match filter {
        Filter::Category => request.category.is_some(),
        Filter::Brand => !request.brands.is_empty(),
        Filter::Price => request.price_min.is_some() || request.price_max.is_some(),
        Filter::Rating => request.rating_min.is_some(),
        Filter::Stock => request.in_stock,
    };
    Filter::ALL.into_iter().filter(narrows).collect()
}

fn write(draft: &mut Draft, counts: &Waiting, room: u64) -> Result<()> {
    let mut room = room;
    for ((day, text), count) in counts {
        let known = draft.searched(*day, text)?;
        if known || room > 0 {
            room = room.saturating_sub(u64::from(!known));
            draft.count_searches(*day, text, count)?;
        }
    }
    Ok(())
}

impl Shop {
    /// Counts a search for a text. Other pages than the first are the same search.
    pub fn note_search(&self, client: u64, request: &Request, found: &SearchView) {
        if !self.settings.search_log || request.cursor.offset() > 0 || found.degraded {
            return;
        }
        let outcome = Outcome { hits: found.total, partial: found.partial, filters: filters(request) };
        if let Some(text) = kept_text(&request.text, &outcome) {
            self.search_log.search(Day::of(self.books.now()), client, &text, &outcome);
        }
    }

    /// Counts a product that was opened from the results of a text.
    pub fn note_click(&self, client: u64, text: &str, product: ProductId) {
        // Whether the text was kept is known by what was seen of it.
        let found = Outcome { hits: 1, ..Outcome::default() };
        if let Some(text) = kept_text(text, &found).filter(|_| self.settings.search_log) {
            self.search_log.click(Day::of(self.books.now()), client, &text, product);
        }
    }

    /// Writes what was counted; returns how many rows that were. When the shop is busy, it waits for the next run.
    /// Never call it from async code.
    ///
    /// # Errors
    /// When the books can't be read or written; what was being written is lost then, as after a crash.
    pub fn write_search_log(&self) -> Result<u64, Error> {
        let mut rows = 0_u64;
        loop {
            let taken = self.search_log.take();
            let Some(((day, _), _)) = taken.last_key_value() else { return Ok(rows) };
            let room = SEARCH_LOG_TEXTS_MAX.saturating_sub(searches_of(&self.snapshot()?, *day)?);
            let counts = taken.clone();
            match self.books.write_blocking("writing the search log", move |draft| Ok(write(draft, &counts, room)?)) {
                Ok(()) => rows = rows.saturating_add(u64::try_from(taken.len()).unwrap_or(0)),
                Err(Error::Refusal(busy)) => {
                    self.search_log.give_back(taken);
                    return Err(busy.into());
                }
                Err(fault) => return Err(fault),
            }
        }
    }

    /// Drops searches that are older than the log is kept; returns how many.
    ///
    /// # Errors
    /// When the books can't be read or written.
    pub async fn prune_searches(&self) -> Result<u64, Error> {
        let first = Day::of(self.books.now()).minus(SEARCH_LOG_DAYS.saturating_sub(1));
        let old = searches_before(&self.snapshot()?, first, BATCH)?;
        if old.is_empty() {
            return Ok(0);
        }
        self.books
            .write("dropping old searches", move |draft| {
                old.iter().for_each(|key| draft.remove(tables::SEARCH_LOG, key.as_slice()));
                Ok(u64::try_from(old.len()).unwrap_or(u64::MAX))
            })
            .await
    }

    /// Lets suggestions know what many look for and find; returns how many texts that are.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn renew_popular(&self) -> Result<usize> {
        let mut sums: HashMap<String, SearchCount> = HashMap::new();
        let first = Day::of(self.books.now()).minus(SUGGESTED_DAYS.saturating_sub(1));
        if self.settings.search_log {
            searches_since(&self.snapshot()?, first, |text, count| sums.entry(text.to_owned()).or_default().add(count))?;
        }
        let good = sums.into_iter().filter(|(text, sum)| sum.suggested(text));
        let mut texts: Vec<PopularText> = good.map(|(text, sum)| PopularText { weight: sum.weight(), text }).collect();
        texts.sort_unstable_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
        texts.truncate(SUGGESTED_TEXTS_MAX);
        Ok(self.search.learn(texts))
    }
}
