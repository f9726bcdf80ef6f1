//! Our own format: a product a line, as JSON.
//!
//! A line is a product or none: a field that can't be read refuses the line. `price`, `stock`, `sku` and what else a variant
//! has may stand on the product when it has no `variants`; its price also fills in for variants without one. Fields that
//! nobody knows are named once and left out. Columns of notes are JSON Pointers (RFC 6901).

use std::collections::HashSet;
use std::io;

use serde_json::{Map, Value};

use super::draft::Draft;
use super::field::{Field, Unit, hundredths, settle_prices};
use super::input::Input;
use super::note::{Entries, RowNote};
use super::rows::{NOT_UTF8, ROW_BYTES_MAX};
use crate::domain::category::Category;
use crate::domain::listing::{ListedStock, ListedVariant};
use crate::domain::money::Currency;
use crate::domain::product::{Image, Rating};

/// Names of unknown fields that are remembered as said.
const UNKNOWN_MAX: usize = 1_000;
const VARIANT_FIELDS: [&str; 10] = ["sku", "price", "compare_at_price", "stock", "track_stock", "free", "barcode", "mpn", "weight_grams", "image"];
const PRODUCT_FIELDS: [&str; 12] =
    ["handle", "title", "description", "brand", "category", "tags", "options", "images", "attributes", "status", "rating", "variants"];

pub(super) struct Jsonl {
    input: Input,
    currency: Currency,
    unknown: HashSet<String>,
    piece: Vec<u8>,
    text: Vec<u8>,
}

impl Jsonl {
    pub fn new(input: Input, currency: Currency) -> Self {
        Self { input, currency, unknown: HashSet::new(), piece: Vec::new(), text: Vec::new() }
    }

    pub fn bytes_read(&self) -> u64 {
        self.input.bytes_read()
    }

    /// Reads a line; `false` at the end of the file.
    pub fn step(&mut self, out: &mut Entries) -> io::Result<bool> {
        let line = self.input.line();
        let mut size = 0_usize;
        self.text.clear();
        while !self.piece_read()?.is_empty() {
            size = size.saturating_add(self.piece.len());
            if size <= ROW_BYTES_MAX {
                self.text.extend_from_slice(&self.piece);
            }
            if self.piece.ends_with(b"\n") {
                break;
            }
        }
        if size > ROW_BYTES_MAX {
            out.refuse(RowNote::new(line, "", "this line is longer than 1 MiB"));
        } else if !self.text.trim_ascii().is_empty()
            && let Err(note) = self.product(line, out)
        {
            out.refuse(note);
        }
        Ok(size > 0)
    }

    fn piece_read(&mut self) -> io::Result<&[u8]> {
        self.input.piece(&mut self.piece)?;
        Ok(&self.piece)
    }

    fn product(&mut self, line: u64, out: &mut Entries) -> Result<(), RowNote> {
        let text = std::str::from_utf8(&self.text).map_err(|_| RowNote::new(line, "", NOT_UTF8))?;
        let wrong = |error: serde_json::Error| RowNote::new(line, "", format!("this line is not JSON: {}", explain(&error)));
        let value: Value = serde_json::from_str(text).map_err(wrong)?;
        let product = Node { line, path: String::new(), value: &value }.object()?;
        let mut draft = Draft::new(line);
        read_product(&product, &mut draft, out)?;
        let variants = product.list("variants")?;
        if variants.is_empty() {
            let variant = read_variant(&product, None, self.currency, out)?;
            draft.add_variant(Field::new(line, "", ""), variant)?;
        }
        let objects = variants.iter().map(Node::object).collect::<Result<Vec<_>, _>>()?;
        draft.option_names = option_names(&product, &objects)?;
        for object in &objects {
            let options = option_values(object, &draft.option_names)?;
            let variant = read_variant(object, product.fields.get("price"), self.currency, out)?;
            draft.add_variant(Field::new(line, &object.path, ""), ListedVariant { options, ..variant })?;
            warn_unknown(&mut self.unknown, object, &[&["options"], VARIANT_FIELDS.as_slice()], out);
        }
        warn_unknown(&mut self.unknown, &product, &[&PRODUCT_FIELDS, &VARIANT_FIELDS], out);
        draft.finish(false, out);
        Ok(())
    }
}

/// The parser's words without its position, which counts inside the line.
fn explain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(what, _)| format!("{what} (character {})", error.column()))
}

