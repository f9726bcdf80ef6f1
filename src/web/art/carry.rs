//! Silhouettes of things to carry or wear outside.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{BRASS, PAPER, STEEL, STEEL_DARK, Tones, WOOD};
use super::scene::{Kind, gloss};

pub const KINDS: &[Kind] = &[
    Kind::new("backpack", [106, 90, 190], [200, 106], backpack),
    Kind::new("tote", [104, 130, 180], [200, 116], tote),
    Kind::new("wallet", [80, 140, 180], [200, 126], wallet),
    Kind::new("watch", [110, 110, 180], [200, 70], watch),
    Kind::new("umbrella", [60, 60, 200], [210, 60], umbrella),
];

fn backpack(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<path d='M164 84c0-48 72-48 72 0' fill='none' stroke='{deep}' stroke-width='12'/>\
         <path d='M112 170c-26 10-30 60-22 110M288 170c26 10 30 60 22 110' fill='none' \
         stroke='{deep}' stroke-width='14' stroke-linecap='round'/>\
         <path d='M106 150c0-56 34-78 94-78s94 22 94 78v132q0 30-30 30H136q-30 0-30-30z' \
         fill='url(#c)'/><path d='M106 150c0-56 34-78 94-78s94 22 94 78c0 30-30 46-94 46s-94-16-94-46z' \
         fill='{base}'/><path d='M106 150c0 30 30 46 94 46s94-16 94-46' fill='none' stroke='{deep}' \
         stroke-width='5'/><path d='M120 140c2-34 24-52 62-54' fill='none' stroke='{light}' \
         stroke-width='7' stroke-linecap='round'/>\
         <path d='M132 222h136v60q0 16-16 16H148q-16 0-16-16z' fill='{dark}'/>\
         <path d='M132 222h136v16H132z' fill='{deep}'/>\
         <path d='M158 176h14v58h-14zM228 176h14v58h-14z' fill='{WOOD}'/>\
         <path d='M154 210h22v16h-22zM224 210h22v16h-22z' fill='{BRASS}'/>\
         <rect x='184' y='254' width='32' height='22' rx='3' fill='{PAPER}' opacity='.85'/>"
    )
}

fn tote(c: &Tones) -> String {
    let Tones { base, dark, deep, .. } = c;
    let shine = gloss("M112 176l6 68");
    format!(
        "<path d='M158 160c-6-128 90-128 84 0' fill='none' stroke='{deep}' stroke-width='10'/>\
         <path d='M94 144h212l14 150q2 18-16 18H96q-18 0-16-18z' fill='url(#c)'/>\
         <path d='M84 262h232l4 32q2 18-16 18H96q-18 0-16-18z' fill='{WOOD}'/>\
         <path d='M200 262h116l4 32q2 18-16 18H200z' fill='#7a532f' opacity='.35'/>\
         <path d='M84 262h232' stroke='{PAPER}' stroke-width='3' stroke-dasharray='7 5'/>\
         <path d='M94 144h212l1 12H93z' fill='{dark}'/>\
         <path d='M148 176c-4-150 108-150 104 0' fill='none' stroke='{WOOD}' stroke-width='12'/>\
         <path d='M138 164h22v34h-22zM240 164h22v34h-22z' fill='{WOOD}'/>\
         <circle cx='149' cy='188' r='4' fill='{BRASS}'/><circle cx='251' cy='188' r='4' \
         fill='{BRASS}'/><path d='M172 206h56v30h-56z' fill='{PAPER}'/>\
         <path d='M182 218h36M190 226h20' stroke='{base}' stroke-width='4'/>{shine}"
    )
}

