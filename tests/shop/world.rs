//! The test shop: everything in memory, the clock set by hand, driven through the real router.
//!
//! - Nothing sleeps and nothing leaves the process.
//! - **A shop that closes is checked**: whatever a test did, the books must add up at its end.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use shop::base::clock::{StillWorld, Timestamp, World};
use shop::base::password::Cost;
use shop::config::Settings;
use shop::domain::category::Category;
use shop::domain::listing::{ListedStock, ListedVariant, Listing};
use shop::domain::money::{Currency, Money};
use shop::domain::order::OrderId;
use shop::domain::payment::ProviderName;
use shop::domain::product::Status;
use shop::domain::refusal::Error;
use shop::domain::stock::Stock;
use shop::mail::Mail;
use shop::payments::{Provider, Providers};
use shop::search::index::{Search, SearchOptions};
use shop::shop::Shop;
use shop::shop::listing::{Prepared, Written, listings_write};
use shop::store::books::{Books, BooksOptions};
use shop::store::product::ProductRows;
use shop::web;
use tokio::runtime::Runtime;

use crate::disk::Disk;
use crate::shopper::{Answer, Ask, Shopper};

pub const START: Timestamp = Timestamp(1_795_000_000_000);

pub struct TestShop {
    pub clock: Arc<StillWorld>,
    pub settings: Settings,
    disk: RefCell<Disk>,
    open: RefCell<Option<Open>>,
    runtime: Runtime,
    listings: RefCell<BTreeMap<String, Listing>>,
    shoppers: Cell<u8>,
    /// Who takes the money, when the settings don't say it.
    provider: Option<Arc<dyn Provider>>,
    search_options: SearchOptions,
    /// Where letters are written.
    letters: tempfile::TempDir,
    /// Damaged on purpose: what the check says is the test's business.
    pub damaged: Cell<bool>,
}

struct Open {
    shop: Arc<Shop>,
    router: Router,
}

impl TestShop {
    pub fn new() -> Self {
        Self::with(|_| ())
    }

