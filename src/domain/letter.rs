//! Letters: what the shop owes somebody to read, and when sending is tried again.
//!
//! A letter is owed in the commit of what it tells, so neither can happen without the other.

use std::fmt;

use minicbor::{Decode, Encode};

use super::address::Email;
use super::limits::{MAIL_GIVE_UP_MS, MAIL_RESET_GIVE_UP_MS, MAIL_RETRY_MAX_MS, MAIL_RETRY_MIN_MS};
use super::money::Money;
use super::order::OrderId;
use crate::base::clock::Timestamp;

id!(
    /// Rises with each letter that is owed.
    LetterId
);

/// What opens something to whoever holds it. It stands in its letter alone: no log and no message shows it.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct LetterSecret(#[n(0)] String);

impl LetterSecret {
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LetterSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LetterSecret(…)")
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Letter {
    #[n(0)]
    OrderConfirmed {
        #[n(0)]
        order: OrderId,
    },
    #[n(1)]
    OrderShipped {
        #[n(0)]
        order: OrderId,
    },
    /// `refund` counts the refunds of one order.
    #[n(2)]
    OrderRefunded {
        #[n(0)]
        order: OrderId,
        #[n(1)]
        refund: u32,
        #[n(2)]
        amount: Money,
    },
    #[n(3)]
    OrderCancelled {
        #[n(0)]
        order: OrderId,
    },
    #[n(4)]
    PasswordReset {
        #[n(0)]
        customer: u64,
        #[n(1)]
        email: Email,
        #[n(2)]
        name: String,
        #[n(3)]
        token: LetterSecret,
    },
    /// `number` counts the returns of one order.
    #[n(5)]
    ReturnRequested {
        #[n(0)]
        order: OrderId,
        #[n(1)]
        number: u32,
    },
    #[n(6)]
    ReturnAccepted {
        #[n(0)]
        order: OrderId,
        #[n(1)]
        number: u32,
    },
    #[n(7)]
    ReturnDeclined {
        #[n(0)]
        order: OrderId,
        #[n(1)]
        number: u32,
    },
    /// Nobody has this account any more.
    #[n(8)]
    AccountErased {
        #[n(0)]
        email: Email,
        #[n(1)]
        name: String,
    },
}

impl Letter {
    /// A short name, for files and figures.
    #[must_use]
    pub fn slug(&self) -> &'static str {
        match self {
            Self::OrderConfirmed { .. } => "order-confirmed",
            Self::OrderShipped { .. } => "order-shipped",
            Self::OrderRefunded { .. } => "order-refunded",
            Self::OrderCancelled { .. } => "order-cancelled",
            Self::PasswordReset { .. } => "password-reset",
            Self::ReturnRequested { .. } => "return-requested",
            Self::ReturnAccepted { .. } => "return-accepted",
            Self::ReturnDeclined { .. } => "return-declined",
            Self::AccountErased { .. } => "account-erased",
        }
    }

    /// The order it tells of.
    #[must_use]
    pub fn order(&self) -> Option<OrderId> {
        match self {
            Self::OrderConfirmed { order } | Self::OrderShipped { order } | Self::OrderCancelled { order } | Self::OrderRefunded { order, .. } => {
                Some(*order)
            }
            Self::ReturnRequested { order, .. } | Self::ReturnAccepted { order, .. } | Self::ReturnDeclined { order, .. } => Some(*order),
            Self::PasswordReset { .. } | Self::AccountErased { .. } => None,
        }
    }

    /// How long it's worth sending, counted from when it was owed.
    #[must_use]
    pub fn worth_ms(&self) -> i64 {
        match self {
            Self::PasswordReset { .. } => MAIL_RESET_GIVE_UP_MS,
            _ => MAIL_GIVE_UP_MS,
        }
    }

    /// The same without what nobody may find later.
    #[must_use]
    pub fn without_secret(self) -> Self {
        match self {
            Self::PasswordReset { customer, email, name, .. } => Self::PasswordReset { customer, email, name, token: LetterSecret::new("") },
            other => other,
        }
    }
}

