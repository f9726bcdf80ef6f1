//! The house rules, checked on every file of the repository.
//!
//! The tables come first; each rule is one test, and its own tests stand beside it in `tests/tidy/`.
//! A rule that is in the way is changed here, in the same commit as the code that needs it, with the reason.

#[path = "tidy/items.rs"]
mod items;
#[path = "tidy/lex.rs"]
mod lex;
#[path = "tidy/messages.rs"]
mod messages;
#[path = "tidy/papers.rs"]
mod papers;
#[path = "tidy/paths.rs"]
mod paths;
#[path = "tidy/place.rs"]
mod place;
#[path = "tidy/shape.rs"]
mod shape;
#[path = "tidy/tree.rs"]
mod tree;

use std::fmt::Display;
use std::sync::LazyLock;

use place::{Export, Floor, Home};
use tree::{Source, Tree};

/// What stands directly below `src`. A file uses lower floors and its own folder; one number, no sight of each other.
const FLOORS: &[Floor] = &[
    ("base", 0),
    ("domain", 1),
    ("config", 2),
    ("store", 3),
    ("search", 4),
    ("recommend", 4),
    ("payments", 4),
    ("mail", 4),
    ("live", 4),
    ("formats", 4),
    ("shop", 5),
    ("jobs", 6),
    ("web", 7),
    ("cli", 8),
];

/// Outside crates that are named in one place only. Each must be a dependency in Cargo.toml.
const HOMES: &[Home] = &[
    ("redb", &["src/store/engine/redb.rs"]),
    ("tantivy", &["src/search/"]),
    ("frostem", &["src/search/stems.rs"]),
    ("icu_normalizer", &["src/search/letters.rs"]),
    // Letters have an HTML part, and it's escaped by the same hand as the pages.
    ("maud", &["src/web/", "src/mail/letters.rs"]),
    ("lettre", &["src/mail/"]),
    ("idna", &["src/mail/"]),
    ("axum", &["src/web/"]),
    ("axum_extra", &["src/web/"]),
    ("tower_http", &["src/web/"]),
    ("hyper", &["src/web/", "src/cli/"]),
    ("hyper_util", &["src/web/", "src/cli/"]),
    ("governor", &["src/web/guard.rs"]),
    ("argon2", &["src/base/password.rs"]),
    ("clap", &["src/cli/"]),
    ("fluent_bundle", &["src/base/messages.rs"]),
    ("unic_langid", &["src/base/messages.rs"]),
    ("csv", &["src/formats/"]),
    ("image", &["src/shop/picture.rs", "src/shop/media.rs"]),
    ("fast_image_resize", &["src/shop/picture.rs"]),
    ("webp", &["src/shop/picture.rs"]),
    ("jiff", &["src/base/"]),
    ("reqwest", &["src/payments/stripe/"]),
    ("webpki_root_certs", &["src/payments/stripe/"]),
];

/// What `src/domain` never names: clocks, chance and the outside come in as arguments.
const IMPURE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "tokio",
    "getrandom",
];

/// The files that may `pub use`, each with the path, as in `("src/web/mod.rs", "self::state::State")`.
const EXPORTS: &[Export] = &[];

