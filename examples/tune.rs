//! Fits the weights of the model to gold ladders, and measures how well they generalise to documents left out.
//!
//! `cargo run --release --example tune -- DATA [--rounds N] [--rate R] [--folds K [--without N]] [--drop F,G] [--floors a,b,c,d]
//! [--weights a,b,...]`, where DATA contains a folder per set, with `NAME.en`, `NAME.ru` (one sentence per line) and `NAME.gold`
//! (or `NAME.fine`) in each. Without `--folds` it fits on all documents and prints the table of weights; with it, it only
//! cross-validates. Every fit starts from weights that have seen no document ([`START`]). `--without` (with `--folds`) repeats
//! this without each of the first N kinds of evidence, and prints the value of each kind: the table in docs/evidence.md.
//! `--drop` leaves out single features.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use enru::align::fit::{Example, FEATURES, Source, WEIGHTS};
use enru::evaluate::Score;
use enru::{Bead, Document, EnRu, Ladder, Lang, Lexicon, Sentence, Sentences, Span};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// How the documents of a set are read.
#[derive(Clone, Copy, PartialEq)]
enum View {
    /// One sentence per line.
    Lines,
    /// As running text, with its paragraph breaks.
    Text,
    /// One sentence per line, with sentences removed and headlines added, see [`disturbed`].
    Disturbed,
}

/// A set of documents to fit on.
struct Set {
    folder: &'static str,
    view: View,
    /// Whether gold is at paragraph level.
    coarse: bool,
    /// The most documents used.
    most: usize,
    /// The weight of the set in the fit. Two views of one set share its weight.
    weight: f64,
}

const fn set(folder: &'static str, view: View, most: usize, weight: f64) -> Set {
    Set { folder, view, coarse: false, most, weight }
}

const fn coarse(folder: &'static str, most: usize, weight: f64) -> Set {
    Set { folder, view: View::Lines, coarse: true, most, weight }
}

const SETS: &[Set] = &[
    set("press", View::Lines, 99, 0.5),
    set("press", View::Text, 99, 0.5),
    set("hand", View::Lines, 99, 0.5),
    set("hand", View::Text, 99, 0.5),
    set("wmt21-ruen-hard", View::Lines, 60, 1.0),
    set("wmt23-enru-hard", View::Lines, 80, 1.0),
    set("newstest18-hard", View::Lines, 80, 1.0),
    set("wmt22-enru", View::Lines, 40, 0.5),
    set("wmt21-enru", View::Lines, 40, 0.5),
    set("wmt22-enru", View::Disturbed, 40, 1.0),
    coarse("debhb-hard", 40, 1.0),
    coarse("lit-hard", 40, 1.0),
    coarse("bible", 30, 1.0),
];

/// Kinds of evidence: the sources of links between words, and the features (or their prefixes) of each.
const KINDS: &[(&str, &[Source], &[&str])] = &[
    ("length", &[], &["Length"]),
    ("names that sound alike", &[Source::Sound], &[]),
    ("all anchors and names", ANCHORS, &[]),
    ("the lexicon", &[Source::Lexicon], &[]),
    ("the lexicon and length", &[Source::Lexicon], &["Length"]),
    ("the lexicon and names that sound alike", &[Source::Lexicon, Source::Sound], &[]),
    ("words and anchors", &[], &["Gain", "Paid", "Edge"]),
    ("numbers, dates, amounts", &[Source::Number], &[]),
    ("organisations, places, symbols, addresses", &[Source::Anchor], &[]),
    ("words spelt alike", &[Source::Spelling], &[]),
    ("what the ends of a bead add", &[], &["Edge"]),
    ("what words pay for being paired", &[], &["Paid"]),
    ("end marks", &[], &["Unmarked"]),
    ("quotation marks", &[], &["Quote", "InnerQuote"]),
    ("inside longer beads", &[], &["Inner"]),
    ("blocks and paragraph breaks", &[], &["Block", "Break", "InnerBreak"]),
    ("what an unpaired sentence is like", &[], &["NullWords", "NullLength", "NullUnmarked", "NullShort"]),
];

/// Every source except the lexicon.
const ANCHORS: &[Source] = &[Source::Number, Source::Anchor, Source::Spelling, Source::Sound];

/// Initial weights that have seen no document: rounded textbook values (Gale and Church 1993 for shapes, Moore 2002
/// for words), and 0 for the rest.
const START: &[(&str, f32)] = &[
    ("Shape12", -2.5),
    ("Shape22", -4.5),
    ("Shape13", -4.5),
    ("Shape23", -6.0),
    ("Shape33", -7.0),
    ("Shape14", -6.0),
    ("ShapeOther", -8.0),
    ("Length11", -0.5),
    ("LengthMore", -0.5),
    ("Gain11", 0.5),
    ("GainMore", 0.5),
    ("NullOpen", -4.0),
    ("NullMore", -2.0),
];

