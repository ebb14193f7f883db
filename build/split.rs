//! Turns the word lists of `data/split/` into Rust tables, without the example sentences, which are for tests.

use std::collections::BTreeMap;
use std::fmt::Write;

const LANGUAGES: [&str; 2] = ["en", "ru"];
const WORDS: &str = "data/split/words.tsv";

/// The files that [`tables`] reads.
pub fn sources() -> Vec<String> {
    let abbreviations = LANGUAGES.map(|lang| format!("data/split/abbreviations.{lang}.tsv"));
    abbreviations.into_iter().chain([WORDS.to_string()]).collect()
}

/// The source text of the tables `ABBREVIATIONS` and `WORDS`, each with an entry for English and one for Russian.
pub fn tables() -> String {
    let mut out = String::from("static ABBREVIATIONS: [&[(&str, Kind)]; 2] = [\n");
    for lang in LANGUAGES {
        out += "&[\n";
        for [kind, abbreviation, ..] in rows(&format!("data/split/abbreviations.{lang}.tsv")) {
            writeln!(out, "({abbreviation:?}, Kind::{}),", camel(&kind)).expect("a string grows");
        }
        out += "],\n";
    }
    out += "];\nstatic WORDS: [&[(&str, u32)]; 2] = [\n";
    let classes = rows(WORDS);
    for lang in LANGUAGES {
        let mut words: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for [class, _, list, _] in classes.iter().filter(|row| row[1] == lang) {
            for word in list.split(' ') {
                words.entry(word).or_default().push(format!("1 << Class::{} as u32", camel(class)));
            }
        }
        out += "&[\n";
        for (word, bits) in words {
            writeln!(out, "({word:?}, {}),", bits.join(" | ")).expect("a string grows");
        }
        out += "],\n";
    }
    out + "];\n"
}

/// The first four columns of each row after the header; missing ones are empty.
fn rows(path: &str) -> Vec<[String; 4]> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
    let row = |line: &str| {
        let mut columns = line.split('\t').map(str::to_string);
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    };
    lines.map(row).collect()
}

/// `may-end` as `MayEnd`.
fn camel(name: &str) -> String {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    name.split('-').map(capital).collect()
}
