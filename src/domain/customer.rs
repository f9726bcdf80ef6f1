//! A customer with an account: who it is, the password, the address book.
//!
//! - One account for a mail address, however its letters are written ([`mail_key`]).
//! - An address book that isn't empty has exactly one default.

use std::collections::HashSet;
use std::sync::LazyLock;

use minicbor::{Decode, Encode};

use super::address::{Address, Email};
use super::cart::CartId;
use super::limits::{ADDRESS_CHARS_MAX, CUSTOMER_ADDRESSES_MAX, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};
use super::refusal::{FieldError, Refusal};
use super::wrong::Wrong;
use crate::base::clock::Timestamp;
use crate::base::password::{Password, PasswordHash};
use crate::base::secret::Digest;
use crate::base::text::tidy;

id!(
    /// Rises with time.
    CustomerId
);

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Customer {
    #[n(0)]
    pub id: CustomerId,
    #[n(1)]
    pub email: Email,
    #[n(2)]
    pub name: String,
    #[n(3)]
    pub password: PasswordHash,
    /// The account's cart: every browser that is signed in shares it.
    #[n(4)]
    pub cart: CartId,
    #[n(5)]
    pub book: AddressBook,
    #[n(6)]
    pub created_at: Timestamp,
    #[n(7)]
    pub password_changed_at: Timestamp,
    /// Links to a new password that were sent and may still be open.
    #[n(8)]
    pub resets: Vec<Digest>,
}

/// The addresses of a customer, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct AddressBook {
    #[n(0)]
    addresses: Vec<SavedAddress>,
    #[n(1)]
    last_id: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SavedAddress {
    /// Counts within the book, never used again.
    #[n(0)]
    pub id: u32,
    #[n(1)]
    pub address: Address,
    #[n(2)]
    pub default: bool,
}

impl AddressBook {
    #[must_use]
    pub fn all(&self) -> &[SavedAddress] {
        &self.addresses
    }

    #[must_use]
    pub fn get(&self, id: u32) -> Option<&SavedAddress> {
        self.addresses.iter().find(|saved| saved.id == id)
    }

    /// The one that forms start with.
    #[must_use]
    pub fn preferred(&self) -> Option<&SavedAddress> {
        self.addresses.iter().find(|saved| saved.default)
    }

    #[must_use]
    pub fn full(&self) -> bool {
        self.addresses.len() >= CUSTOMER_ADDRESSES_MAX
    }

    /// Adds an address; one that stands there already is found instead. The first becomes the default.
    ///
    /// # Errors
    /// When the book is full.
    pub fn add(&mut self, address: Address, default: bool) -> Result<u32, Refusal> {
        let known = self.addresses.iter().find(|saved| saved.address == address).map(|saved| saved.id);
        let id = match known {
            Some(id) => id,
            None if self.full() => {
                return Err(Refusal::wrong("", Wrong::AddressBookFull { max: CUSTOMER_ADDRESSES_MAX }));
            }
            None => {
                self.last_id = self.last_id.saturating_add(1);
                self.addresses.push(SavedAddress { id: self.last_id, address, default: false });
                self.last_id
            }
        };
        if default || self.preferred().is_none() {
            self.prefer(id);
        }
        Ok(id)
    }

    /// # Errors
    /// When there is no such address.
    pub fn change(&mut self, id: u32, address: Address, default: bool) -> Result<(), Refusal> {
        let saved = self.addresses.iter_mut().find(|saved| saved.id == id).ok_or(Refusal::NotFound)?;
        saved.address = address;
        if default {
            self.prefer(id);
        }
        Ok(())
    }

    /// Removes an address; the oldest that is left takes over as the default.
    ///
    /// # Errors
    /// When there is no such address.
    pub fn remove(&mut self, id: u32) -> Result<(), Refusal> {
        let place = self.addresses.iter().position(|saved| saved.id == id).ok_or(Refusal::NotFound)?;
        let removed = self.addresses.remove(place);
        if let Some(oldest) = self.addresses.first_mut().filter(|_| removed.default) {
            oldest.default = true;
        }
        Ok(())
    }

    fn prefer(&mut self, id: u32) {
        for saved in &mut self.addresses {
            saved.default = saved.id == id;
        }
    }
}

/// What an account is found by: the mail address in lower case.
#[must_use]
pub fn mail_key(email: &Email) -> String {
    email.as_str().to_lowercase()
}

/// The name of an account as somebody typed it.
///
/// # Errors
/// When there is none, or too much of it.
pub fn check_name(text: &str) -> Result<String, FieldError> {
    let name = tidy(text);
    match name.chars().count() {
        0 => Err(FieldError::wrong("/name", Wrong::Said("wrong-name"))),
        count if count > ADDRESS_CHARS_MAX => Err(FieldError::wrong("/name", Wrong::TooLong { max: ADDRESS_CHARS_MAX })),
        _ => Ok(name),
    }
}

