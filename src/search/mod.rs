//! Floor 4: the search index beside the books: find products by words, narrow them by facets, complete what is typed.
//!
//! - **The books are the truth.** The index is built from them, keeps its position in the event log inside its own
//!   commits, and is deleted and built again whenever it is missing, damaged or not of these books.
//! - **Stock is not in the index.** What can be bought is looked up while counting, so a sale shows at once.
//! - **A query never waits for indexing**: it reads the edition of the last commit, and the next commit swaps that.
//! - Tantivy is named nowhere else.
//!
//! A text finds a product when each of its words stands in some field of the product, and where that is true of few,
//! also those whose names have some of the words. Hits are ranked by
//! `BM25 × 2 if it can be bought × √(1.2 × stars)`; a product nobody has rated counts as one of three stars.

pub mod request;
pub mod within;

pub mod follow;
pub mod index;
pub mod lag;
pub mod suggest;
pub mod fallback;
pub mod popular;
pub mod spelling;

mod attribute;
mod document;
mod files;
mod keeper;
mod schema;
mod letters;
mod empty_words;
mod stems;
mod words;
mod synonyms;

mod collect;
mod fates;
mod edition;
mod heads;
mod rows;
mod marks;
mod window;
mod lists;
mod score;
mod columns;
mod expand;
mod query;
mod facet;
mod choice;
mod attribute_facet;

#[cfg(test)]
mod tests;
