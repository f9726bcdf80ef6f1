//! What is put aside for later: a line leaves the cart for the list, and comes back.
//!
//! Units change their place in one commit: what goes into the list is given back to the stock, what comes out is reserved.

use anyhow::Result;

use super::cart::{LineView, line_add, line_shown};
use super::hold::line_set;
use crate::base::clock::Timestamp;
use crate::config::Settings;
use crate::domain::cart::{Cart, LeftOut, Line};
use crate::domain::limits::SAVED_MAX;
use crate::domain::money::Money;
use crate::domain::pricing::PriceRules;
use crate::domain::product::Variant;
use crate::domain::refusal::{Error, Refusal};
use crate::domain::saved::Saved;
use crate::store::draft::Draft;
use crate::store::product::ProductRows;
use crate::store::read::Read;

/// Something that is saved, as the shopper sees it.
#[derive(Clone, Debug)]
pub struct SavedView {
    /// As it would stand in the cart, with nothing held.
    pub line: LineView,
    /// What one cost when it was saved, where it costs something else now.
    pub was: Option<Money>,
}

/// Puts a line aside; its units are added to those that are saved already.
///
/// # Errors
/// When there is no such line, and when the list is full.
pub fn line_save(draft: &mut Draft, settings: &Settings, cart: &mut Cart, sku: &str) -> Result<(), Error> {
    let line = cart.line_by_sku(sku).ok_or(Refusal::NotFound)?.clone();
    let before = cart.saved(line.variant).map_or(0, |saved| saved.quantity);
    let quantity = before.saturating_add(line.quantity).min(settings.caps.quantity.max(line.quantity));
    let product = draft.product(line.product)?;
    let variant = product.as_ref().and_then(|product| product.variant(line.variant)).ok_or(Refusal::NotForSale { sku: line.sku.clone() })?;
    put_aside(cart, Saved { quantity, ..saved_of(&line, variant) })?;
    line_set(draft, settings, cart, &line, 0)
}

/// Puts units back into the cart and reserves them; the others stay saved.
///
/// # Errors
/// As for adding to the cart. Nothing is moved then.
pub fn saved_move(draft: &mut Draft, settings: &Settings, cart: &mut Cart, sku: &str, quantity: Option<u32>) -> Result<(), Error> {
    let saved = cart.saved_by_sku(sku).ok_or(Refusal::NotFound)?.clone();
    let moved = quantity.map_or(saved.quantity, |quantity| quantity.min(saved.quantity));
    line_add(draft, settings, cart, sku, moved)?;
    cart.put_aside(Saved { quantity: saved.quantity.saturating_sub(moved), ..saved });
    Ok(())
}

/// Sets how many units are saved; none takes it out of the list, and what wasn't in it is put there.
///
/// # Errors
/// When it isn't there, when that many can't be saved, and when the list is full.
pub fn saved_set(draft: &Draft, settings: &Settings, cart: &mut Cart, sku: &str, quantity: u32) -> Result<(), Error> {
    if quantity > settings.caps.quantity {
        return Err(Refusal::TooMany { max: settings.caps.quantity }.into());
    }
    let saved = match cart.saved_by_sku(sku) {
        Some(saved) => saved.clone(),
        None if quantity == 0 => return Err(Refusal::NotFound.into()),
        None => {
            let (product, variant) = draft.variant_by_sku(sku)?.filter(|(product, _)| product.visible()).ok_or(Refusal::NotFound)?;
            saved_of(&Line { product: product.id, variant: variant.id, sku: variant.sku.clone(), quantity, hold: None }, &variant)
        }
    };
    put_aside(cart, Saved { quantity, ..saved })
}

/// Brings what a guest saved into the account's cart, behind what is there. What is in both stays as the account has it, and
/// what there is no room for is noted.
pub(super) fn saved_join(account: &mut Cart, guest: &Cart, until: Timestamp) {
    for saved in &guest.saved {
        if account.saved(saved.variant).is_some() {
            continue;
        }
        if account.saved.len() < SAVED_MAX {
            account.saved.push(saved.clone());
        } else {
            let Saved { product, variant, sku, quantity: wanted, .. } = saved.clone();
            account.left_out.push(LeftOut { product, variant, sku, wanted, fitted: 0, until, was: None });
        }
    }
}

fn saved_of(line: &Line, variant: &Variant) -> Saved {
    Saved { product: line.product, variant: line.variant, sku: line.sku.clone(), quantity: line.quantity, price: variant.price }
}

fn put_aside(cart: &mut Cart, saved: Saved) -> Result<(), Error> {
    if cart.saved(saved.variant).is_none() && cart.saved.len() >= SAVED_MAX {
        return Err(Refusal::TooManySaved { max: SAVED_MAX }.into());
    }
    cart.put_aside(saved);
    Ok(())
}

/// Shows what is saved, at the prices and with the stock of the books it is read from.
///
/// # Errors
/// When a row can't be read.
pub fn saved_view(read: &impl Read, rules: &PriceRules, cart: Option<&Cart>, now: Timestamp) -> Result<Vec<SavedView>> {
    let saved = cart.iter().flat_map(|cart| &cart.saved);
    saved
        .map(|saved| {
            let Saved { product, variant, sku, quantity, price } = saved.clone();
            let line = line_shown(read, rules, &Line { product, variant, sku, quantity, hold: None }, now)?;
            let was = Some(price).filter(|was| line.for_sale && *was != line.unit_price);
            Ok(SavedView { line, was })
        })
        .collect()
}
