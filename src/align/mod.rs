//! The recipe: from two documents to a bitext.

use crate::bitext::{Bitext, Judgement};
use crate::document::{Document, Sentences};
use crate::ladder::{Bead, Ladder};
use crate::lexicon::Lexicon;
use crate::split::split;

/// Aligns documents. Cheap to clone, free to share between threads.
#[derive(Clone, Debug)]
pub struct Aligner {
    lexicon: Lexicon,
}

impl Default for Aligner {
    fn default() -> Aligner {
        Aligner { lexicon: Lexicon::builtin() }
    }
}

impl Aligner {
    /// The same aligner with another lexicon.
    pub fn with_lexicon(self, lexicon: Lexicon) -> Aligner {
        Aligner { lexicon }
    }

    /// Splits both documents and aligns their sentences.
    pub fn align(&self, en: Document, ru: Document) -> Bitext {
        self.align_sentences(split(en), split(ru))
    }

    /// Aligns sentences.
    pub fn align_sentences(&self, en: Sentences, ru: Sentences) -> Bitext {
        let both = en.len().min(ru.len());
        let mut beads: Vec<_> = (0..both).map(|i| Bead { en: i..i + 1, ru: i..i + 1 }).collect();
        beads.extend((both..en.len()).map(|i| Bead { en: i..i + 1, ru: both..both }));
        beads.extend((both..ru.len()).map(|i| Bead { en: en.len()..en.len(), ru: i..i + 1 }));
        let judgements = vec![Judgement::default(); beads.len()];
        Bitext::new(en, ru, Ladder::new(beads).expect("beads follow on one another"), judgements)
    }
}
