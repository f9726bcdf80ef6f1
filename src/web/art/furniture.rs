//! Silhouettes of furniture.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{BRASS, LEAF, LEAF_DARK, PAPER, Tones, WOOD, WOOD_DARK};
use super::scene::Kind;

pub const KINDS: &[Kind] = &[
    Kind::new("chair", [96, 60, 200], [200, 110], chair),
    Kind::new("stool", [100, 110, 200], [200, 100], stool),
    Kind::new("table", [90, 110, 200], [200, 120], table),
    Kind::new("shelf", [96, 60, 200], [200, 120], shelf),
];

fn chair(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M150 216l-14 92M254 216l14 92' stroke='{WOOD_DARK}' stroke-width='12' \
         stroke-linecap='round'/><path d='M116 74c54-22 118-22 172 0 10 42 4 92-12 140H128c-16-48-22-98-12-140z' \
         fill='url(#c)'/><path d='M116 74c54-22 118-22 172 0l3 14c-56-20-122-20-178 0z' \
         fill='{light}' opacity='.7'/><path d='M160 78c-8 46-6 92 4 134M202 74v138M244 78c8 46 6 \
         92-4 134' fill='none' stroke='{dark}' stroke-width='4'/>\
         <path d='M118 228l-24 80M286 228l24 80' stroke='{WOOD}' stroke-width='14' \
         stroke-linecap='round'/><path d='M112 194h180q22 0 22 24t-22 24H112q-22 0-22-24t22-24z' \
         fill='url(#v)'/><path d='M92 224q4 18 20 18h180q16 0 20-18-6 8-20 8H112q-14 0-20-8z' \
         fill='{deep}' opacity='.55'/>"
    )
}

fn stool(c: &Tones) -> String {
    let Tones { light, dark, .. } = c;
    format!(
        "<path d='M174 176l-6 122M226 176l6 122' stroke='{WOOD_DARK}' stroke-width='13' \
         stroke-linecap='round'/><path d='M122 262h156' stroke='{WOOD_DARK}' stroke-width='9'/>\
         <path d='M140 176l-30 130M260 176l30 130' stroke='{WOOD}' stroke-width='15' \
         stroke-linecap='round'/><path d='M128 236h144' stroke='{WOOD}' stroke-width='9'/>\
         <path d='M92 146v18c0 36 216 36 216 0v-18z' fill='url(#c)'/>\
         <ellipse cx='200' cy='146' rx='108' ry='30' fill='{light}'/>\
         <path d='M108 146c0-24 184-24 184 0s-184 24-184 0z' fill='none' stroke='{dark}' \
         stroke-opacity='.6' stroke-width='3'/><path d='M104 176c44 18 148 18 192 0' fill='none' \
         stroke='{dark}' stroke-width='4' stroke-dasharray='2 9' stroke-linecap='round'/>"
    )
}

fn table(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M200 208v92' stroke='{deep}' stroke-width='13' stroke-linecap='round'/>\
         <path d='M128 204l-34 104M272 204l34 104' stroke='{dark}' stroke-width='15' \
         stroke-linecap='round'/><path d='M122 204l-32 100' stroke='{light}' stroke-width='4' \
         stroke-linecap='round'/><path d='M68 184v12c0 34 264 34 264 0v-12z' fill='url(#c)'/>\
         <ellipse cx='200' cy='184' rx='132' ry='30' fill='{light}'/>\
         <ellipse cx='200' cy='182' rx='122' ry='25' fill='none' stroke='{dark}' \
         stroke-opacity='.4' stroke-width='3'/><path d='M112 176l76-8 28 14-78 10z' fill='{PAPER}'/>\
         <path d='M138 192l78-10v8l-78 10zM112 176l26 16v8l-26-16z' fill='#b5533c'/>\
         <path d='M252 150c-30-18-30-50-10-70 20 18 26 44 10 70zM262 150c-4-34 14-54 40-58 4 30-10 \
         52-40 58z' fill='{LEAF}'/><path d='M256 150c-12-24-8-48 8-70 10 26 8 50-8 70z' \
         fill='{LEAF_DARK}'/><path d='M234 146h46l-6 38q-17 6-34 0z' fill='{PAPER}'/>\
         <path d='M262 146h18l-6 38q-6 2-12 3z' fill='#d8cbb4'/>"
    )
}

fn shelf(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<rect x='102' y='62' width='196' height='240' fill='{deep}' opacity='.75'/>\
         <g stroke-width='1'><path d='M120 146V86h16v60zM138 146V94h12v52zM200 232v-56h18v56z' \
         fill='#c96f50'/><path d='M152 146V80h14v66zM220 232v-50h12v50z' fill='{PAPER}'/>\
         <path d='M168 146V90h18v56zM234 232v-60h16v60zM252 232v-48h14v48z' fill='#6f97a3'/>\
         <path d='M190 146l14-54 13 4-13 50z' fill='{BRASS}'/></g>\
         <path d='M126 232v-22q0-10 10-14v-12h16v12q10 4 10 14v22z' fill='{PAPER}'/>\
         <path d='M244 146c-20-10-22-32-10-48 14 12 18 30 10 48zM252 146c-4-24 8-38 28-42 2 22-8 \
         38-28 42z' fill='{LEAF}'/><path d='M232 126h36l-5 22h-26z' fill='{PAPER}'/>\
         <path d='M122 300v-42h76v42z' fill='{WOOD}'/><path d='M150 276h20' stroke='{WOOD_DARK}' \
         stroke-width='5' stroke-linecap='round'/><path d='M216 300v-14h62v14zM222 286v-12h50v12z' \
         fill='#c9b9a0'/><path d='M92 146h216v14H92zM92 232h216v14H92zM92 298h216v14H92z' \
         fill='url(#c)'/><path d='M88 52h20v260H88z' fill='{light}'/><path d='M292 52h20v260h-20z' \
         fill='{dark}'/><rect x='88' y='50' width='224' height='16' fill='url(#c)'/>"
    )
}
