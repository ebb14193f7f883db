//! Scores how well a block of sentences explains the words of a sentence on the other side.
//!
//! `score(f | block)` sums over the words f of a sentence `ln(L + (1 - L) min(CAP, sum_e t(f|e) / ((n + 1) u(f))))`
//! (Moore 2002, with the floor L as the price of an unexplained word). It depends only on the sentence and the block, so it is
//! computed once for each, and a bead adds up a few cells.
//!
//! A word counts at most as often as its counterparts occur in the block. This file ensures it within a sentence, and
//! [`Lexical::count_once`] among the sentences of a longer bead by dividing the counterparts among the occurrences.
//! Cost: linear in the band times the words of a sentence. Products of ratios replace sums of logarithms.

use super::band::Band;
use super::features::{Facts, Side, TypeKind};
use super::linked::{Hit, hits};
use super::shapes::MAX_BLOCK;
use super::word_links::Links;
use std::cell::RefCell;

/// Upper limit of a ratio.
pub(super) const CAP: f32 = 1000.0;

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

/// The scores of sentences against the blocks that start in each cell of a band. Cell (i, j) is the pair of sentences
/// i and j, which follow node (i, j).
pub(crate) struct Lexical<'a> {
    en: &'a Side,
    ru: &'a Side,
    explained: &'a Explained,
    band: &'a Band,
    /// By the length of the block, then by cell.
    forward: [Vec<f32>; MAX_BLOCK],
    backward: [Vec<f32>; MAX_BLOCK],
    block: RefCell<Block>,
}

impl<'a> Lexical<'a> {
    /// Computes the scores of all blocks in `band`, which is a part of the band of `explained`.
    pub fn new(en: &'a Side, ru: &'a Side, explained: &'a Explained, band: &'a Band) -> Lexical<'a> {
        let none = || [(); MAX_BLOCK].map(|()| vec![0.0; band.len()]);
        let (mut forward, mut backward) = (none(), none());
        let mut block = Block::default();
        for i in band.rows().take_while(|&i| i < en.len()) {
            for (node, j) in band.nodes(i).zip(band.columns(i)).take_while(|&(_, j)| j < ru.len()) {
                let rows = (i..en.len()).map_while(|i| band.node(i, j).map(|_| (explained.cell(i, j), i)));
                let cells = rows.map(|(cell, i)| (explained.forward.of(cell), en.facts[i].content));
                let gains = block.gains(cells, ru.bag(j), explained.odds_ru.of(ru, j));
                forward.iter_mut().zip(gains).for_each(|(of, gain)| of[node] = gain);
                let cell = explained.cell(i, j);
                let columns = (j..ru.len().min(band.columns(i).end() + 1)).zip(cell..);
                let cells = columns.map(|(j, cell)| (explained.backward.of(cell), ru.facts[j].content));
                let gains = block.gains(cells, en.bag(i), explained.odds_en.of(en, i));
                backward.iter_mut().zip(gains).for_each(|(of, gain)| of[node] = gain);
            }
        }
        Lexical { en, ru, explained, band, forward, backward, block: RefCell::new(block) }
    }

    /// The score of Russian sentence `j` given the English block of `n` sentences from `i`, all in the band.
    pub fn forward(&self, (i, j): (usize, usize), n: usize) -> f32 {
        self.forward[n - 1][self.band.node(i, j).expect("within the band")]
    }

    /// The score of English sentence `i` given the Russian block of `m` sentences from `j`, all in the band.
    pub fn backward(&self, (i, j): (usize, usize), m: usize) -> f32 {
        self.backward[m - 1][self.band.node(i, j).expect("within the band")]
    }

    /// [`Lexical::forward`] for each column of row `i`; meaningless for blocks that leave the band.
    pub fn forward_row(&self, i: usize, n: usize) -> &[f32] {
        &self.forward[n - 1][self.band.nodes(i)]
    }

    /// [`Lexical::backward`] for each column of row `i`; meaningless for blocks that leave the band.
    pub fn backward_row(&self, i: usize, m: usize) -> &[f32] {
        &self.backward[m - 1][self.band.nodes(i)]
    }

    /// Corrects the scores of the sentences of a longer bead at (i, j) if a word counts more often than its
    /// counterparts occur on the other side: each occurrence gets an equal share of the counterparts.
    pub fn count_once(&self, (i, j): (usize, usize), en: &mut [f32], ru: &mut [f32]) {
        let (n, m) = (en.len(), ru.len());
        let Explained { forward, backward, odds_en, odds_ru, .. } = self.explained;
        let block = &mut *self.block.borrow_mut();
        let (en_block, ru_block) = (&self.en.facts[i..i + n], &self.ru.facts[j..j + m]);
        let beside = |k: usize, l: usize| backward.of(self.explained.cell(i + k, j + l));
        for word in shared(self.en, i, n, (&beside, ru_block), odds_en, block) {
            word.share(en);
        }
        let beside = |l: usize, k: usize| forward.of(self.explained.cell(i + k, j + l));
        for word in shared(self.ru, j, m, (&beside, en_block), odds_ru, block) {
            word.share(ru);
        }
    }
}

