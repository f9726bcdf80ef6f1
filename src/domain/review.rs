//! A review: what a customer says of a product, and who gets to see it.
//!
//! - One for each customer and product: writing again replaces it.
//! - Only reviews that are shown count in the product's stars.
//! - A vote is for the words that were read: when those change, counting starts anew.

use minicbor::{Decode, Encode};

use super::customer::CustomerId;
use super::limits::{REVIEW_BODY_CHARS_MAX, REVIEW_TITLE_CHARS_MAX};
use super::product::{ProductId, Rating};
use super::refusal::{FieldError, Refusal};
use super::wrong::Wrong;
use crate::base::clock::Timestamp;
use crate::base::messages::t;
use crate::base::text::{legible, tidy, tidy_lines};

id!(
    /// Rises with time.
    ReviewId
);

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Review {
    #[n(0)]
    pub id: ReviewId,
    #[n(1)]
    pub product: ProductId,
    /// Who wrote it; nobody where the account is gone.
    #[n(2)]
    pub customer: Option<CustomerId>,
    /// What the writer is called beside it; see [`shown_name`].
    #[n(3)]
    pub author: String,
    #[n(4)]
    pub words: Words,
    /// The writer has an order with the product that was confirmed and not cancelled.
    #[n(5)]
    pub verified: bool,
    #[n(6)]
    pub standing: Standing,
    #[n(7)]
    pub written_at: Timestamp,
    /// Rises when the words change; a vote names the edition it was for.
    #[n(8)]
    pub edition: u32,
    /// Customers who found this edition helpful.
    #[n(9)]
    pub helpful: u32,
    #[n(10)]
    pub reply: Option<Reply>,
}

/// What a customer says, checked. Plain text; only `body` has several lines.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Words {
    #[n(0)]
    pub stars: Stars,
    /// May be empty.
    #[n(1)]
    pub title: String,
    #[n(2)]
    pub body: String,
}

/// What the shop answered.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Reply {
    #[n(0)]
    pub text: String,
    #[n(1)]
    pub at: Timestamp,
}

/// Who sees a review.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Standing {
    /// Its writer alone, until the merchant has looked at it.
    #[n(0)]
    Waiting,
    #[n(1)]
    Shown,
    /// Its writer alone; the merchant may say why.
    #[n(2)]
    Hidden {
        #[n(0)]
        reason: String,
    },
}

impl Standing {
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Shown => "shown",
            Self::Hidden { .. } => "hidden",
        }
    }

    /// Where words stand that were just written: the merchant looks first where the shop says so, or where the words before were hidden.
    #[must_use]
    pub fn of_new(before: Option<&Self>, approved_first: bool) -> Self {
        if approved_first || matches!(before, Some(Self::Hidden { .. })) { Self::Waiting } else { Self::Shown }
    }
}

/// One to five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Stars(#[n(0)] u8);

impl Stars {
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    #[must_use]
    pub fn new(number: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|stars| u64::from(stars.0) == number)
    }

    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// As one rating alone.
    #[must_use]
    pub fn rating(self) -> Rating {
        Rating { average_hundredths: u16::from(self.0).saturating_mul(100), count: 1 }
    }

    fn place(self) -> usize {
        usize::from(self.0.saturating_sub(1))
    }
}

/// How many gave each number of stars, from one to five.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct StarCounts(#[n(0)] [u32; 5]);

impl StarCounts {
    #[must_use]
    pub fn of(&self, stars: Stars) -> u32 {
        self.0.get(stars.place()).copied().unwrap_or(0)
    }

    #[must_use]
    pub fn total(&self) -> u32 {
        self.0.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    pub fn add(&mut self, stars: Stars) {
        self.change(stars, |count| count.saturating_add(1));
    }

    pub fn take(&mut self, stars: Stars) {
        self.change(stars, |count| count.saturating_sub(1));
    }

    fn change(&mut self, stars: Stars, how: impl FnOnce(u32) -> u32) {
        if let Some(count) = self.0.get_mut(stars.place()) {
            *count = how(*count);
        }
    }

    /// The mean of these and of what is listed, each person counting once; half a hundredth is rounded up.
    #[must_use]
    pub fn with(&self, listed: Option<Rating>) -> Option<Rating> {
        if self.total() == 0 {
            return listed;
        }
        let hundredths = |stars: Stars| u64::from(self.of(stars)).saturating_mul(u64::from(stars.0)).saturating_mul(100);
        let here = Stars::ALL.into_iter().fold(0_u64, |sum, stars| sum.saturating_add(hundredths(stars)));
        let before = listed.map_or(0, |listed| u64::from(listed.average_hundredths).saturating_mul(u64::from(listed.count)));
        let count = self.total().saturating_add(listed.map_or(0, |listed| listed.count));
        let half = u64::from(count).checked_div(2).unwrap_or(0);
        let mean = before.saturating_add(here).saturating_add(half).checked_div(u64::from(count)).unwrap_or(0);
        Some(Rating { average_hundredths: u16::try_from(mean).unwrap_or(u16::MAX), count })
    }
}

/// A review as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedReview {
    pub rating: Option<u64>,
    pub title: String,
    pub body: String,
}

