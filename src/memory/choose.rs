//! Chooses which segments to keep: one of each group of duplicates and, for merging, one translation per source text.
//!
//! Keeps the segment with the highest [`Rank`], or the first of equals. Rejected segments are decisions, not
//! translations: they are kept, win over automatic duplicates, and neither win nor lose against other translations.
//! Cost: 32 bytes per segment, and a sort.

use super::file::{self, Memory, Outline};
use super::key::{Fold, Key, Rank};
use crate::error::Result;
use crate::memory::segment::Segment;

/// What must be unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The two texts.
    Pairs,
    /// The source text, which includes unique pairs of texts.
    Sources,
}

/// A segment whose source text has several translations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// The number of the segment, over all memories.
    pub at: u64,
    /// The number of the best segment with this source text, possibly the same.
    pub best: u64,
}

/// Collects segments to choose from.
#[derive(Debug, Default)]
pub struct Choosing {
    entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    key: Key,
    rank: Rank,
    at: u64,
}

impl Choosing {
    /// Adds the segment with number `at`.
    pub fn add(&mut self, at: u64, key: Key, rank: Rank) {
        self.entries.push(Entry { key, rank, at });
    }

    /// Chooses. With `keep_all`, conflicts are reported but all translations are kept.
    pub fn finish(mut self, rule: Rule, keep_all: bool) -> Choice {
        self.entries.sort_unstable_by_key(|e| (e.key, std::cmp::Reverse(e.rank), e.at));
        let mut choice = Choice { met: self.entries.len() as u64, ..Choice::default() };
        for same_source in self.entries.chunk_by(|a, b| a.key.source() == b.key.source()) {
            choice.take(same_source, rule, keep_all);
        }
        choice.counts.sort_unstable();
        choice.conflicts.sort_unstable();
        choice
    }
}

/// The numbers of the segments to keep.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// One bit per segment.
    kept: Vec<u64>,
    met: u64,
    left: u64,
    /// The kept segments that have duplicates, with the size of each group.
    counts: Vec<(u64, u64)>,
    /// Sorted by number.
    conflicts: Vec<Conflict>,
}

impl Choice {
    /// Chooses among the entries of one source text. Of duplicates, the best comes first.
    fn take(&mut self, same_source: &[Entry], rule: Rule, keep_all: bool) {
        let pairs = || same_source.chunk_by(|a, b| a.key == b.key);
        let first = |pair: &[Entry]| pair.first().copied();
        let rivals = || pairs().filter_map(first).filter(|e| !e.rank.is_rejected());
        let best = rivals().min_by_key(|e| (std::cmp::Reverse(e.rank), e.at));
        let is_conflict = rule == Rule::Sources && rivals().count() > 1;
        for pair in pairs() {
            let Some(winner) = first(pair) else { continue };
            let best = best.filter(|_| is_conflict && !winner.rank.is_rejected());
            self.conflicts.extend(best.map(|best| Conflict { at: winner.at, best: best.at }));
            if keep_all || best.is_none_or(|best| best.at == winner.at) {
                self.keep(winner.at);
                self.counts.extend((pair.len() > 1).then_some((winner.at, pair.len() as u64)));
            }
        }
    }

    fn keep(&mut self, at: u64) {
        let word = (at / 64) as usize;
        if self.kept.len() <= word {
            self.kept.resize(word + 1, 0);
        }
        self.kept[word] |= 1 << (at % 64);
        self.left += 1;
    }

    /// Whether to keep the segment with number `at`.
    pub fn keeps(&self, at: u64) -> bool {
        self.kept.get((at / 64) as usize).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// The number of segments with the same texts as the kept segment `at`, including itself.
    pub fn count(&self, at: u64) -> Option<u64> {
        let found = self.counts.binary_search_by_key(&at, |&(at, _)| at).ok();
        self.keeps(at).then(|| found.and_then(|i| self.counts.get(i)).map_or(1, |&(_, count)| count))
    }

    /// The number of segments added.
    pub fn met(&self) -> u64 {
        self.met
    }

    /// The number of segments not kept.
    pub fn folded(&self) -> u64 {
        self.met - self.left
    }

    /// All segments whose source text has several translations, sorted by number.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// The conflict of the segment with number `at`.
    pub fn conflict(&self, at: u64) -> Option<Conflict> {
        let found = self.conflicts.binary_search_by_key(&at, |c| c.at).ok()?;
        self.conflicts.get(found).copied()
    }
}

/// Several memories, and which of their segments to keep.
#[derive(Debug)]
pub struct Report<'a> {
    memories: &'a [Memory],
    /// The number of the first segment of each memory.
    starts: Vec<u64>,
    /// The information needed to write the segments.
    pub outline: Outline,
    /// The segments to keep.
    pub choice: Choice,
}

/// The fields that [`Report::conflicting`] adds.
pub const CONFLICT: [&str; 3] = ["unit", "kept", "best"];

/// The field that [`Report::repeated`] adds.
pub const COUNT: &str = "count";

/// Reads all `memories` once and chooses which segments to keep.
///
/// # Errors
/// If a memory cannot be read.
pub fn choose(memories: &[Memory], rule: Rule, fold: Fold, keep_all: bool) -> Result<Report<'_>> {
    let (mut choosing, mut outline) = (Choosing::default(), Outline::default());
    let (mut starts, mut next) = (Vec::new(), 0);
    for (file, memory) in memories.iter().enumerate() {
        starts.push(next);
        let mut units = memory.segments()?;
        for unit in units.by_ref() {
            let unit = unit?;
            outline.add(&unit);
            if !unit.en.trim().is_empty() || !unit.ru.trim().is_empty() {
                choosing.add(next, Key::of(&unit, fold), Rank::of(&unit, file));
            }
            next += 1;
        }
        outline.add_facts(memory.path(), units.facts());
    }
    Ok(Report { memories, starts, outline, choice: choosing.finish(rule, keep_all) })
}

