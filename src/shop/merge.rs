//! Two carts become one: what a guest gathered goes into the cart of the account.
//!
//! - Quantities of one SKU are added up, as far as the caps and the stock allow; the holds move with their units, in the same
//!   draft, so nobody can come between.
//! - Moving never starts a hold anew: a line that comes along keeps the time it has left.
//! - What is saved for later becomes one list, in which everything stands once.
//! - What doesn't fit stays noted in the cart (`Cart::left_out`) for as long as a hold lasts, so that pages can tell.
//! - A cart that is being paid for can't change. Then the browser keeps its own for a while (`Session::apart`), and the two
//!   are joined at the next change.

use anyhow::{Context, Result};

use super::Shop;
use super::hold::line_set;
use super::saved::saved_join;
use super::visitor::Visitor;
use crate::config::Settings;
use crate::domain::cart::{Cart, CartId, LeftOut, Line};
use crate::domain::checkout::Checkout;
use crate::domain::quote::Quote;
use crate::domain::refusal::Error;
use crate::store::cart::{CartRows, Session};
use crate::store::customer::CustomerRows;
use crate::store::draft::Draft;
use crate::store::product::ProductRows;
use crate::store::read::Read;
use crate::store::tables;

/// Moves all of `from` into `into`, and lets go of `from`; false when one of them is being paid for.
///
/// # Errors
/// When a row can't be read.
pub fn carts_join(draft: &mut Draft, settings: &Settings, from: CartId, into: CartId) -> Result<bool, Error> {
    let Some(mut guest) = draft.cart(from)?.filter(|_| from != into) else { return Ok(true) };
    let mut account = draft.cart(into)?.unwrap_or_else(|| Cart::new(into, guest.client));
    let brings = !guest.lines.is_empty() || !guest.saved.is_empty();
    if guest.placing.is_some() || (account.placing.is_some() && brings) {
        return Ok(false);
    }
    let until = draft.now().plus_ms(settings.holds.hold_ms);
    if !guest.lines.is_empty() {
        if account.lines.iter().all(|line| line.held() == 0) {
            account.client = guest.client;
        }
        account.coupon = account.coupon.or(guest.coupon.take());
        checkout_join(draft, &guest, &account)?;
        account.left_out.clear();
        for line in guest.lines.clone() {
            let units = |cart: &Cart| cart.line(line.variant).map_or(0, |line| line.quantity);
            let before = units(&account);
            line_set(draft, settings, &mut guest, &line, 0)?;
            line_join(draft, settings, &mut account, &line)?;
            let fitted = units(&account).saturating_sub(before);
            if fitted < line.quantity {
                let Line { product, variant, sku, quantity: wanted, .. } = line;
                account.left_out.push(LeftOut { product, variant, sku, wanted, fitted, until, was: None });
            }
        }
    }
    if brings {
        saved_join(&mut account, &guest, until);
        draft.save_cart(&mut account);
        draft.save_cart(&mut guest);
    }
    draft.remove(tables::CARTS, from);
    draft.remove(tables::CHECKOUTS, from);
    Ok(true)
}

/// Adds a line whose units were just given back, as far as there is room for it.
fn line_join(draft: &mut Draft, settings: &Settings, cart: &mut Cart, line: &Line) -> Result<(), Error> {
    let caps = settings.caps;
    let before = match cart.line(line.variant) {
        Some(before) => before.clone(),
        None if cart.lines.len() >= usize::try_from(caps.lines).unwrap_or(usize::MAX) => return Ok(()),
        None => Line { quantity: 0, ..line.clone() },
    };
    let held = before.held();
    let wanted = before.quantity.saturating_add(line.quantity).min(caps.quantity.max(before.quantity));
    let in_stock = draft.stock(line.variant)?.available().saturating_add(u64::from(held));
    let room = caps.client_units.saturating_sub(draft.client_holds(cart.client, line.variant)?).saturating_add(held);
    let most = wanted.min(u32::try_from(in_stock).unwrap_or(u32::MAX)).min(room);
    // What nobody held stays as it was: a wish that the till tries to fulfil.
    if most == 0 || (held == 0 && line.hold.is_none()) {
        cart.put(Line { quantity: wanted, hold: None, ..before });
        return Ok(());
    }
    line_set(draft, settings, cart, &before, most)
}

/// What the guest entered at the till comes along, since that is where the shopper is; the total is to be looked at again.
fn checkout_join(draft: &mut Draft, guest: &Cart, account: &Cart) -> Result<()> {
    let Some(of_guest) = draft.get::<Checkout>(guest.id)?.map(|checkout| checkout.resumed(true)) else { return Ok(()) };
    if of_guest.stage.shipping().is_some() {
        let of_account = draft.get::<Checkout>(account.id)?.unwrap_or_default();
        let declines = of_account.declines.max(of_guest.declines);
        let quoted = of_guest.quoted.map(|quote| Quote { cart_version: 0, ..quote });
        draft.put(account.id, &Checkout { stage: of_guest.stage, quoted, declines, ..of_account });
    }
    Ok(())
}

/// Joins a cart that had to wait, where it can be done by now.
///
/// # Errors
/// When a row can't be read.
pub fn cart_catch_up(draft: &mut Draft, settings: &Settings, visitor: &Visitor) -> Result<(), Error> {
    let (Some(cookie), Some((_, session))) = (&visitor.cookie, visitor.session(draft)?) else { return Ok(()) };
    let Some(customer) = session.customer.filter(|_| session.apart) else { return Ok(()) };
    let customer = draft.customer(customer)?.context("the account of a session is missing")?;
    if carts_join(draft, settings, session.cart, customer.cart)? {
        draft.put(cookie.id, &Session { cart: customer.cart, apart: false, ..session });
    }
    Ok(())
}

impl Shop {
    /// Joins the visitor's cart with the account's where that had to wait; to be called before a change.
    pub(super) async fn cart_catch_up(&self, visitor: &Visitor) -> Result<(), Error> {
        if !visitor.session(&self.snapshot()?)?.is_some_and(|(_, session)| session.apart) {
            return Ok(());
        }
        let (settings, visitor) = (self.settings.clone(), visitor.clone());
        self.books.write("joining two carts", move |draft| cart_catch_up(draft, &settings, &visitor)).await
    }
}
