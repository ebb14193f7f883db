//! How well the words of a sentence are explained by a block of sentences on the other side.
//!
//! `score(f | block)` sums over the words f of a sentence `ln(L + (1 - L) min(CAP, sum_e t(f|e) / ((n + 1) u(f))))`
//! (Moore 2002, with the floor L the price of a word that is not explained). It depends on (sentence, block) only, so
//! it is computed once for each and every bead adds a few cells.
//!
//! A word counts at most as often as its counterparts occur in the block: within a sentence here, and among the
//! sentences of a longer bead by [`Lexical::count_once`], which shares the counterparts out among the occurrences.
//! Cost: linear in the band times the words of a sentence, then a few words for each score asked for; products of ratios
//! stand in for sums of logarithms.

use super::band::Band;
use super::features::{Facts, Side, TypeKind};
use super::word_links::Links;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;

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
/// blocks begin there. Each is reckoned when it is first asked for.
pub(crate) struct Lexical<'a> {
    en: &'a Side,
    ru: &'a Side,
    explained: &'a Explained,
    band: &'a Band,
    scores: RefCell<Scores>,
}

/// The scores that were asked for, of each cell by the sentences of its block; 0 where none was.
struct Scores {
    forward: Vec<[f32; MAX_BLOCK]>,
    backward: Vec<[f32; MAX_BLOCK]>,
    block: Block,
}

impl<'a> Lexical<'a> {
    /// The scores in `band`, a part of the band that was looked at.
    pub fn new(en: &'a Side, ru: &'a Side, explained: &'a Explained, band: &'a Band) -> Lexical<'a> {
        let none = || vec![[0.0; MAX_BLOCK]; band.len()];
        let scores = Scores { forward: none(), backward: none(), block: Block::default() };
        Lexical { en, ru, explained, band, scores: RefCell::new(scores) }
    }

    /// Russian sentence `j` explained by the English block of `n` sentences from `i`, all of it in the band.
    pub fn forward(&self, (i, j): (usize, usize), n: usize) -> f32 {
        let Scores { forward, block, .. } = &mut *self.scores.borrow_mut();
        let score = &mut forward[self.band.node(i, j).expect("within the band")][n - 1];
        if *score == 0.0 {
            block.reset(self.ru.bag(j).len());
            for i in i..i + n {
                block.add(self.explained.forward.of(self.explained.cell(i, j)), self.en.facts[i].content);
            }
            *score = block.gain(self.ru.bag(j), self.explained.odds_ru.of(self.ru, j));
        }
        *score
    }

    /// English sentence `i` explained by the Russian block of `m` sentences from `j`, all of it in the band.
    pub fn backward(&self, (i, j): (usize, usize), m: usize) -> f32 {
        let Scores { backward, block, .. } = &mut *self.scores.borrow_mut();
        let score = &mut backward[self.band.node(i, j).expect("within the band")][m - 1];
        if *score == 0.0 {
            block.reset(self.en.bag(i).len());
            for j in j..j + m {
                block.add(self.explained.backward.of(self.explained.cell(i, j)), self.ru.facts[j].content);
            }
            *score = block.gain(self.en.bag(i), self.explained.odds_en.of(self.en, i));
        }
        *score
    }

    /// Takes from the scores of the sentences of a longer bead at (i, j) what counts a word more often than its
    /// counterparts occur on the other side: each occurrence gets an equal share of them.
    pub fn count_once(&self, (i, j): (usize, usize), en: &mut [f32], ru: &mut [f32]) {
        let (n, m) = (en.len(), ru.len());
        let Explained { forward, backward, odds_en, odds_ru, .. } = self.explained;
        let block = &mut self.scores.borrow_mut().block;
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
    /// What one occurrence adds to the score.
    gain: f32,
}