impl<'a> Report<'a> {
    /// All segments with their numbers, completed ([`Segments::complete`](crate::memory::Segments::complete)), in a
    /// second pass.
    pub fn all(&self) -> impl Iterator<Item = Result<(u64, Segment)>> + '_ {
        let at = |file: usize, number| self.starts.get(file).map_or(number, |start| start + number);
        file::segments(self.memories)
            .map(move |unit| unit.map(|(file, number, unit)| (at(file, number), unit)))
    }

    /// The segments to keep, in the order of the memories.
    pub fn kept(&self) -> impl Iterator<Item = Result<Segment>> + '_ {
        let kept =
            |unit: &Result<(u64, Segment)>| unit.as_ref().map_or(true, |(at, _)| self.choice.keeps(*at));
        self.all().filter(kept).map(|unit| unit.map(|(_, unit)| unit))
    }

    /// The segments in conflicts, each with its place, whether it is kept, and the place of the best segment.
    pub fn conflicting(&self) -> impl Iterator<Item = Result<Segment>> + '_ {
        self.all().filter_map(|unit| {
            let (at, mut unit) = match unit {
                Ok(unit) => unit,
                Err(error) => return Some(Err(error)),
            };
            let conflict = self.choice.conflict(at)?;
            let kept = if self.choice.keeps(at) { "yes" } else { "no" };
            let told = [self.place_name(at), kept.to_string(), self.place_name(conflict.best)];
            unit.extra.extend(CONFLICT.into_iter().zip(told).map(|(name, text)| (name.into(), text.into())));
            Some(Ok(unit))
        })
    }

    /// The kept segments that have duplicates, each with the size of its group ([`COUNT`]).
    pub fn repeated(&self) -> impl Iterator<Item = Result<Segment>> + '_ {
        self.all().filter_map(|unit| match unit {
            Ok((at, mut unit)) => {
                let count = self.choice.count(at).filter(|&count| count > 1)?;
                unit.extra.push((COUNT.into(), count.into()));
                Some(Ok(unit))
            }
            Err(error) => Some(Err(error)),
        })
    }

    /// The memory of the segment with number `at`, and its number there, from 1.
    pub fn place(&self, at: u64) -> (&'a Memory, u64) {
        let file = self.starts.partition_point(|&start| start <= at).saturating_sub(1);
        (&self.memories[file], at - self.starts.get(file).copied().unwrap_or(0) + 1)
    }

    /// [`Report::place`] as text, such as `old.tmx:12`.
    pub fn place_name(&self, at: u64) -> String {
        let (memory, number) = self.place(at);
        format!("{}:{number}", memory.path().display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::segment::{Segment, Status};

    fn chosen(units: &[(&str, &str, Status, f32)], rule: Rule, keep_all: bool) -> Choice {
        let mut choosing = Choosing::default();
        for (at, &(en, ru, status, confidence)) in (0..).zip(units) {
            let segment = Segment {
                en: en.into(),
                ru: ru.into(),
                status,
                confidence: Some(confidence),
                ..Segment::default()
            };
            choosing.add(at, Key::of(&segment, Fold::Marks), Rank::of(&segment, 0));
        }
        choosing.finish(rule, keep_all)
    }

    fn counts(choice: &Choice) -> Vec<Option<u64>> {
        (0..choice.met()).map(|at| choice.count(at)).collect()
    }

    #[test]
    fn the_surest_of_the_same_texts_stands_for_all() {
        use Status::Auto;
        let units = [
            ("“All”", "«Все»", Auto, 0.5),
            ("One", "Один", Auto, 0.5),
            ("\"All\"", "«Всё»", Auto, 0.9),
            ("all", "все", Auto, 0.5),
        ];
        let choice = chosen(&units, Rule::Pairs, false);
        assert_eq!(counts(&choice), [None, Some(1), Some(2), Some(1)]);
        assert_eq!((choice.met(), choice.folded()), (4, 1));
        assert!(choice.conflicts().is_empty());
    }

    #[test]
    fn one_translation_of_a_source_stays_and_rejected_ones_are_none() {
        use Status::{Auto, Rejected, Reviewed};
        let units = [
            ("A", "Б", Auto, 0.9),
            ("A", "В", Reviewed, 0.1),
            ("A", "Г", Rejected, 0.1),
            ("D", "Д", Auto, 0.9),
            ("D", "Д", Rejected, 0.1),
            ("D", "Е", Auto, 0.2),
        ];
        let choice = chosen(&units, Rule::Sources, false);
        assert_eq!(counts(&choice), [None, Some(1), Some(1), None, Some(2), Some(1)]);
        assert_eq!(choice.conflicts(), [Conflict { at: 0, best: 1 }, Conflict { at: 1, best: 1 }]);
        assert_eq!(choice.conflict(0).map(|c| c.best), Some(1));
        let all = chosen(&units, Rule::Sources, true);
        assert_eq!(counts(&all), [Some(1), Some(1), Some(1), None, Some(2), Some(1)]);
        assert_eq!(all.conflicts(), choice.conflicts());
    }
}
