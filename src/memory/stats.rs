//! Statistics of translation memories.

use crate::memory::segment::{Flag, Segment, Status};
use serde::Serialize;
use std::collections::BTreeMap;

/// The number of bins of the confidence from 0 to 1.
const BINS: usize = 10;

/// Counts over segments. [`Stats::add`] adds one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stats {
    /// The number of segments.
    pub units: u64,
    /// The size of the English side.
    pub en: Size,
    /// The size of the Russian side.
    pub ru: Size,
    /// Segments by shape.
    pub shapes: BTreeMap<String, u64>,
    /// Segments by status.
    pub statuses: BTreeMap<&'static str, u64>,
    /// Segments by flag. A segment may have several flags.
    pub flags: BTreeMap<&'static str, u64>,
    /// Segments by confidence in tenths: from 0, from 0.1, and so on. The last bin includes 1.
    pub confidence: [u64; BINS],
    /// Segments without a confidence.
    pub no_confidence: u64,
}

/// The size of one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Segments without text on this side.
    pub empty: u64,
    /// Parts between white space that contain a letter or a digit.
    pub words: u64,
    /// Characters, including spaces.
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
                // In thousandths, as files have it, so that 0.29999 counts as 0.3.
                let thousandths = (c.clamp(0.0, 1.0) * 1000.0).round() as usize;
                self.confidence[(thousandths * BINS / 1000).min(BINS - 1)] += 1;
            }
        }
    }

    /// The number of segments with `status`.
    pub fn with_status(&self, status: Status) -> u64 {
        self.statuses.get(status.as_str()).copied().unwrap_or(0)
    }
}
