//! Stock and cart as they change: a stream of events, a WebSocket, and the plain question for whoever has neither.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use futures_util::stream::unfold;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, interval, sleep};
use utoipa::{IntoParams, ToSchema};

use crate::base::messages::{speaking, spoken, spoken_in};
use crate::domain::limits::{LIVE_MESSAGE_BYTES_MAX, LIVE_SKUS_MAX};
use crate::domain::refusal::Refusal;
use crate::live::hub::Full;
use crate::shop::live::{CartNews, Listener, LostLine, News, Stocked, TooManySkus};
use crate::shop::visitor::Visitor;
use crate::web::error::{Problem, ProblemBody};
use crate::web::guard::foreign;
use crate::web::listen::Kept;
use crate::web::state::App;
use crate::web::ui::stock;

/// Something is sent at least this often, so that nobody between takes a quiet connection for a dead one.
const PING_PERIOD: Duration = Duration::from_secs(25);
/// A socket of which nothing was heard for so long, not even an answer to a ping, is gone.
const SILENCE_MAX: Duration = Duration::from_secs(80);
/// A client's next message is read after this pause.
const MESSAGE_PAUSE: Duration = Duration::from_millis(50);
const BUFFER_BYTES: usize = 4 * 1024;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SkusQuery {
    /// May be repeated, 100 times at most. Unknown ones are ignored.
    #[serde(default)]
    sku: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub struct StockedJson {
    sku: String,
    available: u64,
}

impl From<Stocked> for StockedJson {
    fn from(Stocked { sku, available }: Stocked) -> Self {
        Self { sku, available }
    }
}

#[derive(Serialize, ToSchema)]
pub struct AvailabilityJson {
    inventory: Vec<StockedJson>,
}

/// The visitor's cart changed, or a line of it can't be bought any more.
#[derive(Serialize, ToSchema)]
pub struct CartNewsJson {
    version: u64,
    item_count: u64,
    unavailable: Vec<LostLineJson>,
}

#[derive(Serialize, ToSchema)]
pub struct LostLineJson {
    sku: String,
    title: String,
    /// Up to this many could be bought instead.
    available: u64,
    /// A sentence for people.
    detail: String,
}

impl From<CartNews> for CartNewsJson {
    fn from(news: CartNews) -> Self {
        let lost =
            |LostLine { sku, title, available, for_sale }| LostLineJson { detail: stock::lost(&title, available, for_sale), sku, title, available };
        Self { version: news.version, item_count: news.item_count, unavailable: news.lost.into_iter().map(lost).collect() }
    }
}

/// A message of the WebSocket.
#[derive(Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum NewsJson {
    Inventory(StockedJson),
    Cart(CartNewsJson),
}

impl From<News> for NewsJson {
    fn from(news: News) -> Self {
        match news {
            News::Inventory(stocked) => Self::Inventory(stocked.into()),
            News::Cart(cart) => Self::Cart(cart.into()),
        }
    }
}

/// What a client says: watch these too.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    subscribe: Vec<String>,
}

