//! Taking connections: bounded in number, in time to send a header and to read an answer, and in all for each network.
//!
//! The framework's own loop has no timeout for headers, so a few hundred sleepy clients could hold all sockets.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt;

use super::patient::Patient;

/// How long a client may take to send its header, or to send the next request on an open connection.
const HEADER_TIME_MAX: Duration = Duration::from_secs(10);
const HEADER_BYTES_MAX: usize = 32 * 1024;
/// How long a client may leave an answer unread that it was sent.
const READ_TIME_MAX: Duration = Duration::from_secs(30);
/// How long running requests get to finish at the end.
const STOP_TIME_MAX: Duration = Duration::from_secs(20);

#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    pub all_max: u32,
    pub per_client_max: Option<u32>,
    /// Proxies speak for many clients and aren't held to the limit of one.
    pub proxies: Vec<ipnet::IpNet>,
}

/// Serves until `stop` turns true, then lets running requests finish.
pub async fn serve(listener: TcpListener, router: Router, limits: ConnectionLimits, mut stop: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(usize::try_from(limits.all_max).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS)));
    let clients = Clients::default();
    // Each connection holds a receiver, so that the end is when the last of them is gone.
    let (open, _) = watch::channel(());
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = stopped(&mut stop) => break,
        };
        let Ok(place) = place else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = stopped(&mut stop) => break,
        };
        let proxy = limits.proxies.iter().any(|network| network.contains(&peer.ip()));
        let Some(seat) = clients.enter(peer.ip(), limits.per_client_max.filter(|_| !proxy)) else { continue };
        let kept = Kept(Arc::new((place, seat, open.subscribe())));
        tokio::spawn(connection(stream, peer, router.clone(), kept, stop.clone()));
    }
    drop(listener);
    if tokio::time::timeout(STOP_TIME_MAX, open.closed()).await.is_err() {
        tracing::warn!("some requests were still running and were cut off");
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // The one who could say it being gone means the same.
    drop(stop.wait_for(|stop| *stop).await);
}

/// The place of a connection, with whatever else waits for its end. What outlives the connection, such as a WebSocket, keeps it too.
#[derive(Clone)]
pub struct Kept(#[expect(dead_code, reason = "it counts as long as it lives")] Arc<(OwnedSemaphorePermit, Seat, watch::Receiver<()>)>);

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, kept: Kept, mut stop: watch::Receiver<bool>) {
    // Small answers go out at once; that it can't be set is no reason not to serve.
    drop(stream.set_nodelay(true));
    let place = kept.clone();
    let service = router.map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(place.clone());
        request.map(axum::body::Body::new)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME_MAX)
        .max_buf_size(HEADER_BYTES_MAX)
        .serve_connection(TokioIo::new(Patient::new(stream, READ_TIME_MAX)), TowerToHyperService::new(service));
    let mut connection = pin!(connection.with_upgrades());
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
    drop(kept);
}

/// How many connections each address has.
#[derive(Clone, Default)]
struct Clients {
    open: Arc<Mutex<HashMap<IpAddr, u32>>>,
}

/// Counts as long as it lives.
struct Seat {
    clients: Clients,
    address: IpAddr,
}

impl Clients {
    fn enter(&self, address: IpAddr, max: Option<u32>) -> Option<Seat> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address).or_default();
        if max.is_some_and(|max| *count >= max) {
            return None;
        }
        *count = count.saturating_add(1);
        Some(Seat { clients: self.clone(), address })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.clients.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}
