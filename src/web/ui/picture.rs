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
    use super::{Urgency, picture, served};

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
        let tile = picture(Some("https://example.com/a.jpg"), "ärmel", "", Urgency::Later).into_string();
        assert_eq!(tile, r#"<span class="tile" aria-hidden="true">Ä</span>"#);
    }
}
