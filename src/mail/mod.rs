//! Floor 4: how letters leave the shop. A transport hands one over for certain, or says why it didn't.

pub mod letters;
pub mod folder;
pub mod smtp;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, anyhow};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use self::letters::Content;
use self::smtp::Smtp;
use crate::base::clock::Timestamp;
use crate::base::text::tidy;
use crate::config::mail::{MailSettings, MailTransport};
use crate::domain::address::Email;
use crate::domain::letter::LetterId;

/// Why a letter wasn't handed over.
#[derive(Debug, thiserror::Error)]
pub enum NotSent {
    /// This letter was refused; others may pass.
    #[error("{reason}")]
    Refused { reason: String, lasting: bool },
    /// Nobody could be asked; others needn't be tried now.
    #[error("{0}")]
    Unreachable(String),
}

/// A letter with its address. What is made of it is the same each time, to the byte.
#[derive(Clone, Copy, Debug)]
pub struct Addressed<'a> {
    pub id: LetterId,
    pub owed_at: Timestamp,
    pub slug: &'a str,
    pub to: &'a Email,
    pub to_name: &'a str,
    pub content: &'a Content,
}

/// The shop's way to send letters.
pub struct Mail {
    way: Way,
    from: Mailbox,
    /// One letter after the other, whoever asks.
    turn: tokio::sync::Mutex<()>,
}

enum Way {
    Folder(Arc<PathBuf>),
    Smtp(Box<Smtp>),
    Off,
}

impl Mail {
    /// # Errors
    /// When what the settings say can't be used.
    pub fn new(settings: &MailSettings, folder: PathBuf) -> Result<Self> {
        let way = match &settings.transport {
            MailTransport::Folder => Way::Folder(Arc::new(folder)),
            MailTransport::Smtp(server) => Way::Smtp(Box::new(Smtp::new(server)?)),
            MailTransport::Off => Way::Off,
        };
        let from = mailbox(&settings.from_name, &settings.from_address).context("[mail] from can't be written to")?;
        Ok(Self { way, from, turn: tokio::sync::Mutex::new(()) })
    }

    /// Whether anybody gets letters.
    #[must_use]
    pub fn on(&self) -> bool {
        !matches!(self.way, Way::Off)
    }

    /// Waits until nobody else sends; until the guard is dropped, nobody does.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Hands a letter over.
    ///
    /// # Errors
    /// Why it wasn't; what isn't answered may have arrived.
    pub async fn send(&self, letter: &Addressed<'_>) -> Result<(), NotSent> {
        let refused = |fault: anyhow::Error| NotSent::Refused { reason: format!("{fault:#}"), lasting: true };
        match &self.way {
            Way::Off => Ok(()),
            Way::Smtp(server) => server.send(&self.message(letter).map_err(refused)?).await,
            Way::Folder(folder) => {
                let (folder, name) = (Arc::clone(folder), file_name(letter));
                let bytes = self.message(letter).map_err(refused)?.formatted();
                let written = tokio::task::spawn_blocking(move || folder::put(&folder, &name, &bytes)).await;
                let written = written.unwrap_or_else(|panic| Err(anyhow!("writing a letter: {panic}")));
                written.map_err(|fault| NotSent::Unreachable(format!("{fault:#}")))
            }
        }
    }

    fn message(&self, letter: &Addressed) -> Result<Message> {
        let Content { subject, text, html } = letter.content;
        let owed_ms = u64::try_from(letter.owed_at.0).unwrap_or(0);
        let parts = MultiPart::alternative()
            .boundary(format!("letter-{}-{owed_ms}-part", letter.id))
            .singlepart(SinglePart::plain(text.clone()))
            .singlepart(SinglePart::html(html.clone()));
        let message = Message::builder()
            .from(self.from.clone())
            .to(mailbox(letter.to_name, letter.to.as_str()).context("the address can't be written to")?)
            .subject(tidy(subject))
            .date(SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(owed_ms)).unwrap_or(SystemTime::UNIX_EPOCH))
            .message_id(Some(format!("<{}.{owed_ms}@{}>", letter.id, self.from.email.domain())))
            // RFC 3834: nobody's holiday note answers it.
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
        message.multipart(parts).context("putting the letter together")
    }
}

/// In the order of time, readable, and the letter's own.
fn file_name(letter: &Addressed) -> String {
    format!("{}-{}-{}.eml", letter.owed_at.compact(), letter.id, letter.slug)
}

/// A name and an address; the address with its domain as mail servers know it (RFC 5890).
fn mailbox(name: &str, address: &str) -> Result<Mailbox> {
    let (user, domain) = address.rsplit_once('@').context("it has no @")?;
    let domain = idna::domain_to_ascii(domain).map_err(|_| anyhow!("its domain isn't one"))?;
    let name = Some(tidy(name)).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, Address::new(user, domain)?))
}
