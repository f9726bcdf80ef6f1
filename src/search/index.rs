//! The search as the floors above use it: find, follow the books, tell figures.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use arc_swap::ArcSwap;

use super::collect::{self, Tally};
use super::edition::Edition;
use super::facet;
use super::follow::{self, Progress};
use super::keeper::Keeper;
use super::query::Plan;
use super::request::{Cursor, Found, Request};
use super::schema::column;
use super::suggest::Typing;
use super::words::Words;
use crate::domain::limits::{PAGE_DEPTH_MAX, PAGE_MAX};
use crate::domain::money::Currency;
use crate::domain::product::ProductId;
use crate::store::availability::Availability;
use crate::store::books::Books;

#[derive(Clone, Debug)]
pub struct SearchOptions {
    /// Where the files are; `None` keeps them in memory, for tests.
    pub directory: Option<PathBuf>,
    /// What the indexing thread may use before it writes.
    pub memory_bytes: usize,
    /// Whose major units the price ranges are made of.
    pub currency: Currency,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { directory: None, memory_bytes: 40_000_000, currency: Currency::USD }
    }
}

/// Shared by all who search; the one who follows the books works on the side.
pub struct Search {
    availability: Arc<Availability>,
    bands: [i64; 3],
    edition: ArcSwap<Edition>,
    pub(super) typing: Typing,
    keeper: Mutex<Keeper>,
    position: AtomicU64,
    /// A question failed on it.
    suspect: AtomicBool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub documents: u64,
    pub segments: usize,
    pub bytes: u64,
}

impl Search {
    /// Opens the index. One that is missing, damaged or of another schema starts empty, and `follow` builds it.
    ///
    /// # Errors
    /// When the directory can't be used.
    pub fn open(options: &SearchOptions, availability: Arc<Availability>) -> Result<Self> {
        let mut keeper = Keeper::open(options.directory.as_deref(), options.memory_bytes)?;
        let edition = match edition(&keeper, None) {
            Ok(edition) => edition,
            Err(error) => {
                tracing::warn!("the search index can't be read and will be built anew: {error:#}");
                keeper.start_over()?;
                edition(&keeper, None)?
            }
        };
        Ok(Self {
            availability,
            bands: facet::bands(options.currency),
            typing: Typing::of(&edition)?,
            edition: ArcSwap::from_pointee(edition),
            position: AtomicU64::new(keeper.mark.position),
            keeper: Mutex::new(keeper),
            suspect: AtomicBool::new(false),
        })
    }

    /// Indexes what the books say since the index's own position, and answers how many events that were.
    ///
    /// Running it twice, or again after a failure, gives the same index. An index that is not of these books is built anew.
    ///
    /// # Errors
    /// When the books can't be read or the index can't be written; the next call tries again.
    pub fn follow(&self, books: &Books, mut report: impl FnMut(Progress)) -> Result<u64> {
        let mut keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        if self.suspect.swap(false, Ordering::AcqRel) {
            tracing::warn!("a search failed, so the index is built anew");
            keeper.start_over()?;
        }
        let mut events = 0_u64;
        loop {
            let taken = follow::step(&mut keeper, books, &mut report).and_then(|taken| self.show(&mut keeper).map(|()| taken));
            if let Err(error) = &taken {
                keeper.recover().with_context(|| format!("recovering from a failure: {error:#}"))?;
            }
            self.position.store(keeper.mark.position, Ordering::Release);
            match taken.context("following the books into the search index")? {
                0 => return Ok(events),
                taken => events = events.saturating_add(taken),
            }
        }
    }

