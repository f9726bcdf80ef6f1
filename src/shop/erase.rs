//! Deleting an account: by whoever is signed in, with the password once more, or by the merchant.
//!
//! - **One commit, all or nothing**: what goes and what stays of it can't be told apart at any moment.
//! - **Orders stay**, because the books need them, and go on; they belong to nobody and open as a guest's do.
//! - Reviews that others read stay without a name, as the common shops keep them, because others chose by them and the stars count
//!   them; whoever leaves may take them along. Those that nobody else sees go.
//! - Nothing is deleted under a payment whose end isn't known: it would come for a cart that is gone.

use std::collections::{BTreeSet, HashSet};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::Shop;
use super::address_book::signed_in;
use super::hold::line_set;
use super::review::vote_take_back;
use super::visitor::{Visitor, session_close};
use crate::base::password::{Password, PasswordHash};
use crate::config::Settings;
use crate::domain::address::Email;
use crate::domain::cart::CartId;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::letter::Letter;
use crate::domain::order::{Order, Status};
use crate::domain::product::ProductId;
use crate::domain::refusal::{Error, Refusal};
use crate::store::cart::{CartRows, Session};
use crate::store::customer::CustomerRows;
use crate::store::draft::Draft;
use crate::store::read::Read;
use crate::store::review::ReviewRows;
use crate::store::tables;

/// What becomes of the reviews that others read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnReviews {
    #[default]
    Unsigned,
    Removed,
}

/// What an account left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    pub orders: usize,
    pub reviews: usize,
}

/// Deletes the account of whoever is signed in.
///
/// # Errors
/// See [`erase`]; `SignInRequired`, also when the password was changed since it was checked.
pub fn erase_own(draft: &mut Draft, settings: &Settings, visitor: &Visitor, checked: &PasswordHash, reviews: OwnReviews) -> Result<Erased, Error> {
    let customer = signed_in(draft, visitor)?;
    if customer.password != *checked {
        return Err(Refusal::SignInRequired.into());
    }
    erase(draft, settings, &customer, reviews)
}

/// Deletes the account with a mail address.
///
/// # Errors
/// See [`erase`]; `NotFound` when there is none.
pub fn erase_by_mail(draft: &mut Draft, settings: &Settings, email: &Email, reviews: OwnReviews) -> Result<Erased, Error> {
    let customer = draft.customer_by_mail(email)?.ok_or(Refusal::NotFound)?;
    erase(draft, settings, &customer, reviews)
}

/// # Errors
/// `WrongStep` while an order of the account, or one with a cart of it, is being paid for.
fn erase(draft: &mut Draft, settings: &Settings, customer: &Customer, reviews: OwnReviews) -> Result<Erased, Error> {
    let orders = draft.customer_orders(customer.id)?;
    if orders.iter().any(|order| order.status == Status::Pending) {
        return Err(Refusal::WrongStep { state: "placing" }.into());
    }
    sessions_end(draft, settings, customer)?;
    let reviews = reviews_leave(draft, customer.id, &orders, reviews)?;
    for review in draft.customer_votes(customer.id)? {
        let review = draft.review(review)?.context("a review that somebody found helpful is missing")?;
        vote_take_back(draft, review, customer.id)?;
    }
    let numbered = orders.iter().filter(|order| order.number.is_some()).count();
    for order in orders {
        draft.disown_order(order)?;
    }
    draft.remove_customer(customer)?;
    draft.owe_letter(&Letter::AccountErased { email: customer.email.clone(), name: customer.name.clone() })?;
    Ok(Erased { orders: numbered, reviews })
}

/// Signs out everywhere, and lets go of the account's cart and of those that stood apart from it.
fn sessions_end(draft: &mut Draft, settings: &Settings, customer: &Customer) -> Result<(), Error> {
    let mut carts = BTreeSet::from([customer.cart.0]);
    for id in draft.customer_sessions(customer.id)? {
        let session: Session = draft.get(id)?.context("a session of a customer is missing")?;
        carts.insert(session.cart.0);
        session_close(draft, id, &session);
    }
    carts.into_iter().map(CartId).try_for_each(|id| cart_let_go(draft, settings, id))
}

fn cart_let_go(draft: &mut Draft, settings: &Settings, id: CartId) -> Result<(), Error> {
    if let Some(mut cart) = draft.cart(id)? {
        cart.check_open()?;
        for line in cart.lines.clone() {
            line_set(draft, settings, &mut cart, &line, 0)?;
        }
        draft.save_cart(&mut cart);
    }
    draft.remove(tables::CARTS, id);
    draft.remove(tables::CHECKOUTS, id);
    Ok(())
}

/// Returns how many stay, without a name.
fn reviews_leave(draft: &mut Draft, customer: CustomerId, orders: &[Order], reviews: OwnReviews) -> Result<usize, Error> {
    let for_good = orders.iter().filter(|order| order.bought_for_good());
    let bought: HashSet<ProductId> = for_good.flat_map(|order| order.lines.iter().map(|line| line.product)).collect();
    let mut kept = 0_usize;
    for product in draft.customer_reviewed(customer)? {
        let before = draft.review_of(customer, product)?.context("a review of a customer is missing")?;
        if reviews == OwnReviews::Removed || !before.shown() {
            draft.remove_review(&before)?;
            continue;
        }
        let mut review = before.clone();
        review.unsign(bought.contains(&product));
        draft.save_review(Some(&before), &review)?;
        kept = kept.saturating_add(1);
    }
    Ok(kept)
}

impl Shop {
    /// Deletes the account of whoever is signed in, when the password is right.
    ///
    /// # Errors
    /// See [`erase_own`]; says when it isn't the password, and `SignInTooOften` after many tries.
    pub async fn erase_own(&self, visitor: Visitor, password: &Password, reviews: OwnReviews) -> Result<Erased, Error> {
        let customer = self.account(&visitor)?.ok_or(Refusal::SignInRequired)?;
        self.password_again(&visitor, &customer, password, "/password").await?;
        let settings = self.settings.clone();
        self.books.write("deleting an account", move |draft| erase_own(draft, &settings, &visitor, &customer.password, reviews)).await
    }
}
