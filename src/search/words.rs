//! From text to words: how texts are cut, folded and stemmed, the same for documents and for queries.
//!
//! Any text gives words; nothing in it is syntax.

use std::borrow::Cow;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RawTokenizer, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer, TokenizerManager,
};

use crate::domain::limits::{QUERY_CHARS_MAX, QUERY_TERMS_MAX, SKU_CHARS_MAX};

/// Lower case without accents.
pub const FOLDED: &str = "folded";
/// The same, cut to English stems.
pub const STEMMED: &str = "stemmed";
/// Taken as it is.
pub const EXACT: &str = "exact";

const WORD_BYTES_MAX: usize = 64;

/// Words that say nothing where others stand beside them.
const EMPTY_WORDS: [&str; 18] = ["a", "an", "and", "are", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "that", "the", "to", "with"];

pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(FOLDED, folded());
    manager.register(STEMMED, stemmed());
    manager.register(EXACT, TextAnalyzer::from(RawTokenizer::default()));
    manager
}

fn folded() -> TextAnalyzer {
    let words = TextAnalyzer::builder(SimpleTokenizer::default()).filter(AsciiFoldingFilter).filter(LowerCaser);
    words.filter(RemoveLongFilter::limit(WORD_BYTES_MAX)).build()
}

fn stemmed() -> TextAnalyzer {
    let words = TextAnalyzer::builder(SimpleTokenizer::default()).filter(AsciiFoldingFilter).filter(LowerCaser);
    words.filter(RemoveLongFilter::limit(WORD_BYTES_MAX)).filter(Stemmer::new(Language::English)).build()
}

/// One word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub folded: String,
    pub stem: String,
    /// What it and its neighbours would be if written together: `head set` may be a `headset`.
    pub joined: Vec<Joined>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    pub folded: String,
    pub stem: String,
}

impl Word {
    /// Each way it may be written, with what that is worth beside the word itself.
    pub fn forms(&self, joined_worth: f32) -> impl Iterator<Item = (&str, &str, f32)> {
        let joined = self.joined.iter().map(move |joined| (joined.folded.as_str(), joined.stem.as_str(), joined_worth));
        std::iter::once((self.folded.as_str(), self.stem.as_str(), 1.0)).chain(joined)
    }
}

/// The words of a query, at most [`QUERY_TERMS_MAX`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub words: Vec<Word>,
    /// The whole text as a code.
    pub code: Option<String>,
    /// Whether the last word may still be in the middle of being typed.
    pub open: bool,
}

impl Words {
    pub fn of(text: &str) -> Self {
        let cut = text.char_indices().nth(QUERY_CHARS_MAX).map_or(text, |(end, _)| &text[..end]);
        let clean = clean(cut);
        let mut words: Vec<Word> = Vec::new();
        for (folded, stem) in pairs(&clean) {
            if words.len() < QUERY_TERMS_MAX && words.iter().all(|word| word.folded != folded) {
                words.push(Word { folded, stem, joined: Vec::new() });
            }
        }
        join_neighbours(&mut words);
        if words.iter().any(|word| !is_empty_word(&word.folded)) {
            words.retain(|word| !is_empty_word(&word.folded));
        }
        let open = clean.chars().next_back().is_some_and(char::is_alphanumeric);
        Self { words, code: code(cut), open }
    }
}

fn is_empty_word(word: &str) -> bool {
    EMPTY_WORDS.contains(&word)
}

fn join_neighbours(words: &mut [Word]) {
    let all: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
    for (place, pair) in all.windows(2).enumerate() {
        for (folded, stem) in pairs(&pair.concat()) {
            let joined = Joined { folded, stem };
            for word in words.iter_mut().skip(place).take(2) {
                word.joined.push(joined.clone());
            }
        }
    }
}

/// Each word of a text, folded and stemmed.
fn pairs(text: &str) -> Vec<(String, String)> {
    let (mut folded, mut stemmed) = (folded(), stemmed());
    let (mut folds, mut stems) = (folded.token_stream(text), stemmed.token_stream(text));
    let mut pairs = Vec::new();
    while folds.advance() && stems.advance() {
        pairs.push((folds.token().text.clone(), stems.token().text.clone()));
    }
    pairs
}

/// Lower case without accents and punctuation, words parted by one space: for comparing names.
pub fn key(text: &str) -> String {
    let mut analyzer = folded();
    let clean = clean(text);
    let mut stream = analyzer.token_stream(&clean);
    let mut key = String::with_capacity(text.len());
    while stream.advance() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&stream.token().text);
    }
    key
}

/// Takes out apostrophes and accents that stand beside their letter, so that `men's` is one word and `é` one letter.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(is_inside_word) { Cow::Owned(text.replace(is_inside_word, "")) } else { Cow::Borrowed(text) }
}

fn is_inside_word(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}')
}

/// A SKU, bar code or part number as it is compared: letters and digits only, and a number without leading zeros.
pub fn code(text: &str) -> Option<String> {
    let code: String = text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).take(SKU_CHARS_MAX).collect();
    let number = code.bytes().all(|byte| byte.is_ascii_digit());
    let code = if number { code.trim_start_matches('0').to_owned() } else { code };
    (!code.is_empty()).then_some(code)
}

/// A word that may be a code by itself: long enough, and with a digit.
pub fn may_be_code(word: &str) -> bool {
    word.len() >= 4 && word.bytes().any(|byte| byte.is_ascii_digit())
}

/// How many letters may be wrong in a word of this length. Numbers are never guessed.
pub fn typos_allowed(word: &str) -> u8 {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::{Words, code, key, typos_allowed};

    fn folded(text: &str) -> Vec<String> {
        Words::of(text).words.into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_folded_and_stemmed() {
        let words = Words::of("The Men's CAFÉ Headphones");
        let pairs: Vec<_> = words.words.iter().map(|word| (word.folded.as_str(), word.stem.as_str())).collect();
        assert_eq!(pairs, [("mens", "men"), ("cafe", "cafe"), ("headphones", "headphon")]);
        assert_eq!(folded("cafe\u{301} cafe"), ["cafe"]);
        assert_eq!(folded("the"), ["the"]);
        assert_eq!(key("  Røde®  Microphones! "), "rode microphones");
    }

    #[test]
    fn neighbours_may_be_one_word() {
        let words = Words::of("head set");
        assert!(words.words.iter().all(|word| word.joined[0].folded == "headset"));
        assert!(Words::of("head").open && !Words::of("head ").open);
    }

    #[test]
    fn codes_are_compared_without_punctuation() {
        assert_eq!(code("TN-2110"), code("tn 2110"));
        assert_eq!(code("0731304236368"), code("731304236368"));
        assert_eq!(code("-/-"), None);
        assert_eq!(code("000"), None);
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(folded(&(0..40).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ")).len(), 16);
        assert!(folded(&"é".repeat(10_000)).is_empty(), "no shop has words of 256 letters");
        assert_eq!((typos_allowed("mug"), typos_allowed("mugs"), typos_allowed("headphone"), typos_allowed("128gb")), (0, 1, 2, 0));
    }
}
