//! The search as a whole, over books in memory.

mod facets;
mod files;
mod relevance;
mod typing;
mod texts;
mod world;
