//! What a page is about, for search engines: JSON-LD with the words of schema.org.
//!
//! - The data can't end its element, whatever a title says: every `<` is written `\u003c`.
//! - It says nothing that the page doesn't show, and nothing that isn't known: no made-up ratings, prices or policies.
//!
//! Shapes: Google Search Central, "Merchant listing", "Product variant" and "Breadcrumb" structured data.

use maud::{Markup, PreEscaped, html};
use serde_json::{Map, Value, json};

use super::layout::Layout;
use super::link::Link;
use super::picture::served;
use crate::base::text;
use crate::domain::limits::{DESCRIBED_CHARS_MAX, DESCRIBED_VARIANTS_MAX};
use crate::domain::product::{Details, Product, Variant};
use crate::domain::review::Review;
use crate::domain::shipping::ShippingMethod;
use crate::domain::trade::{Aspect, Condition, gtin};
use crate::web::site::address::variant_path;

/// A product and what can be had of it right now.
#[derive(Clone, Copy, Debug)]
pub struct Described<'a> {
    pub product: &'a Product,
    pub details: &'a Details,
    /// In the product's order.
    pub available: &'a [u64],
    /// The variant the page shows.
    pub variant: &'a Variant,
    pub reviews: &'a [Review],
    /// How it is sent at home, and which country that is.
    pub shipping: Option<&'a ShippingMethod>,
    pub country: &'a str,
    /// For how long it can be sent back; 0 promises nothing.
    pub return_days: u16,
}

const SHIPPED: &str = "#shipping";
const SHIPPED_FREE: &str = "#shipping-free";
const RETURNED: &str = "#returns";

/// The element that carries all of it; nothing where there is nothing to say.
#[must_use]
pub fn script(things: &[Value]) -> Markup {
    let text = || json!({"@context": "https://schema.org", "@graph": things}).to_string();
    html! {
        @if !things.is_empty() {
            // In JSON a `<` stands inside of texts only.
            script type="application/ld+json" { (PreEscaped(text().replace('<', "\\u003c"))) }
        }
    }
}

/// The shop and how it is searched.
#[must_use]
pub fn shop(layout: &Layout) -> Vec<Value> {
    let home = format!("{}/", layout.origin);
    let target = format!("{}/search?q={{search_term_string}}", layout.origin);
    let search = json!({"@type": "SearchAction", "target": {"@type": "EntryPoint", "urlTemplate": target},
        "query-input": "required name=search_term_string"});
    vec![
        json!({"@type": "OnlineStore", "name": layout.shop, "url": home}),
        json!({"@type": "WebSite", "name": layout.shop, "url": home, "potentialAction": search}),
    ]
}

/// The way from the top down to this page, which comes last.
#[must_use]
pub fn breadcrumbs(layout: &Layout, above: &[Link], here: &str) -> Value {
    let item = |(place, link): (usize, &Link)| {
        json!({"@type": "ListItem", "position": place.saturating_add(1), "name": link.label,
            "item": format!("{}{}", layout.origin, link.href)})
    };
    let mut items: Vec<Value> = above.iter().enumerate().map(item).collect();
    items.push(json!({"@type": "ListItem", "position": items.len().saturating_add(1), "name": here}));
    json!({"@type": "BreadcrumbList", "itemListElement": items})
}

/// A product, or a group of variants, with how it is sent.
#[must_use]
pub fn product(layout: &Layout, described: &Described) -> Vec<Value> {
    let product = described.product;
    let mut about = common(layout, described);
    if product.variants.len() == 1 {
        about.insert("@type".to_owned(), "Product".into());
        about.extend(of_variant(layout, described, described.variant));
    } else {
        about.insert("@type".to_owned(), "ProductGroup".into());
        about.insert("productGroupID".to_owned(), product.handle.as_str().into());
        let varies = product.option_names.iter().filter_map(|name| Aspect::of(name));
        about.insert("variesBy".to_owned(), varies.map(|aspect| format!("https://schema.org/{}", aspect.name())).collect());
        let others = product.variants.iter().filter(|variant| variant.id != described.variant.id);
        let sold = std::iter::once(described.variant).chain(others).filter(|variant| variant.price.minor > 0);
        let variants = sold.take(DESCRIBED_VARIANTS_MAX).map(|variant| {
            let mut one = Map::new();
            one.insert("@type".to_owned(), "Product".into());
            one.insert("name".to_owned(), format!("{}, {}", product.title, variant.label()).into());
            one.extend(of_variant(layout, described, variant));
            Value::Object(one)
        });
        about.insert("hasVariant".to_owned(), variants.collect());
    }
    std::iter::once(Value::Object(about)).chain(policies(described)).chain(return_policy(described)).collect()
}

