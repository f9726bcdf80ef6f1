//! The little photo studio: puts one silhouette on a floor, in front of a backdrop, and frames it.
//!
//! Invariants: silhouettes are drawn in a 400 by 400 space with the floor at y = 312 and the light
//! from the upper left; they may fill with `url(#c)` (round, lit from the left) and `url(#v)` (lit
//! from above), which the scene defines.

use super::palette::{Backdrop, Colour, Tones};

/// One silhouette and how to light and frame it.
pub struct Kind {
    pub name: &'static str,
    /// Left, top and size of the square shown in the close-up.
    focus: [u16; 3],
    /// Centre and half width of the shadow on the floor; half width 0 means none.
    shadow: [u16; 2],
    draw: fn(&Tones) -> String,
}

/// How a product is shown.
#[derive(Clone, Copy)]
pub enum View {
    Studio,
    CloseUp,
    Arch,
}

impl View {
    pub fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Studio),
            1 => Some(Self::CloseUp),
            2 => Some(Self::Arch),
            _ => None,
        }
    }
}

impl Kind {
    pub const fn new(name: &'static str, focus: [u16; 3], shadow: [u16; 2], draw: fn(&Tones) -> String) -> Self {
        Self { name, focus, shadow, draw }
    }

    /// The whole picture as an SVG document.
    pub fn picture(&self, colour: &Colour, view: View) -> String {
        let mark = fingerprint(self.name);
        let backdrop = colour.backdrop(mark);
        let tones = colour.tones();
        let [x, y, size] = match view {
            View::CloseUp => self.focus,
            View::Studio => [20, 8, 360],
            View::Arch => [0, 0, 400],
        };
        let defs = defs(&tones, &backdrop);
        let setting = match view {
            View::Arch => arch(&backdrop, mark / 3),
            View::Studio | View::CloseUp => floor(),
        };
        let shadow = shadow(self.shadow);
        let body = (self.draw)(&tones);
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='{x} {y} {size} {size}' \
             width='800' height='800'>{defs}<path d='M0 0h400v400H0z' fill='url(#g)'/>\
             {setting}{shadow}{body}</svg>"
        )
    }
}

/// A soft highlight along a path.
pub fn gloss(path: &str) -> String {
    format!(
        "<path d='{path}' fill='none' stroke='#fff' stroke-opacity='.38' stroke-width='7' \
         stroke-linecap='round'/>"
    )
}

/// A small number that is the same for the same text on every machine.
fn fingerprint(text: &str) -> usize {
    text.bytes().fold(7, |sum: usize, byte| (sum * 31 + usize::from(byte)) % 10_007)
}

fn defs(tones: &Tones, backdrop: &Backdrop) -> String {
    let Tones { base, light, dark, .. } = tones;
    let Backdrop { centre, edge, .. } = backdrop;
    format!(
        "<defs><radialGradient id='g' cx='.36' cy='.26' r='.95'><stop stop-color='{centre}'/>\
         <stop offset='1' stop-color='{edge}'/></radialGradient>\
         <radialGradient id='s'><stop stop-color='#2b1d14' stop-opacity='.42'/>\
         <stop offset='1' stop-color='#2b1d14' stop-opacity='0'/></radialGradient>\
         <linearGradient id='c'><stop stop-color='{light}'/><stop offset='.4' stop-color='{base}'/>\
         <stop offset='1' stop-color='{dark}'/></linearGradient>\
         <linearGradient id='v' x2='0' y2='1'><stop stop-color='{light}'/>\
         <stop offset='.8' stop-color='{base}'/></linearGradient></defs>"
    )
}

fn floor() -> String {
    "<path d='M0 288h400v112H0z' fill='#fff' opacity='.26'/>".to_owned()
}

/// A niche with a round plinth; `choice` picks a companion and may be any number.
fn arch(backdrop: &Backdrop, choice: usize) -> String {
    let Backdrop { arch, plinth, plinth_top, centre, .. } = backdrop;
    let companion = match choice % 3 {
        0 => format!("<circle cx='316' cy='92' r='34' fill='{centre}' opacity='.85'/>"),
        1 => format!(
            "<path d='M352 312q-6-96-28-150M344 262q20-8 24-34-26 2-28 20M341 226q-22-6-28-30 \
             24 0 30 24M334 190q18-8 20-32-22 4-24 24' fill='{arch}' stroke='{arch}' \
             stroke-width='4'/>"
        ),
        _ => format!("<path d='M300 312v-86a34 34 0 0 1 68 0v86z' fill='{arch}' opacity='.55'/>"),
    };
    format!(
        "{companion}<path d='M64 400V186a136 136 0 0 1 272 0v214z' fill='{arch}'/>\
         <path d='M78 400V188a122 122 0 0 1 122-122 136 136 0 0 0-104 134v200z' fill='#2b1d14' \
         opacity='.06'/><path d='M30 316h340v84H30z' fill='{plinth}'/>\
         <ellipse cx='200' cy='316' rx='170' ry='27' fill='{plinth_top}'/>"
    )
}

fn shadow([centre, half]: [u16; 2]) -> String {
    if half == 0 {
        return String::new();
    }
    let (right, height, inner) = (centre + 10, half / 6, half - half / 6);
    format!(
        "<ellipse cx='{right}' cy='315' rx='{half}' ry='{height}' fill='url(#s)'/>\
         <ellipse cx='{centre}' cy='312' rx='{inner}' ry='7' fill='url(#s)'/>"
    )
}
