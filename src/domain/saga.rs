//! The saga of a payment: from what is known and what was answered, what is known next. Pure, so that every case can be tried.
//!
//! - **No money moves before the provider's reference is durable here.**
//! - **Stock is let go only after the provider said that no money can come any more**; money that came first is honoured.

use super::limits::DECLINES_MAX;
use super::money::Money;
use super::payment::{Action, Answer, Decline, Ending, Payment, PaymentState};
use crate::base::clock::Timestamp;

/// What came to the payment of a pending order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Answer(Answer),
    /// To be taken back, for this reason, unless the money is faster.
    GiveUp(Ending),
}

/// What to ask the provider next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    Create,
    Confirm,
    Fetch,
    Cancel,
}

/// The payment's next state; what the order does follows from it.
pub type Next = Option<PaymentState>;

impl PaymentState {
    /// Whether the order still waits for this payment.
    #[must_use]
    pub fn unsettled(&self) -> bool {
        matches!(self, Self::Intended | Self::Open { .. } | Self::Cancelling { .. } | Self::Mismatch { .. })
    }

    /// The question whose answer brings this payment on; none once it's settled.
    #[must_use]
    pub fn ask(&self) -> Option<Ask> {
        match self {
            // A payment whose making wasn't answered is made again under its own key: that tells its reference.
            Self::Intended | Self::Cancelling { reference: None, .. } => Some(Ask::Create),
            Self::Open { action: Action::Confirm, .. } => Some(Ask::Confirm),
            Self::Open { .. } => Some(Ask::Fetch),
            Self::Cancelling { reference: Some(_), .. } => Some(Ask::Cancel),
            Self::Paid { .. } | Self::Due { .. } | Self::Ended { .. } | Self::Mismatch { .. } => None,
        }
    }

    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        match self {
            Self::Open { reference, .. } | Self::Paid { reference } | Self::Due { reference } | Self::Mismatch { reference, .. } => Some(reference),
            Self::Cancelling { reference, .. } => reference.as_deref(),
            Self::Intended | Self::Ended { .. } => None,
        }
    }
}

impl Payment {
    /// Whether the shopper's time to pay is over.
    #[must_use]
    pub fn too_late(&self, now: Timestamp) -> bool {
        matches!(self.state, PaymentState::Intended | PaymentState::Open { .. }) && now > self.pay_until
    }
}

/// The state after `input`, or nothing where it changes nothing.
#[must_use]
pub fn advance(state: &PaymentState, total: Money, input: Input) -> Next {
    match (state, input) {
        (PaymentState::Paid { .. } | PaymentState::Due { .. } | PaymentState::Ended { .. } | PaymentState::Mismatch { .. }, _) => None,
        (_, Input::Answer(Answer::Paid { reference, amount })) => Some(paid(reference, amount, total)),
        (_, Input::Answer(Answer::Missing | Answer::Refunded { .. } | Answer::RefundWaiting | Answer::RefundRefused { .. })) => None,
        (PaymentState::Cancelling { reference: known, ending }, input) => cancelling(known.as_deref(), ending, input),
        (PaymentState::Intended, Input::GiveUp(ending)) => Some(PaymentState::Cancelling { reference: None, ending }),
        (PaymentState::Open { reference, .. }, Input::GiveUp(ending)) => {
            Some(PaymentState::Cancelling { reference: Some(reference.clone()), ending })
        }
        (PaymentState::Intended | PaymentState::Open { .. }, Input::Answer(answer)) => open(state, answer),
    }
}

fn paid(reference: String, amount: Money, total: Money) -> PaymentState {
    if amount == total { PaymentState::Paid { reference } } else { PaymentState::Mismatch { reference, paid: amount } }
}

