//! How large a memory is, and what it is made of.

use crate::memory::segment::{Flag, Segment, Status};
use serde::Serialize;
use std::collections::BTreeMap;

/// Equal parts of the confidence from 0 to 1.
const BINS: usize = 10;

/// Counts over units; [`Stats::add`] takes each.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stats {
    /// All units.
    pub units: u64,
    /// What stands on the English sides.
    pub en: Size,
    /// What stands on the Russian sides.
    pub ru: Size,
    /// Segments by shape.
    pub shapes: BTreeMap<String, u64>,
    /// Segments by status.
    pub statuses: BTreeMap<&'static str, u64>,
    /// Segments by flag; a unit may have several.
    pub flags: BTreeMap<&'static str, u64>,
    /// Segments by confidence, in tenths: from 0, from 0.1, ...; the last holds 1 too.
    pub confidence: [u64; BINS],
    /// Segments that say nothing of their confidence.
    pub no_confidence: u64,
}

/// The size of one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Segments without text on this side.
    pub empty: u64,
    /// What white space parts and holds a letter or a digit.
    pub words: u64,
    /// Characters, spaces included.
    pub characters: u64,
    /// Characters of the longest text.
    pub longest: u64,
}

impl Size {
    fn add(&mut self, text: &str) {
        let is_word = |word: &&str| word.contains(char::is_alphanumeric);
        let characters = text.chars().count() as u64;
        self.empty += u64::from(text.is_empty());
        self.words += text.split_whitespace().filter(is_word).count() as u64;
        self.characters += characters;
        self.longest = self.longest.max(characters);
    }
}

impl Stats {
    /// Counts `segment`.
    pub fn add(&mut self, segment: &Segment) {
        self.units += 1;
        self.en.add(&segment.en);
        self.ru.add(&segment.ru);
        *self.shapes.entry(segment.shape.to_string()).or_default() += 1;
        *self.statuses.entry(segment.status.as_str()).or_default() += 1;
        for flag in Flag::ALL.into_iter().filter(|flag| segment.flags.contains(flag)) {
            *self.flags.entry(flag.as_str()).or_default() += 1;
        }
        match segment.confidence {
            None => self.no_confidence += 1,
            Some(c) => {
                // In thousandths, as it is written: 0.3 is no 0.29999.
                let thousandths = (c.clamp(0.0, 1.0) * 1000.0).round() as usize;
                self.confidence[(thousandths * BINS / 1000).min(BINS - 1)] += 1;
            }
        }
    }

    /// How many units have `status`.
    pub fn with_status(&self, status: Status) -> u64 {
        self.statuses.get(status.as_str()).copied().unwrap_or(0)
    }
}
