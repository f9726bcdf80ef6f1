//! Finds what tokens form: brackets that belong together, functions, and what is compiled for tests only.

use std::ops::Range;

use crate::lex::{Token, is_word};

/// A function that has a body.
#[derive(Debug)]
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

/// Every function with a body, nested ones too; a function counts from its `fn` to its closing brace.
pub fn functions(tokens: &[Token]) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let named = text(tokens, at + 1) == "$" || is_word(text(tokens, at + 1));
        if token.text != "fn" || !named {
            continue;
        }
        let Some(open) = item_end(tokens, at).filter(|end| tokens[*end].text == "{") else {
            continue;
        };
        let end = &tokens[closing(tokens, open)];
        let name = if text(tokens, at + 1) == "$" { text(tokens, at + 2) } else { text(tokens, at + 1) };
        found.push(Function { name: name.into(), line: token.line, lines: end.line - token.line + 1 });
    }
    found
}

/// The token ranges under `#[cfg(test)]` or `#[cfg(all(test, …))]`; all of a file that opens with `#![cfg(test)]`.
pub fn test_regions(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut inner = 0;
    while texts(tokens, inner, 3) == ["#", "!", "["] {
        if is_cfg_test(tokens, inner + 3) {
            found.push(0..tokens.len());
        }
        inner = closing(tokens, inner + 2) + 1;
    }
    for at in 0..tokens.len() {
        if texts(tokens, at, 2) == ["#", "["] && is_cfg_test(tokens, at + 2) {
            let end = item_end(tokens, at).map_or(tokens.len(), |end| closing(tokens, end) + 1);
            found.push(at..end);
        }
    }
    found
}

/// The index of the bracket that closes the one at `open`; `open` itself where no bracket stands there.
pub fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len() - 1
}

/// The text of one token; empty behind the end.
pub fn text(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| &token.text)
}

fn texts(tokens: &[Token], at: usize, count: usize) -> Vec<&str> {
    (at..at + count).map(|at| text(tokens, at)).collect()
}

fn is_cfg_test(tokens: &[Token], at: usize) -> bool {
    texts(tokens, at, 4) == ["cfg", "(", "test", ")"] || texts(tokens, at, 5) == ["cfg", "(", "all", "(", "test"]
}

/// Where the body or the semicolon of the item at `at` stands; attributes, parameters and `<{ N }>` are passed over.
fn item_end(tokens: &[Token], mut at: usize) -> Option<usize> {
    while at < tokens.len() {
        match text(tokens, at) {
            "{" if at == 0 || text(tokens, at - 1) != "<" => return Some(at),
            ";" => return Some(at),
            "(" | "[" | "{" => at = closing(tokens, at) + 1,
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{functions, test_regions};
    use crate::lex::lex;

    fn lengths(code: &str) -> Vec<(String, usize, usize)> {
        functions(&lex(code).tokens).into_iter().map(|found| (found.name, found.line, found.lines)).collect()
    }

    #[test]
    fn a_function_counts_from_its_name_to_its_brace() {
        assert_eq!(lengths("\nfn a(\n x: u8,\n) {\n\n}\n"), [("a".into(), 2, 5)]);
        assert_eq!(lengths("fn a() { fn b() {\n} }"), [("a".into(), 1, 2), ("b".into(), 1, 2)]);
    }

    #[test]
    fn braces_in_text_do_not_end_a_function() {
        let code = "fn a<'x>(s: &'x str) {\n '}'; \"}\"; r#\"}\"}\"#; // }\n /* } */ b'}';\n}\nfn b() {}";
        assert_eq!(lengths(code), [("a".into(), 1, 4), ("b".into(), 5, 1)]);
    }

    #[test]
    fn signatures_with_brackets_find_their_body() {
        assert_eq!(lengths("fn a() -> [u8; { 1 }] {\n}"), [("a".into(), 1, 2)]);
        assert_eq!(lengths("fn a() -> B<{ 1 }> where C: D, {\n}"), [("a".into(), 1, 2)]);
        assert_eq!(lengths("fn $a() {\n}"), [("a".into(), 1, 2)]);
    }

    #[test]
    fn what_has_no_body_is_no_function() {
        assert!(lengths("trait T { fn a(); }\ntype F = fn(u8) -> u8; struct S { f: fn() }").is_empty());
    }

    #[test]
    fn test_code_ends_with_its_item() {
        let tokens = lex("a #[cfg(test)] #[rustfmt::skip] mod t { b } c #[cfg(test)] use d; e").tokens;
        let outside: Vec<_> = (0..tokens.len())
            .filter(|at| !test_regions(&tokens).iter().any(|region| region.contains(at)))
            .map(|at| tokens[at].text.as_str())
            .collect();
        assert_eq!(outside, ["a", "c", "e"]);
    }

    #[test]
    fn other_cfgs_are_not_test_code() {
        for code in ["#[cfg(not(test))] mod a {}", "#[cfg(any(test, unix))] mod a {}", "#[test] fn a() {}"] {
            assert!(test_regions(&lex(code).tokens).is_empty(), "{code}");
        }
        assert_eq!(test_regions(&lex("#[cfg(all(test, unix))] mod a {}").tokens).len(), 1);
        assert_eq!(test_regions(&lex("#![warn(x)] #![cfg(test)] a").tokens).len(), 1);
    }
}
