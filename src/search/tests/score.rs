//! Scoring says the same as queries of the library that are made of the same words, over more documents than a window has.

use std::collections::BTreeMap;
use std::time::Duration;

use tantivy::query::{Bm25Weight, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EnableScoring, Query, TermQuery};
use tantivy::schema::{Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocId, Index, Searcher, TantivyDocument, Term};

use crate::base::deadline::Deadline;
use crate::search::score::{Choice, Needed, Slot, hits};
use crate::search::window::Window;

const DOCUMENTS: u64 = 20_000;
const TITLE: f32 = 3.0;
const CODE: f32 = 1_000.0;

struct Shelf {
    searcher: Searcher,
    title: Field,
    text: Field,
    number: Field,
}

/// Word `n` stands in each (n + 1)th title and, by another rhythm, once or twice in a text; `rare` in one document of each window.
fn shelf() -> Shelf {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(IndexRecordOption::WithFreqs);
    let words = TextOptions::default().set_indexing_options(indexing);
    let (title, text) = (builder.add_text_field("title", words.clone()), builder.add_text_field("text", words));
    let number = builder.add_u64_field("number", INDEXED);
    let index = Index::create_in_ram(builder.build());
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 50_000_000).expect("a writer");
    for doc in 0..DOCUMENTS {
        let mut document = TantivyDocument::default();
        let said = |rhythm: u64| (0..40_u64).filter(move |word| doc % (word + rhythm) == 0).map(|word| format!("w{word}"));
        document.add_text(title, said(1).collect::<Vec<_>>().join(" "));
        let rare = (doc % 8_192 == 77).then(|| "rare".to_owned());
        let twice = said(3).chain(said(7)).chain(rare);
        document.add_text(text, twice.collect::<Vec<_>>().join(" "));
        document.add_u64(number, doc);
        writer.add_document(document).expect("it's taken");
    }
    writer.commit().expect("it's written");
    let searcher = index.reader().expect("a reader").searcher();
    assert_eq!(searcher.segment_readers().len(), 1);
    Shelf { searcher, title, text, number }
}

impl Shelf {
    fn terms(&self, word: &str) -> [(Term, f32); 2] {
        [(Term::from_field_text(self.title, word), TITLE), (Term::from_field_text(self.text, word), 1.0)]
    }

    fn slot(&self, words: &str) -> Slot {
        let mut parts: Vec<Slot> = words.split('+').map(|word| Slot { choices: self.choices(word).collect() }).collect();
        if parts.len() == 1 { parts.remove(0) } else { Slot { choices: vec![Choice::All(parts)] } }
    }

    fn choices(&self, word: &str) -> impl Iterator<Item = Choice> {
        self.terms(word).into_iter().map(|(term, boost)| {
            let weight = Bm25Weight::for_terms(&self.searcher, std::slice::from_ref(&term)).expect("figures").boost_by(boost);
            Choice::Word { named: term.field() == self.title, term, weight }
        })
    }

    fn code(&self, doc: u64) -> Term {
        Term::from_field_u64(self.number, doc)
    }

    fn found(&self, words: &[&str], code: Option<u64>, needed: Needed) -> BTreeMap<DocId, f32> {
        let slots: Vec<Slot> = words.iter().map(|word| self.slot(word)).collect();
        let code = code.map(|doc| Choice::Exact { term: self.code(doc), score: CODE });
        let mut found = BTreeMap::new();
        let mut last = None;
        let reader = self.searcher.segment_reader(0);
        hits(reader, &slots, code.as_ref(), needed, Deadline::after(Duration::from_secs(60)), &mut Window::default(), |doc, score| {
            assert!(last.replace(doc) < Some(doc), "documents rise");
            found.insert(doc, score);
        })
        .expect("it's read");
        found
    }

    fn word_query(&self, words: &str) -> Box<dyn Query> {
        let of_word = |word: &str| -> Box<dyn Query> {
            let one =
                |(term, boost)| -> Box<dyn Query> { Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), boost)) };
            Box::new(DisjunctionMaxQuery::with_tie_breaker(self.terms(word).into_iter().map(one).collect(), 0.1))
        };
        Box::new(BooleanQuery::intersection(words.split('+').map(of_word).collect()))
    }

    fn expected(&self, words: &[&str], code: Option<u64>, least: usize) -> BTreeMap<DocId, f32> {
        let words = words.iter().map(|word| self.word_query(word)).collect();
        let mut any: Vec<Box<dyn Query>> = vec![Box::new(BooleanQuery::union_with_minimum_required_clauses(words, least))];
        any.extend(code.map(|doc| -> Box<dyn Query> {
            Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(self.code(doc), IndexRecordOption::Basic)), CODE))
        }));
        let weight = BooleanQuery::union(any).weight(EnableScoring::enabled_from_searcher(&self.searcher)).expect("a weight");
        let mut expected = BTreeMap::new();
        let mut take = |doc, score| {
            expected.insert(doc, score);
        };
        weight.for_each(self.searcher.segment_reader(0), &mut take).expect("it's read");
        expected
    }
}

fn same(found: &BTreeMap<DocId, f32>, expected: &BTreeMap<DocId, f32>, of: &str) {
    assert!(found.keys().eq(expected.keys()), "{of}: {} hits instead of {}", found.len(), expected.len());
    for (doc, score) in found {
        assert!((score - expected[doc]).abs() <= expected[doc] * 1e-4, "{of}: document {doc} is worth {score}, not {}", expected[doc]);
    }
}

#[test]
fn words_are_worth_what_the_library_says() {
    let shelf = shelf();
    let texts: [&[&str]; 9] = [
        &["w0"],
        &["w39"],
        &["w1", "w2"],
        &["w38", "w0", "w17"],
        &["rare", "w0"],
        &["rare", "w5", "w0"],
        &["w3+w4", "w1"],
        &["w3+rare", "w0"],
        &["nobody", "w30", "w31", "w32"],
    ];
    for words in texts {
        for code in [None, Some(77), Some(19_999)] {
            let of = format!("{words:?} {code:?}");
            same(&shelf.found(words, code, Needed::All), &shelf.expected(words, code, words.len()), &of);
            for least in 1..=words.len() {
                let needed = Needed::Some(u8::try_from(least).expect("few"));
                same(&shelf.found(words, code, needed), &shelf.expected(words, code, least), &format!("{of} {least}"));
            }
        }
    }
    assert_eq!(shelf.found(&[], Some(5), Needed::All), BTreeMap::from([(5, CODE)]));
    assert!(shelf.found(&[], None, Needed::All).is_empty());
}

/// Words that a title has make a hit; all of them count twice wherever they are.
#[test]
fn names_are_enough_and_all_words_count_twice() {
    let shelf = shelf();
    let (words, all) = (["w6", "w10", "rare"], shelf.found(&["w6", "w10", "rare"], None, Needed::All));
    let any = shelf.found(&words, None, Needed::Some(1));
    for least in 1..=2_u64 {
        let found = shelf.found(&words, None, Needed::Named(u8::try_from(least).expect("few")));
        for (doc, score) in &any {
            let in_title = [7, 11].into_iter().filter(|rhythm| u64::from(*doc) % rhythm == 0).count();
            let expected = match all.get(doc) {
                Some(score) => Some(2.0 * score),
                None => (u64::try_from(in_title).expect("few") >= least).then_some(*score),
            };
            assert_eq!(found.get(doc).copied(), expected, "document {doc}");
        }
    }
}
