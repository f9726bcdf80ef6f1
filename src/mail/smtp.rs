//! Letters over SMTP (RFC 5321), one connection for each.
//!
//! A letter counts as sent when the server says so. When the server takes the text and its answer is lost, nobody can know:
//! the letter is sent again with the same Message-ID, which is how its reader's side tells that it's the same.

use std::time::Duration;

use anyhow::{Context, Result};
use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use super::NotSent;
use crate::config::mail::{SmtpSecurity, SmtpSettings};

/// For each address that is tried, for a letter, and for saying goodbye.
const CONNECT_MAX: Duration = Duration::from_secs(15);
const LETTER_MAX: Duration = Duration::from_secs(60);
const GOODBYE_MAX: Duration = Duration::from_secs(2);

pub struct Smtp {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
    hello: ClientId,
}

enum Security {
    StartTls(TlsParameters),
    Tls(TlsParameters),
    None,
}

impl Smtp {
    /// # Errors
    /// When TLS can't be set up for this host.
    pub fn new(settings: &SmtpSettings) -> Result<Self> {
        let tls = || {
            let parameters = TlsParameters::builder(settings.host.clone()).certificate_store(CertificateStore::WebpkiRoots).build();
            parameters.with_context(|| format!("setting up TLS for {}", settings.host))
        };
        let security = match settings.security {
            SmtpSecurity::StartTls => Security::StartTls(tls()?),
            SmtpSecurity::Tls => Security::Tls(tls()?),
            SmtpSecurity::None => Security::None,
        };
        let credentials = Credentials::new(settings.user.clone(), settings.password.reveal().to_owned());
        let credentials = Some(credentials).filter(|_| !settings.user.is_empty());
        Ok(Self { host: settings.host.clone(), port: settings.port, security, credentials, hello: ClientId::default() })
    }

    pub(super) async fn send(&self, message: &Message) -> Result<(), NotSent> {
        let slow = |_| NotSent::Unreachable("the mail server took too long".to_owned());
        let mut connection = timeout(LETTER_MAX, self.connect()).await.map_err(slow)?.map_err(|error| told(&error, false))?;
        let said = timeout(LETTER_MAX, connection.send(message.envelope(), &message.formatted())).await.map_err(slow)?;
        // What the server says to a goodbye changes nothing any more.
        drop(timeout(GOODBYE_MAX, connection.abort()).await);
        said.map(drop).map_err(|error| told(&error, true))
    }

    /// A connection that may carry a letter: protected as it was promised, and let in.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let wrapper = if let Security::Tls(tls) = &self.security { Some(tls.clone()) } else { None };
        let server = (self.host.as_str(), self.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT_MAX), &self.hello, wrapper, None).await?;
        if let Security::StartTls(tls) = &self.security {
            connection.starttls(tls.clone(), &self.hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

/// What a failure says about the letter (`of_letter`), or about the server.
fn told(error: &Error, of_letter: bool) -> NotSent {
    let mut reason = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_said = cause.to_string();
        if !reason.contains(&cause_said) {
            reason.push_str(": ");
            reason.push_str(&cause_said);
        }
        source = cause.source();
    }
    match error.status().map(u16::from) {
        // The mailbox isn't there, isn't here, or isn't a name: RFC 5321, 4.2.3. Everything else may be put right.
        Some(550 | 551 | 553 | 556) if of_letter => NotSent::Refused { reason, lasting: true },
        Some(_) if of_letter => NotSent::Refused { reason, lasting: false },
        None if of_letter && error.is_client() => NotSent::Refused { reason, lasting: false },
        _ => NotSent::Unreachable(reason),
    }
}
