//! What a Stripe account holds, and what may happen to it: payments, sessions, charges, refunds, events.
//!
//! No HTTP here: an operation takes parameters by Stripe's names and gives Stripe's object or Stripe's error.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::cards::{Card, card};

pub type Params = BTreeMap<String, String>;

/// An error as Stripe words it. `kept`: it is stored under the idempotency key, because the work had begun.
#[derive(Clone, Debug)]
pub struct Fail {
    pub status: u16,
    pub error: Value,
    pub kept: bool,
}

#[derive(Clone, Debug)]
pub struct Intent {
    pub id: String,
    pub status: &'static str,
    pub amount: i64,
    pub received: i64,
    pub currency: String,
    pub method: Option<String>,
    pub metadata: Params,
    pub latest_charge: Option<String>,
    pub last_error: Option<Value>,
    pub next_action: Option<Value>,
    pub return_url: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Session {
    pub id: String,
    pub status: &'static str,
    pub amount: i64,
    pub currency: String,
    pub intent: Option<String>,
    pub expires_at: i64,
    pub params: Params,
}

#[derive(Clone, Debug)]
pub struct Refund {
    pub id: String,
    pub intent: String,
    pub amount: i64,
    pub currency: String,
    pub status: &'static str,
    pub metadata: Params,
}

#[derive(Clone, Debug)]
pub struct Event {
    pub kind: String,
    pub body: String,
}

/// What went in and out for one order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many times money was taken.
    pub charges: u32,
    pub captured: i64,
    pub refunded: i64,
}

pub struct Account {
    pub now_s: Box<dyn Fn() -> i64 + Send>,
    pub address: String,
    /// Banks only set the money aside; it has to be captured.
    pub sets_aside: bool,
    pub intents: BTreeMap<String, Intent>,
    pub sessions: BTreeMap<String, Session>,
    pub refunds: Vec<Refund>,
    pub events: Vec<Event>,
    charges: BTreeMap<String, u32>,
    serial: u64,
}

pub fn fail(status: u16, kind: &str, code: &str, message: &str) -> Fail {
    Fail { status, error: json!({"type": kind, "code": code, "message": message}), kept: false }
}

fn invalid(code: &str, message: &str) -> Fail {
    fail(400, "invalid_request_error", code, message)
}

fn missing(what: &str, id: &str) -> Fail {
    fail(404, "invalid_request_error", "resource_missing", &format!("No such {what}: '{id}'"))
}

/// The work had begun when this went wrong.
fn kept(fail: Fail) -> Fail {
    Fail { kept: true, ..fail }
}

/// Every parameter must be one that Stripe knows: a slip of the pen is an error there, too.
fn known(params: &Params, names: &[&str]) -> Result<(), Fail> {
    let stranger = params.keys().find(|key| !names.iter().any(|name| key == name || (name.ends_with('[') && key.starts_with(name))));
    stranger.map_or(Ok(()), |key| Err(invalid("parameter_unknown", &format!("Received unknown parameter: {key}"))))
}

fn need<'a>(params: &'a Params, name: &str) -> Result<&'a str, Fail> {
    let value = params.get(name).map(String::as_str).filter(|value| !value.is_empty());
    value.ok_or_else(|| invalid("parameter_missing", &format!("Missing required param: {name}.")))
}

fn number(params: &Params, name: &str) -> Result<i64, Fail> {
    need(params, name)?.parse().map_err(|_| invalid("parameter_invalid_integer", &format!("Invalid integer: {name}")))
}

fn amount(params: &Params, name: &str) -> Result<i64, Fail> {
    match number(params, name)? {
        amount if amount < 50 => Err(invalid("amount_too_small", "Amount must be at least $0.50 usd")),
        amount => Ok(amount),
    }
}

fn metadata(params: &Params, prefix: &str) -> Params {
    let inner = |key: &str| key.strip_prefix(prefix)?.strip_suffix(']').map(str::to_owned);
    params.iter().filter_map(|(key, value)| Some((inner(key)?, value.clone()))).collect()
}

