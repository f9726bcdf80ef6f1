//! The cart: putting in, changing, taking out, and the reservations that go with it.
//!
//! Each change reserves or releases stock in the same commit, through [`line_set`] and nowhere else.

use anyhow::{Context, Result};

use super::Shop;
use super::hold::{holds_renew, line_set};
use super::pricing::{Basket, Priced, coupon_for, price, price_placed};
use super::saved::{SavedView, line_save, saved_move, saved_set, saved_view};
use super::visitor::{Cookie, Visitor, session_start};
use crate::base::clock::Timestamp;
use crate::config::Settings;
use crate::domain::address::Shipping;
use crate::domain::cart::{Cart, CartId, LeftOut, Line};
use crate::domain::checkout::Checkout;
use crate::domain::coupon::{CouponCode, CouponTrouble};
use crate::domain::limits::CODE_CHARS_MAX;
use crate::domain::money::Money;
use crate::domain::pricing::{PriceRules, Terms, Totals};
use crate::domain::product::{Image, Product, ProductId, Variant, VariantId};
use crate::domain::refusal::{Error, Refusal};
use crate::domain::wrong::Wrong;
use crate::store::cart::CartRows;
use crate::store::draft::Draft;
use crate::store::product::ProductRows;
use crate::store::read::Read;

/// A request that may be sent again after a lost answer: its key, and what it asked.
#[derive(Clone, Copy, Debug)]
pub struct RequestKey {
    pub key: u64,
    pub request: u64,
}

#[derive(Clone, Debug)]
pub enum CartChange {
    Add {
        sku: String,
        quantity: u32,
    },
    Set {
        sku: String,
        quantity: u32,
    },
    /// Puts in what an order had, as far as it can be bought; the rest is noted in the cart.
    Again {
        lines: Vec<Again>,
    },
    Clear,
    /// Puts a line aside for later.
    Save {
        sku: String,
    },
    /// Puts units of what is saved back into the cart; all of them unless it says how many.
    Move {
        sku: String,
        quantity: Option<u32>,
    },
    /// Sets how many units are saved of something.
    SetSaved {
        sku: String,
        quantity: u32,
    },
    /// Holds everything for another while, and again what isn't held any more.
    Keep,
    /// Enters a code, or takes it out.
    Coupon {
        code: Option<String>,
    },
}

/// Units of something that was bought before.
#[derive(Clone, Debug)]
pub struct Again {
    pub product: ProductId,
    pub variant: VariantId,
    pub sku: String,
    pub quantity: u32,
    /// What one cost then.
    pub unit_price: Money,
}

/// A cart as the shopper sees it.
#[derive(Clone, Debug)]
pub struct CartView {
    pub id: Option<CartId>,
    pub version: u64,
    pub lines: Vec<LineView>,
    pub totals: Totals,
    /// What the totals were worked out with.
    pub terms: Terms,
    /// No address is known yet, so tax and shipping are those of the shop's own country.
    pub estimated: bool,
    pub coupon: Option<CartCoupon>,
    pub item_count: u64,
    /// Something can be held for longer, or again.
    pub keepable: bool,
    /// When it was so.
    pub at: Timestamp,
    /// What a sign-in or an order couldn't bring along, or brought at another price.
    pub left_out: Vec<LeftOutView>,
    /// What is put aside for later; it is read where it is shown, so not at the till.
    pub saved: Vec<SavedView>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutView {
    pub sku: String,
    pub title: String,
    /// Units that were in the guest's cart or in the order, and how many of them came into this cart.
    pub wanted: u32,
    pub fitted: u32,
    pub for_sale: bool,
    /// What one cost in the order and what it costs now, where that differs.
    pub repriced: Option<(Money, Money)>,
}

/// The code that was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartCoupon {
    pub code: CouponCode,
    /// Why it takes nothing off, where it doesn't.
    pub trouble: Option<CouponTrouble>,
}

#[derive(Clone, Debug)]
pub struct LineView {
    pub product: ProductId,
    pub variant: VariantId,
    pub sku: String,
    pub handle: String,
    pub title: String,
    /// Option names with this variant's values.
    pub options: Vec<(String, String)>,
    pub image: Option<Image>,
    pub quantity: u32,
    pub unit_price: Money,
    pub line_total: Money,
    /// Up to this many this shopper can have of it, those already in the cart included.
    pub available: u64,
    /// Missing when nothing is held any more.
    pub reserved_until: Option<Timestamp>,
    pub for_sale: bool,
}

/// What a cart change answers: the whole cart, and a cookie for a new shopper.
pub struct CartAnswer {
    pub cart: CartView,
    pub cookie: Option<Cookie>,
}

