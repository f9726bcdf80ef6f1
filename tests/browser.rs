//! Runs the browser suite against a real server. Needs chromium, node and `npm ci --prefix tests/browser`.
//!
//! Where one of them is missing it says so and passes; with `SHOP_TEST_REQUIRE=all` it fails instead.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn missing() -> Option<&'static str> {
    let found = |program: &str| Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules/typescript");
    match () {
        () if which("chromium").is_none() => Some("chromium is not installed"),
        () if !found("node") => Some("node is not installed"),
        () if !modules.is_dir() => Some("tests/browser/node_modules is missing; run `npm ci --prefix tests/browser`"),
        () => None,
    }
}

/// The path of a program; the suite wants it whole.
fn which(program: &str) -> Option<String> {
    let path = std::env::var("PATH").ok()?;
    path.split(':').map(|folder| format!("{folder}/{program}")).find(|file| Path::new(file).is_file())
}

/// Starts a shop on a free port and returns its address.
fn serve(data: &Path, options: &[&str], settings: &[(&str, &str)]) -> (Server, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_shop"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(options)
        .env("SHOP_LIMITS__ENABLED", "false")
        .envs(settings.iter().copied())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the shop starts");
    let out = child.stdout.take().expect("its output is piped");
    let server = Server(child);
    let line = BufReader::new(out).lines().map_while(Result::ok).find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
    (server, line.expect("it says where it listens"))
}

#[test]
fn a_shopper_buys_without_scripts_on_every_screen() {
    run("journey.mjs", demo);
}

#[test]
fn suggestions_come_while_typing_and_are_reached_by_keys() {
    run("suggest.mjs", demo);
}

#[test]
fn filters_change_a_list_without_reloading() {
    run("facets.mjs", demo);
}

#[test]
fn ten_thousand_results_scroll_lightly_and_back_leads_to_the_same_card() {
    run("feed.mjs", |data| {
        let file = data.join("products.jsonl");
        std::fs::write(&file, demo_again(10_020)).expect("a file is written");
        let done = Command::new(env!("CARGO_BIN_EXE_shop")).arg("--data").arg(data).arg("import").arg(&file).output().expect("the shop starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        serve(data, &[], &[("SHOP_LIST__PAGING", "auto")])
    });
}

fn demo(data: &Path) -> (Server, String) {
    serve(data, &["--demo"], &[])
}

/// The demo catalogue over and over, each product with its own handle, title and SKUs.
fn demo_again(count: usize) -> String {
    let demo = include_str!("../fixtures/demo/catalogue.jsonl");
    let products: Vec<serde_json::Value> = demo.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let rename = |value: &mut serde_json::Value, between: &str, number: usize| {
        *value = format!("{}{between}{number}", value.as_str().expect("a text")).into();
    };
    let again = |number: usize, product: &serde_json::Value| {
        let mut product = product.clone();
        rename(&mut product["handle"], "-", number);
        rename(&mut product["title"], " No. ", number);
        for variant in product["variants"].as_array_mut().expect("variants") {
            rename(&mut variant["sku"], "-", number);
        }
        format!("{product}\n")
    };
    products.iter().cycle().take(count).enumerate().map(|(number, product)| again(number, product)).collect()
}

#[test]
fn the_cart_is_shown_at_once_and_never_wrong() {
    run("cart.mjs", demo);
}

#[test]
fn in_twenty_thousand_bursts_the_cart_shown_is_the_servers() {
    if skipped() {
        return;
    }
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/overlay.mjs");
    let output = Command::new("node").arg(suite).output().expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn what_one_buys_another_sees_without_reloading() {
    run("live.mjs", demo);
}

#[test]
fn the_shop_is_installed_read_offline_and_taken_away_again() {
    run("pwa.mjs", demo);
}

#[test]
fn scripts_are_typed() {
    if skipped() {
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let output = Command::new(folder.join("node_modules/.bin/tsc")).arg("--project").arg(&folder).output().expect("tsc runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Whether a tool is missing, which is said.
fn skipped() -> bool {
    let Some(missing) = missing() else { return false };
    assert_ne!(std::env::var("SHOP_TEST_REQUIRE").as_deref(), Ok("all"), "the browser suite is required, and {missing}");
    // Written past the test runner, which would hide it from whoever reads only the summary.
    writeln!(std::io::stderr(), "SKIPPED the browser suite: {missing}").expect("somebody reads");
    true
}

/// Runs one suite of `tests/browser` against a shop of its own.
fn run(suite: &str, open: impl FnOnce(&Path) -> (Server, String)) {
    if skipped() {
        return;
    }
    let chromium = which("chromium").expect("it was found");
    let data = tempfile::tempdir().expect("a folder");
    let (_server, address) = open(data.path());
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(suite);
    let output =
        Command::new("node").arg(suite).args([&address, &chromium, env!("CARGO_BIN_EXE_shop")]).arg(data.path()).output().expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{errors}");
    println!("{said}");
}
