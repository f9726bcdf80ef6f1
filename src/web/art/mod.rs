//! Product pictures for the demo shop, drawn as SVG from a kind, a colour and a view.
//!
//! Invariants: the same three arguments always give the same bytes; every picture is a complete
//! document under 4 KB without scripts, links or text; an unknown kind, colour or view is `None`.

mod audio;
mod bath;
mod carry;
mod desk;
mod furniture;
mod garden;
mod kitchen;
mod lighting;
mod living;
mod palette;
mod pantry;
mod scene;
mod table;

use scene::{Kind, View};

const ROOMS: &[&[Kind]] = &[
    kitchen::KINDS,
    table::KINDS,
    pantry::KINDS,
    living::KINDS,
    furniture::KINDS,
    lighting::KINDS,
    bath::KINDS,
    audio::KINDS,
    desk::KINDS,
    garden::KINDS,
    carry::KINDS,
];

/// Draws a product: view 0 is the studio, 1 a close-up, 2 a scene with an arch.
pub fn picture(kind: &str, colour: &str, view: u8) -> Option<String> {
    let kind = all().find(|known| known.name == kind)?;
    let colour = palette::find(colour)?;
    let view = View::from_number(view)?;
    Some(kind.picture(colour, view))
}

/// The names of every silhouette, room by room.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    all().map(|kind| kind.name)
}

/// The names of every colour, warm ones first.
pub fn colours() -> impl Iterator<Item = &'static str> {
    palette::COLOURS.iter().map(|colour| colour.name)
}

fn all() -> impl Iterator<Item = &'static Kind> {
    ROOMS.iter().flat_map(|room| room.iter())
}

#[cfg(test)]
mod tests {
    use super::{colours, kinds, picture};
    use std::collections::HashSet;

    /// Calls `look` with every picture there is.
    fn for_every_picture(look: impl Fn(&str, &str)) {
        for kind in kinds() {
            for colour in colours() {
                for view in 0..3 {
                    let svg = picture(kind, colour, view).unwrap();
                    look(&format!("{kind} {colour} {view}"), &svg);
                }
            }
        }
    }

    #[test]
    fn every_picture_is_a_small_svg() {
        for_every_picture(|name, svg| {
            assert!(svg.starts_with("<svg "), "{name} is no SVG");
            assert!(svg.len() < 4096, "{name} has {} bytes", svg.len());
            assert!(!svg.contains(['{', '}', '\n']), "{name} has a leftover");
        });
    }

    #[test]
    fn tags_and_quotes_are_balanced() {
        for_every_picture(|name, svg| {
            let mut open = Vec::new();
            for tag in svg.split('<').skip(1) {
                let (tag, text) = tag.split_once('>').unwrap();
                assert_eq!(text, "", "{name}: text after {tag}");
                assert_eq!(tag.matches('\'').count() % 2, 0, "{name}: {tag}");
                let word = tag.split([' ', '/']).next().unwrap();
                if let Some(end) = tag.strip_prefix('/') {
                    assert_eq!(open.pop(), Some(end), "{name}");
                } else if !tag.ends_with('/') {
                    open.push(word);
                }
            }
            assert!(open.is_empty(), "{name} leaves {open:?} open");
        });
    }

    #[test]
    fn same_arguments_same_bytes_and_different_ones_differ() {
        let mut seen = HashSet::new();
        for kind in kinds() {
            for colour in colours() {
                for view in 0..3 {
                    let svg = picture(kind, colour, view);
                    assert_eq!(svg, picture(kind, colour, view));
                    assert!(seen.insert(svg), "{kind} {colour} {view} seen before");
                }
            }
        }
    }

    #[test]
    fn names_are_unique_single_words() {
        let mut seen = HashSet::new();
        for name in kinds() {
            assert!(seen.insert(name), "kind {name} twice");
        }
        seen.clear();
        for name in colours() {
            assert!(seen.insert(name), "colour {name} twice");
        }
        let plain = |name: &str| name.bytes().all(|b| b.is_ascii_lowercase());
        assert!(kinds().chain(colours()).all(plain));
    }

    #[test]
    fn unknown_words_give_no_picture() {
        assert_eq!(picture("anvil", "petrol", 0), None);
        assert_eq!(picture("mug", "beige-ish", 0), None);
        assert_eq!(picture("mug", "petrol", 3), None);
        assert_eq!(picture("", "", 0), None);
    }
}
