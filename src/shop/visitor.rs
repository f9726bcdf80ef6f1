//! Who is asking: a browser with its cookie, and the network it comes from.

use anyhow::Result;

use super::Shop;
use crate::base::clock::Timestamp;
use crate::base::secret::Token;
use crate::domain::cart::CartId;
use crate::domain::customer::CustomerId;
use crate::domain::limits::{SESSION_IDLE_MS, SESSION_LIFE_MS, SESSION_SEEN_MS};
use crate::domain::order::SessionId;
use crate::store::cart::Session;
use crate::store::draft::Draft;
use crate::store::read::Read;
use crate::store::tables;

/// What a browser shows to be known again.
#[derive(Clone, Debug)]
pub struct Cookie {
    pub id: SessionId,
    pub token: Token,
}

#[derive(Clone, Debug)]
pub struct Visitor {
    pub cookie: Option<Cookie>,
    /// The network, as a number that says nothing else.
    pub client: u64,
}

impl Cookie {
    /// `id.token`, as the browser keeps it.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{}.{}", self.id, self.token.reveal())
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, token) = text.split_once('.')?;
        Some(Self { id: id.parse().ok()?, token: Token::parse(token)? })
    }
}

impl Visitor {
    /// The session of the cookie, with the browser that orders and keys belong to; nothing where the cookie is missing,
    /// forged or forgotten.
    ///
    /// # Errors
    /// When the row can't be read.
    pub fn session(&self, read: &impl Read) -> Result<Option<(SessionId, Session)>> {
        let Some(cookie) = &self.cookie else { return Ok(None) };
        let session: Option<Session> = read.get(cookie.id)?;
        Ok(session.filter(|session| session.token == cookie.token.digest()).map(|session| (session.browser, session)))
    }
}

/// Starts a session with an empty cart's id; the cookie is for the browser.
///
/// # Errors
/// When a row can't be read.
pub fn session_start(draft: &mut Draft) -> Result<(Cookie, CartId)> {
    let cart = CartId(draft.fresh_id(tables::CARTS)?);
    Ok((session_open(draft, Visit { cart, browser: None, customer: None, apart: false })?, cart))
}

/// What a new session starts with.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    pub cart: CartId,
    /// Who was here before the token changed; a stranger where nobody was.
    pub browser: Option<SessionId>,
    pub customer: Option<CustomerId>,
    pub apart: bool,
}

/// Writes a session under a new id and a new token.
///
/// # Errors
/// When a row can't be read.
pub fn session_open(draft: &mut Draft, visit: Visit) -> Result<Cookie> {
    let id = SessionId(draft.fresh_id(tables::SESSIONS)?);
    let (token, now) = (draft.token(), draft.now());
    let Visit { cart, browser, customer, apart } = visit;
    let session = Session { token: token.digest(), cart, started_at: now, browser: browser.unwrap_or(id), customer, apart, last_seen_at: now };
    draft.put(id, &session);
    if let Some(customer) = customer {
        draft.set_value(tables::CUSTOMER_SESSIONS, (customer, id), &());
    }
    Ok(Cookie { id, token })
}

/// Ends a session; its cookie opens nothing any more. The cart stays.
pub fn session_close(draft: &mut Draft, id: SessionId, session: &Session) {
    draft.remove(tables::SESSIONS, id);
    if let Some(customer) = session.customer {
        draft.remove(tables::CUSTOMER_SESSIONS, (customer, id));
    }
}

/// Whether a session has been quiet or has lasted for too long.
#[must_use]
pub fn session_over(session: &Session, now: Timestamp) -> bool {
    let quiet = session.customer.is_some() && now >= session.last_seen_at.plus_ms(SESSION_IDLE_MS);
    quiet || now >= session.started_at.plus_ms(SESSION_LIFE_MS)
}

impl Shop {
    /// Notes that a browser is there; false when its session is over, so that nobody is signed in with it.
    ///
    /// # Errors
    /// When the books can't be read.
    pub async fn visit(&self, visitor: &Visitor) -> Result<bool> {
        let Some(cookie) = visitor.cookie.clone() else { return Ok(true) };
        let Some((_, session)) = visitor.session(&self.snapshot()?)? else { return Ok(true) };
        let now = self.books.now();
        if session_over(&session, now) {
            return Ok(false);
        }
        if session.customer.is_some() && now >= session.last_seen_at.plus_ms(SESSION_SEEN_MS) {
            let visitor = visitor.clone();
            let noted = self.books.write("noting a visit", move |draft| {
                if let Some((_, session)) = visitor.session(draft)? {
                    let last_seen_at = draft.now();
                    draft.put(cookie.id, &Session { last_seen_at, ..session });
                }
                Ok(())
            });
            if let Err(error) = noted.await {
                tracing::debug!(%error, "a visit wasn't noted");
            }
        }
        Ok(true)
    }
}
