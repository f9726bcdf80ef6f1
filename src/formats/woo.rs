//! WooCommerce's product export.
//!
//! Variations name their parent (`id:44` or its SKU) and may stand anywhere in the file, before it too. So variable products
//! and their variations wait in memory until the file ends and then come out in the order of the file; all others come out
//! at once. At most `WAITING_MAX` rows wait: beyond, rows are refused and the file has to be split.
//!
//! An attribute that some variation has a value of is an option; the others describe the product. Grouped and external
//! products have nothing to put into a cart and come in as drafts, and so does what is hidden from the catalogue. A sale price
//! is the price, and the regular one is what it was. Without a count, `In stock?` says whether it can always be bought.

use std::collections::{HashMap, HashSet};

use super::draft::Draft;
use super::field::{Field, Unit, settle_prices};
use super::list::split;
use super::note::{Entries, RowNote};
use super::read::Reader;
use super::rows::{Column, Header, Row};
use super::sheet::bare;
use crate::base::text;
use crate::domain::category::Category;
use crate::domain::limits::OPTIONS_MAX;
use crate::domain::listing::{ListedStock, ListedVariant};
use crate::domain::money::{Currency, Money};
use crate::domain::product::{Image, Status};

/// Variable products and variations that wait for each other.
const WAITING_MAX: usize = 500_000;

pub(super) struct Woo {
    currency: Currency,
    columns: Columns,
    parents: Vec<Parent>,
    /// Where a parent stands in `parents`, by `id:44` and by `sku:abc`.
    parent_at: HashMap<String, usize>,
    variations: Vec<Variation>,
    /// The parents of variations that were refused.
    bereft: HashSet<String>,
}

struct Parent {
    draft: Draft,
    attributes: Vec<(String, String)>,
    stock: u64,
}

struct Variation {
    line: u64,
    parent: String,
    attributes: Vec<(String, String)>,
    variant: ListedVariant,
    /// Its stock is counted with its parent.
    shared_stock: bool,
}

struct Columns {
    id: Column,
    kind: Column,
    sku: Column,
    barcode: Column,
    name: Column,
    published: Column,
    visibility: Column,
    short_description: Column,
    description: Column,
    in_stock: Column,
    stock: Column,
    weight: Column,
    weight_unit: Unit,
    sale_price: Column,
    regular_price: Column,
    categories: Column,
    tags: Column,
    brands: Column,
    images: Column,
    parent: Column,
    attributes: Vec<(Column, Column)>,
}

impl Columns {
    fn new(header: &Header) -> Self {
        let one = |name: &str| header.column(&[name]);
        let weight = header.starting("weight (").into_iter().next();
        let (unit, weight) = weight.map_or_else(|| (String::new(), one("Weight")), |(rest, column)| (rest, column));
        let numbers = (1..).take_while(|number| header.has(&format!("Attribute {number} name")));
        let attribute = |number: u32| (one(&format!("Attribute {number} name")), one(&format!("Attribute {number} value(s)")));
        Self {
            id: one("ID"),
            kind: one("Type"),
            sku: one("SKU"),
            barcode: header.column(&["GTIN, UPC, EAN, or ISBN", "GTIN, UPC, EAN or ISBN"]),
            name: one("Name"),
            published: one("Published"),
            visibility: header.column(&["Visibility in catalog", "Visibility in catalogue"]),
            short_description: one("Short description"),
            description: one("Description"),
            in_stock: one("In stock?"),
            stock: one("Stock"),
            weight,
            weight_unit: Unit::parse(unit.trim_end_matches(')')).unwrap_or(Unit::Kilogram),
            sale_price: one("Sale price"),
            regular_price: header.column(&["Regular price", "Price"]),
            categories: one("Categories"),
            tags: one("Tags"),
            brands: header.column(&["Brands", "Brand"]),
            images: one("Images"),
            parent: one("Parent"),
            attributes: numbers.map(attribute).collect(),
        }
    }
}

impl Woo {
    pub fn new(header: &Header, currency: Currency) -> Self {
        Self {
            currency,
            columns: Columns::new(header),
            parents: Vec::new(),
            parent_at: HashMap::new(),
            variations: Vec::new(),
            bereft: HashSet::new(),
        }
    }

