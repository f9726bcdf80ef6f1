//! Measures suggestions on a real catalogue: `SHOP_CATALOGUE` is a product file, `SHOP_TYPED` has a text on each line, which
//! is typed letter by letter. Each beginning is asked for five times and the fastest counts, so that a busy machine blurs less.
//! Ignored: it needs data that isn't part of the shop.

use std::time::{Duration, Instant};

use super::relevance::read;
use super::world::{books, save, search};

#[test]
#[ignore = "needs a catalogue that isn't part of the shop"]
fn measure() {
    let file = |name: &str| std::fs::read_to_string(std::env::var(name).expect("a file is named")).expect("a file");
    let (books, catalogue) = (books(), file("SHOP_CATALOGUE"));
    let items: Vec<_> = (1..).zip(catalogue.lines()).map(|(id, line)| read(id, line).1).collect();
    items.chunks(500).for_each(|chunk| save(&books, chunk));
    let directory = tempfile::tempdir().expect("a directory");
    let search = search(&books, Some(directory.path()));
    search.follow(&books, |_| {}).expect("follows");
    println!("{:?}", search.figures().expect("figures"));
    let mut by_letters: Vec<Vec<(Duration, String)>> = vec![Vec::new(); 5];
    let mut all = Vec::new();
    for text in file("SHOP_TYPED").lines() {
        for (start, letter) in text.char_indices() {
            let typed = &text[..start + letter.len_utf8()];
            let ask = |_| {
                let began = Instant::now();
                search.suggest(typed).expect("suggests");
                began.elapsed()
            };
            let took = ((0..5).map(ask).min().expect("five"), typed.to_owned());
            by_letters[typed.chars().count().min(5) - 1].push(took.clone());
            all.push(took);
        }
    }
    for (name, mut times) in ["1", "2", "3", "4", "5 and more", "all"].into_iter().zip(by_letters.into_iter().chain([all])) {
        times.sort_unstable();
        let at = |thousandths: usize| &times[(times.len() - 1) * thousandths / 1_000];
        println!("{name} letters: {} typed, p50 {:?}, p99 {:?}, most {:?}", times.len(), at(500).0, at(990).0, at(1_000));
    }
}
