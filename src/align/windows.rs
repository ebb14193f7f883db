//! The search over windows: the best ladder of two documents.
//!
//! A long document is searched window by window along the corridor. The last rows of a window are looked at only to
//! decide the rows before them; the next window begins where the kept part ends. Cost: linear in the windows.

use super::band::Band;
use super::bead_costs::{BeadCosts, Unpaired};
use super::bounds::bounds;
use super::corridor::{Corridor, Window};
use super::fixed::Pins;
use super::lattice::{Problem, Solution, Step};
use super::model::Model;
use super::pair_features::Beads;
use super::prune::Worth;
use super::sides::Sides;
use super::word_score::{Alone, Explained, Lexical};
use crate::ladder::Bead;

/// Sees the parts of a ladder, in order.
pub(super) type Watch<'a> = dyn FnMut(Part<'_>) + 'a;

/// A part of a ladder that was found.
pub(super) enum Part<'a> {
    /// So many steps that were known.
    Known(usize),
    /// These steps, and what the window they were found in can tell.
    Found(&'a [Step], &'a Beads<'a>, &'a Solution),
}

/// The steps of a bead that is known.
fn certain(bead: &Bead) -> Vec<Step> {
    let (i, j) = (bead.en.start, bead.ru.start);
    let step = |i, j, n, m, further| Step { i, j, n, m, further, posterior: 1.0 };
    match (bead.en.len(), bead.ru.len()) {
        (n, 0) => (0..n).map(|k| step(i + k, j, 1, 0, k > 0)).collect(),
        (0, m) => (0..m).map(|k| step(i, j + k, 0, 1, k > 0)).collect(),
        (n, m) => vec![step(i, j, n, m, false)],
    }
}

/// The steps that leave everything between two nodes unpaired.
fn unpaired(from: (usize, usize), to: (usize, usize)) -> Vec<Step> {
    let step = |i, j, n, m, further| Step { i, j, n, m, further, posterior: 0.0 };
    let ru = (from.1..to.1).map(|j| step(from.0, j, 0, 1, j > from.1));
    ru.chain((from.0..to.0).map(|i| step(i, to.1, 1, 0, i > from.0))).collect()
}

/// One search: what stays the same from window to window.
pub(super) struct Search<'a> {
    pub model: &'a Model,
    pub sides: &'a Sides,
    pub corridor: Corridor,
    pub unpaired: Unpaired,
    pub pins: &'a Pins,
}

impl<'a> Search<'a> {
    /// The search for the ladder of two documents that keeps what is fixed.
    pub fn new(model: &'a Model, sides: &'a Sides, pins: &'a Pins) -> Search<'a> {
        Search {
            model,
            sides,
            corridor: Corridor::new(&sides.en, &sides.ru, &sides.links, pins),
            unpaired: Unpaired::new(sides, &model.weights).pinned(pins),
            pins,
        }
    }

    /// The best ladder, from fixed bead to fixed bead. `watch` sees each part of it as it is found; `ask` is called
    /// before each window and each bead that is looked at, and what it returns as an error ends the search.
    pub fn ladder<E>(&self, ask: &dyn Fn() -> Result<(), E>, watch: &mut Watch<'_>) -> Result<Vec<Step>, E> {
        let mut steps: Vec<Step> = Vec::new();
        let mut at = (0, 0);
        for cut in &self.pins.cuts {
            self.through(at, (cut.en.start, cut.ru.start), &mut steps, ask, watch)?;
            let known = certain(cut);
            watch(Part::Known(known.len()));
            steps.extend(known);
            at = (cut.en.end, cut.ru.end);
        }
        self.through(at, (self.sides.en.len(), self.sides.ru.len()), &mut steps, ask, watch)?;
        Ok(steps)
    }

    /// Adds the best ladder from node `at` to node `end`, window by window.
    fn through<E>(
        &self,
        mut at: (usize, usize),
        end: (usize, usize),
        steps: &mut Vec<Step>,
        ask: &dyn Fn() -> Result<(), E>,
        watch: &mut Watch<'_>,
    ) -> Result<(), E> {
        while at != end {
            let found = self.window(at, end, ask, watch)?;
            let Some(last) = found.last() else {
                // Costs are finite, so that a window has a ladder; whatever happens to them, the ladder must cover both.
                let rest = unpaired(at, end);
                watch(Part::Known(rest.len()));
                steps.extend(rest);
                break;
            };
            at = (last.i + last.n, last.j + last.m);
            steps.extend(found);
        }
        Ok(())
    }

    /// The best ladder from `at` through one window, as far as it can be kept. A ladder that comes near the edge of the
    /// window is looked for again in a wider one.
    fn window<E>(
        &self,
        at: (usize, usize),
        end: (usize, usize),
        ask: &dyn Fn() -> Result<(), E>,
        watch: &mut Watch<'_>,
    ) -> Result<Vec<Step>, E> {
        let (sides, model) = (self.sides, self.model);
        let mut margin = MARGIN;
        loop {
            ask()?;
            let Window { band: wide, keep } = self.corridor.window(at, end, margin, self.pins);
            let explained = Explained::new(&sides.en, &sides.ru, &sides.links, &model.floors, &wide);
            let alone = explained.alone(&sides.en, &sides.ru);
            ask()?;
            let band = self.narrow(&wide, &alone, (margin / MARGIN) as f32);
            let lexical = Lexical::new(&sides.en, &sides.ru, &explained, &band);
            let beads = Beads { en: &sides.en, ru: &sides.ru, lexical: &lexical, band: &band };
            let costs = BeadCosts::new(&beads, &model.weights, self.pins);
            let mut problem = Problem {
                band: &band,
                paired: bounds(&costs, &wide, &alone),
                unpaired_en: &self.unpaired.en,
                unpaired_ru: &self.unpaired.ru,
            };
            let found = problem.solve_asking(ask, |node, shape, known| costs.look(node, shape, known))?;
            let mut steps = found.decode(model.price);
            steps.truncate(steps.partition_point(|s| s.i + s.n <= keep));
            if margin >= WIDEST || !touches_edge(steps.iter(), &band, end.1, at.1) {
                watch(Part::Found(&steps, &beads, &found));
                return Ok(steps);
            }
            margin *= 2;
        }
    }

    /// The nodes of `wide` that may matter, `times` as far from the best as usual. Where it is known what belongs
    /// together, that decides, not what sentences are worth.
    pub fn narrow(&self, wide: &Band, alone: &Alone, times: f32) -> Band {
        if !self.pins.hulls().is_empty() {
            return wide.clone();
        }
        let own = (self.unpaired.own_en.as_slice(), self.unpaired.own_ru.as_slice());
        Worth::new(wide, &alone.scores, own, &self.model.weights).narrow(times)
    }
}

/// How many sentences around the coarse path are searched at first, and at most.
pub(super) const MARGIN: usize = 12;
const WIDEST: usize = 48;

/// Whether a paired bead begins or ends so near the edge of `band` that a better ladder may lie outside.
fn touches_edge<'a>(mut steps: impl Iterator<Item = &'a Step>, band: &Band, ru: usize, from: usize) -> bool {
    let at_edge = |i: usize, j: usize| {
        let columns = band.columns(i);
        let (low, high) = (*columns.start(), *columns.end());
        (low > from && j <= low) || (high < ru && j >= high)
    };
    let is_sure = |s: &Step| s.n > 0 && s.m > 0 && s.posterior > 0.5;
    steps.any(|s| is_sure(s) && (at_edge(s.i, s.j) || at_edge(s.i + s.n, s.j + s.m)))
}