    fn read(&mut self, row: &Row, out: &mut Entries) -> Result<(), RowNote> {
        let kind = row.field(&self.columns.kind);
        let kinds: Vec<String> = kind.text.split(',').map(|word| word.trim().to_lowercase()).collect();
        let is = |name: &str| kinds.iter().any(|word| word == name);
        if is("variation") {
            return self.read_variation(row, out);
        }
        let mut draft = self.columns.read_product(row, out)?;
        if is("variable") {
            return self.read_parent(row, draft, out);
        }
        for (name, value) in self.columns.read_attributes(row) {
            draft.add_attribute(kind, &name, &value, out);
        }
        let sellable = is("simple") || kinds.iter().all(|word| ["", "virtual", "downloadable"].contains(&word.as_str()));
        if !sellable {
            out.warn(kind.note(format!("{:?} products have nothing to put into a cart here; it is imported as a draft", kind.text)));
            draft.status = Status::Draft;
        }
        let variant = self.columns.read_variant(row, self.currency, sellable, out)?;
        draft.add_variant(row.field(&self.columns.regular_price), variant)?;
        draft.finish(false, out);
        Ok(())
    }

    fn read_parent(&mut self, row: &Row, draft: Draft, out: &mut Entries) -> Result<(), RowNote> {
        self.check_waiting(row)?;
        let (id, sku) = (row.field(&self.columns.id), bare(row.field(&self.columns.sku)));
        let at = self.parents.len();
        for key in [id.some().map(|id| format!("id:{id}")), sku.some().map(|sku| format!("sku:{}", sku.to_lowercase()))].into_iter().flatten() {
            self.parent_at.entry(key).or_insert(at);
        }
        let stock = row.field(&self.columns.stock).stock(out)?;
        self.parents.push(Parent { draft, attributes: self.columns.read_attributes(row), stock });
        Ok(())
    }

    fn read_variation(&mut self, row: &Row, out: &mut Entries) -> Result<(), RowNote> {
        self.check_waiting(row)?;
        let columns = &self.columns;
        let (parent, published, stock) = (bare(row.field(&columns.parent)), row.field(&columns.published), row.field(&columns.stock));
        if !parent.given() {
            return Err(parent.missing("write the parent of this variation, as its SKU or like id:44"));
        }
        if published.given() && published.text != "1" {
            out.warn(published.note("this variation is switched off; it is left out"));
            return Ok(());
        }
        let variation = Variation {
            line: row.line,
            parent: parent_key(parent),
            attributes: columns.read_attributes(row),
            variant: columns.read_variant(row, self.currency, true, out)?,
            shared_stock: stock.text.eq_ignore_ascii_case("parent"),
        };
        self.variations.push(variation);
        Ok(())
    }

    fn check_waiting(&self, row: &Row) -> Result<(), RowNote> {
        if self.parents.len().saturating_add(self.variations.len()) < WAITING_MAX {
            return Ok(());
        }
        Err(RowNote::new(
            row.line,
            "",
            format!("a file may have {WAITING_MAX} variable products and variations; split it, products with their variations"),
        ))
    }
}

impl Reader for Woo {
    fn row(&mut self, row: &Row, out: &mut Entries) {
        if let Err(note) = self.read(row, out) {
            out.refuse(note);
            if self.columns.is_variation(row) && self.bereft.len() < WAITING_MAX {
                self.bereft.insert(parent_key(bare(row.field(&self.columns.parent))));
            }
        }
    }

    fn end(&mut self, out: &mut Entries) {
        let mut families: Vec<Vec<Variation>> = self.parents.iter().map(|_| Vec::new()).collect();
        for variation in self.variations.drain(..) {
            if let Some(family) = self.parent_at.get(&variation.parent).and_then(|at| families.get_mut(*at)) {
                family.push(variation);
                continue;
            }
            let parent = variation.parent.trim_start_matches("sku:");
            out.refuse(RowNote::new(variation.line, self.columns.parent.name(), format!("its parent {parent:?} is not in this file")));
        }
        let bereft: HashSet<usize> = self.bereft.iter().filter_map(|key| self.parent_at.get(key).copied()).collect();
        for (at, (mut parent, family)) in self.parents.drain(..).zip(families).enumerate() {
            if bereft.contains(&at) {
                parent.draft.mark_refused();
            }
            finish_family(parent, family, self.currency, out);
        }
    }
}

impl Columns {
    fn is_variation(&self, row: &Row) -> bool {
        row.field(&self.kind).text.split(',').any(|word| word.trim().eq_ignore_ascii_case("variation"))
    }