impl Account {
    pub fn new(address: String) -> Self {
        let machine =
            || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(0));
        Self {
            now_s: Box::new(machine),
            address,
            sets_aside: false,
            intents: BTreeMap::new(),
            sessions: BTreeMap::new(),
            refunds: Vec::new(),
            events: Vec::new(),
            charges: BTreeMap::new(),
            serial: 0,
        }
    }

    fn name(&mut self, prefix: &str) -> String {
        self.serial += 1;
        format!("{prefix}_sim{:06}", self.serial)
    }

    fn tell(&mut self, kind: &str, object: &Value) {
        let id = self.name("evt");
        let created = (self.now_s)();
        let body = json!({"id": id, "object": "event", "type": kind, "created": created, "livemode": false, "data": {"object": object}});
        self.events.push(Event { kind: kind.to_owned(), body: body.to_string() });
    }

    /// What went in and out, by the order in the metadata.
    pub fn sums(&self) -> BTreeMap<String, Sums> {
        let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
        for intent in self.intents.values() {
            let own = sums.entry(intent.metadata.get("order").cloned().unwrap_or_default()).or_default();
            own.charges += self.charges.get(&intent.id).copied().unwrap_or(0);
            own.captured += intent.received;
            own.refunded += self.given_back(&intent.id);
        }
        sums
    }

    fn given_back(&self, intent: &str) -> i64 {
        self.refunds.iter().filter(|refund| refund.intent == intent && refund.status != "failed").map(|refund| refund.amount).sum()
    }
}

/// PaymentIntents.
impl Account {
    pub fn intent_create(&mut self, params: &Params) -> Result<Value, Fail> {
        known(params, &["amount", "currency", "payment_method", "payment_method_types[", "automatic_payment_methods[enabled]", "metadata["])?;
        let amount = amount(params, "amount")?;
        let currency = need(params, "currency")?.to_owned();
        if currency != currency.to_lowercase() || currency.len() != 3 {
            return Err(invalid("", &format!("Invalid currency: {currency}")));
        }
        let method = params.get("payment_method").cloned();
        if let Some(method) = &method {
            card(method).ok_or_else(|| invalid("resource_missing", &format!("No such PaymentMethod: '{method}'")))?;
        }
        Ok(self.intent_add(amount, currency, method, metadata(params, "metadata[")))
    }

    fn intent_add(&mut self, amount: i64, currency: String, method: Option<String>, metadata: Params) -> Value {
        let id = self.name("pi");
        let status = if method.is_some() { "requires_confirmation" } else { "requires_payment_method" };
        let intent = Intent {
            id: id.clone(),
            status,
            amount,
            received: 0,
            currency,
            method,
            metadata,
            latest_charge: None,
            last_error: None,
            next_action: None,
            return_url: None,
        };
        self.intents.insert(id.clone(), intent);
        self.told("payment_intent.created", &id)
    }

    /// The payment as it is now, with an event about it.
    fn told(&mut self, kind: &str, id: &str) -> Value {
        let object = self.intent_json(&self.intents[id]);
        self.tell(kind, &object);
        object
    }

    pub fn intent(&self, id: &str) -> Result<Value, Fail> {
        self.intents.get(id).map(|intent| self.intent_json(intent)).ok_or_else(|| missing("payment_intent", id))
    }

    pub fn intent_confirm(&mut self, id: &str, params: &Params) -> Result<Value, Fail> {
        known(params, &["payment_method", "return_url"])?;
        let intent = self.intents.get_mut(id).ok_or_else(|| missing("payment_intent", id))?;
        let method = params.get("payment_method").cloned().or(intent.method.clone());
        let open = matches!(intent.status, "requires_confirmation" | "requires_payment_method");
        let Some(method) = method.filter(|_| open) else {
            return Err(self.unexpected_state(id, "confirm"));
        };
        let known_card = card(&method).ok_or_else(|| invalid("resource_missing", &format!("No such PaymentMethod: '{method}'")))?;
        intent.method = Some(method);
        intent.return_url = params.get("return_url").cloned().or(intent.return_url.take());
        self.attempt(id, known_card)
    }

    fn unexpected_state(&self, id: &str, what: &str) -> Fail {
        let intent = &self.intents[id];
        let message = format!("You cannot {what} this PaymentIntent because it has a status of {}.", intent.status);
        let mut fail = kept(invalid("payment_intent_unexpected_state", &message));
        fail.error["payment_intent"] = self.intent_json(intent);
        fail
    }

