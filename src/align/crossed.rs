//! Finds crossing pairs: a note or a caption that comes earlier on one side, or two neighbours in another order. A
//! ladder cannot contain them, so the search puts all sentences between them into one large bead. Such a bead is split:
//! one pair is taken out, and the rest becomes the best ladder without it, if that costs clearly less. Cost: for each
//! bead with several sentences on both sides, one small table per pair of its sentences.

use super::band::Band;
use super::bead_costs::BeadCosts;
use super::costs::{Costs, PAIRS};
use super::fixed::Pins;
use super::lattice::{Problem, Step};
use super::own_costs::OwnCosts;
use super::pair_features::Beads;
use super::shapes::SHAPES;
use super::windows::Search;
use super::word_score::Lexical;
use crate::ladder::Bead;

/// The least saving of the parts compared with the bead, as a natural logarithm: the price of a crossing.
const CROSSED: f32 = 6.0;
/// The least gain of the crossing pair compared with leaving both sentences unpaired.
const PAIR: f32 = 6.0;

/// Splits the beads in which pairs cross, and returns those pairs. Calls `split` with the index of each split bead and
/// the number of its parts, from the last bead to the first.
pub(super) fn split(
    steps: &mut Vec<Step>,
    search: &Search<'_>,
    mut split: impl FnMut(usize, usize),
) -> Vec<Step> {
    let mut crossed = Vec::new();
    for index in (0..steps.len()).rev() {
        if let Some(parts) = parts(&steps[index], search) {
            split(index, parts.ladder.len());
            steps.splice(index..=index, parts.ladder);
            crossed.extend(parts.pairs);
        }
    }
    crossed
}

/// A split bead.
struct Parts {
    /// The ladder through its sentences; those of the crossing pairs are unpaired in it.
    ladder: Vec<Step>,
    /// The crossing pairs.
    pairs: Vec<Step>,
}

/// Splits a bead if sentences in it cross.
fn parts(step: &Step, search: &Search<'_>) -> Option<Parts> {
    if step.n < 2 || step.m < 2 || search.pins.touch(&Bead::from(step)) {
        return None;
    }
    let best = Table::new(step, search).best()?;
    let mut parts = Parts { ladder: Vec::new(), pairs: vec![best.pair] };
    for part in best.ladder {
        match self::parts(&part, search) {
            None => parts.ladder.push(part),
            Some(more) => {
                parts.ladder.extend(more.ladder);
                parts.pairs.extend(more.pairs);
            }
        }
    }
    Some(parts)
}

/// One pair taken out, and the ladder without it.
struct Split {
    pair: Step,
    ladder: Vec<Step>,
}

/// The sentences of one bead, with the cost of every bead among them. Sentences are counted from the first of the bead.
struct Table<'a> {
    whole: Step,
    band: Band,
    paired: Costs,
    unpaired_en: &'a [[f32; 2]],
    unpaired_ru: &'a [[f32; 2]],
    price: f32,
}

impl<'a> Table<'a> {
    fn new(step: &Step, search: &'a Search<'_>) -> Table<'a> {
        let (sides, model) = (search.sides, search.model);
        let band = |i: usize, j: usize| {
            let columns = (j as u32, (j + step.m) as u32);
            Band::new(i, vec![columns; step.n + 1])
        };
        let here = band(step.i, step.j);
        let lexical = Lexical::new(sides, &model.floors, &here);
        let beads = Beads { en: &sides.en, ru: &sides.ru, lexical: &lexical, band: &here };
        let own = OwnCosts::new(sides, &model.weights, here.corners());
        let bead = Bead::from(step);
        Table {
            whole: *step,
            band: band(0, 0),
            paired: BeadCosts::new(&beads, &own, &Pins::default()).all(),
            unpaired_en: &search.unpaired.en[bead.en],
            unpaired_ru: &search.unpaired.ru[bead.ru],
            price: model.price,
        }
    }

    fn best(&self) -> Option<Split> {
        let Step { i, j, n, m, .. } = self.whole;
        let all = self.problem(self.paired.clone(), self.unpaired_en, self.unpaired_ru).least();
        let pairs = (0..n).flat_map(|a| (0..m).map(move |b| (a, b)));
        let cheapest = pairs
            .filter_map(|(a, b)| {
                let (pair, _) = self.paired.get(&self.band, (a, b), PAIRS);
                let worth = self.unpaired_en[a][1] + self.unpaired_ru[b][1] - pair;
                (worth >= PAIR).then(|| (self.without(a, b, |problem| problem.least()) + pair, (a, b)))
            })
            .min_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        let (cost, (a, b)) = cheapest.filter(|(cost, _)| cost + CROSSED <= all)?;
        // As sure as the bead was, and as it is that the parts are better than the bead.
        let posterior = self.whole.posterior / (1.0 + libm::expf(cost + CROSSED - all));
        let mut ladder =
            self.without(a, b, |mut problem| problem.solve(|_, _| f32::INFINITY).decode(self.price));
        for step in &mut ladder {
            (step.i, step.j) = (step.i + i, step.j + j);
            step.posterior *= posterior;
        }
        Some(Split { pair: Step { i: i + a, j: j + b, n: 1, m: 1, further: false, posterior }, ladder })
    }

    /// Solves the table without sentences `a` and `b`, which stay unpaired at no cost.
    fn without<T>(&self, a: usize, b: usize, solve: impl Fn(Problem<'_>) -> T) -> T {
        let (mut paired, mut en, mut ru) =
            (self.paired.clone(), self.unpaired_en.to_vec(), self.unpaired_ru.to_vec());
        for i in self.band.rows() {
            for j in self.band.columns(i) {
                for (shape, (n, m)) in SHAPES.into_iter().enumerate() {
                    if (i..i + n).contains(&a) || (j..j + m).contains(&b) {
                        paired.fix(&self.band, (i, j), shape, f32::INFINITY);
                    }
                }
            }
        }
        (en[a], ru[b]) = ([0.0; 2], [0.0; 2]);
        solve(self.problem(paired, &en, &ru))
    }

    fn problem<'p>(
        &'p self,
        paired: Costs,
        unpaired_en: &'p [[f32; 2]],
        unpaired_ru: &'p [[f32; 2]],
    ) -> Problem<'p> {
        Problem { band: &self.band, paired, unpaired_en, unpaired_ru }
    }
}
