//! Rules about what people read: it stands in the catalogues and not in the code, and all of them have the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{File, Problem, Source};

/// A text in quotes, with the code before it on its line.
#[derive(Debug, PartialEq, Eq)]
struct Literal {
    line: usize,
    before: String,
    text: String,
}

/// What asks for a message.
const ASKS: [&str; 5] = ["t(", "t!(", "rich!(", "Said(", "refused("];
/// Attributes that people read or hear.
const READ: [&str; 5] = ["aria-label=", "placeholder=", "title=", "alt=", "data-live="];
/// What isn't read by shoppers though it looks like it: sample text for programmers, and words that are names.
const NOT_READ: [&str; 3] = ["expect(", "reason = ", "context("];

/// The texts of a file, without its tests and comments.
fn literals(text: &str) -> Vec<Literal> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut chars = code.chars().peekable();
    let (mut line, mut before) = (1, String::new());
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\n', _) => {
                line += 1;
                before = before.rsplit(['\n', ' ']).next().unwrap_or_default().to_owned();
            }
            ('/', Some('/')) => while chars.next_if(|c| *c != '\n').is_some() {},
            ('\'', Some('"')) => drop((chars.next(), chars.next())),
            ('"', _) => {
                let (start, mut text) = (line, String::new());
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    line += usize::from(c == '\n');
                    text.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
                }
                found.push(Literal { line: start, before: std::mem::take(&mut before), text });
            }
            _ => before.push(c),
        }
    }
    found
}

/// English that stands in the code of a page.
pub fn english<'a>(source: &'a Source, allowed: &'a [&'a str]) -> impl Iterator<Item = Problem> + 'a {
    let read = |literal: &Literal| {
        let before = literal.before.trim_end();
        let attribute = READ.iter().any(|name| before.ends_with(name));
        let elsewhere = before.ends_with('=') && !attribute;
        let asked = ASKS.iter().chain(&NOT_READ).any(|ask| literal.before.ends_with(ask));
        let words = literal.text.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= 3);
        let sentence = literal.text.trim_end().contains(' ') || literal.text.starts_with(char::is_uppercase);
        words && (attribute || sentence && !elsewhere && !asked)
    };
    let literals = literals(&source.file.text).into_iter().filter(read).filter(|literal| !allowed.contains(&literal.text.as_str()));
    literals.map(|literal| source.file.problem(literal.line, format!("{:?} is English in the code; give it a message in web/messages", literal.text)))
}

/// Messages that are asked for and not there.
pub fn unknown<'a>(source: &'a Source, english: &File) -> impl Iterator<Item = Problem> + 'a {
    let messages: BTreeSet<String> = messages(english).into_keys().collect();
    let asked = literals(&source.file.text).into_iter().filter(|literal| ASKS.iter().any(|ask| asks(&literal.before, ask)));
    let unknown = asked.filter(move |literal| !messages.contains(&literal.text));
    unknown.map(|literal| source.file.problem(literal.line, format!("there is no message {}", literal.text)))
}

/// `t(` and not `format(`.
fn asks(before: &str, ask: &str) -> bool {
    before.strip_suffix(ask).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == '!'))
}

/// Messages that nobody asks for.
pub fn unused(english: &File, sources: &[&Source]) -> Vec<Problem> {
    let named: BTreeSet<String> = sources.iter().flat_map(|source| literals(&source.file.text)).map(|literal| literal.text).collect();
    let unused = messages(english).into_iter().filter(|(id, _)| !named.contains(id));
    unused.map(|(id, message)| english.problem(message.line, format!("nothing says {id}; take it out"))).collect()
}

/// Where one language says what the other doesn't, or isn't told the same.
pub fn differing(english: &File, other: &File) -> Vec<Problem> {
    let (ours, theirs) = (messages(english), messages(other));
    let missing = ours.iter().filter(|(id, _)| !theirs.contains_key(*id)).map(|(id, _)| other.problem(1, format!("{id} is missing")));
    let differs = theirs.iter().filter_map(|(id, message)| match ours.get(id) {
        None => Some(other.problem(message.line, format!("{id} isn't in {}", english.path))),
        Some(our) if our.variables != message.variables => {
            Some(other.problem(message.line, format!("{id} has {:?}, and {} has {:?}", message.variables, english.path, our.variables)))
        }
        Some(_) => None,
    });
    missing.chain(differs).collect()
}

struct Message {
    line: usize,
    variables: BTreeSet<String>,
}

fn messages(file: &File) -> BTreeMap<String, Message> {
    let mut messages = BTreeMap::new();
    let mut current = String::new();
    for (line, text) in file.numbered_lines().filter(|(_, text)| !text.starts_with('#')) {
        if let Some((id, _)) = text.split_once('=').filter(|_| text.starts_with(|c: char| c.is_ascii_lowercase())) {
            id.trim().clone_into(&mut current);
            messages.insert(current.clone(), Message { line, variables: BTreeSet::new() });
        }
        let names = text.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned());
        messages.entry(current.clone()).and_modify(|message| message.variables.extend(names));
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::{differing, english, unknown, unused};
    use crate::tree::{File, Source};

    fn file(path: &str, text: &str) -> File {
        File { path: path.into(), text: text.into() }
    }

    #[test]
    fn english_is_found_where_people_read_it() {
        let lines = |text: &str| english(&Source::new("src/web/ui/a.rs", text), &["USD"]).map(|problem| problem.line).collect::<Vec<_>>();
        assert_eq!(lines("html! { p { \"Only three\" } }"), [1]);
        assert_eq!(lines("// \"Only three\"\nlet a = html! { nav aria-label=\"pages\" { \" each\" } };"), [2, 2]);
        assert_eq!(lines("let title = \"Sold out\".to_owned();"), Vec::<usize>::new(), "an assignment looks like an attribute");
        assert_eq!(lines("f(\"Sold out\")"), [1]);
        for fine in ["p { (t(\"sold-out\")) }", "a href=\"/cart and so\" {}", "f(\"USD\")", "f(\", \")", "x.expect(\"It is there\")", "'\"'"] {
            assert_eq!(lines(fine), Vec::<usize>::new(), "{fine}");
        }
    }

    #[test]
    fn messages_are_there_and_said() {
        let english = file("en.ftl", "# a = b\ncart = Cart\nleft = { $count ->\n    [one] One\n   *[other] { $count } left\n}\n");
        let source = Source::new("src/web/a.rs", "t(\"cart\"); t!(\"lost\", count = 1); format(\"x\")");
        assert_eq!(unknown(&source, &english).map(|problem| problem.to_string()).collect::<Vec<_>>(), ["src/web/a.rs:1: there is no message lost"]);
        assert_eq!(unused(&english, &[&source]).iter().map(ToString::to_string).collect::<Vec<_>>(), ["en.ftl:3: nothing says left; take it out"]);
        let german = file("de.ftl", "cart = { $count } Karren\nmore = Mehr\n");
        let said: Vec<String> = differing(&english, &german).iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 3, "{said:?}");
    }
}
