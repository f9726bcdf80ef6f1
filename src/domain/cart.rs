//! A cart and the reservations that its lines hold.
//!
//! A line whose `hold` is set counts in its variant's `reserved`, even after `until` has passed, up to the moment
//! when the sweep (or a shopper who needs the unit) releases it. Nothing else counts there but orders awaiting payment.

use minicbor::{Decode, Encode};

use super::coupon::CouponCode;
use super::limits::CART_RECENT_MAX;
use super::money::Money;
use super::order::OrderId;
use super::product::{ProductId, VariantId};
use super::refusal::Refusal;
use super::saved::Saved;
use crate::base::clock::Timestamp;

const MINUTE_MS: i64 = 60_000;

id!(
    /// Rises with time.
    CartId
);

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Cart {
    #[n(0)]
    pub id: CartId,
    /// Rises with each change, so that a client can tell an old answer from a new one.
    #[n(1)]
    pub version: u64,
    #[n(2)]
    pub lines: Vec<Line>,
    /// The network its holds count against; see `limits::CLIENT_UNITS_MAX`.
    #[n(3)]
    pub client: u64,
    /// The order that is being paid for with this cart; until that ends, the cart can't change.
    #[n(4)]
    pub placing: Option<OrderId>,
    /// Requests answered lately, oldest first.
    #[n(5)]
    recent: Vec<Recent>,
    /// Where the cart stands in the index of running holds.
    #[n(6)]
    pub indexed_due: Option<Timestamp>,
    /// The code the shopper entered, whether or not it takes something off right now.
    #[n(7)]
    pub coupon: Option<CouponCode>,
    /// What a sign-in or an order couldn't bring along lately.
    #[n(8)]
    #[cbor(default)]
    pub left_out: Vec<LeftOut>,
    /// What was put aside for later.
    #[n(9)]
    #[cbor(default)]
    pub saved: Vec<Saved>,
}

/// Units of a guest's cart, or of an order that is bought again, that didn't fit or came along at another price.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LeftOut {
    #[n(0)]
    pub product: ProductId,
    #[n(1)]
    pub variant: VariantId,
    #[n(2)]
    pub sku: String,
    #[n(3)]
    pub wanted: u32,
    #[n(4)]
    pub fitted: u32,
    /// So long it is told.
    #[n(5)]
    pub until: Timestamp,
    /// What one cost in the order, where it costs something else now.
    #[n(6)]
    pub was: Option<Money>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Line {
    #[n(0)]
    pub product: ProductId,
    #[n(1)]
    pub variant: VariantId,
    #[n(2)]
    pub sku: String,
    #[n(3)]
    pub quantity: u32,
    #[n(4)]
    pub hold: Option<Hold>,
}

/// A reservation of all units of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Hold {
    #[n(0)]
    pub since: Timestamp,
    #[n(1)]
    pub until: Timestamp,
}

/// How long the shop holds stock for a cart.
#[derive(Clone, Copy, Debug)]
pub struct HoldRules {
    pub hold_ms: i64,
    /// No hold lasts longer than this, however often checkout is entered.
    pub cap_ms: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
struct Recent {
    #[n(0)]
    key: u64,
    #[n(1)]
    request: u64,
}

impl Hold {
    #[must_use]
    pub fn start(now: Timestamp, rules: HoldRules) -> Self {
        Self { since: now, until: now.plus_ms(rules.hold_ms) }
    }

    /// A fresh period from `now`, but never past the cap.
    #[must_use]
    pub fn extend(self, now: Timestamp, rules: HoldRules) -> Self {
        let until = now.plus_ms(rules.hold_ms).min(self.since.plus_ms(rules.cap_ms));
        Self { since: self.since, until: until.max(self.until) }
    }

    /// Whether it may last longer than it does now, by a minute at least.
    #[must_use]
    pub fn extendable(self, rules: HoldRules) -> bool {
        self.since.plus_ms(rules.cap_ms) >= self.until.plus_ms(MINUTE_MS)
    }

    #[must_use]
    pub fn runs(self, now: Timestamp) -> bool {
        now < self.until
    }
}

impl Line {
    /// Units of this line that count as reserved.
    #[must_use]
    pub fn held(&self) -> u32 {
        if self.hold.is_some() { self.quantity } else { 0 }
    }
}

impl Cart {
    /// Whether something can be held for longer, or again.
    #[must_use]
    pub fn keepable(&self, now: Timestamp, rules: HoldRules) -> bool {
        self.lines.iter().any(|line| line.hold.is_none_or(|hold| !hold.runs(now) || hold.extendable(rules)))
    }

    #[must_use]
    pub fn new(id: CartId, client: u64) -> Self {
        Self {
            id,
            version: 0,
            lines: Vec::new(),
            client,
            placing: None,
            recent: Vec::new(),
            indexed_due: None,
            coupon: None,
            left_out: Vec::new(),
            saved: Vec::new(),
        }
    }

    #[must_use]
    pub fn line(&self, variant: VariantId) -> Option<&Line> {
        self.lines.iter().find(|line| line.variant == variant)
    }

    #[must_use]
    pub fn line_by_sku(&self, sku: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.sku == sku)
    }