/// What all variants share.
fn common(layout: &Layout, described: &Described) -> Map<String, Value> {
    let product = described.product;
    let mut about = Map::new();
    about.insert("name".to_owned(), product.title.as_str().into());
    about.insert("url".to_owned(), format!("{}{}", layout.origin, layout.path).into());
    let description = text::shorten(&text::plain(&described.details.description), DESCRIBED_CHARS_MAX);
    if !description.is_empty() {
        about.insert("description".to_owned(), description.into());
    }
    if let Some(brand) = &product.brand {
        about.insert("brand".to_owned(), json!({"@type": "Brand", "name": brand}));
    }
    if let Some(rating) = product.rating().filter(|rating| rating.count > 0) {
        about.insert("aggregateRating".to_owned(), json!({"@type": "AggregateRating", "ratingValue": rating.average(), "ratingCount": rating.count}));
    }
    if !described.reviews.is_empty() {
        about.insert("review".to_owned(), described.reviews.iter().map(review).collect());
    }
    about
}

fn of_variant(layout: &Layout, described: &Described, variant: &Variant) -> Map<String, Value> {
    let product = described.product;
    let mut about = Map::new();
    about.insert("sku".to_owned(), variant.sku.as_str().into());
    if let Some(number) = variant.barcode.as_deref().and_then(gtin) {
        about.insert("gtin".to_owned(), number.into());
    }
    if let Some(mpn) = &variant.mpn {
        about.insert("mpn".to_owned(), mpn.as_str().into());
    }
    let own = variant.image.iter().map(String::as_str);
    let shared = product.images.iter().map(|image| image.src.as_str()).filter(|src| Some(*src) != variant.image.as_deref());
    let several = product.variants.len() > 1;
    // The pictures of a group are told once with each variant's own; the first one has to be there.
    let pictures = own.chain(shared).filter_map(served).take(if several { 1 } else { usize::MAX });
    about.insert("image".to_owned(), pictures.map(|path| format!("{}{path}", layout.origin)).collect());
    for (name, value) in product.option_names.iter().zip(&variant.options) {
        about.extend(Aspect::of(name).map(|aspect| (aspect.name().to_owned(), value.as_str().into())));
    }
    about.extend(offer(layout, described, variant).map(|offer| ("offers".to_owned(), offer)));
    about
}

fn offer(layout: &Layout, described: &Described, variant: &Variant) -> Option<Value> {
    if variant.price.minor <= 0 {
        return None;
    }
    let stocked = described.product.variants.iter().zip(described.available).find(|(known, _)| known.id == variant.id);
    let availability = if stocked.is_some_and(|(_, available)| *available > 0) { "InStock" } else { "OutOfStock" };
    let condition = match Condition::of(&described.details.attributes) {
        Condition::New => "NewCondition",
        Condition::Refurbished => "RefurbishedCondition",
        Condition::Used => "UsedCondition",
    };
    let mut offer = json!({"@type": "Offer", "url": format!("{}{}", layout.origin, variant_path(described.product, variant)),
        "price": variant.price.decimal(), "priceCurrency": variant.price.currency.code(),
        "availability": format!("https://schema.org/{availability}"), "itemCondition": format!("https://schema.org/{condition}")});
    if let Some(method) = described.shipping {
        let free = method.price_at(variant.price).minor == 0;
        offer["shippingDetails"] = json!({"@id": if free { SHIPPED_FREE } else { SHIPPED }});
    }
    if described.return_days > 0 {
        offer["hasMerchantReturnPolicy"] = json!({"@id": RETURNED});
    }
    Some(offer)
}

