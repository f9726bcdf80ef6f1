//! Where a setting comes from: a line of the file or a variable of the environment.

use serde::Deserialize;

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
        Some(toml::Value::Integer(_)) => toml::Value::Integer(text.parse().map_err(|_| format!("{text:?} is not a whole number"))?),
        Some(toml::Value::Array(_)) => toml::Value::Array(
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| toml::Value::String(part.to_owned())).collect(),
        ),
        Some(toml::Value::Boolean(_)) => toml::Value::Boolean(text.parse().map_err(|_| format!("{text:?} is not true or false"))?),
        Some(_) => toml::Value::String(text.to_owned()),
    };
    let place = table.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    if let Some(place) = place.as_table_mut() {
        place.insert(key.to_owned(), value);
    }
    Written::deserialize(toml::Value::Table(table.clone())).map(drop).map_err(|error| error.message().to_owned())
}

fn names(table: &toml::Table) -> String {
    table.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The line where a section sets a key.
pub(super) fn line_of(text: &str, section: &str, key: &str) -> Option<usize> {
    let mut inside = false;
    for (line, number) in text.lines().zip(1_usize..) {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.trim_matches(['[', ']']).trim() == section;
        } else if inside && line.split('=').next().map(str::trim) == Some(key) {
            return Some(number);
        }
    }
    None
}

/// The number of a line that can't be read, where it holds what nobody may see.
pub(super) fn secret_line(text: &str, place: Option<std::ops::Range<usize>>) -> Option<usize> {
    let start = place?.start;
    let number = text.get(..start)?.matches('\n').count();
    let key = text.lines().nth(number)?.split('=').next()?.trim();
    ["password", "secret", "token"].iter().any(|word| key.contains(word)).then(|| number.saturating_add(1))
}