impl TypedReview {
    /// # Errors
    /// Names each field that needs another look.
    pub fn check(&self) -> Result<Words, Refusal> {
        let stars = self.rating.and_then(Stars::new).ok_or_else(|| FieldError::wrong("/rating", Wrong::Said("wrong-stars")));
        let title = fits("/title", tidy(&legible(&self.title)), REVIEW_TITLE_CHARS_MAX);
        let body = fits("/body", tidy_lines(&legible(&self.body)), REVIEW_BODY_CHARS_MAX).and_then(|body| {
            let said = body.chars().any(|letter| !letter.is_ascii_punctuation() && !letter.is_whitespace());
            if said { Ok(body) } else { Err(FieldError::wrong("/body", Wrong::Said("wrong-review"))) }
        });
        match (stars, title, body) {
            (Ok(stars), Ok(title), Ok(body)) => Ok(Words { stars, title, body }),
            (stars, title, body) => Err(Refusal::Invalid { errors: [stars.err(), title.err(), body.err()].into_iter().flatten().collect() }),
        }
    }
}

/// # Errors
/// When it's longer than `max` characters.
pub fn fits(pointer: &str, text: String, max: usize) -> Result<String, FieldError> {
    match text.chars().count() {
        count if count > max => Err(FieldError::wrong(pointer, Wrong::TooLongBy { max, count })),
        _ => Ok(text),
    }
}

/// The author of a review that is signed by nobody.
const UNNAMED: &str = "A customer";

/// What others read of a customer's name: its first word. Where that may be a mail address, it isn't shown.
#[must_use]
pub fn shown_name(name: &str) -> String {
    let name = legible(name);
    match name.split_whitespace().next() {
        Some(first) if !name.contains('@') => first.to_owned(),
        _ => UNNAMED.to_owned(),
    }
}

impl Review {
    #[must_use]
    pub fn shown(&self) -> bool {
        self.standing == Standing::Shown
    }

    /// What it adds to the product's stars.
    #[must_use]
    pub fn counted(&self) -> Option<Stars> {
        self.shown().then_some(self.words.stars)
    }

    /// Whose it is, as pages say it.
    #[must_use]
    pub fn signed(&self) -> &str {
        if self.author == UNNAMED { t("review-unnamed") } else { &self.author }
    }

    /// Takes the name off, because its writer leaves. Nobody can look at their orders any more, so the mark of a buyer stays only
    /// where no order can take it away: `bought_for_good`.
    pub fn unsign(&mut self, bought_for_good: bool) {
        self.customer = None;
        UNNAMED.clone_into(&mut self.author);
        self.verified = bought_for_good;
    }

    /// Takes other words in place of the ones before. What was said about those, by votes or by the shop, goes with them.
    pub fn rewrite(&mut self, words: Words, author: String, standing: Standing, now: Timestamp) {
        self.words = words;
        self.author = author;
        self.standing = standing;
        self.written_at = now;
        self.edition = self.edition.saturating_add(1);
        self.helpful = 0;
        self.reply = None;
    }
}

/// How a list of reviews is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReviewSort {
    #[default]
    Helpful,
    Newest,
    Highest,
    Lowest,
}

