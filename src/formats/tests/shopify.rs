//! Shopify's export: both headers, and the traps that real shops left in theirs.

use super::{entries, fixture, format, listing, listings, text, told};
use crate::domain::product::{Attribute, Image, Rating};
use crate::formats::note::Entry;
use crate::formats::read::Format;

#[test]
fn products_come_with_their_variants_and_images() {
    assert_eq!(format("shopify.csv"), Format::Shopify);
    assert_eq!(
        told(fixture("shopify.csv")),
        "product 2: tea-bowl \"Tea Bowl\" active: TB-AS [Ash / Small] 18.50 x7, TB-AL [Ash / Large] 24.00 x0, TB-MS [Moss / Small] 18.50 x∞\n\
         product 7: kiln-visit \"Kiln Visit\" draft: - [] 40.00 x∞\n\
         warning 8: Gift Card: gift cards aren't sold here; it is imported as a draft\n\
         product 8: voucher-25 \"Voucher\" draft: - [] 25.00 x?\n\
         warning 9: Published: it isn't published on the online store; it is imported as a draft\n\
         product 9: seconds-box \"Box of Seconds\" draft: - [] 30.00 x2\n"
    );
}

#[test]
fn every_column_finds_its_place() {
    let bowl = listing(fixture("shopify.csv"), "Tea Bowl");
    assert_eq!(bowl.description, "<p>Thrown by hand.</p>\n<p>Each one differs.</p>");
    assert_eq!(bowl.brand.as_deref(), Some("Juniper & Clay"));
    assert_eq!(bowl.category.label(), "Home & Garden > Kitchen & Dining > Tableware");
    assert_eq!(bowl.tags, ["stoneware", "handmade"]);
    assert_eq!(bowl.option_names, ["Colour", "Size"]);
    let alts: Vec<&str> = bowl.images.iter().map(|image| image.alt.as_str()).collect();
    assert_eq!(alts, ["A tea bowl", "From above", ""], "by position");
    assert_eq!(bowl.attributes, [Attribute { name: "Glaze".to_owned(), value: "shino".to_owned() }]);
    assert_eq!(bowl.rating, Some(Rating { average_hundredths: 460, count: 12 }));
    let ash = &bowl.variants[0];
    assert_eq!((ash.weight_grams, ash.barcode.as_deref(), ash.mpn.as_deref()), (Some(227), Some("4006381333931"), Some("JC-1")));
    assert_eq!(ash.image.as_deref(), Some("https://img.juniper-clay.example/bowl-ash.jpg"));
    assert_eq!(ash.compare_at_price.map(|price| price.minor), Some(2200));
    assert_eq!(bowl.variants[1].compare_at_price, None, "a former price that isn't higher says nothing");
    assert_eq!(listing(fixture("shopify.csv"), "Kiln Visit").category.label(), "Workshops", "the type where no category is given");
    assert_eq!(listing(fixture("shopify.csv"), "Box of Seconds").category.label(), "Uncategorised");
}

#[test]
fn the_new_header_means_the_same() {
    assert_eq!(format("shopify-new-header.csv"), Format::Shopify);
    assert_eq!(
        told(fixture("shopify-new-header.csv")),
        "product 2: linen-apron \"Linen Apron\" active: AP-S [S] 48.00 x10, AP-M [M] 48.00 x4\n\
         warning 4: Status: the shop has no unlisted products; it is imported as a draft\n\
         product 4: gift-wrap \"Gift Wrap\" draft: - [] 3.00 x∞\n"
    );
    let apron = listing(fixture("shopify-new-header.csv"), "Linen Apron");
    assert_eq!(apron.images, [Image { src: "https://img.juniper-clay.example/apron.jpg".to_owned(), alt: "An apron".to_owned() }]);
    let small = &apron.variants[0];
    assert_eq!((small.weight_grams, small.barcode.as_deref(), small.mpn.as_deref()), (Some(420), Some("4006381333948"), Some("JC-AP")));
}

#[test]
fn nothing_in_a_shifted_row_is_believed() {
    assert_eq!(
        told(fixture("shopify-shifted.csv")),
        "refused 2: Requires shipping: \"g\" is not true or false; are the cells of this row shifted against the header?\n\
         refused 3: Requires shipping: \"DENY\" is not true or false; are the cells of this row shifted against the header?\n\
         refused 4: URL handle: the first row of this product, line 2, was refused, so this row is too\n"
    );
}

