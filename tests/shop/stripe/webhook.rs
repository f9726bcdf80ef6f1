//! Webhooks as they travel: signed, doubled, late, lost, out of order, and made up by others.

use shop::base::secret::{sign, to_hex};

use super::account::Event;

/// Where events are sent, and how badly.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub url: String,
    /// Of a thousand events.
    pub lost: u64,
    pub doubled: u64,
    /// Each event waits up to so long, so that later ones overtake it.
    pub late_ms: u64,
}

/// How the post went.
#[derive(Clone, Copy, Debug, Default)]
pub struct Post {
    pub sent: u64,
    pub lost: u64,
    pub doubled: u64,
    /// Sent after one that was told later.
    pub overtaken: u64,
    newest: usize,
}

impl Post {
    /// The event of this number leaves now.
    pub fn leaves(&mut self, number: usize) {
        self.sent += 1;
        self.overtaken += u64::from(number < self.newest);
        self.newest = self.newest.max(number);
    }
}

/// What is posted.
#[derive(Clone, Debug)]
pub struct Letter {
    pub body: String,
    pub signature: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgery {
    WrongSecret,
    /// Right, but from an hour ago.
    OldTime,
    AlteredBody,
    NoSignature,
    /// Signed once, sent with another time.
    OtherTime,
}

pub fn letter(event: &Event, secret: &str, now_s: i64) -> Letter {
    let right = signature(&event.body, secret, now_s);
    Letter { body: event.body.clone(), signature: format!("t={now_s},v1={right},v0=unused") }
}

fn signature(body: &str, secret: &str, now_s: i64) -> String {
    to_hex(&sign(secret.as_bytes(), format!("{now_s}.{body}").as_bytes()).0)
}

pub fn forged(event: &Event, secret: &str, now_s: i64, how: Forgery) -> Letter {
    let right = letter(event, secret, now_s);
    match how {
        Forgery::WrongSecret => letter(event, "whsec_of_somebody_else", now_s),
        Forgery::OldTime => letter(event, secret, now_s - 3_600),
        Forgery::AlteredBody => Letter { body: right.body.replacen("evt_", "evt-", 1), ..right },
        Forgery::NoSignature => Letter { signature: String::new(), ..right },
        Forgery::OtherTime => Letter { signature: format!("t={},v1={}", now_s + 1, signature(&right.body, secret, now_s)), ..right },
    }
}
