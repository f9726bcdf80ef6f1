//! Notes what is searched for, and which products are opened from results.
//!
//! A click is told by the `Referer` of the product's page, which our own pages send whole and other sites can't:
//! no script, and no address that leads somewhere else first. What a browser only fetches beforehand isn't counted.

use axum::http::{HeaderMap, Uri, header};
use axum_extra::extract::Query;

use super::query::SearchQuery;
use super::state::App;
use crate::domain::product::ProductId;
use crate::search::request::Request;
use crate::shop::search::SearchView;
use crate::shop::visitor::Visitor;

pub fn searched(app: &App, headers: &HeaderMap, visitor: &Visitor, request: &Request, found: &SearchView) {
    if !fetched_beforehand(headers) {
        app.shop.note_search(visitor.client, request, found);
    }
}

pub fn opened(app: &App, headers: &HeaderMap, visitor: &Visitor, product: ProductId) {
    if let Some(text) = text_before(headers, &app.shop.settings.url).filter(|_| !fetched_beforehand(headers)) {
        app.shop.note_click(visitor.client, &text, product);
    }
}

fn fetched_beforehand(headers: &HeaderMap) -> bool {
    headers.get("sec-purpose").and_then(|value| value.to_str().ok()).is_some_and(|purpose| purpose.contains("prefetch"))
}

/// What was searched for on the page of this shop that led here.
fn text_before(headers: &HeaderMap, url: &str) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let from: Uri = text(header::REFERER)?.parse().ok()?;
    let host = from.authority()?.as_str();
    let own = url.split_once("://").map(|(_, own)| own);
    let ours = text(header::HOST) == Some(host) || own == Some(host);
    let list = from.path() == "/search" || from.path().starts_with("/collections/");
    let Query(query) = Query::<SearchQuery>::try_from_uri(&from).ok()?;
    (ours && list && !query.q.trim().is_empty()).then_some(query.q)
}

#[cfg(test)]
mod tests {
    use super::text_before;
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn only_lists_of_this_shop_count() {
        let before = |referer: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("host", HeaderValue::from_static("127.0.0.1:80"));
            headers.insert("referer", HeaderValue::from_static(referer));
            text_before(&headers, "https://shop.example")
        };
        assert_eq!(before("http://127.0.0.1:80/search?q=oak+table&brand=A&brand=B").as_deref(), Some("oak table"));
        assert_eq!(before("https://shop.example/collections/kitchen?q=mug").as_deref(), Some("mug"));
        for other in [
            "https://elsewhere.example/search?q=mug",
            "http://127.0.0.1:80/products/mug?q=mug",
            "http://127.0.0.1:80/search?q=+",
            "http://127.0.0.1:80/search",
            "/search?q=mug",
            "nonsense",
        ] {
            assert_eq!(before(other), None, "{other}");
        }
    }
}
