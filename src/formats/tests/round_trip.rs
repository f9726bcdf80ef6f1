//! What the shop writes, it reads back as the same product.

use std::io::Cursor;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};

use super::entries;
use crate::base::clock::Timestamp;
use crate::domain::category::Category;
use crate::domain::listing::{ListedStock, ListedVariant, Listing};
use crate::domain::money::{Currency, Money};
use crate::domain::product::{Attribute, Details, Image, Product, ProductId, Rating, Status, Variant, VariantId};
use crate::domain::review::StarCounts;
use crate::formats::note::Entry;
use crate::formats::write::{Format, Writer};

/// Words with everything that files trip over, tidy as the reader leaves them.
fn words() -> impl Strategy<Value = String> {
    r#"[-=+@'"a-zé](?:[ ]?[-a-z0-9,;|=\\"'<>%é]){0,12}"#.prop_map(|text| text.trim_end().to_owned())
}

fn variant(options: usize) -> impl Strategy<Value = ListedVariant> {
    let stock = prop_oneof![(0_u64..5_000_000_000).prop_map(ListedStock::Counted), (0_u64..5_000).prop_map(ListedStock::Untracked)];
    let codes = (option::of("[A-Z0-9]{1,12}"), option::of("[0-9]{8,13}"), option::of("[A-Z]{1,3}-[0-9]{1,9}"), option::of("[a-z]{1,9}\\.webp"));
    let prices = (0_i64..1_000_000, option::of(1_i64..1_000), option::of(1_u32..1_000_000), any::<bool>());
    (vec(words(), options), stock, codes, prices).prop_map(|(options, stock, (sku, barcode, mpn, image), (price, more, weight_grams, free))| {
        let money = |minor| Money::new(minor, Currency::USD);
        let compare_at_price = more.map(|more| money(price + more));
        let sku = Some(sku.unwrap_or_else(|| "=SKU".to_owned()));
        ListedVariant { sku, options, price: money(price), compare_at_price, stock, barcode, mpn, weight_grams, image, free }
    })
}

fn listing() -> impl Strategy<Value = Listing> {
    let status = prop_oneof![Just(Status::Active), Just(Status::Draft), Just(Status::Archived)];
    let rating = option::of((0_u16..=500, 0_u32..9_999).prop_map(|(average_hundredths, count)| Rating { average_hundredths, count }));
    let texts = (words(), words(), option::of(words()), vec("[A-Z][a-z]{1,9}", 1..4), vec("[a-z]{1,6}[,|]?[a-z]", 0..4));
    let lists = (vec(("[a-z]{1,9}", words()), 0..4), vec((words(), words()), 0..5));
    let variants = (0_usize..=3).prop_flat_map(|options| (Just(options), vec(variant(options), 1..5)));
    (texts, lists, variants, status, rating).prop_map(
        |((title, description, brand, levels, mut tags), (images, attributes), (options, variants), status, rating)| {
            tags.sort();
            tags.dedup();
            let mut images: Vec<Image> = images.into_iter().map(|(src, alt)| Image { src, alt }).collect();
            images.sort_by(|one, other| one.src.cmp(&other.src));
            images.dedup_by(|one, other| one.src == other.src);
            let mut attributes: Vec<Attribute> = attributes.into_iter().map(|(name, value)| Attribute { name, value }).collect();
            attributes.sort_by(|one, other| one.name.cmp(&other.name));
            attributes.dedup_by(|one, other| one.name == other.name);
            Listing {
                handle: Some("some-handle".to_owned()),
                title,
                description,
                brand,
                category: Category::from_levels(levels.iter().map(String::as_str)),
                tags,
                option_names: ["Colour", "=Size", "Fit, or |"].map(str::to_owned).into_iter().take(options).collect(),
                images,
                attributes,
                status,
                rating,
                variants,
            }
        },
    )
}

/// As the shop keeps it.
fn product(listing: &Listing) -> (Product, Details, Vec<ListedStock>) {
    let now = Timestamp(1_767_225_600_000);
    let variants = listing.variants.iter().zip(1..).map(|(listed, id)| Variant {
        id: VariantId(id),
        sku: listed.sku.clone().unwrap_or_default(),
        options: listed.options.clone(),
        price: listed.price,
        compare_at_price: listed.compare_at_price,
        barcode: listed.barcode.clone(),
        mpn: listed.mpn.clone(),
        weight_grams: listed.weight_grams,
        image: listed.image.clone(),
        free: listed.free,
    });
    let product = Product {
        id: ProductId(1),
        handle: listing.handle.clone().unwrap_or_default(),
        title: listing.title.clone(),
        brand: listing.brand.clone(),
        category: listing.category.clone(),
        tags: listing.tags.clone(),
        option_names: listing.option_names.clone(),
        images: listing.images.clone(),
        status: listing.status,
        listed_rating: listing.rating,
        variants: variants.collect(),
        created_at: now,
        updated_at: now,
        version: 1,
        stars: StarCounts::default(),
    };
    let details = Details { description: listing.description.clone(), attributes: listing.attributes.clone() };
    (product, details, listing.variants.iter().map(|variant| variant.stock).collect())
}

fn written_and_read(listing: &Listing, format: Format) -> Vec<Listing> {
    let (product, details, stock) = product(listing);
    let mut writer = Writer::new(format, Vec::new()).expect("memory can be written");
    writer.product(&product, &details, &stock).expect("memory can be written");
    let bytes = writer.finish().expect("memory can be written");
    let found = entries(Cursor::new(bytes)).into_iter();
    found.filter_map(|entry| if let Entry::Product(found) = entry { Some(found.listing) } else { None }).collect()
}

proptest! {
    #[test]
    fn a_product_survives_each_format(listing in listing()) {
        for format in [Format::Jsonl, Format::Csv] {
            prop_assert_eq!(written_and_read(&listing, format), vec![listing.clone()]);
        }
    }
}
