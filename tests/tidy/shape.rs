//! Rules about how a file reads: its opening, its size, the size of its functions, and nothing left unfinished.

use crate::items::{functions, text};
use crate::tree::{File, Problem, Source};

/// Words and macros that mark work as not done; joined here so that this file passes its own rule.
const LEFT_OVERS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];
const LEFT_OVER_MACROS: &[&str] = &["todo", "unimplemented", "dbg"];

/// Every file opens with `//!` and a first paragraph that ends with a period.
pub fn opening(source: &Source) -> Option<Problem> {
    let mut paragraph = source.file.text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let Some(first) = paragraph.next() else {
        let what = "the file doesn't open with `//!`; start it with one sentence that says what it is for";
        return Some(source.file.problem(1, what));
    };
    let (mut end, mut line) = (first, 1);
    for more in paragraph.take_while(|more| !more.is_empty()) {
        (end, line) = (more, line + 1);
    }
    let what = "the first paragraph of the file doesn't end with a period; make it one whole sentence";
    (!end.ends_with('.')).then(|| source.file.problem(line, what))
}

pub fn file_size(file: &File, lines_max: usize) -> Option<Problem> {
    let lines = file.text.lines().count();
    let what = || format!("the file has {lines} lines, {lines_max} is the most; split it where it changes its subject");
    (lines > lines_max).then(|| file.problem(lines, what()))
}

pub fn function_size(source: &Source, lines_max: usize) -> Vec<Problem> {
    let long = functions(&source.tokens).into_iter().filter(|function| function.lines > lines_max);
    let what = |name: &str, lines: usize| format!("`{name}` has {lines} lines, {lines_max} is the most; give a part of it a name of its own");
    long.map(|found| source.file.problem(found.line, what(&found.name, found.lines))).collect()
}

/// No marks for later, in any text.
pub fn left_overs(file: &File) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (line, text) in file.numbered_lines() {
        for word in LEFT_OVERS.iter().filter(|word| has_word(text, word)) {
            problems.push(file.problem(line, format!("{word} is left here; do it now, or drop it and write down why")));
        }
    }
    problems
}

pub fn left_over_macros(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, token) in source.tokens.iter().enumerate() {
        let called = text(&source.tokens, at + 1) == "!" && ["(", "[", "{"].contains(&text(&source.tokens, at + 2));
        if called && LEFT_OVER_MACROS.contains(&token.text.as_str()) {
            let what = format!("`{}!` is left here; finish the code, or refuse with an error", token.text);
            problems.push(source.file.problem(token.line, what));
        }
    }
    problems
}

/// Comments are sentences; code that isn't used is in the history.
pub fn code_in_comments(source: &Source) -> Vec<Problem> {
    let found = source.comments.iter().filter(|comment| {
        let text = comment.text.strip_prefix("//").unwrap_or("");
        !text.starts_with(['/', '!']) && looks_like_code(text.trim())
    });
    found.map(|comment| source.file.problem(comment.line, "code in a comment; delete it, the history keeps it")).collect()
}

/// Prose may open with `let` or `use`, but then it holds no `=` or `::`, and it never ends with a brace.
fn looks_like_code(text: &str) -> bool {
    let is_call = |(at, _): (usize, &str)| text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '!');
    let call = text.ends_with(");") && text.match_indices('(').any(is_call);
    let binding = text.ends_with(';') && text.starts_with("let ") && text.contains('=');
    let import = text.ends_with(';') && (text.starts_with("use ") || text.starts_with("pub ")) && text.contains("::");
    let block = text.ends_with('{') && !text.ends_with(" `{");
    call || binding || import || block || (text.starts_with("#[") && text.ends_with(']'))
}

fn has_word(text: &str, word: &str) -> bool {
    let joins = |c: char| c == '_' || c.is_alphanumeric();
    let stands_alone = |at: usize| !text[..at].ends_with(joins) && !text[at + word.len()..].starts_with(joins);
    text.match_indices(word).any(|(at, _)| stands_alone(at))
}

