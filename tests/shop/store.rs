//! The single writer: groups that are saved whole or not at all, and a queue that says when it's full.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use shop::base::clock::StillWorld;
use shop::domain::refusal::{Error, Refusal};
use shop::store::books::{Books, BooksOptions};
use shop::store::draft::Draft;
use shop::store::log;
use shop::store::read::Read;
use shop::store::tables::META;

use crate::disk::{Disk, Fate};
use crate::world::{START, TestShop};

fn open(disk: &Disk, queue_max: usize) -> Books {
    let world = Arc::new(StillWorld::new(START, 3));
    Books::open(Arc::new(disk.clone()), world, BooksOptions { queue_max, ..BooksOptions::default() }).expect("the books open")
}

fn value(books: &Books, name: &str) -> Option<u64> {
    books.snapshot().expect("a snapshot").value(META, name).expect("readable")
}

/// Keeps the writer busy until it is let go, so that what comes meanwhile goes into its group.
struct Busy {
    go: Sender<()>,
    done: JoinHandle<Result<(), Error>>,
}

fn busy(books: &Books) -> Busy {
    let (go, wait): (Sender<()>, Receiver<()>) = channel();
    let (started, running) = channel();
    let books = books.clone();
    let done = std::thread::spawn(move || {
        books.write_blocking("waiting", move |draft| {
            draft.set_value(META, "first", &1_u64);
            started.send(()).expect("the test waits for it");
            wait.recv().expect("the test lets it go");
            Ok(())
        })
    });
    running.recv().expect("the writer takes it");
    Busy { go, done }
}

type Answer = Result<u64, Error>;

/// Sends a command and returns when it waits in the queue.
fn queued(books: &Books, action: impl FnOnce(&mut Draft) -> Answer + Send + 'static) -> JoinHandle<Answer> {
    let waiting = books.waiting();
    let sender = books.clone();
    let sent = std::thread::spawn(move || sender.write_blocking("a command", action));
    while books.waiting() == waiting {
        std::thread::yield_now();
    }
    sent
}

fn sets(name: &'static str, value: u64) -> impl FnOnce(&mut Draft) -> Answer + Send + 'static {
    move |draft| {
        draft.set_value(META, name, &value);
        Ok(value)
    }
}

#[test]
fn commands_that_wait_are_committed_together_and_see_each_other() {
    let disk = Disk::default();
    let books = open(&disk, 10);
    let commits = disk.commits();
    let busy = busy(&books);
    let counted: Vec<_> = (0..5).map(|_| queued(&books, |draft| Ok(draft.next("counter")?))).collect();
    busy.go.send(()).expect("it waits");
    let numbers: Vec<u64> = counted.into_iter().map(|sent| sent.join().expect("no panic").expect("committed")).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(disk.commits() - commits, 1);
}

#[test]
fn a_group_that_cannot_be_saved_leaves_nothing() {
    let disk = Disk::default();
    let books = open(&disk, 10);
    let busy = busy(&books);
    let sent = [queued(&books, sets("second", 2)), queued(&books, sets("third", 3))];
    disk.will(&[Fate::Fails]);
    busy.go.send(()).expect("it waits");
    assert!(matches!(busy.done.join().expect("no panic"), Err(Error::Fault(_))));
    for answer in sent {
        let fault = answer.join().expect("no panic").expect_err("it wasn't saved");
        assert!(fault.to_string().contains("was not saved"), "{fault}");
    }
    assert_eq!([value(&books, "first"), value(&books, "second"), value(&books, "third")], [None; 3]);
    books.write_blocking("again", sets("second", 2)).expect("the next one works");
    assert_eq!(value(&books, "second"), Some(2));
}

#[test]
fn a_command_that_panics_or_refuses_leaves_the_others_untouched() {
    let disk = Disk::default();
    let books = open(&disk, 10);
    let busy = busy(&books);
    let good = queued(&books, sets("good", 1));
    let panics = queued(&books, |draft| {
        draft.set_value(META, "good", &13_u64);
        draft.set_value(META, "bad", &13_u64);
        panic!("this bug is part of a test")
    });
    let refuses = queued(&books, |draft| {
        draft.set_value(META, "bad", &14_u64);
        Err(Refusal::CartEmpty.into())
    });
    let late = queued(&books, |draft| Ok(draft.value(META, "good")?.unwrap_or(0)));
    busy.go.send(()).expect("it waits");
    assert_eq!((good.join().expect("no panic").ok(), late.join().expect("no panic").ok()), (Some(1), Some(1)));
    let said = panics.join().expect("the panic stays with the writer").expect_err("a bug").to_string();
    assert!(said.contains("hit a bug"), "{said}");
    assert!(matches!(refuses.join().expect("no panic"), Err(Error::Refusal(Refusal::CartEmpty))));
    assert_eq!((value(&books, "good"), value(&books, "bad")), (Some(1), None));
}

#[test]
fn a_full_queue_says_so_at_once() {
    let disk = Disk::default();
    let books = open(&disk, 2);
    let busy = busy(&books);
    let waiting = [queued(&books, sets("a", 1)), queued(&books, sets("b", 2))];
    assert!(matches!(books.write_blocking("one too many", sets("c", 3)), Err(Error::Refusal(Refusal::Overloaded))));
    busy.go.send(()).expect("it waits");
    for sent in waiting {
        sent.join().expect("no panic").expect("who waited is served");
    }
    assert_eq!(value(&books, "c"), None);
}

#[test]
fn a_busy_shop_answers_503_and_when_to_come_back() {
    let shop = TestShop::with(|settings| settings.queue_max = 1);
    shop.stocks("mug", 5);
    let ada = shop.someone();
    let busy = busy(&shop.books());
    let waiting = queued(&shop.books(), sets("a", 1));
    let answer = ada.adds("mug", 1).refused(503, "OVERLOADED");
    assert_eq!(answer.header("retry-after"), "1");
    ada.gets("/api/products/mug").is(200);
    busy.go.send(()).expect("it waits");
    waiting.join().expect("no panic").expect("who waited is served");
    busy.done.join().expect("no panic").expect("saved");
    ada.adds("mug", 1).is(201);
}

#[test]
fn who_hangs_up_is_served_all_the_same() {
    let disk = Disk::default();
    let books = open(&disk, 10);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime starts");
    runtime.block_on(async {
        let mut write = Box::pin(books.write("a command", sets("a", 1)));
        std::future::poll_fn(|context| {
            drop(write.as_mut().poll(context));
            std::task::Poll::Ready(())
        })
        .await;
    });
    drop(books);
    assert_eq!(value(&open(&disk, 10), "a"), Some(1));
}

#[test]
fn a_command_reads_its_own_changes() {
    let books = open(&Disk::default(), 10);
    books.write_blocking("before", sets("a", 1)).expect("saved");
    let seen = books.write_blocking("a command", |draft| {
        draft.set_value(META, "a", &2_u64);
        let own: Option<u64> = draft.value(META, "a")?;
        draft.remove(META, "a");
        let gone: Option<u64> = draft.value(META, "a")?;
        draft.set_value(META, "b", &3_u64);
        draft.forget();
        let back: Option<u64> = draft.value(META, "a")?;
        Ok((own, gone, back))
    });
    assert_eq!(seen.expect("it only looks"), (Some(2), None, Some(1)));
    assert_eq!((value(&books, "a"), value(&books, "b")), (Some(1), None));
}

#[test]
fn books_of_a_newer_program_are_refused() {
    let disk = Disk::default();
    let books = open(&disk, 10);
    books.write_blocking("a newer program", sets("schema", 2)).expect("saved");
    drop(books);
    let world = Arc::new(StillWorld::new(START, 3));
    let said = Books::open(Arc::new(disk), world, BooksOptions::default()).map(drop).expect_err("refused").to_string();
    assert!(said.contains("newer program"), "{said}");
}

fn numbers(shop: &TestShop) -> Vec<u64> {
    let snapshot = shop.shop().snapshot().expect("a snapshot");
    let oldest = log::oldest(&snapshot, 1).expect("readable");
    let before = oldest.first().map_or(0, |(number, _)| number - 1);
    log::after(&snapshot, before, 100_000).expect("no gap").into_iter().map(|(number, _)| number).collect()
}

#[test]
fn the_event_log_has_no_gap_over_refusals_failures_and_restarts() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    ada.adds("mug", 9).refused(409, "INSUFFICIENT_INVENTORY");
    shop.disk().will(&[Fate::Fails]);
    ada.adds("mug", 1).is(500);
    ada.adds("mug", 1).is(201);
    shop.crashes();
    shop.disk().will(&[Fate::DiesAfter]);
    ada.sets("mug", 1).is(500);
    shop.crashes();
    ada.sets("mug", 3).is(200);
    let numbers = numbers(&shop);
    assert_eq!(numbers, (1..=u64::try_from(numbers.len()).expect("few")).collect::<Vec<_>>());
    assert_eq!(numbers.last().copied(), Some(*shop.books().newest().borrow()));
}

