//! The search as a whole, over books in memory.

mod attributes;
mod facets;
pub mod faults;
mod files;
mod languages;
mod relevance;
mod score;
mod typing;
mod texts;
mod work;
mod world;
