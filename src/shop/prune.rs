//! Letting go of what nobody needs any more, so that the file doesn't grow for ever.
//!
//! Orders and the keys that made them are never dropped.

use std::ops::ControlFlow;

use anyhow::Result;

use super::Shop;
use super::visitor::session_close;
use crate::domain::cart::Cart;
use crate::domain::order::SessionId;
use crate::domain::refusal::Error;
use crate::store::cart::{CartRows, Session};
use crate::store::draft::Draft;
use crate::store::key::number_at;
use crate::store::log;
use crate::store::read::Read;
use crate::store::tables;

/// Rows that one command drops at most, so that nobody waits for it.
const BATCH: usize = 2_000;

/// Drops sessions with their carts and checkouts, unless the cart still holds something or is being paid.
///
/// # Errors
/// When a row can't be read.
pub fn sessions_drop(draft: &mut Draft, sessions: &[SessionId]) -> Result<u64, Error> {
    let mut dropped = 0_u64;
    for id in sessions {
        let Some(session) = draft.get::<Session>(*id)? else { continue };
        let busy = |cart: &Cart| cart.placing.is_some() || cart.lines.iter().any(|line| line.hold.is_some());
        // An account's cart outlives the sessions that share it.
        let own_cart = session.customer.is_none() || session.apart;
        if own_cart && draft.cart(session.cart)?.as_ref().is_some_and(busy) {
            continue;
        }
        session_close(draft, *id, &session);
        if own_cart {
            draft.remove(tables::CARTS, session.cart);
            draft.remove(tables::CHECKOUTS, session.cart);
        }
        dropped = dropped.saturating_add(1);
    }
    Ok(dropped)
}

impl Shop {
    /// Drops events older than `keep_ms` that every follower has taken in; returns how many.
    ///
    /// # Errors
    /// When the books can't be read or written.
    pub async fn prune_events(&self, keep_ms: i64) -> Result<u64, Error> {
        let before = self.books.now().plus_ms(keep_ms.saturating_neg());
        let taken_in = self.search.position().min(self.recommend.position());
        let old = log::oldest(&self.snapshot()?, BATCH)?;
        // The newest event always stays: the log's numbers go on from it.
        let old: Vec<u64> = old.into_iter().take_while(|(number, at)| *number < taken_in && *at < before).map(|(number, _)| number).collect();
        if old.is_empty() {
            return Ok(0);
        }
        self.books
            .write("dropping old events", move |draft| {
                old.iter().for_each(|number| draft.remove(tables::EVENTS, *number));
                Ok(u64::try_from(old.len()).unwrap_or(u64::MAX))
            })
            .await
    }

    /// Drops sessions that started before `keep_ms` ago; returns how many.
    ///
    /// # Errors
    /// When the books can't be read or written.
    pub async fn prune_sessions(&self, keep_ms: i64) -> Result<u64, Error> {
        let before = self.books.now().plus_ms(keep_ms.saturating_neg());
        let mut old = Vec::new();
        self.snapshot()?.scan::<Session>(SessionId(0), |key, session| {
            let dead = session.started_at < before && old.len() < BATCH;
            if dead {
                old.extend(number_at(key, 0).map(SessionId));
            }
            Ok(if dead { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        if old.is_empty() {
            return Ok(0);
        }
        self.books.write("dropping old sessions", move |draft| sessions_drop(draft, &old)).await
    }
}
