//! The decisions that people made in merged memories. The record of the run keeps them (the journal, then `run.json`), so
//! that they reach every later memory, also one with another name or options.

use crate::memory::segment::{Segment, Status};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The decided segments. A rejected one is in no memory, so only this record knows it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Segment>", into = "Vec<Segment>")]
pub(super) struct Decisions {
    /// By segment id.
    segments: BTreeMap<String, Segment>,
}

impl Decisions {
    /// Records a decision. A segment with [`Status::Auto`] withdraws an earlier one.
    pub(super) fn add(&mut self, segment: Segment) {
        match segment.status {
            Status::Auto => drop(self.segments.remove(&segment.segment_id)),
            _ => drop(self.segments.insert(segment.segment_id.clone(), segment)),
        }
    }

    /// Whether adding `segment` changes something.
    pub(super) fn is_new(&self, segment: &Segment) -> bool {
        match self.segments.get(&segment.segment_id) {
            Some(known) => known != segment,
            None => segment.status != Status::Auto,
        }
    }

    /// `segment`, or its decided version. A decision in the output of the pair prevails.
    pub(super) fn decided(&self, segment: Segment) -> Segment {
        match self.segments.get(&segment.segment_id) {
            Some(decided) if segment.status == Status::Auto => decided.clone(),
            _ => segment,
        }
    }

    /// The decided segments, in the order of documents and sentences.
    pub(super) fn in_order(&self) -> Vec<&Segment> {
        let mut all: Vec<&Segment> = self.segments.values().collect();
        all.sort_by_key(|segment| (&segment.document, &segment.en_ids, &segment.ru_ids));
        all
    }

    pub(super) fn len(&self) -> usize {
        self.segments.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }
}

impl From<Vec<Segment>> for Decisions {
    fn from(segments: Vec<Segment>) -> Decisions {
        let mut decisions = Decisions::default();
        segments.into_iter().for_each(|segment| decisions.add(segment));
        decisions
    }
}

impl From<Decisions> for Vec<Segment> {
    fn from(decisions: Decisions) -> Vec<Segment> {
        decisions.segments.into_values().collect()
    }
}
