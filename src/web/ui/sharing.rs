//! What stands for a page where people share it: the Open Graph and what follows it.
//!
//! Others fetch these addresses from elsewhere, so only whole ones are given: a shop that doesn't know its own address leaves them out.

use maud::{Markup, html};

use super::layout::{Head, Layout};
use super::picture::served;
use crate::base::text::shorten;
use crate::domain::limits::{HEAD_DESCRIPTION_CHARS_MAX, HEAD_TITLE_CHARS_MAX};
use crate::domain::picture::Picture;
use crate::domain::product::Image;

/// The elements for the head of a page.
#[must_use]
pub fn tags(layout: &Layout, head: &Head) -> Markup {
    // Below a product are its reviews.
    let product = layout.path.strip_prefix("/products/").is_some_and(|below| !below.contains('/'));
    let kind = if product { "product" } else { "website" };
    let known = !layout.origin.is_empty();
    let image = head.image.filter(|_| known).and_then(|image| Some((image, shareable(image)?)));
    html! {
        meta property="og:type" content=(kind);
        meta property="og:site_name" content=(layout.shop);
        meta property="og:title" content=(shorten(head.title, HEAD_TITLE_CHARS_MAX));
        @if !head.description.is_empty() { meta property="og:description" content=(shorten(head.description, HEAD_DESCRIPTION_CHARS_MAX)); }
        @if known { meta property="og:url" content={ (layout.origin) (layout.path) }; }
        @if let Some((image, path)) = &image {
            meta property="og:image" content={ (layout.origin) (path) };
            @if let Some(size) = Picture::parse(&image.src).and_then(|picture| picture.size) {
                meta property="og:image:width" content=(size.width);
                meta property="og:image:height" content=(size.height);
            }
            @if !image.alt.is_empty() { meta property="og:image:alt" content=(image.alt); }
        }
        meta name="twitter:card" content=(if image.is_some() { "summary_large_image" } else { "summary" });
    }
}

/// Where a picture is fetched that others can show: drawings they can't.
#[must_use]
pub fn shareable(image: &Image) -> Option<String> {
    served(&image.src).filter(|path| path.starts_with("/media/"))
}
