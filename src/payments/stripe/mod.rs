//! Stripe: PaymentIntents for a token or for the form on our page, Checkout Sessions for Stripe's own page, refunds.
//!
//! - **No answer is trusted twice.** What Stripe kept under an idempotency key may be old; then the payment is fetched.
//! - **Each POST that could move money or make something has a key**, made from the order or the refund alone, so that a
//!   repeated call is the same request to the letter. Cancelling has none: it is the same however often it is done, and a
//!   refusal that Stripe keeps for a day would hold the stock for a day.
//! - **Keys live for 24 hours at Stripe.** A payment made again after that is harmless: the first was never shown to anybody,
//!   and one payment takes its money once, whatever key confirms it. A refund would be a second one, so before each refund
//!   ours is looked for in the list of the payment's refunds, by the key in its metadata.

mod amount;
mod client;
mod shapes;

use self::amount::to_stripe;
use self::client::{Client, Failure, Form, Heard};
use self::shapes::{Intent, MODE_ELEMENT, MODE_TOKEN, Page, Refund, Refused, Session};
use super::{Answering, NoAnswer, Provider};
use crate::base::id::time_of;
use crate::config::stripe::StripeSettings;
use crate::domain::limits::{PAYMENT_TOKEN_CHARS_MAX, REFUND_PAGES_MAX};
use crate::domain::money::Money;
use crate::domain::payment::{Action, Answer, Call, Charge};

/// Keys tried for one payment, where Stripe keeps a failure under those before.
const KEYS_MAX: u32 = 10;
/// Stripe's page stays open for 30 minutes at least and 24 hours at most. We close it ourselves when the time to pay is over.
const PAGE_OPEN_MS_MIN: i64 = 61 * 60_000;
const PAGE_OPEN_MS_MAX: i64 = 23 * 60 * 60_000;
/// What a payment ends as when Stripe doesn't want it at all.
const PROVIDER_REFUSED: &str = "provider_refused";

pub struct Stripe {
    client: Client,
    element: bool,
}

impl Provider for Stripe {
    fn check(&self, token: &str) -> Result<(), String> {
        let usable = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let known = token.strip_prefix("pm_").is_some_and(usable) && token.len() <= PAYMENT_TOKEN_CHARS_MAX;
        if token.is_empty() || known {
            return Ok(());
        }
        Err("Leave the token out to pay on Stripe's page, or send the name of a payment method, such as pm_1PxYz".to_owned())
    }

    fn call(&self, call: Call) -> Answering<'_> {
        Box::pin(async move {
            let answered = match call {
                Call::Create(charge) => self.create(&charge).await,
                Call::Confirm { charge, reference } => self.confirm(&charge, &reference).await,
                Call::Fetch { reference, .. } => self.fetch(&reference).await,
                Call::Cancel { reference, .. } => self.cancel(&reference).await,
                Call::Refund { key, reference, amount } => self.refund(&key, &reference, amount).await,
            };
            answered.map_err(|failure| match failure {
                Failure::Silent(no_answer) => no_answer,
                Failure::Spent => NoAnswer("Stripe keeps an old failure under this call's key".to_owned()),
                Failure::Refused(refused) => NoAnswer(format!("Stripe answered {} to a question: {}", refused.status, refused.message)),
            })
        })
    }
}

impl Stripe {
    #[must_use]
    pub fn new(settings: &StripeSettings) -> Self {
        Self { client: Client::new(settings), element: settings.element }
    }

    async fn create(&self, charge: &Charge) -> Result<Answer, Failure> {
        let Some(amount) = to_stripe(charge.amount) else {
            tracing::warn!(order = charge.order.0, amount = %charge.amount, "Stripe has no such amount of this currency");
            return Ok(Answer::Declined { reference: None, code: PROVIDER_REFUSED.to_owned(), retryable: true });
        };
        let made = match (charge.token.is_empty(), self.element) {
            (true, false) => {
                let heard = self.post_once("/v1/checkout/sessions", &charge.create_key(), &session_form(charge, amount)).await;
                heard.map(|heard: Heard<Session>| heard.said).and_then(Session::answer)
            }
            (own_form, _) => {
                let form = if own_form { element_form(charge, amount) } else { token_form(charge, amount) };
                let heard = self.post_once("/v1/payment_intents", &charge.create_key(), &form).await;
                heard.map(|heard: Heard<Intent>| heard.said).and_then(Intent::answer)
            }
        };
        made.or_else(|failure| declined(failure, None))
    }

