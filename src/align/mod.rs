//! Aligns two documents: from sentences to a bitext.
//!
//! `features` extracts features from the sentences. `word_links` links the words of both sides. Chains of rare words
//! select the part of the table to search (`corridor`, `prune`). The cost of a bead is a weighted sum of its features
//! (`pair_features`, `word_score`, `score`), and the search finds the best ladder through the table (`lattice`,
//! `windows`). Then each bead gets a confidence (`confidence`), readable anchors and flags (`assess`), and moved
//! sections are paired among the unpaired sentences (`moved`).
//!
//! Takes an [`EnRu`] of documents or sentences and returns a [`Bitext`]. Cost: p log p in the p marked cells of the table,
//! otherwise linear. Sources: Moore (2002), Melamed (1999), Goel and Byrne (2000); `docs/design.md` describes the model.
//!
//! Not done: crossing beads in the ladder; splitting a sentence to improve the alignment.

mod assess;
mod band;
mod bead_costs;
mod cell_scores;
mod confidence;
mod corridor;
mod costs;
mod crossed;
mod explain;
mod extremes;
mod features;
#[doc(hidden)]
pub mod fit;
mod fixed;
mod lattice;
mod linked;
mod model;
mod moved;
mod options;
mod own_costs;
mod pair_features;
#[doc(hidden)]
pub mod parts;
mod posterior;
mod prune;
mod row_costs;
mod score;
mod shapes;
mod sides;
mod ties;
mod windows;
mod word_links;
mod word_score;

pub use explain::{Explanation, Reason, RunnerUp, Tie};
pub use fixed::{Fixed, FixedError, Misfit};
#[doc(hidden)]
pub use model::model_hash;
pub use options::{AlignError, AlignOptions, Alignment};

use crate::bitext::Bitext;
use crate::document::{Document, EnRu, Sentences};
use crate::furniture;
use crate::ladder::Shape;
use crate::lexicon::Lexicon;
use crate::split::Splitter;
use fixed::Pins;
use model::Model;
use sides::Sides;
use std::convert::Infallible;
use windows::Search;

/// Aligns documents. Cheap to clone and shareable between threads.
#[derive(Clone, Debug, Default)]
pub struct Aligner {
    lexicon: Lexicon,
    splitter: Splitter,
    keep_furniture: bool,
    model: Model,
}

impl Aligner {
    /// Sets the lexicon.
    pub fn with_lexicon(self, lexicon: Lexicon) -> Aligner {
        Aligner { lexicon, ..self }
    }

    /// Sets the splitter.
    pub fn with_splitter(self, splitter: Splitter) -> Aligner {
        Aligner { splitter, ..self }
    }

    /// Sets whether to keep lists that have another order in the translation.
    pub fn keep_furniture(self, keep_furniture: bool) -> Aligner {
        Aligner { keep_furniture, ..self }
    }

    /// Splits both documents and aligns their sentences.
    pub fn align(&self, pair: EnRu<Document>) -> Bitext {
        self.align_sentences(self.split(pair))
    }

    /// Splits both documents into sentences. Lists that are alphabetical on both sides, and so in different order,
    /// become furniture first.
    pub fn split(&self, pair: EnRu<Document>) -> EnRu<Sentences> {
        let pair = if self.keep_furniture { pair } else { furniture::mark_reordered(pair) };
        pair.map(|document| self.splitter.split(document))
    }

    /// Aligns sentences.
    pub fn align_sentences(&self, pair: EnRu<Sentences>) -> Bitext {
        let Ok(alignment) =
            self.run(pair, &Pins::default(), AlignOptions::default(), &|| Ok::<_, Infallible>(()));
        alignment.bitext
    }

    /// Aligns sentences, with options.
    ///
    /// # Errors
    /// If a fixed point names a sentence that does not exist or crosses another one, or if [`AlignOptions::stop`]
    /// returns true.
    pub fn align_with(
        &self,
        pair: EnRu<Sentences>,
        options: &AlignOptions<'_>,
    ) -> Result<Alignment, AlignError> {
        let pins = Pins::new(options.fixed, Shape { en: pair.en().len(), ru: pair.ru().len() })?;
        let stopped = || options.stop.is_some_and(|stop| stop());
        let ask = || if stopped() { Err(AlignError::Stopped) } else { Ok(()) };
        self.run(pair, &pins, *options, &ask)
    }

    /// Describes a name that differs between a text and its translation, if there is one, as the flag `name-mismatch`
    /// does. Cost: about that of aligning the two texts if both have names, otherwise almost nothing.
    pub fn name_mismatch(&self, en: &str, ru: &str) -> Option<String> {
        assess::name_mismatch((en, ru), &self.splitter, &self.lexicon)
    }

    fn run<E>(
        &self,
        pair: EnRu<Sentences>,
        pins: &Pins,
        AlignOptions { explain, jobs, .. }: AlignOptions<'_>,
        ask: &dyn Fn() -> Result<(), E>,
    ) -> Result<Alignment, E> {
        let sides = Sides::new(&pair, &self.lexicon, jobs, ask)?;
        let search = Search::new(&self.model, &sides, pins);
        ask()?;
        let mut notes = explain::Notes::new(explain, &self.model.weights);
        let mut steps = match explain {
            true => search.ladder(jobs, ask, &mut Some(&mut |part| notes.take(part)))?,
            false => search.ladder(jobs, ask, &mut None)?,
        };
        let crossed = crossed::split(&mut steps, &search, |index, parts| notes.replace(index, parts));
        let whole = confidence::Whole::of(&steps, &sides);
        let grounds = confidence::grounds(&steps, &sides, &whole, pins);
        ask()?;
        let explanations = notes.explanations(&steps, &grounds, &sides, &pair, &self.lexicon);
        let moved = moved::moved(&steps, &crossed, &search, &whole, ask)?;
        ask()?;
        let bitext = assess::bitext(pair, &sides, (&steps, &grounds), moved, jobs);
        Ok(Alignment { bitext, explanations })
    }
}
