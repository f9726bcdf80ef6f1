//! Completing what is being typed: texts worth searching for, categories and products.
//!
//! - Words that came before the last one may have typos; the last one is the beginning of a word, with a letter wrong
//!   where nothing begins so.
//! - **Every step is bounded**, whatever was typed and however large the shop is: words walked, words taken, products
//!   looked at. Where a beginning fits more products than are looked at, the best of those are shown.

use std::sync::Arc;

use anyhow::Result;
use arc_swap::ArcSwap;
use tantivy::query::{BooleanQuery, EnableScoring, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::edition::Edition;
use super::expand::{self, Near};
use super::heads::Heads;
use super::index::Search;
use super::popular::Popular;
use super::rows::Rows;
use super::words::{self, Word, Words};
use crate::domain::language::Language;
use crate::domain::limits::{SUGGESTED_CATEGORIES, SUGGESTED_PRODUCTS, SUGGESTED_QUERIES};
use crate::domain::product::ProductId;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Texts worth searching for: those that many searched for, then words of the shop.
    pub queries: Vec<String>,
    /// Best first.
    pub products: Vec<ProductId>,
    pub categories: Vec<SuggestedCategory>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedCategory {
    pub path: String,
    pub label: String,
}

/// What is kept ready for typing, beside the index.
pub struct Typing {
    heads: ArcSwap<Heads>,
    pub popular: ArcSwap<Popular>,
}

/// Words of the index that the last word may be completed to, and a typo corrected to.
const WORDS_MAX: usize = 24;
const CORRECTED_MAX: usize = 3;
/// Completed words that are tried together with the words before, and products counted for each.
const TRIED_MAX: usize = 12;
const COUNTED_MAX: u64 = 200;
/// Products looked at to find the best.
const LOOKED_AT_MAX: u64 = 20_000;

impl Typing {
    pub fn of(edition: &Edition) -> Result<Self> {
        Ok(Self { heads: ArcSwap::from_pointee(Heads::read(edition, &Heads::default())?), popular: ArcSwap::default() })
    }

    /// Follows the index to its next commit.
    pub fn renew(&self, edition: &Edition) -> Result<()> {
        let heads = Heads::read(edition, &self.heads.load())?;
        self.heads.store(Arc::new(heads));
        Ok(())
    }
}

/// A text as it may be meant.
struct Typed {
    before: Vec<Meant>,
    /// The last word as it stands, and what it may become.
    begun: Word,
    last: Vec<Near>,
}

/// A finished word: itself, two words for it, or what it is corrected to.
struct Meant {
    text: String,
    overlaps: bool,
    query: Box<dyn Query>,
}

impl Search {
    /// # Errors
    /// When the index can't be read.
    pub fn suggest(&self, text: &str) -> Result<Suggestions> {
        self.guarded(|_| self.suggest_from_index(text))
    }

    fn suggest_from_index(&self, text: &str) -> Result<Suggestions> {
        let (edition, heads) = (self.edition(), self.typing.heads.load());
        let words = Words::of(text, self.language());
        let Some((last, before)) = words.words.split_last() else { return Ok(Suggestions::default()) };
        let typed = Typed::read(&edition, &heads, before, last)?;
        let mut products = match &words.code {
            Some(code) => self.best(&edition, &term(edition.fields.codes, code))?,
            None => Vec::new(),
        };
        if let Some(query) = typed.query(&edition, &typed.last).map_or_else(|| typed.parted(&edition, last), |query| Ok(Some(query)))? {
            let others = self.best(&edition, query.as_ref())?;
            products.extend(others);
        }
        let mut seen = Vec::new();
        products.retain(|id| {
            !seen.contains(id) && {
                seen.push(*id);
                true
            }
        });
        products.truncate(SUGGESTED_PRODUCTS);
        let queries = typed.queries(&edition, &self.typing.popular.load())?;
        Ok(Suggestions { queries, products, categories: typed.categories(&edition, &heads) })
    }

    /// The best products of a query: what can be bought, then what is loved, then what is new.
    fn best(&self, edition: &Edition, query: &dyn Query) -> Result<Vec<ProductId>> {
        let available = self.availability().products();
        let mut best = Vec::new();
        look_at(edition, query, LOOKED_AT_MAX, |rows, doc| {
            let row = rows.get(doc);
            let sold_out = available.of(row.product()) == 0;
            best.push((sold_out, u32::MAX - row.popularity.to_bits(), -rows.created_ms(doc), row.product().0));
        })?;
        let wanted = SUGGESTED_PRODUCTS.min(best.len());
        if wanted > 0 {
            best.select_nth_unstable(wanted - 1);
        }
        best.truncate(wanted);
        best.sort_unstable();
        Ok(best.into_iter().map(|(.., id)| ProductId(id)).collect())
    }
}

impl Typed {
    fn read(edition: &Edition, heads: &Heads, before: &[Word], last: &Word) -> Result<Self> {
        let before = before.iter().map(|word| Meant::read(edition, word)).collect::<Result<_>>()?;
        let mut near = match heads.completions(&last.folded, WORDS_MAX) {
            Some(near) => near,
            None => expand::completions(edition, &last.folded, WORDS_MAX)?,
        };
        if near.is_empty() {
            near = expand::corrected_completions(edition, &last.folded, WORDS_MAX)?;
        }
        Ok(Self { before, begun: last.clone(), last: near })
    }

    /// Products that have each word before, and the last one as two.
    fn parted(&self, edition: &Edition, last: &Word) -> Result<Option<Box<dyn Query>>> {
        let before = self.before.iter().map(|word| word.query.box_clone());
        Ok(parted(edition, last)?.map(|last| -> Box<dyn Query> { Box::new(BooleanQuery::intersection(before.chain([last]).collect())) }))
    }

    /// Products that have each word before, and one of the words the last may become.
    fn query(&self, edition: &Edition, last: &[Near]) -> Option<Box<dyn Query>> {
        if last.is_empty() {
            return None;
        }
        let begun = last.iter().map(|near| Term::from_field_text(edition.fields.names, &near.text)).collect();
        let mut all: Vec<Box<dyn Query>> = self.before.iter().map(|word| word.query.box_clone()).collect();
        all.push(any(begun));
        Some(Box::new(BooleanQuery::intersection(all)))
    }

    fn queries(&self, edition: &Edition, popular: &Popular) -> Result<Vec<String>> {
        let mut queries: Vec<String> = Vec::new();
        let mut add = |text: &str| {
            if queries.len() < SUGGESTED_QUERIES && !queries.iter().any(|known| same_words(known, text, edition.fields.language)) {
                queries.push(text.to_owned());
            }
        };
        popular.completions(edition, &self.with(&self.begun.folded), SUGGESTED_QUERIES)?.into_iter().for_each(&mut add);
        for near in self.last.iter().filter(|near| near.typos > 0).take(CORRECTED_MAX) {
            popular.completions(edition, &self.with(&near.text), SUGGESTED_QUERIES)?.into_iter().for_each(&mut add);
        }
        for near in self.found_with(edition)? {
            add(&self.with(&near.text));
        }
        Ok(queries)
    }

    /// Words that complete the text so that something is found, those of most products first.
    fn found_with(&self, edition: &Edition) -> Result<Vec<&Near>> {
        let enough = if self.before.is_empty() { 1 } else { COUNTED_MAX };
        let repeated = |near: &&Near| self.before.iter().any(|word| word.text == near.text);
        let mut found = Vec::new();
        for near in self.last.iter().filter(|near| !repeated(near)).take(TRIED_MAX) {
            let query = self.query(edition, std::slice::from_ref(near));
            let count = query.map_or(Ok(0), |query| count_up_to(edition, query.as_ref(), enough))?;
            if count > 0 {
                found.push((std::cmp::Reverse(count), near));
            }
        }
        found.sort_by_key(|(count, _)| *count);
        Ok(found.into_iter().map(|(_, near)| near).collect())
    }

    /// The words before, corrected, and then another.
    fn with(&self, last: &str) -> String {
        words::written(self.before.iter().map(|word| (word.text.as_str(), word.overlaps)).chain([(last, self.begun.overlaps)]))
    }

    /// Categories whose own name has the last word and whose path has each word before; the largest first.
    fn categories(&self, edition: &Edition, heads: &Heads) -> Vec<SuggestedCategory> {
        let corrected = |key: &str| key.split(' ').any(|word| self.last.iter().any(|near| near.typos > 0 && near.text == word));
        let has =
            |key: &str, wanted: &Meant| if wanted.overlaps { key.contains(&wanted.text) } else { key.split(' ').any(|word| word == wanted.text) };
        let mut found = Vec::new();
        for category in &edition.categories {
            if (self.begun.begins_in(&category.own_key) || corrected(&category.own_key)) && self.before.iter().all(|word| has(&category.key, word)) {
                found.push((std::cmp::Reverse(heads.products_in(&category.path)), category));
            }
        }
        found.sort_by(|(a, first), (b, second)| a.cmp(b).then_with(|| first.path.cmp(&second.path)));
        found.truncate(SUGGESTED_CATEGORIES);
        found.into_iter().map(|(_, category)| SuggestedCategory { path: category.path.clone(), label: category.label.clone() }).collect()
    }
}

impl Meant {
    fn read(edition: &Edition, word: &Word) -> Result<Self> {
        let terms = expand::named(edition, word);
        let mut known = 0_u32;
        for term in &terms {
            known = known.max(expand::frequency(edition, term)?);
        }
        let itself = |query| Self { text: word.folded.clone(), overlaps: word.overlaps, query };
        if known == 0 {
            if let Some(query) = parted(edition, word)? {
                return Ok(itself(query));
            }
            let near = expand::corrections(edition, &word.folded, CORRECTED_MAX)?;
            if let Some(first) = near.first() {
                let terms = near.iter().map(|near| Term::from_field_text(edition.fields.names, &near.text)).collect();
                return Ok(Self { text: first.text.clone(), overlaps: false, query: any(terms) });
            }
        }
        Ok(itself(any(terms)))
    }
}

/// A word as two, where titles have them side by side.
fn parted(edition: &Edition, word: &Word) -> Result<Option<Box<dyn Query>>> {
    let pairs = expand::parted(edition, word)?.into_iter().map(|pair| -> Box<dyn Query> { Box::new(PhraseQuery::new(pair.to_vec())) });
    let pairs: Vec<_> = pairs.collect();
    Ok(if pairs.is_empty() { None } else { Some(Box::new(BooleanQuery::union(pairs))) })
}

/// `head sets` after `head set` helps nobody.
fn same_words(a: &str, b: &str, language: Language) -> bool {
    let stems = |text: &str| Words::of(text, language).words.into_iter().map(|word| word.stem).collect::<Vec<_>>();
    stems(a) == stems(b)
}

fn term(field: Field, text: &str) -> TermQuery {
    TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic)
}

