//! Finds moved sections: pairs among the unpaired sentences of the ladder.
//!
//! Rare words link unpaired runs of both sides. Each rectangle between two linked runs is searched like a pair of
//! documents. A result is accepted only if it is much better than leaving all of it unpaired. The ladder does not
//! change. Cost: that of the coarse search and of searching the linked rectangles: no two overlap in both directions,
//! each is a corridor around the words that link it, and together they have at most [`NODES`] per sentence.

use super::bead_costs::{BeadCosts, Unpaired};
use super::confidence::{self, Whole};
use super::corridor::{self, Tied};
use super::fixed::Pins;
use super::lattice::{Problem, Step};
use super::model::Model;
use super::own_costs::OwnCosts;
use super::pair_features::Beads;
use super::row_costs::row_costs;
use super::shapes::SHAPES;
use super::sides::Sides;
use super::windows::Search;
use super::word_score::Lexical;
use crate::ladder::Bead;
use std::ops::Range;

/// The least weight of the words that link two runs for the rectangle between them to be searched.
const TIED: f32 = 4.0;
/// Limits for accepting a block and each of its beads: how much better it must be than leaving the sentences
/// unpaired, as a natural logarithm, and the least posterior of a bead. Measured by `cargo test --release --test
/// moved -- --nocapture`: none of 27,000 segments of 450 undisturbed documents is reported as moved. With 30, with 2
/// per bead and with a link weight of 8, none is either, but fewer of the moved pairs are found.
const BLOCK: f32 = 20.0;
const BEAD: f32 = 0.0;
const SURE: f32 = 0.5;

/// The most nodes of all rectangles, per sentence of the documents and in total; rectangles with the most links come
/// first. In unrelated documents nearly everything is unpaired and linked to something: without a limit the cost
/// would not be linear.
const NODES: usize = 30;
const LEAST_NODES: usize = 100_000;

/// A bead out of order, and the estimated probability that it is right.
#[derive(Debug)]
pub(super) struct Found {
    pub bead: Bead,
    pub confidence: f32,
}

/// The pairs outside the ladder, ordered by English sentence: `crossed` pairs, and pairs of sentences that `steps`
/// leaves unpaired. No sentence is in two of them. Calls `ask` before each rectangle and each bead that is examined,
/// and stops if it returns an error.
pub(super) fn moved<E>(
    steps: &[Step],
    crossed: &[Step],
    search: &Search<'_>,
    whole: &Whole,
    ask: &dyn Fn() -> Result<(), E>,
) -> Result<Vec<Found>, E> {
    let Search { sides, pins, model, .. } = *search;
    let found = |index| Found {
        bead: Bead::from(&crossed[index]),
        confidence: confidence::moved(crossed, index, sides, whole),
    };
    let mut all: Vec<Found> = (0..crossed.len()).map(found).collect();
    let stretches = Stretches::new(steps, sides, pins);
    if stretches.en.is_empty() || stretches.ru.is_empty() {
        all.sort_by_key(|found| found.bead.en.start);
        return Ok(all);
    }
    ask()?;
    let unpaired = Unpaired::new(sides, &model.weights);
    let mut taken = (vec![false; sides.en.len()], vec![false; sides.ru.len()]);
    for Found { bead, .. } in &all {
        taken.0[bead.en.clone()].fill(true);
        taken.1[bead.ru.clone()].fill(true);
    }
    let mut nodes = LEAST_NODES.max(NODES * (sides.en.len() + sides.ru.len()));
    for tied in corridor::tied(&sides.en, &sides.ru, &sides.links, (&stretches.en, &stretches.ru), TIED) {
        if tied.band.len() > nodes {
            break;
        }
        nodes -= tied.band.len();
        ask()?;
        let steps = pairs(&tied, sides, model, &unpaired, ask)?;
        for found in strong(&steps, sides, whole) {
            let Bead { en, ru } = found.bead.clone();
            if !taken.0[en.clone()].contains(&true) && !taken.1[ru.clone()].contains(&true) {
                taken.0[en].fill(true);
                taken.1[ru].fill(true);
                all.push(found);
            }
        }
    }
    all.sort_by_key(|found| found.bead.en.start);
    Ok(all)
}

/// The runs of unpaired sentences.
struct Stretches {
    en: Vec<Range<usize>>,
    ru: Vec<Range<usize>>,
}

impl Stretches {
    fn new(steps: &[Step], sides: &Sides, pins: &Pins) -> Stretches {
        let mut stretches = Stretches { en: Vec::new(), ru: Vec::new() };
        for step in steps {
            let bead = Bead::from(step);
            let side = match bead.is_paired() {
                false if pins.is_cut(&bead) => continue,
                true => continue,
                false if bead.ru.is_empty() => (&mut stretches.en, bead.en, &sides.en),
                false => (&mut stretches.ru, bead.ru, &sides.ru),
            };
            let (runs, range, side) = side;
            match runs.last_mut() {
                _ if side.facts[range.start].foreign => {}
                Some(last) if last.end == range.start => last.end = range.end,
                _ => runs.push(range),
            }
        }
        stretches
    }
}

/// A bead of a rectangle, and how much better it is than leaving its sentences unpaired.
struct Worth {
    step: Step,
    worth: f32,
}

/// The best ladder through one rectangle.
fn pairs<E>(
    tied: &Tied,
    sides: &Sides,
    model: &Model,
    unpaired: &Unpaired,
    ask: &dyn Fn() -> Result<(), E>,
) -> Result<Vec<Worth>, E> {
    let lexical = Lexical::new(sides, &model.floors, &tied.band);
    let beads = Beads { en: &sides.en, ru: &sides.ru, lexical: &lexical, band: &tied.band };
    let pins = Pins::default();
    let own = OwnCosts::new(sides, &model.weights, tied.band.corners());
    let costs = BeadCosts::new(&beads, &own, &pins);
    let mut problem = Problem {
        band: &tied.band,
        paired: row_costs(&costs),
        unpaired_en: &unpaired.en,
        unpaired_ru: &unpaired.ru,
    };
    let found = problem.solve_asking(ask, |node, shape| costs.cost(node, shape))?;
    let steps = found.decode(model.price);
    let worth = |step: Step| {
        let shape = SHAPES.iter().position(|&shape| shape == (step.n, step.m));
        let gain = |shape| problem.gain(&step, costs.cost((step.i, step.j), shape));
        Worth { worth: shape.map_or(0.0, gain), step }
    };
    Ok(steps.into_iter().map(worth).collect())
}

/// The beads of a rectangle that pass the limits.
fn strong(all: &[Worth], sides: &Sides, whole: &Whole) -> Vec<Found> {
    let steps: Vec<Step> = all.iter().map(|w| w.step).collect();
    let good = |w: &Worth| w.step.n > 0 && w.step.m > 0 && w.step.posterior >= SURE && w.worth >= BEAD;
    let block: f32 = all.iter().filter(|w| good(w)).map(|w| w.worth).sum();
    if block < BLOCK {
        return Vec::new();
    }
    let found = |(index, w): (usize, &Worth)| Found {
        bead: Bead::from(&w.step),
        confidence: confidence::moved(&steps, index, sides, whole),
    };
    all.iter().enumerate().filter(|(_, w)| good(w)).map(found).collect()
}