/// Applies a change to the visitor's cart, which is made at the first addition.
///
/// # Errors
/// Refuses what isn't for sale, what isn't there, and what passes a limit. Nothing is changed then.
pub fn cart_change(
    draft: &mut Draft,
    settings: &Settings,
    visitor: &Visitor,
    change: &CartChange,
    request: Option<RequestKey>,
) -> Result<Option<Cookie>, Error> {
    let (mut cart, cookie) = match (visitor.session(draft)?, change) {
        (Some((_, session)), _) => (draft.cart(session.cart)?.unwrap_or_else(|| Cart::new(session.cart, visitor.client)), None),
        (None, CartChange::Add { .. } | CartChange::Again { .. }) => {
            let (cookie, cart) = session_start(draft)?;
            (Cart::new(cart, visitor.client), Some(cookie))
        }
        (None, CartChange::Clear) => return Ok(None),
        (None, CartChange::Set { .. } | CartChange::Save { .. } | CartChange::Move { .. } | CartChange::SetSaved { .. }) => {
            return Err(Refusal::NotFound.into());
        }
        (None, CartChange::Coupon { .. } | CartChange::Keep) => return Err(Refusal::CartEmpty.into()),
    };
    if let Some(request) = request {
        if cart.answered(request.key, request.request)? {
            return Ok(cookie);
        }
        cart.remember(request.key, request.request);
    }
    cart.check_open()?;
    match change {
        CartChange::Add { sku, .. } | CartChange::Set { sku, .. } | CartChange::Save { sku } | CartChange::Move { sku, .. } => {
            cart.left_out.retain(|left| left.sku != *sku);
        }
        CartChange::Clear | CartChange::Again { .. } => cart.left_out.clear(),
        CartChange::SetSaved { .. } | CartChange::Coupon { .. } | CartChange::Keep => {}
    }
    match change {
        CartChange::Add { sku, quantity } => line_add(draft, settings, &mut cart, sku, *quantity)?,
        CartChange::Again { lines } => lines_again(draft, settings, &mut cart, lines)?,
        CartChange::Set { sku, quantity } => {
            let line = cart.line_by_sku(sku).ok_or(Refusal::NotFound)?.clone();
            line_set(draft, settings, &mut cart, &line, *quantity)?;
        }
        CartChange::Clear => {
            for line in cart.lines.clone() {
                line_set(draft, settings, &mut cart, &line, 0)?;
            }
        }
        CartChange::Save { sku } => line_save(draft, settings, &mut cart, sku)?,
        CartChange::Move { sku, quantity } => saved_move(draft, settings, &mut cart, sku, *quantity)?,
        CartChange::SetSaved { sku, quantity } => saved_set(draft, settings, &mut cart, sku, *quantity)?,
        CartChange::Keep => holds_renew(draft, settings, &mut cart)?,
        CartChange::Coupon { code: Some(code) } => coupon_enter(draft, settings, &mut cart, code)?,
        CartChange::Coupon { code: None } => cart.coupon = None,
    }
    draft.save_cart(&mut cart);
    Ok(cookie)
}

/// Keeps a code that takes something off now; one that doesn't is refused with the reason.
fn coupon_enter(draft: &Draft, settings: &Settings, cart: &mut Cart, typed: &str) -> Result<(), Error> {
    if cart.lines.is_empty() {
        return Err(Refusal::CartEmpty.into());
    }
    let refused = |trouble: CouponTrouble| Refusal::wrong("/code", Wrong::Coupon(trouble));
    let unknown = || refused(CouponTrouble::Unknown { code: shortened(typed) });
    let code = CouponCode::parse(typed).ok_or_else(unknown)?;
    let checkout: Option<Checkout> = draft.get(cart.id)?;
    let shipping = checkout.as_ref().and_then(|checkout| checkout.stage.shipping());
    let subtotal = cart_view(draft, settings, Some(cart), shipping, draft.now())?.totals.subtotal;
    coupon_for(draft, &code, subtotal, shipping, draft.now())?.map_err(refused)?;
    cart.coupon = Some(code);
    Ok(())
}

/// What was typed, as far as a sentence can hold it.
fn shortened(typed: &str) -> String {
    typed.trim().chars().take(CODE_CHARS_MAX).collect()
}

