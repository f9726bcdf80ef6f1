//! Silhouettes of things that make a living room soft.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{BRASS, PAPER, Tones, WOOD};
use super::scene::{Kind, gloss};

pub const KINDS: &[Kind] = &[
    Kind::new("cushion", [76, 100, 180], [200, 120], cushion),
    Kind::new("throw", [70, 130, 190], [200, 130], throw),
    Kind::new("vase", [110, 130, 180], [200, 84], vase),
    Kind::new("candle", [104, 60, 190], [200, 92], candle),
    Kind::new("clock", [110, 100, 180], [200, 90], clock),
    Kind::new("rug", [60, 180, 180], [200, 0], rug),
    Kind::new("basket", [90, 120, 190], [200, 110], basket),
];

fn cushion(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M84 98q116 26 232 0 8 0 6 10-22 94 0 196 0 10-8 8-114-20-228 0-8 2-8-8 22-102 \
         0-196-2-10 6-10z' fill='url(#c)' stroke='{dark}' stroke-width='6' stroke-linejoin='round'/>\
         <path d='M132 108q-16 94 0 194M166 112q-8 92 0 186M234 112q8 92 0 186M268 108q16 94 0 194' \
         fill='none' stroke='{light}' stroke-opacity='.7' stroke-width='9'/>\
         <path d='M200 113v184' stroke='{PAPER}' stroke-opacity='.8' stroke-width='9'/>\
         <path d='M92 296c18-2 24-4 40-8M92 112c14 2 24 6 36 12M308 296c-18-2-24-4-40-8M308 \
         112c-14 2-24 6-36 12' fill='none' stroke='{deep}' stroke-opacity='.45' stroke-width='5' \
         stroke-linecap='round'/>"
    )
}

fn throw(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M82 282a30 30 0 0 1 30-30h204v60H112a30 30 0 0 1-30-30z' fill='{dark}'/>\
         <path d='M82 228a28 28 0 0 1 28-28h206v56H110a28 28 0 0 1-28-28z' fill='url(#c)'/>\
         <path d='M78 174a32 32 0 0 1 32-32h180q26 0 26 26v36H110a32 32 0 0 1-32-30z' \
         fill='url(#v)'/><path d='M84 256h232M84 203h232' stroke='{deep}' stroke-opacity='.5' \
         stroke-width='5'/><path d='M148 142h40v162h-40z' fill='{light}' opacity='.75'/>\
         <path d='M196 142h8v162h-8zM132 142h8v162h-8z' fill='{PAPER}' opacity='.7'/>\
         <path d='M148 304v-6h40v6' fill='none' stroke='{deep}' stroke-width='3'/>\
         <path d='M132 300h72v4h-72z' fill='{deep}' opacity='.4'/>\
         <path d='M214 200h102v8H214z' fill='{dark}'/>\
         <path d='M220 206v28M232 206v34M244 206v28M256 206v34M268 206v28M280 206v34M292 206v28M304 \
         206v34' stroke='{PAPER}' stroke-opacity='.85' stroke-width='5' \
         stroke-linecap='round'/>"
    )
}

fn vase(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    let shine = gloss("M144 248c-2-22 6-36 18-48");
    format!(
        "<path d='M196 166c-4-40-22-66-44-92M202 166c0-50 4-84 14-122M206 166c8-36 24-58 48-74' \
         fill='none' stroke='#a98d5d' stroke-width='4'/>\
         <path d='M152 78c-22-12-30-34-26-56 20 10 34 30 32 56zM216 50c-12-16-10-32 2-46 10 16 10 \
         32-2 46zM252 96c6-24 22-34 44-34-4 22-20 36-44 34z' fill='#dcbf88'/>\
         <path d='M168 104c-20 0-32-8-40-22 20-4 34 4 40 22zM212 84c14-2 24-12 28-28-18 2-28 12-28 \
         28zM230 122c18 6 34 2 46-10-18-8-36-4-46 10z' fill='#c3a066'/>\
         <path d='M178 158h44c-2 32 56 46 56 98 0 34-22 56-48 56h-60c-26 0-48-22-48-56 0-52 58-66 \
         56-98z' fill='url(#c)'/><ellipse cx='200' cy='158' rx='25' ry='7' fill='{deep}'/>\
         <path d='M175 158a25 7 0 0 1 50 0' fill='none' stroke='{light}' stroke-width='4'/>\
         <path d='M124 240c40 14 112 14 152 0M122 256c40 14 116 14 156 0' fill='none' \
         stroke='{dark}' stroke-width='4'/>{shine}"
    )
}

