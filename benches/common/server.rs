//! The program under test: the release binary, started as a merchant starts it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

/// What every bench sets: no rate limits, no caps, a quiet log.
const SETTINGS: &[(&str, &str)] = &[("SHOP_LIMITS__ENABLED", "false"), ("SHOP_LOG__LEVEL", "warn")];

/// Linux counts the processor time of a process in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// A directory on the disk that cargo builds on; it goes away with its owner.
pub fn directory() -> Result<TempDir> {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).context("making a directory")
}

fn shop(data: &Path, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shop"));
    command.arg("--data").arg(data).envs(SETTINGS.iter().copied()).envs(settings.iter().copied());
    command
}

/// Runs a command of the shop to its end and returns what it says.
pub fn run(data: &Path, arguments: &[&str]) -> Result<String> {
    let output = shop(data, &[]).args(arguments).output().context("starting the shop")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "shop {arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    Ok(said)
}

/// How long a command took, and the most memory it had.
pub struct Effort {
    pub time: Duration,
    pub peak_mb: f64,
}

/// Runs a command of the shop and watches its memory.
pub fn watch(data: &Path, arguments: &[&str]) -> Result<Effort> {
    let start = Instant::now();
    let mut child = shop(data, &[]).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("starting the shop")?;
    let mut peak_mb = 0.0_f64;
    loop {
        peak_mb = peak_mb.max(peak_of(&child));
        if let Some(status) = child.try_wait().context("waiting for the shop")? {
            ensure!(status.success(), "shop {arguments:?} ended with {status}");
            return Ok(Effort { time: start.elapsed(), peak_mb });
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The largest size so far, which the kernel keeps; 0 when the process has gone.
fn peak_of(child: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: Option<u32> = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    f64::from(kilobytes.unwrap_or(0)) / 1024.0
}

/// A shop that serves. Killed when dropped without [`Server::stop`].
pub struct Server {
    child: Child,
    /// Kept open, so that the shop can still write.
    _stdout: BufReader<ChildStdout>,
    pub address: SocketAddr,
}

impl Server {
    pub fn start(data: &Path, settings: &[(&str, &str)]) -> Result<Self> {
        let mut command = shop(data, settings);
        let mut child = command.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().context("starting the shop")?;
        let mut stdout = BufReader::new(child.stdout.take().context("the shop has no output")?);
        let mut line = String::new();
        while !line.starts_with("listening on ") {
            line.clear();
            ensure!(stdout.read_line(&mut line)? > 0, "the shop ended before it listened");
        }
        let address = line.trim().trim_start_matches("listening on http://").parse().context("where the shop listens")?;
        Ok(Self { child, _stdout: stdout, address })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Processor time used so far.
    pub fn cpu(&self) -> Result<Duration> {
        cpu_of(&format!("/proc/{}/stat", self.child.id()))
    }

    pub fn peak_mb(&self) -> f64 {
        peak_of(&self.child)
    }

    /// Asks the shop to end and checks that it ended well.
    pub fn stop(mut self) -> Result<()> {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().context("asking the shop to end")?;
        ensure!(asked.success(), "the shop was gone already");
        let status = self.child.wait().context("waiting for the shop")?;
        ensure!(status.success(), "the shop ended with {status}");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `stop` there is nothing left to kill.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Processor time that this process used so far: the price of the load tool itself.
pub fn cpu_of_tool() -> Result<Duration> {
    cpu_of("/proc/self/stat")
}

fn cpu_of(file: &str) -> Result<Duration> {
    let stat = std::fs::read_to_string(file).with_context(|| format!("reading {file}"))?;
    let Some((_, fields)) = stat.rsplit_once(')') else { bail!("{file} isn't what it should be") };
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u32>).sum::<Result<u32, _>>()?;
    Ok(TICK.saturating_mul(ticks))
}

/// Copies the files of a data directory, as they are between two runs.
pub fn copy(from: &Path, to: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target).with_context(|| format!("copying to {}", target.display()))?;
        }
    }
    Ok(to.to_owned())
}
