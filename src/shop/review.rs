//! Reviews: reading them page by page, writing one's own, and saying which ones helped.
//!
//! - **A page reads a bounded number of rows**, however many reviews a product has: lists are kept for each number of stars and merged.
//! - Whose review isn't shown sees it all the same, with a word about it; nobody else does.
//! - Doing the same twice changes nothing the second time.

use anyhow::Result;

use super::Shop;
use super::address_book::signed_in;
use super::visitor::Visitor;
use crate::config::ReviewRules;
use crate::domain::customer::CustomerId;
use crate::domain::limits::REVIEWS_SHOWN;
use crate::domain::product::{Product, ProductId, Rating};
use crate::domain::refusal::{Error, Refusal};
use crate::domain::review::{Review, ReviewId, ReviewSort, Standing, StarCounts, Stars, TypedReview, Words, shown_name};
use crate::store::draft::Draft;
use crate::store::product::ProductRows;
use crate::store::read::{Read, Snapshot};
use crate::store::review::{Listed, ReviewPlace, ReviewRows, review_places};
use crate::store::tables;

/// Which reviews of a product.
#[derive(Clone, Copy, Debug)]
pub struct ReviewsAsked {
    pub sort: ReviewSort,
    /// Only those with so many stars.
    pub stars: Option<Stars>,
    /// Those behind this place.
    pub after: Option<ReviewPlace>,
    pub limit: usize,
}

/// A page of reviews, with what all of the product's ratings come to.
#[derive(Clone, Debug)]
pub struct ReviewsView {
    pub handle: String,
    pub title: String,
    /// The mean shoppers see: of the listed ratings and of the reviews here.
    pub rating: Option<Rating>,
    /// Ratings that came with the product: there are no reviews to them, and nobody knows how they spread.
    pub listed: u32,
    /// Those of the reviews that are shown.
    pub stars: StarCounts,
    pub reviews: Vec<Review>,
    pub next: Option<ReviewPlace>,
}

/// Who reads, where somebody is signed in.
#[derive(Clone, Debug)]
pub struct Reader {
    pub customer: CustomerId,
    /// What their review is signed with.
    pub name: String,
    /// Their own review of the product, shown or not.
    pub own: Option<Review>,
    /// Those of the page that they found helpful.
    pub voted: Vec<ReviewId>,
}

impl ReviewsView {
    fn new(snapshot: &Snapshot, product: &Product, asked: ReviewsAsked) -> Result<Self> {
        let mut places = places(snapshot, product.id, asked)?;
        let more = places.len() > asked.limit;
        places.truncate(asked.limit);
        let mut reviews = Vec::with_capacity(places.len());
        for place in &places {
            reviews.extend(snapshot.review(place.id)?);
        }
        Ok(Self {
            handle: product.handle.clone(),
            title: product.title.clone(),
            rating: product.rating(),
            listed: product.listed_rating.map_or(0, |listed| listed.count),
            stars: product.stars,
            reviews,
            next: places.last().copied().filter(|_| more),
        })
    }
}

/// The places of a page, and one more where there is one.
fn places(snapshot: &Snapshot, product: ProductId, asked: ReviewsAsked) -> Result<Vec<ReviewPlace>> {
    let limit = asked.limit.saturating_add(1);
    let mut scope: Vec<Stars> = Stars::ALL.into_iter().filter(|stars| asked.stars.is_none_or(|only| only == *stars)).collect();
    let mut found = Vec::new();
    match asked.sort {
        ReviewSort::Helpful | ReviewSort::Newest => {
            let by = if asked.sort == ReviewSort::Newest { Listed::Newest } else { Listed::Helpful };
            for stars in scope {
                found.extend(review_places(snapshot, (product, by, stars), asked.after, limit)?);
            }
            found.sort_unstable_by_key(|place| std::cmp::Reverse((place.rank, place.id)));
        }
        ReviewSort::Highest | ReviewSort::Lowest => {
            if asked.sort == ReviewSort::Highest {
                scope.reverse();
            }
            // What stands before the stars of the place was shown already; what stands behind them starts at its top.
            let reached = asked.after.and_then(|after| scope.iter().position(|stars| *stars == after.stars));
            for stars in scope.into_iter().skip(reached.unwrap_or(0)) {
                let after = asked.after.filter(|after| after.stars == stars);
                let missing = limit.saturating_sub(found.len());
                if missing > 0 {
                    found.extend(review_places(snapshot, (product, Listed::Helpful, stars), after, missing)?);
                }
            }
        }
    }
    found.truncate(limit);
    Ok(found)
}

/// Writes what a customer says of a product, in place of what they said before.
///
/// # Errors
/// `SignInRequired`, and `NotFound` where shoppers see no such product.
pub fn review_write(draft: &mut Draft, rules: ReviewRules, visitor: &Visitor, handle: &str, words: Words) -> Result<Review, Error> {
    let customer = signed_in(draft, visitor)?;
    let product = draft.product_once_called(handle)?.filter(Product::visible).ok_or(Refusal::NotFound)?;
    let before = draft.review_of(customer.id, product.id)?;
    if let Some(same) = before.as_ref().filter(|before| before.words == words) {
        return Ok(same.clone());
    }
    let standing = Standing::of_new(before.as_ref().map(|before| &before.standing), rules.approved_first);
    let author = shown_name(&customer.name);
    let review = match before.clone() {
        Some(mut review) => {
            review.rewrite(words, author, standing, draft.now());
            review
        }
        None => Review {
            id: ReviewId(draft.fresh_id(tables::REVIEWS)?),
            product: product.id,
            customer: Some(customer.id),
            author,
            words,
            verified: draft.bought(customer.id, product.id)?,
            standing,
            written_at: draft.now(),
            edition: 0,
            helpful: 0,
            reply: None,
        },
    };
    draft.save_review(before.as_ref(), &review)?;
    Ok(review)
}

