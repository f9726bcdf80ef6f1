//! Our own table, for spreadsheets: the names of the JSON format as columns, a row for each variant.
//!
//! - Product columns stand in the first row of a product: `title` (needed), `handle`, `description`, `brand`, `category`
//!   (`A > B > C`), `tags` (`wireless | black`), `status`, `rating_average`, `rating_count`, and attributes either one a
//!   column (`attribute.Battery`) or together (`attributes`: `Battery=30 h | Plug=USB-C`).
//! - Variant columns stand in each row with a price: `price` (needed), `sku`, `compare_at_price`, `stock`, `track_stock`
//!   (`false`: not counted), `free`, `barcode`, `mpn`, `weight_grams`, `image`, and `option1_name`, `option1_value` to `3`
//!   (the names once, in the first row).
//! - Images stand one a row (`image_src`, `image_alt`), so further rows may hold nothing but an image; or all in one cell
//!   (`images`: `a.jpg | b.jpg`).
//!
//! Rows with the same `handle` belong together; rows without one, by their title; and a row with neither belongs to nobody.
//! A backslash takes the next `|`, `,` or `=` of a list literally, and an apostrophe before `=`, `+`, `-`, `@` or another
//! apostrophe, which keeps spreadsheets from running a cell as a formula, is dropped. A bad variant is refused alone.

use super::draft::Draft;
use super::field::{Field, Unit, hundredths, settle_prices};
use super::group::{Groups, Place};
use super::list::{LIST_MARKS, split, split_pairs};
use super::note::{Entries, RowNote};
use super::read::Reader;
use super::rows::{Column, Header, Row};
use crate::domain::category::Category;
use crate::domain::listing::{ListedStock, ListedVariant};
use crate::domain::money::Currency;
use crate::domain::product::{Image, Rating};

/// As the writer orders them.
pub(super) const COLUMNS: [&str; 27] = [
    "handle",
    "title",
    "description",
    "brand",
    "category",
    "tags",
    "status",
    "rating_average",
    "rating_count",
    "attributes",
    "option1_name",
    "option1_value",
    "option2_name",
    "option2_value",
    "option3_name",
    "option3_value",
    "sku",
    "price",
    "compare_at_price",
    "stock",
    "track_stock",
    "free",
    "barcode",
    "mpn",
    "weight_grams",
    "image",
    "image_src",
];
pub(super) const IMAGE_ALT: &str = "image_alt";
const IMAGES: &str = "images";
const ATTRIBUTE: &str = "attribute.";

pub(super) struct Sheet {
    currency: Currency,
    columns: Columns,
    groups: Groups,
}

struct Columns {
    handle: Column,
    title: Column,
    description: Column,
    brand: Column,
    category: Column,
    tags: Column,
    status: Column,
    rating_average: Column,
    rating_count: Column,
    attributes: Column,
    each_attribute: Vec<(String, Column)>,
    option_names: [Column; 3],
    option_values: [Column; 3],
    sku: Column,
    price: Column,
    compare_at_price: Column,
    stock: Column,
    track_stock: Column,
    free: Column,
    barcode: Column,
    mpn: Column,
    weight_grams: Column,
    image: Column,
    image_src: Column,
    image_alt: Column,
    images: Column,
}

impl Columns {
    fn new(header: &Header) -> Self {
        let one = |name: &str| header.column(&[name]);
        let option = |number: u8, what: &str| header.column(&[&format!("option{number}_{what}")]);
        Self {
            handle: one("handle"),
            title: one("title"),
            description: one("description"),
            brand: one("brand"),
            category: one("category"),
            tags: one("tags"),
            status: one("status"),
            rating_average: header.column(&["rating_average", "rating.average"]),
            rating_count: header.column(&["rating_count", "rating.count"]),
            attributes: one("attributes"),
            each_attribute: header.starting(ATTRIBUTE),
            option_names: [1, 2, 3].map(|number| option(number, "name")),
            option_values: [1, 2, 3].map(|number| option(number, "value")),
            sku: one("sku"),
            price: one("price"),
            compare_at_price: one("compare_at_price"),
            stock: one("stock"),
            track_stock: one("track_stock"),
            free: one("free"),
            barcode: one("barcode"),
            mpn: one("mpn"),
            weight_grams: one("weight_grams"),
            image: one("image"),
            image_src: one("image_src"),
            image_alt: one(IMAGE_ALT),
            images: one(IMAGES),
        }
    }
}

impl Sheet {
    /// Names the columns that nobody knows, once.
    pub fn new(header: &Header, currency: Currency, out: &mut Entries) -> Self {
        for name in header.names().iter().filter(|name| !known(name)) {
            out.warn(RowNote::new(1, name, "nobody knows this column; it is left out"));
        }
        Self { currency, columns: Columns::new(header), groups: Groups::default() }
    }
}

fn known(name: &str) -> bool {
    let name = name.to_lowercase();
    let others = ["", IMAGE_ALT, IMAGES, "rating.average", "rating.count"];
    COLUMNS.contains(&name.as_str()) || others.contains(&name.as_str()) || name.starts_with(ATTRIBUTE)
}