    /// A payment takes its money once, so after anything but a plain answer the payment itself is asked.
    async fn confirm(&self, charge: &Charge, reference: &str) -> Result<Answer, Failure> {
        let path = format!("/v1/payment_intents/{}/confirm", segment(reference)?);
        let form: Form = [("return_url", charge.return_url.clone())].into_iter().filter(|(_, url)| !url.is_empty()).collect();
        let refused = match self.post_once(&path, &charge.confirm_key(), &form).await {
            Ok(Heard { said, replayed: false }) => return self.captured(said).await,
            Ok(Heard { replayed: true, .. }) => return self.fetch(reference).await,
            Err(Failure::Refused(refused)) => refused,
            Err(other) => return Err(other),
        };
        match (refused.status, self.fetch(reference).await?) {
            // The card was declined, or the token isn't one: we can't take this money, and nobody else is asked to.
            (402, Answer::Declined { reference, .. }) => Ok(Answer::Declined { reference, code: refused.error.reason(), retryable: true }),
            (_, Answer::Waiting { action: Action::Confirm, .. }) => declined(Failure::Refused(refused), Some(reference)),
            (_, truth) => Ok(truth),
        }
    }

    async fn fetch(&self, reference: &str) -> Result<Answer, Failure> {
        let answered = if is_session(reference) {
            self.session(reference).await.and_then(Session::answer)
        } else {
            match self.client.get(&format!("/v1/payment_intents/{}", segment(reference)?)).await {
                Ok(intent) => self.captured(intent).await,
                Err(failure) => Err(failure),
            }
        };
        match answered {
            Err(Failure::Refused(refused)) if refused.status == 404 => Ok(Answer::Missing),
            other => other,
        }
    }

    async fn session(&self, reference: &str) -> Result<Session, Failure> {
        self.client.get(&format!("/v1/checkout/sessions/{}?expand[]=payment_intent", segment(reference)?)).await
    }

    /// Takes money that the bank has only set aside, which happens where the account asks for it.
    async fn captured(&self, intent: Intent) -> Result<Answer, Failure> {
        if intent.status != "requires_capture" {
            return intent.answer();
        }
        let path = format!("/v1/payment_intents/{}/capture", segment(&intent.id)?);
        let heard: Heard<Intent> = self.post_once(&path, &format!("capture-{}", intent.id), &Form::new()).await?;
        heard.said.answer()
    }

    /// Whatever Stripe says to the cancelling, how the payment stands is asked when it isn't plainly cancelled.
    async fn cancel(&self, reference: &str) -> Result<Answer, Failure> {
        if is_session(reference) {
            return self.cancel_session(reference).await;
        }
        match self.cancel_intent(reference).await {
            Err(Failure::Refused(_)) => self.fetch(reference).await,
            other => other,
        }
    }

    async fn cancel_intent(&self, reference: &str) -> Result<Answer, Failure> {
        let path = format!("/v1/payment_intents/{}/cancel", segment(reference)?);
        let heard: Heard<Intent> = self.client.post(&path, None, &Form::new()).await?;
        heard.said.answer()
    }

    async fn cancel_session(&self, reference: &str) -> Result<Answer, Failure> {
        let path = format!("/v1/checkout/sessions/{}/expire", segment(reference)?);
        let form = vec![("expand[0]", "payment_intent".to_owned())];
        let session: Session = match self.client.post(&path, None, &form).await {
            Ok(Heard { said, .. }) => said,
            Err(Failure::Refused(refused)) if refused.status == 404 => return Ok(Answer::Missing),
            Err(Failure::Refused(_)) => self.session(reference).await?,
            Err(other) => return Err(other),
        };
        // The page is done with, but its payment could be tried again: it is closed too.
        let intent = session.intent_id().map(str::to_owned);
        match (session.answer()?, intent) {
            (Answer::Declined { .. }, Some(intent)) => self.cancel_intent(&intent).await,
            (answer, _) => Ok(answer),
        }
    }

    async fn refund(&self, key: &str, reference: &str, amount: Money) -> Result<Answer, Failure> {
        if let Some(ours) = self.refund_find(key, reference).await? {
            return Ok(ours.answer());
        }
        let Some(minor) = to_stripe(amount) else {
            return Ok(Answer::RefundRefused { reason: format!("Stripe can't give back {amount} to the unit") });
        };
        let form = vec![("payment_intent", reference.to_owned()), ("amount", minor.to_string()), ("metadata[key]", key.to_owned())];
        match self.client.post("/v1/refunds", Some(key), &form).await {
            Ok(Heard { said, .. }) => Ok(Refund::answer(said)),
            Err(Failure::Refused(refused)) => match self.refund_find(key, reference).await? {
                Some(ours) => Ok(ours.answer()),
                None => Ok(Answer::RefundRefused { reason: say(&refused, "a refund") }),
            },
            // Kept under the key for a day, and only Stripe knows whether it happened: it's looked for until the key has ended.
            Err(Failure::Spent) => {
                tracing::warn!(key, reference, "Stripe doesn't know what became of a refund; it is looked for again");
                Ok(self.refund_find(key, reference).await?.map_or(Answer::RefundWaiting, Refund::answer))
            }
            Err(other) => Err(other),
        }
    }

