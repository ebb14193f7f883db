//! Scores how well a block of sentences explains the words of a sentence on the other side.
//!
//! `score(f | block)` sums over the words f of a sentence `ln(L + (1 - L) min(CAP, sum_e t(f|e) / ((n + 1) u(f))))`
//! (Moore 2002, with the floor L as the price of an unexplained word). It depends only on the sentence and the block, so it is
//! computed once for each, and a bead adds up a few cells.
//!
//! A word counts at most as often as its counterparts occur in the block. This file ensures it within a sentence, and
//! [`Lexical::count_once`] among the sentences of a longer bead by dividing the counterparts among the occurrences.
//! Cost: linear in the band times the words of a sentence. Products of ratios replace sums of logarithms.

use super::band::{Band, Row};
use super::extremes::lesser;
use super::features::{Facts, Side, TypeKind};
use super::linked::{Collect, Column, MOST_WORDS, Occurrence, Word, collect};
use super::shapes::MAX_BLOCK;
use super::sides::Sides;
use super::word_links::Link;

/// Upper limit of a ratio.
pub(super) const CAP: f32 = 1000.0;

/// What a ratio is multiplied by, given the words of the block.
pub(super) fn scale(content: u32) -> f32 {
    1.0 / (content + 1) as f32
}

/// The factor for an unexplained word of each kind; 1 is free.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Floors {
    pub word: f32,
    pub unknown: f32,
    pub number: f32,
    pub anchor: f32,
}

impl Default for Floors {
    fn default() -> Floors {
        Floors { word: 0.2, unknown: 0.5, number: 0.3, anchor: 0.3 }
    }
}

impl Floors {
    /// The factor of a word of this kind if it is explained over that if not, less one, and per unit of its ratio.
    pub(super) fn odds(&self, kind: TypeKind) -> f32 {
        let floor = self.of(kind);
        let floor = if floor >= 1.0 { 0.5 } else { floor };
        (1.0 - floor) / floor
    }

    fn of(&self, kind: TypeKind) -> f32 {
        match kind {
            TypeKind::Word(_) => self.word,
            TypeKind::Unknown => self.unknown,
            TypeKind::Number => self.number,
            TypeKind::Anchor => self.anchor,
            TypeKind::Bonus => 1.0,
        }
    }
}

/// What the two sentences of each cell of a band explain of each other, and the scores of sentences against the blocks that
/// start in the cell. Cell (i, j) is the pair of sentences i and j, which follow node (i, j).
pub(crate) struct Lexical {
    band: Band,
    /// Entries of the Russian sentences, and of the English ones.
    of_ru: Entries,
    of_en: Entries,
    /// The scores of the Russian sentence, by the number of sentences of the English block, then by cell; and the reverse.
    forward: [Vec<f32>; MAX_BLOCK],
    backward: [Vec<f32>; MAX_BLOCK],
}

impl Lexical {
    /// Computes the entries of every cell of `band`, and the scores of all blocks in it.
    pub fn new(sides: &Sides, floors: &Floors, band: &Band) -> Lexical {
        let Sides { en, ru, .. } = sides;
        let (of_ru, of_en) = entries(sides, floors, band);
        let none = || [(); MAX_BLOCK].map(|()| vec![0.0; band.len()]);
        let (mut forward, mut backward) = (none(), none());
        let mut block = Block::default();
        for i in band.rows().take_while(|&i| i < en.len()) {
            let rows = std::array::from_fn(|n| band.row(i + n).filter(|_| i + n < en.len()));
            let rows: [Option<Row>; MAX_BLOCK] = rows;
            for (cell, j) in band.nodes(i).zip(band.columns(i)).take_while(|&(_, j)| j < ru.len()) {
                let cells = (i..).zip(&rows).map_while(|(i, row)| Some((row.as_ref()?.node(j)?, i)));
                let cells = cells.map(|(cell, i)| (of_ru.of(cell), en.facts[i].content));
                let gains = block.gains(cells);
                forward.iter_mut().zip(gains).for_each(|(of, gain)| of[cell] = gain);
                let columns = j..ru.len().min(band.columns(i).end() + 1).min(j + MAX_BLOCK);
                let cells = columns.zip(cell..).map(|(j, cell)| (of_en.of(cell), ru.facts[j].content));
                let gains = block.gains(cells);
                backward.iter_mut().zip(gains).for_each(|(of, gain)| of[cell] = gain);
            }
        }
        Lexical { band: band.clone(), of_ru, of_en, forward, backward }
    }

    fn cell(&self, i: usize, j: usize) -> usize {
        self.band.node(i, j).expect("within the band")
    }

