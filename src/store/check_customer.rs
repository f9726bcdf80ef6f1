//! The customers' part of the check: mail addresses, browsers that are signed in, histories, keys, links to a new password.

use anyhow::{Context, Result};

use super::cart::Session;
use super::customer::{Reset, history_key};
use super::key::{Key, number_at};
use super::order::PlacedKey;
use super::read::{Read, Snapshot};
use super::tables;
use crate::domain::customer::{Customer, CustomerId, mail_key};
use crate::domain::limits::{CUSTOMER_ADDRESSES_MAX, CUSTOMER_RESETS_MAX, CUSTOMER_SESSIONS_MAX};
use crate::domain::order::{Order, SessionId};

/// Says what is off, sentence by sentence.
pub(super) fn customers(snapshot: &Snapshot, tell: &mut dyn FnMut(String)) -> Result<()> {
    accounts(snapshot, tell)?;
    sessions(snapshot, tell)?;
    orders(snapshot, tell)?;
    keys(snapshot, tell)?;
    resets(snapshot, tell)
}

fn accounts(snapshot: &Snapshot, tell: &mut dyn FnMut(String)) -> Result<()> {
    let mut customers = 0_u64;
    snapshot.values::<Customer>(tables::CUSTOMERS, |_, customer| {
        customers += 1;
        let id = customer.id;
        let found: Option<CustomerId> = snapshot.value(tables::CUSTOMER_EMAILS, mail_key(&customer.email).as_str())?;
        if found != Some(id) {
            tell(format!("the mail address of customer {id} doesn't lead to the account"));
        }
        let book = customer.book.all();
        let defaults = book.iter().filter(|saved| saved.default).count();
        if defaults != usize::from(!book.is_empty()) || book.len() > CUSTOMER_ADDRESSES_MAX {
            tell(format!("customer {id} has {} addresses, {defaults} of them the default", book.len()));
        }
        if customer.resets.len() > CUSTOMER_RESETS_MAX {
            tell(format!("customer {id} has {} open links to a new password", customer.resets.len()));
        }
        Ok(())
    })?;
    let indexed = snapshot.count(tables::CUSTOMER_EMAILS)?;
    if indexed != customers {
        tell(format!("{indexed} mail addresses lead to {customers} customers"));
    }
    Ok(())
}

fn sessions(snapshot: &Snapshot, tell: &mut dyn FnMut(String)) -> Result<()> {
    let mut signed_in = 0_u64;
    snapshot.values::<Session>(tables::SESSIONS, |key, session| {
        let Some(customer) = session.customer else { return Ok(()) };
        signed_in += 1;
        let id = SessionId(number_at(key, 0).context("a session has no id")?);
        let listed: Option<()> = snapshot.value(tables::CUSTOMER_SESSIONS, (customer, id))?;
        let account: Option<Customer> = snapshot.get(customer)?;
        if listed.is_none() || account.is_none() {
            tell(format!("session {id} is signed in, and customer {customer} doesn't know"));
        }
        if account.is_some_and(|account| account.cart != session.cart && !session.apart) {
            tell(format!("session {id} has another cart than customer {customer}"));
        }
        Ok(())
    })?;
    let listed = snapshot.count(tables::CUSTOMER_SESSIONS)?;
    if listed != signed_in {
        tell(format!("{listed} sessions are listed as signed in, and {signed_in} are"));
    }
    let mut counts = std::collections::HashMap::<u64, usize>::new();
    snapshot.values::<()>(tables::CUSTOMER_SESSIONS, |key, ()| {
        *counts.entry(number_at(key, 0).unwrap_or(0)).or_default() += 1;
        Ok(())
    })?;
    for (customer, count) in counts.into_iter().filter(|(_, count)| *count > CUSTOMER_SESSIONS_MAX) {
        tell(format!("customer {customer} is signed in {count} times"));
    }
    Ok(())
}

fn orders(snapshot: &Snapshot, tell: &mut dyn FnMut(String)) -> Result<()> {
    let mut owned = 0_u64;
    snapshot.values::<Order>(tables::ORDERS, |_, order| {
        let Some(customer) = order.customer else { return Ok(()) };
        owned += 1;
        let listed: Option<()> = snapshot.value(tables::CUSTOMER_ORDERS, history_key(customer, order.id))?;
        if listed.is_none() {
            tell(format!("order {} is missing in the history of customer {customer}", order.id));
        }
        if snapshot.raw(tables::CUSTOMERS, &customer.bytes())?.is_none() {
            tell(format!("order {} belongs to customer {customer}, who is missing", order.id));
        }
        Ok(())
    })?;
    let listed = snapshot.count(tables::CUSTOMER_ORDERS)?;
    if listed != owned {
        tell(format!("histories list {listed} orders, and {owned} belong to customers"));
    }
    Ok(())
}

fn keys(snapshot: &Snapshot, tell: &mut dyn FnMut(String)) -> Result<()> {
    snapshot.values::<PlacedKey>(tables::CUSTOMER_KEYS, |key, placed| {
        let customer = number_at(key, 0).map(CustomerId);
        let order: Option<Order> = snapshot.get(placed.order)?;
        if order.is_none_or(|order| order.customer != customer) {
            tell(format!("a key of a customer leads to order {}, which isn't theirs", placed.order));
        }
        Ok(())
    })
}

fn resets(snapshot: &Snapshot, tell: &mut dyn FnMut(String)) -> Result<()> {
    snapshot.values::<Reset>(tables::PASSWORD_RESETS, |key, reset| {
        let account: Option<Customer> = snapshot.get(reset.customer)?;
        if !account.is_some_and(|account| account.resets.iter().any(|digest| digest.0 == key)) {
            tell(format!("a link to a new password leads to customer {}, who doesn't know of it", reset.customer));
        }
        Ok(())
    })
}
