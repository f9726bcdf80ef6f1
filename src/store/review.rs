//! Rows of reviews: the review itself, where it stands in lists, whose it is, and who found it helpful.
//!
//! A review, its places and the product's stars change in one function, and so in one commit.

use std::ops::ControlFlow;

use anyhow::{Context, Result};

use super::codec::Row;
use super::draft::Draft;
use super::key::{Key, number_at};
use super::product::ProductRows;
use super::read::{Read, Snapshot};
use super::tables::{self, Table};
use crate::domain::customer::CustomerId;
use crate::domain::order::{Order, OrderId};
use crate::domain::product::ProductId;
use crate::domain::review::{Review, ReviewId, Standing, Stars};

rows! {
    Review => REVIEWS;
}

/// Reading reviews, in a snapshot or a draft.
pub trait ReviewRows: Read {
    /// # Errors
    /// When a row can't be read.
    fn review(&self, id: ReviewId) -> Result<Option<Review>> {
        self.get(id)
    }

    /// What a customer wrote about a product.
    ///
    /// # Errors
    /// When a row can't be read.
    fn review_of(&self, customer: CustomerId, product: ProductId) -> Result<Option<Review>> {
        match self.value(tables::CUSTOMER_REVIEWS, (customer, product))? {
            Some(id) => self.review(id),
            None => Ok(None),
        }
    }

    /// Whether a customer found the words that stand there now helpful.
    ///
    /// # Errors
    /// When a row can't be read.
    fn voted(&self, review: &Review, customer: CustomerId) -> Result<bool> {
        let edition: Option<u32> = self.value(tables::REVIEW_VOTES, (review.id, customer))?;
        Ok(edition == Some(review.edition))
    }
}

impl<R: Read> ReviewRows for R {}

/// The two orders in which a product's reviews stand, among those with as many stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    Newest,
    Helpful,
}

impl Listed {
    fn number(self) -> u64 {
        match self {
            Self::Newest => 0,
            Self::Helpful => 1,
        }
    }

    /// The higher the further up.
    fn rank(self, review: &Review) -> u64 {
        match self {
            Self::Newest => u64::try_from(review.written_at.0).unwrap_or(0),
            Self::Helpful => review.helpful.into(),
        }
    }
}

/// Where a review stands in such a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewPlace {
    pub stars: Stars,
    pub rank: u64,
    pub id: ReviewId,
}

fn list(product: ProductId, by: Listed, stars: Stars) -> ((ProductId, u64), u64) {
    ((product, by.number()), stars.number().into())
}

fn place_key(product: ProductId, by: Listed, place: ReviewPlace) -> Vec<u8> {
    (list(product, by, place.stars), (u64::MAX.wrapping_sub(place.rank), u64::MAX.wrapping_sub(place.id.0))).bytes()
}

fn standing_number(standing: &Standing) -> u64 {
    match standing {
        Standing::Waiting => 0,
        Standing::Shown => 1,
        Standing::Hidden { .. } => 2,
    }
}

/// The keys under which a review is listed.
pub(super) fn places(review: &Review) -> Vec<(Table, Vec<u8>)> {
    let newest_first = u64::MAX.wrapping_sub(review.id.0);
    let mut places = vec![(tables::REVIEWS_BY_STANDING, (standing_number(&review.standing), newest_first).bytes())];
    if review.shown() {
        places.extend([Listed::Newest, Listed::Helpful].map(|by| {
            let place = ReviewPlace { stars: review.words.stars, rank: by.rank(review), id: review.id };
            (tables::PRODUCT_REVIEWS, place_key(review.product, by, place))
        }));
    }
    places
}