/// A word that occurs in several sentences of one side of a bead.
struct SharedWord {
    word: u32,
    /// How often it occurs in each sentence.
    counts: [u8; MAX_BLOCK],
    /// How often its counterparts occur on the other side.
    supply: u8,
    /// The gain of one occurrence.
    gain: f32,
}

impl SharedWord {
    /// Subtracts from `scores`, one per sentence, the occurrences that the other side cannot cover.
    fn share(&self, scores: &mut [f32]) {
        let supply = f32::from(self.supply);
        // `scores` never count a word in a sentence more often than its counterparts occur.
        let counted = |count: u8| f32::from(count.min(self.supply));
        let all: f32 = self.counts[..scores.len()].iter().map(|&count| counted(count)).sum();
        if all <= supply {
            return;
        }
        let lost = self.gain * (1.0 - supply / all);
        for (score, &count) in scores.iter_mut().zip(&self.counts) {
            *score -= lost * counted(count);
        }
    }
}

/// The words that several of the `count` sentences of `side` from `first` on share and that the sentences of `others`
/// explain, sorted. `beside` returns what each of the others explains of each sentence. Cost: linear in the entries.
fn shared<'e>(
    side: &Side,
    first: usize,
    count: usize,
    (beside, others): (&impl Fn(usize, usize) -> &'e [Entry], &[Facts]),
    odds: &Odds,
    block: &mut Block,
) -> Vec<SharedWord> {
    let mut words: Vec<SharedWord> = Vec::new();
    let content: u32 = others.iter().map(|facts| facts.content).sum();
    // A word is handled at the first sentence that has it, so the last sentence has no new words.
    for offset in 0..count.saturating_sub(1) {
        let bag = side.bag(first + offset);
        let near = side.near(first + offset);
        let (earlier, later) = (low_bits(offset), low_bits(count - 1 - offset));
        let is_shared = |entry: &&Entry| {
            let [before, after] = near[usize::from(entry.place)];
            before & earlier == 0 && after & later != 0
        };
        block.reset(bag.len());
        for other in 0..others.len() {
            block.add(beside(offset, other).iter().filter(is_shared), 0);
        }
        for &place in &block.touched {
            let place = usize::from(place);
            let (word, [_, after]) = (bag[place].0, near[place]);
            let mut counts = [0; MAX_BLOCK];
            for (other, slot) in counts[..count].iter_mut().enumerate().skip(offset) {
                if other == offset || after & (1 << (other - offset - 1)) != 0 {
                    *slot = side.count(first + other, word).min(MOST_COUNTED) as u8;
                }
            }
            let odds = odds.of(side, first + offset)[place];
            words.push(SharedWord {
                word,
                counts,
                supply: block.supplies[place].min(u32::from(u8::MAX)) as u8,
                gain: libm::log1pf(odds * (block.ratios[place] / (content + 1) as f32).min(CAP)),
            });
        }
    }
    words.sort_unstable_by_key(|shared| shared.word);
    words
}

fn low_bits(count: usize) -> u8 {
    (1 << count) - 1
}

/// Further occurrences of a word in one sentence do not count.
pub(super) const MOST_COUNTED: u32 = 4;

/// One explained type in a cell: its place in the bag of the sentence, how often its counterparts occur in the other
/// sentence, and the sum of the ratios.
#[derive(Clone, Copy)]
struct Entry {
    place: u16,
    supply: u16,
    ratio: f32,
}

/// The entries of all cells, in compressed rows.
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
}

/// What the two sentences of each cell of a band explain of each other.
pub(crate) struct Explained {
    band: Band,
    /// Entries of the Russian sentences, and of the English ones.
    forward: Entries,
    backward: Entries,
    odds_ru: Odds,
    odds_en: Odds,
}

impl Explained {
    /// Computes the entries of every cell of `band`. Node (i, j) of the band stands for the cell of sentences i and
    /// j, which follow it.
    pub fn new(en: &Side, ru: &Side, links: &Links, floors: &Floors, band: &Band) -> Self {
        let (forward, backward) = entries(en, ru, links, band);
        let (odds_en, odds_ru) = Odds::of_band(en, ru, floors, band);
        Explained { band: band.clone(), forward, backward, odds_ru, odds_en }
    }

    fn cell(&self, i: usize, j: usize) -> usize {
        self.band.node(i, j).expect("within the band that was looked at")
    }
}

/// For each cell, what each sentence explains of the other.
fn entries(en: &Side, ru: &Side, links: &Links, band: &Band) -> (Entries, Entries) {
    let (mut of_en, mut of_ru) = (Sums::default(), Sums::default());
    let mut by_row: Vec<Hit> = Vec::new();
    let start = || (Entries::new(band), Entries::new(band));
    hits((en, ru), links, band, start, |(forward, backward), column, hits| {
        column.sort_by_row(hits, &mut by_row);
        for of_row in by_row.chunk_by(|a, b| a.row == b.row) {
            let Some(cell) = band.node(of_row[0].row as usize, column.ru) else { continue };
            for hit in of_row {
                of_ru.add(hit.ru, hit.en_count, hit.forward * hit.en_count as f32);
                of_en.add(hit.en, hit.ru_count, hit.backward * hit.ru_count as f32);
            }
            of_ru.take(forward, cell);
            of_en.take(backward, cell);
        }
    })
}

