//! What Stripe says, as far as the shop listens, and what it means for a payment.
//!
//! Source: Stripe's API reference: PaymentIntent, Checkout Session, Refund, Errors; and "How PaymentIntents work".

use std::collections::HashMap;

use serde::Deserialize;

use super::amount::from_stripe;
use super::client::Failure;
use crate::domain::payment::{Action, Answer, Decline};

/// In `metadata[mode]`: who takes the next step with a payment, we or the form on our page.
pub const MODE_TOKEN: &str = "token";
pub const MODE_ELEMENT: &str = "element";

/// An object that may come whole or as its id alone.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Linked<T> {
    Id(String),
    Whole(Box<T>),
}

#[derive(Debug, Deserialize)]
pub struct Named {
    pub id: String,
}

impl Linked<Named> {
    fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Whole(named) => &named.id,
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Intent {
    pub id: String,
    pub status: String,
    amount: i64,
    amount_received: Option<i64>,
    currency: String,
    client_secret: Option<String>,
    #[serde(default)]
    metadata: HashMap<String, String>,
    next_action: Option<NextAction>,
    last_payment_error: Option<PaymentError>,
    latest_charge: Option<Linked<Named>>,
}

#[derive(Debug, Deserialize)]
struct NextAction {
    redirect_to_url: Option<RedirectToUrl>,
}

#[derive(Debug, Deserialize)]
struct RedirectToUrl {
    url: Option<String>,
}

/// The error of an attempt or of a request.
#[derive(Debug, Default, Deserialize)]
pub struct PaymentError {
    #[serde(rename = "type", default)]
    pub kind: String,
    pub code: Option<String>,
    pub decline_code: Option<String>,
    pub message: Option<String>,
    charge: Option<Linked<Named>>,
    payment_method: Option<Linked<Named>>,
}

#[derive(Deserialize)]
pub struct ErrorBody {
    pub error: PaymentError,
}

/// Stripe said no.
#[derive(Debug)]
pub struct Refused {
    pub status: u16,
    pub request_id: String,
    /// Stripe's own words, for the log.
    pub message: String,
    pub error: PaymentError,
}

#[derive(Debug, Deserialize)]
pub struct Session {
    pub id: String,
    pub status: Option<String>,
    payment_status: String,
    url: Option<String>,
    pub payment_intent: Option<Linked<Intent>>,
}

#[derive(Debug, Deserialize)]
pub struct Refund {
    pub id: String,
    /// Absent for some ways to pay, which refund at once.
    pub status: Option<String>,
    pub failure_reason: Option<String>,
    #[serde(default)]
    pub metadata: HashMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub struct Page<T> {
    pub data: Vec<T>,
    #[serde(default)]
    pub has_more: bool,
}

impl PaymentError {
    /// The reason in the words of Stripe's "Decline codes".
    #[must_use]
    pub fn reason(&self) -> String {
        let code = self.decline_code.as_deref().filter(|code| *code != "generic_decline").or(self.code.as_deref());
        match code {
            Some("payment_intent_authentication_failure") => "authentication_required".to_owned(),
            Some(code) => code.to_owned(),
            None => "card_declined".to_owned(),
        }
    }
}

impl Intent {
    fn is_element(&self) -> bool {
        self.metadata.get("mode").is_some_and(|mode| mode == MODE_ELEMENT)
    }

    /// What is to be said of a payment in this state.
    ///
    /// # Errors
    /// When the state is one that nobody has heard of.
    pub fn answer(self) -> Result<Answer, Failure> {
        let waiting = |action| Ok(Answer::Waiting { reference: self.id.clone(), action, declined: None });
        match self.status.as_str() {
            "succeeded" => self.paid(),
            "canceled" => Ok(Answer::Cancelled),
            "requires_payment_method" if !self.is_element() => {
                let error = self.last_payment_error.unwrap_or_default();
                Ok(Answer::Declined { reference: Some(self.id), code: error.reason(), retryable: true })
            }
            "requires_payment_method" | "requires_confirmation" if self.is_element() => self.on_our_page(),
            "requires_confirmation" => waiting(Action::Confirm),
            "requires_action" => match self.redirect() {
                Some(url) => waiting(Action::Redirect { url }),
                None if self.is_element() => self.on_our_page(),
                None => waiting(Action::Wait),
            },
            "processing" => waiting(Action::Wait),
            other => Err(Failure::silent(format!("a payment is {other}, which isn't known here"))),
        }
    }