/// Adds to what the cart has of a SKU.
///
/// # Errors
/// Refuses what isn't for sale, what isn't there, and what passes a limit; says how many more the line could have.
pub(super) fn line_add(draft: &mut Draft, settings: &Settings, cart: &mut Cart, sku: &str, quantity: u32) -> Result<(), Error> {
    let (product, variant) = draft.variant_by_sku(sku)?.filter(|(product, _)| product.visible()).ok_or(Refusal::NotFound)?;
    if !variant.for_sale() {
        return Err(Refusal::NotForSale { sku: sku.to_owned() }.into());
    }
    let before = match cart.line(variant.id) {
        Some(line) => line.clone(),
        None if cart.lines.len() >= usize::try_from(settings.caps.lines).unwrap_or(usize::MAX) => {
            return Err(Refusal::TooManyLines { max: settings.caps.lines }.into());
        }
        None => Line { product: product.id, variant: variant.id, sku: variant.sku, quantity: 0, hold: None },
    };
    let wanted = before.quantity.saturating_add(quantity);
    line_set(draft, settings, cart, &before, wanted).map_err(|error| match error {
        Error::Refusal(Refusal::InsufficientInventory { sku, available }) => {
            let more = available.saturating_sub(u64::from(before.quantity));
            Refusal::InsufficientInventory { sku, available: more }.into()
        }
        other => other,
    })
}

fn lines_again(draft: &mut Draft, settings: &Settings, cart: &mut Cart, lines: &[Again]) -> Result<(), Error> {
    let until = draft.now().plus_ms(settings.holds.hold_ms);
    for Again { product, variant, sku, quantity, unit_price } in lines {
        let fitted = line_fill(draft, settings, cart, sku, *quantity)?;
        let price = draft.variant_by_sku(sku)?.map(|(_, variant)| variant.price);
        let was = Some(*unit_price).filter(|was| fitted > 0 && price != Some(*was));
        if fitted < *quantity || was.is_some() {
            cart.left_out.push(LeftOut { product: *product, variant: *variant, sku: sku.clone(), wanted: *quantity, fitted, until, was });
        }
    }
    Ok(())
}

/// Adds as many as there are, up to `quantity`, and says how many.
fn line_fill(draft: &mut Draft, settings: &Settings, cart: &mut Cart, sku: &str, quantity: u32) -> Result<u32, Error> {
    match line_add(draft, settings, cart, sku, quantity) {
        Ok(()) => Ok(quantity),
        Err(Error::Refusal(Refusal::InsufficientInventory { available, .. })) => match u32::try_from(available) {
            Ok(fewer) if fewer > 0 && fewer < quantity => line_fill(draft, settings, cart, sku, fewer),
            _ => Ok(0),
        },
        Err(Error::Refusal(_)) => Ok(0),
        Err(fault) => Err(fault),
    }
}

/// Shows a cart: prices, stock and names are those of the books it is read from; `shipping` is where it goes, once known.
///
/// # Errors
/// When a row can't be read, and when the sum can't be represented.
pub fn cart_view(read: &impl Read, settings: &Settings, cart: Option<&Cart>, shipping: Option<&Shipping>, now: Timestamp) -> Result<CartView> {
    let rules = &settings.prices;
    let lines = cart.iter().flat_map(|cart| &cart.lines).map(|line| line_shown(read, rules, line, now)).collect::<Result<Vec<_>>>()?;
    let sums: Vec<_> = lines.iter().map(|line| (line.unit_price, line.quantity)).collect();
    let code = cart.and_then(|cart| cart.coupon.as_ref());
    let Priced { terms, totals, trouble } = match cart.and_then(|cart| cart.placing) {
        Some(order) => price_placed(read, order, &sums)?,
        None => price(read, rules, &Basket { lines: &sums, coupon: code, shipping }, now)?,
    };
    Ok(CartView {
        id: cart.map(|cart| cart.id),
        version: cart.map_or(0, |cart| cart.version),
        item_count: lines.iter().map(|line| u64::from(line.quantity)).sum(),
        keepable: cart.is_some_and(|cart| cart.keepable(now, settings.holds)),
        at: now,
        lines,
        totals,
        terms,
        estimated: shipping.is_none(),
        coupon: code.map(|code| CartCoupon { code: code.clone(), trouble }),
        left_out: left_out(read, cart, now)?,
        saved: Vec::new(),
    })
}

fn left_out(read: &impl Read, cart: Option<&Cart>, now: Timestamp) -> Result<Vec<LeftOutView>> {
    let told = cart.map_or(&[][..], |cart| &cart.left_out).iter().filter(|left| now < left.until);
    told.map(|left| {
        let product = read.product(left.product)?.with_context(|| format!("the product of {} is missing", left.sku))?;
        let variant = product.variant(left.variant);
        Ok(LeftOutView {
            sku: left.sku.clone(),
            wanted: left.wanted,
            fitted: left.fitted,
            for_sale: product.visible() && variant.is_some_and(Variant::for_sale),
            repriced: left.was.zip(variant.map(|variant| variant.price)),
            title: product.title,
        })
    })
    .collect()
}

