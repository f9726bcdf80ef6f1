//! Text without meaning: slugs, trimming, shortening, plain words out of HTML, and what may be shown on a terminal.

/// A part of an address: ASCII letters, digits and single hyphens; other scripts are transliterated.
///
/// Empty when nothing readable is left.
#[must_use]
pub fn slug(text: &str) -> String {
    let ascii = deunicode::deunicode(text);
    let mut slug = String::with_capacity(ascii.len());
    for letter in ascii.chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if letter != '\'' && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    while slug.len() > SLUG_MAX || slug.ends_with('-') {
        slug.pop();
    }
    slug
}

const SLUG_MAX: usize = 120;

/// At most `max` characters, cut at a word where there is one, with an ellipsis when cut.
#[must_use]
pub fn shorten(text: &str, max: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(max) else {
        return text.to_owned();
    };
    let head = &text[..end];
    let head = head.rsplit_once(char::is_whitespace).map_or(head, |(words, _)| words);
    format!("{}…", head.trim_end_matches([',', '.', ';', ' ']))
}

/// Trims, and turns runs of white space and control characters into one space.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Several lines as [`tidy`] leaves each of them, with one empty line between two at most.
#[must_use]
pub fn tidy_lines(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = 0_u32;
    for line in text.replace("\r\n", "\n").split(['\n', '\r', '\u{2028}', '\u{2029}']).map(tidy) {
        if line.is_empty() {
            empty = empty.saturating_add(1);
            continue;
        }
        if !tidied.is_empty() {
            tidied.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        tidied.push_str(&line);
        empty = 0;
    }
    tidied
}

/// What a stranger wrote, without the marks that turn the writing around it (Unicode UAX 9, 2) and those that only hide.
/// The joiners stay, which scripts and emoji need, and so do the plain marks of direction.
#[must_use]
pub fn legible(text: &str) -> String {
    let hides = |letter: &char| matches!(letter, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    text.chars().filter(|letter| !hides(letter)).collect()
}

/// One line that a terminal can show as it is: whatever would command it, or hide or turn around what stands there, is written out.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        // The marks that change the direction of writing (Unicode UAX 9, 2), the invisible ones, and the separators of lines.
        let hides =
            matches!(letter, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if letter.is_control() || hides {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// The words of an HTML text, tags dropped and the common entities read, for search and summaries.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut inside_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => {
                inside_tag = true;
                words.push(' ');
            }
            '>' if inside_tag => inside_tag = false,
            _ if !inside_tag => words.push(letter),
            _ => {}
        }
    }
    for (entity, letter) in [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        if words.contains(entity) {
            words = words.replace(entity, letter);
        }
    }
    tidy(&words)
}

#[cfg(test)]
mod tests {
    use super::{legible, plain, shorten, slug, tidy, tidy_lines, visible};

    #[test]
    fn slugs_are_readable_in_any_script() {
        assert_eq!(slug("  Kjøkken & Café – Mother's Day! "), "kjokken-cafe-mothers-day");
        assert_eq!(slug("گوشی"), "gwshy");
        assert_eq!(slug("!!!"), "");
        assert!(slug(&"long ".repeat(100)).len() <= 120);
    }

    #[test]
    fn shortening_keeps_whole_words_and_characters() {
        assert_eq!(shorten("short", 10), "short");
        assert_eq!(shorten("a mug, for tea", 8), "a mug…");
        assert_eq!(shorten("ééééé", 2), "éé…");
    }

    #[test]
    fn html_becomes_words() {
        assert_eq!(plain("<p>Fast &amp; <b>light</b></p><p>1 &lt; 2</p>"), "Fast & light 1 < 2");
        assert_eq!(tidy(" a\u{a0}\n b\u{0}c "), "a b c");
    }

    #[test]
    fn lines_stay_and_nothing_else_that_cannot_be_seen() {
        assert_eq!(tidy_lines("\r\n  one \t two\r\nthree\n\n \n\nfour\u{2029}five\n\n"), "one two\nthree\n\nfour\nfive");
        assert_eq!(legible("a\u{202e}b\u{2066}c\u{feff}"), "abc");
        assert_eq!(legible("👩\u{200d}🌾 \u{200f}שלום"), "👩\u{200d}🌾 \u{200f}שלום");
    }

    #[test]
    fn nothing_commands_a_terminal_or_hides_on_it() {
        assert_eq!(visible("Zoë 李 👩\u{200d}🌾"), "Zoë 李 👩\u{200d}🌾");
        assert_eq!(visible("a\u{1b}[2J\u{7}\r\nb\t\u{9b}31m"), "a\\u{1b}[2J\\u{7}\\u{d}\\u{a}b\\u{9}\\u{9b}31m");
        for mark in ['\u{202e}', '\u{2066}', '\u{200f}', '\u{2029}', '\u{feff}', '\u{0}', '\u{7f}'] {
            assert!(!visible(&format!("paid{mark}")).contains(mark), "{mark:?}");
        }
    }
}
