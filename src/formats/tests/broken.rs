//! Files that are broken as files: sizes, quotes, encodings, headers.

use std::io::{self, Cursor, Read};

use super::{fixture, open_error, text, told};
use crate::domain::limits::{IMAGES_MAX, TITLE_CHARS_MAX, VARIANTS_MAX};
use crate::domain::money::Currency;
use crate::formats::read::open;

#[test]
fn a_quotation_mark_that_never_closes_costs_one_row() {
    assert_eq!(
        told(fixture("unclosed-quote.csv")),
        "refused 3: a quotation mark opens in this row and never closes; close it, or write it twice inside a cell\n\
         product 2: - \"First\" active: - [] 1.00 x0\n\
         product 4: - \"Third\" active: - [] 3.00 x0\n\
         product 5: - \"Fourth\" active: - [] 4.00 x0\n"
    );
}

#[test]
fn text_that_isnt_utf8_is_named_by_its_line() {
    assert_eq!(
        told(fixture("not-utf8.csv")),
        "refused 3: this is not UTF-8 text; save the file as UTF-8 (in Excel: \"CSV UTF-8\") and import it again\n\
         product 4: - \"Teller\" active: - [] 6.00 x0\n"
    );
    let mut json = Cursor::new(b"{\"title\":\"Gr\xfcn\",\"price\":1}\n{\"title\":\"Rot\",\"price\":1}\n".to_vec());
    let mut bytes = Vec::new();
    json.read_to_end(&mut bytes).expect("memory can be read");
    assert!(told(Cursor::new(bytes)).starts_with("refused 1: this is not UTF-8"));
}

#[test]
fn rows_over_a_mebibyte_are_passed_over() {
    let long = "x".repeat(3 * 1024 * 1024);
    let table = format!("title,price,description\nA,1,\"{long}\n{long}\"\nB,2,fine\n");
    let expected = "refused 2: this row is longer than 1 MiB; is a quotation mark in it never closed?\nproduct 4: - \"B\" active: - [] 2.00 x0\n";
    assert_eq!(told(text(&table)), expected);
    let lines = format!("{{\"title\":\"{long}\"}}\n{{\"title\":\"B\",\"price\":2}}\n");
    assert_eq!(told(text(&lines)), "refused 1: this line is longer than 1 MiB\nproduct 2: - \"B\" active: - [] 2.00 x0\n");
}

#[test]
fn what_a_product_may_carry_is_limited() {
    let images: String = (0..IMAGES_MAX + 5).map(|number| format!("a,,,,{number}.jpg\n")).collect();
    let variants: String = (1..=VARIANTS_MAX).map(|number| format!("a,,{number},1,\n")).collect();
    let title = "Long ".repeat(TITLE_CHARS_MAX);
    let told = told(text(&format!("handle,title,option1_value,price,image_src\na,{title},0,1,\n{images}{variants}")));
    let said: Vec<&str> = told.lines().map(|line| line.split(" Long").next().unwrap_or(line)).map(|line| &line[..line.len().min(90)]).collect();
    assert_eq!(
        said[..3],
        [
            "warning 2: title: a title has at most 500 characters; the rest is left out",
            "warning 253: image_src: a product has at most 250 images; the rest is left out",
            "refused 2257: price: a product has at most 2000 variants; this one is left out"
        ]
    );
    assert!(super::listings(text(&format!("handle,title,price\n{},A,1\n", "h".repeat(201)))).is_empty());
}

#[test]
fn headers_are_found_however_they_are_written() {
    for file in [
        "\u{feff}title,price\r\nMug,5\r\n",
        "\n\n TITLE ;Price \n Mug ; 5 \n",
        "title\tprice\ttitle\nMug\t5\tOther",
        "\"title\",\"price\"\n\"Mug\" ,\"5\"\n",
    ] {
        let told = told(text(file));
        assert!(told.contains("\"Mug\" active: - [] 5.00 x0"), "{file:?}: {told}");
    }
}

#[test]
fn a_file_that_nobody_knows_is_refused_with_a_reason() {
    assert_eq!(open_error(text("")), "1: the file is empty");
    assert_eq!(
        open_error(text("name,cost\nMug,5\n")),
        "1: this header (name, cost, …) is neither Shopify's nor WooCommerce's nor ours; the first line must name the columns, `title` among them (WooCommerce exports in the language of its settings; ours is English)"
    );
    assert!(open_error(text("title,price\rMug,5\r")).starts_with("1: these line ends are of an old Mac"));
    assert!(open_error(Cursor::new(b"\xff\xfet\0i\0t\0l\0e\0".to_vec())).contains("UTF-8"));
}

#[test]
fn progress_reaches_the_end_of_the_file() {
    let file = "title,price\nMug,5\nBowl,\"6\n";
    let mut products = open(text(file), None, Currency::USD).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(products.by_ref().count(), 2);
    assert_eq!(products.bytes_read(), 26);
}

#[test]
fn a_disk_that_fails_ends_the_reading_with_its_error() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let mut products = open(text("title,price\nMug,5\n").chain(Failing), None, Currency::USD).unwrap_or_else(|error| panic!("{error}"));
    let last = products.by_ref().last().expect("there is an error");
    assert!(last.is_err_and(|error| error.to_string() == "the disk is gone"));
    assert!(products.next().is_none());
}
