//! Addresses of lists: the query of the page, with one thing changed.

use crate::domain::product::{Product, Variant};
use crate::web::query::SearchQuery;

/// A list and its filters, as an address.
#[derive(Clone, Debug)]
pub struct Address {
    /// `/search`, or `/collections/` with a path.
    pub path: String,
    pub parameters: Vec<(String, String)>,
}

impl Address {
    /// The address of a query without its place in the pages.
    #[must_use]
    pub fn of(path: &str, query: &SearchQuery) -> Self {
        let one = |name: &str, value: Option<&str>| value.filter(|value| !value.is_empty()).map(|value| (name.to_owned(), value.to_owned()));
        let mut parameters: Vec<_> = one("q", Some(&query.q)).into_iter().chain(one("category", query.category.as_deref())).collect();
        parameters.extend(query.brand.iter().map(|brand| ("brand".to_owned(), brand.clone())));
        parameters.extend(query.attr.iter().map(|attribute| ("attr".to_owned(), attribute.clone())));
        parameters.extend(
            [
                one("price_min", query.price_min.as_deref()),
                one("price_max", query.price_max.as_deref()),
                one("rating_min", query.rating_min.as_deref()),
                one("in_stock", query.in_stock.as_deref()),
                one("sort", query.sort.as_deref()),
                one("limit", query.limit.as_deref()),
            ]
            .into_iter()
            .flatten(),
        );
        Self { path: path.to_owned(), parameters }
    }

    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        let parameters = self.parameters.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect();
        Self { path: self.path.clone(), parameters }
    }

    /// Without one of several values of a parameter.
    #[must_use]
    pub fn without_value(&self, name: &str, value: &str) -> Self {
        let parameters = self.parameters.iter().filter(|(other, set)| other != name || set != value).cloned().collect();
        Self { path: self.path.clone(), parameters }
    }

    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut changed = self.without(&[name]);
        changed.parameters.push((name.to_owned(), value.to_owned()));
        changed
    }

    #[must_use]
    pub fn at(&self, path: &str) -> Self {
        Self { path: path.to_owned(), parameters: self.parameters.clone() }
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// As it stands in a link.
    #[must_use]
    pub fn href(&self) -> String {
        if self.parameters.is_empty() {
            return self.path.clone();
        }
        let pairs: Vec<String> = self.parameters.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        format!("{}?{}", self.path, pairs.join("&"))
    }
}

/// Percent-encoding of everything that isn't unreserved (RFC 3986, 2.3).
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Where a product has its page.
#[must_use]
pub fn product_path(product: &Product) -> String {
    format!("/products/{}", encode(&product.handle))
}

/// The same with this variant chosen, where there are several.
#[must_use]
pub fn variant_path(product: &Product, variant: &Variant) -> String {
    let path = product_path(product);
    if product.variants.len() > 1 { format!("{path}?variant={}", encode(&variant.sku)) } else { path }
}

#[cfg(test)]
mod tests {
    use super::{Address, encode};
    use crate::web::query::SearchQuery;

    #[test]
    fn one_filter_changes_and_the_others_stay() {
        let query = SearchQuery {
            q: "mug & cup".into(),
            brand: vec!["Kiln House".into(), "Ostra".into()],
            cursor: Some("60".into()),
            ..SearchQuery::default()
        };
        let address = Address::of("/search", &query);
        assert_eq!(address.href(), "/search?q=mug%20%26%20cup&brand=Kiln%20House&brand=Ostra");
        assert_eq!(address.without_value("brand", "Ostra").without(&["q"]).href(), "/search?brand=Kiln%20House");
        assert_eq!(address.without(&["q", "brand"]).with("sort", "newest").href(), "/search?sort=newest");
        assert_eq!(encode("é/"), "%C3%A9%2F");
    }
}
