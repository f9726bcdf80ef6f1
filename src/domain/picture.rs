//! The name of a picture in the data directory, which says all that a page needs to know of it.
//!
//! - `{digest}-{width}x{height}.jpg` is a picture as it came, with its size as people see it; smaller ones of it are there too.
//! - `{digest}-{width}x{height}-{width}.webp` is one of these.
//! - `{digest}.gif` is one without: what moves, what couldn't be read, and what older shops took in.

/// Widths that are made of each picture, as far as it is wider, and the most that anybody needs.
const WIDTHS: [u32; 3] = [160, 320, 640];
const WIDEST: u32 = 1_280;
const DIGEST_CHARS: usize = 32;

/// A name, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture<'a> {
    /// All but the ending, and the width of a smaller one.
    pub stem: &'a str,
    pub ending: &'a str,
    pub size: Option<Size>,
    /// Of a smaller one.
    pub smaller: Option<u32>,
}

/// In pixels; never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

impl<'a> Picture<'a> {
    #[must_use]
    pub fn parse(name: &'a str) -> Option<Self> {
        let (whole, ending) = name.split_once('.')?;
        let mut parts = whole.split('-');
        let hex = |part: &str| part.len() == DIGEST_CHARS && part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        parts.next().filter(|digest| hex(digest))?;
        let size = parts.next().map(Size::parse);
        let smaller = parts.next().map(number);
        // A part that is there has to make sense.
        let picture = Self { stem: whole, ending, size: size.map_or(Some(None), |size| size.map(Some))?, smaller: None };
        let known = content_type(ending).is_some() && parts.next().is_none();
        match smaller {
            None => known.then_some(picture),
            Some(width) => {
                let (width, (stem, _)) = (width?, whole.rsplit_once('-')?);
                let made = ending == "webp" && picture.size?.widths().any(|made| made == width);
                (known && made).then_some(Self { stem, smaller: Some(width), ..picture })
            }
        }
    }

    /// The widths that there are of it, the smallest first; none where it is the only one.
    pub fn widths(&self) -> impl Iterator<Item = u32> + use<> {
        self.size.filter(|_| self.smaller.is_none()).into_iter().flat_map(Size::widths)
    }

    /// The name of a smaller one.
    #[must_use]
    pub fn at(&self, width: u32) -> String {
        format!("{}-{width}.webp", self.stem)
    }
}

impl Size {
    fn parse(text: &str) -> Option<Self> {
        let (width, height) = text.split_once('x')?;
        Some(Self { width: number(width)?, height: number(height)? })
    }

    /// The last one is as wide as the picture itself, up to the widest.
    pub fn widths(self) -> impl Iterator<Item = u32> {
        let widest = self.width.min(WIDEST);
        WIDTHS.into_iter().filter(move |width| *width < widest).chain([widest])
    }

    /// Its height at a width.
    #[must_use]
    pub fn height_at(self, width: u32) -> u32 {
        let height = u64::from(self.height).saturating_mul(u64::from(width)).checked_div(u64::from(self.width));
        u32::try_from(height.unwrap_or(1)).unwrap_or(u32::MAX).max(1)
    }
}

/// A number as we write it: above 0, nothing in front.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number: &u32| *number > 0 && number.to_string() == text)
}

#[must_use]
pub fn content_type(ending: &str) -> Option<&'static str> {
    match ending {
        "jpg" => Some("image/jpeg"),
        "png" => Some("image/png"),
        "webp" => Some("image/webp"),
        "gif" => Some("image/gif"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Picture, Size};

    const DIGEST: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_name_says_how_large_a_picture_is_and_which_widths_there_are() {
        let widths = |name: &str| Picture::parse(&format!("{DIGEST}{name}")).map(|picture| picture.widths().collect::<Vec<_>>());
        assert_eq!(widths("-2000x1500.jpg"), Some(vec![160, 320, 640, 1_280]));
        assert_eq!(widths("-500x900.png"), Some(vec![160, 320, 500]), "never larger than it is");
        assert_eq!(widths("-640x1.webp"), Some(vec![160, 320, 640]));
        assert_eq!(widths("-40x40.png"), Some(vec![40]));
        assert_eq!([widths(".jpg"), widths(".gif")], [Some(vec![]), Some(vec![])], "as older shops called them");
        let name = format!("{DIGEST}-2000x1500-640.webp");
        let small = Picture::parse(&name).expect("a name");
        assert_eq!((small.smaller, small.size, small.widths().count()), (Some(640), Some(Size { width: 2_000, height: 1_500 }), 0));
        assert_eq!(Picture::parse(&format!("{}.jpg", small.stem)).expect("its origin").at(640), name);
    }

    #[test]
    fn what_the_shop_did_not_call_so_is_no_name() {
        let wrong =
            ["-0x5.jpg", "-5x.jpg", "-05x5.jpg", "-5x5-160.webp", "-500x5-640.webp", "-500x5-160.jpg", "-500x5-160-160.webp", "-.jpg", ".svg", ""];
        for name in wrong {
            assert_eq!(Picture::parse(&format!("{DIGEST}{name}")), None, "{name}");
        }
        assert_eq!(Picture::parse("../0123456789abcdef0123456789abc.jpg"), None);
    }

    #[test]
    fn a_smaller_one_has_the_same_shape() {
        assert_eq!(Size { width: 2_000, height: 1_500 }.height_at(640), 480);
        assert_eq!(Size { width: 30_000, height: 1 }.height_at(160), 1);
    }
}
