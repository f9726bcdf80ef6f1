//! What people read: messages by their ids, in the language that is spoken at the moment.
//!
//! Whoever serves a request or writes a letter says once what is spoken; those who put the words together don't carry it. Where
//! nobody said so, it's English. A message that a language doesn't have is said in English.
//! A catalogue lives as long as the process, so that its messages are lent and never copied.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::{CharacterDirection, LanguageIdentifier};

use super::marks::Marks;
use super::secret::{digest, to_hex};

/// The languages that come with the shop; the first has all messages.
const SHIPPED: [(&str, &str); 2] = [("en", include_str!("../../web/messages/en.ftl")), ("de", include_str!("../../web/messages/de.ftl"))];

static ENGLISH: LazyLock<&'static Catalogue> = LazyLock::new(|| Catalogue::load("en", "").expect("the shipped messages can be read"));

tokio::task_local! {
    static SPOKEN: &'static Catalogue;
}

/// All messages in one language.
pub struct Catalogue {
    /// As `<html lang>` has it: `de`, `pt-BR`.
    pub tag: String,
    /// As `<html dir>` has it: `ltr` or `rtl`.
    pub direction: &'static str,
    pub marks: Marks,
    /// Tells it from others and from itself with other messages.
    pub mark: String,
    /// Messages that are the same each time.
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalogue({})", self.tag)
    }
}

/// Why a language can't be spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The name of the language.
    Locale(String),
    /// A line of the merchant's messages.
    Line(usize, String),
}

impl Catalogue {
    /// The language of this name, with the merchant's own messages before the shipped ones.
    ///
    /// # Errors
    /// When there is no such language, or a message can't be used.
    pub fn load(locale: &str, own: &str) -> Result<&'static Self, Trouble> {
        static LOADED: Mutex<BTreeMap<(String, String), &'static Catalogue>> = Mutex::new(BTreeMap::new());
        let key = (locale.to_owned(), own.to_owned());
        if let Some(catalogue) = LOADED.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(catalogue);
        }
        let catalogue: &'static Self = Box::leak(Box::new(Self::read(locale, own)?));
        LOADED.lock().unwrap_or_else(PoisonError::into_inner).insert(key, catalogue);
        Ok(catalogue)
    }

    /// The one that is spoken where nobody said otherwise.
    #[must_use]
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    fn read(locale: &str, own: &str) -> Result<Self, Trouble> {
        let language: LanguageIdentifier =
            locale.parse().map_err(|_| Trouble::Locale(format!("{locale:?} is not a language; write it like \"en\" or \"pt-BR\"")))?;
        let shipped = SHIPPED.iter().find(|(name, _)| *name == language.language.as_str()).map(|(_, text)| *text);
        if shipped.is_none() && own.is_empty() {
            let names = SHIPPED.map(|(name, _)| name).join(", ");
            return Err(Trouble::Locale(format!("there are no messages in {locale:?}; use {names}, or bring your own as [shop] messages")));
        }
        known(own)?;
        let mut bundle = FluentBundle::new_concurrent(vec![language.clone()]);
        // Between letters that run the other way, a name or a number keeps to itself.
        bundle.set_use_isolating(language.character_direction() == CharacterDirection::RTL);
        bundle.set_formatter(Some(figure));
        for text in [shipped.unwrap_or_default(), own] {
            bundle.add_resource_overriding(parsed(text)?);
        }
        let direction = if language.character_direction() == CharacterDirection::RTL { "rtl" } else { "ltr" };
        let mark = format!("{language}-{}", &to_hex(&digest(own.as_bytes()).0)[..8]);
        let mut catalogue = Self { tag: language.to_string(), direction, marks: Marks::ENGLISH, mark, plain: HashMap::new(), bundle };
        for id in messages(SHIPPED[0].1).into_keys() {
            if let Some(text) = catalogue.same_each_time(id) {
                catalogue.plain.insert(id.to_owned(), text);
            }
        }
        catalogue.marks = catalogue.read_marks();
        Ok(catalogue)
    }

    fn same_each_time(&self, id: &str) -> Option<String> {
        let Some(message) = self.bundle.get_message(id) else {
            return if self.tag == "en" { None } else { ENGLISH.plain.get(id).cloned() };
        };
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(message.value()?, None, &mut faults);
        faults.is_empty().then(|| text.into_owned())
    }

    /// The sign's place is where the message for a sum has it.
    fn read_marks(&self) -> Marks {
        let mark = |id: &str| Cow::Owned(self.plain.get(id).cloned().unwrap_or_default());
        let sum = self.filled("sum", &[("sign", Value::from("S")), ("number", Value::from("N"))]);
        let sum: String = sum.chars().filter(|c| !matches!(c, '\u{2068}' | '\u{2069}')).collect();
        let gap = Cow::Owned(sum.replace(['S', 'N'], ""));
        Marks { group: mark("mark-thousands"), decimal: mark("mark-decimal"), sign_first: sum.starts_with('S'), gap }
    }

    /// A message that is the same each time; of one that isn't there, its id.
    #[must_use]
    pub fn plain(&'static self, id: &'static str) -> &'static str {
        self.plain.get(id).map_or(id, String::as_str)
    }

    #[cfg(test)]
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
        messages(SHIPPED[0].1).into_keys().filter_map(|id| Some((id, self.plain.get(id)?.as_str())))
    }

    /// A message with what it tells.
    #[must_use]
    pub fn filled(&self, id: &str, facts: &[(&'static str, Value<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return if self.tag == "en" { id.to_owned() } else { ENGLISH.filled(id, facts) };
        };
        let args: FluentArgs = facts.iter().map(|(name, value)| (*name, value.clone())).collect();
        // What is wrong with a message is told by the tests for ours, and at the start for the merchant's.
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

/// Large numbers inside of messages have their thousands apart.
fn figure<M>(value: &FluentValue, _: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    (number.value >= 1_000.0).then(|| spoken().marks.grouped(&format!("{:.0}", number.value)))
}

fn parsed(text: &str) -> Result<FluentResource, Trouble> {
    FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
        let first = errors.first();
        let before = first.and_then(|error| text.get(..error.pos.start)).unwrap_or_default();
        let problem = first.map_or_else(|| "this is not a message".to_owned(), |error| error.kind.to_string());
        Trouble::Line(before.matches('\n').count().saturating_add(1), problem)
    })
}

