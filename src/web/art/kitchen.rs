//! Silhouettes of things that are used at the stove and the worktop.
//!
//! Invariants: those of `scene`: 400 by 400, floor at y = 312, light from the upper left.

use super::palette::{BRASS, PAPER, STEEL, STEEL_DARK, Tones, WOOD, WOOD_DARK};
use super::scene::{Kind, gloss};

pub const KINDS: &[Kind] = &[
    Kind::new("mug", [86, 100, 180], [192, 112], mug),
    Kind::new("teapot", [120, 110, 190], [202, 128], teapot),
    Kind::new("kettle", [110, 90, 200], [204, 130], kettle),
    Kind::new("pot", [80, 104, 190], [200, 146], pot),
    Kind::new("pan", [50, 150, 180], [172, 116], pan),
    Kind::new("board", [104, 50, 190], [200, 108], board),
    Kind::new("knife", [170, 80, 180], [200, 120], knife),
    Kind::new("jar", [104, 96, 190], [200, 100], jar),
    Kind::new("apron", [110, 60, 190], [200, 96], apron),
];

fn mug(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    let shine = gloss("M126 182v68");
    format!(
        "<path d='M168 112c-11-15 11-24 0-40M202 112c-11-15 11-24 0-40' fill='none' stroke='#fff' \
         stroke-opacity='.6' stroke-width='7' stroke-linecap='round'/>\
         <path d='M256 178h28a44 44 0 0 1 0 88h-30' fill='none' stroke='{dark}' stroke-width='18'/>\
         <path d='M108 144h156v124a44 44 0 0 1-44 44h-68a44 44 0 0 1-44-44z' fill='url(#c)'/>\
         <path d='M108 266h156v2a44 44 0 0 1-44 44h-68a44 44 0 0 1-44-44z' fill='#dcbf9c' \
         opacity='.85'/><path d='M196 266h68v2a44 44 0 0 1-44 44h-24z' fill='#5a3a22' \
         opacity='.16'/><ellipse cx='186' cy='144' rx='78' ry='18' fill='{light}'/>\
         <ellipse cx='186' cy='146' rx='70' ry='14' fill='{deep}'/>\
         <ellipse cx='186' cy='150' rx='63' ry='10' fill='#50301d'/>{shine}"
    )
}

fn teapot(c: &Tones) -> String {
    let Tones { base, dark, deep, .. } = c;
    let shine = gloss("M136 244c0-24 10-38 26-48");
    format!(
        "<path d='M282 196c66-18 78 84 0 88' fill='none' stroke='{WOOD}' stroke-width='15'/>\
         <path d='M136 282c-42-10-38-62-80-84l22-16c40 14 44 38 66 46z' fill='{base}'/>\
         <path d='M56 198l22-16 8 4-24 16z' fill='{deep}'/>\
         <path d='M112 242c0-50 38-76 92-76s92 26 92 76c0 42-28 70-60 70h-64c-32 0-60-28-60-70z' \
         fill='url(#c)'/><path d='M144 178c8-36 112-36 120 0-24 12-96 12-120 0z' fill='{dark}'/>\
         <path d='M144 178c24 12 96 12 120 0' fill='none' stroke='{deep}' stroke-width='4'/>\
         <circle cx='204' cy='142' r='13' fill='{WOOD}'/><circle cx='200' cy='138' r='5' \
         fill='#fff' opacity='.4'/>{shine}"
    )
}

fn kettle(c: &Tones) -> String {
    let Tones { dark, deep, .. } = c;
    let shine = gloss("M142 210l-12 66");
    format!(
        "<path d='M132 196c-6-122 150-122 144 0' fill='none' stroke='{deep}' stroke-width='12'/>\
         <path d='M162 119c22-18 62-18 84 0' fill='none' stroke='{WOOD}' stroke-width='20' \
         stroke-linecap='round'/>\
         <path d='M126 292c-44-14-34-78-74-100l16-16c50 14 46 50 76 58z' fill='{dark}'/>\
         <path d='M128 192h152l26 100q2 20-18 20H120q-20 0-18-20z' fill='url(#c)'/>\
         <path d='M142 192c10-34 114-34 124 0z' fill='{dark}'/>\
         <circle cx='204' cy='160' r='11' fill='{WOOD}'/>\
         <path d='M108 268h192l5 20H103z' fill='{deep}' opacity='.28'/>{shine}"
    )
}

fn pot(c: &Tones) -> String {
    let Tones { dark, deep, .. } = c;
    let shine = gloss("M108 222v46");
    format!(
        "<path d='M98 218H72q-8 0-8 12t8 12h26M302 218h26q8 0 8 12t-8 12h-26' fill='none' \
         stroke='{dark}' stroke-width='14'/>\
         <path d='M90 200h220v78a34 34 0 0 1-34 34H124a34 34 0 0 1-34-34z' fill='url(#c)'/>\
         <path d='M86 194c6-56 222-56 228 0z' fill='url(#v)'/>\
         <path d='M226 157c50 4 84 16 88 37h-60q-4-26-28-37z' fill='{dark}' opacity='.5'/>\
         <rect x='80' y='190' width='240' height='15' rx='7.500' fill='{dark}'/>\
         <rect x='90' y='205' width='220' height='6' fill='{deep}' opacity='.45'/>\
         <path d='M188 152l-4-18h32l-4 18z' fill='{BRASS}'/>\
         <rect x='176' y='122' width='48' height='15' rx='7' fill='{BRASS}'/>{shine}"
    )
}

