//! The search over windows: finds the best ladder of two documents.
//!
//! A long document is searched window by window along the corridor. The last rows of a window only serve to decide the rows
//! before them; the next window starts where the kept part ends. Cost: linear in the windows.

use super::band::Band;
use super::bead_costs::{BeadCosts, Unpaired};
use super::cell_scores::cell_scores;
use super::corridor::{Corridor, Window};
use super::fixed::Pins;
use super::lattice::{Problem, Solution, Step};
use super::model::Model;
use super::own_costs::OwnCosts;
use super::pair_features::Beads;
use super::prune::Coarse;
use super::row_costs::row_costs;
use super::sides::Sides;
use super::word_score::Lexical;
use crate::ladder::Bead;
use crate::parallel;
use rustc_hash::FxHashMap;
use std::convert::Infallible;
use std::iter;

/// Receives the parts of a ladder in order.
pub(super) type Watch<'a> = dyn FnMut(Part<'_>) + 'a;

/// A part of a ladder.
pub(super) enum Part<'a> {
    /// This many steps, given by a fixed bead.
    Known(usize),
    /// These steps, and the data of the window in which they were found.
    Found(&'a [Step], &'a Beads<'a>, &'a Solution),
}

/// The steps of a fixed bead.
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

/// One search: the data shared by all windows.
pub(super) struct Search<'a> {
    pub model: &'a Model,
    pub sides: &'a Sides,
    pub corridor: Corridor,
    pub unpaired: Unpaired,
    pub pins: &'a Pins,
}

