//! The structure of the code, from the paths in `src/`: which room may use which, and no circular dependencies of
//! files. docs/design.md explains the rooms.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every room (a folder or file at the top of `src/`) except the command line, and the rooms it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("parallel", &[]),
    ("pool", &[]),
    ("document", &["text"]),
    ("error", &["document"]),
    ("io", &["document", "error", "text"]),
    ("ladder", &["document", "error", "io"]),
    ("evaluate", &["ladder"]),
    ("split", &["document", "error", "io", "text"]),
    ("anchor", &["document", "text"]),
    // Used when one document is read and when two are aligned.
    ("furniture", &["anchor", "document"]),
    ("read", &["document", "error", "furniture", "io", "text"]),
    ("memory", &["anchor", "parallel", "document", "error", "io", "ladder", "text"]),
    ("lexicon", &["parallel", "document", "error", "io", "memory", "text"]),
    ("bitext", &["document", "error", "io", "ladder", "memory", "text"]),
    (
        "align",
        &[
            "parallel",
            "anchor",
            "bitext",
            "document",
            "evaluate",
            "furniture",
            "ladder",
            "lexicon",
            "memory",
            "split",
            "text",
        ],
    ),
    ("pair", &["parallel", "anchor", "document", "error", "io", "lexicon", "read", "text"]),
    ("review", &["align", "bitext", "document", "error", "io", "ladder", "memory", "split", "text"]),
    ("pipeline", &["align", "bitext", "document", "error", "io", "read", "review", "split"]),
    (
        "batch",
        &[
            "align",
            "bitext",
            "document",
            "error",
            "furniture",
            "io",
            "ladder",
            "memory",
            "pair",
            "pipeline",
            "read",
            "review",
            "split",
            "text",
        ],
    ),
    (
        "worker",
        &[
            "align",
            "batch",
            "bitext",
            "document",
            "error",
            "furniture",
            "io",
            "memory",
            "pipeline",
            "read",
            "split",
            "text",
        ],
    ),
];

/// Exceptions to be removed: a file, and a room it should not use.
const TOO_MUCH: &[(&str, &str)] = &[];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The files of the library, except those of the command line, by their path in `src/`.
fn files() -> BTreeMap<String, String> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![source()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(source()).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

fn is_library(file: &str) -> bool {
    !file.starts_with("cli/") && file != "main.rs" && file != "lib.rs"
}

/// The code of a file without comments and without the unit tests at its end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    text.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// The path of a module, such as `["read", "pdf"]`.
fn module(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs").trim_end_matches("mod").trim_end_matches('/');
    path.split('/').filter(|p| !p.is_empty() && *p != "lib").map(str::to_string).collect()
}

/// All paths in a `use` tree, as lists of names: `a::{b, c::D}` is `a::b` and `a::c::D`.
fn paths(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let names =
        |path: &str| path.split("::").map(|n| n.trim().to_string()).filter(|n| !n.is_empty()).collect();
    let Some((prefix, rest)) = tree.split_once('{') else {
        return vec![names(tree.split(" as ").next().unwrap())];
    };
    let (mut depth, mut parts, prefix) = (0, vec![String::new()], names(prefix));
    for c in rest.trim_end().trim_end_matches('}').chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            c => parts.last_mut().unwrap().push(c),
        }
    }
    let whole =
        |path: Vec<String>| prefix.iter().cloned().chain(path.into_iter().filter(|n| n != "self")).collect();
    parts.iter().filter(|p| !p.trim().is_empty()).flat_map(|p| paths(p)).map(whole).collect()
}