const PAPERS: &[&str] = &["ARCHITECTURE.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// Texts that only browsers read: headers, and how wide pictures are.
const SAID_AS_IS: &[&str] = &[
    "public, max-age=3600",
    "public, max-age=86400",
    "public, max-age=31536000, immutable",
    "text/javascript; charset=utf-8",
    "(min-width:60rem) 20rem,46vw",
    "(min-width:52rem) 22vw,43vw",
    "(min-width:56rem) 52vw,100vw",
];

/// Files that shoppers read nothing of: pages for those who work on them, and what search engines and marketplaces read.
const FOR_OTHERS: &[&str] = &["looks", "samples", "storybook", "ui/structured", "site/sitemap", "/merchant"];

const FILE_LINES_MAX: usize = 499;
const FUNCTION_LINES_MAX: usize = 69;

/// Files written by hand; recorded ones may have any length.
const SIZED: &[&str] = &["rs", "js", "mjs", "css", "py", "sh"];

static TREE: LazyLock<Tree> = LazyLock::new(|| Tree::read(env!("CARGO_MANIFEST_DIR")));

#[test]
fn the_repository_is_read() {
    assert!(TREE.text("src/lib.rs").is_some(), "src/lib.rs isn't seen, so no rule sees anything");
    assert!(TREE.sources_under(&["tests"]).any(|source| source.file.path == "tests/tidy.rs"));
}

#[test]
fn a_file_uses_lower_floors_only() {
    report(TREE.sources_under(&["src"]).flat_map(|source| place::floors(source, FLOORS)));
}

#[test]
fn outside_crates_stay_at_home() {
    report(TREE.sources_under(&["src"]).flat_map(|source| place::homes(source, HOMES)));
}

#[test]
fn each_home_has_its_dependency() {
    let manifest = TREE.text("Cargo.toml").expect("Cargo.toml stands at the root");
    report(papers::missing_dependencies(manifest, HOMES));
    report(papers::renamed_dependencies(manifest));
}

#[test]
fn the_domain_is_pure() {
    report(TREE.sources_under(&["src/domain"]).flat_map(|source| place::purity(source, IMPURE)));
}

#[test]
fn nothing_takes_all_of_super() {
    report(TREE.sources_under(&["src"]).flat_map(place::super_globs));
}

#[test]
fn nothing_has_two_names() {
    report(TREE.sources_under(&["src"]).flat_map(|source| place::exports(source, EXPORTS)));
    report(place::stale_exports(&TREE, EXPORTS));
}

#[test]
fn a_module_with_a_folder_is_mod_rs() {
    report(place::self_named(&TREE));
}

#[test]
fn every_file_opens_with_its_purpose() {
    report(TREE.sources_under(&["src"]).filter_map(shape::opening));
}

#[test]
fn files_are_short() {
    let sized = TREE.files.iter().filter(|file| file.is_under(&["src", "tests"]) && !file.is_data());
    let by_hand = sized.filter(|file| SIZED.contains(&file.extension()));
    report(by_hand.filter_map(|file| shape::file_size(file, FILE_LINES_MAX)));
}

#[test]
fn functions_are_short() {
    let sources = TREE.sources_under(&["src", "tests"]);
    report(sources.flat_map(|source| shape::function_size(source, FUNCTION_LINES_MAX)));
}

#[test]
fn nothing_is_left_for_later() {
    let files = TREE.files.iter().filter(|file| file.is_under(&["src", "tests", "web", "benches"]) && !file.is_data());
    report(files.flat_map(shape::left_overs));
    report(TREE.sources_under(&["src", "tests", "benches"]).flat_map(shape::left_over_macros));
}

#[test]
fn no_code_sleeps_in_comments() {
    report(TREE.sources_under(&["src", "tests", "benches"]).flat_map(shape::code_in_comments));
}

#[test]
fn nothing_names_a_machine() {
    let is_test_data = |path: &str| path.starts_with("tests/") || path.starts_with("fixtures/");
    let files = TREE.files.iter().filter(|file| !(is_test_data(&file.path) && file.is_data()));
    report(files.flat_map(papers::machine_paths));
}

#[test]
fn pages_say_messages() {
    let for_others = |source: &&Source| FOR_OTHERS.iter().any(|name| source.file.path.contains(name));
    let pages = TREE.sources_under(&["src/web/pages", "src/web/ui", "src/web/site"]).filter(|source| !for_others(source));
    report(pages.flat_map(|source| messages::english(source, SAID_AS_IS)));
}

#[test]
fn messages_are_there_and_said_in_each_language() {
    let catalogue = |path: &str| TREE.files.iter().find(|file| file.path == path).expect("it's there");
    let (english, german) = (catalogue("web/messages/en.ftl"), catalogue("web/messages/de.ftl"));
    let sources: Vec<&Source> = TREE.sources_under(&["src"]).collect();
    report(sources.iter().flat_map(|source| messages::unknown(source, english)));
    report(messages::unused(english, &sources));
    report(messages::differing(english, german));
}

#[test]
fn the_papers_are_there() {
    report(papers::missing(&TREE, PAPERS));
}

#[test]
fn each_folder_is_on_the_map() {
    report(papers::unmapped(&TREE, "ARCHITECTURE.md"));
}

fn report<P: Display>(problems: impl IntoIterator<Item = P>) {
    let lines: Vec<String> = problems.into_iter().map(|problem| problem.to_string()).collect();
    assert!(lines.is_empty(), "{} against the house rules:\n{}\n", lines.len(), lines.join("\n"));
}
