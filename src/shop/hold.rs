//! What carts hold: taken with a line, kept for longer on demand, given back when its time is over.
//!
//! [`line_set`] is the one place where carts reserve and release stock.

use std::ops::ControlFlow;

use anyhow::Result;

use super::Shop;
use crate::config::Settings;
use crate::domain::cart::{Cart, CartId, Hold, Line};
use crate::domain::refusal::{Error, Refusal};
use crate::store::cart::CartRows;
use crate::store::draft::Draft;
use crate::store::key::number_at;
use crate::store::product::ProductRows;
use crate::store::tables;

/// Makes a line hold exactly `quantity` units: the one place where carts reserve and release stock.
///
/// All refusals come before the first write, so a caller may go on after one.
///
/// # Errors
/// Says how many the line could have when there aren't enough.
pub fn line_set(draft: &mut Draft, settings: &Settings, cart: &mut Cart, line: &Line, quantity: u32) -> Result<(), Error> {
    if quantity > settings.caps.quantity && quantity > line.quantity {
        return Err(Refusal::TooMany { max: settings.caps.quantity }.into());
    }
    let held = line.held();
    let mut stock = draft.stock(line.variant)?;
    if quantity > held {
        let available = stock.available().saturating_add(u64::from(held));
        stock.reserve(quantity.saturating_sub(held)).map_err(|_| Refusal::InsufficientInventory { sku: line.sku.clone(), available })?;
    } else {
        stock.release(held.saturating_sub(quantity));
    }
    let change = i64::from(quantity).saturating_sub(i64::from(held));
    let all = i64::from(draft.client_holds(cart.client, line.variant)?).saturating_add(change);
    if change > 0 && all > i64::from(settings.caps.client_units) {
        return Err(Refusal::Hoarding { max: settings.caps.client_units }.into());
    }
    if quantity != held {
        draft.save_stock(line.variant, &stock);
        draft.change_client_holds(cart.client, line.variant, change)?;
    }
    let now = draft.now();
    let hold = line.hold.filter(|hold| hold.runs(now)).unwrap_or_else(|| Hold::start(now, settings.holds));
    cart.put(Line { quantity, hold: Some(hold), ..line.clone() });
    Ok(())
}

/// Holds for another while what the cart holds, and holds again what ran out where there is still stock.
///
/// # Errors
/// When the cart is being paid for, and when a row can't be read.
pub fn holds_renew(draft: &mut Draft, settings: &Settings, cart: &mut Cart) -> Result<(), Error> {
    cart.check_open()?;
    let now = draft.now();
    for line in cart.lines.clone() {
        match line.hold {
            Some(hold) if hold.runs(now) => cart.put(Line { hold: Some(hold.extend(now, settings.holds)), ..line }),
            _ => match line_set(draft, settings, cart, &line, line.quantity) {
                // The page says "sold out" beside the line; placing the order refuses it.
                Ok(()) | Err(Error::Refusal(_)) => {}
                Err(fault) => return Err(fault),
            },
        }
    }
    Ok(())
}

/// Gives back what carts held for too long. The lines stay, so that they can be held again with one click.
///
/// # Errors
/// When a row can't be read.
pub fn holds_release(draft: &mut Draft, carts: &[CartId]) -> Result<u32, Error> {
    let now = draft.now();
    let mut released = 0_u32;
    for id in carts {
        let Some(mut cart) = draft.cart(*id)?.filter(|cart| cart.placing.is_none()) else { continue };
        let expired: Vec<Line> = cart.lines.iter().filter(|line| line.hold.is_some_and(|hold| !hold.runs(now))).cloned().collect();
        if expired.is_empty() {
            continue;
        }
        for line in expired {
            let mut stock = draft.stock(line.variant)?;
            stock.release(line.quantity);
            draft.save_stock(line.variant, &stock);
            draft.change_client_holds(cart.client, line.variant, i64::from(line.quantity).saturating_neg())?;
            cart.put(Line { hold: None, ..line });
            released = released.saturating_add(1);
        }
        draft.save_cart(&mut cart);
    }
    Ok(released)
}

impl Shop {
    /// Releases every hold that ran out; returns how many lines lost theirs.
    ///
    /// # Errors
    /// When the books can't be read or written.
    pub async fn release_due_holds(&self) -> Result<u32, Error> {
        let mut released = 0_u32;
        loop {
            let carts = self.due_carts()?;
            if carts.is_empty() {
                return Ok(released);
            }
            let swept = self.books.write("releasing holds", move |draft| holds_release(draft, &carts)).await?;
            released = released.saturating_add(swept);
            if swept == 0 {
                return Ok(released);
            }
        }
    }

    fn due_carts(&self) -> Result<Vec<CartId>> {
        const BATCH: usize = 200;
        let mut carts = Vec::new();
        let after_now = (self.books.now().plus_ms(1), CartId(0));
        self.snapshot()?.keys_before(tables::HOLDS_DUE, after_now, |key| {
            carts.extend(number_at(key, 1).map(CartId));
            if carts.len() < BATCH { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(carts)
    }
}
