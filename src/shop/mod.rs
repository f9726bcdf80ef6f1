//! Floor 5: what the shop can do, in customer words.
//!
//! A command is a function on a `Draft` and says what changes; an async method of [`Shop`] sends it to the
//! writer and shows the result. Queries read a snapshot. Nothing here knows of HTTP.

pub mod visitor;
pub mod product;
pub mod product_desk;
pub mod review;
pub mod review_desk;
pub mod search;
pub mod recommend;
pub mod collection;
pub mod content;
pub mod synonym;
pub mod search_help;
pub mod search_log;
pub mod search_report;

pub mod pricing;
pub mod coupon;
pub mod cart;
pub mod saved;
pub mod hold;
pub mod live;
pub mod checkout;
pub mod quote;
pub mod order;
pub mod settling;
pub mod payment;
pub mod stranded;
pub mod refund;
pub mod returns;
pub mod return_desk;
pub mod fulfilment;
pub mod desk;
pub mod letter;

pub mod pool;
pub mod password;
pub mod throttle;
pub mod customer;
pub mod merge;
pub mod address_book;
pub mod personal;
pub mod erase;
pub mod customer_desk;

pub mod listing;
pub mod media;
pub mod picture;
pub mod import;
pub mod export;
pub mod catalogue;

pub mod demo;
pub mod report;
pub mod prune;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, bail};
use arc_swap::ArcSwap;

use self::password::Passwords;
use self::product::Tops;
use self::search::Searching;
use self::search_log::SearchLog;
use self::settling::Settling;
use self::throttle::Throttle;
use crate::base::secret::Digest;
use crate::config::Settings;
use crate::domain::limits::LIVE_NETWORK_MAX;
use crate::domain::money::Currency;
use crate::live::hub::{Hub, Places};
use crate::mail::Mail;
use crate::payments::Providers;
use crate::recommend::follow::Recommend;
use crate::search::index::Search;
use crate::store::books::Books;
use crate::store::read::{Read, Snapshot};
use crate::store::tables;

const CURRENCY: &str = "currency";

/// Everything a request needs. Shared behind an `Arc`.
pub struct Shop {
    pub books: Books,
    pub settings: Settings,
    pub search: Arc<Search>,
    searching: Searching,
    pub recommend: Recommend,
    pub payments: Providers,
    pub settling: Settling,
    pub mail: Mail,
    pub live: Arc<Hub>,
    /// Where the copied pictures are.
    pub media: PathBuf,
    pub(crate) passwords: Passwords,
    pub(crate) throttle: Throttle,
    pub(crate) search_log: SearchLog,
    synonyms_loading: Mutex<()>,
    /// Signs order links and checkout keys.
    secret: Digest,
    tops: ArcSwap<Tops>,
}

impl Shop {
    /// # Errors
    /// When the books can't be read.
    pub fn new(books: Books, settings: Settings, search: Arc<Search>, payments: Providers, mail: Mail, media: PathBuf) -> Result<Self> {
        let secret = books.snapshot()?.value(tables::META, "secret")?.context("the books have no secret: they were never set up")?;
        let written: Option<Currency> = books.snapshot()?.value(tables::META, CURRENCY)?;
        let currency = settings.prices.currency;
        match written {
            Some(written) if written != currency => {
                bail!("these books are in {}, and [shop] currency says {}: prices can't be changed over", written.code(), currency.code());
            }
            Some(_) => {}
            None => books.write_blocking("setting up the currency", move |draft| {
                draft.set_value(tables::META, CURRENCY, &currency);
                Ok(())
            })?,
        }
        let tops = ArcSwap::from_pointee(Tops::default());
        let passwords = Passwords::new(settings.password_cost, books.token().digest())?;
        // Listeners stay for long: half of the connections are always left for those who shop.
        let places = Places { all_max: settings.connections_max / 2, network_max: settings.limits_enabled.then_some(LIVE_NETWORK_MAX) };
        let live = Arc::new(Hub::new(Arc::clone(books.feed()), places));
        let shop = Self {
            books,
            settings,
            search,
            searching: Searching::default(),
            recommend: Recommend::default(),
            payments,
            settling: Settling::default(),
            mail,
            live,
            media,
            passwords,
            throttle: Throttle::default(),
            search_log: SearchLog::default(),
            synonyms_loading: Mutex::default(),
            secret,
            tops,
        };
        shop.synonyms_load()?;
        Ok(shop)
    }

    /// # Errors
    /// When the books can't be read.
    pub fn snapshot(&self) -> Result<Snapshot> {
        self.books.snapshot()
    }
}