    fn paid(self) -> Result<Answer, Failure> {
        let received = self.amount_received.unwrap_or(self.amount);
        let amount = from_stripe(received, &self.currency);
        let amount = amount.ok_or_else(|| Failure::silent(format!("{received} {} isn't an amount", self.currency)))?;
        Ok(Answer::Paid { reference: self.id, amount })
    }

    fn on_our_page(self) -> Result<Answer, Failure> {
        let declined = self.decline();
        match self.client_secret {
            Some(client_secret) => Ok(Answer::Waiting { reference: self.id, action: Action::Element { client_secret }, declined }),
            None => Err(Failure::silent("a payment came without its client secret")),
        }
    }

    fn redirect(&self) -> Option<String> {
        self.next_action.as_ref()?.redirect_to_url.as_ref()?.url.clone()
    }

    /// The last attempt that failed. Its name tells one attempt from the next.
    fn decline(&self) -> Option<Decline> {
        let error = self.last_payment_error.as_ref().filter(|_| self.status == "requires_payment_method")?;
        let code = error.reason();
        let attempt = error.charge.as_ref().or(self.latest_charge.as_ref()).or(error.payment_method.as_ref()).map_or(&*code, Linked::id);
        Some(Decline { attempt: attempt.to_owned(), code })
    }
}

impl Session {
    /// What is to be said of a payment on Stripe's own page.
    ///
    /// # Errors
    /// When the state is one that nobody has heard of.
    pub fn answer(self) -> Result<Answer, Failure> {
        let waiting = |action| Ok(Answer::Waiting { reference: self.id.clone(), action, declined: None });
        let intent = match self.payment_intent {
            Some(Linked::Whole(intent)) => Some(*intent),
            _ => None,
        };
        match (self.status.as_deref(), intent) {
            (_, Some(intent)) if intent.status == "succeeded" => intent.paid(),
            (Some("complete"), None) if self.payment_status == "paid" => Err(Failure::silent("a paid session came without its payment")),
            (Some("complete" | "expired"), Some(intent)) if intent.status == "canceled" => Ok(Answer::Cancelled),
            (Some("expired"), None) => Ok(Answer::Cancelled),
            // A bank that takes its time can say no after the page is done with.
            (Some("complete"), Some(intent)) if intent.status == "requires_payment_method" => {
                let code = intent.last_payment_error.unwrap_or_default().reason();
                Ok(Answer::Declined { reference: Some(self.id), code, retryable: true })
            }
            (Some("expired"), Some(intent)) if intent.status == "requires_payment_method" => Ok(Answer::Cancelled),
            (Some("complete" | "expired"), _) => waiting(Action::Wait),
            (Some("open"), intent) => match self.url {
                Some(url) => {
                    let declined = intent.and_then(|intent| intent.decline());
                    Ok(Answer::Waiting { reference: self.id, action: Action::Redirect { url }, declined })
                }
                None => Err(Failure::silent("an open session came without its address")),
            },
            (other, _) => Err(Failure::silent(format!("a session is {}, which isn't known here", other.unwrap_or("without a status")))),
        }
    }

    /// The payment behind the page, where the shopper came far enough to have one.
    #[must_use]
    pub fn intent_id(&self) -> Option<&str> {
        match self.payment_intent.as_ref()? {
            Linked::Id(id) => Some(id),
            Linked::Whole(intent) => Some(&intent.id),
        }
    }
}

impl Refund {
    #[must_use]
    pub fn answer(self) -> Answer {
        match self.status.as_deref() {
            Some("failed" | "canceled") => Answer::RefundRefused { reason: self.failure_reason.unwrap_or_else(|| "the refund failed".to_owned()) },
            Some("pending" | "requires_action") => Answer::RefundWaiting,
            _ => Answer::Refunded { reference: self.id },
        }
    }
}
