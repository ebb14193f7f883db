//! Finds the Cyrillic names of a text that can be a given Latin name.
//!
//! All readings are in one trie. A search walks it with the rows of the edit distance and leaves a branch once its cost
//! exceeds the threshold. It finds the same names as a comparison of all pairs, up to `MOST_ALIKE`, and visits a small part
//! of them.

use super::lanes::{LANES, Readings};
use super::translit::{Folded, THRESHOLDS, closeness, threshold};
use std::array::from_fn;

/// How many names a search returns, most similar first.
const MOST_ALIKE: usize = 16;
/// The limit of prefixes that a search visits, so that thousands of similar names do not make it slow. The longest search
/// in the samples and the sixty largest development documents visits 3,719 (among 888 names).
const MOST_STEPS: usize = 5_000;
/// Names with fewer letters are too easily confused to be searched for.
const FEWEST_LETTERS: usize = 3;

/// An index of the Cyrillic names of a text, searched for each of its Latin names.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    names: Vec<Folded>,
    nodes: Vec<Node>,
}

/// A prefix of readings; nodes are in depth-first order.
#[derive(Clone, Copy, Debug)]
struct Node {
    sound: u8,
    depth: u16,
    /// The greatest weight of a reading with this prefix.
    heaviest: u32,
    /// The index of the node after this subtree.
    skip: u32,
    /// The name and the number of its reading that equals this prefix. Several names with the same reading are
    /// consecutive nodes.
    reading: Option<(u32, u16)>,
}

impl NameIndex {
    /// Builds an index of Cyrillic names. Cost: about two microseconds per name.
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> NameIndex {
        let names: Vec<Folded> = names
            .into_iter()
            .map(|name| match name.as_ref().chars().nth(FEWEST_LETTERS - 1) {
                Some(_) => Folded::cyrillic(name.as_ref()),
                None => Folded::default(),
            })
            .collect();
        let mut readings: Vec<(&[u8], u32, u16)> = Vec::new();
        for (n, name) in (0..).zip(&names) {
            readings.extend((0..).zip(&name.readings).map(|(r, fold)| (fold.sounds.as_slice(), n, r)));
        }
        readings.sort_unstable();
        let mut nodes = trie(&readings);
        weigh(&mut nodes, &names);
        NameIndex { names, nodes }
    }

    /// The names that may be the Latin name `latin`, as positions in the given order with their similarity; most
    /// similar first.
    pub fn find(&self, latin: &str) -> Vec<(usize, f32)> {
        if latin.chars().nth(FEWEST_LETTERS - 1).is_none() {
            return Vec::new();
        }
        let name = Folded::latin(latin);
        let mut search = Search { index: self, found: Vec::new(), steps: MOST_STEPS };
        // Names that sound the same are searched for first, so that they are found even if the limit of steps is reached.
        let unlike = 1.0 - threshold(name.weight());
        let mut lanes: Vec<Readings<'_>> = name.readings.chunks(LANES).map(Readings::new).collect();
        let is_small = self.nodes.len() * lanes.len() < MOST_STEPS;
        for unlike in [0.0, unlike].into_iter().skip(usize::from(is_small)) {
            for readings in &mut lanes {
                search.walk(readings, unlike);
            }
            if search.steps == 0 {
                break;
            }
        }
        let mut found = search.found;
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        found.dedup_by_key(|f| f.0);
        found.retain(|&(n, s)| s >= name.threshold(&self.names[n]));
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found.truncate(MOST_ALIKE);
        found
    }
}

/// The search of one name in an index.
struct Search<'a> {
    index: &'a NameIndex,
    found: Vec<(usize, f32)>,
    /// How many more prefixes may be visited.
    steps: usize,
}

