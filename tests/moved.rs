//! Finds moved sections, and reports none where nothing was moved.

#![allow(clippy::print_stdout)]

use enru::Flag;
use enru::{Aligner, Bead, Bitext, EnRu, Ladder, Lang, Sentences};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Two texts, one sentence per line, and their gold ladder.
struct Document {
    en: Vec<String>,
    ru: Vec<String>,
    gold: Vec<Bead>,
}

fn document(base: &Path) -> Document {
    let read = |ending: &str| fs::read_to_string(format!("{}.{ending}", base.display())).unwrap();
    let lines = |ending: &str| read(ending).lines().map(String::from).collect();
    let gold: Ladder = read("gold").parse().unwrap();
    Document { en: lines("en"), ru: lines("ru"), gold: gold.beads().to_vec() }
}

/// The documents of a folder.
fn documents(folder: &Path) -> Vec<(PathBuf, Document)> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut bases: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    bases.retain(|p| p.extension().is_some_and(|e| e == "gold"));
    bases.sort();
    bases.into_iter().map(|p| p.with_extension("")).map(|base| (base.clone(), document(&base))).collect()
}

fn align(en: &[String], ru: &[String]) -> Bitext {
    let side = |lang, lines: &[String]| Sentences::from_lines("x", lang, lines.join("\n") + "\n");
    Aligner::default().align_sentences(EnRu::new(side(Lang::En, en), side(Lang::Ru, ru)).unwrap())
}

/// Concatenates documents.
fn chained(documents: &[(PathBuf, Document)]) -> Document {
    let mut all = Document { en: Vec::new(), ru: Vec::new(), gold: Vec::new() };
    for (_, d) in documents {
        let (i, j) = (all.en.len(), all.ru.len());
        let shifted = |b: &Bead| Bead { en: b.en.start + i..b.en.end + i, ru: b.ru.start + j..b.ru.end + j };
        all.gold.extend(d.gold.iter().map(shifted));
        all.en.extend(d.en.iter().cloned());
        all.ru.extend(d.ru.iter().cloned());
    }
    all
}

/// Moves the Russian sentences of the gold beads `block` behind the later gold bead `to`, and aligns. Returns how
/// many pairs of the block are found, how many there are, and how many moved segments contain no gold pair.
fn displaced(d: &Document, block: Range<usize>, to: usize) -> (usize, usize, usize) {
    let (first, end, to) = (d.gold[block.start].ru.start, d.gold[block.end - 1].ru.end, d.gold[to].ru.end);
    let mut ru = d.ru.clone();
    ru[first..to].rotate_left(end - first);
    let bitext = align(&d.en, &ru);
    // The old position of each Russian sentence of the new document.
    let back = |j: usize| match j {
        j if j < first || j >= to => j,
        j if j < to - (end - first) => j + (end - first),
        j => j - (to - end),
    };
    let stood = |b: &Bead| Bead { en: b.en.clone(), ru: back(b.ru.start)..back(b.ru.end - 1) + 1 };
    let moved: Vec<Bead> = bitext.moved().iter().map(|(b, _)| stood(b)).collect();
    let ladder = bitext.ladder().beads().iter().filter(|b| b.is_paired()).map(stood);
    // If the block has more words than the part it passed, the ladder leaves out that part instead.
    let found: Vec<Bead> = moved.iter().cloned().chain(ladder).collect();
    let meet = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let together = |a: &Bead, b: &Bead| meet(&a.en, &b.en) && meet(&a.ru, &b.ru);
    let wanted: Vec<&Bead> = d.gold[block].iter().filter(|b| b.is_paired()).collect();
    let right = wanted.iter().filter(|g| found.iter().any(|b| together(g, b))).count();
    (right, wanted.len(), moved.iter().filter(|b| !d.gold.iter().any(|g| together(g, b))).count())
}

