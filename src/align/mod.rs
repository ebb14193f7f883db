//! The recipe: from two documents to a bitext.
//!
//! Sentences become features (`features`), features of both sides are linked (`links`), a coarse search says which
//! part of the table is worth a look (`search`), the cost of each bead in it is a weighted sum of what is known of it
//! (`cost`, `lexical`, `length`), and the table is solved (`dp`).

mod band;
mod confidence;
mod cost;
mod dp;
mod explain;
mod features;
mod judge;
mod length;
mod lexical;
mod links;
mod search;
pub mod tuning;

pub use explain::{Explanation, Tie};

use crate::bitext::{Bitext, Judgement};
use crate::document::{Document, Sentences};
use crate::ladder::{Bead, Ladder};
use crate::lexicon::Lexicon;
use crate::split::split;
use band::Band;
use cost::{Beads, Sum, Vector, WEIGHTS};
use dp::{Problem, SHAPES, Step};
use features::Side;
use lexical::Floors;
use links::Links;
use search::{Corridor, Window};

/// The numbers of the model: pure data, the same for every document.
#[derive(Clone, Debug)]
struct Model {
    weights: Vector,
    floors: Floors,
    /// What a paired bead must be worth to be claimed, see [`Problem::decode`].
    price: f32,
}

impl Default for Model {
    fn default() -> Model {
        Model { weights: WEIGHTS, floors: Floors::default(), price: 0.1 }
    }
}

/// Aligns documents. Cheap to clone, free to share between threads.
#[derive(Clone, Debug, Default)]
pub struct Aligner {
    lexicon: Lexicon,
    model: Model,
}

impl Aligner {
    /// The same aligner with another lexicon.
    pub fn with_lexicon(self, lexicon: Lexicon) -> Aligner {
        Aligner { lexicon, ..self }
    }

    /// Splits both documents and aligns their sentences.
    pub fn align(&self, en: Document, ru: Document) -> Bitext {
        self.align_sentences(split(en), split(ru))
    }

    /// Aligns sentences.
    pub fn align_sentences(&self, en: Sentences, ru: Sentences) -> Bitext {
        let sides = Sides::new(&en, &ru, &self.lexicon);
        let steps = self.steps(&sides);
        let (mut beads, mut judgements) = (Vec::new(), Vec::new());
        for step in &steps {
            beads.push(Bead { en: step.i..step.i + step.n, ru: step.j..step.j + step.m });
        }
        let parallel = confidence::parallel(&beads, &sides);
        for (bead, step) in beads.iter().zip(&steps) {
            let (anchors, flags) = judge::judge(bead, &en, &ru, &sides);
            judgements.push(Judgement {
                confidence: parallel * confidence::of(step.posterior),
                anchors,
                flags,
            });
        }
        Bitext::new(en, ru, Ladder::new(beads).expect("beads follow on one another"), judgements)
    }

    /// The ladder of two documents, window by window.
    fn steps(&self, sides: &Sides) -> Vec<Step> {
        let corridor = Corridor::new(&sides.en, &sides.ru, &sides.links);
        let unpaired = Unpaired::new(sides, &self.model.weights);
        let end = (sides.en.len(), sides.ru.len());
        let mut steps: Vec<Step> = Vec::new();
        let mut at = (0, 0);
        while at != end {
            let (found, keep) = self.window(sides, &corridor, &unpaired, at);
            let begun = steps.len();
            steps.extend(found.into_iter().take_while(|s| s.i + s.n <= keep));
            let Some(last) = steps.last().filter(|_| steps.len() > begun) else { break };
            at = (last.i + last.n, last.j + last.m);
        }
        steps
    }

    /// The best ladder from `at` through one window, and the row up to which to keep it. A ladder that comes near
    /// the edge of the window is looked for again in a wider one.
    fn window(
        &self,
        sides: &Sides,
        corridor: &Corridor,
        unpaired: &Unpaired,
        at: (usize, usize),
    ) -> (Vec<Step>, usize) {
        let mut margin = MARGIN;
        loop {
            let Window { band, keep } = corridor.window(at.0, at.1, margin);
            let lexical = lexical::lexical(&sides.en, &sides.ru, &sides.links, &self.model.floors, &band);
            let beads = Beads { en: &sides.en, ru: &sides.ru, lexical: &lexical, band: &band };
            let paired = paired_costs(&beads, &self.model.weights);
            let problem = Problem {
                band: &band,
                paired: &paired,
                unpaired_en: &unpaired.en,
                unpaired_ru: &unpaired.ru,
            };
            let steps = problem.decode(self.model.price);
            if margin >= WIDEST || !touches_edge(&steps, &band, sides.ru.len(), at.1) {
                return (steps, keep);
            }
            margin *= 2;
        }
    }
}

/// How many sentences around the coarse path are searched at first, and at most.
const MARGIN: usize = 12;
const WIDEST: usize = 48;

/// Whether a paired bead begins so near the edge of `band` that a better ladder may lie outside.
fn touches_edge(steps: &[Step], band: &Band, ru: usize, from: usize) -> bool {
    steps.iter().filter(|s| s.n > 0 && s.m > 0).any(|s| {
        let columns = band.columns(s.i);
        let (low, high) = (*columns.start(), *columns.end());
        s.posterior > 0.5 && ((low > from && s.j <= low) || (high < ru && s.j + s.m >= high))
    })
}

/// Two documents as features.
struct Sides {
    en: Side,
    ru: Side,
    links: Links,
}

impl Sides {
    fn new(en: &Sentences, ru: &Sentences, lexicon: &Lexicon) -> Sides {
        let (en, ru) = (features::side(en, lexicon), features::side(ru, lexicon));
        let links = links::links(&en, &ru, lexicon);
        Sides { en, ru, links }
    }
}

/// What it costs to leave each sentence unpaired, first of a run and further in a run.
struct Unpaired {
    en: Vec<[f32; 2]>,
    ru: Vec<[f32; 2]>,
}

impl Unpaired {
    fn new(sides: &Sides, weights: &Vector) -> Unpaired {
        let cost = |facts: &features::Facts, further| {
            let mut sum = Sum::new(weights);
            Beads::unpaired(facts, further, &mut sum);
            sum.cost()
        };
        let side = |side: &Side| side.facts.iter().map(|f| [cost(f, false), cost(f, true)]).collect();
        Unpaired { en: side(&sides.en), ru: side(&sides.ru) }
    }
}

/// The cost of each shape at each node of the band.
fn paired_costs(beads: &Beads<'_>, weights: &Vector) -> Vec<[f32; SHAPES.len()]> {
    let mut costs = Vec::with_capacity(beads.band.len());
    for i in beads.band.rows() {
        for j in beads.band.columns(i) {
            let reach = beads.reach(i, j);
            costs.push(SHAPES.map(|shape| {
                if !beads.may_stand(i, j, shape, &reach) || reach.too_uneven(shape) {
                    return f32::INFINITY;
                }
                let mut sum = Sum::new(weights);
                beads.paired(i, j, shape, &mut sum);
                sum.cost()
            }));
        }
    }
    costs
}
