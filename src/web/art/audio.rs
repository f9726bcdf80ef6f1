//! Silhouettes of things to listen with.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{BRASS, STEEL, STEEL_DARK, Tones, WOOD, WOOD_DARK};
use super::scene::{Kind, gloss};

pub const KINDS: &[Kind] = &[
    Kind::new("headphones", [46, 172, 150], [200, 124], headphones),
    Kind::new("speaker", [110, 110, 200], [200, 92], speaker),
    Kind::new("radio", [70, 120, 190], [200, 134], radio),
    Kind::new("turntable", [100, 110, 190], [200, 130], turntable),
];

fn headphones(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<path d='M100 222c-16-200 216-200 200 0' fill='none' stroke='{dark}' stroke-width='22' \
         stroke-linecap='round'/><path d='M104 176c8-96 116-128 170-58' fill='none' \
         stroke='{light}' stroke-width='7' stroke-linecap='round'/>\
         <path d='M99 190v40M301 190v40' stroke='{STEEL}' stroke-width='11'/>\
         <rect x='122' y='208' width='34' height='98' rx='17' fill='{deep}'/>\
         <rect x='244' y='208' width='34' height='98' rx='17' fill='{deep}'/>\
         <rect x='70' y='202' width='66' height='110' rx='32' fill='url(#c)'/>\
         <rect x='264' y='202' width='66' height='110' rx='32' fill='url(#c)'/>\
         <rect x='82' y='224' width='28' height='66' rx='14' fill='{base}' stroke='{light}' \
         stroke-width='4'/><rect x='290' y='224' width='28' height='66' rx='14' fill='{dark}' \
         stroke='{base}' stroke-width='4'/>"
    )
}

fn speaker(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<path d='M138 304h20v10h-20zM242 304h20v10h-20z' fill='{deep}'/>\
         <rect x='118' y='62' width='164' height='246' rx='26' fill='{WOOD}'/>\
         <path d='M256 62q26 0 26 26v194q0 26-26 26z' fill='{WOOD_DARK}'/>\
         <rect x='128' y='72' width='144' height='226' rx='18' fill='url(#c)'/>\
         <circle cx='200' cy='228' r='56' fill='{deep}'/>\
         <circle cx='200' cy='228' r='47' fill='{dark}'/>\
         <circle cx='200' cy='228' r='34' fill='{deep}'/>\
         <circle cx='200' cy='228' r='16' fill='{base}'/>\
         <circle cx='195' cy='223' r='6' fill='{light}'/>\
         <circle cx='200' cy='122' r='30' fill='{deep}'/>\
         <circle cx='200' cy='122' r='21' fill='{dark}'/><circle cx='200' cy='122' r='9' \
         fill='{BRASS}'/><path d='M160 206a46 46 0 0 1 30-22' fill='none' stroke='{light}' \
         stroke-opacity='.8' stroke-width='5' stroke-linecap='round'/>"
    )
}

fn radio(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M290 152l38-92' stroke='{STEEL_DARK}' stroke-width='5' stroke-linecap='round'/>\
         <circle cx='329' cy='58' r='6' fill='{STEEL_DARK}'/>\
         <path d='M120 156c0-46 160-46 160 0' fill='none' stroke='{WOOD}' stroke-width='14'/>\
         <path d='M104 300h28v14h-28zM268 300h28v14h-28z' fill='{deep}'/>\
         <rect x='68' y='148' width='264' height='158' rx='30' fill='url(#c)'/>\
         <rect x='86' y='166' width='128' height='122' rx='16' fill='{dark}'/>\
         <path d='M100 186h100M100 203h100M100 220h100M100 237h100M100 254h100M100 271h100' \
         stroke='{light}' stroke-width='6' stroke-linecap='round'/>\
         <circle cx='272' cy='212' r='42' fill='#fbf1dc'/>\
         <path d='M240 212a32 32 0 0 1 64 0' fill='none' stroke='{deep}' stroke-width='3' \
         stroke-dasharray='3 5'/><path d='M272 212l20-22' stroke='#c8452f' stroke-width='4' \
         stroke-linecap='round'/><circle cx='272' cy='212' r='13' fill='{BRASS}'/>\
         <circle cx='246' cy='276' r='11' fill='{deep}'/><circle cx='298' cy='276' r='11' \
         fill='{deep}'/><path d='M246 276v-8M298 276l6-5' stroke='{light}' stroke-width='3'/>"
    )
}

fn turntable(c: &Tones) -> String {
    let Tones { base, light, deep, .. } = c;
    let shine = gloss("M98 176c8-28 28-46 54-54");
    format!(
        "<path d='M96 300h34v14H96zM270 300h34v14h-34z' fill='{deep}'/>\
         <rect x='62' y='84' width='276' height='222' rx='18' fill='{WOOD}'/>\
         <path d='M62 276h276v12q0 18-18 18H80q-18 0-18-18z' fill='{WOOD_DARK}'/>\
         <rect x='74' y='94' width='252' height='178' rx='10' fill='url(#c)'/>\
         <circle cx='172' cy='183' r='84' fill='{deep}'/>\
         <circle cx='172' cy='183' r='79' fill='#211d22'/>\
         <g fill='none' stroke='#4a4450' stroke-width='2'><circle cx='172' cy='183' r='68'/>\
         <circle cx='172' cy='183' r='56'/><circle cx='172' cy='183' r='44'/></g>\
         <circle cx='172' cy='183' r='29' fill='{light}'/><circle cx='172' cy='183' r='20' \
         fill='{base}'/><circle cx='172' cy='183' r='4' fill='#fbf6ec'/>\
         <path d='M296 124v70l-44 42' fill='none' stroke='{STEEL}' stroke-width='8' \
         stroke-linejoin='round'/><path d='M262 226l-20 18 8 9 20-17z' fill='{BRASS}'/>\
         <circle cx='296' cy='124' r='19' fill='{STEEL_DARK}'/><circle cx='296' cy='124' r='10' \
         fill='{STEEL}'/><circle cx='300' cy='248' r='11' fill='{BRASS}'/>{shine}"
    )
}