struct Member {
    /// The weight of the document's set in the fit.
    weight: f64,
    set: usize,
    fold: usize,
    example: Example,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).cloned();
    let data = PathBuf::from(args.first().expect("the folder of sets"));
    let rounds: usize = option("--rounds").map_or(150, |n| n.parse().expect("a number"));
    let folds: usize = option("--folds").map_or(0, |n| n.parse().expect("a number"));
    // Of 1e-4, 1e-3 and 3e-3 the last was best on `hand` and `press` left out in turn (strict F1 .917, .920, .924 and
    // .965, .965, .974), with 60 rounds and 5 folds.
    let l2: f64 = option("--l2").map_or(3e-3, |n| n.parse().expect("a number"));
    let rate: f64 = option("--rate").map_or(0.3, |n| n.parse().expect("a number"));
    let mut floors = [0.2f32, 0.5, 0.3, 0.3];
    if let Some(list) = option("--floors") {
        for (f, x) in floors.iter_mut().zip(list.split(',')) {
            *f = x.parse().expect("a number");
        }
    }
    let mut members = load(&data, folds.max(1), floors, &[]);
    if let Some(list) = option("--weights") {
        let weights: Vec<f64> = list.split(',').map(|x| x.parse().expect("a number")).collect();
        members.iter_mut().for_each(|m| m.weight = weights[m.set]);
    }
    let members = members;
    let dropped = option("--drop").unwrap_or_default();
    let dropped: Vec<&str> = dropped.split(',').filter(|name| !name.is_empty()).collect();
    println!("{} documents", members.len());
    report("as built", &members, |_| WEIGHTS);
    if folds > 1 {
        let carried = |members: &[Member], start: &[Option<f64>]| -> Vec<Vec<f32>> {
            (0..folds).map(|fold| fit(members, start, rounds, rate, l2, |m| m.fold != fold)).collect()
        };
        let fitted = carried(&members, &start(&dropped));
        report("fitted on other documents", &members, |m| &fitted[m.fold]);
        if let Some(most) = option("--without") {
            let most: usize = most.parse().expect("a number");
            head();
            row("nothing", &members, |m| &fitted[m.fold]);
            drop(members);
            for (kind, sources, features) in &KINDS[..most.min(KINDS.len())] {
                let members = load(&data, folds, floors, sources);
                let fitted = carried(&members, &start(features));
                row(kind, &members, |m| &fitted[m.fold]);
            }
        }
        return;
    }
    let weights = fit(&members, &start(&dropped), rounds, rate, l2, |_| true);
    report("fitted on all", &members, |_| &weights);
    for (name, weight) in FEATURES.iter().zip(&weights) {
        println!("    {name} = {weight:.3},");
    }
}

fn load(data: &Path, folds: usize, floors: [f32; 4], left_out: &[Source]) -> Vec<Member> {
    let lexicon = Lexicon::builtin();
    let mut jobs = Vec::new();
    for (number, set) in SETS.iter().enumerate() {
        let mut golds: Vec<_> = std::fs::read_dir(data.join(set.folder))
            .expect("a folder a set")
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "gold"))
            .collect();
        golds.sort();
        let step = golds.len().div_ceil(set.most).max(1);
        for (k, gold) in golds.into_iter().step_by(step).enumerate() {
            jobs.push((number, k % folds, gold));
        }
    }
    jobs.into_par_iter()
        .map(|(number, fold, gold)| {
            let set = &SETS[number];
            let read = |ending: &str| std::fs::read_to_string(gold.with_extension(ending));
            let running = |lang: Lang| {
                let text = read(&format!("{lang}.txt")).unwrap();
                in_running_text(&read(lang.code()).unwrap(), Document::from_text("", lang, text))
            };
            let mut ladder: Ladder =
                read("fine").or_else(|_| read("gold")).unwrap().parse().expect("a ladder");
            let pair = if set.view == View::Text {
                EnRu::new(running(Lang::En), running(Lang::Ru))
            } else {
                let lines = |ending| read(ending).unwrap().lines().map(String::from).collect::<Vec<_>>();
                let (mut en, mut ru) = (lines("en"), lines("ru"));
                if set.view == View::Disturbed {
                    (en, ru, ladder) = disturbed(&en, &ru, &ladder);
                }
                let side = |lang, lines: &[String]| Sentences::from_lines("", lang, lines.join("\n") + "\n");
                EnRu::new(side(Lang::En, &en), side(Lang::Ru, &ru))
            };
            let pair = pair.expect("one side in each language");
            let example = Example::new(&pair, ladder, set.coarse, &lexicon, floors, left_out);
            Member { weight: set.weight, set: number, fold, example }
        })
        .collect()
}