    pub fn attempt(&mut self, id: &str, card: Card) -> Result<Value, Fail> {
        let url = format!("{}/3ds/{id}", self.address);
        let intent = self.intents.get_mut(id).expect("only known payments are tried");
        intent.last_error = None;
        match card {
            Card::Challenges(_) => {
                intent.status = "requires_action";
                let return_url = intent.return_url.clone();
                intent.next_action = Some(json!({"type": "redirect_to_url", "redirect_to_url": {"url": url, "return_url": return_url}}));
                Ok(self.told("payment_intent.requires_action", id))
            }
            Card::TakesTime => {
                intent.status = "processing";
                Ok(self.told("payment_intent.processing", id))
            }
            Card::Declines { code, decline_code } => Err(self.decline(id, code, decline_code)),
            Card::Pays | Card::RefundsSlowly | Card::FailsRefunds if self.sets_aside => {
                intent.status = "requires_capture";
                Ok(self.told("payment_intent.amount_capturable_updated", id))
            }
            Card::Pays | Card::RefundsSlowly | Card::FailsRefunds => Ok(self.charge(id)),
        }
    }

    /// Money moves, here and nowhere else.
    fn charge(&mut self, id: &str) -> Value {
        let charge = self.name("ch");
        *self.charges.entry(id.to_owned()).or_default() += 1;
        let intent = self.intents.get_mut(id).expect("only known payments are charged");
        intent.status = "succeeded";
        intent.received += intent.amount;
        intent.latest_charge = Some(charge.clone());
        intent.next_action = None;
        let object = json!({"id": charge, "object": "charge", "payment_intent": id, "amount": intent.amount, "metadata": intent.metadata});
        self.tell("charge.succeeded", &object);
        self.told("payment_intent.succeeded", id)
    }

    fn decline(&mut self, id: &str, code: &str, decline_code: &str) -> Fail {
        let charge = self.name("ch");
        let method = self.intents[id].method.clone();
        let mut error = json!({"type": "card_error", "code": code, "message": "Your card was declined.", "charge": charge});
        if !decline_code.is_empty() {
            error["decline_code"] = json!(decline_code);
        }
        error["payment_method"] = json!({"id": method, "object": "payment_method"});
        let intent = self.intents.get_mut(id).expect("only known payments are declined");
        intent.status = "requires_payment_method";
        intent.method = None;
        intent.next_action = None;
        intent.latest_charge = Some(charge);
        intent.last_error = Some(error.clone());
        let object = self.told("payment_intent.payment_failed", id);
        error["payment_intent"] = object;
        Fail { status: 402, error, kept: true }
    }

    /// The shopper came back from the bank's page, or the bank made up its mind.
    pub fn bank_says(&mut self, id: &str, yes: bool) {
        let Some(intent) = self.intents.get_mut(id).filter(|intent| matches!(intent.status, "requires_action" | "processing")) else { return };
        let challenged = intent.status == "requires_action";
        let then = intent.method.as_deref().and_then(card);
        match (yes, then) {
            (true, Some(Card::Challenges(Some(decline_code)))) => drop(self.decline(id, "card_declined", decline_code)),
            (true, _) => drop(self.charge(id)),
            (false, _) if challenged => {
                intent.latest_charge = None;
                let fail = json!({"type": "invalid_request_error", "code": "payment_intent_authentication_failure", "message": "It failed."});
                (intent.status, intent.method, intent.next_action, intent.last_error) = ("requires_payment_method", None, None, Some(fail));
                self.told("payment_intent.payment_failed", id);
            }
            (false, _) => drop(self.decline(id, "payment_intent_payment_attempt_failed", "")),
        }
    }

    pub fn intent_cancel(&mut self, id: &str) -> Result<Value, Fail> {
        let intent = self.intents.get_mut(id).ok_or_else(|| missing("payment_intent", id))?;
        if matches!(intent.status, "succeeded" | "canceled" | "processing") {
            return Err(self.unexpected_state(id, "cancel"));
        }
        (intent.status, intent.next_action) = ("canceled", None);
        Ok(self.told("payment_intent.canceled", id))
    }

