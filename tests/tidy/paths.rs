//! Lists every path that code names: each branch of a `use` tree on its own, and each `a::b` in between.
//!
//! `crate`, `self` and `super` resolve to the module they mean, inline modules included.

use crate::items::{test_regions, text};
use crate::lex::{Token, is_word};

/// Keywords that may stand right before a path, so they are never its first segment.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "dyn", "else", "enum", "extern", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod",
    "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "type", "unsafe", "where", "while", "yield",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Mention,
    Import,
    Export,
}

#[derive(Debug)]
pub struct Path {
    /// `a::b::*` is `["a", "b", "*"]`, `a::{self}` is `["a"]`.
    pub segments: Vec<String>,
    pub line: usize,
    pub kind: Kind,
    pub in_test: bool,
    /// Opens with `::`, so it can only start with the name of a crate.
    rooted: bool,
    /// Starts with a name of this file, so it can't start with the name of a crate.
    local: bool,
    /// The inline modules around it, outermost first.
    scope: Vec<String>,
}

impl Path {
    /// True where the path starts with that outside crate.
    pub fn names_crate(&self, name: &str) -> bool {
        let long_enough = self.kind != Kind::Mention || self.segments.len() > 1;
        self.segments.first().is_some_and(|first| first == name) && long_enough && (self.rooted || !self.local)
    }

    /// The segments below the root of this crate, or nothing for what starts elsewhere. `module` is the file's module.
    pub fn inside_crate<'a>(&'a self, module: &[&'a str]) -> Option<Vec<&'a str>> {
        if self.rooted || (self.kind == Kind::Mention && self.segments.len() < 2) {
            return None;
        }
        let mut base: Vec<&str> = module.iter().copied().chain(self.scope.iter().map(String::as_str)).collect();
        let mut rest = self.segments.iter().map(String::as_str).peekable();
        match rest.peek()? {
            &"crate" => base.clear(),
            &"self" | &"super" => {}
            _ => return None,
        }
        while let Some(step) = rest.next_if(|step| ["crate", "self", "super"].contains(step)) {
            if step == "super" {
                base.pop();
            }
        }
        Some(base.into_iter().chain(rest).collect())
    }

    pub fn joined(&self) -> String {
        self.segments.join("::")
    }
}

pub fn paths(tokens: &[Token]) -> Vec<Path> {
    let mut walk = Walk { tokens, at: 0, depth: 0, scopes: Vec::new(), declared: Vec::new(), imported: Vec::new(), found: Vec::new() };
    while walk.at < tokens.len() {
        walk.step();
    }
    let regions = test_regions(tokens);
    let mut found = std::mem::take(&mut walk.found);
    for (at, path) in &mut found {
        path.in_test = regions.iter().any(|region| region.contains(at));
        path.local = walk.is_local(path);
    }
    found.into_iter().map(|(_, path)| path).collect()
}

struct Walk<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    /// Open inline modules with the depth of their body.
    scopes: Vec<(String, usize)>,
    /// Modules declared so far, each with the scope it was declared in.
    declared: Vec<(Vec<String>, String)>,
    /// Names brought in from deeper down, each with the scope it was brought into.
    imported: Vec<(Vec<String>, String)>,
    /// Paths with the index of the token they start at.
    found: Vec<(usize, Path)>,
}

