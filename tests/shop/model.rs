//! What the shop should do, in the plainest way: a few lists of numbers. The simulation compares the shop with it.

use std::collections::BTreeMap;

use shop::base::clock::Timestamp;

pub const LINES_MAX: usize = 3;
pub const QUANTITY_MAX: u32 = 10;
pub const CLIENT_UNITS_MAX: u32 = 8;
const DECLINES_MAX: u32 = 5;
const HOLD_MS: i64 = 30 * 60_000;
const CAP_MS: i64 = 120 * 60_000;

pub type Sku = &'static str;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub sku: Sku,
    pub quantity: u32,
    /// Since when, until when.
    pub hold: Option<(Timestamp, Timestamp)>,
}

#[derive(Clone, Debug, Default)]
pub struct Cart {
    pub lines: Vec<Line>,
    /// An order waits for its payment; whether the card pays.
    pub placing: Option<bool>,
    /// Declined cards since the last order.
    pub declines: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum No {
    Insufficient { available: u64 },
    Expired { available: u64 },
    TooMuch,
    Hoarding,
    NotFound,
    WrongStep,
    PriceChanged,
}

impl No {
    pub fn status_and_code(self) -> (u16, &'static str) {
        match self {
            Self::Insufficient { .. } => (409, "INSUFFICIENT_INVENTORY"),
            Self::Expired { .. } => (409, "RESERVATION_EXPIRED"),
            Self::TooMuch => (422, "INVALID"),
            Self::Hoarding => (429, "RATE_LIMITED"),
            Self::NotFound => (404, "NOT_FOUND"),
            Self::WrongStep => (409, "WRONG_STEP"),
            Self::PriceChanged => (409, "PRICE_CHANGED"),
        }
    }

    fn is_short(self) -> bool {
        matches!(self, Self::Insufficient { .. } | Self::Expired { .. })
    }
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub now: Timestamp,
    pub units: BTreeMap<Sku, u64>,
    pub prices: BTreeMap<Sku, i64>,
    pub carts: Vec<Cart>,
    pub orders: usize,
}

impl Cart {
    pub fn line(&self, sku: Sku) -> Option<&Line> {
        self.lines.iter().find(|line| line.sku == sku)
    }
}

impl Line {
    fn held(&self) -> u64 {
        if self.hold.is_some() { u64::from(self.quantity) } else { 0 }
    }
}

impl Model {
    pub fn held(&self, sku: Sku) -> u64 {
        self.carts.iter().filter_map(|cart| cart.line(sku)).map(Line::held).sum()
    }

    pub fn available(&self, sku: Sku) -> u64 {
        self.units[sku].saturating_sub(self.held(sku))
    }

    /// What is promised stays in the house, whatever was counted since.
    pub fn on_hand(&self, sku: Sku) -> u64 {
        self.units[sku].max(self.held(sku))
    }

    pub fn count(&mut self, sku: Sku, units: u64) {
        self.units.insert(sku, units);
    }

    /// 8 % tax, half up; 5.99 for shipping unless the sum is over 50.00.
    pub fn total(&self, who: usize) -> i64 {
        let subtotal: i64 = self.carts[who].lines.iter().map(|line| self.prices[line.sku] * i64::from(line.quantity)).sum();
        let shipping = if self.carts[who].lines.is_empty() || subtotal > 5_000 { 0 } else { 599 };
        subtotal + (subtotal * 8 + 50) / 100 + shipping
    }

    /// Returns how many lines lost their hold.
    pub fn sweep(&mut self) -> usize {
        let now = self.now;
        let lines = self.carts.iter_mut().filter(|cart| cart.placing.is_none()).flat_map(|cart| &mut cart.lines);
        let expired = lines.filter(|line| line.hold.is_some_and(|(_, until)| until <= now));
        expired.map(|line| line.hold = None).count()
    }

    /// What is short is tried again when the sweep gave something back.
    fn swept(&mut self, change: impl Fn(&mut Self) -> Result<(), No>) -> Result<(), No> {
        match change(self) {
            Err(no) if no.is_short() && self.sweep() > 0 => change(self),
            other => other,
        }
    }

    pub fn add(&mut self, who: usize, sku: Sku, quantity: u32) -> Result<(), No> {
        self.swept(|model| {
            let cart = &model.carts[who];
            if cart.placing.is_some() {
                return Err(No::WrongStep);
            }
            let before = cart.line(sku).map_or(0, |line| line.quantity);
            if before == 0 && cart.lines.len() >= LINES_MAX {
                return Err(No::TooMuch);
            }
            model.line(who, sku, before + quantity).map_err(|no| match no {
                No::Insufficient { available } => No::Insufficient { available: available.saturating_sub(u64::from(before)) },
                other => other,
            })
        })
    }

