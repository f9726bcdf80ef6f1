//! Reads the repository: every file that isn't ignored, and the Rust files already cut into tokens and paths.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path as FilePath;

use crate::lex::{Comment, Token, lex};
use crate::paths::{Path, paths};

/// Where a rule is broken, which rule it is, and what to do.
#[derive(Debug)]
pub struct Problem {
    pub file: String,
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Any file; `text` is empty for what isn't UTF-8.
#[derive(Debug)]
pub struct File {
    /// From the root of the repository, with `/`.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn problem(&self, line: usize, what: impl Into<String>) -> Problem {
        Problem { file: self.path.clone(), line, what: what.into() }
    }

    pub fn is_under(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    pub fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// True for recorded data and examples, which only have to be true to life.
    pub fn is_data(&self) -> bool {
        let folders = self.path.rsplit_once('/').map_or("", |(folders, _)| folders);
        folders.split('/').any(|folder| ["fixtures", "snapshots", "data"].contains(&folder)) && !self.is_under(&["src"])
    }

    pub fn numbered_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

/// A Rust file.
#[derive(Debug)]
pub struct Source {
    pub file: File,
    pub tokens: Vec<Token>,
    pub comments: Vec<Comment>,
    pub paths: Vec<Path>,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let lexed = lex(text);
        let paths = paths(&lexed.tokens);
        let file = File { path: path.into(), text: text.into() };
        Self { file, tokens: lexed.tokens, comments: lexed.comments, paths }
    }

    /// The module of a file below `src`: `src/store/engine/mod.rs` is `["store", "engine"]`.
    pub fn module(&self) -> Vec<&str> {
        let inner = self.file.path.trim_start_matches("src/").trim_end_matches(".rs");
        inner.split('/').filter(|name| !["mod", "lib", "main"].contains(name)).collect()
    }
}

#[derive(Debug, Default)]
pub struct Tree {
    pub files: Vec<File>,
    pub sources: Vec<Source>,
}

impl Tree {
    /// Everything below `root` but `.git` and what `.gitignore` names.
    pub fn read(root: &str) -> Self {
        let ignored = std::fs::read_to_string(format!("{root}/.gitignore")).unwrap_or_default();
        let mut tree = Self::default();
        tree.add_folder(FilePath::new(root), "", &ignored);
        tree
    }

    pub fn sources_under(&self, folders: &[&str]) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(move |source| source.file.is_under(folders) && !source.file.is_data())
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }

    /// Every folder below `src`, from `src`: `store`, `store/engine`.
    pub fn source_folders(&self) -> BTreeSet<&str> {
        let inner = self.files.iter().filter_map(|file| file.path.strip_prefix("src/"));
        inner.flat_map(|path| path.match_indices('/').map(move |(end, _)| &path[..end])).collect()
    }

    fn add_folder(&mut self, folder: &FilePath, prefix: &str, ignored: &str) {
        let entries = std::fs::read_dir(folder).expect("the folder was listed a moment ago");
        let mut entries: Vec<_> = entries.map(|entry| entry.expect("a folder can be listed").path()).collect();
        entries.sort();
        for entry in entries {
            let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let path = format!("{prefix}{name}");
            if is_ignored(&path, ignored) {
                continue;
            }
            if entry.is_dir() {
                self.add_folder(&entry, &format!("{path}/"), ignored);
            } else {
                self.add_file(&entry, path);
            }
        }
    }

    fn add_file(&mut self, entry: &FilePath, path: String) {
        let text = std::fs::read_to_string(entry).unwrap_or_default();
        if path.ends_with(".rs") {
            self.sources.push(Source::new(&path, &text));
        }
        self.files.push(File { path, text });
    }
}

/// Understands `name`, `name/`, `/path` and `*.end` lines; other patterns ignore nothing.
fn is_ignored(path: &str, ignored: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let matches = |line: &str| match (line.strip_prefix('/'), line.strip_prefix('*')) {
        (Some(rooted), _) => path == rooted,
        (_, Some(end)) => name.ends_with(end) && !end.contains(['*', '/']),
        _ => name == line,
    };
    let mut lines = ignored.lines().map(|line| line.trim().trim_end_matches('/'));
    name == ".git" || path == "target" || lines.any(|line| !line.is_empty() && matches(line))
}

#[cfg(test)]
mod tests {
    use super::{File, Source, Tree, is_ignored};

    #[test]
    fn ignored_files_are_not_read() {
        let ignored = "/shop-data/\n*.log\n.venv\n# a comment\n\n";
        for path in ["target", ".git", "shop-data", "a/b.log", "a/.venv"] {
            assert!(is_ignored(path, ignored), "{path}");
        }
        for path in ["src/shop-data", "b.logs", "src", ".gitignore", ".ci"] {
            assert!(!is_ignored(path, ignored), "{path}");
        }
    }

    #[test]
    fn a_file_knows_its_module() {
        assert_eq!(Source::new("src/store/engine/mod.rs", "").module(), ["store", "engine"]);
        assert_eq!(Source::new("src/store/cart.rs", "").module(), ["store", "cart"]);
        assert_eq!(Source::new("src/config.rs", "").module(), ["config"]);
        assert!(Source::new("src/lib.rs", "").module().is_empty());
    }

    #[test]
    fn data_is_told_from_code() {
        let is_data = |path: &str| File { path: path.into(), text: String::new() }.is_data();
        assert!(is_data("fixtures/demo/a.jsonl") && is_data("tests/shop/snapshots/a.snap") && is_data("tests/data/a.rs"));
        assert!(!is_data("src/data/a.rs") && !is_data("tests/data.rs") && !is_data("README.md"));
    }

    #[test]
    fn folders_are_listed_once() {
        let file = |path: &str| File { path: path.into(), text: String::new() };
        let files = vec![file("src/lib.rs"), file("src/a/b/c.rs"), file("src/a/d.rs"), file("web/e/f.js")];
        let tree = Tree { files, sources: Vec::new() };
        assert_eq!(tree.source_folders().into_iter().collect::<Vec<_>>(), ["a", "a/b"]);
    }
}
