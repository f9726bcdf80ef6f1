//! A product while its rows come in, and the checks that every format shares before it becomes a listing.
//!
//! Limits of `domain::limits` hold here: what is too much of a list is left out with a warning, what can't be cut is refused.

use std::collections::HashMap;

use super::field::Field;
use super::note::{Entries, Found, RowNote};
use crate::base::text;
use crate::domain::category::Category;
use crate::domain::limits::{
    ATTRIBUTES_MAX, DESCRIPTION_BYTES_MAX, HANDLE_CHARS_MAX, IMAGES_MAX, OPTIONS_MAX, TAGS_MAX, TITLE_CHARS_MAX, VARIANTS_MAX,
};
use crate::domain::listing::{ListedVariant, Listing};
use crate::domain::product::{Attribute, Image, Rating, Status};

pub(super) struct Draft {
    pub line: u64,
    pub handle: Option<String>,
    /// Empty until a row names it.
    pub title: String,
    pub description: String,
    pub brand: Option<String>,
    pub category: Category,
    tags: Vec<String>,
    /// As many as each variant has values; empty where the file names none.
    pub option_names: Vec<String>,
    images: Vec<(u64, Image)>,
    attributes: Vec<Attribute>,
    pub status: Status,
    pub rating: Option<Rating>,
    variants: Vec<(u64, ListedVariant)>,
    /// A row of it was refused and named.
    refused: bool,
    /// What there was too much of, and has been said.
    cut: Vec<&'static str>,
}

impl Draft {
    pub fn new(line: u64) -> Self {
        Self {
            line,
            handle: None,
            title: String::new(),
            description: String::new(),
            brand: None,
            category: Category::parse(""),
            tags: Vec::new(),
            option_names: Vec::new(),
            images: Vec::new(),
            attributes: Vec::new(),
            status: Status::Active,
            rating: None,
            variants: Vec::new(),
            refused: false,
            cut: Vec::new(),
        }
    }

    pub fn set_title(&mut self, field: Field<'_>, out: &mut Entries) {
        let title = text::tidy(field.text);
        self.title = text::shorten(&title, TITLE_CHARS_MAX.saturating_sub(1));
        if self.title != title {
            out.warn(field.note(format!("a title has at most {TITLE_CHARS_MAX} characters; the rest is left out")));
        }
    }

    /// Handles that would not do in an address are made from their readable letters.
    pub fn set_handle(&mut self, field: Field<'_>) -> Result<(), RowNote> {
        let given = field.text.to_lowercase();
        if given.chars().count() > HANDLE_CHARS_MAX {
            return Err(field.note(format!("a handle has at most {HANDLE_CHARS_MAX} characters")));
        }
        let plain = given.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let handle = if plain { given } else { text::slug(&given) };
        self.handle = (!handle.is_empty()).then_some(handle);
        Ok(())
    }

    pub fn set_description(&mut self, field: Field<'_>, html: &str) -> Result<(), RowNote> {
        if html.len() > DESCRIPTION_BYTES_MAX {
            return Err(field.note(format!("a description has at most {} kB", DESCRIPTION_BYTES_MAX / 1024)));
        }
        html.trim().clone_into(&mut self.description);
        Ok(())
    }

