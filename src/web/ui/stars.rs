//! A rating as five stars, always with the number of people behind it.

use maud::{Markup, html};

use super::pager::count;
use crate::base::messages::spoken;
use crate::domain::product::Rating;

/// The style sheet has one class for each half star.
const CLASSES: [&str; 11] =
    ["stars-0", "stars-5", "stars-10", "stars-15", "stars-20", "stars-25", "stars-30", "stars-35", "stars-40", "stars-45", "stars-50"];

/// Stars with the mean and the number of ratings: one element, read out as one sentence.
#[must_use]
pub fn stars(rating: Rating) -> Markup {
    let mean = mean(rating);
    html! {
        p class={ "stars " (class(rating.average_hundredths)) } role="img" aria-label=(t!("rated", mean = mean, count = rating.count)) {
            (mean) " (" (count(rating.count.into())) ")"
        }
    }
}

/// `4.6`.
#[must_use]
pub fn mean(rating: Rating) -> String {
    let tenths = rating.average_hundredths.saturating_add(5) / 10;
    format!("{}{}{}", tenths / 10, spoken().marks.decimal, tenths % 10)
}

/// The class that fills as many half stars as come nearest.
#[must_use]
pub fn class(average_hundredths: u16) -> &'static str {
    let halves = usize::from(average_hundredths.saturating_add(25) / 50);
    CLASSES.get(halves).copied().unwrap_or("stars-50")
}

#[cfg(test)]
mod tests {
    use super::{class, stars};
    use crate::domain::product::Rating;

    #[test]
    fn stars_round_to_the_nearest_half() {
        for (hundredths, expected) in [(0, "stars-0"), (24, "stars-0"), (25, "stars-5"), (462, "stars-45"), (475, "stars-50"), (999, "stars-50")] {
            assert_eq!(class(hundredths), expected);
        }
    }

    #[test]
    fn a_rating_is_read_as_a_sentence() {
        let html = stars(Rating { average_hundredths: 457, count: 1 }).into_string();
        assert!(html.contains("Rated 4.6 out of 5 by 1 person\"") && html.contains("4.6 (1)"), "{html}");
    }
}