impl Walk<'_> {
    fn step(&mut self) {
        match self.text(0) {
            "{" => self.open(),
            "}" => self.close(),
            "mod" if is_word(self.text(1)) => self.module(),
            "use" if self.text(1) != "<" => self.import(),
            "extern" if self.text(1) == "crate" => self.extern_crate(),
            "::" if self.starts_rooted() => self.mention(true),
            word if is_word(word) && !KEYWORDS.contains(&word) => self.mention(false),
            _ => self.at += 1,
        }
    }

    fn open(&mut self) {
        self.depth += 1;
        self.at += 1;
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.scopes.retain(|(_, depth)| *depth <= self.depth);
        self.at += 1;
    }

    fn module(&mut self) {
        let name = self.text(1).to_string();
        self.declared.push((self.scope(), name.clone()));
        if self.text(2) == "{" {
            self.scopes.push((name, self.depth + 1));
        }
        self.at += 2;
    }

    fn import(&mut self) {
        let kind = self.visibility();
        self.at += 1;
        self.tree(Vec::new(), kind, false);
    }

    /// One branch of a `use` tree, up to the sign behind it.
    fn tree(&mut self, mut segments: Vec<String>, kind: Kind, mut rooted: bool) {
        let start = self.at;
        let mut alias = None;
        loop {
            match self.text(0) {
                "" | ";" | "," | "}" => break,
                "{" => return self.group(&segments, kind, rooted),
                "as" => {
                    self.at += 1;
                    alias = Some(self.text(0).to_string());
                }
                "::" => rooted |= segments.is_empty(),
                "self" if !segments.is_empty() => {}
                word if is_word(word) || word == "*" => segments.push(word.to_string()),
                _ => {}
            }
            self.at += 1;
        }
        if let Some(name) = alias.or_else(|| segments.get(1..)?.last().cloned()) {
            self.imported.push((self.scope(), name));
        }
        self.keep(start, segments, kind, rooted);
    }

    fn group(&mut self, prefix: &[String], kind: Kind, rooted: bool) {
        self.at += 1;
        loop {
            match self.text(0) {
                "" | ";" => return,
                "}" => break,
                "," => self.at += 1,
                _ => self.tree(prefix.to_vec(), kind, rooted),
            }
        }
        self.at += 1;
    }

    fn extern_crate(&mut self) {
        let kind = self.visibility();
        let name = if self.text(2) == "self" { "crate" } else { self.text(2) }.to_string();
        self.keep(self.at, vec![name], kind, false);
        self.at += 3;
    }

    fn mention(&mut self, rooted: bool) {
        let behind_generics = !rooted && self.text_before() == "::";
        let start = self.at;
        self.at += usize::from(rooted);
        let mut segments = vec![self.text(0).to_string()];
        self.at += 1;
        while self.text(0) == "::" && is_word(self.text(1)) {
            segments.push(self.text(1).to_string());
            self.at += 2;
        }
        if !behind_generics {
            self.keep(start, segments, Kind::Mention, rooted);
        }
    }

    fn keep(&mut self, start: usize, segments: Vec<String>, kind: Kind, rooted: bool) {
        let line = self.tokens.get(start).map_or(0, |token| token.line);
        let scope = self.scope();
        self.found.push((start, Path { segments, line, kind, in_test: false, rooted, local: false, scope }));
    }

    /// A test module sees the names of the modules around it too, through its `use super::*`.
    fn is_local(&self, path: &Path) -> bool {
        let sees = |scope: &[String]| scope == path.scope || path.in_test && path.scope.starts_with(scope);
        let holds = |names: &[(Vec<String>, String)]| names.iter().any(|(scope, name)| path.segments.first() == Some(name) && sees(scope));
        holds(&self.declared) || path.kind == Kind::Mention && holds(&self.imported)
    }

    /// `::` opens a path unless it continues one: `a::b`, `<T>::b`, `Vec::<T>`.
    fn starts_rooted(&self) -> bool {
        let before = self.text_before();
        let continues = before == ">" || (is_word(before) && !KEYWORDS.contains(&before));
        is_word(self.text(1)) && !continues
    }

    /// `pub use` and `pub(crate) use` alike hand a name on.
    fn visibility(&self) -> Kind {
        let before = &self.tokens[..self.at];
        let bare = match before.iter().rposition(|token| token.text == "(") {
            Some(open) if self.text_before() == ")" => &before[..open],
            _ => before,
        };
        if bare.last().is_some_and(|token| token.text == "pub") { Kind::Export } else { Kind::Import }
    }

    fn scope(&self) -> Vec<String> {
        self.scopes.iter().map(|(name, _)| name.clone()).collect()
    }

    fn text(&self, ahead: usize) -> &str {
        text(self.tokens, self.at + ahead)
    }

    fn text_before(&self) -> &str {
        self.at.checked_sub(1).map_or("", |at| text(self.tokens, at))
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Path, paths};
    use crate::lex::lex;

    fn named(code: &str) -> Vec<Path> {
        paths(&lex(code).tokens)
    }

    fn joined(code: &str) -> String {
        named(code).iter().map(Path::joined).filter(|path| path.contains("::")).collect::<Vec<_>>().join(" ")
    }

    fn inside(module: &[&str], code: &str) -> String {
        named(code).iter().filter_map(|path| path.inside_crate(module)).map(|path| path.join("::")).collect()
    }

    fn names_redb(code: &str) -> bool {
        named(code).iter().any(|path| path.names_crate("redb"))
    }

    #[test]
    fn a_use_tree_is_its_branches() {
        assert_eq!(joined("use a::{b, c::{self, d as e}, f::*}; g::h"), "a::b a::c a::c::d a::f::* g::h");
        assert_eq!(joined("pub(crate) use a::{\n  b::{c, d},\n};"), "a::b::c a::b::d");
        assert_eq!(joined("use {a::b, ::c::{d, e}};"), "a::b c::d c::e");
    }

    #[test]
    fn branches_keep_their_own_line() {
        let lines: Vec<_> = named("use a::{\n  b,\n  c,\n};").iter().map(|path| path.line).collect();
        assert_eq!(lines, [2, 3]);
    }

    #[test]
    fn mentions_are_found_between_signs() {
        assert_eq!(joined("return ::a::b(c::d::<e::f>(1)) as g::h"), "a::b c::d e::f g::h");
        assert_eq!(joined("#[derive(a::B)] fn f<'a>() -> impl C + use<'a> { <d::E as f::G>::h() }"), "a::B d::E f::G");
        assert_eq!(joined("Vec::<u8>::a::b(); \"c::d\" /* e::f */"), "");
    }

    #[test]
    fn exports_and_imports_differ() {
        let kinds = |code| named(code).iter().map(|path| path.kind).collect::<Vec<_>>();
        assert_eq!(kinds("use a::b;"), [Kind::Import]);
        assert_eq!(kinds("pub use a::b;"), [Kind::Export]);
        assert_eq!(kinds("fn f() {} pub(super) use b;")[1..], [Kind::Mention, Kind::Export]);
        assert_eq!(kinds("pub extern crate a;"), [Kind::Export]);
        assert_eq!(kinds("f(pub_); use a::b;").last(), Some(&Kind::Import));
    }

    #[test]
    fn relative_paths_resolve_to_their_module() {
        assert_eq!(inside(&["store", "cart"], "use super::super::shop::cart;"), "shop::cart");
        assert_eq!(inside(&["store", "cart"], "use self::super::row::{self, Row};"), "store::rowstore::row::Row");
        assert_eq!(inside(&["store"], "mod tests { use super::super::web; } use super::mail;"), "webmail");
        assert_eq!(inside(&["store"], "use std::fs; let x = a::b; self.x; ::crate_::x"), "");
        assert_eq!(inside(&["store"], "$crate::base::id!()"), "base::id");
    }

    #[test]
    fn an_outside_crate_is_told_from_a_module() {
        for code in ["use redb::X;", "use redb as db;", "redb::open()", "f(::redb::X)", "extern crate redb;"] {
            assert!(names_redb(code), "{code}");
        }
        for code in ["use {a::b, redb::{X, Y}};", "mod redb { use ::redb::X; }", "mod redb { use redb::X; }"] {
            assert!(names_redb(code), "{code}");
        }
        for code in ["use crate::engine::redb::X;", "mod redb; use a::{redb::X}; redb::open()", "engine::redb::X"] {
            assert!(!names_redb(code), "{code}");
        }
        for code in ["let redb = 1; f(redb)", "// redb::X\n", "\"redb::X\"", "x.redb::<T>()", "<T>::redb::x()"] {
            assert!(!names_redb(code), "{code}");
        }
    }

    #[test]
    fn unfinished_code_ends() {
        for code in ["use", "use a::{", "use a::{b, c", "mod", "extern crate", "a::", "::", "}", "use {;}", "use )"] {
            named(code);
        }
    }
}
