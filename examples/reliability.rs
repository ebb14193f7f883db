//! Measures how reliable confidences are, by set and by length of document, for parallel and for unrelated documents.
//!
//! `cargo run --release --example reliability -- DATA [SET ...]`, where DATA contains a folder per set, with `NAME.en`,
//! `NAME.ru` (one sentence per line) and `NAME.gold` (or `NAME.fine`) in each. Prints tables for weights fitted without the
//! document that is scored, tables for the weights in use, and weights fitted on all documents.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use enru::align::fit::{SIGNALS, Signalled, UNPAIRED_SIGNALS, signals};
use enru::{Bead, EnRu, Ladder, Lang, Lexicon, Sentences};
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Where gold is at sentence level.
const SETS: [&str; 5] = ["hand", "press", "wmt21-ruen-hard", "wmt23-enru-hard", "newstest18-hard"];
/// Sentences per side of the parts of documents that are scored as documents of their own.
const SIZES: [usize; 5] = [1, 2, 4, 8, 16];
/// The same for parts of several documents in one: most documents are shorter.
const LONG: [usize; 2] = [50, 200];
/// The size of the parts that are also scored with two neighbouring sentences removed, one from each side.
const FORCED: usize = 8;
/// Parts of each size per document.
const DRAWS: usize = 3;
/// The number of folds.
const FOLDS: usize = 10;
/// The strength of regularisation towards the weights of the bare posterior.
const HOLD: f64 = 3.0;
/// Steps of the fit, and the greatest change of a weight per step.
const ROUNDS: usize = 60;
const MOST: f64 = 0.5;
/// The weight in the fit of a bead from a text that was disturbed to invite a wrong pair: low, since such texts are
/// rare.
const DISTURBED: f64 = 0.5;

/// One bead: its signals, and whether it is in gold.
struct Outcome {
    known: Signalled,
    right: bool,
}

/// The beads of one text, and its origin.
struct Text {
    set: usize,
    document: usize,
    /// The size of the part; `None` for a whole document.
    size: Option<usize>,
    /// Whether its sides are translations of each other throughout.
    related: bool,
    outcomes: Vec<Outcome>,
}

impl Text {
    /// The weight of each of its beads in the fit.
    fn weight(&self) -> f64 {
        match self.size {
            None if !self.related => DISTURBED,
            _ => 1.0,
        }
    }
}

/// A document with its gold ladder, as lines.
struct Document {
    en: Vec<String>,
    ru: Vec<String>,
    gold: Vec<Bead>,
}

/// The weights of paired and of unpaired beads.
type Weights = [Vec<f64>; 2];

fn main() {
    let mut args = std::env::args().skip(1);
    let data = PathBuf::from(args.next().expect("the folder of sets"));
    let chosen: Vec<String> = args.collect();
    let sets = if chosen.is_empty() { SETS.map(String::from).to_vec() } else { chosen };
    let texts: Vec<Text> = sets.iter().enumerate().flat_map(|(k, set)| texts(k, &data.join(set))).collect();
    let ties = |related: bool| {
        let chosen = texts.iter().filter(|t| t.related == related && t.size == Some(1));
        let paired = chosen.flat_map(|t| &t.outcomes).filter(|o| o.known.bead.is_paired());
        paired.map(|o| o.known.ties).fold((0, 0), |sum, ties| (sum.0 + ties.0, sum.1 + ties.1))
    };
    println!("words tied in single pairs, of all: {:?} related, {:?} unrelated", ties(true), ties(false));
    let fits: Vec<Weights> =
        (0..FOLDS).into_par_iter().map(|fold| fit(&texts, |t| t.document % FOLDS != fold)).collect();
    println!("Weights fitted without the document, {FOLDS} folds:");
    report(&sets, &texts, |t| &fits[t.document % FOLDS]);
    let used = [SIGNALS.1, UNPAIRED_SIGNALS.1].map(|w| w.iter().copied().map(f64::from).collect());
    println!("The weights in use:");
    report(&sets, &texts, |_| &used);
    println!("Fitted on all:");
    for (names, weights) in [SIGNALS.0, UNPAIRED_SIGNALS.0].into_iter().zip(fit(&texts, |_| true)) {
        names.iter().zip(weights).for_each(|(name, weight)| println!("  {weight:>7.3}  {name}"));
    }
}

