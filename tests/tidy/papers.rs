//! Rules about what stands around the code: papers, the map, dependencies, and no trace of anybody's machine.

use crate::place::Home;
use crate::tree::{File, Problem, Tree};

/// Folders of one machine; joined here so that this file passes its own rule.
const MACHINE_FOLDERS: &[&str] = &[concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/ho", "me/")];

/// Files that must be there and not empty.
pub fn missing(tree: &Tree, papers: &[&str]) -> Vec<String> {
    let is_empty = |paper: &&&str| tree.text(paper).is_none_or(|text| text.trim().is_empty());
    papers.iter().filter(is_empty).map(|paper| format!("{paper}:1: the file is missing or empty; write it")).collect()
}

/// Folders below `src` that the map doesn't name as `` `name` ``, `name/` or `above/name`.
pub fn unmapped(tree: &Tree, map: &str) -> Vec<String> {
    let text = tree.text(map).unwrap_or("");
    let unnamed = tree.source_folders().into_iter().filter(|folder| !names_folder(text, folder));
    unnamed.map(|folder| format!("{map}:1: nothing about src/{folder}/; say what stands there and why")).collect()
}

fn names_folder(text: &str, folder: &str) -> bool {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let joins = |c: char| c == '_' || c == '-' || c.is_alphanumeric();
    text.match_indices(name).any(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + name.len()..]);
        let whole = !before.ends_with(joins) && !behind.starts_with(joins);
        whole && (behind.starts_with('/') || before.ends_with('/') || before.ends_with('`') && behind.starts_with('`'))
    })
}

/// Lines that name an absolute path of somebody's machine. Addresses (`https://…`) and relative paths are fine.
pub fn machine_paths(file: &File) -> Vec<Problem> {
    let continues = |c: char| c.is_alphanumeric() || "._-~})]*".contains(c);
    let mut problems = Vec::new();
    for (line, text) in file.numbered_lines() {
        for folder in MACHINE_FOLDERS {
            if text.match_indices(folder).any(|(at, _)| !text[..at].ends_with(continues)) {
                let what = format!("`{folder}` is a path of one machine; make it relative, or an argument");
                problems.push(file.problem(line, what));
            }
        }
    }
    problems
}

/// Crates of the table that Cargo.toml doesn't list under their own name, so that their rule guards nothing.
pub fn missing_dependencies(manifest: &str, homes: &[Home]) -> Vec<String> {
    let known = dependencies(manifest);
    let unknown = homes.iter().filter(|(name, _)| !known.contains(&name.to_string()));
    let what = "is in HOMES of tests/tidy.rs but no dependency of that name; drop the entry or add the crate";
    unknown.map(|(name, _)| format!("Cargo.toml:1: `{name}` {what}")).collect()
}

/// Dependencies under another name, which would slip past the table.
pub fn renamed_dependencies(manifest: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut section = "";
    for (line, text) in (1..).zip(manifest.lines().map(str::trim)) {
        section = if text.starts_with('[') { text } else { section };
        let compact = text.replace(' ', "");
        let renames = compact.starts_with("package=") || compact.contains("{package=") || compact.contains(",package=");
        if section.contains("dependencies") && renames && !text.starts_with('#') {
            problems.push(format!("Cargo.toml:{line}: a renamed dependency slips past HOMES; keep its own name"));
        }
    }
    problems
}

/// What the shop itself depends on, as code names it; build and development dependencies don't count.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut listing = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            let (table, name) = section.rsplit_once("dependencies.").unwrap_or((section, ""));
            listing = section == "dependencies" || section.ends_with("'.dependencies");
            if !name.is_empty() && (table.is_empty() || table.ends_with("'.")) {
                found.push(name.replace('-', "_"));
            }
        } else if listing && !line.starts_with('#') {
            let name = line.split(['=', '.', ' ']).next().unwrap_or("");
            found.push(name.trim_matches('"').replace('-', "_"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{MACHINE_FOLDERS, machine_paths, missing, missing_dependencies, renamed_dependencies, unmapped};
    use crate::tree::{File, Tree};

    fn tree(files: &[(&str, &str)]) -> Tree {
        let file = |(path, text): &(&str, &str)| File { path: path.to_string(), text: text.to_string() };
        Tree { files: files.iter().map(file).collect(), sources: Vec::new() }
    }

    #[test]
    fn missing_and_empty_papers_are_reported() {
        let tree = tree(&[("LICENSE", "x"), ("README.md", " \n"), ("docs/CHANGELOG.md", "x")]);
        let found = missing(&tree, &["LICENSE", "README.md", "CHANGELOG.md"]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn unmapped_folders_are_reported() {
        let mapped = |map: &str| {
            let tree = tree(&[("MAP.md", map), ("src/lib.rs", ""), ("src/web/a.rs", ""), ("src/web/ui/b.rs", "")]);
            unmapped(&tree, "MAP.md")
        };
        assert_eq!(mapped("The web has a ui.").len(), 2);
        assert_eq!(mapped("`web` gui/ uis/ build/ui_x").len(), 1);
        for map in ["`web` and `ui`", "web/ holds ui/", "src/web/ui is it", "    src/web\n    web/ui"] {
            assert!(mapped(map).is_empty(), "{map}: {:?}", mapped(map));
        }
    }

    #[test]
    fn machine_paths_are_reported() {
        for folder in MACHINE_FOLDERS {
            for line in [format!("cd {folder}a"), format!("\"{folder}\""), format!("a={folder}b"), format!("file://{folder}")] {
                let file = File { path: "a.sh".into(), text: format!("x\n{line}") };
                let found = machine_paths(&file);
                assert_eq!(found.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2], "{line}");
            }
            for line in [format!("https://a.example{folder}b"), format!("web{folder}a"), format!("..{folder}a")] {
                let file = File { path: "a.sh".into(), text: line };
                assert!(machine_paths(&file).is_empty(), "{}", file.text);
            }
        }
    }

    #[test]
    fn a_table_entry_without_its_crate_is_reported() {
        let found = |manifest: &str| missing_dependencies(manifest, &[("a_b", &["src/a/"])]).len();
        for manifest in ["[dependencies]\na-b = \"1\"", "[dependencies]\nc = '1'\n\na_b.workspace = true", "[dependencies.a-b]"] {
            assert_eq!(found(manifest), 0, "{manifest}");
        }
        assert_eq!(found("[target.'cfg(unix)'.dependencies]\na_b = \"1\""), 0);
        for manifest in ["", "[dependencies]\n# a_b = \"1\"\na_bc = \"1\"", "[dev-dependencies]\na-b = \"1\""] {
            assert_eq!(found(manifest), 1, "{manifest}");
        }
        assert_eq!(found("[dependencies]\nc = { features = [\"a-b\"] }\n[build-dependencies.a-b]"), 1);
    }

    #[test]
    fn renamed_dependencies_are_reported() {
        let found = |manifest: &str| renamed_dependencies(manifest).len();
        assert_eq!(found("[dependencies]\ndb = { version = \"1\", package = \"redb\" }"), 1);
        assert_eq!(found("[dependencies.db]\npackage = \"redb\""), 1);
        assert_eq!(found("[package]\nname = \"a\"\n[dependencies]\n# package = \"b\"\nb = \"1\"\n[profile.dev.package]"), 0);
    }
}