    pub fn add_tags(&mut self, field: Field<'_>, tags: impl IntoIterator<Item = String>, out: &mut Entries) {
        for tag in tags {
            let tag = text::tidy(&tag);
            if tag.is_empty() || self.tags.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
                continue;
            }
            if self.tags.len() >= TAGS_MAX {
                return self.cut(field, TAGS_MAX, "tags", out);
            }
            self.tags.push(tag);
        }
    }

    /// A second value of the same name joins the first.
    pub fn add_attribute(&mut self, field: Field<'_>, name: &str, value: &str, out: &mut Entries) {
        let (name, value) = (text::tidy(name), text::tidy(value));
        if name.is_empty() || value.is_empty() {
            return;
        }
        if let Some(known) = self.attributes.iter_mut().find(|known| known.name == name) {
            if known.value != value {
                known.value = format!("{}, {value}", known.value);
            }
        } else if self.attributes.len() < ATTRIBUTES_MAX {
            self.attributes.push(Attribute { name, value });
        } else {
            self.cut(field, ATTRIBUTES_MAX, "attributes", out);
        }
    }

    /// `position` orders the pictures; equal ones stay in the order of the file.
    pub fn add_image(&mut self, field: Field<'_>, image: Image, position: u64, out: &mut Entries) {
        let (src, alt) = (image.src.trim(), text::tidy(&image.alt));
        if src.is_empty() || self.images.iter().any(|(_, known)| known.src == src) {
            return;
        }
        if self.images.len() >= IMAGES_MAX {
            return self.cut(field, IMAGES_MAX, "images", out);
        }
        self.images.push((position, Image { src: src.to_owned(), alt }));
    }

    fn cut(&mut self, field: Field<'_>, max: usize, what: &'static str, out: &mut Entries) {
        if !self.cut.contains(&what) {
            self.cut.push(what);
            out.warn(field.note(format!("a product has at most {max} {what}; the rest is left out")));
        }
    }

    pub fn add_variant(&mut self, field: Field<'_>, variant: ListedVariant) -> Result<(), RowNote> {
        if self.variants.len() >= VARIANTS_MAX {
            return Err(field.note(format!("a product has at most {VARIANTS_MAX} variants; this one is left out")));
        }
        self.variants.push((field.line, variant));
        Ok(())
    }

    pub fn has_refused(&self) -> bool {
        self.refused
    }

    /// A row of it was refused elsewhere.
    pub fn mark_refused(&mut self) {
        self.refused = true;
    }

    /// Says that a row of this product isn't imported.
    pub fn refuse(&mut self, note: RowNote, out: &mut Entries) {
        self.refused = true;
        out.refuse(note);
    }

    /// Makes it a product of the file, and says whether it did: without a good variant, and without being the rest of a
    /// product further up, there is none.
    pub fn finish(mut self, continues: bool, out: &mut Entries) -> bool {
        self.settle_options(continues, out);
        if self.variants.is_empty() && (self.refused || !continues) {
            if !self.refused {
                out.refuse(RowNote::new(self.line, "", format!("{:?} has no price; a product needs one", self.name())));
            }
            return false;
        }
        if self.title.is_empty() {
            self.title = self.handle.clone().unwrap_or_default();
            if !continues {
                out.warn(RowNote::new(self.line, "", format!("this product has no title; its handle {:?} stands in", self.title)));
            }
        }
        if self.title.is_empty() {
            out.refuse(RowNote::new(self.line, "", "this product has no title; write one"));
            return false;
        }
        self.images.sort_by_key(|(position, _)| *position);
        let listing = Listing {
            handle: self.handle,
            title: self.title,
            description: self.description,
            brand: self.brand,
            category: self.category,
            tags: self.tags,
            option_names: self.option_names,
            images: self.images.into_iter().map(|(_, image)| image).collect(),
            attributes: self.attributes,
            status: self.status,
            rating: self.rating,
            variants: self.variants.into_iter().map(|(_, variant)| variant).collect(),
        };
        out.product(Found { line: self.line, listing, continues });
        true
    }

    fn name(&self) -> &str {
        if self.title.is_empty() { self.handle.as_deref().unwrap_or("this product") } else { &self.title }
    }

    /// Keeps the options that variants differ in, and the variants that have a value for each of them.
    fn settle_options(&mut self, continues: bool, out: &mut Entries) {
        let used: Vec<bool> = (0..self.option_names.len()).map(|slot| self.option_used(slot)).collect();
        let kept = |values: &[String]| values.iter().zip(&used).filter(|(_, used)| **used).map(|(value, _)| value.clone()).collect::<Vec<_>>();
        self.option_names = kept(&self.option_names);
        for (_, variant) in &mut self.variants {
            variant.options = kept(&variant.options);
        }
        if continues && self.option_names.iter().all(String::is_empty) {
            self.option_names.clear();
        }
        for (number, name) in (1..).zip(&mut self.option_names) {
            if name.is_empty() {
                *name = format!("Option {number}");
                out.warn(RowNote::new(self.line, "", format!("an option has values but no name; it is called {name:?}")));
            }
        }
        if self.option_names.len() > OPTIONS_MAX {
            self.refuse(
                RowNote::new(self.line, "", format!("a product has at most {OPTIONS_MAX} options, this one has {}", self.option_names.len())),
                out,
            );
            self.variants.clear();
        }
        self.refuse_incomplete(out);
        self.warn_of_twins(out);
    }

    /// Some variant has a value, and it isn't what Shopify writes where there are no options.
    fn option_used(&self, slot: usize) -> bool {
        let name = self.option_names.get(slot).map_or("", String::as_str);
        let mut values = self.variants.iter().filter_map(|(_, variant)| variant.options.get(slot));
        let unnamed = name.is_empty() || name.eq_ignore_ascii_case("Title");
        let says_none = |value: &str| value.is_empty() || (unnamed && value.eq_ignore_ascii_case("Default Title"));
        values.any(|value| !says_none(value))
    }

    fn refuse_incomplete(&mut self, out: &mut Entries) {
        let names = self.option_names.clone();
        let lacks =
            |variant: &ListedVariant| variant.options.iter().position(String::is_empty).map(|slot| names.get(slot).cloned().unwrap_or_default());
        for (line, name) in self.variants.iter().filter_map(|(line, variant)| Some((*line, lacks(variant)?))).collect::<Vec<_>>() {
            self.refuse(RowNote::new(line, &name, format!("this variant has no {name}; the others of {:?} have one", self.name())), out);
        }
        self.variants.retain(|(_, variant)| lacks(variant).is_none());
    }

    fn warn_of_twins(&self, out: &mut Entries) {
        let mut lines: HashMap<&[String], u64> = HashMap::new();
        for (line, variant) in &self.variants {
            match lines.get(variant.options.as_slice()) {
                Some(first) => {
                    let what = if variant.options.is_empty() { "no options".to_owned() } else { variant.options.join(" / ") };
                    out.warn(RowNote::new(
                        *line,
                        "",
                        format!("this variant has {what}, as the one on line {first} has; shoppers can't tell them apart"),
                    ));
                }
                None => {
                    lines.insert(&variant.options, *line);
                }
            }
        }
    }
}
