//! From text to words: folded and stemmed, the same for documents and for queries.
//!
//! - Any text gives words; nothing in it is syntax.
//! - **A word with accents has two stems**, one with them in mind and one without: stems go by accents, and people leave them out.
//! - A run of a script without spaces is as many words as it has pairs of letters. Documents have the single letters too.

use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::empty_words::is_empty_word;
use super::letters::{cut, fold, is_dense};
use super::stems::Stems;
use crate::domain::language::Language;
use crate::domain::limits::{QUERY_CHARS_MAX, QUERY_TERMS_MAX, SKU_CHARS_MAX};

/// Lower case without accents.
pub const FOLDED: &str = "folded";
/// The same, cut to stems.
pub const STEMMED: &str = "stemmed";
/// Taken as it is.
pub const EXACT: &str = "exact";

/// Longer words aren't guessed.
const GUESSED_CHARS_MAX: usize = 32;

/// What a field calls its way to words. The language is part of it, so that another one gives the index another schema.
pub fn tokenizer_name(way: &str, language: Language) -> String {
    format!("{way} {}", language.name())
}

pub fn tokenizers(language: Language) -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(&tokenizer_name(FOLDED, language), FieldWords { language, stemmed: false });
    manager.register(&tokenizer_name(STEMMED, language), FieldWords { language, stemmed: true });
    manager.register(EXACT, TextAnalyzer::from(RawTokenizer::default()));
    manager
}

/// Cuts a field of a document.
#[derive(Clone)]
struct FieldWords {
    language: Language,
    stemmed: bool,
}

impl Tokenizer for FieldWords {
    type TokenStream<'a> = FieldTokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FieldTokens {
        let stems = Stems::of(self.language);
        let (mut tokens, mut position) = (Vec::new(), 0_usize);
        cut(text, self.language, |word, run| {
            let mut add = |text: String, position| tokens.push(Token { position, text, ..Token::default() });
            if run {
                for (letter, pair) in letters_and_pairs(word) {
                    add(letter.to_owned(), position);
                    pair.into_iter().for_each(|pair| add(pair.to_owned(), position));
                    position = position.saturating_add(1);
                }
            } else {
                if self.stemmed {
                    let (stem, accented) = stems.of_word(word);
                    add(stem, position);
                    accented.into_iter().for_each(|stem| add(stem, position));
                } else {
                    add(fold(word).into_owned(), position);
                }
                position = position.saturating_add(1);
            }
        });
        FieldTokens { tokens: tokens.into_iter(), token: Token::default() }
    }
}

struct FieldTokens {
    tokens: std::vec::IntoIter<Token>,
    token: Token,
}

impl TokenStream for FieldTokens {
    fn advance(&mut self) -> bool {
        self.tokens.next().map(|token| self.token = token).is_some()
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Each letter of a run, with the pair that it begins.
fn letters_and_pairs(run: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    run.char_indices().map(move |(start, letter)| {
        let end = start.saturating_add(letter.len_utf8());
        let next = run[end..].chars().next().map(|next| end.saturating_add(next.len_utf8()));
        (&run[start..end], next.map(|next| &run[start..next]))
    })
}

/// One word of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    pub folded: String,
    pub stem: String,
    /// The stem its accents give, where that is another one.
    pub accented: Option<String>,
    /// It begins with the letter the word before ends with: both are pairs of one run.
    pub overlaps: bool,
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
        self.stems().map(|stem| (self.folded.as_str(), stem, 1.0)).chain(joined)
    }

