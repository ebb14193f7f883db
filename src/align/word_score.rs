//! How well the words of a sentence are explained by a block of sentences on the other side.
//!
//! `score(f | block)` sums over the words f of a sentence `ln(L + (1 - L) min(CAP, sum_e t(f|e) / ((n + 1) u(f))))`
//! (Moore 2002, with the floor L the price of a word that is not explained). It depends on (sentence, block) only, so
//! it is computed once for each and every bead adds a few cells.
//!
//! A word counts at most as often as its counterparts occur in the block: within a sentence here, and among the
//! sentences of a longer bead by [`Lexical::count_once`], which shares the counterparts out among the occurrences.
//! Cost: linear in the band times the words of a sentence; products of ratios stand in for sums of logarithms.

use super::band::Band;
use super::features::{Side, TypeKind};
use super::word_links::Links;

/// The longest block on one side of a bead.
pub(crate) const MAX_BLOCK: usize = 6;

/// A ratio above this proves no more.
const CAP: f32 = 1000.0;

/// What an unexplained word of each kind is worth, as a factor: 1 is free.
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

/// Scores of sentences against blocks, for the cells of one band. A cell (i, j) is the pair of sentence i and j; its
/// blocks begin there.
#[derive(Debug)]
pub(crate) struct Lexical {
    /// The words that several English sentences from each node on have in common, and the Russian ones.
    en_shared: SharedWords,
    ru_shared: SharedWords,
    /// Russian sentence j explained by the English block of n sentences from i: `[cell][n - 1]`.
    pub forward: Vec<[f32; MAX_BLOCK]>,
    /// English sentence i explained by the Russian block of m sentences from j.
    pub backward: Vec<[f32; MAX_BLOCK]>,
}

impl Lexical {
    /// Takes from the scores of the sentences of a longer bead at `node` what counts a word more often than its
    /// counterparts occur on the other side: each occurrence gets an equal share of them.
    pub fn count_once(
        &self,
        node: usize,
        (n, m): (usize, usize),
        en: &mut [f32; MAX_BLOCK],
        ru: &mut [f32; MAX_BLOCK],
    ) {
        self.en_shared.of(node).iter().for_each(|word| word.share(m, &mut en[..n]));
        self.ru_shared.of(node).iter().for_each(|word| word.share(n, &mut ru[..m]));
    }
}

/// The shared words of each node, in compressed rows.
#[derive(Debug, Default)]
struct SharedWords {
    rows: Vec<u32>,
    words: Vec<SharedWord>,
}

impl SharedWords {
    fn of(&self, node: usize) -> &[SharedWord] {
        &self.words[self.rows[node] as usize..self.rows[node + 1] as usize]
    }
}

/// A word that occurs in several sentences of one side, beside the sentences of the other side from a node on.
#[derive(Clone, Copy, Debug)]
struct SharedWord {
    /// How often it occurs in each sentence.
    counts: [u8; MAX_BLOCK],
    /// How often its counterparts occur in blocks of one sentence, of two, ...
    supply: [u8; MAX_BLOCK],
    /// What one occurrence adds to the score beside such a block.
    gain: [f32; MAX_BLOCK],
}

impl SharedWord {
    /// Takes from `scores`, of as many sentences as there are, what a block of `block` sentences cannot cover.
    fn share(&self, block: usize, scores: &mut [f32]) {
        let (supply, gain) = (self.supply[block - 1], self.gain[block - 1]);
        // What the scores hold: no sentence counts a word more often than its counterparts occur.
        let counted = |count: u8| f32::from(count.min(supply));
        let all: f32 = self.counts[..scores.len()].iter().map(|&count| counted(count)).sum();
        if all <= f32::from(supply) {
            return;
        }
        let lost = gain * (1.0 - f32::from(supply) / all);
        for (score, &count) in scores.iter_mut().zip(&self.counts) {
            *score -= lost * counted(count);
        }
    }
}