    pub fn intent_capture(&mut self, id: &str) -> Result<Value, Fail> {
        let intent = self.intents.get(id).ok_or_else(|| missing("payment_intent", id))?;
        if intent.status != "requires_capture" { Err(self.unexpected_state(id, "capture")) } else { Ok(self.charge(id)) }
    }

    fn intent_json(&self, intent: &Intent) -> Value {
        let Intent { id, status, amount, received, currency, method, metadata, latest_charge, last_error, next_action, .. } = intent;
        json!({
            "id": id, "object": "payment_intent", "status": status, "amount": amount, "amount_received": received, "currency": currency,
            "client_secret": format!("{id}_secret_sim"), "payment_method": method, "metadata": metadata, "latest_charge": latest_charge,
            "last_payment_error": last_error, "next_action": next_action, "capture_method": "automatic", "livemode": false,
        })
    }
}

/// Checkout Sessions and the shopper on Stripe's page.
impl Account {
    pub fn session_create(&mut self, params: &Params) -> Result<Value, Fail> {
        let names = ["mode", "line_items[", "client_reference_id", "metadata[", "payment_intent_data[metadata][", "customer_email", "expires_at"];
        known(params, &[&names[..], &["success_url", "cancel_url", "expand["]].concat())?;
        if need(params, "mode")? != "payment" {
            return Err(invalid("", "Only payments are simulated"));
        }
        need(params, "success_url")?;
        need(params, "line_items[0][price_data][product_data][name]")?;
        let quantity = number(params, "line_items[0][quantity]")?;
        let amount = amount(params, "line_items[0][price_data][unit_amount]")? * quantity;
        let currency = need(params, "line_items[0][price_data][currency]")?.to_owned();
        let open_s = number(params, "expires_at")? - (self.now_s)();
        if !(30 * 60..=24 * 60 * 60).contains(&open_s) {
            return Err(invalid("", "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation."));
        }
        let id = self.name("cs_test");
        let expires_at = number(params, "expires_at")?;
        let session = Session { id: id.clone(), status: "open", amount, currency, intent: None, expires_at, params: params.clone() };
        self.sessions.insert(id.clone(), session);
        self.session(&id, params)
    }

    pub fn session(&mut self, id: &str, params: &Params) -> Result<Value, Fail> {
        let now_s = (self.now_s)();
        let due = self.sessions.get(id).ok_or_else(|| missing("checkout.session", id))?;
        if due.status == "open" && due.expires_at <= now_s {
            self.session_close(id);
        }
        Ok(self.session_json(&self.sessions[id], params.values().any(|value| value == "payment_intent")))
    }

    pub fn session_expire(&mut self, id: &str, params: &Params) -> Result<Value, Fail> {
        let session = self.sessions.get(id).ok_or_else(|| missing("checkout.session", id))?;
        if session.status != "open" {
            let message =
                format!("Only Checkout Sessions with a status in [\"open\"] can be expired. This one has a status of `{}`.", session.status);
            return Err(kept(invalid("", &message)));
        }
        self.session_close(id);
        self.session(id, params)
    }

    fn session_close(&mut self, id: &str) {
        let session = self.sessions.get_mut(id).expect("only known sessions end");
        session.status = "expired";
        if let Some(intent) = session.intent.clone() {
            drop(self.intent_cancel(&intent));
        }
        let object = self.session_json(&self.sessions[id], false);
        self.tell("checkout.session.expired", &object);
    }

    /// The shopper pays on the page; a decline leaves the page open. True when the page is done with.
    pub fn session_pay(&mut self, id: &str, token: &str) -> bool {
        drop(self.session(id, &Params::new()));
        let Some(session) = self.sessions.get(id).filter(|session| session.status == "open").cloned() else { return false };
        let intent = session.intent.clone().unwrap_or_else(|| {
            let metadata = metadata(&session.params, "payment_intent_data[metadata][");
            let made = self.intent_add(session.amount, session.currency.clone(), None, metadata);
            made["id"].as_str().expect("it has a name").to_owned()
        });
        self.sessions.get_mut(id).expect("it was found").intent = Some(intent.clone());
        let card = card(token).expect("a card that the simulation knows");
        self.intents.get_mut(&intent).expect("it was made").method = Some(token.to_owned());
        if self.attempt(&intent, card).is_err() {
            return false;
        }
        if self.intents[&intent].status == "requires_action" {
            self.bank_says(&intent, true);
        }
        self.sessions.get_mut(id).expect("it was found").status = "complete";
        let object = self.session_json(&self.sessions[id], false);
        self.tell("checkout.session.completed", &object);
        true
    }

