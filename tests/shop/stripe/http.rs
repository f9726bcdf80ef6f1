//! Stripe's manners: keys, idempotency, errors. One request in, one answer out.
//!
//! Source: Stripe, "Idempotent requests": the first answer after the work began is kept for 24 hours, failures too; the same
//! key with other parameters is an error; while the first is at work, a second is refused.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::account::{Fail, Params, fail};
use super::fault::Fault;
use super::{SECRET_KEY, Seen, State};

const KEPT_S: i64 = 24 * 60 * 60;

#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub params: Params,
    pub key: Option<String>,
    pub authorization: String,
    pub version: String,
}

#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub body: String,
    pub replayed: bool,
    pub location: Option<String>,
}

#[derive(Clone)]
enum Entry {
    InFlight { asked: String },
    Kept { asked: String, at_s: i64, status: u16, body: String },
}

#[derive(Default)]
pub struct Keys {
    entries: BTreeMap<String, Entry>,
}

/// What is to be done with a request.
pub enum Admitted {
    Work,
    Answered(Reply),
}

impl Reply {
    fn new(status: u16, body: String) -> Self {
        Self { status, body, replayed: false, location: None }
    }

    fn failed(fail: &Fail) -> Self {
        Self::new(fail.status, json!({"error": fail.error}).to_string())
    }
}

impl State {
    /// Before the work: who asks, and whether it was asked before.
    pub fn admit(&mut self, request: &Request, fault: Fault) -> Admitted {
        let answered = |reply| Admitted::Answered(reply);
        if !request.path.starts_with("/v1/") {
            return Admitted::Work;
        }
        if request.authorization != format!("Bearer {SECRET_KEY}") {
            let shown = &request.authorization;
            return answered(Reply::failed(&fail(401, "invalid_request_error", "", &format!("Invalid API Key provided: {shown}"))));
        }
        if let Fault::Refused(status) = fault {
            let code = if status == 409 { "lock_timeout" } else { "rate_limit" };
            return answered(Reply::failed(&fail(status, "api_error", code, "Try again.")));
        }
        if fault == Fault::RepeatsKey {
            let message = format!("This was sent with {}.", request.authorization);
            return answered(Reply::failed(&fail(400, "invalid_request_error", "", &message)));
        }
        if request.version.is_empty() {
            return answered(Reply::failed(&fail(400, "invalid_request_error", "", "The simulation wants the version pinned.")));
        }
        let Some(key) = request.key.clone().filter(|_| request.method == "POST") else { return Admitted::Work };
        let asked = format!("{} {:?}", request.path, request.params);
        let now_s = (self.account.now_s)();
        match self.keys.entries.get(&key) {
            Some(Entry::InFlight { .. }) => {
                answered(Reply::failed(&fail(409, "idempotency_error", "idempotency_key_in_use", "Another request uses this key right now.")))
            }
            Some(Entry::Kept { at_s, .. }) if now_s - at_s >= KEPT_S => self.begin(key, asked),
            Some(Entry::Kept { asked: before, .. }) if *before != asked => {
                let message = "Keys for idempotent requests can only be used with the same parameters they were first used with.";
                let mut fail = fail(400, "idempotency_error", "", message);
                fail.error["code"] = Value::Null;
                answered(Reply::failed(&fail))
            }
            Some(Entry::Kept { status, body, .. }) => answered(Reply { replayed: true, ..Reply::new(*status, body.clone()) }),
            None => self.begin(key, asked),
        }
    }

    fn begin(&mut self, key: String, asked: String) -> Admitted {
        self.keys.entries.insert(key, Entry::InFlight { asked });
        Admitted::Work
    }

    /// The work, and what is kept of it under the key.
    pub fn work(&mut self, request: &Request, fault: Fault) -> Reply {
        if !request.path.starts_with("/v1/") {
            return self.page(request);
        }
        let failed = || Fail { kept: true, ..fail(500, "api_error", "", "An unknown error occurred") };
        let done = if fault == Fault::FailedBefore { Err(failed()) } else { self.operate(request) };
        let done = if fault == Fault::FailedAfter { Err(failed()) } else { done };
        let (reply, kept) = match &done {
            Ok(object) => (Reply::new(200, object.to_string()), true),
            Err(fail) => (Reply::failed(fail), fail.kept),
        };
        self.keep(request, &reply, kept);
        reply
    }

