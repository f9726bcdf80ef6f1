//! How a long list goes on, where the browser runs scripts.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paging {
    /// Pages come by themselves to the end.
    Auto,
    /// Some pages come by themselves, then a button brings more: the foot of the page stays within reach.
    #[default]
    Hybrid,
    /// Links from page to page, as without scripts.
    Pages,
}

impl Paging {
    pub const ALL: [Self; 3] = [Self::Auto, Self::Hybrid, Self::Pages];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Hybrid => "hybrid",
            Self::Pages => "pages",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paging| paging.name() == text)
    }
}