impl Draft<'_> {
    /// Writes a review, moves it where it now stands, and keeps the product's stars true.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn save_review(&mut self, before: Option<&Review>, review: &Review) -> Result<()> {
        self.unlist(before);
        for (table, key) in places(review) {
            self.set_value(table, key.as_slice(), &());
        }
        match (review.customer, before.and_then(|before| before.customer)) {
            (Some(customer), _) => self.set_value(tables::CUSTOMER_REVIEWS, (customer, review.product), &review.id),
            (None, Some(gone)) => self.remove(tables::CUSTOMER_REVIEWS, (gone, review.product)),
            (None, None) => {}
        }
        self.put(review.id, review);
        self.move_stars(review.product, before.and_then(Review::counted), review.counted())
    }

    /// Takes a review out of the books, with its votes.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn remove_review(&mut self, review: &Review) -> Result<()> {
        self.unlist(Some(review));
        for vote in self.keys_under(tables::REVIEW_VOTES, review.id)? {
            self.remove_vote(review.id, CustomerId(number_at(&vote, 1).context("a vote has no customer")?));
        }
        if let Some(customer) = review.customer {
            self.remove(tables::CUSTOMER_REVIEWS, (customer, review.product));
        }
        self.remove(tables::REVIEWS, review.id);
        self.move_stars(review.product, review.counted(), None)
    }

    /// Notes that a customer found the words that stand there now helpful. The count is the caller's to keep.
    pub fn save_vote(&mut self, review: &Review, customer: CustomerId) {
        self.set_value(tables::REVIEW_VOTES, (review.id, customer), &review.edition);
        self.set_value(tables::CUSTOMER_VOTES, (customer, review.id), &());
    }

    pub fn remove_vote(&mut self, review: ReviewId, customer: CustomerId) {
        self.remove(tables::REVIEW_VOTES, (review, customer));
        self.remove(tables::CUSTOMER_VOTES, (customer, review));
    }

    fn unlist(&mut self, review: Option<&Review>) {
        for (table, key) in review.map(places).unwrap_or_default() {
            self.remove(table, key.as_slice());
        }
    }

    fn move_stars(&mut self, product: ProductId, from: Option<Stars>, to: Option<Stars>) -> Result<()> {
        if from == to {
            return Ok(());
        }
        let before = self.product(product)?.context("the product of a review is missing")?;
        let mut after = before.clone();
        if let Some(from) = from {
            after.stars.take(from);
        }
        if let Some(to) = to {
            after.stars.add(to);
        }
        after.version = after.version.saturating_add(1);
        self.save_product(Some(&before), &after)
    }

    /// Whether a customer has an order with a product that was confirmed and not cancelled.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn bought(&self, customer: CustomerId, product: ProductId) -> Result<bool> {
        for key in self.keys_under(tables::CUSTOMER_ORDERS, customer)? {
            let id = OrderId(u64::MAX.wrapping_sub(number_at(&key, 1).context("an order of a customer has no id")?));
            let order: Option<Order> = self.get(id)?;
            if order.is_some_and(|order| order.bought() && order.lines.iter().any(|line| line.product == product)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Keeps the mark of those who bought true when an order of theirs came or went after the review.
    pub(super) fn verify_reviews(&mut self, order: &Order) -> Result<()> {
        let Some(customer) = order.customer else { return Ok(()) };
        for line in &order.lines {
            let Some(review) = self.review_of(customer, line.product)?.filter(|review| review.verified != order.bought()) else { continue };
            let verified = order.bought() || self.bought(customer, line.product)?;
            self.put(review.id, &Review { verified, ..review });
        }
        Ok(())
    }
}

/// The next places of one list of a product, first ones first: those behind (`rank`, `id`) of `after`.
///
/// # Errors
/// When the table can't be read.
pub fn review_places(
    snapshot: &Snapshot,
    (product, by, stars): (ProductId, Listed, Stars),
    after: Option<ReviewPlace>,
    limit: usize,
) -> Result<Vec<ReviewPlace>> {
    let prefix = list(product, by, stars).bytes();
    let behind = |place: ReviewPlace| place_key(product, by, ReviewPlace { stars, id: ReviewId(place.id.0.saturating_sub(1)), ..place });
    let from = after.map_or_else(|| prefix.clone(), behind);
    let mut places = Vec::new();
    snapshot.keys_under_from(tables::PRODUCT_REVIEWS, &prefix, &from, |key| {
        if let (Some(rank), Some(id)) = (number_at(key, 3), number_at(key, 4)) {
            places.push(ReviewPlace { stars, rank: u64::MAX.wrapping_sub(rank), id: ReviewId(u64::MAX.wrapping_sub(id)) });
        }
        if places.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(places)
}

/// Reviews of one standing, newest first, as many as `keep` says yes to, up to `limit`.
///
/// # Errors
/// When a row can't be read.
pub fn reviews_standing(snapshot: &Snapshot, standing: &Standing, limit: usize, keep: impl Fn(&Review) -> bool) -> Result<Vec<Review>> {
    let prefix = standing_number(standing).bytes();
    let (mut found, mut failed) = (Vec::new(), None);
    snapshot.keys_under(tables::REVIEWS_BY_STANDING, &prefix, |key| {
        match number_at(key, 1).map(|id| snapshot.review(ReviewId(u64::MAX.wrapping_sub(id)))) {
            Some(Ok(review)) => found.extend(review.filter(|review| keep(review))),
            Some(Err(error)) => failed = Some(error),
            None => {}
        }
        if found.len() < limit && failed.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    failed.map_or(Ok(found), Err)
}