    /// A shop with other settings. Caps are on; rate limits are off, because they go by the machine's clock.
    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let password_cost = Cost { memory_kib: 8, passes: 1 };
        let mut settings = Settings { limits_enabled: false, password_cost, ..Settings::default() };
        change(&mut settings);
        Self::on(Disk::default(), settings, START, None)
    }

    /// A shop that searches in another way, such as with files.
    pub fn searching(search_options: SearchOptions) -> Self {
        let mut shop = Self::new();
        shop.search_options = search_options;
        shop.crashes();
        shop
    }

    /// A shop whose money goes through a provider of the test, called Stripe.
    pub fn paid_through(provider: Arc<dyn Provider>) -> Self {
        Self::paid_through_with(provider, |_| ())
    }

    pub fn paid_through_with(provider: Arc<dyn Provider>, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings { limits_enabled: false, ..Settings::default() };
        change(&mut settings);
        Self::on(Disk::default(), settings, START, Some(provider))
    }

    fn on(disk: Disk, settings: Settings, start: Timestamp, provider: Option<Arc<dyn Provider>>) -> Self {
        let shop = Self {
            clock: Arc::new(StillWorld::new(start, 7)),
            settings,
            disk: RefCell::new(disk),
            open: RefCell::new(None),
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts"),
            listings: RefCell::default(),
            shoppers: Cell::new(0),
            provider,
            search_options: SearchOptions::default(),
            letters: tempfile::tempdir().expect("a directory"),
            damaged: Cell::new(false),
        };
        shop.opens();
        shop
    }

    fn opens(&self) {
        let engine = Arc::new(self.disk.borrow().clone());
        let options = BooksOptions { group_max: self.settings.group_max, queue_max: self.settings.queue_max };
        let world: Arc<StillWorld> = Arc::clone(&self.clock);
        let books = Books::open(engine, world, options).expect("the books open");
        let search = Search::open(&self.search_options, Arc::clone(books.availability())).expect("a search opens");
        let payments = match &self.provider {
            Some(provider) => Providers::new(vec![(ProviderName::Stripe, Arc::clone(provider))]),
            None => Providers::of(&self.settings, &books),
        };
        let mail = Mail::new(&self.settings.mail, self.letters.path().to_owned()).expect("a way to send letters");
        let shop = Shop::new(books, self.settings.clone(), Arc::new(search), payments, mail, PathBuf::from("no-media")).expect("the shop opens");
        let shop = Arc::new(shop);
        let router = web::router(web::app(Arc::clone(&shop)));
        self.open.replace(Some(Open { shop, router }));
    }

    /// The process ends without a word, and another opens what is on the disk.
    pub fn crashes(&self) {
        drop(self.open.replace(None));
        let repaired = self.disk.borrow().repaired();
        self.disk.replace(repaired);
        self.opens();
    }

    /// The process ends, and another opens on the same disk while the machine's clock says something else.
    pub fn opens_again_at(&self, start: Timestamp) -> Self {
        drop(self.open.replace(None));
        Self::on(self.disk().repaired(), self.settings.clone(), start, self.provider.clone())
    }

    /// The same, with settings that the merchant changed in between.
    pub fn opens_again_with(&self, change: impl FnOnce(&mut Settings)) -> Self {
        drop(self.open.replace(None));
        let mut settings = self.settings.clone();
        change(&mut settings);
        Self::on(self.disk().repaired(), settings, self.clock.now(), self.provider.clone())
    }

    /// The same, paid through another provider, or practising where there is none.
    pub fn opens_again_paid_through(&self, provider: Option<Arc<dyn Provider>>) -> Self {
        drop(self.open.replace(None));
        Self::on(self.disk().repaired(), self.settings.clone(), self.clock.now(), provider)
    }

    pub fn disk(&self) -> Disk {
        self.disk.borrow().clone()
    }

    pub fn shop(&self) -> Arc<Shop> {
        Arc::clone(&self.open.borrow().as_ref().expect("the shop is open").shop)
    }

    pub fn router(&self) -> Router {
        self.open.borrow().as_ref().expect("the shop is open").router.clone()
    }

    pub fn books(&self) -> Books {
        self.shop().books.clone()
    }

    pub fn runs<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    pub fn waits_minutes(&self, minutes: i64) {
        self.clock.advance_ms(minutes * 60_000);
    }

    /// A moment as the API writes it, counted from the opening of the shop.
    pub fn minute(minutes: i64) -> String {
        START.plus_ms(minutes * 60_000).to_string()
    }

    /// What the background jobs do each second; returns how many lines lost their hold.
    pub fn sweeps(&self) -> u32 {
        self.runs(self.shop().release_due_holds()).expect("holds are swept")
    }

    /// What the background job does for orders that wait for their payment.
    pub fn settles(&self) -> Vec<OrderId> {
        let waiting = self.waiting();
        for order in &waiting {
            self.runs(self.shop().settle(*order)).expect("an order settles");
        }
        waiting
    }

    pub fn waiting(&self) -> Vec<OrderId> {
        self.shop().unsettled_orders().expect("orders are listed")
    }

    /// What the background job does for letters; returns how many were sent and how many weren't.
    pub fn sends_letters(&self) -> (u32, u32) {
        let done = self.runs(self.shop().letters_send(|| true)).expect("letters are sent");
        (done.sent, done.failed)
    }

    /// The letters that were written as files, in the order of their names: (name, content).
    pub fn letters(&self) -> Vec<(String, String)> {
        let mut letters = Vec::new();
        for file in std::fs::read_dir(self.letters.path()).expect("the folder can be read") {
            let file = file.expect("a file");
            letters.push((file.file_name().into_string().expect("ASCII"), std::fs::read_to_string(file.path()).expect("ASCII")));
        }
        letters.sort();
        letters
    }

    pub fn search_follows(&self) {
        let shop = self.shop();
        shop.search.follow(&shop.books, |_| ()).expect("the search follows");
    }

    pub fn recommendations_follow(&self) {
        let shop = self.shop();
        shop.recommend.follow(&shop.books).expect("the recommendations follow");
    }

    pub fn problems(&self) -> Vec<String> {
        self.shop().check().expect("the books can be read").problems
    }

    #[track_caller]
    pub fn adds_up(&self) {
        assert_eq!(self.problems(), Vec::<String>::new(), "the books don't add up");
    }

    pub fn someone(&self) -> Shopper<'_> {
        let number = self.shoppers.get() + 1;
        self.shoppers.set(number);
        self.someone_at(&format!("10.0.0.{number}"))
    }

    /// A shopper on a given network.
    pub fn someone_at(&self, address: &str) -> Shopper<'_> {
        Shopper::new(self, address)
    }

    /// Sends all at the same time, from as many threads as the machine likes.
    pub fn all_at_once(&self, asks: Vec<Ask>) -> Vec<Answer> {
        let crowd = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime starts");
        let router = self.router();
        crowd.block_on(async move {
            let sent: Vec<_> = asks.into_iter().map(|ask| tokio::spawn(ask.send(router.clone()))).collect();
            let mut answers = Vec::new();
            for answer in sent {
                answers.push(answer.await.expect("no request panics"));
            }
            answers
        })
    }
}

