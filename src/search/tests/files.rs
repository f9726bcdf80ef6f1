//! What becomes of the index when it is closed, lost, damaged or not of these books.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::world::{Item, Shop, books, item, save, search};
use crate::base::deadline::{Deadline, TimeUp};
use crate::domain::language::Language;
use crate::domain::product::{Product, ProductId, Status};
use crate::search::collect::{self, Tally};
use crate::search::index::{Search, SearchOptions};
use crate::search::keeper::Mark;
use crate::search::query::Plan;
use crate::search::request::Request;
use crate::search::score::Needed;
use crate::search::synonyms::Synonyms;
use crate::search::words::Words;
use crate::store::books::Books;
use crate::store::product::ProductRows;
use crate::store::read::Read;

fn catalogue(from: u64, to: u64) -> Vec<Item> {
    (from..=to)
        .map(|id| Item { brand: Some("Acme".into()), description: "A thing for the house".into(), ..item(id, &format!("Mug number {id}")) })
        .collect()
}

fn follow(search: &Search, books: &Books) -> u64 {
    search.follow(books, |_| {}).expect("the search follows")
}

/// The index holds exactly the visible products, each as it is in the books.
fn assert_true_to(books: &Books, search: &Search) {
    let snapshot = books.snapshot().expect("books are read");
    let products = (1..200).filter_map(|id| snapshot.product(ProductId(id)).expect("reads"));
    let expected: Vec<_> = products.filter(Product::visible).map(|product| (product.id, product.version)).collect();
    assert_eq!(search.versions().expect("versions are read"), expected);
    let total = search.find(&Request { text: "mug".into(), ..Request::default() }).expect("finds").total;
    assert_eq!(total, u64::try_from(expected.len()).expect("small"));
    assert_eq!(search.position(), *books.newest().borrow());
}

/// Where the newest index has its files.
fn newest(root: &Path) -> PathBuf {
    let numbers = fs::read_dir(root).expect("the directory is there").map(|entry| entry.expect("an entry").path());
    numbers.filter(|path| path.is_dir()).max().expect("there is an index")
}

fn files(root: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(newest(root)).expect("the directory is there").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = all.filter(|path| path.extension().is_none_or(|kind| kind != "lock")).collect();
    files.sort();
    files
}

/// The same files elsewhere, as if they had been written long ago.
fn copied(root: &Path) -> TempDir {
    let copy = tempfile::tempdir().expect("a directory");
    let into = copy.path().join("1");
    fs::create_dir(&into).expect("made");
    for from in files(root) {
        let to = into.join(from.file_name().expect("named"));
        fs::copy(&from, &to).expect("copied");
        let file = fs::File::options().write(true).open(&to).expect("opens");
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).expect("dated");
    }
    copy
}

const DAMAGES: [fn(&Path); 5] = [
    |file| fs::remove_file(file).expect("removed"),
    |file| fs::write(file, b"garbage").expect("written"),
    |file| fs::write(file, b"").expect("written"),
    |file| {
        let bytes = fs::read(file).expect("read");
        fs::write(file, &bytes[..bytes.len() / 2]).expect("cut");
    },
    |file| {
        let mut bytes = fs::read(file).expect("read");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        fs::write(file, bytes).expect("written");
    },
];

/// Books and a closed index of three commits, with deleted documents in it.
fn closed_index(directory: &Path) -> Books {
    let books = books();
    save(&books, &catalogue(1, 20));
    let search = search(&books, Some(directory));
    follow(&search, &books);
    save(&books, &catalogue(10, 30));
    follow(&search, &books);
    save(&books, &[Item { status: Status::Archived, ..item(3, "Mug") }]);
    follow(&search, &books);
    assert_true_to(&books, &search);
    books
}

#[test]
fn it_continues_where_it_stopped() {
    let directory = tempfile::tempdir().expect("a directory");
    let books = closed_index(directory.path());
    let reopened = search(&books, Some(directory.path()));
    assert_true_to(&books, &reopened);
    assert_eq!(follow(&reopened, &books), 0);
    save(&books, &catalogue(31, 33));
    let mut reports = Vec::new();
    assert_eq!(reopened.follow(&books, |progress| reports.push(progress)).expect("follows"), 6);
    assert_eq!(reports.last().map(|progress| progress.done), Some(reopened.position()));
    assert_true_to(&books, &reopened);
    let figures = reopened.figures().expect("figures");
    assert_eq!(figures.documents, 32);
    assert!(figures.segments > 0 && figures.bytes > 0);
}

