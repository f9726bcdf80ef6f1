//! Shopify's product export, with its old header (`Handle`, `Variant Price`) and its new one (`URL handle`, `Price`).
//!
//! The first row of a handle describes the product; every row with a price, a SKU or an option value is a variant, every
//! row with a picture is an image. A variant that can't be read is refused alone, as long as another one can be: half a
//! product on the shelf is better than none, and the merchant has the line. A row whose fixed columns hold impossible values
//! (a unit that is no unit) is shifted, so nothing in it is believed; when it is the first of its product, the whole is refused.
//!
//! Columns: <https://help.shopify.com/en/manual/products/import-export/using-csv>. Prices of other markets, SEO texts and
//! tax codes are left out. Stock of a variant that Shopify doesn't track is `Untracked`; the number beside it is kept and limits nothing.

use super::draft::Draft;
use super::field::{Field, Unit, settle_prices};
use super::group::{Groups, Place};
use super::note::{Entries, RowNote};
use super::read::Reader;
use super::rows::{Column, Header, Row};
use crate::domain::category::Category;
use crate::domain::listing::{ListedStock, ListedVariant};
use crate::domain::money::Currency;
use crate::domain::product::{Image, Rating, Status};

pub(super) struct Shopify {
    currency: Currency,
    columns: Columns,
    groups: Groups,
    /// Columns that were warned of once for the whole file.
    said: Vec<String>,
}

struct Columns {
    handle: Column,
    title: Column,
    description: Column,
    vendor: Column,
    category: Column,
    kind: Column,
    tags: Column,
    published: Column,
    status: Column,
    gift_card: Column,
    option_names: [Column; 3],
    option_values: [Column; 3],
    sku: Column,
    price: Column,
    compare_at_price: Column,
    tracker: Column,
    quantity: Column,
    policy: Column,
    grams: Column,
    weight_unit: Column,
    requires_shipping: Column,
    taxable: Column,
    barcode: Column,
    mpn: Column,
    image: Column,
    image_position: Column,
    image_alt: Column,
    variant_image: Column,
    rating: Column,
    rating_count: Column,
    /// `Fabric (product.metafields.shopify.fabric)`, with what shoppers read.
    metafields: Vec<(String, Column)>,
}

impl Columns {
    fn new(header: &Header) -> Self {
        let one = |names: &[&str]| header.column(names);
        let option = |number: u8, what: &str| header.column(&[&format!("Option{number} {what}")]);
        Self {
            handle: one(&["Handle", "URL handle"]),
            title: one(&["Title"]),
            description: one(&["Body (HTML)", "Description"]),
            vendor: one(&["Vendor"]),
            category: one(&["Product Category", "Standardized Product Type"]),
            kind: one(&["Type", "Custom Product Type"]),
            tags: one(&["Tags"]),
            published: one(&["Published", "Published on online store"]),
            status: one(&["Status"]),
            gift_card: one(&["Gift Card"]),
            option_names: [1, 2, 3].map(|number| option(number, "Name")),
            option_values: [1, 2, 3].map(|number| option(number, "Value")),
            sku: one(&["Variant SKU", "SKU"]),
            price: one(&["Variant Price", "Price"]),
            compare_at_price: one(&["Variant Compare At Price", "Compare-at price"]),
            tracker: one(&["Variant Inventory Tracker", "Inventory tracker"]),
            quantity: one(&["Variant Inventory Qty", "Inventory quantity"]),
            policy: one(&["Variant Inventory Policy", "Continue selling when out of stock"]),
            grams: one(&["Variant Grams", "Weight value (grams)"]),
            weight_unit: one(&["Variant Weight Unit", "Weight unit for display"]),
            requires_shipping: one(&["Variant Requires Shipping", "Requires shipping"]),
            taxable: one(&["Variant Taxable", "Charge tax"]),
            barcode: one(&["Variant Barcode", "Barcode"]),
            mpn: one(&["Google Shopping / MPN", "Google Shopping / Manufacturer part number (MPN)"]),
            image: one(&["Image Src", "Product image URL"]),
            image_position: one(&["Image Position"]),
            image_alt: one(&["Image Alt Text"]),
            variant_image: one(&["Variant Image", "Variant image URL"]),
            rating: ending(header, "(product.metafields.reviews.rating)"),
            rating_count: ending(header, "(product.metafields.reviews.rating_count)"),
            metafields: metafields(header),
        }
    }
}

