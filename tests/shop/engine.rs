//! The engines: the one on disk and the one in memory pass the same tests, so what is proven on one holds on the other.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use anyhow::bail;
use proptest::prelude::{ProptestConfig, Strategy, proptest};
use shop::store::changes::Changes;
use shop::store::engine::memory::MemoryEngine;
use shop::store::engine::redb::{OpenError, RedbEngine};
use shop::store::engine::{Engine, View};
use shop::store::tables::{self, CARTS, META, STOCK, Table};
use tempfile::TempDir;

use crate::disk::Disk;

type Row = (Vec<u8>, Vec<u8>);
type Model = BTreeMap<(usize, Vec<u8>), Vec<u8>>;
/// The rows that one commit sets and removes, each with the place of its table.
type Commit = Vec<(usize, Vec<u8>, Option<Vec<u8>>)>;

fn redb_in(directory: &TempDir) -> RedbEngine {
    RedbEngine::open(&directory.path().join("books.redb"), 1 << 20).expect("a new file opens")
}

fn on_each(test: impl Fn(&dyn Engine)) {
    let directory = tempfile::tempdir().expect("a directory");
    test(&MemoryEngine::default());
    test(&Disk::default());
    test(&redb_in(&directory));
}

fn commit(engine: &dyn Engine, rows: &[(Table, &str, Option<&str>)]) {
    let mut changes = Changes::default();
    for (table, key, value) in rows {
        changes.set(*table, key.as_bytes().to_vec(), value.map(|value| value.as_bytes().to_vec()));
    }
    engine.commit(&changes).expect("the commit works");
}

fn view(engine: &dyn Engine) -> Box<dyn View> {
    engine.view().expect("a view")
}

fn get(view: &dyn View, table: Table, key: &str) -> Option<String> {
    view.get(table, key.as_bytes()).expect("readable").map(|bytes| String::from_utf8(bytes).expect("text"))
}

fn rows(view: &dyn View, table: Table, from: &[u8], to: Option<&[u8]>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut collect = |key: &[u8], value: &[u8]| {
        rows.push((key.to_vec(), value.to_vec()));
        Ok(ControlFlow::Continue(()))
    };
    view.scan(table, from, to, &mut collect).expect("scannable");
    rows
}

fn keys(view: &dyn View, from: &str, to: Option<&str>) -> Vec<String> {
    let rows = rows(view, META, from.as_bytes(), to.map(str::as_bytes));
    rows.into_iter().map(|(key, _)| String::from_utf8(key).expect("text")).collect()
}

#[test]
fn new_books_are_empty() {
    on_each(|engine| {
        let view = view(engine);
        for table in tables::ALL {
            assert_eq!(view.get(*table, b"a").expect("readable"), None);
            assert_eq!((view.last(*table).expect("readable"), view.count(*table).expect("countable")), (None, 0));
            assert!(rows(&*view, *table, b"", None).is_empty());
        }
    });
}

#[test]
fn rows_are_set_replaced_and_removed() {
    on_each(|engine| {
        commit(engine, &[(META, "a", Some("1")), (META, "b", Some("2")), (STOCK, "a", Some("9"))]);
        commit(engine, &[(META, "a", Some("3")), (META, "b", None), (META, "never", None), (CARTS, "", Some(""))]);
        let view = view(engine);
        assert_eq!((get(&*view, META, "a"), get(&*view, META, "b"), get(&*view, STOCK, "a")), (Some("3".into()), None, Some("9".into())));
        assert_eq!(get(&*view, CARTS, ""), Some(String::new()));
        assert_eq!((view.count(META).expect("countable"), view.count(CARTS).expect("countable")), (1, 1));
    });
}

#[test]
fn a_scan_takes_its_first_key_and_leaves_its_last() {
    on_each(|engine| {
        commit(engine, &["a", "b", "c", "d"].map(|key| (META, key, Some("x"))));
        let view = view(engine);
        assert_eq!(keys(&*view, "", None), ["a", "b", "c", "d"]);
        assert_eq!(keys(&*view, "b", Some("d")), ["b", "c"]);
        assert_eq!(keys(&*view, "bb", Some("z")), ["c", "d"]);
        for (from, to) in [("b", "b"), ("c", "b"), ("x", "z"), ("", "")] {
            assert!(keys(&*view, from, Some(to)).is_empty(), "{from:?} to {to:?}");
        }
        assert_eq!(view.last(META).expect("readable"), Some((b"d".to_vec(), b"x".to_vec())));
    });
}