#[test]
fn old_events_are_dropped_and_the_numbers_go_on() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    shop.waits_minutes(60);
    let ada = shop.someone();
    ada.adds("mug", 1).is(201);
    let before = numbers(&shop);
    assert_eq!(shop.runs(shop.shop().prune_events(60_000)).expect("pruned"), 0, "the search hasn't taken them in yet");
    shop.search_follows();
    assert_eq!(shop.runs(shop.shop().prune_events(60_000)).expect("pruned"), 0, "the recommendations haven't either");
    shop.recommendations_follow();
    shop.waits_minutes(60);
    assert!(shop.runs(shop.shop().prune_events(60_000)).expect("pruned") > 0);
    assert_eq!(numbers(&shop), [*before.last().expect("some")], "the newest stays");
    shop.crashes();
    ada.sets("mug", 2).is(200);
    assert!(numbers(&shop).len() > 1);
    shop.search_follows();
}

#[test]
fn opening_again_shows_all_that_was_saved() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 2).is(201);
    ben.adds("mug", 1).is(201);
    ben.buys("ben-buys-one-mug-1", "pm_card_visa").is(201);
    let seen = (ada.cart().body, ben.gets("/api/orders").body, ada.gets("/api/products/mug").body);
    shop.crashes();
    assert_eq!((ada.cart().body, ben.gets("/api/orders").body, ada.gets("/api/products/mug").body), seen);
    assert_eq!((shop.counts("mug"), shop.shows("mug")), ((4, 2), 2));
}

#[test]
fn old_sessions_are_dropped_and_busy_ones_stay() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 1).is(201);
    shop.waits_minutes(100 * 24 * 60);
    ben.adds("mug", 1).is(201);
    assert_eq!(shop.runs(shop.shop().prune_sessions(91 * DAY_MS)).expect("pruned"), 0, "Ada's cart still counts as holding");
    assert_eq!(shop.runs(shop.shop().release_due_holds()).expect("swept"), 1);
    assert_eq!(shop.runs(shop.shop().prune_sessions(91 * DAY_MS)).expect("pruned"), 1);
    ada.cart().has("/item_count", 0);
    ben.cart().has("/item_count", 1);
}