/// An answer to a payment that may still be paid.
fn open(state: &PaymentState, answer: Answer) -> Next {
    match answer {
        Answer::Waiting { reference, action, declined } => Some(waiting(state, reference, action, declined)).filter(|next| next != state),
        Answer::Declined { reference: None, code, retryable } => Some(PaymentState::Ended { ending: Ending::Declined { code, retryable } }),
        Answer::Declined { reference, code, retryable } => Some(PaymentState::Cancelling { reference, ending: Ending::Declined { code, retryable } }),
        Answer::Cancelled => Some(PaymentState::Ended { ending: Ending::Expired }),
        Answer::Due { reference } => Some(PaymentState::Due { reference }),
        Answer::Paid { .. } | Answer::Missing | Answer::Refunded { .. } | Answer::RefundWaiting | Answer::RefundRefused { .. } => None,
    }
}

/// The payment stays open; a decline that wasn't counted yet is, and the last one that is allowed ends it.
fn waiting(state: &PaymentState, reference: String, action: Action, declined: Option<Decline>) -> PaymentState {
    let (before, last) = match state {
        PaymentState::Open { declines, last_attempt, .. } => (*declines, last_attempt.clone()),
        _ => (0, None),
    };
    match declined {
        Some(decline) if last.as_ref() != Some(&decline.attempt) => {
            let declines = before.saturating_add(1);
            if declines >= DECLINES_MAX {
                let ending = Ending::Declined { code: decline.code, retryable: false };
                return PaymentState::Cancelling { reference: Some(reference), ending };
            }
            PaymentState::Open { reference, action, declines, last_attempt: Some(decline.attempt) }
        }
        _ => PaymentState::Open { reference, action, declines: before, last_attempt: last },
    }
}

