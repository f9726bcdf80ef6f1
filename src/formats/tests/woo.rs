//! WooCommerce's export: kinds of products, and variations wherever they stand.

use super::{fixture, format, listing, text, told};
use crate::formats::read::Format;

#[test]
fn variations_find_their_parents_before_and_behind_them() {
    assert_eq!(format("woo.csv"), Format::WooCommerce);
    assert_eq!(
        told(fixture("woo.csv")),
        "product 4: - \"=Soap\" active: soap [] 6.50 x40\n\
         product 6: - \"Weaving Pattern\" active: pattern [] 4.00 x∞\n\
         product 7: - \"Loom\" active: loom [] 300.00 x0\n\
         warning 8: Type: \"grouped\" products have nothing to put into a cart here; it is imported as a draft\n\
         product 8: - \"Bath Set\" draft: set [] 0.00 x∞\n\
         warning 9: Type: \"external\" products have nothing to put into a cart here; it is imported as a draft\n\
         product 9: - \"Book of Knots\" draft: book [] 30.00 x∞\n\
         product 10: - \"Unfinished\" draft: draft [] 1.00 x1\n\
         warning 11: Visibility in catalog: it is hidden from the catalogue; it is imported as a draft\n\
         product 11: - \"Hidden\" draft: hidden [] 1.00 x1\n\
         warning 12: Published: this variation is switched off; it is left out\n\
         product 5: - \"Rug\" active: rug-red [Red] 99.00 x2, rug-blue [Blue] 120.50 x∞\n\
         warning 14: Stock: this stock of 9 is shared by several variations; the first one gets it, please divide it\n\
         product 13: - \"Towel\" active: towel-1 [Sand] 15.00 x9, towel-2 [Sea] 15.00 x0\n\
         warning 16: this variable product has no variations; it is imported as a draft without a price\n\
         product 16: - \"Nothing Yet\" draft: - [] 0.00 x0\n"
    );
}

#[test]
fn every_column_finds_its_place() {
    let soap = listing(fixture("woo.csv"), "=Soap");
    assert_eq!(soap.description, "<p>Olive oil.</p>\nFirst line.\nSecond line.");
    assert_eq!(soap.category.label(), "Bath > Soap");
    assert_eq!(soap.tags, ["Gifts", "vegan", "olive, pure"], "categories besides the first of the deepest are tags, those above it are not");
    assert_eq!(soap.brand.as_deref(), Some("Juniper & Clay"));
    assert_eq!(soap.images.len(), 2);
    assert_eq!((soap.attributes[0].name.as_str(), soap.attributes[0].value.as_str()), ("Scent", "Olive, Bay"));
    assert_eq!(soap.variants[0].barcode.as_deref(), Some("4006381333955"));
    let rug = listing(fixture("woo.csv"), "Rug");
    assert_eq!(rug.option_names, ["Colour"]);
    assert_eq!((rug.attributes[0].name.as_str(), rug.attributes[0].value.as_str()), ("Size", "Small, Large"), "no variation has a size");
    let red = &rug.variants[0];
    assert_eq!((red.price.minor, red.compare_at_price.map(|price| price.minor)), (9900, Some(12_050)), "the sale price, with decimal commas");
    assert_eq!((red.weight_grams, red.image.as_deref()), (Some(2500), Some("https://img.juniper-clay.example/rug-red.jpg")));
}

#[test]
fn bad_rows_are_named_and_the_others_imported() {
    assert_eq!(
        told(fixture("woo-broken.csv")),
        "refused 3: Regular price: this is empty; write a price like 12.50\n\
         refused 4: Name: this is empty; write the name of the product\n\
         refused 5: Published: write 1 for published, 0 for private or -1 for a draft; are the cells shifted against the header?\n\
         refused 7: Regular price: \"abc\" is not a price; write it like 12.50\n\
         warning 8: Stock: stock of -2 counts as 0\n\
         warning 8: Regular price: the price is zero, so this can't be bought until it has one (or is marked free in our own format)\n\
         product 8: - \"Good\" active: good [] 0.00 x0\n\
         refused 9: Parent: this is empty; write the parent of this variation, as its SKU or like id:44\n\
         refused 2: Parent: its parent \"nobody\" is not in this file\n"
    );
}

#[test]
fn more_options_than_the_shop_has_share_the_last_one() {
    let file = "Type,SKU,Name,Regular price,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s),Attribute 3 name,Attribute 3 value(s),Attribute 4 name,Attribute 4 value(s)\n\
                variable,bed,Bed,,,Wood,,Width,,Legs,,Slats,\n\
                variation,bed-1,,900,bed,Wood,Oak,Width,140,Legs,High,Slats,Soft\n\
                variation,bed-2,,900,bed,Wood,Oak,Width,140,Legs,Low,Slats,\n";
    let bed = listing(text(file), "Bed");
    assert_eq!(bed.option_names, ["Wood", "Width", "Legs / Slats"]);
    assert_eq!(bed.variants[1].options, ["Oak", "140", "Low / Any"]);
}

#[test]
fn pounds_become_grams() {
    let lamp = listing(text("Type,Name,Regular price,Weight (lbs)\nsimple,Lamp,5,2\n"), "Lamp");
    assert_eq!(lamp.variants[0].weight_grams, Some(907));
}
