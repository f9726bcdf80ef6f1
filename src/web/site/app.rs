//! What makes the shop installable: the manifest, the service worker and its page for when there is no network.
//!
//! The worker's file names the version of the assets, so that a new program brings a new worker, which drops what the old one kept.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::frame::scripts;
use crate::base::messages::{spoken, t};
use crate::web::pages::offline;
use crate::web::state::App;
use crate::web::ui::layout::Layout;

/// What `background_color` and `theme_color` start from; pages say the colours of both schemes themselves.
const PAPER: &str = "#fcfaf6";

pub async fn manifest(State(app): State<App>) -> Response {
    let name = &app.shop.settings.name;
    let icon = |name: &str, size: u32, purpose: &str| json!({"src": app.assets.address(&format!("{name}-{size}.png")), "sizes": format!("{size}x{size}"), "type": "image/png", "purpose": purpose});
    let icons = [icon("icon", 192, "any"), icon("icon", 512, "any"), icon("maskable", 192, "maskable"), icon("maskable", 512, "maskable")];
    let manifest = json!({
        "id": "/", "name": name, "short_name": name, "start_url": "/", "scope": "/", "display": "standalone", "lang": spoken().tag, "dir": spoken().direction,
        "background_color": PAPER, "theme_color": PAPER, "categories": ["shopping"], "icons": icons,
        "shortcuts": [{"name": t("cart"), "url": "/cart"}, {"name": t("orders"), "url": "/account/orders"}],
    });
    ([(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "public, max-age=3600")], Json(manifest)).into_response()
}

/// The worker, or where it is switched off, one that takes itself and all it kept away.
pub async fn worker(State(app): State<App>) -> Response {
    let assets = &app.assets;
    let script = if app.shop.settings.pwa {
        let shared = assets.shared().to_vec();
        let files: Vec<String> = [assets.stylesheet(), assets.address("offline.js")].into_iter().chain(shared).collect();
        format!("const SHOP = {};\n{}", json!({"version": format!("{}-{}", assets.version(), spoken().mark), "files": files}), assets.worker("sw.js"))
    } else {
        assets.worker("sw-off.js").to_owned()
    };
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], script).into_response()
}

/// The page for when there is no network: the same for everybody.
pub async fn offline(State(app): State<App>) -> Response {
    let layout = Layout {
        shop: app.shop.settings.name.clone(),
        stylesheet: app.assets.stylesheet(),
        scripts: scripts(&app, &["offline.js"]),
        path: "/offline".to_owned(),
        ..Layout::default()
    };
    ([(header::CACHE_CONTROL, "no-cache")], offline::page(&layout)).into_response()
}