    pub fn stems(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.stem.as_str()).chain(self.accented.as_deref())
    }

    /// A pair of letters of a run, or a single one.
    pub fn is_dense(&self) -> bool {
        self.folded.starts_with(is_dense)
    }

    /// Whether a text, as [`key`] makes it, has a word that begins so, or two that do when written together.
    pub fn begins_in(&self, key: &str) -> bool {
        if self.is_dense() {
            return key.contains(&self.folded);
        }
        let begins = |other: &str| self.forms(1.0).any(|(folded, stem, _)| other.starts_with(folded) || other.starts_with(stem));
        let parted = |(first, second): (&str, &str)| self.folded.strip_prefix(first).is_some_and(|rest| !rest.is_empty() && second.starts_with(rest));
        key.split(' ').any(begins) || key.split(' ').zip(key.split(' ').skip(1)).any(parted)
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
    pub fn of(text: &str, language: Language) -> Self {
        let text = text.char_indices().nth(QUERY_CHARS_MAX).map_or(text, |(end, _)| &text[..end]);
        let stems = Stems::of(language);
        let mut words: Vec<Word> = Vec::new();
        cut(text, language, |word, run| {
            if run {
                add_run(&mut words, word);
            } else {
                let (stem, accented) = stems.of_word(word);
                add(&mut words, Word { folded: fold(word).into_owned(), stem, accented, ..Word::default() });
            }
        });
        join_neighbours(&mut words, &stems);
        if words.iter().any(|word| !is_empty_word(&word.folded, language)) {
            words.retain(|word| !is_empty_word(&word.folded, language));
        }
        let open = text.chars().next_back().is_some_and(char::is_alphanumeric);
        Self { words, code: code(text), open }
    }
}

fn add(words: &mut Vec<Word>, word: Word) {
    if words.len() < QUERY_TERMS_MAX && words.iter().all(|known| known.folded != word.folded) {
        words.push(word);
    }
}

fn add_run(words: &mut Vec<Word>, run: &str) {
    let alone = run.chars().nth(1).is_none();
    for (letter, pair) in letters_and_pairs(run) {
        if let Some(text) = pair.or(Some(letter).filter(|_| alone)) {
            let overlaps = words.last().is_some_and(|before| before.is_dense() && before.folded.ends_with(letter));
            add(words, Word { folded: text.to_owned(), stem: text.to_owned(), overlaps, ..Word::default() });
        }
    }
}

fn join_neighbours(words: &mut [Word], stems: &Stems) {
    for place in 1..words.len() {
        if let [before, word] = &mut words[place - 1..=place]
            && !before.is_dense()
            && !word.is_dense()
        {
            let folded = format!("{}{}", before.folded, word.folded);
            let joined = Joined { stem: stems.stem(&folded), folded };
            before.joined.push(joined.clone());
            word.joined.push(joined);
        }
    }
}

/// Words as one would write them: parted by spaces, but for those that overlap.
pub fn written<'a>(words: impl IntoIterator<Item = (&'a str, bool)>) -> String {
    let mut text = String::new();
    for (word, overlaps) in words {
        let first = word.chars().next().filter(|_| overlaps);
        let rest = first.filter(|first| text.ends_with(*first)).map_or(word, |first| &word[first.len_utf8()..]);
        if !text.is_empty() && rest.len() == word.len() {
            text.push(' ');
        }
        text.push_str(rest);
    }
    text
}

/// Lower case without accents and punctuation, words parted by one space: for comparing names.
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut before = false;
    cut(text, Language::None, |word, _| {
        if before {
            key.push(' ');
        }
        before = true;
        key.push_str(&fold(word));
    });
    key
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

