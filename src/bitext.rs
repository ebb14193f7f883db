//! A bitext: two documents, the ladder between them, and what is known of each bead.

use crate::document::Sentences;
use crate::ladder::{Bead, Ladder, Shape};
use crate::segment::{Flag, Segment, Status, segment_id};
use crate::text;
use rustc_hash::FxHashMap;

/// What the aligner found out about one bead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// Estimated probability that the bead is right, 0 to 1.
    pub confidence: f32,
    /// What tied the two sides, strongest first, readable.
    pub anchors: Vec<String>,
    /// What looks wrong.
    pub flags: Vec<Flag>,
    /// What a person said of it.
    pub decided: Decided,
}

/// What a person said of a bead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    /// Whether it is right.
    pub status: Status,
    /// The English text in place of that of the document.
    pub en: Option<String>,
    /// The Russian text in place of that of the document.
    pub ru: Option<String>,
}

/// Two documents, the ladder between them, and a judgement of each bead.
#[derive(Clone, Debug, PartialEq)]
pub struct Bitext {
    name: String,
    en: Sentences,
    ru: Sentences,
    ladder: Ladder,
    judgements: Vec<Judgement>,
}

impl Bitext {
    /// A bitext from its parts, named after the English document.
    ///
    /// # Panics
    /// When the ladder does not cover the sentences, or there is not one judgement a bead.
    pub fn new(en: Sentences, ru: Sentences, ladder: Ladder, judgements: Vec<Judgement>) -> Bitext {
        assert_eq!(ladder.size(), Shape { en: en.len(), ru: ru.len() }, "the ladder must cover both sides");
        assert_eq!(ladder.beads().len(), judgements.len(), "one judgement a bead");
        Bitext { name: en.document().name().to_string(), en, ru, ladder, judgements }
    }

    /// The same bitext under another name (the `document` column).
    pub fn named(self, name: impl Into<String>) -> Bitext {
        Bitext { name: name.into(), ..self }
    }

    /// The name of the pair.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The English sentences.
    pub fn en(&self) -> &Sentences {
        &self.en
    }

    /// The Russian sentences.
    pub fn ru(&self) -> &Sentences {
        &self.ru
    }

    /// Which sentences go together.
    pub fn ladder(&self) -> &Ladder {
        &self.ladder
    }

    /// What is known of each bead, in the order of the ladder.
    pub fn judgements(&self) -> &[Judgement] {
        &self.judgements
    }

    /// Sets what a person said of bead `index`. A bead that they rejected has no confidence left.
    ///
    /// # Panics
    /// When the ladder has no such bead.
    pub fn decide(&mut self, index: usize, decided: Decided) {
        let judgement = &mut self.judgements[index];
        if decided.status == Status::Rejected {
            judgement.confidence = 0.0;
        }
        judgement.decided = decided;
    }

    /// The paired segments, in document order.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.all_segments().filter(|s| s.shape.en > 0 && s.shape.ru > 0)
    }

    /// All segments in document order, those without counterpart (`1-0`, `0-1`) too. Ids are those of the texts of the
    /// documents, whatever a person put in their place.
    pub fn all_segments(&self) -> impl Iterator<Item = Segment> + '_ {
        let mut seen: FxHashMap<String, ()> = FxHashMap::default();
        self.ladder.beads().iter().zip(&self.judgements).map(move |(bead, judgement)| {
            let (en, ru) = (self.text(&self.en, bead.en.clone()), self.text(&self.ru, bead.ru.clone()));
            let id = (0..)
                .map(|ordinal| segment_id(&self.name, &en, &ru, ordinal))
                .find(|id| seen.insert(id.clone(), ()).is_none())
                .expect("ordinals do not run out");
            let Decided { en: other_en, ru: other_ru, .. } = judgement.decided.clone();
            self.segment(bead, judgement, other_en.unwrap_or(en), other_ru.unwrap_or(ru), id)
        })
    }

    fn segment(&self, bead: &Bead, judgement: &Judgement, en: String, ru: String, id: String) -> Segment {
        Segment {
            en,
            ru,
            confidence: Some(judgement.confidence),
            shape: bead.shape(),
            status: judgement.decided.status,
            en_ids: bead.en.clone().map(|i| i + 1).collect(),
            ru_ids: bead.ru.clone().map(|i| i + 1).collect(),
            anchors: judgement.anchors.clone(),
            flags: judgement.flags.clone(),
            document: self.name.clone(),
            segment_id: id,
        }
    }

    /// The cleaned sentences of `range`, joined by one space.
    fn text(&self, side: &Sentences, range: std::ops::Range<usize>) -> String {
        let mut out = String::new();
        for index in range {
            let before = out.len();
            if before > 0 {
                out.push(' ');
            }
            let start = out.len();
            text::append_clean(&mut out, side.text(index));
            if out.len() == start {
                out.truncate(before);
            }
        }
        out
    }
}
