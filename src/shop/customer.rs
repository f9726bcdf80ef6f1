//! Accounts: registering, signing in and out, a new password.
//!
//! - **A sign-in gives a new session**: another id, another token; the old cookie opens nothing any more.
//! - **A new password ends every session** of the account but the one that asked for it.
//! - **What is answered doesn't tell who has an account.** A sign-in without account checks a password all the same;
//!   asking for a new password always answers alike. Registering must say that it worked, so a taken address answers exactly
//!   as a failed sign-in does: whoever tries learns no more than by signing in, and is held up the same way. With the right
//!   password it is a sign-in.

use anyhow::{Context, Result};

use super::Shop;
use super::address_book::signed_in;
use super::merge::carts_join;
use super::visitor::{Cookie, Visit, Visitor, session_close, session_open};
use crate::base::password::{Password, PasswordHash};
use crate::base::secret::Token;
use crate::config::Settings;
use crate::domain::address::Email;
use crate::domain::cart::CartId;
use crate::domain::customer::{AddressBook, Customer, CustomerId, check_name, check_password, mail_key};
use crate::domain::letter::{Letter, LetterSecret};
use crate::domain::limits::{CUSTOMER_RESETS_MAX, CUSTOMER_SESSIONS_MAX, RESET_LIFE_MS};
use crate::domain::order::{Order, SessionId};
use crate::domain::refusal::{Error, FieldError, Refusal};
use crate::domain::wrong::Wrong;
use crate::store::cart::Session;
use crate::store::customer::{CustomerRows, Reset, resets_over};
use crate::store::draft::Draft;
use crate::store::order::OrderRows;
use crate::store::read::Read;
use crate::store::tables;

/// What somebody types to open an account.
#[derive(Clone, Debug)]
pub struct Registration {
    pub email: String,
    pub name: String,
    pub password: Password,
}

/// A registration that can be used.
#[derive(Clone, Debug)]
pub struct NewCustomer {
    pub email: Email,
    pub name: String,
    pub password: PasswordHash,
}

/// Somebody is signed in; the cookie is for the browser.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub customer: Customer,
    pub cookie: Cookie,
    /// The account was made just now.
    pub new: bool,
}

/// A password that was checked outside of any draft, because that takes long.
#[derive(Clone, Debug)]
pub struct Checked {
    pub customer: CustomerId,
    pub password: PasswordHash,
    /// The same password, hashed with what the shop asks for today.
    pub renewed: Option<PasswordHash>,
}

impl Registration {
    fn check(&self) -> Result<(Email, String), Refusal> {
        let email = Email::parse(&self.email).ok_or_else(|| FieldError::wrong("/email", Wrong::Said("wrong-email")));
        let name = check_name(&self.name);
        let password = match &email {
            Ok(email) => check_password(&self.password, email, "/password"),
            Err(_) => Ok(()),
        };
        match (email, name, password) {
            (Ok(email), Ok(name), Ok(())) => Ok((email, name)),
            (email, name, password) => {
                let errors = [email.err(), name.err(), password.err()].into_iter().flatten().collect();
                Err(Refusal::Invalid { errors })
            }
        }
    }
}

/// Opens an account with the browser's cart and orders, and signs in.
///
/// # Errors
/// As a failed sign-in when the address has an account already.
pub fn customer_register(draft: &mut Draft, settings: &Settings, visitor: &Visitor, new: NewCustomer) -> Result<SignedIn, Error> {
    if draft.customer_by_mail(&new.email)?.is_some() {
        return Err(Refusal::SignInFailed.into());
    }
    let before = visit_end(draft, settings, visitor, None)?;
    let cart = match &before {
        Some(session) => session.cart,
        None => CartId(draft.fresh_id(tables::CARTS)?),
    };
    let now = draft.now();
    let customer = Customer {
        id: CustomerId(draft.fresh_id(tables::CUSTOMERS)?),
        email: new.email,
        name: new.name,
        password: new.password,
        cart,
        book: AddressBook::default(),
        created_at: now,
        password_changed_at: now,
        resets: Vec::new(),
    };
    draft.save_customer(&customer);
    let browser = before.map(|session| session.browser);
    if let Some(browser) = browser {
        orders_attach(draft, &customer, browser, |_| true)?;
    }
    let cookie = session_open(draft, Visit { cart, browser, customer: Some(customer.id), apart: false })?;
    Ok(SignedIn { customer, cookie, new: true })
}

