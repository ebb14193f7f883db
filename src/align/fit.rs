//! Fits the weights of the model to gold ladders, for `examples/tune.rs`.
//!
//! Maximises the conditional likelihood of the gold ladders (J. Lafferty et al., Conditional random fields, 2001). The gradient
//! is the expected sum of the features over ladders that agree with gold, minus that over all ladders. If a gold bead covers
//! whole paragraphs, every path through the bead agrees with it.

use super::band::Band;
use super::confidence;
use super::costs::Costs;
use super::features::{self, Side};
use super::fixed::Pins;
use super::lattice::{Problem, Solution, Step};
use super::model::Model;
use super::pair_features::Beads;
use super::score::{NAMES, Vector, cost};
use super::shapes::SHAPES;
use super::sides::Sides;
use super::ties::Ties;
use super::windows::Search;
use super::word_links;
pub use super::word_links::Source;
use super::word_score::{Floors, Lexical};
use crate::document::{EnRu, Sentences};
use crate::evaluate::{Score, loose};
use crate::ladder::{Bead, Ladder};
use crate::lexicon::Lexicon;
use std::convert::Infallible;

/// The names of the features.
pub const FEATURES: &[&str] = NAMES;
/// The weights the library uses.
pub const WEIGHTS: &[f32] = &super::score::WEIGHTS;

/// A pair of documents with its gold ladder, ready for fitting.
pub struct Example {
    sides: Sides,
    band: Band,
    lexical: Lexical,
    /// The features of each shape at each node; `None` if the bead is impossible.
    vectors: Vec<[Option<Box<Vector>>; SHAPES.len()]>,
    gold: Ladder,
    /// Whether gold beads with several sentences on both sides are paragraphs.
    coarse: bool,
}

/// How far from the gold ladder other ladders are considered in fitting, in sentences.
const REACH: usize = 10;

impl Example {
    /// Prepares a pair of documents. `coarse` states that gold is at paragraph level. Links with a source in
    /// `left_out` are not made.
    pub fn new(
        pair: &EnRu<Sentences>,
        gold: Ladder,
        coarse: bool,
        lexicon: &Lexicon,
        floors: [f32; 4],
        left_out: &[Source],
    ) -> Example {
        let floors = Floors { word: floors[0], unknown: floors[1], number: floors[2], anchor: floors[3] };
        let (en, ru) = (side(pair.en(), lexicon), side(pair.ru(), lexicon));
        let Ok(links) = word_links::links_without(left_out, &en, &ru, lexicon, &|| Ok::<_, Infallible>(()));
        let sides = Sides { en, ru, links };
        let band = band_around(&gold);
        let lexical = Lexical::new(&sides, &floors, &band);
        let mut example = Example { sides, band, lexical, vectors: Vec::new(), gold, coarse };
        example.vectors = example.with_beads(vectors);
        example
    }

