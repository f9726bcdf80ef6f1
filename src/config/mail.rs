//! `[mail]`: how letters leave the shop.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::check::Wrong;
use super::written::MailSection;
use crate::base::text::tidy;
use crate::domain::address::Email;

/// A text of the settings that is never shown: not printed, not logged.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Hidden(String);

impl Hidden {
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Hidden {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "\"\"" } else { "(hidden)" })
    }
}

impl Serialize for Hidden {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.0.is_empty() { "" } else { "(hidden)" })
    }
}

/// How letters leave the shop, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSettings {
    pub transport: MailTransport,
    /// Who writes: the name people see, and the address.
    pub from_name: String,
    pub from_address: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailTransport {
    /// Files in the data directory.
    Folder,
    Smtp(SmtpSettings),
    Off,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSettings {
    pub host: String,
    pub port: u16,
    pub security: SmtpSecurity,
    pub user: String,
    pub password: Hidden,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    StartTls,
    Tls,
    /// For a server on this machine.
    None,
}

impl MailSection {
    pub(super) fn check(&self, shop_name: &str) -> Result<MailSettings, Wrong> {
        let wrong = |key, problem: &str| Wrong { section: "mail", key, problem: problem.to_owned() };
        let transport = match self.transport.as_str() {
            "folder" => MailTransport::Folder,
            "off" => MailTransport::Off,
            "smtp" => MailTransport::Smtp(self.check_smtp()?),
            other => return Err(wrong("transport", &format!("{other:?} is not a way to send mail; use \"folder\", \"smtp\" or \"off\""))),
        };
        let sends = matches!(transport, MailTransport::Smtp(_));
        let (from_name, from_address) = match sender(&self.from) {
            Some(sender) => sender,
            None if self.from.is_empty() && !sends => (String::new(), "shop@localhost".to_owned()),
            None => {
                let example = "write it like \"Ember & Oak <shop@example.com>\"";
                return Err(wrong("from", &format!("{:?} is no mail address to send from; {example}", self.from)));
            }
        };
        let from_name = if from_name.is_empty() { tidy(shop_name) } else { from_name };
        Ok(MailSettings { transport, from_name, from_address })
    }

    fn check_smtp(&self) -> Result<SmtpSettings, Wrong> {
        let wrong = |key, problem: &str| Wrong { section: "mail", key, problem: problem.to_owned() };
        let security = match self.security.as_str() {
            "starttls" => SmtpSecurity::StartTls,
            "tls" => SmtpSecurity::Tls,
            "none" => SmtpSecurity::None,
            other => return Err(wrong("security", &format!("{other:?} is not a protection; use \"starttls\", \"tls\" or \"none\""))),
        };
        if self.host.is_empty() || self.host.contains(|c: char| c.is_whitespace() || c.is_control() || "/:@".contains(c) && !is_ip(&self.host)) {
            return Err(wrong("host", &format!("{:?} is not the name of a mail server; write it like \"smtp.example.com\"", self.host)));
        }
        let loopback = self.host == "localhost" || self.host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        if security == SmtpSecurity::None && !loopback {
            let problem = "\"none\" would send letters and the password in the clear; it's for a server on this machine. Use \"starttls\" or \"tls\"";
            return Err(wrong("security", problem));
        }
        if self.port == 0 {
            return Err(wrong("port", "must be at least 1; 587 goes with \"starttls\", 465 with \"tls\""));
        }
        if self.user.is_empty() != self.password.reveal().is_empty() {
            let key = if self.user.is_empty() { "user" } else { "password" };
            return Err(wrong(key, "user and password go together: set both or none"));
        }
        Ok(SmtpSettings { host: self.host.clone(), port: self.port, security, user: self.user.clone(), password: self.password.clone() })
    }
}

fn is_ip(host: &str) -> bool {
    host.parse::<IpAddr>().is_ok()
}

/// `shop@example.com`, or `Ember & Oak <shop@example.com>`.
fn sender(text: &str) -> Option<(String, String)> {
    let (name, address) = match text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, address)) => (tidy(name.trim().trim_matches('"')), address),
        None => (String::new(), text.trim()),
    };
    Email::parse(address).map(|email| (name, email.as_str().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Hidden, MailSection, MailTransport, SmtpSecurity};

    fn smtp() -> MailSection {
        MailSection {
            transport: "smtp".into(),
            from: "Ember & Oak <shop@example.com>".into(),
            host: "smtp.example.com".into(),
            user: "ember".into(),
            password: Hidden::from("hunter2"),
            ..MailSection::default()
        }
    }

    #[test]
    fn without_a_word_letters_become_files_from_the_shop_itself() {
        let mail = MailSection::default().check("Ember & Oak").unwrap_or_else(|wrong| panic!("{}", wrong.problem));
        assert_eq!((mail.transport, mail.from_name.as_str(), mail.from_address.as_str()), (MailTransport::Folder, "Ember & Oak", "shop@localhost"));
    }

    #[test]
    fn a_mail_server_is_taken_as_it_stands() {
        let mail = smtp().check("Ember & Oak").unwrap_or_else(|wrong| panic!("{}", wrong.problem));
        let MailTransport::Smtp(server) = mail.transport else { panic!("smtp was asked for") };
        assert_eq!((server.host.as_str(), server.port, server.security), ("smtp.example.com", 587, SmtpSecurity::StartTls));
        assert_eq!((mail.from_name.as_str(), mail.from_address.as_str()), ("Ember & Oak", "shop@example.com"));
    }

    #[test]
    fn what_cannot_work_is_told_before_the_first_letter() {
        let cases = [
            ("transport", MailSection { transport: "pigeon".into(), ..MailSection::default() }),
            ("from", MailSection { from: "nobody".into(), ..MailSection::default() }),
            ("from", MailSection { from: String::new(), ..smtp() }),
            ("from", MailSection { from: "Ember <shop@example.com>\r\nBcc: all@example.com".into(), ..smtp() }),
            ("host", MailSection { host: String::new(), ..smtp() }),
            ("host", MailSection { host: "smtp://example.com".into(), ..smtp() }),
            ("port", MailSection { port: 0, ..smtp() }),
            ("security", MailSection { security: "none".into(), ..smtp() }),
            ("security", MailSection { security: "ssl".into(), ..smtp() }),
            ("password", MailSection { password: Hidden::default(), ..smtp() }),
            ("user", MailSection { user: String::new(), ..smtp() }),
        ];
        for (key, section) in cases {
            let said = section.check("Ember & Oak").map(|mail| format!("{mail:?}"));
            match said {
                Err(wrong) => assert_eq!(wrong.key, key, "{}", wrong.problem),
                Ok(mail) => panic!("{key} was taken: {mail}"),
            }
        }
        let here = MailSection { security: "none".into(), host: "127.0.0.1".into(), ..smtp() };
        assert!(here.check("Ember & Oak").is_ok(), "nothing leaves this machine");
    }

    #[test]
    fn a_password_is_never_printed() {
        let section = smtp();
        let printed = toml::to_string_pretty(&section).expect("TOML");
        assert!(printed.contains("password = \"(hidden)\""), "{printed}");
        let checked = section.check("Ember & Oak").unwrap_or_else(|wrong| panic!("{}", wrong.problem));
        assert!(!format!("{section:?} {checked:?} {printed}").contains("hunter2"));
    }
}
