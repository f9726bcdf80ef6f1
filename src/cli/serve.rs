//! `shop serve`: opens the shop, starts the jobs, answers requests until it is told to stop.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use super::data::control_file;
use super::{Outcome, Place, data};
use crate::base::secret::Token;
use crate::config::Settings;
use crate::domain::payment::ProviderName;
use crate::shop::Shop;
use crate::web;
use crate::web::listen::ConnectionLimits;

#[derive(Args)]
pub(super) struct Serve {
    /// Load the demo catalogue once, and take practice payments
    #[arg(long)]
    demo: bool,
    /// The address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let (_, mut settings) = place.settings()?;
        if let Some(listen) = self.listen {
            settings.listen = listen;
        }
        if self.demo {
            settings.provider = ProviderName::Practice;
        }
        check_listen(&settings)?;
        start_log(&settings)?;
        let shop = data::open(place.data(), settings)?;
        if self.demo && shop.load_demo()? {
            tracing::info!("the demo is loaded");
            shop.search.follow(&shop.books, |_| ())?;
        }
        for waiting in shop.stranded()? {
            tracing::warn!("{waiting}");
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the runtime")?;
        runtime.block_on(serve(shop, place.data()))?;
        Ok(Outcome::Done)
    }
}

/// Plain HTTP stays on this machine, unless somebody says that they know.
fn check_listen(settings: &Settings) -> Result<()> {
    let private = settings.listen.ip().is_loopback() || settings.insecure || settings.url.starts_with("https://");
    if !private {
        bail!(
            "listening on {} would send cookies and addresses in the clear. Put a proxy with TLS before the shop and set [shop] url to its https address, \
             or set [http] insecure = true",
            settings.listen
        );
    }
    Ok(())
}

fn start_log(settings: &Settings) -> Result<()> {
    let filter = EnvFilter::try_new(&settings.log_level).with_context(|| format!("[log] level: {:?}", settings.log_level))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()));
    let started = if settings.log_json { log.json().try_init() } else { log.try_init() };
    started.map_err(|error| anyhow::anyhow!("starting the log: {error}"))
}

async fn serve(shop: Arc<Shop>, data: &Path) -> Result<()> {
    let settings = shop.settings.clone();
    let (stop, stopped) = watch::channel(false);
    let listener = TcpListener::bind(settings.listen).await.with_context(|| format!("listening on {}", settings.listen))?;
    let address = listener.local_addr().context("asking for the address")?;
    let app = web::app(Arc::clone(&shop));
    let mut jobs = crate::jobs::start(&shop, &stopped);
    jobs.spawn(web::guard::forget_quiet_networks(Arc::clone(&app.limits), stopped.clone()));
    let private = open_door(&shop, data).await?;
    let door = tokio::spawn(control(Arc::clone(&shop), data.to_owned(), private, stopped.clone()));
    let mut signals = listen_for_signals().context("listening for signals")?;
    println!("listening on http://{address}");
    tracing::info!(%address, data = %data.display(), "the shop is open");

    let limits = ConnectionLimits {
        all_max: settings.connections_max,
        per_client_max: Some(settings.connections_per_client_max).filter(|_| settings.limits_enabled),
        proxies: settings.trusted_proxies.clone(),
    };
    let serving = tokio::spawn(web::listen::serve(listener, web::router(app), limits, stopped));
    let broken = until_stopped(&shop, &mut signals).await;
    stop.send_replace(true);
    serving.await.context("closing the door")?;
    while jobs.join_next().await.is_some() {}
    door.await.context("closing the private door")?;
    if broken {
        bail!("the books can't be used any more; what was acknowledged is safe. Start the shop again");
    }
    tracing::info!("the shop is closed");
    Ok(())
}

/// From here on a signal ends the shop in good order; before, it ends the process.
fn listen_for_signals() -> std::io::Result<(Signal, Signal)> {
    Ok((signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?))
}

/// Waits for a signal; true when the books broke before one came.
async fn until_stopped(shop: &Shop, (terminate, interrupt): &mut (Signal, Signal)) -> bool {
    let mut look = tokio::time::interval(std::time::Duration::from_millis(500));
    loop {
        tokio::select! {
            _ = terminate.recv() => return false,
            _ = interrupt.recv() => return false,
            _ = look.tick() => if !shop.books.alive() { return true },
        }
    }
}

/// Opens the private door of this machine, for `shop import` and the like. It is open before the shop says that it listens.
async fn open_door(shop: &Shop, data: &Path) -> Result<(TcpListener, Token)> {
    let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await.context("opening the private door")?;
    let token = shop.books.token();
    let door = web::control::Door { address: listener.local_addr()?.to_string(), token: token.reveal() };
    let file = control_file(data);
    write_private(&file, &serde_json::to_vec(&door)?).with_context(|| format!("writing {}", file.display()))?;
    Ok((listener, token))
}

async fn control(shop: Arc<Shop>, data: std::path::PathBuf, (listener, token): (TcpListener, Token), stopped: watch::Receiver<bool>) {
    let limits = ConnectionLimits { all_max: 16, per_client_max: None, proxies: Vec::new() };
    web::listen::serve(listener, web::control::router(shop, &token), limits, stopped).await;
    drop(std::fs::remove_file(control_file(&data)));
}

/// Writes a file that only its owner can read, whole or not at all.
fn write_private(file: &Path, content: &[u8]) -> Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let partial = file.with_extension("partial");
    drop(std::fs::remove_file(&partial));
    let mut out = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial)?;
    out.write_all(content)?;
    std::fs::rename(&partial, file)?;
    Ok(())
}