    fn with_beads<T>(&self, work: impl FnOnce(&Beads<'_>) -> T) -> T {
        let Sides { en, ru, .. } = &self.sides;
        work(&Beads { en, ru, lexical: &self.lexical, band: &self.band })
    }

    /// The number of paired beads in gold.
    pub fn beads(&self) -> usize {
        self.gold.beads().iter().filter(|b| b.is_paired()).count()
    }

    /// The gradient of the log-likelihood of gold at `weights`.
    pub fn gradient(&self, weights: &[f32]) -> Vec<f64> {
        let weights: &Vector = weights.try_into().expect("one weight a feature");
        let mut sum = vec![0.0; NAMES.len()];
        let agreeing = self.problem(weights, true, |p| p.steps());
        if agreeing.is_empty() {
            return sum;
        }
        self.add(&agreeing, 1.0, &mut sum);
        self.add(&self.problem(weights, false, |p| p.steps()), -1.0, &mut sum);
        sum
    }

    /// Scores the ladder found with `weights` against gold.
    pub fn score(&self, weights: &[f32], price: f32) -> Score {
        let weights: &Vector = weights.try_into().expect("one weight a feature");
        let steps = self.problem(weights, false, |p| p.decode(price));
        let beads = steps.iter().map(|s| Bead { en: s.i..s.i + s.n, ru: s.j..s.j + s.m }).collect();
        let predicted = Ladder::new(beads).expect("beads follow on one another");
        Score::of(&loose(&self.gold), &loose(&predicted))
    }

    fn add(&self, steps: &[Step], sign: f64, sum: &mut [f64]) {
        self.with_beads(|beads| {
            for step in steps {
                let mut vector = [0.0; NAMES.len()];
                match (step.n, step.m) {
                    (_, 0) => Beads::unpaired(&self.sides.en.facts[step.i], step.further, &mut vector),
                    (0, _) => Beads::unpaired(&self.sides.ru.facts[step.j], step.further, &mut vector),
                    shape => beads.paired(step.i, step.j, shape, &mut vector),
                }
                for (sum, value) in sum.iter_mut().zip(vector) {
                    *sum += sign * f64::from(step.posterior) * f64::from(value);
                }
            }
        });
    }

    fn problem<T>(&self, weights: &Vector, agreeing: bool, read: impl FnOnce(&Solution) -> T) -> T {
        let allowed = Allowed::new(&self.gold, self.coarse);
        let mut paired = Costs::none(&self.band);
        for i in self.band.rows() {
            for j in self.band.columns(i) {
                let Some(node) = self.band.node(i, j) else { continue };
                for (shape, vector) in self.vectors[node].iter().enumerate() {
                    if let Some(vector) = vector
                        && (!agreeing || allowed.paired(i, j, SHAPES[shape]))
                    {
                        paired.fix(&self.band, (i, j), shape, cost(vector, weights));
                    }
                }
            }
        }
        let unpaired = |side: &Side, allowed: &[bool]| -> Vec<[f32; 2]> {
            let one = |(facts, &allowed): (_, &bool)| {
                [false, true].map(|further| {
                    let mut vector = [0.0; NAMES.len()];
                    Beads::unpaired(facts, further, &mut vector);
                    if agreeing && !allowed { f32::INFINITY } else { cost(&vector, weights) }
                })
            };
            side.facts.iter().zip(allowed).map(one).collect()
        };
        let mut problem = Problem {
            band: &self.band,
            paired,
            unpaired_en: &unpaired(&self.sides.en, &allowed.en_null),
            unpaired_ru: &unpaired(&self.sides.ru, &allowed.ru_null),
        };
        read(&problem.solve(|_, _| f32::INFINITY))
    }
}

/// The names of the signals of the confidence of a pair, and their weights in the library.
pub const SIGNALS: (&[&str], &[f32]) = (&confidence::NAMES, &confidence::WEIGHTS);
/// The same for unpaired sentences.
pub const UNPAIRED_SIGNALS: (&[&str], &[f32]) = (&confidence::UNPAIRED_NAMES, &confidence::UNPAIRED_WEIGHTS);

/// A bead with the signals of its confidence.
pub struct Signalled {
    /// The bead.
    pub bead: Bead,
    /// The value of each signal.
    pub signals: Vec<f32>,
    /// The factor of the confidence, see [`Signalled::signals`].
    pub parallel: f32,
    /// The number of linked words of the bead, and of words that could be linked.
    pub ties: (u32, u32),
}

/// The signals of the beads of the ladder of two texts.
pub fn signals(pair: &EnRu<Sentences>, lexicon: &Lexicon) -> Vec<Signalled> {
    let Ok(sides) = Sides::new(pair, lexicon, 1, &|| Ok::<_, Infallible>(()));
    let (model, pins) = (Model::default(), Pins::default());
    let Ok(steps) = Search::new(&model, &sides, &pins).ladder(1, &|| Ok::<_, Infallible>(()), &mut None);
    let whole = confidence::Whole::of(&steps, &sides);
    let signalled = |(index, step): (usize, &Step)| {
        let bead = Bead::from(step);
        let (signals, parallel) = match bead.is_paired() {
            true => (confidence::signals(&steps, index, &sides, &whole).to_vec(), whole.parallel),
            false => (confidence::unpaired_signals(step, &whole).to_vec(), 1.0),
        };
        let ties = Ties::of(&bead, &sides);
        Signalled { bead, signals, parallel, ties: (ties.tied(), ties.words) }
    };
    steps.iter().enumerate().map(signalled).collect()
}

/// The steps that agree with gold.
struct Allowed<'a> {
    gold: &'a Ladder,
    /// Whether each sentence may be left unpaired.
    en_null: Vec<bool>,
    ru_null: Vec<bool>,
    /// Gold bead of each English sentence.
    bead_of: Vec<usize>,
    coarse: bool,
}