    fn read_product(&self, row: &Row, out: &mut Entries) -> Result<Draft, RowNote> {
        let mut draft = Draft::new(row.line);
        let name = bare(row.field(&self.name));
        if !name.given() {
            return Err(name.missing("write the name of the product"));
        }
        draft.set_title(name, out);
        let description = row.field(&self.description);
        draft.set_description(description, &whole_description(bare(row.field(&self.short_description)).text, bare(description).text))?;
        draft.brand = split(row.field(&self.brands).text, &[',']).into_iter().next();
        draft.status = self.read_status(row, out)?;
        let categories = row.field(&self.categories);
        let mut paths = split(categories.text, &[',']);
        let deepest = paths.iter().enumerate().rev().max_by_key(|(_, path)| path.matches('>').count()).map(|(index, _)| index);
        draft.category = Category::parse(&deepest.map(|index| paths.remove(index)).unwrap_or_default());
        let above: Vec<String> = draft.category.ancestry().map(|category| category.label()).collect();
        let others = paths.iter().map(|path| Category::parse(path)).filter(|category| !above.contains(&category.label()));
        draft.add_tags(categories, others.map(|category| category.name().to_owned()), out);
        let tags = row.field(&self.tags);
        draft.add_tags(tags, split(tags.text, &[',']), out);
        let images = row.field(&self.images);
        for (position, src) in (0..).zip(split(images.text, &[','])) {
            draft.add_image(images, Image { src, alt: String::new() }, position, out);
        }
        Ok(draft)
    }

    /// 1 is published, 0 private, -1 a draft.
    fn read_status(&self, row: &Row, out: &mut Entries) -> Result<Status, RowNote> {
        let (published, visibility) = (row.field(&self.published), row.field(&self.visibility));
        match published.text {
            "" | "1" => {}
            "0" | "-1" => return Ok(Status::Draft),
            _ => return Err(published.note("write 1 for published, 0 for private or -1 for a draft; are the cells shifted against the header?")),
        }
        match visibility.text.to_lowercase().as_str() {
            "" | "visible" | "catalog" | "search" => Ok(Status::Active),
            "hidden" => {
                out.warn(visibility.note("it is hidden from the catalogue; it is imported as a draft"));
                Ok(Status::Draft)
            }
            _ => Err(visibility.note("write visible, catalog, search or hidden; are the cells shifted against the header?")),
        }
    }

    fn read_attributes(&self, row: &Row) -> Vec<(String, String)> {
        let pair = |(name, value): &(Column, Column)| {
            let name = text::tidy(row.field(name).text);
            (!name.is_empty()).then(|| (name, split(row.field(value).text, &[',']).join(", ")))
        };
        self.attributes.iter().filter_map(pair).collect()
    }

    fn read_variant(&self, row: &Row, currency: Currency, sellable: bool, out: &mut Entries) -> Result<ListedVariant, RowNote> {
        let (sale, regular) = (row.field(&self.sale_price), row.field(&self.regular_price));
        let asked = if sale.given() { sale } else { regular };
        let price = if asked.given() || sellable { price(asked, currency)? } else { Money::zero(currency) };
        let weight = row.field(&self.weight);
        let mut variant = ListedVariant {
            sku: bare(row.field(&self.sku)).sku()?,
            options: Vec::new(),
            price,
            compare_at_price: if sale.given() && regular.given() { Some(self::price(regular, currency)?) } else { None },
            stock: self.read_stock(row, out)?,
            barcode: row.field(&self.barcode).code(out),
            mpn: None,
            weight_grams: Field { text: &weight.text.replace(',', "."), ..weight }.grams(self.weight_unit)?,
            image: None,
            free: false,
        };
        if self.is_variation(row) {
            variant.image = split(row.field(&self.images).text, &[',']).into_iter().next();
        }
        if sellable {
            settle_prices(&mut variant, asked, out);
        }
        Ok(variant)
    }

    fn read_stock(&self, row: &Row, out: &mut Entries) -> Result<ListedStock, RowNote> {
        let (stock, in_stock) = (row.field(&self.stock), row.field(&self.in_stock));
        if stock.text.eq_ignore_ascii_case("parent") {
            return Ok(ListedStock::Counted(0));
        }
        if stock.given() {
            return stock.stock(out).map(ListedStock::Counted);
        }
        let backorder = in_stock.text.eq_ignore_ascii_case("backorder");
        let available = if backorder { true } else { in_stock.yes()?.unwrap_or(true) };
        Ok(if available { ListedStock::Untracked(0) } else { ListedStock::Counted(0) })
    }
}

