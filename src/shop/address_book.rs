//! The address book of an account.

use anyhow::Context;

use super::Shop;
use super::pricing::check_country;
use super::visitor::Visitor;
use crate::domain::address::Address;
use crate::domain::customer::{Customer, SavedAddress};
use crate::domain::refusal::{Error, Refusal};
use crate::store::customer::CustomerRows;
use crate::store::draft::Draft;

#[derive(Clone, Debug)]
pub enum BookChange {
    Add { address: Address, default: bool },
    Change { id: u32, address: Address, default: bool },
    Remove { id: u32 },
}

/// The customer behind a visitor, in a command.
///
/// # Errors
/// `SignInRequired` where nobody is signed in.
pub fn signed_in(draft: &Draft, visitor: &Visitor) -> Result<Customer, Error> {
    let customer = visitor.session(draft)?.and_then(|(_, session)| session.customer).ok_or(Refusal::SignInRequired)?;
    Ok(draft.customer(customer)?.context("the account of a session is missing")?)
}

/// Changes the visitor's address book; the address that was added or changed comes back.
///
/// # Errors
/// `NotFound` for an address that isn't in this book, and a refusal when the book is full.
pub fn book_change(draft: &mut Draft, visitor: &Visitor, change: BookChange) -> Result<Option<SavedAddress>, Error> {
    let mut customer = signed_in(draft, visitor)?;
    let book = &mut customer.book;
    let id = match change {
        BookChange::Add { address, default } => book.add(address, default)?,
        BookChange::Change { id, address, default } => {
            book.change(id, address, default)?;
            id
        }
        BookChange::Remove { id } => {
            book.remove(id)?;
            id
        }
    };
    let saved = book.get(id).cloned();
    draft.save_customer(&customer);
    Ok(saved)
}

impl Shop {
    /// # Errors
    /// See [`book_change`]; and an address that the shop doesn't ship to is refused.
    pub async fn book_change(&self, visitor: Visitor, change: BookChange) -> Result<Option<SavedAddress>, Error> {
        if let BookChange::Add { address, .. } | BookChange::Change { address, .. } = &change {
            check_country(&self.settings.prices, address, "")?;
        }
        self.books.write("changing an address book", move |draft| book_change(draft, &visitor, change)).await
    }
}