/// Signs in somebody whose password was found right, and brings along the guest's cart.
///
/// # Errors
/// When the password was changed since it was checked.
pub fn customer_sign_in(draft: &mut Draft, settings: &Settings, visitor: &Visitor, checked: Checked) -> Result<SignedIn, Error> {
    let mut customer = draft.customer(checked.customer)?.filter(|customer| customer.password == checked.password).ok_or(Refusal::SignInFailed)?;
    if let Some(renewed) = checked.renewed {
        customer.password = renewed;
        draft.save_customer(&customer);
    }
    let before = visit_end(draft, settings, visitor, Some(customer.id))?;
    let (mut cart, mut apart, mut browser) = (customer.cart, false, None);
    if let Some(session) = before {
        if !carts_join(draft, settings, session.cart, customer.cart)? {
            (cart, apart) = (session.cart, true);
        }
        // Another buyer at this browser keeps what is theirs: it doesn't go into the account for good.
        let same_mail = |order: &Order| mail_key(&order.shipping.email) == mail_key(&customer.email);
        orders_attach(draft, &customer, session.browser, same_mail)?;
        browser = Some(session.browser);
    }
    let open = draft.customer_sessions(customer.id)?;
    for id in &open[..open.len().saturating_sub(CUSTOMER_SESSIONS_MAX.saturating_sub(1))] {
        session_end(draft, settings, *id)?;
    }
    let cookie = session_open(draft, Visit { cart, browser, customer: Some(customer.id), apart })?;
    Ok(SignedIn { customer, cookie, new: false })
}

/// Ends the visitor's session, and gives what of it may go on: a guest's, or one of the same customer.
fn visit_end(draft: &mut Draft, settings: &Settings, visitor: &Visitor, customer: Option<CustomerId>) -> Result<Option<Session>, Error> {
    let (Some(cookie), Some((_, session))) = (&visitor.cookie, visitor.session(draft)?) else { return Ok(None) };
    if session.customer.is_none() || session.customer == customer {
        session_close(draft, cookie.id, &session);
        return Ok(Some(session));
    }
    session_end(draft, settings, cookie.id)?;
    Ok(None)
}

/// Ends a session of a customer. A cart that stood apart joins the account's, where it can.
fn session_end(draft: &mut Draft, settings: &Settings, id: SessionId) -> Result<(), Error> {
    let Some(session) = draft.get::<Session>(id)? else { return Ok(()) };
    if let Some(customer) = session.customer.filter(|_| session.apart) {
        let customer = draft.customer(customer)?.context("the account of a session is missing")?;
        carts_join(draft, settings, session.cart, customer.cart)?;
    }
    session_close(draft, id, &session);
    Ok(())
}

/// Gives orders of a browser to the account, with the keys that made them.
fn orders_attach(draft: &mut Draft, customer: &Customer, browser: SessionId, which: impl Fn(&Order) -> bool) -> Result<()> {
    for (key, placed) in draft.browser_keys(browser)? {
        let Some(mut order) = draft.order(placed.order)?.filter(|order| order.customer.is_none() && which(order)) else { continue };
        order.customer = Some(customer.id);
        draft.save_order(&order)?;
        if draft.customer_key(customer.id, &key)?.is_none() {
            draft.save_key(browser, Some(customer.id), &key, &placed);
        }
    }
    Ok(())
}

/// Signs out: the browser is a stranger again.
///
/// # Errors
/// When a row can't be read.
pub fn customer_sign_out(draft: &mut Draft, settings: &Settings, visitor: &Visitor) -> Result<(), Error> {
    match (&visitor.cookie, visitor.session(draft)?) {
        (Some(cookie), Some((_, session))) if session.customer.is_some() => session_end(draft, settings, cookie.id),
        _ => Ok(()),
    }
}

/// Takes a new password: every session of the account ends, and every open link to a new password.
fn password_set(draft: &mut Draft, settings: &Settings, customer: &mut Customer, password: PasswordHash) -> Result<(), Error> {
    for id in draft.customer_sessions(customer.id)? {
        session_end(draft, settings, id)?;
    }
    for reset in customer.resets.drain(..) {
        draft.remove(tables::PASSWORD_RESETS, reset);
    }
    customer.password = password;
    customer.password_changed_at = draft.now();
    draft.save_customer(customer);
    Ok(())
}

