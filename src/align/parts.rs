//! The stages of aligning, measured one by one by `benches/align.rs`. Each returns a number, so that the compiler
//! cannot remove the work.

use super::band::Band;
use super::bead_costs::BeadCosts;
use super::corridor::{Corridor, Window};
use super::features;
use super::fixed::Pins;
use super::lattice::Step;
use super::model::Model;
use super::own_costs::OwnCosts;
use super::pair_features::Beads;
use super::row_costs::row_costs;
use super::sides::Sides;
use super::windows::{MARGIN, Search};
use super::word_score::Lexical;
use super::{assess, confidence};
use crate::document::{EnRu, Sentences};
use crate::ladder::Bead;
use crate::lexicon::Lexicon;
use std::convert::Infallible;

/// A pair of documents on which the stages can be run.
pub struct Parts<'a> {
    pair: &'a EnRu<Sentences>,
    lexicon: &'a Lexicon,
    model: Model,
    sides: Sides,
    steps: Vec<Step>,
    beads: Vec<Bead>,
    /// The windows of the search.
    windows: Vec<Band>,
}

impl<'a> Parts<'a> {
    /// Aligns the two documents once.
    pub fn new(pair: &'a EnRu<Sentences>, lexicon: &'a Lexicon) -> Parts<'a> {
        let Ok(sides) = Sides::new(pair, lexicon, 1, &go_on);
        let (steps, beads, windows) = (Vec::new(), Vec::new(), Vec::new());
        let mut parts = Parts { pair, lexicon, model: Model::default(), sides, steps, beads, windows };
        parts.steps = parts.found();
        parts.beads = parts.steps.iter().map(Bead::from).collect();
        parts.windows = parts.all_windows();
        parts
    }

    fn found(&self) -> Vec<Step> {
        let pins = Pins::default();
        let Ok(steps) = Search::new(&self.model, &self.sides, &pins).ladder(1, &go_on, &mut None);
        steps
    }

    fn all_windows(&self) -> Vec<Band> {
        let pins = Pins::default();
        let corridor = Corridor::new(&self.sides.en, &self.sides.ru, &self.sides.links, &pins);
        let to = (self.sides.en.len(), self.sides.ru.len());
        let (mut windows, mut at) = (Vec::new(), (0, 0));
        while at != to {
            let Window { band, keep, .. } = corridor.window(at, to, MARGIN, &pins);
            windows.push(band);
            let next = self.beads.partition_point(|b| b.en.end <= keep);
            at = self.beads.get(next).filter(|_| keep < to.0).map_or(to, |b| (b.en.start, b.ru.start));
        }
        windows
    }

    /// Extracts words, stems and anchors of both documents.
    pub fn features(&self) -> usize {
        let Ok(en) = features::side(self.pair.en(), self.lexicon, &go_on);
        let Ok(ru) = features::side(self.pair.ru(), self.lexicon, &go_on);
        en.len() + ru.len()
    }

    /// Links the words, names and numbers of both sides.
    pub fn links(&self) -> usize {
        let Ok(links) = Sides::linked(&self.sides.en, &self.sides.ru, self.lexicon, 1, &go_on);
        links.len()
    }

    /// Scores the words of each cell and prunes the windows.
    pub fn cells(&self) -> usize {
        let pins = Pins::default();
        let search = Search::new(&self.model, &self.sides, &pins);
        let narrow = |wide: &Band| search.narrow(wide, &self.own(wide), 1.0).len();
        self.windows.iter().map(narrow).sum()
    }

    /// [`Parts::cells`], then the costs of beads in the pruned band.
    pub fn costs(&self) -> usize {
        let pins = Pins::default();
        let search = Search::new(&self.model, &self.sides, &pins);
        let Sides { en, ru, .. } = &self.sides;
        let cost = |wide: &Band| {
            let own = self.own(wide);
            let band = search.narrow(wide, &own, 1.0);
            let lexical = Lexical::new(&self.sides, &self.model.floors, &band);
            let beads = Beads { en, ru, lexical: &lexical, band: &band };
            row_costs(&BeadCosts::new(&beads, &own, &pins));
            band.len()
        };
        self.windows.iter().map(cost).sum()
    }

    /// The whole search: the corridor, [`Parts::costs`], posteriors and the ladder.
    pub fn search(&self) -> usize {
        self.found().len()
    }

    /// Confidences, readable anchors and flags of each bead.
    pub fn judgements(&self) -> usize {
        let told = |bead| assess::assess(bead, self.pair, &self.sides).0.len();
        let whole = confidence::Whole::of(&self.steps, &self.sides);
        let grounds = confidence::grounds(&self.steps, &self.sides, &whole, &Pins::default());
        let sure = grounds.iter().filter(|grounds| grounds.confidence() > 0.5).count();
        self.beads.iter().map(told).sum::<usize>() + sure
    }

    fn own(&self, wide: &Band) -> OwnCosts<'_> {
        OwnCosts::new(&self.sides, &self.model.weights, wide.corners())
    }
}

fn go_on() -> Result<(), Infallible> {
    Ok(())
}