#[test]
fn any_lost_or_damaged_file_is_noticed() {
    let directory = tempfile::tempdir().expect("a directory");
    let books = closed_index(directory.path());
    for file in files(directory.path()) {
        for damage in DAMAGES {
            let copy = copied(directory.path());
            damage(&copy.path().join("1").join(file.file_name().expect("named")));
            let search = search(&books, Some(copy.path()));
            follow(&search, &books);
            assert_true_to(&books, &search);
        }
    }
}

#[test]
fn any_file_may_be_lost_or_damaged_under_it_and_searches_go_on() {
    let directory = tempfile::tempdir().expect("a directory");
    let books = closed_index(directory.path());
    for file in files(directory.path()) {
        for damage in DAMAGES {
            let copy = copied(directory.path());
            let search = search(&books, Some(copy.path()));
            // Read by nobody while an index is open: what it says is in memory.
            let unread = file.ends_with(".managed.json") || file.ends_with("meta.json");
            damage(&copy.path().join("1").join(file.file_name().expect("named")));
            assert_true_to(&books, &search);
            let mut shown = Vec::new();
            let total = || search.find(&Request { text: "mug".into(), ..Request::default() }).expect("finds").total;
            let kept = || fs::read_dir(copy.path()).expect("read").count();
            search.follow(&books, |_| shown.push((total(), kept()))).expect("the search follows");
            assert!(shown.iter().all(|seen| *seen == (29, 2)), "searches see the old one until the new one is complete");
            assert!(unread || !shown.is_empty(), "{} was damaged and nobody noticed", file.display());
            assert_true_to(&books, &search);
            drop(search);
            let reopened = super::world::search(&books, Some(copy.path()));
            follow(&reopened, &books);
            assert_true_to(&books, &reopened);
        }
    }
}

#[test]
fn an_index_that_was_never_complete_gives_way_to_one_that_was() {
    let directory = tempfile::tempdir().expect("a directory");
    let books = closed_index(directory.path());
    fs::create_dir(directory.path().join("7")).expect("made");
    fs::write(directory.path().join("7").join("meta.json"), "{\"segments\": [").expect("half written");
    fs::write(directory.path().join("meta.json"), "of an earlier version").expect("written");
    let search = search(&books, Some(directory.path()));
    assert_true_to(&books, &search);
    assert_eq!(fs::read_dir(directory.path()).expect("read").count(), 1, "only what is used stays");
    search.rebuild(&books).expect("rebuilt");
    assert_true_to(&books, &search);
    assert_eq!(newest(directory.path()), directory.path().join("2"));
    assert_eq!(fs::read_dir(directory.path()).expect("read").count(), 1, "the old one goes when the new one is complete");
}

#[test]
fn where_nothing_can_be_written_the_shop_opens_and_the_index_comes_later() {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path().join("search");
    fs::write(&root, "in the way").expect("written");
    let books = books();
    save(&books, &catalogue(1, 9));
    let search = search(&books, Some(&root));
    assert!(search.follow(&books, |_| {}).is_err() && search.follow(&books, |_| {}).is_err());
    assert!(!search.built(), "the shop asks the books meanwhile");
    fs::remove_file(&root).expect("removed");
    follow(&search, &books);
    assert!(search.built());
    assert_true_to(&books, &search);
}

#[test]
fn an_index_of_another_schema_is_built_anew() {
    let directory = tempfile::tempdir().expect("a directory");
    let books = closed_index(directory.path());
    let copy = copied(directory.path());
    let meta = copy.path().join("1").join("meta.json");
    let text = fs::read_to_string(&meta).expect("read");
    fs::write(&meta, text.replace("\"shelf\"", "\"rack\"")).expect("written");
    let search = search(&books, Some(copy.path()));
    assert!(!search.built());
    follow(&search, &books);
    assert_true_to(&books, &search);
}

#[test]
fn an_index_ahead_of_the_books_is_built_anew() {
    let directory = tempfile::tempdir().expect("a directory");
    drop(closed_index(directory.path()));
    let restored = books();
    save(&restored, &catalogue(1, 4));
    let search = search(&restored, Some(directory.path()));
    follow(&search, &restored);
    assert_true_to(&restored, &search);
}

#[test]
fn an_index_of_another_past_is_built_anew() {
    let directory = tempfile::tempdir().expect("a directory");
    drop(closed_index(directory.path()));
    let other = books();
    save(&other, &catalogue(100, 190));
    let search = search(&other, Some(directory.path()));
    assert!(search.position() > 0);
    follow(&search, &other);
    assert_true_to(&other, &search);
}

#[test]
fn files_taken_away_under_it_come_back() {
    let directory = tempfile::tempdir().expect("a directory");
    let books = closed_index(directory.path());
    let search = search(&books, Some(directory.path()));
    fs::remove_dir_all(directory.path()).expect("removed");
    save(&books, &catalogue(31, 40));
    follow(&search, &books);
    assert_true_to(&books, &search);
}

