//! The practice provider: takes the test tokens that Stripe's documentation made well known and moves no money.
//!
//! Its answer follows from the call, and for a card that wants a confirmation from what the shopper said on the
//! practice page; so a repeated call gets the same answer, also after a restart.
//! Source of the tokens: Stripe, "Test card numbers", PaymentMethods column.

use anyhow::Result;
use minicbor::{Decode, Encode};

use super::{Answering, NoAnswer, Provider};
use crate::base::messages::t;
use crate::domain::money::Money;
use crate::domain::order::OrderId;
use crate::domain::payment::{Action, Answer, Call, Charge};
use crate::store::books::Books;
use crate::store::draft::Draft;
use crate::store::read::Read;
use crate::store::tables;

/// A test card: its token, what it's called, and what it does.
pub struct TestCard {
    pub token: &'static str,
    pub label: &'static str,
    pub does: Does,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Pay,
    Decline(&'static str),
    /// Wants the shopper to confirm who they are; then it pays, or declines with this code.
    Ask(Option<&'static str>),
}

const fn card(token: &'static str, label: &'static str, does: Does) -> TestCard {
    TestCard { token, label, does }
}

pub const TEST_CARDS: &[TestCard] = &[
    card("pm_card_visa", "card-visa", Does::Pay),
    card("pm_card_mastercard", "card-mastercard", Does::Pay),
    card("pm_card_amex", "card-amex", Does::Pay),
    card("pm_card_visa_debit", "card-debit", Does::Pay),
    card("pm_card_discover", "card-discover", Does::Pay),
    card("pm_card_authenticationRequired", "card-asks", Does::Ask(None)),
    card("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", "card-asks-empty", Does::Ask(Some("insufficient_funds"))),
    card("pm_card_chargeDeclined", "card-declined", Does::Decline("card_declined")),
    card("pm_card_chargeDeclinedInsufficientFunds", "card-empty", Does::Decline("insufficient_funds")),
    card("pm_card_chargeDeclinedExpiredCard", "card-expired", Does::Decline("expired_card")),
    card("pm_card_chargeDeclinedIncorrectCvc", "card-cvc", Does::Decline("incorrect_cvc")),
    card("pm_card_chargeDeclinedProcessingError", "card-silent", Does::Decline("processing_error")),
    card("pm_card_visa_chargeDeclinedLostCard", "card-lost", Does::Decline("lost_card")),
    card("pm_card_visa_chargeDeclinedStolenCard", "card-stolen", Does::Decline("stolen_card")),
];

/// What the token is called, for people.
#[must_use]
pub fn label(token: &str) -> &'static str {
    t(find(token).map_or("practice-card", |card| card.label))
}

fn find(token: &str) -> Option<&'static TestCard> {
    TEST_CARDS.iter().find(|card| card.token == token)
}

/// What became of a payment whose card asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
enum Said {
    #[n(0)]
    Yes,
    #[n(1)]
    No,
    #[n(2)]
    Cancelled,
}

/// The shopper says yes or no on the practice page. What was said first stands.
///
/// # Errors
/// When a row can't be read.
pub fn practice_say(draft: &mut Draft, order: OrderId, yes: bool) -> Result<()> {
    if draft.value::<Said>(tables::PRACTICE, order)?.is_none() {
        draft.set_value(tables::PRACTICE, order, &if yes { Said::Yes } else { Said::No });
    }
    Ok(())
}

fn practice_cancel(draft: &mut Draft, order: OrderId) -> Result<()> {
    if draft.value::<Said>(tables::PRACTICE, order)?.is_none() {
        draft.set_value(tables::PRACTICE, order, &Said::Cancelled);
    }
    Ok(())
}

pub struct Practice {
    books: Books,
}

impl Practice {
    #[must_use]
    pub fn new(books: Books) -> Self {
        Self { books }
    }

    async fn answer(&self, call: Call) -> Result<Answer> {
        match call {
            Call::Create(charge) | Call::Confirm { charge, .. } | Call::Fetch { charge, .. } => self.found(&charge),
            Call::Cancel { charge, .. } => {
                let order = charge.order;
                self.books.write("cancelling a practice payment", move |draft| Ok(practice_cancel(draft, order)?)).await?;
                self.found(&charge)
            }
            Call::Refund { key, .. } => Ok(Answer::Refunded { reference: format!("practice_{key}") }),
        }
    }

    /// How a payment stands, whether it was made before or not.
    fn found(&self, charge: &Charge) -> Result<Answer> {
        match find(&charge.token).map(|card| card.does) {
            Some(Does::Pay) => Ok(paid(charge.order, charge.amount)),
            Some(Does::Decline(code)) => Ok(declined(code)),
            Some(Does::Ask(code)) => self.asked(charge, code),
            None => Ok(declined("invalid_token")),
        }
    }

    fn asked(&self, charge: &Charge, code: Option<&str>) -> Result<Answer> {
        let said: Option<Said> = self.books.snapshot()?.value(tables::PRACTICE, charge.order)?;
        Ok(match (said, code) {
            (None, _) => waiting(charge),
            (Some(Said::Yes), None) => paid(charge.order, charge.amount),
            (Some(Said::Yes), Some(code)) => declined(code),
            (Some(Said::No), _) => declined("authentication_required"),
            (Some(Said::Cancelled), _) => Answer::Cancelled,
        })
    }
}

fn reference(order: OrderId) -> String {
    format!("practice_{order}")
}

fn paid(order: OrderId, amount: Money) -> Answer {
    Answer::Paid { reference: reference(order), amount }
}

fn declined(code: &str) -> Answer {
    Answer::Declined { reference: None, code: code.to_owned(), retryable: true }
}

/// The practice page stands beside the page where the shopper comes back.
fn waiting(charge: &Charge) -> Answer {
    let url = charge.return_url.replace("/checkout/return?", "/checkout/practice?");
    Answer::Waiting { reference: reference(charge.order), action: Action::Redirect { url }, declined: None }
}

impl Provider for Practice {
    fn check(&self, token: &str) -> Result<(), String> {
        match find(token) {
            Some(_) => Ok(()),
            None => Err("Choose one of the practice cards, such as pm_card_visa".to_owned()),
        }
    }

    fn call(&self, call: Call) -> Answering<'_> {
        Box::pin(async { self.answer(call).await.map_err(|error| NoAnswer(format!("{error:#}"))) })
    }
}

/// What is left of practising when the shop goes into business: what was open ends, because no money ever moved.
pub struct PracticeOver;

impl Provider for PracticeOver {
    fn check(&self, _token: &str) -> Result<(), String> {
        Err("This shop doesn't practise any more".to_owned())
    }

    fn call(&self, call: Call) -> Answering<'_> {
        let answer = match call {
            Call::Refund { key, .. } => Answer::Refunded { reference: format!("practice_{key}") },
            Call::Create(_) | Call::Confirm { .. } | Call::Fetch { .. } | Call::Cancel { .. } => Answer::Cancelled,
        };
        Box::pin(std::future::ready(Ok(answer)))
    }
}
