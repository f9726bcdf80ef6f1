//! Our own formats, JSON Lines and the table.

use super::{fixture, format, listing, text, told};
use crate::domain::product::{Rating, Status};
use crate::formats::read::Format;

#[test]
fn json_lines_are_read_exactly() {
    assert_eq!(format("products.jsonl"), Format::Jsonl);
    assert_eq!(
        told(fixture("products.jsonl")),
        "product 1: desk-lamp \"Desk Lamp\" draft: DL-L [Linen] 129.00 x12, DL-P [Paper] 119.90 x∞\n\
         product 3: - \"Candle\" active: CANDLE [] 4.50 x30\n\
         warning 4: /colour: nobody knows this field; it is left out here and further down\n\
         product 4: - \"Catalogue\" active: - [] 0.00 x0\n\
         product 5: - \"Postcard\" active: - [Sea] 1.00 x0, - [Hills] 2.00 x0\n"
    );
    let lamp = listing(fixture("products.jsonl"), "Desk Lamp");
    assert_eq!((lamp.status, lamp.rating), (Status::Draft, Some(Rating { average_hundredths: 460, count: 213 })));
    assert_eq!(lamp.images.iter().map(|image| image.src.as_str()).collect::<Vec<_>>(), ["images/lamp.jpg", "images/lamp-2.jpg"]);
    let attributes: Vec<String> = lamp.attributes.iter().map(|one| format!("{}: {}", one.name, one.value)).collect();
    assert_eq!(attributes, ["Height: 40 cm", "Bulb: 60", "Dimmable: true"]);
    let linen = &lamp.variants[0];
    assert_eq!((linen.barcode.as_deref(), linen.mpn.as_deref(), linen.weight_grams), (Some("4006381333962"), Some("JC-DL"), Some(1250)));
    assert_eq!((linen.compare_at_price.map(|price| price.minor), linen.image.as_deref()), (Some(14_900), Some("images/lamp-linen.jpg")));
    assert!(listing(fixture("products.jsonl"), "Catalogue").variants[0].free);
    assert_eq!(listing(text(r#"{"title":"A","price":399.99}"#), "A").variants[0].price.minor, 39_999);
}

#[test]
fn a_line_that_cant_be_read_says_which_field() {
    assert_eq!(
        told(fixture("products-broken.jsonl")),
        "refused 1: /price: this is empty; write a price like 12.50\n\
         refused 2: /title: this must be text in quotes\n\
         refused 3: /title: this is missing; write the name of the product\n\
         refused 4: this line is not JSON: expected ident (character 2)\n\
         refused 5: /price: \"1.999\" has more than 2 digits after the point, and USD has 2\n\
         refused 6: /stock: \"1.5\" is not a number of pieces; write a whole number\n\
         refused 7: /variants/0/options/Colour: the product has no such option; name it in its `options`\n\
         refused 8: /tags: this must be a list in brackets\n\
         refused 9: a product has at most 3 options, this one has 4\n\
         warning 10: /stock: stock of -3 counts as 0\n\
         warning 10: /price: the price is zero, so this can't be bought until it has one (or is marked free in our own format)\n\
         product 10: - \"Zero\" active: - [] 0.00 x0\n\
         refused 11: this must be an object in braces\n\
         refused 12: /images/0/src: this is missing; write the address of the image\n"
    );
}

#[test]
fn a_spreadsheet_has_a_row_for_each_variant_and_image() {
    assert_eq!(format("products.csv"), Format::Csv);
    assert_eq!(
        told(fixture("products.csv")),
        "warning 1: supplier: nobody knows this column; it is left out\n\
         product 2: chair \"Chair\" active: CH-O [Oiled] 1199.00 x3, CH-S [Soaped] 1199.00 x∞\n\
         product 5: - \"Leaflet\" active: - [] 0.00 x100\n\
         product 6: sum \"=Sum()\" active: +1 [] 5.00 x1\n"
    );
    let chair = listing(fixture("products.csv"), "Chair");
    assert_eq!(chair.images.len(), 3);
    assert_eq!(chair.tags, ["oak", "dining"]);
    assert_eq!(chair.rating, Some(Rating { average_hundredths: 425, count: 8 }));
    let attributes: Vec<String> = chair.attributes.iter().map(|one| format!("{}: {}", one.name, one.value)).collect();
    assert_eq!(attributes, ["Height: 80 cm", "Care: Oil | wax", "Wood: Oak"]);
}

#[test]
fn a_bad_spreadsheet_row_is_named_by_line_and_column() {
    assert_eq!(
        told(fixture("products-broken.csv")),
        "product 2: good \"Good\" active: - [] 5.00 x1\n\
         refused 5: status: \"sold\" is not a status; write active, draft or archived\n\
         refused 6: handle: the first row of this product, line 5, was refused, so this row is too\n\
         refused 8: this row has 8 cells and the header 7; is a cell with a comma in it not quoted?\n\
         refused 7: \"Ragged\" has no price; a product needs one\n\
         warning 9: stock: stock of -1 counts as 0\n\
         refused 10: handle: this is empty; write the handle of the product this row belongs to, or a title\n\
         product 9: negative \"Negative\" active: - [] 5.00 x0\n\
         product 11: good-too \"Good too\" active: - [] 7.00 x0\n"
    );
}

#[test]
fn a_price_on_the_product_is_enough() {
    assert_eq!(told(text("title,price\nMug,12.50\n")), "product 2: - \"Mug\" active: - [] 12.50 x0\n");
    assert_eq!(told(text(r#"{"title":"Mug","price":"12.50","variants":[]}"#)), "product 1: - \"Mug\" active: - [] 12.50 x0\n");
}

#[test]
fn a_row_that_ends_too_early_says_so() {
    assert_eq!(told(text("title,sku,price\nMug,M-1\n")), "refused 2: price: the row ends before this column; write a price like 12.50\n");
}
