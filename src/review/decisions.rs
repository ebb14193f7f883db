//! Reuses the decisions of a review when the same documents are aligned again.
//!
//! A line diff compares the sentences of the review with those of the documents, so that a decision finds its sentences
//! even if others were added or removed before them. If all sentences of a decision are still there and adjacent, they
//! become a fixed point for the search. Cost: that of the diff, about linear.

use super::{Item, Review};
use crate::align::Fixed;
use crate::bitext::{Bitext, Decided};
use crate::document::{Lang, Sentences};
use crate::ladder::Bead;
use crate::memory::segment::{Flag, Segment};
use crate::text::clean;
use imara_diff::{Algorithm, Diff, InternedInput};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A decision and the current position of its sentences.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decision {
    /// The reviewed segment, with its sentences at the time.
    pub item: Item,
    /// The position of the sentences in the documents; `None` if they have changed.
    pub bead: Option<Bead>,
}

/// The decisions about one pair of documents, with their positions in the documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    /// In the order of the review.
    pub(crate) all: Vec<Decision>,
}

impl Decisions {
    /// Finds the sentences of the decisions about the pair `name`. A review of a single pair applies to any name, since
    /// files get renamed.
    pub fn place(review: &Review, name: &str, en: &Sentences, ru: &Sentences) -> Decisions {
        let document = review.segments.first().map(|item| &item.segment.document);
        let single = review.segments.iter().all(|item| Some(&item.segment.document) == document);
        let about = |item: &&Item| single || item.segment.document == name;
        let items: Vec<&Item> = review.segments.iter().filter(about).collect();
        let [en, ru] = [(Lang::En, en), (Lang::Ru, ru)].map(|(lang, new)| {
            Moves::new(items.iter().map(|item| (item.ids(lang), item.sentences(lang))), new)
        });
        let (mut all, mut at, mut end) = (Vec::new(), (0, 0), (0, 0));
        for item in items {
            let Segment { flags, en_ids, ru_ids, .. } = &item.segment;
            let moved = flags.contains(&Flag::Moved);
            let old = (en.before(en_ids, at.0), ru.before(ru_ids, at.1));
            if !moved {
                at = (old.0.end, old.1.end);
            }
            if !item.is_decided() {
                continue;
            }
            let bead = en.of(old.0).zip(ru.of(old.1)).map(|(en, ru)| Bead { en, ru });
            // The search is monotonic, so it cannot keep a decision that is out of order.
            let bead = bead.filter(|b| !moved && b.en.start >= end.0 && b.ru.start >= end.1);
            if let Some(bead) = &bead {
                end = (bead.en.end, bead.ru.end);
            }
            all.push(Decision { item: item.clone(), bead });
        }
        Decisions { all }
    }

    /// The fixed points for the search.
    pub fn fixed(&self) -> Vec<Fixed> {
        self.all.iter().filter_map(|d| d.bead.clone()).map(Fixed::Bead).collect()
    }

    /// Applies the decisions to `bitext`, which was aligned with [`Decisions::fixed`]. Returns the decisions that no
    /// longer apply. A decision whose position is unknown still applies to a segment with the same id.
    pub fn apply(&self, bitext: &mut Bitext) -> Vec<&Item> {
        let moved = bitext.moved().iter().map(|(bead, _)| bead);
        let beads: FxHashMap<Bead, usize> =
            bitext.ladder().beads().iter().chain(moved).cloned().zip(0..).collect();
        let ids: FxHashMap<String, Bead> = bitext
            .all_segments()
            .map(|s| (s.segment_id, Bead { en: range(&s.en_ids), ru: range(&s.ru_ids) }))
            .collect();
        let mut lost = Vec::new();
        for Decision { item, bead } in &self.all {
            let by_id = || ids.get(&item.segment.segment_id);
            let places = bead.as_ref().or_else(by_id).map_or(Vec::new(), one_by_one);
            let mut found: Vec<usize> = places.iter().filter_map(|b| beads.get(b)).copied().collect();
            // One edited text cannot be the text of several segments.
            if found.len() > 1 && item.is_edited() {
                found.clear();
            }
            if found.is_empty() {
                lost.push(item);
            }
            for index in found {
                bitext.decide(index, decided(item));
            }
        }
        lost
    }
}