impl ReviewSort {
    pub const ALL: [Self; 4] = [Self::Helpful, Self::Newest, Self::Highest, Self::Lowest];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Helpful => "helpful",
            Self::Newest => "newest",
            Self::Highest => "highest",
            Self::Lowest => "lowest",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Standing, StarCounts, Stars, TypedReview, shown_name};
    use crate::domain::product::Rating;
    use crate::domain::refusal::Refusal;
    use proptest::prelude::{Strategy, prop_assert_eq, proptest};

    fn typed(rating: Option<u64>, title: &str, body: &str) -> TypedReview {
        TypedReview { rating, title: title.to_owned(), body: body.to_owned() }
    }

    fn wrong(typed: &TypedReview) -> Vec<String> {
        match typed.check() {
            Err(Refusal::Invalid { errors }) => errors.into_iter().map(|error| error.pointer).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn words_are_plain_text_with_their_lines() {
        let words = typed(Some(4), " Good\r\nmug \u{202e}", "Warm\u{0}\n\n\n\n <b>for</b>\t long. ").check().expect("it can be used");
        assert_eq!((words.stars.number(), words.title.as_str(), words.body.as_str()), (4, "Good mug", "Warm\n\n<b>for</b> long."));
        assert_eq!(typed(Some(1), "", "很好").check().expect("no title").title, "");
        assert_eq!(wrong(&typed(None, &"t".repeat(121), " .\u{200b}!")), ["/rating", "/title", "/body"]);
        assert_eq!(wrong(&typed(Some(0), "", &"é".repeat(5_001))), ["/rating", "/body"]);
        assert_eq!(wrong(&typed(Some(6), "", "Fine")), ["/rating"]);
    }

    #[test]
    fn others_read_the_first_name_and_never_an_address() {
        let cases = [("Ada Lovelace", "Ada"), ("ada@example.com", "A customer"), ("Ada ada@example.com", "A customer"), ("\u{202e}Ada", "Ada")];
        for (name, shown) in cases {
            assert_eq!(shown_name(name), shown);
        }
    }

    #[test]
    fn what_was_hidden_is_not_shown_again_by_its_writer() {
        let hidden = Standing::Hidden { reason: String::new() };
        assert_eq!(Standing::of_new(None, false), Standing::Shown);
        assert_eq!(Standing::of_new(Some(&Standing::Shown), true), Standing::Waiting);
        assert_eq!(Standing::of_new(Some(&hidden), false), Standing::Waiting);
    }

    #[test]
    fn a_mean_is_of_all_people_alike() {
        let mut counts = StarCounts::default();
        assert_eq!(counts.with(None), None);
        let listed = Rating { average_hundredths: 400, count: 2 };
        assert_eq!(counts.with(Some(listed)), Some(listed));
        counts.add(Stars(5));
        assert_eq!(counts.with(Some(listed)), Some(Rating { average_hundredths: 433, count: 3 }));
        assert_eq!(counts.with(None), Some(Rating { average_hundredths: 500, count: 1 }));
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Write(usize, u8),
        Hide(usize),
        Show(usize),
        Remove(usize),
    }

    fn step() -> impl Strategy<Value = Step> {
        (0_usize..6, 1_u8..=5, 0_u8..4).prop_map(|(who, stars, kind)| match kind {
            0 | 1 => Step::Write(who, stars),
            2 => Step::Hide(who),
            3 if stars > 2 => Step::Show(who),
            _ => Step::Remove(who),
        })
    }

    proptest! {
        /// Whatever is written, replaced, hidden, shown and removed: the counts are a recount, and the mean is the exact one, rounded.
        #[test]
        fn the_mean_is_a_recount(steps in proptest::collection::vec(step(), 0..60), listed in (0_u16..=500, 0_u32..100_000)) {
            let mut counts = StarCounts::default();
            let mut model: [Option<(u8, bool)>; 6] = [None; 6];
            for step in steps {
                let (who, after) = match step {
                    Step::Write(who, stars) => (who, Some((stars, true))),
                    Step::Hide(who) => (who, model[who].map(|(stars, _)| (stars, false))),
                    Step::Show(who) => (who, model[who].map(|(stars, _)| (stars, true))),
                    Step::Remove(who) => (who, None),
                };
                if let Some((stars, true)) = model[who] { counts.take(Stars(stars)); }
                if let Some((stars, true)) = after { counts.add(Stars(stars)); }
                model[who] = after;
            }
            let shown: Vec<u64> = model.iter().flatten().filter(|(_, shown)| *shown).map(|(stars, _)| u64::from(*stars)).collect();
            let listed = Rating { average_hundredths: listed.0, count: listed.1 };
            let count = u64::try_from(shown.len()).expect("few") + u64::from(listed.count);
            let sum = shown.iter().sum::<u64>() * 100 + u64::from(listed.average_hundredths) * u64::from(listed.count);
            let rating = counts.with(Some(listed)).expect("something is listed");
            prop_assert_eq!(u64::from(rating.count), count);
            if !shown.is_empty() {
                prop_assert_eq!(u64::from(rating.average_hundredths), (2 * sum + count) / (2 * count));
            }
        }
    }
}
