//! The files that ship inside the binary: one style sheet, scripts, icons.
//!
//! Their addresses carry a digest of their content, so a browser may keep them for ever; they are compressed once, when they are first asked for.
//! Scripts leave their comments and types at home: a quarter of what would be sent.
//! Modules import each other by their plain names, and the import map of a page leads from these to the addresses.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;
use std::sync::OnceLock;

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
    brotli: OnceLock<Option<Bytes>>,
}

impl Asset {
    fn brotli(&self) -> Option<&Bytes> {
        let pack = || compress(&self.plain).filter(|packed| packed.len() < self.plain.len()).map(Bytes::from);
        self.brotli.get_or_init(pack).as_ref()
    }
}

/// All assets, by the name in their address.
pub struct Assets {
    by_name: HashMap<String, Asset>,
    addresses: HashMap<String, String>,
    /// Addresses of the modules that others import, in the order of their names.
    shared: Vec<String>,
    import_map: String,
    workers: BTreeMap<String, String>,
}

/// The layers of the style sheet, in the order in which they are put together.
const STYLES: &[&str] = &["reset", "tokens", "base", "layout", "parts", "pages", "print"];
const SHEET: &str = "shop.css";
const SPECULATION: &str = "speculation.json";
/// What is at most so large is packed as tightly as can be.
const SMALL: usize = 16 * 1024;
/// Scripts that aren't parts of pages: they have an address of their own, at the root.
const WORKERS: &[&str] = &["/sw.js", "/sw-off.js"];

impl Assets {
    #[must_use]
    pub fn load() -> Self {
        let mut assets =
            Self { by_name: HashMap::new(), addresses: HashMap::new(), shared: Vec::new(), import_map: String::new(), workers: workers() };
        assets.add(SHEET, "text/css; charset=utf-8", sheet().into_bytes());
        let (mut imported, mut later) = (BTreeSet::new(), BTreeSet::new());
        let own_way = |name: &str| {
            ["styles/", "messages/"].iter().any(|folder| name.starts_with(folder)) || WORKERS.iter().any(|worker| name.ends_with(worker))
        };
        for name in Files::iter().filter(|name| !own_way(name)) {
            if let Some(file) = Files::get(&name) {
                let name = name.rsplit_once('/').map_or(name.as_ref(), |(_, name)| name);
                let mut content = file.data.into_owned();
                if name.ends_with(".js") {
                    let module = String::from_utf8_lossy(&content);
                    imported.extend(imports(&module, "from \"./"));
                    later.extend(imports(&module, "import(\"./"));
                    content = without_comments(&module).into_bytes();
                }
                let kind = if name == SPECULATION { "application/speculationrules+json" } else { file.metadata.mimetype() };
                assets.add(name, kind, content);
            }
        }
        assets.shared = imported.iter().map(|name| assets.address(name)).collect();
        let leads: serde_json::Map<_, _> = imported.union(&later).map(|name| (format!("/assets/{name}"), assets.address(name).into())).collect();
        assets.import_map = serde_json::json!({ "imports": leads }).to_string();
        assets
    }

    fn add(&mut self, name: &str, kind: &str, content: Vec<u8>) {
        let mark = &to_hex(&digest(&content).0)[..8];
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let marked = format!("{stem}.{mark}.{ending}");
        self.addresses.insert(name.to_owned(), format!("/assets/{marked}"));
        self.by_name.insert(marked, Asset { kind: kind.to_owned(), plain: Bytes::from(content), brotli: OnceLock::new() });
    }

    /// The address of the style sheet.
    #[must_use]
    pub fn stylesheet(&self) -> String {
        self.address(SHEET)
    }

    /// The address of a file, such as `pay.js`.
    #[must_use]
    pub fn address(&self, name: &str) -> String {
        self.addresses.get(name).cloned().unwrap_or_default()
    }

    /// The script of a service worker.
    #[must_use]
    pub fn worker(&self, name: &str) -> &str {
        self.workers.get(name).map_or("", String::as_str)
    }

    /// Another for each set of files, so that it says which program they are of.
    #[must_use]
    pub fn version(&self) -> String {
        let names: BTreeSet<&String> = self.addresses.values().collect();
        let all: Vec<&str> = names.into_iter().map(String::as_str).chain(self.workers.values().map(String::as_str)).collect();
        to_hex(&digest(all.concat().as_bytes()).0)[..8].to_owned()
    }

    /// Modules that others import, so that a page can fetch them before they are asked for.
    #[must_use]
    pub fn shared(&self) -> &[String] {
        &self.shared
    }

    /// What stands in each page before its first module.
    #[must_use]
    pub fn import_map(&self) -> &str {
        &self.import_map
    }
}

fn workers() -> BTreeMap<String, String> {
    let text = |path: &str| Files::get(&format!("scripts{path}")).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    WORKERS.iter().filter_map(|path| Some((path.trim_start_matches('/').to_owned(), text(path)?))).collect()
}

/// The files a module imports, by their names: with itself (`from "./toast.js"`), or when it comes to it (`import("./feed.js")`).
fn imports(module: &str, how: &str) -> Vec<String> {
    module.split(how).skip(1).filter_map(|rest| rest.split_once('"')).map(|(name, _)| name.to_owned()).collect()
}

/// A module without comments on lines of their own, types, and the room before each line. No text of ours has `/**` in it.
fn without_comments(module: &str) -> String {
    let mut parts = module.split("/**");
    let code = parts.next().into_iter().chain(parts.map(|part| part.split_once("*/").map_or("", |(_, code)| code))).collect::<String>();
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

fn sheet() -> String {
    let text = |layer: &&str| Files::get(&format!("styles/{layer}.css")).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    STYLES.iter().filter_map(text).collect::<Vec<_>>().join("\n")
}

fn compress(content: &[u8]) -> Option<Vec<u8>> {
    let mut packed = Vec::new();
    // The last step takes ten times as long, and somebody waits: only what is small is packed as tightly as can be.
    let quality = if content.len() > SMALL { 9 } else { 11 };
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, quality, 22);
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
    match asset.brotli() {
        Some(packed) if takes_brotli => (keep, [(header::CONTENT_ENCODING, "br")], packed.clone()).into_response(),
        _ => (keep, asset.plain.clone()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Assets, without_comments};

    #[test]
    fn comments_and_types_stay_at_home() {
        let module =
            "// Why.\n\n/**\n * What.\n * @param {string} a\n */\nfunction f(a) {\n  // So.\n  return /** @type {Element} */ (a); // here\n}\n";
        assert_eq!(without_comments(module), "function f(a) {\nreturn  (a); // here\n}\n");
        assert_eq!(without_comments("const url = \"https://shop.example//a\";\n"), "const url = \"https://shop.example//a\";\n");
    }

    /// All scripts that the page with most of them starts with, and all there are.
    #[test]
    fn the_scripts_of_a_list_are_light() {
        let assets = Assets::load();
        let packed = |name: &&str| {
            let address = assets.address(name);
            assets.by_name[address.trim_start_matches("/assets/")].brotli().expect("it packs").len()
        };
        let names = ["later.js", "cart.js", "overlay.js", "toast.js", "markup.js", "live.js", "pwa.js", "facets.js"];
        let bytes: usize = names.iter().map(packed).sum();
        let all: usize = assets.addresses.keys().map(String::as_str).filter(|name| name.ends_with(".js")).map(|name| packed(&name)).sum();
        println!("{bytes} bytes packed, {all} of all scripts");
        assert!(bytes <= 9 * 1024 && all <= 16 * 1024, "{bytes} and {all} bytes packed");
    }
}
