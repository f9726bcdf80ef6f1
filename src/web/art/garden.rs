//! Silhouettes of plants and what keeps them alive.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{BRASS, LEAF, LEAF_DARK, LEAF_LIGHT, STEEL, STEEL_DARK, Tones, WOOD, WOOD_DARK};
use super::scene::{Kind, gloss};

pub const KINDS: &[Kind] = &[
    Kind::new("plant", [106, 40, 190], [200, 86], plant),
    Kind::new("planter", [104, 110, 190], [200, 96], planter),
    Kind::new("can", [90, 120, 190], [206, 118], can),
    Kind::new("trowel", [60, 170, 180], [200, 116], trowel),
    Kind::new("seeds", [106, 70, 190], [200, 92], seeds),
];

fn plant(c: &Tones) -> String {
    let Tones { dark, deep, .. } = c;
    let shine = gloss("M146 250l8 44");
    format!(
        "<path d='M200 232c2-60-2-110-6-150M200 220c-20-40-44-56-70-66M202 210c20-44 40-62 66-74M198 \
         190c-20-30-34-58-44-92M202 170c12-34 28-62 48-84' fill='none' stroke='{LEAF_DARK}' \
         stroke-width='5'/><path d='M196 96c-26-24-24-58-4-84 24 24 28 58 4 84z' \
         fill='{LEAF_LIGHT}'/><path d='M158 110c-34-2-52-28-52-60 32 4 54 28 52 60zM136 160c-32 \
         10-62-8-74-40 34-10 64 8 74 40z' fill='{LEAF}'/><path d='M244 96c0-34 20-56 54-60 2 34-18 \
         58-54 60zM262 142c10-34 40-48 72-40-8 34-38 52-72 40z' fill='{LEAF_DARK}'/>\
         <path d='M192 196c-34 10-60-4-76-34 36-10 62 4 76 34z' fill='{LEAF_LIGHT}'/>\
         <path d='M206 186c16-30 44-42 74-32-12 32-42 46-74 32z' fill='{LEAF}'/>\
         <path d='M194 24v60M116 60l40 46M290 44l-42 48M72 126l60 32M324 108l-58 32M128 168l58 \
         26M268 160l-58 24' stroke='#fff' stroke-opacity='.25' stroke-width='3'/>\
         <path d='M134 226h132l-14 76q-2 10-14 10h-76q-12 0-14-10z' fill='url(#c)'/>\
         <rect x='124' y='214' width='152' height='26' rx='9' fill='{dark}'/>\
         <path d='M137 240h126l-2 8H139z' fill='{deep}' opacity='.4'/>{shine}"
    )
}

fn planter(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    let shine = gloss("M130 206c0 22 4 38 12 50");
    format!(
        "<path d='M196 190C176 130 172 80 186 22c18 56 20 108 10 168z' fill='{LEAF}'/>\
         <path d='M186 190c-34-40-50-88-48-140 30 42 50 88 48 140z' fill='{LEAF_DARK}'/>\
         <path d='M208 190c0-56 12-102 40-146 6 54-8 104-40 146z' fill='{LEAF_LIGHT}'/>\
         <path d='M220 190c14-38 34-66 64-88-4 38-26 68-64 88zM176 190c-24-26-48-42-78-54 10 32 38 \
         50 78 54z' fill='{LEAF}'/><path d='M186 44q-4 70 8 140M144 72q12 60 40 112M244 66q-20 60-32 \
         120' fill='none' stroke='#dfe3a4' stroke-opacity='.6' stroke-width='3'/>\
         <path d='M150 250l-16 62M250 250l16 62' stroke='{WOOD}' stroke-width='13' \
         stroke-linecap='round'/><path d='M128 262h144' stroke='{WOOD_DARK}' stroke-width='11'/>\
         <path d='M112 184h176c2 52-16 92-48 92h-80c-32 0-50-40-48-92z' fill='url(#c)'/>\
         <ellipse cx='200' cy='184' rx='88' ry='15' fill='{light}'/>\
         <ellipse cx='200' cy='186' rx='78' ry='11' fill='{deep}'/>\
         <path d='M196 190c-6-2-8-4-8-6h30c0 4-4 6-8 6z' fill='{dark}'/>\
         <path d='M170 186h62l-8-26h-42z' fill='{LEAF_DARK}' opacity='.8'/>{shine}"
    )
}