/// Changes the password of whoever is signed in; the browser goes on with a new cookie.
///
/// # Errors
/// `SignInRequired`, also when the password was changed since it was checked.
pub fn password_change(
    draft: &mut Draft,
    settings: &Settings,
    visitor: &Visitor,
    checked: &PasswordHash,
    password: PasswordHash,
) -> Result<Cookie, Error> {
    let mut customer = signed_in(draft, visitor)?;
    if customer.password != *checked {
        return Err(Refusal::SignInRequired.into());
    }
    let (browser, session) = visitor.session(draft)?.context("a signed-in session is missing")?;
    password_set(draft, settings, &mut customer, password)?;
    // A cart that stood apart either joined the account's just now or is still being paid for.
    let apart = session.apart && draft.get::<crate::domain::cart::Cart>(session.cart)?.is_some();
    let cart = if apart { session.cart } else { customer.cart };
    Ok(session_open(draft, Visit { cart, browser: Some(browser), customer: Some(customer.id), apart })?)
}

/// Makes a link to a new password, for an account that has not too many open ones; the letter is owed in the same commit.
///
/// # Errors
/// When a row can't be read.
pub fn reset_ask(draft: &mut Draft, email: &Email) -> Result<Option<Token>, Error> {
    let Some(mut customer) = draft.customer_by_mail(email)? else { return Ok(None) };
    let now = draft.now();
    let mut open = Vec::new();
    for digest in customer.resets.drain(..) {
        match draft.reset(digest)? {
            Some(reset) if now < reset.expires_at => open.push(digest),
            _ => draft.remove(tables::PASSWORD_RESETS, digest),
        }
    }
    customer.resets = open;
    if customer.resets.len() >= CUSTOMER_RESETS_MAX {
        return Ok(None);
    }
    let token = draft.token();
    customer.resets.push(token.digest());
    draft.set_value(tables::PASSWORD_RESETS, token.digest(), &Reset { customer: customer.id, expires_at: now.plus_ms(RESET_LIFE_MS) });
    draft.save_customer(&customer);
    let secret = LetterSecret::new(&token.reveal());
    draft.owe_letter(&Letter::PasswordReset { customer: customer.id.0, email: customer.email, name: customer.name, token: secret })?;
    Ok(Some(token))
}

/// Sets a new password with a link. It works once.
///
/// # Errors
/// When the link was used or ran out.
pub fn reset_use(draft: &mut Draft, settings: &Settings, token: &Token, password: PasswordHash) -> Result<Customer, Error> {
    let mut customer = reset_of(draft, token, draft.now())?;
    password_set(draft, settings, &mut customer, password)?;
    Ok(customer)
}

/// The account that a link opens.
fn reset_of(read: &impl CustomerRows, token: &Token, now: crate::base::clock::Timestamp) -> Result<Customer, Error> {
    let over = || Refusal::wrong("/token", Wrong::Said("wrong-link"));
    let reset = read.reset(token.digest())?.filter(|reset| now < reset.expires_at).ok_or_else(over)?;
    Ok(read.customer(reset.customer)?.context("the account of a link is missing")?)
}

impl Shop {
    /// The account of whoever is signed in.
    ///
    /// # Errors
    /// When a row can't be read.
    pub fn account(&self, visitor: &Visitor) -> Result<Option<Customer>> {
        let snapshot = self.snapshot()?;
        match visitor.session(&snapshot)?.and_then(|(_, session)| session.customer) {
            Some(customer) => snapshot.customer(customer),
            None => Ok(None),
        }
    }

    /// Opens an account and signs in.
    ///
    /// # Errors
    /// Names what needs another look; where the address has an account, answers as [`Self::sign_in`] does.
    pub async fn register(&self, visitor: Visitor, registration: Registration) -> Result<SignedIn, Error> {
        let (email, name) = registration.check()?;
        if self.snapshot()?.customer_by_mail(&email)?.is_some() {
            return self.sign_in(visitor, email.as_str(), &registration.password).await;
        }
        self.throttle.begin(&mail_key(&email), visitor.client, self.books.now())?;
        let password = self.passwords.hash(&registration.password, self.books.token().digest()).await?;
        let (settings, new, account, client) =
            (self.settings.clone(), NewCustomer { email, name, password }, mail_key_of(&registration.email), visitor.client);
        let signed_in = self.books.write("opening an account", move |draft| customer_register(draft, &settings, &visitor, new)).await?;
        self.throttle.succeeded(&account, client);
        Ok(signed_in)
    }

