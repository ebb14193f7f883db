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
use crate::parallel;
use rustc_hash::FxHashMap;
use std::convert::Infallible;
use std::iter;

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
    /// before each window and each bead that is looked at, or before some windows that are searched at a time, and what it
    /// returns as an error ends the search. Without anybody who watches, works on `jobs` windows at a time.
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
                // Costs are finite, so that a window has a ladder; whatever happens to them, the ladder must cover both.
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

    /// The windows from node `at` on, several at a time, by the node where they begin. The ladder is likely to lead
    /// through the cuts of the corridor, so that windows can begin there before it is known; where it does not, they begin
    /// where others end. A ladder that leads elsewhere finds nothing here and loses nothing but time.
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

    /// The best ladder from `at` through one window, as far as it can be kept. A ladder that comes near the edge of the
    /// window is looked for again in a wider one.
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
            steps.truncate(kept(&steps, keep, cut));
            if margin >= WIDEST || !touches_edge(steps.iter(), &band, end.1, at.1) {
                show(watch, Part::Found(&steps, &beads, &found));
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

/// The node where a step ends.
fn after(step: &Step) -> (usize, usize) {
    (step.i + step.n, step.j + step.m)
}

/// How many of `steps` are kept: those before the `cut` where they lead through it, else those in the rows before `keep`.
fn kept(steps: &[Step], keep: usize, cut: Option<(usize, usize)>) -> usize {
    let to_cut = cut.and_then(|cut| steps.binary_search_by_key(&cut, |step| (step.i, step.j)).ok());
    to_cut.unwrap_or_else(|| steps.partition_point(|step| step.i + step.n <= keep))
}

fn show(watch: &mut Option<&mut Watch<'_>>, part: Part<'_>) {
    if let Some(watch) = watch {
        watch(part);
    }
}

/// How often windows are searched ahead: from the cuts on, then from where these windows end. A book of 24,000 sentences
/// takes 11 % more CPU on two threads than on one; a third round would search more that is not needed.
const ROUNDS: usize = 2;

/// How many windows a thread searches before anybody is asked whether to go on.
const AT_A_TIME: usize = 4;

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