    /// Throws the index away and builds it anew; searches see the old one until the new one has grown.
    ///
    /// # Errors
    /// When the books can't be read or the index can't be written.
    pub fn rebuild(&self, books: &Books) -> Result<u64> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner).start_over()?;
        self.follow(books, |_| ())
    }

    /// Lets searches see the last commit.
    fn show(&self, keeper: &mut Keeper) -> Result<()> {
        if keeper.unseen {
            let next = edition(keeper, Some(&self.edition.load()))?;
            self.typing.renew(&next)?;
            self.edition.store(Arc::new(next));
            keeper.unseen = false;
        }
        Ok(())
    }

    /// The number of the last event that searches know of; 0 until the index is built.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position.load(Ordering::Acquire)
    }

    /// Runs a question on the index. When that fails, even with a panic deep in damaged files, the next `follow` builds anew.
    pub(super) fn guarded<T>(&self, ask: impl FnOnce() -> Result<T>) -> Result<T> {
        let answer = catch_unwind(AssertUnwindSafe(ask)).unwrap_or_else(|_| Err(anyhow!("the files of the search index are damaged")));
        if answer.is_err() {
            self.suspect.store(true, Ordering::Release);
        }
        answer
    }

    /// # Errors
    /// When the index can't be read.
    pub fn find(&self, request: &Request) -> Result<Found> {
        self.guarded(|| self.find_in_index(request))
    }

    fn find_in_index(&self, request: &Request) -> Result<Found> {
        let edition = self.edition.load_full();
        let mut tally = self.tally(&edition, request);
        let mut partial = false;
        if request.text.trim().is_empty() {
            collect::browse(&edition, &mut tally);
        } else {
            for (stage, query) in Plan::of(&edition, &Words::of(&request.text))?.stages().into_iter().enumerate() {
                partial = stage > 0;
                tally = self.tally(&edition, request);
                collect::run(&edition, query.as_ref(), &mut tally)?;
                if tally.matched > 0 {
                    break;
                }
            }
        }
        Ok(Found { partial, ..answer(&edition, request, tally) })
    }

    fn tally<'a>(&'a self, edition: &Edition, request: &'a Request) -> Tally<'a> {
        Tally::new(edition, request, &self.availability, self.bands)
    }

    /// The state of the last commit, for the rest of the search.
    pub(super) fn edition(&self) -> Arc<Edition> {
        self.edition.load_full()
    }

    pub(super) fn availability(&self) -> &Availability {
        &self.availability
    }

    /// # Errors
    /// When the files can't be measured.
    pub fn figures(&self) -> Result<Figures> {
        let edition = self.edition.load_full();
        let bytes = edition.searcher.space_usage()?.total().get_bytes();
        Ok(Figures { documents: edition.searcher.num_docs(), segments: edition.segments.len(), bytes })
    }

    /// Each product in the index and the version it was indexed from, by id: to compare with the books.
    ///
    /// # Errors
    /// When the index can't be read.
    pub fn versions(&self) -> Result<Vec<(ProductId, u64)>> {
        let edition = self.edition.load_full();
        let mut versions = Vec::new();
        for (segment, reader) in edition.parts() {
            let version = reader.fast_fields().u64(column::VERSION)?;
            versions.extend(reader.doc_ids_alive().map(|doc| (ProductId(segment.rows.get(doc).id), version.first(doc).unwrap_or(0))));
        }
        versions.sort_unstable();
        Ok(versions)
    }
}

fn edition(keeper: &Keeper, before: Option<&Edition>) -> Result<Edition> {
    Edition::read(keeper.searcher()?, keeper.fields, before)
}

fn answer(edition: &Edition, request: &Request, mut tally: Tally) -> Found {
    let products = tally.page();
    let total = tally.counts.hits;
    let end = request.cursor.offset().saturating_add(request.limit.min(PAGE_MAX));
    let more = !products.is_empty() && end < PAGE_DEPTH_MAX && u64::try_from(end).is_ok_and(|end| end < total);
    Found {
        products,
        total,
        facets: tally.counts.facets(edition, request),
        average_rating: tally.counts.average_rating(),
        partial: false,
        next: more.then(|| Cursor::after(end)),
    }
}