/// The documents of a set, whole and in parts, and unrelated texts of the same sizes.
fn texts(set: usize, folder: &Path) -> Vec<Text> {
    let documents: Vec<Document> = golds(folder).iter().map(|gold| document(gold)).collect();
    // A chain has the documents of one fold, and its number.
    let fold = |fold| documents.iter().skip(fold).step_by(FOLDS);
    let chains: Vec<Document> = (0..FOLDS.min(documents.len())).map(|k| chain(fold(k))).collect();
    let mut jobs = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let all = 0..document.gold.len();
        jobs.push((index, None, true, slice(document, document, all.clone(), all)));
    }
    let sizes = SIZES.map(|size| (size, &documents)).into_iter().chain(LONG.map(|size| (size, &chains)));
    for (size, documents) in sizes {
        for (index, document) in documents.iter().enumerate() {
            let other = &documents[(index + documents.len() / 2) % documents.len()];
            let (ours, theirs) = (parts(document, size), parts(other, size));
            for (k, part) in ours.iter().enumerate().filter(|(_, part)| mostly_paired(document, part)) {
                jobs.push((index, Some(size), true, slice(document, document, part.clone(), part.clone())));
                if size == FORCED {
                    jobs.extend(forced(document, part.clone()).map(|text| (index, None, false, text)));
                }
                if let Some(theirs) = theirs.get(k).filter(|_| documents.len() > 1) {
                    jobs.push((
                        index,
                        Some(size),
                        false,
                        slice(document, other, part.clone(), theirs.clone()),
                    ));
                }
            }
        }
    }
    let text = |(document, size, related, part): (usize, _, bool, Document)| Text {
        set,
        document,
        size,
        related,
        outcomes: outcomes(&part, related || size.is_none()),
    };
    jobs.into_par_iter().map(text).collect()
}

/// Several documents as one.
fn chain<'a>(documents: impl Iterator<Item = &'a Document>) -> Document {
    let mut all = Document { en: Vec::new(), ru: Vec::new(), gold: Vec::new() };
    for document in documents {
        let (en, ru) = (all.en.len(), all.ru.len());
        let shifted = |bead: &Bead| Bead {
            en: bead.en.start + en..bead.en.end + en,
            ru: bead.ru.start + ru..bead.ru.end + ru,
        };
        all.gold.extend(document.gold.iter().map(shifted));
        all.en.extend_from_slice(&document.en);
        all.ru.extend_from_slice(&document.ru);
    }
    all
}

/// Some gold beads of a document without the English side of one and the Russian side of the next: the remaining two
/// have no counterpart and invite a wrong pair. `None` if the two in the middle are not 1-1.
fn forced(document: &Document, beads: std::ops::Range<usize>) -> Option<Document> {
    let middle = beads.start + beads.len() / 2;
    let is_plain = |bead: &Bead| (bead.en.len(), bead.ru.len()) == (1, 1);
    if middle + 1 >= beads.end || !document.gold[middle..middle + 2].iter().all(is_plain) {
        return None;
    }
    let (mut en, mut ru, mut gold) = (Vec::new(), Vec::new(), Vec::new());
    for index in beads {
        let Bead { en: theirs, ru: ours } = document.gold[index].clone();
        let (first_en, first_ru) = (en.len(), ru.len());
        en.extend_from_slice(if index == middle { &[] } else { &document.en[theirs] });
        ru.extend_from_slice(if index == middle + 1 { &[] } else { &document.ru[ours] });
        gold.push(Bead { en: first_en..en.len(), ru: first_ru..ru.len() });
    }
    Some(Document { en, ru, gold })
}

/// Ranges of gold beads with about `size` English sentences, spread over the document.
fn parts(document: &Document, size: usize) -> Vec<std::ops::Range<usize>> {
    let gold = &document.gold;
    let mut all = Vec::new();
    let mut start = 0;
    while start < gold.len() {
        let mut end = start;
        while end < gold.len() && gold[end].en.end - gold[start].en.start.min(gold[end].en.end) < size {
            end += 1;
        }
        if end == gold.len() {
            break;
        }
        all.push(start..end + 1);
        start = end + 1;
    }
    let step = all.len().div_ceil(DRAWS).max(1);
    all.into_iter().step_by(step).collect()
}

/// Whether most of some gold beads are pairs. Otherwise their counterparts lie outside the part, and suspicion is
/// right.
fn mostly_paired(document: &Document, beads: &std::ops::Range<usize>) -> bool {
    let gold = &document.gold[beads.clone()];
    gold.iter().filter(|bead| bead.is_paired()).count() * 4 >= gold.len() * 3
}