fn pan(c: &Tones) -> String {
    let Tones { base, light, deep, .. } = c;
    format!(
        "<path d='M276 238l82-52' stroke='{WOOD}' stroke-width='21' stroke-linecap='round'/>\
         <path d='M290 236l66-42' stroke='{WOOD_DARK}' stroke-width='7' stroke-linecap='round'/>\
         <path d='M258 252l36-24' stroke='{STEEL_DARK}' stroke-width='17'/>\
         <path d='M52 232c2 52 40 80 76 80h88c36 0 74-28 76-80z' fill='url(#c)'/>\
         <ellipse cx='172' cy='232' rx='120' ry='44' fill='{light}'/>\
         <ellipse cx='172' cy='235' rx='111' ry='38' fill='{base}'/>\
         <ellipse cx='172' cy='241' rx='98' ry='30' fill='{deep}'/>\
         <path d='M112 238c2-18 36-18 52-15s52-2 56 14-26 12-34 20-34 8-46 0-30-6-28-19z' \
         fill='#fffaf0'/><ellipse cx='164' cy='237' rx='21' ry='11' fill='#f2b134'/>\
         <ellipse cx='158' cy='234' rx='7' ry='3' fill='#ffe3a0'/>"
    )
}

fn board(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M114 312q-14 0-14-14V176c0-38 44-32 62-48 12-10 12-26 12-44a26 26 0 0 1 52 0c0 \
         18 0 34 12 44 18 16 62 10 62 48v122q0 14-14 14z' fill='url(#c)'/>\
         <path d='M114 312q-14 0-14-14v-6q0 12 14 12h172q14 0 14-12v6q0 14-14 14z' \
         fill='{deep}' opacity='.4'/><circle cx='200' cy='86' r='9' fill='{deep}'/>\
         <path d='M128 290V190M150 290c-6-40 6-70 0-118M250 290c8-30-8-80 0-118M274 290V194' \
         fill='none' stroke='{dark}' stroke-opacity='.5' stroke-width='3'/>\
         <path d='M200 290c-26-30-26-84 0-128 26 44 26 98 0 128zM200 268c-12-18-12-50 0-76 12 26 12 \
         58 0 76z' fill='none' stroke='{dark}' stroke-opacity='.5' stroke-width='3'/>\
         <path d='M108 290V182q0-20 20-24' fill='none' stroke='{light}' stroke-width='5' \
         stroke-linecap='round'/>"
    )
}

fn knife(c: &Tones) -> String {
    let Tones { dark, .. } = c;
    format!(
        "<g transform='rotate(-40 200 200)'><path d='M18 208c60-22 130-24 216-24v48c-90 8-160 2-216-24z' \
         fill='{STEEL}'/><path d='M18 208c60 16 130 16 216 10v14c-90 8-160 2-216-24z' \
         fill='{STEEL_DARK}'/><path d='M60 198c50-10 110-11 166-11' fill='none' stroke='#fff' \
         stroke-width='4'/><path d='M230 182h22v46q-12 0-22 6z' fill='{BRASS}'/>\
         <path d='M250 182h104c22 0 30 14 28 32-2 14-18 16-26 10-14-8-34-4-54 2-18 4-36 4-52 2z' \
         fill='url(#v)'/><path d='M382 214c-2 14-18 16-26 10-14-8-34-4-54 2-18 4-36 4-52 2v-10c40 6 \
         70-10 106-4 12 2 22 2 26-4z' fill='{dark}'/><g fill='{BRASS}'><circle cx='276' cy='203' \
         r='5'/><circle cx='312' cy='203' r='5'/><circle cx='348' cy='203' r='5'/></g></g>"
    )
}

fn jar(c: &Tones) -> String {
    let Tones { base, deep, .. } = c;
    let shine = gloss("M138 188v92");
    format!(
        "<path d='M120 150h160v132a30 30 0 0 1-30 30H150a30 30 0 0 1-30-30z' fill='url(#c)'/>\
         <path d='M120 156h160v10H120z' fill='{deep}' opacity='.35'/>\
         <rect x='112' y='122' width='176' height='36' rx='9' fill='{WOOD}'/>\
         <path d='M112 144h176v5a9 9 0 0 1-9 9H121a9 9 0 0 1-9-9z' fill='{WOOD_DARK}'/>\
         <rect x='180' y='98' width='40' height='26' rx='10' fill='{WOOD}'/>\
         <path d='M180 112h40v12h-40z' fill='{WOOD_DARK}'/>\
         <rect x='158' y='198' width='84' height='60' rx='6' fill='{PAPER}'/>\
         <rect x='174' y='216' width='52' height='7' rx='3' fill='{deep}'/>\
         <rect x='184' y='234' width='32' height='5' rx='2' fill='{base}'/>{shine}"
    )
}

fn apron(c: &Tones) -> String {
    let Tones { light, dark, deep, .. } = c;
    format!(
        "<path d='M164 112c0-64 72-64 72 0' fill='none' stroke='{deep}' stroke-width='9'/>\
         <path d='M118 196c-22 4-34 22-38 50M282 196c22 4 34 22 38 50' fill='none' stroke='{deep}' \
         stroke-width='8' stroke-linecap='round'/>\
         <path d='M154 106h92c0 42 12 74 42 84l8 112q0 10-12 10H116q-12 0-12-10l8-112c30-10 42-42 \
         42-84z' fill='url(#c)'/><path d='M154 106h92v16h-92z' fill='{dark}'/>\
         <path d='M146 212h108v52q0 12-12 12h-84q-12 0-12-12z' fill='{dark}'/>\
         <path d='M146 212h108v10H146z' fill='{deep}'/>\
         <path d='M200 224v50' stroke='{deep}' stroke-width='3' stroke-dasharray='5 4'/>\
         <path d='M118 298l6-96' stroke='{light}' stroke-width='5' stroke-linecap='round'/>\
         <circle cx='164' cy='114' r='4' fill='{BRASS}'/><circle cx='236' cy='114' r='4' \
         fill='{BRASS}'/>"
    )
}
