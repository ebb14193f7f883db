//! A bitext: two documents, the ladder between them, and a judgement of each bead.

use crate::document::{EnRu, Sentences};
#[cfg(feature = "files")]
use crate::error::Result;
use crate::ladder::{Bead, Ladder, ScoredLadder, Shape};
use crate::memory::format::{Format, WriteOptions};
use crate::memory::formats::hunalign::SEPARATOR;
use crate::memory::ids::Ids;
use crate::memory::segment::{Flag, Segment, Status};
#[cfg(feature = "files")]
use crate::memory::writer;
use crate::memory::writer::{write_ladder, write_segments};
use crate::text;
use rustc_hash::FxHashSet;
use std::io;
#[cfg(feature = "files")]
use std::path::Path;

/// The confidence, anchors, flags and status of a bead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// Estimated probability that the bead is right, 0 to 1.
    pub confidence: f32,
    /// The anchors that both sides share, strongest first, in readable form.
    pub anchors: Vec<String>,
    /// Likely errors.
    pub flags: Vec<Flag>,
    /// The decision of a person.
    pub decided: Decided,
}

/// The decision of a person about a bead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    /// The status.
    pub status: Status,
    /// The edited English text, if it differs from the document.
    pub en: Option<String>,
    /// The edited Russian text, if it differs from the document.
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
    moved: Vec<(Bead, Judgement)>,
}

impl Bitext {
    /// Creates a bitext, named after the English document.
    ///
    /// # Panics
    /// If the ladder does not cover all sentences, or the number of judgements is not that of the beads.
    pub fn new(pair: EnRu<Sentences>, ladder: Ladder, judgements: Vec<Judgement>) -> Bitext {
        let (en, ru) = pair.into_sides();
        assert_eq!(ladder.size(), Shape { en: en.len(), ru: ru.len() }, "the ladder must cover both sides");
        assert_eq!(ladder.beads().len(), judgements.len(), "one judgement per bead");
        Bitext { name: en.document().name().to_string(), en, ru, ladder, judgements, moved: Vec::new() }
    }

    /// Adds paired beads found out of document order. Each of their sentences must be an unpaired bead of the ladder.
    /// The ladder does not change.
    ///
    /// # Panics
    /// If a bead is unpaired, or has a sentence that the ladder pairs or that another moved bead has.
    pub fn with_moved(self, moved: Vec<(Bead, Judgement)>) -> Bitext {
        let mut free = (vec![false; self.en.len()], vec![false; self.ru.len()]);
        for bead in self.ladder.beads().iter().filter(|bead| bead.en.len() + bead.ru.len() == 1) {
            free.0[bead.en.clone()].fill(true);
            free.1[bead.ru.clone()].fill(true);
        }
        for (bead, _) in &moved {
            assert!(bead.is_paired(), "{bead} has an empty side");
            for (free, range) in [(&mut free.0, &bead.en), (&mut free.1, &bead.ru)] {
                assert!(
                    !free[range.clone()].contains(&false),
                    "{bead} has a sentence that is already paired"
                );
                free[range.clone()].fill(false);
            }
        }
        Bitext { moved, ..self }
    }

    /// Renames the bitext. The name is the `document` column of a table.
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

    /// The ladder.
    pub fn ladder(&self) -> &Ladder {
        &self.ladder
    }

    /// The judgement of each bead, in the order of the ladder.
    pub fn judgements(&self) -> &[Judgement] {
        &self.judgements
    }

    /// Sets the decision about bead `index`. Indices count the beads of the ladder first, then the moved beads. The
    /// confidence of a rejected bead becomes 0.
    ///
    /// # Panics
    /// If there is no such bead.
    pub fn decide(&mut self, index: usize, decided: Decided) {
        let judgement = match index.checked_sub(self.judgements.len()) {
            None => &mut self.judgements[index],
            Some(index) => &mut self.moved[index].1,
        };
        if decided.status == Status::Rejected {
            judgement.confidence = 0.0;
        }
        judgement.decided = decided;
    }

    /// The paired beads found out of document order, sorted by English sentence. In the ladder their sentences are
    /// unpaired.
    pub fn moved(&self) -> &[(Bead, Judgement)] {
        &self.moved
    }

    /// All beads with their judgements: first those of the ladder in document order, without sentences of moved beads,
    /// then the moved beads.
    pub fn judged(&self) -> impl Iterator<Item = (&Bead, &Judgement)> {
        self.beads(self.elsewhere(), &self.moved)
    }

