//! The demo shop: a catalogue, past orders and reviews that ship with the program, loaded once.

use std::collections::HashSet;
use std::io::Cursor;

use anyhow::{Context, Result, anyhow};
use serde::Deserialize;

use super::Shop;
use super::listing::{Prepared, listings_write};
use super::order::{order_line, order_number_next};
use crate::base::clock::Timestamp;
use crate::base::id;
use crate::config::Settings;
use crate::domain::address::TypedAddress;
use crate::domain::cart::CartId;
use crate::domain::coupon::{Coupon, CouponCode, Worth};
use crate::domain::customer::CustomerId;
use crate::domain::event::What;
use crate::domain::order::{Actor, LedgerEntry, Moment, Movement, Order, OrderId, OrderLine, SessionId, Status, Tracking};
use crate::domain::payment::{Method, Payment, PaymentState, ProviderName};
use crate::domain::pricing::totals;
use crate::domain::rate::Rate;
use crate::domain::refund::{Refund, RefundState, Returned};
use crate::domain::refusal::Error;
use crate::domain::review::{Reply, Review, ReviewId, Standing, TypedReview, shown_name};
use crate::formats::note::Entry;
use crate::formats::read::{Format, open};
use crate::store::draft::Draft;
use crate::store::product::ProductRows;
use crate::store::read::Read;
use crate::store::tables;

const CATALOGUE: &[u8] = include_bytes!("../../fixtures/demo/catalogue.jsonl");
const ORDERS: &str = include_str!("../../fixtures/demo/orders.jsonl");
const REVIEWS: &str = include_str!("../../fixtures/demo/reviews.jsonl");
const LOADED: &str = "demo loaded";
const DAY_MS: f64 = 86_400_000.0;

/// An order of the past, as the fixture tells it.
#[derive(Clone, Debug, Deserialize)]
struct PastOrder {
    days_ago: f64,
    email: String,
    name: String,
    line1: String,
    city: String,
    region: String,
    postal_code: String,
    country: String,
    status: String,
    lines: Vec<PastLine>,
}

#[derive(Clone, Debug, Deserialize)]
struct PastLine {
    sku: String,
    quantity: u32,
}

/// A review of the past. Whoever bought the product is known by the mail address of the order.
#[derive(Clone, Debug, Deserialize)]
struct PastReview {
    product: String,
    days_ago: f64,
    name: String,
    email: Option<String>,
    stars: u64,
    title: String,
    body: String,
    helpful: u32,
    reply: Option<String>,
}

impl Shop {
    /// Loads the demo into a shop that hasn't had it; returns whether it did. Never call it from async code.
    ///
    /// # Errors
    /// When the books can't be written.
    pub fn load_demo(&self) -> Result<bool> {
        if self.snapshot()?.value::<u64>(tables::META, LOADED)?.is_some() {
            return Ok(false);
        }
        let catalogue = self.demo_catalogue()?;
        self.books.write_blocking("loading the demo catalogue", move |draft| listings_write(draft, &catalogue, &HashSet::new()).map(drop))?;
        let past: Vec<PastOrder> = ORDERS.lines().map(serde_json::from_str).collect::<Result<_, _>>().context("reading the demo orders")?;
        let reviews: Vec<PastReview> = REVIEWS.lines().map(serde_json::from_str).collect::<Result<_, _>>().context("reading the demo reviews")?;
        let settings = self.settings.clone();
        self.books.write_blocking("loading the demo orders", move |draft| {
            draft.save_coupon(&demo_coupon(draft.now()));
            for (order, place) in past.iter().zip(0_u64..) {
                past_order_write(draft, &settings, order, place)?;
            }
            for (review, place) in reviews.iter().zip(0_u64..) {
                past_review_write(draft, review, &past, place)?;
            }
            draft.set_value(tables::META, LOADED, &1_u64);
            Ok(())
        })?;
        Ok(true)
    }

    fn demo_catalogue(&self) -> Result<Vec<Prepared>> {
        let products = open(Cursor::new(CATALOGUE), Some(Format::Jsonl), self.settings.prices.currency).context("opening the demo catalogue")?;
        let mut catalogue = Vec::new();
        for entry in products {
            match entry.context("reading the demo catalogue")? {
                Entry::Product(found) => catalogue.push(Prepared { listing: found.listing, continues: false }),
                Entry::Warning(note) => tracing::debug!(%note, "the demo catalogue"),
                Entry::Refused(note) => return Err(anyhow!("the demo catalogue: {note}")),
            }
        }
        Ok(catalogue)
    }
}

/// Something to try at the till: 10 % off, once for each customer.
fn demo_coupon(now: Timestamp) -> Coupon {
    Coupon {
        code: CouponCode::parse("WELCOME10").expect("capitals and digits"),
        worth: Worth::Percent(Rate(100_000)),
        minimum: None,
        starts_at: None,
        ends_at: None,
        uses_max: None,
        uses_per_customer_max: Some(1),
        used: 0,
        active: true,
        created_at: now,
    }
}