fn can(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    let shine = gloss("M158 206v78");
    format!(
        "<path d='M276 204c76-22 76 82 2 86' fill='none' stroke='{dark}' stroke-width='13'/>\
         <path d='M166 176c4-82 92-82 98 0' fill='none' stroke='{dark}' stroke-width='13'/>\
         <path d='M150 284L68 164l16-12 78 88z' fill='{base}'/>\
         <path d='M68 164l16-12 78 88v12z' fill='{light}'/>\
         <path d='M42 174l48-44 10 14-42 44z' fill='{deep}'/>\
         <path d='M42 174l48-44 4 5-46 44z' fill='{BRASS}'/>\
         <path d='M140 172h148v128q0 12-12 12H152q-12 0-12-12z' fill='url(#c)'/>\
         <path d='M140 196h148M140 292h148' stroke='{deep}' stroke-opacity='.45' stroke-width='5'/>\
         <ellipse cx='214' cy='172' rx='74' ry='13' fill='{light}'/>\
         <path d='M214 159c41 0 74 6 74 13s-33 13-74 13z' fill='{deep}'/>{shine}"
    )
}

fn trowel(c: &Tones) -> String {
    let Tones { dark, deep, .. } = c;
    format!(
        "<g transform='rotate(-44 200 200)'><path d='M20 200c20-34 60-46 140-44v88c-80 2-120-10-140-44z' \
         fill='{STEEL}'/><path d='M20 200c40 6 90 6 140 2v42c-80 2-120-10-140-44z' \
         fill='{STEEL_DARK}'/><path d='M48 190c26-16 56-22 100-22' fill='none' stroke='#fff' \
         stroke-width='5' stroke-linecap='round'/><path d='M156 184q30 6 60 8v16q-30 2-60 8z' \
         fill='{deep}'/><path d='M212 186h16v28h-16z' fill='{BRASS}'/>\
         <path d='M228 182c40-12 66 4 92-4 22-6 46-2 54 22-8 24-32 28-54 22-26-8-52 8-92-4z' \
         fill='url(#v)'/><path d='M228 206c40 6 66-4 92 2 24 4 42 4 54-8-8 24-32 28-54 22-26-8-52 \
         8-92-4z' fill='{dark}'/><circle cx='356' cy='200' r='6' fill='{deep}'/>\
         <path d='M362 200q30 6 34 30' fill='none' stroke='{WOOD}' stroke-width='4'/></g>"
    )
}

fn seeds(c: &Tones) -> String {
    let Tones { base, dark, deep, .. } = c;
    format!(
        "<g transform='rotate(7 200 200)'><path d='M136 92h150v204q0 10-10 10H146q-10 0-10-10z' \
         fill='{deep}'/></g><g transform='rotate(-5 200 200)'>\
         <path d='M122 84h156v214q0 12-12 12H134q-12 0-12-12z' fill='url(#c)'/>\
         <path d='M122 84h156v26H122z' fill='{dark}'/><path d='M122 110h156' stroke='#fff' \
         stroke-opacity='.5' stroke-width='3' stroke-dasharray='6 5'/>\
         <rect x='140' y='130' width='120' height='116' rx='60' fill='#fbf6ec'/>\
         <path d='M200 240v-66' stroke='{LEAF_DARK}' stroke-width='5'/>\
         <path d='M200 222c-24 2-36-10-38-28 22-2 36 8 38 28zM200 212c24 2 36-10 38-28-22-2-36 8-38 \
         28z' fill='{LEAF}'/><g fill='{base}'><circle cx='200' cy='148' r='11'/><circle cx='217' \
         cy='160' r='11'/><circle cx='210' cy='180' r='11'/><circle cx='190' cy='180' r='11'/>\
         <circle cx='183' cy='160' r='11'/></g><circle cx='200' cy='166' r='10' fill='{BRASS}'/>\
         <rect x='152' y='264' width='96' height='8' rx='4' fill='#fbf6ec'/>\
         <rect x='172' y='282' width='56' height='6' rx='3' fill='#fbf6ec' opacity='.7'/></g>"
    )
}
