//! The place of a product in the tree of categories: a path of names, and the same path in addresses.

use minicbor::{Decode, Encode};

use super::limits::CATEGORY_DEPTH_MAX;
use crate::base::text;

/// `Electronics > Audio > Headphones`; never empty.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Category(#[n(0)] Vec<String>);

/// How many visible products stand directly in a category; its row in the books.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Shelf {
    #[n(0)]
    pub category: Category,
    #[n(1)]
    pub products: u64,
}

impl Category {
    /// Reads `A > B > C`; empty levels are dropped, and nothing at all is "Uncategorised".
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::from_levels(text.split('>'))
    }

    /// Levels whose name leaves nothing readable for an address are dropped too.
    pub fn from_levels<'a>(levels: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<String> = levels.into_iter().map(text::tidy).filter(|name| !text::slug(name).is_empty()).take(CATEGORY_DEPTH_MAX).collect();
        if names.is_empty() { Self(vec!["Uncategorised".to_owned()]) } else { Self(names) }
    }

    #[must_use]
    pub fn levels(&self) -> &[String] {
        &self.0
    }

    /// `Electronics > Audio > Headphones`.
    #[must_use]
    pub fn label(&self) -> String {
        self.0.join(" > ")
    }

    /// The last level: `Headphones`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    /// `electronics/audio/headphones`.
    #[must_use]
    pub fn path(&self) -> String {
        self.0.iter().map(|name| text::slug(name)).collect::<Vec<_>>().join("/")
    }

    /// Itself and each category above it, top first.
    pub fn ancestry(&self) -> impl Iterator<Item = Self> + '_ {
        (1..=self.0.len()).map(|depth| Self(self.0[..depth].to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::Category;

    #[test]
    fn paths_come_from_names() {
        let category = Category::parse(" Electronics >  Audio & Hi-Fi > > Kopfhörer");
        assert_eq!(category.path(), "electronics/audio-hi-fi/kopfhorer");
        assert_eq!(category.name(), "Kopfhörer");
        let above: Vec<String> = category.ancestry().map(|c| c.path()).collect();
        assert_eq!(above, ["electronics", "electronics/audio-hi-fi", "electronics/audio-hi-fi/kopfhorer"]);
        assert_eq!(Category::parse(" > ").label(), "Uncategorised");
    }
}
