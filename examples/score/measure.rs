//! Scores the alignments of a folder of documents against gold: `NAME.en` and `NAME.ru` (one sentence per line),
//! `NAME.gold` or `NAME.fine` (a ladder over them), `NAME.en.txt` and `NAME.ru.txt` (the same as running text).

use enru::document::InLang;
use enru::evaluate::Score;
use enru::read::{ReadOptions, from_text};
use enru::{Aligner, Bitext, EnRu, Ladder, Lang, Sentences};
use rayon::prelude::*;
use std::fs;
use std::ops::{AddAssign, Range};
use std::path::{Path, PathBuf};

/// The documents of a folder: their paths without extension, sorted.
pub fn documents(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut bases = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "gold") {
            bases.push(path.with_extension(""));
        }
    }
    bases.sort();
    Ok(bases)
}

/// Aligns the sentences of all documents and scores the ladders, pooled. Prefers the finer gold if there is one.
pub fn ladders(bases: &[PathBuf], aligner: &Aligner) -> Score {
    let scores: Vec<Score> = bases.par_iter().map(|base| ladder(base, aligner)).collect();
    let mut total = Score::default();
    scores.into_iter().for_each(|score| total += score);
    total
}

fn ladder(base: &Path, aligner: &Aligner) -> Score {
    let fine = with(base, "fine");
    let gold = if fine.exists() { fine } else { with(base, "gold") };
    let lines = |lang: Lang| Sentences::from_lines("", lang, text(base, lang.code()));
    let bitext = aligner.align_sentences(pair(lines));
    let gold: Ladder = fs::read_to_string(gold).expect("a gold ladder").parse().expect("a ladder");
    Score::of_ladders(&gold, bitext.ladder())
}

/// Splits and aligns the running texts of all documents and scores the segments as spans of characters, pooled.
pub fn spans(bases: &[PathBuf], aligner: &Aligner) -> Spans {
    let scores: Vec<Spans> = bases.par_iter().map(|base| span(base, aligner)).collect();
    let mut total = Spans::default();
    scores.into_iter().for_each(|score| total += score);
    total
}

fn span(base: &Path, aligner: &Aligner) -> Spans {
    // Gold pairs every sentence, including those of reordered lists and page furniture.
    let whole = ReadOptions { keep_furniture: true, ..ReadOptions::default() };
    let running = |lang: Lang| from_text("", lang, text(base, &format!("{lang}.txt")), &whole);
    let bitext = aligner.clone().keep_furniture(true).align(pair(running));
    let gold: Ladder = text(base, "gold").parse().expect("a ladder");
    let lines = |lang: Lang| -> Vec<usize> { text(base, lang.code()).lines().map(visible).collect() };
    let (en, ru) = (cumulated(lines(Lang::En)), cumulated(lines(Lang::Ru)));
    let sides = |b: &enru::Bead| [en[b.en.start]..en[b.en.end], ru[b.ru.start]..ru[b.ru.end]];
    let gold: Vec<_> = gold.beads().iter().map(sides).filter(is_paired).collect();
    Spans::of(&gold, &predicted(&bitext))
}

/// A pair in which each side is read in its language.
fn pair<T: InLang>(side: impl Fn(Lang) -> T) -> EnRu<T> {
    EnRu::new(side(Lang::En), side(Lang::Ru)).expect("one side in each language")
}

/// The paired beads of `bitext` as ranges of visible characters.
fn predicted(bitext: &Bitext) -> Vec<[Range<usize>; 2]> {
    let places = |side: &Sentences| cumulated((0..side.len()).map(|i| visible(side.text(i))));
    let (en, ru) = (places(bitext.en()), places(bitext.ru()));
    let sides = |b: &enru::Bead| [en[b.en.start]..en[b.en.end], ru[b.ru.start]..ru[b.ru.end]];
    bitext.ladder().beads().iter().map(sides).filter(is_paired).collect()
}

/// Scores segments against gold beads: for each segment, the share of its characters that one gold bead pairs in the
/// same way, and likewise for each gold bead. A sentence that is split elsewhere costs only the characters that move.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spans {
    precision: [f64; 2],
    recall: [f64; 2],
}

impl Spans {
    fn of(gold: &[[Range<usize>; 2]], predicted: &[[Range<usize>; 2]]) -> Spans {
        Spans { precision: shared(predicted, gold), recall: shared(gold, predicted) }
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        let rate = |[good, all]: [f64; 2]| good / all.max(1.0);
        let (p, r) = (rate(self.precision), rate(self.recall));
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

impl AddAssign for Spans {
    fn add_assign(&mut self, other: Spans) {
        for k in 0..2 {
            self.precision[k] += other.precision[k];
            self.recall[k] += other.recall[k];
        }
    }
}

/// The characters of `test`, both sides, that `reference` pairs in the same way, and all characters.
fn shared(test: &[[Range<usize>; 2]], reference: &[[Range<usize>; 2]]) -> [f64; 2] {
    let (mut good, mut all) = (0.0, 0.0);
    for side in 0..2 {
        let mut from = 0;
        for a in test {
            all += a[side].len() as f64;
            from += reference[from..].iter().take_while(|r| r[side].end <= a[side].start).count();
            for r in reference[from..].iter().take_while(|r| r[side].start < a[side].end) {
                good += overlap(&a[side], &r[side]) * overlap(&a[1 - side], &r[1 - side])
                    / a[1 - side].len() as f64;
            }
        }
    }
    [good, all]
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> f64 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start)) as f64
}

fn is_paired(sides: &[Range<usize>; 2]) -> bool {
    sides.iter().all(|range| !range.is_empty())
}

/// The number of visible characters of a text: composed, without white space and invisible marks.
fn visible(text: &str) -> usize {
    enru::text::clean(text).chars().filter(|c| !c.is_whitespace()).count()
}

fn cumulated(lengths: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut sums = vec![0];
    sums.extend(lengths.into_iter().scan(0, |sum, n| {
        *sum += n;
        Some(*sum)
    }));
    sums
}

fn with(base: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}.{ending}", base.display()))
}

fn text(base: &Path, ending: &str) -> String {
    let path = with(base, ending);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
