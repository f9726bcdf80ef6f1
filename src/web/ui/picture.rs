//! Product pictures: where they are fetched from, and what stands there without one.
//!
//! Pages name only pictures of this very shop: an address elsewhere becomes a tile, because the browser may not fetch it.

use maud::{Markup, html};

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

/// Side of a square picture, in pixels, as the browser should reserve it before it arrives.
const SIDE: u16 = 800;

/// Where this shop serves a picture: `demo:mug:petrol:0` → `/art/mug-petrol-0.svg`, a stored file → `/media/{name}`.
#[must_use]
pub fn src(source: &str) -> String {
    served(source).unwrap_or_else(|| format!("/art/placeholder-{}.svg", tone(source)))
}

/// A picture by its source; a tile with the title's first letter where there is none.
#[must_use]
pub fn picture(source: Option<&str>, title: &str, alt: &str, urgency: Urgency) -> Markup {
    match source.and_then(served) {
        Some(address) => html! {
            img src=(address) alt=(alt) width=(SIDE) height=(SIDE)
                fetchpriority=[(urgency == Urgency::First).then_some("high")]
                loading=[(urgency == Urgency::Later).then_some("lazy")]
                decoding=[(urgency == Urgency::Later).then_some("async")];
        },
        None => tile(title),
    }
}

/// A picture beside text that already names the product.
#[must_use]
pub fn decoration(image: Option<&Image>, title: &str, urgency: Urgency) -> Markup {
    picture(image.map(|image| image.src.as_str()), title, "", urgency)
}

fn tile(title: &str) -> Markup {
    let letter: String = title.trim().chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    html! { span.tile aria-hidden="true" { (letter) } }
}

fn served(source: &str) -> Option<String> {
    if let Some(drawn) = source.strip_prefix("demo:") {
        let known = drawn.bytes().all(|b| b.is_ascii_alphanumeric() || b == b':' || b == b'-');
        return known.then(|| format!("/art/{}.svg", drawn.replace(':', "-")));
    }
    let plain = !source.is_empty() && !source.starts_with('.') && source.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    plain.then(|| format!("/media/{source}"))
}

/// One of eight tints, always the same for the same text.
fn tone(text: &str) -> u32 {
    text.chars().fold(7_u32, |sum, letter| sum.wrapping_mul(31).wrapping_add(u32::from(letter))) % 8
}

#[cfg(test)]
mod tests {
    use super::{Urgency, picture, src};

    #[test]
    fn pictures_come_from_this_shop_only() {
        assert_eq!(src("demo:mug:petrol:0"), "/art/mug-petrol-0.svg");
        assert_eq!(src("3fa9.webp"), "/media/3fa9.webp");
        for elsewhere in ["https://example.com/a.jpg", "http://x/y", "//x/y", "../secret", "", "demo:a/../b:c:0", "javascript:alert(1)"] {
            assert!(src(elsewhere).starts_with("/art/placeholder-"), "{elsewhere:?}");
        }
    }

    #[test]
    fn without_a_picture_the_first_letter_stands_there() {
        let tile = picture(Some("https://example.com/a.jpg"), "ärmel", "", Urgency::Later).into_string();
        assert_eq!(tile, r#"<span class="tile" aria-hidden="true">Ä</span>"#);
    }
}
