//! Searching inside a list of products, such as a merchant's collection.

use crate::domain::product::ProductId;

/// Products that a search stays inside. Each has a rank: smaller ones come first, equal ones as the sort says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Within {
    /// By product id; 0 where a product isn't in the list.
    ranks: Vec<u32>,
}

impl Within {
    /// The pinned products in their order, then the others: in their own order where that means something, else as equals.
    #[must_use]
    pub fn new(pinned: &[ProductId], others: &[ProductId], ordered: bool) -> Self {
        let mut within = Self::default();
        let mut rank = 0_u32;
        for id in pinned {
            rank = rank.saturating_add(1);
            within.put(*id, rank);
        }
        rank = rank.saturating_add(1);
        for id in others {
            within.put(*id, rank);
            rank = rank.saturating_add(u32::from(ordered));
        }
        within
    }

    /// The first rank a product gets is the one that counts.
    fn put(&mut self, id: ProductId, rank: u32) {
        let place = usize::try_from(id.0).expect("ids are dense and fit into memory");
        if self.ranks.len() <= place {
            self.ranks.resize(place.saturating_add(1), 0);
        }
        if self.ranks[place] == 0 {
            self.ranks[place] = rank;
        }
    }

    /// Nothing where the product isn't in the list.
    #[must_use]
    #[inline]
    pub fn rank(&self, id: ProductId) -> Option<u32> {
        let rank = usize::try_from(id.0).ok().and_then(|place| self.ranks.get(place)).copied();
        rank.filter(|rank| *rank > 0)
    }
}
