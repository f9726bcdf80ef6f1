//! The files that ship inside the binary: one style sheet, scripts, icons.
//!
//! Their addresses carry a digest of their content, so a browser may keep them for ever; they are compressed once.

use std::collections::HashMap;
use std::io::Write;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;

use super::state::App;
use crate::base::secret::{digest, to_hex};

#[derive(Embed)]
#[folder = "web/"]
struct Files;

struct Asset {
    kind: String,
    plain: Bytes,
    brotli: Option<Bytes>,
}

/// All assets, by the name in their address.
pub struct Assets {
    by_name: HashMap<String, Asset>,
    addresses: HashMap<String, String>,
}

/// The layers of the style sheet, in the order in which they are put together.
const STYLES: &[&str] = &["reset", "tokens", "base", "layout", "parts", "pages", "print"];
const SHEET: &str = "shop.css";

impl Assets {
    #[must_use]
    pub fn load() -> Self {
        let mut assets = Self { by_name: HashMap::new(), addresses: HashMap::new() };
        assets.add(SHEET, "text/css; charset=utf-8", sheet().into_bytes());
        for name in Files::iter().filter(|name| !name.starts_with("styles/")) {
            if let Some(file) = Files::get(&name) {
                let name = name.strip_prefix("scripts/").unwrap_or(&name);
                assets.add(name, file.metadata.mimetype(), file.data.into_owned());
            }
        }
        assets
    }

    fn add(&mut self, name: &str, kind: &str, content: Vec<u8>) {
        let mark = &to_hex(&digest(&content).0)[..8];
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let marked = format!("{stem}.{mark}.{ending}");
        let brotli = compress(&content).filter(|packed| packed.len() < content.len()).map(Bytes::from);
        self.addresses.insert(name.to_owned(), format!("/assets/{marked}"));
        self.by_name.insert(marked, Asset { kind: kind.to_owned(), plain: Bytes::from(content), brotli });
    }

    /// The address of the style sheet.
    #[must_use]
    pub fn stylesheet(&self) -> String {
        self.addresses.get(SHEET).cloned().unwrap_or_default()
    }

    /// The address of a script, such as `pay.js`.
    #[must_use]
    pub fn script(&self, name: &str) -> String {
        self.addresses.get(name).cloned().unwrap_or_default()
    }
}

fn sheet() -> String {
    let text = |layer: &&str| Files::get(&format!("styles/{layer}.css")).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    STYLES.iter().filter_map(text).collect::<Vec<_>>().join("\n")
}

fn compress(content: &[u8]) -> Option<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 9, 22);
    writer.write_all(content).ok()?;
    drop(writer);
    Some(packed)
}

/// `/assets/{name}`: an unknown digest is not found, never another version.
pub async fn asset(State(app): State<App>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = app.assets.by_name.get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let keep = [
        (header::CONTENT_TYPE, asset.kind.as_str()),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    let takes_brotli = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("br"));
    match &asset.brotli {
        Some(packed) if takes_brotli => (keep, [(header::CONTENT_ENCODING, "br")], packed.clone()).into_response(),
        _ => (keep, asset.plain.clone()).into_response(),
    }
}
