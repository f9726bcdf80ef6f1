//! The index as of one commit: a searcher, the rows of its segments, and the names all segments share.
//!
//! An edition never changes; the next commit makes another, which takes over the rows of the segments that stayed.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use anyhow::Result;
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

use super::columns::Column;
use super::request::AttributeFacet;
use super::rows::{NO_BRAND, Row, Rows, place};
use super::schema::{Fields, PARTED};
use super::words;
use crate::domain::limits::FACET_SELECTED_MAX;

pub struct Edition {
    pub searcher: Searcher,
    pub fields: Fields,
    /// In the order of the searcher's segments.
    pub segments: Vec<Segment>,
    /// By path.
    pub categories: Vec<CategoryName>,
    pub brands: Vec<BrandName>,
    pub attributes: Vec<AttributeName>,
    /// The facets of attributes of the whole catalogue, once somebody asked.
    pub attribute_facets: OnceLock<Vec<AttributeFacet>>,
}

pub struct Segment {
    id: SegmentId,
    pub rows: Arc<Rows>,
    /// From the places in the segment's lists to those in the edition's.
    categories: Vec<u32>,
    brands: Vec<u32>,
    attributes: Vec<u32>,
}

pub struct CategoryName {
    pub path: String,
    pub label: String,
    /// The label and the last part of it as they are compared.
    pub key: String,
    pub own_key: String,
    pub parent: Option<u32>,
}

pub struct BrandName {
    pub label: String,
    /// As it is compared: `Røde` and `RODE` are one brand.
    pub key: String,
}

pub struct AttributeName {
    pub name: String,
    pub label: String,
    /// Different values in all segments, and those of them without a letter.
    values: usize,
    bare: usize,
}

impl AttributeName {
    pub fn bare_share(&self) -> f64 {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        number(self.bare) / number(self.values.max(1))
    }
}

impl Segment {
    #[inline]
    pub fn category(&self, row: &Row) -> usize {
        place(self.categories[place(row.category)])
    }

    #[inline]
    pub fn brand(&self, row: &Row) -> Option<usize> {
        (row.brand != NO_BRAND).then(|| place(self.brands[place(row.brand)]))
    }

    /// From the place of a name among those of the segment.
    pub fn attribute(&self, name: usize) -> usize {
        place(self.attributes[name])
    }
}

impl Edition {
    pub fn read(searcher: Searcher, fields: Fields, before: Option<&Self>) -> Result<Self> {
        let mut names = NameTable::default();
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let rows = kept(before, reader).map_or_else(|| Rows::read(reader).map(Arc::new), Ok)?;
            let categories = rows.shelves.iter().map(|shelf| names.category(shelf)).collect();
            let brands = rows.makers.iter().map(|maker| names.brand(maker)).collect();
            let attributes = rows.attributes.names.iter().map(|column| names.attribute(column)).collect();
            segments.push(Segment { id: reader.segment_id(), rows, categories, brands, attributes });
        }
        Ok(Self {
            searcher,
            fields,
            segments,
            categories: names.categories,
            brands: names.brands,
            attributes: names.attributes,
            attribute_facets: OnceLock::new(),
        })
    }

    /// Each segment with its reader.
    pub fn parts(&self) -> impl Iterator<Item = (&Segment, &SegmentReader)> {
        self.segments.iter().zip(self.searcher.segment_readers())
    }

    pub fn category_at(&self, path: &str) -> Option<usize> {
        self.categories.iter().position(|category| category.path == path)
    }

    pub fn attribute_at(&self, name: &str) -> Option<usize> {
        self.attributes.iter().position(|attribute| attribute.name == name)
    }
}

fn kept(before: Option<&Edition>, reader: &SegmentReader) -> Option<Arc<Rows>> {
    let segment = before?.segments.iter().find(|segment| segment.id == reader.segment_id())?;
    Some(Arc::clone(&segment.rows))
}

#[derive(Default)]
struct NameTable {
    categories: Vec<CategoryName>,
    category_places: HashMap<String, u32>,
    brands: Vec<BrandName>,
    brand_places: HashMap<String, u32>,
    attributes: Vec<AttributeName>,
    attribute_places: HashMap<String, u32>,
}

impl NameTable {
    /// The place of a category; it and those above it are added when they are new.
    fn category(&mut self, shelf: &str) -> u32 {
        let (path, label) = shelf.split_once(PARTED).unwrap_or((shelf, shelf));
        let levels: Vec<&str> = label.split(" > ").collect();
        let mut above = None;
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        for (level, end) in ends.enumerate() {
            let label = levels.get(..=level).unwrap_or(&levels);
            above = Some(self.category_level(&path[..end], label, above));
        }
        above.expect("a path has at least one level")
    }

    fn category_level(&mut self, path: &str, levels: &[&str], parent: Option<u32>) -> u32 {
        let label = levels.join(" > ");
        if let Some(found) = self.category_places.get(path) {
            let known = &mut self.categories[place(*found)];
            if label < known.label {
                known.label = label;
            }
            return *found;
        }
        let number = count(self.categories.len());
        self.category_places.insert(path.to_owned(), number);
        let (key, own_key) = (words::key(&label), levels.last().map(|level| words::key(level)).unwrap_or_default());
        self.categories.push(CategoryName { path: path.to_owned(), label, key, own_key, parent });
        number
    }

    fn brand(&mut self, maker: &str) -> u32 {
        let key = brand_key(maker);
        if let Some(found) = self.brand_places.get(&key) {
            let known = &mut self.brands[place(*found)];
            if maker < known.label.as_str() {
                maker.clone_into(&mut known.label);
            }
            return *found;
        }
        let number = count(self.brands.len());
        self.brand_places.insert(key.clone(), number);
        self.brands.push(BrandName { label: maker.to_owned(), key });
        number
    }

    fn attribute(&mut self, column: &Column) -> u32 {
        let number = *self.attribute_places.entry(column.name.clone()).or_insert_with(|| {
            self.attributes.push(AttributeName { name: column.name.clone(), label: column.label.clone(), values: 0, bare: 0 });
            count(self.attributes.len() - 1)
        });
        let known = &mut self.attributes[place(number)];
        if column.label < known.label {
            known.label.clone_from(&column.label);
        }
        known.values += column.values;
        known.bare += column.bare;
        number
    }
}

/// A brand made of signs only is compared as it stands.
fn brand_key(name: &str) -> String {
    let key = words::key(name);
    if key.is_empty() { name.trim().to_owned() } else { key }
}

/// The brands a request selects, as they are compared.
pub fn brand_keys(brands: &[String]) -> Vec<String> {
    brands.iter().take(FACET_SELECTED_MAX).map(|brand| brand_key(brand)).collect()
}

fn count(names: usize) -> u32 {
    u32::try_from(names).expect("names are counted in 32 bits")
}