    fn session_json(&self, session: &Session, whole: bool) -> Value {
        let Session { id, status, amount, currency, intent, expires_at, params } = session;
        let paid = intent.as_ref().is_some_and(|intent| self.intents[intent].status == "succeeded");
        let linked = intent.as_ref().map(|intent| if whole { self.intent_json(&self.intents[intent]) } else { json!(intent) });
        let url = (*status == "open").then(|| format!("{}/c/pay/{id}", self.address));
        json!({
            "id": id, "object": "checkout.session", "status": status, "payment_status": if paid { "paid" } else { "unpaid" }, "mode": "payment",
            "amount_total": amount, "currency": currency, "payment_intent": linked, "url": url, "expires_at": expires_at, "livemode": false,
            "client_reference_id": params.get("client_reference_id"), "metadata": metadata(params, "metadata["),
        })
    }
}

/// Refunds.
impl Account {
    pub fn refund_create(&mut self, params: &Params) -> Result<Value, Fail> {
        known(params, &["payment_intent", "amount", "metadata[", "reason"])?;
        let id = need(params, "payment_intent")?;
        let intent = self.intents.get(id).ok_or_else(|| missing("payment_intent", id))?;
        if intent.status != "succeeded" {
            return Err(kept(invalid("", "This PaymentIntent does not have a successful charge to refund.")));
        }
        let left = intent.received - self.given_back(id);
        let asked = if params.contains_key("amount") { number(params, "amount")? } else { left };
        match asked {
            _ if left == 0 => return Err(kept(invalid("charge_already_refunded", "Charge has already been refunded."))),
            asked if asked > left => return Err(kept(invalid("", "Refund amount is greater than unrefunded amount on charge"))),
            _ => {}
        }
        let slow = intent.method.as_deref().and_then(card) == Some(Card::RefundsSlowly);
        let status = if slow { "pending" } else { "succeeded" };
        let (currency, metadata) = (intent.currency.clone(), metadata(params, "metadata["));
        let refund = Refund { id: self.name("re"), intent: id.to_owned(), amount: asked, currency, status, metadata };
        let object = refund_json(&refund);
        self.refunds.insert(0, refund);
        self.tell("refund.created", &object);
        Ok(object)
    }

    /// What was on its way arrives, or turns out not to.
    pub fn refunds_settle(&mut self) {
        for place in 0..self.refunds.len() {
            let failing = self.intents[&self.refunds[place].intent].method.as_deref().and_then(card) == Some(Card::FailsRefunds);
            self.refunds[place].status = if failing { "failed" } else { "succeeded" };
            let object = refund_json(&self.refunds[place]);
            self.tell("refund.updated", &object);
        }
    }

    pub fn refund_list(&self, params: &Params) -> Result<Value, Fail> {
        known(params, &["payment_intent", "limit", "starting_after"])?;
        let limit = params.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(10_usize);
        let of = params.get("payment_intent");
        let all: Vec<_> = self.refunds.iter().filter(|refund| of.is_none_or(|of| *of == refund.intent)).collect();
        let after = params.get("starting_after").and_then(|after| all.iter().position(|refund| refund.id == *after));
        let rest = &all[after.map_or(0, |place| place + 1)..];
        let data: Vec<Value> = rest.iter().take(limit).map(|refund| refund_json(refund)).collect();
        Ok(json!({"object": "list", "url": "/v1/refunds", "has_more": rest.len() > limit, "data": data}))
    }

    pub fn refund(&self, id: &str) -> Result<Value, Fail> {
        self.refunds.iter().find(|refund| refund.id == id).map(refund_json).ok_or_else(|| missing("refund", id))
    }
}

fn refund_json(refund: &Refund) -> Value {
    let Refund { id, intent, amount, currency, status, metadata } = refund;
    let reason = (*status == "failed").then_some("expired_or_canceled_card");
    json!({
        "id": id, "object": "refund", "payment_intent": intent, "amount": amount, "currency": currency, "status": status, "metadata": metadata,
        "failure_reason": reason,
    })
}
