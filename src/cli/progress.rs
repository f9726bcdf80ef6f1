//! Progress of long work: a bar on a terminal, a plain line now and then elsewhere.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const LINE_EVERY: Duration = Duration::from_secs(2);

/// One piece of work of known size.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    what: String,
    all: u64,
    last_line: Instant,
}

impl Progress {
    pub(super) fn bytes(what: &str, all: u64) -> Self {
        Self::new(what, all, "{msg:30!} [{bar:32}] {bytes}/{total_bytes} {bytes_per_sec} {eta}")
    }

    pub(super) fn rows(what: &str, all: u64) -> Self {
        Self::new(what, all, "{msg:30!} [{bar:32}] {pos}/{len} {per_sec} {eta}")
    }

    fn new(what: &str, all: u64, template: &str) -> Self {
        let terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
        let style = ProgressStyle::with_template(template).ok().map(|style| style.progress_chars("=> "));
        let bar = style.filter(|_| terminal).map(|style| {
            let bar = ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::stderr_with_hz(10)).with_style(style);
            bar.set_message(what.to_owned());
            bar
        });
        Self { bar, what: what.to_owned(), all, last_line: Instant::now() }
    }

    pub(super) fn at(&mut self, position: u64, note: &str) {
        match &self.bar {
            Some(bar) => bar.set_position(position),
            None if self.last_line.elapsed() >= LINE_EVERY => {
                self.last_line = Instant::now();
                let percent = position.saturating_mul(100).checked_div(self.all).unwrap_or(100).min(100);
                eprintln!("{}: {percent} %{note}", self.what);
            }
            None => {}
        }
    }

    /// Says something without tearing the bar.
    pub(super) fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{text}")),
            None => eprintln!("{text}"),
        }
    }

    pub(super) fn done(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
