//! A mail server of this machine that does as it's told: takes letters, puts them off, refuses them, or forgets to answer.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use shop::config::Settings;
use shop::config::mail::{Hidden, MailSettings, MailTransport, SmtpSecurity, SmtpSettings};

/// What becomes of one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Takes,
    /// 451 after the address.
    PutsOff,
    /// 452 after the text.
    IsFull,
    /// 550 after the address.
    KnowsNobody,
    /// 535: the password isn't right.
    ShutsOut,
    /// Hangs up before the text is through.
    HangsUp,
    /// Takes the text, and hangs up before it says so.
    TakesSilently,
}

pub struct MailServer {
    port: u16,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    plan: Mutex<VecDeque<Does>>,
    taken: Mutex<Vec<String>>,
    /// Every line that came in, letters' own excepted.
    heard: Mutex<Vec<String>>,
    closed: AtomicBool,
}

impl MailServer {
    pub fn opens() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared::default());
        let doing = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if doing.closed.load(Ordering::SeqCst) {
                    return;
                }
                let (stream, doing) = (stream.expect("a connection"), Arc::clone(&doing));
                std::thread::spawn(move || drop(talk(&stream, &doing)));
            }
        });
        Self { port, shared }
    }

    /// What becomes of the next letters; those after them are taken.
    pub fn will(&self, plan: &[Does]) {
        *self.shared.plan.lock().unwrap_or_else(PoisonError::into_inner) = plan.iter().copied().collect();
    }

    pub fn taken(&self) -> Vec<String> {
        self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn heard(&self) -> Vec<String> {
        self.shared.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Settings of a shop that sends its letters here.
    pub fn for_shop(&self, security: SmtpSecurity) -> impl FnOnce(&mut Settings) + use<> {
        let (user, password) = ("ember".to_owned(), Hidden::from("correct horse"));
        let server = SmtpSettings { host: "127.0.0.1".to_owned(), port: self.port, security, user, password };
        move |settings| {
            settings.mail = MailSettings {
                transport: MailTransport::Smtp(server),
                from_name: "Ember & Oak".to_owned(),
                from_address: "shop@example.com".to_owned(),
            };
        }
    }

    pub fn closes(&self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.closes();
    }
}

fn talk(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut out = stream.try_clone()?;
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut does = Does::Takes;
    say("220 mail.test ESMTP")?;
    while let Some(Ok(line)) = lines.next() {
        shared.heard.lock().unwrap_or_else(PoisonError::into_inner).push(line.clone());
        let verb = line.split(' ').next().unwrap_or_default().to_uppercase();
        match (verb.as_str(), does) {
            ("EHLO", _) => {
                does = shared.plan.lock().unwrap_or_else(PoisonError::into_inner).pop_front().unwrap_or(Does::Takes);
                say("250-mail.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN")?;
            }
            ("AUTH", Does::ShutsOut) => say("535 5.7.8 Who are you?")?,
            ("AUTH", _) => say("235 2.7.0 Come in")?,
            ("RCPT", Does::PutsOff) => say("451 4.3.0 Not now")?,
            ("RCPT", Does::KnowsNobody) => say("550 5.1.1 Nobody here by that name")?,
            ("DATA", Does::HangsUp) => return Ok(()),
            ("DATA", _) => {
                say("354 Go on")?;
                let mut letter = String::new();
                for line in lines.by_ref() {
                    match line? {
                        end if end == "." => break,
                        line => letter.push_str(&format!("{}\r\n", line.strip_prefix('.').unwrap_or(&line))),
                    }
                }
                if does == Does::IsFull {
                    say("452 4.2.2 Full")?;
                    continue;
                }
                shared.taken.lock().unwrap_or_else(PoisonError::into_inner).push(letter);
                if does == Does::TakesSilently {
                    return Ok(());
                }
                say("250 2.0.0 Taken")?;
            }
            ("QUIT", _) => return say("221 Bye"),
            _ => say("250 2.0.0 Good")?,
        }
    }
    Ok(())
}
