//! What the browser suites share: a shop of their own on a free port, and what runs a suite against it.
//!
//! They need chromium, node and `npm ci --prefix tests/browser`. Where one of them is missing a suite says so and passes; with
//! `SHOP_TEST_REQUIRE=all` it fails instead.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// A running shop, which ends with its test.
pub struct Server(Child);

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
pub fn serve(data: &Path, options: &[&str], settings: &[(&str, &str)]) -> (Server, String) {
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

/// Opens the demo.
pub fn demo(data: &Path) -> (Server, String) {
    serve(data, &["--demo"], &[])
}

/// Whether a tool is missing, which is said.
pub fn skipped() -> bool {
    let Some(missing) = missing() else { return false };
    assert_ne!(std::env::var("SHOP_TEST_REQUIRE").as_deref(), Ok("all"), "the browser suite is required, and {missing}");
    // Written past the test runner, which would hide it from whoever reads only the summary.
    writeln!(std::io::stderr(), "SKIPPED the browser suite: {missing}").expect("somebody reads");
    true
}

/// Runs one suite of `tests/browser` against a shop of its own; one at a time, because some measure how soon a press is answered.
pub fn run(suite: &str, open: impl FnOnce(&Path) -> (Server, String)) {
    static TURN: Mutex<()> = Mutex::new(());
    if skipped() {
        return;
    }
    // A suite that failed leaves the turn to the next.
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
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