/// A document with typical omissions and additions: every fifth pair of single sentences loses one of them, and every
/// fifth gets a headline or caption on one side, which repeats some words of its sentence.
fn disturbed(en: &[String], ru: &[String], gold: &Ladder) -> (Vec<String>, Vec<String>, Ladder) {
    let (mut sides, mut beads) = ([Vec::new(), Vec::new()], Vec::new());
    let mut bead = |added: [&[String]; 2], sides: &mut [Vec<String>; 2]| {
        let start = [sides[0].len(), sides[1].len()];
        sides.iter_mut().zip(added).for_each(|(side, lines)| side.extend_from_slice(lines));
        beads.push(Bead { en: start[0]..sides[0].len(), ru: start[1]..sides[1].len() });
    };
    for (k, b) in gold.beads().iter().enumerate() {
        let both = [&en[b.en.clone()], &ru[b.ru.clone()]];
        let side = (k / 5) % 2;
        let only = |side: usize, lines| if side == 0 { [lines, &[][..]] } else { [&[][..], lines] };
        let is_plain = both.iter().all(|lines| lines.len() == 1);
        match k % 5 {
            2 if is_plain => bead(only(side, both[side]), &mut sides),
            4 if is_plain => {
                let headline = [headline(&both[side][0], k)];
                let before = (k / 10).is_multiple_of(2);
                if before {
                    bead(only(side, &headline), &mut sides);
                }
                bead(both, &mut sides);
                if !before {
                    bead(only(side, &headline), &mut sides);
                }
            }
            _ => bead(both, &mut sides),
        }
    }
    let [en, ru] = sides;
    (en, ru, Ladder::new(beads).expect("beads follow on one another"))
}

/// Some words of a sentence as a headline, with an end mark or without.
fn headline(sentence: &str, k: usize) -> String {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let count = (words.len() / 2).clamp(1, 8);
    let first = if k.is_multiple_of(3) { 0 } else { (words.len() - count) / 2 };
    let text = words[first..first + count].join(" ");
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}{}", chars.as_str(), if k.is_multiple_of(2) { "" } else { "." })
}

/// The lines of `lines` as sentences of `document`, which has the same text in paragraphs.
fn in_running_text(lines: &str, document: Document) -> Sentences {
    let mut chars = document.text().char_indices().filter(|(_, c)| !c.is_whitespace());
    let mut sentences = Vec::new();
    let (mut at, mut block) = (0, 0);
    for line in lines.lines() {
        let mut span = Span::new(at, at);
        for (k, c) in line.chars().filter(|c| !c.is_whitespace()).enumerate() {
            let (i, found) = chars.next().expect("the same text");
            assert_eq!(found, c, "the same text");
            at = i + c.len_utf8();
            span = Span::new(if k == 0 { i } else { span.start }, at);
        }
        while document.blocks()[block].span.end <= span.start {
            block += 1;
        }
        sentences.push(Sentence { span, block: block as u32 });
    }
    drop(chars);
    Sentences::new(document, sentences)
}

/// The greatest change of the weight of a feature per round, as a factor of the rate: sums over words are large,
/// marks are 0 or 1.
fn step(feature: &str) -> f64 {
    match feature {
        f if f.starts_with("Paid") || f.starts_with("Gain") => 0.1,
        _ => 1.0,
    }
}

/// The initial weights; `None`, which stays 0, for features that are left out.
fn start(without: &[&str]) -> Vec<Option<f64>> {
    let value = |name: &str| START.iter().find(|s| s.0 == name).map_or(0.0, |s| f64::from(s.1));
    let is_out = |name: &str| without.iter().any(|prefix| name.starts_with(prefix));
    FEATURES.iter().map(|name| (!is_out(name)).then(|| value(name))).collect()
}