/// The entries of one sentence of a cell, by place in its bag.
#[derive(Default)]
struct Sums {
    /// The number of each place among `entries`, or [`NONE`].
    numbers: Vec<u16>,
    entries: Vec<Entry>,
}

const NONE: u16 = u16::MAX;

impl Sums {
    fn add(&mut self, place: u16, supply: u32, ratio: f32) {
        let at = usize::from(place);
        if at >= self.numbers.len() {
            self.numbers.resize(at + 1, NONE);
        }
        let supply = supply.min(u32::from(u16::MAX)) as u16;
        match self.entries.get_mut(usize::from(self.numbers[at])) {
            Some(entry) => {
                entry.supply = entry.supply.saturating_add(supply);
                entry.ratio += ratio;
            }
            None => {
                self.numbers[at] = self.entries.len() as u16;
                self.entries.push(Entry { place, supply, ratio });
            }
        }
    }

    /// Moves the sums to the entries of a cell.
    fn take(&mut self, all: &mut Entries, cell: usize) {
        let start = all.entries.len() as u32;
        self.entries.iter().for_each(|entry| self.numbers[usize::from(entry.place)] = NONE);
        all.entries.append(&mut self.entries);
        all.cells[cell] = (start, all.entries.len() as u32);
    }
}

/// A growing block: how much it explains of each type of one sentence.
#[derive(Default)]
struct Block {
    ratios: Vec<f32>,
    supplies: Vec<u32>,
    touched: Vec<u16>,
    content: u32,
}

impl Block {
    /// Forgets all; there is room for so many `types`.
    fn reset(&mut self, types: usize) {
        for place in self.touched.drain(..) {
            (self.ratios[usize::from(place)], self.supplies[usize::from(place)]) = (0.0, 0);
        }
        if self.ratios.len() < types {
            self.ratios.resize(types, 0.0);
            self.supplies.resize(types, 0);
        }
        self.content = 0;
    }

    fn add<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>, content: u32) {
        self.content += content;
        for entry in entries {
            let place = usize::from(entry.place);
            let ratio = &mut self.ratios[place];
            if *ratio == 0.0 {
                self.touched.push(entry.place);
            }
            *ratio += entry.ratio;
            self.supplies[place] += u32::from(entry.supply);
        }
    }

    /// The gains of the blocks of the first 1, 2, ... of `cells`, each with its entries for a sentence and the words on
    /// the other side.
    fn gains<'e>(
        &mut self,
        cells: impl Iterator<Item = (&'e [Entry], u32)>,
        bag: &[(u32, u32)],
        odds: &[f32],
    ) -> [f32; MAX_BLOCK] {
        let mut gains = [0.0; MAX_BLOCK];
        self.reset(bag.len());
        for (gain, (entries, content)) in gains.iter_mut().zip(cells) {
            self.add(entries, content);
            *gain = self.gain(bag, odds);
        }
        gains
    }

    /// The gain of the block over the score of a sentence without any explained word.
    fn gain(&self, bag: &[(u32, u32)], odds: &[f32]) -> f32 {
        if self.touched.is_empty() {
            return 0.0;
        }
        let scale = 1.0 / (self.content + 1) as f32;
        let mut product = Product::default();
        for &place in &self.touched {
            let place = place as usize;
            product.add(self.ratios[place] * scale, odds[place], bag[place].1.min(self.supplies[place]));
        }
        product.log()
    }
}

/// A product of factors, as a number and the logarithm of the rest.
struct Product {
    product: f64,
    sum: f32,
}

impl Default for Product {
    fn default() -> Self {
        Product { product: 1.0, sum: 0.0 }
    }
}

impl Product {
    /// Multiplies by the factor of a word that counts `count` times.
    fn add(&mut self, ratio: f32, odds: f32, count: u32) {
        let factor = f64::from(1.0 + odds * ratio.min(CAP));
        for _ in 0..count.min(MOST_COUNTED) {
            self.product *= factor;
        }
        if self.product > 1e250 {
            self.sum += libm::log(self.product) as f32;
            self.product = 1.0;
        }
    }

    fn log(&self) -> f32 {
        if self.product == 1.0 { self.sum } else { self.sum + libm::log(self.product) as f32 }
    }
}

/// The odds of each word of some sentences: its factor if explained over that if not. Looked up once per word, since
/// types are scattered in memory.
pub(super) struct Odds {
    first: usize,
    odds: Vec<f32>,
}

impl Odds {
    /// The odds of the words of both sides of a band.
    pub fn of_band(en: &Side, ru: &Side, floors: &Floors, band: &Band) -> (Odds, Odds) {
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
    pub fn of(&self, side: &Side, sentence: usize) -> &[f32] {
        let bag = &side.facts[sentence].bag;
        &self.odds[bag.start as usize - self.first..bag.end as usize - self.first]
    }
}
