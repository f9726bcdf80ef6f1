//! Faults of a disk, planted where the index touches its files, and what becomes of the search then.

use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::world::{Item, Shop, books, item, save, search};
use crate::search::request::Request;

thread_local! {
    /// For the indexes that this thread opens.
    static PLANTED: RefCell<Option<Arc<Faults>>> = const { RefCell::new(None) };
}

/// Which touches of the files fail.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Option<Fault>>);

#[derive(Clone, Copy, Debug)]
struct Fault {
    what: &'static str,
    /// Touches that still go well.
    after: usize,
    kind: io::ErrorKind,
}

impl Faults {
    /// For every index that this thread opens from now on.
    pub fn ready() -> Arc<Self> {
        let faults = Arc::new(Self::default());
        PLANTED.set(Some(Arc::clone(&faults)));
        faults
    }

    pub fn of(_root: &Path) -> Option<Arc<Self>> {
        PLANTED.with_borrow(Clone::clone)
    }

    pub fn plant(&self, what: &'static str, after: usize, kind: io::ErrorKind) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Fault { what, after, kind });
    }

    pub fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub fn may(&self, what: &str) -> io::Result<()> {
        let mut planted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match planted.as_mut() {
            Some(fault) if fault.what == what && fault.after == 0 => Err(fault.kind.into()),
            Some(fault) if fault.what == what => {
                fault.after -= 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// Opening files for a search, making new ones (for documents and for merges), reading and writing the list of segments, making names durable.
const TOUCHES: [&str; 5] = ["open", "write", "look", "commit", "sync"];

fn catalogue(from: u64, to: u64) -> Vec<Item> {
    (from..=to).map(|id| item(id, &format!("Mug number {id}"))).collect()
}

fn mugs(shop: &Shop) -> u64 {
    shop.find(&Request { text: "mug".into(), ..Request::default() }).total
}

/// When the fault has ended, the index is whole within two runs, also for the next process.
fn recovers(shop: Shop, directory: &Path, products: u64, what: &str) -> Shop {
    drop(shop.search.follow(&shop.books, |_| {}));
    shop.follow();
    assert_eq!((mugs(&shop), shop.search.position()), (products, *shop.books.newest().borrow()), "after {what}");
    assert_eq!(shop.search.versions().expect("reads").len(), usize::try_from(products).expect("few"), "after {what}");
    PLANTED.set(None);
    let Shop { search: ended, books } = shop;
    // Waits for its merges, as a process that ends does: two never write at once.
    drop(ended);
    let next = search(&books, Some(directory));
    assert_eq!(next.follow(&books, |_| {}).expect("follows"), 0, "after {what}");
    Shop { search: next, books }
}

#[test]
fn wherever_the_disk_fails_searches_go_on_and_the_index_recovers() {
    let mut failed = 0;
    for what in TOUCHES {
        for after in 0..5 {
            let directory = tempfile::tempdir().expect("a directory");
            let faults = Faults::ready();
            let books = books();
            save(&books, &catalogue(1, 9));
            let shop = Shop { search: search(&books, Some(directory.path())), books };
            shop.follow();
            faults.plant(what, after, io::ErrorKind::StorageFull);
            for round in 1..=3 {
                save(&shop.books, &catalogue(round * 10, round * 10 + 4));
                failed += usize::from(shop.search.follow(&shop.books, |_| {}).is_err());
                assert!(mugs(&shop) >= 9, "searches go on while {what} fails");
            }
            faults.end();
            recovers(shop, directory.path(), 24, what);
        }
    }
    assert!(failed >= 20, "hardly anything failed: {failed}");
}

#[test]
fn a_first_build_that_fails_leaves_nothing_and_is_tried_again() {
    for what in TOUCHES {
        for after in 0..4 {
            let directory = tempfile::tempdir().expect("a directory");
            let faults = Faults::ready();
            faults.plant(what, after, io::ErrorKind::StorageFull);
            let books = books();
            save(&books, &catalogue(1, 9));
            let shop = Shop { search: search(&books, Some(directory.path())), books };
            let failed = shop.search.follow(&shop.books, |_| {}).is_err();
            assert_eq!(failed, !shop.search.built(), "{what} after {after}");
            if failed && shop.search.position() == 0 {
                assert_eq!(std::fs::read_dir(directory.path()).map_or(0, Iterator::count), 0, "the disk has room again: {what} after {after}");
            }
            faults.end();
            recovers(shop, directory.path(), 9, what);
        }
    }
}

#[test]
fn merges_that_fail_stop_nothing_and_are_made_up_for() {
    let directory = tempfile::tempdir().expect("a directory");
    let faults = Faults::ready();
    let books = books();
    save(&books, &catalogue(1, 9));
    let shop = Shop { search: search(&books, Some(directory.path())), books };
    shop.follow();
    for round in 1..=30 {
        faults.plant("write", 9, io::ErrorKind::StorageFull);
        save(&shop.books, &catalogue(round * 10, round * 10));
        drop(shop.search.follow(&shop.books, |_| {}));
        assert!(mugs(&shop) >= 9);
    }
    faults.end();
    let shop = recovers(shop, directory.path(), 39, "merges");
    for round in 31..=60 {
        save(&shop.books, &catalogue(round * 10, round * 10));
        shop.follow();
    }
    let segments = shop.search.figures().expect("figures").segments;
    assert!(segments <= 24, "{segments} segments are left");
}