/// Takes a customer's own review away.
///
/// # Errors
/// `SignInRequired`, and `NotFound` where there is none.
pub fn review_withdraw(draft: &mut Draft, visitor: &Visitor, handle: &str) -> Result<(), Error> {
    let customer = signed_in(draft, visitor)?;
    let product = draft.product_once_called(handle)?.ok_or(Refusal::NotFound)?;
    let review = draft.review_of(customer.id, product.id)?.ok_or(Refusal::NotFound)?;
    draft.remove_review(&review)?;
    Ok(())
}

/// Says that a review helped, or takes that back.
///
/// # Errors
/// `SignInRequired`, `NotFound` where others see no such review of the product, and a refusal of one's own.
pub fn review_vote(draft: &mut Draft, visitor: &Visitor, handle: &str, id: ReviewId, helpful: bool) -> Result<Review, Error> {
    let customer = signed_in(draft, visitor)?;
    let product = draft.product_once_called(handle)?.filter(Product::visible).ok_or(Refusal::NotFound)?;
    let before = draft.review(id)?.filter(|review| review.shown() && review.product == product.id).ok_or(Refusal::NotFound)?;
    if before.customer == Some(customer.id) {
        return Err(Refusal::invalid("", "Others say whether your review helps").into());
    }
    match (draft.voted(&before, customer.id)?, helpful) {
        (false, true) => {
            draft.save_vote(&before, customer.id);
            let review = Review { helpful: before.helpful.saturating_add(1), ..before.clone() };
            draft.save_review(Some(&before), &review)?;
            Ok(review)
        }
        (true, false) => Ok(vote_take_back(draft, before, customer.id)?),
        _ => Ok(before),
    }
}

/// Takes a vote back, and counts on without it where it was for the words that stand there now.
///
/// # Errors
/// When a row can't be read.
pub fn vote_take_back(draft: &mut Draft, before: Review, customer: CustomerId) -> Result<Review> {
    let counts = draft.voted(&before, customer)?;
    draft.remove_vote(before.id, customer);
    if !counts {
        return Ok(before);
    }
    let review = Review { helpful: before.helpful.saturating_sub(1), ..before.clone() };
    draft.save_review(Some(&before), &review)?;
    Ok(review)
}

impl Shop {
    fn reviews_open(&self) -> Result<(), Refusal> {
        self.settings.reviews.enabled.then_some(()).ok_or(Refusal::NotFound)
    }

    /// A page of a product's reviews.
    ///
    /// # Errors
    /// `NotFound` where shoppers see no such product, and in a shop without reviews.
    pub fn reviews(&self, handle: &str, asked: ReviewsAsked) -> Result<ReviewsView, Error> {
        self.reviews_open()?;
        let snapshot = self.snapshot()?;
        let product = snapshot.product_once_called(handle)?.filter(Product::visible).ok_or(Refusal::NotFound)?;
        Ok(ReviewsView::new(&snapshot, &product, asked)?)
    }

    /// The few that the product's own page shows; nothing in a shop without reviews.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn reviews_at_a_glance(&self, product: &Product) -> Result<Option<ReviewsView>> {
        let asked = ReviewsAsked { sort: ReviewSort::Helpful, stars: None, after: None, limit: REVIEWS_SHOWN };
        self.settings.reviews.enabled.then(|| ReviewsView::new(&self.snapshot()?, product, asked)).transpose()
    }

    /// Who reads a page of reviews; nothing for a stranger.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn review_reader(&self, visitor: &Visitor, view: &ReviewsView) -> Result<Option<Reader>> {
        let Some(customer) = self.account(visitor)? else { return Ok(None) };
        let snapshot = self.snapshot()?;
        let own = match snapshot.value(tables::HANDLES, view.handle.as_str())? {
            Some(product) => snapshot.review_of(customer.id, product)?,
            None => None,
        };
        let mut voted = Vec::new();
        for review in &view.reviews {
            voted.extend(snapshot.voted(review, customer.id)?.then_some(review.id));
        }
        Ok(Some(Reader { customer: customer.id, name: shown_name(&customer.name), own, voted }))
    }

    /// # Errors
    /// See [`review_write`]; and names each field that needs another look.
    pub async fn review_write(&self, visitor: Visitor, handle: &str, typed: &TypedReview) -> Result<Review, Error> {
        self.reviews_open()?;
        self.snapshot()?.product_once_called(handle)?.filter(Product::visible).ok_or(Refusal::NotFound)?;
        self.account(&visitor)?.ok_or(Refusal::SignInRequired)?;
        let (words, rules, handle) = (typed.check()?, self.settings.reviews, handle.to_owned());
        self.books.write("writing a review", move |draft| review_write(draft, rules, &visitor, &handle, words)).await
    }

    /// # Errors
    /// See [`review_withdraw`].
    pub async fn review_withdraw(&self, visitor: Visitor, handle: &str) -> Result<(), Error> {
        self.reviews_open()?;
        let handle = handle.to_owned();
        self.books.write("withdrawing a review", move |draft| review_withdraw(draft, &visitor, &handle)).await
    }

    /// # Errors
    /// See [`review_vote`].
    pub async fn review_vote(&self, visitor: Visitor, handle: &str, id: ReviewId, helpful: bool) -> Result<Review, Error> {
        self.reviews_open()?;
        let handle = handle.to_owned();
        self.books.write("voting for a review", move |draft| review_vote(draft, &visitor, &handle, id, helpful)).await
    }
}
