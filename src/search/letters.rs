//! From letters to words: where a text is cut, what is one letter written in two ways, which accents can be left out.
//!
//! **Scripts without spaces** (Chinese, Japanese; Korean, whose words carry endings) come as runs of letters: who finds one
//! in another compares their pairs of letters.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use crate::domain::language::Language;

/// Longer words are no words, in bytes.
const WORD_BYTES_MAX: usize = 64;

const ONE_WAY: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();
const COMPOSED: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const TAKEN_APART: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();

/// Visits each word of a text in lower case, with its accents; and whether it's a run of a script without spaces.
pub fn cut(text: &str, language: Language, mut visit: impl FnMut(&str, bool)) {
    let text = if text.is_ascii() { Cow::Borrowed(text) } else { ONE_WAY.normalize(text) };
    let mut word = String::new();
    let mut run = false;
    let mut end = |word: &mut String, run: bool| {
        if !word.is_empty() && (run || word.len() < WORD_BYTES_MAX) {
            visit(word, run);
        }
        word.clear();
    };
    for letter in text.chars() {
        let plain = letter.is_ascii_alphanumeric();
        if !plain && is_inside_word(letter, language) {
            continue;
        }
        let (of_word, of_run) = (plain || is_letter(letter), !plain && is_dense(letter));
        if !of_word || of_run != run {
            end(&mut word, run);
            run = of_run;
        }
        if of_word {
            push_lower(&mut word, letter, language);
        }
    }
    end(&mut word, run);
}

/// Apostrophes and accents beside their letter: `men's` is one word and `é` one letter. A French or Italian apostrophe parts words.
fn is_inside_word(letter: char, language: Language) -> bool {
    match letter {
        '\'' | '\u{2019}' | '\u{2bc}' => !matches!(language, Language::French | Language::Italian),
        // A soft hyphen, and marks that only say how letters are joined.
        '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' => true,
        _ => is_accent(letter),
    }
}

fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || is_sign_of_india(letter)
}

/// Signs that belong to the letter before, at the same places of each script of India.
fn is_sign_of_india(letter: char) -> bool {
    matches!(letter, '\u{900}'..='\u{d7f}') && matches!(u32::from(letter) & 0x7f, 0x3c | 0x4d)
}

/// Whether a letter is of a script whose words aren't parted, or only loosely.
pub fn is_dense(letter: char) -> bool {
    matches!(letter,
        '\u{1100}'..='\u{11ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30fa}'
        | '\u{30fc}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

fn push_lower(word: &mut String, letter: char, language: Language) {
    match letter {
        'I' if language == Language::Turkish => word.push('ı'),
        _ if letter.is_ascii() => word.push(letter.to_ascii_lowercase()),
        _ => word.extend(letter.to_lowercase().filter(|letter| !is_accent(*letter))),
    }
}

/// A word in lower case without its accents.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars() {
        if letter == 'й' {
            // A letter of its own to all who write it.
            folded.push(letter);
            continue;
        }
        for part in TAKEN_APART.normalize_iter(std::iter::once(letter)).filter(|part| !is_accent(*part)) {
            match part {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'þ' => folded.push_str("th"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'ħ' => folded.push('h'),
                'ı' => folded.push('i'),
                'ς' => folded.push('σ'),
                _ => folded.push(part),
            }
        }
    }
    Cow::Owned(COMPOSED.normalize(&folded).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{cut, fold};
    use crate::domain::language::Language;

    fn words(text: &str, language: Language) -> Vec<String> {
        let mut words = Vec::new();
        cut(text, language, |word, _| words.push(fold(word).into_owned()));
        words
    }

    #[test]
    fn a_letter_is_one_however_it_is_written() {
        for (written, same) in
            [("CAFÉ", "cafe\u{301}"), ("ＵＳＢ", "usb"), ("ﾏｸﾞ", "マグ"), ("Straße", "STRASSE"), ("ΣΟΦΌΣ", "σοφός"), ("ﬁlter", "filter")]
        {
            assert_eq!(words(written, Language::English), words(same, Language::English), "{written}");
        }
        assert_eq!(words("Łódź Røde Ærø ǽ чай ёлка", Language::None), ["lodz", "rode", "aero", "ae", "чай", "елка"]);
        assert_eq!(words("IŞIK ışık", Language::Turkish), ["isik", "isik"]);
        assert_eq!(words("तमिழ் க்ஷ", Language::Tamil).len(), 2, "a sign parts no word");
    }

    #[test]
    fn apostrophes_part_words_where_they_do_in_the_language() {
        assert_eq!(words("men's men\u{2019}s", Language::English), ["mens", "mens"]);
        assert_eq!(words("l'eau d\u{2019}olive", Language::French), ["l", "eau", "d", "olive"]);
    }

    #[test]
    fn scripts_are_parted_from_each_other() {
        assert_eq!(words("不锈钢保温杯 500ml USB充电器", Language::English), ["不锈钢保温杯", "500ml", "usb", "充电器"]);
        assert_eq!(words(&"x".repeat(64), Language::English).len(), 0, "no word is so long");
    }
}
