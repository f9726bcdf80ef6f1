//! Stripe's HTTP: one request, one answer, with everything that can go wrong on the way put into three words.
//!
//! - [`Failure::Silent`]: nothing is known; the same request is to be repeated.
//! - [`Failure::Spent`]: Stripe keeps an answer under this key that will never be another.
//! - [`Failure::Refused`]: Stripe said no, and says why.
//!
//! The secret key goes into one header, which is marked as sensitive, and is cut out of whatever is logged.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;

use super::shapes::{ErrorBody, Refused};
use crate::base::secret::Hidden;
use crate::config::stripe::{StripeSettings, is_local};
use crate::domain::limits::PROVIDER_BODY_BYTES_MAX;
use crate::payments::NoAnswer;

/// The version of Stripe's API that the shapes here are of; Stripe keeps answering in it.
/// Source: Stripe, "API upgrades".
const VERSION: &str = "2024-06-20";
const CONNECT_TIME_MAX: Duration = Duration::from_secs(3);
const CALL_TIME_MAX: Duration = Duration::from_secs(20);
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

pub type Form = Vec<(&'static str, String)>;

/// An answer, and whether it is an old one that Stripe kept under the key.
#[derive(Debug)]
pub struct Heard<T> {
    pub said: T,
    pub replayed: bool,
}

#[derive(Debug)]
pub enum Failure {
    Silent(NoAnswer),
    Spent,
    Refused(Box<Refused>),
}

impl Failure {
    pub fn silent(why: impl Into<String>) -> Self {
        Self::Silent(NoAnswer(why.into()))
    }
}

pub struct Client {
    http: reqwest::Client,
    base_url: String,
    key: Hidden,
    /// A key that is refused is said once, not with each call.
    key_refused: AtomicBool,
}

impl Client {
    #[must_use]
    pub fn new(settings: &StripeSettings) -> Self {
        let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().map(|root| reqwest::Certificate::from_der(root));
        let roots: Vec<_> = roots.map(|root| root.expect("the root certificates are built in")).collect();
        let headers = HeaderMap::from_iter([(HeaderName::from_static("stripe-version"), HeaderValue::from_static(VERSION))]);
        let local = is_local(&settings.base_url);
        let builder = reqwest::Client::builder()
            .user_agent(concat!("shop/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .tls_certs_only(roots)
            .https_only(!local)
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIME_MAX)
            .timeout(CALL_TIME_MAX);
        let builder = if local { builder.no_proxy() } else { builder };
        let http = builder.build().expect("TLS with built-in roots needs nothing of the machine");
        Self { http, base_url: settings.base_url.clone(), key: settings.secret_key.clone(), key_refused: AtomicBool::new(false) }
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        self.send(self.http.get(format!("{}{path}", self.base_url))).await.map(|heard| heard.said)
    }

    /// Posts a form. With a key Stripe does it once, however often it is sent, for 24 hours.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, key: Option<&str>, form: &Form) -> Result<Heard<T>, Failure> {
        let request = self.http.post(format!("{}{path}", self.base_url)).form(form);
        self.send(match key {
            Some(key) => request.header(IDEMPOTENCY_KEY, key),
            None => request,
        })
        .await
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<Heard<T>, Failure> {
        let sent = request.bearer_auth(self.key.reveal()).send().await;
        let response = sent.map_err(|error| Failure::silent(self.without_key(&chain(&error))))?;
        let status = response.status();
        let replayed = header(&response, "idempotent-replayed") == "true";
        let request_id = header(&response, "request-id").to_owned();
        let body = self.body(response).await?;
        if status.is_success() {
            self.key_refused.store(false, Ordering::Relaxed);
            let said = serde_json::from_slice(&body).map_err(|error| Failure::silent(format!("the answer isn't understood: {error}")))?;
            return Ok(Heard { said, replayed });
        }
        Err(self.failure(status, replayed, request_id, &body))
    }

    /// An answer is read up to a limit: whoever answers instead of Stripe can't fill the memory.
    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| Failure::silent(self.without_key(&chain(&error))))? {
            if body.len().saturating_add(chunk.len()) > PROVIDER_BODY_BYTES_MAX {
                return Err(Failure::silent(format!("the answer is longer than {PROVIDER_BODY_BYTES_MAX} bytes")));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// Source of what each status means: Stripe, "Errors" and "Advanced error handling".
    fn failure(&self, status: StatusCode, replayed: bool, request_id: String, body: &[u8]) -> Failure {
        let told = serde_json::from_slice::<ErrorBody>(body).map(|body| body.error);
        // A proxy, a wall or a wrong address can say no in Stripe's place; only Stripe's own no counts.
        let by_stripe = told.is_ok();
        let error = told.unwrap_or_default();
        let code = status.as_u16();
        match code {
            401 | 403 => {
                if !self.key_refused.swap(true, Ordering::Relaxed) {
                    tracing::error!(
                        status = code,
                        request_id,
                        "Stripe refuses the key in [stripe] secret_key; no payment can be made until it is right"
                    );
                }
                Failure::silent("the key was refused")
            }
            // Kept under the key for a day: asking with it again will never give another answer.
            500..=599 if replayed => Failure::Spent,
            400 if error.kind == "idempotency_error" => Failure::Spent,
            409 | 429 | 500..=599 => Failure::silent(format!("it answered {code} {}", error.code.as_deref().unwrap_or_default())),
            400..=499 if by_stripe => {
                let message = self.without_key(error.message.as_deref().unwrap_or("no reason given"));
                Failure::Refused(Box::new(Refused { status: code, request_id, message, error }))
            }
            _ => Failure::silent(format!("it answered {code}, which isn't Stripe's way; is [stripe] base_url right?")),
        }
    }

    fn without_key(&self, text: &str) -> String {
        text.replace(self.key.reveal(), "(hidden)")
    }
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// What went wrong, down to its cause.
fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        said.push_str(": ");
        said.push_str(&cause.to_string());
        source = cause.source();
    }
    said
}
