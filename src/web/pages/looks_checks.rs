//! What must hold for every page and for the style sheet, checked on made-up data.

use std::collections::{HashMap, HashSet};
use std::io::Write;

use super::looks::{pages, search_page};
use super::{samples, search, track};
use crate::web::ui::layout::Theme;

const STYLES: [&str; 7] = [
    include_str!("../../../web/styles/reset.css"),
    include_str!("../../../web/styles/tokens.css"),
    include_str!("../../../web/styles/base.css"),
    include_str!("../../../web/styles/layout.css"),
    include_str!("../../../web/styles/parts.css"),
    include_str!("../../../web/styles/pages.css"),
    include_str!("../../../web/styles/print.css"),
];

/// Elements that have no end tag.
const VOID: [&str; 6] = ["meta", "link", "img", "input", "br", "hr"];

/// The opening tags of a page, each with its name and attributes.
fn tags(html: &str) -> Vec<(&str, HashMap<&str, &str>)> {
    let opening = html.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    opening.map(|tag| tag.split_once('>').map_or(tag, |(tag, _)| tag)).map(tag).collect()
}

fn tag(tag: &str) -> (&str, HashMap<&str, &str>) {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = HashMap::new();
    while let Some((head, tail)) = rest.split_once("=\"") {
        let mut names = head.split_whitespace().collect::<Vec<_>>();
        let last = names.pop().expect("an attribute has a name");
        attributes.extend(names.into_iter().map(|name| (name, "")));
        let (value, tail) = tail.split_once('"').expect("a value ends");
        attributes.insert(last, value);
        rest = tail;
    }
    attributes.extend(rest.split_whitespace().map(|name| (name, "")));
    (name, attributes)
}

fn brotli_len(text: &str) -> usize {
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    packed.write_all(text.as_bytes()).expect("a vector takes all");
    packed.into_inner().len()
}

#[test]
fn every_page_has_one_heading_and_each_id_once() {
    for (name, html) in pages() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}: first-level headings");
        let ids: Vec<&str> = tags(&html).into_iter().filter_map(|(_, attributes)| attributes.get("id").copied()).collect();
        let unique: HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice: {ids:?}");
        for (_, attributes) in tags(&html) {
            for pointer in ["for", "aria-labelledby", "aria-describedby", "popovertarget", "form"] {
                for target in attributes.get(pointer).into_iter().flat_map(|value| value.split_whitespace()) {
                    assert!(unique.contains(target), "{name}: {pointer}={target} leads nowhere");
                }
            }
        }
    }
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    for (name, html) in pages() {
        let mut before = 0;
        for (tag, _) in tags(&html) {
            let level = ["h1", "h2", "h3"].iter().position(|known| *known == tag);
            if let Some(level) = level {
                assert!(level <= before + 1, "{name}: <{tag}> skips a level");
                before = level;
            }
        }
    }
}

#[test]
fn every_field_has_a_label() {
    for (name, html) in pages() {
        let labels: HashSet<&str> =
            tags(&html).iter().filter(|(tag, _)| *tag == "label").filter_map(|(_, attributes)| attributes.get("for").copied()).collect();
        let mut inside_label = false;
        for piece in html.split('<').skip(1) {
            let (found, attributes) = tag(piece.split_once('>').map_or(piece, |(tag, _)| tag));
            inside_label = (inside_label || found == "label") && found != "/label";
            if ["input", "select", "textarea"].contains(&found) && attributes.get("type") != Some(&"hidden") {
                let labelled = attributes.get("id").is_some_and(|id| labels.contains(id));
                assert!(labelled || inside_label, "{name}: a field without a label: {attributes:?}");
            }
        }
    }
}

#[test]
fn nothing_is_inline_and_every_picture_has_its_size() {
    for (name, html) in pages() {
        for (tag, attributes) in tags(&html) {
            assert!(!attributes.contains_key("style") && tag != "style", "{name}: a style in <{tag}>");
            assert!(!attributes.keys().any(|key| key.starts_with("on")), "{name}: a script in <{tag}>");
            let data = attributes.get("type").is_some_and(|kind| *kind == "application/ld+json");
            assert!(tag != "script" || data || attributes.contains_key("src"), "{name}: an inline script");
            let sized = ["alt", "width", "height"].iter().all(|key| attributes.contains_key(key));
            assert!(tag != "img" || sized, "{name}: a picture without alt or size: {attributes:?}");
            assert!(tag != "img" || attributes["src"].starts_with("/art/"), "{name}: a picture from elsewhere");
        }
    }
}

