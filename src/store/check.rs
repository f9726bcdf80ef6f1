//! Recounts everything that is kept twice, and says what is off.
//!
//! Works on a snapshot, so it can run beside a shop that sells.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::key::{Key, number_at};
use super::order::PlacedKey;
use super::outbox::letter_counts;
use super::product::SkuOwner;
use super::read::{Read, Snapshot};
use super::tables;
use super::{check_customer, check_return, check_review};
use crate::domain::cart::Cart;
use crate::domain::category::Shelf;
use crate::domain::checkout::{Checkout, Stage};
use crate::domain::coupon::{Coupon, customer_of, holds_use};
use crate::domain::event::Event;
use crate::domain::letter::Owed;
use crate::domain::order::{Order, OrderId, Status};
use crate::domain::payment::PaymentState;
use crate::domain::pricing::totals;
use crate::domain::product::{Product, ProductId, VariantId};
use crate::domain::refund::{Refund, RefundState};
use crate::domain::stock::Stock;

/// What the books hold, counted row by row.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub products: u64,
    pub variants: u64,
    pub units_on_hand: u64,
    pub units_reserved: u64,
    pub carts: u64,
    pub lines_held: u64,
    pub orders: BTreeMap<String, u64>,
    pub units_sold: u64,
    /// Money that came in and that was given back, in minor units.
    pub captured_minor: i64,
    pub refunded_minor: i64,
    pub events: u64,
    /// Letters to be sent, and letters that were given up.
    #[serde(default)]
    pub letters_waiting: u64,
    #[serde(default)]
    pub letters_given_up: u64,
    /// Returns that wait for the merchant's answer, and that are on their way.
    #[serde(default)]
    pub returns_to_answer: u64,
    #[serde(default)]
    pub returns_to_come: u64,
    /// What 99 of 100 of the last changed products took until searches saw them, in a shop that runs.
    #[serde(default)]
    pub search_lag_ms: Option<u64>,
    /// The SKUs most spoken for, and how many units carts hold of each.
    pub most_held: Vec<(String, u64)>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Report {
    pub figures: Figures,
    /// One sentence for each thing that is off; empty when all is well.
    pub problems: Vec<String>,
}

const PROBLEMS_MAX: usize = 200;
const MOST_HELD: usize = 10;

struct Check<'a> {
    snapshot: &'a Snapshot,
    report: Report,
    held: HashMap<VariantId, u64>,
    client_held: HashMap<(u64, VariantId), u64>,
    owners: HashMap<VariantId, ProductId>,
    /// What the stock rows say was sold.
    sold: HashMap<VariantId, u64>,
}

/// # Errors
/// When a row can't be read at all: then the file itself is damaged.
pub fn check(snapshot: &Snapshot) -> Result<Report> {
    let mut check = Check {
        snapshot,
        report: Report::default(),
        held: HashMap::new(),
        client_held: HashMap::new(),
        owners: HashMap::new(),
        sold: HashMap::new(),
    };
    check.catalogue().context("checking the catalogue")?;
    check.carts().context("checking the carts")?;
    check.stock().context("checking the stock")?;
    check.orders().context("checking the orders")?;
    let returns = check_return::returns(snapshot, &mut |problem| check.expect(false, || problem)).context("checking the returns")?;
    (check.report.figures.returns_to_answer, check.report.figures.returns_to_come) = returns;
    check_customer::customers(snapshot, &mut |problem| check.expect(false, || problem)).context("checking the customers")?;
    check_review::reviews(snapshot, &mut |problem| check.expect(false, || problem)).context("checking the reviews")?;
    check.letters().context("checking the letters")?;
    check.coupons().context("checking the coupons")?;
    check.events().context("checking the event log")?;
    check.most_held()?;
    Ok(check.report)
}

