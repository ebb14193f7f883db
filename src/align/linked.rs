//! Finds the linked words of the cells of a band.
//!
//! A cell (i, j) is the pair of English sentence i and Russian sentence j. Its *hits* are the pairs of a word of each that are
//! linked. Cost: linear in the links of the words of the Russian sentences, and in the hits.

use super::band::Band;
use super::features::Side;
use super::sides::Sides;
use super::word_links::Link;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// The most words of a sentence that are considered; real sentences have fewer.
pub(super) const MOST_WORDS: usize = u16::MAX as usize;

/// The most hits of one band: ten times those of usual windows. If all sentences share very many words or numbers,
/// what is computed from the hits would take gigabytes, and computing a score would take as long.
const MOST_HITS: usize = 4_000_000;

/// A column of cells: a Russian sentence, and the English ones whose cells with it are in the band.
pub(super) struct Column {
    pub ru: usize,
    pub rows: Range<usize>,
}

/// A word of the Russian sentence of a column: its place in the bag of the sentence, and how often it occurs there.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub place: u16,
    pub count: u32,
}

/// A consumer of hits, column by column.
pub(super) trait Collect {
    /// Takes the hits of one link of a word: the occurrences of the English word of `link` in the rows of the column.
    fn add(&mut self, column: &Column, word: Word, link: &Link, occurrences: &[Occurrence]);

    /// Takes the end of a column.
    fn end(&mut self, column: &Column);
}

/// Collects the hits of `band`. If there are more than [`MOST_HITS`], begins again without the most frequent links.
pub(super) fn collect<C: Collect>(sides: &Sides, band: &Band, start: impl Fn() -> C) -> C {
    let all = collect_at_most(sides, band, (&LeftOut::default(), MOST_HITS), start());
    all.unwrap_or_else(|| {
        let left_out = left_out(sides, band);
        let kept = collect_at_most(sides, band, (&left_out, usize::MAX), start());
        kept.expect("there may be as many as there are")
    })
}

/// Collects the hits, except those of links that are left out; `None` if there are more than `most`.
fn collect_at_most<C: Collect>(
    Sides { en, ru, links }: &Sides,
    band: &Band,
    (left_out, most): (&LeftOut, usize),
    mut collector: C,
) -> Option<C> {
    let mut occurrences = Occurrences::new(en, *band.rows().start()..(band.rows().end() + 1).min(en.len()));
    let mut hits = 0;
    for column in columns(band, en.len(), ru.len()) {
        for (place, &(r, count)) in ru.bag(column.ru).iter().enumerate().take(MOST_WORDS) {
            let word = Word { place: place as u16, count };
            for link in links.of(r) {
                let of_en = occurrences.within(link.en, &column.rows);
                if of_en.is_empty() || (!left_out.is_empty() && left_out.contains(&(r, link.en))) {
                    continue;
                }
                hits += of_en.len();
                collector.add(&column, word, link, of_en);
            }
            if hits > most {
                return None;
            }
        }
        collector.end(&column);
    }
    Some(collector)
}

/// Where a word occurs in the English sentences: the sentence, its place in the bag of the sentence, and how often it occurs
/// there.
#[derive(Clone, Copy)]
pub(super) struct Occurrence {
    pub row: u32,
    pub place: u16,
    pub count: u32,
}

/// The occurrences of each type in some English sentences.
struct Occurrences {
    /// The number of each type among those that occur, or [`NONE`].
    numbers: Vec<u32>,
    /// For each of them, the part of `all` from the row last asked for on.
    ranges: Vec<Range<usize>>,
    all: Vec<Occurrence>,
}

const NONE: u32 = u32::MAX;

impl Occurrences {
    fn new(en: &Side, rows: Range<usize>) -> Occurrences {
        let mut numbers = vec![NONE; en.types.len()];
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let in_rows = || rows.clone().flat_map(|row| en.bag(row).iter().take(MOST_WORDS));
        for &(t, _) in in_rows() {
            let number = &mut numbers[t as usize];
            if *number == NONE {
                *number = ranges.len() as u32;
                ranges.push(0..0);
            }
            ranges[*number as usize].end += 1;
        }
        let mut end = 0;
        for range in &mut ranges {
            let start = end;
            end += range.end;
            *range = start..start;
        }
        let mut all = vec![Occurrence { row: 0, place: 0, count: 0 }; end];
        for row in rows.clone() {
            for (place, &(t, count)) in en.bag(row).iter().enumerate().take(MOST_WORDS) {
                let range = &mut ranges[numbers[t as usize] as usize];
                all[range.end] = Occurrence { row: row as u32, place: place as u16, count };
                range.end += 1;
            }
        }
        Occurrences { numbers, ranges, all }
    }

    /// The occurrences of a type in some rows. Their first row may not decrease from call to call.
    fn within(&mut self, t: u32, rows: &Range<usize>) -> &[Occurrence] {
        let Some(range) = self.ranges.get_mut(self.numbers[t as usize] as usize) else { return &[] };
        while range.start < range.end && (self.all[range.start].row as usize) < rows.start {
            range.start += 1;
        }
        let from = &self.all[range.clone()];
        let count = from.iter().take_while(|occurrence| (occurrence.row as usize) < rows.end).count();
        &from[..count]
    }
}

/// Links to ignore, as a Russian and an English type.
type LeftOut = FxHashSet<(u32, u32)>;

/// The links to ignore so that the cells of `band` have about [`MOST_HITS`]: those of the words in the most
/// sentences of both sides, which say least about where a sentence belongs.
fn left_out(Sides { en, ru, links }: &Sides, band: &Band) -> LeftOut {
    let ((first, left), (last, right)) = band.corners();
    let counts = |side: &Side, sentences: std::ops::Range<usize>| {
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        for sentence in sentences.start..sentences.end.min(side.len()) {
            side.bag(sentence).iter().for_each(|&(word, _)| *counts.entry(word).or_default() += 1);
        }
        counts
    };
    let (in_en, in_ru) = (counts(en, first..last + 1), counts(ru, left..right + 1));
    let of = |(&ru, &count): (&u32, &usize)| {
        let counted = links.of(ru).iter().filter_map(|link| Some((link.en, *in_en.get(&link.en)?)));
        counted.map(|(en, times)| (times * count, ru, en)).collect::<Vec<_>>()
    };
    let mut cells: Vec<(usize, u32, u32)> = in_ru.iter().flat_map(of).collect();
    cells.sort_unstable();
    // The cells of the band are a part of the rectangle around it.
    let rectangle = (last - first + 1) * (right - left + 1);
    let mut most = MOST_HITS as f64 * rectangle as f64 / band.len() as f64;
    let is_kept = |&(cells, ..): &(usize, u32, u32)| {
        most -= cells as f64;
        most >= 0.0
    };
    let dropped = cells.into_iter().skip_while(is_kept);
    dropped.map(|(_, ru, en)| (ru, en)).collect()
}

/// The columns of cells of a band.
#[expect(clippy::reversed_empty_ranges, reason = "a range that any row widens")]
fn columns(band: &Band, en: usize, ru: usize) -> Vec<Column> {
    let ((_, low), (_, high)) = band.corners();
    let mut columns: Vec<Column> =
        (low..high.min(ru).max(low)).map(|ru| Column { ru, rows: usize::MAX..0 }).collect();
    for i in band.rows().take_while(|&i| i < en) {
        for j in band.columns(i) {
            if let Some(Column { rows, .. }) = columns.get_mut(j - low) {
                rows.start = rows.start.min(i);
                rows.end = i + 1;
            }
        }
    }
    columns
}