/// `id:44` or `sku:abc`, as `parent_at` has it.
fn parent_key(parent: Field<'_>) -> String {
    let key = parent.text.to_lowercase();
    if key.starts_with("id:") { key.replace(' ', "") } else { format!("sku:{key}") }
}

/// A price as the shop's language writes it: the exporter puts the decimal comma in, but never groups thousands.
fn price(field: Field<'_>, currency: Currency) -> Result<Money, RowNote> {
    let point = if field.text.contains('.') { field.text.to_owned() } else { field.text.replacen(',', ".", 1) };
    Field { text: &point, ..field }.price(currency)
}

/// The short text above the long one, unless that begins with it. The exporter writes line breaks as `\n`.
fn whole_description(short: &str, long: &str) -> String {
    let (short, long) = (short.replace("\\n", "\n"), long.replace("\\n", "\n"));
    if short.is_empty() || text::plain(&long).starts_with(&text::plain(&short)) {
        return long;
    }
    if long.is_empty() { short } else { format!("<p>{short}</p>\n{long}") }
}

/// Puts the variations into their product and lets it go.
fn finish_family(mut parent: Parent, mut family: Vec<Variation>, currency: Currency, out: &mut Entries) {
    let names = option_names(&parent.attributes, &family);
    let line = parent.draft.line;
    let field = Field::new(line, "", "");
    for (name, value) in parent.attributes.iter().filter(|(name, _)| !names.iter().flatten().any(|option| same(option, name))) {
        parent.draft.add_attribute(field, name, value, out);
    }
    share_stock(&mut family, parent.stock, out);
    parent.draft.option_names = names.iter().map(|group| group.join(" / ")).collect();
    if family.is_empty() && !parent.draft.has_refused() {
        out.warn(field.note("this variable product has no variations; it is imported as a draft without a price"));
        parent.draft.status = Status::Draft;
        family.push(empty_variation(line, currency));
    }
    for variation in family {
        let field = Field::new(variation.line, "", "");
        let options = names.iter().map(|group| group.iter().map(|name| value_of(&variation, name)).collect::<Vec<_>>().join(" / ")).collect();
        if let Err(note) = parent.draft.add_variant(field, ListedVariant { options, ..variation.variant }) {
            parent.draft.refuse(note, out);
        }
    }
    parent.draft.finish(false, out);
}

/// The attributes that variations have values of, in the order of the parent. Those that are too many share the last option.
fn option_names(of_parent: &[(String, String)], family: &[Variation]) -> Vec<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    let valued = family.iter().flat_map(|variation| &variation.attributes).filter(|(_, value)| !value.is_empty());
    for (name, _) in valued {
        if !names.iter().any(|known| same(known, name)) {
            names.push(name.clone());
        }
    }
    names.sort_by_key(|name| of_parent.iter().position(|(known, _)| same(known, name)).unwrap_or(usize::MAX));
    let mut groups: Vec<Vec<String>> = Vec::new();
    for name in names {
        match groups.last_mut() {
            Some(last) if last.len() > 1 => last.push(name),
            _ => groups.push(vec![name]),
        }
        if groups.len() > OPTIONS_MAX {
            let surplus = groups.pop().unwrap_or_default();
            groups.last_mut().into_iter().for_each(|last| last.extend(surplus.clone()));
        }
    }
    groups
}

/// A variation without a value goes with any.
fn value_of(variation: &Variation, name: &str) -> String {
    let given = variation.attributes.iter().find(|(known, value)| same(known, name) && !value.is_empty());
    given.map_or_else(|| "Any".to_owned(), |(_, value)| value.clone())
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Pieces that several variations share can't be counted for each: the first gets them, so that none is sold twice.
fn share_stock(family: &mut [Variation], stock: u64, out: &mut Entries) {
    if let Some(first) = family.iter_mut().find(|variation| variation.shared_stock) {
        first.variant.stock = ListedStock::Counted(stock);
        let problem = format!("this stock of {stock} is shared by several variations; the first one gets it, please divide it");
        out.warn(RowNote::new(first.line, "Stock", problem));
    }
}

fn empty_variation(line: u64, currency: Currency) -> Variation {
    let variant = ListedVariant {
        sku: None,
        options: Vec::new(),
        price: Money::zero(currency),
        compare_at_price: None,
        stock: ListedStock::Counted(0),
        barcode: None,
        mpn: None,
        weight_grams: None,
        image: None,
        free: false,
    };
    Variation { line, parent: String::new(), attributes: Vec::new(), variant, shared_stock: false }
}
