//! Builds the built-in table of word translations:
//!
//!     cargo run --release --example lexicon -- learn FOLDER > learned.lex
//!     cargo run --release --example lexicon -- pool BASE learned.lex > pooled.lex
//!     cargo run --release --example lexicon -- relate pooled.lex > data/lexicon.tsv
//!
//! `learn` reads parallel texts. `data/corpora.tsv` lists the files of the folder and their domains; missing files are skipped
//! and reported. `pool` adds the learned table to another table, weighted by counts, and cleans the result.
//! `relate` gives each word the translations of its family.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod families;

use enru::Lang;
use enru::io::InputOptions;
use enru::lexicon::learn::Learner;
use enru::lexicon::{Pair, Table, stem};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::io::Write;
use std::path::Path;

/// Files and their domains.
const CORPORA: &str = include_str!("../../data/corpora.tsv");
/// Pairs for which the texts have too little evidence.
const TERMS: &str = include_str!("../../data/terms.tsv");
/// The weight of a learned word: the domains of the learned texts are balanced, those of the base table are not.
const TIMES: u32 = 3;
/// The fewest links of a pair that is kept: half of the pairs seen once are noise (18 of 40 inspected).
const FEWEST_LINKS: f32 = 1.0;
/// Pairs less probable than this in both directions are left out.
const LEAST: f32 = 0.005;
/// The least probabilities of a pair of [`TERMS`]: those of the third or fourth sense of a word in the table.
const TERM: (f32, f32) = (0.02, 0.05);
/// Words with fewer occurrences are not counted.
const LEAST_COUNT: u32 = 6;
/// Longer stems are names of functions and fields, with words run together.
const LONGEST_STEM: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let table = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["learn", folder] => learn(Path::new(folder))?,
        ["pool", base, learned] => {
            let mut table = read(Path::new(base))?.pooled(&read(Path::new(learned))?, TIMES);
            clean(&mut table);
            add_terms(&mut table);
            in_order(&table)
        }
        ["relate", pooled] => {
            let mut table = read(Path::new(pooled))?;
            families::relate(&mut table);
            in_order(&table)
        }
        _ => {
            return Err(
                "usage: lexicon learn FOLDER | lexicon pool BASE LEARNED | lexicon relate POOLED".into()
            );
        }
    };
    eprintln!("{} pairs, {} and {} words", table.pairs.len(), table.en.len(), table.ru.len());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    table.write(&mut out)?;
    Ok(out.flush()?)
}

/// The table in the order of the format.
fn in_order(table: &Table) -> Table {
    table.pooled(&Table::default(), 1)
}

fn learn(folder: &Path) -> Result<Table, Box<dyn Error>> {
    let mut learner = Learner::new();
    for (domain, files) in domains() {
        learner.begin_domain();
        for file in files {
            let path = folder.join(file);
            if path.exists() {
                let segments = learner.add_file(&path, &InputOptions::default())?;
                eprintln!("{domain}: {file}: {segments} segments");
            } else {
                eprintln!("{domain}: {file} is missing");
            }
        }
    }
    Ok(learner.learn())
}

/// Adds the pairs of `data/terms.tsv` that the table lacks.
fn add_terms(table: &mut Table) {
    for line in TERMS.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split('\t');
        let (Some(en), Some(ru)) = (words.next(), words.next()) else { continue };
        let (en, ru) = (stem(Lang::En, en), stem(Lang::Ru, ru));
        for (counts, word) in [(&mut table.en, &en), (&mut table.ru, &ru)] {
            if !counts.iter().any(|(stem, _)| stem == word) {
                counts.push((word.clone(), LEAST_COUNT));
            }
        }
        match table.pairs.iter_mut().find(|pair| pair.en == en && pair.ru == ru) {
            Some(pair) => {
                pair.ru_given_en = pair.ru_given_en.max(TERM.0);
                pair.en_given_ru = pair.en_given_ru.max(TERM.1);
            }
            None => table.pairs.push(Pair { en, ru, ru_given_en: TERM.0, en_given_ru: TERM.1 }),
        }
    }
}

/// The table in a file of the `.lex` format.
fn read(path: &Path) -> Result<Table, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut table = Table::default();
    let thousandths = |s: &str| s.parse::<f32>().map(|p| p / 1000.0);
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        match line.split('\t').collect::<Vec<_>>()[..] {
            [en, ru, p, q] => table.pairs.push(Pair {
                en: en.into(),
                ru: ru.into(),
                ru_given_en: thousandths(p)?,
                en_given_ru: thousandths(q)?,
            }),
            [en, "", count] => table.en.push((en.into(), count.parse()?)),
            ["", ru, count] => table.ru.push((ru.into(), count.parse()?)),
            _ => return Err(format!("{}: neither a pair nor a count: {line}", path.display()).into()),
        }
    }
    Ok(table)
}

fn domains() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut domains: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in CORPORA.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        if let (Some(file), Some(domain)) = (cells.next(), cells.next()) {
            domains.entry(domain).or_default().push(file);
        }
    }
    domains
}

/// Removes pairs that are too rare to be reliable, identifiers with words run together, and unused counts.
fn clean(table: &mut Table) {
    let en: HashMap<String, u32> = table.en.iter().cloned().collect();
    // The letters of usual texts: other letters are transcription, ligatures or encoding errors.
    let is_letter = |c: char| matches!(c, 'a'..='z' | 'à'..='ÿ' | '\'' | 'а'..='я');
    let is_word = |stem: &str| stem.chars().count() <= LONGEST_STEM && stem.chars().all(is_letter);
    table.pairs.retain(|pair| {
        let met = en.get(&pair.en).copied().unwrap_or(0) as f32;
        let probable = pair.ru_given_en.max(pair.en_given_ru) >= LEAST;
        probable && pair.ru_given_en * met >= FEWEST_LINKS && is_word(&pair.en) && is_word(&pair.ru)
    });
    let paired: HashSet<&str> = table.pairs.iter().flat_map(|p| [p.en.as_str(), p.ru.as_str()]).collect();
    let kept = |(stem, count): &(String, u32)| {
        is_word(stem) && (*count >= LEAST_COUNT || paired.contains(stem.as_str()))
    };
    table.en.retain(kept);
    table.ru.retain(kept);
}
