//! Personal data: all that the shop knows about one customer, to look at and to take along.
//!
//! One snapshot, one customer: what belongs to anybody else is never read.

use anyhow::{Context, Result};

use super::Shop;
use super::cart::{CartView, cart_view};
use crate::base::clock::Timestamp;
use crate::domain::cart::CartId;
use crate::domain::checkout::{Checkout, Stage};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::order::Order;
use crate::domain::review::Review;
use crate::store::cart::{CartRows, Session};
use crate::store::customer::CustomerRows;
use crate::store::product::ProductRows;
use crate::store::read::{Read, Snapshot};
use crate::store::review::ReviewRows;

#[derive(Clone, Debug)]
pub struct Personal {
    /// When it was so.
    pub at: Timestamp,
    pub customer: Customer,
    /// Newest first, those included that came to nothing.
    pub orders: Vec<Order>,
    /// What the customer wrote, whoever sees it, with the handle of the product.
    pub reviews: Vec<(String, Review)>,
    /// What others wrote and the customer found helpful, with the handle of the product.
    pub votes: Vec<(String, Review)>,
    /// The account's, and those that wait to be joined with it.
    pub carts: Vec<PersonalCart>,
    /// Where the customer is signed in, oldest first.
    pub sessions: Vec<Session>,
}

/// A cart, and what was entered with it at the till.
#[derive(Clone, Debug)]
pub struct PersonalCart {
    pub view: CartView,
    pub stage: Stage,
}

impl Shop {
    /// All that is known about a customer; nothing where there is none.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn personal(&self, customer: CustomerId) -> Result<Option<Personal>> {
        let (snapshot, at) = (self.snapshot()?, self.books.now());
        let Some(customer) = snapshot.customer(customer)? else { return Ok(None) };
        let mut reviews = Vec::new();
        for product in snapshot.customer_reviewed(customer.id)? {
            reviews.extend(snapshot.review_of(customer.id, product)?);
        }
        let mut votes = Vec::new();
        for review in snapshot.customer_votes(customer.id)? {
            votes.extend(snapshot.review(review)?);
        }
        let mut sessions: Vec<Session> = Vec::new();
        for id in snapshot.customer_sessions(customer.id)? {
            sessions.extend(snapshot.get::<Session>(id)?);
        }
        let mut carts = vec![customer.cart];
        carts.extend(sessions.iter().filter(|session| session.apart).map(|session| session.cart));
        Ok(Some(Personal {
            at,
            orders: snapshot.customer_orders(customer.id)?,
            reviews: with_handles(&snapshot, reviews)?,
            votes: with_handles(&snapshot, votes)?,
            carts: carts.into_iter().map(|id| self.personal_cart(&snapshot, id, at)).collect::<Result<_>>()?,
            sessions,
            customer,
        }))
    }

    fn personal_cart(&self, snapshot: &Snapshot, id: CartId, at: Timestamp) -> Result<PersonalCart> {
        let checkout: Checkout = snapshot.get(id)?.unwrap_or_default();
        let view = cart_view(snapshot, &self.settings, snapshot.cart(id)?.as_ref(), checkout.stage.shipping(), at)?;
        Ok(PersonalCart { view, stage: checkout.stage })
    }
}

fn with_handles(snapshot: &Snapshot, reviews: Vec<Review>) -> Result<Vec<(String, Review)>> {
    let named = |review: Review| Ok((snapshot.product(review.product)?.context("the product of a review is missing")?.handle, review));
    reviews.into_iter().map(named).collect()
}
