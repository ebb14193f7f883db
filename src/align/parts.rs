//! The parts of aligning, to be measured one by one by `benches/align.rs`. Each gives a number, so that nothing is
//! left out as unused.

use super::band::Band;
use super::cost::Beads;
use super::dp::Step;
use super::fixed::Pins;
use super::lexical::Explained;
use super::search::{Corridor, Window};
use super::{Aligner, MARGIN, Search, Sides, Unpaired, confidence, features, judge, paired_costs};
use crate::document::Sentences;
use crate::ladder::Bead;
use crate::lexicon::Lexicon;

/// A pair of documents, ready to have the parts of aligning run on it.
pub struct Parts<'a> {
    en: &'a Sentences,
    ru: &'a Sentences,
    lexicon: &'a Lexicon,
    aligner: Aligner,
    sides: Sides,
    steps: Vec<Step>,
    beads: Vec<Bead>,
    /// The windows of the search.
    windows: Vec<Band>,
}

impl<'a> Parts<'a> {
    /// Aligns the two once.
    pub fn new(en: &'a Sentences, ru: &'a Sentences, lexicon: &'a Lexicon) -> Parts<'a> {
        let aligner = Aligner::default().with_lexicon(lexicon.clone());
        let sides = Sides::new(en, ru, lexicon);
        let mut parts = Parts {
            en,
            ru,
            lexicon,
            aligner,
            sides,
            steps: Vec::new(),
            beads: Vec::new(),
            windows: Vec::new(),
        };
        parts.steps = parts.found();
        parts.beads = parts.steps.iter().map(Bead::from).collect();
        parts.windows = parts.all_windows();
        parts
    }

    fn found(&self) -> Vec<Step> {
        let steps = self.aligner.steps(&self.sides, &Pins::default(), &|| true, &mut |_| ());
        steps.expect("nobody says to stop")
    }

    fn all_windows(&self) -> Vec<Band> {
        let pins = Pins::default();
        let corridor = Corridor::new(&self.sides.en, &self.sides.ru, &self.sides.links, &pins);
        let to = (self.sides.en.len(), self.sides.ru.len());
        let (mut windows, mut at) = (Vec::new(), (0, 0));
        while at != to {
            let Window { band, keep } = corridor.window(at, to, MARGIN, &pins);
            windows.push(band);
            let next = self.beads.partition_point(|b| b.en.end <= keep);
            at = self.beads.get(next).filter(|_| keep < to.0).map_or(to, |b| (b.en.start, b.ru.start));
        }
        windows
    }

    /// Words, stems and anchors of both documents.
    pub fn features(&self) -> usize {
        let side = |sentences| features::side(sentences, self.lexicon, &|| true).map_or(0, |side| side.len());
        side(self.en) + side(self.ru)
    }

    /// Which words, names and numbers of one explain which of the other.
    pub fn links(&self) -> usize {
        Sides::linked(&self.sides.en, &self.sides.ru, self.lexicon).len()
    }

    /// What the sentences of each cell explain of each other.
    pub fn cells(&self) -> usize {
        self.windows.iter().map(|band| self.explained(band).alone().len()).sum()
    }

    /// [`Parts::cells`], then what beads cost where they may matter.
    pub fn costs(&self) -> usize {
        let pins = Pins::default();
        let search = self.search_of(&pins);
        let cost = |wide: &Band| {
            let explained = self.explained(wide);
            let band = search.narrow(wide, &explained, 1.0);
            let lexical = explained.lexical(&band);
            let beads = Beads { en: &self.sides.en, ru: &self.sides.ru, lexical: &lexical, band: &band };
            paired_costs(&beads, &self.aligner.model.weights, &pins).len()
        };
        self.windows.iter().map(cost).sum()
    }

    /// The whole search: the coarse path, [`Parts::costs`], posteriors and the ladder.
    pub fn search(&self) -> usize {
        self.found().len()
    }

    /// Confidences, readable anchors and flags of each bead.
    pub fn judgements(&self) -> usize {
        let told = |bead| judge::judge(bead, self.en, self.ru, &self.sides).0.len();
        let grounds = confidence::grounds(&self.steps, &self.sides, &Pins::default());
        let sure = grounds.iter().filter(|grounds| grounds.confidence() > 0.5).count();
        self.beads.iter().map(told).sum::<usize>() + sure
    }

    fn explained<'b>(&'b self, band: &'b Band) -> Explained<'b> {
        let Sides { en, ru, links } = &self.sides;
        Explained::new(en, ru, links, &self.aligner.model.floors, band)
    }

    fn search_of<'b>(&'b self, pins: &'b Pins) -> Search<'b> {
        Search {
            aligner: &self.aligner,
            sides: &self.sides,
            corridor: Corridor::new(&self.sides.en, &self.sides.ru, &self.sides.links, pins),
            unpaired: Unpaired::new(&self.sides, &self.aligner.model.weights),
            pins,
            go_on: &|| true,
        }
    }
}
