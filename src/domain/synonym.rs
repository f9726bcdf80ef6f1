//! Synonyms: words that mean the same to those who search, as a merchant writes them down.
//!
//! One line is one synonym, in the format of Solr and Elasticsearch: `tv, television, telly` are all the same;
//! `ipod => ipod, mp3 player` finds the right side when the left one is typed. `#` starts a comment.

use std::fmt;

use minicbor::{Decode, Encode};

use super::limits::{SYNONYM_CHARS_MAX, SYNONYM_PHRASES_MAX, SYNONYM_WORDS_MAX, SYNONYMS_MAX};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Synonym {
    /// What is typed.
    #[n(0)]
    pub typed: Vec<String>,
    /// What is meant; nothing where all that is typed means the same.
    #[n(1)]
    pub meant: Vec<String>,
}

/// Why a line is no synonym, in words for the merchant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SynonymTrouble {
    #[error("write at least two phrases with commas between, such as \"tv, television\", or \"ipod => mp3 player\"")]
    Alone,
    #[error("a phrase is missing: write words on both sides of each comma and of =>")]
    Empty,
    #[error("there is more than one =>; write two lines")]
    Arrows,
    #[error("it is too long: at most {SYNONYM_PHRASES_MAX} phrases of {SYNONYM_WORDS_MAX} words, and {SYNONYM_CHARS_MAX} characters")]
    Long,
    #[error("there are more than {SYNONYMS_MAX} synonyms; remove some")]
    Many,
}

impl Synonym {
    /// # Errors
    /// Says what is wrong with the line.
    pub fn parse(line: &str) -> Result<Self, SynonymTrouble> {
        if line.chars().count() > SYNONYM_CHARS_MAX {
            return Err(SynonymTrouble::Long);
        }
        let mut sides = line.split("=>");
        let typed = phrases(sides.next().unwrap_or_default())?;
        let meant = sides.next().map(phrases).transpose()?.unwrap_or_default();
        if sides.next().is_some() {
            return Err(SynonymTrouble::Arrows);
        }
        if meant.is_empty() && typed.len() < 2 {
            return Err(SynonymTrouble::Alone);
        }
        if typed.len().saturating_add(meant.len()) > SYNONYM_PHRASES_MAX {
            return Err(SynonymTrouble::Long);
        }
        Ok(Self { typed, meant })
    }

    /// A whole file.
    ///
    /// # Errors
    /// The number of the line and what is wrong with it.
    pub fn parse_file(text: &str) -> Result<Vec<Self>, (usize, SynonymTrouble)> {
        let mut synonyms = Vec::new();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            if synonyms.len() >= SYNONYMS_MAX {
                return Err((number, SynonymTrouble::Many));
            }
            synonyms.push(Self::parse(line).map_err(|trouble| (number, trouble))?);
        }
        Ok(synonyms)
    }
}

fn phrases(side: &str) -> Result<Vec<String>, SynonymTrouble> {
    let mut phrases: Vec<String> = Vec::new();
    for phrase in side.split(',') {
        let words: Vec<&str> = phrase.split_whitespace().collect();
        if !words.iter().any(|word| word.contains(char::is_alphanumeric)) {
            return Err(SynonymTrouble::Empty);
        }
        if words.len() > SYNONYM_WORDS_MAX {
            return Err(SynonymTrouble::Long);
        }
        let phrase = words.join(" ").to_lowercase();
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    Ok(phrases)
}

/// As it is written in a file.
impl fmt::Display for Synonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed.join(", "))?;
        if self.meant.is_empty() { Ok(()) } else { write!(f, " => {}", self.meant.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Synonym, SynonymTrouble};
    use proptest::prelude::{prop_assert_eq, proptest};

    #[test]
    fn a_file_is_read_line_by_line() {
        let read = Synonym::parse_file("\u{feff}# ours\n\ntv, Television,  telly # all the same\nipod => ipod, mp3   player\n").expect("reads");
        let written: Vec<String> = read.iter().map(Synonym::to_string).collect();
        assert_eq!(written, ["tv, television, telly", "ipod => ipod, mp3 player"]);
    }

    #[test]
    fn a_bad_line_is_named_with_its_trouble() {
        let cases = [
            ("tv, television\ntv", (2, SynonymTrouble::Alone)),
            ("tv,,television", (1, SynonymTrouble::Empty)),
            ("tv =>", (1, SynonymTrouble::Empty)),
            ("a => b => c", (1, SynonymTrouble::Arrows)),
            ("one two three four five, six", (1, SynonymTrouble::Long)),
            ("tv, !!", (1, SynonymTrouble::Empty)),
        ];
        for (text, trouble) in cases {
            assert_eq!(Synonym::parse_file(text), Err(trouble), "{text}");
        }
        assert_eq!(Synonym::parse_file(&"a, b\n".repeat(2_001)), Err((2_001, SynonymTrouble::Many)));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(line in "[a-c ,=>#é]{0,40}") {
            if let Ok(read) = Synonym::parse(&line) {
                prop_assert_eq!(Synonym::parse(&read.to_string()), Ok(read));
            }
        }
    }
}
