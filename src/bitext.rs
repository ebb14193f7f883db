//! A bitext: two documents, the ladder between them, and what is known of each bead.

use crate::document::{EnRu, Sentences};
#[cfg(feature = "files")]
use crate::error::Result;
use crate::ladder::{Bead, Ladder, ScoredLadder, Shape};
use crate::memory::format::{Format, WriteOptions};
use crate::memory::formats::hunalign::SEPARATOR;
use crate::memory::ids::Ids;
use crate::memory::segment::{Flag, Segment, Status};
#[cfg(feature = "files")]
use crate::memory::writer::save_segments;
use crate::memory::writer::{write_ladder, write_segments};
use crate::text;
use rustc_hash::FxHashSet;
use std::io;
#[cfg(feature = "files")]
use std::path::Path;

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
    moved: Vec<(Bead, Judgement)>,
}

impl Bitext {
    /// A bitext from its parts, named after the English document.
    ///
    /// # Panics
    /// When the ladder does not cover the sentences, or there is not one judgement a bead.
    pub fn new(pair: EnRu<Sentences>, ladder: Ladder, judgements: Vec<Judgement>) -> Bitext {
        let (en, ru) = pair.into_sides();
        assert_eq!(ladder.size(), Shape { en: en.len(), ru: ru.len() }, "the ladder must cover both sides");
        assert_eq!(ladder.beads().len(), judgements.len(), "one judgement a bead");
        Bitext { name: en.document().name().to_string(), en, ru, ladder, judgements, moved: Vec::new() }
    }

    /// The same bitext, with paired beads found out of document order. Each of their sentences stands in the ladder, which
    /// stays as it is, as an unpaired bead of its own.
    ///
    /// # Panics
    /// When a bead is not paired, has a sentence that stands otherwise in the ladder, or shares one with another.
    pub fn with_moved(self, moved: Vec<(Bead, Judgement)>) -> Bitext {
        let mut free = (vec![false; self.en.len()], vec![false; self.ru.len()]);
        for bead in self.ladder.beads().iter().filter(|bead| bead.en.len() + bead.ru.len() == 1) {
            free.0[bead.en.clone()].fill(true);
            free.1[bead.ru.clone()].fill(true);
        }
        for (bead, _) in &moved {
            assert!(bead.is_paired(), "{bead} has an empty side");
            for (free, range) in [(&mut free.0, &bead.en), (&mut free.1, &bead.ru)] {
                assert!(!free[range.clone()].contains(&false), "{bead} is not free to pair");
                free[range.clone()].fill(false);
            }
        }
        Bitext { moved, ..self }
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

    /// Sets what a person said of bead `index` of the ladder, or, counted on, of the moved ones. A bead that they rejected
    /// has no confidence left.
    ///
    /// # Panics
    /// When there is no such bead.
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

    /// The paired beads found out of document order, in order of the English sentences. The ladder leaves all their
    /// sentences unpaired.
    pub fn moved(&self) -> &[(Bead, Judgement)] {
        &self.moved
    }

    /// The beads of all segments, and what is known of each: those of the ladder in document order, without the sentences
    /// that stand in a moved bead, then those that were moved.
    pub fn judged(&self) -> impl Iterator<Item = (&Bead, &Judgement)> {
        self.beads(self.elsewhere(), &self.moved)
    }

    /// The paired segments: those of the ladder in document order, then those that were moved.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.all_segments().filter(Segment::is_paired)
    }

    /// All segments, those without counterpart (`1-0`, `0-1`) too, in document order, then those that were moved. Every
    /// sentence stands in one of them. Ids are those of the texts of the documents, whatever a person put in their place.
    pub fn all_segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.numbered(self.judged())
    }

    /// The segments of the ladder alone, in document order: what was moved stands unpaired. Every sentence stands in one
    /// of them.
    pub fn ordered_segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.numbered(self.beads(Default::default(), &[]))
    }

    /// The sentences that stand in a moved segment: English, Russian.
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
    /// What `out` reports; [`io::ErrorKind::Unsupported`] for [`Format::Moses`], which is two files.
    pub fn write(&self, format: Format, options: &WriteOptions, out: &mut dyn io::Write) -> io::Result<()> {
        match format.is_ladder() {
            true => write_ladder(&self.into(), format, out),
            false => write_segments(self.segments_for(format, options), format, options, out),
        }
    }

    /// [`Bitext::write`] to the file `path` (`-` is standard output), whole or not at all; [`Format::Moses`] makes two
    /// files.
    ///
    /// # Errors
    /// As [`crate::io::output::save`].
    #[cfg(feature = "files")]
    pub fn save(&self, format: Format, options: &WriteOptions, path: &Path, force: bool) -> Result<()> {
        match format.is_ladder() {
            true => crate::io::output::save(path, force, |out| write_ladder(&self.into(), format, out)),
            false => save_segments(self.segments_for(format, options), format, options, path, force),
        }
    }

    /// The segments as `format` holds them. Lines of plain text cannot say that a segment was moved, so it stays
    /// unpaired there. In hunalign's text ` ~~~ ` separates the sentences of a bead.
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