impl<'a> Search<'a> {
    /// Prepares the search for the ladder of two documents with the fixed points `pins`.
    pub fn new(model: &'a Model, sides: &'a Sides, pins: &'a Pins) -> Search<'a> {
        Search {
            model,
            sides,
            corridor: Corridor::new(&sides.en, &sides.ru, &sides.links, pins),
            unpaired: Unpaired::new(sides, &model.weights).pinned(pins),
            pins,
        }
    }

    /// Finds the best ladder, from fixed bead to fixed bead. `watch` receives each part as it is found. Calls `ask`
    /// before each window and each bead that is examined, or before each batch of windows, and stops if it returns an
    /// error. Without `watch`, searches `jobs` windows in parallel.
    pub fn ladder<E>(
        &self,
        jobs: usize,
        ask: &dyn Fn() -> Result<(), E>,
        watch: &mut Option<&mut Watch<'_>>,
    ) -> Result<Vec<Step>, E> {
        let mut steps: Vec<Step> = Vec::new();
        let mut at = (0, 0);
        for cut in &self.pins.cuts {
            steps.extend(self.through(at, (cut.en.start, cut.ru.start), jobs, ask, watch)?);
            let known = certain(cut);
            show(watch, Part::Known(known.len()));
            steps.extend(known);
            at = (cut.en.end, cut.ru.end);
        }
        let end = (self.sides.en.len(), self.sides.ru.len());
        steps.extend(self.through(at, end, jobs, ask, watch)?);
        Ok(steps)
    }

    /// The best ladder from node `at` to node `end`, window by window.
    fn through<E>(
        &self,
        mut at: (usize, usize),
        end: (usize, usize),
        jobs: usize,
        ask: &dyn Fn() -> Result<(), E>,
        watch: &mut Option<&mut Watch<'_>>,
    ) -> Result<Vec<Step>, E> {
        let mut ahead = match watch {
            None if jobs > 1 => self.ahead(at, end, jobs, ask)?,
            _ => FxHashMap::default(),
        };
        let mut steps: Vec<Step> = Vec::new();
        while at != end {
            let found = match ahead.remove(&at) {
                Some(found) => found,
                None => self.window(at, end, ask, watch)?,
            };
            let Some(last) = found.last() else {
                // Costs are finite, so every window has a ladder. This step makes sure that the ladder covers both
                // documents even if that is wrong.
                let rest = unpaired(at, end);
                show(watch, Part::Known(rest.len()));
                steps.extend(rest);
                break;
            };
            at = after(last);
            steps.extend(found);
        }
        Ok(steps)
    }

    /// Searches windows in parallel from node `at` on. Returns their results by first node. The ladder is likely to
    /// pass through the cuts of the corridor, so windows can start there before the ladder is known; later windows
    /// start where earlier ones end. If the ladder passes elsewhere, the results are unused and only time is lost.
    fn ahead<E>(
        &self,
        at: (usize, usize),
        end: (usize, usize),
        jobs: usize,
        ask: &dyn Fn() -> Result<(), E>,
    ) -> Result<FxHashMap<(usize, usize), Vec<Step>>, E> {
        let mut starts: Vec<(usize, usize)> = iter::once(at).chain(self.corridor.cuts(at, end)).collect();
        let mut found: FxHashMap<(usize, usize), Vec<Step>> = FxHashMap::default();
        for _ in 0..ROUNDS {
            for starts in starts.chunks(jobs * AT_A_TIME) {
                ask()?;
                let windows = parallel::numbers(jobs, starts.len(), |number| {
                    let Ok(steps) = self.window(starts[number], end, &|| Ok::<_, Infallible>(()), &mut None);
                    steps
                });
                found.extend(starts.iter().copied().zip(windows));
            }
            let ends = starts.iter().filter_map(|start| found[start].last()).map(after);
            let mut missing: Vec<_> = ends.filter(|node| *node != end && !found.contains_key(node)).collect();
            missing.sort_unstable();
            missing.dedup();
            starts = missing;
        }
        Ok(found)
    }

    /// Finds the best ladder from `at` through one window, up to the last row that is kept. If it comes near the edge
    /// of the window, searches a wider window.
    fn window<E>(
        &self,
        at: (usize, usize),
        end: (usize, usize),
        ask: &dyn Fn() -> Result<(), E>,
        watch: &mut Option<&mut Watch<'_>>,
    ) -> Result<Vec<Step>, E> {
        let (sides, model) = (self.sides, self.model);
        let mut margin = MARGIN;
        loop {
            ask()?;
            let Window { band: wide, keep, cut } = self.corridor.window(at, end, margin, self.pins);
            let own = OwnCosts::new(sides, &model.weights, wide.corners());
            let band = self.narrow(&wide, &own, (margin / MARGIN) as f32);
            ask()?;
            let lexical = Lexical::new(sides, &model.floors, &band);
            ask()?;
            let beads = Beads { en: &sides.en, ru: &sides.ru, lexical: &lexical, band: &band };
            let costs = BeadCosts::new(&beads, &own, self.pins);
            let mut problem = Problem {
                band: &band,
                paired: row_costs(&costs),
                unpaired_en: &self.unpaired.en,
                unpaired_ru: &self.unpaired.ru,
            };
            let found = problem.solve_asking(ask, |node, shape| costs.cost(node, shape))?;
            let mut steps = found.decode(model.price);
            steps.truncate(kept(&steps, keep, cut));
            if margin >= WIDEST || !touches_edge(steps.iter(), &band, end.1, at.1) {
                show(watch, Part::Found(&steps, &beads, &found));
                return Ok(steps);
            }
            margin *= 2;
        }
    }

    /// The nodes of `wide` that may matter; `times` scales the allowed distance from the best. With fixed points,
    /// returns all nodes.
    pub fn narrow(&self, wide: &Band, own: &OwnCosts<'_>, times: f32) -> Band {
        if !self.pins.hulls().is_empty() {
            return wide.clone();
        }
        let scores = cell_scores(self.sides, &self.model.floors, wide);
        Coarse::new(wide, &scores, own, &self.unpaired).narrow(times)
    }
}

/// The node at which a step ends.
fn after(step: &Step) -> (usize, usize) {
    (step.i + step.n, step.j + step.m)
}

/// The number of `steps` to keep: those before `cut` if they pass through it, otherwise those in the rows before
/// `keep`.
fn kept(steps: &[Step], keep: usize, cut: Option<(usize, usize)>) -> usize {
    let to_cut = cut.and_then(|cut| steps.binary_search_by_key(&cut, |step| (step.i, step.j)).ok());
    to_cut.unwrap_or_else(|| steps.partition_point(|step| step.i + step.n <= keep))
}

fn show(watch: &mut Option<&mut Watch<'_>>, part: Part<'_>) {
    if let Some(watch) = watch {
        watch(part);
    }
}

/// The rounds of searching windows in parallel: from the cuts, then from where those windows end. A book of 24,000
/// sentences takes 11 % more CPU on two threads than on one; a third round would search more windows in vain.
const ROUNDS: usize = 2;

/// The number of windows each thread searches between two calls of `ask`.
const AT_A_TIME: usize = 4;

/// The margin around the corridor in sentences: at first, and at most.
pub(super) const MARGIN: usize = 12;
const WIDEST: usize = 48;

/// Whether a paired bead starts or ends so near the edge of `band` that a better ladder may lie outside it.
fn touches_edge<'a>(mut steps: impl Iterator<Item = &'a Step>, band: &Band, ru: usize, from: usize) -> bool {
    let at_edge = |i: usize, j: usize| {
        let columns = band.columns(i);
        let (low, high) = (*columns.start(), *columns.end());
        (low > from && j <= low) || (high < ru && j >= high)
    };
    let is_sure = |s: &Step| s.n > 0 && s.m > 0 && s.posterior > 0.5;
    steps.any(|s| is_sure(s) && (at_edge(s.i, s.j) || at_edge(s.i + s.n, s.j + s.m)))
}
