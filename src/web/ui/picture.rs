//! Product pictures: where they are fetched from, and what stands there without one.
//!
//! - Pages name only pictures of this very shop: an address elsewhere becomes a tile, because the browser may not fetch it.
//! - How large a picture is and which widths there are is read from its name, never from the disk.

use std::ops::RangeInclusive;

use maud::{Markup, html};

use crate::domain::picture::{Picture, Size};
use crate::domain::product::Image;

/// When a browser should fetch a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// The one the page is judged by.
    First,
    /// Seen without scrolling.
    Soon,
    Later,
}

/// Where a picture stands, which says how wide it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// One of a list.
    Card,
    /// A category of the front page.
    Tile,
    /// One of three arches.
    Arch,
    /// The one a page is about.
    Main,
    /// As large as the screen, and larger.
    Closer,
    /// Beside a line of text.
    Line,
}

impl Room {
    /// The widths in pixels that are worth having, and how wide it is on which screens, as `web/styles/` lay it out.
    fn fits(self) -> (RangeInclusive<u32>, &'static str) {
        match self {
            Self::Card => (320..=640, "(min-width:60rem) 20rem,46vw"),
            Self::Tile => (160..=640, "12rem"),
            Self::Arch => (320..=1_280, "(min-width:52rem) 22vw,43vw"),
            Self::Main => (320..=1_280, "(min-width:56rem) 52vw,100vw"),
            Self::Closer => (640..=1_280, "180vw"),
            Self::Line => (160..=320, "8rem"),
        }
    }
}

/// Side of a picture that doesn't say how large it is, in pixels, as the browser should reserve it before it arrives.
const SIDE: u32 = 800;

/// A picture by its source; a tile with the title's first letter where there is none.
#[must_use]
pub fn picture(source: Option<&str>, title: &str, alt: &str, (room, urgency): (Room, Urgency)) -> Markup {
    let Some((source, address)) = source.and_then(|source| Some((source, served(source)?))) else { return tile(title) };
    let known = Picture::parse(source);
    let size = known.and_then(|picture| picture.size).unwrap_or(Size { width: SIDE, height: SIDE });
    let (fitting, sizes) = room.fits();
    let widths = known.map_or_else(Vec::new, |picture| fitting_widths(&picture, &fitting));
    let at = |width: &u32| known.map_or_else(String::new, |picture| format!("/media/{}", picture.at(*width)));
    let several = (widths.len() > 1).then(|| widths.iter().map(|width| format!("{} {width}w", at(width))).collect::<Vec<_>>().join(","));
    html! {
        img src=(widths.last().map_or(address, at)) srcset=[several.as_ref()] sizes=[several.as_ref().map(|_| sizes)]
            alt=(alt) width=(size.width) height=(size.height)
            fetchpriority=[(urgency == Urgency::First).then_some("high")]
            loading=[(urgency == Urgency::Later).then_some("lazy")]
            decoding=[(urgency == Urgency::Later).then_some("async")];
    }
}

/// Those worth having where it stands; the nearest where it has none of them.
fn fitting_widths(picture: &Picture, fitting: &RangeInclusive<u32>) -> Vec<u32> {
    let mut widths: Vec<u32> = picture.widths().filter(|width| width <= fitting.end()).collect();
    let worth = widths.iter().position(|width| width >= fitting.start()).unwrap_or(widths.len().saturating_sub(1));
    widths.split_off(worth)
}

/// A picture beside text that already names the product.
#[must_use]
pub fn decoration(image: Option<&Image>, title: &str, shown: (Room, Urgency)) -> Markup {
    picture(image.map(|image| image.src.as_str()), title, "", shown)
}

fn tile(title: &str) -> Markup {
    let letter: String = title.trim().chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    html! { span.tile aria-hidden="true" { (letter) } }
}

/// Where this shop serves a picture: `demo:mug:petrol:0` → `/art/mug-petrol-0.svg`, a stored file → `/media/{name}`.
#[must_use]
pub fn served(source: &str) -> Option<String> {
    if let Some(drawn) = source.strip_prefix("demo:") {
        let known = drawn.bytes().all(|b| b.is_ascii_alphanumeric() || b == b':' || b == b'-');
        return known.then(|| format!("/art/{}.svg", drawn.replace(':', "-")));
    }
    let plain = !source.is_empty() && !source.starts_with('.') && source.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    plain.then(|| format!("/media/{source}"))
}

#[cfg(test)]
mod tests {
    use super::{Room, Urgency, picture, served};

    #[test]
    fn pictures_come_from_this_shop_only() {
        assert_eq!(served("demo:mug:petrol:0").as_deref(), Some("/art/mug-petrol-0.svg"));
        assert_eq!(served("3fa9.webp").as_deref(), Some("/media/3fa9.webp"));
        for elsewhere in ["https://example.com/a.jpg", "http://x/y", "//x/y", "../secret", "", "demo:a/../b:c:0", "javascript:alert(1)"] {
            assert_eq!(served(elsewhere), None, "{elsewhere:?}");
        }
    }

    #[test]
    fn without_a_picture_the_first_letter_stands_there() {
        let tile = picture(Some("https://example.com/a.jpg"), "ärmel", "", (Room::Card, Urgency::Later)).into_string();
        assert_eq!(tile, r#"<span class="tile" aria-hidden="true">Ä</span>"#);
    }

    #[test]
    fn a_browser_fetches_no_more_than_it_shows() {
        let stem = "0123456789abcdef0123456789abcdef";
        let shown = |size: &str, room| picture(Some(&format!("{stem}{size}")), "Mug", "A mug", (room, Urgency::First)).into_string();
        assert_eq!(
            shown("-2000x1500.jpg", Room::Card),
            format!(
                "<img src=\"/media/{stem}-2000x1500-640.webp\" srcset=\"/media/{stem}-2000x1500-320.webp 320w,/media/{stem}-2000x1500-640.webp 640w\" \
                 sizes=\"(min-width:60rem) 20rem,46vw\" alt=\"A mug\" width=\"2000\" height=\"1500\" fetchpriority=\"high\">"
            )
        );
        let widths = |size: &str, room| {
            let html = shown(size, room);
            let listed = html.split("srcset=\"").nth(1).map_or("", |rest| rest.split('"').next().unwrap_or(""));
            listed.split(',').filter_map(|one| one.split(' ').nth(1).map(str::to_owned)).collect::<Vec<_>>()
        };
        assert_eq!(widths("-2000x1500.jpg", Room::Line), ["160w", "320w"]);
        assert_eq!(widths("-500x500.png", Room::Main), ["320w", "500w"], "as wide as it is");
        let small = shown("-200x100.png", Room::Closer);
        assert!(small.contains(&format!("src=\"/media/{stem}-200x100-200.webp\" alt")) && small.contains("width=\"200\" height=\"100\""), "{small}");
        let old = shown(".jpg", Room::Card);
        assert!(old.contains(&format!("src=\"/media/{stem}.jpg\" alt")) && old.contains("width=\"800\" height=\"800\""), "{old}");
    }
}
