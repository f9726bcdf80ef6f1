//! The port: reads requests, does what the faults say, sends events away.

use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::watch;

use super::fault::{Fault, Hook, Kind, Point};
use super::http::{Admitted, Reply, Request, unfold};
use super::webhook::letter;
use super::{Seen, State, WEBHOOK_SECRET};

type Shared = Arc<Mutex<State>>;

fn lock(state: &Shared) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

pub async fn serve(listener: std::net::TcpListener, state: Shared, mut stop: watch::Receiver<bool>) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("the runtime takes it");
    let sender = tokio::spawn(send_events(Arc::clone(&state)));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let Ok((stream, _)) = accepted else { continue };
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(Arc::clone(&state), request));
            // A lost request or reply ends the connection with an error, which is its purpose.
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
    sender.abort();
}

async fn answer(state: Shared, request: hyper::Request<Incoming>) -> io::Result<hyper::Response<Full<Bytes>>> {
    let request = read(request).await?;
    let kind = Kind::of(&request.method, &request.path);
    let fault = lock(&state).faults.next(kind);
    run(take(&state, kind, Point::BeforeWork)).await;
    if fault == Fault::LostRequest {
        return Err(io::ErrorKind::ConnectionReset.into());
    }
    let admitted = lock(&state).admit(&request, fault);
    let reply = match admitted {
        Admitted::Answered(reply) => reply,
        Admitted::Work => {
            if let Fault::SlowWork(ms) = fault {
                tokio::time::sleep(Duration::from_millis(ms)).await;
            }
            lock(&state).work(&request, fault)
        }
    };
    let Request { params, key, .. } = request;
    lock(&state).note(Seen { kind, key, params, replayed: reply.replayed });
    run(take(&state, kind, Point::AfterWork)).await;
    if fault == Fault::LostReply {
        return Err(io::ErrorKind::ConnectionReset.into());
    }
    let after = take(&state, kind, Point::AfterReply);
    if after.is_some() {
        tokio::spawn(async move {
            // The reply is written when this handler has returned. A hook waits by itself for what is to come of it.
            tokio::time::sleep(Duration::from_millis(1)).await;
            run(after).await;
        });
    }
    Ok(response(reply, fault))
}

fn take(state: &Shared, kind: Kind, point: Point) -> Option<Hook> {
    lock(state).faults.take_hook(kind, point)
}

/// Hooks may block: they kill processes and wait for them.
async fn run(hook: Option<Hook>) {
    if let Some(hook) = hook {
        tokio::task::spawn_blocking(hook).await.expect("a hook of a test doesn't panic");
    }
}

async fn read(request: hyper::Request<Incoming>) -> io::Result<Request> {
    let (parts, body) = request.into_parts();
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let mut params = unfold(parts.uri.query().unwrap_or_default());
    params.extend(unfold(&String::from_utf8_lossy(&body)));
    Ok(Request {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        params,
        key: parts.headers.get("idempotency-key").map(|_| header("idempotency-key")),
        authorization: header("authorization"),
        version: header("stripe-version"),
    })
}

fn response(reply: Reply, fault: Fault) -> hyper::Response<Full<Bytes>> {
    let body = match fault {
        Fault::Garbage => "<html>a proxy says hello</html>".to_owned(),
        Fault::Endless => format!("{{\"id\": \"{}\"}}", "x".repeat(2 << 20)),
        _ => reply.body,
    };
    let kind = if body.starts_with('<') { "text/html" } else { "application/json" };
    let mut response = hyper::Response::builder().status(reply.status).header("content-type", kind).header("request-id", "req_simulated");
    if reply.replayed {
        response = response.header("idempotent-replayed", "true");
    }
    if let Some(location) = reply.location {
        response = response.header("location", location);
    }
    response.body(Full::new(Bytes::from(body))).expect("a response")
}

/// Sends what the account tells, each event on its own way.
async fn send_events(state: Shared) -> Infallible {
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client");
    loop {
        tokio::time::sleep(Duration::from_millis(5)).await;
        let shared = &state;
        let mut state = lock(shared);
        let Some(endpoint) = state.endpoint.clone() else { continue };
        let new = state.account.events[state.told..].to_vec();
        state.told += new.len();
        let first = state.told - new.len();
        for (event, number) in new.into_iter().zip(first..) {
            if state.faults.chance(1_000) < endpoint.lost {
                state.post.lost += 1;
                continue;
            }
            let copies = if state.faults.chance(1_000) < endpoint.doubled { 3 } else { 1 };
            state.post.doubled += u64::from(copies > 1);
            for _ in 0..copies {
                let wait = Duration::from_millis(state.faults.chance(endpoint.late_ms + 1));
                let sent = letter(&event, WEBHOOK_SECRET, (state.account.now_s)());
                let post = client.post(&endpoint.url).header("stripe-signature", sent.signature).header("content-type", "application/json");
                let post = post.body(sent.body).timeout(Duration::from_secs(10)).send();
                let shared = Arc::clone(shared);
                tokio::spawn(async move {
                    tokio::time::sleep(wait).await;
                    lock(&shared).post.leaves(number);
                    drop(post.await);
                });
            }
        }
    }
}
