//! The named colours of the demo pictures, their shades, and the backdrops that suit each of them.
//!
//! Invariants: every colour name is unique, lower case and a single word; every colour has three
//! backdrops that contrast with it; shades are computed, never listed.

/// Materials that keep their own colour whatever the colour of the product.
pub const WOOD: &str = "#c4935c";
pub const WOOD_DARK: &str = "#946a3e";
pub const STEEL: &str = "#d9dedf";
pub const STEEL_DARK: &str = "#a9b2b6";
pub const BRASS: &str = "#d0a95f";
pub const PAPER: &str = "#fbf6ec";
pub const LEAF: &str = "#5f8a5b";
pub const LEAF_DARK: &str = "#456f4c";
pub const LEAF_LIGHT: &str = "#83b077";

/// Backdrop tints, as 0xRRGGBB.
const BLUSH: u32 = 0x00e2_a796;
const PEACH: u32 = 0x00ef_bb8e;
const STRAW: u32 = 0x00e8_cb8c;
const MINT: u32 = 0x009f_c0a6;
const LAGOON: u32 = 0x0086_b3b4;
const SKY: u32 = 0x009c_bdd4;
const LILAC: u32 = 0x00b7_a5ca;
const STONE: u32 = 0x00bd_b4a8;

const WARM_WHITE: u32 = 0x00ff_f8ee;
const SHADE: u32 = 0x001d_1420;

/// A colour a product can have.
pub struct Colour {
    pub name: &'static str,
    rgb: u32,
    backdrops: [u32; 3],
}

/// Every colour, warm ones first.
pub const COLOURS: &[Colour] = &[
    colour("terracotta", 0x00c5_5c40, [MINT, SKY, STRAW]),
    colour("brick", 0x0097_3a30, [STRAW, LAGOON, PEACH]),
    colour("clay", 0x00b8_8060, [SKY, MINT, BLUSH]),
    colour("rose", 0x00d6_8a95, [MINT, LILAC, STRAW]),
    colour("ochre", 0x00d5_9a36, [SKY, LAGOON, BLUSH]),
    colour("sand", 0x00d2_b384, [LAGOON, SKY, BLUSH]),
    colour("oat", 0x00e3_d6be, [BLUSH, LAGOON, MINT]),
    colour("chalk", 0x00f3_eee5, [SKY, BLUSH, MINT]),
    colour("oak", 0x00c3_945c, [SKY, MINT, BLUSH]),
    colour("walnut", 0x0077_4c32, [STRAW, MINT, PEACH]),
    colour("moss", 0x007d_7f42, [PEACH, BLUSH, STRAW]),
    colour("sage", 0x008c_a283, [BLUSH, STRAW, LILAC]),
    colour("forest", 0x0035_5c42, [PEACH, STRAW, BLUSH]),
    colour("petrol", 0x002a_6c72, [PEACH, BLUSH, STRAW]),
    colour("harbour", 0x005a_88a6, [PEACH, STRAW, BLUSH]),
    colour("cobalt", 0x0036_58a8, [STRAW, PEACH, SKY]),
    colour("midnight", 0x0025_3156, [PEACH, LILAC, STRAW]),
    colour("plum", 0x007e_4b77, [STRAW, MINT, BLUSH]),
    colour("slate", 0x0058_6572, [STRAW, BLUSH, SKY]),
    colour("charcoal", 0x003b_3a3f, [STONE, BLUSH, MINT]),
];

/// The shades a silhouette is drawn in, as `#rrggbb`.
pub struct Tones {
    pub base: String,
    pub light: String,
    pub dark: String,
    pub deep: String,
}

/// The shades of the scene around a product, as `#rrggbb`.
pub struct Backdrop {
    pub centre: String,
    pub edge: String,
    pub arch: String,
    pub plinth: String,
    pub plinth_top: String,
}

const fn colour(name: &'static str, rgb: u32, backdrops: [u32; 3]) -> Colour {
    Colour { name, rgb, backdrops }
}

/// Looks a colour up by its name.
pub fn find(name: &str) -> Option<&'static Colour> {
    COLOURS.iter().find(|colour| colour.name == name)
}

impl Colour {
    pub fn tones(&self) -> Tones {
        Tones {
            base: hex(self.rgb),
            light: hex(mix(self.rgb, WARM_WHITE, 27)),
            dark: hex(mix(self.rgb, SHADE, 24)),
            deep: hex(mix(self.rgb, SHADE, 48)),
        }
    }

    /// The backdrop for this colour; `choice` picks one of three and may be any number.
    ///
    /// Pale products get a deeper backdrop, so that their outline stays visible.
    pub fn backdrop(&self, choice: usize) -> Backdrop {
        let tint = self.backdrops.get(choice % 3).copied().unwrap_or(STONE);
        let pale = brightness(self.rgb) > 185;
        let [centre, edge, arch] = if pale { [44, 16, 4] } else { [80, 52, 26] };
        Backdrop {
            centre: hex(mix(tint, WARM_WHITE, centre)),
            edge: hex(mix(tint, WARM_WHITE, edge)),
            arch: hex(mix(tint, WARM_WHITE, arch)),
            plinth: hex(mix(tint, WARM_WHITE, edge / 2)),
            plinth_top: hex(mix(tint, WARM_WHITE, centre - 12)),
        }
    }
}

/// Moves `percent` of the way from one colour to another.
fn mix(from: u32, to: u32, percent: u32) -> u32 {
    let [_, r0, g0, b0] = from.to_be_bytes();
    let [_, r1, g1, b1] = to.to_be_bytes();
    let blend = |a: u8, b: u8| {
        let sum = u32::from(a) * (100 - percent) + u32::from(b) * percent;
        u8::try_from(sum / 100).unwrap_or(u8::MAX)
    };
    u32::from_be_bytes([0, blend(r0, r1), blend(g0, g1), blend(b0, b1)])
}

/// How bright a colour looks, 0 to 255 (weights of ITU-R BT.601).
fn brightness(rgb: u32) -> u32 {
    let [_, r, g, b] = rgb.to_be_bytes();
    (u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1000
}

fn hex(rgb: u32) -> String {
    format!("#{rgb:06x}")
}