    pub fn set(&mut self, who: usize, sku: Sku, quantity: u32) -> Result<(), No> {
        self.swept(|model| match &model.carts[who] {
            cart if cart.placing.is_some() => Err(No::WrongStep),
            cart if cart.line(sku).is_none() => Err(No::NotFound),
            _ => model.line(who, sku, quantity),
        })
    }

    pub fn clear(&mut self, who: usize) -> Result<(), No> {
        if self.carts[who].placing.is_some() {
            return Err(No::WrongStep);
        }
        self.carts[who].lines.clear();
        Ok(())
    }

    fn line(&mut self, who: usize, sku: Sku, quantity: u32) -> Result<(), No> {
        let before = self.carts[who].line(sku).cloned().unwrap_or(Line { sku, quantity: 0, hold: None });
        let (held, wanted) = (before.held(), u64::from(quantity));
        if quantity > QUANTITY_MAX && quantity > before.quantity {
            return Err(No::TooMuch);
        }
        let available = self.available(sku) + held;
        if wanted > available {
            return Err(No::Insufficient { available });
        }
        if wanted > held && quantity > CLIENT_UNITS_MAX {
            return Err(No::Hoarding);
        }
        let now = self.now;
        let hold = before.hold.filter(|(_, until)| now < *until).unwrap_or((now, now.plus_ms(HOLD_MS)));
        let lines = &mut self.carts[who].lines;
        match lines.iter().position(|line| line.sku == sku) {
            Some(place) if quantity == 0 => drop(lines.remove(place)),
            Some(place) => lines[place] = Line { sku, quantity, hold: Some(hold) },
            None if quantity == 0 => {}
            None => lines.push(Line { sku, quantity, hold: Some(hold) }),
        }
        Ok(())
    }

    fn extended(&self, (since, until): (Timestamp, Timestamp)) -> (Timestamp, Timestamp) {
        (since, until.max(self.now.plus_ms(HOLD_MS).min(since.plus_ms(CAP_MS))))
    }

    /// The shopper goes to checkout: what is held is held longer, what ran out is held again where there is stock.
    pub fn renew(&mut self, who: usize) {
        for line in self.carts[who].lines.clone() {
            match line.hold.filter(|(_, until)| self.now < *until) {
                Some(hold) => {
                    let hold = Some(self.extended(hold));
                    let kept = self.carts[who].lines.iter_mut().find(|kept| kept.sku == line.sku);
                    kept.expect("it was just there").hold = hold;
                }
                None => drop(self.line(who, line.sku, line.quantity)),
            }
        }
    }

    /// Everything is held and the order waits for its payment.
    pub fn place(&mut self, who: usize, quoted: Option<i64>, pays: bool) -> Result<(), No> {
        self.swept(|model| {
            let before = model.clone();
            let placed = model.try_place(who, quoted, pays);
            if placed.is_err() {
                *model = before;
            }
            placed
        })
    }

    fn try_place(&mut self, who: usize, quoted: Option<i64>, pays: bool) -> Result<(), No> {
        if self.carts[who].lines.is_empty() || self.carts[who].placing.is_some() {
            return Err(No::WrongStep);
        }
        for line in self.carts[who].lines.clone() {
            self.line(who, line.sku, line.quantity).map_err(|no| match no {
                No::Insufficient { available } if line.hold.is_none() => No::Expired { available },
                other => other,
            })?;
        }
        if quoted.is_some_and(|quoted| quoted != self.total(who)) {
            return Err(No::PriceChanged);
        }
        self.carts[who].placing = Some(pays);
        Ok(())
    }

    /// The provider answers for a placed order; true when it is paid.
    pub fn settle(&mut self, who: usize) -> bool {
        let pays = self.carts[who].placing.take().expect("an order waits");
        self.carts[who].declines = if pays { 0 } else { self.carts[who].declines + 1 };
        let renewed = self.carts[who].declines < DECLINES_MAX;
        for line in self.carts[who].lines.clone() {
            if pays {
                let units = self.units.get_mut(line.sku).expect("a known SKU");
                *units = units.saturating_sub(u64::from(line.quantity));
            } else if renewed {
                let hold = line.hold.map(|hold| self.extended(hold));
                let kept = self.carts[who].lines.iter_mut().find(|kept| kept.sku == line.sku);
                kept.expect("it was just there").hold = hold;
            }
        }
        if pays {
            self.carts[who].lines.clear();
            self.orders += 1;
        }
        pays
    }
}