    /// The refund that was made with this key, however long ago.
    async fn refund_find(&self, key: &str, reference: &str) -> Result<Option<Refund>, Failure> {
        let first = format!("/v1/refunds?payment_intent={}&limit=100", segment(reference)?);
        let mut path = first.clone();
        for _ in 0..REFUND_PAGES_MAX {
            let page: Page<Refund> = self.client.get(&path).await?;
            let last = page.data.last().map(|refund| refund.id.clone());
            if let Some(ours) = page.data.into_iter().find(|refund| refund.metadata.get("key").is_some_and(|said| said == key)) {
                return Ok(Some(ours));
            }
            match last.filter(|_| page.has_more) {
                Some(last) => path = format!("{first}&starting_after={}", segment(&last)?),
                None => return Ok(None),
            }
        }
        Err(Failure::silent("the payment has more refunds than can be looked through"))
    }

    /// Posts with the call's key, and with the next where Stripe keeps under it what can't be used.
    ///
    /// Only for what does no harm when it happens under two keys: making a payment that nobody has seen, and confirming one.
    async fn post_once<T: serde::de::DeserializeOwned>(&self, path: &str, key: &str, form: &Form) -> Result<Heard<T>, Failure> {
        for number in 1..=KEYS_MAX {
            let key = if number == 1 { key.to_owned() } else { format!("{key}-{number}") };
            match self.client.post(path, Some(&key), form).await {
                Err(Failure::Spent) => {}
                other => return other,
            }
        }
        Err(Failure::Spent)
    }
}

fn token_form(charge: &Charge, amount: i64) -> Form {
    let mut form = intent_form(charge, amount, MODE_TOKEN);
    form.extend([("payment_method", charge.token.clone()), ("payment_method_types[0]", "card".to_owned())]);
    form
}

fn element_form(charge: &Charge, amount: i64) -> Form {
    let mut form = intent_form(charge, amount, MODE_ELEMENT);
    form.push(("automatic_payment_methods[enabled]", "true".to_owned()));
    form
}

fn intent_form(charge: &Charge, amount: i64, mode: &str) -> Form {
    vec![
        ("amount", amount.to_string()),
        ("currency", charge.amount.currency.code().to_lowercase()),
        ("metadata[order]", charge.order.to_string()),
        ("metadata[mode]", mode.to_owned()),
    ]
}

/// One line with the order's total: the shop has counted, and Stripe isn't asked to.
fn session_form(charge: &Charge, amount: i64) -> Form {
    let placed = time_of(charge.order.0);
    let expires = charge.pay_until.max(placed.plus_ms(PAGE_OPEN_MS_MIN)).min(placed.plus_ms(PAGE_OPEN_MS_MAX));
    let seconds = expires.0.checked_div(1_000).unwrap_or_default();
    vec![
        ("mode", "payment".to_owned()),
        ("line_items[0][quantity]", "1".to_owned()),
        ("line_items[0][price_data][currency]", charge.amount.currency.code().to_lowercase()),
        ("line_items[0][price_data][unit_amount]", amount.to_string()),
        ("line_items[0][price_data][product_data][name]", "Your order".to_owned()),
        ("client_reference_id", charge.order.to_string()),
        ("metadata[order]", charge.order.to_string()),
        ("payment_intent_data[metadata][order]", charge.order.to_string()),
        ("customer_email", charge.email.as_str().to_owned()),
        ("expires_at", seconds.to_string()),
        ("success_url", charge.return_url.clone()),
        ("cancel_url", charge.return_url.clone()),
    ]
}

/// Stripe doesn't want this payment: for the shopper a decline, for the log a reason.
fn declined(failure: Failure, reference: Option<&str>) -> Result<Answer, Failure> {
    let Failure::Refused(refused) = failure else { return Err(failure) };
    let code = match refused.status {
        402 => refused.error.reason(),
        _ => {
            say(&refused, "a payment");
            PROVIDER_REFUSED.to_owned()
        }
    };
    Ok(Answer::Declined { reference: reference.map(str::to_owned), code, retryable: true })
}

fn say(refused: &Refused, what: &str) -> String {
    let Refused { status, request_id, message, error } = refused;
    tracing::warn!(status, request_id, code = error.code.as_deref().unwrap_or_default(), message, "Stripe refused {what}");
    error.code.clone().unwrap_or_else(|| message.clone())
}

fn is_session(reference: &str) -> bool {
    reference.starts_with("cs_")
}

/// A name as one part of a path: what comes from a provider never becomes another address.
fn segment(name: &str) -> Result<&str, Failure> {
    let usable = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    usable.then_some(name).ok_or_else(|| Failure::silent(format!("{name:?} isn't a name of Stripe's")))
}
