//! What crawlers ask for first: what they may look at, and where everything is.
//!
//! **No sitemap has more addresses or bytes than the protocol allows.** A small shop has one; a larger one an index of several: the
//! first names pages and lists, each other one products by their ids, so that it costs the same however many there are.
//!
//! Source: sitemaps.org, protocol 0.9.

use std::fmt::Write;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::address::encode;
use crate::domain::limits::{SITEMAP_ADDRESS_CHARS_MAX, SITEMAP_ADDRESSES_MAX, SITEMAP_BYTES_MAX};
use crate::domain::product::ProductId;
use crate::domain::refusal::{Error, Refusal};
use crate::shop::Shop;
use crate::shop::catalogue::Extent;
use crate::web::error::Problem;
use crate::web::pages::content;
use crate::web::state::App;
use crate::web::validators::PUBLIC;
use crate::web::xml::element;

/// Ids of products in each of several sitemaps: even with the longest addresses they stay below the most bytes.
const PRODUCTS_EACH: u64 = 20_000;
/// What an address costs beside its own letters.
const AROUND_BYTES: usize = 120;
const XML: &str = "application/xml; charset=utf-8";
const NAMESPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// The address others know the shop by: the merchant's word, else what this very request came to.
///
/// # Errors
/// When neither is known.
pub fn origin(app: &App, headers: &HeaderMap) -> Result<String, Problem> {
    let url = &app.shop.settings.url;
    if !url.is_empty() {
        return Ok(url.clone());
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    let plain = (1..=253).contains(&host.len()) && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    // Without the merchant's word the shop speaks plain HTTP, to this machine.
    if plain { Ok(format!("http://{host}")) } else { Err(Problem::malformed("The request doesn't say what host it is for.")) }
}

/// `/robots.txt`: what is about one shopper or has no end isn't for crawlers.
pub async fn robots(State(app): State<App>, headers: HeaderMap) -> Response {
    const CLOSED: [&str; 7] = ["/cart", "/checkout", "/orders/", "/track", "/account", "/api/", "/f/"];
    const FILTERS: [&str; 7] = ["q", "brand", "attr", "price_", "rating_min", "in_stock", "sort"];
    let mut text = "User-agent: *\n".to_owned();
    for path in CLOSED {
        text.push_str(&format!("Disallow: {path}\n"));
    }
    for name in FILTERS {
        text.push_str(&format!("Disallow: /*?{name}\nDisallow: /*&{name}\n"));
    }
    if let Ok(origin) = origin(&app, &headers) {
        text.push_str(&format!("\nSitemap: {origin}/sitemap.xml\n"));
    }
    ([(header::CACHE_CONTROL, "public, max-age=86400")], text).into_response()
}

/// `/sitemap.xml`
pub async fn sitemap(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let origin = origin(&app, &headers)?;
    made(&app, move |shop| whole(shop, &origin)).await
}

/// `/sitemap-{n}.xml`
pub async fn part(State(app): State<App>, Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let origin = origin(&app, &headers)?;
    let number: u64 = number(&name).ok_or(Refusal::NotFound)?;
    made(&app, move |shop| numbered(shop, &origin, number)).await
}

/// The number in `12.xml`, as it is written in the index.
fn number(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".xml")?;
    digits.parse().ok().filter(|number: &u64| *number > 0 && number.to_string() == digits)
}

/// Sitemaps are made beside the requests of shoppers, a few at a time.
async fn made(app: &App, make: impl FnOnce(&Shop) -> Result<String, Error> + Send + 'static) -> Result<Response, Problem> {
    let Ok(turn) = app.readers.clone().try_acquire_owned() else { return Err(Refusal::Overloaded.into()) };
    let shop = app.shop.clone();
    let text = tokio::task::spawn_blocking(move || (make(&shop), drop(turn)).0).await.map_err(anyhow::Error::new)??;
    Ok(([(header::CONTENT_TYPE, XML), (header::CACHE_CONTROL, PUBLIC.to_str().unwrap_or(""))], text).into_response())
}

