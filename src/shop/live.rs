//! Listening: what can be bought of some SKUs, and the visitor's cart, as they change.
//!
//! - **Nothing is lost between the first values and the changes**: a listener enters the hub first and reads then.
//! - What is told is read at the moment of telling: the newest value, and each value once.
//! - The cart is found by the cookie each time, so nothing is told any more once the session is over.

use std::sync::Arc;

use anyhow::Result;

use super::Shop;
use super::visitor::Visitor;
use crate::domain::cart::{Cart, CartId, Line};
use crate::domain::limits::LIVE_SKUS_MAX;
use crate::domain::product::{ProductId, VariantId};
use crate::live::hub::{Full, Place};
use crate::store::cart::CartRows;
use crate::store::product::ProductRows;
use crate::store::read::Snapshot;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Inventory(Stocked),
    Cart(CartNews),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stocked {
    pub sku: String,
    pub available: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CartNews {
    pub version: u64,
    pub item_count: u64,
    /// Lines that can't be bought as they are.
    pub lost: Vec<LostLine>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostLine {
    pub sku: String,
    pub title: String,
    /// Up to this many could be bought instead.
    pub available: u64,
    pub for_sale: bool,
}

/// More SKUs than one listener may watch.
#[derive(Debug, PartialEq, Eq)]
pub struct TooManySkus;

struct Watched {
    sku: String,
    product: ProductId,
    variant: VariantId,
    /// Shoppers may see and buy it.
    offered: bool,
    told: Option<u64>,
}

/// What was last looked at of the cart.
#[derive(Default)]
struct Followed {
    id: Option<CartId>,
    /// Each line's variant and quantity, with what could be bought of it, as far as the quantity goes.
    lines: Vec<(ProductId, VariantId, u64, u64)>,
    told: Option<CartNews>,
    /// Still to be looked at.
    due: bool,
}

/// Somebody who listens.
pub struct Listener {
    shop: Arc<Shop>,
    place: Place,
    visitor: Visitor,
    watched: Vec<Watched>,
    /// Where the next look begins, so that one restless SKU doesn't keep the others waiting.
    turn: usize,
    cart: Followed,
}

impl Shop {
    /// What can be bought of these SKUs; unknown ones are left out.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn stocked(&self, skus: &[String]) -> Result<Vec<Stocked>> {
        let snapshot = self.snapshot()?;
        let mut stocked = Vec::new();
        for sku in skus {
            stocked.extend(find(&snapshot, sku)?.map(|found| Stocked { sku: sku.clone(), available: self.available(&found) }));
        }
        Ok(stocked)
    }

    fn available(&self, watched: &Watched) -> u64 {
        if watched.offered { self.books.availability().of_variant(watched.variant) } else { 0 }
    }

    /// Begins to listen for a visitor: to the cart at once, to SKUs as they are named.
    ///
    /// # Errors
    /// When there is no place for another listener.
    pub fn listen(self: &Arc<Self>, visitor: Visitor) -> Result<Listener, Full> {
        let place = self.live.enter(visitor.client)?;
        let cart = Followed { due: true, ..Followed::default() };
        Ok(Listener { shop: Arc::clone(self), place, visitor, watched: Vec::new(), turn: 0, cart })
    }
}

fn find(snapshot: &Snapshot, sku: &str) -> Result<Option<Watched>> {
    let found = snapshot.variant_by_sku(sku)?.filter(|(product, _)| product.visible());
    Ok(found.map(|(product, variant)| Watched {
        sku: sku.to_owned(),
        product: product.id,
        variant: variant.id,
        offered: variant.for_sale(),
        told: None,
    }))
}

impl Listener {
    /// Watches these too, each from its present value on; unknown ones are ignored.
    ///
    /// # Errors
    /// Refuses to watch too many, and then watches what it did before. Fails when a row can't be read.
    pub fn watch(&mut self, skus: &[String]) -> Result<Result<(), TooManySkus>> {
        let kept = self.watched.iter().filter(|watched| !skus.contains(&watched.sku)).count();
        if kept.saturating_add(skus.len()) > LIVE_SKUS_MAX {
            return Ok(Err(TooManySkus));
        }
        let snapshot = self.shop.snapshot()?;
        self.watched.retain(|watched| !skus.contains(&watched.sku));
        for sku in skus {
            if !self.watched.iter().any(|watched| watched.sku == *sku) {
                self.watched.extend(find(&snapshot, sku)?);
            }
        }
        self.enter_products();
        // What was changed between the look at the catalogue and the entry is looked at again.
        self.look_again()?;
        Ok(Ok(()))
    }

    fn enter_products(&mut self) {
        let products = self.watched.iter().map(|watched| watched.product).chain(self.cart.lines.iter().map(|(product, ..)| *product));
        self.place.listen(products.collect(), self.cart.id);
    }

    /// Looks whether what is watched is still offered.
    fn look_again(&mut self) -> Result<()> {
        let snapshot = self.shop.snapshot()?;
        for watched in &mut self.watched {
            let product = snapshot.product(watched.product)?.filter(|product| product.visible());
            watched.offered = product.and_then(|product| product.variant(watched.variant).map(|variant| variant.for_sale())).unwrap_or(false);
        }
        Ok(())
    }

    /// Waits for the next news; nothing when the shop stops.
    ///
    /// # Errors
    /// When a row can't be read.
    pub async fn next(&mut self) -> Result<Option<News>> {
        loop {
            if let Some(news) = self.ready()? {
                return Ok(Some(news));
            }
            let Some(reasons) = self.place.woken().await else { return Ok(None) };
            if reasons.catalogue {
                self.look_again()?;
            }
            self.cart.due |= reasons.cart || reasons.catalogue || self.cart_lines_moved();
        }
    }

    /// What is known now and wasn't told yet.
    fn ready(&mut self) -> Result<Option<News>> {
        if std::mem::take(&mut self.cart.due)
            && let Some(news) = self.look_at_cart()?
        {
            return Ok(Some(News::Cart(news)));
        }
        let count = self.watched.len();
        for place in (0..count).map(|step| self.turn.saturating_add(step) % count) {
            let watched = &self.watched[place];
            let available = self.shop.available(watched);
            if watched.told != Some(available) {
                self.watched[place].told = Some(available);
                self.turn = place.saturating_add(1);
                return Ok(Some(News::Inventory(Stocked { sku: self.watched[place].sku.clone(), available })));
            }
        }
        Ok(None)
    }

    fn cart_lines_moved(&self) -> bool {
        let availability = self.shop.books.availability();
        self.cart.lines.iter().any(|(_, variant, quantity, seen)| availability.of_variant(*variant).min(*quantity) != *seen)
    }

    /// The cart of this moment, where it isn't as it was told.
    fn look_at_cart(&mut self) -> Result<Option<CartNews>> {
        let (snapshot, cart) = loop {
            let snapshot = self.shop.snapshot()?;
            let cart = cart_of(&snapshot, &self.visitor)?;
            let id = cart.as_ref().map(|cart| cart.id);
            let known = self.cart.lines.iter().map(|(product, ..)| *product);
            if id == self.cart.id && cart.iter().flat_map(|cart| &cart.lines).map(|line| line.product).eq(known) {
                break (snapshot, cart);
            }
            // Entered first, and then read again: what is committed in between is seen.
            self.cart.id = id;
            self.note_lines(cart.as_ref());
            self.enter_products();
        };
        self.note_lines(cart.as_ref());
        let Some(cart) = cart else { return Ok(None) };
        let news = CartNews { version: cart.version, item_count: cart.units(), lost: self.lost(&snapshot, &cart)? };
        if self.cart.told.as_ref() == Some(&news) {
            return Ok(None);
        }
        self.cart.told = Some(news.clone());
        Ok(Some(news))
    }

    fn note_lines(&mut self, cart: Option<&Cart>) {
        let availability = self.shop.books.availability();
        let seen = |line: &Line| {
            let quantity = u64::from(line.quantity);
            (line.product, line.variant, quantity, availability.of_variant(line.variant).min(quantity))
        };
        self.cart.lines = cart.iter().flat_map(|cart| &cart.lines).map(seen).collect();
    }

    fn lost(&self, snapshot: &Snapshot, cart: &Cart) -> Result<Vec<LostLine>> {
        let now = self.shop.books.now();
        let mut lost = Vec::new();
        for line in cart.lines.iter().filter(|_| cart.placing.is_none()) {
            let Some(product) = snapshot.product(line.product)? else { continue };
            let for_sale = product.visible() && product.variant(line.variant).is_some_and(|variant| variant.for_sale());
            let held = line.hold.is_some_and(|hold| hold.runs(now));
            let available = if for_sale { self.shop.books.availability().of_variant(line.variant).saturating_add(u64::from(line.held())) } else { 0 };
            if !for_sale || !held && available < u64::from(line.quantity) {
                lost.push(LostLine { sku: line.sku.clone(), title: product.title, available, for_sale });
            }
        }
        Ok(lost)
    }
}

fn cart_of(snapshot: &Snapshot, visitor: &Visitor) -> Result<Option<Cart>> {
    match visitor.session(snapshot)? {
        Some((_, session)) => snapshot.cart(session.cart),
        None => Ok(None),
    }
}
