//! Where a setting comes from: a line of the file or a variable of the environment.

use std::fs::File;
use std::io::{Error, Read};
use std::path::Path;

use serde::Deserialize;
use toml::de::DeTable;

use super::written::Written;

/// `SHOP_TAX__RATE` names `[tax] rate`.
pub(super) fn setting_name(variable: &str) -> Option<(String, String)> {
    let (section, key) = variable.strip_prefix("SHOP_")?.split_once("__")?;
    Some((section.to_lowercase(), key.to_lowercase()))
}

/// Puts a text from the environment where the default says what kind of value it is.
pub(super) fn set(table: &mut toml::Table, section: &str, key: &str, text: &str) -> Result<(), String> {
    let defaults = toml::Table::try_from(Written::default()).map_err(|error| error.to_string())?;
    let known = defaults.get(section).and_then(toml::Value::as_table);
    let known = known.ok_or_else(|| format!("there is no section [{section}]; there are {}", names(&defaults)))?;
    let value = match known.get(key) {
        None => return Err(format!("[{section}] has no setting {key}; it has {}", names(known))),
        Some(toml::Value::Integer(_)) => toml::Value::Integer(text.parse().map_err(|_| "this is not a whole number".to_owned())?),
        Some(toml::Value::Array(_)) => toml::Value::Array(
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| toml::Value::String(part.to_owned())).collect(),
        ),
        Some(toml::Value::Boolean(_)) => toml::Value::Boolean(text.parse().map_err(|_| "this is not true or false".to_owned())?),
        Some(_) => toml::Value::String(text.to_owned()),
    };
    let place = table.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    if let Some(place) = place.as_table_mut() {
        place.insert(key.to_owned(), value);
    }
    Written::deserialize(toml::Value::Table(table.clone())).map(drop).map_err(|error| without_values(error.message()))
}

/// What is wrong with the file and in which line. The line itself isn't quoted, since it may hold a key, and neither is a value.
pub(super) fn complaint(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| format!(":{}", before.matches('\n').count().saturating_add(1))).unwrap_or_default();
    let unknown = error.message().starts_with("unknown field");
    match secret_line(text, error.span()) {
        Some(_) if !unknown => format!("{line}: write a secret between quotes, as in password = \"…\""),
        _ => format!("{line}: {}", without_values(error.message())),
    }
}

/// A complaint about a text of the wrong kind repeats it in quotes.
fn without_values(message: &str) -> String {
    match message.split_once("string \"") {
        Some((before, rest)) => format!("{before}a text{}", rest.rsplit_once('"').map_or("", |(_, after)| after)),
        None => message.to_owned(),
    }
}

fn names(table: &toml::Table) -> String {
    table.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// A step on the way to a setting: a key of a table, or the place in a list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Key(&'static str),
    Entry(usize),
}

/// The line of a setting, or of the closest thing around it that is written down.
pub(super) fn line_of(text: &str, section: &str, key: &str, inside: &[Step]) -> Option<usize> {
    let document = DeTable::parse(text).ok()?;
    let section = document.get_ref().get(section)?.get_ref().as_table()?;
    let mut found = section.get(key)?;
    let mut start = section.get_key_value(key)?.0.span().start;
    for step in inside {
        let next = match step {
            Step::Key(name) => found.get_ref().as_table().and_then(|table| table.get_key_value(*name)).map(|(key, value)| (key.span().start, value)),
            Step::Entry(place) => found.get_ref().as_array().and_then(|list| list.get(*place)).map(|value| (value.span().start, value)),
        };
        let Some((at, value)) = next else { break };
        (start, found) = (at, value);
    }
    Some(text.get(..start)?.matches('\n').count() + 1)
}

/// The number of a line that can't be read, where it holds what nobody may see.
fn secret_line(text: &str, place: Option<std::ops::Range<usize>>) -> Option<usize> {
    let start = place?.start;
    let number = text.get(..start)?.matches('\n').count();
    let key = text.lines().nth(number)?.split('=').next()?.trim();
    ["password", "secret", "token"].iter().any(|word| key.contains(word)).then(|| number.saturating_add(1))
}

/// The text of a file that a setting names, of so many bytes at most; else what is wrong with it.
pub(super) fn text_beside(path: &Path, bytes_max: u64) -> Result<String, String> {
    let read = || {
        let mut text = String::new();
        let bytes = File::open(path)?.take(bytes_max.saturating_add(1)).read_to_string(&mut text)?;
        let fits = u64::try_from(bytes).is_ok_and(|bytes| bytes <= bytes_max);
        if fits { Ok(text) } else { Err(Error::other(format!("it has more than {bytes_max} bytes"))) }
    };
    read().map_err(|error| format!("{} can't be read: {error}", path.display()))
}