/// How many letters may be wrong in a word of this length, beside the first. Numbers are never guessed, nor scripts in which
/// each letter is a word.
pub fn typos_allowed(word: &str) -> u8 {
    if word.contains(|letter: char| letter.is_numeric() || is_dense(letter)) {
        return 0;
    }
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        8..=GUESSED_CHARS_MAX => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
    use tantivy::tokenizer::{TokenStream, Tokenizer};

    use super::{FieldWords, Words, code, key, typos_allowed, written};
    use crate::domain::language::Language;
    use crate::domain::limits::{QUERY_CHARS_MAX, QUERY_TERMS_MAX};

    fn words(text: &str) -> Words {
        Words::of(text, Language::English)
    }

    fn folded(text: &str) -> Vec<String> {
        words(text).words.into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_folded_and_stemmed() {
        let typed = words("The Men's CAFÉ Headphones");
        let pairs: Vec<_> = typed.words.iter().map(|word| (word.folded.as_str(), word.stem.as_str())).collect();
        assert_eq!(pairs, [("mens", "men"), ("cafe", "cafe"), ("headphones", "headphon")]);
        assert_eq!(folded("cafe\u{301} cafe"), ["cafe"]);
        assert_eq!(folded("the"), ["the"]);
        assert_eq!(key("  Røde®  Microphones! "), "rode microphones");
    }

    #[test]
    fn neighbours_may_be_one_word() {
        assert!(words("head set").words.iter().all(|word| word.joined[0].folded == "headset"));
        assert!(words("head").open && !words("head ").open);
    }

    #[test]
    fn a_run_is_its_pairs_and_can_be_written_again() {
        assert_eq!(folded("保温杯 茶 usb充电"), ["保温", "温杯", "茶", "usb", "充电"]);
        let typed = words("usb 保温杯 茶");
        assert_eq!(written(typed.words.iter().map(|word| (word.folded.as_str(), word.overlaps))), "usb 保温杯 茶");
        assert!(typed.words.iter().all(|word| word.joined.is_empty()));
        assert_eq!((key("USB保温杯"), typos_allowed("保温杯保温杯")), ("usb 保温杯".to_owned(), 0));
    }

    #[test]
    fn a_word_with_accents_has_the_stem_of_its_plain_letters_too() {
        let stems = |text: &str, language| {
            let words = Words::of(text, language).words;
            words.iter().flat_map(|word| word.stems().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        for (one, other, language) in [
            ("Gläser", "Glas", Language::German),
            ("Gläser", "glaser", Language::German),
            ("Größe", "Groessen", Language::German),
            ("Füße", "fuss", Language::German),
            ("fatiguées", "fatigué", Language::French),
            ("chapeaux", "chapeau", Language::French),
            ("vélos", "velo", Language::French),
            ("чайники", "чайник", Language::Russian),
        ] {
            let (one, other) = (stems(one, language), stems(other, language));
            assert!(one.iter().any(|stem| other.contains(stem)), "{one:?} {other:?}");
        }
        assert_eq!(stems("houses", Language::None), ["houses"]);
    }

    proptest! {
        #[test]
        fn any_text_has_few_words_in_any_language(text in any_text(), place in 0..Language::ALL.len()) {
            let language = Language::ALL[place];
            let words = Words::of(&text, language);
            prop_assert!(words.words.len() <= QUERY_TERMS_MAX);
            let of_field: Vec<String> = tokens(&text, language);
            for word in &words.words {
                prop_assert!(!word.folded.is_empty() && !word.stem.is_empty(), "{word:?}");
                let cut_off = text.chars().count() > QUERY_CHARS_MAX;
                prop_assert!(cut_off || of_field.contains(&word.stem), "{word:?} of the query isn't a word of the field: {of_field:?}");
                prop_assert!(word.begins_in(&key(&word.folded)), "{word:?}");
            }
            prop_assert_eq!(key(&key(&text)), key(&text));
        }
    }

    /// What a field of a document has of a text.
    fn tokens(text: &str, language: Language) -> Vec<String> {
        let mut tokens = Vec::new();
        FieldWords { language, stemmed: true }.token_stream(text).process(&mut |token| tokens.push(token.text.clone()));
        tokens
    }

    fn any_text() -> impl Strategy<Value = String> {
        let letters = proptest::collection::vec(proptest::char::any(), 0..400).prop_map(|letters| letters.into_iter().collect());
        let mixed = "[a-zA-Zà-ÿΑ-ώА-яא-ת؀-ۿऀ-ॿ஀-௿一-丿가-각ァ-ンﾊ-ﾟ0-9😀-😏 '’\u{300}-\u{36f}\u{200b}-\u{202e}İıßﬁ]{0,300}";
        proptest::prop_oneof![letters, mixed]
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