    /// The score of Russian sentence `j` given the English block of `n` sentences from `i`, all in the band.
    pub fn forward(&self, (i, j): (usize, usize), n: usize) -> f32 {
        self.forward[n - 1][self.cell(i, j)]
    }

    /// The score of English sentence `i` given the Russian block of `m` sentences from `j`, all in the band.
    pub fn backward(&self, (i, j): (usize, usize), m: usize) -> f32 {
        self.backward[m - 1][self.cell(i, j)]
    }

    /// [`Lexical::forward`] for each column of row `i`; meaningless for blocks that leave the band.
    pub fn forward_row(&self, i: usize, n: usize) -> &[f32] {
        &self.forward[n - 1][self.band.nodes(i)]
    }

    /// [`Lexical::backward`] for each column of row `i`; meaningless for blocks that leave the band.
    pub fn backward_row(&self, i: usize, m: usize) -> &[f32] {
        &self.backward[m - 1][self.band.nodes(i)]
    }

    /// Corrects the scores of the sentences of a longer bead at (i, j) of two sides if a word counts more often than its
    /// counterparts occur on the other side: each occurrence gets an equal share of the counterparts.
    pub fn count_once(
        &self,
        (of_en, of_ru): (&Side, &Side),
        (i, j): (usize, usize),
        en: &mut [f32],
        ru: &mut [f32],
    ) {
        let (n, m) = (en.len(), ru.len());
        let (en_block, ru_block) = (&of_en.facts[i..i + n], &of_ru.facts[j..j + m]);
        let beside = |k: usize, l: usize| self.of_en.of(self.cell(i + k, j + l));
        share(of_en, i, (&beside, ru_block), en);
        let beside = |l: usize, k: usize| self.of_ru.of(self.cell(i + k, j + l));
        share(of_ru, j, (&beside, en_block), ru);
    }
}

/// A word that occurs in several sentences of one side of a bead.
struct SharedWord {
    /// How often it occurs in each sentence.
    counts: [u8; MAX_BLOCK],
    /// How often its counterparts occur on the other side.
    supply: u8,
}

impl SharedWord {
    /// Subtracts from `scores`, one per sentence, the occurrences that the other side cannot cover, given the gain of one.
    fn share(&self, gain: impl FnOnce() -> f32, scores: &mut [f32]) {
        let supply = f32::from(self.supply);
        // `scores` never count a word in a sentence more often than its counterparts occur.
        let counted = |count: u8| f32::from(count.min(self.supply));
        let all: f32 = self.counts[..scores.len()].iter().map(|&count| counted(count)).sum();
        if all <= supply {
            return;
        }
        let lost = gain() * (1.0 - supply / all);
        for (score, &count) in scores.iter_mut().zip(&self.counts) {
            *score -= lost * counted(count);
        }
    }
}

/// Corrects the scores of the sentences of `side` from `first` on for the words that several of them share. `beside` returns
/// what each of the `others` explains of each sentence. Cost: linear in the words of the sentences.
fn share<'e>(
    side: &Side,
    first: usize,
    (beside, others): (&impl Fn(usize, usize) -> &'e [Entry], &[Facts]),
    scores: &mut [f32],
) {
    let content: u32 = others.iter().map(|facts| facts.content).sum();
    // A word is handled at the first sentence that has it, so the last sentence has no new words.
    for offset in 0..scores.len().saturating_sub(1) {
        let bag = side.bag(first + offset);
        let (earlier, later) = (low_bits(offset), low_bits(scores.len() - 1 - offset));
        for (place, &[before, after]) in side.near(first + offset).iter().enumerate().take(MOST_WORDS) {
            if before & earlier != 0 || after & later == 0 {
                continue;
            }
            let of_word = |entries: &'e [Entry]| {
                let found = entries.binary_search_by_key(&(place as u16), |entry| entry.place);
                found.ok().map(|number| entries[number])
            };
            let explained = (0..others.len()).filter_map(|other| of_word(beside(offset, other)));
            let joined = explained.reduce(|sum, entry| sum.plus(&entry));
            let Some(Entry { ratio, supply, odds, .. }) = joined else { continue };
            let mut counts = [0; MAX_BLOCK];
            for (other, slot) in counts[..scores.len()].iter_mut().enumerate().skip(offset) {
                if other == offset || after & (1 << (other - offset - 1)) != 0 {
                    *slot = side.count(first + other, bag[place].0).min(MOST_COUNTED) as u8;
                }
            }
            let supply = supply.min(u16::from(u8::MAX)) as u8;
            let gain = || libm::log1pf(odds * (ratio / (content + 1) as f32).min(CAP));
            SharedWord { counts, supply }.share(gain, scores);
        }
    }
}

fn low_bits(count: usize) -> u8 {
    (1 << count) - 1
}