    fn keep(&mut self, request: &Request, reply: &Reply, kept: bool) {
        let Some(key) = request.key.as_ref().filter(|_| request.method == "POST") else { return };
        let Some(Entry::InFlight { asked }) = self.keys.entries.remove(key) else { return };
        if kept {
            let at_s = (self.account.now_s)();
            self.keys.entries.insert(key.clone(), Entry::Kept { asked, at_s, status: reply.status, body: reply.body.clone() });
        }
    }

    fn operate(&mut self, request: &Request) -> Result<Value, Fail> {
        let Request { method, path, params, .. } = request;
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let account = &mut self.account;
        match (method.as_str(), parts.as_slice()) {
            ("POST", ["v1", "payment_intents"]) => account.intent_create(params),
            ("GET", ["v1", "payment_intents", id]) => account.intent(id),
            ("POST", ["v1", "payment_intents", id, "confirm"]) => account.intent_confirm(id, params),
            ("POST", ["v1", "payment_intents", id, "capture"]) => account.intent_capture(id),
            ("POST", ["v1", "payment_intents", id, "cancel"]) => account.intent_cancel(id),
            ("POST", ["v1", "checkout", "sessions"]) => account.session_create(params),
            ("GET", ["v1", "checkout", "sessions", id]) => account.session(id, params),
            ("POST", ["v1", "checkout", "sessions", id, "expire"]) => account.session_expire(id, params),
            ("POST", ["v1", "refunds"]) => account.refund_create(params),
            ("GET", ["v1", "refunds"]) => account.refund_list(params),
            ("GET", ["v1", "refunds", id]) => account.refund(id),
            _ => Err(fail(404, "invalid_request_error", "", &format!("Unrecognized request URL ({method}: {path})."))),
        }
    }

    /// The pages a shopper is sent to: Stripe's own, and the bank's.
    fn page(&mut self, request: &Request) -> Reply {
        let Request { method, path, params, .. } = request;
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let to = |location: Option<String>| Reply { location, ..Reply::new(303, String::new()) };
        let returns = |state: &Self, id: &str| state.account.sessions.get(id).and_then(|session| session.params.get("success_url").cloned());
        match (method.as_str(), parts.as_slice()) {
            ("GET", ["c", "pay", id]) if returns(self, id).is_some() => Reply::new(200, checkout_page(id, "")),
            ("POST", ["c", "pay", id]) if params.get("back").is_some() => to(returns(self, id)),
            ("POST", ["c", "pay", id]) if returns(self, id).is_some() => {
                let token = params.get("token").map_or("pm_card_visa", String::as_str);
                if self.account.session_pay(id, token) {
                    to(returns(self, id))
                } else {
                    Reply::new(200, checkout_page(id, "Your card was declined."))
                }
            }
            ("GET", ["3ds", id]) => Reply::new(200, bank_page(id)),
            ("POST", ["3ds", id]) => {
                self.account.bank_says(id, params.get("yes").is_some());
                to(self.account.intents.get(*id).and_then(|intent| intent.return_url.clone()))
            }
            _ => Reply::new(404, "There is no such page.".to_owned()),
        }
    }

    pub fn note(&mut self, seen: Seen) {
        self.seen.push(seen);
    }
}

fn checkout_page(id: &str, said: &str) -> String {
    format!(
        "<!doctype html><title>Pay</title><h1>Pay</h1><p>{said}</p><form method=post action=/c/pay/{id}><input name=token value=pm_card_visa>\
         <button id=pay>Pay</button><button id=back name=back value=1>Back</button></form>"
    )
}

fn bank_page(id: &str) -> String {
    format!(
        "<!doctype html><title>Your bank</title><h1>Is it you?</h1><form method=post action=/3ds/{id}>\
         <button id=yes name=yes value=1>Yes</button><button id=no name=no value=1>No</button></form>"
    )
}

/// `a=b&c[d]=e%20f`, as forms and queries come.
pub fn unfold(text: &str) -> Params {
    let decoded = |part: &str| {
        let mut bytes = Vec::new();
        let mut rest = part.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let pair = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                    u8::from_str_radix(&String::from_utf8_lossy(&pair), 16).unwrap_or(b'?')
                }
                other => other,
            });
        }
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}