fn past_order_write(draft: &mut Draft, settings: &Settings, past: &PastOrder, place: u64) -> Result<(), Error> {
    let typed = TypedAddress {
        email: past.email.clone(),
        name: past.name.clone(),
        line1: past.line1.clone(),
        city: past.city.clone(),
        region: past.region.clone(),
        postal_code: past.postal_code.clone(),
        country: past.country.clone(),
        ..TypedAddress::default()
    };
    let shipping = typed.check("/email", "").map_err(|errors| anyhow!("a demo order has a wrong address: {errors:?}"))?;
    let mut lines = Vec::with_capacity(past.lines.len());
    for line in &past.lines {
        lines.push(past_line(draft, line)?);
    }
    let terms = settings.prices.terms(shipping.destination(), None);
    let sums: Vec<_> = lines.iter().map(|line| (line.unit_price, line.quantity)).collect();
    let totals = totals(&terms, &sums).context("a demo order is too large")?;
    let placed_at = before(draft.now(), past.days_ago);
    let id = OrderId(id::at(placed_at, place));
    let status = Status::parse(&past.status).with_context(|| format!("{:?} is not a status", past.status))?;
    let mut order = Order {
        id,
        number: Some(order_number_next(draft)?),
        session: SessionId(0),
        cart: CartId(0),
        status: Status::Pending,
        placed_at,
        shipping,
        lines,
        totals,
        terms,
        payment: Payment {
            method: Method { provider: ProviderName::Practice, token: "pm_card_visa".to_owned() },
            state: PaymentState::Paid { reference: format!("practice_{id}") },
            pay_until: placed_at,
        },
        timeline: vec![Moment { at: placed_at, status: Status::Pending, note: String::new(), by: Actor::Customer }],
        tracking: None,
        customer: None,
        ledger: Vec::new(),
        refunds: Vec::new(),
        returns: Vec::new(),
    };
    live_through(&mut order, status, draft.now());
    for line in &order.lines {
        let mut stock = draft.stock(line.variant)?;
        stock.note_sold(line.units_kept());
        draft.save_stock(line.variant, &stock);
    }
    draft.save_order(&order)?;
    draft.announce(What::OrderConfirmed { order: id });
    Ok(())
}

fn past_line(draft: &Draft, line: &PastLine) -> Result<OrderLine> {
    let (product, variant) = draft.variant_by_sku(&line.sku)?.with_context(|| format!("a demo order names the unknown SKU {}", line.sku))?;
    order_line(&product, &variant, line.quantity)
}

/// Walks an order to its status, with a believable time at each step and never one in the future.
fn live_through(order: &mut Order, goal: Status, now: Timestamp) {
    let path: &[(Status, i64, &str)] = &[
        (Status::Confirmed, 0, "Payment received"),
        (Status::Packed, 9 * 3_600_000, "Packed"),
        (Status::Shipped, 22 * 3_600_000, "Handed to the carrier"),
        (Status::Delivered, 88 * 3_600_000, "Delivered"),
    ];
    for (status, after_ms, note) in path {
        let at = order.placed_at.plus_ms(*after_ms).min(now);
        order.move_to(*status, at, Actor::Shop, note);
        if *status == Status::Confirmed {
            let reference = format!("practice_{}", order.id);
            order.ledger.push(LedgerEntry { at, kind: Movement::Captured, amount: order.totals.total, reference });
        }
        if *status == Status::Shipped {
            order.tracking = Some(Tracking { number: format!("EO{:010}", order.id.0 % 10_000_000_000), url: None });
        }
        if *status == goal || (goal == Status::Cancelled && *status == Status::Confirmed) {
            break;
        }
    }
    match goal {
        Status::Cancelled => give_back(order, goal, order.placed_at.plus_ms(4 * 3_600_000).min(now), Actor::Customer, "Cancelled by the customer"),
        Status::Refunded => give_back(order, goal, order.placed_at.plus_ms(160 * 3_600_000).min(now), Actor::Shop, "Returned and refunded"),
        _ => {}
    }
}

/// All units and all money went back.
fn give_back(order: &mut Order, status: Status, at: Timestamp, by: Actor, note: &str) {
    order.move_to(status, at, by.clone(), note);
    let reference = format!("practice_rf-{}-1", order.id);
    let lines = order.lines.iter().map(|line| Returned { variant: line.variant, quantity: line.quantity }).collect();
    for line in &mut order.lines {
        line.returned = line.quantity;
        line.restocked = line.quantity;
    }
    let (number, amount, state) = (1, order.totals.total, RefundState::Done { reference: reference.clone() });
    order.refunds.push(Refund { number, amount, lines, reason: note.to_owned(), by, at, state });
    order.ledger.push(LedgerEntry { at, kind: Movement::Refunded, amount, reference });
}

fn past_review_write(draft: &mut Draft, past: &PastReview, orders: &[PastOrder], place: u64) -> Result<(), Error> {
    let product = draft.product_by_handle(&past.product)?.with_context(|| format!("a demo review is about the unknown {}", past.product))?;
    let has_it = |line: &PastLine| product.variants.iter().any(|variant| variant.sku == line.sku);
    let theirs = |order: &&PastOrder| past.email.as_ref() == Some(&order.email) && order.status != Status::Cancelled.name();
    let written_at = before(draft.now(), past.days_ago);
    let id = ReviewId(id::at(written_at, place));
    let typed = TypedReview { rating: Some(past.stars), title: past.title.clone(), body: past.body.clone() };
    let review = Review {
        id,
        product: product.id,
        customer: None,
        author: shown_name(&past.name),
        words: typed.check()?,
        verified: orders.iter().filter(theirs).any(|order| order.lines.iter().any(has_it)),
        standing: Standing::Shown,
        written_at,
        edition: 0,
        helpful: past.helpful,
        reply: past.reply.clone().map(|text| Reply { text, at: written_at.plus_ms(20 * 3_600_000) }),
    };
    // Nobody of the demo has an account, so its votes are those of customers who will never be.
    for voter in 1..=u64::from(past.helpful) {
        draft.save_vote(&review, CustomerId(voter));
    }
    draft.save_review(None, &review)?;
    Ok(())
}

fn before(now: Timestamp, days: f64) -> Timestamp {
    // Fixture times have a tenth of a day; a parse of the rounded text avoids a lossy cast.
    let ms: i64 = format!("{:.0}", days * DAY_MS).parse().unwrap_or(0);
    now.plus_ms(ms.saturating_neg())
}
