//! How far confidences can be trusted: of the segments at each level, the share that gold has too.
//!
//! `cargo run --release --example reliability -- DATA [SET ...]`, where DATA holds a folder a set, with `NAME.en`,
//! `NAME.ru` (a sentence a line) and `NAME.gold` (or `NAME.fine`) in each.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use enru::align::fit as tuning;
use enru::{EnRu, Ladder, Lang, Lexicon, Sentences};
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Where gold is at sentence level.
const SETS: [&str; 3] = ["hand", "press", "wmt21-ruen-hard"];

/// One bead: its signals, and whether gold has it.
struct Outcome {
    signals: Vec<f32>,
    right: bool,
}

/// Into how many parts the documents are divided.
const FOLDS: usize = 10;
/// How strongly the weights are held to those of the bare posterior.
const HOLD: f64 = 3.0;

fn main() {
    let mut args = std::env::args().skip(1);
    let data = PathBuf::from(args.next().expect("the folder of sets"));
    let chosen: Vec<String> = args.collect();
    let sets = if chosen.is_empty() { SETS.map(String::from).to_vec() } else { chosen };
    let sets: Vec<(String, Vec<Vec<Outcome>>)> = sets
        .into_iter()
        .map(|set| {
            let documents = golds(&data.join(&set)).par_iter().map(|gold| outcomes(gold)).collect();
            (set, documents)
        })
        .collect();
    let outside = |fold: usize| {
        let kept = sets.iter().flat_map(|(_, d)| d.iter().enumerate());
        kept.filter(|(k, _)| k % FOLDS != fold).flat_map(|(_, d)| d).collect::<Vec<_>>()
    };
    let fits: Vec<Vec<f64>> = (0..FOLDS).into_par_iter().map(|fold| fit(&outside(fold))).collect();
    let bare = start(tuning::SIGNALS.len());
    println!("The bare posterior:");
    report_all(&sets, |_| bare.clone());
    println!("Weights fitted without the document, {FOLDS} folds:");
    report_all(&sets, |k| fits[k % FOLDS].clone());
    println!("The weights in use:");
    report_all(&sets, |_| tuning::SIGNAL_WEIGHTS.iter().copied().map(f64::from).collect());
    println!("Fitted on all:");
    for (name, weight) in tuning::SIGNALS.iter().zip(fit(&outside(FOLDS))) {
        println!("  {weight:>7.3}  {name}");
    }
}

/// Prints a table a set and one of all, with the weights that `weights` gives for each document.
fn report_all(sets: &[(String, Vec<Vec<Outcome>>)], weights: impl Fn(usize) -> Vec<f64>) {
    let mut all = Vec::new();
    for (set, documents) in sets {
        let judged = documents.iter().enumerate().flat_map(|(k, outcomes)| {
            let weights = weights(k);
            outcomes.iter().map(move |o| (probability(&o.signals, &weights) as f32, o.right))
        });
        let judged: Vec<(f32, bool)> = judged.collect();
        report(set, &judged);
        all.extend(judged);
    }
    report("all", &all);
}

fn probability(signals: &[f32], weights: &[f64]) -> f64 {
    let odds: f64 = signals.iter().zip(weights).map(|(x, w)| f64::from(*x) * w).sum();
    1.0 / (1.0 + (-odds).exp())
}

/// The weights that leave the posterior as it is.
fn start(signals: usize) -> Vec<f64> {
    (0..signals).map(|k| if k == 1 { 1.0 } else { 0.0 }).collect()
}

/// The weights that make the outcomes most likely, by Newton's method.
fn fit(outcomes: &[&Outcome]) -> Vec<f64> {
    let n = tuning::SIGNALS.len();
    let mut weights = start(n);
    for _ in 0..25 {
        let mut slope: Vec<f64> = (0..n).map(|k| HOLD * (start(n)[k] - weights[k])).collect();
        let mut curve = vec![vec![0.0; n]; n];
        for (k, row) in curve.iter_mut().enumerate() {
            row[k] = HOLD;
        }
        for outcome in outcomes {
            let p = probability(&outcome.signals, &weights);
            let error = f64::from(u8::from(outcome.right)) - p;
            for (a, &x) in outcome.signals.iter().enumerate() {
                slope[a] += error * f64::from(x);
                for (b, &y) in outcome.signals.iter().enumerate() {
                    curve[a][b] += p * (1.0 - p) * f64::from(x) * f64::from(y);
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(curve, slope)) {
            *weight += step;
        }
    }
    weights
}

/// The solution of a linear system with a positive definite matrix, by elimination.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for k in 0..n {
        for row in k + 1..n {
            let factor = a[row][k] / a[k][k];
            let above = a[k].clone();
            for (cell, known) in a[row].iter_mut().zip(above) {
                *cell -= factor * known;
            }
            b[row] -= factor * b[k];
        }
    }
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|c| a[k][c] * b[c]).sum();
        b[k] = (b[k] - known) / a[k][k];
    }
    b
}

fn golds(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder a set");
    let mut golds: Vec<_> = entries.map(|e| e.expect("a readable folder").path()).collect();
    golds.retain(|p| p.extension().is_some_and(|e| e == "gold"));
    golds.sort();
    golds
}

/// The paired beads of one document.
fn outcomes(gold: &Path) -> Vec<Outcome> {
    let read = |ending: &str| std::fs::read_to_string(gold.with_extension(ending));
    let side = |lang: Lang| Sentences::from_lines("", lang, read(lang.code()).expect("the text"));
    let ladder: Ladder = read("fine").or_else(|_| read("gold")).expect("the gold").parse().expect("a ladder");
    let right: HashSet<_> = ladder.beads().iter().collect();
    let pair = EnRu::new(side(Lang::En), side(Lang::Ru)).expect("one side in each language");
    let beads = tuning::signals(&pair, &Lexicon::builtin());
    beads.into_iter().map(|(b, signals)| Outcome { signals, right: right.contains(&b) }).collect()
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
