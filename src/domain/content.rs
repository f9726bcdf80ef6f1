//! A page of text that the merchant wrote: about, shipping, returns, privacy, or any other.

use minicbor::{Decode, Encode};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Content {
    /// Its name in addresses.
    #[n(0)]
    pub handle: String,
    #[n(1)]
    pub title: String,
    /// For search engines; may be empty.
    #[n(2)]
    pub description: String,
    /// HTML without scripts and styles, made safe when it was written.
    #[n(3)]
    pub html: String,
    /// A link to it stands at the foot of each page.
    #[n(4)]
    pub in_foot: bool,
}
