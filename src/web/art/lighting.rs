//! Silhouettes of lamps and what belongs in them.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{BRASS, STEEL, STEEL_DARK, Tones};
use super::scene::{Kind, gloss};

pub const KINDS: &[Kind] = &[
    Kind::new("lamp", [100, 60, 200], [200, 84], lamp),
    Kind::new("pendant", [96, 90, 200], [200, 0], pendant),
    Kind::new("bulb", [112, 70, 180], [200, 60], bulb),
    Kind::new("lantern", [104, 110, 190], [200, 92], lantern),
];

fn lamp(c: &Tones) -> String {
    let Tones { dark, deep, .. } = c;
    let shine = gloss("M164 256c0-18 6-28 16-36");
    format!(
        "<circle cx='200' cy='140' r='150' fill='#fff1c9' opacity='.4'/>\
         <path d='M194 172h12v40h-12z' fill='{BRASS}'/>\
         <path d='M180 202h40c0 10 30 20 30 54 0 28-18 46-34 56h-32c-16-10-34-28-34-56 0-34 30-44 \
         30-54z' fill='url(#c)'/><rect x='160' y='302' width='80' height='12' rx='6' \
         fill='{deep}'/><path d='M152 68h96l46 108q-94 22-188 0z' fill='#fbf1dc'/>\
         <path d='M152 68h34l-22 117q-30-2-58-9z' fill='#fffaf0'/>\
         <path d='M222 68h26l46 108q-24 6-52 9z' fill='#e6d3b0'/>\
         <path d='M106 176q94 22 188 0l-4-9q-90 20-180 0z' fill='{dark}'/>\
         <path d='M149 75l3-7h96l3 7q-51 8-102 0z' fill='{dark}'/>{shine}"
    )
}

fn pendant(c: &Tones) -> String {
    let Tones { base, dark, deep, .. } = c;
    let shine = gloss("M112 214c6-36 28-60 60-70");
    format!(
        "<path d='M96 238h208l56 162H40z' fill='#fff1c9' opacity='.45'/>\
         <path d='M200 0v104' stroke='{deep}' stroke-width='5'/>\
         <path d='M182 118l6-26h24l6 26z' fill='{BRASS}'/>\
         <path d='M84 236c0-74 48-120 116-120s116 46 116 120z' fill='url(#c)'/>\
         <ellipse cx='200' cy='236' rx='116' ry='22' fill='{deep}'/>\
         <ellipse cx='200' cy='239' rx='104' ry='17' fill='#ffe6a6'/>\
         <ellipse cx='200' cy='242' rx='44' ry='13' fill='#fffbe9'/>\
         <path d='M176 128c-2-12 50-12 48 0' fill='none' stroke='{dark}' stroke-width='6'/>\
         <path d='M90 218q110 24 220 0' fill='none' stroke='{base}' stroke-width='3'/>{shine}"
    )
}

fn bulb(c: &Tones) -> String {
    let Tones { base, light, deep, .. } = c;
    let shine = gloss("M140 160c2-28 16-46 38-54");
    format!(
        "<circle cx='200' cy='152' r='138' fill='#fff1c4' opacity='.6'/>\
         <path d='M200 68c52 0 88 38 88 84 0 44-46 62-50 98h-76c-4-36-50-54-50-98 0-46 36-84 88-84z' \
         fill='{light}' opacity='.55'/><path d='M200 68c52 0 88 38 88 84 0 44-46 62-50 98h-30c50-40 \
         70-120-8-182z' fill='{base}' opacity='.3'/>\
         <path d='M188 250c0-40-30-62-26-92 2-14 18-14 22 2 2 12 12 12 16 0s14-12 16 0c4-16 20-16 \
         22-2 4 30-26 52-26 92' fill='none' stroke='#f2a531' stroke-width='5'/>\
         <path d='M188 250c0-40-30-62-26-92M212 250c0-40 30-62 26-92' fill='none' stroke='#fff6d6' \
         stroke-width='2'/><path d='M160 250h80l-4 42h-72z' fill='{STEEL}'/>\
         <path d='M206 250h34l-4 42h-24z' fill='{STEEL_DARK}'/>\
         <path d='M162 262h76M163 274h74M164 286h72' stroke='{deep}' stroke-opacity='.55' \
         stroke-width='4'/><path d='M168 292h64l-14 20h-36z' fill='{deep}'/>{shine}"
    )
}

fn lantern(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<circle cx='200' cy='92' r='30' fill='none' stroke='{deep}' stroke-width='9'/>\
         <path d='M128 150c8-32 136-32 144 0z' fill='{dark}'/>\
         <path d='M124 152h152v144H124z' fill='#fff3d0' opacity='.75'/>\
         <circle cx='200' cy='212' r='62' fill='#ffe08a' opacity='.5'/>\
         <path d='M170 232h60v66h-60z' fill='#fbf1dc'/><path d='M206 232h24v66h-24z' \
         fill='#e5d2ae'/><ellipse cx='200' cy='232' rx='30' ry='6' fill='#fff9ea'/>\
         <path d='M200 178c18 22 16 38 0 46-16-8-18-24 0-46z' fill='#f4ab35'/>\
         <path d='M200 200c8 10 7 18 0 22-7-4-8-12 0-22z' fill='#fff4cf'/>\
         <path d='M112 146h176v16H112z' fill='url(#c)'/>\
         <path d='M116 160h14v136h-14z' fill='{light}'/><path d='M270 160h14v136h-14z' \
         fill='{dark}'/><path d='M196 160h8v26h-8z' fill='{dark}' opacity='.6'/>\
         <path d='M106 294h188v18H106z' fill='url(#c)'/><path d='M142 280l34-104' stroke='#fff' \
         stroke-opacity='.6' stroke-width='7' stroke-linecap='round'/>"
    )
}
