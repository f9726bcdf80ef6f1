//! The search as the floors above use it: find, follow the books, tell figures.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use arc_swap::ArcSwap;

use super::attribute_facet::{self, Preferences};
use super::collect::{self, Tally};
use super::edition::Edition;
use super::facet;
use super::follow::{self, Progress};
use super::keeper::Keeper;
use super::lag::Lags;
use super::query::Plan;
use super::request::{Cursor, Found, Request};
use super::schema::column;
use super::score::Needed;
use super::suggest::Typing;
use super::synonyms::Synonyms;
use super::words::Words;
use crate::base::clock::Timestamp;
use crate::base::deadline::{Deadline, TimeUp};
use crate::domain::language::Language;
use crate::domain::limits::{INDEX_SUSPECT_MS, PAGE_DEPTH_MAX, PAGE_MAX, SEARCH_BUDGET_MS};
use crate::domain::money::Currency;
use crate::domain::product::ProductId;
use crate::domain::synonym::Synonym;
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
    /// How long one question may take.
    pub budget: Duration,
    /// Names of attributes that are facets always, and never.
    pub facets: Vec<String>,
    pub facets_hidden: Vec<String>,
    /// The language of the texts; another one makes the index anew.
    pub language: Language,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self {
            directory: None,
            memory_bytes: 40_000_000,
            currency: Currency::USD,
            budget: Duration::from_millis(SEARCH_BUDGET_MS),
            facets: Vec::new(),
            facets_hidden: Vec::new(),
            language: Language::default(),
        }
    }
}

/// Shared by all who search; the one who follows the books works on the side.
pub struct Search {
    availability: Arc<Availability>,
    bands: [i64; 3],
    preferences: Preferences,
    edition: ArcSwap<Edition>,
    synonyms: ArcSwap<Synonyms>,
    pub(super) typing: Typing,
    keeper: Mutex<Keeper>,
    position: AtomicU64,
    /// Searches have something to look at.
    shown: AtomicBool,
    /// A question failed on it.
    suspect: AtomicBool,
    budget: Duration,
    lags: Lags,
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
    /// When not even an empty one can be made.
    pub fn open(options: &SearchOptions, availability: Arc<Availability>) -> Result<Self> {
        let mut keeper = Keeper::open(options.directory.as_deref(), options.memory_bytes, options.language)?;
        let edition = match edition(&keeper, None) {
            Ok(edition) => edition,
            Err(error) => {
                tracing::warn!("the search index can't be read and will be built anew: {error:#}");
                keeper = Keeper::empty(options.directory.as_deref(), options.memory_bytes, options.language)?;
                edition(&keeper, None)?
            }
        };
        Ok(Self {
            availability,
            bands: facet::bands(options.currency),
            preferences: Preferences::new(&options.facets, &options.facets_hidden),
            typing: Typing::of(&edition)?,
            edition: ArcSwap::from_pointee(edition),
            synonyms: ArcSwap::from_pointee(Synonyms::of(&[], options.language)),
            position: AtomicU64::new(keeper.mark.position),
            shown: AtomicBool::new(keeper.mark.position > 0),
            keeper: Mutex::new(keeper),
            suspect: AtomicBool::new(false),
            budget: options.budget,
            lags: Lags::default(),
        })
    }

    /// Indexes what the books say since the index's own position, and answers how many events that were.
    ///
    /// Running it twice, or again after a failure, gives the same index. One that is damaged or not of these books is built anew.
    ///
    /// # Errors
    /// When the books can't be read or the index can't be written; the next call tries again.
    pub fn follow(&self, books: &Books, mut report: impl FnMut(Progress)) -> Result<u64> {
        let mut keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        let suspect = self.suspect.swap(false, Ordering::AcqRel) && keeper.suspected(books.now(), INDEX_SUSPECT_MS);
        if suspect || !keeper.whole() {
            if suspect || self.built() {
                tracing::warn!("the search index was lost, was damaged or failed a search, so it is built anew");
            } else {
                tracing::info!("the search index is made");
            }
            keeper.start_over()?;
        }
        let mut events = 0_u64;
        loop {
            let taken =
                calmly(|| follow::step(&mut keeper, books, &mut report).and_then(|taken| self.show(&mut keeper, books.now()).map(|()| taken)));
            if taken.is_err() {
                keeper.recover();
            }
            self.position.store(keeper.mark.position, Ordering::Release);
            match taken.context("following the books into the search index")? {
                0 => return Ok(events),
                taken => events = events.saturating_add(taken),
            }
        }
    }

