//! The recipe: from two documents to a bitext.
//!
//! Sentences become features ([`features`]), features of both sides are linked ([`links`]), a coarse search says which
//! part of the table is worth a look ([`search`]), the cost of each bead in it is a weighted sum of what is known of it
//! ([`cost`], [`lexical`], [`length`]), and the table is solved ([`dp`]).

mod band;
mod cost;
mod dp;
mod features;
mod length;
mod lexical;
mod links;
mod search;
pub mod tuning;

use crate::bitext::{Bitext, Judgement};
use crate::document::{Document, Sentences};
use crate::ladder::{Bead, Ladder};
use crate::lexicon::Lexicon;
use crate::split::split;
use cost::{Beads, Vector, WEIGHTS};
use dp::{Problem, SHAPES, Step};
use lexical::Floors;

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
#[derive(Clone, Debug)]
pub struct Aligner {
    lexicon: Lexicon,
    model: Model,
}

impl Default for Aligner {
    fn default() -> Aligner {
        Aligner { lexicon: Lexicon::builtin(), model: Model::default() }
    }
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
        let steps = self.steps(&en, &ru);
        let (mut beads, mut judgements) = (Vec::new(), Vec::new());
        for step in steps {
            beads.push(Bead { en: step.i..step.i + step.n, ru: step.j..step.j + step.m });
            judgements.push(Judgement { confidence: step.posterior, ..Judgement::default() });
        }
        Bitext::new(en, ru, Ladder::new(beads).expect("beads follow on one another"), judgements)
    }

    fn steps(&self, en: &Sentences, ru: &Sentences) -> Vec<Step> {
        let table = Table::new(en, ru, &self.lexicon, &self.model.floors);
        table.solve(&self.model.weights, |problem| problem.decode(self.model.price))
    }
}

/// Two documents as features, and the part of the table that is searched.
struct Table {
    en: features::Side,
    ru: features::Side,
    band: band::Band,
    lexical: lexical::Lexical,
}

impl Table {
    fn new(en: &Sentences, ru: &Sentences, lexicon: &Lexicon, floors: &Floors) -> Table {
        let (en, ru) = (features::side(en, lexicon), features::side(ru, lexicon));
        let links = links::links(&en, &ru, lexicon);
        let band = search::band(&en, &ru, &links);
        let lexical = lexical::lexical(&en, &ru, &links, floors, &band);
        Table { en, ru, band, lexical }
    }

    fn beads(&self) -> Beads<'_> {
        Beads { en: &self.en, ru: &self.ru, lexical: &self.lexical, band: &self.band }
    }

    /// Whether a bead of n and m sentences may begin at (i, j): inside the band, and no wrong-language line in it.
    fn may_stand(&self, i: usize, j: usize, n: usize, m: usize) -> bool {
        (0..n).all(|k| self.band.node(i + k, j).is_some())
            && (0..m).all(|k| self.band.node(i, j + k).is_some())
            && self.band.node(i + n, j + m).is_some()
            && self.beads().allowed(i, j, n, m)
    }

    /// Hands the costs under `weights` to `solve`.
    fn solve<T>(&self, weights: &Vector, solve: impl FnOnce(&Problem<'_>) -> T) -> T {
        let paired = self.paired(weights);
        let unpaired = |side: &features::Side| -> Vec<[f32; 2]> {
            let cost = |f, further| {
                let mut vector = [0.0; WEIGHTS.len()];
                Beads::unpaired(f, further, &mut vector);
                cost::cost(&vector, weights)
            };
            side.facts.iter().map(|f| [cost(f, false), cost(f, true)]).collect()
        };
        solve(&Problem {
            band: &self.band,
            paired: &paired,
            unpaired_en: &unpaired(&self.en),
            unpaired_ru: &unpaired(&self.ru),
        })
    }

    /// The cost of each shape at each node.
    fn paired(&self, weights: &Vector) -> Vec<[f32; SHAPES.len()]> {
        let beads = self.beads();
        let mut costs = vec![[f32::INFINITY; SHAPES.len()]; self.band.len()];
        for i in self.band.rows() {
            for j in self.band.columns(i) {
                let Some(node) = self.band.node(i, j) else { continue };
                for (index, &(n, m)) in SHAPES.iter().enumerate() {
                    if self.may_stand(i, j, n, m) {
                        let mut vector = [0.0; WEIGHTS.len()];
                        beads.paired(i, j, (n, m), &mut vector);
                        costs[node][index] = cost::cost(&vector, weights);
                    }
                }
            }
        }
        costs
    }
}