/// The shelves.
impl TestShop {
    /// `units` of a product that costs 20.00 unless it was priced.
    pub fn stocks(&self, sku: &str, units: u64) {
        self.relists(sku, |variant| variant.stock = ListedStock::Counted(units));
    }

    pub fn prices(&self, sku: &str, price: &str) {
        self.relists(sku, |variant| variant.price = usd(price));
    }

    /// Changes the only variant of a product, as the merchant's next file would.
    pub fn relists(&self, sku: &str, change: impl FnOnce(&mut ListedVariant)) {
        let mut listing = self.listing(sku);
        change(&mut listing.variants[0]);
        self.lists(listing);
    }

    /// What is known of a product, without its stock.
    pub fn listing(&self, sku: &str) -> Listing {
        let known = self.listings.borrow().get(sku).cloned();
        let mut listing = known.unwrap_or_else(|| new_listing(sku));
        for variant in &mut listing.variants {
            variant.stock = ListedStock::Unsaid;
        }
        listing
    }

    pub fn lists(&self, listing: Listing) -> Written {
        self.tries_to_list(listing).expect("a listing is written")
    }

    pub fn tries_to_list(&self, listing: Listing) -> Result<Written, Error> {
        self.listings.borrow_mut().insert(listing.handle.clone().expect("a test listing has a handle"), listing.clone());
        let prepared = [Prepared { listing, continues: false }];
        let mut written = self.books().write_blocking("listing", move |draft| listings_write(draft, &prepared, &HashSet::new()))?;
        Ok(written.remove(0))
    }

    pub fn stock(&self, sku: &str) -> Stock {
        let snapshot = self.shop().snapshot().expect("a snapshot");
        let owner = snapshot.sku_owner(sku).expect("readable").expect("the SKU is known");
        snapshot.stock(owner.variant).expect("a stock row")
    }

    /// Units in the house, and how many of them are spoken for.
    pub fn counts(&self, sku: &str) -> (u64, u64) {
        let stock = self.stock(sku);
        (stock.on_hand(), stock.reserved())
    }

    /// What everybody is shown as available.
    pub fn shows(&self, sku: &str) -> u64 {
        let snapshot = self.shop().snapshot().expect("a snapshot");
        let owner = snapshot.sku_owner(sku).expect("readable").expect("the SKU is known");
        self.books().availability().of_variant(owner.variant)
    }
}

impl Drop for TestShop {
    fn drop(&mut self) {
        if self.open.borrow().is_some() && !std::thread::panicking() && !self.damaged.get() {
            self.adds_up();
        }
    }
}

pub fn usd(text: &str) -> Money {
    Money::parse(text, Currency::USD).expect("a price")
}

fn new_listing(sku: &str) -> Listing {
    let variant = ListedVariant {
        sku: Some(sku.to_owned()),
        options: Vec::new(),
        price: usd("20.00"),
        compare_at_price: None,
        stock: ListedStock::Unsaid,
        barcode: None,
        mpn: None,
        weight_grams: None,
        image: None,
        free: false,
    };
    Listing {
        handle: Some(sku.to_owned()),
        title: format!("A fine {sku}"),
        description: String::new(),
        brand: None,
        category: Category::parse("Kitchen"),
        tags: Vec::new(),
        option_names: Vec::new(),
        images: Vec::new(),
        attributes: Vec::new(),
        status: Status::Active,
        rating: None,
        variants: vec![variant],
    }
}