/// A line with what the books say of it.
pub(super) fn line_shown(read: &impl Read, rules: &PriceRules, line: &Line, now: Timestamp) -> Result<LineView> {
    let product = read.product(line.product)?.with_context(|| format!("the product of {} is missing", line.sku))?;
    match product.variant(line.variant) {
        Some(variant) => line_view(read, &product, variant, line, now),
        None => Ok(gone_view(&product, line, rules)),
    }
}

fn line_view(read: &impl Read, product: &Product, variant: &Variant, line: &Line, now: Timestamp) -> Result<LineView> {
    let image = variant.image.as_ref().map(|src| Image { src: src.clone(), alt: product.title.clone() }).or_else(|| product.images.first().cloned());
    Ok(LineView {
        product: product.id,
        variant: variant.id,
        sku: variant.sku.clone(),
        handle: product.handle.clone(),
        title: product.title.clone(),
        options: product.option_names.iter().cloned().zip(variant.options.iter().cloned()).collect(),
        image,
        quantity: line.quantity,
        unit_price: variant.price,
        line_total: variant.price.times(line.quantity).context("a line's sum is too large")?,
        available: read.stock(variant.id)?.available().saturating_add(u64::from(line.held())),
        reserved_until: line.hold.filter(|hold| hold.runs(now)).map(|hold| hold.until),
        for_sale: product.visible() && variant.for_sale(),
    })
}

/// A line whose variant the merchant took out of the catalogue: it costs nothing, can't be bought and can be removed.
fn gone_view(product: &Product, line: &Line, rules: &PriceRules) -> LineView {
    LineView {
        product: product.id,
        variant: line.variant,
        sku: line.sku.clone(),
        handle: product.handle.clone(),
        title: product.title.clone(),
        options: Vec::new(),
        image: product.images.first().cloned(),
        quantity: line.quantity,
        unit_price: Money::zero(rules.currency),
        line_total: Money::zero(rules.currency),
        available: 0,
        reserved_until: None,
        for_sale: false,
    }
}

impl Shop {
    /// The visitor's cart as it is now.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn cart(&self, visitor: &Visitor) -> Result<CartView> {
        let snapshot = self.snapshot()?;
        let (cart, checkout) = match visitor.session(&snapshot)? {
            Some((_, session)) => (snapshot.cart(session.cart)?, snapshot.get::<Checkout>(session.cart)?),
            None => (None, None),
        };
        let shipping = checkout.as_ref().and_then(|checkout| checkout.stage.shipping());
        let now = self.books.now();
        let saved = saved_view(&snapshot, &self.settings.prices, cart.as_ref(), now)?;
        Ok(CartView { saved, ..cart_view(&snapshot, &self.settings, cart.as_ref(), shipping, now)? })
    }

    /// How many units are in the visitor's cart.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn cart_units(&self, visitor: &Visitor) -> Result<u64> {
        let snapshot = self.snapshot()?;
        let Some((_, session)) = visitor.session(&snapshot)? else { return Ok(0) };
        Ok(snapshot.cart(session.cart)?.map_or(0, |cart| cart.units()))
    }

    /// Changes the visitor's cart and shows it.
    ///
    /// Holds that ran out but weren't swept yet count as free: when stock is short, they are released first.
    ///
    /// # Errors
    /// See [`cart_change`].
    pub async fn cart_change(&self, visitor: Visitor, change: CartChange, request: Option<RequestKey>) -> Result<CartAnswer, Error> {
        self.cart_catch_up(&visitor).await?;
        let first = self.send_change(&visitor, &change, request).await;
        let cookie = match first {
            Err(Error::Refusal(Refusal::InsufficientInventory { .. })) if self.release_due_holds().await? > 0 => {
                self.send_change(&visitor, &change, request).await?
            }
            other => other?,
        };
        let known = Visitor { cookie: cookie.clone().or(visitor.cookie), client: visitor.client };
        Ok(CartAnswer { cart: self.cart(&known)?, cookie })
    }

    async fn send_change(&self, visitor: &Visitor, change: &CartChange, request: Option<RequestKey>) -> Result<Option<Cookie>, Error> {
        let (settings, visitor, change) = (self.settings.clone(), visitor.clone(), change.clone());
        self.books.write("a cart change", move |draft| cart_change(draft, &settings, &visitor, &change, request)).await
    }
}
