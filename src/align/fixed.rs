//! Fixed points: constraints on the ladder that the search keeps.
//!
//! A fixed bead divides the table into two parts that are searched separately. Sentences known to correspond pin the
//! search to a cell: every bead with one of them has the other too. [`Pins::new`] validates all fixed points together,
//! so that the search always finds a ladder. Cost: p log p for p fixed points.

use super::shapes::SHAPES;
use crate::ladder::{Bead, Shape};
use std::fmt;
use std::ops::Range;

/// A fixed point.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fixed {
    /// The bead that has this English sentence (0-based) has this Russian sentence too.
    Together(usize, usize),
    /// Exactly this bead. If one side is empty, each sentence of the other is unpaired.
    Bead(Bead),
}

/// A fixed point that cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedError {
    /// The index of the point.
    pub index: usize,
    /// The problem.
    pub why: Misfit,
}

impl fmt::Display for FixedError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "fixed point {} {}", self.index + 1, self.why)
    }
}

impl std::error::Error for FixedError {}

/// What is wrong with a fixed point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It has a sentence number beyond the documents, which have this size.
    OutOfRange(Shape),
    /// It is a bead without sentences.
    Empty,
    /// It crosses or overlaps the fixed point with this index.
    Crosses(usize),
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misfit::OutOfRange(Shape { en, ru }) => {
                write!(f, "is out of range: the documents have {en} English and {ru} Russian sentences")
            }
            Misfit::Empty => f.write_str("has no sentence on either side"),
            Misfit::Crosses(other) => write!(f, "crosses fixed point {}", other + 1),
        }
    }
}

impl Fixed {
    fn range(&self) -> Bead {
        match self {
            Fixed::Together(i, j) => Bead { en: *i..i.saturating_add(1), ru: *j..j.saturating_add(1) },
            Fixed::Bead(bead) => bead.clone(),
        }
    }
}

/// Validated fixed points in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Pins {
    /// Beads that the ladder contains exactly.
    pub cuts: Vec<Bead>,
    /// Ranges that one bead must contain. Each has a shape that the search supports.
    hulls: Vec<Bead>,
    /// The hull of each English and Russian sentence; empty where there are no hulls.
    of_en: Vec<Option<u32>>,
    of_ru: Vec<Option<u32>>,
}

/// One or more fixed points that must lie in one bead.
struct Group {
    range: Bead,
    exact: bool,
    /// The last of the points, for messages.
    index: usize,
}

impl Pins {
    /// Checks that all of `fixed` can be kept at once by a ladder of documents of this size.
    pub fn new(fixed: &[Fixed], size: Shape) -> Result<Pins, FixedError> {
        for (index, point) in fixed.iter().enumerate() {
            in_range(&point.range(), size).map_err(|why| FixedError { index, why })?;
        }
        let mut pins = Pins::default();
        for group in groups(fixed)? {
            let Shape { en, ru } = group.range.shape();
            match group.exact || !SHAPES.contains(&(en, ru)) {
                true => pins.cuts.push(group.range),
                false => pins.hulls.push(group.range),
            }
        }
        if !pins.hulls.is_empty() {
            pins.of_en = owners(size.en, pins.hulls.iter().map(|h| &h.en));
            pins.of_ru = owners(size.ru, pins.hulls.iter().map(|h| &h.ru));
        }
        Ok(pins)
    }

    /// All fixed ranges, in order of the English sentences.
    pub fn ranges(&self) -> Vec<&Bead> {
        let mut all: Vec<&Bead> = self.cuts.iter().chain(&self.hulls).collect();
        all.sort_by_key(|b| (b.en.start, b.ru.start, b.en.end, b.ru.end));
        all
    }

    /// The ranges that lie within one bead.
    pub fn hulls(&self) -> &[Bead] {
        &self.hulls
    }

    /// Whether a bead separates no fixed sentences.
    pub fn admit(&self, bead: &Bead) -> bool {
        let hulls = |of: &[Option<u32>], range: &Range<usize>| {
            let own = of.get(range.clone()).unwrap_or_default();
            own.iter().flatten().all(|&h| {
                let hull = &self.hulls[h as usize];
                contains(&bead.en, &hull.en) && contains(&bead.ru, &hull.ru)
            })
        };
        hulls(&self.of_en, &bead.en) && hulls(&self.of_ru, &bead.ru)
    }

    /// Whether a bead equals a hull, so that no feature may forbid it.
    pub fn is_hull(&self, bead: &Bead) -> bool {
        let hull = self.of_en.get(bead.en.start).copied().flatten();
        hull.is_some_and(|h| self.hulls[h as usize] == *bead)
    }

    /// Whether a fixed point concerns a sentence of a bead.
    pub fn touch(&self, bead: &Bead) -> bool {
        let touches = |fixed: &Bead| meet(&fixed.en, &bead.en) || meet(&fixed.ru, &bead.ru);
        self.cuts.iter().chain(&self.hulls).any(touches)
    }

    /// Whether a bead is a fixed bead.
    pub fn is_cut(&self, bead: &Bead) -> bool {
        let first = self.cuts.partition_point(|cut| cut.en.start < bead.en.start);
        self.cuts[first..].iter().take_while(|cut| cut.en.start == bead.en.start).any(|cut| cut == bead)
    }