/// More occurrences of a word in one sentence say no more.
const MOST_COUNTED: u32 = 4;

/// Words of one sentence that are looked at: more make no sentence.
const MOST_WORDS: usize = u16::MAX as usize;

/// One explained type in a cell: its place in the bag of the sentence, how often its counterparts occur in the other
/// sentence, and the summed ratio.
#[derive(Clone, Copy)]
struct Entry {
    place: u16,
    supply: u16,
    ratio: f32,
}

impl Entry {
    fn new(place: usize, supply: u32, ratio: f32) -> Entry {
        Entry { place: place as u16, supply: supply.min(u32::from(u16::MAX)) as u16, ratio }
    }
}

/// The entries of all cells, in compressed rows.
#[derive(Default)]
struct Entries {
    /// (start, end) by cell.
    cells: Vec<(u32, u32)>,
    entries: Vec<Entry>,
}

impl Entries {
    fn of(&self, cell: usize) -> &[Entry] {
        let (start, end) = self.cells[cell];
        &self.entries[start as usize..end as usize]
    }
}

/// What the sentences of each cell of a band explain of each other.
pub(crate) struct Explained<'a> {
    en: &'a Side,
    ru: &'a Side,
    band: &'a Band,
    /// Of the Russian sentences, and of the English ones.
    forward: Entries,
    backward: Entries,
    odds_ru: Odds,
    odds_en: Odds,
}

impl<'a> Explained<'a> {
    /// Looks at every cell of `band`. A node (i, j) of the band stands for the cell of sentences i and j that follow it.
    pub fn new(en: &'a Side, ru: &'a Side, links: &Links, floors: &Floors, band: &'a Band) -> Self {
        let (forward, backward) = entries(en, ru, links, band);
        let ((first, left), (last, right)) = band.corners();
        let odds_en = Odds::new(en, first..(last + 1).min(en.len()), floors);
        let odds_ru = Odds::new(ru, left..(right + 1).min(ru.len()), floors);
        Explained { en, ru, band, forward, backward, odds_ru, odds_en }
    }

    /// How well the two sentences of each cell explain each other, without any other: the sum of both scores.
    pub fn alone(&self) -> Vec<f32> {
        let mut out = Vec::with_capacity(self.band.len());
        for i in self.band.rows() {
            for j in self.band.columns(i) {
                let cell = out.len();
                if i >= self.en.len() || j >= self.ru.len() {
                    out.push(0.0);
                    continue;
                }
                let content = (self.en.facts[i].content, self.ru.facts[j].content);
                let mut product = Product::default();
                product.explain(
                    self.forward.of(cell),
                    self.ru.bag(j),
                    self.odds_ru.of(self.ru, j),
                    content.0,
                );
                product.explain(
                    self.backward.of(cell),
                    self.en.bag(i),
                    self.odds_en.of(self.en, i),
                    content.1,
                );
                out.push(product.log());
            }
        }
        out
    }

    /// The scores of sentences against blocks in `band`, a part of the band that was looked at.
    pub fn lexical(&self, band: &Band) -> Lexical {
        Lexical {
            en_shared: self.shared(band, Direction::Right),
            ru_shared: self.shared(band, Direction::Down),
            forward: self.blocks(band, Direction::Down),
            backward: self.blocks(band, Direction::Right),
        }
    }

