//! Silhouettes of things that lie on a desk.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{BRASS, PAPER, STEEL, STEEL_DARK, Tones, WOOD, WOOD_DARK};
use super::scene::{Kind, gloss};

pub const KINDS: &[Kind] = &[
    Kind::new("notebook", [110, 70, 190], [204, 108], notebook),
    Kind::new("pen", [130, 130, 190], [200, 120], pen),
    Kind::new("ink", [104, 120, 180], [200, 106], ink),
    Kind::new("organiser", [106, 70, 190], [200, 92], organiser),
    Kind::new("envelope", [70, 120, 190], [200, 130], envelope),
];

fn notebook(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<g transform='rotate(-4 200 312)'><path d='M214 300v26l8-8 8 8v-26z' fill='#c8452f'/>\
         <path d='M126 84h166q8 0 8 8v214q0 8-8 8H126z' fill='{deep}'/>\
         <path d='M122 80h164q8 0 8 8v214H122z' fill='{PAPER}'/><path d='M290 88v212M284 84v218' \
         stroke='#d8cbb4' stroke-width='2'/><path d='M118 74h152q14 0 14 14v200q0 14-14 14H118q-14 \
         0-14-14V88q0-14 14-14z' fill='url(#c)'/>\
         <path d='M118 74h14v228h-14q-14 0-14-14V88q0-14 14-14z' fill='{dark}'/>\
         <path d='M136 74v228' stroke='{light}' stroke-opacity='.6' stroke-width='3'/>\
         <path d='M254 74h10v228h-10z' fill='{deep}'/>\
         <rect x='158' y='122' width='74' height='50' rx='4' fill='{PAPER}'/>\
         <rect x='170' y='138' width='50' height='5' rx='2' fill='{dark}'/>\
         <rect x='170' y='152' width='32' height='5' rx='2' fill='{light}'/></g>"
    )
}

fn pen(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M58 306c40-20 60 12 92-4s44-6 60 2' fill='none' stroke='{deep}' \
         stroke-opacity='.7' stroke-width='5' stroke-linecap='round'/>\
         <g transform='rotate(-46 200 200)'><path d='M28 200l50-15v30z' fill='{BRASS}'/>\
         <path d='M28 200h34' stroke='#7a5a26' stroke-width='2'/><circle cx='63' cy='200' r='3' \
         fill='#7a5a26'/><path d='M78 184l34-7v46l-34-7z' fill='{deep}'/>\
         <path d='M112 174h150v52H112z' fill='url(#v)'/><path d='M112 208h150v18H112z' \
         fill='{dark}'/><path d='M104 174h12v52h-12zM250 172h14v56h-14z' fill='{BRASS}'/>\
         <path d='M264 172h92q22 4 22 28t-22 28h-92z' fill='url(#v)'/>\
         <path d='M264 210h113q-4 16-21 18h-92z' fill='{dark}'/>\
         <path d='M268 180h98q10 0 10 7t-10 7h-90q-8 0-8-7z' fill='{BRASS}'/>\
         <path d='M120 183h120' stroke='{light}' stroke-width='5' stroke-linecap='round'/></g>"
    )
}

fn ink(c: &Tones) -> String {
    let Tones { base, dark, deep, .. } = c;
    let shine = gloss("M120 226v58");
    format!(
        "<path d='M166 176h68v20c0 8 72 4 72 30v62q0 24-24 24H118q-24 0-24-24v-62c0-26 72-22 72-30z' \
         fill='{STEEL}' opacity='.8'/>\
         <path d='M108 236q0-12 14-14 78-10 156 0 14 2 14 14v48q0 16-16 16H124q-16 0-16-16z' \
         fill='url(#c)'/><ellipse cx='200' cy='222' rx='84' ry='8' fill='{dark}'/>\
         <path d='M150 130q0-10 10-10h80q10 0 10 10v50h-100z' fill='{deep}'/>\
         <path d='M164 124v52M180 122v54M196 122v54M212 122v54M228 122v54' stroke='{base}' \
         stroke-opacity='.7' stroke-width='4'/><path d='M146 172h108v12H146z' fill='{BRASS}'/>\
         <rect x='150' y='238' width='100' height='50' rx='4' fill='{PAPER}'/>\
         <path d='M170 272c10-24 24-24 20-8s14 8 20-4 12 0 22-2' fill='none' stroke='{deep}' \
         stroke-width='5' stroke-linecap='round'/>\
         <path d='M302 306c-10-16-2-26 8-42 10 16 18 26 8 42q-8 8-16 0z' fill='{base}'/>{shine}"
    )
}

fn organiser(c: &Tones) -> String {
    let Tones { dark, deep, .. } = c;
    let shine = gloss("M142 206v84");
    format!(
        "<path d='M140 180l-16-92 18-4 18 96z' fill='#c96f50'/><path d='M124 88l5-26 13 22z' \
         fill='#ecd3a8'/><path d='M129 62l-3 11 7-1z' fill='#3a2d2a'/>\
         <path d='M180 180V72h18v108z' fill='{BRASS}'/><path d='M180 72l9-26 9 26z' \
         fill='#ecd3a8'/><path d='M189 46l-4 11h8z' fill='#3a2d2a'/>\
         <path d='M234 180l22-112 26 6-22 106z' fill='{WOOD}'/><path d='M256 82l14 3M252 98l10 \
         2M249 114l14 3M245 130l10 2' stroke='{WOOD_DARK}' stroke-width='3'/>\
         <path d='M206 180l12-84 14 2-10 82z' fill='{STEEL}'/><path d='M208 176l-2-78q12-10 24 0z' \
         fill='{STEEL_DARK}'/><path d='M122 172h156v126q0 14-14 14H136q-14 0-14-14z' \
         fill='url(#c)'/><ellipse cx='200' cy='172' rx='78' ry='13' fill='none' stroke='{dark}' \
         stroke-width='7'/><path d='M125 176c20 14 130 14 150 0l3 0v14c-30 10-126 10-156 0v-14z' \
         fill='{dark}'/><path d='M122 262h156v14H122z' fill='{deep}' opacity='.35'/>{shine}"
    )
}

fn envelope(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<path d='M104 112h192v120H104z' fill='{PAPER}'/><path d='M124 134h92M124 150h128M124 \
         166h110' stroke='#cbbda4' stroke-width='5' stroke-linecap='round'/>\
         <path d='M66 190l134-76 134 76v20H66z' fill='{deep}' opacity='.3'/>\
         <path d='M104 112h192v110H104z' fill='{PAPER}'/><path d='M126 132h84M126 148h140M126 \
         164h112' stroke='#cbbda4' stroke-width='5' stroke-linecap='round'/>\
         <path d='M66 180v120q0 12 12 12h244q12 0 12-12V180l-134 84z' fill='{base}'/>\
         <path d='M66 180l134 84-124 47q-10-2-10-11z' fill='{light}'/>\
         <path d='M334 180l-134 84 124 47q10-2 10-11z' fill='{dark}'/>\
         <path d='M74 311l108-62q18-10 36 0l108 62z' fill='{base}'/>\
         <path d='M74 311l108-62q18-10 36 0l108 62' fill='none' stroke='{light}' \
         stroke-opacity='.8' stroke-width='4'/><circle cx='200' cy='256' r='20' fill='#b5432f'/>\
         <circle cx='200' cy='256' r='12' fill='none' stroke='#d97a63' stroke-width='3'/>"
    )
}