fn whole(shop: &Shop, origin: &str) -> Result<String, Error> {
    let extent = shop.extent(SITEMAP_ADDRESSES_MAX)?;
    let lists = paths(shop)?;
    if fits(&extent, lists.len(), origin) {
        return Ok(addresses(origin, |out| {
            lists.iter().for_each(|path| out.add(path, None));
            products(out, shop, ProductId(0), ProductId(extent.last))
        })?);
    }
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex {NAMESPACE}>\n");
    for number in 1..=extent.last.div_ceil(PRODUCTS_EACH).saturating_add(1) {
        out.push_str("<sitemap>");
        element(&mut out, "loc", &format!("{origin}/sitemap-{number}.xml"));
        out.push_str("</sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    Ok(out)
}

/// One sitemap holds all of it.
fn fits(extent: &Extent, lists: usize, origin: &str) -> bool {
    let lists = u64::try_from(lists).unwrap_or(u64::MAX);
    let all = extent.products.saturating_add(lists);
    let around = AROUND_BYTES.saturating_add(origin.len());
    // Each byte of a handle takes three letters at most; paths of lists are short.
    let bytes = usize::try_from(all).unwrap_or(usize::MAX).saturating_mul(around).saturating_add(extent.handle_bytes.saturating_mul(3));
    all <= SITEMAP_ADDRESSES_MAX && bytes <= SITEMAP_BYTES_MAX / 2
}

fn numbered(shop: &Shop, origin: &str, number: u64) -> Result<String, Error> {
    let last = shop.extent(0)?.last;
    if number == 1 {
        let lists = paths(shop)?;
        return Ok(addresses(origin, |out| {
            lists.iter().for_each(|path| out.add(path, None));
            Ok(())
        })?);
    }
    let before = number.saturating_sub(2).saturating_mul(PRODUCTS_EACH);
    if before >= last {
        return Err(Refusal::NotFound.into());
    }
    let (first, last) = (ProductId(before.saturating_add(1)), ProductId(before.saturating_add(PRODUCTS_EACH)));
    Ok(addresses(origin, |out| products(out, shop, first, last))?)
}

/// Addresses on the way into a sitemap.
struct Addresses<'a> {
    origin: &'a str,
    out: String,
}

impl Addresses<'_> {
    fn add(&mut self, path: &str, changed: Option<&str>) {
        let address = format!("{}{path}", self.origin);
        if address.len() <= SITEMAP_ADDRESS_CHARS_MAX {
            self.out.push_str("<url>");
            element(&mut self.out, "loc", &address);
            element(&mut self.out, "lastmod", changed.unwrap_or(""));
            self.out.push_str("</url>\n");
        }
    }
}

fn addresses(origin: &str, fill: impl FnOnce(&mut Addresses) -> anyhow::Result<()>) -> anyhow::Result<String> {
    let mut addresses = Addresses { origin, out: format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset {NAMESPACE}>\n") };
    fill(&mut addresses)?;
    addresses.out.push_str("</urlset>\n");
    Ok(addresses.out)
}

/// Of all pages but those of products.
fn paths(shop: &Shop) -> anyhow::Result<Vec<String>> {
    let written = shop.content_handles()?;
    let others = content::HANDLES.iter().map(|handle| (*handle).to_owned()).filter(|handle| !written.contains(handle));
    let mut paths = vec!["/".to_owned()];
    paths.extend(others.chain(written.clone()).map(|handle| format!("/pages/{}", encode(&handle))));
    paths.extend(shop.list_paths()?.into_iter().map(|path| format!("/collections/{path}")));
    Ok(paths)
}

fn products(out: &mut Addresses, shop: &Shop, first: ProductId, last: ProductId) -> anyhow::Result<()> {
    let mut changed = String::new();
    for place in shop.places(first, last)? {
        changed.clear();
        write!(changed, "{}", place.changed_at)?;
        out.add(&format!("/products/{}", encode(&place.handle)), Some(&changed));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{fits, number};
    use crate::shop::catalogue::Extent;

    #[test]
    fn one_sitemap_holds_what_the_protocol_allows_and_no_more() {
        let extent = |products, handle_bytes| Extent { last: products, products, handle_bytes };
        assert!(fits(&extent(49_000, 49_000 * 30), 1_000, "https://shop.example.com"));
        assert!(!fits(&extent(49_000, 49_000 * 30), 1_001, "https://shop.example.com"), "too many with the lists");
        assert!(!fits(&extent(40_000, 40_000 * 600), 0, "https://shop.example.com"), "too many bytes");
    }

    #[test]
    fn parts_have_one_address_each() {
        assert_eq!([number("1.xml"), number("01.xml"), number("0.xml"), number("1"), number("x.xml")], [Some(1), None, None, None, None]);
    }
}
