//! Who is asking: a browser with its cookie, and the network it comes from.

use anyhow::Result;

use crate::base::secret::Token;
use crate::domain::cart::CartId;
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
    /// The session of the cookie; nothing where the cookie is missing, forged or forgotten.
    ///
    /// # Errors
    /// When the row can't be read.
    pub fn session(&self, read: &impl Read) -> Result<Option<(SessionId, Session)>> {
        let Some(cookie) = &self.cookie else { return Ok(None) };
        let session: Option<Session> = read.get(cookie.id)?;
        Ok(session.filter(|session| session.token == cookie.token.digest()).map(|session| (cookie.id, session)))
    }
}

/// Starts a session with an empty cart's id; the cookie is for the browser.
///
/// # Errors
/// When a row can't be read.
pub fn session_start(draft: &mut Draft) -> Result<(Cookie, CartId)> {
    let id = SessionId(draft.fresh_id(tables::SESSIONS)?);
    let cart = CartId(draft.fresh_id(tables::CARTS)?);
    let token = draft.token();
    draft.put(id, &Session { token: token.digest(), cart, started_at: draft.now() });
    Ok((Cookie { id, token }, cart))
}