    /// The words that sentences of one side share, at each node of `band`: sentences of the side that `direction`
    /// explains, beside blocks of the other.
    fn shared(&self, band: &Band, direction: Direction) -> SharedWords {
        let (side, other, entries, odds) = match direction {
            Direction::Down => (self.ru, self.en, &self.forward, &self.odds_ru),
            Direction::Right => (self.en, self.ru, &self.backward, &self.odds_en),
        };
        // Only sentences of the band that was looked at are known.
        let ((top, left), (bottom, right)) = self.band.corners();
        let sentences = match direction {
            Direction::Down => left..right + 1,
            Direction::Right => top..bottom + 1,
        };
        let end = sentences.end.min(side.len());
        let repeats: Vec<Vec<Repeat>> =
            sentences.clone().map(|first| repeats(side, first..(first + MAX_BLOCK).min(end))).collect();
        let mut shared = SharedWords { rows: vec![0], words: Vec::new() };
        for i in band.rows() {
            for j in band.columns(i) {
                let (sentence, first) = match direction {
                    Direction::Down => (j, i),
                    Direction::Right => (i, j),
                };
                for repeat in &repeats[sentence - sentences.start] {
                    let odds = odds.of(side, sentence + repeat.offset)[repeat.place];
                    let entry = |block: usize| {
                        let cell = match direction {
                            Direction::Down => (i + block, j + repeat.offset),
                            Direction::Right => (i + repeat.offset, j + block),
                        };
                        let entries = entries.of(self.band.node(cell.0, cell.1)?);
                        entries.iter().find(|entry| usize::from(entry.place) == repeat.place)
                    };
                    shared.words.extend(repeat.beside(other, first, odds, entry));
                }
                shared.rows.push(shared.words.len() as u32);
            }
        }
        shared
    }

    /// Scores of the sentences of one side against blocks of the other.
    fn blocks(&self, band: &Band, direction: Direction) -> Vec<[f32; MAX_BLOCK]> {
        let (side, other, entries, odds) = match direction {
            Direction::Down => (self.ru, self.en, &self.forward, &self.odds_ru),
            Direction::Right => (self.en, self.ru, &self.backward, &self.odds_en),
        };
        let mut out = Vec::with_capacity(band.len());
        let mut block = Block::default();
        for i in band.rows() {
            for j in band.columns(i) {
                let (sentence, first) = match direction {
                    Direction::Down => (j, i),
                    Direction::Right => (i, j),
                };
                let mut scores = [0.0; MAX_BLOCK];
                if sentence < side.len() && first < other.len() {
                    let (bag, odds) = (side.bag(sentence), odds.of(side, sentence));
                    block.reset(bag.len());
                    let mut score = 0.0;
                    for (n, slot) in scores.iter_mut().enumerate() {
                        let at = match direction {
                            Direction::Down => (i + n, j),
                            Direction::Right => (i, j + n),
                        };
                        // Past the edge the block explains no more than before.
                        if first + n < other.len() && band.node(at.0, at.1).is_some() {
                            let cell = self.band.node(at.0, at.1).expect("a part of the band");
                            block.add(entries.of(cell), other.facts[first + n].content);
                            score = block.gain(bag, odds);
                        }
                        *slot = score;
                    }
                }
                out.push(scores);
            }
        }
        out
    }
}

/// A word that a sentence shares with one of the next ones.
struct Repeat {
    /// The first sentence that has it, counted from the one asked for, and its place in the bag of that sentence.
    offset: usize,
    place: usize,
    counts: [u8; MAX_BLOCK],
}

impl Repeat {
    /// The word beside the blocks of `other` that begin at sentence `first`, unless their counterparts suffice.
    /// `entry` says what the sentence so many after `first` explains of it.
    fn beside<'e>(
        &self,
        other: &Side,
        first: usize,
        odds: f32,
        entry: impl Fn(usize) -> Option<&'e Entry>,
    ) -> Option<SharedWord> {
        let all: u8 = self.counts.iter().sum();
        let mut word = SharedWord { counts: self.counts, supply: [0; MAX_BLOCK], gain: [0.0; MAX_BLOCK] };
        let (mut supply, mut ratio, mut content, mut lacks) = (0u32, 0.0, 0, false);
        for block in 0..MAX_BLOCK {
            if let Some(facts) = other.facts.get(first + block) {
                content += facts.content;
            }
            if let Some(entry) = entry(block) {
                supply += u32::from(entry.supply);
                ratio += entry.ratio;
            }
            word.supply[block] = supply.min(u32::from(u8::MAX)) as u8;
            if supply > 0 && supply < u32::from(all) {
                lacks = true;
                word.gain[block] = libm::log1pf(odds * (ratio / (content + 1) as f32).min(CAP));
            }
        }
        lacks.then_some(word)
    }
}