fn any(terms: Vec<Term>) -> Box<dyn Query> {
    let one = |term| -> Box<dyn Query> { Box::new(TermQuery::new(term, IndexRecordOption::Basic)) };
    Box::new(BooleanQuery::union(terms.into_iter().map(one).collect()))
}

/// Whether a product that is there has all words of a text in its title, brand and category.
pub fn is_named(edition: &Edition, text: &str) -> Result<bool> {
    let all = Words::of(text, edition.fields.language).words.iter().map(|word| any(expand::named(edition, word))).collect();
    Ok(count_up_to(edition, &BooleanQuery::intersection(all), 1)? > 0)
}

/// Products a query matches, but no more than are asked for.
fn count_up_to(edition: &Edition, query: &dyn Query, enough: u64) -> Result<u64> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(&edition.searcher))?;
    let (mut count, mut left) = (0, LOOKED_AT_MAX);
    for (_, reader) in edition.parts() {
        let mut docs = weight.scorer(reader, 1.0)?;
        while docs.doc() != TERMINATED && count < enough && left > 0 {
            count += u64::from(!reader.is_deleted(docs.doc()));
            docs.advance();
            left -= 1;
        }
    }
    Ok(count)
}

/// Visits products a query matches, at most `max`, from each segment its share.
fn look_at(edition: &Edition, query: &dyn Query, max: u64, mut visit: impl FnMut(&Rows, DocId)) -> Result<()> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(&edition.searcher))?;
    let all: u64 = edition.parts().map(|(_, reader)| u64::from(reader.max_doc())).sum();
    for (segment, reader) in edition.parts() {
        let share = u64::from(reader.max_doc()).saturating_mul(max).div_ceil(all.max(1));
        let mut docs = weight.scorer(reader, 1.0)?;
        let mut left = share;
        while docs.doc() != TERMINATED && left > 0 {
            if !reader.is_deleted(docs.doc()) {
                visit(&segment.rows, docs.doc());
            }
            docs.advance();
            left -= 1;
        }
    }
    Ok(())
}
