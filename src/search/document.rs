//! What the index knows of a product.

use std::collections::BTreeSet;

use tantivy::{TantivyDocument, Term};

use super::attribute;
use super::schema::{Fields, PARTED};
use super::words;
use crate::base::text;
use crate::domain::product::{Attribute, Details, Product, ProductId, Variant};

pub fn term(fields: &Fields, id: ProductId) -> Term {
    Term::from_field_u64(fields.id, id.0)
}

pub fn document(fields: &Fields, product: &Product, details: &Details) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.id, product.id.0);
    document.add_u64(fields.version, product.version);
    add_names(&mut document, fields, product);
    add_body(&mut document, fields, product, details);
    add_codes(&mut document, fields, product);
    document.add_text(fields.shelf, format!("{}{PARTED}{}", product.category.path(), product.category.label()));
    if let Some(brand) = &product.brand {
        document.add_text(fields.maker, brand);
    }
    attribute::entries(product, details).iter().for_each(|entry| document.add_text(fields.attributes, entry));
    document.add_i64(fields.price, product.lead().price.minor);
    if let Some(rating) = product.rating().filter(|rating| rating.count > 0) {
        document.add_u64(fields.rating, u64::from(rating.average_hundredths));
        document.add_u64(fields.reviews, u64::from(rating.count));
    }
    document.add_i64(fields.created, product.created_at.0);
    document
}

fn add_names(document: &mut TantivyDocument, fields: &Fields, product: &Product) {
    document.add_text(fields.title, &product.title);
    document.add_text(fields.names, &product.title);
    if let Some(brand) = &product.brand {
        document.add_text(fields.brand, brand);
        document.add_text(fields.names, brand);
    }
    for level in product.category.levels() {
        document.add_text(fields.category, level);
        document.add_text(fields.names, level);
    }
}

fn add_body(document: &mut TantivyDocument, fields: &Fields, product: &Product, details: &Details) {
    document.add_text(fields.description, text::plain(&details.description));
    let mut add = |text: &str| document.add_text(fields.body, text);
    product.tags.iter().for_each(|tag| add(tag));
    details.attributes.iter().filter_map(spoken).for_each(&mut add);
    let options = product.variants.iter().flat_map(|variant| variant.options.iter().map(String::as_str));
    let codes = product.variants.iter().flat_map(codes_of);
    options.chain(codes).collect::<BTreeSet<_>>().into_iter().for_each(add);
}

/// The words of an attribute: its value, but the name of what is simply there and nothing of what isn't.
fn spoken(attribute: &Attribute) -> Option<&str> {
    match attribute.value.trim().to_lowercase().as_str() {
        "" | "no" | "n" | "false" | "-" | "n/a" => None,
        "yes" | "y" | "true" => Some(&attribute.name),
        _ => Some(&attribute.value),
    }
}

fn add_codes(document: &mut TantivyDocument, fields: &Fields, product: &Product) {
    let codes = product.variants.iter().flat_map(codes_of).chain([product.title.as_str()]).filter_map(words::code);
    codes.for_each(|code| document.add_text(fields.codes, code));
}

fn codes_of(variant: &Variant) -> impl Iterator<Item = &str> {
    [Some(variant.sku.as_str()), variant.barcode.as_deref(), variant.mpn.as_deref()].into_iter().flatten()
}
