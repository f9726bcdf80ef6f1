//! A merchant's photos: taken in with smaller ones, offered to each screen as it needs them, the same however often.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::process::{Client, Place};

fn photo(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let colour = |x: u32, y: u32| Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 120]);
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, colour));
    picture.write_to(&mut bytes, format).expect("written");
    bytes.into_inner()
}

/// The first address of a picture behind a text.
fn address<'a>(page: &'a str, behind: &str) -> &'a str {
    let (_, rest) = page.split_once(behind).unwrap_or_else(|| panic!("no {behind:?} in {page}"));
    rest.split(['"', ' ', ',']).next().expect("something")
}

/// What a browser gets for it: its status and its kind.
fn fetches(client: &Client, path: &str) -> (u16, String) {
    let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    let answer = ureq::Agent::from(config).get(format!("{}{path}", client.address)).call().expect("it answers");
    let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("").to_owned();
    (answer.status().as_u16(), kind)
}

#[test]
fn each_screen_gets_the_picture_it_needs() {
    let place = Place::new();
    std::fs::write(place.path("mug.jpg"), photo(1_500, 1_000, ImageFormat::Jpeg)).expect("written");
    std::fs::write(place.path("broken.png"), &photo(900, 900, ImageFormat::Png)[..2_000]).expect("written");
    place.holds(
        "mugs.jsonl",
        "{\"title\":\"Mug\",\"sku\":\"mug\",\"price\":\"20.00\",\"stock\":5,\"images\":[{\"src\":\"mug.jpg\",\"alt\":\"A mug\"}]}\n\
         {\"title\":\"Jug\",\"sku\":\"jug\",\"price\":\"30.00\",\"stock\":5,\"images\":[{\"src\":\"broken.png\"}]}\n",
    );
    place.runs(&["import", "mugs.jsonl"]).with(0).says("created 2").complains("mugs.jsonl:2: image: broken.png: no smaller ones of it could be made");
    let files = || {
        let names = std::fs::read_dir(place.path("shop-data/media")).expect("listed").map(|file| file.expect("a file").file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let before = files();
    assert_eq!(before.len(), 6, "the photo, four widths of it, and the broken one: {before:?}");
    place.runs(&["import", "mugs.jsonl"]).with(0).says("unchanged 2");
    assert_eq!(files(), before, "nothing is made twice");
    let server = place.serves();
    let client = server.client();
    let page = client.gets("/products/mug").expect("it answers").body.as_str().expect("a page").to_owned();
    assert!(page.contains("alt=\"A mug\" width=\"1500\" height=\"1000\" fetchpriority=\"high\""), "{page}");
    let small = address(&page, "srcset=\"");
    assert!(small.ends_with("-1500x1000-320.webp"), "{small}");
    assert_eq!(fetches(&client, small), (200, "image/webp".to_owned()));
    std::fs::remove_file(place.path(&small.replace("/media/", "shop-data/media/"))).expect("lost");
    assert_eq!(fetches(&client, small), (200, "image/webp".to_owned()), "made again");
    assert_eq!(files(), before);
    assert_eq!(fetches(&client, &small.replace("-320.", "-321.")).0, 404);
    let broken = client.gets("/products/jug").expect("it answers").body.as_str().expect("a page").to_owned();
    assert_eq!(fetches(&client, address(&broken, "<img src=\"")), (200, "image/png".to_owned()), "as it came");
}