/// The words that at least two of some sentences have in common.
fn repeats(side: &Side, sentences: std::ops::Range<usize>) -> Vec<Repeat> {
    let mut all: Vec<(u32, usize, usize, u32)> = Vec::new();
    for (offset, sentence) in sentences.enumerate() {
        let bag = side.bag(sentence).iter().enumerate().take(MOST_WORDS);
        all.extend(bag.map(|(place, &(t, count))| (t, offset, place, count)));
    }
    all.sort_unstable();
    let shared = all.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
    let repeat = |same: &[(u32, usize, usize, u32)]| {
        let mut counts = [0; MAX_BLOCK];
        same.iter().for_each(|&(_, offset, _, count)| counts[offset] = count.min(MOST_COUNTED) as u8);
        Repeat { offset: same[0].1, place: same[0].2, counts }
    };
    shared.map(repeat).collect()
}

/// For each cell, what each sentence explains of the other.
fn entries(en: &Side, ru: &Side, links: &Links, band: &Band) -> (Entries, Entries) {
    let columns = columns(band, en.len(), ru.len());
    let mut forward = Entries { cells: vec![(0, 0); band.len()], entries: Vec::new() };
    let mut backward = Entries { cells: vec![(0, 0); band.len()], entries: Vec::new() };
    // Head of the list of links into each English type, for the Russian sentence at hand.
    let mut heads = vec![NONE; en.types.len()];
    let mut lists: Vec<Hit> = Vec::new();
    let mut explained: Vec<(f32, u32)> = Vec::new();
    let mut touched: Vec<u32> = Vec::new();
    for (j, rows) in columns {
        let bag = ru.bag(j);
        list_links(bag, links, &mut heads, &mut lists);
        explained.clear();
        explained.resize(bag.len(), (0.0, 0));
        for i in rows {
            let Some(cell) = band.node(i, j) else { continue };
            let (f0, b0) = (forward.entries.len() as u32, backward.entries.len() as u32);
            for (place, &(e, count)) in en.bag(i).iter().enumerate().take(MOST_WORDS) {
                let mut at = heads[e as usize];
                if at == NONE {
                    continue;
                }
                let (mut ratio, mut supply) = (0.0, 0);
                while at != NONE {
                    let hit = &lists[at as usize];
                    let sum = &mut explained[hit.place as usize];
                    if sum.1 == 0 {
                        touched.push(hit.place);
                    }
                    sum.0 += hit.forward * count as f32;
                    sum.1 += count;
                    ratio += hit.backward;
                    supply += bag[hit.place as usize].1;
                    at = hit.next;
                }
                backward.entries.push(Entry::new(place, supply, ratio));
            }
            for place in touched.drain(..) {
                let (ratio, supply) = std::mem::take(&mut explained[place as usize]);
                forward.entries.push(Entry::new(place as usize, supply, ratio));
            }
            forward.cells[cell] = (f0, forward.entries.len() as u32);
            backward.cells[cell] = (b0, backward.entries.len() as u32);
        }
        for hit in lists.drain(..) {
            heads[hit.en as usize] = NONE;
        }
    }
    (forward, backward)
}

const NONE: u32 = u32::MAX;

/// One link of the Russian sentence at hand, in the list of its English type.
struct Hit {
    en: u32,
    place: u32,
    forward: f32,
    /// Times the count of the Russian type in its sentence.
    backward: f32,
    next: u32,
}