impl<'a> Allowed<'a> {
    fn new(gold: &'a Ladder, coarse: bool) -> Allowed<'a> {
        let size = gold.size();
        let mut a = Allowed {
            gold,
            en_null: vec![false; size.en],
            ru_null: vec![false; size.ru],
            bead_of: vec![0; size.en],
            coarse,
        };
        for (index, bead) in gold.beads().iter().enumerate() {
            let open = !bead.is_paired() || a.is_open(bead);
            a.en_null[bead.en.clone()].fill(open);
            a.ru_null[bead.ru.clone()].fill(open);
            a.bead_of[bead.en.clone()].fill(index);
        }
        a
    }

    /// Whether every path through the gold bead agrees with it.
    fn is_open(&self, bead: &Bead) -> bool {
        let shape = bead.shape();
        !SHAPES.contains(&(shape.en, shape.ru)) || (self.coarse && shape.en > 1 && shape.ru > 1)
    }

    fn paired(&self, i: usize, j: usize, (n, m): (usize, usize)) -> bool {
        let bead = &self.gold.beads()[self.bead_of[i]];
        let same = bead.en == (i..i + n) && bead.ru == (j..j + m);
        let within = bead.en.start <= i && i + n <= bead.en.end && bead.ru.start <= j && j + m <= bead.ru.end;
        same || (within && self.is_open(bead))
    }
}

fn vectors(table: &Beads<'_>) -> Vec<[Option<Box<Vector>>; SHAPES.len()]> {
    let mut all: Vec<[Option<Box<Vector>>; SHAPES.len()]> = Vec::new();
    for i in table.band.rows() {
        for j in table.band.columns(i) {
            let reach = table.reach(i, j);
            all.push(SHAPES.map(|shape| {
                (table.in_band(i, j, shape, &reach) && !reach.is_barred(shape)).then(|| {
                    let mut vector = Box::new([0.0; NAMES.len()]);
                    table.paired(i, j, shape, &mut *vector);
                    vector
                })
            }));
        }
    }
    all
}

fn side(sentences: &Sentences, lexicon: &Lexicon) -> Side {
    let Ok(side) = features::side(sentences, lexicon, &|| Ok::<_, Infallible>(()));
    side
}

fn band_around(gold: &Ladder) -> Band {
    let size = gold.size();
    let mut rows = vec![(u32::MAX, 0u32); size.en + 1];
    for bead in gold.beads() {
        let low = bead.ru.start.saturating_sub(REACH) as u32;
        let high = (bead.ru.end + REACH).min(size.ru) as u32;
        let first = bead.en.start.saturating_sub(REACH);
        let last = (bead.en.end + REACH).min(size.en);
        for row in &mut rows[first..=last] {
            row.0 = row.0.min(low);
            row.1 = row.1.max(high);
        }
    }
    rows[0].0 = 0;
    rows[size.en].1 = size.ru as u32;
    Band::new(0, rows)
}
