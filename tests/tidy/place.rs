//! Rules about where code may stand: floors, homes of outside crates, purity, and honest names.

use crate::paths::{Kind, Path};
use crate::tree::{Problem, Source, Tree};

/// A name directly below `src` with its floor.
pub type Floor = (&'static str, u8);

/// An outside crate, as code names it, with the files and folders (ending in `/`) that may.
pub type Home = (&'static str, &'static [&'static str]);

/// A file and a path that it may hand on with `pub use`.
pub type Export = (&'static str, &'static str);

/// A file uses its own folder and lower floors. `lib.rs` and `main.rs` are free.
pub fn floors(source: &Source, floors: &[Floor]) -> Vec<Problem> {
    let module = source.module();
    let Some(own) = module.first() else {
        return Vec::new();
    };
    let floor = |name: &str| floors.iter().find(|(known, _)| *known == name).map(|(_, floor)| *floor);
    let Some(own_floor) = floor(own) else {
        let what = format!("`{own}` has no floor; move the file, or give `{own}` a number in FLOORS of tests/tidy.rs");
        return vec![source.file.problem(1, what)];
    };
    let mut problems = Vec::new();
    for path in &source.paths {
        let Some(inside) = path.inside_crate(&module) else {
            continue;
        };
        let used = inside.first().copied().unwrap_or("");
        let what = match floor(used) {
            Some(used_floor) if used == *own || used_floor < own_floor => continue,
            Some(used_floor) if used_floor == own_floor => format!(
                "`{own}` uses `{used}` and both stand on floor {own_floor}; neighbours never see each other: let a \
                 higher floor connect them, or move the shared part down"
            ),
            Some(used_floor) => format!(
                "`{own}` (floor {own_floor}) uses `{used}` (floor {used_floor}); only lower floors may be used: move \
                 the code up, or pass what it needs in as an argument"
            ),
            None => format!("`{}` names no floor; name what you use by its full path", path.joined()),
        };
        problems.push(source.file.problem(path.line, what));
    }
    problems
}

/// An outside crate is named in its home only.
pub fn homes(source: &Source, homes: &[Home]) -> Vec<Problem> {
    let at_home =
        |allowed: &[&str]| allowed.iter().any(|home| source.file.path == *home || home.ends_with('/') && source.file.path.starts_with(home));
    let mut problems = Vec::new();
    for (name, allowed) in homes.iter().filter(|(_, allowed)| !at_home(allowed)) {
        for path in source.paths.iter().filter(|path| path.names_crate(name)) {
            let what = format!(
                "`{}` is named outside its home {}; call code that lives there, or edit HOMES in tests/tidy.rs and say why",
                path.joined(),
                allowed.join(", ")
            );
            problems.push(source.file.problem(path.line, what));
        }
    }
    problems
}

/// Domain code names nothing that reads a clock, rolls dice or touches the outside.
pub fn purity(source: &Source, impure: &[&str]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for path in &source.paths {
        let Some(name) = impure.iter().find(|name| reaches(path, name)) else {
            continue;
        };
        let what = format!("`{}` brings `{name}` into the domain; take the value as an argument", path.joined());
        problems.push(source.file.problem(path.line, what));
    }
    problems
}

/// True where the path is the impure name, lies below it, or imports a module or a glob that holds it.
fn reaches(path: &Path, impure: &str) -> bool {
    let impure: Vec<&str> = impure.split("::").collect();
    let glob = path.segments.last().is_some_and(|last| last == "*");
    let named = &path.segments[..path.segments.len() - usize::from(glob)];
    let shared = named.iter().zip(&impure).take_while(|(a, b)| a == b).count();
    let holds_it = shared == named.len() && path.kind != Kind::Mention;
    path.names_crate(impure[0]) && (shared == impure.len() || holds_it)
}

/// Test modules may take everything from the module above; other code names what it uses.
pub fn super_globs(source: &Source) -> Vec<Problem> {
    let is_glob = |path: &&Path| match path.segments.split_last() {
        Some((last, above)) => last == "*" && !above.is_empty() && above.iter().all(|step| step == "super" || step == "self"),
        None => false,
    };
    let globs = source.paths.iter().filter(|path| path.kind != Kind::Mention && !path.in_test).filter(is_glob);
    let what = |path: &Path| format!("`use {}` outside `#[cfg(test)]`; name what you use", path.joined());
    globs.map(|path| source.file.problem(path.line, what(path))).collect()
}

/// A thing has one name, where it is written; `pub use` needs an entry in the table.
pub fn exports(source: &Source, allowed: &[Export]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for path in source.paths.iter().filter(|path| path.kind == Kind::Export) {
        let joined = path.joined();
        if !allowed.contains(&(source.file.path.as_str(), joined.as_str())) {
            let what = format!("`pub use {joined}` gives a second name; use the full path, or edit EXPORTS in tests/tidy.rs");
            problems.push(source.file.problem(path.line, what));
        }
    }
    problems
}

/// Entries of the export table that no file uses any more.
pub fn stale_exports(tree: &Tree, allowed: &[Export]) -> Vec<String> {
    let is_used = |(file, path): &Export| {
        let mut exported = tree.sources.iter().filter(|source| source.file.path == *file).flat_map(|source| &source.paths);
        exported.any(|known| known.kind == Kind::Export && known.joined() == *path)
    };
    let stale = allowed.iter().filter(|entry| !is_used(entry));
    stale.map(|(file, path)| format!("EXPORTS allows `{path}` in {file}, which has it no more; drop the entry")).collect()
}

/// A module with a folder is `x/mod.rs`, so that a listing shows one name.
pub fn self_named(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for source in tree.sources_under(&["src"]) {
        let folder = source.file.path.trim_end_matches(".rs");
        if tree.files.iter().any(|file| file.is_under(&[folder])) {
            let what = format!("the file stands beside the folder {folder}/; move it to {folder}/mod.rs");
            problems.push(source.file.problem(1, what));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::{exports, floors, homes, purity, self_named, stale_exports, super_globs};
    use crate::tree::{File, Problem, Source, Tree};
    use crate::{FLOORS, HOMES, IMPURE};

    fn lines(problems: &[Problem]) -> Vec<usize> {
        problems.iter().map(|problem| problem.line).collect()
    }

    fn floor_lines(path: &str, code: &str) -> Vec<usize> {
        lines(&floors(&Source::new(path, code), FLOORS))
    }

    fn home_lines(path: &str, code: &str) -> Vec<usize> {
        lines(&homes(&Source::new(path, code), HOMES))
    }

    fn impure(code: &str) -> bool {
        !purity(&Source::new("src/domain/a.rs", code), IMPURE).is_empty()
    }

    #[test]
    fn a_higher_floor_is_reported() {
        assert_eq!(floor_lines("src/store/cart.rs", "//!\nuse crate::shop::cart;"), [2]);
        assert_eq!(floor_lines("src/store/cart.rs", "use crate::{\n  domain::cart,\n  web::{page, ui},\n};"), [3, 3]);
        assert_eq!(floor_lines("src/domain/cart.rs", "fn f() { crate::store::x() }"), [1]);
        assert_eq!(floor_lines("src/domain/cart.rs", "use super::super::config::Config;"), [1]);
        assert_eq!(floor_lines("src/config/mod.rs", "use super::store;"), [1]);
        assert_eq!(floor_lines("src/base/id.rs", "#[cfg(test)] mod tests { use crate::domain::money; }"), [1]);
        assert_eq!(floor_lines("src/web/ui/card.rs", "use crate::cli::serve;"), [1]);
    }

    #[test]
    fn a_neighbour_is_reported() {
        assert_eq!(floor_lines("src/search/query.rs", "use crate::mail::smtp;"), [1]);
        assert_eq!(floor_lines("src/formats/csv.rs", "crate::search::x()"), [1]);
    }

    #[test]
    fn the_root_and_unknown_names_are_reported() {
        assert_eq!(floor_lines("src/web/a.rs", "use crate::*;\nuse crate as top;\nuse crate::Cart;"), [1, 2, 3]);
        assert_eq!(floor_lines("src/helpers/a.rs", "//! A."), [1]);
        assert_eq!(floor_lines("src/web/mod.rs", "use super as top;"), [1]);
    }

    #[test]
    fn lower_floors_and_the_own_folder_are_fine() {
        assert!(floor_lines("src/store/cart.rs", "use crate::{base::id, config::X, domain, store::log};").is_empty());
        assert!(floor_lines("src/store/cart.rs", "use super::log; mod tests { use super::super::log; }").is_empty());
        assert!(floor_lines("src/store/cart.rs", "// crate::web::x\nlet a = \"crate::web\";").is_empty());
        assert!(floor_lines("src/store/cart.rs", "pub(crate) fn f() { web::x(); axum::y() }").is_empty());
        assert!(floor_lines("src/lib.rs", "use crate::web; pub mod helpers;").is_empty());
        assert!(floor_lines("src/main.rs", "use shop::cli;").is_empty());
    }

    #[test]
    fn each_crate_is_reported_outside_its_home() {
        for (name, _) in HOMES {
            let code = format!("//! A.\nuse {name}::A;\nuse {{b::c, {name} as d}};\nfn f() {{ ::{name}::g() }}");
            assert_eq!(home_lines("src/shop/cart.rs", &code), [2, 3, 4], "{name}");
        }
        assert_eq!(home_lines("src/store/tables.rs", "redb::TableDefinition::new()"), [1]);
        assert_eq!(home_lines("src/store/engine/redb.rsx", "use redb::X;"), [1]);
        assert_eq!(home_lines("src/webby/a.rs", "#[derive(axum::X)] struct A;"), [1]);
        assert_eq!(home_lines("src/main.rs", "use clap::Parser;"), [1]);
    }

    #[test]
    fn each_crate_is_fine_at_home() {
        for (name, allowed) in HOMES {
            for home in *allowed {
                let path = if home.ends_with('/') { format!("{home}a/b.rs") } else { home.to_string() };
                assert!(home_lines(&path, &format!("use {name}::A;")).is_empty(), "{name} in {path}");
            }
        }
        assert!(home_lines("src/store/engine/mod.rs", "mod redb; use a::redb::X; fn f() { redb::g() }").is_empty());
        assert!(home_lines("src/shop/a.rs", "use crate::formats::csv::Rows; let csv = 1; use csvx::A;").is_empty());
    }

    #[test]
    fn each_impure_name_is_reported() {
        for name in IMPURE {
            assert!(impure(&format!("use {name};")), "{name}");
            assert!(impure(&format!("fn f() {{ {name}::g() }}")), "{name}");
        }
        for code in ["use std::{cmp, fs::File};", "use std::time;", "use std::time::{self, Duration};", "use std::*;"] {
            assert!(impure(code), "{code}");
        }
        for code in ["use std::time::*;", "::std::net::lookup()", "std::time::SystemTime::now()"] {
            assert!(impure(code), "{code}");
        }
    }

    #[test]
    fn pure_names_are_fine() {
        for code in ["use std::time::Duration;", "std::time::Duration::ZERO", "use std::{fmt, ops::Add};"] {
            assert!(!impure(code), "{code}");
        }
        for code in ["// std::fs", "use crate::domain::fs;", "let tokio = 1;", "use std::collections::*;"] {
            assert!(!impure(code), "{code}");
        }
    }

    #[test]
    fn super_globs_are_reported_outside_tests() {
        let found = |code| lines(&super_globs(&Source::new("src/a/b.rs", code)));
        assert_eq!(found("use super::*;\nmod a { use super::super::*; }\nuse super::{*};"), [1, 2, 3]);
        assert_eq!(found("#[cfg(test)] mod t { use super::*; }\nuse self::super::*;"), [2]);
        assert!(found("#[cfg(test)]\nmod tests {\n use super::*;\n}\nuse super::a::*; use std::a::*;").is_empty());
    }

    #[test]
    fn re_exports_are_reported() {
        let source = Source::new("src/a/mod.rs", "pub use self::b::C;\npub(crate) use d::{E, F};\nuse g::H;\npub mod i;");
        assert_eq!(lines(&exports(&source, &[])), [1, 2, 2]);
        assert_eq!(lines(&exports(&source, &[("src/a/mod.rs", "self::b::C"), ("src/x.rs", "d::E")])), [2, 2]);
        let tree = Tree { files: Vec::new(), sources: vec![source] };
        assert!(stale_exports(&tree, &[("src/a/mod.rs", "self::b::C")]).is_empty());
        assert_eq!(stale_exports(&tree, &[("src/a/mod.rs", "g::H"), ("src/b.rs", "d::E")]).len(), 2);
    }

    #[test]
    fn a_file_beside_its_folder_is_reported() {
        let found = |paths: &[&str]| {
            let files = paths.iter().map(|path| File { path: path.to_string(), text: String::new() }).collect();
            let sources = paths.iter().map(|path| Source::new(path, "")).collect();
            self_named(&Tree { files, sources })
        };
        assert_eq!(found(&["src/a.rs", "src/a/b.rs"])[0].file, "src/a.rs");
        assert!(found(&["src/a/mod.rs", "src/a/b.rs", "src/ab.rs", "src/lib.rs"]).is_empty());
    }
}
