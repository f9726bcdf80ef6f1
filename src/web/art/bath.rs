//! Silhouettes of things for the bedroom and the bathroom.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{BRASS, PAPER, Tones, WOOD, WOOD_DARK};
use super::scene::{Kind, gloss};

pub const KINDS: &[Kind] = &[
    Kind::new("bedding", [80, 110, 190], [200, 134], bedding),
    Kind::new("pillow", [40, 140, 180], [200, 134], pillow),
    Kind::new("towel", [90, 110, 190], [200, 124], towel),
    Kind::new("soap", [90, 150, 180], [200, 118], soap),
    Kind::new("pump", [116, 50, 180], [200, 78], pump),
    Kind::new("refill", [100, 80, 200], [200, 98], refill),
];

fn bedding(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<path d='M108 262h208v50H108a25 25 0 0 1 0-50z' fill='{dark}'/>\
         <path d='M102 212h214v52H102a26 26 0 0 1 0-52z' fill='url(#c)'/>\
         <path d='M88 263h228M92 212h224' stroke='{deep}' stroke-opacity='.4' stroke-width='4'/>\
         <path d='M110 238h206M112 288h204' stroke='{light}' stroke-opacity='.6' stroke-width='3'/>\
         <path d='M84 148q-8-22 16-24 100-14 204 0 22 4 14 24-6 24 0 44 4 20-16 22-102 10-204 \
         0-20-2-14-22 6-22 0-44z' fill='{light}'/>\
         <path d='M98 204q100 12 206 0 12-2 14-12 2 20-16 22-102 10-204 0-20-2-14-22 2 10 14 12z' \
         fill='{base}'/><path d='M98 140q20 6 34 18M304 140q-20 6-34 18' fill='none' stroke='{base}' \
         stroke-width='4' stroke-linecap='round'/>\
         <path d='M186 119h28v97h-28zM186 216h28v96h-28z' fill='{PAPER}' opacity='.9'/>\
         <path d='M204 119h10v193h-10z' fill='#cdbfa6' opacity='.7'/>\
         <path d='M200 166c-30-26-52-10-34 6 10 8 24 4 34-6zM200 166c30-26 52-10 34 6-10 8-24 \
         4-34-6z' fill='{PAPER}' stroke='#cdbfa6' stroke-width='3'/>"
    )
}

fn pillow(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M78 106c62-28 184-28 250 0-6 40-6 90 0 140H78c6-50 6-100 0-140z' fill='{dark}' \
         stroke='{deep}' stroke-opacity='.35' stroke-width='4' stroke-linejoin='round'/>\
         <path d='M100 122c56-18 148-18 204 0' fill='none' stroke='{light}' stroke-opacity='.5' \
         stroke-width='4' stroke-linecap='round'/>\
         <path d='M52 164c70-30 226-30 296 0-8 44-8 96 0 138-70 18-226 18-296 0 8-42 8-94 0-138z' \
         fill='url(#c)' stroke='{dark}' stroke-opacity='.7' stroke-width='4' \
         stroke-linejoin='round'/>\
         <path d='M80 180c64-22 176-22 240 0-6 36-6 76 0 108-64 14-176 14-240 0 6-32 6-72 0-108z' \
         fill='none' stroke='{light}' stroke-opacity='.9' stroke-width='4' \
         stroke-linejoin='round'/><path d='M104 198q20 10 28 28M296 198q-20 10-28 28M106 276q14-4 \
         24-14M294 276q-14-4-24-14' fill='none' stroke='{deep}' stroke-opacity='.3' \
         stroke-width='5' stroke-linecap='round'/>"
    )
}

fn towel(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<path d='M112 262h200v50H112a25 25 0 0 1 0-50z' fill='{dark}'/>\
         <path d='M104 208h208v56H104a28 28 0 0 1 0-56z' fill='url(#c)'/>\
         <path d='M104 236h208M112 287h200' stroke='{deep}' stroke-opacity='.4' stroke-width='4'/>\
         <path d='M256 208h10v56h-10zM274 208h6v56h-6zM256 264h10v48h-10zM274 264h6v48h-6z' \
         fill='{PAPER}' opacity='.8'/>\
         <path d='M128 132h150v78H128z' fill='{base}'/><path d='M128 132h150v20H128z' \
         fill='{light}'/><path d='M128 190h150v20H128z' fill='{dark}'/>\
         <ellipse cx='278' cy='171' rx='26' ry='39' fill='{dark}'/>\
         <circle cx='128' cy='171' r='40' fill='{light}'/>\
         <path d='M128 171c0-10 14-8 14 2 0 16-28 16-28-2 0-24 42-24 42 2 0 32-56 30-56-2 0-18 \
         12-30 28-30' fill='none' stroke='{dark}' stroke-width='5' stroke-linecap='round'/>\
         <path d='M218 132h10v78h-10zM236 132h6v78h-6z' fill='{PAPER}' opacity='.75'/>"
    )
}

