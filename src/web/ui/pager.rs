//! Plain links to the neighbouring pages of a list.

use maud::{Markup, html};

use crate::base::messages::{spoken, t};

#[derive(Clone, Copy, Debug)]
pub struct Pager<'a> {
    pub previous: Option<&'a str>,
    pub next: Option<&'a str>,
    /// How far the reader is: `60 of 1,204`.
    pub place: &'a str,
}

#[must_use]
pub fn pager(pager: &Pager) -> Markup {
    html! {
        @if pager.previous.is_some() || pager.next.is_some() {
            nav.pager aria-label=(t("pages")) {
                @if let Some(href) = pager.previous { a.btn href=(href) rel="prev" { (t("previous-page")) } }
                p.count { (pager.place) }
                @if let Some(href) = pager.next { a.btn href=(href) rel="next" data-live=(t("show-more-products")) { (t("next-page")) } }
            }
        }
    }
}

/// `10,204`: thousands apart.
#[must_use]
pub fn count(number: u64) -> String {
    spoken().marks.grouped(&number.to_string())
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([count(0), count(1), count(1_000), count(12_345_678)], ["0", "1", "1,000", "12,345,678"]);
    }
}