/// Further occurrences of a word in one sentence do not count.
pub(super) const MOST_COUNTED: u32 = 4;

/// One explained type in a cell.
#[derive(Clone, Copy)]
struct Entry {
    /// Its place in the bag of the sentence.
    place: u16,
    /// Its occurrences in the sentence that count, and those of its counterparts in the other one: it counts as often as
    /// the lesser of the two.
    count: u16,
    supply: u16,
    /// The sum of the ratios.
    ratio: f32,
    odds: f32,
}

impl Entry {
    /// The sum of two entries of the same word.
    fn plus(&self, other: &Entry) -> Entry {
        let supply = self.supply.saturating_add(other.supply);
        Entry { supply, ratio: self.ratio + other.ratio, ..*self }
    }
}

/// The entries of all cells, in compressed rows, sorted by place in each cell.
struct Entries {
    /// The start and end of each cell's entries.
    cells: Vec<(u32, u32)>,
    entries: Vec<Entry>,
}

impl Entries {
    fn new(band: &Band) -> Entries {
        Entries { cells: vec![(0, 0); band.len()], entries: Vec::new() }
    }

    fn of(&self, cell: usize) -> &[Entry] {
        let (start, end) = self.cells[cell];
        &self.entries[start as usize..end as usize]
    }

    /// Adds the sums of a cell.
    fn take(&mut self, sums: &mut Block, cell: usize) {
        let start = self.entries.len() as u32;
        self.entries.extend_from_slice(&sums.entries);
        self.entries[start as usize..].sort_unstable_by_key(|entry| entry.place);
        sums.clear();
        self.cells[cell] = (start, self.entries.len() as u32);
    }
}

/// What each sentence of each cell explains of the other: of the Russian sentences, and of the English ones.
fn entries(sides: &Sides, floors: &Floors, band: &Band) -> (Entries, Entries) {
    let (odds_en, odds_ru) = Odds::of_band(&sides.en, &sides.ru, floors, band);
    let all = collect(sides, band, || Collected {
        sides,
        band,
        odds: (&odds_en, &odds_ru),
        hits: Vec::new(),
        by_row: Vec::new(),
        of_en: Block::default(),
        of_ru: Block::default(),
        all: (Entries::new(band), Entries::new(band)),
    });
    all.all
}

/// A word of an English sentence and a linked word of a Russian one: their places in the bags of their sentences and how often
/// they occur there.
#[derive(Clone, Copy, Default)]
struct Hit {
    row: u32,
    en: u16,
    en_count: u16,
    ru: u16,
    ru_count: u16,
    /// The ratios of the link.
    forward: f32,
    backward: f32,
}

/// The entries of the columns so far, and the hits of the current one.
struct Collected<'a> {
    sides: &'a Sides,
    band: &'a Band,
    odds: (&'a Odds, &'a Odds),
    hits: Vec<Hit>,
    by_row: Vec<Hit>,
    of_en: Block,
    of_ru: Block,
    all: (Entries, Entries),
}

impl Collect for Collected<'_> {
    fn add(&mut self, _: &Column, word: Word, link: &Link, occurrences: &[Occurrence]) {
        let small = |count: u32| count.min(u32::from(u16::MAX)) as u16;
        let (forward, backward) = (link.forward, link.backward);
        let (ru, ru_count) = (word.place, small(word.count));
        self.hits.extend(occurrences.iter().map(|&Occurrence { row, place: en, count }| {
            let en_count = small(count);
            Hit { row, en, en_count, ru, ru_count, forward, backward }
        }));
    }

    fn end(&mut self, column: &Column) {
        self.sort_by_row(column);
        let odds_ru = self.odds.1.of(&self.sides.ru, column.ru);
        for of_row in self.by_row.chunk_by(|a, b| a.row == b.row) {
            let row = of_row[0].row as usize;
            let Some(cell) = self.band.node(row, column.ru) else { continue };
            let odds_en = self.odds.0.of(&self.sides.en, row);
            for &Hit { en, en_count, ru, ru_count, forward, backward, .. } in of_row {
                let (ratio, odds) = (forward * f32::from(en_count), odds_ru[usize::from(ru)]);
                let count = ru_count.min(MOST_COUNTED as u16);
                self.of_ru.add(Entry { place: ru, count, supply: en_count, ratio, odds });
                let (ratio, odds) = (backward * f32::from(ru_count), odds_en[usize::from(en)]);
                let count = en_count.min(MOST_COUNTED as u16);
                self.of_en.add(Entry { place: en, count, supply: ru_count, ratio, odds });
            }
            self.all.0.take(&mut self.of_ru, cell);
            self.all.1.take(&mut self.of_en, cell);
        }
        self.hits.clear();
    }
}