fn wallet(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    let shine = gloss("M88 200v60");
    format!(
        "<path d='M104 158l172-44q12-2 14 10l8 40z' fill='{PAPER}'/>\
         <path d='M112 166l170-26 8 30z' fill='#8fb0a4'/>\
         <path d='M92 160h212q18 0 18 18v116q0 18-18 18H92q-22 0-22-22V182q0-22 22-22z' \
         fill='{deep}'/><path d='M92 168h216q22 0 22 20v104q0 20-22 20H92q-22 0-22-22V190q0-22 22-22z' \
         fill='url(#c)'/><path d='M94 180h212q12 0 12 12v96q0 12-12 12H94q-12 0-12-12v-96q0-12 12-12z' \
         fill='none' stroke='{light}' stroke-width='3' stroke-dasharray='8 6'/>\
         <path d='M330 212h-66q-28 0-28 28t28 28h66z' fill='{dark}'/>\
         <path d='M330 220h-64q-20 0-20 20t20 20h64' fill='none' stroke='{light}' \
         stroke-opacity='.7' stroke-width='3' stroke-dasharray='6 5'/>\
         <circle cx='270' cy='240' r='12' fill='{BRASS}'/><circle cx='267' cy='237' r='4' \
         fill='#fff' opacity='.6'/>{shine}"
    )
}

fn watch(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M164 36h72l12 96h-96zM152 232h96l-12 82h-72z' fill='url(#c)'/>\
         <path d='M174 44l-8 70M174 306l-8-62M226 44l8 70M226 306l8-62' stroke='{light}' \
         stroke-width='3' stroke-dasharray='7 5'/><g fill='{deep}'><circle cx='200' cy='262' r='5'/>\
         <circle cx='200' cy='280' r='5'/><circle cx='200' cy='298' r='5'/></g>\
         <rect x='278' y='172' width='18' height='24' rx='5' fill='{STEEL_DARK}'/>\
         <circle cx='200' cy='184' r='88' fill='{STEEL_DARK}'/>\
         <circle cx='198' cy='182' r='86' fill='{STEEL}'/>\
         <circle cx='200' cy='184' r='72' fill='{PAPER}'/>\
         <path d='M200 124v12M200 232v12M140 184h12M248 184h12' stroke='{deep}' stroke-width='6' \
         stroke-linecap='round'/><path d='M230 132l-4 7M252 154l-7 4M252 214l-7-4M230 236l-4-7M170 \
         236l4-7M148 214l7-4M148 154l7 4M170 132l4 7' stroke='{dark}' stroke-width='4'/>\
         <path d='M200 184l-28-22' stroke='{deep}' stroke-width='8' stroke-linecap='round'/>\
         <path d='M200 184l34-34' stroke='{deep}' stroke-width='5' stroke-linecap='round'/>\
         <path d='M200 200v-64' stroke='#c8452f' stroke-width='2'/>\
         <circle cx='200' cy='184' r='6' fill='{BRASS}'/>\
         <path d='M136 150a74 74 0 0 1 40-34' fill='none' stroke='#fff' stroke-width='5' \
         stroke-linecap='round'/>"
    )
}

fn umbrella(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<path d='M200 44V28' stroke='{WOOD}' stroke-width='8' stroke-linecap='round'/>\
         <path d='M200 160v122a26 26 0 0 0 52 0' fill='none' stroke='{WOOD}' stroke-width='12' \
         stroke-linecap='round'/><path d='M200 160v60' stroke='{STEEL_DARK}' stroke-width='7'/>\
         <path d='M42 196C50 100 112 42 200 42s150 58 158 154c-18-24-60-24-79 0-18-24-60-24-79 \
         0-18-24-60-24-79 0-18-24-60-24-79 0z' fill='{base}'/>\
         <path d='M42 196C50 100 112 42 200 42c-44 20-76 80-79 154-18-24-60-24-79 0z' \
         fill='{light}'/><path d='M358 196C350 100 288 42 200 42c44 20 76 80 79 154 18-24 60-24 79 \
         0z' fill='{dark}'/><path d='M42 196c18-24 60-24 79 0 18-24 60-24 79 0 18-24 60-24 79 0 \
         18-24 60-24 79 0' fill='none' stroke='{deep}' stroke-width='5' stroke-linejoin='round'/>\
         <path d='M200 44v146' stroke='{deep}' stroke-opacity='.4' stroke-width='3'/>"
    )
}