/// Moves blocks of some sizes from several places of a document. Returns the pairs found, the pairs in all, and the
/// wrong segments.
fn all_displaced(d: &Document, sizes: &[usize]) -> (usize, usize, usize) {
    let mut sum = (0, 0, 0);
    for &size in sizes {
        // Far enough for the ladder to leave out the block, not the part it passed.
        let far = size * 2;
        for from in (0..d.gold.len().saturating_sub(size + far)).step_by(size * 3) {
            let (right, all, wrong) = displaced(d, from..from + size, from + size + far - 1);
            sum = (sum.0 + right, sum.1 + all, sum.2 + wrong);
        }
    }
    sum
}

#[test]
fn a_section_that_stands_elsewhere_is_found() {
    let d = chained(&documents(&root().join("samples")));
    let (right, all, wrong) = all_displaced(&d, &[10, 20]);
    println!("samples: {right} of {all} pairs, {wrong} wrong");
    assert!(all > 60 && right * 100 >= all * 90 && wrong == 0, "{right} of {all}, {wrong} wrong");
}

#[test]
#[ignore = "needs ../shared/data"]
fn sections_of_development_documents_are_found() {
    for (set, take) in [("hand", 11), ("wmt22-enru", 60), ("debhb-hard", 12)] {
        let documents = documents(&root().join("../shared/data/align").join(set));
        let d = chained(&documents[..take]);
        let (right, all, wrong) = all_displaced(&d, &[10, 20, 40]);
        println!("{set}: {right} of {all} pairs, {wrong} wrong");
        assert!(right * 100 >= all * 88 && wrong * 200 <= all, "{set}: {right} of {all}, {wrong} wrong");
    }
}

#[test]
#[ignore = "needs ../shared/data"]
fn nothing_is_moved_where_nothing_was() {
    for set in
        ["hand", "press", "wmt21-ruen-hard", "wmt22-enru", "debhb-hard", "lit-hard", "udhr", "bible", "lit"]
    {
        let (mut segments, mut moved) = (0, 0);
        for (base, d) in documents(&root().join("../shared/data/align").join(set)) {
            let bitext = align(&d.en, &d.ru);
            segments += bitext.segments().count();
            // Gold has sentences that cross as one bead.
            let is_crossing = |bead: &Bead| {
                let holds = |outer: &Range<usize>, inner: &Range<usize>| {
                    outer.start <= inner.start && inner.end <= outer.end
                };
                d.gold.iter().any(|gold| holds(&gold.en, &bead.en) && holds(&gold.ru, &bead.ru))
            };
            for (bead, _) in bitext.moved().iter().filter(|(bead, _)| !is_crossing(bead)) {
                moved += 1;
                println!(
                    "{}: {} = {}",
                    base.display(),
                    d.en[bead.en.clone()].join(" "),
                    d.ru[bead.ru.clone()].join(" ")
                );
            }
        }
        println!("{set}: {moved} moved of {segments} segments");
        assert!(moved * 5000 <= segments, "{set}: {moved} of {segments}");
    }
}

#[test]
fn every_sentence_stands_in_one_segment() {
    let d = chained(&documents(&root().join("samples")));
    let mut ru = d.ru.clone();
    ru[5..60].rotate_left(15);
    let bitext = align(&d.en, &ru);
    assert!(!bitext.moved().is_empty());
    let sorted = |mut ids: Vec<usize>| {
        ids.sort_unstable();
        ids
    };
    for segments in [bitext.all_segments().collect::<Vec<_>>(), bitext.ordered_segments().collect()] {
        let en = segments.iter().flat_map(|s| s.en_ids.clone()).collect();
        assert_eq!(sorted(en), (1..=d.en.len()).collect::<Vec<_>>());
        let ru = segments.iter().flat_map(|s| s.ru_ids.clone()).collect();
        assert_eq!(sorted(ru), (1..=d.ru.len()).collect::<Vec<_>>());
    }
    assert!(bitext.ordered_segments().all(|s| !s.flags.contains(&Flag::Moved)));
    let moved: Vec<_> = bitext.segments().filter(|s| s.flags.contains(&Flag::Moved)).collect();
    assert_eq!(moved.len(), bitext.moved().len());
    let last: Vec<_> = bitext.segments().skip(bitext.segments().count() - moved.len()).collect();
    assert_eq!(last, moved, "moved segments come last");
}
