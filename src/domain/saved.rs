//! What a shopper put aside for later: it stands in the cart's row, holds no stock, costs nothing, and stays when an order is placed.
//!
//! Each variant stands there once, the newest first.

use minicbor::{Decode, Encode};

use super::cart::Cart;
use super::money::Money;
use super::product::{ProductId, VariantId};

/// Units of something that may be bought one day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Saved {
    #[n(0)]
    pub product: ProductId,
    #[n(1)]
    pub variant: VariantId,
    #[n(2)]
    pub sku: String,
    #[n(3)]
    pub quantity: u32,
    /// What one cost when it was put aside.
    #[n(4)]
    pub price: Money,
}

impl Cart {
    #[must_use]
    pub fn saved(&self, variant: VariantId) -> Option<&Saved> {
        self.saved.iter().find(|saved| saved.variant == variant)
    }

    #[must_use]
    pub fn saved_by_sku(&self, sku: &str) -> Option<&Saved> {
        self.saved.iter().find(|saved| saved.sku == sku)
    }

    /// Sets what is put aside of a variant; no units takes it out of the list.
    pub fn put_aside(&mut self, saved: Saved) {
        let place = self.saved.iter().position(|other| other.variant == saved.variant);
        match (place, saved.quantity) {
            (Some(place), 0) => drop(self.saved.remove(place)),
            (Some(place), _) => self.saved[place] = saved,
            (None, 0) => {}
            (None, _) => self.saved.insert(0, saved),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Saved;
    use crate::domain::cart::{Cart, CartId};
    use crate::domain::money::{Currency, Money};
    use crate::domain::product::{ProductId, VariantId};

    fn saved(variant: u64, quantity: u32) -> Saved {
        Saved { product: ProductId(1), variant: VariantId(variant), sku: format!("s{variant}"), quantity, price: Money::new(500, Currency::USD) }
    }

    #[test]
    fn each_variant_stands_there_once_and_the_newest_first() {
        let mut cart = Cart::new(CartId(1), 0);
        [saved(1, 2), saved(2, 1), saved(1, 5), saved(9, 0)].into_iter().for_each(|saved| cart.put_aside(saved));
        assert_eq!(cart.saved, [saved(2, 1), saved(1, 5)]);
        assert_eq!((cart.saved(VariantId(1)), cart.saved_by_sku("s9")), (Some(&saved(1, 5)), None));
        cart.put_aside(saved(2, 0));
        assert_eq!(cart.saved, [saved(1, 5)]);
        assert_eq!((cart.units(), cart.due()), (0, None), "nothing of it is in the cart");
    }

    #[test]
    fn a_cart_from_before_there_was_such_a_list_is_read() {
        let cart = Cart::new(CartId(7), 3);
        let now = minicbor::to_vec(&cart).expect("memory takes it");
        let (head, fields) = now.split_first().expect("an array");
        let (last, before) = fields.split_last().expect("its fields");
        assert_eq!((*head, *last), (0x8a, 0x80), "ten fields, and the last one an empty list");
        assert_eq!(minicbor::decode::<Cart>(&[&[0x89], before].concat()).expect("reads"), cart);
    }
}
