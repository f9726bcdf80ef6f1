//! How many there are and how many are spoken for.
//!
//! For what is counted, `reserved ≤ on_hand` always holds: that is the promise never to oversell.

use minicbor::{Decode, Encode};

use super::product::ProductId;

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Stock {
    #[n(0)]
    pub product: ProductId,
    /// Units in the house.
    #[n(1)]
    on_hand: u64,
    /// Units of them that stand in carts and in orders waiting for their payment.
    #[n(2)]
    reserved: u64,
    /// Not counted: can always be bought.
    #[n(3)]
    tracked: bool,
    /// Units of `on_hand` that are there only because they were promised before fewer were counted.
    /// They vanish as what is reserved comes back, so nobody else is ever promised them.
    #[n(4)]
    #[cbor(default)]
    excess: u64,
    /// Not for sale, however many there are.
    #[n(5)]
    #[cbor(default)]
    withheld: bool,
    /// Units that orders took and that didn't come back into the stock.
    #[n(6)]
    #[cbor(default)]
    sold: u64,
}

/// What shows as available where stock isn't counted.
pub const UNTRACKED_AVAILABLE: u64 = 9_999;

/// There aren't enough.
#[derive(Debug, PartialEq, Eq)]
pub struct Insufficient {
    pub available: u64,
}

impl Stock {
    #[must_use]
    pub fn counted(product: ProductId, on_hand: u64) -> Self {
        Self { product, on_hand, reserved: 0, tracked: true, excess: 0, withheld: false, sold: 0 }
    }

    #[must_use]
    pub fn on_hand(&self) -> u64 {
        self.on_hand
    }

    #[must_use]
    pub fn reserved(&self) -> u64 {
        self.reserved
    }

    #[must_use]
    pub fn sold(&self) -> u64 {
        self.sold
    }

    #[must_use]
    pub fn tracked(&self) -> bool {
        self.tracked
    }

    #[must_use]
    pub fn available(&self) -> u64 {
        match (self.withheld, self.tracked) {
            (true, _) => 0,
            (false, true) => self.on_hand.saturating_sub(self.reserved),
            (false, false) => UNTRACKED_AVAILABLE,
        }
    }

    #[must_use]
    pub fn sound(&self) -> bool {
        !self.tracked || self.reserved <= self.on_hand
    }

    /// Speaks for `units` more.
    ///
    /// # Errors
    /// When fewer are available; nothing is changed then.
    pub fn reserve(&mut self, units: u32) -> Result<(), Insufficient> {
        let available = self.available();
        let after = self.reserved.checked_add(u64::from(units));
        match after {
            Some(after) if u64::from(units) <= available || (!self.tracked && !self.withheld) => self.reserved = after,
            _ => return Err(Insufficient { available }),
        }
        assert!(self.sound(), "a reservation never passes what is in the house");
        Ok(())
    }

    /// Gives reserved units back.
    ///
    /// # Panics
    /// When more is released than was reserved: the books would be wrong.
    pub fn release(&mut self, units: u32) {
        self.reserved = self.reserved.checked_sub(u64::from(units)).expect("only what was reserved is released");
        let vanishing = self.excess.min(self.on_hand.saturating_sub(self.reserved));
        self.on_hand = self.on_hand.saturating_sub(vanishing);
        self.excess = self.excess.saturating_sub(vanishing);
    }

    /// Reserved units leave the house.
    ///
    /// # Panics
    /// When more is sold than was reserved: the books would be wrong.
    pub fn sell(&mut self, units: u32) {
        self.reserved = self.reserved.checked_sub(u64::from(units)).expect("only what was reserved is sold");
        if self.tracked {
            self.on_hand = self.on_hand.checked_sub(u64::from(units)).expect("what is reserved is in the house");
            self.excess = self.excess.min(self.on_hand);
        }
        self.note_sold(u64::from(units));
        assert!(self.sound(), "a sale takes from both counts");
    }

    /// Counts units as sold that left the house before this shop kept count of it.
    pub fn note_sold(&mut self, units: u64) {
        self.sold = self.sold.saturating_add(units);
    }

    /// Units that were sold come back and can be sold again.
    pub fn restock(&mut self, units: u32) {
        self.sold = self.sold.saturating_sub(u64::from(units));
        if self.tracked {
            // Units that were promised without being there are there now.
            let found = self.excess.min(u64::from(units));
            self.excess = self.excess.saturating_sub(found);
            self.on_hand = self.on_hand.saturating_add(u64::from(units).saturating_sub(found));
        }
        assert!(self.sound(), "more units never make a shop oversold");
    }

    /// Counts anew: the merchant says how many there are. Units already spoken for stay as long as they are.
    ///
    /// Returns the count that stands now, which is higher than asked where more was reserved.
    pub fn count(&mut self, on_hand: u64) -> u64 {
        self.tracked = true;
        self.excess = self.reserved.saturating_sub(on_hand);
        self.on_hand = on_hand.max(self.reserved);
        self.on_hand
    }

    /// Says whether it can be bought at all.
    pub fn offer(&mut self, for_sale: bool) {
        self.withheld = !for_sale;
    }

    /// It can always be bought from now on; `on_hand` is what was said last and changes no more.
    pub fn stop_counting(&mut self, on_hand: u64) {
        self.tracked = false;
        self.on_hand = on_hand;
        self.excess = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::{Insufficient, Stock, UNTRACKED_AVAILABLE};
    use crate::domain::product::ProductId;
    use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};