/// The English side of some gold beads of one document, the Russian side of some of another, and the gold of the
/// first.
fn slice(a: &Document, b: &Document, en: std::ops::Range<usize>, ru: std::ops::Range<usize>) -> Document {
    let en_lines = |beads: &[Bead]| beads.iter().flat_map(|bead| a.en[bead.en.clone()].to_vec()).collect();
    let ru_lines = |beads: &[Bead]| beads.iter().flat_map(|bead| b.ru[bead.ru.clone()].to_vec()).collect();
    let first = (a.gold[en.start].en.start, a.gold[en.start].ru.start);
    let shifted = |bead: &Bead| Bead {
        en: bead.en.start - first.0..bead.en.end - first.0,
        ru: bead.ru.start - first.1..bead.ru.end - first.1,
    };
    let gold = a.gold[en.clone()].iter().map(shifted).collect();
    Document { en: en_lines(&a.gold[en]), ru: ru_lines(&b.gold[ru]), gold }
}

/// The beads found in one text, and whether they are right. In unrelated texts, unpaired sentences are right.
fn outcomes(text: &Document, related: bool) -> Vec<Outcome> {
    let side = |lang, lines: &[String]| {
        Sentences::from_lines("", lang, lines.iter().map(|l| format!("{l}\n")).collect::<String>())
    };
    let pair =
        EnRu::new(side(Lang::En, &text.en), side(Lang::Ru, &text.ru)).expect("one side in each language");
    let paired: HashSet<&Bead> = text.gold.iter().filter(|bead| bead.is_paired()).collect();
    let null = |bead: &Bead| {
        let inside = |gold: &&Bead| {
            !gold.is_paired()
                && gold.en.start <= bead.en.start
                && bead.en.end <= gold.en.end.max(bead.en.start)
                && gold.ru.start <= bead.ru.start
                && bead.ru.end <= gold.ru.end.max(bead.ru.start)
                && (bead.en.is_empty() || !gold.en.is_empty())
                && (bead.ru.is_empty() || !gold.ru.is_empty())
        };
        text.gold.iter().any(|gold| inside(&gold))
    };
    let right = |bead: &Bead| match (related, bead.is_paired()) {
        (true, true) => paired.contains(bead),
        (true, false) => null(bead),
        (false, paired) => !paired,
    };
    let found = signals(&pair, &Lexicon::builtin());
    found.into_iter().map(|known| Outcome { right: right(&known.bead), known }).collect()
}

fn document(gold: &Path) -> Document {
    let read = |ending: &str| std::fs::read_to_string(gold.with_extension(ending));
    let lines = |ending: &str| read(ending).expect("the text").lines().map(String::from).collect();
    let ladder: Ladder = read("fine").or_else(|_| read("gold")).expect("the gold").parse().expect("a ladder");
    Document { en: lines("en"), ru: lines("ru"), gold: ladder.beads().to_vec() }
}

fn golds(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder for each set");
    let mut golds: Vec<_> = entries.map(|e| e.expect("a readable folder").path()).collect();
    golds.retain(|p| p.extension().is_some_and(|e| e == "gold"));
    golds.sort();
    golds
}

fn confidence(known: &Signalled, weights: &Weights) -> f64 {
    let weights = &weights[usize::from(!known.bead.is_paired())];
    f64::from(known.parallel) * probability(&known.signals, weights)
}

fn probability(signals: &[f32], weights: &[f64]) -> f64 {
    let odds: f64 = signals.iter().zip(weights).map(|(x, w)| f64::from(*x) * w).sum();
    1.0 / (1.0 + (-odds).exp())
}

/// The weights that maximise the likelihood of the outcomes of some texts. A factor, not the weights, expresses doubt
/// about a document as a whole.
fn fit(texts: &[Text], keep: impl Fn(&Text) -> bool) -> Weights {
    [true, false].map(|paired| {
        // Chains repeat beads of whole documents.
        let chosen = texts.iter().filter(|t| keep(t) && t.size.is_none_or(|size| !LONG.contains(&size)));
        let beads = chosen.flat_map(|t| t.outcomes.iter().map(move |o| (o, t.weight())));
        let of_kind = |o: &Outcome| o.known.bead.is_paired() == paired && o.known.parallel > 0.999;
        newton(&beads.filter(|(o, _)| of_kind(o)).collect::<Vec<_>>())
    })
}

