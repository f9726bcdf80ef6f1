//! Completing what is being typed: queries, products and categories.

use anyhow::Result;

use super::collect::{self, Tally};
use super::edition::Edition;
use super::expand::{self, Near};
use super::index::Search;
use super::query::Plan;
use super::request::Request;
use super::words::Words;
use crate::base::deadline::Deadline;
use crate::domain::product::ProductId;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Texts worth searching for.
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

/// Words of the index one text may be completed to.
const WORDS_MAX: usize = 24;

impl Search {
    /// Takes the last word as the beginning of one, with one letter wrong where nothing begins so.
    ///
    /// # Errors
    /// When the index can't be read.
    pub fn suggest(&self, text: &str, limit: usize) -> Result<Suggestions> {
        self.guarded(|deadline| self.suggest_from_index(text, limit, deadline))
    }

    fn suggest_from_index(&self, text: &str, limit: usize, deadline: Deadline) -> Result<Suggestions> {
        let edition = self.edition();
        let words = Words::of(text);
        let Some(last) = words.words.last() else { return Ok(Suggestions::default()) };
        let mut near = expand::completions(&edition, &last.folded, WORDS_MAX)?;
        if near.is_empty() {
            near = expand::corrected_completions(&edition, &last.folded, WORDS_MAX)?;
        }
        let (products, _) = self.best(&edition, &words, &near, limit, deadline)?;
        Ok(Suggestions {
            queries: self.queries(&edition, &words, &near, limit, deadline)?,
            products,
            categories: categories(&edition, &words, limit),
        })
    }

    /// Completed texts that find something.
    fn queries(&self, edition: &Edition, words: &Words, near: &[Near], limit: usize, deadline: Deadline) -> Result<Vec<String>> {
        let mut queries = Vec::new();
        let before: Vec<&str> = words.words.iter().rev().skip(1).rev().map(|word| word.folded.as_str()).collect();
        for word in near {
            if queries.len() >= limit {
                break;
            }
            let repeated = before.contains(&word.text.as_str());
            if !repeated && (before.is_empty() || self.best(edition, words, std::slice::from_ref(word), 1, deadline)?.1 > 0) {
                queries.push(before.iter().copied().chain([word.text.as_str()]).collect::<Vec<_>>().join(" "));
            }
        }
        Ok(queries)
    }

    /// The best products that have all words, and how many there are.
    fn best(&self, edition: &Edition, words: &Words, near: &[Near], limit: usize, deadline: Deadline) -> Result<(Vec<ProductId>, u64)> {
        let Some(last) = words.words.last() else { return Ok((Vec::new(), 0)) };
        let request = Request { text: last.folded.clone(), limit, ..Request::default() };
        let mut tally = Tally::new(edition, &request, self.availability(), [0; 3]);
        if let Some(stage) = Plan::completed(edition, words, near)?.stages().first() {
            collect::run(edition, stage.query.as_ref(), &mut tally, deadline)?;
        }
        Ok((tally.page(), tally.matched))
    }
}

/// Categories whose own name has each word, the last one begun; those nearer to the top first.
fn categories(edition: &Edition, words: &Words, limit: usize) -> Vec<SuggestedCategory> {
    let Some((last, before)) = words.words.split_last() else { return Vec::new() };
    let mut found = Vec::new();
    for category in &edition.categories {
        let begun = category.own_key.split(' ').any(|word| word.starts_with(&last.folded));
        if begun && before.iter().all(|word| category.key.split(' ').any(|other| other == word.folded)) {
            found.push(category);
        }
    }
    found.sort_by(|a, b| a.path.matches('/').count().cmp(&b.path.matches('/').count()).then_with(|| a.path.cmp(&b.path)));
    found.truncate(limit);
    found.into_iter().map(|category| SuggestedCategory { path: category.path.clone(), label: category.label.clone() }).collect()
}
