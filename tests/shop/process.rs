//! The program itself: its commands run to their end, its server runs on a free port, its clients are real ones.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;
use ureq::http::Request;

/// A data directory with its settings.
pub struct Place {
    directory: TempDir,
}

/// How a command ended and what it said.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A running server; it is killed when nobody needs it any more.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Place {
    pub fn new() -> Self {
        Self::with("")
    }

    pub fn with(settings: &str) -> Self {
        let place = Self { directory: tempfile::tempdir().expect("a directory") };
        place.holds("shop.toml", settings);
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn holds(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    pub fn reads(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file is there")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shop"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SHOP_")) {
            command.env_remove(name);
        }
        command.current_dir(self.directory.path()).args(arguments).stdin(Stdio::null());
        command
    }

    pub fn runs(&self, arguments: &[&str]) -> Ended {
        ended(&mut self.command(arguments))
    }

    pub fn serves(&self) -> Server {
        let log = std::fs::File::options().create(true).append(true).open(self.path("log.txt")).expect("a log");
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("it starts");
        let mut first = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut first).expect("it says something");
        let address = first.trim().strip_prefix("listening on ").map(str::to_owned);
        let address = address.unwrap_or_else(|| panic!("it said {first:?} and logged {}", self.reads("log.txt")));
        Server { child, address }
    }

    /// A figure of `shop check --figures`; nothing is 0.
    pub fn figure(&self, name: &str) -> u64 {
        self.runs(&["check", "--figures"]).figure(name)
    }
}

pub fn ended(command: &mut Command) -> Ended {
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ended { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

impl Ended {
    #[track_caller]
    pub fn with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    /// On standard output.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.out.contains(words), "nobody says {words:?}: {self:?}");
        self
    }

    /// Nothing in it commands a terminal or turns its lines around.
    #[track_caller]
    pub fn commands_nothing(self) -> Self {
        let commands = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!self.out.contains(commands) && !self.err.contains(commands), "{self:?}");
        self
    }

    /// A figure it says; nothing is 0.
    pub fn figure(&self, name: &str) -> u64 {
        let line = self.out.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        line.map_or(0, |number| number.parse().expect("a number"))
    }

    /// On standard error.
    #[track_caller]
    pub fn complains(self, words: &str) -> Self {
        assert!(self.err.contains(words), "nobody complains {words:?}: {self:?}");
        self
    }
}

impl Server {
    pub fn client(&self) -> Client {
        Client::new(&self.address)
    }

    /// Asks it to stop, as a service manager does.
    pub fn terminates(mut self) -> ExitStatus {
        let told = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.child.id())).status().expect("a shell");
        assert!(told.success());
        self.child.wait().expect("it ends")
    }

    /// `kill -9`: it has no chance to say or save anything.
    pub fn dies(mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A browser with its cookies. It can go on at another address.
pub struct Client {
    agent: Agent,
    pub address: String,
}

pub struct Reply {
    pub status: u16,
    pub body: Value,
}

impl Client {
    pub fn new(address: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(60)));
        Self { agent: config.build().into(), address: address.to_owned() }
    }

    /// The same browser at another address.
    pub fn at(&self, address: &str) -> Self {
        Self { agent: self.agent.clone(), address: address.to_owned() }
    }

    pub fn gets(&self, path: &str) -> Result<Reply, ureq::Error> {
        read(self.agent.get(format!("{}{path}", self.address)).call()?)
    }

    pub fn posts(&self, path: &str, key: &str, body: &Value) -> Result<Reply, ureq::Error> {
        let request = Request::post(format!("{}{path}", self.address)).header("content-type", "application/json").header("idempotency-key", key);
        read(self.agent.run(request.body(body.to_string())?)?)
    }

    pub fn deletes(&self, path: &str) -> Result<Reply, ureq::Error> {
        read(self.agent.delete(format!("{}{path}", self.address)).call()?)
    }

    /// Posts and hangs up before there can be an answer.
    pub fn hangs_up(&self, path: &str, key: &str, body: &Value, after: Duration) {
        let request = Request::post(format!("{}{path}", self.address)).header("content-type", "application/json").header("idempotency-key", key);
        let request = self.agent.configure_request(request.body(body.to_string()).expect("a request")).timeout_global(Some(after)).build();
        drop(self.agent.run(request));
    }

    /// Fills in a form of anybody's, and says where it leads to.
    pub fn fills_in(&self, url: &str, form: &str) -> Result<String, ureq::Error> {
        let request = Request::post(url).header("content-type", "application/x-www-form-urlencoded").body(form.to_owned())?;
        let answer = self.agent.run(self.agent.configure_request(request).max_redirects(0).build())?;
        Ok(answer.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned())
    }

    pub fn adds(&self, sku: &str, quantity: u32, key: &str) -> Result<Reply, ureq::Error> {
        self.posts("/api/cart/items", key, &json!({"sku": sku, "quantity": quantity}))
    }

    pub fn buys(&self, key: &str) -> Result<Reply, ureq::Error> {
        self.posts("/api/orders", key, &crate::shopper::at_once("pm_card_visa"))
    }
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Result<Reply, ureq::Error> {
    let status = response.status().as_u16();
    let text = response.body_mut().read_to_string()?;
    Ok(Reply { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) })
}

/// Waits until it is so, and gives up after twenty seconds.
#[track_caller]
pub fn soon(what: &str, so: impl Fn() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < Duration::from_secs(20), "not even after 20 s: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/import").join(name);
    path.to_str().expect("plain letters").to_owned()
}
