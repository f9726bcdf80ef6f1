//! A merchant's collection: a saved search with a name, and products pinned in front of what it finds.

use minicbor::{Decode, Encode};

use super::product::ProductId;
use crate::base::text::slug;

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Collection {
    /// Its name in addresses; unique among collections and top categories.
    #[n(0)]
    pub handle: String,
    #[n(1)]
    pub title: String,
    /// Plain text; may be empty.
    #[n(2)]
    pub description: String,
    /// As the search's own address says it: `q=mug&brand=Ember&sort=best_selling`. Read when it was written, so it can be read again.
    #[n(3)]
    pub query: String,
    /// Each once, in the order they are shown.
    #[n(4)]
    pub pins: Vec<ProductId>,
    #[n(5)]
    pub on_home: bool,
}

/// Whether it can be one level of an address as it stands.
#[must_use]
pub fn is_handle(text: &str) -> bool {
    !text.is_empty() && slug(text) == text
}

#[cfg(test)]
mod tests {
    use super::is_handle;

    #[test]
    fn a_handle_is_one_level_of_an_address() {
        for (text, fits) in [("winter-sale", true), ("2026", true), ("", false), ("Winter", false), ("a/b", false), ("-a", false), ("é", false)] {
            assert_eq!(is_handle(text), fits, "{text:?}");
        }
    }
}
