//! The shape of the code: which module may know which. Read from the `use crate::` lines and the paths in `src/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Data types, and what each may know; none knows a module of behaviour.
const DATA: &[(&str, &[&str])] =
    &[("document", &[]), ("ladder", &[]), ("segment", &["ladder"]), ("text", &[]), ("error", &["document"])];

/// Modules of behaviour, and what each may know.
const BEHAVIOUR: &[(&str, &[&str])] = &[
    ("bitext", &["document", "ladder", "segment", "text"]),
    ("evaluate", &["ladder"]),
    ("split", &["document", "text"]),
    ("anchor", &["document", "text"]),
    ("lexicon", &["document", "error"]),
    // `tuning` scores what it fits; a bead is flagged (`segment::Flag`) where its evidence is at hand.
    ("align", &["anchor", "bitext", "document", "evaluate", "ladder", "lexicon", "segment", "split", "text"]),
    ("write", &["bitext", "document", "error", "ladder", "segment", "text"]),
    // Bilingual files are read into the records that the writers write, so that both know one set of columns; rules of
    // SRX files into the splitter that runs them. Lists in other order are known by their anchors.
    ("read", &["anchor", "document", "error", "ladder", "segment", "split", "text", "write"]),
    ("review", &["align", "bitext", "document", "error", "ladder", "read", "segment", "split", "text"]),
    // What is wrong with a unit of a memory is what is wrong with a bead: `align` judges both.
    ("memory", &["align", "anchor", "document", "error", "ladder", "read", "segment", "text", "write"]),
    ("pair", &["anchor", "document", "error", "lexicon", "read"]),
    (
        "batch",
        &[
            "align", "bitext", "document", "error", "memory", "pair", "read", "review", "segment", "text",
            "write",
        ],
    ),
    ("worker", &["align", "batch", "bitext", "document", "error", "read", "segment", "split", "write"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|e| e == "rs") => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    files
}

/// The top-level module a file belongs to.
fn module(path: &Path) -> String {
    let first = path.strip_prefix(source()).unwrap().components().next().unwrap();
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_string()
}

/// The code of a file: no comments, and no unit tests, which stand at its foot.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    text.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// The module that each name at the root of the library comes from, from the lines `pub use MODULE::{NAME, NAME};`.
fn reexported() -> BTreeMap<String, String> {
    let code = code(&source().join("lib.rs"));
    let mut names = BTreeMap::new();
    for line in code.lines().filter_map(|line| line.strip_prefix("pub use ")) {
        let (module, list) = line.split_once("::").unwrap();
        for name in list.trim_matches(['{', '}', ';']).split(',') {
            names.insert(name.trim_matches([' ', '}', ';']).to_string(), module.to_string());
        }
    }
    names
}

/// Which top-level modules each knows: every `crate::NAME` in its code.
fn known() -> BTreeMap<String, BTreeSet<String>> {
    let reexported = reexported();
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in rust_files(&source()) {
        let name = module(&path);
        if ["lib", "main", "cli"].contains(&name.as_str()) {
            continue;
        }
        let code = code(&path);
        let names = known.entry(name.clone()).or_default();
        for rest in code.split("crate::").skip(1) {
            let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let word = reexported.get(&word).cloned().unwrap_or(word);
            if word != name {
                names.insert(word);
            }
        }
    }
    known
}

fn table() -> BTreeMap<String, BTreeSet<String>> {
    let owned = |names: &[&str]| names.iter().map(|n| n.to_string()).collect();
    DATA.iter().chain(BEHAVIOUR).map(|(name, knows)| (name.to_string(), owned(knows))).collect()
}

#[test]
fn modules_know_what_the_table_says() {
    let (known, table) = (known(), table());
    assert_eq!(
        known.keys().collect::<Vec<_>>(),
        table.keys().collect::<Vec<_>>(),
        "modules and table differ"
    );
    for (name, knows) in &known {
        let beyond: Vec<_> = knows.difference(&table[name]).collect();
        assert!(beyond.is_empty(), "`{name}` may not know {beyond:?}: find another way, or change the table");
    }
}

#[test]
fn there_is_no_circle() {
    let mut left = known();
    while !left.is_empty() {
        let free: Vec<String> =
            left.iter().filter(|(_, knows)| knows.is_empty()).map(|(n, _)| n.clone()).collect();
        assert!(!free.is_empty(), "modules that know each other in a circle: {left:#?}");
        left.retain(|name, _| !free.contains(name));
        for knows in left.values_mut() {
            knows.retain(|name| !free.contains(name));
        }
    }
}

#[test]
fn data_types_know_no_behaviour() {
    let known = known();
    for (name, _) in DATA {
        for (behaviour, _) in BEHAVIOUR {
            assert!(!known[*name].contains(*behaviour), "`{name}` is data, `{behaviour}` behaviour");
        }
    }
}

#[test]
fn the_command_line_goes_through_the_public_door() {
    for path in rust_files(&source().join("cli")) {
        let code = code(&path);
        for rest in code.split("crate::").skip(1) {
            assert!(rest.starts_with("cli"), "{}: `crate::{}`", path.display(), &rest[..rest.len().min(30)]);
        }
    }
}

#[test]
fn files_are_about_one_subject() {
    for path in rust_files(&source()) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.lines().count() <= 800, "{} is too long", path.display());
        assert!(text.starts_with("//!"), "{} does not say what it is about", path.display());
    }
}