    #[must_use]
    pub fn units(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.quantity)).sum()
    }

    /// When the next hold runs out. A cart whose order is being paid keeps its units until that ends.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        if self.placing.is_some() {
            return None;
        }
        self.lines.iter().filter_map(|line| line.hold).map(|hold| hold.until).min()
    }

    /// # Errors
    /// When an order is being placed with it.
    pub fn check_open(&self) -> Result<(), Refusal> {
        match self.placing {
            None => Ok(()),
            Some(_) => Err(Refusal::WrongStep { state: "placing" }),
        }
    }

    /// Sets a line as it shall be; no units removes it.
    pub fn put(&mut self, line: Line) {
        let place = self.lines.iter().position(|other| other.variant == line.variant);
        match (place, line.quantity) {
            (Some(place), 0) => drop(self.lines.remove(place)),
            (Some(place), _) => self.lines[place] = line,
            (None, 0) => {}
            (None, _) => self.lines.push(line),
        }
    }

    /// Whether this very request was answered before, so that its effect must not be repeated.
    ///
    /// # Errors
    /// When the key came with another request.
    pub fn answered(&self, key: u64, request: u64) -> Result<bool, Refusal> {
        match self.recent.iter().find(|recent| recent.key == key) {
            None => Ok(false),
            Some(recent) if recent.request == request => Ok(true),
            Some(_) => Err(Refusal::IdempotencyKeyReused),
        }
    }

    pub fn remember(&mut self, key: u64, request: u64) {
        if self.recent.len() >= CART_RECENT_MAX {
            self.recent.remove(0);
        }
        self.recent.push(Recent { key, request });
    }
}

#[cfg(test)]
mod tests {
    use super::{Cart, CartId, Hold, HoldRules, Line};
    use crate::base::clock::Timestamp;
    use crate::domain::limits::CART_RECENT_MAX;
    use crate::domain::order::OrderId;
    use crate::domain::product::{ProductId, VariantId};
    use crate::domain::refusal::Refusal;

    const RULES: HoldRules = HoldRules { hold_ms: 30, cap_ms: 100 };

    #[test]
    fn a_hold_is_extended_but_never_past_its_cap() {
        let hold = Hold::start(Timestamp(0), RULES);
        assert_eq!(hold.until, Timestamp(30));
        assert_eq!(hold.extend(Timestamp(20), RULES).until, Timestamp(50));
        assert_eq!(hold.extend(Timestamp(95), RULES).until, Timestamp(100));
        assert!(!hold.runs(Timestamp(30)) && hold.runs(Timestamp(29)));
    }

    #[test]
    fn extending_never_shortens() {
        let hold = Hold { since: Timestamp(0), until: Timestamp(90) };
        assert_eq!(hold.extend(Timestamp(10), RULES).until, Timestamp(90));
    }

    fn line(variant: u64, quantity: u32, until: Option<i64>) -> Line {
        let hold = until.map(|until| Hold { since: Timestamp(0), until: Timestamp(until) });
        Line { product: ProductId(1), variant: VariantId(variant), sku: format!("s{variant}"), quantity, hold }
    }

    #[test]
    fn a_line_is_put_changed_and_taken_out() {
        let mut cart = Cart::new(CartId(1), 0);
        let told = |cart: &Cart| cart.lines.iter().map(|line| format!("{}x{}", line.quantity, line.sku)).collect::<Vec<_>>();
        [line(1, 2, None), line(2, 1, None), line(3, 4, None)].into_iter().for_each(|line| cart.put(line));
        cart.put(line(2, 5, None));
        assert_eq!((told(&cart), cart.units()), (vec!["2xs1".to_owned(), "5xs2".to_owned(), "4xs3".to_owned()], 11));
        cart.put(line(1, 0, None));
        cart.put(line(9, 0, None));
        assert_eq!((told(&cart), cart.units()), (vec!["5xs2".to_owned(), "4xs3".to_owned()], 9));
        let found = |line: Option<&Line>| line.map(|line| line.quantity);
        assert_eq!((found(cart.line(VariantId(3))), found(cart.line(VariantId(1)))), (Some(4), None));
        assert_eq!((found(cart.line_by_sku("s2")), found(cart.line_by_sku("s1"))), (Some(5), None));
    }

    #[test]
    fn only_a_line_with_a_hold_has_units_of_the_stock() {
        assert_eq!((line(1, 3, Some(30)).held(), line(1, 3, None).held()), (3, 0));
    }

    /// The sweep comes when the first hold runs out, and never while the cart is being paid for.
    #[test]
    fn a_cart_is_due_with_its_first_hold() {
        let mut cart = Cart::new(CartId(1), 0);
        assert_eq!(cart.due(), None);
        [line(1, 1, Some(50)), line(2, 1, None), line(3, 1, Some(40))].into_iter().for_each(|line| cart.put(line));
        assert_eq!((cart.due(), cart.check_open()), (Some(Timestamp(40)), Ok(())));
        cart.placing = Some(OrderId(7));
        assert_eq!((cart.due(), cart.check_open()), (None, Err(Refusal::WrongStep { state: "placing" })));
    }

    #[test]
    fn a_repeated_request_is_known_and_a_reused_key_refused() {
        let mut cart = Cart::new(CartId(1), 0);
        cart.remember(7, 1);
        assert_eq!(cart.answered(7, 1), Ok(true));
        assert_eq!(cart.answered(8, 1), Ok(false));
        assert_eq!(cart.answered(7, 2), Err(Refusal::IdempotencyKeyReused));
        let others = u64::try_from(CART_RECENT_MAX).expect("few") - 1;
        (100..100 + others).for_each(|key| cart.remember(key, 1));
        assert_eq!(cart.answered(7, 1), Ok(true), "as many as fit");
        cart.remember(99, 1);
        assert_eq!((cart.answered(7, 1), cart.answered(100, 1), cart.answered(99, 1)), (Ok(false), Ok(true), Ok(true)), "the oldest goes");
    }
}