/// Whether the merchant's messages are among ours, and tell nothing that ours don't.
fn known(own: &str) -> Result<(), Trouble> {
    let ours = messages(SHIPPED[0].1);
    for (id, message) in messages(own) {
        let Some(our) = ours.get(id) else { return Err(Trouble::Line(message.line, format!("there is no message {id}"))) };
        if let Some(variable) = message.variables.difference(&our.variables).next() {
            let names = our.variables.iter().map(|name| format!("${name}")).collect::<Vec<_>>().join(", ");
            let names = if names.is_empty() { "nothing".to_owned() } else { names };
            return Err(Trouble::Line(message.line, format!("{id} is told {names}, not ${variable}")));
        }
    }
    Ok(())
}

/// Where a message stands and what it wants to be told.
#[derive(Debug, PartialEq, Eq)]
struct Outline<'a> {
    line: usize,
    variables: BTreeSet<&'a str>,
}

/// The messages of a file, by their ids.
fn messages(text: &str) -> BTreeMap<&str, Outline<'_>> {
    let mut messages = BTreeMap::new();
    let mut current = "";
    for (number, line) in text.lines().enumerate() {
        if let Some((id, _)) = line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic())) {
            current = id.trim_end();
            messages.insert(current, Outline { line: number.saturating_add(1), variables: BTreeSet::new() });
        }
        if let Some(outline) = messages.get_mut(current).filter(|_| !line.starts_with('#')) {
            let names = line.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default());
            outline.variables.extend(names.filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())));
        }
    }
    messages
}

/// Speaks a language while the work is done.
pub async fn speaking<W: Future>(catalogue: &'static Catalogue, work: W) -> W::Output {
    SPOKEN.scope(catalogue, work).await
}

/// The same for work that doesn't wait.
pub fn spoken_in<R>(catalogue: &'static Catalogue, work: impl FnOnce() -> R) -> R {
    SPOKEN.sync_scope(catalogue, work)
}

/// What is spoken at the moment.
#[must_use]
pub fn spoken() -> &'static Catalogue {
    SPOKEN.try_with(|catalogue| *catalogue).unwrap_or_else(|_| *ENGLISH)
}

/// A message that is the same each time.
#[must_use]
pub fn t(id: &'static str) -> &'static str {
    spoken().plain(id)
}

/// What a message is told.
pub type Value<'a> = FluentValue<'a>;

/// What can stand in a message.
pub trait Fact {
    fn fact(&self) -> Value<'_>;
}

impl Fact for str {
    fn fact(&self) -> Value<'_> {
        Value::from(self)
    }
}

impl Fact for String {
    fn fact(&self) -> Value<'_> {
        Value::from(self)
    }
}

impl<F: Fact + ?Sized> Fact for &F {
    fn fact(&self) -> Value<'_> {
        F::fact(self)
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => { $(impl Fact for $kind { fn fact(&self) -> Value<'_> { Value::from(*self) } })* };
}

numbers!(u8, u16, u32, u64, usize, i64);

/// A message with what it tells: `t!("cart-left", count = 3)`.
macro_rules! t {
    ($id:literal $(, $name:ident = $value:expr)+ $(,)?) => {
        $crate::base::messages::spoken().filled($id, &[$((stringify!($name), $crate::base::messages::Fact::fact(&$value))),+])
    };
}