fn soap(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<path d='M84 276h232l-16 28q-4 8-14 8H114q-10 0-14-8z' fill='{WOOD}'/>\
         <path d='M92 290h216l-8 14q-4 8-14 8H114q-10 0-14-8z' fill='{WOOD_DARK}'/>\
         <rect x='76' y='266' width='248' height='14' rx='7' fill='{WOOD}'/>\
         <path d='M104 200h192v48q0 20-20 20H124q-20 0-20-20z' fill='{dark}'/>\
         <rect x='104' y='170' width='192' height='78' rx='34' fill='url(#c)'/>\
         <rect x='122' y='184' width='156' height='48' rx='24' fill='{light}'/>\
         <path d='M200 224c-20-6-22-20-2-34 20 14 20 28 2 34zM200 224v-18' fill='none' \
         stroke='{deep}' stroke-opacity='.75' stroke-width='4'/>\
         <g fill='#fff' fill-opacity='.55' stroke='#fff' stroke-width='3'><circle cx='284' cy='150' \
         r='22'/><circle cx='314' cy='182' r='12'/><circle cx='256' cy='122' r='12'/>\
         <circle cx='300' cy='108' r='7'/></g><path d='M272 146a14 14 0 0 1 10-10' fill='none' \
         stroke='{base}' stroke-width='3' stroke-linecap='round'/>"
    )
}

fn pump(c: &Tones) -> String {
    let Tones { base, dark, deep, .. } = c;
    let shine = gloss("M150 172v110");
    format!(
        "<path d='M194 74h12v46h-12z' fill='{BRASS}'/>\
         <path d='M150 62q0-10 10-10h52q12 0 12 12v12h-62l-12 14h-8z' fill='{deep}'/>\
         <rect x='176' y='100' width='48' height='32' rx='6' fill='{deep}'/>\
         <path d='M176 128h48v6c0 8 44 8 44 30v120q0 28-28 28h-80q-28 0-28-28V164c0-22 44-22 44-30z' \
         fill='url(#c)'/><path d='M132 282h136v2q0 28-28 28h-80q-28 0-28-28z' fill='{deep}' \
         opacity='.25'/><rect x='152' y='190' width='96' height='78' rx='4' fill='{PAPER}'/>\
         <path d='M200 226c-14-8-14-18 0-28 14 10 14 20 0 28z' fill='{base}'/>\
         <rect x='172' y='236' width='56' height='6' rx='3' fill='{dark}'/>\
         <rect x='184' y='250' width='32' height='5' rx='2' fill='{base}'/>{shine}"
    )
}

fn refill(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    let shine = gloss("M128 168l-6 112");
    format!(
        "<path d='M236 96l34-26 22 28-30 24z' fill='{PAPER}'/>\
         <path d='M262 66l26-20 30 38-26 20z' fill='{deep}'/>\
         <path d='M120 84h112l52 42 8 166q2 20-18 20H126q-20 0-18-20z' fill='url(#c)'/>\
         <path d='M120 84h112l22 18H119z' fill='{light}'/>\
         <path d='M119 94h124' stroke='{dark}' stroke-width='3' stroke-dasharray='6 5'/>\
         <path d='M104 296c40-26 152-26 192 0q-2 16-22 16H126q-20 0-22-16z' fill='{deep}' \
         opacity='.35'/><rect x='144' y='150' width='110' height='112' rx='8' fill='{PAPER}'/>\
         <path d='M199 168c18 24 26 34 26 46a26 26 0 0 1-52 0c0-12 8-22 26-46z' fill='{base}'/>\
         <path d='M184 216a15 15 0 0 0 12 14' fill='none' stroke='#fff' stroke-opacity='.7' \
         stroke-width='4' stroke-linecap='round'/>\
         <rect x='170' y='248' width='58' height='6' rx='3' fill='{dark}'/>{shine}"
    )
}