#[test]
fn a_shop_without_anything_has_nothing_to_follow() {
    let books = books();
    let search = search(&books, None);
    assert_eq!((follow(&search, &books), search.position()), (0, 0));
    assert_eq!(search.find(&Request::default()).expect("finds").total, 0);
    let schema: Option<u64> = books.snapshot().expect("reads").value(crate::store::tables::META, "schema").expect("reads");
    assert_eq!(schema, Some(1));
}

#[test]
fn stock_moves_the_position_without_a_commit() {
    let directory = tempfile::tempdir().expect("a directory");
    let books = closed_index(directory.path());
    let search = search(&books, Some(directory.path()));
    let before = fs::read(newest(directory.path()).join("meta.json")).expect("read");
    super::world::restock(&books, 1, 77);
    assert_eq!(follow(&search, &books), 1);
    assert_eq!(fs::read(newest(directory.path()).join("meta.json")).expect("read"), before);
    assert_true_to(&books, &search);
}

#[test]
fn an_index_that_fails_a_search_is_built_anew() {
    let books = books();
    save(&books, &catalogue(1, 9));
    let directory = tempfile::tempdir().expect("a folder");
    let search = search(&books, Some(directory.path()));
    follow(&search, &books);
    assert_eq!(follow(&search, &books), 0, "nothing is left to take in");
    let failed: anyhow::Result<()> = search.guarded(|_| panic!("damaged files"));
    assert!(failed.is_err());
    follow(&search, &books);
    assert_true_to(&books, &search);
}

#[test]
fn a_question_that_fails_again_and_again_builds_anew_once() {
    let directory = tempfile::tempdir().expect("a folder");
    let books = closed_index(directory.path());
    let search = search(&books, Some(directory.path()));
    let mut numbers = Vec::new();
    for _ in 0..3 {
        let failed: anyhow::Result<()> = search.guarded(|_| panic!("a bug"));
        assert!(failed.is_err());
        follow(&search, &books);
        numbers.push(newest(directory.path()));
    }
    assert_eq!(numbers, vec![directory.path().join("2"); 3]);
}

#[test]
fn a_question_that_takes_too_long_is_stopped_and_blames_no_file() {
    let directory = tempfile::tempdir().expect("a folder");
    let books = closed_index(directory.path());
    let options = SearchOptions { directory: Some(directory.path().to_owned()), budget: Duration::ZERO, ..SearchOptions::default() };
    let search = Search::open(&options, Arc::clone(books.availability())).expect("opens");
    let before = newest(directory.path());
    assert!(search.find(&Request::default()).expect_err("no time").is::<TimeUp>());
    assert!(search.suggest("mu").expect_err("no time").is::<TimeUp>());
    follow(&search, &books);
    assert_eq!(newest(directory.path()), before);
}

#[test]
fn a_long_run_looks_at_the_clock() {
    let shop = Shop::selling(&catalogue(1, 9));
    let (edition, request) = (shop.search.edition(), Request::default());
    let late = Deadline::after(Duration::ZERO);
    let mut tally = Tally::new(&edition, &request, shop.search.availability(), [0; 3]);
    assert!(collect::browse(&edition, &mut tally, late).expect_err("no time").is::<TimeUp>());
    let plan = Plan::of(&edition, &Words::of("mug", Language::English), &Synonyms::of(&[], Language::English)).expect("a plan");
    assert!(collect::run(&edition, &plan, Needed::All, &mut tally, late).expect_err("no time").is::<TimeUp>());
    assert_eq!(tally.matched, 0);
}

#[test]
fn a_scan_of_the_books_ends_with_what_it_has() {
    let books = books();
    save(&books, &catalogue(1, 190));
    let search = search(&books, None);
    let scan = |late: Deadline, limit: usize| {
        let request = Request { text: "mug".into(), limit, ..Request::default() };
        let found = search.scan(&books.snapshot().expect("reads"), &request, late).expect("scans");
        (found.total, found.products.len(), found.next.is_some())
    };
    assert_eq!(scan(Deadline::after(Duration::from_secs(60)), 100), (190, 100, true));
    assert_eq!(scan(Deadline::after(Duration::ZERO), 100), (64, 64, false));
}

#[test]
fn an_index_of_another_format_is_outdated() {
    let mark = Mark { position: 7, fingerprint: 255 };
    assert_eq!(mark.to_string().parse::<Mark>().expect("its own"), mark);
    for other in ["0:7:ff", "7:ff"] {
        assert!(other.parse::<Mark>().expect_err("another one").to_string().contains("another version"), "{other}");
    }
}
