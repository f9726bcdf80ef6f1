//! A place to go, with its name.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub label: String,
    pub href: String,
}

impl Link {
    #[must_use]
    pub fn new(label: &str, href: &str) -> Self {
        Self { label: label.to_owned(), href: href.to_owned() }
    }
}