fn warn_unknown(said: &mut HashSet<String>, object: &Object<'_>, known: &[&[&str]], out: &mut Entries) {
    for name in object.fields.keys().filter(|name| !known.iter().any(|names| names.contains(&name.as_str()))) {
        if said.len() < UNKNOWN_MAX && said.insert(name.clone()) {
            out.warn(object.note(name, "nobody knows this field; it is left out here and further down"));
        }
    }
}

fn read_product(product: &Object<'_>, draft: &mut Draft, out: &mut Entries) -> Result<(), RowNote> {
    let title = product.text("title")?.unwrap_or_default();
    if title.trim().is_empty() {
        return Err(product.note("title", "this is missing; write the name of the product"));
    }
    let line = product.line;
    draft.set_title(Field::new(line, "/title", &title), out);
    draft.set_handle(Field::new(line, "/handle", &product.text("handle")?.unwrap_or_default()))?;
    draft.set_description(Field::new(line, "/description", ""), &product.text("description")?.unwrap_or_default())?;
    draft.brand = Field::new(line, "/brand", &product.text("brand")?.unwrap_or_default()).owned();
    draft.category = Category::parse(&product.text("category")?.unwrap_or_default());
    draft.status = Field::new(line, "/status", &product.text("status")?.unwrap_or_default()).status()?.unwrap_or_default();
    let tags = product.list("tags")?.iter().map(Node::string).collect::<Result<Vec<_>, _>>()?;
    draft.add_tags(Field::new(line, "/tags", ""), tags, out);
    for (node, position) in product.list("images")?.iter().zip(0..) {
        draft.add_image(Field::new(line, &node.path, ""), read_image(node)?, position, out);
    }
    if let Some(attributes) = product.object("attributes")? {
        for name in attributes.fields.keys() {
            let value = attributes.scalar(name)?.unwrap_or_default();
            draft.add_attribute(Field::new(line, &attributes.pointer(name), &value), name, &value, out);
        }
    }
    draft.rating = product.object("rating")?.map(|rating| read_rating(&rating)).transpose()?;
    Ok(())
}

/// An address, or `{"src":…,"alt":…}`.
fn read_image(node: &Node<'_>) -> Result<Image, RowNote> {
    if node.value.is_string() {
        return Ok(Image { src: node.string()?, alt: String::new() });
    }
    let image = node.object()?;
    let src = image.text("src")?.filter(|src| !src.trim().is_empty());
    let src = src.ok_or_else(|| image.note("src", "this is missing; write the address of the image"))?;
    Ok(Image { src, alt: image.text("alt")?.unwrap_or_default() })
}

fn read_rating(rating: &Object<'_>) -> Result<Rating, RowNote> {
    let average = rating.scalar("average")?.unwrap_or_default();
    let average_hundredths = hundredths(&average).ok_or_else(|| rating.note("average", "write a number from 0 to 5"))?;
    let count = rating.scalar("count")?.unwrap_or_default();
    let count = count.parse().map_err(|_| rating.note("count", "write how many ratings there are, as a whole number"))?;
    Ok(Rating { average_hundredths, count })
}

fn read_variant(object: &Object<'_>, price_above: Option<&Value>, currency: Currency, out: &mut Entries) -> Result<ListedVariant, RowNote> {
    let texts = object.variant_texts()?;
    let [sku, price, compare_at_price, stock, track_stock, free, barcode, mpn, weight, image] = &texts;
    let inherited = price_above.and_then(number_text).unwrap_or_default();
    let price = if price.text.is_empty() { OwnedField { text: inherited, ..price.clone() } } else { price.clone() };
    let counted = stock.field().stock(out)?;
    let mut variant = ListedVariant {
        sku: sku.field().sku()?,
        options: Vec::new(),
        price: price.field().price(currency)?,
        compare_at_price: compare_at_price.field().price_if_given(currency)?,
        stock: if track_stock.field().yes()? == Some(false) { ListedStock::Untracked(counted) } else { ListedStock::Counted(counted) },
        barcode: barcode.field().code(out),
        mpn: mpn.field().code(out),
        weight_grams: weight.field().grams(Unit::Gram)?,
        image: image.field().some().map(str::to_owned),
        free: free.field().yes()? == Some(true),
    };
    settle_prices(&mut variant, price.field(), out);
    Ok(variant)
}

