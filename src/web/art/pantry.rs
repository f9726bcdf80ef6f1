//! Silhouettes of things that are kept in the larder.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{BRASS, PAPER, STEEL, Tones};
use super::scene::{Kind, gloss};

pub const KINDS: &[Kind] = &[
    Kind::new("tin", [100, 100, 200], [200, 96], tin),
    Kind::new("pouch", [100, 70, 200], [200, 98], pouch),
    Kind::new("preserve", [104, 110, 190], [200, 92], preserve),
];

fn tin(c: &Tones) -> String {
    let Tones { base, dark, deep, .. } = c;
    let shine = gloss("M140 190v96");
    format!(
        "<path d='M122 150h156v148q0 14-14 14H136q-14 0-14-14z' fill='url(#c)'/>\
         <path d='M122 292h156v6q0 14-14 14H136q-14 0-14-14z' fill='{BRASS}'/>\
         <path d='M122 154h156v12H122z' fill='{deep}' opacity='.4'/>\
         <path d='M116 112q0-14 14-14h140q14 0 14 14v44H116z' fill='{dark}'/>\
         <path d='M116 146h168v10H116z' fill='{BRASS}'/>\
         <ellipse cx='200' cy='100' rx='70' ry='8' fill='{base}'/>\
         <circle cx='200' cy='226' r='46' fill='{PAPER}'/>\
         <path d='M200 254c-26-16-26-42 0-62 26 20 26 46 0 62zM200 254v-44' fill='{base}' \
         stroke='{deep}' stroke-width='3'/>{shine}"
    )
}

fn pouch(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<path d='M128 118h144l14 176q2 18-16 18H130q-18 0-16-18z' fill='url(#c)'/>\
         <path d='M128 118l18 0-8 194h-8q-18 0-16-18z' fill='{light}' opacity='.6'/>\
         <path d='M254 118h18l14 176q2 18-16 18h-8z' fill='{deep}' opacity='.35'/>\
         <path d='M126 84h148v40H126z' fill='{dark}'/><path d='M126 96h148M126 108h148' \
         stroke='{deep}' stroke-width='3'/><rect x='114' y='84' width='20' height='22' rx='4' \
         fill='{BRASS}'/><rect x='266' y='84' width='20' height='22' rx='4' fill='{BRASS}'/>\
         <circle cx='200' cy='146' r='8' fill='{deep}'/><circle cx='200' cy='146' r='3' \
         fill='{base}'/><rect x='150' y='176' width='100' height='96' rx='6' fill='{PAPER}'/>\
         <g transform='rotate(28 200 212)'><ellipse cx='200' cy='212' rx='19' ry='26' \
         fill='#6b452c'/><path d='M200 187c-12 16 12 34 0 50' fill='none' stroke='#3d2516' \
         stroke-width='4'/></g><rect x='168' y='250' width='64' height='6' rx='3' fill='{dark}'/>"
    )
}

fn preserve(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    let shine = gloss("M132 196v84");
    format!(
        "<path d='M132 148h136q16 10 16 34v104q0 26-26 26H142q-26 0-26-26V182q0-24 16-34z' \
         fill='{STEEL}' opacity='.75'/><path d='M124 176h152q2 4 2 10v100q0 20-20 20H142q-20 \
         0-20-20V186q0-6 2-10z' fill='url(#c)'/><ellipse cx='200' cy='176' rx='76' ry='9' \
         fill='{light}'/><path d='M112 120c12-22 164-22 176 0l14 34q-10 8-18 0-8 8-18 0-10 8-22 \
         0-10 8-22 0-12 8-22 0-10 8-22 0-12 8-22 0-10 8-20 0-10 8-18 0z' fill='{base}'/>\
         <path d='M134 112l-10 44M168 106l-4 50M200 104v50M232 106l4 50M266 112l10 44' fill='none' \
         stroke='{light}' stroke-opacity='.9' stroke-width='6'/>\
         <path d='M118 136q82 14 164 0' fill='none' stroke='{deep}' stroke-width='6'/>\
         <rect x='156' y='206' width='88' height='66' rx='8' fill='{PAPER}'/>\
         <circle cx='200' cy='228' r='11' fill='{base}'/>\
         <rect x='174' y='250' width='52' height='6' rx='3' fill='{dark}'/>{shine}"
    )
}