/// Logistic regression with Newton's method, regularised towards the bare posterior.
fn newton(outcomes: &[(&Outcome, f64)]) -> Vec<f64> {
    let n = outcomes.first().map_or(0, |(o, _)| o.known.signals.len());
    let start: Vec<f64> = (0..n).map(|k| if k == 1 { 1.0 } else { 0.0 }).collect();
    let mut weights = start.clone();
    for _ in 0..ROUNDS {
        let mut slope: Vec<f64> = (0..n).map(|k| HOLD * (start[k] - weights[k])).collect();
        let mut curve = vec![vec![0.0; n]; n];
        for (k, row) in curve.iter_mut().enumerate() {
            row[k] = HOLD;
        }
        for (outcome, weight) in outcomes {
            let p = probability(&outcome.known.signals, &weights);
            let error = f64::from(u8::from(outcome.right)) - p;
            for (a, &x) in outcome.known.signals.iter().enumerate() {
                slope[a] += weight * error * f64::from(x);
                for (b, &y) in outcome.known.signals.iter().enumerate() {
                    curve[a][b] += weight * p * (1.0 - p) * f64::from(x) * f64::from(y);
                }
            }
        }
        let step = solve(curve, slope);
        // A full step may diverge if outcomes are nearly separable.
        let scale = (MOST / step.iter().fold(0.0, |most: f64, s| most.max(s.abs()))).min(1.0);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight += scale * step);
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

/// Prints one line per set of whole documents and per size of their parts.
fn report<'a>(sets: &[String], texts: &'a [Text], weights: impl Fn(&'a Text) -> &'a Weights) {
    println!(
        "| texts | segments | at 0.9 and over | of them right | calibration error | unpaired: right at 0.9 | suspect |"
    );
    println!("|---|---|---|---|---|---|---|");
    let line = |title: &str, chosen: &dyn Fn(&Text) -> bool| {
        let texts: Vec<&Text> = texts.iter().filter(|t| chosen(t)).collect();
        let judged = |paired: bool| -> Vec<(f64, bool)> {
            let of = |t: &&'a Text| {
                let weights = weights(t);
                let beads = t.outcomes.iter().filter(move |o| o.known.bead.is_paired() == paired);
                beads.map(move |o| (confidence(&o.known, weights), o.right)).collect::<Vec<_>>()
            };
            texts.iter().flat_map(of).collect()
        };
        let (paired, unpaired) = (judged(true), judged(false));
        let suspect = texts.iter().filter(|t| is_suspect(t, weights(t))).count();
        let (share, right) = sure(&paired);
        println!(
            "| {title} | {} | {share:.3} | {right:.4} | {:.3} | {:.3} | {suspect} of {} |",
            paired.len(),
            calibration(&paired),
            sure(&unpaired).1,
            texts.len()
        );
    };
    for (k, set) in sets.iter().enumerate() {
        line(set, &|t| t.size.is_none() && t.related && t.set == k);
    }
    line("all", &|t| t.size.is_none() && t.related);
    line("two neighbours without counterparts", &|t| t.size.is_none() && !t.related);
    for related in [true, false] {
        for size in SIZES.into_iter().chain(LONG) {
            let what = if related { "related" } else { "unrelated" };
            line(&format!("{what}, {size}"), &|t| t.size == Some(size) && t.related == related);
        }
    }
}

/// The share of segments with a confidence of at least 0.9, and the share of these that is right.
fn sure(judged: &[(f64, bool)]) -> (f64, f64) {
    let sure: Vec<_> = judged.iter().filter(|o| o.0 >= 0.9).collect();
    let right = sure.iter().filter(|o| o.1).count() as f64 / sure.len().max(1) as f64;
    (sure.len() as f64 / judged.len().max(1) as f64, right)
}

/// The expected calibration error, with ten bins.
fn calibration(judged: &[(f64, bool)]) -> f64 {
    let bin = |k: usize| judged.iter().filter(move |o| ((o.0 * 10.0) as usize).min(9) == k);
    let error = |k: usize| {
        let expected: f64 = bin(k).map(|o| o.0).sum();
        (expected - bin(k).filter(|o| o.1).count() as f64).abs()
    };
    (0..10).map(error).sum::<f64>() / judged.len().max(1) as f64
}

/// Whether a batch would report the text as suspect: low confidence on average, or mostly unpaired.
fn is_suspect(text: &Text, weights: &Weights) -> bool {
    let paired = || text.outcomes.iter().filter(|o| o.known.bead.is_paired());
    let size = |o: &Outcome| o.known.bead.en.len() + o.known.bead.ru.len();
    let all: usize = text.outcomes.iter().map(size).sum();
    let mean = paired().map(|o| confidence(&o.known, weights)).sum::<f64>() / paired().count().max(1) as f64;
    (paired().count() > 0 && mean < 0.5) || (all - paired().map(size).sum::<usize>()) * 2 > all
}
