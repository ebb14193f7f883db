//! How well the words of a sentence are explained by a block of sentences on the other side.
//!
//! `score(f | block)` sums over the words f of a sentence `ln(L + (1 - L) min(CAP, sum_e t(f|e) / ((n + 1) u(f))))`
//! (Moore 2002, with the floor L the price of a word that is not explained). It depends on (sentence, block) only, so
//! it is computed once for each and every bead adds a few cells.
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
    /// Russian sentence j explained by the English block of n sentences from i: `[cell][n - 1]`.
    pub forward: Vec<[f32; MAX_BLOCK]>,
    /// English sentence i explained by the Russian block of m sentences from j.
    pub backward: Vec<[f32; MAX_BLOCK]>,
}

/// One explained type in a cell: its place in the bag of the sentence, and the summed ratio.
#[derive(Clone, Copy)]
struct Entry {
    place: u32,
    ratio: f32,
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
        Lexical { forward: self.blocks(band, Direction::Down), backward: self.blocks(band, Direction::Right) }
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

/// For each cell, what each sentence explains of the other.
fn entries(en: &Side, ru: &Side, links: &Links, band: &Band) -> (Entries, Entries) {
    let columns = columns(band, en.len(), ru.len());
    let mut forward = Entries { cells: vec![(0, 0); band.len()], entries: Vec::new() };
    let mut backward = Entries { cells: vec![(0, 0); band.len()], entries: Vec::new() };
    // Head of the list of links into each English type, for the Russian sentence at hand.
    let mut heads = vec![NONE; en.types.len()];
    let mut lists: Vec<Hit> = Vec::new();
    let mut explained: Vec<f32> = Vec::new();
    let mut touched: Vec<u32> = Vec::new();
    for (j, rows) in columns {
        let bag = ru.bag(j);
        list_links(bag, links, &mut heads, &mut lists);
        explained.clear();
        explained.resize(bag.len(), 0.0);
        for i in rows {
            let Some(cell) = band.node(i, j) else { continue };
            let (f0, b0) = (forward.entries.len() as u32, backward.entries.len() as u32);
            for (place, &(e, count)) in en.bag(i).iter().enumerate() {
                let mut at = heads[e as usize];
                if at == NONE {
                    continue;
                }
                let mut ratio = 0.0;
                while at != NONE {
                    let hit = &lists[at as usize];
                    let sum = &mut explained[hit.place as usize];
                    if *sum == 0.0 {
                        touched.push(hit.place);
                    }
                    *sum += hit.forward * count as f32;
                    ratio += hit.backward;
                    at = hit.next;
                }
                backward.entries.push(Entry { place: place as u32, ratio });
            }
            for place in touched.drain(..) {
                let ratio = std::mem::take(&mut explained[place as usize]);
                forward.entries.push(Entry { place, ratio });
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
    for (place, &(r, count)) in bag.iter().enumerate() {
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
    touched: Vec<u32>,
    content: u32,
}

impl Block {
    fn reset(&mut self, types: usize) {
        self.ratios.clear();
        self.ratios.resize(types, 0.0);
        self.touched.clear();
        self.content = 0;
    }

    fn add(&mut self, entries: &[Entry], content: u32) {
        self.content += content;
        for entry in entries {
            let ratio = &mut self.ratios[entry.place as usize];
            if *ratio == 0.0 {
                self.touched.push(entry.place);
            }
            *ratio += entry.ratio;
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
            product.add(self.ratios[place] * scale, odds[place], bag[place].1);
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
    /// Multiplies by what a word is worth that stands `count` times in its sentence.
    fn add(&mut self, ratio: f32, odds: f32, count: u32) {
        let factor = f64::from(1.0 + odds * ratio.min(CAP));
        for _ in 0..count.min(4) {
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
            self.add(entry.ratio * scale, odds[place], bag[place].1);
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