impl Reader for Sheet {
    fn row(&mut self, row: &Row, out: &mut Entries) {
        let columns = &self.columns;
        let (handle, title) = (row.field(&columns.handle), bare(row.field(&columns.title)));
        let draft = match self.groups.product(handle, title, out) {
            Ok((draft, Place::Further)) if !draft.title.is_empty() || !title.given() => draft,
            Ok((draft, _)) => {
                if let Err(note) = columns.read_product(row, draft, out) {
                    self.groups.refuse_product(note, out);
                    return;
                }
                draft
            }
            Err(note) => return out.refuse(note),
        };
        columns.read_images(row, draft, out);
        if !columns.has_variant(row) {
            return;
        }
        let price = row.field(&columns.price);
        if let Err(note) = columns.read_variant(row, self.currency, out).and_then(|variant| draft.add_variant(price, variant)) {
            draft.refuse(note, out);
        }
    }

    fn end(&mut self, out: &mut Entries) {
        self.groups.close(out);
    }
}

impl Columns {
    fn read_product(&self, row: &Row, draft: &mut Draft, out: &mut Entries) -> Result<(), RowNote> {
        draft.set_title(bare(row.field(&self.title)), out);
        let description = bare(row.field(&self.description));
        draft.set_description(description, description.text)?;
        draft.brand = bare(row.field(&self.brand)).owned();
        draft.category = Category::parse(bare(row.field(&self.category)).text);
        draft.status = row.field(&self.status).status()?.unwrap_or_default();
        let tags = bare(row.field(&self.tags));
        draft.add_tags(tags, split(tags.text, LIST_MARKS), out);
        draft.option_names = self.option_names.iter().map(|column| bare(row.field(column)).owned().unwrap_or_default()).collect();
        let attributes = bare(row.field(&self.attributes));
        let pairs =
            split_pairs(attributes.text).map_err(|part| attributes.note(format!("{part:?} is not an attribute; write it like Battery=30 h")))?;
        for (name, value) in pairs {
            draft.add_attribute(attributes, &name, &value, out);
        }
        for (name, column) in &self.each_attribute {
            let field = bare(row.field(column));
            draft.add_attribute(field, name, field.text, out);
        }
        draft.rating = read_rating(row.field(&self.rating_average), row.field(&self.rating_count))?;
        Ok(())
    }

    fn read_images(&self, row: &Row, draft: &mut Draft, out: &mut Entries) {
        let image = bare(row.field(&self.image_src));
        let alt = bare(row.field(&self.image_alt)).text;
        draft.add_image(image, Image { src: image.text.to_owned(), alt: alt.to_owned() }, 0, out);
        let images = bare(row.field(&self.images));
        for src in split(images.text, &['|']) {
            draft.add_image(images, Image { src, alt: String::new() }, 0, out);
        }
    }

    fn has_variant(&self, row: &Row) -> bool {
        [&self.price, &self.sku, &self.barcode, &self.stock].into_iter().chain(&self.option_values).any(|column| row.field(column).given())
    }

    fn read_variant(&self, row: &Row, currency: Currency, out: &mut Entries) -> Result<ListedVariant, RowNote> {
        let price = row.field(&self.price);
        let counted = row.field(&self.stock).stock(out)?;
        let mut variant = ListedVariant {
            sku: bare(row.field(&self.sku)).sku()?,
            options: self.option_values.iter().map(|column| bare(row.field(column)).owned().unwrap_or_default()).collect(),
            price: price.price(currency)?,
            compare_at_price: row.field(&self.compare_at_price).price_if_given(currency)?,
            stock: if row.field(&self.track_stock).yes()? == Some(false) { ListedStock::Untracked(counted) } else { ListedStock::Counted(counted) },
            barcode: bare(row.field(&self.barcode)).code(out),
            mpn: bare(row.field(&self.mpn)).code(out),
            weight_grams: row.field(&self.weight_grams).grams(Unit::Gram)?,
            image: bare(row.field(&self.image)).some().map(str::to_owned),
            free: row.field(&self.free).yes()? == Some(true),
        };
        settle_prices(&mut variant, price, out);
        Ok(variant)
    }
}

fn read_rating(average: Field<'_>, count: Field<'_>) -> Result<Option<Rating>, RowNote> {
    if !average.given() {
        return Ok(None);
    }
    let average_hundredths = hundredths(average.text).ok_or_else(|| average.note("write a number from 0 to 5"))?;
    let count =
        count.count_if_given()?.and_then(|count| u32::try_from(count).ok()).ok_or_else(|| count.missing("write how many ratings there are"))?;
    Ok(Some(Rating { average_hundredths, count }))
}

/// First letters that make a spreadsheet run a cell as a formula, and the mark that keeps it from doing so.
pub(super) const FORMULA_MARKS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

/// Text without the apostrophe that the writer, or a careful merchant, put before a formula.
pub(super) fn bare(field: Field<'_>) -> Field<'_> {
    let text = field.text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA_MARKS)).unwrap_or(field.text);
    Field { text, ..field }
}
