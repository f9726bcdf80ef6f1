//! What the merchant does for customers who ask: take out what is known about one, and delete an account.

use anyhow::{Result, anyhow};
use serde::{Deserialize, Serialize};

use super::Shop;
use super::erase::{Erased, OwnReviews, erase_by_mail};
use super::personal::Personal;
use crate::domain::address::Email;
use crate::domain::refusal::{Error, Refusal};
use crate::store::customer::CustomerRows;

/// What the merchant asks, about the account with a mail address.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerWork {
    Export { email: String },
    Erase { email: String, reviews: OwnReviews },
}

impl Shop {
    /// All that is known about the account with this mail address.
    ///
    /// # Errors
    /// When there is none.
    pub fn personal_by_mail(&self, email: &str) -> Result<Personal> {
        let known = Email::parse(email).ok_or_else(|| nobody(email))?;
        let customer = self.snapshot()?.customer_by_mail(&known)?.ok_or_else(|| nobody(email))?;
        self.personal(customer.id)?.ok_or_else(|| nobody(email))
    }

    /// Deletes the account with this mail address. Never call it from async code.
    ///
    /// # Errors
    /// Says what can't be done, in words for the merchant.
    pub fn erase_by_mail(&self, email: &str, reviews: OwnReviews) -> Result<Erased> {
        let (known, settings) = (Email::parse(email).ok_or_else(|| nobody(email))?, self.settings.clone());
        let erased = self.books.write_blocking("deleting an account", move |draft| erase_by_mail(draft, &settings, &known, reviews));
        erased.map_err(|error| match error {
            Error::Refusal(Refusal::NotFound) => nobody(email),
            Error::Refusal(Refusal::WrongStep { .. }) => {
                anyhow!("an order of {email} is being paid for right now; `shop order list` shows it. Try again when that has ended")
            }
            other => other.spoken(),
        })
    }
}

fn nobody(email: &str) -> anyhow::Error {
    anyhow!("there is no account with the mail address {email}")
}