    /// Builds the index anew; searches see the old one until the new one is complete.
    ///
    /// # Errors
    /// When the books can't be read or the index can't be written.
    pub fn rebuild(&self, books: &Books) -> Result<u64> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner).start_over()?;
        self.follow(books, |_| ())
    }

    /// The next search knows these words, besides those every shop knows.
    pub fn know_synonyms(&self, synonyms: &[Synonym]) {
        self.synonyms.store(Arc::new(Synonyms::of(synonyms, self.language())));
    }

    /// Lets searches see the last commit.
    fn show(&self, keeper: &mut Keeper, now: Timestamp) -> Result<()> {
        if keeper.unseen {
            let next = edition(keeper, Some(&self.edition.load()))?;
            self.typing.renew(&next)?;
            self.edition.store(Arc::new(next));
            self.shown.store(true, Ordering::Release);
            keeper.unseen = false;
            self.lags.note(&std::mem::take(&mut keeper.changed_at), now);
        }
        Ok(())
    }

    /// Whether there is an index to ask. Until the first is built, only the books know the products.
    #[must_use]
    pub fn built(&self) -> bool {
        self.shown.load(Ordering::Acquire)
    }

    /// How long products took from their commit until searches saw them.
    #[must_use]
    pub fn lags(&self) -> &Lags {
        &self.lags
    }

    /// The number of the last event that searches know of; 0 until the index is built.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position.load(Ordering::Acquire)
    }

    /// Runs a question on the index, for as long as one may take. When it fails, even with a panic deep in damaged files,
    /// the next `follow` builds anew.
    pub(super) fn guarded<T>(&self, ask: impl FnOnce(Deadline) -> Result<T>) -> Result<T> {
        let deadline = Deadline::after(self.budget);
        let answer = calmly(|| deadline.check().map_err(Into::into).and_then(|()| ask(deadline)));
        if answer.as_ref().is_err_and(|error| !error.is::<TimeUp>()) {
            self.suspect.store(true, Ordering::Release);
        }
        answer
    }

    /// # Errors
    /// When the index can't be read, and when the question takes too long.
    pub fn find(&self, request: &Request) -> Result<Found> {
        self.guarded(|deadline| self.find_in_index(request, deadline))
    }

    fn find_in_index(&self, request: &Request, deadline: Deadline) -> Result<Found> {
        let edition = self.edition.load_full();
        let mut tally = self.run(&edition, request, deadline, |edition| self.tally(edition, request))?;
        let mut found = answer(&edition, request, &mut tally);
        if request.with_attributes {
            let count = || attribute_facet::facets(&edition, &tally.narrowing, &self.preferences);
            found.facets.attributes = if request.everything() { edition.attribute_facets.get_or_init(count).clone() } else { count() };
        }
        Ok(found)
    }

    /// Every product that a request finds, best first, whatever page it asks for.
    ///
    /// # Errors
    /// See [`Self::find`].
    pub fn find_all(&self, request: &Request) -> Result<Vec<ProductId>> {
        let request = Request { cursor: Cursor::default(), with_attributes: false, ..request.clone() };
        self.guarded(|deadline| {
            let all = |edition: &Edition| {
                let mut tally = self.tally(edition, &request);
                tally.keep_all();
                tally
            };
            Ok(self.run(&self.edition.load_full(), &request, deadline, all)?.page())
        })
    }

    fn run<'a>(&self, edition: &Edition, request: &Request, deadline: Deadline, fresh: impl Fn(&Edition) -> Tally<'a>) -> Result<Tally<'a>> {
        let mut tally = fresh(edition);
        if request.text.trim().is_empty() {
            collect::browse(edition, &mut tally, deadline)?;
        } else {
            let mut partial = false;
            let plan = Plan::of(edition, &Words::of(&request.text, self.language()), &self.synonyms.load())?;
            for stage in plan.stages() {
                tally = fresh(edition);
                collect::run(edition, &plan, stage.needed, &mut tally, deadline)?;
                partial |= stage.needed == Needed::All && tally.matched == 0;
                tally.partial = partial;
                if tally.matched >= stage.enough {
                    break;
                }
            }
        }
        Ok(tally)
    }

    fn tally<'a>(&'a self, edition: &Edition, request: &'a Request) -> Tally<'a> {
        Tally::new(edition, request, &self.availability, self.bands)
    }

    /// The state of the last commit, for the rest of the search.
    pub(super) fn edition(&self) -> Arc<Edition> {
        self.edition.load_full()
    }

    pub(super) fn language(&self) -> Language {
        self.edition.load().fields.language
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
            versions.extend(reader.doc_ids_alive().map(|doc| (segment.rows.get(doc).product(), version.first(doc).unwrap_or(0))));
        }
        versions.sort_unstable();
        Ok(versions)
    }
}

/// Tantivy panics on some damaged files.
fn calmly<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(anyhow!("the files of the search index are damaged")))
}

fn edition(keeper: &Keeper, before: Option<&Edition>) -> Result<Edition> {
    Edition::read(keeper.searcher()?, keeper.fields, before)
}

fn answer(edition: &Edition, request: &Request, tally: &mut Tally) -> Found {
    let products = tally.page();
    let total = tally.counts.hits();
    let end = request.cursor.offset().saturating_add(request.limit.min(PAGE_MAX));
    let more = !products.is_empty() && end < PAGE_DEPTH_MAX && u64::try_from(end).is_ok_and(|end| end < total);
    Found {
        products,
        total,
        facets: tally.counts.facets(edition, request),
        average_rating: tally.counts.average_rating(),
        partial: tally.partial,
        next: more.then(|| Cursor::after(end)),
    }
}