fn list_links(bag: &[(u32, u32)], links: &Links, heads: &mut [u32], lists: &mut Vec<Hit>) {
    for (place, &(r, count)) in bag.iter().enumerate().take(MOST_WORDS) {
        for link in links.of(r) {
            let head = &mut heads[link.en as usize];
            lists.push(Hit {
                en: link.en,
                place: place as u32,
                forward: link.forward,
                backward: link.backward * count as f32,
                next: *head,
            });
            *head = lists.len() as u32 - 1;
        }
    }
}

/// The rows in which each column of cells lies in the band, by column.
#[expect(clippy::reversed_empty_ranges, reason = "a range that any row widens")]
fn columns(band: &Band, en: usize, ru: usize) -> Vec<(usize, std::ops::Range<usize>)> {
    let ((_, low), (_, high)) = band.corners();
    let mut columns: Vec<_> = (low..high.min(ru).max(low)).map(|j| (j, usize::MAX..0)).collect();
    for i in band.rows().take_while(|&i| i < en) {
        for j in band.columns(i) {
            if let Some((_, rows)) = columns.get_mut(j - low) {
                rows.start = rows.start.min(i);
                rows.end = i + 1;
            }
        }
    }
    columns
}

/// Which way the blocks of the explaining side grow.
#[derive(Clone, Copy)]
enum Direction {
    /// English blocks, from row to row.
    Down,
    /// Russian blocks, from column to column.
    Right,
}

/// A growing block: how much of each type of one sentence it explains.
#[derive(Default)]
struct Block {
    ratios: Vec<f32>,
    supplies: Vec<u32>,
    touched: Vec<u16>,
    content: u32,
}

impl Block {
    fn reset(&mut self, types: usize) {
        self.ratios.clear();
        self.ratios.resize(types, 0.0);
        self.supplies.clear();
        self.supplies.resize(types, 0);
        self.touched.clear();
        self.content = 0;
    }

    fn add(&mut self, entries: &[Entry], content: u32) {
        self.content += content;
        for entry in entries {
            let ratio = &mut self.ratios[usize::from(entry.place)];
            if *ratio == 0.0 {
                self.touched.push(entry.place);
            }
            *ratio += entry.ratio;
            self.supplies[usize::from(entry.place)] += u32::from(entry.supply);
        }
    }

    /// What the block adds to the score of a sentence of which nothing is explained.
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

/// A product of what words are worth, with its logarithm.
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
    /// Multiplies by what a word is worth that counts `count` times.
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

    /// Multiplies by what a sentence is worth beside one of so many words.
    fn explain(&mut self, entries: &[Entry], bag: &[(u32, u32)], odds: &[f32], content: u32) {
        let scale = 1.0 / (content + 1) as f32;
        for entry in entries {
            let place = entry.place as usize;
            self.add(entry.ratio * scale, odds[place], bag[place].1.min(u32::from(entry.supply)));
        }
    }

    fn log(&self) -> f32 {
        if self.product == 1.0 { self.sum } else { self.sum + libm::log(self.product) as f32 }
    }
}

/// What a word is worth when explained against when not, of each word of some sentences: looked up once a word, since
/// types lie far apart in memory.
struct Odds {
    first: usize,
    odds: Vec<f32>,
}

impl Odds {
    fn new(side: &Side, sentences: std::ops::Range<usize>, floors: &Floors) -> Odds {
        let bags = side.facts.get(sentences).unwrap_or_default();
        let (first, end) = match bags {
            [] => (0, 0),
            [a, .., b] => (a.bag.start as usize, b.bag.end as usize),
            [a] => (a.bag.start as usize, a.bag.end as usize),
        };
        let odds = side.bag[first..end].iter().map(|&(t, _)| {
            let floor = floors.of(side.types[t as usize].kind);
            let floor = if floor >= 1.0 { 0.5 } else { floor };
            (1.0 - floor) / floor
        });
        Odds { first, odds: odds.collect() }
    }

    fn of(&self, side: &Side, sentence: usize) -> &[f32] {
        let bag = &side.facts[sentence].bag;
        &self.odds[bag.start as usize - self.first..bag.end as usize - self.first]
    }
}