fn return_policy(described: &Described) -> Option<Value> {
    let days = Some(described.return_days).filter(|days| *days > 0 && described.product.variants.iter().any(|variant| variant.price.minor > 0))?;
    Some(json!({"@type": "MerchantReturnPolicy", "@id": RETURNED, "applicableCountry": described.country, "merchantReturnDays": days,
        "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow", "returnMethod": "https://schema.org/ReturnByMail"}))
}

/// How it is sent, for variants that pay for it and for those that don't.
fn policies(described: &Described) -> Vec<Value> {
    let Some(method) = described.shipping else { return Vec::new() };
    let sold = || described.product.variants.iter().filter(|variant| variant.price.minor > 0);
    let mut policies: Vec<Value> = Vec::new();
    for (id, free) in [(SHIPPED, false), (SHIPPED_FREE, true)] {
        let Some(price) = sold().map(|variant| method.price_at(variant.price)).find(|price| (price.minor == 0) == free) else { continue };
        let mut policy = json!({"@type": "OfferShippingDetails", "@id": id,
            "shippingRate": {"@type": "MonetaryAmount", "value": price.decimal(), "currency": price.currency.code()},
            "shippingDestination": {"@type": "DefinedRegion", "addressCountry": described.country}});
        if let Some(days) = method.days {
            let range = |least, most| json!({"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"});
            // The settings say how long all of it takes, from the order to the door.
            policy["deliveryTime"] =
                json!({"@type": "ShippingDeliveryTime", "handlingTime": range(0, 0), "transitTime": range(days.least, days.most)});
        }
        policies.push(policy);
    }
    policies
}

fn review(review: &Review) -> Value {
    let words = &review.words;
    let mut about = json!({"@type": "Review", "author": {"@type": "Person", "name": review.author},
        "datePublished": review.written_at.to_string(), "reviewBody": text::shorten(&words.body, DESCRIBED_CHARS_MAX),
        "reviewRating": {"@type": "Rating", "ratingValue": words.stars.number(), "bestRating": 5}});
    if !words.title.is_empty() {
        about["name"] = words.title.as_str().into();
    }
    about
}

#[cfg(test)]
mod tests {
    use super::{Described, product, script};
    use crate::web::pages::samples;
    use serde_json::{Value, json};

    #[test]
    fn no_text_gets_out_of_its_element() {
        let hostile = "</script><script>alert(1)</script><!--\u{2028}\"\\ ]]>&amp;";
        let element = script(&[json!({"name": hostile})]).into_string();
        assert_eq!((element.matches("<script").count(), element.matches("</script").count(), element.matches("<!--").count()), (1, 1, 0));
        let inside = element.trim_start_matches("<script type=\"application/ld+json\">").trim_end_matches("</script>");
        let read: Value = serde_json::from_str(inside).expect("it is JSON");
        assert_eq!(read["@graph"][0]["name"], hostile, "and the text is the same");
        assert_eq!(script(&[]).into_string(), "");
    }

    #[test]
    fn what_customers_say_is_told_as_they_said_it() {
        let (view, reviews) = (samples::product(), samples::reviews());
        let described = Described {
            product: &view.product,
            details: &view.details,
            available: &view.available,
            variant: &view.product.variants[0],
            reviews: &reviews.reviews,
            shipping: None,
            country: "US",
            return_days: 0,
        };
        let things = product(&samples::layout("/products/stoneware-mug"), &described);
        assert_eq!(things.len(), 1, "nothing is promised of shipping and returns");
        let (said, first) = (&things[0]["review"], &reviews.reviews[0]);
        assert_eq!(said.as_array().map(Vec::len), Some(reviews.reviews.len()));
        assert_eq!((&said[0]["author"]["name"], &said[0]["reviewBody"]), (&first.author.as_str().into(), &first.words.body.as_str().into()));
        assert_eq!(
            (&said[0]["reviewRating"]["ratingValue"], &said[0]["datePublished"]),
            (&first.words.stars.number().into(), &first.written_at.to_string().into())
        );
        assert_eq!(things[0]["hasVariant"].as_array().map(Vec::len), Some(view.product.variants.len()));
    }
}