/// The paths with `crate` or `super` in the code of the module `at`, from the crate root; for re-exports (`pub use`)
/// also the new name.
fn named(code: &str, at: &[String]) -> Vec<(Vec<String>, bool)> {
    let mut found = Vec::new();
    for statement in code.split(';') {
        let is_use = statement.rsplit('\n').any(|line| line.trim_start().starts_with("use "));
        let Some(start) = statement.find("use ").filter(|_| is_use || statement.contains("pub")) else {
            continue;
        };
        let handed_on = statement[..start].trim_end().ends_with("pub")
            || statement[..start].trim_end().ends_with("pub(crate)")
            || statement[..start].trim_end().ends_with("pub(super)");
        found.extend(paths(&statement[start + 4..]).into_iter().map(|path| (path, handed_on)));
    }
    for (start, _) in code.match_indices("crate::").chain(code.match_indices("super::")) {
        let path: String =
            code[start..].chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':').collect();
        found.push((path.split("::").map(str::to_string).filter(|n| !n.is_empty()).collect(), false));
    }
    let absolute = |(path, handed_on): (Vec<String>, bool)| {
        let (mut base, mut rest) = (at.to_vec(), path.as_slice());
        match rest.first().map(String::as_str) {
            Some("crate") => (base, rest) = (Vec::new(), &rest[1..]),
            Some("super") => {
                while rest.first().is_some_and(|n| n == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            _ => {}
        }
        base.extend(rest.iter().filter(|n| *n != "self").cloned());
        (base, handed_on)
    };
    found.into_iter().map(absolute).collect()
}

/// The files that each file uses: where the named items are defined, following re-exports.
fn known() -> BTreeMap<String, BTreeSet<String>> {
    let files: BTreeMap<String, String> = files()
        .into_iter()
        .filter(|(f, _)| is_library(f) || f == "lib.rs")
        .map(|(f, t)| (f, code(&t)))
        .collect();
    let by_module: BTreeMap<Vec<String>, String> = files.keys().map(|f| (module(f), f.clone())).collect();
    let named: BTreeMap<&String, Vec<_>> =
        files.iter().map(|(f, code)| (f, named(code, &module(f)))).collect();
    // Re-exports of a module, by their path there.
    let mut handed_on: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for (file, paths) in &named {
        for (path, _) in paths.iter().filter(|(path, handed_on)| *handed_on && !path.is_empty()) {
            let mut here = module(file);
            here.push(path.last().unwrap().clone());
            if here != *path {
                handed_on.insert(here, path.clone());
            }
        }
    }
    let home = |path: &[String]| {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let Some((cut, next)) =
                (1..=path.len()).rev().find_map(|cut| Some((cut, handed_on.get(&path[..cut])?)))
            else {
                break;
            };
            path = next.iter().chain(&path[cut..]).cloned().collect();
        }
        (1..=path.len()).rev().find_map(|cut| by_module.get(&path[..cut]).cloned())
    };
    let mut known = BTreeMap::new();
    for (file, paths) in named.into_iter().filter(|(file, _)| *file != "lib.rs") {
        let homes = paths.iter().filter(|(_, handed_on)| !handed_on).filter_map(|(path, _)| home(path));
        known.insert(file.clone(), homes.filter(|other| other != file).collect::<BTreeSet<_>>());
    }
    known
}

/// The room that a file belongs to.
fn room(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn rooms_know_what_the_table_says() {
    let table: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut beyond = BTreeSet::new();
    for (file, knows) in known() {
        let allowed =
            table.get(room(&file)).unwrap_or_else(|| panic!("the room of {file} is not in the table"));
        for other in knows.iter().map(|f| room(f)).filter(|r| *r != room(&file) && !allowed.contains(r)) {
            beyond.insert((file.clone(), other.to_string()));
        }
    }
    let left = TOO_MUCH.iter().map(|(file, room)| (file.to_string(), room.to_string())).collect();
    assert_eq!(
        beyond, left,
        "files that know rooms they may not know: find another way, or change the table"
    );
}

#[test]
fn no_files_know_each_other_in_a_circle() {
    let mut left = known();
    loop {
        let free: Vec<String> =
            left.iter().filter(|(_, knows)| knows.is_empty()).map(|(f, _)| f.clone()).collect();
        if free.is_empty() {
            break;
        }
        left.retain(|file, _| !free.contains(file));
        left.values_mut().for_each(|knows| knows.retain(|file| !free.contains(file)));
    }
    // A file that only leads to a circle is not part of one.
    loop {
        let wanted: BTreeSet<String> = left.values().flatten().cloned().collect();
        let before = left.len();
        left.retain(|file, _| wanted.contains(file));
        if left.len() == before {
            break;
        }
    }
    let circle: Vec<String> = left.iter().map(|(f, knows)| format!("{f} knows {knows:?}")).collect();
    assert!(circle.is_empty(), "files that know each other in a circle:\n{}", circle.join("\n"));
}

#[test]
fn the_command_line_goes_through_the_public_door() {
    for (file, text) in files().iter().filter(|(file, _)| file.starts_with("cli/")) {
        for rest in code(text).split("crate::").skip(1) {
            assert!(rest.starts_with("cli"), "{file}: `crate::{}`", &rest[..rest.len().min(30)]);
        }
    }
}

#[test]
fn files_are_about_one_subject() {
    for (file, text) in files() {
        assert!(text.lines().count() <= 800, "{file} is too long");
        assert!(text.starts_with("//!"), "{file} does not say what it is about");
    }
}