#[test]
fn tags_are_balanced() {
    for (name, html) in pages() {
        let mut open: Vec<&str> = Vec::new();
        for piece in html.split('<').skip(1).filter(|piece| !piece.starts_with('!')) {
            let tag = piece.split([' ', '>']).next().expect("a tag has a name");
            match tag.strip_prefix('/') {
                Some(end) => assert_eq!(open.pop(), Some(end), "{name}"),
                None if VOID.contains(&tag) => {}
                None => open.push(tag),
            }
        }
        assert!(open.is_empty(), "{name} leaves {open:?} open");
    }
}

#[test]
fn every_class_has_a_style() {
    let sheet = STYLES.concat();
    let words: HashSet<&str> =
        sheet.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.')).flat_map(|word| word.split('.').skip(1)).collect();
    for (name, html) in pages() {
        for class in tags(&html).iter().filter_map(|(_, attributes)| attributes.get("class")).flat_map(|value| value.split_whitespace()) {
            assert!(words.contains(class) || class == "stars-0", "{name}: .{class} isn't in the style sheet");
        }
    }
}

#[test]
fn a_page_of_sixty_products_is_light() {
    let html = search::page(&samples::layout("/search"), &search_page(60)).into_string();
    let (elements, bytes) = (tags(&html).len(), brotli_len(&html));
    println!("search page: {elements} elements, {} bytes, {bytes} packed", html.len());
    assert!(elements <= 1_500, "{elements} elements");
    assert!(bytes <= 15 * 1024, "{bytes} bytes packed");
}

#[test]
fn the_style_sheet_is_light() {
    let bytes = brotli_len(&STYLES.concat());
    println!("style sheet: {} bytes, {bytes} packed", STYLES.concat().len());
    assert!(bytes <= 10 * 1024, "{bytes} bytes packed");
}

/// Light and dark value of each colour in `tokens.css`.
fn colours() -> HashMap<&'static str, [f64; 2]> {
    let declared = STYLES[1].split("--").filter_map(|entry| entry.split_once(": light-dark("));
    let pair = |values: &str| {
        let hex: Vec<&str> = values.split_once(')').expect("it closes").0.split(", ").collect();
        [luminance(hex[0]), luminance(hex[1])]
    };
    declared.map(|(name, values)| (name, pair(values))).collect()
}

/// WCAG 2.2, relative luminance.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("two hex digits")) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn colours_can_be_told_apart() {
    let colours = colours();
    let grounds = ["bg", "surface", "sunken", "tint"];
    let mut pairs: Vec<(&str, &str, f64)> = Vec::new();
    for text in ["ink", "muted", "accent", "accent-deep", "link", "ok", "warn", "danger"] {
        pairs.extend(grounds.iter().map(|ground| (text, *ground, 4.5)));
    }
    for shape in ["control", "star", "focus"] {
        pairs.extend(grounds.iter().map(|ground| (shape, *ground, 3.0)));
    }
    for (text, ground) in [
        ("accent-ink", "accent"),
        ("accent-ink", "accent-deep"),
        ("bg", "ink"),
        ("band-ink", "band"),
        ("ok", "ok-tint"),
        ("warn", "warn-tint"),
        ("danger", "danger-tint"),
        ("ink", "ok-tint"),
        ("ink", "warn-tint"),
        ("ink", "danger-tint"),
    ] {
        pairs.push((text, ground, 4.5));
    }
    for (text, ground, least) in pairs {
        for scheme in 0..2 {
            let (a, b) = (colours[text][scheme], colours[ground][scheme]);
            let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(ratio >= least, "{text} on {ground} ({}): {ratio:.2}, needs {least}", ["light", "dark"][scheme]);
        }
    }
}

#[test]
fn the_theme_can_be_chosen() {
    let layout = crate::web::ui::layout::Layout { theme: Theme::Dark, ..samples::layout("/track") };
    assert!(track::page(&layout, &track::TrackPage::default()).into_string().contains("<html lang=\"en\" data-theme=\"dark\">"));
}