    #[derive(Clone, Debug)]
    enum Step {
        Reserve(u32),
        Release(u32),
        Sell(u32),
        Restock(u32),
        Count(u64),
        StopCounting,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0_u32..6).prop_map(Step::Reserve),
            (0_u32..6).prop_map(Step::Release),
            (0_u32..6).prop_map(Step::Sell),
            (0_u32..6).prop_map(Step::Restock),
            (0_u64..12).prop_map(Step::Count),
            Just(Step::StopCounting),
        ]
    }

    proptest! {
        /// Whatever happens, nobody is promised a unit that isn't there, and no unit is lost.
        #[test]
        fn what_was_counted_too_low_comes_true_when_the_holds_end(held in 0_u32..9, counted in 0_u64..9, sold in 0_u32..9, again in 0_u32..9) {
            let mut stock = Stock::counted(ProductId(1), 9);
            stock.reserve(held).expect("there are nine");
            prop_assert_eq!(stock.count(counted), counted.max(u64::from(held)));
            prop_assert_eq!(stock.available(), counted.saturating_sub(u64::from(held)));
            let sold = sold.min(held);
            stock.sell(sold);
            stock.release(held - sold);
            prop_assert_eq!(stock.on_hand(), counted.saturating_sub(u64::from(sold)));
            prop_assert_eq!(stock.reserve(again).is_ok(), u64::from(again) <= stock.on_hand());
        }

        #[test]
        fn reserved_never_passes_on_hand(steps in proptest::collection::vec(step(), 0..60)) {
            let mut stock = Stock::counted(ProductId(1), 5);
            let (mut held, mut sold) = (0_u64, 0_u64);
            for step in steps {
                match step {
                    Step::Reserve(units) => {
                        let available = stock.available();
                        match stock.reserve(units) {
                            Ok(()) => held += u64::from(units),
                            Err(no) => {
                                prop_assert!(u64::from(units) > available);
                                prop_assert_eq!(no, Insufficient { available });
                            }
                        }
                    }
                    Step::Release(units) if u64::from(units) <= held => {
                        stock.release(units);
                        held -= u64::from(units);
                    }
                    Step::Sell(units) if u64::from(units) <= held => {
                        let before = stock.on_hand();
                        stock.sell(units);
                        held -= u64::from(units);
                        sold += u64::from(units);
                        prop_assert_eq!(stock.on_hand(), if stock.tracked() { before - u64::from(units) } else { before });
                    }
                    Step::Restock(units) if u64::from(units) <= sold => {
                        stock.restock(units);
                        sold -= u64::from(units);
                    }
                    Step::Count(units) => prop_assert_eq!(stock.count(units), units.max(held)),
                    Step::StopCounting => stock.stop_counting(0),
                    Step::Release(_) | Step::Sell(_) | Step::Restock(_) => {}
                }
                prop_assert_eq!((stock.reserved(), stock.sold()), (held, sold));
                prop_assert!(stock.sound());
            }
        }
    }

    /// A parcel comes back: its units are there again, first of all for those who were promised more than there was.
    #[test]
    fn what_comes_back_can_be_sold_again() {
        let mut stock = Stock::counted(ProductId(1), 5);
        stock.reserve(4).expect("there are five");
        stock.sell(1);
        stock.restock(2);
        assert_eq!((stock.on_hand(), stock.reserved(), stock.available()), (6, 3, 3));
        assert_eq!(stock.count(1), 3, "three are promised and one is there");
        stock.restock(1);
        assert_eq!((stock.on_hand(), stock.available()), (3, 0), "now two of them are");
        stock.restock(2);
        assert_eq!((stock.on_hand(), stock.available()), (4, 1));
        stock.release(3);
        assert_eq!((stock.on_hand(), stock.available()), (4, 4), "none was there only by promise any more");
    }

    #[test]
    fn what_is_not_counted_can_always_be_bought() {
        let mut stock = Stock::counted(ProductId(1), 5);
        assert!(stock.tracked());
        stock.stop_counting(2);
        assert!(!stock.tracked());
        assert_eq!((stock.available(), stock.on_hand()), (UNTRACKED_AVAILABLE, 2));
        stock.reserve(20_000).expect("as many as anybody wants");
        stock.sell(10_000);
        stock.restock(3);
        assert_eq!((stock.on_hand(), stock.reserved()), (2, 10_000), "nobody counts");
        assert!(stock.sound());
        assert_eq!(stock.count(7), 10_000, "what was promised meanwhile is kept");
    }

    /// Taken off the shelf: what is in carts stays there, and nobody gets more.
    #[test]
    fn what_is_not_for_sale_is_not_reserved() {
        for counted in [true, false] {
            let mut stock = Stock::counted(ProductId(1), 5);
            if !counted {
                stock.stop_counting(5);
            }
            stock.reserve(2).expect("there are five");
            stock.offer(false);
            assert_eq!((stock.available(), stock.reserved()), (0, 2));
            assert_eq!(stock.reserve(1), Err(Insufficient { available: 0 }));
            stock.release(1);
            stock.sell(1);
            stock.offer(true);
            stock.reserve(4).expect("four are left");
        }
    }

    /// No step makes such a row, so only a damaged one is found by this, in `Draft::save_stock`.
    #[test]
    fn more_promised_than_there_is_is_not_sound() {
        let kept = Stock::counted(ProductId(1), 2);
        assert!(Stock { reserved: 2, ..kept.clone() }.sound());
        assert!(!Stock { reserved: 3, ..kept.clone() }.sound());
        assert!(Stock { reserved: 3, tracked: false, ..kept }.sound(), "nobody counts");
    }

    #[test]
    #[should_panic(expected = "only what was reserved is sold")]
    fn selling_what_nobody_holds_is_a_bug_that_stops() {
        Stock::counted(ProductId(1), 5).sell(1);
    }

    #[test]
    #[should_panic(expected = "only what was reserved")]
    fn releasing_twice_is_a_bug_that_stops() {
        let mut stock = Stock::counted(ProductId(1), 5);
        stock.release(1);
    }
}
