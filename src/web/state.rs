//! What every handler can reach.

use std::sync::Arc;

use axum::http::HeaderValue;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::Semaphore;

use super::assets::Assets;
use super::guard::RateLimits;
use crate::base::secret::Token;
use crate::shop::Shop;

#[derive(Clone)]
pub struct App {
    pub shop: Arc<Shop>,
    pub assets: Arc<Assets>,
    /// The content security policy of its pages.
    pub policy: HeaderValue,
    pub limits: Arc<RateLimits>,
    pub metrics: PrometheusHandle,
    /// Salts the numbers that stand for networks, so that they say nothing outside this run.
    pub salt: Arc<Token>,
    /// Turns of those who read the whole catalogue.
    pub readers: Arc<Semaphore>,
}
