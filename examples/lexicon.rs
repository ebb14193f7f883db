//! Learns the built-in table of word translations from parallel texts:
//!
//!     cargo run --release --example lexicon -- FOLDER > data/lexicon.tsv
//!
//! `data/corpora.tsv` lists the files of the folder and their domains; files that are missing are left out and named.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use enru::lexicon::Table;
use enru::lexicon::learn::Learner;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::io::Write;
use std::path::Path;

/// Files and their domains.
const CORPORA: &str = include_str!("../data/corpora.tsv");
/// A pair is kept when it was linked this often: what is met once is half noise (18 of 40 judged).
const FEWEST_LINKS: f32 = 1.5;
/// Longer stems are names of functions and fields, run together.
const LONGEST_STEM: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: lexicon FOLDER > data/lexicon.tsv")?;
    let mut learner = Learner::new();
    for (domain, files) in domains() {
        learner.begin_domain();
        for file in files {
            let path = Path::new(&folder).join(file);
            if path.exists() {
                let segments = learner.add_file(&path)?;
                eprintln!("{domain}: {file}: {segments} segments");
            } else {
                eprintln!("{domain}: {file} is missing");
            }
        }
    }
    let mut table = learner.learn();
    clean(&mut table);
    eprintln!("{} pairs, {} and {} words", table.pairs.len(), table.en.len(), table.ru.len());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    table.write(&mut out)?;
    Ok(out.flush()?)
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

/// Leaves out pairs met too rarely to be trusted, run-together identifiers, and counts that nothing needs.
fn clean(table: &mut Table) {
    let en: HashMap<String, u32> = table.en.iter().cloned().collect();
    let is_word = |stem: &str| stem.chars().count() <= LONGEST_STEM;
    table.pairs.retain(|pair| {
        let met = en.get(&pair.en).copied().unwrap_or(0) as f32;
        pair.ru_given_en * met >= FEWEST_LINKS && is_word(&pair.en) && is_word(&pair.ru)
    });
    let paired: HashSet<&str> = table.pairs.iter().flat_map(|p| [p.en.as_str(), p.ru.as_str()]).collect();
    let kept =
        |(stem, count): &(String, u32)| is_word(stem) && (*count >= 6 || paired.contains(stem.as_str()));
    table.en.retain(kept);
    table.ru.retain(kept);
}