/// An answer to a payment that is being taken back.
fn cancelling(known: Option<&str>, ending: &Ending, input: Input) -> Next {
    match input {
        Input::GiveUp(_) => None,
        Input::Answer(Answer::Cancelled | Answer::Due { .. }) => Some(PaymentState::Ended { ending: ending.clone() }),
        Input::Answer(Answer::Declined { reference: None, code, retryable }) => {
            Some(PaymentState::Ended { ending: Ending::Declined { code, retryable } })
        }
        Input::Answer(Answer::Waiting { reference, .. } | Answer::Declined { reference: Some(reference), .. }) if known.is_none() => {
            Some(PaymentState::Cancelling { reference: Some(reference), ending: ending.clone() })
        }
        Input::Answer(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Ask, Input, advance};
    use crate::base::clock::Timestamp;
    use crate::domain::limits::DECLINES_MAX;
    use crate::domain::money::{Currency, Money};
    use crate::domain::payment::{Action, Answer, Decline, Ending, Method, Payment, PaymentState, ProviderName};

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn text(text: &str) -> String {
        text.to_owned()
    }

    fn open(action: Action, declines: u32) -> PaymentState {
        PaymentState::Open { reference: text("pi"), action, declines, last_attempt: (declines > 0).then(|| text("try")) }
    }

    fn redirect() -> Action {
        Action::Redirect { url: text("https://pay.example") }
    }

    fn declined() -> Ending {
        Ending::Declined { code: text("card_declined"), retryable: true }
    }

    /// Every state there is.
    fn states() -> Vec<(&'static str, PaymentState)> {
        vec![
            ("intended", PaymentState::Intended),
            ("to confirm", open(Action::Confirm, 0)),
            ("at the provider", open(redirect(), 0)),
            ("one decline left", open(redirect(), DECLINES_MAX - 1)),
            ("cancelling unknown", PaymentState::Cancelling { reference: None, ending: Ending::Expired }),
            ("cancelling", PaymentState::Cancelling { reference: Some(text("pi")), ending: Ending::Withdrawn }),
            ("paid", PaymentState::Paid { reference: text("pi") }),
            ("due", PaymentState::Due { reference: text("manual") }),
            ("ended", PaymentState::Ended { ending: declined() }),
            ("mismatch", PaymentState::Mismatch { reference: text("pi"), paid: usd(1) }),
        ]
    }

    /// Every kind of input there is.
    fn inputs() -> Vec<(&'static str, Input)> {
        let waiting = |action, attempt: Option<&str>| Answer::Waiting {
            reference: text("pi"),
            action,
            declined: attempt.map(|attempt| Decline { attempt: text(attempt), code: text("do_not_honor") }),
        };
        let answers = [
            ("waits to confirm", waiting(Action::Confirm, None)),
            ("waits for shopper", waiting(redirect(), None)),
            ("declined, still open", waiting(redirect(), Some("new try"))),
            ("same decline again", waiting(redirect(), Some("try"))),
            ("paid", Answer::Paid { reference: text("ch"), amount: usd(100) }),
            ("paid less", Answer::Paid { reference: text("ch"), amount: usd(99) }),
            ("declined and gone", Answer::Declined { reference: None, code: text("lost_card"), retryable: false }),
            ("declined", Answer::Declined { reference: Some(text("pi")), code: text("lost_card"), retryable: false }),
            ("cancelled", Answer::Cancelled),
            ("due", Answer::Due { reference: text("manual") }),
            ("missing", Answer::Missing),
            ("refunded", Answer::Refunded { reference: text("re") }),
            ("refund waits", Answer::RefundWaiting),
            ("refund refused", Answer::RefundRefused { reason: text("no") }),
        ];
        let mut inputs: Vec<_> = answers.into_iter().map(|(name, answer)| (name, Input::Answer(answer))).collect();
        inputs.push(("give up", Input::GiveUp(Ending::Expired)));
        inputs
    }

    /// What matters of a state, in a word or two.
    fn told(state: Option<PaymentState>) -> String {
        let ending = |ending: &Ending| match ending {
            Ending::Declined { code, .. } => code.clone(),
            Ending::Expired => text("expired"),
            Ending::Withdrawn => text("withdrawn"),
        };
        match state {
            None => text("-"),
            Some(PaymentState::Intended) => text("intended"),
            Some(PaymentState::Open { action: Action::Confirm, declines, .. }) => format!("confirm {declines}"),
            Some(PaymentState::Open { declines, .. }) => format!("open {declines}"),
            Some(PaymentState::Cancelling { reference, ending: why }) => {
                format!("cancelling {}{}", if reference.is_some() { "" } else { "unknown " }, ending(&why))
            }
            Some(PaymentState::Paid { reference }) => format!("paid {reference}"),
            Some(PaymentState::Due { .. }) => text("due"),
            Some(PaymentState::Ended { ending: why }) => format!("ended {}", ending(&why)),
            Some(PaymentState::Mismatch { paid, .. }) => format!("mismatch {}", paid.minor),
        }
    }

    /// Each state with each input: where it leads.
    #[test]
    fn every_input_is_decided_in_every_state() {
        let expected = [
            "confirm 0, open 0, open 1, open 1, paid ch, mismatch 99, ended lost_card, cancelling lost_card, \
             ended expired, due, -, -, -, -, cancelling unknown expired",
            "-, open 0, open 1, open 1, paid ch, mismatch 99, ended lost_card, cancelling lost_card, \
             ended expired, due, -, -, -, -, cancelling expired",
            "confirm 0, -, open 1, open 1, paid ch, mismatch 99, ended lost_card, cancelling lost_card, \
             ended expired, due, -, -, -, -, cancelling expired",
            "confirm 4, -, cancelling do_not_honor, -, paid ch, mismatch 99, ended lost_card, cancelling lost_card, \
             ended expired, due, -, -, -, -, cancelling expired",
            "cancelling expired, cancelling expired, cancelling expired, cancelling expired, paid ch, mismatch 99, ended lost_card, cancelling expired, \
             ended expired, ended expired, -, -, -, -, -",
            "-, -, -, -, paid ch, mismatch 99, ended lost_card, -, \
             ended withdrawn, ended withdrawn, -, -, -, -, -",
        ];
        let over = ["-"; 15].join(", ");
        let expected = expected.into_iter().chain([over.as_str(); 4]);
        for ((state_name, state), expected) in states().into_iter().zip(expected) {
            for ((input_name, input), expected) in inputs().into_iter().zip(expected.split(", ")) {
                assert_eq!(told(advance(&state, usd(100), input)), expected, "{state_name}, {input_name}");
            }
        }
    }

    /// No state that can still change is without a question, and none that is over asks.
    #[test]
    fn what_is_open_asks_and_what_is_over_rests() {
        let asks =
            [Some(Ask::Create), Some(Ask::Confirm), Some(Ask::Fetch), Some(Ask::Fetch), Some(Ask::Create), Some(Ask::Cancel), None, None, None, None];
        for ((name, state), ask) in states().into_iter().zip(asks) {
            assert_eq!(state.ask(), ask, "{name}");
            assert_eq!(state.unsettled(), ask.is_some() || name == "mismatch", "{name}");
        }
    }

    /// What a payment is called at its provider: from the first answer on, and no more once nothing is there.
    #[test]
    fn a_payment_is_asked_for_by_the_name_it_was_given() {
        let names: Vec<_> = states().iter().map(|(_, state)| state.reference().unwrap_or("-").to_owned()).collect();
        assert_eq!(names, ["-", "pi", "pi", "pi", "-", "pi", "pi", "manual", "-", "pi"]);
    }

    /// Up to the last moment it can be paid; and what is being taken back or is over has no time to keep.
    #[test]
    fn the_time_to_pay_ends_what_still_waits_for_the_shopper() {
        for (name, state) in states() {
            let waits = matches!(state, PaymentState::Intended | PaymentState::Open { .. });
            let method = Method { provider: ProviderName::Stripe, token: String::new() };
            let payment = Payment { method, pay_until: Timestamp(100), state };
            assert_eq!((payment.too_late(Timestamp(100)), payment.too_late(Timestamp(101))), (false, waits), "{name}");
        }
    }

    /// The same attempt is heard of again and again while the shopper looks for another card.
    #[test]
    fn an_attempt_that_was_declined_counts_once() {
        let heard = |attempt: &str| {
            let declined = Some(Decline { attempt: text(attempt), code: text("do_not_honor") });
            Input::Answer(Answer::Waiting { reference: text("pi"), action: redirect(), declined })
        };
        let mut state = open(redirect(), 0);
        for (attempt, declines) in [("a", 1), ("a", 1), ("b", 2), ("b", 2), ("c", 3)] {
            state = advance(&state, usd(100), heard(attempt)).unwrap_or(state);
            assert!(matches!(&state, PaymentState::Open { declines: counted, .. } if *counted == declines), "{attempt}: {state:?}");
        }
        state = advance(&state, usd(100), heard("d")).expect("the fourth");
        let over = advance(&state, usd(100), heard("e"));
        let ending = Ending::Declined { code: text("do_not_honor"), retryable: false };
        assert_eq!(over, Some(PaymentState::Cancelling { reference: Some(text("pi")), ending }), "five are enough");
    }

    /// Whatever comes in whatever order: money that came is never dropped, and nothing ends while money can still come.
    #[test]
    fn no_story_ends_with_money_lost() {
        let mut stories: Vec<PaymentState> = vec![PaymentState::Intended];
        let mut seen: Vec<PaymentState> = Vec::new();
        while let Some(state) = stories.pop() {
            if seen.contains(&state) {
                continue;
            }
            seen.push(state.clone());
            for (name, input) in inputs() {
                let Some(next) = advance(&state, usd(100), input.clone()) else { continue };
                let closes = matches!(input, Input::Answer(Answer::Cancelled | Answer::Declined { reference: None, .. } | Answer::Due { .. }));
                assert!(!matches!(next, PaymentState::Ended { .. }) || closes, "{state:?} ended by {name}");
                let money = matches!(input, Input::Answer(Answer::Paid { .. }));
                assert_eq!(money, matches!(next, PaymentState::Paid { .. } | PaymentState::Mismatch { .. }), "{state:?}, {name}");
                stories.push(next);
            }
        }
        assert!(seen.len() > 15, "the stories reach every kind of state: {}", seen.len());
    }
}
