//! `[shop] locale` and `messages`: the language of pages and letters, and the merchant's own way to say things.

use std::path::Path;

use super::check::Wrong;
use super::source::text_beside;
use super::written::Written;
use crate::base::messages::{Catalogue, Trouble};
use crate::domain::limits::MESSAGES_FILE_BYTES_MAX;

impl Written {
    /// Reads the file, where there is one.
    pub(super) fn catalogue(&self, beside: &Path) -> Result<&'static Catalogue, Wrong> {
        let wrong = |key: &'static str, problem: String| Wrong { section: "shop", key, inside: Vec::new(), problem };
        let path = beside.join(&self.shop.messages);
        let own = if self.shop.messages.is_empty() {
            String::new()
        } else {
            text_beside(&path, MESSAGES_FILE_BYTES_MAX).map_err(|problem| wrong("messages", problem))?
        };
        Catalogue::load(&self.shop.locale, &own).map_err(|trouble| match trouble {
            Trouble::Locale(problem) => wrong("locale", problem),
            Trouble::Line(line, problem) => wrong("messages", format!("{}:{line}: {problem}", path.display())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn a_merchant_says_it_otherwise_or_brings_a_language() {
        let folder = tempfile::tempdir().expect("a directory");
        let settings = folder.path().join("shop.toml");
        let with = |locale: &str, messages: &str| {
            std::fs::write(&settings, format!("[shop]\nlocale = \"{locale}\"\nmessages = \"own.ftl\"\n")).expect("written");
            std::fs::write(folder.path().join("own.ftl"), messages).expect("written");
            let loaded = Written::load(Some(&settings), std::iter::empty()).map(|(_, settings)| settings.catalogue);
            loaded.map_err(|error| format!("{error:#}").replace(&folder.path().display().to_string(), ""))
        };
        let german = with("de", "# Ours\nsearch = Finden\n").expect("it's read");
        assert_eq!((german.plain("search"), german.plain("cart")), ("Finden", "Warenkorb"));
        let arabic = with("ar", "cart = السلة\n").expect("it's read");
        assert_eq!((arabic.plain("cart"), arabic.plain("search"), arabic.direction), ("السلة", "Search", "rtl"));
        for (messages, said) in [
            ("cart = A\ncat = B\n", "/own.ftl:2: there is no message cat"),
            ("cart = A\n\nsearch = { $count\n", "/own.ftl:3: "),
            ("only-left = { $number } left\n", "/own.ftl:1: only-left is told $count, not $number"),
            ("cart = { $count } A\n", "/own.ftl:1: cart is told nothing, not $count"),
        ] {
            let error = with("en", messages).expect_err(messages);
            assert!(error.contains("/shop.toml:3: [shop] messages: ") && error.contains(said), "{error}");
        }
    }
}
