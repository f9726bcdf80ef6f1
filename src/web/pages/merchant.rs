//! A product in the words of Google Merchant Center: one item for each variant that is sold.
//!
//! What isn't known is left out; texts are cut to what the specification takes.
//!
//! Source: Google Merchant Center Help, "Product data specification".

use crate::base::text;
use crate::domain::money::Money;
use crate::domain::product::{Product, Variant};
use crate::domain::shipping::ShippingMethod;
use crate::domain::trade::{Aspect, Condition, attribute, gtin};
use crate::shop::product::ProductView;
use crate::web::site::address::variant_path;
use crate::web::ui::picture::served;
use crate::web::xml::element;

const ID_CHARS_MAX: usize = 50;
const NAME_CHARS_MAX: usize = 70;
const TITLE_CHARS_MAX: usize = 150;
const DESCRIPTION_CHARS_MAX: usize = 5_000;
const TYPE_CHARS_MAX: usize = 750;
const MORE_IMAGES_MAX: usize = 10;

/// What is the same for all items.
#[derive(Clone, Copy, Debug)]
pub struct Seller<'a> {
    pub name: &'a str,
    /// `https://shop.example.com`
    pub origin: &'a str,
    /// How it is sent at home, and which country that is.
    pub shipping: Option<&'a ShippingMethod>,
    pub country: &'a str,
}

/// How the document begins; [`END`] ends it.
#[must_use]
pub fn begin(seller: &Seller) -> String {
    let mut out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\">\n<channel>\n".to_owned();
    element(&mut out, "title", seller.name);
    element(&mut out, "link", &format!("{}/", seller.origin));
    element(&mut out, "description", &format!("All products of {}", seller.name));
    out
}

pub const END: &str = "</channel>\n</rss>\n";

/// The variants of a product that have a price.
pub fn items(out: &mut String, seller: &Seller, view: &ProductView) {
    for (variant, available) in view.product.variants.iter().zip(&view.available) {
        if variant.price.minor > 0 {
            out.push_str("<item>\n");
            item(out, seller, view, variant, *available);
            out.push_str("</item>\n");
        }
    }
}

fn item(out: &mut String, seller: &Seller, view: &ProductView, variant: &Variant, available: u64) {
    let product = &view.product;
    let several = product.variants.len() > 1;
    let title = if several { format!("{}, {}", product.title, variant.label()) } else { product.title.clone() };
    let title = text::shorten(&title, TITLE_CHARS_MAX - 1);
    let description = text::shorten(&text::plain(&view.details.description), DESCRIPTION_CHARS_MAX - 1);
    element(out, "g:id", &id(&variant.sku, variant.id.0));
    element(out, "g:title", &title);
    element(out, "g:description", if description.is_empty() { &title } else { &description });
    element(out, "g:link", &format!("{}{}", seller.origin, variant_path(product, variant)));
    pictures(out, seller, product, variant);
    element(out, "g:availability", if available > 0 { "in_stock" } else { "out_of_stock" });
    match variant.compare_at_price.filter(|before| before.minor > variant.price.minor) {
        Some(before) => {
            element(out, "g:price", &price(before));
            element(out, "g:sale_price", &price(variant.price));
        }
        None => element(out, "g:price", &price(variant.price)),
    }
    identity(out, product, variant);
    if several {
        element(out, "g:item_group_id", &id(&product.handle, product.id.0));
    }
    let attributes = &view.details.attributes;
    for aspect in [Aspect::Color, Aspect::Size, Aspect::Material, Aspect::Pattern] {
        let option = product.option_names.iter().zip(&variant.options).find(|(name, _)| Aspect::of(name) == Some(aspect));
        let value = option.map(|(_, value)| value.as_str()).or_else(|| attribute(attributes, aspect.name()));
        element(out, &format!("g:{}", aspect.name()), &text::shorten(value.unwrap_or(""), 99));
    }
    let condition = match Condition::of(attributes) {
        Condition::New => "new",
        Condition::Refurbished => "refurbished",
        Condition::Used => "used",
    };
    element(out, "g:condition", condition);
    element(out, "g:product_type", &text::shorten(&product.category.label(), TYPE_CHARS_MAX - 1));
    element(out, "g:google_product_category", attribute(attributes, "google product category").unwrap_or(""));
    shipping(out, seller, variant);
}

/// A name of ours where it is short enough, else the number behind it.
fn id(name: &str, number: u64) -> String {
    if name.chars().count() <= ID_CHARS_MAX { name.to_owned() } else { format!("number-{number}") }
}

/// `15.00 USD`
fn price(price: Money) -> String {
    format!("{} {}", price.decimal(), price.currency.code())
}

/// Drawn pictures are in no format that is taken.
fn pictures(out: &mut String, seller: &Seller, product: &Product, variant: &Variant) {
    let own = variant.image.iter();
    let shared = product.images.iter().map(|image| &image.src).filter(|src| Some(*src) != variant.image.as_ref());
    let files = own.chain(shared).filter_map(|src| served(src)).filter(|path| path.starts_with("/media/"));
    for (place, path) in files.take(1 + MORE_IMAGES_MAX).enumerate() {
        element(out, if place == 0 { "g:image_link" } else { "g:additional_image_link" }, &format!("{}{path}", seller.origin));
    }
}

/// Google asks for a number of the trade, or for brand and part number, or to be told that there is neither.
fn identity(out: &mut String, product: &Product, variant: &Variant) {
    let number = variant.barcode.as_deref().and_then(gtin);
    let short = |text: Option<&str>| text.filter(|text| text.chars().count() <= NAME_CHARS_MAX).unwrap_or("").to_owned();
    let (brand, mpn) = (short(product.brand.as_deref()), short(variant.mpn.as_deref()));
    element(out, "g:brand", &brand);
    element(out, "g:gtin", number.as_deref().unwrap_or(""));
    element(out, "g:mpn", &mpn);
    if number.is_none() && (brand.is_empty() || mpn.is_empty()) {
        element(out, "g:identifier_exists", "no");
    }
}

fn shipping(out: &mut String, seller: &Seller, variant: &Variant) {
    if let Some(grams) = variant.weight_grams.filter(|grams| *grams > 0) {
        element(out, "g:shipping_weight", &format!("{grams} g"));
    }
    if let Some(method) = seller.shipping {
        out.push_str("<g:shipping>\n");
        element(out, "g:country", seller.country);
        element(out, "g:service", &method.name);
        element(out, "g:price", &price(method.price_at(variant.price)));
        out.push_str("</g:shipping>\n");
    }
}