fn ending(header: &Header, end: &str) -> Column {
    header.names().iter().find(|name| name.ends_with(end)).map_or_else(|| header.column(&[end]), |name| header.column(&[name]))
}

/// Those that say something about the product; the namespaces of Shopify's own machinery do not.
fn metafields(header: &Header) -> Vec<(String, Column)> {
    let label = |name: &String| {
        let (label, key) = name.split_once(" (product.metafields.")?;
        let machinery = ["mm-google-shopping.", "shopify--discovery", "reviews."].iter().any(|namespace| key.starts_with(namespace));
        (!machinery).then(|| (label.to_owned(), header.column(&[name])))
    };
    header.names().iter().filter_map(label).collect()
}

impl Shopify {
    pub fn new(header: &Header, currency: Currency) -> Self {
        Self { currency, columns: Columns::new(header), groups: Groups::default(), said: Vec::new() }
    }
}

impl Reader for Shopify {
    fn row(&mut self, row: &Row, out: &mut Entries) {
        let columns = &self.columns;
        let (handle, title) = (row.field(&columns.handle), row.field(&columns.title));
        if let Err(note) = columns.check_place(row) {
            self.groups.refuse(handle, title, note, out);
            return;
        }
        let draft = match self.groups.product(handle, title, out) {
            Ok((draft, place)) => {
                if place == Place::First || (draft.title.is_empty() && title.given()) {
                    columns.read_product(row, draft, out);
                }
                draft
            }
            Err(note) => return out.refuse(note),
        };
        let image = row.field(&columns.image);
        let position = row.field(&columns.image_position).count_if_given().ok().flatten().unwrap_or(u64::MAX);
        let alt = row.field(&columns.image_alt).text;
        draft.add_image(image, Image { src: image.text.to_owned(), alt: alt.to_owned() }, position, out);
        if !columns.has_variant(row) {
            return;
        }
        let price = row.field(&columns.price);
        if let Err(note) = columns.read_variant(row, self.currency, out).and_then(|variant| draft.add_variant(price, variant)) {
            draft.refuse(note, out);
        } else if row.field(&columns.tracker).given() {
            warn_of_stock(columns, row, &mut self.said, out);
        }
    }

    fn end(&mut self, out: &mut Entries) {
        self.groups.close(out);
    }
}

/// What the shop does otherwise with stock, said once a file.
fn warn_of_stock(columns: &Columns, row: &Row, said: &mut Vec<String>, out: &mut Entries) {
    let mut once = |column: &Column, problem: &str| {
        if !said.iter().any(|name| name == column.name()) {
            said.push(column.name().to_owned());
            out.warn(RowNote::new(row.line, column.name(), problem));
        }
    };
    if !columns.quantity.given() {
        once(
            &columns.quantity,
            "the file has no such column (Shopify exports it by location): new variants start at 0, known ones keep what they have",
        );
    }
    if ["continue", "true"].contains(&row.field(&columns.policy).text.to_lowercase().as_str()) {
        once(&columns.policy, "the shop never sells more than there is: here and further down nothing is sold on when it is out of stock");
    }
}