/// Whether a new password can be used: long enough, not one that everybody tries, and not the mail address.
/// What it is made of is the customer's business (NIST SP 800-63B, 3.1.1).
///
/// # Errors
/// Says what to do, with the pointer given.
pub fn check_password(password: &Password, email: &Email, pointer: &str) -> Result<(), FieldError> {
    let text = password.reveal();
    let count = text.chars().count();
    let folded = text.to_lowercase();
    let mail = mail_key(email);
    let mailbox = mail.split('@').next().unwrap_or_default();
    let refused = |id| Err(FieldError::wrong(pointer, Wrong::Said(id)));
    if count < PASSWORD_CHARS_MIN {
        refused("wrong-password-short")
    } else if count > PASSWORD_CHARS_MAX {
        refused("wrong-password-long")
    } else if folded == mail || folded == mailbox {
        refused("wrong-password-mail")
    } else if common(&folded) {
        refused("wrong-password-common")
    } else {
        Ok(())
    }
}

/// One a line, lower case: habits that every list of leaked passwords opens with.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// On the list, or a word of the list with digits and marks behind it.
fn common(folded: &str) -> bool {
    let word = folded.trim_end_matches(|letter: char| !letter.is_alphabetic());
    let one_letter = folded.chars().all(|letter| folded.starts_with(letter));
    COMMON.contains(folded) || COMMON.contains(word) || one_letter
}

#[cfg(test)]
mod tests {
    use super::{AddressBook, COMMON, check_name, check_password};
    use crate::base::password::Password;
    use crate::domain::address::{Address, Email};
    use crate::domain::limits::CUSTOMER_ADDRESSES_MAX;
    use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};

    fn usable(text: &str) -> bool {
        let email = Email::parse("Ada.Lovelace@example.com").expect("a mail address");
        check_password(&Password::new(text), &email, "/password").is_ok()
    }

    #[test]
    fn passwords_everybody_tries_are_refused_and_nothing_else() {
        let bad =
            ["", "short", "1234567", "12345678", "password", "Password1!", "iloveyou2024", "QWERTZUIOP", "zzzzzzzzzz", "monkey12", "dragon!!!!"];
        for text in bad.into_iter().chain(["ada.lovelace", "Ada.Lovelace@Example.com", &"x9".repeat(65)]) {
            assert!(!usable(text), "{text:?}");
        }
        for text in ["kettle on the hob", "tuesday rain", "8 characters", "🐈🐈🐈🐈🐈🐈🐈🐕", "hG7#kq2p", &"ab9 ".repeat(32), "monkey12 jumps"]
        {
            assert!(usable(text), "{text:?}");
        }
    }

    #[test]
    fn the_list_is_worth_its_bytes() {
        assert!(COMMON.len() > 1_000);
        assert!(COMMON.iter().all(|word| !word.is_empty() && **word == word.to_lowercase() && word.trim() == *word));
    }

    #[test]
    fn names_are_tidied() {
        assert_eq!(check_name("  Ada \n Lovelace "), Ok("Ada Lovelace".to_owned()));
        assert!(check_name(" \t").is_err() && check_name(&"x".repeat(201)).is_err());
    }

    fn address(number: u8) -> Address {
        let text = |value: &str| value.to_owned();
        Address {
            name: text("Ada"),
            line1: format!("{number} Main St"),
            line2: text(""),
            city: text("Oakville"),
            region: text(""),
            postal_code: text("94103"),
            country: text("US"),
            phone: text(""),
        }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Add(u8, bool),
        Change(u32, u8, bool),
        Remove(u32),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0_u8..40, proptest::bool::ANY).prop_map(|(number, default)| Step::Add(number, default)),
            (0_u32..30, 0_u8..40, proptest::bool::ANY).prop_map(|(id, number, default)| Step::Change(id, number, default)),
            (0_u32..30).prop_map(Step::Remove),
        ]
    }

    proptest! {
        #[test]
        fn a_book_has_one_default_and_a_limit(steps in proptest::collection::vec(step(), 0..60)) {
            let mut book = AddressBook::default();
            let mut highest = 0;
            for step in steps {
                let before = book.clone();
                let changed = match step.clone() {
                    Step::Add(number, default) => book.add(address(number), default).map(drop),
                    Step::Change(id, number, default) => book.change(id, address(number), default),
                    Step::Remove(id) => book.remove(id),
                };
                if changed.is_err() {
                    prop_assert_eq!(&before, &book, "a refusal changes nothing");
                }
                let defaults = book.all().iter().filter(|saved| saved.default).count();
                prop_assert_eq!(defaults, usize::from(!book.all().is_empty()));
                prop_assert!(book.all().len() <= CUSTOMER_ADDRESSES_MAX);
                let mut ids: Vec<u32> = book.all().iter().map(|saved| saved.id).collect();
                let fresh = ids.iter().filter(|id| before.get(**id).is_none()).all(|id| *id > highest);
                prop_assert!(fresh, "an id is never used again");
                highest = ids.iter().copied().max().unwrap_or(0).max(highest);
                ids.dedup();
                prop_assert_eq!(ids.len(), book.all().len());
            }
        }
    }
}