    /// The paired segments: those of the ladder in document order, then the moved ones.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.all_segments().filter(Segment::is_paired)
    }

    /// All segments, including unpaired sentences (`1-0`, `0-1`), in document order, then the moved ones. Every
    /// sentence is in exactly one segment. Ids are hashes of the original texts, even if a person edited them.
    pub fn all_segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.numbered(self.judged())
    }

    /// The segments of the ladder only, in document order. Sentences of moved beads are unpaired. Every sentence is in
    /// exactly one segment.
    pub fn ordered_segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.numbered(self.beads(Default::default(), &[]))
    }

    /// The sentences in moved segments: English, Russian.
    fn elsewhere(&self) -> [FxHashSet<usize>; 2] {
        let en = self.moved.iter().flat_map(|(bead, _)| bead.en.clone()).collect();
        [en, self.moved.iter().flat_map(|(bead, _)| bead.ru.clone()).collect()]
    }

    /// The beads of the ladder without the sentences in `en` and `ru`, then those in `moved`.
    fn beads<'a>(
        &'a self,
        [en, ru]: [FxHashSet<usize>; 2],
        moved: &'a [(Bead, Judgement)],
    ) -> impl Iterator<Item = (&'a Bead, &'a Judgement)> {
        let gone = move |bead: &Bead| match (bead.en.is_empty(), bead.ru.is_empty()) {
            (false, true) => en.contains(&bead.en.start),
            (true, false) => ru.contains(&bead.ru.start),
            _ => false,
        };
        let ladder = self.ladder.beads().iter().zip(&self.judgements).filter(move |(bead, _)| !gone(bead));
        ladder.chain(moved.iter().map(|(bead, judgement)| (bead, judgement)))
    }

    fn numbered<'a>(
        &'a self,
        beads: impl Iterator<Item = (&'a Bead, &'a Judgement)> + 'a,
    ) -> impl Iterator<Item = Segment> + 'a {
        let mut ids = Ids::default();
        beads.map(move |(bead, judgement)| {
            let (en, ru) = (self.text(&self.en, bead.en.clone()), self.text(&self.ru, bead.ru.clone()));
            let id = ids.give(&self.name, &en, &ru);
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
            ..Segment::default()
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

    /// Writes the segments to `out`, or, for a format that holds numbers only, the whole ladder.
    ///
    /// # Errors
    /// Those of `out`; [`io::ErrorKind::Unsupported`] for [`Format::Moses`], which needs two files.
    pub fn write(&self, format: Format, options: &WriteOptions, out: &mut dyn io::Write) -> io::Result<()> {
        match format.is_ladder() {
            true => write_ladder(&self.into(), format, out),
            false => write_segments(self.segments_for(format, options), format, options, out),
        }
    }

    /// Writes to the file `path`, or to standard output for `-`, as [`Bitext::write`] does. The file appears completely
    /// or not at all. [`Format::Moses`] writes two files.
    ///
    /// # Errors
    /// As [`crate::io::output::save`].
    #[cfg(feature = "files")]
    pub fn save(&self, format: Format, options: &WriteOptions, path: &Path, force: bool) -> Result<()> {
        match format.is_ladder() {
            true => crate::io::output::save(path, force, |out| write_ladder(&self.into(), format, out)),
            false => {
                let segments = self.segments_for(format, options).map(Ok);
                writer::save(segments, format, options, path, force).map(|_| ())
            }
        }
    }

    /// The segments in the form that `format` needs. Plain text formats cannot mark a segment as moved, so its
    /// sentences stay unpaired there. In hunalign text, ` ~~~ ` separates the sentences of a bead.
    fn segments_for(&self, format: Format, options: &WriteOptions) -> impl Iterator<Item = Segment> + '_ {
        let all: Box<dyn Iterator<Item = Segment>> = match format {
            Format::Hunalign | Format::Moses => Box::new(self.ordered_segments()),
            _ => Box::new(self.all_segments()),
        };
        let (keep_unaligned, has_marks) = (options.keep_unaligned, format == Format::Hunalign);
        all.filter(move |s| keep_unaligned || s.is_paired()).map(move |mut segment| {
            if has_marks {
                segment.en = marked(&self.en, &segment.en_ids);
                segment.ru = marked(&self.ru, &segment.ru_ids);
            }
            segment
        })
    }
}

/// The cleaned sentences with these numbers, from 1, as hunalign joins them.
fn marked(side: &Sentences, ids: &[usize]) -> String {
    ids.iter().map(|&id| text::clean(side.text(id - 1))).collect::<Vec<_>>().join(SEPARATOR)
}

impl From<&Bitext> for ScoredLadder {
    fn from(bitext: &Bitext) -> ScoredLadder {
        ScoredLadder {
            ladder: bitext.ladder().clone(),
            scores: bitext.judgements().iter().map(|j| Some(j.confidence)).collect(),
            documents: [bitext.en(), bitext.ru()].map(|s| s.document().name().to_string()),
        }
    }
}
