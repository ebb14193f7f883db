//! Packs `data/lexicon.tsv` into the binary table that the library includes and reads in place, and turns the word
//! lists of `data/split/` into Rust tables.

#![allow(clippy::print_stdout, reason = "this is how a build script talks to cargo")]

#[path = "../src/lexicon/layout.rs"]
#[allow(dead_code, reason = "the library reads with the rest")]
mod layout;
mod split;

use layout::*;
use std::collections::BTreeMap;
use std::path::Path;

const SOURCE: &str = "data/lexicon.tsv";

/// Words a bucket holds on average.
const BUCKET_WORDS: usize = 4;

/// A pair: the two stems and the two probabilities in thousandths.
type Pair<'a> = (&'a str, &'a str, u32, u32);

fn main() {
    for file in [SOURCE, "build/main.rs", "src/lexicon/layout.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }
    for file in split::sources().iter().map(String::as_str).chain(["build/split.rs"]) {
        println!("cargo::rerun-if-changed={file}");
    }
    let text = std::fs::read_to_string(SOURCE).unwrap_or_else(|e| panic!("{SOURCE}: {e}"));
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("lexicon.bin"), pack(&text)).expect("OUT_DIR can be written");
    std::fs::write(Path::new(&out).join("split.rs"), split::tables()).expect("OUT_DIR can be written");
}

/// The words of one language: where their strings and counts lie.
struct Side<'a> {
    buckets: usize,
    words: Vec<(&'a str, u8)>,
    ids: BTreeMap<&'a str, u32>,
}

fn pack(text: &str) -> Vec<u8> {
    let (pairs, en, ru) = parse(text);
    let frequencies = scale(FREQUENCY_STEPS, 0.86);
    let totals: [u32; 2] = [&en, &ru].map(|counts| counts.values().sum());
    let en = side(&en, pairs.iter().map(|p| p.0), &frequencies);
    let ru = side(&ru, pairs.iter().map(|p| p.1), &frequencies);
    let probabilities = scale(PROBABILITY_STEPS, 0.97);
    let (rows, entries) = rows(&pairs, &en, &ru, &probabilities);
    let (en_bytes, ru_bytes) = (strings(&en), strings(&ru));
    let mut out = Vec::new();
    for n in [MAGIC as usize, en.buckets, en_bytes.1.len(), en.words.len()] {
        put(&mut out, n);
    }
    for n in [ru.buckets, ru_bytes.1.len(), ru.words.len(), entries.len() / PAIR_BYTES] {
        put(&mut out, n);
    }
    for n in totals {
        put(&mut out, n as usize);
    }
    for step in probabilities.iter().chain(&frequencies) {
        out.extend((*step as f32).to_le_bytes());
    }
    for (side, (buckets, strings)) in [(&en, en_bytes), (&ru, ru_bytes)] {
        out.extend(buckets);
        out.extend(strings);
        out.extend(side.words.iter().map(|w| w.1));
    }
    out.extend(rows);
    out.extend(entries);
    out
}

/// The pairs, and the counts of either language.
fn parse(text: &str) -> (Vec<Pair<'_>>, BTreeMap<&str, u32>, BTreeMap<&str, u32>) {
    let (mut pairs, mut en, mut ru) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    let lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
    for (index, line) in lines.skip(1) {
        let number =
            |s: &str| s.parse().unwrap_or_else(|_| panic!("{SOURCE}:{}: {s} is no number", index + 1));
        match line.split('\t').collect::<Vec<_>>()[..] {
            [e, r, p, q] if !e.is_empty() && !r.is_empty() => pairs.push((e, r, number(p), number(q))),
            [e, "", count] => drop(en.insert(e, number(count))),
            ["", r, count] => drop(ru.insert(r, number(count))),
            _ => panic!("{SOURCE}:{}: neither a pair nor a count", index + 1),
        }
    }
    (pairs, en, ru)
}

/// The powers of `ratio`, from 1 down. Made by multiplication alone, so that every machine makes the same.
fn scale(steps: usize, ratio: f64) -> Vec<f64> {
    std::iter::successors(Some(1.0), |x| Some(x * ratio)).take(steps).collect()
}

/// The step of a falling scale nearest to `x`.
fn nearest(scale: &[f64], x: f64) -> u8 {
    let above = scale.partition_point(|&s| s > x).min(scale.len() - 1);
    let below = above.saturating_sub(1);
    if x / scale[above] < scale[below] / x { above as u8 } else { below as u8 }
}

fn side<'a>(
    counts: &BTreeMap<&'a str, u32>,
    paired: impl Iterator<Item = &'a str>,
    scale: &[f64],
) -> Side<'a> {
    let total: f64 = counts.values().map(|&c| f64::from(c)).sum();
    let step = |count: u32| nearest(scale, f64::from(count) / total.max(1.0));
    let mut all: BTreeMap<&str, u8> = counts.iter().map(|(&w, &c)| (w, step(c))).collect();
    for word in paired {
        *all.entry(word).or_insert(step(1)) |= PAIRED;
    }
    let buckets = all.len().div_ceil(BUCKET_WORDS).max(1);
    let mut words: Vec<(&str, u8)> = all.into_iter().filter(|(w, _)| encoded(w).is_some()).collect();
    words.sort_by_key(|(w, _)| (bucket(w, buckets), *w));
    let ids = words.iter().enumerate().map(|(id, (w, _))| (*w, id as u32)).collect();
    Side { buckets, words, ids }
}

fn encoded(word: &str) -> Option<Vec<u8>> {
    let mut buffer = [0; MAX_STEM];
    encode(word, &mut buffer).map(|len| buffer[..len].to_vec())
}

fn bucket(word: &str, buckets: usize) -> usize {
    encoded(word).map_or(0, |e| hash(&e) as usize % buckets)
}

/// The buckets and the strings of a side.
fn strings(side: &Side) -> (Vec<u8>, Vec<u8>) {
    let (mut buckets, mut strings) = (Vec::new(), Vec::new());
    let mut id = 0;
    for b in 0..side.buckets {
        put(&mut buckets, strings.len());
        put(&mut buckets, id);
        while let Some((word, _)) = side.words.get(id).filter(|(w, _)| bucket(w, side.buckets) == b) {
            let bytes = encoded(word).expect("only words that can be encoded are kept");
            strings.push(bytes.len() as u8);
            strings.extend(bytes);
            id += 1;
        }
    }
    (buckets, strings)
}

/// The row starts and the pairs, each row by falling probability.
fn rows(pairs: &[Pair], en: &Side, ru: &Side, scale: &[f64]) -> (Vec<u8>, Vec<u8>) {
    let step = |thousandths: u32| nearest(scale, f64::from(thousandths.max(1)) / 1000.0);
    let mut all: Vec<(u32, u8, u32, u8)> = pairs
        .iter()
        .filter_map(|(e, r, p, q)| Some((*en.ids.get(e)?, step(*p), *ru.ids.get(r)?, step(*q))))
        .collect();
    all.sort_unstable();
    let (mut starts, mut entries) = (Vec::new(), Vec::new());
    let mut next = 0;
    for id in 0..=en.words.len() as u32 {
        put(&mut starts, next);
        while let Some((_, p, r, q)) = all.get(next).filter(|pair| pair.0 == id) {
            entries.extend(&r.to_le_bytes()[..3]);
            entries.extend([p, q]);
            next += 1;
        }
    }
    (starts, entries)
}

fn put(out: &mut Vec<u8>, n: usize) {
    out.extend((n as u32).to_le_bytes());
}