#[cfg(test)]
mod tests {
    use super::{LEFT_OVER_MACROS, LEFT_OVERS};
    use super::{code_in_comments, file_size, function_size, left_over_macros, left_overs, opening};
    use crate::tree::{File, Problem, Source};

    fn source(text: &str) -> Source {
        Source::new("src/a.rs", text)
    }

    fn file(text: &str) -> File {
        File { path: "web/a.css".into(), text: text.into() }
    }

    fn lines(problems: &[Problem]) -> Vec<usize> {
        problems.iter().map(|problem| problem.line).collect()
    }

    #[test]
    fn a_poor_opening_is_reported() {
        for (text, line) in [("", 1), ("use a;\n//! A.", 1), ("// A.", 1), ("\n//! A.", 1), ("/// A.", 1)] {
            assert_eq!(opening(&source(text)).map(|problem| problem.line), Some(line), "{text:?}");
        }
        for (text, line) in [("//! A\n//!\n//! B.", 1), ("//! A.\n//! B\nuse c;", 2), ("//!\n//! A", 2)] {
            assert_eq!(opening(&source(text)).map(|problem| problem.line), Some(line), "{text:?}");
        }
    }

    #[test]
    fn a_good_opening_is_fine() {
        for text in ["//! A.", "//! A\n//! b.\n//!\n//! - c\nuse d;", "//! A.  \nuse b;", "//! A.\r\n//!\r\n//! b"] {
            assert!(opening(&source(text)).is_none(), "{text:?}");
        }
    }

    #[test]
    fn long_files_are_reported() {
        assert_eq!(file_size(&file(&"a\n".repeat(500)), 499).map(|problem| problem.line), Some(500));
        assert!(file_size(&file(&"a\n".repeat(499)), 499).is_none());
    }

    #[test]
    fn long_functions_are_reported() {
        let function = |lines: usize| format!("//! A.\nimpl B {{\n async fn f() {{{}}}\n}}", "\n\"{\";".repeat(lines - 1));
        let found = function_size(&source(&function(70)), 69);
        assert_eq!(lines(&found), [3]);
        assert!(found[0].what.contains("`f` has 70 lines"), "{}", found[0]);
        assert!(function_size(&source(&function(69)), 69).is_empty());
    }

    #[test]
    fn each_left_over_is_reported() {
        for word in LEFT_OVERS {
            assert_eq!(lines(&left_overs(&file(&format!("a\n/* {word}: b */")))), [2], "{word}");
            assert!(left_overs(&file(&format!("MY_{word} {word}S {}", word.to_lowercase()))).is_empty(), "{word}");
        }
        for name in LEFT_OVER_MACROS {
            assert_eq!(lines(&left_over_macros(&source(&format!("a\n{name}!(b)")))), [2], "{name}");
            assert_eq!(lines(&left_over_macros(&source(&format!("std::{name} ! []")))), [1], "{name}");
            let fine = format!("{name}(1); {name} != 1; \"{name}!()\"; // {name}!()");
            assert!(left_over_macros(&source(&fine)).is_empty(), "{name}");
        }
    }

    #[test]
    fn code_in_comments_is_reported() {
        for code in ["let a = 1;", "save(&cart)?.b();", "if a {", "} else {", "#[test]", "print!(\"a\");", "use a::b;"] {
            assert_eq!(lines(&code_in_comments(&source(&format!("a\n    // {code}")))), [2], "{code}");
        }
    }

    #[test]
    fn prose_in_comments_is_fine() {
        for text in ["if it fails, drop it;", "let it go;", "use a::b", "see the log (one row);", "`f(x);` fails", "in {}"] {
            assert!(code_in_comments(&source(&format!("// {text}"))).is_empty(), "{text}");
        }
        assert!(code_in_comments(&source("/// let a = f(1);\n//! use a::b;\n\"// f(1);\"")).is_empty());
    }
}