/// What can be bought of some SKUs right now.
#[utoipa::path(get, path = "/api/availability", tag = "live", params(SkusQuery),
    responses((status = 200, body = AvailabilityJson), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn availability(State(app): State<App>, Query(asked): Query<SkusQuery>) -> Result<Json<AvailabilityJson>, Problem> {
    if asked.sku.len() > LIVE_SKUS_MAX {
        return Err(too_many(TooManySkus));
    }
    let stocked = app.shop.stocked(&asked.sku)?;
    Ok(Json(AvailabilityJson { inventory: stocked.into_iter().map(Into::into).collect() }))
}

/// Server-sent events: `inventory` with `{sku,available}` at once and after each change, `cart` with `{version,item_count,unavailable}`.
///
/// A slow reader misses values in between, never the newest.
#[utoipa::path(get, path = "/api/events", tag = "live", params(SkusQuery),
    responses((status = 200, body = String, content_type = "text/event-stream"), (status = 422, body = ProblemBody, content_type = "application/problem+json"), (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn events(State(app): State<App>, visitor: Visitor, headers: HeaderMap, Query(asked): Query<SkusQuery>) -> Result<Response, Problem> {
    let mut listener = listen(&app, visitor, &headers)?;
    listener.watch(&asked.sku)?.map_err(too_many)?;
    let catalogue = spoken();
    let stream = unfold(listener, move |mut listener| async move {
        let news = listener.next().await.unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "a stream of events ends");
            None
        })?;
        Some((Ok::<_, Infallible>(spoken_in(catalogue, || event(news))), listener))
    });
    // A proxy that gathers an answer before it passes it on would keep all of it.
    let headers = [(header::CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((headers, Sse::new(stream).keep_alive(KeepAlive::new().interval(PING_PERIOD))).into_response())
}

fn event(news: News) -> Event {
    let (name, data) = match news {
        News::Inventory(stocked) => ("inventory", serde_json::to_string(&StockedJson::from(stocked))),
        News::Cart(cart) => ("cart", serde_json::to_string(&CartNewsJson::from(cart))),
    };
    Event::default().event(name).data(data.expect("plain fields are JSON"))
}

/// A WebSocket: send `{"subscribe":["sku",…]}`, as often as you like; hear `{"type":"inventory",…}` and `{"type":"cart",…}`.
#[utoipa::path(get, path = "/api/live", tag = "live",
    responses((status = 101, body = NewsJson), (status = 403, body = ProblemBody, content_type = "application/problem+json"), (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn live(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    kept: Option<Extension<Kept>>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let listener = listen(&app, visitor, &headers)?;
    let upgrade = upgrade
        .max_message_size(LIVE_MESSAGE_BYTES_MAX)
        .max_frame_size(LIVE_MESSAGE_BYTES_MAX)
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(0)
        .max_write_buffer_size(LIVE_MESSAGE_BYTES_MAX.saturating_mul(4));
    let told = async move |mut socket: WebSocket| {
        if let Some(frame) = converse(&mut socket, listener).await {
            // The client may have gone without a word.
            drop(socket.send(Message::Close(Some(frame))).await);
        }
        drop(kept);
    };
    // The answer ends here; what is told afterwards is still told in the language of the shop.
    let catalogue = spoken();
    Ok(upgrade.on_upgrade(move |socket| speaking(catalogue, told(socket))))
}

fn listen(app: &App, visitor: Visitor, headers: &HeaderMap) -> Result<Listener, Problem> {
    if foreign(&app.shop.settings, headers) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "CROSS_ORIGIN", "Only pages of this shop may listen here."));
    }
    app.shop.listen(visitor).map_err(|full| {
        let (status, code, detail) = match full {
            Full::Network => (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", "Your network listens often enough. Ask /api/availability instead."),
            Full::Shop => (StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED", "Nobody can listen in addition right now. Ask /api/availability instead."),
        };
        let mut problem = Problem::new(status, code, detail);
        problem.retry_after_s = Some(30);
        problem
    })
}

fn too_many(_: TooManySkus) -> Problem {
    Refusal::invalid("/sku", &format!("Name at most {LIVE_SKUS_MAX}")).into()
}

/// Tells and listens until one side ends it; returns what is still to be said then.
async fn converse(socket: &mut WebSocket, mut listener: Listener) -> Option<CloseFrame> {
    let mut ping = interval(PING_PERIOD);
    let mut heard = Instant::now();
    loop {
        tokio::select! {
            message = socket.recv() => {
                heard = Instant::now();
                match message?.ok()? {
                    Message::Text(text) => {
                        if let Err(refused) = subscribe(&mut listener, &text) {
                            return Some(refused);
                        }
                        sleep(MESSAGE_PAUSE).await;
                    }
                    Message::Binary(_) => return Some(close(close_code::UNSUPPORTED, "Send text")),
                    Message::Close(_) => return None,
                    Message::Ping(_) | Message::Pong(_) => {}
                }
            }
            news = listener.next() => match news {
                Ok(Some(news)) => {
                    let text = serde_json::to_string(&NewsJson::from(news)).expect("plain fields are JSON");
                    socket.send(Message::Text(text.into())).await.ok()?;
                }
                Ok(None) => return Some(close(close_code::AWAY, "The shop restarts")),
                Err(error) => return Some(fault(&error)),
            },
            _ = ping.tick() => {
                if heard.elapsed() > SILENCE_MAX {
                    return None;
                }
                socket.send(Message::Ping(Vec::new().into())).await.ok()?;
            }
        }
    }
}

fn subscribe(listener: &mut Listener, text: &str) -> Result<(), CloseFrame> {
    let asked: Subscription = serde_json::from_str(text).map_err(|_| close(close_code::POLICY, "Send {\"subscribe\":[\"sku\"]}"))?;
    let watched = listener.watch(&asked.subscribe).map_err(|error| fault(&error))?;
    watched.map_err(|TooManySkus| close(close_code::POLICY, "Too many SKUs"))
}

fn fault(error: &anyhow::Error) -> CloseFrame {
    tracing::warn!(error = format!("{error:#}"), "a socket ends");
    close(close_code::ERROR, "Something went wrong on our side")
}

fn close(code: u16, reason: &'static str) -> CloseFrame {
    CloseFrame { code, reason: reason.into() }
}
