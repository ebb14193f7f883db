//! Finds the linked words of the cells of a band.
//!
//! A cell (i, j) is the pair of English sentence i and Russian sentence j. Its *hits* are the pairs of a word of each that are
//! linked. Cost: linear in the links of the words of the Russian sentences, and in the hits.

use super::band::Band;
use super::features::Side;
use super::word_links::Links;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// The most words of a sentence that are considered; real sentences have fewer.
const MOST_WORDS: usize = u16::MAX as usize;

/// The most hits of one band: ten times those of usual windows. If all sentences share very many words or numbers,
/// what is computed from the hits would take gigabytes, and computing a score would take as long.
const MOST_HITS: usize = 4_000_000;

/// A word of an English sentence and a linked word of a Russian one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hit {
    /// The English sentence.
    pub row: u32,
    /// The places of the two words in the bags of their sentences.
    pub en: u16,
    pub ru: u16,
    /// How often each occurs in its sentence.
    pub en_count: u32,
    pub ru_count: u32,
    /// The ratios of the link.
    pub forward: f32,
    pub backward: f32,
}

/// A column of cells: a Russian sentence, and the English ones whose cells with it are in the band.
pub(super) struct Column {
    pub ru: usize,
    pub rows: Range<usize>,
}

impl Column {
    /// Sorts the hits of the column by row into `by_row`; the order within each row stays.
    pub fn sort_by_row(&self, hits: &[Hit], by_row: &mut Vec<Hit>) {
        let mut next = vec![0; self.rows.len() + 1];
        let place = |hit: &Hit| hit.row as usize - self.rows.start;
        hits.iter().for_each(|hit| next[place(hit) + 1] += 1);
        (1..next.len()).for_each(|k| next[k] += next[k - 1]);
        by_row.clear();
        by_row.resize(hits.len(), Hit::default());
        for hit in hits {
            by_row[next[place(hit)]] = *hit;
            next[place(hit)] += 1;
        }
    }
}

/// Calls `take` with the hits of each column of `band`, ordered by the place of the Russian word. If there are more than
/// [`MOST_HITS`], calls `restart` and begins again without the most frequent links.
pub(super) fn hits<T>(
    (en, ru): (&Side, &Side),
    links: &Links,
    band: &Band,
    start: impl Fn() -> T,
    mut take: impl FnMut(&mut T, &Column, &[Hit]),
) -> T {
    let mut taken = start();
    if all_hits((en, ru), links, band, (&LeftOut::default(), MOST_HITS), &mut |column, hits| {
        take(&mut taken, column, hits);
    }) {
        return taken;
    }
    let mut taken = start();
    let left_out = left_out(en, ru, links, band);
    all_hits((en, ru), links, band, (&left_out, usize::MAX), &mut |column, hits| {
        take(&mut taken, column, hits);
    });
    taken
}

/// Calls `take` with the hits of each column, except those of links that are left out. Stops and returns false once there are
/// more than `most` hits.
fn all_hits(
    (en, ru): (&Side, &Side),
    links: &Links,
    band: &Band,
    (left_out, most): (&LeftOut, usize),
    take: &mut dyn FnMut(&Column, &[Hit]),
) -> bool {
    let mut occurrences = Occurrences::new(en, *band.rows().start()..(band.rows().end() + 1).min(en.len()));
    let (mut hits, mut all): (Vec<Hit>, usize) = (Vec::new(), 0);
    for column in columns(band, en.len(), ru.len()) {
        hits.clear();
        for (place, &(r, ru_count)) in ru.bag(column.ru).iter().enumerate().take(MOST_WORDS) {
            for link in links.of(r) {
                if !left_out.is_empty() && left_out.contains(&(r, link.en)) {
                    continue;
                }
                let (forward, backward) = (link.forward, link.backward);
                let in_rows = occurrences.from(link.en, column.rows.start);
                for of_en in in_rows.iter().take_while(|of_en| (of_en.row as usize) < column.rows.end) {
                    let &Occurrence { row, place: en, count: en_count } = of_en;
                    let ru = place as u16;
                    hits.push(Hit { row, en, ru, en_count, ru_count, forward, backward });
                }
            }
            if all + hits.len() > most {
                return false;
            }
        }
        all += hits.len();
        take(&column, &hits);
    }
    true
}

/// Where a type occurs in the English sentences.
#[derive(Clone, Copy)]
struct Occurrence {
    row: u32,
    place: u16,
    count: u32,
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

    /// The occurrences of a type from a row on. Rows that are asked for may not decrease.
    fn from(&mut self, t: u32, row: usize) -> &[Occurrence] {
        let Some(range) = self.ranges.get_mut(self.numbers[t as usize] as usize) else { return &[] };
        while range.start < range.end && (self.all[range.start].row as usize) < row {
            range.start += 1;
        }
        &self.all[range.clone()]
    }
}

/// Links to ignore, as a Russian and an English type.
type LeftOut = FxHashSet<(u32, u32)>;

/// The links to ignore so that the cells of `band` have about [`MOST_HITS`]: those of the words in the most
/// sentences of both sides, which say least about where a sentence belongs.
fn left_out(en: &Side, ru: &Side, links: &Links, band: &Band) -> LeftOut {
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
