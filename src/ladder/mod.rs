//! Beads and ladders: which sentences go together, as ranges of sentence numbers.
//!
//! The bracket notation (Vecalign, Bertalign) writes a bead as two lists of 0-based sentence numbers, `[0, 1]:[0]`,
//! a line each; a third field, a cost, may follow and is ignored here.

pub(crate) mod formats;

pub use formats::bracket::{LooseBead, parse_brackets};
pub use formats::{ScoredLadder, read_ladder};

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// English sentences `en` go with Russian sentences `ru`; one of the two ranges may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bead {
    /// English sentence numbers, 0-based.
    pub en: Range<usize>,
    /// Russian sentence numbers, 0-based.
    pub ru: Range<usize>,
}

impl Bead {
    /// How many sentences stand on each side.
    pub fn shape(&self) -> Shape {
        Shape { en: self.en.len(), ru: self.ru.len() }
    }

    /// Whether both sides hold a sentence.
    pub fn is_paired(&self) -> bool {
        !self.en.is_empty() && !self.ru.is_empty()
    }
}

/// The number of sentences on the two sides of a bead, written `2-1`, English first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shape {
    /// English sentences.
    pub en: usize,
    /// Russian sentences.
    pub ru: usize,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.en, self.ru)
    }
}

impl FromStr for Shape {
    type Err = String;

    fn from_str(s: &str) -> Result<Shape, String> {
        s.split_once('-')
            .and_then(|(en, ru)| Some(Shape { en: en.parse().ok()?, ru: ru.parse().ok()? }))
            .ok_or_else(|| format!("'{s}' is not a shape such as 2-1"))
    }
}

/// Beads that cover both sides once, in order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Ladder {
    beads: Vec<Bead>,
}

/// Why beads make no ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LadderError {
    /// A bead does not begin where the one before it ended.
    Gap {
        /// Number of the bead, from 1.
        bead: usize,
        /// The bead in bracket notation.
        text: String,
    },
    /// A bead without any sentence.
    Empty(usize),
    /// The beads end before or after the documents do.
    Length {
        /// Where the beads end.
        found: Shape,
        /// Where the documents end.
        expected: Shape,
    },
    /// A line that is not a bead in bracket notation.
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
}

impl fmt::Display for LadderError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            LadderError::Gap { bead, text } => write!(
                f,
                "bead {bead} ({text}) does not follow on the one before it: every sentence must be in one bead, in order"
            ),
            LadderError::Empty(bead) => write!(f, "bead {bead} is empty on both sides"),
            LadderError::Length { found, expected } => write!(
                f,
                "the beads end at {found} but the documents at {expected} (English-Russian sentences)"
            ),
            LadderError::Syntax { line, text } => {
                write!(f, "line {line}: expected a bead such as [0, 1]:[0], found '{text}'")
            }
        }
    }
}

impl std::error::Error for LadderError {}

impl Ladder {
    /// Checks that the beads follow on one another from (0, 0).
    ///
    /// # Errors
    /// Names the first bead that leaves a gap, overlaps, or is empty.
    pub fn new(beads: Vec<Bead>) -> Result<Ladder, LadderError> {
        let (mut en, mut ru) = (0, 0);
        for (index, bead) in beads.iter().enumerate() {
            if bead.en.is_empty() && bead.ru.is_empty() {
                return Err(LadderError::Empty(index + 1));
            }
            if bead.en.start != en || bead.ru.start != ru || bead.en.end < en || bead.ru.end < ru {
                return Err(LadderError::Gap { bead: index + 1, text: bead.to_string() });
            }
            (en, ru) = (bead.en.end, bead.ru.end);
        }
        Ok(Ladder { beads })
    }

    /// Checks, besides what [`Ladder::new`] checks, that the beads end where the documents do.
    ///
    /// # Errors
    /// As [`Ladder::new`], and [`LadderError::Length`].
    pub fn covering(beads: Vec<Bead>, expected: Shape) -> Result<Ladder, LadderError> {
        let ladder = Ladder::new(beads)?;
        let found = ladder.size();
        if found == expected { Ok(ladder) } else { Err(LadderError::Length { found, expected }) }
    }

    /// The beads, in order.
    pub fn beads(&self) -> &[Bead] {
        &self.beads
    }

    /// How many sentences the ladder covers on each side.
    pub fn size(&self) -> Shape {
        self.beads.last().map_or(Shape { en: 0, ru: 0 }, |b| Shape { en: b.en.end, ru: b.ru.end })
    }

    /// The ladder with the sides swapped.
    pub fn mirrored(&self) -> Ladder {
        let swap = |b: &Bead| Bead { en: b.ru.clone(), ru: b.en.clone() };
        Ladder { beads: self.beads.iter().map(swap).collect() }
    }
}

impl fmt::Display for Bead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |range: &Range<usize>| range.clone().map(|i| i.to_string()).collect::<Vec<_>>().join(", ");
        write!(f, "[{}]:[{}]", list(&self.en), list(&self.ru))
    }
}

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.beads.iter().try_for_each(|bead| writeln!(f, "{bead}"))
    }
}