/// The names that stand on the product, or else those its variants use.
fn option_names(product: &Object<'_>, variants: &[Object<'_>]) -> Result<Vec<String>, RowNote> {
    let mut names: Vec<String> = product.list("options")?.iter().map(Node::string).collect::<Result<_, _>>()?;
    if names.is_empty() {
        for variant in variants {
            let options = variant.object("options")?;
            names.extend(options.iter().flat_map(|options| options.fields.keys().cloned()));
        }
    }
    let mut unique: Vec<String> = Vec::with_capacity(names.len());
    for name in names.iter().map(|name| crate::base::text::tidy(name)) {
        if !name.is_empty() && !unique.contains(&name) {
            unique.push(name);
        }
    }
    Ok(unique)
}

/// One value for each name, empty where the variant has none.
fn option_values(variant: &Object<'_>, names: &[String]) -> Result<Vec<String>, RowNote> {
    let mut values = vec![String::new(); names.len()];
    if let Some(options) = variant.object("options")? {
        for given in options.fields.keys() {
            let slot = names.iter().position(|name| *name == crate::base::text::tidy(given));
            let value = slot.and_then(|slot| values.get_mut(slot));
            let value = value.ok_or_else(|| options.note(given, "the product has no such option; name it in its `options`"))?;
            *value = crate::base::text::tidy(&options.scalar(given)?.unwrap_or_default());
        }
    }
    Ok(values)
}

/// A JSON object and where it stands.
struct Object<'a> {
    line: u64,
    path: String,
    fields: &'a Map<String, Value>,
}

/// A JSON value and where it stands.
struct Node<'a> {
    line: u64,
    path: String,
    value: &'a Value,
}

#[derive(Clone)]
struct OwnedField {
    line: u64,
    path: String,
    text: String,
}

impl OwnedField {
    fn field(&self) -> Field<'_> {
        Field::new(self.line, &self.path, &self.text)
    }
}

/// Strings as they are; numbers by their shortest exact decimal, which for every price the shop can hold is the text of the file.
fn number_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl<'a> Object<'a> {
    fn pointer(&self, name: &str) -> String {
        format!("{}/{}", self.path, name.replace('~', "~0").replace('/', "~1"))
    }

    fn note(&self, name: &str, problem: &str) -> RowNote {
        RowNote::new(self.line, &self.pointer(name), problem)
    }

    fn value(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> Result<Option<String>, RowNote> {
        let text = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(|| self.note(name, "this must be text in quotes"));
        self.value(name).map(text).transpose()
    }

    /// Text, a number, true or false.
    fn scalar(&self, name: &str) -> Result<Option<String>, RowNote> {
        let text = |value: &Value| {
            let text = number_text(value).or_else(|| value.as_bool().map(|yes| yes.to_string()));
            text.ok_or_else(|| self.note(name, "this must be text or a number"))
        };
        self.value(name).map(text).transpose()
    }

    fn list(&self, name: &str) -> Result<Vec<Node<'a>>, RowNote> {
        let Some(value) = self.value(name) else {
            return Ok(Vec::new());
        };
        let values = value.as_array().ok_or_else(|| self.note(name, "this must be a list in brackets"))?;
        let path = self.pointer(name);
        Ok(values.iter().enumerate().map(|(index, value)| Node { line: self.line, path: format!("{path}/{index}"), value }).collect())
    }

    fn object(&self, name: &str) -> Result<Option<Object<'a>>, RowNote> {
        self.value(name).map(|value| Node { line: self.line, path: self.pointer(name), value }.object()).transpose()
    }

    fn variant_texts(&self) -> Result<[OwnedField; 10], RowNote> {
        let mut texts = VARIANT_FIELDS.map(|name| OwnedField { line: self.line, path: self.pointer(name), text: String::new() });
        for (name, field) in VARIANT_FIELDS.iter().zip(&mut texts) {
            field.text = self.scalar(name)?.unwrap_or_default();
        }
        Ok(texts)
    }
}

impl<'a> Node<'a> {
    fn string(&self) -> Result<String, RowNote> {
        self.value.as_str().map(str::to_owned).ok_or_else(|| RowNote::new(self.line, &self.path, "this must be text in quotes"))
    }

    fn object(&self) -> Result<Object<'a>, RowNote> {
        let fields = self.value.as_object().ok_or_else(|| RowNote::new(self.line, &self.path, "this must be an object in braces"))?;
        Ok(Object { line: self.line, path: self.path.clone(), fields })
    }
}