/// Adam (Kingma and Ba 2015) on the mean log-likelihood per bead, with the weights of the sets.
fn fit(
    members: &[Member],
    start: &[Option<f64>],
    rounds: usize,
    rate: f64,
    l2: f64,
    keep: impl Fn(&Member) -> bool + Sync,
) -> Vec<f32> {
    let beads: Vec<f64> = (0..SETS.len())
        .map(|set| members.iter().filter(|m| m.set == set && keep(m)).map(|m| m.example.beads() as f64).sum())
        .collect();
    let mut weights: Vec<f64> = start.iter().map(|w| w.unwrap_or(0.0)).collect();
    let (mut mean, mut square) = (vec![0.0; weights.len()], vec![0.0; weights.len()]);
    for round in 1..=rounds {
        let now: Vec<f32> = weights.iter().map(|&w| w as f32).collect();
        let parts: Vec<Vec<f64>> = members
            .par_iter()
            .filter(|m| keep(m))
            .map(|m| {
                let scale = m.weight / beads[m.set];
                m.example.gradient(&now).into_iter().map(|g| g * scale).collect()
            })
            .collect();
        let rate = rate * (1.0 - round as f64 / (rounds + 1) as f64);
        for k in (0..weights.len()).filter(|&k| start[k].is_some()) {
            let g = parts.iter().map(|p| p[k]).sum::<f64>() - l2 * weights[k];
            mean[k] = 0.9 * mean[k] + 0.1 * g;
            square[k] = 0.99 * square[k] + 0.01 * g * g;
            let m = mean[k] / (1.0 - 0.9f64.powi(round as i32));
            let s = square[k] / (1.0 - 0.99f64.powi(round as i32));
            weights[k] += rate * step(FEATURES[k]) * m / (s.sqrt() + 1e-6);
        }
    }
    weights.into_iter().map(|w| w as f32).collect()
}

/// The scores of `weights` on one set.
fn score<'a>(
    members: &[Member],
    set: usize,
    price: f32,
    weights: &(impl Fn(&Member) -> &'a [f32] + Sync),
) -> Score {
    let of_set = members.par_iter().filter(|m| m.set == set);
    let scores: Vec<Score> = of_set.map(|m| m.example.score(weights(m), price)).collect();
    let mut total = Score::default();
    scores.into_iter().for_each(|s| total += s);
    total
}

fn report<'a>(title: &str, members: &[Member], weights: impl Fn(&Member) -> &'a [f32] + Sync) {
    println!("{title}");
    let mut means = PRICES.map(|_| Mean::default());
    for (number, set) in SETS.iter().enumerate() {
        print!("  {:<16}", set.name());
        for (price, mean) in PRICES.into_iter().zip(&mut means) {
            let total = score(members, number, price, &weights);
            mean.add(set, &total);
            print!(
                "  | {:.4} {:.4} nr {:.3} np {:.3}",
                total.strict().f1,
                total.lax().f1,
                total.null().recall,
                total.null().precision
            );
        }
        println!();
    }
    print!("  {:<16}", "mean");
    means.iter().for_each(|mean| print!("  | {:.4}        nr {:.4}        ", mean.strict(), mean.null()));
    println!();
}

/// The criterion for choosing fits: the mean over the sets of strict F1, and the mean share of unpaired sentences
/// found.
#[derive(Default)]
struct Mean {
    strict: f64,
    null: f64,
    weights: [f64; 2],
}

impl Mean {
    fn add(&mut self, set: &Set, score: &Score) {
        self.strict += set.weight * score.strict().f1;
        self.weights[0] += set.weight;
        if set.has_unpaired() {
            self.null += set.weight * score.null().recall;
            self.weights[1] += set.weight;
        }
    }

    fn strict(&self) -> f64 {
        self.strict / self.weights[0]
    }

    fn null(&self) -> f64 {
        self.null / self.weights[1]
    }
}

impl Set {
    fn name(&self) -> String {
        let view = match self.view {
            View::Lines => "",
            View::Text => ", text",
            View::Disturbed => ", disturbed",
        };
        format!("{}{view}", self.folder)
    }

    /// Whether gold has enough unpaired sentences for their share to be meaningful.
    fn has_unpaired(&self) -> bool {
        self.view == View::Disturbed || !matches!(self.folder, "wmt22-enru" | "wmt21-enru" | "bible")
    }
}

/// The price of a paired bead in decoding, see `Solution::decode`.
const PRICES: [f32; 3] = [0.0, 0.1, 0.2];

/// The price for the table of the value of evidence.
const PRICE: f32 = 0.1;

fn head() {
    let names = SETS.iter().map(Set::name);
    println!("| left out | {} | mean |", names.collect::<Vec<_>>().join(" | "));
    println!("|---|{}", "---|".repeat(SETS.len() + 1));
}

fn row<'a>(title: &str, members: &[Member], weights: impl Fn(&Member) -> &'a [f32] + Sync) {
    let scores: Vec<Score> = (0..SETS.len()).map(|set| score(members, set, PRICE, &weights)).collect();
    let mut mean = Mean::default();
    SETS.iter().zip(&scores).for_each(|(set, score)| mean.add(set, score));
    let cells: Vec<_> = scores.iter().map(|score| format!("{:.3}", score.strict().f1)).collect();
    println!("| {title} | {} | {:.4} |", cells.join(" | "), mean.strict());
}
