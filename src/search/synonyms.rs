//! Synonyms as the search uses them: compared by their stems, in English with those every shop knows.
//!
//! They widen the query, never the index, so a change counts from the next search on. What one text is widened by has a limit.

use std::collections::HashMap;
use std::ops::Range;

use super::words::{Word, Words};
use crate::domain::language::Language;
use crate::domain::limits::SYNONYMS_MEANT_MAX;
use crate::domain::synonym::Synonym;

/// Words of trade that mean the same in any English shop.
const COMMON: &str = "\
laptop, notebook
tv, television
fridge, refrigerator
cellphone, mobile phone, smartphone
ps4, playstation 4
ps5, playstation 5
hdd, hard drive, hard disk
ssd, solid state drive
earbuds, earphones
sofa, couch
trousers, pants
sneakers, trainers
";

/// Something else that part of a text may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The words of the text it stands for.
    pub places: Range<usize>,
    pub words: Vec<Word>,
    /// What was typed isn't looked for any more.
    pub replaces: bool,
}

#[derive(Default)]
struct Entry {
    phrases: Vec<Vec<Word>>,
    replaces: bool,
}

/// By the stems of what is typed.
#[derive(Default)]
pub struct Synonyms {
    entries: HashMap<String, Entry>,
}

impl Synonyms {
    pub fn of(merchant: &[Synonym], language: Language) -> Self {
        let mut synonyms = Self::default();
        let common = if language == Language::English { COMMON } else { "" };
        let common = Synonym::parse_file(common).expect("our own list can be read");
        common.iter().chain(merchant).for_each(|synonym| synonyms.add(synonym, language));
        synonyms
    }

    fn add(&mut self, synonym: &Synonym, language: Language) {
        let words = |text: &String| Words::of(text, language).words;
        let one_way = !synonym.meant.is_empty();
        let phrases: Vec<Vec<Word>> = if one_way { &synonym.meant } else { &synonym.typed }.iter().map(words).collect();
        for typed in &synonym.typed {
            let typed = key(&words(typed));
            let entry = self.entries.entry(typed.clone()).or_default();
            entry.replaces |= one_way && phrases.iter().all(|phrase| key(phrase) != typed);
            for phrase in &phrases {
                if !phrase.is_empty() && key(phrase) != typed && !entry.phrases.contains(phrase) {
                    entry.phrases.push(phrase.clone());
                }
            }
        }
    }

    /// What else the words may mean, from left to right.
    pub fn meant(&self, words: &Words) -> Vec<Meant> {
        let words = &words.words;
        let mut meant = Vec::new();
        for start in 0..words.len() {
            for end in start + 1..=words.len() {
                let Some(entry) = self.entries.get(&key(&words[start..end])) else { continue };
                let phrases = entry.phrases.iter();
                meant.extend(phrases.map(|phrase| Meant { places: start..end, words: phrase.clone(), replaces: entry.replaces }));
            }
        }
        meant.truncate(SYNONYMS_MEANT_MAX);
        meant
    }
}

fn key(words: &[Word]) -> String {
    words.iter().map(|word| word.stem.as_str()).collect::<Vec<_>>().join(" ")
}