#[test]
fn a_scan_stops_when_told_and_passes_errors_on() {
    on_each(|engine| {
        commit(engine, &["a", "b", "c"].map(|key| (META, key, Some("x"))));
        let view = view(engine);
        let mut seen = 0;
        let mut until_two = |_: &[u8], _: &[u8]| {
            seen += 1;
            Ok(if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        };
        view.scan(META, b"", None, &mut until_two).expect("it stops calmly");
        assert_eq!(seen, 2);
        let mut gives_up = |_: &[u8], _: &[u8]| bail!("enough");
        let said = view.scan(META, b"", None, &mut gives_up).expect_err("the visitor gave up");
        assert_eq!(said.to_string(), "enough");
    });
}

#[test]
fn a_view_stays_as_it_was() {
    on_each(|engine| {
        commit(engine, &[(META, "a", Some("1"))]);
        let before = view(engine);
        commit(engine, &[(META, "a", Some("2")), (META, "b", Some("2"))]);
        assert_eq!((get(&*before, META, "a"), get(&*before, META, "b")), (Some("1".into()), None));
        assert_eq!((keys(&*before, "", None), before.count(META).expect("countable")), (vec!["a".to_owned()], 1));
        assert_eq!(get(&*view(engine), META, "a"), Some("2".into()));
    });
}

#[test]
fn what_is_committed_is_there_after_opening_again() {
    let directory = tempfile::tempdir().expect("a directory");
    commit(&redb_in(&directory), &[(META, "a", Some("1")), (STOCK, "b", Some("2"))]);
    let again = redb_in(&directory);
    assert_eq!((get(&*view(&again), META, "a"), get(&*view(&again), STOCK, "b")), (Some("1".into()), Some("2".into())));
    assert!(again.size_bytes() > 0);
}

#[test]
fn a_file_is_open_once() {
    let directory = tempfile::tempdir().expect("a directory");
    let first = redb_in(&directory);
    let second = RedbEngine::open(&directory.path().join("books.redb"), 1 << 20);
    assert!(matches!(second, Err(OpenError::InUse)));
    drop(first);
    redb_in(&directory);
}

#[test]
fn a_file_that_is_no_shop_is_refused() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("books.redb");
    std::fs::write(&path, "these are not the books you look for".repeat(500)).expect("written");
    assert!(matches!(RedbEngine::open(&path, 1 << 20), Err(OpenError::Fault(_))));
    assert!(std::fs::read_to_string(&path).expect("untouched").starts_with("these"), "nothing is overwritten");
}

fn commits() -> impl Strategy<Value = Vec<Commit>> {
    let bytes = |max| proptest::collection::vec(0_u8..4, 0..max);
    let change = (0..tables::ALL.len().min(4), bytes(4), proptest::option::weighted(0.7, bytes(6)));
    proptest::collection::vec(proptest::collection::vec(change, 0..12), 1..12)
}

fn agrees(view: &dyn View, model: &Model) {
    for (place, table) in tables::ALL.iter().enumerate().take(4) {
        let expected: Vec<Row> = model.iter().filter(|((at, _), _)| *at == place).map(|((_, key), value)| (key.clone(), value.clone())).collect();
        assert_eq!(rows(view, *table, b"", None), expected);
        assert_eq!(view.last(*table).expect("readable"), expected.last().cloned());
        assert_eq!(view.count(*table).expect("countable"), u64::try_from(expected.len()).expect("few"));
        let (from, to): (&[u8], &[u8]) = (&[1], &[2, 2]);
        let inside: Vec<Row> = expected.iter().filter(|(key, _)| key.as_slice() >= from && key.as_slice() < to).cloned().collect();
        assert_eq!(rows(view, *table, from, Some(to)), inside);
        for (key, value) in &expected {
            assert_eq!(view.get(*table, key).expect("readable").as_ref(), Some(value));
        }
    }
}

fn follows_a_plain_map(engine: &dyn Engine, commits: &[Commit]) {
    let mut model = Model::new();
    let mut past = Vec::new();
    for commit in commits {
        let mut changes = Changes::default();
        for (place, key, value) in commit {
            changes.set(tables::ALL[*place], key.clone(), value.clone());
            match value {
                Some(value) => drop(model.insert((*place, key.clone()), value.clone())),
                None => drop(model.remove(&(*place, key.clone()))),
            }
        }
        engine.commit(&changes).expect("the commit works");
        past.push((view(engine), model.clone()));
    }
    for (view, model) in &past {
        agrees(&**view, model);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_engine_is_a_map_that_remembers_its_past(commits in commits()) {
        let directory = tempfile::tempdir().expect("a directory");
        follows_a_plain_map(&MemoryEngine::default(), &commits);
        follows_a_plain_map(&redb_in(&directory), &commits);
    }
}
