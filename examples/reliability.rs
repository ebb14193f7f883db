//! How far confidences can be trusted: of the segments at each level, the share that gold has too.
//!
//! `cargo run --release --example reliability -- DATA [SET ...]`, where DATA holds a folder a set, with `NAME.en`,
//! `NAME.ru` (a sentence a line) and `NAME.gold` (or `NAME.fine`) in each.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use enru::{Aligner, Ladder, Lang, Sentences};
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Where gold is at sentence level.
const SETS: [&str; 3] = ["hand", "press", "wmt21-ruen-hard"];

fn main() {
    let mut args = std::env::args().skip(1);
    let data = PathBuf::from(args.next().expect("the folder of sets"));
    let chosen: Vec<String> = args.collect();
    let sets = if chosen.is_empty() { SETS.map(String::from).to_vec() } else { chosen };
    let mut all = Vec::new();
    for set in &sets {
        let outcomes: Vec<(f32, bool)> =
            golds(&data.join(set)).par_iter().map(|gold| outcomes(gold)).flatten().collect();
        report(set, &outcomes);
        all.extend(outcomes);
    }
    println!("log-odds fit best when multiplied by {:.2} more", best_scale(&all));
}

/// The factor for the log-odds of the confidences that makes the outcomes most likely.
fn best_scale(outcomes: &[(f32, bool)]) -> f64 {
    let loss = |scale: f64| -> f64 {
        let one = |&(p, right): &(f32, bool)| {
            let p = f64::from(p).clamp(1e-4, 1.0 - 1e-4);
            let odds = scale * (p / (1.0 - p)).ln();
            if right { (-odds).exp().ln_1p() } else { odds.exp().ln_1p() }
        };
        outcomes.iter().map(one).sum()
    };
    let scales = (30..200).map(|n| f64::from(n) / 100.0);
    scales.min_by(|&a, &b| loss(a).total_cmp(&loss(b))).expect("some scale")
}

fn golds(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder a set");
    let mut golds: Vec<_> = entries.map(|e| e.expect("a readable folder").path()).collect();
    golds.retain(|p| p.extension().is_some_and(|e| e == "gold"));
    golds.sort();
    golds
}

/// The confidence of each paired bead of one document, and whether gold has the bead.
fn outcomes(gold: &Path) -> Vec<(f32, bool)> {
    let read = |ending: &str| std::fs::read_to_string(gold.with_extension(ending));
    let side = |lang: Lang| Sentences::from_lines("", lang, read(lang.code()).expect("the text"));
    let ladder: Ladder = read("fine").or_else(|_| read("gold")).expect("the gold").parse().expect("a ladder");
    let right: HashSet<_> = ladder.beads().iter().collect();
    let bitext = Aligner::default().align_sentences(side(Lang::En), side(Lang::Ru));
    let beads = bitext.ladder().beads().iter().zip(bitext.judgements());
    beads.filter(|(b, _)| b.is_paired()).map(|(b, j)| (j.confidence, right.contains(b))).collect()
}

fn report(set: &str, outcomes: &[(f32, bool)]) {
    println!("{set}: {} segments", outcomes.len());
    println!("  confidence    segments  expected  right");
    let mut error = 0.0;
    let edges = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01];
    for range in edges.windows(2) {
        let inside: Vec<_> = outcomes.iter().filter(|o| o.0 >= range[0] && o.0 < range[1]).collect();
        if inside.is_empty() {
            continue;
        }
        let count = inside.len() as f32;
        let expected = inside.iter().map(|o| o.0).sum::<f32>() / count;
        let right = inside.iter().filter(|o| o.1).count() as f32 / count;
        error += (expected - right).abs() * count / outcomes.len() as f32;
        println!(
            "  {:.2}-{:.2} {:>10} {expected:>9.3} {right:>6.3}",
            range[0],
            range[1].min(1.0),
            inside.len()
        );
    }
    let sure: Vec<_> = outcomes.iter().filter(|o| o.0 >= 0.9).collect();
    let right = sure.iter().filter(|o| o.1).count() as f32 / sure.len().max(1) as f32;
    let share = sure.len() as f32 / outcomes.len().max(1) as f32;
    println!("  at 0.9 and over: {share:.3} of all, {right:.4} of them right; calibration error {error:.4}");
}