impl SharedWord {
    /// Takes from `scores`, of as many sentences as there are, what the other side cannot cover.
    fn share(&self, scores: &mut [f32]) {
        let supply = f32::from(self.supply);
        // What the scores hold: no sentence counts a word more often than its counterparts occur.
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

/// The words that several of the `count` sentences of `side` from `first` on have in common and the sentences of `others`
/// explain, in order. `beside` says what each of the others explains of each sentence. Cost: linear in what is explained.
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
    // A word is looked at in the first sentence that has it, so that the last one has no new ones.
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
pub(crate) struct Explained {
    band: Band,
    /// Of the Russian sentences, and of the English ones.
    forward: Entries,
    backward: Entries,
    odds_ru: Odds,
    odds_en: Odds,
}

/// How well the two sentences of each cell of a band explain each other: the sum of both scores.
pub(crate) struct Alone {
    /// Without any other sentence.
    pub scores: Vec<f32>,
    /// What the English sentence adds at most to the scores of the Russian one in a bead that holds both, and the other
    /// way round.
    pub forward: Vec<f32>,
    pub backward: Vec<f32>,
    /// How much less that is where the bead holds [`DILUTED`] times as many words of that side.
    pub forward_less: Vec<f32>,
    pub backward_less: Vec<f32>,
}

/// Each word of a block explains the less, the more words the block has: [`Alone`] tells how much less, with so many times
/// as many. Between, it is at most a straight line in the logarithm of their number.
pub(crate) const DILUTED: f32 = 4.0;

impl Explained {
    /// Looks at every cell of `band`. A node (i, j) of the band stands for the cell of sentences i and j that follow it.
    pub fn new(en: &Side, ru: &Side, links: &Links, floors: &Floors, band: &Band) -> Self {
        let all = entries(en, ru, links, band, &LeftOut::default(), MOST_ENTRIES);
        let (forward, backward) = all.unwrap_or_else(|| {
            let left_out = left_out(en, ru, links, band);
            entries(en, ru, links, band, &left_out, usize::MAX).expect("there may be as many as there are")
        });
        let ((first, left), (last, right)) = band.corners();
        let odds_en = Odds::new(en, first..(last + 1).min(en.len()), floors);
        let odds_ru = Odds::new(ru, left..(right + 1).min(ru.len()), floors);
        Explained { band: band.clone(), forward, backward, odds_ru, odds_en }
    }

    fn cell(&self, i: usize, j: usize) -> usize {
        self.band.node(i, j).expect("within the band that was looked at")
    }

    /// How well the two sentences of each cell explain each other.
    pub fn alone(&self, en: &Side, ru: &Side) -> Alone {
        let nothing = || vec![0.0; self.band.len()];
        let mut alone = Alone {
            scores: nothing(),
            forward: nothing(),
            backward: nothing(),
            forward_less: nothing(),
            backward_less: nothing(),
        };
        for i in self.band.rows().take_while(|&i| i < en.len()) {
            for (cell, j) in self.band.nodes(i).zip(self.band.columns(i)).take_while(|&(_, j)| j < ru.len()) {
                let content = (en.facts[i].content, ru.facts[j].content);
                let (of_ru, of_en) = (self.forward.of(cell), self.backward.of(cell));
                let mut product = Product::default();
                (alone.forward[cell], alone.forward_less[cell]) =
                    product.explain(of_ru, ru.bag(j), self.odds_ru.of(ru, j), content.0);
                (alone.backward[cell], alone.backward_less[cell]) =
                    product.explain(of_en, en.bag(i), self.odds_en.of(en, i), content.1);
                alone.scores[cell] = product.log();
            }
        }
        alone
    }
}

/// Entries of the cells of one band, both ways: ordinary windows have a tenth of it. Where all sentences share very many
/// words or numbers, all entries would take gigabytes, and every bead as long as it has entries.
const MOST_ENTRIES: usize = 8_000_000;

/// Links that are passed over, as a Russian and an English type.
type LeftOut = FxHashSet<(u32, u32)>;

/// The links to pass over so that the cells of `band` have about [`MOST_ENTRIES`]: those of the words that stand in most
/// of its sentences on both sides, which tell least about where a sentence belongs.
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
    // The cells of the band are a part of the rectangle around it; each link of a cell is an entry each way.
    let rectangle = (last - first + 1) * (right - left + 1);
    let mut most = (MOST_ENTRIES / 2) as f64 * rectangle as f64 / band.len() as f64;
    let is_kept = |&(cells, ..): &(usize, u32, u32)| {
        most -= cells as f64;
        most >= 0.0
    };
    let dropped = cells.into_iter().skip_while(is_kept);
    dropped.map(|(_, ru, en)| (ru, en)).collect()
}

/// For each cell, what each sentence explains of the other; nothing where there are more than `most` entries.
fn entries(
    en: &Side,
    ru: &Side,
    links: &Links,
    band: &Band,
    left_out: &LeftOut,
    most: usize,
) -> Option<(Entries, Entries)> {
    let columns = columns(band, en.len(), ru.len());
    let mut forward = Entries { cells: vec![(0, 0); band.len()], entries: Vec::new() };
    let mut backward = Entries { cells: vec![(0, 0); band.len()], entries: Vec::new() };
    // Head of the list of links into each English type, for the Russian sentence at hand.
    let mut heads = vec![NONE; en.types.len()];
    let mut lists: Vec<Hit> = Vec::new();
    let mut explained: Vec<(f32, u32)> = Vec::new();
    let mut touched: Vec<u32> = Vec::new();
    for (j, rows) in columns {
        if forward.entries.len() + backward.entries.len() > most {
            return None;
        }
        let bag = ru.bag(j);
        list_links(bag, links, left_out, &mut heads, &mut lists);
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
    Some((forward, backward))
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

fn list_links(
    bag: &[(u32, u32)],
    links: &Links,
    left_out: &LeftOut,
    heads: &mut [u32],
    lists: &mut Vec<Hit>,
) {
    let is_kept = |ru: u32, en: u32| left_out.is_empty() || !left_out.contains(&(ru, en));
    for (place, &(r, count)) in bag.iter().enumerate().take(MOST_WORDS) {
        for link in links.of(r).iter().filter(|link| is_kept(r, link.en)) {
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

    fn add<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>, content: u32) {
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

    /// Multiplies by what a sentence is worth beside one of so many words. Gives what the other adds to its score at most
    /// where there are further sentences beside it, which may have the counterparts that its own are too few for, and how
    /// much less that is where these have [`DILUTED`] times as many words together.
    fn explain(&mut self, entries: &[Entry], bag: &[(u32, u32)], odds: &[f32], content: u32) -> (f32, f32) {
        if entries.is_empty() {
            return (0.0, 0.0);
        }
        let scale = 1.0 / (content + 1) as f32;
        let (mut most, mut diluted) = (Product::default(), Product::default());
        for entry in entries {
            let place = entry.place as usize;
            let (count, supply) = (bag[place].1, u32::from(entry.supply));
            let ratio = entry.ratio * scale;
            self.add(ratio, odds[place], count.min(supply));
            most.add(ratio, odds[place], count);
            diluted.add(ratio / DILUTED, odds[place], count);
        }
        let most = most.log();
        (most, most - diluted.log())
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