    /// Checks the password and signs in; the guest's cart goes into the account's.
    ///
    /// # Errors
    /// `SignInFailed` whichever of the two is wrong, `SignInTooOften` after many tries, `Overloaded`.
    pub async fn sign_in(&self, visitor: Visitor, email: &str, password: &Password) -> Result<SignedIn, Error> {
        let account = mail_key_of(email);
        self.throttle.begin(&account, visitor.client, self.books.now())?;
        let customer = match Email::parse(email) {
            Some(email) => self.snapshot()?.customer_by_mail(&email)?,
            None => None,
        };
        let right = self.passwords.is_right(password, customer.as_ref().map(|customer| &customer.password)).await?;
        let customer = customer.filter(|_| right).ok_or(Refusal::SignInFailed)?;
        let renewed = match self.passwords.outdated(&customer.password) {
            true => Some(self.passwords.hash(password, self.books.token().digest()).await?),
            false => None,
        };
        let checked = Checked { customer: customer.id, password: customer.password, renewed };
        let (settings, client) = (self.settings.clone(), visitor.client);
        let signed_in = self.books.write("signing in", move |draft| customer_sign_in(draft, &settings, &visitor, checked)).await?;
        self.throttle.succeeded(&account, client);
        Ok(signed_in)
    }

    /// # Errors
    /// When the books can't be written.
    pub async fn sign_out(&self, visitor: Visitor) -> Result<(), Error> {
        let settings = self.settings.clone();
        self.books.write("signing out", move |draft| customer_sign_out(draft, &settings, &visitor)).await
    }

    /// Makes sure that it's the customer who sits there. Guesses are held up as those at a sign-in are.
    ///
    /// # Errors
    /// When it isn't the password of today, with the pointer given, and `SignInTooOften` after many tries.
    pub(super) async fn password_again(&self, visitor: &Visitor, customer: &Customer, typed: &Password, pointer: &str) -> Result<(), Error> {
        let account = mail_key(&customer.email);
        self.throttle.begin(&account, visitor.client, self.books.now())?;
        if !self.passwords.is_right(typed, Some(&customer.password)).await? {
            return Err(Refusal::wrong(pointer, Wrong::Said("wrong-password-today")).into());
        }
        self.throttle.succeeded(&account, visitor.client);
        Ok(())
    }

    /// Changes the password of whoever is signed in, and signs out everywhere else.
    ///
    /// # Errors
    /// Says which of the two passwords can't be taken.
    pub async fn password_change(&self, visitor: Visitor, current: &Password, new: &Password) -> Result<Cookie, Error> {
        let customer = self.account(&visitor)?.ok_or(Refusal::SignInRequired)?;
        check_password(new, &customer.email, "/new").map_err(|error| Refusal::Invalid { errors: vec![error] })?;
        self.password_again(&visitor, &customer, current, "/current").await?;
        let password = self.passwords.hash(new, self.books.token().digest()).await?;
        let settings = self.settings.clone();
        self.books.write("changing a password", move |draft| password_change(draft, &settings, &visitor, &customer.password, password)).await
    }

    /// Sends a link to a new password where there is such an account. The work is done behind the answer, so that the answer
    /// takes the same time for everybody.
    pub fn reset_ask(&self, email: Email) {
        let books = self.books.clone();
        tokio::spawn(async move {
            match books.write("making a link to a new password", move |draft| reset_ask(draft, &email)).await {
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "a link to a new password wasn't made"),
            }
        });
    }

    /// Sets a new password with a link, and signs out everywhere.
    ///
    /// # Errors
    /// When the link was used or ran out, and when the password can't be taken.
    pub async fn reset_use(&self, visitor: &Visitor, token: &str, new: &Password) -> Result<(), Error> {
        let over = || Refusal::wrong("/token", Wrong::Said("wrong-link"));
        let token = Token::parse(token).ok_or_else(over)?;
        let customer = reset_of(&self.snapshot()?, &token, self.books.now())?;
        check_password(new, &customer.email, "/password").map_err(|error| Refusal::Invalid { errors: vec![error] })?;
        let password = self.passwords.hash(new, self.books.token().digest()).await?;
        let settings = self.settings.clone();
        self.books.write("setting a new password", move |draft| reset_use(draft, &settings, &token, password)).await?;
        self.throttle.succeeded(&mail_key(&customer.email), visitor.client);
        Ok(())
    }

    /// Drops links to a new password that ran out; returns how many.
    ///
    /// # Errors
    /// When the books can't be read or written.
    pub async fn prune_resets(&self) -> Result<u64, Error> {
        let over = resets_over(&self.snapshot()?, self.books.now())?;
        if over.is_empty() {
            return Ok(0);
        }
        let drop = move |draft: &mut Draft| {
            over.iter().for_each(|digest| draft.remove(tables::PASSWORD_RESETS, *digest));
            Ok(u64::try_from(over.len()).unwrap_or(u64::MAX))
        };
        self.books.write("dropping old links", drop).await
    }
}

/// What a mail address is counted under, whether it is one or not.
fn mail_key_of(text: &str) -> String {
    Email::parse(text).map_or_else(|| text.trim().to_lowercase(), |email| mail_key(&email))
}