    /// Whether a pair of sentences crosses one of the fixed `ranges`, which are in order.
    pub fn crossed(ranges: &[&Bead], i: usize, j: usize) -> bool {
        let after = ranges.partition_point(|b| b.en.end <= i);
        let before = |b: &&Bead| j < b.ru.end;
        if after.checked_sub(1).is_some_and(|k| before(&ranges[k])) {
            return true;
        }
        ranges[after..].first().is_some_and(|b| match b.en.contains(&i) {
            true => !b.ru.contains(&j),
            false => j >= b.ru.start,
        })
    }
}

fn in_range(bead: &Bead, size: Shape) -> Result<(), Misfit> {
    let fits = |range: &Range<usize>, len| range.start <= range.end && range.end <= len;
    if !fits(&bead.en, size.en) || !fits(&bead.ru, size.ru) {
        return Err(Misfit::OutOfRange(size));
    }
    if bead.en.is_empty() && bead.ru.is_empty() { Err(Misfit::Empty) } else { Ok(()) }
}

/// The points in order, those that share a sentence in one group.
fn groups(fixed: &[Fixed]) -> Result<Vec<Group>, FixedError> {
    let mut order: Vec<(Bead, usize)> = fixed.iter().enumerate().map(|(k, f)| (f.range(), k)).collect();
    // An exact bead before the points within it.
    let exact = |index: usize| matches!(fixed[index], Fixed::Bead(_));
    order.sort_by_key(|(b, k)| (b.en.start, b.ru.start, !exact(*k), b.en.end, b.ru.end, *k));
    let mut groups: Vec<Group> = Vec::new();
    for (range, index) in order {
        let exact = exact(index);
        let Some(last) = groups.last_mut() else {
            groups.push(Group { range, exact, index });
            continue;
        };
        let known = match exact {
            true => last.range == range,
            false => contains(&last.range.en, &range.en) && contains(&last.range.ru, &range.ru),
        };
        if last.exact && known {
            continue;
        }
        let touches = meet(&last.range.en, &range.en) || meet(&last.range.ru, &range.ru);
        let ordered = last.range.en.end <= range.en.start && last.range.ru.end <= range.ru.start;
        if touches && !exact && !last.exact && range.ru.end >= last.range.ru.end {
            last.range.en.end = range.en.end;
            last.range.ru.end = range.ru.end;
            last.index = index;
        } else if ordered {
            groups.push(Group { range, exact, index });
        } else {
            let (a, b) = (index.min(last.index), index.max(last.index));
            return Err(FixedError { index: b, why: Misfit::Crosses(a) });
        }
    }
    Ok(groups)
}

/// For each sentence, the number of the range it stands in.
fn owners<'a>(len: usize, ranges: impl Iterator<Item = &'a Range<usize>>) -> Vec<Option<u32>> {
    let mut owners = vec![None; len];
    for (number, range) in ranges.enumerate() {
        owners[range.clone()].fill(Some(number as u32));
    }
    owners
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Shape = Shape { en: 20, ru: 20 };

    fn together(pairs: &[(usize, usize)]) -> Vec<Fixed> {
        pairs.iter().map(|&(i, j)| Fixed::Together(i, j)).collect()
    }

    fn bead(en: Range<usize>, ru: Range<usize>) -> Bead {
        Bead { en, ru }
    }

    #[test]
    fn points_that_share_a_sentence_are_one_hull() {
        let pins = Pins::new(&together(&[(9, 9), (3, 4), (3, 3), (9, 9)]), SIZE).unwrap();
        assert_eq!(pins.hulls, [bead(3..4, 3..5), bead(9..10, 9..10)]);
        assert!(pins.admit(&bead(3..5, 3..5)) && !pins.admit(&bead(3..4, 4..5)));
        assert!(!pins.admit(&bead(8..9, 9..10)) && pins.admit(&bead(8..9, 8..9)));
    }

    #[test]
    fn a_hull_of_no_known_shape_is_an_exact_bead() {
        let pins = Pins::new(&together(&[(0, 0), (0, 9)]), SIZE).unwrap();
        assert_eq!(pins.cuts, [bead(0..1, 0..10)]);
    }

    #[test]
    fn what_cannot_be_kept_is_named() {
        let why = |fixed: &[Fixed]| Pins::new(fixed, SIZE).map(|_| ()).unwrap_err();
        let crosses = |index, other| FixedError { index, why: Misfit::Crosses(other) };
        assert_eq!(why(&together(&[(1, 1), (2, 5), (3, 4)])), crosses(2, 1));
        assert_eq!(why(&together(&[(3, 4), (1, 1), (2, 5)])), crosses(2, 0));
        assert_eq!(why(&[Fixed::Bead(bead(1..3, 1..3)), Fixed::Together(2, 3)]), crosses(1, 0));
        assert_eq!(why(&together(&[(1, 20)])), FixedError { index: 0, why: Misfit::OutOfRange(SIZE) });
        assert_eq!(why(&[Fixed::Bead(bead(4..4, 4..4))]).why, Misfit::Empty);
    }

    #[test]
    fn points_within_an_exact_bead_say_nothing_new() {
        let fixed = [Fixed::Together(2, 2), Fixed::Bead(bead(1..3, 1..3)), Fixed::Bead(bead(1..3, 1..3))];
        let pins = Pins::new(&fixed, SIZE).unwrap();
        assert_eq!((pins.cuts, pins.hulls), (vec![bead(1..3, 1..3)], vec![]));
    }
}