impl Collected<'_> {
    /// Sorts the hits of a column by row; the order within each row stays.
    fn sort_by_row(&mut self, column: &Column) {
        let mut next = vec![0; column.rows.len() + 1];
        let place = |hit: &Hit| hit.row as usize - column.rows.start;
        self.hits.iter().for_each(|hit| next[place(hit) + 1] += 1);
        (1..next.len()).for_each(|k| next[k] += next[k - 1]);
        self.by_row.resize(self.hits.len(), Hit::default());
        for hit in &self.hits {
            self.by_row[next[place(hit)]] = *hit;
            next[place(hit)] += 1;
        }
    }
}

/// What a growing block explains of one sentence: an entry for each type.
#[derive(Default)]
struct Block {
    /// The number of each place among `entries`, or [`NONE`].
    numbers: Vec<u16>,
    entries: Vec<Entry>,
}

const NONE: u16 = u16::MAX;

impl Block {
    fn clear(&mut self) {
        self.entries.drain(..).for_each(|entry| self.numbers[usize::from(entry.place)] = NONE);
    }

    #[inline]
    fn add(&mut self, entry: Entry) {
        let place = usize::from(entry.place);
        if place >= self.numbers.len() {
            self.numbers.resize(place + 1, NONE);
        }
        let number = &mut self.numbers[place];
        match self.entries.get_mut(usize::from(*number)) {
            Some(sum) => *sum = sum.plus(&entry),
            None => {
                *number = self.entries.len() as u16;
                self.entries.push(entry);
            }
        }
    }

    /// The gains of the blocks of the first 1, 2, ... of `cells`, each with its entries for a sentence and the words on
    /// the other side.
    #[inline]
    fn gains<'e>(&mut self, cells: impl Iterator<Item = (&'e [Entry], u32)>) -> [f32; MAX_BLOCK] {
        let mut gains = [0.0; MAX_BLOCK];
        let mut all = 0;
        for (gain, (entries, content)) in gains.iter_mut().zip(cells) {
            all += content;
            entries.iter().for_each(|&entry| self.add(entry));
            *gain = self.gain(all);
        }
        self.clear();
        gains
    }

    /// The gain of a block of so many words over the score of a sentence without any explained word.
    fn gain(&self, content: u32) -> f32 {
        let scale = scale(content);
        let (mut product, mut sum) = (1.0, 0.0);
        for entries in self.entries.chunks(AT_ONCE) {
            for entry in entries {
                let ratio = entry.ratio * scale;
                let factor = f64::from(1.0 + entry.odds * lesser(ratio, CAP));
                product *= factor;
                for _ in 1..entry.count.min(entry.supply) {
                    product *= factor;
                }
            }
            if product > LARGE {
                sum += libm::log(product) as f32;
                product = 1.0;
            }
        }
        if product == 1.0 { sum } else { sum + ln(product) }
    }
}

/// The logarithm of a product of factors, up to rounding of `f32`.
fn ln(product: f64) -> f32 {
    if product < f64::from(f32::MAX) { libm::logf(product as f32) } else { libm::log(product) as f32 }
}

/// How many words are multiplied in before a product is compared with [`LARGE`]. Up to there it stays finite, even if each
/// word counts [`MOST_COUNTED`] times.
const AT_ONCE: usize = 8;
const LARGE: f64 = 1e60;

/// The odds of each word of some sentences: its factor if explained over that if not. Looked up once per word, since
/// types are scattered in memory.
struct Odds {
    first: usize,
    odds: Vec<f32>,
}

impl Odds {
    /// The odds of the words of both sides of a band.
    fn of_band(en: &Side, ru: &Side, floors: &Floors, band: &Band) -> (Odds, Odds) {
        let ((first, left), (last, right)) = band.corners();
        let of_en = Odds::new(en, first..(last + 1).min(en.len()), floors);
        (of_en, Odds::new(ru, left..(right + 1).min(ru.len()), floors))
    }

    fn new(side: &Side, sentences: std::ops::Range<usize>, floors: &Floors) -> Odds {
        let bags = side.facts.get(sentences).unwrap_or_default();
        let (first, end) = match bags {
            [] => (0, 0),
            [a, .., b] => (a.bag.start as usize, b.bag.end as usize),
            [a] => (a.bag.start as usize, a.bag.end as usize),
        };
        let odds = side.bag[first..end].iter().map(|&(t, _)| floors.odds(side.types[t as usize].kind));
        Odds { first, odds: odds.collect() }
    }

    /// The odds of the words in the bag of a sentence.
    fn of(&self, side: &Side, sentence: usize) -> &[f32] {
        let bag = &side.facts[sentence].bag;
        &self.odds[bag.start as usize - self.first..bag.end as usize - self.first]
    }
}
