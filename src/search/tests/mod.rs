//! The search as a whole, over books in memory.

mod attributes;
mod facets;
mod files;
mod relevance;
mod texts;
mod world;
