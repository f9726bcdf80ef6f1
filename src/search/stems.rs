//! Stems: what the forms of a word have in common, by the rules of its language (Snowball).

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

use super::letters::fold;
use crate::domain::language::Language;

/// Brings words back to their stems.
pub struct Stems {
    stemmer: Option<Stemmer>,
    french: bool,
}

impl Stems {
    pub fn of(language: Language) -> Self {
        Self { stemmer: algorithm(language).map(Stemmer::new), french: language == Language::French }
    }

    /// The stem of a word in lower case as if it had no accents, and the other one where it differs.
    pub fn of_word(&self, word: &str) -> (String, Option<String>) {
        let folded = fold(word);
        let stem = self.stem(&folded);
        let accented = if folded == word { None } else { Some(self.stem(word)).filter(|accented| *accented != stem) };
        (stem, accented)
    }

    /// The stem of one of its spellings, folded.
    pub fn stem(&self, word: &str) -> String {
        // Snowball leaves it there, because it may be more than the sign of many: `vélos`, but `bras`.
        let many = self.french && word.len() > 4 && ["as", "is", "os", "us"].iter().any(|end| word.ends_with(end));
        let word = if many { &word[..word.len() - 1] } else { word };
        let stem = self.stemmer.map_or(Cow::Borrowed(word), |stemmer| stemmer.stem(word));
        fold(&stem).into_owned()
    }
}

fn algorithm(language: Language) -> Option<Algorithm> {
    Some(match language {
        Language::None => return None,
        Language::Arabic => Algorithm::Arabic,
        Language::Danish => Algorithm::Danish,
        Language::Dutch => Algorithm::Dutch,
        Language::English => Algorithm::English,
        Language::Finnish => Algorithm::Finnish,
        Language::French => Algorithm::French,
        Language::German => Algorithm::German,
        Language::Greek => Algorithm::Greek,
        Language::Hungarian => Algorithm::Hungarian,
        Language::Italian => Algorithm::Italian,
        Language::Norwegian => Algorithm::Norwegian,
        Language::Portuguese => Algorithm::Portuguese,
        Language::Romanian => Algorithm::Romanian,
        Language::Russian => Algorithm::Russian,
        Language::Spanish => Algorithm::Spanish,
        Language::Swedish => Algorithm::Swedish,
        Language::Tamil => Algorithm::Tamil,
        Language::Turkish => Algorithm::Turkish,
    })
}
