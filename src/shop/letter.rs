//! Sending the letters that are owed, each once, and letting go of those that came to nothing.
//!
//! A letter is handed over first and forgotten after: a crash in between sends it again. As a file that changes nothing,
//! for its name is the letter's own; over SMTP it's a second copy with the same Message-ID.

use anyhow::Result;

use super::Shop;
use crate::base::messages::spoken_in;
use crate::base::text::shorten;
use crate::domain::address::Email;
use crate::domain::country;
use crate::domain::letter::{Letter, LetterId, Owed};
use crate::domain::limits::{MAIL_ERROR_CHARS_MAX, MAIL_RUN_MAX};
use crate::domain::order::{Order, OrderId};
use crate::domain::refusal::Error;
use crate::mail::letters::{Facts, write};
use crate::mail::{Addressed, NotSent};
use crate::store::order::OrderRows;
use crate::store::outbox::{letter_counts, letters_due, letters_given_up};
use crate::store::tables;

/// What one run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub sent: u32,
    pub failed: u32,
}

impl Shop {
    /// Sends what is due, oldest first, as long as `go_on` says so before each. A letter that can't be sent now is put off
    /// and holds up no other.
    ///
    /// # Errors
    /// When the books can't be read or written; what was sent by then is sent.
    pub async fn letters_send(&self, go_on: impl Fn() -> bool) -> Result<Sent, Error> {
        let turn = self.mail.turn().await;
        let mut done = Sent::default();
        for (id, owed) in letters_due(&self.snapshot()?, self.books.now(), MAIL_RUN_MAX)? {
            if !go_on() {
                break;
            }
            if !self.mail.on() {
                self.books
                    .write("dropping a letter that nobody gets", move |draft| {
                        draft.remove(tables::OUTBOX, id);
                        Ok(())
                    })
                    .await?;
                continue;
            }
            match self.letter_hand_over(id, &owed).await {
                Ok(()) => {
                    self.books
                        .write("a letter is sent", move |draft| {
                            draft.letter_sent(id, &owed);
                            Ok(())
                        })
                        .await?;
                    done.sent = done.sent.saturating_add(1);
                    metrics::counter!("shop_mail_sent_total").increment(1);
                }
                Err(not_sent) => {
                    done.failed = done.failed.saturating_add(1);
                    self.letter_put_off(id, &owed, &not_sent).await?;
                    if matches!(not_sent, NotSent::Unreachable(_)) {
                        break;
                    }
                }
            }
        }
        drop(turn);
        Ok(done)
    }

    async fn letter_hand_over(&self, id: LetterId, owed: &Owed) -> Result<(), NotSent> {
        let order = match owed.letter.order() {
            None => None,
            Some(order) => Some(self.order_told(order, &owed.letter)?),
        };
        let (to, to_name) = addressee(&owed.letter, order.as_ref()).ok_or_else(|| no_use("it has nobody to go to"))?;
        let order_path = order.as_ref().map_or_else(String::new, |order| {
            let number = order.number.map_or_else(String::new, |number| number.to_string());
            format!("/orders/{number}?token={}", self.order_token(order.id))
        });
        let facts = Facts {
            shop: &self.settings.name,
            url: &self.settings.url,
            order: order.as_ref(),
            order_path: &order_path,
            bank_details: &self.settings.bank_details,
            country: order.as_ref().map_or("", |order| country::name(&order.shipping.address.country)),
        };
        let content = spoken_in(self.settings.catalogue, || write(&owed.letter, &facts));
        let letter = Addressed { id, owed_at: owed.owed_at, slug: owed.letter.slug(), to, to_name, content: &content };
        self.mail.send(&letter).await
    }

    /// The order as the letter tells of it.
    fn order_told(&self, id: OrderId, letter: &Letter) -> Result<Order, NotSent> {
        let order = self.snapshot().and_then(|snapshot| snapshot.order(id)).map_err(|fault| NotSent::Unreachable(format!("{fault:#}")))?;
        let order = order.ok_or_else(|| no_use("its order is missing"))?;
        Ok(if matches!(letter, Letter::OrderConfirmed { .. }) { order.as_confirmed() } else { order })
    }

    async fn letter_put_off(&self, id: LetterId, owed: &Owed, not_sent: &NotSent) -> Result<(), Error> {
        let lasting = matches!(not_sent, NotSent::Refused { lasting: true, .. });
        let reason = shorten(&crate::base::text::tidy(&not_sent.to_string()), MAIL_ERROR_CHARS_MAX);
        let said = reason.clone();
        let given_up = self.books.write("a letter is put off", move |draft| Ok(draft.letter_put_off(id, &said, lasting)?)).await?;
        let kind = owed.letter.slug();
        if given_up {
            metrics::counter!("shop_mail_failed_total").increment(1);
            tracing::error!(letter = id.0, kind, reason, "a letter is given up");
        } else {
            tracing::warn!(letter = id.0, kind, reason, "a letter is tried again later");
        }
        Ok(())
    }

    /// How many letters wait, and how many were given up.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn letter_counts(&self) -> Result<(u64, u64)> {
        letter_counts(&self.snapshot()?)
    }

    /// Drops letters that were given up longer than `keep_ms` ago; returns how many.
    ///
    /// # Errors
    /// When the books can't be read or written.
    pub async fn prune_letters(&self, keep_ms: i64) -> Result<u64, Error> {
        let before = self.books.now().plus_ms(keep_ms.saturating_neg());
        let old: Vec<LetterId> =
            letters_given_up(&self.snapshot()?)?.into_iter().filter(|(_, owed)| owed.owed_at < before).map(|(id, _)| id).collect();
        if old.is_empty() {
            return Ok(0);
        }
        self.books
            .write("dropping old letters", move |draft| {
                old.iter().for_each(|id| draft.remove(tables::UNDELIVERED, *id));
                Ok(u64::try_from(old.len()).unwrap_or(u64::MAX))
            })
            .await
    }
}

/// Trying again won't help.
fn no_use(reason: &str) -> NotSent {
    NotSent::Refused { reason: reason.to_owned(), lasting: true }
}

/// Who gets it, and what they are called.
fn addressee<'a>(letter: &'a Letter, order: Option<&'a Order>) -> Option<(&'a Email, &'a str)> {
    match letter {
        Letter::PasswordReset { email, name, .. } | Letter::AccountErased { email, name } => Some((email, name)),
        _ => order.map(|order| (&order.shipping.email, order.shipping.address.name.as_str())),
    }
}
