//! Silhouettes of things that stand on a laid table.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{STEEL, STEEL_DARK, Tones, WOOD, WOOD_DARK};
use super::scene::{Kind, gloss};

pub const KINDS: &[Kind] = &[
    Kind::new("bowl", [84, 150, 180], [200, 112], bowl),
    Kind::new("plate", [80, 80, 190], [206, 120], plate),
    Kind::new("tumbler", [110, 110, 200], [204, 110], tumbler),
    Kind::new("carafe", [110, 60, 200], [200, 96], carafe),
    Kind::new("bottle", [116, 50, 180], [200, 72], bottle),
    Kind::new("jug", [110, 80, 200], [196, 100], jug),
];

fn bowl(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    let shine = gloss("M100 226c6 28 20 46 38 56");
    format!(
        "<path d='M154 298h92l6 14H148z' fill='{deep}'/>\
         <path d='M80 196h240c0 70-46 108-88 108h-64c-42 0-88-38-88-108z' fill='url(#c)'/>\
         <path d='M96 246c30 14 178 14 208 0-4 10-8 18-14 25-40 12-140 12-180 0-6-7-10-15-14-25z' \
         fill='{light}' opacity='.55'/><ellipse cx='200' cy='196' rx='120' ry='30' fill='{light}'/>\
         <ellipse cx='200' cy='199' rx='110' ry='25' fill='{dark}'/>\
         <path d='M98 207c30 22 174 22 204 0-20-12-60-16-102-16s-82 4-102 16z' fill='{base}'/>{shine}"
    )
}

fn plate(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<circle cx='178' cy='200' r='112' fill='url(#c)'/>\
         <circle cx='178' cy='200' r='105' fill='none' stroke='{light}' stroke-width='5'/>\
         <circle cx='178' cy='200' r='76' fill='{dark}' opacity='.7'/>\
         <circle cx='180' cy='203' r='73' fill='url(#c)'/>\
         <circle cx='268' cy='244' r='70' fill='{deep}' opacity='.35'/>\
         <circle cx='276' cy='242' r='70' fill='{light}'/>\
         <circle cx='276' cy='242' r='65' fill='none' stroke='#fff' stroke-opacity='.5' \
         stroke-width='4'/><circle cx='276' cy='242' r='45' fill='{base}'/>\
         <circle cx='278' cy='244' r='43' fill='{light}'/>"
    )
}

fn tumbler(c: &Tones) -> String {
    let Tones { base, light, deep, .. } = c;
    let shine = gloss("M126 186l6 92");
    format!(
        "<g opacity='.75'><path d='M212 122h92l-10 164q-1 12-12 12h-48q-11 0-12-12z' fill='{base}' \
         opacity='.45'/><path d='M215 190h85l-6 96q-1 12-12 12h-48q-11 0-12-12z' fill='{base}' \
         opacity='.6'/><ellipse cx='258' cy='122' rx='46' ry='10' fill='{light}' opacity='.7'/></g>\
         <path d='M104 136h120l-12 162q-1 14-16 14h-64q-15 0-16-14z' fill='{base}' opacity='.5'/>\
         <path d='M109 200h110l-7 98q-1 14-16 14h-64q-15 0-16-14z' fill='{base}' opacity='.75'/>\
         <ellipse cx='164' cy='200' rx='55' ry='11' fill='{light}'/>\
         <path d='M118 300h92q-2 12-14 12h-64q-12 0-14-12z' fill='{deep}' opacity='.4'/>\
         <ellipse cx='164' cy='136' rx='60' ry='13' fill='{base}' opacity='.35'/>\
         <ellipse cx='164' cy='136' rx='60' ry='13' fill='none' stroke='{light}' \
         stroke-width='4'/>{shine}"
    )
}

fn carafe(c: &Tones) -> String {
    let Tones { base, light, deep, .. } = c;
    let shine = gloss("M136 246c0-34 26-46 34-84");
    format!(
        "<path d='M164 96h72c-2 96 50 96 50 164 0 34-16 52-40 52h-92c-24 0-40-18-40-52 0-68 52-68 \
         50-164z' fill='{base}' opacity='.5'/>\
         <path d='M138 202h124c14 18 24 34 24 58 0 34-16 52-40 52h-92c-24 0-40-18-40-52 0-24 \
         10-40 24-58z' fill='{base}' opacity='.8'/>\
         <path d='M246 312h-92c-20 0-34-12-38-34 40 20 128 20 168 0-4 22-18 34-38 34z' \
         fill='{deep}' opacity='.35'/><ellipse cx='200' cy='202' rx='62' ry='12' fill='{light}'/>\
         <ellipse cx='200' cy='96' rx='36' ry='9' fill='{light}'/>\
         <path d='M174 84h52l-6 22q-20 6-40 0z' fill='{WOOD_DARK}'/>\
         <ellipse cx='200' cy='76' rx='30' ry='16' fill='{WOOD}'/>{shine}"
    )
}

fn bottle(c: &Tones) -> String {
    let Tones { dark, deep, .. } = c;
    let shine = gloss("M154 178v104");
    format!(
        "<path d='M176 74q0-22 24-22t24 22v22h-48z' fill='none' stroke='{deep}' stroke-width='10'/>\
         <rect x='168' y='82' width='64' height='40' rx='9' fill='{deep}'/>\
         <path d='M180 92v20M194 92v20M208 92v20M222 92v20' stroke='{dark}' stroke-width='4'/>\
         <rect x='164' y='120' width='72' height='10' fill='{STEEL}'/>\
         <path d='M212 120h24v10h-24z' fill='{STEEL_DARK}'/>\
         <path d='M164 130h72c4 14 26 18 26 44v112q0 26-26 26h-72q-26 0-26-26V174c0-26 22-30 26-44z' \
         fill='url(#c)'/><path d='M138 278h124v8q0 26-26 26h-72q-26 0-26-26z' fill='{deep}' \
         opacity='.3'/><path d='M200 200c16 20 22 28 22 38a22 22 0 0 1-44 0c0-10 6-18 22-38z' \
         fill='{dark}'/>{shine}"
    )
}

fn jug(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    let shine = gloss("M120 254c0-38 24-52 28-92");
    format!(
        "<path d='M244 142c78-30 92 88 20 108' fill='none' stroke='{dark}' stroke-width='17'/>\
         <path d='M114 112l26-12h110v16c-2 76 36 82 36 140 0 36-18 56-44 56h-92c-26 0-48-20-48-56 \
         0-56 38-62 36-116q-14-4-24-28z' fill='url(#c)'/>\
         <path d='M102 256c0-14 2-26 6-36 50 18 120 18 172 0 4 10 6 22 6 36 0 36-18 56-44 56h-92c-26 \
         0-48-20-48-56z' fill='{light}' opacity='.5'/>\
         <path d='M114 112q40-22 136-12-10 18-56 18-50 0-80-6z' fill='{deep}'/>{shine}"
    )
}
