//! The fields of a document. A change here gives the index another schema, and it is built again.
//!
//! Nothing is stored: the search answers with ids, and rows come from the books.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

use super::words::{EXACT, FOLDED, STEMMED, tokenizer_name};
use crate::domain::language::Language;

#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// What their words are cut and stemmed by.
    pub language: Language,
    pub id: Field,
    /// The version of the row it was made from.
    pub version: Field,
    pub title: Field,
    pub brand: Field,
    pub category: Field,
    pub description: Field,
    /// Attributes, tags, options and codes.
    pub body: Field,
    /// Title, brand and category as they are written, for typos and completion.
    pub names: Field,
    /// SKUs, bar codes, part numbers and the whole title.
    pub codes: Field,
    /// Path and label of the category, parted by [`PARTED`].
    pub shelf: Field,
    pub maker: Field,
    /// Attributes and options, one by one; see `attribute::Entry`.
    pub attributes: Field,
    pub price: Field,
    pub rating: Field,
    pub reviews: Field,
    pub created: Field,
}

/// Stands in no path, name, value or label.
pub const PARTED: char = '\t';

/// Names of the fields that are read as columns.
pub mod column {
    pub const ID: &str = "id";
    pub const VERSION: &str = "version";
    pub const SHELF: &str = "shelf";
    pub const MAKER: &str = "maker";
    pub const ATTRIBUTES: &str = "attributes";
    pub const PRICE: &str = "price";
    pub const RATING: &str = "rating";
    pub const REVIEWS: &str = "reviews";
    pub const CREATED: &str = "created";
}

pub fn schema(language: Language) -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = |tokenizer: &str, option: IndexRecordOption| {
        let tokenizer = tokenizer_name(tokenizer, language);
        TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer(&tokenizer).set_index_option(option))
    };
    let exact =
        TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer(EXACT).set_index_option(IndexRecordOption::Basic));
    let frequencies = IndexRecordOption::WithFreqs;
    let fields = Fields {
        language,
        id: builder.add_u64_field(column::ID, INDEXED | FAST),
        version: builder.add_u64_field(column::VERSION, FAST),
        title: builder.add_text_field("title", words(STEMMED, IndexRecordOption::WithFreqsAndPositions)),
        brand: builder.add_text_field("brand", words(FOLDED, frequencies)),
        category: builder.add_text_field("category", words(STEMMED, frequencies)),
        description: builder.add_text_field("description", words(STEMMED, frequencies)),
        body: builder.add_text_field("body", words(STEMMED, frequencies)),
        names: builder.add_text_field("names", words(FOLDED, frequencies)),
        codes: builder.add_text_field("exact", exact),
        shelf: builder.add_text_field(column::SHELF, TextOptions::default().set_fast(EXACT)),
        maker: builder.add_text_field(column::MAKER, TextOptions::default().set_fast(EXACT)),
        attributes: builder.add_text_field(column::ATTRIBUTES, TextOptions::default().set_fast(EXACT)),
        price: builder.add_i64_field(column::PRICE, FAST),
        rating: builder.add_u64_field(column::RATING, FAST),
        reviews: builder.add_u64_field(column::REVIEWS, FAST),
        created: builder.add_i64_field(column::CREATED, FAST),
    };
    (builder.build(), fields)
}