impl Check<'_> {
    fn expect(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds && self.report.problems.len() < PROBLEMS_MAX {
            self.report.problems.push(problem());
        }
    }

    fn catalogue(&mut self) -> Result<()> {
        let mut shelves = HashMap::<String, u64>::new();
        let (mut handles, mut skus) = (0_u64, 0_u64);
        let snapshot = self.snapshot;
        snapshot.values::<Product>(tables::PRODUCTS, |_, product| {
            self.report.figures.products += 1;
            handles += 1;
            let by_handle: Option<ProductId> = snapshot.value(tables::HANDLES, product.handle.as_str())?;
            self.expect(by_handle == Some(product.id), || format!("the handle {} doesn't lead to its product", product.handle));
            self.expect(!product.variants.is_empty(), || format!("{} has no variant", product.handle));
            if product.visible() {
                *shelves.entry(product.category.path()).or_default() += 1;
            }
            for variant in &product.variants {
                self.report.figures.variants += 1;
                skus += 1;
                self.owners.insert(variant.id, product.id);
                let owner: Option<SkuOwner> = snapshot.value(tables::SKUS, variant.sku.as_str())?;
                let expected = SkuOwner { product: product.id, variant: variant.id };
                self.expect(owner == Some(expected), || format!("the SKU {} doesn't lead to its variant", variant.sku));
                let stock: Option<Stock> = snapshot.get(variant.id)?;
                self.expect(stock.is_some_and(|stock| stock.product == product.id), || format!("{} has no stock row of its own", variant.sku));
            }
            Ok(())
        })?;
        let indexed = snapshot.count(tables::HANDLES)?;
        self.expect(indexed == handles, || format!("{indexed} handles lead to {handles} products"));
        snapshot.values::<ProductId>(tables::OLD_HANDLES, |key, product| {
            let handle = String::from_utf8_lossy(key);
            let led: Option<Product> = snapshot.get(product)?;
            self.expect(led.is_some(), || format!("the old handle {handle} leads to a product that is missing"));
            let taken: Option<ProductId> = snapshot.value(tables::HANDLES, key)?;
            self.expect(taken.is_none(), || format!("the old handle {handle} is the handle of a product too"));
            Ok(())
        })?;
        let indexed = snapshot.count(tables::SKUS)?;
        self.expect(indexed == skus, || format!("{indexed} SKUs lead to {skus} variants"));
        let mut counted = 0;
        snapshot.values::<Shelf>(tables::SHELVES, |_, shelf| {
            counted += 1;
            let path = shelf.category.path();
            let products = shelves.get(&path).copied().unwrap_or(0);
            self.expect(shelf.products == products, || format!("the shelf {path} says {} products and has {products}", shelf.products));
            Ok(())
        })?;
        self.expect(counted == shelves.len(), || format!("{counted} shelves are written down and {} are in use", shelves.len()));
        Ok(())
    }

    fn carts(&mut self) -> Result<()> {
        let mut due = 0_u64;
        let snapshot = self.snapshot;
        snapshot.values::<Cart>(tables::CARTS, |_, cart| {
            self.report.figures.carts += 1;
            for line in cart.lines.iter().filter(|line| line.held() > 0) {
                self.report.figures.lines_held += 1;
                *self.held.entry(line.variant).or_default() += u64::from(line.held());
                *self.client_held.entry((cart.client, line.variant)).or_default() += u64::from(line.held());
            }
            self.expect(cart.due() == cart.indexed_due, || format!("cart {} is due at another time than the index says", cart.id));
            if let Some(at) = cart.indexed_due {
                due += 1;
                let indexed: Option<()> = snapshot.value(tables::HOLDS_DUE, (at, cart.id))?;
                self.expect(indexed.is_some(), || format!("cart {} is missing among the holds that are due", cart.id));
            }
            let once: HashSet<VariantId> = cart.saved.iter().filter(|saved| saved.quantity > 0).map(|saved| saved.variant).collect();
            self.expect(once.len() == cart.saved.len(), || format!("cart {} has something saved twice, or none of it", cart.id));
            if let Some(order) = cart.placing {
                let order: Option<Order> = snapshot.get(order)?;
                let waits = order.is_some_and(|order| order.status == Status::Pending && order.cart == cart.id);
                self.expect(waits, || format!("cart {} is closed for an order that isn't waiting", cart.id));
                self.expect(cart.lines.iter().all(|line| line.hold.is_some()), || format!("cart {} is being paid and not fully held", cart.id));
            }
            Ok(())
        })?;
        let indexed = snapshot.count(tables::HOLDS_DUE)?;
        self.expect(indexed == due, || format!("{indexed} carts are listed as due, and {due} are"));
        Ok(())
    }

    fn stock(&mut self) -> Result<()> {
        let snapshot = self.snapshot;
        let mut seen = 0_u64;
        snapshot.values::<Stock>(tables::STOCK, |key, stock| {
            let variant = VariantId(number_at(key, 0).context("a stock row has no variant")?);
            let held = self.held.get(&variant).copied().unwrap_or(0);
            seen += held;
            self.report.figures.units_on_hand += stock.on_hand();
            self.report.figures.units_reserved += stock.reserved();
            self.expect(stock.reserved() == held, || format!("variant {variant} has {} reserved, and carts hold {held}", stock.reserved()));
            self.expect(stock.sound(), || format!("variant {variant} is oversold: {} reserved of {}", stock.reserved(), stock.on_hand()));
            self.sold.insert(variant, stock.sold());
            let owner = self.owners.get(&variant).copied();
            self.expect(owner.is_none_or(|owner| owner == stock.product), || format!("the stock of variant {variant} names another product"));
            Ok(())
        })?;
        let held: u64 = self.held.values().sum();
        self.expect(held == seen, || format!("carts hold {held} units, and stock rows know of {seen}"));
        let mut counted = 0_u64;
        snapshot.values::<u32>(tables::CLIENT_HOLDS, |key, units| {
            let place = (number_at(key, 0).unwrap_or(0), VariantId(number_at(key, 1).unwrap_or(0)));
            counted += u64::from(units);
            let held = self.client_held.get(&place).copied().unwrap_or(0);
            self.expect(u64::from(units) == held, || format!("a network is said to hold {units} of variant {}, and holds {held}", place.1));
            Ok(())
        })?;
        self.expect(counted == held, || format!("networks are said to hold {counted} units, and carts hold {held}"));
        Ok(())
    }

    fn orders(&mut self) -> Result<()> {
        let snapshot = self.snapshot;
        let mut ordered = HashMap::<VariantId, u64>::new();
        let (mut numbers, mut unsettled) = (Vec::new(), 0_u64);
        snapshot.values::<Order>(tables::ORDERS, |_, order| {
            *self.report.figures.orders.entry(order.status.name().to_owned()).or_default() += 1;
            self.check_order(&order)?;
            self.check_money(&order);
            if order.unsettled() {
                unsettled += 1;
                let listed: Option<()> = snapshot.value(tables::UNSETTLED, order.id)?;
                self.expect(listed.is_some(), || format!("order {} is missing among the orders that are to be settled", order.id));
            }
            if order.status == Status::Pending {
                self.check_pending(&order)?;
            }
            if let Some(number) = order.number {
                numbers.push(number.0);
                self.report.figures.units_sold += order.units_kept();
                order.lines.iter().for_each(|line| *ordered.entry(line.variant).or_default() += line.units_kept());
            }
            Ok(())
        })?;
        self.check_sold(&ordered);
        numbers.sort_unstable();
        let gap = numbers.windows(2).find(|pair| pair[0] + 1 != pair[1]);
        self.expect(gap.is_none(), || format!("order numbers are not one after the other: {gap:?}"));
        let indexed = snapshot.count(tables::ORDER_NUMBERS)?;
        self.expect(usize::try_from(indexed).ok() == Some(numbers.len()), || format!("{indexed} numbers lead to {} orders", numbers.len()));
        let waiting = snapshot.count(tables::UNSETTLED)?;
        self.expect(waiting == unsettled, || format!("{waiting} orders are listed to be settled, and {unsettled} are"));
        let mut keys = HashMap::<OrderId, u64>::new();
        snapshot.values::<PlacedKey>(tables::PLACED_KEYS, |_, placed| {
            *keys.entry(placed.order).or_default() += 1;
            let order: Option<Order> = snapshot.get(placed.order)?;
            self.expect(order.is_some(), || format!("a key leads to order {}, which is missing", placed.order));
            Ok(())
        })?;
        let twice = keys.iter().find(|(_, count)| **count > 1);
        self.expect(twice.is_none(), || format!("an order was made by several keys: {twice:?}"));
        Ok(())
    }

    /// Each stock row knows what orders took of it.
    fn check_sold(&mut self, ordered: &HashMap<VariantId, u64>) {
        let sold = std::mem::take(&mut self.sold);
        for (variant, units) in &sold {
            let taken = ordered.get(variant).copied().unwrap_or(0);
            self.expect(*units == taken, || format!("{units} units of variant {variant} are said to be sold, and orders took {taken}"));
        }
    }

    fn check_order(&mut self, order: &Order) -> Result<()> {
        let id = order.id;
        let sum: i64 = order.lines.iter().map(|line| line.line_total.minor).sum();
        self.expect(sum == order.totals.subtotal.minor, || format!("the lines of order {id} don't add up to its subtotal"));
        let multiplied = order.lines.iter().all(|line| line.unit_price.times(line.quantity) == Some(line.line_total));
        self.expect(multiplied, || format!("a line of order {id} isn't its price times its quantity"));
        self.expect(order.totals.adds_up(order.terms.tax), || format!("the parts of order {id} don't add up to its total"));
        let lines: Vec<_> = order.lines.iter().map(|line| (line.unit_price, line.quantity)).collect();
        self.expect(totals(&order.terms, &lines) == Some(order.totals), || format!("the totals of order {id} don't follow from its terms"));
        let ended_unpaid = matches!(order.status, Status::Pending | Status::Cancelled);
        self.expect(order.number.is_some() || ended_unpaid, || format!("order {id} is {} and has no number", order.status.name()));
        if let Some(number) = order.number {
            let by_number: Option<OrderId> = self.snapshot.value(tables::ORDER_NUMBERS, number)?;
            self.expect(by_number == Some(id), || format!("the number {number} doesn't lead to its order"));
        }
        Ok(())
    }

    /// Money that came is what was asked for, and no more went than came.
    fn check_money(&mut self, order: &Order) {
        let (id, captured, refunded) = (order.id, order.captured().minor, order.refunded().minor);
        self.report.figures.captured_minor += captured;
        self.report.figures.refunded_minor += refunded;
        let expected = if matches!(order.payment.state, PaymentState::Paid { .. }) { order.totals.total.minor } else { 0 };
        self.expect(captured == expected, || format!("order {id} took {captured}, and {expected} was to be paid"));
        let done = |refund: &&Refund| matches!(refund.state, RefundState::Done { .. });
        let given: i64 = order.refunds.iter().filter(done).map(|refund| refund.amount.minor).sum();
        self.expect(given == refunded, || format!("order {id} gave back {refunded}, and its refunds are {given}"));
        self.expect(order.refundable().minor >= 0, || format!("order {id} gives back more than it took"));
        let gone = matches!(order.status, Status::Cancelled | Status::Refunded);
        self.expect(!gone || order.refundable().minor == 0 || has_refused_refund(order), || {
            format!("order {id} is {}, and money of it was kept", order.status.name())
        });
        let counted = order.lines.iter().all(|line| line.restocked <= line.returned && line.returned <= line.quantity);
        self.expect(counted, || format!("more units of order {id} came back than were sold"));
        if let PaymentState::Mismatch { paid, .. } = &order.payment.state {
            let total = order.totals.total;
            self.expect(false, || format!("{paid} came for order {id}, and {total} was asked: look at it with the provider"));
        }
    }

    /// A coupon counts the orders that hold a use of it, in all and for each customer.
    fn coupons(&mut self) -> Result<()> {
        let snapshot = self.snapshot;
        let (mut used, mut by_customer) = (HashMap::<String, u32>::new(), HashMap::<Vec<u8>, u32>::new());
        snapshot.values::<Order>(tables::ORDERS, |_, order| {
            if let Some(applied) = holds_use(&order) {
                *used.entry(applied.code.to_string()).or_default() += 1;
                *by_customer.entry((applied.code.as_str(), customer_of(&order.shipping.email)).bytes()).or_default() += 1;
            }
            Ok(())
        })?;
        snapshot.values::<Coupon>(tables::COUPONS, |_, coupon| {
            let counted = used.remove(coupon.code.as_str()).unwrap_or(0);
            self.expect(coupon.used == counted, || format!("the coupon {} says {} uses, and {counted} orders hold one", coupon.code, coupon.used));
            Ok(())
        })?;
        self.expect(used.is_empty(), || format!("orders used coupons that are missing: {:?}", used.keys()));
        snapshot.values::<u32>(tables::COUPON_USES, |key, uses| {
            let counted = by_customer.remove(key).unwrap_or(0);
            self.expect(uses == counted, || format!("a customer is said to have used a coupon {uses} times, and has {counted} orders with it"));
            Ok(())
        })?;
        self.expect(by_customer.is_empty(), || format!("uses of coupons by {} customers are not written down", by_customer.len()));
        Ok(())
    }

    /// Only a closed cart and a checkout that waits for it can end an order whose payment isn't known.
    fn check_pending(&mut self, order: &Order) -> Result<()> {
        let id = order.id;
        let cart: Option<Cart> = self.snapshot.get(order.cart)?;
        self.expect(cart.is_some_and(|cart| cart.placing == Some(id)), || format!("order {id} waits for its payment, and its cart is open"));
        let checkout: Option<Checkout> = self.snapshot.get(order.cart)?;
        let waits = checkout.is_some_and(|checkout| matches!(checkout.stage, Stage::Placing { order, .. } if order == id));
        self.expect(waits, || format!("order {id} waits for its payment, and its checkout doesn't know"));
        Ok(())
    }

    /// A letter about an order has one, and no letter is owed twice.
    fn letters(&mut self) -> Result<()> {
        let snapshot = self.snapshot;
        let mut owed_before = HashSet::new();
        for table in [tables::OUTBOX, tables::UNDELIVERED] {
            snapshot.values::<Owed>(table, |key, owed| {
                let id = number_at(key, 0).context("a letter has no number")?;
                if let Some(order) = owed.letter.order() {
                    let order: Option<Order> = snapshot.get(order)?;
                    self.expect(order.is_some_and(|order| order.number.is_some()), || format!("letter {id} tells of an order that isn't one"));
                    self.expect(owed_before.insert(format!("{:?}", owed.letter)), || format!("letter {id} is owed twice"));
                }
                Ok(())
            })?;
        }
        (self.report.figures.letters_waiting, self.report.figures.letters_given_up) = letter_counts(snapshot)?;
        Ok(())
    }

    fn events(&mut self) -> Result<()> {
        let mut before: Option<u64> = None;
        self.snapshot.values::<Event>(tables::EVENTS, |key, _| {
            let number = number_at(key, 0).context("an event has no number")?;
            self.report.figures.events += 1;
            let follows = before.is_none_or(|before| before + 1 == number);
            self.expect(follows, || format!("the event log has a gap before {number}"));
            before = Some(number);
            Ok(())
        })
    }

    fn most_held(&mut self) -> Result<()> {
        let mut held: Vec<_> = self.held.iter().map(|(variant, units)| (*variant, *units)).collect();
        held.sort_by_key(|(variant, units)| (std::cmp::Reverse(*units), variant.0));
        for (variant, units) in held.into_iter().take(MOST_HELD) {
            let product: Option<Product> = match self.owners.get(&variant) {
                Some(product) => self.snapshot.get(*product)?,
                None => None,
            };
            let sku = product.and_then(|product| product.variant(variant).map(|variant| variant.sku.clone()));
            self.report.figures.most_held.push((sku.unwrap_or_else(|| format!("a variant that is gone ({variant})")), units));
        }
        Ok(())
    }
}

/// A refund that the provider couldn't make is the merchant's to make in another way.
fn has_refused_refund(order: &Order) -> bool {
    order.refunds.iter().any(|refund| matches!(refund.state, RefundState::Refused { .. }))
}