fn decided(item: &Item) -> Decided {
    let edited = |lang| {
        let text = item.segment.text(lang);
        (text != item.original(lang)).then(|| clean(text))
    };
    Decided { status: item.decided_status(), en: edited(Lang::En), ru: edited(Lang::Ru) }
}

/// Converts consecutive numbers from 1 to a range from 0.
fn range(ids: &[usize]) -> Range<usize> {
    ids.first().map_or(0..0, |first| first - 1..first - 1 + ids.len())
}

/// Splits an unpaired bead into beads of one sentence, as a ladder has them.
fn one_by_one(bead: &Bead) -> Vec<Bead> {
    let Bead { en, ru } = bead.clone();
    match (en.len(), ru.len()) {
        (_, 0) => en.map(|i| Bead { en: i..i + 1, ru: ru.clone() }).collect(),
        (0, _) => ru.map(|j| Bead { en: en.clone(), ru: j..j + 1 }).collect(),
        _ => vec![bead.clone()],
    }
}

/// Maps the old sentences of one side to the new ones.
struct Moves {
    /// The numbers of the old sentences, in order.
    ids: Vec<usize>,
    /// The new index of each old sentence, if it is unchanged.
    new: Vec<Option<usize>>,
    len: usize,
}

impl Moves {
    fn new<'a>(old: impl Iterator<Item = (&'a [usize], &'a [String])>, new: &Sentences) -> Moves {
        let mut old: Vec<(usize, &String)> =
            old.flat_map(|(ids, sentences)| ids.iter().copied().zip(sentences)).collect();
        old.sort_by_key(|(id, _)| *id);
        let mut input: InternedInput<String> = InternedInput::default();
        input.update_before(old.iter().map(|(_, sentence)| (*sentence).clone()));
        input.update_after((0..new.len()).map(|i| clean(new.text(i))));
        let ids = old.iter().map(|(id, _)| *id).collect();
        let mut moves = Moves { ids, new: Vec::with_capacity(input.before.len()), len: new.len() };
        let mut next = 0;
        for hunk in Diff::compute(Algorithm::Histogram, &input).hunks() {
            moves.keep_until(hunk.before.start as usize, &mut next);
            moves.new.resize(hunk.before.end as usize, None);
            next = hunk.after.end as usize;
        }
        moves.keep_until(input.before.len(), &mut next);
        moves
    }

    /// The indices of the old sentences with these numbers. Without numbers, the empty range at `at`.
    fn before(&self, ids: &[usize], at: usize) -> Range<usize> {
        let first = ids.first().map_or(at, |first| self.ids.partition_point(|id| id < first));
        first..first + ids.len()
    }

    fn keep_until(&mut self, end: usize, next: &mut usize) {
        while self.new.len() < end {
            self.new.push(Some(*next));
            *next += 1;
        }
    }

    /// The new range of the old sentences `range`, if all are unchanged and still adjacent. An empty range has a new
    /// position if the sentences before and after it are still adjacent.
    fn of(&self, range: Range<usize>) -> Option<Range<usize>> {
        let place = |index: usize| self.new.get(index).copied().flatten();
        if range.is_empty() {
            let after = if range.start == self.new.len() { Some(self.len) } else { place(range.start) };
            let before = match range.start.checked_sub(1) {
                None => Some(0),
                Some(last) => place(last).map(|p| p + 1),
            };
            return after.zip(before).filter(|(a, b)| a == b).map(|(a, _)| a..a);
        }
        let first = place(range.start)?;
        let follows = range.clone().enumerate().all(|(k, index)| place(index) == Some(first + k));
        follows.then(|| first..first + range.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;

    #[test]
    fn unchanged_sentences_are_found_at_their_new_position() {
        let old: Vec<String> = ["a", "b", "c", "b", "d"].map(String::from).to_vec();
        let new = Sentences::from_lines("n", Lang::En, "x\na\nb\nc\ny\nb\nd");
        let moves = Moves::new([(&[1, 2, 3, 4, 5][..], &old[..])].into_iter(), &new);
        assert_eq!(moves.new, [1, 2, 3, 5, 6].map(Some));
        assert_eq!(moves.of(0..3), Some(1..4));
        assert_eq!(moves.of(2..4), None, "a sentence was inserted between them");
        assert_eq!(moves.of(1..1), Some(2..2));
        assert_eq!((moves.of(0..0), moves.of(3..3), moves.of(5..5)), (None, None, Some(7..7)));
    }
}
