//! The practice provider: takes the test tokens that Stripe's documentation made well known and moves no money.
//!
//! Its answer depends on the call alone, so a repeated call gets the same answer, also after a restart.
//! Source of the tokens: Stripe, "Test card numbers", PaymentMethods column.

use crate::base::secret::{digest, to_hex};
use crate::domain::payment::{Charge, Outcome};

/// A test card: its token, what it's called, and the decline it gives (nothing: it pays).
pub struct TestCard {
    pub token: &'static str,
    pub label: &'static str,
    pub decline: Option<&'static str>,
}

const fn pays(token: &'static str, label: &'static str) -> TestCard {
    TestCard { token, label, decline: None }
}

const fn declines(token: &'static str, label: &'static str, code: &'static str) -> TestCard {
    TestCard { token, label, decline: Some(code) }
}

pub const TEST_CARDS: &[TestCard] = &[
    pays("pm_card_visa", "Visa ending 4242"),
    pays("pm_card_mastercard", "Mastercard ending 4444"),
    pays("pm_card_amex", "American Express ending 8431"),
    pays("pm_card_visa_debit", "Visa debit ending 5556"),
    pays("pm_card_discover", "Discover ending 1117"),
    declines("pm_card_chargeDeclined", "Card that is declined", "card_declined"),
    declines("pm_card_chargeDeclinedInsufficientFunds", "Card without enough money", "insufficient_funds"),
    declines("pm_card_chargeDeclinedExpiredCard", "Card that has expired", "expired_card"),
    declines("pm_card_chargeDeclinedIncorrectCvc", "Card with a wrong security code", "incorrect_cvc"),
    declines("pm_card_chargeDeclinedProcessingError", "Card whose bank doesn't answer", "processing_error"),
    declines("pm_card_visa_chargeDeclinedLostCard", "Card reported lost", "lost_card"),
    declines("pm_card_visa_chargeDeclinedStolenCard", "Card reported stolen", "stolen_card"),
    declines("pm_card_authenticationRequired", "Card that wants a confirmation", "authentication_required"),
];

/// What the token is called, for people.
#[must_use]
pub fn label(token: &str) -> &'static str {
    find(token).map_or("Practice card", |card| card.label)
}

/// # Errors
/// Says which tokens there are.
pub fn check(token: &str) -> Result<(), String> {
    match find(token) {
        Some(_) => Ok(()),
        None => Err("Choose one of the practice cards, such as pm_card_visa".to_owned()),
    }
}

#[must_use]
pub fn charge(charge: &Charge) -> Outcome {
    match find(&charge.token).map(|card| card.decline) {
        Some(None) => {
            let reference = to_hex(&digest(charge.call_key.as_bytes()).0[..12]);
            Outcome::Paid { reference: format!("practice_{reference}") }
        }
        Some(Some(code)) => Outcome::Declined { code: code.to_owned(), retryable: true },
        None => Outcome::Declined { code: "invalid_token".to_owned(), retryable: true },
    }
}

fn find(token: &str) -> Option<&'static TestCard> {
    TEST_CARDS.iter().find(|card| card.token == token)
}

#[cfg(test)]
mod tests {
    use super::{TEST_CARDS, charge, check};
    use crate::domain::money::{Currency, Money};
    use crate::domain::payment::{Charge, Outcome};

    fn outcome(token: &str, call_key: &str) -> Outcome {
        charge(&Charge { call_key: call_key.into(), amount: Money::new(100, Currency::USD), token: token.into() })
    }

    #[test]
    fn each_card_does_what_it_says_and_says_the_same_again() {
        for card in TEST_CARDS {
            assert!(check(card.token).is_ok());
            let first = outcome(card.token, "payment-1");
            assert_eq!(first, outcome(card.token, "payment-1"));
            match (card.decline, first) {
                (None, Outcome::Paid { .. }) => {}
                (Some(expected), Outcome::Declined { code, .. }) => assert_eq!(code, expected),
                (_, other) => panic!("{} gave {other:?}", card.token),
            }
        }
        assert_ne!(outcome("pm_card_visa", "payment-1"), outcome("pm_card_visa", "payment-2"));
        assert!(check("4242424242424242").is_err(), "no card number ever passes for a token");
    }
}
