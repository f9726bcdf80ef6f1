//! What becomes of the index when it is closed, lost, damaged or not of these books.

use std::fs;
use std::path::{Path, PathBuf};

use super::world::{Item, books, item, save, search};
use crate::domain::product::{Product, ProductId, Status};
use crate::search::index::Search;
use crate::search::request::Request;
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

fn files(directory: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(directory).expect("the directory is there").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = all.filter(|path| path.extension().is_none_or(|kind| kind != "lock")).collect();
    files.sort();
    files
}

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
    let damages: [fn(&Path); 4] = [
        |file| fs::remove_file(file).expect("removed"),
        |file| fs::write(file, b"garbage").expect("written"),
        |file| fs::write(file, b"").expect("written"),
        |file| {
            let mut bytes = fs::read(file).expect("read");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x55;
            fs::write(file, bytes).expect("written");
        },
    ];
    for file in files(directory.path()) {
        for damage in damages {
            let copy = tempfile::tempdir().expect("a directory");
            for from in files(directory.path()) {
                fs::copy(&from, copy.path().join(from.file_name().expect("named"))).expect("copied");
            }
            damage(&copy.path().join(file.file_name().expect("named")));
            let search = search(&books, Some(copy.path()));
            follow(&search, &books);
            assert_true_to(&books, &search);
        }
    }
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
    let failed = search.follow(&books, |_| {});
    assert!(failed.is_err(), "it can't write where nothing is");
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
    let before = fs::read(directory.path().join("meta.json")).expect("read");
    super::world::restock(&books, 1, 77);
    assert_eq!(follow(&search, &books), 1);
    assert_eq!(fs::read(directory.path().join("meta.json")).expect("read"), before);
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
    let failed: anyhow::Result<()> = search.guarded(|| panic!("damaged files"));
    assert!(failed.is_err());
    follow(&search, &books);
    assert_true_to(&books, &search);
}