/// A letter on its way.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Owed {
    #[n(0)]
    pub letter: Letter,
    #[n(1)]
    pub owed_at: Timestamp,
    /// How often it was tried in vain.
    #[n(2)]
    pub attempts: u32,
    #[n(3)]
    pub next_at: Timestamp,
    /// What the last try came to.
    #[n(4)]
    pub last_error: Option<String>,
}

impl Owed {
    #[must_use]
    pub fn new(letter: Letter, now: Timestamp) -> Self {
        Self { letter, owed_at: now, attempts: 0, next_at: now, last_error: None }
    }

    /// Whether it's to be tried now. A time further away than any wait is a clock's that went back.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> bool {
        self.next_at <= now || self.next_at > now.plus_ms(MAIL_RETRY_MAX_MS)
    }

    /// After a try in vain: waits twice as long as before, or is given up (`Err`).
    ///
    /// # Errors
    /// The letter as it's kept for whoever looks after the shop, without its secret.
    pub fn put_off(self, now: Timestamp, error: &str, lasting: bool) -> Result<Self, Self> {
        let attempts = self.attempts.saturating_add(1);
        let tried = Self { attempts, last_error: Some(error.to_owned()), ..self };
        let age_ms = now.0.saturating_sub(tried.owed_at.0);
        if lasting || age_ms >= tried.letter.worth_ms() {
            return Err(Self { letter: tried.letter.without_secret(), ..tried });
        }
        let doublings = attempts.saturating_sub(1).min(16);
        let wait_ms = MAIL_RETRY_MIN_MS.saturating_mul(1_i64 << doublings).min(MAIL_RETRY_MAX_MS);
        Ok(Self { next_at: now.plus_ms(wait_ms), ..tried })
    }
}

#[cfg(test)]
mod tests {
    use super::{Letter, LetterSecret, Owed};
    use crate::base::clock::Timestamp;
    use crate::domain::address::Email;
    use crate::domain::order::OrderId;

    const MINUTE_MS: i64 = 60_000;

    #[test]
    fn waits_double_from_half_a_minute_to_an_hour_and_end_after_three_days() {
        let mut now = Timestamp(1_795_000_000_000);
        let mut owed = Owed::new(Letter::OrderConfirmed { order: OrderId(1) }, now);
        let mut waits = Vec::new();
        let given_up = loop {
            assert!(owed.due(now));
            match owed.put_off(now, "no answer", false) {
                Ok(later) => {
                    assert!(!later.due(now) && later.due(later.next_at));
                    waits.push((later.next_at.0 - now.0) / 1_000);
                    now = later.next_at;
                    owed = later;
                }
                Err(given_up) => break given_up,
            }
        };
        assert_eq!(waits[..9], [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
        let days = (now.0 - given_up.owed_at.0) / (24 * 60 * MINUTE_MS);
        assert_eq!((days, given_up.last_error.as_deref()), (3, Some("no answer")));
    }

    #[test]
    fn a_clock_that_went_back_delays_nothing() {
        let now = Timestamp(1_795_000_000_000);
        let owed = Owed { next_at: now.plus_ms(61 * MINUTE_MS), ..Owed::new(Letter::OrderConfirmed { order: OrderId(1) }, now) };
        assert!(owed.due(now) && !owed.due(now.plus_ms(2 * MINUTE_MS)));
    }

    #[test]
    fn a_secret_is_shown_nowhere_and_ends_with_its_letter() {
        let email = Email::parse("ada@example.com").expect("an address");
        let letter = Letter::PasswordReset { customer: 1, email, name: "Ada".into(), token: LetterSecret::new("open-sesame") };
        let owed = Owed::new(letter, Timestamp(0));
        assert!(!format!("{owed:?}").contains("sesame"));
        let kept = owed.put_off(Timestamp(61 * MINUTE_MS), "no answer", false).expect_err("an hour is enough for a reset");
        assert!(matches!(kept.letter, Letter::PasswordReset { token, .. } if token.reveal().is_empty()));
    }
}
