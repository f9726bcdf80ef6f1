//! The icon set: our own strokes on a 24 px field, drawn in the colour of the text around them.
//!
//! Icons carry no meaning alone: a label stands beside each, visible or for screen readers.

use maud::{Markup, Render, html};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Alert,
    Box,
    Card,
    Cart,
    Check,
    Clock,
    Close,
    Filter,
    Grid,
    Info,
    Leaf,
    Lock,
    Minus,
    Offline,
    Person,
    Plus,
    Return,
    Search,
    Truck,
    Wait,
}

impl Icon {
    pub const ALL: [Self; 20] = [
        Self::Alert,
        Self::Box,
        Self::Card,
        Self::Cart,
        Self::Check,
        Self::Clock,
        Self::Close,
        Self::Filter,
        Self::Grid,
        Self::Info,
        Self::Leaf,
        Self::Lock,
        Self::Minus,
        Self::Offline,
        Self::Person,
        Self::Plus,
        Self::Return,
        Self::Search,
        Self::Truck,
        Self::Wait,
    ];

    /// Points the way of reading, and the other way in a language that runs the other way.
    fn points(self) -> bool {
        matches!(self, Self::Return | Self::Truck)
    }

    fn strokes(self) -> &'static str {
        match self {
            Self::Alert => "M12 3.5 2.5 20h19zM12 10v4.500M12 17.300v.1",
            Self::Box => "M4 7.5 12 3l8 4.500v9L12 21l-8-4.500zM4 7.500l8 4.5 8-4.500M12 12v9",
            Self::Card => {
                "M3 7.500A1.5 1.5 0 0 1 4.5 6h15A1.5 1.5 0 0 1 21 7.500v9a1.5 1.5 0 0 1-1.5 1.500h-15A1.5 1.5 0 0 1 3 16.500zM3 10h18M6.5 14.500H10"
            }
            Self::Cart => "M4 8.500h16l-1.4 11a1 1 0 0 1-1 .9H6.400a1 1 0 0 1-1-.9zM8.5 11V7a3.5 3.5 0 0 1 7 0v4",
            Self::Check => "M4.5 12.500l5 5 10-11",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.500l3.5 2",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Filter => "M3.5 7H11M17 7h3.500M14 4.500v5M3.5 16.500H7M13 16.500h7.500M10 14v5",
            Self::Grid => "M4 4h6.500v6.500H4zM13.500 4H20v6.500h-6.500zM4 13.500h6.500V20H4zM13.500 13.500H20V20h-6.500z",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.500v.1",
            Self::Leaf => "M5 19C4 10 9 5 20 4c.5 11-4.5 16.5-13 14M4 21c2-5 5-8 9.5-10.5",
            Self::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.500v2",
            Self::Minus => "M6 12h12",
            Self::Offline => {
                "M4 4l16 16M2.5 9.500a14 14 0 0 1 4.500-2.800M11 5.500a14 14 0 0 1 10.500 4M6 13a9 9 0 0 1 4-2.200M14.500 11a9 9 0 0 1 3.500 2M9.500 16.500a4 4 0 0 1 5 0M12 19.500v.1"
            }
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500a7.5 7.5 0 0 1 15 0",
            Self::Plus => "M6 12h12M12 6v12",
            Self::Return => "M8 5 4 9l4 4M4 9h10.500a5 5 0 0 1 0 10H8",
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5",
            Self::Truck => "M3 6h11v10.500H3zM14 9.500h4l3 3.500v3.500h-7M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17.5 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
            Self::Wait => "M12 3a9 9 0 1 1-9 9",
        }
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.icon.points[self.points()] viewBox="0 0 24 24" aria-hidden="true" { path d=(self.strokes()) {} }
        }
    }
}
