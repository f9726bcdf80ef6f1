//! What the merchant does with reviews: look at them, show, hide, answer and remove them.

use anyhow::{Result, bail, ensure};
use serde::{Deserialize, Serialize};

use super::Shop;
use crate::base::text::{legible, tidy, tidy_lines};
use crate::domain::limits::{NOTE_CHARS_MAX, REVIEW_REPLY_CHARS_MAX, REVIEWS_LISTED_MAX};
use crate::domain::refusal::{Error, Refusal};
use crate::domain::review::{Reply, Review, ReviewId, Standing, fits};
use crate::store::draft::Draft;
use crate::store::product::ProductRows;
use crate::store::read::Snapshot;
use crate::store::review::{ReviewRows, reviews_standing};

/// What the merchant asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewWork {
    List {
        /// `waiting`, `shown` or `hidden`; all of them without it.
        standing: Option<String>,
        /// Only those of the product with this handle.
        product: Option<String>,
    },
    Approve {
        id: u64,
    },
    Hide {
        id: u64,
        reason: String,
    },
    /// Without a text the reply is taken away.
    Reply {
        id: u64,
        text: String,
    },
    Remove {
        id: u64,
    },
}

/// A review as the merchant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRow {
    pub id: u64,
    /// The handle of its product.
    pub product: String,
    pub author: String,
    pub stars: u8,
    pub title: String,
    pub body: String,
    pub verified: bool,
    /// `waiting`, `shown` or `hidden`, and why.
    pub standing: String,
    pub reason: String,
    pub helpful: u32,
    pub written_at: String,
    pub reply: Option<String>,
}

/// Does one thing to a review, and gives it back as it is then.
///
/// # Errors
/// `NotFound` where there is no such review.
pub fn review_moderate(draft: &mut Draft, work: &ReviewWork) -> Result<Review, Error> {
    let (ReviewWork::Approve { id } | ReviewWork::Hide { id, .. } | ReviewWork::Reply { id, .. } | ReviewWork::Remove { id }) = work else {
        return Err(anyhow::anyhow!("a list changes nothing").into());
    };
    let before = draft.review(ReviewId(*id))?.ok_or(Refusal::NotFound)?;
    let mut review = before.clone();
    match work {
        ReviewWork::Approve { .. } => review.standing = Standing::Shown,
        ReviewWork::Hide { reason, .. } => review.standing = Standing::Hidden { reason: tidy(reason) },
        ReviewWork::Reply { text, .. } => {
            let text = tidy_lines(&legible(text));
            review.reply = (!text.is_empty()).then(|| Reply { text, at: draft.now() });
        }
        ReviewWork::List { .. } | ReviewWork::Remove { .. } => {
            draft.remove_review(&before)?;
            return Ok(before);
        }
    }
    draft.save_review(Some(&before), &review)?;
    Ok(review)
}

impl ReviewWork {
    fn check(&self) -> Result<()> {
        match self {
            Self::Hide { reason, .. } => ensure!(reason.chars().count() <= NOTE_CHARS_MAX, "--reason can have {NOTE_CHARS_MAX} characters at most"),
            Self::Reply { text, .. } => {
                fits("/text", text.clone(), REVIEW_REPLY_CHARS_MAX).map_err(|error| anyhow::anyhow!("{}", error.detail))?;
            }
            Self::List { .. } | Self::Approve { .. } | Self::Remove { .. } => {}
        }
        Ok(())
    }
}

impl Shop {
    /// Does what the merchant asks and answers with the reviews it is about. Never call it from async code.
    ///
    /// # Errors
    /// Says what can't be done, in words for the merchant.
    pub fn reviews_desk(&self, work: &ReviewWork) -> Result<Vec<ReviewRow>> {
        work.check()?;
        let found = match work {
            ReviewWork::List { standing, product } => self.reviews_listed(standing.as_deref(), product.as_deref())?,
            work => {
                let work = work.clone();
                let done = self.books.write_blocking("moderating a review", move |draft| review_moderate(draft, &work));
                vec![done.map_err(Error::spoken)?]
            }
        };
        let snapshot = self.snapshot()?;
        found.into_iter().map(|review| row(&snapshot, review)).collect()
    }

    fn reviews_listed(&self, standing: Option<&str>, product: Option<&str>) -> Result<Vec<Review>> {
        let snapshot = self.snapshot()?;
        let product = match product {
            Some(handle) => match snapshot.product_by_handle(handle)? {
                Some(product) => Some(product.id),
                None => bail!("there is no product {handle}"),
            },
            None => None,
        };
        let all = [Standing::Waiting, Standing::Shown, Standing::Hidden { reason: String::new() }];
        let mut found = Vec::new();
        for one in all.iter().filter(|one| standing.is_none_or(|name| name == one.name())) {
            let of_product = |review: &Review| product.is_none_or(|product| product == review.product);
            found.extend(reviews_standing(&snapshot, one, REVIEWS_LISTED_MAX, of_product)?);
        }
        found.sort_unstable_by_key(|review| std::cmp::Reverse(review.id));
        found.truncate(REVIEWS_LISTED_MAX);
        Ok(found)
    }
}

fn row(snapshot: &Snapshot, review: Review) -> Result<ReviewRow> {
    let product = snapshot.product(review.product)?.map_or_else(|| review.product.to_string(), |product| product.handle);
    let standing = review.standing.name().to_owned();
    let reason = if let Standing::Hidden { reason } = review.standing { reason } else { String::new() };
    Ok(ReviewRow {
        id: review.id.0,
        product,
        author: review.author,
        stars: review.words.stars.number(),
        title: review.words.title,
        body: review.words.body,
        verified: review.verified,
        standing,
        reason,
        helpful: review.helpful,
        written_at: review.written_at.to_string(),
        reply: review.reply.map(|reply| reply.text),
    })
}
