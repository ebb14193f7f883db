//! Beads and ladders: which sentences correspond, as ranges of sentence numbers.
//!
//! A [`Ladder`] covers each sentence of both sides once, in order, which [`Ladder::new`] checks. Cost: linear in the beads.
//!
//! Bracket notation (Vecalign, Bertalign) has one bead per line, as two lists of 0-based sentence numbers: `[0,
//! 1]:[0]`. An optional third field, a cost, is ignored.

pub(crate) mod formats;

#[doc(hidden)]
pub use formats::bracket::{LooseBead, parse_brackets};
pub use formats::{ScoredLadder, read_ladder};

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// English sentences `en` correspond to Russian sentences `ru`. One of the two ranges may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bead {
    /// English sentence numbers, 0-based.
    pub en: Range<usize>,
    /// Russian sentence numbers, 0-based.
    pub ru: Range<usize>,
}

impl Bead {
    /// The number of sentences on each side.
    pub fn shape(&self) -> Shape {
        Shape { en: self.en.len(), ru: self.ru.len() }
    }

    /// Whether both sides have a sentence.
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

/// Beads that cover every sentence of both sides once and in order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Ladder {
    beads: Vec<Bead>,
}

/// Why beads are not a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LadderError {
    /// A bead does not start where the one before it ends.
    Gap {
        /// Number of the bead, from 1.
        bead: usize,
        /// The bead in bracket notation, with ranges for the sentences of a long one.
        text: String,
    },
    /// A bead without any sentence.
    Empty(usize),
    /// The beads and the documents have different numbers of sentences.
    Length {
        /// The sentences of the beads.
        found: Shape,
        /// The sentences of the documents.
        expected: Shape,
    },
    /// A line that is not a bead in bracket notation.
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The text of the line.
        text: String,
    },
}

impl fmt::Display for LadderError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            LadderError::Gap { bead, text } => write!(
                f,
                "bead {bead} ({text}) does not start where the one before it ends: every sentence must be in one bead, in order"
            ),
            LadderError::Empty(bead) => write!(f, "bead {bead} is empty on both sides"),
            LadderError::Length { found, expected } => write!(
                f,
                "the beads have {found} sentences, but the documents have {expected} (English-Russian)"
            ),
            LadderError::Syntax { line, text } => {
                write!(f, "line {line}: expected a bead such as [0, 1]:[0], found '{text}'")
            }
        }
    }
}

impl std::error::Error for LadderError {}

impl Ladder {
    /// Checks that the beads start at (0, 0) and that each starts where the one before it ends.
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
                return Err(LadderError::Gap { bead: index + 1, text: brief(bead) });
            }
            (en, ru) = (bead.en.end, bead.ru.end);
        }
        Ok(Ladder { beads })
    }

    /// Like [`Ladder::new`], and checks that the beads cover all `expected` sentences.
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

    /// The number of sentences on each side.
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

/// The most sentences that an error lists one by one. A damaged file may claim any number.
const LISTED: usize = 20;

fn brief(bead: &Bead) -> String {
    match bead.en.len().max(bead.ru.len()) > LISTED {
        true => format!("[{:?}]:[{:?}]", bead.en, bead.ru),
        false => bead.to_string(),
    }
}

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.beads.iter().try_for_each(|bead| writeln!(f, "{bead}"))
    }
}