fn candle(c: &Tones) -> String {
    let Tones { base, dark, deep, .. } = c;
    let shine = gloss("M138 186v92");
    format!(
        "<circle cx='200' cy='96' r='66' fill='#fff3cf' opacity='.55'/>\
         <path d='M200 50c28 32 26 58 0 70-26-12-28-38 0-70z' fill='#f5b83d'/>\
         <path d='M200 84c12 15 11 28 0 34-11-6-12-19 0-34z' fill='#fff4cf'/>\
         <path d='M200 112v32' stroke='#4a3a2d' stroke-width='6' stroke-linecap='round'/>\
         <path d='M120 144h160v136q0 32-32 32h-96q-32 0-32-32z' fill='url(#c)'/>\
         <ellipse cx='200' cy='144' rx='80' ry='16' fill='{dark}'/>\
         <ellipse cx='200' cy='147' rx='71' ry='12' fill='#fbeed2'/>\
         <ellipse cx='200' cy='146' rx='26' ry='5' fill='#fff9e8'/>\
         <path d='M200 124v22' stroke='#4a3a2d' stroke-width='6' stroke-linecap='round'/>\
         <rect x='154' y='198' width='92' height='68' rx='6' fill='{PAPER}'/>\
         <circle cx='200' cy='220' r='9' fill='none' stroke='{base}' stroke-width='4'/>\
         <rect x='172' y='244' width='56' height='6' rx='3' fill='{deep}'/>{shine}"
    )
}

fn clock(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M140 292l-16 20h24l12-14zM260 292l16 20h-24l-12-14z' fill='{WOOD}'/>\
         <circle cx='200' cy='196' r='114' fill='url(#c)'/>\
         <path d='M100 176a102 102 0 0 1 72-77' fill='none' stroke='{light}' stroke-width='7' \
         stroke-linecap='round'/><circle cx='200' cy='196' r='90' fill='{dark}'/>\
         <circle cx='202' cy='199' r='87' fill='{PAPER}'/>\
         <path d='M200 122v14M200 256v14M126 196h14M260 196h14' stroke='{deep}' stroke-width='7' \
         stroke-linecap='round'/><path d='M237 132l-5 9M264 159l-9 5M264 233l-9-5M237 260l-5-9M163 \
         260l5-9M136 233l9-5M136 159l9 5M163 132l5 9' stroke='{dark}' stroke-width='4' \
         stroke-linecap='round'/><path d='M200 196l-36-26' stroke='{deep}' stroke-width='9' \
         stroke-linecap='round'/><path d='M200 196l30-50' stroke='{deep}' stroke-width='6' \
         stroke-linecap='round'/><path d='M190 182l32 46' stroke='{BRASS}' stroke-width='3' \
         stroke-linecap='round'/><circle cx='200' cy='196' r='7' fill='{BRASS}'/>"
    )
}

fn rug(c: &Tones) -> String {
    let Tones { base, light, dark, deep } = c;
    format!(
        "<path d='M28 336h344l10 10H18z' fill='#2b1d14' opacity='.18'/>\
         <path d='M112 172l-6-14M132 172l-5-14M152 172l-4-14M172 172l-3-14M192 172v-14M212 172v-14M232 \
         172l3-14M252 172l4-14M272 172l5-14M290 172l6-14M30 336l-8 18M64 336l-7 18M98 336l-6 18M132 \
         336l-5 18M166 336l-3 18M200 336v18M234 336l3 18M268 336l5 18M302 336l6 18M336 336l7 18M370 \
         336l8 18' stroke='{PAPER}' stroke-width='4' stroke-linecap='round'/>\
         <path d='M108 170h184l86 168H22z' fill='url(#c)'/>\
         <path d='M92 202h216l9 18H83zM49 286h302l11 22H38z' fill='{PAPER}' opacity='.85'/>\
         <path d='M99 188h202l4 8H95zM33 318h334l4 8H29z' fill='{deep}' opacity='.6'/>\
         <path d='M78 230h244l23 46H55z' fill='{dark}'/>\
         <path d='M110 253l28-18 28 18-28 18zM172 253l28-18 28 18-28 18zM234 253l28-18 28 18-28 18z' \
         fill='{light}'/><path d='M126 253l12-8 12 8-12 8zM188 253l12-8 12 8-12 8zM250 253l12-8 12 \
         8-12 8z' fill='{base}'/>"
    )
}

fn basket(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M104 176c-34-40-2-78 30-34M296 176c34-40 2-78-30-34' fill='none' stroke='{dark}' \
         stroke-width='12'/><path d='M120 160c-2-40 34-62 60-40 30-30 100-8 98 40z' \
         fill='#f4ead9'/><path d='M150 160c10-26 50-30 64 0M214 160c6-20 34-22 46 0' fill='none' \
         stroke='#d9c7a8' stroke-width='5'/>\
         <path d='M92 160h216l-20 130q-4 22-26 22H138q-22 0-26-22z' fill='url(#c)'/>\
         <path d='M96 186h208M100 212h200M104 238h192M108 264h184M112 290h176' stroke='{deep}' \
         stroke-opacity='.45' stroke-width='5'/>\
         <path d='M122 172l10 134M148 172l6 138M174 172l3 138M200 172v138M226 172l-3 138M252 172l-6 \
         138M278 172l-10 134' stroke='{light}' stroke-opacity='.8' stroke-width='8' \
         stroke-dasharray='14 12'/>\
         <rect x='84' y='150' width='232' height='24' rx='12' fill='{dark}'/>\
         <path d='M98 162h204' stroke='{light}' stroke-width='5' stroke-dasharray='12 10'/>"
    )
}