impl Search<'_> {
    /// Adds the names with a reading whose distance from one of `latin` is at most `unlike` times the weight of the
    /// heavier reading.
    fn walk(&mut self, latin: &mut Readings<'_>, unlike: f32) {
        let (names, nodes) = (&self.index.names, &self.index.nodes);
        // Subtracts the penalty of the reading. The last term allows for rounding.
        let readings = latin.readings;
        let unlike: [f32; LANES] = from_fn(|lane| match readings.get(lane) {
            Some(reading) => (unlike - reading.penalty as f32 / 100.0).max(0.0) + 1e-4,
            None => -1.0,
        });
        let width = latin.width();
        let mut rows = latin.first_row();
        let mut at = 0;
        while let Some(node) = nodes.get(at).filter(|_| self.steps > 0) {
            self.steps -= 1;
            let depth = usize::from(node.depth);
            match node.reading {
                None => {
                    if rows.len() < (depth + 1) * width {
                        rows.resize((depth + 1) * width, [0; LANES]);
                    }
                    let (above, below) = rows.split_at_mut(depth * width);
                    let (above, below) = (&above[(depth - 1) * width..], &mut below[..width]);
                    let least = latin.next_row(above, node.sound, below);
                    if !latin.any_within(least, node.heaviest as f32, &unlike) {
                        at = node.skip as usize;
                        continue;
                    }
                }
                Some((n, r)) => {
                    let other = &names[n as usize].readings[usize::from(r)];
                    for (reading, distance) in readings.iter().zip(rows[(depth + 1) * width - 1]) {
                        let similarity = closeness(reading, other, distance as u32);
                        if similarity >= THRESHOLDS.0 {
                            self.found.push((n as usize, similarity));
                        }
                    }
                }
            }
            at += 1;
        }
    }
}

/// Sets the greatest weight below each prefix.
fn weigh(nodes: &mut [Node], names: &[Folded]) {
    for at in (0..nodes.len()).rev() {
        if let Some((n, r)) = nodes[at].reading {
            nodes[at].heaviest = names[n as usize].readings[usize::from(r)].weight;
        }
        // Visits the direct children: each follows the subtree of the one before.
        let (mut below, end) = (at + 1, nodes[at].skip as usize);
        while below < end {
            nodes[at].heaviest = nodes[at].heaviest.max(nodes[below].heaviest);
            below = nodes[below].skip as usize;
        }
    }
}

/// Builds the trie of sorted readings in depth-first order. A node with a reading has the depth of its prefix and no
/// sound.
fn trie(readings: &[(&[u8], u32, u16)]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut last: &[u8] = &[];
    for &(sounds, name, reading) in readings {
        let common = last.iter().zip(sounds).take_while(|(a, b)| a == b).count();
        close(&mut nodes, &mut open, common);
        for (depth, &sound) in sounds.iter().enumerate().skip(common) {
            open.push(nodes.len());
            nodes.push(Node { sound, depth: depth as u16 + 1, heaviest: 0, skip: 0, reading: None });
        }
        let skip = nodes.len() as u32 + 1;
        let depth = sounds.len() as u16;
        nodes.push(Node { sound: 0, depth, heaviest: 0, skip, reading: Some((name, reading)) });
        last = sounds;
    }
    close(&mut nodes, &mut open, 0);
    nodes
}

fn close(nodes: &mut [Node], open: &mut Vec<usize>, depth: usize) {
    let end = nodes.len() as u32;
    for node in open.drain(depth.min(open.len())..) {
        nodes[node].skip = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_of_names_that_sound_alike_are_found_each() {
        let name = |i: usize, [first, r]: [&str; 2], vowels: &str| -> String {
            let vowel = |place: u32| vowels.chars().nth(i / 5usize.pow(place) % 5).unwrap();
            (0..5).fold(first.to_string(), |name, place| format!("{name}{}{r}", vowel(place)))
        };
        let index = NameIndex::new((0..3000).map(|i| name(i, ["Б", "р"], "аеиоу")));
        for i in (0..3000).step_by(100) {
            let found = index.find(&name(i, ["B", "r"], "aeiou"));
            assert!(found.len() <= MOST_ALIKE && found.iter().any(|&(n, _)| n == i), "{i}");
        }
    }
}