impl Columns {
    /// Refuses a row that isn't where its header says: each column with a fixed set of values must hold one of them.
    fn check_place(&self, row: &Row) -> Result<(), RowNote> {
        for column in [&self.published, &self.gift_card, &self.requires_shipping, &self.taxable] {
            let field = row.field(column);
            one_of(field, &["true", "false", "yes", "no"], "true or false")?;
        }
        one_of(row.field(&self.weight_unit), &["g", "kg", "oz", "lb"], "a unit of weight (g, kg, oz, lb)")?;
        one_of(row.field(&self.policy), &["deny", "continue", "true", "false"], "deny or continue")?;
        one_of(row.field(&self.status), &["active", "draft", "archived", "unlisted"], "a status (active, draft, archived)")?;
        let tracker = row.field(&self.tracker);
        let fixed = ["true", "false", "deny", "continue", "g", "kg", "oz", "lb"].contains(&tracker.text.to_lowercase().as_str());
        if fixed || tracker.text.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(shifted(tracker, "the name of an inventory tracker, such as shopify"));
        }
        let position = row.field(&self.image_position);
        position.count_if_given().map_err(|_| shifted(position, "the position of an image"))?;
        for column in [&self.image, &self.variant_image] {
            let field = row.field(column);
            if field.given() && !field.text.contains(['/', '.']) {
                return Err(shifted(field, "the address of an image"));
            }
        }
        Ok(())
    }

    fn read_product(&self, row: &Row, draft: &mut Draft, out: &mut Entries) {
        let title = row.field(&self.title);
        draft.set_title(title, out);
        let description = row.field(&self.description);
        if let Err(note) = draft.set_description(description, description.text) {
            out.warn(RowNote { problem: format!("{}; it is left out", note.problem), ..note });
        }
        draft.brand = row.field(&self.vendor).owned();
        let standard = row.field(&self.category).some().filter(|category| !category.eq_ignore_ascii_case("Uncategorized"));
        draft.category = Category::parse(standard.unwrap_or(row.field(&self.kind).text));
        let tags = row.field(&self.tags);
        draft.add_tags(tags, tags.text.split(',').map(str::to_owned), out);
        draft.status = self.read_status(row, out);
        draft.option_names = self.option_names.iter().map(|column| row.field(column).owned().unwrap_or_default()).collect();
        for (name, column) in &self.metafields {
            let field = row.field(column);
            if !field.text.starts_with(['{', '[']) && !field.text.starts_with("gid://") {
                draft.add_attribute(field, name, field.text, out);
            }
        }
        draft.rating = rating(row.field(&self.rating), row.field(&self.rating_count));
    }

    fn read_status(&self, row: &Row, out: &mut Entries) -> Status {
        let (status, published, gift_card) = (row.field(&self.status), row.field(&self.published), row.field(&self.gift_card));
        let named = Status::parse(status.text).unwrap_or_default();
        if gift_card.yes() == Ok(Some(true)) {
            out.warn(gift_card.note("gift cards aren't sold here; it is imported as a draft"));
            return Status::Draft;
        }
        if status.text.eq_ignore_ascii_case("unlisted") {
            out.warn(status.note("the shop has no unlisted products; it is imported as a draft"));
            return Status::Draft;
        }
        if named == Status::Active && published.yes() == Ok(Some(false)) {
            out.warn(published.note("it isn't published on the online store; it is imported as a draft"));
            return Status::Draft;
        }
        named
    }

    fn has_variant(&self, row: &Row) -> bool {
        [&self.price, &self.sku, &self.barcode].into_iter().chain(&self.option_values).any(|column| row.field(column).given())
    }

    fn read_variant(&self, row: &Row, currency: Currency, out: &mut Entries) -> Result<ListedVariant, RowNote> {
        let price = row.field(&self.price);
        let mut variant = ListedVariant {
            sku: row.field(&self.sku).sku()?,
            options: self.option_values.iter().map(|column| row.field(column).owned().unwrap_or_default()).collect(),
            price: price.price(currency)?,
            compare_at_price: row.field(&self.compare_at_price).price_if_given(currency)?,
            stock: ListedStock::Unsaid,
            weight_grams: row.field(&self.grams).grams(Unit::Gram)?,
            image: row.field(&self.variant_image).some().map(str::to_owned),
            barcode: row.field(&self.barcode).code(out),
            mpn: row.field(&self.mpn).code(out),
            free: false,
        };
        let quantity = row.field(&self.quantity);
        if !row.field(&self.tracker).given() {
            variant.stock = ListedStock::Untracked(quantity.stock(&mut Entries::default())?);
        } else if quantity.given() {
            variant.stock = ListedStock::Counted(quantity.stock(out)?);
        }
        settle_prices(&mut variant, price, out);
        Ok(variant)
    }
}

fn one_of(field: Field<'_>, allowed: &[&str], what: &str) -> Result<(), RowNote> {
    if !field.given() || allowed.iter().any(|value| value.eq_ignore_ascii_case(field.text)) { Ok(()) } else { Err(shifted(field, what)) }
}

fn shifted(field: Field<'_>, what: &str) -> RowNote {
    let shown = crate::base::text::shorten(field.text, 40);
    field.note(format!("{shown:?} is not {what}; are the cells of this row shifted against the header?"))
}

/// The `reviews` metafields: `{"value":"4.6","scale_min":"1.0","scale_max":"5.0"}` and a count.
fn rating(value: Field<'_>, count: Field<'_>) -> Option<Rating> {
    let json: serde_json::Value = serde_json::from_str(value.text).ok()?;
    let average = json.get("value")?.as_str()?;
    let count = count.text.trim_start_matches('\'').parse().ok()?;
    super::field::hundredths(average).map(|average_hundredths| Rating { average_hundredths, count })
}