#[test]
fn bad_rows_are_named_and_the_others_imported() {
    assert_eq!(
        told(fixture("shopify-traps.csv")),
        "warning 2: Variant Inventory Qty: stock of -4 counts as 0\n\
         refused 6: Variant Price: \"twelve\" is not a price; write it like 12.50\n\
         refused 7: Glaze: this variant has no Glaze; the others of \"Mug\" have one\n\
         warning 8: this variant has White, as the one on line 2 has; shoppers can't tell them apart\n\
         product 2: mug \"Mug\" active: MUG-1 [White] 12.00 x0, MUG-1 [Blue] 12.00 x3146149562, MUG-5 [White] 12.00 x1\n\
         warning 9: Variant Price: the price is zero, so this can't be bought until it has one (or is marked free in our own format)\n\
         product 9: plate \"Plate\" active: - [] 0.00 x5\n\
         product 10: more of mug \"mug\" active: MUG-6 [Red] 13.00 x1\n\
         product 11: more of plate \"plate\" active: \n\
         refused 12: Variant Price: \"n/a\" is not a price; write it like 12.50\n\
         warning 13: Variant Barcode: \"4.00638E+12\" was rounded by a spreadsheet, its digits are lost; it is left out\n\
         refused 14: Handle: this is empty; write the handle of the product this row belongs to, or a title\n\
         warning 13: this product has no title; its handle \"vase\" stands in\n\
         product 13: vase \"vase\" active: - [] 30.00 x1\n\
         warning 16: Title: another row of this product calls it \"Bowl\", and so do we\n\
         refused 16: Variant Inventory Qty: \"many\" is not a number of pieces; write a whole number\n\
         product 15: bowl \"Bowl\" active: - [] 9.00 x1\n\
         refused 17: \"Spoon\" has no price; a product needs one\n"
    );
    let mug = listing(fixture("shopify-traps.csv"), "Mug");
    assert!(mug.description.contains("<script>"), "the sanitiser has its say when the product is written");
}

#[test]
fn rows_further_down_carry_what_they_add() {
    let further = entries(fixture("shopify-traps.csv")).into_iter().filter_map(|entry| match entry {
        Entry::Product(found) if found.continues => Some(found.listing),
        _ => None,
    });
    let [mug, plate] = further.collect::<Vec<_>>().try_into().expect("two products are continued");
    assert!(mug.option_names.is_empty(), "the names stand with the product");
    assert_eq!(mug.variants[0].options, ["Red"]);
    assert_eq!((plate.variants.len(), plate.images.len()), (0, 1));
}

#[test]
fn rows_after_a_refused_product_are_refused_too() {
    let file = "Handle,Title,Variant Price,Image Src\nmug,Mug,x,\nbowl,Bowl,5,\nmug,,6,\nmug,Mug,7,\n";
    assert_eq!(
        told(text(file)),
        "refused 2: Variant Price: \"x\" is not a price; write it like 12.50\n\
         product 3: bowl \"Bowl\" active: - [] 5.00 x∞\n\
         refused 4: Handle: this product was refused further up, so this row is too\n\
         refused 5: Handle: this product was refused further up, so this row is too\n"
    );
}

#[test]
fn a_long_description_is_kept_and_its_lines_counted() {
    let urn = listing(fixture("shopify-long-description.csv"), "Garden Urn");
    assert!(urn.description.len() > 18_000);
    assert!(told(fixture("shopify-long-description.csv")).ends_with("refused 223: Variant Price: \"nine\" is not a price; write it like 12.50\n"));
}

#[test]
fn what_stock_means_differently_is_said_once() {
    let file = "Handle,Title,Variant Price,Variant Inventory Tracker,Variant Inventory Policy\na,A,1,shopify,deny\nb,B,1,shopify,continue\nc,C,1,,continue\n";
    assert_eq!(
        told(text(file)),
        "warning 2: Variant Inventory Qty: the file has no such column (Shopify exports it by location): new variants start at 0, known ones keep what they have\n\
         product 2: a \"A\" active: - [] 1.00 x?\n\
         warning 3: Variant Inventory Policy: the shop never sells more than there is: here and further down nothing is sold on when it is out of stock\n\
         product 3: b \"B\" active: - [] 1.00 x?\n\
         product 4: c \"C\" active: - [] 1.00 x∞\n"
    );
}

#[test]
fn handles_are_made_fit_for_addresses() {
    let file = "Handle,Title,Variant Price\nspiral™-tee,Tee,1\nOLD_Mug,Mug,1\n,Café Set,1\n";
    let handles: Vec<Option<String>> = listings(text(file)).into_iter().map(|listing| listing.handle).collect();
    assert_eq!(handles, [Some("spiraltm-tee".to_owned()), Some("old_mug".to_owned()), None]);
}
